"""One entry, whole: what `show` answers, put together from the tables."""

from __future__ import annotations

from collections.abc import Iterable

from ..model import records
from ..model.records import EntryKind, assert_never
from . import answers, entries
from .lookup import Found
from .reader import SnapshotReader, links_of, links_of_member


def show(reader: SnapshotReader, found: Found) -> entries.Entry:
    """Put together everything on the entry that a name was *found* to mean."""
    kind, identifier = found.kinds[0], found.id
    match kind:
        case EntryKind.CAUSE:
            return _cause(reader, identifier)
        case EntryKind.EXAMPLE:
            return _example(reader, found)
        case EntryKind.GROUP:
            return _group(reader, identifier)
        case EntryKind.TRANSMITTER:
            return _transmitter(reader, identifier)
        case EntryKind.CONDITION:
            return _condition(reader, identifier)
        case EntryKind.MOLECULE:
            return _molecule(reader, identifier)
        case EntryKind.REFERENCE:
            return _reference(reader, identifier)
        case EntryKind.CLAIM:
            return _claim(reader, identifier)
        case _:
            assert_never(kind)


def show_link(reader: SnapshotReader, identifier: str) -> entries.LinkEntry | None:
    """Put together everything on the link of that id; nothing if there is none."""
    link = next(reader.links("link.id = ?", [identifier]), None)
    return entries.LinkEntry(id=link.id, link=link, sources=reader.cited(link.references)) if link else None


def links_in(entry: entries.Entry) -> tuple[answers.Link, ...]:
    """Return the links that the page of an *entry* holds."""
    match entry:
        case entries.CauseEntry() | entries.GroupEntry() | entries.ConditionEntry():
            return tuple(link for example in entry.examples for link in example.links)
        case entries.ExampleEntry() | entries.TransmitterEntry() | entries.MoleculeEntry():
            return entry.links
        case entries.LinkEntry():
            return (entry.link,)
        case entries.ReferenceEntry() | entries.ClaimEntry():
            return ()
        case _:
            assert_never(entry)


def cited_in(entry: entries.Entry) -> Iterable[str]:
    """Return the ids of all references on which an *entry*, or a link that it holds, rests."""
    if isinstance(entry, entries.ReferenceEntry):
        return [entry.id]
    cited = [source.id for source in entry.sources]
    if isinstance(entry, entries.ExampleEntry):
        return cited + [source.id for source in entry.as_condition.sources] if entry.as_condition else cited
    return cited + _cited_by(links_in(entry))


def _cited_by(links: Iterable[answers.Link]) -> list[str]:
    return [reference for link in links for reference in link.references]


def _cause(reader: SnapshotReader, identifier: str) -> entries.CauseEntry:
    record = reader.record("cause", identifier, records.Cause)
    examples = reader.grouped_examples(links_of(EntryKind.CAUSE), [identifier])
    parts = (record.processes, record.pathways, record.conditions, record.interventions)
    cited = [reference for part in parts for one in part for reference in one.references]
    cited += _cited_by(link for example in examples for link in example.links)
    names = reader.names("condition", [tie.condition for tie in record.conditions])
    return entries.CauseEntry.of(
        record,
        examples=tuple(sorted(examples, key=lambda example: example.cause != identifier)),
        conditions=tuple(answers.TiedCondition.of(tie, name=names[tie.condition]) for tie in record.conditions),
        claims=reader.claims_about(EntryKind.CAUSE, identifier),
        sources=reader.cited(cited),
    )


def _group(reader: SnapshotReader, identifier: str) -> entries.GroupEntry:
    examples = reader.grouped_examples(links_of(EntryKind.GROUP), [identifier])
    return entries.GroupEntry.of(
        reader.record("group", identifier, records.Group),
        examples=examples,
        claims=reader.claims_about(EntryKind.GROUP, identifier),
        sources=reader.cited(_cited_by(link for example in examples for link in example.links)),
    )


def _example(reader: SnapshotReader, found: Found) -> entries.ExampleEntry:
    """Put together everything on an example, and on the condition of the same id if that was found too."""
    record = reader.record("example", found.id, records.Example)
    links = tuple(reader.links(*links_of_member(*found.asked)))
    home = reader.db.execute("SELECT cause FROM example WHERE id = ?", (found.id,)).fetchone()[0]
    names = reader.names("condition", record.ties)
    cited = [*_cited_by(links), *(reference for references in record.ties.values() for reference in references)]
    asked = next((one for one in record.members if found.member and one.name == found.member.name), None)
    return entries.ExampleEntry.of(
        record,
        cause=reader.pointers("cause", [home])[0],
        also_under=reader.pointers("cause", record.also_under),
        groups=reader.pointers("group", record.groups),
        conditions=tuple(
            answers.TiedName(id=tie, name=names[tie], references=references) for tie, references in record.ties.items()
        ),
        see_also=reader.neighbours(record.see_also),
        member=answers.AskedMember.of(asked, asked=found.member.asked) if asked and found.member else None,
        links=links,
        as_condition=_condition(reader, found.id) if EntryKind.CONDITION in found.kinds else None,
        claims=reader.claims_about(EntryKind.EXAMPLE, found.id),
        sources=reader.cited(cited),
    )


