"""The page of one entry: the answer first, the rest where it is asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ...model.names import inside_sentence
from ...model.records import GeneRole, Member, MoleculeRole, assert_never
from ...model.vocabularies import Kind
from ...questions import answers, entries
from ...questions.answers import CitedReference, ExampleLinks
from ...questions.entries import Entry
from ...questions.reader import Labels
from .. import words
from ..page import (
    Block,
    Inline,
    Items,
    Notes,
    Page,
    Pairs,
    Paragraph,
    Run,
    Section,
    Span,
    Title,
    dim,
    named,
    strong,
    text,
)
from . import links

Rows = list[tuple[Inline, Sequence[Inline]]]


MOST_TOLD = 2  # links that a page tells whole; more stand one a line, so that the answer is on the first screen
MOST_BESIDE = 4  # links above which little stands beside them
MOST_CLAIMS = 3
MOST_ALIASES = 4  # of a molecule
MOST_NAMES = 3  # of each kind below the links: aliases, members, conditions
MOST_SOURCES = 60  # that a roomy page lists
MOST_EXAMPLES = 8  # of a group, named above what is in short of it
# What is observed with these is no act of theirs.
OBSERVED = (
    Kind.DISEASE, Kind.IMMUNE_DISORDER, Kind.INFECTION, Kind.BODILY_STATE, Kind.PSYCHOLOGICAL, Kind.LIFE_STAGE,
)  # fmt: skip


class Detail(NamedTuple):
    """How much a page tells beyond the answer: *examples*, *how* it acts, full *sources*, or all of it (*full*).

    A *roomy* page is not bound to a screen: it leaves no line of a table out, and tells in short what is long to tell.
    """

    full: bool = False
    sources: bool = False
    examples: bool = False
    how: bool = False
    roomy: bool = False


def same_page(found: Sequence[Entry]) -> list[tuple[Entry, list[answers.AskedMember]]]:
    """Group answers that are one page: members of a class for which the same links hold; with the members asked for."""
    pages: dict[object, tuple[Entry, list[answers.AskedMember]]] = {}
    for number, entry in enumerate(found):
        member = entry.member if isinstance(entry, entries.ExampleEntry) else None
        shared = isinstance(entry, entries.ExampleEntry) and member is not None
        of_class = (entry.id, tuple(link.id for link in entry.links)) if isinstance(entry, entries.ExampleEntry) else ()
        _, asked = pages.setdefault(of_class if shared else number, (entry, []))
        asked += [member] if member and member not in asked else []
    return list(pages.values())


def page(entry: Entry, labels: Labels, detail: Detail, asked: Sequence[answers.AskedMember] | None = None) -> Page:
    """Compose the page of an *entry*; of a class, *asked* are the members that it is asked for."""
    match entry:
        case entries.CauseEntry():
            return [*_cause(entry, labels, detail)]
        case entries.ExampleEntry():
            return [*_example(entry, labels, detail, asked or ([entry.member] if entry.member else []))]
        case entries.GroupEntry():
            return [*_group(entry, labels, detail)]
        case entries.TransmitterEntry():
            return [*_transmitter(entry, labels, detail)]
        case entries.ConditionEntry():
            return [*_condition(entry, labels, detail)]
        case entries.MoleculeEntry():
            return [*_molecule(entry, labels, detail)]
        case entries.ReferenceEntry():
            return [*_reference(entry, labels)]
        case entries.ClaimEntry():
            return [*_claim(entry, detail)]
        case entries.LinkEntry():
            return [*_link(entry, labels)]
        case _:
            assert_never(entry)


# -- one page a kind ---------------------------------------------------------------------------------------------------


def _cause(entry: entries.CauseEntry, labels: Labels, detail: Detail) -> Iterator[Block]:
    sources = _by_id(entry.sources)
    found = [link for example in entry.examples for link in example.links]
    counted = f"{words.plural(len(entry.examples), 'example')} · {words.plural(len(found), 'link')}"
    yield from _head(entry.name, f"cause · {counted}", entry.aliases, entry.summary, detail)
    yield from links.in_short(found, labels, cause=entry.id, roomy=detail.roomy)
    if entry.processes and (detail.how or detail.full):
        yield Section("How it acts", "by step of neurotransmission")
        yield Pairs(
            [
                ((strong(str(note.process)),), [text(note.summary), words.cited(note.references, sources)])
                for note in entry.processes
            ]
        )
    if entry.pathways and (detail.how or detail.full):
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
    yield from _examples(entry.examples, labels, detail, sources, home=entry.id)
    if detail.full:
        if entry.conditions:
            yield Section("Conditions tied to it", str(len(entry.conditions)))
            yield Pairs(
                [
                    ((strong(tie.name, tie.condition),), [words.cited(tie.references, sources)])
                    for tie in entry.conditions
                ]
            )
        if entry.interventions:
            yield Section("Interventions studied", "what was tried and found; not advice")
            yield Items(
                [
                    text(strong(one.name), dim(f" · {one.class_}"), f". {one.summary}" if one.summary else "")
                    for one in entry.interventions
                ]
            )
    yield from _tail(entry.claims, entry.sources, detail, "--examples  --how  --sources  --full")


def _group(entry: entries.GroupEntry, labels: Labels, detail: Detail) -> Iterator[Block]:
    found = [link for example in entry.examples for link in example.links]
    counted = f"{words.plural(len(entry.examples), 'example')} · {words.plural(len(found), 'link')}"
    yield from _head(entry.name, f"group · {counted}", entry.aliases, entry.summary, detail)
    if not detail.roomy:
        more = len(entry.examples) - MOST_EXAMPLES
        told = entry.examples if more <= 1 else entry.examples[:MOST_EXAMPLES]
        rest = f" and {more} more" if more > 1 else ""
        yield Paragraph(text(dim("Examples "), *words.names(told), rest))
    yield from links.in_short(found, labels, roomy=detail.roomy)
    yield from _examples(entry.examples, labels, detail, _by_id(entry.sources))
    yield from _tail(entry.claims, entry.sources, detail, "--examples  --sources  --full")


def _example(
    entry: entries.ExampleEntry, labels: Labels, detail: Detail, asked: Sequence[answers.AskedMember]
) -> Iterator[Block]:
    sources = _by_id(entry.sources)
    condition = entry.as_condition
    home = entry.cause.name if entry.kind == Kind.DISEASE else entry.cause.id  # "disease · medications" blames a drug
    yield Title(entry.name, f"{entry.kind} · {home}" + (" · also a condition" if condition else ""))
    if asked:
        yield Paragraph(words.members_asked(asked, entry.name))
    elif condition:
        yield Paragraph(text(condition.summary if detail.full else words.opening(condition.summary, 1)))
    heading = "What was measured" if entry.kind in OBSERVED else "What it does to transmitters"
    yield Section(heading, words.plural(len(entry.links), "link") if entry.links else "no link of it is checked yet")
    few = len(entry.links) <= (1 if condition else MOST_TOLD)
    told = detail.full or few
    if not told or (detail.roomy and not few):
        yield links.of_example(entry.links, labels, sources, members=not asked)
    if told:
        if detail.roomy and not few:
            yield Section("Link by link", "what was measured, in whom, and its limits")
        yield links.whole(entry.links, labels, sources)
    beside = _beside(entry, detail)
    if beside:
        if detail.roomy:
            yield Section("More about it")
        yield Pairs(beside)
    if condition and detail.full:
        yield from _tied(condition, labels, detail)
    if not detail.full and (condition or not told):
        yield Notes(words.legend().lines, typed=[_more(entry)])
    elif detail.roomy:
        yield words.legend()
    extra = tuple(source for source in condition.sources if source.id not in sources) if condition else ()
    yield from _sources((*entry.sources, *extra), detail._replace(sources=detail.sources or detail.full))


def _beside(entry: entries.ExampleEntry, detail: Detail) -> Rows:
    """Return what is told of an example beside its links; the more links, the less, so that all stands on a screen."""
    condition = entry.as_condition
    brief = not detail.full and (condition is not None or len(entry.links) > MOST_BESIDE)
    most = None if detail.full else MOST_NAMES
    aliases = dict.fromkeys((*entry.aliases, *(condition.aliases if condition else ())))
    rows: Rows = []
    if not entry.member:
        rows += _labelled("Also called", words.others(entry.name, aliases), most)
        rows += _labelled("Members", [_member(one, brands=detail.full) for one in entry.members], most)
    if not brief:
        rows += _pointed("Also under", entry.also_under)
        rows += _pointed("Group", entry.groups)
    rows += _pointed("Conditions", [one for one in entry.conditions if one.id != entry.id], most)
    if not (brief and condition):
        rows += _labelled("See also", [named(words.main_name(one.name), one.id) for one in entry.see_also], most)
    if not brief:
        rows += words.entry_identifiers(
            {**entry.identifiers, **(entry.member.identifiers if entry.member else {})}, entry.involves
        )
        rows += _claims(entry.claims, None if detail.full else MOST_CLAIMS)
    return rows


def _more(entry: entries.ExampleEntry) -> str:
    """Say where an example's page goes on."""
    told = ["More: --full"]
    told += [f"tied to it: by-condition {entry.id}"] if entry.as_condition else []
    told += [f"is it true? {words.plural(len(entry.claims), 'claim')}"] if entry.claims else []
    return " · ".join(told)


