"""Full-text search over every entry: SQLite's FTS5 ranks, stems and cuts the snippets."""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import dropwhile
from typing import NamedTuple

import msgspec

from ..model.names import apart, key, loosened, with_s_and_z
from ..model.records import Claim, EntryKind
from ..model.vocabularies import Verdict
from .answers import SearchHit, Tally
from .reader import add_up

# bm25 weights of the columns name, aliases and prose: names outrank prose.
WEIGHTS = "14.0, 6.0, 1.0"
OPEN, CLOSE = "\x02", "\x03"  # around each found word; text from a dataset never holds them
SNIPPET_TOKENS = 24
# Of a question only the words are looked for that say what it is about.
_ASKING = frozenset(["is", "are", "do", "does", "can", "will", "did", "was", "why", "how", "what", "which"])
_SMALL = frozenset(
    ["a", "an", "and", "are", "by", "do", "does", "from", "in", "is", "it", "of", "or", "that", "the", "to", "true"]
)
MOST_JOINED = 3  # words that are looked up as one
# A reader who types a word is most likely after the cause or transmitter of that name, and after what is known of it
# before who found it or what people say of it, which several words may well be about. (bm25 is negative.)
BOOST = (
    "CASE kind WHEN 'cause' THEN 2.0 WHEN 'transmitter' THEN 2.0"
    " WHEN 'claim' THEN {claim} WHEN 'reference' THEN 0.5 ELSE 1.0 END"
)

# The other name of an entry that has the key asked for.
ALIAS = (
    "(SELECT text FROM name WHERE name.key = ? AND name.kind = entry.kind AND name.id = entry.id AND tier = 2"
    " AND text != entry.name LIMIT 1)"
)
Row = tuple[str, str, str, str | None, str]  # kind, id, name, alias, snippet


class SearchResult(NamedTuple):
    """The *hits*, best first, the misspelled words that were read as others (*corrections*), and those *not_found*.

    There may be *more* hits than were asked for.
    """

    hits: tuple[SearchHit, ...]
    corrections: dict[str, str]
    not_found: tuple[str, ...] = ()
    more: bool = False


def search(connection: sqlite3.Connection, text: str, kinds: Sequence[str], limit: int) -> SearchResult:
    """Find the entries that *text* is about; of some *kinds* only, if any are given; at most *limit*.

    Words between quotation marks are found as they stand, one after the other.
    """
    plain = unicodedata.normalize("NFKC", text)
    plain = _asked(plain)
    words = [(quote or word).strip() for quote, word in re.findall(r'"([^"]*)"|([^\s,;"]+)', plain)]
    words = [word for word in words if key(word)][:20]
    if not words:
        return SearchResult((), {})
    corrections: dict[str, str] = {}
    not_found: list[str] = []
    phrases: list[str] = []
    telling: list[str] = []
    called = ""
    for several, as_one in _joined(connection, words):
        if as_one:
            each = (_phrase(_spelled(connection, word)) for word in several)
            phrases.append(f"(({' AND '.join(each)}) OR {_phrase(as_one)})")
            called += "".join(several)
        else:
            [word] = several
            spelled = _known(connection, word, corrections)
            if spelled is None:
                not_found.append(word)
            phrases.append(_phrase(spelled or [word]))
            called += (spelled or [word])[0]
        if not _SMALL.issuperset(map(str.lower, several)):
            telling.append(phrases[-1])
    name = _called(connection, key(called))
    rows = _rank(connection, " AND ".join(phrases), name, kinds, 2 * limit)
    for some in (telling, phrases):  # where nothing has all words, small ones tell least: they are in everything
        if not rows and some and len(phrases) > 1:
            rows = _rank(connection, " OR ".join(some), name, kinds, 2 * limit)
    found = {(kind, identifier) for kind, identifier, *_ in rows}
    named = [row for row in _named(connection, name, kinds) if row[:2] not in found]
    once: dict[str, Row] = {}
    for row in [*named, *rows]:  # what is example and condition in one is one entry, found once
        once.setdefault(row[1], row)
    chosen = list(once.values())[:limit]
    hits = tuple(_hit(row, _tallies(connection, *row[:2]), _verdict(connection, *row[:2])) for row in chosen)
    return SearchResult(hits, corrections, tuple(not_found), len(once) > limit)


