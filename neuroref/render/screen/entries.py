"""The page of one entry: a cause, an example, a group, a transmitter, a condition or a reference."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ...model.names import inside_sentence
from ...model.records import GeneRole, Member, MoleculeRole, assert_never
from ...model.vocabularies import ARROWS
from ...questions import answers
from ...questions.answers import CitedReference, Entry, ExampleLinks, Link
from ...questions.reader import Labels, count_ways
from .. import words
from ..page import (
    Block,
    Cell,
    Column,
    Inline,
    Items,
    Page,
    Pairs,
    Paragraph,
    Run,
    Section,
    Span,
    Table,
    Title,
    cell,
    dim,
    strong,
    text,
)


class Detail(NamedTuple):
    """How much a page tells: every effect's sentence and caveat (*full*), the full references (*sources*)."""

    full: bool = False
    sources: bool = False


def page(entry: Entry, labels: Labels, detail: Detail) -> Page:
    """Compose the page of an *entry*."""
    match entry:
        case answers.CauseEntry():
            return [*_cause(entry, labels, detail)]
        case answers.ExampleEntry():
            return [*_example(entry, labels, detail)]
        case answers.GroupEntry():
            return [*_group(entry, labels, detail)]
        case answers.TransmitterEntry():
            return [*_transmitter(entry, labels, detail)]
        case answers.ConditionEntry():
            return [*_condition(entry, labels, detail)]
        case answers.MoleculeEntry():
            return [*_molecule(entry, labels, detail)]
        case answers.ReferenceEntry():
            return [*_reference(entry)]
        case answers.ClaimEntry():
            return [*_claim(entry, detail)]
        case answers.LinkEntry():
            return [*_link(entry, labels)]
        case _:
            assert_never(entry)


# -- one page a kind ---------------------------------------------------------------------------------------------------


def _cause(entry: answers.CauseEntry, labels: Labels, detail: Detail) -> Iterator[Block]:
    sources = {source.id: source for source in entry.sources}
    yield from _head(entry.name, f"cause · {entry.id}", entry.aliases, entry.summary)
    if entry.processes:
        yield Section("How it acts", "by step of neurotransmission")
        yield Pairs(
            [
                ((strong(str(note.process)),), [text(note.summary), words.cited(note.references, sources)])
                for note in entry.processes
            ]
        )
    if entry.pathways:
        yield Section("Pathways")
        yield Pairs(
            [
                (
                    (strong(pathway.name),),
                    [
                        words.joined((text(step) for step in pathway.steps), " → "),
                        words.cited(pathway.references, sources),
                    ],
                )
                for pathway in entry.pathways
            ]
        )
    yield Section("Examples", str(len(entry.examples)))
    yield from _examples(entry.examples, labels, detail, sources, home=entry.id)
    claims = _claims(entry.claims)
    if claims:
        yield Pairs(claims)
    if entry.conditions:
        yield Section("Conditions tied to it", str(len(entry.conditions)))
        if detail.full:
            yield Pairs([((strong(tie.name),), [words.cited(tie.references, sources)]) for tie in entry.conditions])
        else:
            yield Run([text(tie.name) for tie in entry.conditions])
    if entry.interventions:
        yield Section("Interventions studied", "what was tried and found; not advice")
        yield Items(
            [
                text(
                    strong(measure.name), dim(f" · {measure.class_}"), f". {measure.summary}" if measure.summary else ""
                )
                for measure in entry.interventions
            ]
        )
    yield from _sources(entry.sources, detail)


def _group(entry: answers.GroupEntry, labels: Labels, detail: Detail) -> Iterator[Block]:
    yield from _head(entry.name, f"group · {entry.id}", entry.aliases, entry.summary)
    yield Section("Examples", str(len(entry.examples)))
    sources = {source.id: source for source in entry.sources}
    yield from _examples(entry.examples, labels, detail, sources)
    yield from _sources(entry.sources, detail)