def _transmitter(entry: entries.TransmitterEntry, labels: Labels, detail: Detail) -> Iterator[Block]:
    note = [words.short_for(entry.abbreviation, entry.name), entry.family, words.plural(len(entry.links), "link")]
    yield from _head(entry.name, " · ".join(filter(None, note)), entry.aliases, entry.summary, detail)
    yield from links.in_short_by_cause(entry.links, labels, roomy=detail.roomy)
    if detail.roomy:
        yield from links.best_by_cause(entry.links, labels)
    if detail.how or detail.full:
        yield from _life(entry, labels)
    if detail.full and not detail.roomy:
        for cause in dict.fromkeys(link.cause for link in entry.links):
            found = [link for link in entry.links if link.cause == cause]
            yield Section(labels.causes[cause], words.plural(len(found), "link"), inner=True)
            yield links.whole(found, labels, {}, by="example")
    more = f"--how  --sources  --full · every link: by-transmitter {entry.id}"
    yield from _tail(entry.claims, entry.sources, detail, more)


def _life(entry: entries.TransmitterEntry, labels: Labels) -> Iterator[Block]:
    yield Section("Its life", "from precursor to breakdown")
    life: Rows = []
    if entry.precursors:
        chain = (text(one) for one in (*entry.precursors, words.transmitter(entry.id, labels)))
        life.append(((strong("precursors"),), [words.joined(chain, " → ")]))
    life.append(((strong("cofactors"),), _roles(entry.cofactors)))
    life.append(((strong("synthesis"),), _roles(entry.synthesis)))
    life.append(((strong("storage"),), _roles(entry.storage)))
    families = [text(family.name, dim(f" ({family.coupling})")) for family in entry.receptor_families]
    life.append(
        (
            (strong("receptors"),),
            [words.joined(families, ", "), words.joined(((dim(one, one),) for one in entry.receptors), ", ")],
        )
    )
    life.append(((strong("reuptake"),), _roles(entry.reuptake)))
    life.append(((strong("degradation"),), _roles(entry.degradation)))
    life.append(((strong("becomes"),), _roles(entry.breakdown_products)))
    life.append(((strong("made in"),), [text(entry.made_in)]))
    life.append(((strong("roles"),), [text(", ".join(entry.roles))]))
    life += words.entry_identifiers(entry.identifiers, ())
    yield Pairs([(label, paragraphs) for label, paragraphs in life if any(paragraphs)])


