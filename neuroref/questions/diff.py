"""What changed between two versions of a dataset: links and entries that were added, removed or changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from ..model.names import key
from ..model.records import Dataset, EntryKind
from ..model.vocabularies import Direction, Evidence
from .answers import Answer
from .changes import Change, ChangeCount, Difference, FieldChange, Version
from .phrases import phrase

LINK = "link"
SAME = ("name", "title", "statement", "DOI", "PMID")  # an entry under a new id is known by one of these
NAMES = ("name", "title", "statement", "term", "why")  # what a record is called
# What is no fact of its own: it follows from other fields, or from another record.
FOLLOWS = {LINK: ("example", "name", "phrase"), "known": ("id",), "glossary": ("id",), "class_rule": ("id",)}

Plain = dict[str, Any]
Pair = tuple[Plain | None, Plain | None]


class ChangeRow(Answer, frozen=True, kw_only=True):
    """One field of what changed, for a table; of what was added or removed one row without a field."""

    change: str
    entry: str
    id: str
    name: str
    transmitter: str | None
    direction: Direction | None
    phrase: str | None
    evidence: Evidence | None
    field: str | None
    old: Any
    new: Any


def change_rows(difference: Difference) -> Iterator[ChangeRow]:
    """Yield the changes of a *difference*, a row for each field."""
    nothing = (FieldChange(field="", old=None, new=None),)
    for one in difference.changes:
        for field in one.fields or nothing:
            yield ChangeRow.of(one, field=field.field or None, old=field.old, new=field.new)


def diff(old: Dataset, new: Dataset) -> Difference:
    """Compare two versions of a dataset: entries by id, else by name; links by id and sources."""
    counts, changes = [], []
    before, after = _sections(old), _sections(new)
    pairs = {kind: list(_matched(before[kind], after[kind])) for kind in before}
    moved = {one["id"]: other["id"] for one, other in pairs[EntryKind.EXAMPLE.value] if one and other}
    pairs = {LINK: list(_matched_links(_links(old), _links(new), moved)), **pairs}
    for kind, matched in pairs.items():
        found = [change for one, other in matched if (change := _change(kind, one, other))]
        ways = [change.change for change in found]
        counts.append(
            ChangeCount(
                entry=kind,
                old=sum(one is not None for one, _ in matched),
                new=sum(other is not None for _, other in matched),
                added=ways.count("added"),
                removed=ways.count("removed"),
                changed=ways.count("changed"),
            )
        )
        changes += found
    versions = (Version(title=one.dataset.title, version=one.dataset.version) for one in (old, new))
    return Difference(old=next(versions), new=next(versions), counts=tuple(counts), changes=tuple(changes))


def _sections(dataset: Dataset) -> dict[str, list[Plain]]:
    """Return all that a dataset holds but its links, as plain records with an id, by kind of entry."""
    found: dict[str, list[Plain]] = {kind.value: [] for kind in EntryKind}
    home = {example.id: cause.id for cause in dataset.causes for example in cause.examples}
    for kind, record in dataset.entries():
        fields = msgspec.to_builtins(record)
        if kind is EntryKind.EXAMPLE:
            fields.pop("effects")
            fields["cause"] = home[record.id]
        elif kind is EntryKind.CAUSE:
            fields.pop("examples")
        found[kind.value].append(fields)
    found["known"] = [{"id": one.name, **msgspec.to_builtins(one)} for one in dataset.known]
    found["glossary"] = [{"id": one.term, **msgspec.to_builtins(one)} for one in dataset.glossary]
    found["class_rule"] = [{"id": one.why, **msgspec.to_builtins(one)} for one in dataset.class_rules]
    found["dataset"] = [{"id": "dataset", **msgspec.to_builtins(dataset.dataset)}]
    return found


def _links(dataset: Dataset) -> list[Plain]:
    """Return the links as plain records, each with its id, its example and what happens at the step in words."""
    found: list[Plain] = []
    for example in dataset.examples():
        for identifier, effect in example.links():
            fields: Plain = msgspec.to_builtins(effect)
            fields.pop("number")  # the id has it
            said = phrase(effect.direction, effect.process, (), str, effect.change)
            named: Plain = {"id": identifier, "example": example.id, "name": example.name, "phrase": said}
            found.append({**named, **fields})
    return found


def _matched(old: Iterable[Plain], new: Iterable[Plain]) -> Iterator[Pair]:
    """Pair records by their ids; those left by their names, titles or identifiers; then yield what is alone."""
    before = {one["id"]: one for one in old}
    after = {one["id"]: one for one in new}
    gone = {one: record for one, record in before.items() if one not in after}
    called = {name: one for one, record in gone.items() for name in _names(record)}
    for identifier, record in after.items():
        if identifier in before:
            yield before[identifier], record
        else:
            former = next((called[name] for name in _names(record) if called.get(name) in gone), None)
            yield gone.pop(former) if former is not None else None, record
    yield from ((record, None) for record in gone.values())


def _names(record: Plain) -> list[tuple[str, str]]:
    return [(field, key(record[field])) for field in SAME if record.get(field)]


def _matched_links(old: Iterable[Plain], new: Iterable[Plain], moved: dict[str, str]) -> Iterator[Pair]:
    """Pair the links of an example to a transmitter, those most alike first; then yield those that are alone."""
    before: dict[tuple[str, str], list[Plain]] = {}
    after: dict[tuple[str, str], list[Plain]] = {}
    for one in old:
        example: str = one["example"]
        before.setdefault((moved.get(example, example), one["transmitter"]), []).append(one)
    for one in new:
        after.setdefault((one["example"], one["transmitter"]), []).append(one)
    for place in {**after, **before}:
        left, right = before.get(place, []), after.get(place, [])
        alike = [(_likeness(one, other), -a, -b) for a, one in enumerate(left) for b, other in enumerate(right)]
        partners: dict[int, int] = {}
        for likeness, a, b in sorted(alike, reverse=True):
            if likeness and -a not in partners.values() and -b not in partners:
                partners[-b] = -a
        yield from ((left[partners[b]] if b in partners else None, other) for b, other in enumerate(right))
        yield from ((one, None) for a, one in enumerate(left) if a not in partners.values())


def _likeness(one: Plain, other: Plain) -> int:
    """Say how far two links are the same: not at all where they share neither id nor reference."""
    same_id = one["id"] == other["id"]
    shared = len({*one["references"]} & {*other["references"]})
    if not same_id and not shared:
        return 0
    same = [field for field in ("id", "direction", "process", "phase", "species") if one[field] == other[field]]
    return len(same) + shared


def _change(kind: str, old: Plain | None, new: Plain | None) -> Change | None:
    """Return what changed of one record; nothing where it is as it was."""
    now = new or old or {}
    fields: tuple[FieldChange, ...] = ()
    if old and new:
        differ = (name for name in new if name not in FOLLOWS.get(kind, ()) and old[name] != new[name])
        fields = tuple(FieldChange(field=name, old=old[name], new=new[name]) for name in differ)
        if not fields:
            return None
    link = now if kind == LINK else {}
    return Change(
        change="changed" if old and new else "added" if new else "removed",
        entry=kind,
        id=now["id"],
        name=next((now[name] for name in NAMES if name in now), now["id"]),
        transmitter=link.get("transmitter"),
        direction=Direction(link["direction"]) if link else None,
        phrase=link.get("phrase"),
        evidence=Evidence(link["evidence"]) if link else None,
        fields=fields,
    )