def _example(entry: answers.ExampleEntry, labels: Labels, detail: Detail) -> Iterator[Block]:
    sources = {source.id: source for source in entry.sources}
    condition = entry.as_condition
    note = f"{entry.kind} · {entry.id}" + (" · also a condition" if condition else "")
    aliases = tuple(dict.fromkeys((*entry.aliases, *(condition.aliases if condition else ()))))
    yield from _head(entry.name, note, aliases, condition.summary if condition else None, asked=_asked(entry))
    under = [entry.cause.name, *(f"also under {other.name}" for other in entry.also_under)]
    rows: list[tuple[Inline, Sequence[Inline]]] = [((dim("Cause"),), [text("; ".join(under))])]
    pointers: tuple[tuple[str, Sequence[answers.Name | answers.TiedName]], ...] = (
        ("Group", entry.groups),
        ("Conditions", entry.conditions),
        ("See also", entry.see_also),
    )
    for label, others in pointers:
        if others:
            rows.append(((dim(label),), [text(", ".join(one.name for one in others))]))
    if entry.members and not entry.member:
        rows.append(((dim("Members"),), [text(", ".join(map(_member, entry.members)))]))
    identifiers = {**entry.identifiers, **(entry.member.identifiers if entry.member else {})}
    rows += words.entry_identifiers(identifiers, entry.involves)
    rows += _claims(entry.claims)
    yield Pairs(rows)
    yield Section("What it does to transmitters", words.plural(len(entry.links), "link"))
    yield from _links(entry.links, labels, sources)
    if condition:
        yield from _tied(condition, labels)
    extra = tuple(source for source in condition.sources if source.id not in sources) if condition else ()
    yield from _sources((*entry.sources, *extra), detail)


def _asked(entry: answers.ExampleEntry) -> Inline:
    """Say which member of a class was asked for: ``Prozac: fluoxetine, one of the selective …``."""
    member = entry.member
    if member is None:
        return ()
    is_name = member.asked.casefold() == member.name.casefold()
    others = [name for name in (*member.brands, *member.aliases) if name != member.asked]
    return text(
        strong(member.asked),
        "" if is_name else f": {member.name}",
        f", one of the {inside_sentence(entry.name)}" if not is_name else f": one of the {inside_sentence(entry.name)}",
        dim(f" (also {', '.join(others)})" if others else ""),
    )


def _member(member: Member) -> str:
    return f"{member.name} ({', '.join(member.brands)})" if member.brands else member.name


def _transmitter(entry: answers.TransmitterEntry, labels: Labels, detail: Detail) -> Iterator[Block]:
    yield from _head(entry.name, f"{entry.family} · {entry.abbreviation} · {entry.id}", entry.aliases, entry.summary)
    yield Section("Its life", "from precursor to breakdown")
    life: list[tuple[Inline, Sequence[Inline]]] = []
    if entry.precursors:
        chain = (text(one) for one in (*entry.precursors, words.transmitter(entry.id, labels)))
        life.append(((strong("precursors"),), [words.joined(chain, " → ")]))
    life.append(((strong("cofactors"),), _small(entry.cofactors)))
    for label, genes in (("synthesis", entry.synthesis), ("storage", entry.storage)):
        life.append(((strong(label),), _genes(genes)))
    families = [text(family.name, dim(f" ({family.coupling})")) for family in entry.receptor_families]
    life.append(((strong("receptors"),), [words.joined(families, ", "), text(dim(", ".join(entry.receptors)))]))
    for label, genes in (("reuptake", entry.reuptake), ("degradation", entry.degradation)):
        life.append(((strong(label),), _genes(genes)))
    life.append(((strong("becomes"),), _small(entry.breakdown_products)))
    life.append(((strong("made in"),), [text(entry.made_in)]))
    life.append(((strong("roles"),), [text(", ".join(entry.roles))]))
    life += words.entry_identifiers(entry.identifiers, ())
    life += _claims(entry.claims)
    yield Pairs([(label, paragraphs) for label, paragraphs in life if any(paragraphs)])
    yield Section("What raises and lowers it", words.plural(len(entry.links), "link"))
    yield from _by_cause_told(entry.links, labels) if detail.full else _by_cause(entry.links, labels)
    yield Paragraph(
        text(
            dim("In all "),
            *words.counts(count_ways(entry.links)),
            dim(f". `neuroref by-transmitter {entry.id}` lists every example with its step and evidence."),
        )
    )
    yield from _sources(entry.sources, detail)


