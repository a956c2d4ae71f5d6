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
    Rule,
    Run,
    Section,
    Table,
    Title,
    without_rest,
)

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")


def write(page: Page, level: int = 1) -> str:
    """Write *page* as Markdown, its title as a heading of that *level*."""
    return "\n".join("\n".join(_block(block, level)) + "\n" for block in page)


def escape(words: str) -> str:
    """Write *words* so that Markdown takes them as text."""
    return _SPECIAL.sub(r"\\\1", plain(words))


def _inline(spans: Inline) -> str:
    out = []
    for span in spans:
        words = escape(span.text)
        bare = words.strip()
        if span.link and bare:
            words = words.replace(bare, f"[{bare}](<{span.link}>)", 1)
        if span.style in ("strong", "found") and bare:
            words = words.replace(bare, f"**{bare}**", 1)
        out.append(words)
    return "".join(out).strip()


def _cell(cell: Cell) -> str:
    return "<br>".join(", ".join(_inline(piece) for piece in line) for line in cell.lines)


def _block(block: Block, level: int) -> Iterator[str]:
    if isinstance(block, Title):
        yield f"{'#' * level} {escape(block.text)}"
        if block.note:
            yield f"\n*{escape(block.note)}*"
    elif isinstance(block, Section):
        marks = "#" * (level + (2 if block.inner else 1))
        yield f"{marks} {escape(block.text)}" + (f" ({escape(block.note)})" if block.note else "")
    elif isinstance(block, Paragraph):
        yield _inline(block.text)
    elif isinstance(block, Run):
        yield f"{block.mark} ".join(_inline(item) for item in block.items)
    elif isinstance(block, Pairs):
        for label, paragraphs in block.rows:
            yield f"- **{_inline(label).replace('**', '')}** " + " — ".join(_inline(one) for one in paragraphs)
    elif isinstance(block, Items):
        for number, item in enumerate(block.items, 1):
            yield f"{f'{number}.' if block.numbered else '-'} {_inline(item)}"
    elif isinstance(block, Notes):
        yield "  \n".join(f"*{escape(line)}*" for line in (*block.lines, *block.typed))
    elif isinstance(block, Rule):
        yield "---"
    elif isinstance(block, Table):
        block = without_rest(block)
        yield "| " + " | ".join(escape(column.heading) for column in block.columns) + " |"
        yield "| " + " | ".join("---:" if column.right else "---" for column in block.columns) + " |"
        for row in block.rows:
            yield "| " + " | ".join(_cell(one) for one in row) + " |"