def _condition(entry: entries.ConditionEntry, labels: Labels, detail: Detail) -> Iterator[Block]:
    tied = [words.plural(len(entry.examples), "example")]
    tied += [] if detail.roomy else [", ".join(tie.id for tie in entry.causes)]  # which a roomy page names below
    yield from _head(entry.name, " · ".join(["condition", *filter(None, tied)]), entry.aliases, entry.summary, detail)
    yield from _tied(entry, labels, detail)
    if detail.full:
        rows = _pointed("See also", entry.see_also)
        rows += words.entry_identifiers(entry.identifiers, entry.involves)
        if rows:
            yield Pairs(rows)
    yield from _tail(entry.claims, entry.sources, detail, "--examples  --sources  --full")


def _tied(entry: entries.ConditionEntry, labels: Labels, detail: Detail) -> Iterator[Block]:
    """Yield what is tied to a condition: what its examples do in short."""
    found = [link for example in entry.examples for link in example.links]
    if found:
        yield from links.in_short(found, labels, "What is tied to it", roomy=detail.roomy)
    if entry.causes and detail.roomy:
        yield Paragraph(text(dim("Causes "), *words.names(entry.causes)))
    yield from _examples(entry.examples, labels, detail, _by_id(entry.sources))


def _molecule(entry: entries.MoleculeEntry, labels: Labels, detail: Detail) -> Iterator[Block]:
    yield Title(entry.name, f"{entry.kind} · {entry.id}")
    if entry.summary:
        yield Paragraph(text(entry.summary))
    rows = _labelled("Also called", words.others(entry.name, entry.aliases), None if detail.full else MOST_ALIASES)
    for served in entry.serves:
        role = re.sub(rf"{re.escape(entry.name)}( \([^()]*\))?, (?!wh)", "", served.role, count=1, flags=re.IGNORECASE)
        told = served.part if role == served.part else f"{served.part}: {role}"
        rows.append(((strong(words.transmitter(served.transmitter, labels), served.transmitter),), [text(told)]))
    rows += _labelled("Variants", [named(words.main_name(one.name), one.id) for one in entry.variants])
    rows += _pointed("Also part of", entry.involved_in)
    rows += words.entry_identifiers(entry.identifiers, ()) + _claims(entry.claims)
    yield Pairs(rows)
    if entry.links:
        yield Section("What acts through it", words.plural(len(entry.links), "link"))
        if detail.full and not detail.roomy:
            yield links.whole(entry.links, labels, _by_id(entry.sources), by="example")
        else:
            yield from links.acting_through(entry.links, entry.id, labels, roomy=detail.roomy)
        yield words.legend()
    yield from _sources(entry.sources, detail)