def _condition(entry: answers.ConditionEntry, labels: Labels, detail: Detail) -> Iterator[Block]:
    yield from _head(entry.name, f"condition · {entry.id}", entry.aliases, entry.summary)
    rows: list[tuple[Inline, Sequence[Inline]]] = []
    if entry.see_also:
        rows.append(((dim("See also"),), [text(", ".join(one.name for one in entry.see_also))]))
    rows += words.entry_identifiers(entry.identifiers, entry.involves)
    if rows:
        yield Pairs(rows)
    yield from _tied(entry, labels)
    yield from _sources(entry.sources, detail)


def _tied(entry: answers.ConditionEntry, labels: Labels) -> Iterator[Block]:
    """Yield what is tied to a condition: causes by their sources, and examples."""
    sources = {source.id: source for source in entry.sources}
    if entry.causes:
        yield Section("Causes that sources tie to it", str(len(entry.causes)))
        yield Pairs([((strong(tie.name),), [words.cited(tie.references, sources)]) for tie in entry.causes])
    if entry.examples:
        yield Section("Examples tied to it", str(len(entry.examples)))
        yield from _examples(entry.examples, labels, Detail(), sources)


def _molecule(entry: answers.MoleculeEntry, labels: Labels, detail: Detail) -> Iterator[Block]:
    sources = {source.id: source for source in entry.sources}
    yield from _head(entry.name, f"{entry.kind} · {entry.id}", entry.aliases, entry.summary)
    rows: list[tuple[Inline, Sequence[Inline]]] = []
    for served in entry.serves:
        told = served.part if served.role == served.part else f"{served.part}: {served.role}"
        rows.append(((strong(words.transmitter(served.transmitter, labels)),), [text(told)]))
    for label, pointers in (("Variants", entry.variants), ("Also part of", entry.involved_in)):
        if pointers:
            rows.append(((dim(label),), [text(", ".join(one.name for one in pointers))]))
    rows += words.entry_identifiers(entry.identifiers, ())
    rows += _claims(entry.claims)
    yield Pairs(rows)
    if entry.links:
        yield Section("What acts through it", words.plural(len(entry.links), "link"))
        if detail.full:
            yield Pairs([(text(strong(link.name)), _told(link, labels, sources)) for link in entry.links])
        else:
            yield Table(
                [
                    Column("Example"),
                    Column("Action", whole=True),
                    Column("Effect", whole=True),
                    Column("Evidence", whole=True, labelled=True),
                ],
                [
                    [
                        cell(link.name, dim(f" ({', '.join(link.members)})" if link.members else "")),
                        cell(", ".join(str(via.action) for via in link.via if via.molecule == entry.id)),
                        Cell([[words.link_effect(link, labels)]]),
                        cell(words.evidence(link.evidence)),
                    ]
                    for link in sorted(entry.links, key=lambda link: link.evidence.rank)
                ],
            )
            yield Paragraph(text(dim(words.LEGEND)))
    yield from _sources(entry.sources, detail)


