"""From what was asked to an answer, and from an answer to the right format on the right stream."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
import typer

from . import answers
from .filters import LinkFilter
from .lookup import KINDS, Ambiguous, NotFound, Unrelatable
from .names import plain, suggestion
from .options import Format, Request, Style
from .output import write
from .reference import Reference, UnknownTerm
from .running import BAD_DATASET, NOTHING_FOUND, WRONG_USAGE, Failure, complain

if TYPE_CHECKING:
    from .kinship import Comparison
    from .render.page import Page

T = TypeVar("T")
Grouped = TypeVar("Grouped", answers.ByTransmitter, answers.ByCondition)

SCREENS = (Format.TABLE, Format.MARKDOWN, Format.SVG, Format.HTML)

# -- arguments ---------------------------------------------------------------------------------------------------------


_opened: dict[Path, Reference] = {}  # by path


def close_all() -> None:
    """Close every dataset that was opened."""
    while _opened:
        _opened.popitem()[1].close()


def discard_snapshots() -> None:
    """Close every dataset that was opened, and remove its snapshot, which proved to be damaged."""
    from .snapshot import discard

    paths = list(_opened)
    close_all()
    for path in paths:
        discard(path)


def open_reference(request: Request) -> Reference:
    """Open the dataset that the *request* names, once in a run."""
    from .progress import Bar
    from .snapshot import Unsupported, open_dataset, shipped_dataset

    path = request.data or shipped_dataset()
    if path in _opened:
        return _opened[path]
    bar = Bar()
    try:
        _opened[path] = Reference(open_dataset(path, bar))
        return _opened[path]
    except Unsupported as error:
        raise Failure(str(error), BAD_DATASET) from None
    except Exception as error:
        from .source import InvalidDataset, Unreadable

        if isinstance(error, InvalidDataset):
            more = len(error.problems) - 1
            rest = f" (and {more} more; `neuroref validate` lists them)" if more else ""
            raise Failure(f"{error.problems[0]}{rest}", BAD_DATASET) from None
        if isinstance(error, Unreadable):
            raise Failure(str(error), BAD_DATASET) from None
        raise
    finally:
        bar.close()


@contextmanager
def usage_errors(*, unknown_names: bool = True) -> Iterator[None]:
    """Turn a wrong word or name in an option into wrong usage; a name in an argument is something not found."""
    try:
        yield
    except (UnknownTerm, Unrelatable) as error:
        raise Failure(str(error), WRONG_USAGE) from None
    except (NotFound, Ambiguous) as error:
        if not unknown_names:
            raise
        raise Failure(str(error), WRONG_USAGE) from None


def wanted(ref: Reference, request: Request) -> LinkFilter:
    """Return the filter that the *request*'s options come to."""
    with usage_errors():
        return ref.filter(**request.filters)


def split(values: Iterable[str]) -> list[str]:
    """Split option values at commas."""
    return [word.strip() for value in values for word in value.split(",") if word.strip()]


def entry_kinds(values: Iterable[str]) -> list[str]:
    """Check the kinds of entries that a search is limited to."""
    kinds = split(values)
    for kind in kinds:
        if kind not in KINDS:
            raise Failure(f"unknown kind '{kind[:60]}'{suggestion(kind, KINDS)}", WRONG_USAGE)
    return kinds


def names(given: list[str]) -> list[str]:
    """Return the names asked for; ``-`` stands for those on standard input, one a line."""
    asked: list[str] = []
    for name in given:
        if name == "-":
            lines = sys.stdin.buffer.read().decode("utf-8", "replace").splitlines() if sys.stdin else []
            asked += [line.strip() for line in lines if line.strip()]
        else:
            asked.append(name)
    return asked


def each(asked: Sequence[str], question: Callable[[str], T]) -> tuple[list[T], list[LookupError]]:
    """Ask the question of each name; return the answers, and the errors of the names that have none."""
    found: list[T] = []
    missing: list[LookupError] = []
    for name in asked:
        try:
            found.append(question(name))
        except (NotFound, Ambiguous) as error:
            missing.append(error)
    if not asked:
        raise Failure("no name given", WRONG_USAGE)
    if len(asked) == 1 and missing:
        raise missing[0]
    return found, missing


def give_up_if(missing: Sequence[LookupError]) -> None:
    """Name what was not found, and end with the exit code for that."""
    for error in missing:
        complain(str(error))
    if missing:
        raise typer.Exit(NOTHING_FOUND)


