"""Draws a page with Rich: on a terminal as wide as it is, in a pipe without colour and never cut."""

from __future__ import annotations

import io
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.style import Style as RichStyle
from rich.table import Table as RichTable
from rich.text import Text

from ...model.names import plain
from ..page import (
    Block,
    Cell,
    Column,
    Inline,
    Items,
    Notes,
    Page,
    Pairs,
    Paragraph,
    Rule,
    Run,
    Section,
    Span,
    Table,
    Title,
    with_columns,
    without_rest,
)
from . import environment

PROSE_WIDTH = 96  # longer lines are hard to read
NARROWEST = 20
LEAST_REST = 40  # columns that a screen leaves before more is said in them
LABEL_WIDTH = 16
GAP = 2  # columns of space between the columns of a table
GLUE = "\ue000"  # a space at which Rich does not break; text from data never holds it

STYLES = {
    "plain": "",
    "strong": "bold",
    "dim": "dim",
    "bars": "",
    # Blue and orange are told apart by the colour-blind, on light and on dark grounds.
    "increase": "color(33)",
    "decrease": "color(166)",
    "mixed": "",
    "unchanged": "dim",
    "evidence-strong": "bold",
    "evidence-moderate": "",
    "evidence-limited": "dim",
    "evidence-preclinical": "dim",
    "evidence-contested": "magenta",
    "found": "bold cyan",
}

ASCII = {
    "↑": "^",
    "↓": "v",
    "↕": "^v",
    "→": "->",
    "·": "-",
    "…": "...",
    "—": "-",
    "–": "-",
    "“": '"',
    "”": '"',
    "’": "'",
    "▁": "_",
    "▂": ".",
    "▃": "-",
    "▄": "-",
    "▅": "=",
    "▆": "=",
    "▇": "#",
    "█": "#",
    "●": "*",
    "○": "-",
    "▲": "^^",
    "▼": "vv",
    "◆": "<>",
    "⇡": "(^)",
    "⇣": "(v)",
    "◇": "()",
    "⇄": "<->",
    "─": "-",
    "▓": "+",
    "▒": "=",
    "░": ".",
}


class Screen(NamedTuple):
    """What a page is drawn for: a terminal or not, how wide, with colour or not, in which encoding."""

    is_terminal: bool
    width: int
    color: bool
    encoding: str


def draw(page: Page, screen: Screen) -> str:
    """Draw *page* for *screen* and return the text."""
    out = io.StringIO()
    _print(page, screen, _console(screen, out))
    lines = (line.rstrip() for line in out.getvalue().replace(GLUE, " ").splitlines())
    return "\n".join(lines) + "\n"


def _console(screen: Screen, out: io.StringIO, *, record: bool = False) -> Console:
    return Console(
        file=out,
        record=record,
        width=max(screen.width, NARROWEST),
        height=25,  # Rich keeps to a width that it is told only beside a height, where TERM is dumb
        force_terminal=screen.color,
        color_system="256" if screen.color else None,
        no_color=not screen.color,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
        soft_wrap=False,
    )


def _print(page: Page, screen: Screen, console: Console) -> None:
    width = max(screen.width, NARROWEST)
    drawer = _Drawer(page, screen, width)
    above: Block | None = None
    for block in page:
        if _parted(above, block):
            console.print()
        console.width = width if screen.is_terminal else max(width, drawer.needed(block))
        console.print(drawer.block(block))
        above = block


def _parted(above: Block | None, block: Block) -> bool:
    """Whether an empty line stands between two blocks: not below what heads a block, but for a title above a table."""
    if isinstance(block, Notes) and isinstance(above, Table | Notes):
        return isinstance(above, Table) and len(block.lines) + len(block.typed) > 1
    if above is None or isinstance(above, Section) or (isinstance(above, Paragraph) and isinstance(block, Items)):
        return False
    return not isinstance(above, Title) or not isinstance(block, Paragraph)


def encodable(words: str, encoding: str) -> str:
    """Write *words* with what *encoding* has: arrows become ^ and v, accents fall off, the rest becomes ?."""
    words = plain(words)
    try:
        words.encode(encoding)
        return words
    except (UnicodeEncodeError, LookupError):
        pass
    out = []
    for character in words:
        try:
            character.encode(encoding)
            out.append(character)
        except (UnicodeEncodeError, LookupError):
            near = ASCII.get(character) or unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode()
            out.append(near or "?")
    return "".join(out)