def _claim(entry: answers.ClaimEntry, detail: Detail) -> Iterator[Block]:
    yield Title(entry.statement, f"claim · {entry.id}")
    yield Paragraph(text(strong(str(entry.verdict).capitalize()), dim(f" — {entry.verdict.definition}")))
    yield Paragraph(text(entry.summary))
    rows: list[tuple[Inline, Sequence[Inline]]] = [
        ((dim("About"),), [text(", ".join(one.name for one in entry.about))]),
    ]
    if entry.aliases:
        rows.append(((dim("Also asked as"),), [text(", ".join(entry.aliases))]))
    yield Pairs(rows)
    yield from _sources(entry.sources, detail)


def _link(entry: answers.LinkEntry, labels: Labels) -> Iterator[Block]:
    link = entry.link
    yield Title(f"{link.name} and {words.transmitter(link.transmitter, labels)}", f"link · {entry.id}")
    yield Pairs([(text(words.arrow(link.direction), " ", str(link.direction)), _told(link, labels, {})[:-1])])
    rows: list[tuple[Inline, Sequence[Inline]]] = [((dim("Cause"),), [text(labels.causes[link.cause])])]
    rows += [((dim("Checked"),), [text(f"{source.citation}: {source.checked}")]) for source in entry.sources]
    yield Pairs(rows)
    yield Section("Sources", str(len(entry.sources)))
    yield reference_list(entry.sources)


def _reference(entry: answers.ReferenceEntry) -> Iterator[Block]:
    source = entry.source
    yield Title(source.citation, f"{source.study} · {source.id}")
    yield Paragraph(text(words.vancouver(source)))
    rows: list[tuple[Inline, Sequence[Inline]]] = [
        ((dim("Identifiers"),), [words.reference_identifiers(source)]),
        ((dim("Study"),), [text(str(source.study), dim(f": {source.study.definition}"))]),
        ((dim("Checked"),), [text(source.checked)]),
    ]
    if source.unchecked:
        rows.append(((dim("Not yet checked"),), [text(", ".join(source.unchecked))]))
    yield Pairs(rows)
    yield Section("What rests on it", words.plural(len(entry.cited_by), "place"))
    yield Table(
        [Column("Entry"), Column("Kind", whole=True), Column("Place")],
        [[cell(one.name), cell(dim(one.entry)), cell(one.place)] for one in entry.cited_by],
    )


# -- parts that several pages share --------------------------------------------------------------------------------


def _head(name: str, note: str, aliases: Sequence[str], summary: str | None, asked: Inline = ()) -> Iterator[Block]:
    yield Title(name, note)
    if asked:
        yield Paragraph(asked)
        return
    others = [alias for alias in aliases if alias.casefold() != name.casefold()]
    if others:
        yield Paragraph(words.also_called(others))
    if summary:
        yield Paragraph(text(summary))


def _claims(claims: Sequence[answers.ClaimName]) -> list[tuple[Inline, Sequence[Inline]]]:
    """Return the row of claims that people ask about an entry, each with its verdict; none where there is none."""
    told = [text(claim.statement, dim(f" · {claim.verdict}")) for claim in claims]
    return [((dim("Is it true?"),), told)] if told else []


def _genes(genes: Iterable[GeneRole]) -> list[Inline]:
    return [text(strong(gene.gene), f" {gene.role}") for gene in genes]


def _small(molecules: Iterable[MoleculeRole]) -> list[Inline]:
    return [text(strong(one.molecule), f" {one.role}") for one in molecules]


def _examples(
    examples: Sequence[ExampleLinks],
    labels: Labels,
    detail: Detail,
    sources: dict[str, CitedReference],
    home: str | None = None,
) -> Iterator[Block]:
    if detail.full:
        for example in examples:
            yield Section(example.name, _kind_note(example, labels, home), inner=True)
            yield from _links(example.links, labels, sources)
        return
    yield Table(
        [Column("Example"), Column("Effects", whole=True)],
        [
            [
                Cell((_name_lines(example, labels, home),)),
                Cell([[words.link_line(link, labels)] for link in example.links]),
            ]
            for example in examples
        ],
    )
    yield Paragraph(text(dim(words.LEGEND)))