def _asked(text: str) -> str:
    """Return what a question is about: the words of it that are neither small nor ask. Other *text* stays as it is."""
    first, *rest = text.rstrip(" ?").split() or [""]
    if first.lower() not in _ASKING or len(rest) < 2 or '"' in text:
        return text
    about = dropwhile(lambda word: word.lower() in _ASKING, rest)
    return " ".join(word for word in about if word not in _SMALL) or text


def _tallies(connection: sqlite3.Connection, kind: str, identifier: str) -> tuple[Tally, ...]:
    """Add up the links of an example, a cause, a transmitter or a molecule; other kinds are told by their text."""
    if kind == EntryKind.EXAMPLE:
        query = "SELECT transmitter, direction, count(*), min(evidence) FROM link WHERE example = ? GROUP BY 1, 2"
        return add_up(connection.execute(query, (identifier,)))
    if kind == EntryKind.MOLECULE:
        query = (
            "SELECT transmitter, direction, count(*), min(evidence) FROM link "
            "WHERE number IN (SELECT link FROM via WHERE molecule = ?) GROUP BY 1, 2"
        )
        return add_up(connection.execute(query, (identifier,)))
    query = "SELECT transmitter, direction, links, evidence FROM tally WHERE kind = ? AND id = ?"
    return add_up(connection.execute(query, (kind, identifier)))


def _verdict(connection: sqlite3.Connection, kind: str, identifier: str) -> Verdict | None:
    if kind != EntryKind.CLAIM:
        return None
    query = "SELECT record FROM entry WHERE kind = 'claim' AND id = ?"
    return msgspec.json.decode(connection.execute(query, (identifier,)).fetchone()[0], type=Claim).verdict


def _called(connection: sqlite3.Connection, name: str) -> str:
    """Return *name*, or where nothing is called so, what is called so in British, American or another spelling."""
    query = "SELECT key FROM name WHERE key = ? OR loose = ? ORDER BY key != ?, tier, number LIMIT 1"
    row = connection.execute(query, (name, loosened(name), name)).fetchone()
    return str(row[0]) if row else name


def _known(connection: sqlite3.Connection, word: str, corrections: dict[str, str]) -> list[str] | None:
    """Return the spellings of *word* if anything matches one, else the word meant, noting that in *corrections*.

    None where nothing says it or anything like it.
    """
    spelled = _spelled(connection, word)
    query = "SELECT 1 FROM document WHERE document MATCH ? LIMIT 1"
    if any(connection.execute(query, (_phrase([one]),)).fetchone() for one in spelled):
        return spelled
    if begun := _beginning_with(connection, word):  # the beginning of a word is no error; stemming only hid it
        return begun
    if " " in word:
        return None
    from .suggestion import nearest_word  # a search whose words are right compares none

    better = nearest_word(connection, word.lower())
    if better is None:
        return None
    corrections[word] = better
    return [better]


def _spelled(connection: sqlite3.Connection, word: str) -> list[str]:
    """Return *word* as it was typed, as texts write it, and folded: another form of it may be written otherwise."""
    folded = () if " " in word else (key(word), *with_s_and_z(word))
    return list(dict.fromkeys((word, apart(word), *folded, *_spellings(connection, word))))


def _beginning_with(connection: sqlite3.Connection, start: str) -> list[str]:
    """Return words of the texts that begin with *start*: stemming can hide them from a search for beginnings."""
    query = "SELECT word FROM word WHERE loose >= :start AND loose < :start || char(1114111) AND searched LIMIT 20"
    folded = loosened(key(start))
    return [row[0] for row in connection.execute(query, {"start": folded})] if len(start) > 3 and folded else []


