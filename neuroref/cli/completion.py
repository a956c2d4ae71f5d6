"""What a press of the tab key offers: names of entries and words of vocabularies, each with a short help.

Nothing here fails aloud: a dataset that cannot be opened offers nothing. Shells evaluate what they are offered, so no
word or help holds anything that a shell could take for more than text.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import typer

Offer = tuple[str, str]  # the word, and a help that shells with room for it show
Completer = Callable[[typer.Context, str], list[Offer]]

MOST = 200  # more than anybody reads

KINDS = ("cause", "transmitter", "group", "example", "condition", "reference")
# What is offered where nothing was typed yet: the entries from which all others can be reached.
ENTRANCES = ("cause", "transmitter", "group")

_WORD = re.compile(r"[\w.+-]+", re.ASCII)
_NOT_TEXT = re.compile(r"[^\w ,.;/+()%’–-]")


def entries(*kinds: str, several: bool = False) -> Completer:
    """Return a completer for names of entries, of some *kinds* or of all; *several* may stand with commas between."""

    def complete(context: typer.Context, incomplete: str) -> list[Offer]:
        done, last = _split(incomplete) if several else ("", incomplete)
        wanted = kinds or (KINDS if last else ENTRANCES)
        return [(done + word, about) for word, about in _entries(context, last, wanted)]

    return complete


def terms(vocabulary: str) -> Completer:
    """Return a completer for the words of a *vocabulary*; several may stand with commas between."""

    def complete(_: typer.Context, incomplete: str) -> list[Offer]:
        from .model import VOCABULARIES

        done, last = _split(incomplete)
        return [
            (f"{done}{term}", _text(term.definition))
            for term in VOCABULARIES[vocabulary]
            if str(term).startswith(last.lower()) and str(term) not in done.split(",")
        ]

    return complete


def words(*choices: str) -> Completer:
    """Return a completer for some *choices*; several may stand with commas between."""

    def complete(_: typer.Context, incomplete: str) -> list[Offer]:
        done, last = _split(incomplete)
        return [(done + one, "") for one in choices if one.lower().startswith(last.lower())]

    return complete


def _split(incomplete: str) -> tuple[str, str]:
    done, comma, last = incomplete.rpartition(",")
    return done + comma, last


def _entries(context: typer.Context, start: str, kinds: tuple[str, ...]) -> list[Offer]:
    from . import respond
    from .options import Request
    from .running import Failure

    try:
        ref = respond.open_reference(Request.for_data(context.params.get("data")))
    except Failure:
        return []
    return [(one.word, _text(one.about)) for one in ref.beginnings(start, kinds, MOST) if _WORD.fullmatch(one.word)]


def _text(words: str) -> str:
    return _NOT_TEXT.sub("", words.replace(":", ","))[:100]
