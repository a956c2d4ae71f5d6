"""Writes a dataset as one Markdown text to read: a handbook with a table of contents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .. import answers, citations
from ..model import DatasetInfo
from . import entries, lists, markdown
from .page import Items, Page, Section, Title, dim, text
from .words import LEGEND, source_identifiers

Chapter = Sequence[answers.CauseEntry] | Sequence[answers.TransmitterEntry] | Sequence[answers.ConditionEntry]


class Handbook(NamedTuple):
    """What goes into a handbook: the entries of each chapter, the vocabulary and all sources."""

    info: DatasetInfo
    labels: answers.Labels
    causes: Sequence[answers.CauseEntry]
    transmitters: Sequence[answers.TransmitterEntry]
    conditions: Sequence[answers.ConditionEntry]
    terms: Sequence[answers.TermRow]
    sources: Sequence[answers.Source]


def write(book: Handbook) -> Iterator[str]:
    """Yield the handbook, part by part."""
    chapters: dict[str, Chapter] = {
        "Causes": book.causes,
        "Transmitters": book.transmitters,
        "Conditions": book.conditions,
    }
    info = book.info
    yield f"# {markdown.escape(info.title)}\n\n"
    yield markdown.escape(f"Version {info.version}, {info.licence}. {info.disclaimer}") + f"\n\n{LEGEND}"
    yield "\n\n## Contents\n\n"
    for heading, chapter in chapters.items():
        yield f"- [{heading}](#{heading.lower()})\n"
        yield from (f"  - [{markdown.escape(entry.name)}](#{_anchor(heading, entry.id)})\n" for entry in chapter)
    yield "- [Words](#words)\n- [Sources](#sources)\n"
    for heading, chapter in chapters.items():
        yield f"\n{_target(heading.lower())}\n\n## {heading}\n"
        for entry in chapter:
            page = entries.page(entry, book.labels, entries.Detail(full=isinstance(entry, answers.CauseEntry)))
            yield f"\n{_target(_anchor(heading, entry.id))}\n\n{markdown.write(page, 3)}"
    yield f"\n{_target('words')}\n\n{markdown.write(lists.terms(book.terms), 2)}"
    yield f"\n{_target('sources')}\n\n{markdown.write(_sources(book.sources), 2)}"


def _anchor(chapter: str, identifier: str) -> str:
    """Name the place of an entry; a condition may have the id of another entry, so its kind is part of the name."""
    return f"{chapter.lower()[:-1]}-{identifier}"


def _target(anchor: str) -> str:
    return f'<a id="{anchor}"></a>'


def _sources(sources: Sequence[answers.Source]) -> Page:
    lines = [
        text(dim(f"[{source.id}] "), citations.vancouver(source), " ", *source_identifiers(source))
        for source in sources
    ]
    return [Title("Sources"), Section(f"{len(sources)} in all"), Items(lines)]