def _claim(entry: entries.ClaimEntry, detail: Detail) -> Iterator[Block]:
    asked = f"Is it true that {inside_sentence(entry.statement)}?" if detail.roomy else entry.statement
    yield Title(asked, "claim")
    yield Paragraph(text(strong(str(entry.verdict).capitalize()), dim(f" — {entry.verdict.definition}")))
    yield Paragraph(text(entry.summary))
    yield Pairs(_pointed("About", entry.about) + _labelled("Also asked as", entry.aliases))
    yield Section("Sources", str(len(entry.sources)))
    if detail.roomy:
        yield reference_list(entry.sources)
    else:
        yield Run([(words.short(source),) for source in entry.sources], mark=";")


def _link(entry: entries.LinkEntry, labels: Labels) -> Iterator[Block]:
    link = entry.link
    yield Title(f"{link.name} and {words.transmitter(link.transmitter, labels)}", f"link · {entry.id}")
    yield links.whole([link], labels, _by_id(entry.sources))
    yield Section("Sources", "each with the day on which its record and the claim were checked")
    yield Items(
        [
            text(
                words.vancouver(source), " ", *words.reference_identifiers(source), dim(f" · checked {source.checked}")
            )
            for source in entry.sources
        ],
        numbered=True,
    )
    yield words.legend()


def _reference(entry: entries.ReferenceEntry, labels: Labels) -> Iterator[Block]:
    source = entry.source
    yield Title(source.citation, f"{source.study} · {source.id}")
    yield Paragraph(text(words.vancouver(source)))
    rows: Rows = [
        ((dim("Identifiers"),), [words.reference_identifiers(source)]),
        ((dim("Study"),), [text(str(source.study), dim(f": {source.study.definition}"))]),
        ((dim("Checked"),), [text(source.checked)]),
    ]
    rows += _labelled("Erratum", source.errata)
    rows += _labelled("Not yet checked", source.unchecked)
    yield Pairs(rows)
    yield Section("What rests on it", words.plural(len(entry.cited_by), "place"))
    yield links.resting(entry.cited_by, labels)
    if any(one.links for one in entry.cited_by):
        yield words.legend()


# -- parts that several pages share --------------------------------------------------------------------------------


def _by_id(sources: Iterable[CitedReference]) -> dict[str, CitedReference]:
    return {source.id: source for source in sources}


