"""From what people type to the entry that they mean."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from ..model.names import key, loose_key, plain, quoted
from ..model.records import EntryKind, Transmitter

_LIKE_IDENTIFIER = r"[/:]|\d{3}"
KINDS = tuple(kind.value for kind in EntryKind)


class FoundMember(msgspec.Struct, frozen=True):
    """The member of a class that a name means: the name *asked*, as the data write it, and the member's own."""

    asked: str
    name: str


class Found(msgspec.Struct, frozen=True):
    """An entry that a name leads to: its *kinds* (two where it is example and condition in one) and its *id*.

    Where the name is that of one member of a class, *member* says which.
    """

    kinds: tuple[EntryKind, ...]
    id: str
    member: FoundMember | None = None

    @property
    def asked(self) -> tuple[EntryKind, str, str | None]:
        """What a question is about: kind and id of the entry, and the name of the member if one is meant."""
        return self.kinds[0], self.id, self.member.name if self.member else None


class NotFound(LookupError):
    """No entry has that name, or none of the kind asked for; *best* is the nearest right name, if there is one."""

    def __init__(self, message: str, best: str | None) -> None:
        super().__init__(message)
        self.best = best


class Ambiguous(LookupError):
    """Several entries have that name, none more rightly than another."""


def resolve(connection: sqlite3.Connection, name: str, kind: EntryKind | None = None) -> Found:
    """Find the entry that *name* (an id, name or alias, in any case, or ``kind:id``) means, of one *kind* if given.

    What the entry is called elsewhere leads to it too: ``CHEBI:25016``, ``PMID 25492110``, a DOI, an address of one.

    Raises `NotFound` or `Ambiguous`.
    """
    name, kind = _of_kind(name, kind)
    found = _all_matches(connection, name, kind)
    if not found:
        raise _not_found(connection, name, kind)
    if len(found) > 1:
        choices = " or ".join(f"{one.kinds[0]}:{one.id}" for one in found)
        raise Ambiguous(f"{quoted(name)} names {len(found)} entries — say {choices}")
    [one] = found
    return msgspec.structs.replace(one, kinds=(kind,) if kind else _kinds_of(connection, one.id))


def is_known(connection: sqlite3.Connection, name: str) -> bool:
    """Whether *name* is right as it is: the name of an entry, the id of a link, or a name without a link."""
    for query in ("SELECT 1 FROM known WHERE key = ? LIMIT 1", "SELECT 1 FROM link WHERE id = ? LIMIT 1"):
        if connection.execute(query, (key(name) if "known" in query else name,)).fetchone():
            return True
    name, kind = _of_kind(name)
    return bool(_all_matches(connection, name, kind) or _eponyms(connection, "known", name))


def _of_kind(name: str, kind: EntryKind | None = None) -> tuple[str, EntryKind | None]:
    """Divide ``kind:id`` in two; a *name* that begins with no kind, or not with the one asked for, stays whole."""
    prefix, colon, rest = name.partition(":")
    prefix = prefix.strip().lower()
    return (rest, EntryKind(prefix)) if colon and prefix in KINDS and kind in (None, prefix) else (name, kind)


def _not_found(connection: sqlite3.Connection, name: str, kind: EntryKind | None) -> NotFound:
    """Say in one line that no entry has that *name*, and what to do: the nearest name, or where the word stands."""
    from .suggestion import nearest_name  # what an answer does not need, a start does not load

    known = connection.execute("SELECT name FROM known WHERE key = ? LIMIT 1", (key(name),)).fetchone()
    if known or _eponyms(connection, "known", name):
        return NotFound(f"{quoted(name)} is a known name, but no link of it has been checked yet", None)
    explained = kind is None and _is_explained(connection, name)
    best = None if explained else nearest_name(connection, name, kind)
    others = _matches(connection, name, None) if kind else []
    identifier = _identifier_in(name)
    hints = []
    if identifier != name.strip() and not others:
        hints.append(f"none has the identifier {quoted(identifier)}")
    if others:
        other = others[0].kinds[0]
        hints.append(f"it is {'an' if other is EntryKind.EXAMPLE else 'a'} {other}: neuroref show {others[0].id}")
    elif best:
        hints.append(f"did you mean {best}?")
    if explained or (kind is None and best is None and _stands_in_texts(connection, name)):
        import shlex

        word = shlex.quote(plain(name)[:80])
        hints.append(
            f"neuroref terms {word} explains the word"
            if explained
            else f"neuroref search {word} shows what speaks of it"
        )
    if not hints and kind is not EntryKind.GROUP:
        hints.append(f"neuroref {kind.section} lists them" if kind else "neuroref examples lists what there is")
    return NotFound(f"no {kind or 'entry'} named {quoted(name)}{' — ' if hints else ''}{'; '.join(hints)}", best)


def _identifier_in(name: str) -> str:
    if "," in name or not re.search(_LIKE_IDENTIFIER, name):  # a comma stands in a list of them
        return name.strip()
    from ..model.identifiers import found_in  # few names are addresses; a start does not load what they need

    return found_in(name)


class Unrelatable(ValueError):
    """These entries have nothing in common by which they could be compared."""


class Beginning(NamedTuple):
    """A name that begins as asked (*word*), the entry that it names, and *about*, a few words on that."""

    word: str
    kind: str
    id: str
    about: str


