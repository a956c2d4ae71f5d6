"""What a press of the tab key offers: names of entries, ids of links and words of vocabularies, with a short help.

Completion never prints an error: a dataset that cannot be opened offers nothing. Shells evaluate what they are offered,
so no word or help holds anything that a shell could take for more than text.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable

import typer

from ..loader.files import readable
from ..model.records import EntryKind
from ..model.vocabularies import Term
from ..questions.knowledge_base import KnowledgeBase
from . import datasets
from .failures import Failure

Offer = tuple[str, str]  # the word, and a help that shells with room for it show
Completer = Callable[[typer.Context, str], list[Offer]]

MOST = 200  # more than anybody reads

# What is offered where nothing was typed yet: the entries from which all others can be reached.
ENTRANCES = (EntryKind.CAUSE, EntryKind.TRANSMITTER, EntryKind.GROUP)
# The order of offers: references last, of which there are the most.
OFFERED = (
    *dict.fromkeys((*ENTRANCES, *(kind for kind in EntryKind if kind is not EntryKind.REFERENCE))),
    EntryKind.REFERENCE,
)

# Patterns are compiled when the tab key is pressed, not at every start.
_WORD = r"[\w.+-]+"
_NOT_TEXT = r"[^\w ,.;/+()%’–-]"


def entries(*kinds: EntryKind, several: bool = False) -> Completer:
    """Return a completer for names of entries, of some *kinds* or of all; *several* may stand with commas between."""

    def complete(context: typer.Context, incomplete: str) -> list[Offer]:
        done, last = _split(readable(incomplete)) if several else ("", readable(incomplete))
        kind, colon, name = last.partition(":")
        if colon and kind in [one.value for one in kinds or EntryKind]:
            done, last, wanted = f"{done}{kind}:", name, [kind]
        else:
            wanted = [one.value for one in kinds or (OFFERED if last else ENTRANCES)]
        kb = knowledge_base(context)
        found = kb.beginnings(last, wanted, MOST) if kb else []
        offered = [one for one in found if re.fullmatch(_WORD, one.word, re.ASCII)]
        return [(done + _as_typed(one.word, last), _text(one.about)) for one in offered]

    return complete


def terms(vocabulary: type[Term]) -> Completer:
    """Return a completer for the words of a *vocabulary*; several may stand with commas between."""

    def complete(_: typer.Context, incomplete: str) -> list[Offer]:
        done, last = _split(incomplete)
        return [
            (f"{done}{term}", _text(term.definition))
            for term in vocabulary
            if str(term).startswith(last.lower()) and str(term) not in done.split(",")
        ]

    return complete


def words(*choices: str) -> Completer:
    """Return a completer for some *choices*; several may stand with commas between."""

    def complete(_: typer.Context, incomplete: str) -> list[Offer]:
        done, last = _split(incomplete)
        return [(done + one, "") for one in choices if one.lower().startswith(last.lower())]

    return complete


def join_words() -> None:
    """Let ``--option=value`` be completed as ``--option value``: bash hands it on in three words, one of them ``=``."""
    words = os.environ.get("COMP_WORDS", "").split("\n")[: int(os.environ.get("COMP_CWORD", "0")) + 1]
    signs = [at for at, word in enumerate(words) if word == "=" and words[at - 1].startswith("--")]
    if signs:
        os.environ["COMP_WORDS"] = "\n".join(word for at, word in enumerate(words) if at not in signs)
        os.environ["COMP_CWORD"] = str(len(words) - len(signs) - (words[-1] != "="))


def _split(incomplete: str) -> tuple[str, str]:
    done, comma, last = incomplete.rpartition(",")
    return done + comma, last


def _as_typed(word: str, typed: str) -> str:
    """Return *word* in the case in which it was begun: shells offer only what goes on from what was *typed*."""
    return next((one for one in (word, word.lower()) if one.startswith(typed)), typed + word[len(typed) :])


def knowledge_base(context: typer.Context) -> KnowledgeBase | None:
    """Open the dataset that is typed so far; nothing where that cannot be. Shells show the terminal what it prints."""
    try:
        return datasets.open_knowledge_base(datasets.chosen(context.params.get("data")), silent=True)
    except Failure:
        return None


def _text(words: str) -> str:
    return re.sub(_NOT_TEXT, "", words.replace(":", ","))[:100]
