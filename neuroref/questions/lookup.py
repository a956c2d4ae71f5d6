"""From what people type to the entry that they mean."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from .model import Transmitter
from .names import distance, key, loose_key, nearest, plain, slips_allowed

# In a word of so few letters one slip can spoil every three letters in a row; such words are compared with all.
SHORT = 7

KINDS = ("cause", "example", "group", "transmitter", "condition", "reference")


class Found(NamedTuple):
    """An entry that a name leads to: its *kinds* (two where it is example and condition in one) and its *id*."""

    kinds: tuple[str, ...]
    id: str


class NotFound(LookupError):
    """No entry has that *name*, or none of the *kind* asked for.

    *best* is the nearest right name, if there is one; *elsewhere*, the entry of another kind that has it; *explained*,
    that it is a word of the vocabulary; *told*, that texts speak of it.
    """

    def __init__(
        self,
        name: str,
        best: str | None,
        kind: str | None = None,
        *,
        elsewhere: Found | None = None,
        explained: bool = False,
        told: bool = False,
    ) -> None:
        """Say so in one line."""
        self.name, self.best, self.elsewhere, self.told = name, best, elsewhere, told
        shown = plain(name)[:80]
        hints = []
        if elsewhere:
            article = "an" if elsewhere.kinds[0] == "example" else "a"
            hints.append(f"it is {article} {elsewhere.kinds[0]}: neuroref show {elsewhere.id}")
        elif best:
            hints.append(f"did you mean {best}?")
        if explained or told:
            import shlex  # what an answer does not need, a start does not load
        if explained:
            hints.append(f"neuroref terms {shlex.quote(shown)} explains the word")
        elif told:
            hints.append(f"neuroref search {shlex.quote(shown)} shows what speaks of it")
        super().__init__(f"no {kind or 'entry'} named '{shown}'{' — ' if hints else ''}{' '.join(hints)}")


class Ambiguous(LookupError):
    """Several entries have that name, none more rightly than another."""

    def __init__(self, name: str, found: dict[str, str]) -> None:
        """Say so in one line, with the names (*found*: id to kind) that tell them apart."""
        choices = " or ".join(f"{kind}:{one}" for one, kind in found.items())
        super().__init__(f"'{plain(name)[:80]}' names {len(found)} entries — say {choices}")


def resolve(connection: sqlite3.Connection, name: str, kind: str | None = None) -> Found:
    """Find the entry that *name* (an id, name or alias, in any case, or ``kind:id``) means, of one *kind* if given.

    What the entry is called elsewhere leads to it too: ``CHEBI:25016``, ``PMID 25492110``, a DOI, a web address of one.

    Raises `NotFound` or `Ambiguous`.
    """
    prefix, colon, rest = name.partition(":")
    prefix = prefix.strip().lower()
    if colon and prefix in KINDS and kind in (None, prefix):
        found = _matches(connection, rest, prefix)
    else:
        found = _matches(connection, name, kind) or _matches(connection, _unwrapped(name), kind)
    if not found:
        asked = prefix if colon and prefix in KINDS else kind
        words = rest if asked == prefix else name
        best = nearest_name(connection, words, asked)
        others = _matches(connection, words, None) if asked else {}
        elsewhere = Found((others[one],), one) if (one := next(iter(others), "")) else None
        explained = asked is None and _explained(name)
        told = asked is None and _told(connection, name)
        raise NotFound(words, None if explained else best, asked, elsewhere=elsewhere, explained=explained, told=told)
    if len(found) > 1:
        raise Ambiguous(name, found)
    [identifier] = found
    return Found(_kinds_of(connection, identifier, prefix if colon and prefix in KINDS else kind), identifier)


def _unwrapped(name: str) -> str:
    from .identifiers import unwrapped  # few names are addresses; a start does not load what they need

    return unwrapped(name)


class Unrelatable(ValueError):
    """These entries have nothing in common by which they could be compared."""


class Beginning(NamedTuple):
    """A name that begins as asked (*word*), the entry that it names, and *about*, a few words on that."""

    word: str
    kind: str
    id: str
    about: str


def beginnings(connection: sqlite3.Connection, start: str, kinds: Sequence[str], most: int) -> list[Beginning]:
    """Return the names that begin with *start*, of some *kinds*, at most *most*: ids, and aliases where no id does."""
    folded = key(start)
    marks = ", ".join("?" * len(kinds))
    rows = connection.execute(
        f"""
        SELECT text, name.kind, name.id, tier, entry.name, example.kind, iif(name.kind = 'transmitter', record, NULL)
        FROM name JOIN entry ON entry.kind = name.kind AND entry.id = name.id
        LEFT JOIN example ON name.kind = 'example' AND example.id = name.id
        WHERE name.key >= ? AND name.key < ? || char(1114111) AND name.kind IN ({marks}) AND tier < 3
        ORDER BY tier, name.number LIMIT ?
        """,
        (folded, folded, *kinds, 4 * most),
    )
    found: dict[str, Beginning] = {}
    for word, kind, identifier, tier, name, example_kind, record in rows:
        if word.lower().startswith(start.lower()) and (start or tier == 0):
            about = f"{example_kind or kind}, {name}"
            if record is not None:
                transmitter = msgspec.json.decode(record, type=Transmitter)
                about = f"{transmitter.family}, {transmitter.abbreviation}"
            found.setdefault(identifier, Beginning(word, kind, identifier, about))
    return sorted(found.values(), key=lambda one: kinds.index(one.kind))[:most]


def _matches(connection: sqlite3.Connection, name: str, kind: str | None) -> dict[str, str]:
    """Return id and kind of the entries of the best tier: id before name before alias, exact before loose spelling."""
    for column, folded in (("key", key(name)), ("loose", loose_key(name))):
        if not folded:
            return {}
        rows = connection.execute(
            f"SELECT tier, kind, id FROM name WHERE {column} = :name AND (:kind IS NULL OR kind = :kind) "
            "ORDER BY tier, number",
            {"name": folded, "kind": kind},
        ).fetchall()
        if rows:
            best = rows[0][0]
            found: dict[str, str] = {}
            for tier, its_kind, identifier in rows:
                if tier == best:
                    found.setdefault(identifier, its_kind)
            return found
    return {}


def _kinds_of(connection: sqlite3.Connection, identifier: str, kind: str | None) -> tuple[str, ...]:
    rows = connection.execute("SELECT kind FROM entry WHERE id = ? ORDER BY number", (identifier,)).fetchall()
    kinds = tuple(row[0] for row in rows)
    return (kind,) if kind else kinds


def nearest_name(connection: sqlite3.Connection, name: str, kind: str | None = None) -> str | None:
    """Return the id, name or alias nearest to a misspelled *name*, or nothing if none is near."""
    folded = key(name)[:64]
    if len(folded) < 3:
        return None
    # The ids of sources are meant only where nothing else is near, and by somebody who types a year.
    others = ("kind = 'reference'",) if any(character.isdigit() for character in folded) else ()
    for among in ("kind = :kind",) if kind else ("kind != 'reference'", *others):
        rows = connection.execute(
            "SELECT name.text FROM near_name JOIN name ON name.number = near_name.rowid "
            f"WHERE near_name MATCH :grams AND {among} ORDER BY near_name.rank, tier LIMIT 200",
            {"grams": _trigrams(folded), "kind": kind},
        ).fetchall()
        if len(folded) <= SHORT:
            rows += connection.execute(
                f"SELECT text FROM name WHERE length(key) BETWEEN :size - 1 AND :size + 1 AND tier < 3 AND {among} "
                "ORDER BY tier, number",
                {"size": len(folded), "kind": kind},
            ).fetchall()
        best = nearest(name, [row[0] for row in rows])
        if best:
            return best[0]
    return None


def _explained(name: str) -> bool:
    from .glossary import find  # needed only where a name leads nowhere

    return bool(find(name))


def _told(connection: sqlite3.Connection, name: str) -> bool:
    """Whether texts hold every word of *name* just as it is typed."""
    words = re.findall(r"\w{3,40}", name[:200].lower())
    asked = "SELECT 1 FROM near_word WHERE near_word MATCH ? AND word = ? LIMIT 1"
    return bool(words) and all(connection.execute(asked, (_trigrams(word, " AND "), word)).fetchone() for word in words)


def nearest_word(connection: sqlite3.Connection, word: str) -> str | None:
    """Return the word of the dataset's text nearest to a misspelled *word*, or nothing if none is near."""
    if not 3 < len(word) <= 40:
        return None
    rows = connection.execute(
        "SELECT word FROM near_word WHERE near_word MATCH ? ORDER BY rank LIMIT 200", (_trigrams(word),)
    ).fetchall()
    if len(word) <= SHORT:
        rows += connection.execute(
            "SELECT word FROM near_word WHERE length(word) BETWEEN :size - 1 AND :size + 1", {"size": len(word)}
        ).fetchall()
    limit = slips_allowed(word)
    scored = [(0 if row[0].startswith(word) else distance(word, row[0], limit), row[0]) for row in rows]
    slips, best = min(scored, default=(limit + 1, ""))
    return best if slips <= limit else None


def _trigrams(text: str, joined: str = " OR ") -> str:
    """Write a full-text query for anything that shares three letters in a row with *text*, or all of its threes."""
    grams = dict.fromkeys(text[start : start + 3] for start in range(len(text) - 2))
    return joined.join('"' + gram.replace('"', '""') + '"' for gram in grams)