def _head(name: str, note: str, aliases: Sequence[str], summary: str, detail: Detail) -> Iterator[Block]:
    yield Title(name, note)
    others = words.others(name, aliases)
    if others and detail.full:
        yield Paragraph(words.also_called(others))
    yield Paragraph(text(summary if detail.full else words.opening(summary)))


def _labelled(label: str, names: Sequence[str | Span], most: int | None = None) -> Rows:
    """Return a row of names under a label, at *most* so many; none where there are none."""
    shown = names if most is None or len(names) <= most + 1 else names[:most]
    more = f" and {len(names) - len(shown)} more" if len(shown) < len(names) else ""
    return [((dim(label),), [text(*words.listed(shown), more)])] if names else []


def _pointed(label: str, pointers: Sequence[words.Pointer], most: int | None = None) -> Rows:
    """Return a row of other entries under a label, at *most* so many; none where there are none."""
    return _labelled(label, [named(one.name, one.id) for one in pointers], most)


def _member(member: Member, *, brands: bool) -> str:
    return f"{member.name} ({', '.join(member.brands)})" if brands and member.brands else member.name


def _claims(claims: Sequence[answers.ClaimName], most: int | None = None) -> Rows:
    """Return the claims that people ask about an entry, at *most* so many, each with its verdict."""
    told = [text(named(claim.statement, claim.id), dim(f" · {claim.verdict}")) for claim in claims[:most]]
    told += [text(dim(f"and {len(claims) - most} more; --full lists them"))] if most and len(claims) > most else []
    return [((dim("Is it true?"),), told)] if told else []


def _roles(roles: Iterable[GeneRole | MoleculeRole]) -> list[Inline]:
    molecules = ((one.gene if isinstance(one, GeneRole) else one.molecule, one.role) for one in roles)
    return [text(strong(molecule, molecule), f" {role}") for molecule, role in molecules]


def _examples(
    examples: Sequence[ExampleLinks],
    labels: Labels,
    detail: Detail,
    sources: dict[str, CitedReference],
    home: str | None = None,
) -> Iterator[Block]:
    if detail.roomy:
        if examples:
            yield Section("Examples", str(len(examples)))
            yield links.by_example(examples, labels, home)
    elif detail.full:
        yield Section("Examples", str(len(examples)))
        for example in examples:
            guest = f" · from {labels.causes[example.cause]}" if home is not None and example.cause != home else ""
            yield Section(example.name, f"{example.kind} · {example.id}{guest}", inner=True)
            yield links.whole(example.links, labels, sources)
    elif detail.examples:
        yield Section("Examples", str(len(examples)))
        yield links.examples_table(examples, labels, home)


def _tail(
    claims: Sequence[answers.ClaimName], sources: Sequence[CitedReference], detail: Detail, more: str
) -> Iterator[Block]:
    """Yield what ends a page that is told in short: claims, sources, the legend, and where to go on."""
    if claims and detail.roomy:
        yield Section("Is it true?", words.plural(len(claims), "claim"))
        yield Items([line for _, lines in _claims(claims) for line in lines])
    elif claims and detail.full:
        yield Pairs(_claims(claims))
    yield from _sources(sources, detail)
    asked_of_it = f" · is it true? {words.plural(len(claims), 'claim')}" if claims else ""
    yield Notes(words.legend().lines, typed=[] if detail.full else [f"More: {more}{asked_of_it}"])


def _sources(sources: Sequence[CitedReference], detail: Detail) -> Iterator[Block]:
    """Yield the sources where they are asked for: in full, or with all the rest in short."""
    if detail.roomy and len(sources) > MOST_SOURCES:
        return  # each stands with what rests on it
    if sources and detail.sources:
        yield Section("Sources", str(len(sources)))
        yield reference_list(sources)
    elif sources and detail.full:
        yield Section("Sources", str(len(sources)))
        yield Run([(words.short(source),) for source in sources], mark=";")


def reference_list(sources: Sequence[CitedReference]) -> Items:
    """Cite references in full, numbered, each linked to its page, with what of its record is not checked."""
    return Items(
        [
            text(
                words.vancouver(source),
                " ",
                *words.reference_identifiers(source),
                dim(" ["),
                dim(source.id, source.id),
                dim("]"),
                dim(f" not yet checked: {', '.join(source.unchecked)}" if source.unchecked else ""),
            )
            for source in sources
        ],
        numbered=True,
    )
