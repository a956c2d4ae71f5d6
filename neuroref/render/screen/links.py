"""How links are told: in short by transmitter or by cause, as rows of a table, or whole with their sources."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import TypeVar

from ...model.vocabularies import Direction, Phase
from ...questions.answers import CitedReference, ExampleLinks, Link
from ...questions.entries import CitedBy
from ...questions.reader import Labels, add_up, count_ways
from .. import words
from ..page import (
    Block,
    Cell,
    Column,
    Inline,
    Notes,
    Pairs,
    Paragraph,
    Section,
    Span,
    Table,
    cell,
    dim,
    named,
    strong,
    text,
)

Group = TypeVar("Group", bound=Hashable)

FOUND = Column("What was found", rest=True)
A_LINK_EACH = (
    Column("Example"),
    Column("Effect"),
    Column("Evidence", whole=True),
    Column("In", whole=True, spare=True),
    FOUND,
)
INCREASE, DECREASE = Direction.INCREASE, Direction.DECREASE
MOST_IN_SHORT = 5  # rows, so that an answer fits a screen of 80 × 24
MOST_OF_CAUSE = 15  # links of one cause to a transmitter, before it is said where the others are
LONGEST_MEMBERS = 24  # letters of the members that a row of a table names; the others are counted
LONGEST_SOURCE = 24  # letters of a citation that stays in one piece
MOST_BEST = 4  # examples that are named before the tables of a transmitter
MOST_ACTING = 4  # rows that a molecule's page lists before it says how many more there are


def in_short(
    links: Sequence[Link], labels: Labels, heading: str = "In short", *, cause: str = "", roomy: bool = False
) -> Iterator[Block]:
    """Yield a line a transmitter: how sure, how many links go each way, and what the best of them says.

    The links may be those of one *cause*; where it is *roomy* no line is left out.
    """
    yield Section(heading, "best evidence first")
    rows = [
        [
            cell(strong(words.transmitter(transmitter, labels), f"{cause}.{transmitter}" if cause else transmitter)),
            cell(words.sign(found[0].evidence)),
            cell(*words.counts(count_ways(found))),
            cell(f"{words.step(found[0])}: ", named(words.main_name(found[0].name), found[0].id)),
        ]
        for transmitter, found in _grouped(links, lambda link: link.transmitter).items()
    ]
    columns = [Column("Transmitter"), Column("Evidence", whole=True), Column("Links", whole=True), Column("Best shown")]
    yield from _beginning(columns, rows, roomy)


def in_short_by_cause(links: Sequence[Link], labels: Labels, *, roomy: bool = False) -> Iterator[Block]:
    """Yield a line a cause: how sure, how many links go each way, and what best raises and lowers the transmitter."""
    yield Section("In short", "by cause")
    rows = [
        [
            cell(strong(labels.causes[cause] if roomy else cause, f"{cause}.{found[0].transmitter}")),
            cell(words.sign(found[0].evidence)),
            cell(*words.counts(count_ways(found))),
            Cell([_ends(found)]),
        ]
        for cause, found in _grouped(links, lambda link: link.cause).items()
    ]
    columns = [Column("Cause"), Column("Evidence", whole=True), Column("Links", whole=True), Column("Best shown")]
    yield from _beginning(columns, rows, roomy)


def best_by_cause(links: Sequence[Link], labels: Labels) -> Iterator[Block]:
    """Yield the best links to one transmitter, cause by cause, a line each, and where all of a cause are."""
    yield Section("What raises and lowers it", "the best shown of each cause")
    for cause, found in _grouped(links, lambda link: link.cause).items():
        yield Section(labels.causes[cause], words.plural(len(found), "link"), inner=True)
        yield table(found[:MOST_OF_CAUSE], None)
        if len(found) > MOST_OF_CAUSE:
            yield Paragraph(text(named("All links of this cause", f"{cause}.{found[0].transmitter}")))


def best_shown(links: Sequence[Link]) -> Pairs:
    """Name the examples that raise and that lower a transmitter with the best evidence."""
    rows = []
    for way in (INCREASE, DECREASE):
        ordered = words.best_first(link for link in links if link.direction is way)
        names = {link.example: words.main_name(link.name) for link in ordered}
        shown = [named(name, example) for example, name in names.items()][:MOST_BEST]
        if shown:
            rows.append((text(words.arrow(way), " ", dim("best shown")), [words.listed(shown, "; ")]))
    return Pairs(rows)


def _grouped(links: Iterable[Link], group_of: Callable[[Link], Group]) -> dict[Group, list[Link]]:
    """Group links, the group with the best evidence first, and in it the best link."""
    grouped: dict[Group, list[Link]] = {}
    for link in words.best_first(links):
        grouped.setdefault(group_of(link), []).append(link)
    return grouped


def _ends(found: Sequence[Link]) -> list[Inline]:
    """Name the best-supported raiser and lowerer, or what stands first where nothing does either."""
    best = [next((link for link in found if link.direction is way), None) for way in (INCREASE, DECREASE)]
    shown = [one for one in best if one] or found[:1]
    return [text(words.arrow(one.direction), " ", named(words.main_name(one.name), one.id)) for one in shown]


def _beginning(columns: Sequence[Column], rows: Sequence[Sequence[Cell]], roomy: bool) -> Iterator[Block]:
    yield Table(columns, rows if roomy else rows[:MOST_IN_SHORT])
    if len(rows) > MOST_IN_SHORT and not roomy:
        yield Notes([f"and {len(rows) - MOST_IN_SHORT} more"])


def table(links: Iterable[Link], labels: Labels | None) -> Table:
    """Draw links one a line under their examples, the best first.

    Without *labels* the transmitter goes without saying.
    """
    rows = [
        [
            cell() if number else cell(named(words.main_name(link.name), link.example)),
            *said(link, labels),
            *measured(link),
        ]
        for found in _grouped(links, lambda link: link.example).values()
        for number, link in enumerate(found)
    ]
    return Table(A_LINK_EACH, rows)


def of_example(
    links: Sequence[Link], labels: Labels, sources: dict[str, CitedReference], *, members: bool = True
) -> Table:
    """Draw the links of one example one a line, the best first, each with its first source.

    What is the same but for the step stands in one row. Without *members* it goes without saying for whom a link holds.
    """
    rows = []
    alike = _grouped(
        links,
        lambda link: (link.transmitter, link.direction, link.evidence, link.species, link.phase, link.members),
    )
    for found in alike.values():
        cited = dict.fromkeys(reference for link in found for reference in link.references)
        first, *others = sorted(cited, key=lambda one: not sources[one].author)  # who wrote it says more than a title
        of_members = dim(with_members(found[0].members) if members else "")
        later = dim(f" ({phase})" if (phase := found[0].phase) and phase is not Phase.ACUTE else "")
        rows.append(
            [
                cell(*_effect(found, labels), later, of_members),
                cell(words.sign(found[0].evidence)),
                cell(dim(str(found[0].species))),
                cell(words.short(sources[first]), dim(f" +{len(others)}" if others else "")),
                cell(found[0].summary),
            ]
        )
    short = all(len(row[3].lines[0][0][0].text) <= LONGEST_SOURCE for row in rows)
    whole = [Column("Evidence", whole=True), Column("In", whole=True, spare=True), Column("Source", whole=short)]
    return Table([Column("Effect"), *whole, FOUND], rows)


def _effect(alike: Sequence[Link], labels: Labels) -> Inline:
    """Write what links do that are the same but for the step: ``↓ dopamine: synthesis, release``."""
    if len(alike) == 1:
        return words.effect(alike[0], labels)
    steps: dict[str, str] = {}
    for link in alike:
        steps.setdefault(str(link.process), link.id)
    told = words.listed(named(step, to) for step, to in steps.items())
    return text(words.arrow(alike[0].direction), f" {words.transmitter(alike[0].transmitter, labels)}: ", *told)


def resting(places: Sequence[CitedBy], labels: Labels) -> Table:
    """Draw what rests on a source, a place a line under its entry, and of a link what it says and how sure it is."""
    rows: list[Sequence[Cell]] = []
    for before, one in zip((None, *places), places, strict=False):
        again = before is not None and (before.entry, before.id) == (one.entry, one.id)
        name = [cell(named(words.main_name(one.name), one.id)), cell(dim(one.entry))]
        told = [said(link, labels) for link in words.best_first(one.links)] or [
            [cell(_place(one.place, labels)), cell()]
        ]
        rows += [[*([cell(), cell()] if again or number else name), *line] for number, line in enumerate(told)]
    whole = [Column("Kind", whole=True, spare=True), Column("Place"), Column("Evidence", whole=True)]
    return Table([Column("Entry"), *whole], rows)


def _place(place: str, labels: Labels) -> str:
    """Return where a source is cited, with a condition's name instead of its id."""
    what, _, which = place.partition(": ")
    return f"{what}: {labels.conditions[which]}" if what == "condition" else place


