"""From what was typed to a question: names, filters, and what is said of those that lead nowhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

import typer

from ..model.names import quoted, suggestion
from ..questions import answers
from ..questions.filters import LinkFilter
from ..questions.knowledge_base import KnowledgeBase, UnknownTerm
from ..questions.lookup import KINDS, Ambiguous, NotFound, Unrelatable
from . import datasets
from .failures import NOTHING_FOUND, WRONG_USAGE, Failure, complain
from .options import Request, split

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
        return kb.filter(**request.filters)


def entry_kinds(values: Iterable[str]) -> list[str]:
    """Check the kinds of entries that a search is limited to."""
    kinds = split(values)
    for kind in kinds:
        if kind not in KINDS:
            raise Failure(f"unknown kind {quoted(kind)}{suggestion(kind, KINDS)}", WRONG_USAGE)
    return kinds


def names(given: list[str]) -> list[str]:
    """Return the names asked for; ``-`` stands for those on standard input, one a line."""
    asked: list[str] = []
    for name in given:
        if name == "-":
            lines = sys.stdin.buffer.read().decode("utf-8", "replace").splitlines() if sys.stdin else []
            asked += [line.strip() for line in lines if line.strip()]
        else:
            asked.append(name)
    return asked


def is_alone(given: list[str]) -> bool:
    """Whether one name was *given* as such: its answer is an object, that of several or of a list an array."""
    return len(given) == 1 and given != ["-"]


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


def tell_corrections(read_as: dict[str, str]) -> None:
    """Tell on standard error which words were taken as others."""
    for word, better in read_as.items():
        complain(f"nothing says {quoted(word)}; searched for '{better}'")
