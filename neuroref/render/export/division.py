"""Divides a page that would be too heavy into several, so that each opens at once also on a slow line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import accumulate

from ...model.vocabularies import WAYS
from ..html import Drawn
from ..page import Block, Inline, Items, Page, Pairs, Section, Table, Title

MOST = 88_000  # bytes of what is drawn; what stands around it has a few thousand


def name_of(name: str, number: int) -> str:
    """Return the name of the file of a part of the page called *name*; the first part keeps that name."""
    return name if number == 1 else f"{name}.page-{number}"


def in_parts(page: Page, draw: Callable[[Page, int], Drawn]) -> list[Drawn]:
    """Draw a page in as few parts as it takes for each to be light; *draw* is told the number of a part."""
    drawn = [draw(page, 1)]
    behind = _behind_links(page)
    guessed = [weight for block in page[behind:] for weight in _weights(block)]
    least = -(-_weight(drawn[0]) // MOST)
    for many in range(least, 2 * least + 1):  # what a row weighs is only guessed before it is drawn
        if not guessed or max(map(_weight, drawn)) <= MOST:
            break
        most = sum(guessed) // many + max(guessed)  # so that no part more is left for the last row
        drawn = [draw(part, number) for number, part in enumerate(_cut(page, behind, most), 1)]
    return drawn


def _weight(drawn: Drawn) -> int:
    return len(drawn.body.encode())


def _behind_links(page: Page) -> int:
    """Return where the links end that are told whole. They keep their addresses, so they stay on the first part."""
    return max((place for place, block in enumerate(page, 1) if _has_links(block)), default=1)


def _has_links(block: Block) -> bool:
    labels = [label for label, _ in block.rows] if isinstance(block, Pairs) else []
    return any(span.to.count(".") > 1 for label in labels for span in label)


def _weights(block: Block) -> list[int]:
    """Guess what the rows or items of a block weigh, where these may go to another part; of any other return none."""
    if isinstance(block, Items) and not block.numbered:
        return [_guess(one) for one in block.items]
    if isinstance(block, Table):
        return [sum(_guess(one) for cell in row for line in cell.lines for one in line) for row in block.rows]
    return []


def _guess(spans: Inline) -> int:
    return sum(len(span.text) + (80 if span.style in WAYS else 40) for span in spans)


def _cut(page: Page, behind: int, most: int) -> Iterator[Page]:
    """Yield parts of *most* weight, each under the title of the page and the heading that its rows stand under."""
    title = page[0]
    part, left, number = [*page[:behind]], most, 1
    heading: list[Block] = []  # the last one
    due: list[Block] = []  # that heading, as long as nothing stands below it
    for block in page[behind:]:
        if isinstance(block, Title | Section):
            part += due
            heading = due = [block]
            continue
        weights = _weights(block)
        while sum(weights) > left:
            fit = sum(total <= left for total in accumulate(weights))
            if fit:
                part += [*due, _slice(block, 0, fit)]
                block, weights = _slice(block, fit, None), weights[fit:]
            yield part
            number += 1
            numbered = title._replace(text=f"{title.text}, page {number}") if isinstance(title, Title) else title
            part, due, left = [numbered], heading, max(most, weights[0])
        part += [*due, block]
        due = []
        left -= sum(weights)
    yield [*part, *due]


def _slice(block: Block, start: int, stop: int | None) -> Block:
    if isinstance(block, Items):
        return block._replace(items=block.items[start:stop])
    return block._replace(rows=block.rows[start:stop]) if isinstance(block, Table) else block