def said(link: Link, labels: Labels | None) -> list[Cell]:
    """Say what a link does, with which members of its class, and how sure that is."""
    members = dim(with_members(link.members))
    effect = text(*words.effect(link, labels), members)
    short = text(*words.effect(link, labels, whole=False), members) if words.step(link) != link.phrase else ()
    return [Cell([[effect]], short=short), cell(words.sign(link.evidence))]


def measured(link: Link) -> list[Cell]:
    """Say in whom it was measured, and what was found."""
    return [cell(dim(f"{link.species}" + (f", {link.phase}" if link.phase else ""))), cell(link.summary)]


def examples_table(examples: Sequence[ExampleLinks], labels: Labels, home: str | None = None) -> Table:
    """Draw examples with their links, one link a line."""
    rows = []
    for example in examples:
        guest = f" (from {labels.causes[example.cause]})" if home is not None and example.cause != home else ""
        for number, link in enumerate(words.best_first(example.links)):
            rows.append(
                [
                    cell() if number else cell(named(example.name, example.id), dim(guest)),
                    *said(link, labels),
                    *measured(link),
                ]
            )
    return Table(A_LINK_EACH, rows)


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
                    strong(link.name if by == "example" else words.transmitter(link.transmitter, labels), link.id),
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
        *([f"with {', '.join(link.members)}"] if link.members else []),
    ]
    head = text(words.sign(link.evidence), f" {link.evidence} · ", strong(link.phrase), dim(" · " + " · ".join(marks)))
    paragraphs = [head, text(link.summary)]
    if link.caveat:
        paragraphs.append(text(dim("But: "), link.caveat))
    known = all(one in sources for one in link.references)
    return [
        *paragraphs,
        words.cited(link.references, sources) if known else words.cited_by_name(link.references, labels),
    ]


