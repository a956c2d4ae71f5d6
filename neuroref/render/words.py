"""How things are said: the same thing in the same words on every screen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from ..model import identifiers
from ..model.names import inside_sentence
from ..model.records import Author
from ..model.vocabularies import ARROWS, WAYS, Direction, Evidence
from ..questions.answers import AskedMember, CitedReference, Link, Tally
from ..questions.reader import Labels
from .page import Inline, Notes, Span, dim, named, strong, text


class Pointer(Protocol):
    """What names an entry."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def name(self) -> str:
        """Its name."""


MOST_AUTHORS = 6  # Vancouver style names six and then writes "et al."

SIGNS = {
    Evidence.STRONG: "●●●●",
    Evidence.MODERATE: "●●●○",
    Evidence.LIMITED: "●●○○",
    Evidence.PRECLINICAL: "●○○○",
    Evidence.CONTESTED: "⇄",
}
LEGEND = (
    "↑ increase, ↓ decrease, ↕ mixed, = unchanged: the net change of that transmitter's signalling, whichever step "
    "brings it about."
)
# One line of 80 columns; `terms` has all of it.
SHORT_LEGEND = (
    f"↑ more ↓ less ↕ both = no change · {SIGNS[Evidence.STRONG]} strong to {SIGNS[Evidence.PRECLINICAL]} preclinical, "
    f"{SIGNS[Evidence.CONTESTED]} contested"
)
SENTENCES = 2  # of a summary, where a page is told in short

_SENTENCE_END = r"(?<=[.!?])\s+(?=[A-ZÅÄÖ“(0-9])"


def arrow(direction: Direction) -> Span:
    """Write a direction as an arrow."""
    return Span(ARROWS[direction], direction.value)


def transmitter(identifier: str, labels: Labels) -> str:
    """Write a transmitter inside a sentence: serotonin, GABA, substance P."""
    return inside_sentence(labels.transmitters[identifier])


def short_for(abbreviation: str, name: str) -> str:
    """Write what a transmitter is called in short; nothing where that is its *name*, as of GABA."""
    return "" if abbreviation == name else abbreviation


def counts(numbers: Mapping[str, int]) -> list[Span]:
    """Write how many links go each way, leaving out what there is none of."""
    spans: list[Span] = []
    for direction, arrow in ARROWS.items():
        if number := numbers[direction.value]:
            spans += [Span(" "), Span(f"{arrow}{number}", direction.value)]
    return spans[1:]


def ways(counted: object) -> dict[str, int]:
    """Return how many links of what was *counted* go each way."""
    return {way: getattr(counted, way) for way in WAYS}


def tally(one: Tally, labels: Labels, cause: str = "") -> Inline:
    """Write how the links to one transmitter add up, of a *cause* those of that: ``dopamine ↑6 ↓14``."""
    to = f"{cause}.{one.transmitter}" if cause else one.transmitter
    return text(named(transmitter(one.transmitter, labels), to), " ", *counts(ways(one)))


def effect(link: Link, labels: Labels | None = None, *, whole: bool = True) -> Inline:
    """Write what a link does: ``↓ dopamine: less released``; without *labels* ``↓ less released``.

    Where it is not *whole* the molecules are left out.
    """
    of = f"{transmitter(link.transmitter, labels)}: " if labels else ""
    return text(arrow(link.direction), " ", named(f"{of}{link.phrase if whole else step(link)}", link.id))


def step(link: Link) -> str:
    """Write what happens at the step, without the molecules: ``slower reuptake``."""
    return link.phrase.partition(" (")[0]


def main_name(name: str) -> str:
    """Write a name without what its last brackets add, for tables: ``Amphetamines (Adderall, Vyvanse, speed)``."""
    return re.sub(r"(?<=\w) \([^()]*\)$", "", name)


def best_first(links: Iterable[Link]) -> list[Link]:
    """Sort links by evidence, then those measured in people before the others, then as they stand in the data."""
    return sorted(links, key=lambda link: (link.evidence.rank, "human" not in str(link.species)))


def joined(items: Iterable[Inline], separator: str = " · ") -> Inline:
    """Join pieces with a separator between them."""
    spans: list[Span] = []
    for item in items:
        if spans:
            spans.append(dim(separator))
        spans.extend(item)
    return tuple(spans)


def listed(names: Iterable[str | Span], mark: str = ", ") -> Inline:
    """Write names with commas, or another *mark*, between them."""
    spans = [part for name in names for part in (mark, name)]
    return text(*spans[1:])


