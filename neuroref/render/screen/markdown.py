"""Writes a page as Markdown (CommonMark with the tables of GitHub)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...model.names import plain
from ..page import (
    Block,
    Cell,
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
    Table,
    Title,
    for_readers,
    without_rest,
)

_SPECIAL = re.compile(r"([\\`*_{}\[\]>#|~])")


def write(page: Page, level: int = 1, places: Places | None = None) -> str:
    """Write *page* as Markdown, its title as a heading of that *level*.

    A page among others leads to their *places*, and tells nobody what to type.
    """
    return "\n".join("\n".join(_block(block, level, places)) + "\n" for block in page)


def escape(words: str) -> str:
    """Write *words* so that Markdown takes them as text."""
    return _SPECIAL.sub(r"\\\1", plain(words)).replace("<", "&lt;")


def _inline(spans: Inline, places: Places | None) -> str:
    out = []
    for span in spans:
        words = escape(span.text)
        bare = words.strip()
        address = places.address(span.to) if places and span.to else None
        if (address or span.link) and bare:
            words = words.replace(bare, f"[{bare}](<{address or span.link}>)", 1)
        if span.style in ("strong", "found") and bare:
            words = words.replace(bare, f"**{bare}**", 1)
        out.append(words)
    return "".join(out).strip()


def _cell(cell: Cell, places: Places | None) -> str:
    return "<br>".join(", ".join(_inline(piece, places) for piece in line) for line in cell.lines)


def _anchor(label: Inline, places: Places | None) -> str:
    """Name the place of the link that a *label* names, where this page is what tells it."""
    named = (places.anchor(span.to) for span in label if span.to) if places else ()
    return next((f'<a id="{anchor}"></a>' for anchor in named if anchor), "")


def _block(block: Block, level: int, places: Places | None) -> Iterator[str]:
    if isinstance(block, Title):
        yield f"{'#' * level} {escape(block.text)}"
        if block.note:
            yield f"\n*{escape(block.note)}*"
    elif isinstance(block, Section):
        marks = "#" * (level + (2 if block.inner else 1))
        yield f"{marks} {escape(block.text)}" + (f" ({escape(block.note)})" if block.note else "")
    elif isinstance(block, Paragraph):
        yield _inline(block.text, places)
    elif isinstance(block, Run):
        yield f"{block.mark} ".join(_inline(item, places) for item in block.items)
    elif isinstance(block, Pairs):
        for label, paragraphs in block.rows:
            named = _inline(label, places).replace("**", "")
            told = " — ".join(_inline(one, places) for one in paragraphs)
            yield f"- {_anchor(label, places)}**{named}** {told}"
    elif isinstance(block, Items):
        for number, item in enumerate(block.items, 1):
            yield f"{f'{number}.' if block.numbered else '-'} {_inline(item, places)}"
    elif isinstance(block, Notes):
        yield "  \n".join(f"*{escape(line)}*" for line in (*block.lines, *(() if places else block.typed)))
    elif isinstance(block, Rule):
        yield "---"
    elif isinstance(block, Table):
        block = for_readers(block) if places else without_rest(block)
        yield "| " + " | ".join(escape(column.heading) for column in block.columns) + " |"
        yield "| " + " | ".join("---:" if column.right else "---" for column in block.columns) + " |"
        for row in block.rows:
            yield "| " + " | ".join(_cell(one, places) for one in row) + " |"