def _transmitter(reader: SnapshotReader, identifier: str) -> entries.TransmitterEntry:
    record = reader.record("transmitter", identifier, records.Transmitter)
    return entries.TransmitterEntry.of(
        record,
        links=tuple(reader.links(links_of(EntryKind.TRANSMITTER), [identifier])),
        claims=reader.claims_about(EntryKind.TRANSMITTER, identifier),
        sources=reader.cited(record.references),
    )


def _condition(reader: SnapshotReader, identifier: str) -> entries.ConditionEntry:
    record = reader.record("condition", identifier, records.Condition)
    ties = reader.condition_ties(identifier)
    names = reader.names("cause", ties)
    examples = reader.grouped_examples(links_of(EntryKind.CONDITION), [identifier], identifier)
    cited = [reference for references in ties.values() for reference in references]
    cited += [reference for example in examples for reference in example.references]
    return entries.ConditionEntry.of(
        record,
        see_also=reader.neighbours(record.see_also),
        causes=tuple(answers.TiedCause(id=one, name=names[one], references=ties[one]) for one in ties),
        examples=examples,
        claims=reader.claims_about(EntryKind.CONDITION, identifier),
        sources=reader.cited(cited),
    )


def _molecule(reader: SnapshotReader, identifier: str) -> entries.MoleculeEntry:
    record = reader.record("molecule", identifier, records.Molecule)
    links = tuple(reader.links(links_of(EntryKind.MOLECULE), [identifier]))
    roles = reader.db.execute(
        "SELECT transmitter, entry.name, part, role FROM role JOIN entry ON entry.kind = 'transmitter' "
        "AND entry.id = transmitter WHERE molecule = ? ORDER BY entry.number, part, role",
        (identifier,),
    )
    akin = reader.db.execute(
        "SELECT relation, example.id, example.name FROM akin JOIN example ON example.id = akin.example "
        "JOIN entry ON entry.kind = 'example' AND entry.id = example.id WHERE molecule = ? ORDER BY entry.number",
        (identifier,),
    ).fetchall()
    return entries.MoleculeEntry.of(
        record,
        serves=tuple(
            entries.Served(transmitter=one, name=name, part=part, role=role) for one, name, part, role in roles
        ),
        links=links,
        variants=tuple(answers.Name(id=one, name=name) for relation, one, name in akin if relation == "variant"),
        involved_in=tuple(answers.Name(id=one, name=name) for relation, one, name in akin if relation != "variant"),
        claims=reader.claims_about(EntryKind.MOLECULE, identifier),
        sources=reader.cited(_cited_by(links)),
    )


def _claim(reader: SnapshotReader, identifier: str) -> entries.ClaimEntry:
    record = reader.record("claim", identifier, records.Claim)
    about = []
    for one in record.about:  # what is example and condition in one is named once
        kind, name = reader.db.execute(
            "SELECT kind, name FROM entry JOIN claim_about USING (kind, id) WHERE id = ? AND claim = ? ORDER BY number",
            (one, identifier),
        ).fetchone()
        about.append(answers.EntryName(entry=kind, id=one, name=name))
    return entries.ClaimEntry.of(
        record,
        about=tuple(about),
        sources=reader.cited(record.references),
    )


def _reference(reader: SnapshotReader, identifier: str) -> entries.ReferenceEntry:
    rows = reader.db.execute(
        "SELECT citation.kind, citation.id, entry.name, place FROM citation "
        "JOIN entry ON entry.kind = citation.kind AND entry.id = citation.id "
        "WHERE reference = ? ORDER BY entry.number, place",
        (identifier,),
    )
    links: dict[tuple[str, str], list[answers.Link]] = {}
    citing = "link.example IN (SELECT id FROM citation WHERE reference = ? AND kind = 'example')"
    for link in reader.links(citing, [identifier]):
        if identifier in link.references:
            place = f"{link.direction} {link.transmitter} ({link.process})"
            links.setdefault((link.example, place), []).append(link)
    return entries.ReferenceEntry(
        id=identifier,
        source=reader.cited([identifier])[0],
        cited_by=tuple(
            entries.CitedBy(entry=kind, id=one, name=name, place=place, links=tuple(links.get((one, place), ())))
            for kind, one, name, place in rows
        ),
    )
