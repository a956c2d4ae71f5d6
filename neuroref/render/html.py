"""Draws a page as HTML: headings, lists and tables that mean what they are, complete without script or style sheet.

Whatever a sign says is said in words too, to those who do not see it. Where entries and links stand is told by
*places*: a single page stands alone, the pages of a site lead to one another.
"""

from __future__ import annotations

import html
import re
from collections.abc import Container, Iterator, Sequence
from functools import cache
from itertools import chain, count
from pathlib import Path
from string import Template
from typing import NamedTuple

from ..model.names import plain
from ..model.records import assert_never
from ..model.vocabularies import WAYS
from .page import (
    Block,
    Cell,
    Column,
    Inline,
    Items,
    Notes,
    Page,
    Pairs,
    Paragraph,
    Places,
    Rule,
    Run,
    Section,
    Span,
    Table,
    Title,
    for_readers,
)

SAID = {
    **dict.fromkeys("↑▲⇡", "more"),
    **dict.fromkeys("↓▼⇣", "less"),
    **dict.fromkeys("↕◆◇", "both ways"),
    "=": "no change",
}  # what a sign of direction says
WEIGHED = {"heavy": "strong evidence", "plain": "moderate evidence", "faint": "weaker evidence"}
WIDE = 5  # columns that a telephone has no room for
MANY = 20  # items that stand in columns
DESCRIBED = 200  # characters of a page's description


class Alone:
    """The places of a page that stands alone: its own links, and nothing else."""

    def address(self, to: str) -> str | None:
        """Return none: there is no other page."""

    def anchor(self, to: str) -> str:
        """Return the id of a link."""
        return to if to.count(".") > 1 else ""


class Drawn(NamedTuple):
    """A page as HTML: its *title* and a *description* as text, its *body*, its *parts* (name and anchor)."""

    title: str
    description: str
    body: str
    parts: Sequence[tuple[str, str]]


def escape(words: str) -> str:
    """Write *words* as text of HTML, on which nothing acts."""
    return html.escape(plain(words))


def alone(page: Page, title: str = "neuroref") -> str:
    """Write *page* as a document that needs no other file; under a *title*, where it has none."""
    headed = any(isinstance(block, Title) for block in page)
    drawn = draw(page if headed else [Title(title), *page], Alone())
    return document(drawn, f"<style>\n{asset('site.css')}</style>")


def document(drawn: Drawn, head: str, header: str = "", footer: str = "") -> str:
    """Write a whole HTML document."""
    return _template().substitute(
        title=escape(drawn.title),
        description=escape(drawn.description),
        head=head,
        header=header,
        main=drawn.body,
        footer=footer,
    )


@cache
def _template() -> Template:
    return Template(asset("page.html"))


@cache
def asset(name: str) -> str:
    """Return a file that lies beside the program: the frame of a document, the style sheet, the script."""
    return place(name).read_text("utf-8")


def place(name: str) -> Path:
    """Return where a file lies beside the program."""
    return Path(__file__).parent / "web" / name


def place_for(words: str, taken: Container[str]) -> str:
    """Return a name for the place on a page where *words* stand, that none of the *taken* places has."""
    stem = "-".join(re.findall(r"[a-z0-9]+", words.lower())) or "part"
    return next(one for one in chain((stem,), (f"{stem}-{number}" for number in count(2))) if one not in taken)


def draw(page: Page, places: Places) -> Drawn:
    """Draw *page* as HTML."""
    return _Drawer(places).page([for_readers(block) if isinstance(block, Table) else block for block in page])


def described(page: Page) -> str:
    """Return the first words of a page below its title, as plain text."""
    said: list[str] = []
    for block in page:
        said += _said(block)
        if sum(map(len, said)) > DESCRIBED // 3 and isinstance(block, Paragraph | Table | Pairs | Items):
            break
    whole = " ".join(" ".join(said).split())
    return whole if len(whole) <= DESCRIBED else whole[:DESCRIBED].rpartition(" ")[0].rstrip(",;:.") + " …"


def _said(block: Block) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield _spoken(block.text)
    elif isinstance(block, Items | Run):
        yield ", ".join(map(_spoken, block.items[:6])) + "."
    elif isinstance(block, Pairs):
        yield from (f"{_spoken(label)}: {_spoken(paragraphs[0])}" for label, paragraphs in block.rows)
    elif isinstance(block, Table):
        for row in block.rows[:3]:
            cells = (" ".join(_spoken(piece) for line in cell.lines for piece in line) for cell in row)
            yield ", ".join(cell for cell in cells if cell) + "."


def _spoken(spans: Inline) -> str:
    """Write a line with words for its signs."""
    return "".join(
        span.style.removeprefix("evidence-")
        if span.style.startswith("evidence-")
        else "".join(SAID.get(one, one) for one in span.text)
        if span.style in WAYS
        else span.text
        for span in spans
    )


