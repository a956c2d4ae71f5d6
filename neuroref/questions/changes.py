"""The answer of ``diff``: what came, went or changed between two versions of a dataset."""

from __future__ import annotations

from typing import Any

from ..model.vocabularies import Direction, Evidence
from .answers import Answer


class Version(Answer, frozen=True, kw_only=True):
    """A version of a dataset that is compared with another."""

    title: str
    version: str


class ChangeCount(Answer, frozen=True, kw_only=True):
    """How many records of a kind there were (*old*) and are (*new*), and how many of them changed.

    *entry* is "link", a kind of entry, "known", "glossary", "class_rule", or "dataset" for its title and licence.
    """

    entry: str
    old: int
    new: int
    added: int
    removed: int
    changed: int


class FieldChange(Answer, frozen=True, kw_only=True):
    """A field that changed, with both its values as the dataset has them."""

    field: str
    old: Any
    new: Any


class Change(Answer, frozen=True, kw_only=True):
    """A record that was "added", "removed" or "changed"; only what changed has *fields*.

    *transmitter*, *direction*, *phrase* and *evidence* are those of a link as it is now, or as it was last; of a link
    *name* is the example's.
    """

    change: str
    entry: str
    id: str
    name: str
    transmitter: str | None
    direction: Direction | None
    phrase: str | None
    evidence: Evidence | None
    fields: tuple[FieldChange, ...]


class Difference(Answer, frozen=True, kw_only=True):
    """What changed from the *old* version of a dataset to the *new* one: links first, then entries by kind."""

    old: Version
    new: Version
    counts: tuple[ChangeCount, ...]
    changes: tuple[Change, ...]
