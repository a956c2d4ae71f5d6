"""What is a slip of the finger: a name typed a little wrong, and not another name that is right itself.

In a medical reference a wrong offer is worse than none: taurine is not tacrine, hypotension not hypertension.
(For a word of a few that are listed anyway, `names.nearest_choice` is as generous as it likes.)
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

from .names import distance, key, latin, loosened

# What an edit costs. A soft one is not heard: a vowel for a vowel, a letter doubled, two letters swapped.
SOFT, HARD = 2, 5

SHORTEST = 4  # letters of the shortest name that is ever offered, and of the shortest word that may be misspelled
WORD = 7  # from here on a name has letters enough for one hard slip

_VOWELS = frozenset("aeiouy")
_SAME_SOUND = frozenset(frozenset(pair) for pair in ("ck", "sz"))
_SOUNDED = str.maketrans("cz", "ks", "aeiouyh")
_CONSONANTS = frozenset("bdfgjklmnpqrstvwx")
_KEYBOARD = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_NEIGHBOURS = frozenset(
    frozenset((letter, other))
    for row, below in zip(_KEYBOARD, (*_KEYBOARD[1:], ""), strict=True)
    for place, letter in enumerate(row)
    for other in row[place + 1 : place + 2] + below[max(0, place - 1) : place + 1]
)
# Small words that say nothing, so that a slip in one of them misleads nobody.
_LITTLE = frozenset(["an", "and", "as", "at", "by", "for", "from", "in", "is", "of", "on", "or", "the", "to", "with"])

# Parts of words that look alike and mean different things: one for another is another name, never a slip.
_CONTRASTS = (
    ("hypo", "hyper"),
    ("pre", "peri"),
    ("inter", "intra"),
    ("macro", "micro"),
    ("meth", "eth"),
    ("ane", "ene", "yne"),
    ("anol", "anal"),
    ("phagia", "phasia", "plasia"),
    ("itation", "ication"),
)
_SUBSTRATE = re.compile("(ate|ose|ine|in|ite|one)$")  # aspartate is not the enzyme aspartase


def words(name: str) -> list[str]:
    """Split a *name* into its folded words; an apostrophe parts none."""
    if not name.isascii():
        name = latin(name)
        name = "".join(character for character in name if not unicodedata.combining(character))
    return [folded for word in re.split(r"[\W_]+", re.sub("['’]", "", name)) if (folded := key(word))]


def name_slip(typed: list[str], meant: list[str], is_right: Callable[[str], bool]) -> int | None:
    """Return what the slips cost that part the words *typed* from those *meant*; None: they are another name.

    A word that *is_right* as it was typed is no slip.
    """
    several = len(meant) > 1 or len(typed) > 1
    letters = min(_letters("".join(typed)), _letters("".join(meant))) if several else 0
    pairs = list(zip(typed, meant, strict=True)) if len(typed) == len(meant) else _joined(typed, meant, is_right)
    total = 0
    for one, other in pairs:
        cost = part_slip(one, other, letters, several)
        if cost is None or (cost and is_right(one)):
            return None
        total += cost
    return total if 0 < total <= most(letters) else None


def part_slip(typed: str, meant: str, letters: int, several: bool) -> int | None:
    """Return what the slips cost that part two words of names that have *several* (in all so many *letters*) or one."""
    if typed == meant or (several and loosened(typed) == loosened(meant)):
        return 0
    return _short_word_slip(typed, meant) if several and len(meant) < SHORTEST else word_slip(typed, meant, letters)


def skeleton(loose: str) -> str:
    """Return what soft edits leave of a loosened word: its consonants, each once, without h."""
    return "".join(sorted({*loose.translate(_SOUNDED)}))


def near_skeletons(loose: str) -> list[str]:
    """Return the skeletons of what a loosened word may have been meant to be: one hard edit changes one consonant."""
    own = skeleton(loose)
    left = {own, *(own.replace(one, "") for one in own)}
    return sorted(left | {"".join(sorted({*one, more})) for one in left for more in _CONSONANTS})


def most(letters: int) -> int:
    """Return the most that all slips of a name may cost whose several words have so many *letters*; 0: of one word."""
    letters = letters or 99
    return HARD if letters < 12 else 2 * HARD if letters < 16 else 3 * HARD


def _joined(typed: list[str], meant: list[str], is_right: Callable[[str], bool]) -> Iterator[tuple[str, str]]:
    """Yield the one pair of parts that differ where a space was left out or put in; a part may have one more slip."""
    start = 0
    while start < min(len(typed), len(meant)) and typed[start] == meant[start]:
        start += 1
    end = 0
    while end < min(len(typed), len(meant)) - start and typed[-1 - end] == meant[-1 - end]:
        end += 1
    one, other = typed[start : len(typed) - end], meant[start : len(meant) - end]
    left, right = "".join(one), "".join(other)
    kept = all(len(word) >= SHORTEST or _stands_in(word, right) for word in one)
    kept = kept and all(len(word) >= SHORTEST or _stands_in(word, left) for word in other)
    if kept and distance(left, right, 1) == 1 and not any(is_right(word) for word in one if word not in right):
        yield left, right
    else:
        yield "", right


def _stands_in(word: str, joined: str) -> bool:
    return word in joined and (len(word) > 1 or word.isdigit())


def _short_word_slip(typed: str, meant: str) -> int | None:
    little = meant in _LITTLE and typed not in _LITTLE and typed.isalpha() and len(typed) <= SHORTEST
    return HARD if little and distance(typed, meant, 1) == 1 else None


def word_slip(typed: str, meant: str, letters: int = 0) -> int | None:
    """Return what the slips cost that part the word *typed* from that *meant*; None: it is another word.

    *letters* are those of the whole name, where it has several words; there the others speak for a word, too.
    """
    cost = _slip(typed, meant, letters)
    if cost is None and (loose := (loosened(typed), loosened(meant))) != (typed, meant):
        cost = _slip(*loose, letters)
    return None if cost is None or _contrast(typed, meant) else cost


def _slip(typed: str, meant: str, whole: int) -> int | None:
    """Return the cost of slips that are few enough, of a kind that fingers make, and make no other name."""
    size, less = _letters(meant), min(_letters(typed), _letters(meant))
    most = 1 if size < 8 else 2 if less < 12 else 3
    if less < 3 or size < SHORTEST or abs(len(typed) - len(meant)) > most or _digits(typed) != _digits(meant):
        return None
    edits = distance(typed, meant, most)
    if not 0 < edits <= most:
        return None
    company, code = whole >= WORD, len(meant) > size  # SLC6A4 is a code: other letters are another one
    same_start = typed[0] == meant[0]
    cost = _cost(typed, meant)
    if edits == 1 and cost > SOFT:
        cost = HARD
    if edits == 1 and _swapped_or_doubled(typed, meant):
        doubled = len(typed) != len(meant)
        return cost if not (code and doubled) and (doubled or same_start or company or size not in (5, 6)) else None
    if (code and size < WORD) or (size == SHORTEST and not (whole >= 16 or (company and same_start))):
        return None
    if cost > (2 * HARD - 1 if less >= 12 else HARD):
        return None
    if not company and (
        (size < WORD and (cost > SOFT or not same_start))
        or (cost == HARD and size <= 8 and (typed.startswith(meant) or meant.startswith(typed)))
        or (cost == HARD and size == WORD and not _close(typed, meant))
    ):
        return None
    if not same_start and ((edits > 1 and cost > SOFT) or (size <= WORD and not company and typed[1:] != meant)):
        return None
    return cost


def _cost(typed: str, meant: str) -> int:
    """Add up the cheapest edits that make *meant* of *typed*."""
    dropped, added = ([_cost_of_letter(word, place) for place in range(len(word))] for word in (typed, meant))
    before: list[int] = []
    previous = [0]
    for each in added:
        previous.append(previous[-1] + each)
    for row, left in enumerate(typed, 1):
        current = [previous[0] + dropped[row - 1]]
        for column, right in enumerate(meant, 1):
            soft = (left in _VOWELS and right in _VOWELS) or frozenset((left, right)) in _SAME_SOUND
            changed = previous[column - 1] + (0 if left == right else SOFT if soft else HARD)
            least = min(changed, previous[column] + dropped[row - 1], current[-1] + added[column - 1])
            if row > 1 and column > 1 and left == meant[column - 2] and typed[row - 2] == right:
                least = min(least, before[column - 2] + SOFT)
            current.append(least)
        before, previous = previous, current
    return previous[-1]


def _cost_of_letter(word: str, place: int) -> int:
    """Return what it costs to drop or add that letter of the *word*: nobody hears an h, a second t or a last e."""
    letter = word[place]
    silent = letter in (word[place - 1 : place], word[place + 1 : place + 2]) or letter == "h"
    return SOFT if silent or (letter == "e" and place == len(word) - 1) else HARD


def _swapped_or_doubled(typed: str, meant: str) -> bool:
    """Whether the one edit between two words swaps two letters, or doubles one or undoes that."""
    start = next((place for place, (one, other) in enumerate(zip(typed, meant, strict=False)) if one != other), None)
    if len(typed) == len(meant):
        return start is not None and sorted(typed) == sorted(meant)
    longer = max(typed, meant, key=len)
    place = start if start is not None else len(longer) - 1
    return longer[place] in (longer[place - 1 : place], longer[place + 1 : place + 2])


def _close(typed: str, meant: str) -> bool:
    """Whether a letter changed in a word is a consonant for a consonant, or lies beside the right one on a keyboard."""
    if len(typed) != len(meant):
        return True
    [pair] = (frozenset(pair) for pair in zip(typed, meant, strict=True) if len(set(pair)) > 1)
    return not pair & _VOWELS or pair in _NEIGHBOURS


def _contrast(typed: str, meant: str) -> bool:
    """Whether a part of a word that stands for another part makes up the difference, or some of it."""
    if (typed.endswith("ase") and _SUBSTRATE.search(meant)) or (meant.endswith("ase") and _SUBSTRATE.search(typed)):
        return True
    edits = distance(typed, meant, max(len(typed), len(meant)))
    if _swapped_or_doubled(typed, meant) and edits == 1:
        return False
    return any(
        distance(typed[: found.start()] + other + typed[found.end() :], meant, edits) < edits
        for parts in _CONTRASTS
        for part in parts
        for other in parts
        if other != part and part in typed and other in meant
        for found in re.finditer(part, typed)
    )


def _letters(word: str) -> int:
    return sum(not character.isdigit() for character in word)


def _digits(word: str) -> list[str]:
    """Return the digits of a *word*, each with whether letters stand before and after it."""
    return re.findall(r"\D?\d+\D?", re.sub(r"[^\d]+", "a", word))