def with_members(members: Sequence[str], before: str = " with ") -> str:
    """Say with which *members* of its class a link holds: a few by name, and how many others."""
    shown = list(members[:1])
    for member in members[1:]:
        if len(", ".join([*shown, member])) > LONGEST_MEMBERS:
            break
        shown.append(member)
    left = len(members) - len(shown)
    return (before + ", ".join(shown) if shown else "") + (f" and {words.plural(left, 'other')}" if left else "")


def acting_through(links: Sequence[Link], molecule: str, labels: Labels, *, roomy: bool = False) -> Iterator[Block]:
    """Yield what acts through a molecule and how: a line for what an example does alike to several transmitters."""
    alike = _grouped(
        links, lambda link: (link.example, link.members, _actions(link, molecule), link.direction, link.evidence)
    )
    shown = list(alike.values())[: None if roomy else MOST_ACTING]
    alone = all(len({link.transmitter for link in found}) == 1 for found in shown)
    columns = [Column("Action", whole=True), Column("Effect", whole=alone), Column("Evidence", whole=True)]
    yield Table(
        [Column("Example"), *columns],
        [
            [
                cell(named(words.main_name(found[0].name), found[0].id), dim(with_members(found[0].members, ": "))),
                cell(_actions(found[0], molecule)),
                cell(words.arrow(found[0].direction), " ", *_transmitters(found, labels)),
                cell(words.sign(found[0].evidence)),
            ]
            for found in shown
        ],
    )
    if left := len(links) - sum(map(len, shown)):
        yield Notes([f"and {left} more; --full lists them"])


def _actions(link: Link, molecule: str) -> str:
    return ", ".join(str(via.action) for via in link.via if via.molecule == molecule)


def _transmitters(links: Iterable[Link], labels: Labels) -> Inline:
    names = dict.fromkeys(link.transmitter for link in links)
    return words.listed(named(words.transmitter(one, labels), one) for one in names)


def by_example(examples: Sequence[ExampleLinks], labels: Labels, home: str | None = None) -> Table:
    """Draw examples one a line: how the links of each add up, and the best evidence."""
    rows = []
    for example in examples:
        guest = f" (from {labels.causes[example.cause]})" if home is not None and example.cause != home else ""
        counted = add_up((link.transmitter, str(link.direction), 1, link.evidence.rank) for link in example.links)
        rows.append(
            [
                cell(named(example.name, example.id), dim(guest)),
                cell(dim(str(example.kind))),
                Cell([[words.tally(one, labels) for one in counted]]),
                cell(words.sign(example.evidence)),
            ]
        )
    columns = [Column("Example"), Column("Kind", whole=True, spare=True), Column("Transmitters (links)")]
    return Table([*columns, Column("Evidence", whole=True)], rows)


def spreads(every: Sequence[dict[str, int]]) -> Iterator[Inline]:
    """Draw how links spread over the levels of evidence, the strongest first, as small bars with the numbers.

    Those of one level stand below each other.
    """
    widest: dict[str, int] = {}
    for level, number in (one for levels in every for one in levels.items()):
        widest[level] = max(widest.get(level, 0), len(str(number)))
    for levels in every:
        most = max(levels.values(), default=0)
        bar = "".join(BARS[-(-number * (len(BARS) - 1) // most)] if most else BARS[0] for number in levels.values())
        numbers = (f"{number:>{widest[level]}}" for level, number in levels.items())
        yield text(Span(bar, "bars"), dim(f" {' '.join(numbers)}"))


BARS = " ▁▂▃▄▅▆▇█"
