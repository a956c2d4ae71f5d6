"""Draws a page with Rich: on a terminal as wide as it is, in a pipe without colour and never cut."""

from __future__ import annotations

import io
import math
import re
import sys
from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.style import Style as RichStyle
from rich.table import Table as RichTable
from rich.text import Text

from ...model.vocabularies import ARROWS
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
    filled,
    rows_with,
    with_columns,
    without_rest,
)
from .environment import Screen
from .letters import GLUE, encodable, finished, jointed, parts, together
from .widths import HANG, LEAST_REST, LINES, Extents, before_rest, widths_of

PROSE_WIDTH = 96  # longer lines are hard to read
NARROWEST = 20
LABEL_WIDTH = 16
GAP = 2  # columns of space between the columns of a table
LONGEST_KEPT = 36  # letters of a piece that stays in one line
LONG_WORD = 20  # letters, from which on a word of a table may break at its joints
CRAMPED = 16  # columns, with less of which words stand one below the other
USUAL = 0.8  # of a column's lines, which its usual width holds; the few others are wrapped before all gets narrow

STYLES = {
    "plain": "",
    "strong": "bold",
    "dim": "dim",
    "bars": "",
    # Blue and orange are told apart by the colour-blind, on light and on dark grounds.
    "increase": "color(33)",
    "decrease": "color(166)",
    "increase-faint": "color(67)",
    "decrease-faint": "color(137)",
    "mixed": "",
    "unchanged": "dim",
    "evidence-strong": "bold",
    "evidence-moderate": "",
    "evidence-limited": "dim",
    "evidence-preclinical": "dim",
    "evidence-contested": "magenta",
    "found": "bold cyan",
}

COUNTED = ("increase", "decrease", "mixed", "unchanged")


def draw(page: Page, screen: Screen) -> str:
    """Draw *page* for *screen* and return the text."""
    out = io.StringIO()
    print_page(page, screen, console_for(screen, out))
    return "".join(f"{finished(line)}\n" for line in out.getvalue().split("\n")[:-1])


def console_for(screen: Screen, out: io.StringIO, *, record: bool = False) -> Console:
    """Make a console that writes to *out* what *screen* can show; one that can *record* it exports it, too."""
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


def print_page(page: Page, screen: Screen, console: Console) -> None:
    """Print *page* on a *console* made for *screen*, block by block."""
    width = max(screen.width, NARROWEST)
    drawer = _Drawer(page, screen, width, console)
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


def _clings(span: Span) -> bool:
    """Whether a piece is a sign of evidence or a count, which alone at the beginning of a line says little."""
    return span.style.startswith("evidence-") or (span.style in COUNTED and span.text[1:].isdecimal())


def _is_way(piece: Inline) -> bool:
    """Whether a piece is an arrow and what goes that way, without a second, which would seem a part of the first."""
    return bool(piece) and [number for number, span in enumerate(piece) if span.text in ARROWS.values()] == [0]


def _is_sign(cell: Cell) -> bool:
    return all(len(line) == len(line[0]) == 1 and _clings(line[0][0]) for line in cell.lines if line and line[0])


