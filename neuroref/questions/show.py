"""One entry, whole: what `show` answers, put together from the tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

import msgspec

from . import answers, model
from .tables import Tables

R = TypeVar("R", bound=msgspec.Struct)


def cause(tables: Tables, identifier: str) -> answers.CauseEntry:
    """Put together everything on a cause."""
    record = tables.record("cause", identifier, model.Cause)
    examples = tables.grouped_examples(
        "link.example IN (SELECT example FROM member WHERE cause = ?)", [identifier], home=identifier
    )
    parts = (record.processes, record.pathways, record.conditions, record.interventions)
    cited = [reference for part in parts for one in part for reference in one.references]
    cited += [reference for example in examples for link in example.links for reference in link.references]
    names = tables.names("condition", [tie.condition for tie in record.conditions])
    return answers.CauseEntry(
        id=record.id,
        name=record.name,
        aliases=record.aliases,
        summary=record.summary,
        processes=_alike(record.processes, answers.ProcessNote),
        pathways=_alike(record.pathways, answers.Pathway),
        examples=examples,
        conditions=tuple(
            answers.TiedCondition(condition=tie.condition, name=names[tie.condition], references=tie.references)
            for tie in record.conditions
        ),
        interventions=_alike(record.interventions, answers.Intervention),
        sources=tables.sources(cited),
    )


def group(tables: Tables, identifier: str) -> answers.GroupEntry:
    """Put together everything on a group."""
    record = tables.record("group", identifier, model.Group)
    examples = tables.grouped_examples(
        "link.example IN (SELECT example FROM example_group WHERE grouping = ?)", [identifier]
    )
    return answers.GroupEntry(
        id=record.id,
        name=record.name,
        aliases=record.aliases,
        summary=record.summary,
        examples=examples,
        sources=tables.sources(source for one in examples for link in one.links for source in link.references),
    )


def example(tables: Tables, identifier: str, *, with_condition: bool) -> answers.ExampleEntry:
    """Put together everything on an example; *with_condition*: the condition of the same id too."""
    record = tables.record("example", identifier, model.Example)
    links = tuple(tables.links("link.example = ?", [identifier]))
    home = tables.db.execute("SELECT cause FROM example WHERE id = ?", (identifier,)).fetchone()[0]
    cited = [reference for link in links for reference in link.references]
    return answers.ExampleEntry(
        id=record.id,
        name=record.name,
        aliases=record.aliases,
        kind=record.kind,
        cause=tables.pointers("cause", [home])[0],
        also_under=tables.pointers("cause", record.also_under),
        groups=tables.pointers("group", record.groups),
        identifiers=record.identifiers,
        involves=record.involves,
        conditions=tables.pointers("condition", record.conditions),
        see_also=tables.neighbours(record.see_also),
        links=links,
        as_condition=condition(tables, identifier) if with_condition else None,
        sources=tables.sources(cited),
    )


def transmitter(tables: Tables, identifier: str) -> answers.TransmitterEntry:
    """Put together everything on a transmitter."""
    record = tables.record("transmitter", identifier, model.Transmitter)
    links = tuple(tables.links("link.transmitter = ?", [identifier]))
    fields = {name: getattr(record, name) for name in record.__struct_fields__ if name != "references"}
    return answers.TransmitterEntry(**fields, links=links, sources=tables.sources(record.references))


def condition(tables: Tables, identifier: str) -> answers.ConditionEntry:
    """Put together everything on a condition."""
    record = tables.record("condition", identifier, model.Condition)
    ties = tables.condition_ties(identifier)
    names = tables.names("cause", ties)
    fields = {name: getattr(record, name) for name in record.__struct_fields__ if name != "see_also"}
    return answers.ConditionEntry(
        **fields,
        see_also=tables.neighbours(record.see_also),
        causes=tuple(answers.TiedCause(id=one, name=names[one], references=cited) for one, cited in ties.items()),
        examples=tables.grouped_examples(
            "link.example IN (SELECT example FROM example_condition WHERE condition = ?)", [identifier]
        ),
        sources=tables.sources(reference for cited in ties.values() for reference in cited),
    )


def reference(tables: Tables, identifier: str) -> answers.ReferenceEntry:
    """Put together everything on a source, and what rests on it."""
    rows = tables.db.execute(
        "SELECT citation.kind, citation.id, entry.name, place FROM citation "
        "JOIN entry ON entry.kind = citation.kind AND entry.id = citation.id "
        "WHERE reference = ? ORDER BY entry.number, place",
        (identifier,),
    )
    return answers.ReferenceEntry(
        id=identifier,
        source=tables.sources([identifier])[0],
        cited_by=tuple(answers.CitedBy(entry=kind, id=one, name=name, place=place) for kind, one, name, place in rows),
    )


OF_KIND: dict[str, Callable[[Tables, str], answers.Entry]] = {
    "cause": cause,
    "group": group,
    "transmitter": transmitter,
    "condition": condition,
    "reference": reference,
}


def _alike(records: Iterable[msgspec.Struct], answer: type[R]) -> tuple[R, ...]:
    """Turn records of the model into the answers with the same fields."""
    return tuple(answer(**{name: getattr(record, name) for name in answer.__struct_fields__}) for record in records)