class _Drawer:
    """Turns the blocks of a page into HTML."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self.title = ""
        self.level = 1  # of the title above
        self.at = 0  # the level of the heading above
        self.parts: list[tuple[str, str]] = []
        self.heading = ""

    def page(self, page: Page) -> Drawn:
        body = "\n".join(self.block(block) for block in page)
        return Drawn(self.title, described(page), body, self.parts)

    def block(self, block: Block) -> str:
        match block:
            case Title():
                return self.titled(block)
            case Section():
                return self.section(block)
            case Paragraph():
                return f"<p>{self.inline(block.text)}</p>"
            case Pairs():
                return self.pairs(block)
            case Items():
                kind = "ol" if block.numbered else "ul"
                many = ' class="many"' if kind == "ul" and len(block.items) >= MANY else ""
                items = "".join(f"<li>{self.inline(one)}</li>\n" for one in block.items)
                return f"<{kind}{many}>\n{items}</{kind}>"
            case Run():
                return f"<p>{self.run(block.items, block.mark)}</p>"
            case Table():
                return self.table(block)
            case Notes():
                return f'<p class="notes">{"<br>".join(map(escape, block.lines))}</p>' if block.lines else ""
            case Rule():
                return "<hr>"
            case _:
                assert_never(block)

    # -- headings ----------------------------------------------------------------------------------------------------

    def titled(self, block: Title) -> str:
        """Write a title; of several answers on one page the first heads it."""
        self.level = 2 if self.title else 1
        self.title = self.title or block.text
        return self.headed(self.level, block.text, block.note, self.part(block.text) if self.level > 1 else "")

    def section(self, block: Section) -> str:
        first = not self.parts or self.level > 1
        level = self.level + (2 if block.inner and not first else 1)
        return self.headed(level, block.text, block.note, self.part(block.text) if level == 2 else "")

    def headed(self, level: int, words: str, note: str, anchor: str) -> str:
        self.heading, self.at = words, level
        at = f' id="{anchor}"' if anchor else ""
        beside = f' <small class="note">{escape(note)}</small>' if note else ""
        return f"<h{level}{at}>{escape(words)}{beside}</h{level}>"

    def part(self, words: str) -> str:
        """Name a part of the page, so that an address leads to it; its name has no dot, as those of links have."""
        anchor = place_for(words, {anchor for _, anchor in self.parts})
        self.parts.append((words, anchor))
        return anchor

    # -- text --------------------------------------------------------------------------------------------------------

    def inline(self, spans: Inline, *, placed: bool = False) -> str:
        """Write a line of text; the names on a line that is *placed* where they lead do not lead anywhere."""
        out = []
        for number, span in enumerate(spans):
            after = spans[number + 1].text if number + 1 < len(spans) else ""
            drawn = self.span(span, after, placed=placed)
            if number and spans[number - 1].text in SAID:  # no line ends between a sign and what it is about
                drawn = drawn.replace(" ", "\N{NO-BREAK SPACE}", 1) if drawn.startswith(" ") else drawn
            out.append(drawn)
        return "".join(out)

    def span(self, span: Span, after: str, *, placed: bool) -> str:
        words = span.text.strip()
        if not words:
            return span.text and " "
        drawn = self.styled(span, words, after)
        address = None if placed else self.places.address(span.to) if span.to else None
        if address is None and not placed and (span.link or "").startswith(("http://", "https://")):
            address = span.link
        if address is not None:
            drawn = f'<a href="{escape(address)}">{drawn}</a>'
        before, behind = (" " if end.isspace() else "" for end in (span.text[0], span.text[-1]))
        return f"{before}{drawn}{behind}"

    def styled(self, span: Span, words: str, after: str) -> str:
        shown = escape(words)
        match span.style:
            case "plain":
                return shown
            case "strong":
                return f"<strong>{shown}</strong>"
            case "dim" | "increase-faint" | "decrease-faint":  # in a cell whose ground has the colour
                return f"<small>{shown}</small>"
            case "found":
                return f"<mark>{shown}</mark>"
            case "bars":
                return f'<span class="bars" aria-hidden="true">{shown}</span>'
            case "increase" | "decrease" | "mixed" | "unchanged":
                said = f"{words[1:]} {SAID[words[0]]}".strip() if words[0] in SAID else words
                return f'<b class="{span.style}" role="img" aria-label="{escape(said)}">{shown}</b>'
            case (
                "evidence-strong"
                | "evidence-moderate"
                | "evidence-limited"
                | "evidence-preclinical"
                | "evidence-contested"
            ):
                level = span.style.removeprefix("evidence-")
                told = after.lstrip().startswith(level)  # its word follows
                return f'<i class="{level}" aria-hidden="true"></i>' if told else f'<i class="{level}">{level}</i>'
            case _:
                assert_never(span.style)

    def run(self, items: Sequence[Inline], mark: str = ",") -> str:
        return f"{escape(mark)} ".join(map(self.inline, items))

    # -- lists and tables --------------------------------------------------------------------------------------------

    def pairs(self, block: Pairs) -> str:
        """Write labels with what belongs to them; a link that is told whole stands under a heading, at its address."""
        anchors = [self.placed(label) for label, _ in block.rows]
        if any(anchors):
            return "\n".join(self.whole(*row, at) for row, at in zip(block.rows, anchors, strict=True))
        under: dict[str, str] = {}  # what has the same label stands together
        for label, paragraphs in block.rows:
            told = "".join(f"<dd>{self.inline(one)}</dd>\n" for one in paragraphs)
            under[self.inline(label)] = under.get(self.inline(label), "") + told
        rows = "".join(f"<div>\n<dt>{label}</dt>\n{told}</div>\n" for label, told in under.items())
        return f"<dl>\n{rows}</dl>"

    def placed(self, label: Inline) -> str:
        """Return the name of the place where what a *label* names is told on this page, if it is."""
        return next((found for span in label if span.to and (found := self.places.anchor(span.to))), "")

    def whole(self, label: Inline, paragraphs: Sequence[Inline], anchor: str) -> str:
        level = min(self.at + 1, 6)
        at, here = "", ""
        if anchor:
            name = escape(" ".join("".join(span.text for span in label).split()))
            at = f' id="{anchor}"'
            here = f' <a class="place" href="#{anchor}" aria-label="Address of this link, {name}">#</a>'
        told = "".join(f"<p>{self.inline(one)}</p>\n" for one in paragraphs)
        return (
            f'<div{at} class="link">\n<h{level}>{self.inline(label, placed=bool(anchor))}{here}</h{level}>\n'
            f"<div>\n{told}</div>\n</div>"
        )

    def table(self, block: Table) -> str:
        headed = any(column.heading for column in block.columns)
        head = "".join(map(self.column, block.columns))
        kinds = [kind for number, column in enumerate(block.columns, 1) for kind in _kinds(column, number)]
        if block.dense:
            kinds = ["dense"]
        classes = f' class="{" ".join(kinds)}"' if kinds else ""
        rows = "".join(
            "<tr>" + "".join(self.cell(one, block, number) for number, one in enumerate(row)) + "\n"
            for row in block.rows
        )
        frame = f' role="region" tabindex="0" aria-label="{escape(self.heading or "Table")}"'
        return (
            f'<div class="table"{frame if block.sliced or len(block.columns) >= WIDE else ""}>'
            f"<table{classes}>\n"
            + (f"<thead><tr>{head}</tr></thead>\n" if headed else "")
            + f"<tbody>\n{rows}</tbody></table></div>"
        )

    def column(self, column: Column) -> str:
        if not column.heading:
            return "<td>"
        name = escape(column.heading)
        shown = (
            f'<abbr title="{escape(column.name)}">{name}</abbr>' if column.name not in ("", column.heading) else name
        )
        address = self.places.address(column.to) if column.to else None
        return "<th>" + (f'<a href="{escape(address)}">{shown}</a>' if address else shown)

    def cell(self, cell: Cell, block: Table, number: int) -> str:
        lines = [self.run(line) for line in cell.lines]
        drawn = "<br>".join(lines)
        if cell.shade:
            return f'<td class="shade {cell.shade}">{self.leaning(cell)}'
        column = block.columns[number]
        if number == 0 and drawn and len(block.columns) > 1:
            return f"<th>{drawn}"
        labelled = f' data-of="{escape(column.heading)}"' if drawn and (column.right or column.labelled) else ""
        return f"<td{labelled}>{drawn}"

    def leaning(self, cell: Cell) -> str:
        """Write a cell of a heat map: to those who do not see its shade it says in words which way it leans."""
        [[[sign]]] = cell.lines
        _, _, weight = cell.shade.partition(" ")
        links = sign.text[1:]
        said = f" {'link' if links == '1' else 'links'}, {SAID[sign.text[0]]}, {WEIGHED[weight]}"
        drawn = f'<span aria-hidden="true">{escape(sign.text[0])}</span>{links}<span class="unseen">{said}</span>'
        address = self.places.address(sign.to) if sign.to else None
        return f'<a href="{escape(address)}">{drawn}</a>' if address else drawn


def _kinds(column: Column, number: int) -> Iterator[str]:
    """Yield the classes by which a table says what its column of that *number* is."""
    for kind, holds in (("number", column.right), ("spare", column.spare), ("whole", column.whole)):
        if holds:
            yield f"{kind}-{number}"
