"""The name, or the word of a text, that a misspelled one was meant to be: offered for a slip of the finger only."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from functools import cache
from string import ascii_lowercase, digits

from ..model.names import distance, key, loosened
from ..model.records import EntryKind
from ..model.slips import SHORTEST, WORD, most, name_slip, near_skeletons, part_slip, word_slip, words

LONGEST = 100  # letters of the longest name that is compared
LETTERS = ascii_lowercase + digits
FARTHEST = 6  # letters that only one of two names has, and by which one may be longer, for three slips and a spelling


def nearest_name(connection: sqlite3.Connection, name: str, kind: EntryKind | None = None) -> str | None:
    """Return the id, name or alias, of one *kind* if given, that somebody meant who typed *name*; mostly none.

    None where *name* is right itself, or where two entries are equally near.
    """
    folded, typed = key(name), words(name)
    if not SHORTEST <= len(folded) <= LONGEST or _names(connection, folded):
        return None
    is_right, letters = _right_words(connection), frozenset(folded)
    # The ids of sources are meant only where nothing else is near, and by somebody who types a year.
    others = ("kind = 'reference'",) if any(character.isdigit() for character in folded) else ()
    word_by_word: list[str] | None = None
    for among in ("kind = :kind",) if kind else ("kind != 'reference'", *others):

        def nearest(keys: list[str], among: str = among) -> str | None:
            rows = connection.execute(
                f"SELECT text, key, id FROM name WHERE key IN ({', '.join('?' * len(keys))}) AND tier < 3 "
                f"AND {among.replace(':kind', '?')} ORDER BY tier, number",
                [*keys, *([kind.value] if kind else [])],
            )
            slips = (
                (name_slip(typed, words(text), is_right), text, its_key, entry)
                for text, its_key, entry in rows
                if abs(len(its_key) - len(folded)) <= FARTHEST
                and len(letters.symmetric_difference(its_key)) <= FARTHEST
            )
            return _nearest(folded, slips)

        if best := nearest(_one_slip_away(folded)):
            return best  # nothing is nearer
        if word_by_word is None:
            word_by_word = _word_by_word(connection, typed, is_right)
        if word_by_word and (best := nearest(word_by_word)):
            return best
    return None


def _one_slip_away(folded: str) -> list[str]:
    """Return what a *folded* name becomes by one slip, in Latin letters; the index of names knows which of it exist."""
    parts = [(folded[:place], folded[place:]) for place in range(len(folded) + 1)]
    slips = {before + after[1:] for before, after in parts}
    slips |= {before + after[1::-1] + after[2:] for before, after in parts}
    slips |= {before + letter + rest for before, after in parts for rest in (after, after[1:]) for letter in LETTERS}
    return sorted(slips)


def _word_by_word(connection: sqlite3.Connection, typed: list[str], is_right: Callable[[str], bool]) -> list[str]:
    """Return the keys of names of which each word is one of those *typed*, or what that may be a slip of."""

    def begins_a_name(folded: str) -> bool:
        query = "SELECT EXISTS (SELECT 1 FROM name WHERE key >= :start AND key < :start || char(1114111))"
        return bool(connection.execute(query, {"start": folded}).fetchone()[0])

    several = len(typed) > 1
    letters = sum(not character.isdigit() for character in "".join(typed)) if several else 0
    begun = {"": 0}
    for word in typed:
        meant = {word: 0}
        for other in _near(connection, "near_name", word):
            cost = part_slip(word, other, letters, several)
            if cost is not None and not (cost and is_right(word)):
                meant[other] = cost
        begun = {
            start + other: cost + more
            for start, cost in begun.items()
            for other, more in meant.items()
            if cost + more <= most(letters) and begins_a_name(start + other)
        }
    return list(begun)


def _near(connection: sqlite3.Connection, table: str, word: str) -> list[str]:
    """Return the words that may be meant by a folded *word*: a few that sound like it, however many there are."""
    near = near_skeletons(loosened(word))
    query = f"SELECT word FROM {table} WHERE skeleton IN ({', '.join('?' * len(near))})"
    return [row[0] for row in connection.execute(query, near)]


def nearest_word(connection: sqlite3.Connection, word: str) -> str | None:
    """Return the word of the texts that somebody meant who typed *word*; none where *word* is right itself.

    Of four letters only a name: texts have so many such words that one is always near, as meta is to meat.
    """
    folded = key(word)
    if len(folded) <= SHORTEST:
        return nearest_name(connection, word)
    if len(folded) > 40 or _names(connection, folded) or _right_words(connection)(folded):
        return None
    near = ((other, key(other)) for other in _near(connection, "near_word", folded))
    return _nearest(folded, ((word_slip(folded, other), text, other, text) for text, other in near))


def _nearest(typed: str, slips: Iterable[tuple[int | None, str, str, str]]) -> str | None:
    """Return the text with the fewest slips: of equals the one whose slips cost least, one with the same letters.

    None where two that mean different things are equal in that.
    """
    letters = sorted(typed)
    found = [
        ((distance(typed, folded, FARTHEST), cost, sorted(folded) != letters), number, text, folded, entry)
        for number, (cost, text, folded, entry) in enumerate(slips)
        if cost is not None
    ]
    if not found:
        return None
    rank, _, best, folded, entry = min(found)
    rivals = (one for one in found if one[0] == rank)
    return best if all(one[3] == folded or one[4] == entry for one in rivals) else None


def _names(connection: sqlite3.Connection, folded: str) -> bool:
    """Whether that is a right name: of an entry, or of what no link has been checked for."""
    column, asked = ("loose", loosened(folded)) if len(folded) >= WORD else ("key", folded)
    query = f"SELECT EXISTS (SELECT 1 FROM name WHERE {column} = ?) OR EXISTS (SELECT 1 FROM known WHERE key = ?)"
    return bool(connection.execute(query, (asked, folded)).fetchone()[0])


def _right_words(connection: sqlite3.Connection) -> Callable[[str], bool]:
    """Return what says of a folded word whether it is right: it stands in a text, or in a name."""

    @cache
    def is_right(word: str) -> bool:
        spelled = (row[0] for row in connection.execute("SELECT word FROM word WHERE loose = ?", (loosened(word),)))
        # In a short word British spelling is hardly met, and a swap makes it of another word: laed, led.
        return any(len(word) >= WORD or key(one) == word for one in spelled) or _names(connection, word)

    return is_right