class _Drawer:
    """Turns the blocks of a page into what Rich draws."""

    def __init__(self, page: Page, screen: Screen, width: int, console: Console) -> None:
        self.page = page
        self.screen = screen
        self.width = width
        self.console = console
        self.measured: dict[tuple[Column, ...], Extents] = {}
        self.widths: dict[tuple[tuple[Column, ...], int], list[int]] = {}
        self.dot = encodable(" · ", screen.encoding)

    # -- text --------------------------------------------------------------------------------------------------------

    def text(self, spans: Inline, room: int | None = None, *, listed: bool = False) -> Text:
        """Write *spans*, each in its style."""
        line = Text(overflow="fold")
        for words, span in self.words(spans, room or self.width, listed=listed):
            line.append(words, self.style(span))
        return line

    def words(self, spans: Inline, room: int, *, listed: bool = False) -> Iterator[tuple[str, Span]]:
        """Yield *spans* with their words as they break; one that is longer than the *room* breaks at its joints.

        A sign of evidence, a count and a dot stay with what is before them, an arrow with what is behind it; in a list
        (*listed*) what leads somewhere, such as a DOI, stays whole.
        """
        for before, span, after in zip((None, *spans), spans, (*spans[1:], None), strict=False):
            words = jointed(together(encodable(span.text, self.screen.encoding)), room)
            if listed and (span.link or span.whole):
                words = self.kept(words)
            if after and words.endswith(" ") and _clings(after):
                words = words[:-1] + GLUE
            words = words.replace(self.dot, f"{GLUE}{self.dot[1:]}")
            if words.startswith(" ") and before and before.text in ARROWS.values():
                words = GLUE + words[1:]
            yield words, span

    def style(self, span: Span) -> RichStyle:
        style = RichStyle.parse(STYLES[span.style])
        if span.link and self.screen.color and span.link.startswith(("http://", "https://")):
            style += RichStyle(link=span.link)
        return style

    def run(self, items: Sequence[Inline], mark: str = ",", room: int | None = None) -> Text:
        """Join pieces with a mark; a space inside a piece does not break it, as long as it fits a line."""
        if len(items) == 1:
            return self.text(items[0], room)
        line = Text(overflow="fold")
        for number, item in enumerate(items):
            if number:
                line.append(f"{mark} ", "dim")
            piece = self.text(item, room)
            piece.plain = self.kept(piece.plain)
            line.append_text(piece)
        return line

    def plain(self, items: Sequence[Inline]) -> str:
        """Join pieces as `run` does, into one line of any length: what is only measured needs no style."""
        pieces = ["".join(words for words, _ in self.words(item, sys.maxsize)) for item in items]
        return ", ".join(map(self.kept, pieces)) if len(pieces) > 1 else "".join(pieces)

    def kept(self, words: str) -> str:
        """Keep a few *words* in one line."""
        return words.replace(" ", GLUE) if cell_len(words) <= min(self.width - 4, LONGEST_KEPT) else words

    def in_parts(self, words: str, longest: int) -> str:
        """Write *words* so that they break rather between their parts, with dots between, than inside those."""
        told = jointed(together(encodable(words, self.screen.encoding)), self.width).split(self.dot)
        kept = (part.replace(" ", GLUE) if cell_len(part) <= longest else part for part in told)
        return f"{GLUE}{self.dot[1:]}".join(kept)

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
            lines = (self.in_parts(line, min(self.width, PROSE_WIDTH) - 2) for line in (*block.lines, *block.typed))
            return Group(*(self.prose(Text(line, "dim", overflow="fold")) for line in lines))
        if isinstance(block, Rule):
            return Text(encodable("─", self.screen.encoding) * min(self.width, PROSE_WIDTH), "dim")
        return self.table(block)

    def heading(self, words: str, note: str, style: str) -> Text:
        line = Text(overflow="fold")
        line.append(jointed(encodable(words, self.screen.encoding), self.width), style)
        if note:
            line.append(f"  {self.in_parts(note, self.width // 2)}", "dim")
        return line

    def prose(self, line: Text) -> RenderableType:
        return Padding(line, (0, max(0, self.width - PROSE_WIDTH), 0, 0)) if self.width > PROSE_WIDTH else line

    def pairs(self, block: Pairs) -> RenderableType:
        widest = max((cell_len(self.text(label).plain) for label, _ in block.rows), default=0)
        if self.width < 3 * LABEL_WIDTH:
            blocks: list[RenderableType] = []
            for label, paragraphs in block.rows:
                blocks.append(self.text(label))
                blocks.extend(Padding(self.text(one, self.width - 2, listed=True), (0, 0, 0, 2)) for one in paragraphs)
            return Group(*blocks)
        grid = RichTable.grid(padding=(0, 2, 0, 0), pad_edge=False)
        most = LABEL_WIDTH + 8
        grid.add_column(min_width=min(widest, LABEL_WIDTH), max_width=most, overflow="fold")
        grid.add_column(max_width=PROSE_WIDTH - LABEL_WIDTH, overflow="fold")
        room = min(self.width - min(widest, most) - GAP, PROSE_WIDTH - LABEL_WIDTH)
        for label, paragraphs in block.rows:
            name = self.text(label, most)
            beside = Group(*(self.text(one, room, listed=True) for one in paragraphs))
            grid.add_row(Group(*self.hanging(name, most)) if _is_way(label) else name, beside)
        return grid

    def items(self, block: Items) -> RenderableType:
        grid = RichTable.grid(padding=(0, 1, 0, 0), pad_edge=False)
        grid.add_column(no_wrap=True, justify="right")
        grid.add_column(max_width=PROSE_WIDTH, overflow="fold")
        for number, item in enumerate(block.items, 1):
            mark = f"{number}." if block.numbered else self.dot.strip()
            grid.add_row(Text(mark, "dim"), self.text(item, min(self.width - 5, PROSE_WIDTH), listed=True))
        return grid

    # -- tables ------------------------------------------------------------------------------------------------------

    def table(self, block: Table) -> RenderableType:
        block = self.trimmed(block)
        fits = self.needed(block) <= self.width
        if block.sliced and not fits and not (block.columns[-1].labelled and self.width < 3 * LABEL_WIDTH):
            return Group(*self.slices(block))
        if self.screen.is_terminal and (not fits or self.cramped(block)):
            return Group(*self.stacked(block))
        return self.drawn(block)

    def cramped(self, block: Table) -> bool:
        """Whether a narrow screen leaves a column so little that its words stand one below the other."""
        if self.width >= 3 * LABEL_WIDTH:
            return False
        widths = zip(self.fitted(block), self.extents(block).longest, strict=True)
        return any(width < min(CRAMPED, natural) for width, natural in widths)

    def drawn(self, block: Table) -> RenderableType:
        widths = self.fitted(block)
        drawn: list[RenderableType] = []
        table = self.framed(block, widths, headed=any(column.heading for column in block.columns))
        for rows in self.by_name(block.rows):
            cells = [[self.cell(one, width) for one, width in zip(row[1:], widths[1:], strict=True)] for row in rows]
            name = self.hung(rows[0][0], widths[0])
            if len(name) > LINES and len(rows[0][0].lines) == 1 and any(map(filled, rows[0][1:])):
                above = self.hung(rows[0][0], self.width)
                below = [
                    [self.cell(one, width, 1) for one, width in zip(rows[0][1:], widths[1:], strict=True)],
                    *cells[1:],
                ]
                if len(above) + self.height(below, widths[1:]) < len(name):
                    drawn += [table, *above]
                    table, name, cells = self.framed(block, widths), [], below
            for row in cells[:-1]:
                beside = self.height([row], widths[1:]) if len(name) > 1 else len(name)
                table.add_row(Group(*name[:beside]), *row)
                name = name[beside:]
            table.add_row(Group(*name), *cells[-1])
        return Group(*drawn, table)

    def by_name(self, rows: Sequence[Sequence[Cell]]) -> list[list[Sequence[Cell]]]:
        """Put rows that have no name to the one above that has; its next lines stand beside them."""
        grouped: list[list[Sequence[Cell]]] = []
        for row in rows:
            if filled(row[0]) or not grouped:
                grouped.append([row])
            else:
                grouped[-1].append(row)
        return grouped

    def height(self, rows: Sequence[Sequence[RenderableType]], widths: Sequence[int]) -> int:
        """Count the lines that rows take in columns of such *widths*."""
        lines, at = self.console.render_lines, self.console.options.update
        beside = [zip(row, widths, strict=True) for row in rows]  # nothing, in a table of one column
        return sum(max([1, *(len(lines(one, at(width=width))) for one, width in row)]) for row in beside)

    def framed(self, block: Table, widths: Sequence[int], *, headed: bool = False) -> RichTable:
        """Make the columns of a table, as wide as they become."""
        table = RichTable(
            box=None,
            pad_edge=False,
            show_edge=False,
            show_header=headed,
            padding=(0, self.gap(block), 0, 0),
            header_style="dim",
        )
        for column, width in zip(block.columns, widths, strict=True):
            heading = jointed(encodable(column.heading, self.screen.encoding), width)
            table.add_column(heading, width=width, justify="right" if column.right else "left", overflow="fold")
        return table

    def hung(self, cell: Cell, width: int) -> list[RenderableType]:
        """Draw a name line by line, those after the first a little further in, so that none reads as another name."""
        lines = [self.run(line, room=width) for line in cell.lines]
        return [*lines] if len(lines) > 1 else self.hanging(lines[0], width)

    def hanging(self, line: Text, width: int) -> list[RenderableType]:
        if cell_len(line.plain) <= width:
            return [line]
        hang = HANG if max(map(cell_len, line.plain.split())) <= width - HANG else 0
        line.plain = re.sub(r"(?<=\w) (?=\w(?![\w-]))", GLUE, line.plain)  # a lone number or letter is part of a word
        first, *others = line.wrap(self.console, width - hang)
        return [first, *(Padding(line, (0, 0, 0, hang)) for line in others)]

    @staticmethod
    def gap(block: Table) -> int:
        """Return the columns of space between the columns of a table."""
        return 1 if block.dense else GAP

    def slices(self, block: Table) -> Iterator[RenderableType]:
        """Cut a table into several that fit, each with the first column."""
        least, _, longest, _ = self.extents(block)
        first = max(least[0], min(longest[0], self.width // 3))
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
        gaps = self.gap(block) * len(whole.columns)
        _, usual, longest, _ = self.extents(whole)
        left = self.width - gaps - sum(before_rest(usual, longest, self.width - gaps))
        if left >= LEAST_REST and len(whole.columns) < len(block.columns):
            pairs = [zip(block.columns, row, strict=True) for row in block.rows]
            cut = [[self.shortened(one, left) if column.rest else one for column, one in row] for row in pairs]
            return block._replace(rows=cut)
        if left + self.gap(block) >= 0:
            return whole
        return with_columns(whole, lambda column: not column.spare)

    def shortened(self, cell: Cell, room: int) -> Cell:
        """Cut what a cell says to the words that have *room* in one line."""
        said = " ".join(map(self.plain, cell.lines))
        if cell_len(said) > room:
            said = said[: said.rfind(" ", 0, room - 1)].rstrip(",;:") + "…"
        return Cell([[(Span(said, "dim"),)]])

    def cell(self, cell: Cell, room: int, most: int = LINES) -> RenderableType:
        lines = self.lines(cell, room, most)
        if len(lines) == len(cell.lines[0]) == 1 and _is_way(cell.lines[0][0]) and cell_len(lines[0].plain) > room:
            return Group(*self.hanging(lines[0], room))  # beside its arrow, as it stands where it begins a row
        return lines[0] if len(lines) == 1 else Group(*lines)

    def lines(self, cell: Cell, room: int, most: int = LINES) -> list[Text]:
        """Write the lines of a cell, or what it says in short where all would take more than the *most* of the *room*.

        A name above its row has taken one already.
        """
        lines = [self.run(line, room=room) for line in cell.lines]
        if cell.short and cell_len(lines[0].plain) > room and len(self.hanging(lines[0].copy(), room)) > most:
            return [self.text(cell.short, room)]
        return lines

    def stacked(self, block: Table) -> Iterator[RenderableType]:
        """Draw each row as its first cell and, indented below, the others line by line; some with their heading."""
        for row in block.rows:
            name, *others = row
            if filled(name):
                yield from self.hung(name, self.width)
            told = [self.lines(cell, self.width - 2) for cell in others]
            for number in range(max(map(len, told), default=0)):
                line = Text(overflow="fold")
                for column, cell, lines in zip(block.columns[1:], others, told, strict=True):
                    if number < len(lines) and (drawn := lines[number]).plain:
                        named = (column.right or column.labelled) and column.heading
                        label = f"{self.kept(encodable(column.heading, self.screen.encoding))}{GLUE}" if named else ""
                        space = (GLUE if _is_sign(cell) else " ") * GAP
                        line.append(space if line.plain else "").append(label, "dim")
                        if column.whole:
                            drawn.plain = self.kept(drawn.plain)
                        line.append_text(drawn)
                if line.plain:
                    yield Padding(line, (0, 0, 0, 2))

    def fitted(self, block: Table) -> list[int]:
        """Share the width out: every column gets what it cannot do without, then what it usually uses, then more."""
        extents = self.extents(block)
        room = max(self.width, self.needed(block)) - self.gap(block) * (len(block.columns) - 1)
        rest = [number for number, column in enumerate(block.columns) if column.rest]
        shared = (tuple(block.columns), room)  # by all tables with the same columns
        if shared not in self.widths:
            self.widths[shared] = widths_of(extents, room, rest[0] if rest else None)
        return self.widths[shared]

    def extents(self, block: Table) -> Extents:
        """Measure the columns of a table, alike for all tables with the same columns."""
        columns = tuple(block.columns)
        if columns not in self.measured:
            rows = [row for one in self.page if isinstance(one, Table) for row in rows_with(columns, one)]
            self.measured[columns] = self.measure(columns, rows or block.rows)
        return self.measured[columns]

    def measure(self, columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> Extents:
        extents = Extents([], [], [], [])
        of_columns = []
        for number, column in enumerate(columns):
            told = () if column.rest else rows
            cells = [[self.plain(line) for line in row[number].lines] for row in told]
            lines = [column.heading, *(line for cell in cells for line in cell if line)]  # not those that go on
            of_columns.append([max(map(cell_len, cell), default=0) for cell in cells])
            widths = sorted(map(cell_len, lines))
            longest = LONG_WORD if self.screen.is_terminal else max(widths)  # what reads a pipe looks for whole words
            least = max(cell_len(part) for line in lines for part in parts(line, longest))
            extents.least.append(widths[-1] if column.whole else least)
            extents.usual.append(widths[-1] if column.whole else max(least, widths[math.ceil(len(widths) * USUAL) - 1]))
            extents.longest.append(widths[-1])
        extents.lengths.extend(zip(*of_columns, strict=False))
        return extents

    def needed(self, block: Block) -> int:
        """Return the least width at which no word of a table is cut."""
        if not isinstance(block, Table):
            return 0
        least = self.extents(self.trimmed(block)).least
        return sum(least) + self.gap(block) * (len(least) - 1)
