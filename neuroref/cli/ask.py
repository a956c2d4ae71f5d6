"""From what was typed to a question: names, filters, and what is said of those that lead nowhere."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

import typer

from ..loader.files import UTF_16, reason, text_of
from ..model.names import quoted, suggestion
from ..model.records import EntryKind
from ..questions import answers
from ..questions.filters import EVERYTHING, FILTERS, LinkFilter
from ..questions.knowledge_base import KnowledgeBase, UnknownTerm
from ..questions.lookup import KINDS, Ambiguous, NotFound, Unrelatable
from . import datasets
from .failures import NOTHING_FOUND, WRONG_USAGE, Failure, complain
from .options import Request, split

if TYPE_CHECKING:
    from ..questions.search import SearchResult

T = TypeVar("T")


def knowledge_base(request: Request) -> KnowledgeBase:
    """Open the dataset that the *request* names, once in a run."""
    return datasets.open_knowledge_base(request.data)


@contextmanager
def usage_errors(*, unknown_names: bool = True) -> Iterator[None]:
    """Turn a wrong word or name in an option into wrong usage; a name in an argument is something not found."""
    try:
        yield
    except (UnknownTerm, Unrelatable) as error:
        raise Failure(str(error), WRONG_USAGE) from None
    except (NotFound, Ambiguous) as error:
        if not unknown_names:
            raise
        raise Failure(str(error), WRONG_USAGE) from None


def wanted(kb: KnowledgeBase, request: Request) -> LinkFilter:
    """Return the filter that the *request*'s options come to."""
    with usage_errors():
        return kb.filter(
            **{
                field: divided(kb, given) if isinstance(FILTERS[field].values, EntryKind) else given
                for field, given in request.filters.items()
            }
        )


def divided(kb: KnowledgeBase, values: Iterable[str]) -> list[str]:
    """Divide lists of names at their commas, but for those inside a name: whole first, then the longest that is one."""
    found: list[str] = []
    for value in values:
        parts = value.split(",")
        known, start = False, len(found)
        while parts:
            for end in range(min(len(parts), MOST_PARTS), 0, -1):
                name = ",".join(parts[:end]).strip()
                if end == 1 or kb.knows(name):
                    break
            known = known or kb.knows(name)
            found += [name] if name else []
            parts = parts[end:]
        if not known and len(found) > start + 1 and kb.nearest(value):
            found[start:] = [value]
    return found


def entry_kinds(values: Iterable[str]) -> list[str]:
    """Check the kinds of entries that a search is limited to."""
    kinds = split(values)
    for kind in kinds:
        if kind not in KINDS:
            raise Failure(f"unknown kind {quoted(kind)}{suggestion(kind, KINDS)}", WRONG_USAGE)
    return kinds


def names(kb: KnowledgeBase, given: list[str]) -> list[str]:
    """Return the names asked for; ``-`` stands for those on standard input, one a line.

    Words that are one name together need no quotes (``birth control``), and a list may have commas where no name has.
    """
    asked: list[str] = []
    words = [word for word in given if word != "-"]
    if "-" in given:
        asked += [line for line in _lines_of_input() if line]
    joined, whole = _joined(kb, words), " ".join(words)
    nobody = len(words) > 1 and joined == words and not any(map(kb.knows, words))
    one_name = nobody and (kb.nearest(whole) or not any(map(kb.nearest, words)))
    return [*asked, *([whole] if one_name else joined)]


def _lines_of_input() -> list[str]:
    """Return the lines on standard input; lists come from many programs, so that each line is read for itself."""
    if sys.stdin is None:
        return []
    try:
        content = sys.stdin.buffer.read()
    except OSError as error:
        raise Failure(f"cannot read standard input: {reason(error)}", WRONG_USAGE) from None
    if content.startswith(UTF_16):
        content = text_of(content).encode()
    return [text_of(line).strip() for line in content.splitlines()]


def _joined(kb: KnowledgeBase, words: list[str]) -> list[str]:
    """Join words that are one name together, the longest first; divide others at their commas."""
    found: list[str] = []
    start = 0
    while start < len(words):
        for end in range(min(len(words), start + MOST_WORDS), start + 1, -1):
            together = " ".join(words[start:end])
            if kb.knows(together):
                found.append(together)
                start = end
                break
        else:
            word = words[start]
            found += divided(kb, [word]) if "," in word else [word]
            start += 1
    return found