def _name_lines(example: ExampleLinks, labels: Labels, home: str | None) -> list[Inline]:
    """Write an example's name, and where it stands if that is elsewhere."""
    lines = [text(example.name)]
    if home is not None and example.cause != home:
        lines.append(text(dim(f"from {labels.causes[example.cause]}")))
    return lines


def _kind_note(example: ExampleLinks, labels: Labels, home: str | None) -> str:
    note = f"{example.kind} · {example.id}"
    return note if home is None or example.cause == home else f"{note} · from {labels.causes[example.cause]}"


def _links(links: Sequence[Link], labels: Labels, sources: dict[str, CitedReference]) -> Iterator[Block]:
    yield Pairs(
        [
            (
                text(words.arrow(link.direction), f" {words.transmitter(link.transmitter, labels)}"),
                _told(link, labels, sources),
            )
            for link in links
        ]
    )


def _told(link: Link, labels: Labels, sources: dict[str, CitedReference]) -> list[Inline]:
    """Tell all that is known of a link: how sure, at which step, what was found, what limits it, who says so."""
    marks = [str(link.process), *([str(link.phase)] if link.phase else []), str(link.species), *words.via(link)]
    if link.members:
        marks.append(f"of {', '.join(link.members)}")
    paragraphs = [text(strong(str(link.evidence)), dim(" · " + " · ".join(marks))), text(link.summary)]
    if link.caveat:
        paragraphs.append(text(dim("But: "), link.caveat))
    known = all(one in sources for one in link.references)
    short = text(dim("; ".join(labels.citations[one] for one in link.references)))
    paragraphs.append(words.cited(link.references, sources) if known else short)
    return paragraphs


def _by_cause_told(links: Sequence[Link], labels: Labels) -> Iterator[Block]:
    """Yield every link with its sentence, cause by cause."""
    for cause in dict.fromkeys(link.cause for link in links):
        found = sorted((link for link in links if link.cause == cause), key=lambda link: link.evidence.rank)
        yield Section(labels.causes[cause], words.plural(len(found), "link"), inner=True)
        yield Pairs(
            [(text(words.arrow(link.direction), " ", strong(link.name)), _told(link, labels, {})) for link in found]
        )


def _by_cause(links: Sequence[Link], labels: Labels) -> Iterator[Block]:
    """Yield a row a cause: what raises, what lowers, what does both, strongest evidence first."""
    rows: list[tuple[Inline, Sequence[Inline]]] = []
    for cause in dict.fromkeys(link.cause for link in links):
        lines: list[Inline] = []
        for direction, mark in ARROWS.items():
            found = sorted(
                (link for link in links if link.cause == cause and link.direction is direction),
                key=lambda link: link.evidence.rank,
            )
            names = list(dict.fromkeys(link.name for link in found))
            if names:
                more = f" and {len(names) - 4} more" if len(names) > 4 else ""
                lines.append(text(Span(f"{mark} ", direction.value), ", ".join(names[:4]), dim(more)))
        rows.append(((strong(labels.causes[cause]),), lines))
    yield Pairs(rows)


def _sources(sources: Sequence[CitedReference], detail: Detail) -> Iterator[Block]:
    if not sources:
        return
    yield Section("Sources", str(len(sources)))
    if detail.sources:
        yield reference_list(sources)
        return
    yield Run([(words.short(source),) for source in sources], mark=";")


def reference_list(sources: Sequence[CitedReference]) -> Items:
    """Cite sources in full, numbered, each linked to its page, with what of its record is not checked."""
    return Items(
        [
            text(
                words.vancouver(source),
                " ",
                *words.reference_identifiers(source),
                dim(f" [{source.id}]"),
                dim(f" not yet checked: {', '.join(source.unchecked)}" if source.unchecked else ""),
            )
            for source in sources
        ],
        numbered=True,
    )