def _spellings(connection: sqlite3.Connection, word: str) -> list[str]:
    """Return how the texts write *word*: in Greek or Latin letters, with or without hyphens, British or American.

    A genitive is no other spelling: who looks for the beginning of a word finds it, and FTS5 cuts it in two.
    """
    query = "SELECT word FROM word WHERE loose = ? AND searched"
    found = connection.execute(query, (loosened(key(word)),))
    return [spelled for (spelled,) in found if not spelled.endswith("'s")]


def _joined(connection: sqlite3.Connection, words: list[str]) -> Iterator[tuple[list[str], list[str]]]:
    """Yield the *words*, one or several at a time, with how texts write several as one: 5 HT as ``5-HT``."""
    start = 0
    while start < len(words):
        several, as_one = words[start : start + 1], []
        for end in range(min(start + MOST_JOINED, len(words)), start + 1, -1):
            together = "".join(words[start:end])
            if _spellings(connection, together):
                several, as_one = words[start:end], _spelled(connection, together)
                break
        yield several, as_one
        start += len(several)


def _phrase(spelled: Sequence[str]) -> str:
    """Write spellings of a word as FTS5 phrases that cannot be read as syntax, each whole (stemmed) or a beginning."""
    found = []
    for word in spelled:
        quoted = '"' + word.replace('"', '""').replace("\0", "") + '"'
        found += [quoted, f"{quoted}*"] if len(word) > 2 else [quoted]
    return f"({' OR '.join(found)})"


def _rank(connection: sqlite3.Connection, query: str, name: str, kinds: Sequence[str], limit: int) -> list[Row]:
    """Return the best matches, their snippets marked; entries that are named *name* stand first."""
    marks = ", ".join("?" * len(kinds))
    boost = BOOST.format(claim=0.9 if " AND " in query else 0.5)
    among = f"AND kind IN ({marks})" if kinds else ""
    return connection.execute(
        f"""
        SELECT kind, id, entry.name, {ALIAS}, snippet(document, 2, '{OPEN}', '{CLOSE}', '…', {SNIPPET_TOKENS})
        FROM document JOIN entry ON entry.number = document.rowid
        WHERE document MATCH ? {among}
        ORDER BY NOT EXISTS (SELECT 1 FROM name WHERE name.key = ? AND name.kind = entry.kind AND name.id = entry.id),
            bm25(document, {WEIGHTS}) * {boost}, entry.number
        LIMIT ?
        """,
        (name, query, *kinds, name, limit),
    ).fetchall()


def _named(connection: sqlite3.Connection, name: str, kinds: Sequence[str]) -> list[Row]:
    """Return the entries that are called *name*, with the beginning of their text.

    Also where no text writes it so: by their id, or 5HT for 5-HT.
    """
    rows = connection.execute(
        f"""
        SELECT DISTINCT entry.kind, entry.id, entry.name, {ALIAS}, document.prose
        FROM name JOIN entry USING (kind, id) JOIN document ON document.rowid = entry.number
        WHERE name.key = ? ORDER BY name.tier, entry.number
        """,
        (name, name),
    )
    return [(*row[:4], _beginning(row[4])) for row in rows if not kinds or row[0] in kinds]


def _beginning(prose: str) -> str:
    words = prose.split()
    return " ".join(words[:SNIPPET_TOKENS]) + ("…" if len(words) > SNIPPET_TOKENS else "")


def _hit(row: Row, transmitters: tuple[Tally, ...], verdict: Verdict | None) -> SearchHit:
    kind, identifier, name, alias, marked = row
    snippet = ""
    matches: list[tuple[int, int]] = []
    for part in re.split(f"({OPEN}[^{CLOSE}]*{CLOSE})", marked):
        if part.startswith(OPEN):
            word = part.strip(OPEN + CLOSE)
            matches.append((len(snippet), len(snippet) + len(word)))
            snippet += word
        else:
            snippet += part
    return SearchHit(
        entry=kind,
        id=identifier,
        name=name,
        alias=alias,
        excerpt=snippet,
        matches=tuple(matches),
        transmitters=transmitters,
        verdict=verdict,
    )
