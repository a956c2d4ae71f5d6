"""How things are said: the same thing in the same words on every screen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .. import identifiers
from ..answers import Labels, Link, Source, Tally
from ..model import Direction
from .page import Inline, Span, dim, strong, text

ARROWS = {Direction.INCREASE: "↑", Direction.DECREASE: "↓", Direction.MIXED: "↕"}

LEGEND = (
    "↑ increase, ↓ decrease, ↕ mixed: the net change of that transmitter's signalling, whichever step brings it about."
)


def arrow(direction: Direction) -> Span:
    """Draw a direction."""
    return Span(ARROWS[direction], direction.value)


def transmitter(identifier: str, labels: Labels) -> str:
    """Write a transmitter inside a sentence: serotonin, GABA, substance P."""
    name = labels.transmitters[identifier]
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def counts(increase: int, decrease: int, mixed: int) -> list[Span]:
    """Write how many links go each way, leaving out what there is none of."""
    numbers = ((Direction.INCREASE, increase), (Direction.DECREASE, decrease), (Direction.MIXED, mixed))
    spans: list[Span] = []
    for direction, number in numbers:
        if number:
            spans += [Span(" ") if spans else Span(""), Span(f"{ARROWS[direction]}{number}", direction.value)]
    return [span for span in spans if span.text]


def tally(one: Tally, labels: Labels) -> Inline:
    """Write how the links to one transmitter add up: ``dopamine ↑6 ↓14``."""
    return text(f"{transmitter(one.transmitter, labels)} ", *counts(one.increase, one.decrease, one.mixed))


def link_line(link: Link, labels: Labels) -> Inline:
    """Write a link in one line: ``↓ dopamine · synthesis · moderate``."""
    named = f" {transmitter(link.transmitter, labels)}"
    return text(arrow(link.direction), named, dim(f" · {link.process} · {link.evidence}"))


def joined(items: Iterable[Inline], separator: str = " · ") -> Inline:
    """Join pieces with a separator between them."""
    spans: list[Span] = []
    for item in items:
        if spans:
            spans.append(dim(separator))
        spans.extend(item)
    return tuple(spans)


def cited(references: Iterable[str], sources: dict[str, Source]) -> Inline:
    """Cite sources in short: ``Felger et al. 2013; Capuron et al. 2012``, each linked to its page."""
    return joined(((short(sources[one]),) for one in references), "; ")


def short(source: Source) -> Span:
    """Cite a source in short, linked to its page."""
    return Span(source.citation, "dim", source_address(source))


def source_address(source: Source) -> str | None:
    """Return the web address of a source by the best of its identifiers."""
    for key in identifiers.REFERENCE_KEYS:
        value = getattr(source, key)
        if value:
            return identifiers.address(key, value)
    return None


def source_identifiers(source: Source) -> Inline:
    """Write the identifiers of a source, each linked to its page."""
    found = [(key, getattr(source, key)) for key in identifiers.REFERENCE_KEYS if getattr(source, key)]
    return joined(
        (Span(value if key in ("PMCID", "NBK", "URL") else f"{key} {value}", "plain", identifiers.address(key, value)),)
        for key, value in found
    )


def entry_identifiers(known: dict[str, str], involves: Sequence[str]) -> list[tuple[Inline, list[Inline]]]:
    """Write an entry's identifiers and those of what is part of it, as labelled rows; none where there are none."""
    rows: list[tuple[Inline, list[Inline]]] = []
    own = [
        (Span(identifiers.curie(namespace, value), "plain", identifiers.address(namespace, value)),)
        for namespace, value in known.items()
    ]
    if own:
        rows.append(((dim("Identifiers"),), [joined(own)]))
    parts = [
        (Span(curie, "plain", identifiers.address(*split)),)
        for curie in involves
        if (split := identifiers.split_curie(curie)) is not None
    ]
    if parts:
        rows.append(((dim("Involves"),), [joined(parts)]))
    return rows


def plural(number: int, noun: str) -> str:
    """Write a number with its noun: 1 link, 2 links, 3 studies."""
    if number == 1:
        return f"1 {noun}"
    return f"{number:,} {noun[:-1]}ies" if noun.endswith("y") else f"{number:,} {noun}s"


def also_called(aliases: Sequence[str]) -> Inline:
    """Write the other names of an entry."""
    return text(dim("Also called "), dim(", ".join(aliases))) if aliases else ()


def evidence(word: object) -> Span:
    """Write an evidence level; the strongest stands out, also without colour."""
    return strong(str(word)) if str(word) == "strong" else Span(str(word))
