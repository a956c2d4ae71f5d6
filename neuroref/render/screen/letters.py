"""What stands in a line letter by letter: what an encoding lacks is written otherwise, and where lines may break."""

from __future__ import annotations

import re
import unicodedata

from ...model.names import latin, plain

# Text from data never holds these two.
GLUE = "\ue000"  # a space at which Rich does not break
JOINT = "\x1f"  # no space, but Rich breaks there

ASCII = {
    "↑": "^",
    "↓": "v",
    "↕": "^v",
    "→": "->",
    "·": "-",
    "…": "...",
    "—": "-",
    "–": "-",
    "−": "-",
    "“": '"',
    "”": '"',
    "’": "'",
    "▁": "_",
    "▂": ".",
    "▃": "-",
    "▄": "-",
    "▅": "=",
    "▆": "=",
    "▇": "#",
    "█": "#",
    "●": "*",
    "○": "-",
    "▲": "^^",
    "▼": "vv",
    "◆": "<>",
    "⇡": "(^)",
    "⇣": "(v)",
    "◇": "()",
    "⇄": "<->",
    "─": "-",
    "▓": "+",
    "▒": "=",
    "░": ".",
}


def encodable(words: str, encoding: str) -> str:
    """Write *words* with what *encoding* has: arrows become ^ and v, accents fall off, the rest becomes ?."""
    words = plain(words)
    try:
        words.encode(encoding)
        return words
    except (UnicodeEncodeError, LookupError):
        pass
    out = []
    for character in words:
        try:
            character.encode(encoding)
            out.append(character)
        except (UnicodeEncodeError, LookupError):
            near = ASCII.get(character) or unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode()
            out.append(near or _in_latin(character) or "?")
    return "".join(out)


def _in_latin(character: str) -> str:
    """Write a letter that has no accent to fall off: o for ø, beta for β; nothing where there is no such way."""
    written = latin(character)
    if not written.isascii():
        return ""
    return written.capitalize() if character.isupper() else written


_AFTER_MARK = r"(?<=\w[-/.,:_])(?=\w)"


# A space that breaks no line: a sign says little without its level, 6 without "more"; a dash or a day begins none.
_TOGETHER = re.compile(
    r" (?:(?<=[●○⇄↑↓↕=] )(?=[a-z\d])|(?<=\d )(?=(?:more|others?)\b)|(?<=\band )(?=\d+ more\b)|(?<=\bet )(?=al\.)"
    r"|(?<=\bal\. )(?=\d{4})|(?=[—–] |-\d|\d{4}-\d\d-\d\d))"
)


def together(words: str) -> str:
    """Keep in one line what says nothing apart: ``and 6 more``, ``et al.``, ``checked 2026-11-28``, ``●●●● strong``."""
    return _TOGETHER.sub(GLUE, words)


def jointed(words: str, room: int) -> str:
    """Let words that are longer than the *room* break after their hyphens, slashes and dots rather than anywhere."""
    if len(words) <= room:
        return words
    return re.sub(rf"\S{{{room + 1},}}", lambda found: re.sub(_AFTER_MARK, JOINT, found[0]), words)


def parts(words: str, room: int) -> list[str]:
    """Return the pieces that stay whole in a line, where words longer than the *room* break at their joints."""
    return jointed(words, room).replace(JOINT, " ").split(" ")


_END = r"(?: |\x1b\[[\d;]*m|\x1b\]8;[^\x1b]*\x1b\\)+\Z"


def finished(line: str) -> str:
    """Write a drawn line without marks: what glues words is a space, what joins parts nothing, and no blank is last.

    Nor does one stand before the escape sequences in which a line ends: who copies from a terminal copies it too.
    """
    line = line.replace(GLUE, " ").replace(JOINT, "").rstrip()
    return re.sub(_END, lambda end: end[0].replace(" ", ""), line) if line.endswith(("m", "\\")) else line
