"""From an answer to the format asked for, on the right stream."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain, islice
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
import typer

from ..loader import files
from ..model.names import hint, latin, plain, quoted
from ..model.vocabularies import Evidence
from ..questions import answers
from ..questions.knowledge_base import KnowledgeBase
from . import datasets
from .failures import BAD_DATASET, NOTHING_FOUND, WRONG_USAGE, Failure
from .formats import ROWS, Answered, CitationStyle, Format
from .options import Request
from .output import write, write_screen

if TYPE_CHECKING:
    from ..questions.entries import Entry
    from ..render.page import Block, Page

DRAWN = 50_000  # cells of the largest matrix that is drawn, in a few seconds

T = TypeVar("T")
Grouped = TypeVar("Grouped", answers.ByTransmitter, answers.ByCondition)


def _write(answer: Answered, request: Request, *, disclaimer: bool = True) -> None:
    """Write an *answer* as the *request* says; a screen that speaks of health ends with the *disclaimer*."""

    def page() -> Page:
        from ..render.page import Notes

        last = datasets.open_knowledge_base(request.data).info().disclaimer if disclaimer else ""
        return [*answer.page(), Notes([last])] if last else answer.page()

    ended = msgspec.structs.replace(answer, page=page)
    written = request.format.write(ended, request.output, request.color)
    if request.format is Format.TABLE and request.output is None:
        write_screen(b"".join(written), paged=request.pager)
    else:
        write(written, request.output)


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
    facts: Callable[[Iterable[Any]], Iterable[msgspec.Struct]] | None = None,
    disclaimer: bool = True,
    empty: str | Callable[[], str] = "nothing found",
) -> None:
    """Write a list of records, as long and in the order that is asked for; an empty one is nothing found (*empty*).

    As a table records that hold others are written as the *facts* in them, a row each.
    """
    rows = _require_any(iter(records), empty)
    if request.sort:
        rows = iter(_sorted(list(rows), request.sort))
    every = rows
    if request.limit:
        rows = islice(every, request.limit)
    if request.columns:
        _write(_columns(rows, facts, request.columns), request, disclaimer=disclaimer)
    else:
        told = facts(rows) if facts else rows

        def page() -> Page:
            shown = tuple(rows)
            drawn = page_of(_pages(), shown)
            return drawn if next(every, None) is None else _pages().lists.beginning(drawn, len(shown))

        _write(Answered(rows, told, page), request, disclaimer=disclaimer)


def _columns(
    rows: Iterator[msgspec.Struct],
    facts: Callable[[Iterable[Any]], Iterable[msgspec.Struct]] | None,
    columns: Sequence[str],
) -> Answered:
    """Answer with some fields of *rows*, or of the *facts* in them where it is these that have such fields."""
    first = next(rows)
    rows = chain([first], rows)
    if facts and not {*columns} <= {*first.__struct_fields__}:
        fact = next(iter(facts([first])))
        rows = iter(facts(rows)) if {*columns} <= {*fact.__struct_fields__} else rows
    chosen = _only(rows, columns)
    return Answered(chosen, chosen, lambda: _pages().lists.fields(tuple(chosen)))


def _sorted(rows: list[msgspec.Struct], field: str) -> list[msgspec.Struct]:
    """Sort *rows* by a field: the most first, the best evidence first, words as in a register; what is empty last."""
    _field(rows[0], field)

    def place(row: msgspec.Struct) -> tuple[bool, Any]:
        value = getattr(row, field)
        if isinstance(value, Evidence):
            return False, value.rank
        if isinstance(value, int):
            return False, -value
        return not value, re.sub(r"\A\W+", "", latin(str(value)))

    return sorted(rows, key=place)


def _field(row: msgspec.Struct, field: str) -> str:
    if field not in row.__struct_fields__:
        raise Failure(f"no field {quoted(field)}{hint(field, row.__struct_fields__)}", WRONG_USAGE)
    return field


def _only(rows: Iterator[msgspec.Struct], columns: Sequence[str]) -> Iterator[msgspec.Struct]:
    """Reduce *rows* to some of their fields."""
    kind: type[msgspec.Struct] | None = None
    for row in rows:
        kind = kind or msgspec.defstruct("Row", [(_field(row, column), Any) for column in columns])
        yield kind(*(getattr(row, column) for column in columns))


def _require_any(records: Iterator[T], empty: str | Callable[[], str] = "nothing found") -> Iterator[T]:
    """Return *records* as they are; without one, nothing was found, in the words of *empty*."""

    def whole(first: T) -> Iterator[T]:
        yield first
        yield from records

    for first in records:
        return whole(first)
    raise Failure(empty if isinstance(empty, str) else empty(), NOTHING_FOUND)


def write_record(
    record: msgspec.Struct,
    rows: Iterable[msgspec.Struct],
    request: Request,
    page_of: Callable[[ModuleType], Page],
    picture: Callable[[], str] | None = None,
) -> None:
    """Write an answer that is one record; as a table its *rows*, without which nothing was found."""
    some = _require_any(iter(rows))
    if request.columns:
        _write(_columns(some, None, request.columns), request)
    else:
        _write(Answered(record, some, lambda: page_of(_pages()), picture=picture), request)


def write_matrix(
    found: answers.Matrix,
    rows: Iterable[msgspec.Struct],
    request: Request,
    page_of: Callable[[ModuleType], Page],
    picture: Callable[[], str],
) -> None:
    """Write a matrix, as a *picture* a heat map; one that nobody could look at is said to be too large."""

    def page(pages: ModuleType) -> Page:
        if len(found.rows) * len(found.columns) > DRAWN:
            raise Failure(
                f"{len(found.rows):,} rows by {len(found.columns):,} columns are too many to draw — narrow it by names "
                "or filters (--cause, --transmitter …), or take it as data (--json, --format csv)",
                WRONG_USAGE,
            )
        return page_of(pages)

    write_record(found, rows, request, page, picture)


def write_groups(
    found: Sequence[Grouped],
    request: Request,
    page_of: Callable[[ModuleType, Grouped], Page],
    *,
    alone: bool,
    empty: Callable[[], str],
) -> None:
    """Write what is linked to a transmitter or a condition, or to several."""
    if not any(answer.causes for answer in found):
        raise Failure(empty(), NOTHING_FOUND)
    links = (
        link for answer in found for group in answer.causes for example in group.examples for link in example.links
    )
    value, only = (found[0], found[0]) if alone else (tuple(found), None)
    picture = partial(_balance, only, request) if isinstance(only, answers.ByTransmitter) else None
    page = Answered(value, links, lambda: _ruled(page_of(_pages(), one) for one in found), picture=picture)
    _write(page, request)


def _picture(entry: Entry, request: Request, kb: KnowledgeBase) -> str | None:
    """Draw an entry: of a transmitter the balance, of others the web around it."""
    from ..questions.entries import TransmitterEntry
    from ..render.export import pictures

    if isinstance(entry, TransmitterEntry):
        return _balance(kb.by_transmitter(entry.id), request)
    return pictures.around(entry, kb.labels())


def _balance(answer: answers.ByTransmitter, request: Request) -> str:
    from ..render.export import pictures

    return pictures.balance(answer, request.narrowed)


def _ruled(pages: Iterable[Page]) -> Page:
    """Join the pages of several answers with a rule between them."""
    from ..render.page import Rule

    blocks: list[Block] = []
    for page in pages:
        blocks += [*([Rule()] if blocks else []), *page]
    return blocks


def write_entries(
    found: Sequence[Entry],
    request: Request,
    kb: KnowledgeBase,
    detail: tuple[bool, bool, bool, bool],
    *,
    alone: bool,
) -> None:
    """Write one entry, or several; *detail*: whether a page tells full, sources, examples and how beyond the answer."""

    def page() -> Page:
        from ..render.screen import entries

        labels = kb.labels()
        together = entries.same_page(found)
        return _ruled(entries.page(entry, labels, entries.Detail(*detail), asked) for entry, asked in together)

    if found:
        rows = _rows_of(found) if request.format in ROWS else ()
        picture = partial(_picture, found[0], request, kb) if alone else None
        _write(Answered(found[0] if alone else tuple(found), rows, page, picture=picture), request)


def _rows_of(found: Sequence[Entry]) -> Iterable[msgspec.Struct]:
    """Return the rows of entries: their links, or, of references, what they are."""
    from ..questions.entries import ReferenceEntry
    from ..questions.show import links_in

    references = [entry.source for entry in found if isinstance(entry, ReferenceEntry)]
    if references and len(references) < len(found):
        raise Failure("references and other entries have different columns; ask for them apart", WRONG_USAGE)
    rows: list[answers.Answer] = [*references] or [link for entry in found for link in links_in(entry)]
    return _require_any(iter(rows))


def write_bibliography(found: Sequence[Sequence[answers.CitedReference]], style: str | None, request: Request) -> None:
    """Write the references of some entries, each once, in the order of a reference list; to be read on a terminal."""
    references = answers.in_order({one.id: one for cited in found for one in cited}.values())
    if not references:
        raise Failure("nothing found", NOTHING_FOUND)
    known = next((one for one in CitationStyle if one.value == (style or "").lower()), None)
    if style is not None and known is None:
        from ..render.export.csl import NoStyle, formatted

        try:
            between = "\n\n" if _is_terminal(request) else "\n"  # where lines that wrap end no entry to the eye
            _write_text(between.join(formatted(references, style).splitlines()), request)
        except NoStyle as error:
            raise Failure(str(error), WRONG_USAGE) from None
        return
    chosen = CitationStyle.chosen(known, request.output, CitationStyle.TEXT)
    if chosen is CitationStyle.TEXT and request.output is None and sys.stdout is not None and sys.stdout.isatty():
        page = Answered(references, references, lambda: [_pages().entries.reference_list(references)])
        _write(page, request, disclaimer=False)
    elif chosen is CitationStyle.TEXT:
        _write_text(chosen.write(references), request)
    else:
        write([chosen.write(references).encode()], request.output)


def _write_text(told: str, request: Request) -> None:
    """Write text for people: to a file as it is, to a stream with the letters that its encoding has."""
    from ..render.screen.letters import encodable

    encoding = (request.output is None and getattr(sys.stdout, "encoding", None)) or "utf-8"
    lines = told.splitlines()
    write(["".join(f"{encodable(line, encoding)}\n" for line in lines).encode(encoding)], request.output)


def write_difference(old: str, new: str | None, request: Request, *, full: bool) -> None:
    """Compare two versions of a dataset; without *new* the one at *old* with the dataset that the request names."""
    from ..loader import read
    from ..questions.diff import change_rows, diff
    from ..render.screen import changes

    try:
        before, after = (read.load_version(_fetched(path)) for path in (Path(old), Path(new) if new else request.data))
    except (files.Unreadable, files.InvalidDataset) as error:
        raise Failure(str(error), BAD_DATASET) from None
    found = diff(before, after)
    _require_any(iter(found.changes), "no difference")
    names = {one.id: one.name for one in (*before.transmitters, *after.transmitters)}
    rows = change_rows(found)
    if request.columns:
        answer = _columns(rows, None, request.columns)
    else:
        answer = Answered(found, rows, lambda: changes.difference(found, names, full=full))
    _write(answer, request, disclaimer=False)


def _fetched(path: Path) -> list[tuple[str, bytes]]:
    return [(_shown(file), files.fetch(file)) for file in files.find(path)]


def write_validation(path: str | None, request: Request, *, strict: bool) -> None:
    """Check the dataset at *path*, or the one that the request names, and report; *strict*: also how it is written."""
    from ..loader import read

    place = Path(path) if path is not None else request.data
    try:
        loaded = read.read(_fetched(place))
    except files.Unreadable as error:
        raise Failure(str(error), BAD_DATASET) from None
    problems = read.problems(loaded, strict=strict)
    found = tuple(answers.ProblemRow(**problem._asdict()) for problem in problems)
    answer = answers.Validation(valid=not problems, path=plain(_shown(place)), problems=found, **read.counts(loaded))
    if problems and request.format not in (Format.JSON, Format.JSONL, *ROWS):
        shown = {file.name: file.text.splitlines() for file in loaded.files} if _is_terminal(request) else {}
        told = "".join(_told(problem, shown) for problem in problems)
        told += f"{len(problems):,} problems\n" if shown and len(problems) > 1 else ""
        _write_text(told, request)
    else:
        rows = found or (answer,)
        _write(Answered(answer, rows, lambda: _pages().lists.validation(answer)), request, disclaimer=False)
    if problems:
        raise typer.Exit(BAD_DATASET)


def _is_terminal(request: Request) -> bool:
    return request.output is None and sys.stdout is not None and sys.stdout.isatty()


def _told(problem: files.Problem, lines: dict[str, list[str]]) -> str:
    """Write a problem as a line that names its entry, then where *lines* of files are at hand that one, marked."""
    where = f"{plain(problem.file)}:{problem.line}:{problem.column}: "
    entry = f"{plain(problem.entry)}: " if problem.entry and problem.entry not in problem.message else ""
    told = f"{where}{entry}{plain(problem.message)}\n"
    text = lines.get(problem.file, [])[problem.line - 1 : problem.line]
    if not text:
        return told
    from ..render.screen import environment

    room = max(environment.width() - len(INDENT), LEAST_SHOWN)
    start = max(0, problem.column - room * 2 // 3)
    shown = plain(text[0][start : start + room])
    if start:
        shown = CUT + shown[len(CUT) :]
    if len(text[0]) > start + room:
        shown = shown[: -len(CUT)] + CUT
    return f"{told}{INDENT}{shown}\n{INDENT}{' ' * (problem.column - 1 - start)}^\n"


INDENT = " " * 4
CUT = "..."  # as wide in every encoding, so that the mark stays below its place
LEAST_SHOWN = 16  # letters of a line with a problem


def _shown(path: Path) -> str:
    """Write a path as short as it is clear: from the current folder, if it lies in it."""
    try:
        return str(path.resolve().relative_to(Path.cwd())) if path.is_absolute() else str(path)
    except (ValueError, OSError):
        return str(path)
