"""A page: what a screen, a Markdown text or a web page says, before it is drawn as either.

Pages are made from answers (``entries.py``, ``lists.py``), and drawn by ``terminal.py``, ``markdown.py``, ``html.py``.
Styles say what a piece of text *is*; how that looks is the drawer's business.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple, Protocol

Style = Literal[
    "plain", "strong", "dim", "bars", "increase", "decrease", "mixed", "unchanged", "increase-faint",
    "decrease-faint", "found",
    "evidence-strong", "evidence-moderate", "evidence-limited", "evidence-preclinical", "evidence-contested",
]  # fmt: skip


class Span(NamedTuple):
    """A piece of text in one style; *link* is the web address behind it.

    *to* says which entry or link the text names, by its id, or which links: of ``inflammation.serotonin`` those of that
    cause to that transmitter. A drawer that knows where they stand leads there. A *whole* one stays in one line of
    prose if it can.
    """

    text: str
    style: Style = "plain"
    link: str | None = None
    to: str = ""
    whole: bool = False


Inline = tuple[Span, ...]


class Title(NamedTuple):
    """What the page is about, and a short *note* beside it."""

    text: str
    note: str = ""


class Section(NamedTuple):
    """A heading inside a page, with a short *note* beside it; an *inner* one stands below the section before it."""

    text: str
    note: str = ""
    inner: bool = False


class Paragraph(NamedTuple):
    """A paragraph."""

    text: Inline


class Pairs(NamedTuple):
    """Labels, each with the paragraphs that belong to it, in two columns."""

    rows: Sequence[tuple[Inline, Sequence[Inline]]]


class Items(NamedTuple):
    """A list, each item on lines of its own; a *numbered* list is drawn with numbers."""

    items: Sequence[Inline]
    numbered: bool = False


class Run(NamedTuple):
    """Short pieces in one paragraph with a mark between them; none is broken over two lines if it can be helped."""

    items: Sequence[Inline]
    mark: str = ","


class Column(NamedTuple):
    """A table's column.

    A *whole* one is never wrapped; numbers are set to the *right*; a *spare* one is left out where room is short; a
    *labelled* one keeps its heading where there is no room for columns, as numbers do; what stands in a *rest* one is
    cut to the room that all others leave, and only a screen that leaves much has it; a *typed* one has what
    to type. *to* is the id of the entry that the heading names, *name* what it is short for.
    """

    heading: str
    whole: bool = False
    right: bool = False
    spare: bool = False
    labelled: bool = False
    rest: bool = False
    typed: bool = False
    to: str = ""
    name: str = ""


class Cell(NamedTuple):
    """What stands in a table's cell: one or more lines, each of them pieces with commas between them.

    In a heat map *shade* says which way the cell leans and how heavily: ``increase heavy``. *short* is what a screen
    says where all of it would take more than two lines.
    """

    lines: Sequence[Sequence[Inline]]
    shade: str = ""
    short: Inline = ()


class Table(NamedTuple):
    """Rows under headings; without any heading, rows alone. Where there is no room, each row is drawn as a small block.

    A *sliced* table is cut into several instead, each with the first column and as many others as there is room for.
    In a *dense* one the columns stand close.
    """

    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    sliced: bool = False
    dense: bool = False


class Notes(NamedTuple):
    """Lines that stand back: what ends a page, or says what a table leaves out; *typed* ones say what to type next."""

    lines: Sequence[str]
    typed: Sequence[str] = ()


class Rule(NamedTuple):
    """A line between two answers."""


Block = Title | Section | Paragraph | Pairs | Items | Run | Table | Notes | Rule
Page = Sequence[Block]


class Places(Protocol):
    """Where entries and links stand."""

    def address(self, to: str) -> str | None:
        """Return the address of the entry or link of that id, if it stands anywhere else than here."""

    def anchor(self, to: str) -> str:
        """Return the name of the place on this page that tells the link of that id; empty if it is told elsewhere."""


def without_rest(table: Table) -> Table:
    """Return a *table* without what only fills wide screens."""
    return with_columns(table, lambda column: not column.rest)


def with_columns(table: Table, wanted: Callable[[Column], bool]) -> Table:
    """Return a *table* with no other columns than are *wanted*."""
    kept = [number for number, column in enumerate(table.columns) if wanted(column)]
    rows = [[row[number] for number in kept] for row in table.rows]
    return table._replace(columns=[table.columns[number] for number in kept], rows=rows)


def without_empty(table: Table) -> Table:
    """Return a *table* without the columns in which nothing stands."""
    kept = [column for number, column in enumerate(table.columns) if any(filled(row[number]) for row in table.rows)]
    return with_columns(table, kept.__contains__)


def filled(cell: Cell) -> bool:
    """Whether anything stands in a cell."""
    return any(span.text for line in cell.lines for piece in line for span in piece)


def rows_with(columns: Sequence[Column], table: Table) -> list[list[Cell]]:
    """Return the rows of a *table*, reduced to some of its *columns*; none if it does not have them all."""
    if not set(columns) <= set(table.columns):
        return []
    kept = [list(table.columns).index(column) for column in columns]
    return [[row[number] for number in kept] for row in table.rows]


def for_readers(table: Table) -> Table:
    """Leave out of a *table* what is to be typed and what fills wide screens; each row, which may be sieved, is named.

    What fills a screen is told whole where a row leads to. The first column that is left names the rows, so none spares
    it.
    """
    table = with_columns(table, lambda column: not (column.typed or column.rest))
    first, *others = table.columns
    table = table._replace(columns=[first._replace(spare=False), *others])
    rows: list[Sequence[Cell]] = []
    for row in table.rows:
        unnamed = rows and not filled(row[0])
        rows.append([rows[-1][0], *row[1:]] if unnamed else row)
    return table._replace(rows=rows)


def text(*parts: str | Span) -> Inline:
    """Join strings and spans to one inline text."""
    return tuple(part if isinstance(part, Span) else Span(part) for part in parts if part)


def cell(*parts: str | Span) -> Cell:
    """Make a cell of one line that is one piece."""
    return Cell(((text(*parts),),))


def dim(words: str, to: str = "") -> Span:
    """Make a span that stands back."""
    return Span(words, "dim", to=to)


def strong(words: str, to: str = "") -> Span:
    """Make a span that stands out."""
    return Span(words, "strong", to=to)


def named(name: str, to: str) -> Span:
    """Make a span that names an entry or a link."""
    return Span(name, to=to)