def corrections(read_as: dict[str, str]) -> None:
    """Tell on standard error which words were taken as others."""
    for word, better in read_as.items():
        complain(f"nothing says '{word[:60]}'; searched for '{better}'")


# -- answers -----------------------------------------------------------------------------------------------------------


def rows(
    answer: Iterable[msgspec.Struct],
    request: Request,
    page_of: Callable[[ModuleType, Sequence[Any]], Page],
    *,
    health: bool = True,
    empty: str = "nothing found",
) -> None:
    """Write a list of records in the format asked for; an empty one is nothing found, in the words of *empty*."""
    answer = some(iter(answer), empty)
    if request.format in SCREENS:
        _page(page_of(_pages(), tuple(answer)), request, health=health)
    else:
        _data(answer, answer, request)


def some(records: Iterator[T], empty: str = "nothing found") -> Iterator[T]:
    """Return *records* as they are; without one, nothing was found, in the words of *empty*."""
    for first in records:
        return _after(first, records)
    raise Failure(empty, NOTHING_FOUND)


def _after(first: T, others: Iterator[T]) -> Iterator[T]:
    yield first
    yield from others


def groups(
    found: Sequence[Grouped],
    request: Request,
    page_of: Callable[[ModuleType, Grouped], Page],
    *,
    alone: bool,
) -> None:
    """Write what is linked to a transmitter or a condition, or to several."""
    if not any(answer.causes for answer in found):
        raise Failure("nothing found", NOTHING_FOUND)
    if request.format in SCREENS:
        pages = _pages()
        _page([block for answer in found for block in page_of(pages, answer)], request, health=True)
    else:
        links = (
            link for answer in found for group in answer.causes for example in group.examples for link in example.links
        )
        _data(found[0] if alone else tuple(found), links, request)


def one(
    answer: msgspec.Struct,
    table: Iterable[msgspec.Struct],
    request: Request,
    page_of: Callable[[ModuleType], Page],
) -> None:
    """Write an answer that is one record; as CSV and TSV the rows of its *table*, without which nothing was found."""
    table = some(iter(table))
    if request.format in SCREENS:
        _page(page_of(_pages()), request, health=True)
    else:
        _data(answer, table, request)


def comparison(ref: Reference, names: list[str]) -> tuple[Comparison, list[LookupError]]:
    """Compare the entries of those names; a name that has none is an error to tell, if two are left without it."""
    if len(names) < 2:
        raise Failure("comparing takes two names or more", WRONG_USAGE)
    known, missing = each(names, lambda name: (ref.resolve(name), name)[1])
    if len(known) < 2:
        raise missing[0]
    with usage_errors(unknown_names=False):
        return ref.compare(*known), missing


def entries(
    found: Sequence[answers.Entry], request: Request, ref: Reference, *, full: bool, sources: bool, alone: bool
) -> None:
    """Write one entry, or several."""
    if not found:
        return
    if request.format in SCREENS:
        from .render import entries as pages

        labels, detail = ref.labels(), pages.Detail(full, sources)
        page = [block for entry in found for block in pages.page(entry, labels, detail)]
        _page(page, request, health=True)
    else:
        _data(found[0] if alone else tuple(found), _entry_rows(found, request), request)


def bibliography(found: Sequence[Sequence[answers.Source]], style: Style, request: Request) -> None:
    """Write the sources of some entries, each once, in the order of a reference list; to be read on a terminal."""
    sources = sorted({source.id: source for one in found for source in one}.values(), key=lambda one: one.citation)
    if not sources:
        return
    if style is Style.TEXT and request.output is None and sys.stdout is not None and sys.stdout.isatty():
        from .render import entries

        _page([entries.reference_list(sources)], request, health=False)
        return
    from .render.bibliography import STYLES

    write([STYLES[style.value](sources).encode()], request.output)


def _entry_rows(found: Sequence[answers.Entry], request: Request) -> Iterable[msgspec.Struct]:
    """Return the rows of entries: their links, or, of references, the sources."""
    if request.format not in (Format.CSV, Format.TSV):
        return ()
    references = [entry.source for entry in found if isinstance(entry, answers.ReferenceEntry)]
    if references and len(references) < len(found):
        raise Failure("references and other entries have different columns; ask for them apart", WRONG_USAGE)
    links: list[answers.Link] = []
    for entry in found:
        if isinstance(entry, answers.CauseEntry | answers.GroupEntry | answers.ConditionEntry):
            links += [link for example in entry.examples for link in example.links]
        elif isinstance(entry, answers.ExampleEntry | answers.TransmitterEntry):
            links += entry.links
    if not references and not links:
        raise Failure("nothing found", NOTHING_FOUND)
    return references or links


