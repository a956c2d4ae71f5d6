"""One entry, whole: what `show` answers, put together from the tables."""

from __future__ import annotations

from collections.abc import Iterable

from ..model import records
from ..model.records import EntryKind, assert_never
from . import answers
from .lookup import Found
from .reader import SnapshotReader, links_of


def show(reader: SnapshotReader, found: Found) -> answers.Entry:
    """Put together everything on the entry that a name was *found* to mean."""
    kind, identifier = found.kinds[0], found.id
    match kind:
        case EntryKind.CAUSE:
            return _cause(reader, identifier)
        case EntryKind.EXAMPLE:
            return _example(reader, identifier, with_condition=EntryKind.CONDITION in found.kinds)
        case EntryKind.GROUP:
            return _group(reader, identifier)
        case EntryKind.TRANSMITTER:
            return _transmitter(reader, identifier)
        case EntryKind.CONDITION:
            return _condition(reader, identifier)
        case EntryKind.REFERENCE:
            return _reference(reader, identifier)
        case _:
            assert_never(kind)


def links_in(entry: answers.Entry) -> tuple[answers.Link, ...]:
    """Return the links that the page of an *entry* holds."""
    match entry:
        case answers.CauseEntry() | answers.GroupEntry() | answers.ConditionEntry():
            return tuple(link for example in entry.examples for link in example.links)
        case answers.ExampleEntry() | answers.TransmitterEntry():
            return entry.links
        case answers.ReferenceEntry():
            return ()
        case _:
            assert_never(entry)


def cited_in(entry: answers.Entry) -> Iterable[str]:
    """Return the ids of all references on which an *entry*, or a link that it holds, rests."""
    if isinstance(entry, answers.ReferenceEntry):
        return [entry.id]
    cited = [source.id for source in entry.sources]
    if isinstance(entry, answers.ExampleEntry):
        return cited + [source.id for source in entry.as_condition.sources] if entry.as_condition else cited
    return cited + _cited_by(links_in(entry))


def _cited_by(links: Iterable[answers.Link]) -> list[str]:
    return [reference for link in links for reference in link.references]


def _cause(reader: SnapshotReader, identifier: str) -> answers.CauseEntry:
    record = reader.record("cause", identifier, records.Cause)
    examples = reader.grouped_examples(links_of(EntryKind.CAUSE), [identifier])
    parts = (record.processes, record.pathways, record.conditions, record.interventions)
    cited = [reference for part in parts for one in part for reference in one.references]
    cited += _cited_by(link for example in examples for link in example.links)
    names = reader.names("condition", [tie.condition for tie in record.conditions])
    return answers.CauseEntry.of(
        record,
        examples=tuple(sorted(examples, key=lambda example: example.cause != identifier)),
        conditions=tuple(answers.TiedCondition.of(tie, name=names[tie.condition]) for tie in record.conditions),
        sources=reader.cited(cited),
    )


def _group(reader: SnapshotReader, identifier: str) -> answers.GroupEntry:
    examples = reader.grouped_examples(links_of(EntryKind.GROUP), [identifier])
    return answers.GroupEntry.of(
        reader.record("group", identifier, records.Group),
        examples=examples,
        sources=reader.cited(_cited_by(link for example in examples for link in example.links)),
    )


def _example(reader: SnapshotReader, identifier: str, *, with_condition: bool) -> answers.ExampleEntry:
    """Put together everything on an example; *with_condition*: the condition of the same id too."""
    record = reader.record("example", identifier, records.Example)
    links = tuple(reader.links(links_of(EntryKind.EXAMPLE), [identifier]))
    home = reader.db.execute("SELECT cause FROM example WHERE id = ?", (identifier,)).fetchone()[0]
    return answers.ExampleEntry.of(
        record,
        cause=reader.pointers("cause", [home])[0],
        also_under=reader.pointers("cause", record.also_under),
        groups=reader.pointers("group", record.groups),
        conditions=reader.pointers("condition", record.conditions),
        see_also=reader.neighbours(record.see_also),
        links=links,
        as_condition=_condition(reader, identifier) if with_condition else None,
        sources=reader.cited(_cited_by(links)),
    )


def _transmitter(reader: SnapshotReader, identifier: str) -> answers.TransmitterEntry:
    record = reader.record("transmitter", identifier, records.Transmitter)
    links = tuple(reader.links(links_of(EntryKind.TRANSMITTER), [identifier]))
    return answers.TransmitterEntry.of(record, links=links, sources=reader.cited(record.references))


def _condition(reader: SnapshotReader, identifier: str) -> answers.ConditionEntry:
    record = reader.record("condition", identifier, records.Condition)
    ties = reader.condition_ties(identifier)
    names = reader.names("cause", ties)
    return answers.ConditionEntry.of(
        record,
        see_also=reader.neighbours(record.see_also),
        causes=tuple(answers.TiedCause(id=one, name=names[one], references=cited) for one, cited in ties.items()),
        examples=reader.grouped_examples(links_of(EntryKind.CONDITION), [identifier]),
        sources=reader.cited(reference for cited in ties.values() for reference in cited),
    )


def _reference(reader: SnapshotReader, identifier: str) -> answers.ReferenceEntry:
    rows = reader.db.execute(
        "SELECT citation.kind, citation.id, entry.name, place FROM citation "
        "JOIN entry ON entry.kind = citation.kind AND entry.id = citation.id "
        "WHERE reference = ? ORDER BY entry.number, place",
        (identifier,),
    )
    return answers.ReferenceEntry(
        id=identifier,
        source=reader.cited([identifier])[0],
        cited_by=tuple(answers.CitedBy(entry=kind, id=one, name=name, place=place) for kind, one, name, place in rows),
    )
