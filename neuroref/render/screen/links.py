"""How links are told: in short by transmitter or by cause, as rows of a table, or whole with their sources."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from ...model.vocabularies import Direction
from ...questions.answers import CitedReference, ExampleLinks, Link
from ...questions.reader import Labels, count_ways
from .. import words
from ..page import (
    Block,
    Cell,
    Column,
    Inline,
    Notes,
    Pairs,
    Section,
    Span,
    Table,
    cell,
    dim,
    strong,
    text,
)

INCREASE, DECREASE = Direction.INCREASE, Direction.DECREASE
MOST_IN_SHORT = 5  # rows, so that an answer fits a screen of 80 × 24
MOST_MEMBERS = 4  # that a row of a table names
MOST_ACTING = 6  # examples that a molecule's page lists before it says how many more there are


def in_short(links: Sequence[Link], labels: Labels, heading: str = "In short") -> Iterator[Block]:
    """Yield a line a transmitter: how sure, how many links go each way, and what the best of them says."""
    yield Section(heading, "best evidence first")
    rows = [
        [
            cell(strong(words.transmitter(transmitter, labels))),
            cell(words.sign(found[0].evidence)),
            cell(*words.counts(count_ways(found))),
            cell(f"{found[0].phrase}: {found[0].name}"),
        ]
        for transmitter, found in _grouped(links, lambda link: link.transmitter).items()
    ]
    columns = [Column("Transmitter"), Column("Evidence", whole=True), Column("Links", whole=True), Column("Best shown")]
    yield from _beginning(columns, rows)


def in_short_by_cause(links: Sequence[Link]) -> Iterator[Block]:
    """Yield a line a cause: how sure, how many links go each way, and what best raises and lowers the transmitter."""
    yield Section("In short", "by cause")
    rows = [
        [
            cell(strong(cause)),
            cell(words.sign(found[0].evidence)),
            cell(*words.counts(count_ways(found))),
            Cell([_ends(found)]),
        ]
        for cause, found in _grouped(links, lambda link: link.cause).items()
    ]
    columns = [Column("Cause"), Column("Evidence", whole=True), Column("Links", whole=True), Column("Best shown")]
    yield from _beginning(columns, rows)


def _grouped(links: Iterable[Link], group_of: Callable[[Link], str]) -> dict[str, list[Link]]:
    """Group links, the group with the best evidence first, and in it the best link."""
    grouped: dict[str, list[Link]] = {}
    for link in words.best_first(links):
        grouped.setdefault(group_of(link), []).append(link)
    return grouped


def _ends(found: Sequence[Link]) -> list[Inline]:
    """Name the best-supported raiser and lowerer, or what stands first where nothing does either."""
    best = [next((link for link in found if link.direction is way), None) for way in (INCREASE, DECREASE)]
    return [text(words.arrow(one.direction), f" {one.name}") for one in best if one] or [
        text(words.arrow(found[0].direction), f" {found[0].name}")
    ]


def _beginning(columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> Iterator[Block]:
    yield Table(columns, rows[:MOST_IN_SHORT])
    if len(rows) > MOST_IN_SHORT:
        yield Notes([f"and {len(rows) - MOST_IN_SHORT} more"])


def table(links: Iterable[Link], labels: Labels | None, *, named: bool = True) -> Table:
    """Draw links one a line, the best first; without *labels* the transmitter goes without saying."""
    columns = [Column("Example")] if named else []
    columns += [Column("Effect"), Column("Evidence", whole=True), Column("In", whole=True, spare=True)]
    return Table(
        columns,
        [
            [
                *([cell(link.name, dim(f" {_of_members(link)}"))] if named else []),
                Cell([[words.effect(link, labels)]]),
                cell(words.sign(link.evidence)),
                cell(dim(f"{link.species}" + (f", {link.phase}" if link.phase else ""))),
            ]
            for link in words.best_first(links)
        ],
    )


def of_example(links: Iterable[Link], labels: Labels, sources: dict[str, CitedReference]) -> Table:
    """Draw the links of one example one a line, the best first, each with its first source."""
    rows = []
    for link in words.best_first(links):
        first, *others = link.references
        rows.append(
            [
                Cell([[text(*words.effect(link, labels), dim(f" {_of_members(link)}" if link.members else ""))]]),
                cell(words.sign(link.evidence)),
                cell(dim(f"{link.species}" + (f", {link.phase}" if link.phase else ""))),
                cell(words.short(sources[first]), dim(f" +{len(others)}" if others else "")),
            ]
        )
    columns = [Column("Effect"), Column("Evidence", whole=True), Column("In", whole=True, spare=True), Column("Source")]
    return Table(columns, rows)


def examples_table(examples: Sequence[ExampleLinks], labels: Labels, home: str | None = None) -> Table:
    """Draw examples with their links, one link a line."""
    rows = []
    for example in examples:
        guest = f" (from {labels.causes[example.cause]})" if home is not None and example.cause != home else ""
        for number, link in enumerate(words.best_first(example.links)):
            rows.append(
                [
                    cell() if number else cell(example.name, dim(guest)),
                    Cell([[words.effect(link, labels)]]),
                    cell(words.sign(link.evidence)),
                ]
            )
    return Table([Column("Example"), Column("Effect"), Column("Evidence", whole=True)], rows)


def whole(
    links: Iterable[Link], labels: Labels, sources: dict[str, CitedReference], *, by: str = "transmitter"
) -> Pairs:
    """Tell links whole, the best first, under the transmitter or (*by* example) what acts on it."""
    return Pairs(
        [
            (
                text(
                    words.arrow(link.direction),
                    " ",
                    strong(link.name if by == "example" else words.transmitter(link.transmitter, labels)),
                ),
                told(link, labels, sources),
            )
            for link in words.best_first(links)
        ]
    )


def told(link: Link, labels: Labels, sources: dict[str, CitedReference]) -> list[Inline]:
    """Tell all that is known of a link: how sure, what happens at its step, what was found, its limits, its sources."""
    marks = [
        *([str(link.phase)] if link.phase else []),
        str(link.species),
        *([_of_members(link, len(link.members))] if link.members else []),
    ]
    head = text(words.sign(link.evidence), f" {link.evidence} · ", strong(link.phrase), dim(" · " + " · ".join(marks)))
    paragraphs = [head, text(link.summary)]
    if link.caveat:
        paragraphs.append(text(dim("But: "), link.caveat))
    known = all(one in sources for one in link.references)
    short = text(dim("; ".join(labels.citations[one] for one in link.references)))
    return [*paragraphs, words.cited(link.references, sources) if known else short]


def _of_members(link: Link, most: int = MOST_MEMBERS) -> str:
    """Say of which members of its class a link holds: at *most* so many by name."""
    if not link.members:
        return ""
    if len(link.members) <= most:
        return f"of {', '.join(link.members)}"
    return f"of {', '.join(link.members[: most - 1])} and {len(link.members) - most + 1} others"


def acting_through(links: Sequence[Link], molecule: str, labels: Labels) -> Iterator[Block]:
    """Yield what acts through a molecule and how, one example a line."""
    ordered = words.best_first(links)
    shown = ordered[:MOST_ACTING]
    yield Table(
        [Column("Example"), Column("Action", whole=True), Column("Effect", whole=True), Column("Evidence", whole=True)],
        [
            [
                cell(link.name, dim(f" {_of_members(link)}")),
                cell(", ".join(str(via.action) for via in link.via if via.molecule == molecule)),
                Cell([[text(words.arrow(link.direction), f" {words.transmitter(link.transmitter, labels)}")]]),
                cell(words.sign(link.evidence)),
            ]
            for link in shown
        ],
    )
    if len(shown) < len(ordered):
        yield Notes([f"and {len(ordered) - len(shown)} more; --full lists them"])


def spread(levels: dict[str, int]) -> Inline:
    """Draw how links spread over the levels of evidence, the strongest first, as a small bar with the numbers."""
    most = max(levels.values(), default=0)
    bar = "".join(BARS[-(-number * (len(BARS) - 1) // most)] if most else BARS[0] for number in levels.values())
    return text(Span(bar, "plain"), dim(" " + " ".join(str(number) for number in levels.values())))


BARS = " ▁▂▃▄▅▆▇█"
