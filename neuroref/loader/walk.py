"""Walks the plain tree of a dataset, which may still be malformed: what has not the shape asked for is passed over.

It walks the records of a model as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from ..model.records import EntryKind, Record
from .yamlreader import KeyPath

RECORD: Any = (dict, Record)  # what a record is an instance of


def records_of(tree: dict[str, Any], section: str) -> Iterator[tuple[KeyPath, dict[str, Any]]]:
    """Yield the records of a *section*, each with its path."""
    for index, record in members_of(tree, section):
        if isinstance(record, RECORD):
            yield (section, index), record


def members_of(record: dict[str, Any], name: str) -> Iterable[tuple[int, Any]]:
    """Return the members of a list that a record has under *name*, each with its place."""
    value = record.get(name)
    return enumerate(value) if isinstance(value, (list, tuple)) else ()


def has_several(record: dict[str, Any], name: str) -> bool:
    """Whether a record has a list of two members or more under *name*."""
    value = record.get(name)
    return isinstance(value, (list, tuple)) and len(value) > 1


def texts_of(record: dict[str, Any], name: str, path: KeyPath) -> Iterable[tuple[KeyPath, str]]:
    """Return the texts of a list that a record has under *name*, each with its path."""
    value = record.get(name)
    if not value or not isinstance(value, (list, tuple)):
        return ()
    return [((*path, name, index), text) for index, text in enumerate(value) if isinstance(text, str)]


def words_of(record: dict[str, Any], name: str) -> Sequence[str]:
    """Return the texts of a list that a record has under *name*."""
    value = record.get(name)
    if isinstance(value, tuple):  # of a model
        return value
    return [text for text in value if isinstance(text, str)] if isinstance(value, list) else ()


def examples_of(tree: dict[str, Any]) -> Iterator[tuple[KeyPath, dict[str, Any], dict[str, Any]]]:
    """Yield every example with its path and its cause."""
    for path, cause in records_of(tree, "causes"):
        for index, example in members_of(cause, "examples"):
            if isinstance(example, RECORD):
                yield (*path, "examples", index), example, cause


def effects_of(tree: dict[str, Any]) -> Iterator[tuple[KeyPath, dict[str, Any]]]:
    """Yield every effect with its path."""
    for path, example, _ in examples_of(tree):
        for number, effect in members_of(example, "effects"):
            if isinstance(effect, RECORD):
                yield (*path, "effects", number), effect


def effects_of_cause(cause: dict[str, Any]) -> Iterator[tuple[KeyPath, dict[str, Any]]]:
    """Yield every effect of a *cause*'s own examples, with its path from there."""
    for index, example in members_of(cause, "examples"):
        for number, effect in members_of(example, "effects") if isinstance(example, RECORD) else ():
            if isinstance(effect, RECORD):
                yield ("examples", index, "effects", number), effect


def ties_of(tree: dict[str, Any]) -> Iterator[tuple[KeyPath, str | None, dict[str, Any] | None]]:
    """Yield each tie of a condition to a cause or an example: its path, the condition, and its record if it has one."""
    holders = chain(((path, example) for path, example, _ in examples_of(tree)), records_of(tree, "causes"))
    for path, record in holders:
        for index, tie in members_of(record, "conditions"):
            where = (*path, "conditions", index)
            if isinstance(tie, RECORD):
                yield (*where, "condition"), tie.get("condition"), tie
            elif isinstance(tie, str):
                yield where, tie, None


def cited_records(tree: dict[str, Any]) -> Iterator[tuple[KeyPath, dict[str, Any]]]:
    """Yield every record that rests on references, with its path."""
    yield from effects_of(tree)
    for path, cause in records_of(tree, "causes"):
        for part in ("processes", "pathways", "interventions"):
            for index, record in members_of(cause, part):
                if isinstance(record, RECORD):
                    yield (*path, part, index), record
    yield from ((path[:-1], tie) for path, _, tie in ties_of(tree) if tie is not None)
    yield from records_of(tree, "transmitters")
    yield from records_of(tree, "claims")


def class_members_of(tree: dict[str, Any]) -> Iterator[tuple[KeyPath, dict[str, Any], dict[str, Any]]]:
    """Yield every member of a class with its path and its example."""
    for path, example, _ in examples_of(tree):
        for index, member in members_of(example, "members"):
            if isinstance(member, RECORD):
                yield (*path, "members", index), member, example


def entries_of(
    tree: dict[str, Any], kinds: Iterable[EntryKind] = EntryKind
) -> Iterator[tuple[KeyPath, EntryKind, dict[str, Any]]]:
    """Yield every entry of some *kinds* with its path and its kind."""
    for kind in kinds:
        if kind is EntryKind.EXAMPLE:
            for path, example, _ in examples_of(tree):
                yield path, kind, example
        else:
            for path, record in records_of(tree, kind.section):
                yield path, kind, record
