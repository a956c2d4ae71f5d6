"""Writes a dataset as one Markdown text to read: a handbook with a table of contents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...model.records import EntryKind
from ...questions.answers import CitedReference
from ...questions.entries import ClaimEntry, Entry, MoleculeEntry
from ...questions.knowledge_base import KnowledgeBase
from .. import words
from ..page import Items, Page, Section, Title, dim, text
from ..screen import entries, lists, markdown

CHAPTERS = (EntryKind.CAUSE, EntryKind.TRANSMITTER, EntryKind.MOLECULE, EntryKind.CONDITION, EntryKind.CLAIM)


def write(kb: KnowledgeBase) -> Iterator[str]:
    """Yield the handbook of a knowledge base, part by part."""
    info, labels = kb.info(), kb.labels()
    ids = {
        EntryKind.CAUSE: [row.id for row in kb.causes()],
        EntryKind.TRANSMITTER: [row.id for row in kb.transmitters()],
        EntryKind.MOLECULE: [row.id for row in kb.molecules()],
        EntryKind.CONDITION: [row.id for row in kb.conditions()],
        EntryKind.CLAIM: [row.id for row in kb.claims()],
    }
    chapters = {kind: [kb.show(f"{kind}:{one}") for one in ids[kind]] for kind in CHAPTERS if ids[kind]}
    yield f"# {markdown.escape(info.title)}\n\n"
    yield markdown.escape(f"Version {info.version}, {info.licence}. {info.disclaimer}") + f"\n\n{words.LEGEND}"
    yield "\n\n## Contents\n\n"
    for kind, chapter in chapters.items():
        yield f"- [{_heading(kind)}](#{kind.section})\n"
        yield from (f"  - [{markdown.escape(_name(entry))}](#{_anchor(kind, entry)})\n" for entry in chapter)
    yield "- [Words](#words)\n- [Sources](#sources)\n"
    for kind, chapter in chapters.items():
        yield f"\n{_target(kind.section)}\n\n## {_heading(kind)}\n"
        detail = entries.Detail(full=kind is EntryKind.CAUSE)
        for entry in chapter:
            page = entries.page(entry, labels, detail)
            yield f"\n{_target(_anchor(kind, entry))}\n\n{markdown.write(page, 3)}"
    yield f"\n{_target('words')}\n\n{markdown.write(lists.terms(kb.terms()), 2)}"
    yield f"\n{_target('sources')}\n\n{markdown.write(_references(kb.bibliography()), 2)}"


def _heading(kind: EntryKind) -> str:
    return kind.section.capitalize()


def _name(entry: Entry) -> str:
    if isinstance(entry, ClaimEntry):
        return f"{str(entry.verdict).capitalize()}: {entry.statement}"
    name = str(getattr(entry, "name", entry.id))
    return f"{name} ({entry.id})" if isinstance(entry, MoleculeEntry) and entry.id.isupper() else name


def _anchor(kind: EntryKind, entry: Entry) -> str:
    """Name the place of an entry; a condition may have the id of another entry, so its kind is part of the name."""
    return f"{kind}-{entry.id}"


def _target(anchor: str) -> str:
    return f'<a id="{anchor}"></a>'


def _references(references: Sequence[CitedReference]) -> Page:
    lines = [
        text(dim(f"[{one.id}] "), words.vancouver(one), " ", *words.reference_identifiers(one)) for one in references
    ]
    return [Title("Sources"), Section(f"{len(references)} in all"), Items(lines)]