MOST_WORDS = 8  # of a name
MOST_PARTS = 8  # of a name, between its commas


def is_alone(kb: KnowledgeBase, given: list[str]) -> bool:
    """Whether one name was *given* as such: its answer is an object, that of several or of a list an array."""
    return "-" not in given and len(names(kb, given)) == 1


def nothing_found(kb: KnowledgeBase, wanted: LinkFilter) -> str:
    """Say what there is where the filters left nothing: ``nothing found: of 7 links of orexin, 1 has direction …``."""
    given = [field for field in ("transmitter", "cause", "molecule", "condition") if getattr(wanted, field)]
    links = list(kb.links(LinkFilter(**{field: getattr(wanted, field) for field in given})))
    if not links:  # two names that have no link in common: those of the first are told
        given = given[:1]
        links = list(kb.links(LinkFilter(**{field: getattr(wanted, field) for field in given})))
    base = LinkFilter(**{field: getattr(wanted, field) for field in given})
    others = [field for field in wanted._fields if field not in given and getattr(wanted, field)]
    about = " and ".join(value for field in given for value in getattr(wanted, field))
    if wanted == EVERYTHING or not (links and others):
        return "nothing found" + (f": no link is of {about}" if about else "")
    parts = []
    for field in others:
        values = getattr(wanted, field)
        told = values if isinstance(values, str) else " or ".join(values)
        number = sum(1 for _ in kb.links(base._replace(**{field: values})))
        parts.append(f"{number or 'none'} {'has' if number < 2 else 'have'} {field.replace('_', '-')} {told}")
    all_of_them = f"{len(links):,} link{'s' if len(links) > 1 else ''}"
    return f"nothing found: of {all_of_them}{f' of {about}' if about else ''}, {', '.join(parts)}"


def nothing_says(kb: KnowledgeBase, found: SearchResult, asked: str, kinds: Sequence[str]) -> str:
    """Say why a search found nothing: words that no text has, or that only entries of other *kinds* have."""
    if found.not_found:
        return f"nothing found: nothing says {' or '.join(quoted(word) for word in found.not_found)}"
    others = Counter(hit.entry for hit in kb.search(asked, [], MOST_ELSEWHERE).hits) if kinds else {}
    there = ", ".join(f"{number} in {kind}" for kind, number in others.items())
    return f"nothing found in {', '.join(kinds)}; there are {there}" if there else "nothing found"


MOST_ELSEWHERE = 1000  # hits that are counted where a search is limited to kinds that have none


def ask_each(asked: Sequence[str], question: Callable[[str], T]) -> tuple[list[T], list[LookupError]]:
    """Ask the question of each name; return the answers, and the errors of the names that have none."""
    found: list[T] = []
    missing: list[LookupError] = []
    for name in asked:
        try:
            found.append(question(name))
        except (NotFound, Ambiguous) as error:
            missing.append(error)
    if not asked:
        raise Failure("no name given", WRONG_USAGE)
    if len(asked) == 1 and missing:
        raise missing[0]
    return found, missing


def comparison(kb: KnowledgeBase, asked: list[str]) -> tuple[answers.Comparison, list[LookupError]]:
    """Compare the entries of those names; a name that has none is an error to tell, if two are left without it."""
    if len(asked) < 2:
        raise Failure("comparing takes two names or more", WRONG_USAGE)

    def known(name: str) -> str:
        kb.resolve(name)
        return name

    found, missing = ask_each(asked, known)
    if len(found) < 2:
        raise missing[0]
    with usage_errors(unknown_names=False):
        return kb.compare(*found), missing


def give_up_if(missing: Sequence[LookupError]) -> None:
    """Name what was not found, and end with the exit code for that."""
    for error in missing:
        complain(str(error))
    if missing:
        raise typer.Exit(NOTHING_FOUND)


def tell_words(found: SearchResult) -> None:
    """Tell on standard error which words were taken as others, and which no text has."""
    for word in found.not_found if found.hits else ():
        complain(f"nothing says {quoted(word)}")
    for word, better in found.corrections.items():
        complain(f"nothing says {quoted(word)}; searched for '{better}'")
