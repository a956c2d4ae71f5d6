"""The rules about names: each must lead to one entry, and be such as can be typed."""

from __future__ import annotations

import string
from collections.abc import Iterator
from typing import Any

from ..model.names import key, quoted
from ..model.records import EntryKind
from .walk import RECORD, entries_of, examples_of, members_of, records_of, texts_of, words_of
from .yamlreader import KeyPath

Complaint = tuple[KeyPath, str]

_TYPED = frozenset(("", *string.ascii_letters, *string.digits))  # how nearly every name begins: none is to be folded

NAMED = tuple(kind for kind in EntryKind if kind is not EntryKind.REFERENCE)


def named_parts(record: dict[str, Any], path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    """Yield what an entry or a member is called beside its id and its name: abbreviation, aliases, brands."""
    if isinstance(short := record.get("abbreviation"), str):
        yield (*path, "abbreviation"), short
    for field in ("aliases", "brands"):
        yield from texts_of(record, field, path)
    for index, member in members_of(record, "members"):
        if isinstance(member, RECORD):
            where = (*path, "members", index)
            if isinstance(name := member.get("name"), str):
                yield (*where, "name"), name
            yield from named_parts(member, where)


def also_called(record: dict[str, Any]) -> list[str]:
    """Return the names of `named_parts` without their paths, which takes a third of the time."""
    short = record.get("abbreviation")
    found = [short] if isinstance(short, str) else []
    found += words_of(record, "aliases")
    found += words_of(record, "brands")
    for _, member in members_of(record, "members"):
        if isinstance(member, RECORD):
            if isinstance(name := member.get("name"), str):
                found.append(name)
            found += also_called(member)
    return found


def names_of(record: dict[str, Any]) -> Iterator[str]:
    """Yield all names of an entry."""
    for field in ("id", "name", "statement"):
        if isinstance(name := record.get(field), str):
            yield name
    yield from also_called(record)


def aliases_do_not_collide(tree: dict[str, Any]) -> Iterator[Complaint]:
    """Within a kind, a name must lead to one entry; else asking for it would be a guess."""
    owners: dict[EntryKind, dict[str, str]] = {kind: {} for kind in NAMED}
    for path, kind, record in entries_of(tree, NAMED):
        own = str(record.get("id"))
        for field in ("id", "name", "statement"):
            if isinstance(name := record.get(field), str):
                owner = owners[kind].setdefault(key(name), own)
                if owner != own and field != "id":
                    yield (*path, field), f"{field} {quoted(name)} is taken by {kind} {quoted(owner)}"
    for path, kind, record in entries_of(tree, NAMED):
        own, its = str(record.get("id")), owners[kind]
        found = [its.setdefault(key(alias), own) for alias in also_called(record)]
        if found.count(own) < len(found):
            for where, alias in named_parts(record, path):
                if its[key(alias)] != own:
                    yield where, f"alias {quoted(alias)} also names {kind} {quoted(its[key(alias)])}"


def members_have_names_of_their_own(tree: dict[str, Any]) -> Iterator[Complaint]:
    """A name of a member that also names its class, or another member, would not lead to the member."""
    for path, example, _ in examples_of(tree):
        if not example.get("members"):
            continue
        own = {key(text) for text in (example.get("id"), example.get("name")) if isinstance(text, str)}
        taken = own | {key(text) for text in words_of(example, "aliases")}
        told = [key(text) for text in also_called({"members": example.get("members")})]
        if len(taken.union(told)) == len(taken) + len(told):
            continue
        for where, text in named_parts({"members": example.get("members")}, path):
            if key(text) in taken and not (where[-1] == "name" and key(text) in own):  # a class may be named after one
                yield where, f"{quoted(text)} already names the class or another member"
            taken.add(key(text))


def names_can_be_typed(tree: dict[str, Any]) -> Iterator[Complaint]:
    """A name or alias without a single letter or digit could never be asked for."""
    for path, _, record in entries_of(tree, NAMED):
        name = record.get("name")
        if _TYPED.issuperset([text[:1] for text in (name, *also_called(record)) if isinstance(text, str)]):
            continue
        named = [((*path, "name"), name)] if isinstance(name, str) else []
        for where, text in [*named, *named_parts(record, path)]:
            if text and not key(text):
                yield where, f"{quoted(text)} has no letter or digit"


def known_names_are_free(tree: dict[str, Any]) -> Iterator[Complaint]:
    """A name of which is said that no link has been checked names nothing that has links, and stands once."""
    known: list[tuple[KeyPath, str, str]] = []
    for path, record in records_of(tree, "known"):
        name = record.get("name")
        named = [((*path, "name"), name)] if isinstance(name, str) else []
        known += [(where, text, key(text)) for where, text in (*named, *texts_of(record, "aliases", path))]
    if not known:
        return
    kinds = [kind for kind in NAMED if kind is not EntryKind.CLAIM]
    owners = {key(name): str(record.get("id")) for _, _, record in entries_of(tree, kinds) for name in names_of(record)}
    seen: set[str] = set()
    for where, text, folded in known:
        if folded in owners:
            yield where, f"{quoted(text)} names {quoted(owners[folded])}, which has links"
        elif folded in seen:
            yield where, f"{quoted(text)} stands twice among the known names"
        seen.add(folded)