def names(pointers: Iterable[Pointer]) -> Inline:
    """Name entries, with commas between."""
    return listed(named(one.name, one.id) for one in pointers)


def cited(references: Iterable[str], sources: dict[str, CitedReference]) -> Inline:
    """Cite sources in short: ``Felger et al. 2013; Capuron et al. 2012``, each linked to its page."""
    return joined(((short(sources[one]),) for one in references), "; ")


def short(reference: CitedReference) -> Span:
    """Cite a reference in short, linked to its page."""
    return citation(reference.citation, reference.id, reference_address(reference))


def citation(in_short: str, identifier: str, address: str | None = None) -> Span:
    """Write a reference *in short*: ``Felger et al. 2013``, which no line parts."""
    return Span(in_short, "dim", address, identifier, whole=True)


def cited_by_name(references: Iterable[str], labels: Labels) -> Inline:
    """Cite sources of which only the names are at hand."""
    return joined(((citation(labels.citations[one], one),) for one in references), "; ")


def reference_address(reference: CitedReference) -> str | None:
    """Return the web address of a reference by the best of its identifiers."""
    return next((identifiers.address(key, value) for key, value in identifiers.of_reference(reference)), None)


def reference_identifiers(reference: CitedReference) -> Inline:
    """Write the identifiers of a reference, each linked to its page."""
    return joined(
        (Span(value if key in ("PMCID", "NBK", "URL") else f"{key} {value}", "plain", identifiers.address(key, value)),)
        for key, value in identifiers.of_reference(reference)
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
    """Write a number with its noun: 1 link, 2 links, 3 studies, 4 ways."""
    if number == 1:
        return f"1 {noun}"
    return f"{number:,} {noun[:-1]}ies" if noun.endswith("y") and noun[-2] not in "aeiou" else f"{number:,} {noun}s"


def others(name: str, aliases: Iterable[str]) -> list[str]:
    """Return the aliases that are not the *name* itself."""
    return [alias for alias in aliases if alias.casefold() != name.casefold()]


def also_called(aliases: Sequence[str]) -> Inline:
    """Write the other names of an entry."""
    return text(dim("Also called "), dim(", ".join(aliases))) if aliases else ()


def sign(level: Evidence) -> Span:
    """Write an evidence level as its sign."""
    return Span(SIGNS[level], f"evidence-{level}")  # type: ignore[arg-type]


def level(one: Evidence) -> Inline:
    """Write an evidence level as its sign and its word."""
    return text(sign(one), f" {one}")


def opening(summary: str, sentences: int = SENTENCES) -> str:
    """Return the first sentences of a *summary*."""
    return " ".join(re.split(_SENTENCE_END, summary)[:sentences])


def members_asked(members: Sequence[AskedMember], name: str) -> Inline:
    """Say which members of a class were asked for: ``Prozac: fluoxetine, one of the selective …``."""
    told = []
    for member in members:
        same = member.asked.casefold() == member.name.casefold()
        told.append(text(strong(member.asked), "" if same else f": {member.name}"))
    return text(*joined(told, "; "), f", {of_class(main_name(name), len(members))}")


def of_class(name: str, number: int = 1) -> str:
    """Say that *number* members are of a class: ``one of the antipsychotics``; what is no plural is only named."""
    if not main_name(name).endswith("s"):
        return f"told under {name}"
    return f"{'one' if number == 1 else number} of the {inside_sentence(name)}"


def legend() -> Notes:
    """Explain the arrows and the signs of evidence."""
    return Notes([SHORT_LEGEND])


def vancouver(reference: CitedReference) -> str:
    """Cite *reference* in full, in Vancouver style, but for its identifiers."""
    names = [_vancouver_name(author) for author in reference.author[:MOST_AUTHORS]]
    if names and (reference.more_authors or len(reference.author) > MOST_AUTHORS):
        names.append("et al")
    parts = [", ".join(names), reference.title, reference.container_title or ""]
    year = str(reference.issued.year) if reference.issued else ""
    where = (reference.volume or "") + (f"({reference.issue})" if reference.issue else "")
    published = "; ".join(part for part in (reference.publisher, year) if part)
    published += (f";{where}" if where else "") + (f":{reference.page}" if reference.page else "")
    parts.append(published.lstrip(";:"))
    return " ".join(part if part.endswith((".", "?", "!")) else f"{part}." for part in parts if part)


def _vancouver_name(author: Author) -> str:
    initials = "".join(word[0] for word in (author.given or "").replace(".", " ").replace("-", " ").split())
    return " ".join(part for part in (author.surname, initials, author.dropping_particle, author.suffix) if part)
