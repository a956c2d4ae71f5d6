"""How names are compared: what counts as the same name, and what is near enough to suggest."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta", "η": "eta", "θ": "theta",
    "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi", "ο": "omicron", "π": "pi", "ρ": "rho",
    "σ": "sigma", "ς": "sigma", "τ": "tau", "υ": "upsilon", "φ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega",
}  # fmt: skip
_LATIN = str.maketrans(
    # letters that Unicode does not take apart
    {**GREEK, "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ı": "i", "ß": "ss"}
)

# How British and American spelling differ, wherever in a word; the endings stand in `loosened`.
_SPELLINGS = (
    ("ae", "e"), ("oe", "e"), ("our", "or"), ("ph", "f"), ("logue", "log"), ("gramme", "gram"), ("ageing", "aging"),
    ("neurone", "neuron"), ("grey", "gray"), ("fence", "fense"), ("licence", "license"), ("aluminium", "aluminum"),
    ("leuco", "leuko"),
)  # fmt: skip
# Patterns are compiled where they are first used: most starts need none.
_ISE, _IZE = (f"{letter}(?<=..[iy].)(?=e|ing|ation|able)" for letter in "sz")  # metabolise, analyzing
_DOUBLED = "ll(?<=..[aeiou]..)(?=ing|ed|er)"  # signalling, labelled, modeller

_WRITTEN_TOGETHER = r"[^\W_]+(?:['’()\[\]\-‐‑–]{1,2}[^\W_]+)*"
_MOST_PARTS = 4  # of what is written together

_NOT_ALPHANUMERIC = bytes(code for code in range(128) if not chr(code).isalnum())


def key(name: str) -> str:
    """Fold *name* to what decides sameness: case, accents, spaces and punctuation do not count.

    ``5-HT``, ``5HT`` and ``5 ht`` are the same name, and so are ``IFN-α`` and ``ifn alpha``. A name in a script
    without Latin counterparts keeps its letters.
    """
    if name.isascii():  # by far the most names, in a twentieth of the time
        return name.lower().encode().translate(None, _NOT_ALPHANUMERIC).decode()
    return "".join(character for character in latin(_with_beta(name)) if character.isalnum())


def latin(name: str) -> str:
    """Write *name* small, in plain letters: full width as half, Greek by its names, accents as letters of their own."""
    return unicodedata.normalize("NFKD", name).casefold().translate(_LATIN)


def apart(word: str) -> str:
    """Write *word* in plain letters, with spaces around Greek ones and digits: ``IL1β`` as ``il 1 beta``."""
    spaced = re.sub(f"[{''.join(GREEK)}]", r" \g<0> ", unicodedata.normalize("NFKC", _with_beta(word)).lower())
    return " ".join(re.sub(r"(?<=\d)(?=[^\W\d_])|(?<=[^\W\d_])(?=\d)", " ", latin(spaced)).split())


def _with_beta(name: str) -> str:
    """Write β where a ß stands for it, as many keyboards have it: no German word begins with that letter."""
    return re.sub(r"(?<![^\W\d_])ß", "β", name) if "ß" in name else name


def with_s_and_z(word: str) -> tuple[str, str]:
    """Write *word* in British and in American spelling of such as metabolise, whatever texts have of it."""
    return re.sub(_IZE, "s", word), re.sub(_ISE, "z", word)


def loose_key(name: str) -> str:
    """Fold *name* further, so that British and American spelling and a plural s agree with one another."""
    return loosened(key(name))


def loosened(folded: str) -> str:
    """Fold a `key` to its `loose_key`."""
    return _with_plain_end(_respelled(folded))


def all_loosened(folded: Iterable[str]) -> list[str]:
    """Fold many keys, each as `loosened` does, but together, in half the time."""
    lines = _respelled("\n".join(folded)).split("\n")
    return [_with_plain_end(line) if line.endswith(("s", "re")) else line for line in lines]


def _respelled(lines: str) -> str:
    """Spell one key, or several in a line each, in the one of two ways, wherever they differ but at the end."""
    for british, american in _SPELLINGS:
        if british in lines:  # rarely; to look is quicker than to replace
            lines = lines.replace(british, american)
    if "is" in lines or "ys" in lines:
        lines = re.sub(_ISE, "z", lines)
    return re.sub(_DOUBLED, "l", lines) if "ll" in lines else lines


def _with_plain_end(loose: str) -> str:
    if len(loose) > 4 and loose.endswith("s") and not loose.endswith(("ss", "is", "us")):
        loose = loose[:-1]
    return f"{loose[:-2]}er" if loose.endswith(("tre", "bre", "vre")) else loose


def folding() -> dict[str, object]:
    """Return the tables of `loose_key` for a script in another language: letters, and patterns and what is for them."""
    loose = [*_SPELLINGS, (_ISE, "z"), (_DOUBLED, "l")]
    return {"latin": {chr(letter): name for letter, name in _LATIN.items()}, "loose": loose}


def written(text: str) -> list[str]:
    """Return what *text* writes without a space: its words, and what hyphens and brackets join, like ``TNF-α``."""
    return re.findall(_WRITTEN_TOGETHER, text)


def parts_of(chunk: str) -> Iterator[str]:
    """Yield all that people may look for in what is `written` as one: of ``anti-TNF-α`` also ``TNF-α`` and ``α``."""
    pieces = list(re.finditer(r"[^\W_]+", chunk))
    for first, start in enumerate(pieces):
        for end in pieces[first : first + _MOST_PARTS]:
            part = chunk[start.start() : end.end()]
            if len(part) <= 40 and (len(part) > 1 or not part.isascii()) and not part.isdecimal():
                yield part


def distance(first: str, second: str, limit: int) -> int:
    """Count the letters to add, drop, change or swap between two words; *limit* + 1 stands for anything above it.

    Optimal string alignment: a swap of two neighbours counts once, because it is one slip of the fingers.
    """
    if abs(len(first) - len(second)) > limit:
        return limit + 1
    before: list[int] = []
    previous = list(range(len(second) + 1))
    for row, left in enumerate(first, 1):
        current = [row]
        for column, right in enumerate(second, 1):
            cost = min(previous[column] + 1, current[-1] + 1, previous[column - 1] + (left != right))
            if row > 1 and column > 1 and left == second[column - 2] and first[row - 2] == right:
                cost = min(cost, before[column - 2] + 1)
            current.append(cost)
        if min(current) > limit:
            return limit + 1
        before, previous = previous, current
    return previous[-1]


def slips_allowed(word: str) -> int:
    """How many slips may part *word* from the name that it was meant to be: about one in four letters."""
    return max(1, min(4, len(word) // 4))


def nearest_choice(word: str, choices: Iterable[str]) -> str | None:
    """Return that of *choices* which *word* most probably meant; often none.

    Generous, for the choices are few and the next run shows them: commands, fields, words of a vocabulary. The name of
    an entry is offered by the strict rule of `slips.name_slip` instead.
    Among equally near ones that with the same letters wins (fingers swap letters more often than they strike wrong
    ones), then the one as long, then the first.
    """
    wanted = key(word)
    if not wanted or len(wanted) > 64:
        return None
    limit = slips_allowed(wanted)
    letters = sorted(wanted)
    scored: list[tuple[int, bool, int, int, str]] = []
    for number, choice in enumerate(choices):
        folded = key(choice)
        slips = distance(wanted, folded, limit)
        if slips <= limit:
            scored.append((slips, sorted(folded) != letters, abs(len(folded) - len(wanted)), number, choice))
        elif len(wanted) >= 4 and folded.startswith(wanted):
            scored.append((limit + 1, True, len(folded) - len(wanted), number, choice))
    return min(scored)[-1] if scored else None


def suggestion(word: str, choices: Iterable[str]) -> str:
    """Return the tail of an error line, such as " — did you mean 'serotonin'?", or nothing."""
    best = nearest_choice(word, choices)
    return f" — did you mean '{best}'?" if best else ""


def hint(word: str, choices: Iterable[str]) -> str:
    """Return the tail of an error line about a word that is none of a few *choices*: the nearest, else all of them."""
    choices = list(choices)
    return suggestion(word, choices) or f"; it is one of {', '.join(choices)}"


def quoted(text: str) -> str:
    """Quote *text* of others in an error line: plain, and short enough to leave room for the rest of the line."""
    return f"'{plain(text)[:80]}'"


def plain(text: str) -> str:
    """Show *text* in one line on which nothing acts: control and bidirectional characters become visible escapes."""
    if text.isprintable():
        return text
    return "".join(c if c == " " or c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def inside_sentence(name: str) -> str:
    """Write the *name* of an entry as it stands inside a sentence: serotonin, GABA, substance P, L-DOPA."""
    return name if name[1:2].isupper() or name[1:2] == "-" else name[:1].lower() + name[1:]
