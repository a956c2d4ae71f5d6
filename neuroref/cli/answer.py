"""From an answer to the format asked for, on the right stream."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
import typer

from ..model.names import plain
from ..questions import answers
from ..questions.knowledge_base import KnowledgeBase
from . import datasets
from .failures import BAD_DATASET, NOTHING_FOUND, WRONG_USAGE, Failure
from .formats import ROWS, Answered, CitationStyle, Format
from .options import Request
from .output import write

if TYPE_CHECKING:
    from ..render.page import Block, Page

T = TypeVar("T")
Grouped = TypeVar("Grouped", answers.ByTransmitter, answers.ByCondition)


def _write(answer: Answered, request: Request, *, disclaimer: bool = True) -> None:
    """Write an *answer* as the *request* says; a screen that speaks of health ends with the *disclaimer*."""

    def page() -> Page:
        from ..render.page import Notes

        last = datasets.open_knowledge_base(request.data).info().disclaimer if disclaimer else ""
        return [*answer.page(), Notes([last])] if last else answer.page()

    complete = Answered(answer.value, answer.rows, page)
    write(request.format.write(complete, request.output, request.color), request.output)


def _pages() -> ModuleType:
    """Return the package of pages with its modules; loaded only when a page is wanted."""
    from ..render import screen
    from ..render.screen import entries, lists, relations  # noqa: F401

    return screen


def write_list(
    records: Iterable[msgspec.Struct],
    request: Request,
    page_of: Callable[[ModuleType, Sequence[Any]], Page],
    *,
    disclaimer: bool = True,
    empty: str = "nothing found",
) -> None:
    """Write a list of records; an empty one is nothing found, in the words of *empty*."""
    rows = _require_any(iter(records), empty)
    _write(Answered(rows, rows, lambda: page_of(_pages(), tuple(rows))), request, disclaimer=disclaimer)


def _require_any(records: Iterator[T], empty: str = "nothing found") -> Iterator[T]:
    """Return *records* as they are; without one, nothing was found, in the words of *empty*."""

    def whole(first: T) -> Iterator[T]:
        yield first
        yield from records

    for first in records:
        return whole(first)
    raise Failure(empty, NOTHING_FOUND)


def write_record(
    record: msgspec.Struct,
    rows: Iterable[msgspec.Struct],
    request: Request,
    page_of: Callable[[ModuleType], Page],
) -> None:
    """Write an answer that is one record; as a table its *rows*, without which nothing was found."""
    _write(Answered(record, _require_any(iter(rows)), lambda: page_of(_pages())), request)


def write_groups(
    found: Sequence[Grouped], request: Request, page_of: Callable[[ModuleType, Grouped], Page], *, alone: bool
) -> None:
    """Write what is linked to a transmitter or a condition, or to several."""
    if not any(answer.causes for answer in found):
        raise Failure("nothing found", NOTHING_FOUND)
    links = (
        link for answer in found for group in answer.causes for example in group.examples for link in example.links
    )
    value = found[0] if alone else tuple(found)
    _write(Answered(value, links, lambda: [b for one in found for b in page_of(_pages(), one)]), request)


def write_entries(
    found: Sequence[answers.Entry],
    request: Request,
    kb: KnowledgeBase,
    detail: tuple[bool, bool, bool, bool],
    *,
    alone: bool,
) -> None:
    """Write one entry, or several; *detail*: whether a page tells full, sources, examples and how beyond the answer."""

    def page() -> Page:
        from ..render.page import Rule
        from ..render.screen import entries

        labels = kb.labels()
        blocks: list[Block] = []
        for entry in found:
            blocks += [*([Rule()] if blocks else []), *entries.page(entry, labels, entries.Detail(*detail))]
        return blocks

    if found:
        rows = _rows_of(found) if request.format in ROWS else ()
        _write(Answered(found[0] if alone else tuple(found), rows, page), request)


def _rows_of(found: Sequence[answers.Entry]) -> Iterable[msgspec.Struct]:
    """Return the rows of entries: their links, or, of references, what they are."""
    from ..questions.show import links_in

    references = [entry.source for entry in found if isinstance(entry, answers.ReferenceEntry)]
    if references and len(references) < len(found):
        raise Failure("references and other entries have different columns; ask for them apart", WRONG_USAGE)
    rows: list[answers.Answer] = [*references] or [link for entry in found for link in links_in(entry)]
    return _require_any(iter(rows))


def write_bibliography(
    found: Sequence[Sequence[answers.CitedReference]], style: CitationStyle, request: Request
) -> None:
    """Write the references of some entries, each once, in the order of a reference list; to be read on a terminal."""
    references = answers.in_order({one.id: one for cited in found for one in cited}.values())
    if not references:
        return
    if style is CitationStyle.TEXT and request.output is None and sys.stdout is not None and sys.stdout.isatty():
        _write(
            Answered(references, references, lambda: [_pages().entries.reference_list(references)]),
            msgspec.structs.replace(request, format=Format.TABLE),
            disclaimer=False,
        )
    else:
        write([style.write(references).encode()], request.output)


def write_validation(path: str | None, request: Request, *, strict: bool) -> None:
    """Check the dataset at *path*, or the one that the request names, and report; *strict*: also how it is written."""
    from ..loader import files, read

    place = Path(path) if path is not None else request.data
    try:
        loaded = read.read([(_shown(file), files.fetch(file)) for file in files.find(place)])
    except files.Unreadable as error:
        raise Failure(str(error), BAD_DATASET) from None
    problems = read.problems(loaded, strict=strict)
    found = tuple(answers.ProblemRow(**problem._asdict()) for problem in problems)
    answer = answers.Validation(valid=not problems, path=plain(_shown(place)), problems=found, **read.counts(loaded))
    if problems and request.format not in (Format.JSON, Format.JSONL, *ROWS):
        write(["".join(f"{problem}\n" for problem in problems).encode()], request.output)
    else:
        rows = found or (answer,)
        _write(Answered(answer, rows, lambda: _pages().lists.validation(answer)), request, disclaimer=False)
    if problems:
        raise typer.Exit(BAD_DATASET)


def _shown(path: Path) -> str:
    """Write a path as short as it is clear: from the current folder, if it lies in it."""
    try:
        return str(path.resolve().relative_to(Path.cwd())) if path.is_absolute() else str(path)
    except (ValueError, OSError):
        return str(path)
