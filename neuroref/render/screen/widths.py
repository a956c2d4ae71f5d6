"""How wide the columns of a table become: what each needs, and how the room is shared so that few rows are wrapped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

LEAST_REST = 40  # columns that a screen leaves before more is said in them
LINES = 2  # that a name takes at most beside its row
NAMED = 4  # the part of the room, one in so many, that names have where they need it
HANG = 2  # columns by which a name's next lines stand in
RAGGED = 2  # columns that a line, as a rule, leaves free before a word that is too long for it


class Extents(NamedTuple):
    """How wide each column of a table is: at *least* (its longest word, or line if it is whole), as a rule, at most."""

    least: list[int]
    usual: list[int]
    longest: list[int]
    lengths: list[tuple[int, ...]]  # of each row


def widths_of(extents: Extents, room: int, rest: int | None) -> list[int]:
    """Share the *room* out: every column gets what it cannot do without, then what it usually uses, then more.

    The column that is a *rest* gets what the others leave.
    """
    least, usual, longest, lengths = extents
    if rest is not None:
        before = before_rest(usual[:rest] + usual[rest + 1 :], longest[:rest] + longest[rest + 1 :], room)
        return [*before[:rest], max(least[rest], room - sum(before)), *before[rest:]]
    wrapped = [number for number, wide in enumerate(longest) if wide > least[number]]
    if len(wrapped) == 2 and sum(longest) > room:
        return _balanced(extents, room, wrapped, Counter(tuple(row[one] for one in wrapped) for row in lengths))
    return _shared(_shared(least, usual, room), longest, room)


def before_rest(usual: Sequence[int], longest: Sequence[int], room: int) -> list[int]:
    """Return how wide columns stand before a rest of the *room*: as a rule, and wider as long as that has enough."""
    return _shared(usual, longest, room - LEAST_REST)


def _shared(low: Sequence[int], high: Sequence[int], room: int) -> list[int]:
    """Widen columns from *low* towards *high* as far as there is room; who lacks little gets it before the others."""
    widths = [*low]
    spare = max(0, room - sum(low))
    lacking = sorted((wide - narrow, number) for number, (narrow, wide) in enumerate(zip(low, high, strict=True)))
    for done, (lacks, number) in enumerate(lacking):
        given = min(lacks, spare // (len(lacking) - done))
        widths[number] += given
        spare -= given
    return widths


def _balanced(extents: Extents, room: int, wrapped: Sequence[int], lengths: Counter[tuple[int, ...]]) -> list[int]:
    """Share the *room* between two columns that wrap so that the rows, of such *lengths*, take the fewest lines."""
    least = extents.least
    widths = [*least]
    one, other = wrapped
    both = room - sum(least) + least[one] + least[other]
    narrowest = max(least[one], min(extents.longest[one], room // NAMED, both - least[other]))

    def lines(width: int) -> int:
        """Add up the fourth powers, so that no row takes three lines for a few others to take one.

        A name that takes more than two stands above its row: a line more, and a little worse than a name of two.
        """
        found = ((_lines(a, width), _lines(b, both - width), number) for (a, b), number in lengths.items())
        return sum((max(a, b) ** 4 if a <= LINES else (b + 1) ** 4 + 1) * number for a, b, number in found)

    taken = {width: lines(width) for width in range(narrowest, both - least[other] + 1)}
    fewest = min(taken.values())
    best = [width for width in taken if taken[width] == fewest]
    widths[one] = best[len(best) // 2]
    widths[other] = both - widths[one]
    return widths


def _lines(length: int, width: int) -> int:
    """Guess how many lines words of such a *length* take, each a little short of the *width*."""
    return 1 if length <= width else 1 + -(-(length - width + RAGGED) // max(1, width - HANG - RAGGED))