class _Drawer:
    """Turns the blocks of a page into what Rich draws."""

    def __init__(self, page: Page, screen: Screen, width: int) -> None:
        self.page = page
        self.screen = screen
        self.width = width
        self.measured: dict[tuple[Column, ...], tuple[list[int], list[int]]] = {}
        self.dot = encodable(" · ", screen.encoding)

    # -- text --------------------------------------------------------------------------------------------------------

    def text(self, spans: Inline, *, whole: bool = False) -> Text:
        line = Text(no_wrap=whole, overflow="fold")
        for span in spans:
            line.append(encodable(span.text, self.screen.encoding), self.style(span))
        return line

    def style(self, span: Span) -> RichStyle:
        style = RichStyle.parse(STYLES[span.style])
        if span.link and self.screen.color and span.link.startswith(("http://", "https://")):
            style += RichStyle(link=span.link)
        return style

    def run(self, items: Sequence[Inline], mark: str = ",") -> Text:
        """Join pieces with a mark; a space inside a piece does not break it, as long as it fits a line."""
        line = Text(overflow="fold")
        for number, item in enumerate(items):
            if number:
                line.append(f"{mark} ", "dim")
            piece = self.text(item)
            if len(items) > 1 and cell_len(piece.plain) <= min(self.width - 4, 36):
                piece.plain = piece.plain.replace(" ", GLUE)
            line.append_text(piece)
        return line

    # -- blocks ------------------------------------------------------------------------------------------------------

    def block(self, block: Block) -> RenderableType:
        if isinstance(block, Title):
            return self.heading(block.text, block.note, "bold cyan")
        if isinstance(block, Section):
            return self.heading(block.text, block.note, "bold")
        if isinstance(block, Paragraph):
            return self.prose(self.text(block.text))
        if isinstance(block, Run):
            return self.prose(self.run(block.items, block.mark))
        if isinstance(block, Pairs):
            return self.pairs(block)
        if isinstance(block, Items):
            return self.items(block)
        if isinstance(block, Notes):
            return Group(*(self.prose(self.text((Span(line, "dim"),))) for line in (*block.lines, *block.typed)))
        if isinstance(block, Rule):
            return Text(encodable("─", self.screen.encoding) * min(self.width, PROSE_WIDTH), "dim")
        return self.table(block)

    def heading(self, words: str, note: str, style: str) -> Text:
        line = Text(overflow="fold")
        line.append(encodable(words, self.screen.encoding), style)
        if note:
            parts = encodable(note, self.screen.encoding).split(self.dot)
            whole = [part.replace(" ", GLUE) if len(part) <= self.width // 2 else part for part in parts]
            line.append(f"  {self.dot.join(whole)}", "dim")
        return line

    def prose(self, line: Text) -> RenderableType:
        return Padding(line, (0, max(0, self.width - PROSE_WIDTH), 0, 0)) if self.width > PROSE_WIDTH else line

    def pairs(self, block: Pairs) -> RenderableType:
        widest = max((cell_len(self.text(label).plain) for label, _ in block.rows), default=0)
        if self.width < 3 * LABEL_WIDTH:
            parts: list[RenderableType] = []
            for label, paragraphs in block.rows:
                parts.append(self.text(label))
                parts.extend(Padding(self.text(one), (0, 0, 0, 2)) for one in paragraphs)
            return Group(*parts)
        grid = RichTable.grid(padding=(0, 2, 0, 0), pad_edge=False)
        grid.add_column(min_width=min(widest, LABEL_WIDTH), max_width=LABEL_WIDTH + 8, overflow="fold")
        grid.add_column(max_width=PROSE_WIDTH - LABEL_WIDTH, overflow="fold")
        for label, paragraphs in block.rows:
            grid.add_row(self.text(label), Group(*(self.text(one) for one in paragraphs)))
        return grid

    def items(self, block: Items) -> RenderableType:
        grid = RichTable.grid(padding=(0, 1, 0, 0), pad_edge=False)
        grid.add_column(no_wrap=True, justify="right")
        grid.add_column(max_width=PROSE_WIDTH, overflow="fold")
        for number, item in enumerate(block.items, 1):
            mark = f"{number}." if block.numbered else self.dot.strip()
            grid.add_row(Text(mark, "dim"), self.text(item))
        return grid

    # -- tables ------------------------------------------------------------------------------------------------------

    def table(self, block: Table) -> RenderableType:
        block = self.trimmed(block)
        if block.sliced and self.needed(block) > self.width:
            return Group(*self.slices(block))
        if self.screen.is_terminal and self.needed(block) > self.width:
            return Group(*self.stacked(block))
        return self.drawn(block)

    def drawn(self, block: Table) -> RenderableType:
        headed = any(column.heading for column in block.columns)
        table = RichTable(
            box=None,
            pad_edge=False,
            show_edge=False,
            show_header=headed,
            padding=(0, self.gap(block), 0, 0),
            header_style="dim",
        )
        for column, width in zip(block.columns, self.fitted(block), strict=True):
            heading = encodable(column.heading, self.screen.encoding)
            table.add_column(heading, width=width, justify="right" if column.right else "left", overflow="fold")
        for row in block.rows:
            table.add_row(*(self.cell(one) for one in row))
        return table

    @staticmethod
    def gap(block: Table) -> int:
        """Return the columns of space between the columns of a table."""
        return 1 if block.dense else GAP

    def slices(self, block: Table) -> Iterator[RenderableType]:
        """Cut a table into several that fit, each with the first column."""
        least, natural = self.extents(block)
        first = max(least[0], min(natural[0], self.width // 3))
        start = 1
        while start < len(least):
            end, used = start, first
            while end < len(least) and (end == start or used + self.gap(block) + least[end] <= self.width):
                used += self.gap(block) + least[end]
                end += 1
            kept = [0, *range(start, end)]
            rows = [[row[number] for number in kept] for row in block.rows]
            yield Text() if start > 1 else Text(end="")
            yield self.drawn(block._replace(columns=[block.columns[number] for number in kept], rows=rows))
            start = end

    def trimmed(self, block: Table) -> Table:
        """Leave spare columns out where others would have to be wrapped, and cut a rest to the room that is left."""
        whole = without_rest(block)
        _, natural = self.extents(whole)
        left = self.width - sum(natural) - self.gap(block) * len(natural)
        if left >= LEAST_REST and len(whole.columns) < len(block.columns):
            pairs = [zip(block.columns, row, strict=True) for row in block.rows]
            cut = [[self.shortened(one, left) if column.rest else one for column, one in row] for row in pairs]
            return block._replace(rows=cut)
        if left + self.gap(block) >= 0:
            return whole
        return with_columns(whole, lambda column: not column.spare)

    def shortened(self, cell: Cell, room: int) -> Cell:
        """Cut what a cell says to the words that have *room* in one line."""
        said = " ".join(self.run(line).plain for line in cell.lines)
        if cell_len(said) > room:
            said = said[: said.rfind(" ", 0, room - 1)].rstrip(",;:") + "…"
        return Cell([[(Span(said, "dim"),)]])

    def cell(self, cell: Cell) -> RenderableType:
        lines = [self.run(line) for line in cell.lines]
        return lines[0] if len(lines) == 1 else Group(*lines)

    def stacked(self, block: Table) -> Iterator[RenderableType]:
        """Draw each row as its first cell and, indented below, the others line by line; some with their heading."""
        for row in block.rows:
            name, *others = row
            if any(self.run(line).plain for line in name.lines):
                yield self.cell(name)
            for number in range(max((len(cell.lines) for cell in others), default=0)):
                line = Text(overflow="fold")
                for column, cell in zip(block.columns[1:], others, strict=True):
                    drawn = self.run(cell.lines[number]) if number < len(cell.lines) else Text()
                    if drawn.plain:
                        named = column.right or column.labelled
                        label = Text(f"{encodable(column.heading, self.screen.encoding)} " if named else "", "dim")
                        line.append("  " if line.plain else "").append_text(label).append_text(drawn)
                if line.plain:
                    yield Padding(line, (0, 0, 0, 2))

    def fitted(self, block: Table) -> list[int]:
        """Share the width out: every column gets what it cannot do without, and of the rest by what it could use."""
        least, natural = self.extents(block)
        room = max(self.width, self.needed(block)) - self.gap(block) * (len(least) - 1)
        if sum(natural) <= room:
            left = room - sum(natural)
            return [wide + left * column.rest for column, wide in zip(block.columns, natural, strict=True)]
        spare, wishes = room - sum(least), sum(natural) - sum(least)
        return [low + (high - low) * spare // wishes for low, high in zip(least, natural, strict=True)]

    def extents(self, block: Table) -> tuple[list[int], list[int]]:
        """Return the least and the natural width of each column, alike for all tables with the same columns.

        The least is the longest word, or in a whole column the longest line; the natural one is the longest line.
        """
        columns = tuple(block.columns)
        if columns not in self.measured:
            rows = [row for one in self.page if isinstance(one, Table) for row in self.rows_of(one, columns)]
            self.measured[columns] = self.measure(columns, rows or block.rows)
        return self.measured[columns]

    @staticmethod
    def rows_of(block: Table, columns: Sequence[Column]) -> list[list[Cell]]:
        """Return the rows of a table, reduced to some of its columns; none if it does not have them all."""
        if not set(columns) <= set(block.columns):
            return []
        kept = [list(block.columns).index(column) for column in columns]
        return [[row[number] for number in kept] for row in block.rows]

    def measure(self, columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> tuple[list[int], list[int]]:
        least, natural = [], []
        for number, column in enumerate(columns):
            told = () if column.rest else rows
            lines = [column.heading, *(self.run(line).plain for row in told for line in row[number].lines)]
            longest = max(cell_len(line) for line in lines)
            word = max(cell_len(piece) for line in lines for piece in line.split(" "))
            natural.append(longest)
            least.append(longest if column.whole else word)
        return least, natural

    def needed(self, block: Block) -> int:
        """Return the least width at which no word of a table is cut."""
        if not isinstance(block, Table):
            return 0
        least, _ = self.extents(self.trimmed(block))
        return sum(least) + self.gap(block) * (len(least) - 1)


def screen_for(stream: object, color: str) -> Screen:
    """Look at the stream that a page goes to. *color* is auto, always or never, and outranks the environment."""
    is_terminal = bool(getattr(stream, "isatty", lambda: False)())
    wanted = environment.wants_color(is_terminal) if color == "auto" else color == "always"
    if wanted and is_terminal and sys.platform == "win32":
        import ctypes  # a console there obeys escape sequences (4) beside what it always does (3) only when told to

        ctypes.windll.kernel32.SetConsoleMode(ctypes.windll.kernel32.GetStdHandle(-11), 7)
    encoding = getattr(stream, "encoding", None) or "utf-8"
    return Screen(is_terminal, environment.width(), wanted, encoding)