def beginnings(connection: sqlite3.Connection, start: str, kinds: Sequence[str], most: int) -> list[Beginning]:
    """Return the names that begin with *start*, of some *kinds*, at most *most*: ids, and aliases where no id does.

    A name of one word comes before one of several, which no shell completes. Members of a class are offered beside it.
    What has a dot may be the beginning of a link's id.
    """
    folded = key(start)
    marks = ", ".join("?" * len(kinds))
    rows = connection.execute(
        f"""
        SELECT text, name.kind, name.id, tier, entry.name, example.kind, member,
            iif(name.kind = 'transmitter', record, NULL)
        FROM name JOIN entry ON entry.kind = name.kind AND entry.id = name.id
        LEFT JOIN example ON name.kind = 'example' AND example.id = name.id
        WHERE name.key >= ? AND name.key < ? || char(1114111) AND name.kind IN ({marks}) AND tier < 3
        ORDER BY text LIKE '% %', tier, name.number LIMIT ?
        """,
        (folded, folded, *kinds, 4 * most),
    )
    found: dict[tuple[str, str | None], Beginning] = {}
    for word, kind, identifier, tier, name, example_kind, member, record in rows:
        if word.lower().startswith(start.lower()) and (start or tier == 0):
            about = f"{example_kind or kind if member in (None, word) else member}, {name}"
            if record is not None:
                transmitter = msgspec.json.decode(record, type=Transmitter)
                about = f"{transmitter.family}, {transmitter.abbreviation}"
            found.setdefault((identifier, member), Beginning(word, kind, identifier, about))
    names = sorted(found.values(), key=lambda one: kinds.index(one.kind))
    if "." in start and EntryKind.EXAMPLE in kinds:
        links = connection.execute(
            "SELECT link.id, direction, example.name FROM link JOIN example ON example.id = link.example "
            "WHERE link.id >= ? AND link.id < ? || char(1114111) ORDER BY link.number LIMIT ?",
            (start.lower(), start.lower(), most),
        )
        names += [Beginning(link, "link", link, f"{direction}, {name}") for link, direction, name in links]
    return names[:most]


STANDS_BACK = "CASE kind WHEN 'claim' THEN 2 WHEN 'reference' THEN 1 ELSE 0 END"


def _matches(connection: sqlite3.Connection, name: str, kind: EntryKind | None) -> list[Found]:
    """Return the entries that *name* means with equal right: mostly one or none.

    An exact spelling comes before a loose one, an id before a name before an alias, a spelling that agrees in case
    before one that does not; the title of a source, and then a claim, answer only to what nothing else is called.
    """
    for column, folded in (("key", key(name)), ("loose", loose_key(name))):
        if not folded:
            return []
        rows = connection.execute(
            f"SELECT {STANDS_BACK}, tier, text != :text, kind, id, member, text FROM name "
            f"WHERE {column} = :name AND (:kind IS NULL OR kind = :kind) ORDER BY 1, 2, 3, number",
            {"name": folded, "kind": kind and kind.value, "text": name.strip()},
        ).fetchall()
        if rows:
            best = rows[0][:3]
            found: dict[str, Found] = {}
            for *rank, its_kind, identifier, member, text in rows:
                if tuple(rank) == best:
                    asked = FoundMember(text, member) if member else None
                    found.setdefault(identifier, Found((EntryKind(its_kind),), identifier, asked))
            return list(found.values())
    return []


def _all_matches(connection: sqlite3.Connection, name: str, kind: EntryKind | None) -> list[Found]:
    """Return what *name* means: as one, as an identifier, or as two names of one entry, ``serotonin (5-HT)``."""
    found = _matches(connection, name, kind) or _matches(connection, _identifier_in(name), kind)
    if not found and "," in name:  # as an index has it: Depressive Disorder, Major
        found = _matches(connection, " ".join(name.split(",")[::-1]), kind)
    if not found:
        for whole in _eponyms(connection, "name", name):
            found = found or _matches(connection, whole, kind)
    twice = None if found else re.fullmatch(r"([^(/]{2,80})(?:/([^(/]{2,80})|\(([^()]{2,80})\)\s*)", name)
    if twice is None:
        return found
    first, second = (_matches(connection, one, kind) for one in filter(None, twice.groups()))
    return [one for one in first if one.asked in [other.asked for other in second]]


def _eponyms(connection: sqlite3.Connection, table: str, name: str) -> list[str]:
    """Return the names of a *table* that call a syndrome or disease after whom *name* names: Angelman, Turner."""
    column = "text" if table == "name" else "name"
    rows = connection.execute(
        f"SELECT {column} FROM {table} WHERE key IN (?, ?) AND {column} GLOB '[A-Z]*'",
        (key(f"{name} syndrome"), key(f"{name} disease")),
    )
    return [row[0] for row in rows]  # who is named has a capital; a brain disease is not what brain means


def _kinds_of(connection: sqlite3.Connection, identifier: str) -> tuple[EntryKind, ...]:
    rows = connection.execute("SELECT kind FROM entry WHERE id = ? ORDER BY number", (identifier,))
    return tuple(EntryKind(row[0]) for row in rows)


def _is_explained(connection: sqlite3.Connection, name: str) -> bool:
    from .reader import SnapshotReader  # needed only where a name leads nowhere
    from .terms import find

    return bool(find(SnapshotReader(connection), name))


def _stands_in_texts(connection: sqlite3.Connection, name: str) -> bool:
    """Whether a text holds every word of *name*."""
    words = re.findall(r"\w{3,40}", name[:200])
    query = " AND ".join(f'"{word}"' for word in words)
    found = "SELECT 1 FROM document WHERE document MATCH ? LIMIT 1"
    return bool(words) and connection.execute(found, (query,)).fetchone() is not None