def _data(answer: Any, table: Iterable[msgspec.Struct], request: Request) -> None:
    from .render import data

    if request.format is Format.JSON:
        write([data.json(answer)], request.output)
    elif request.format is Format.JSONL:
        write(data.json_lines(answer), request.output)
    else:
        write(data.table(table, "," if request.format is Format.CSV else "\t"), request.output)


def _pages() -> ModuleType:
    """Return the package of renderers with the modules that compose pages; loaded only when a page is wanted."""
    from . import render
    from .render import lists, web  # noqa: F401

    return render


def _page(page: Page, request: Request, *, health: bool) -> None:
    from .render.page import Paragraph, dim, text

    if health:
        page = [*page, Paragraph(text(dim(_disclaimer(request))))]
    if request.format is Format.MARKDOWN:
        from .render import markdown

        write([markdown.write(page).encode()], request.output)
        return
    from .render import terminal

    if request.format in (Format.SVG, Format.HTML):
        drawn = terminal.picture(page, terminal.width(), html=request.format is Format.HTML)
        write([drawn.encode()], request.output)
        return
    stream = None if request.output else sys.stdout
    screen = terminal.screen_for(stream, request.color)
    write([terminal.draw(page, screen).encode(screen.encoding, "replace")], request.output)


def _disclaimer(request: Request) -> str:
    return open_reference(request).info().disclaimer


# -- about the data ----------------------------------------------------------------------------------------------------


def validation(path: str | None, request: Request, *, strict: bool) -> None:
    """Check the dataset at *path*, or the one that the request names, and report; *strict*: also how it is written."""
    from . import source
    from .snapshot import shipped_dataset

    place = Path(path) if path is not None else request.data or shipped_dataset()
    try:
        files = [(_shown(file), source.fetch(file)) for file in source.find(place)]
    except source.Unreadable as error:
        raise Failure(str(error), BAD_DATASET) from None
    checked = source.read(files)
    problems = source.problems(checked, strict=strict)
    found = [answers.ProblemRow(**problem._asdict()) for problem in problems]
    counts = source.counts(checked)
    answer = answers.Validation(valid=not problems, path=plain(_shown(place)), problems=tuple(found), **counts)
    if request.format in SCREENS:
        from .render import lists

        if problems:
            write(["".join(f"{problem}\n" for problem in problems).encode()], request.output)
        else:
            _page(lists.validation(answer), request, health=False)
    else:
        _data(answer, found or (answer,), request)
    if problems:
        raise typer.Exit(BAD_DATASET)


def _shown(path: Path) -> str:
    """Write a path as short as it is clear: from the current folder, if it lies in it."""
    try:
        return str(path.resolve().relative_to(Path.cwd())) if path.is_absolute() else str(path)
    except (ValueError, OSError):
        return str(path)


def schema(name: str | None, request: Request) -> None:
    """Print one JSON Schema or all."""
    from . import schema as schemas

    if name is not None and name not in schemas.SHAPES:
        hint = suggestion(name, schemas.SHAPES) or f"; there is {', '.join(schemas.SHAPES)}"
        raise Failure(f"no schema named '{name[:60]}'{hint}", NOTHING_FOUND)
    disclaimer = open_reference(request).info().disclaimer
    found = schemas.schema(name, disclaimer) if name else schemas.all_schemas(disclaimer)
    write([msgspec.json.format(msgspec.json.encode(found), indent=2) + b"\n"], request.output)


def terms(name: str | None) -> tuple[answers.TermRow, ...]:
    """Return the words of one vocabulary, one word, or all."""
    from . import glossary

    rows = tuple(glossary.explained())
    if name is None:
        return rows
    found = glossary.find(name)
    if not found:
        vocabularies = list(dict.fromkeys(row.vocabulary for row in rows))
        hint = suggestion(name, [*vocabularies, *(row.term for row in rows)])
        hint = hint or f"; the vocabularies are {', '.join(vocabularies)}"
        raise Failure(f"no word or vocabulary '{plain(name)[:60]}'{hint}", NOTHING_FOUND)
    return found
