"""Writes a dataset as Markdown to read, a handbook with a table of contents: one text, or a folder of pages.

The folder is a book for mdBook (``book.toml``, ``docs/SUMMARY.md``) and for MkDocs (``mkdocs.yml``). Its sources stand
on pages by letter: with a page each they would be most of the contents, which mdBook shows beside every page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from ...model.names import plain
from ...model.records import EntryKind
from ...questions.answers import CitedReference
from ...questions.entries import ClaimEntry, Entry, MoleculeEntry
from ...questions.knowledge_base import KnowledgeBase
from .. import words
from ..page import Items, Notes, Page, Paragraph, Section, Title, dim, text
from ..screen import entries, lists, markdown
from . import site

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


def folder(kb: KnowledgeBase) -> dict[str, Iterable[bytes]]:
    """Return the files of the handbook as a folder, by their names: a page an entry, and what the two programs read."""
    whole, info = site.Site(kb, ".md"), kb.info()
    files: dict[str, Iterable[bytes]] = {}
    contents: dict[str, list[tuple[str, str]]] = {}  # by the headings of its parts: names and files

    def address(to: str) -> str | None:
        """Return where an entry or link stands; sources lead to their journals, cells of a matrix to transmitters."""
        entry, _, rest = to.partition(".")
        if whole.kinds.get(entry) is EntryKind.REFERENCE:
            return None
        return whole.address(rest if to in whole.cells else to)

    def add(part: str, called: str, name: str, page: Page, entry: str = "") -> None:
        places = site.PlacesFrom(address, f"{name}.md", entry)
        files[f"docs/{name}.md"] = [markdown.write([*page, Notes([info.disclaimer])], places=places).encode()]
        contents.setdefault(part, []).append((called, f"{name}.md"))

    title, *front = whole.front_page()
    parts = [Section(block.text, block.note) if isinstance(block, Title) else block for block in front]
    about = Paragraph(text(f"Version {info.version}, {info.licence}. {words.LEGEND}"))
    add("", info.title, "index", [title, *parts, about])
    pages = whole.lists()
    for kind in (EntryKind.CAUSE, EntryKind.EXAMPLE, EntryKind.GROUP, *CHAPTERS[1:]):
        part = _heading(EntryKind.EXAMPLE if kind is EntryKind.GROUP else kind)  # the list of examples has groups
        for identifier in (one for one, found in whole.kinds.items() if found is kind):
            if part not in contents and kind.section in pages:
                add(part, part, kind.section, pages[kind.section][1]())
            entry, page = whole.told(identifier)
            add(part, _name(entry), whole.named[identifier], page, identifier)
    for name in ("matrix", "words", "references"):
        section, compose = pages[name]
        add(section, section, name, compose())
    for letter, sources in site.by_letter(kb.bibliography()).items():
        called = site.letter_of(letter)
        add("Sources", called, f"references.{letter}", _references(sources, f"Sources: {called}"))
    return {
        **files,
        "docs/SUMMARY.md": ["".join(_summary(contents)).encode()],
        "mkdocs.yml": [_mkdocs(info.title, contents)],
        "book.toml": [f'[book]\nlanguage = "en"\nsrc = "docs"\ntitle = {_quoted(info.title)}\n'.encode()],
    }


def _summary(contents: Mapping[str, Sequence[tuple[str, str]]]) -> Iterator[str]:
    """Yield the contents as mdBook reads them."""
    yield "# Contents\n"
    for part, pages in contents.items():
        yield f"\n# {part}\n\n" if len(pages) > 1 else "\n"
        yield from (f"- [{markdown.escape(called)}]({file})\n" for called, file in pages)


def _mkdocs(title: str, contents: Mapping[str, Sequence[tuple[str, str]]]) -> bytes:
    """Write the contents as MkDocs reads them, as JSON, which is YAML: a part that begins with its list is that list.

    MkDocs writes all of the contents into every page.
    """
    told = {
        "site_name": plain(title),
        "theme": "readthedocs",
        "exclude_docs": "SUMMARY.md",
        "not_in_nav": "*.md",
        "validation": {"anchors": "warn"},
        "nav": [
            {plain(pages[0][0]): pages[0][1]}
            if pages[0][0] == part or not part
            else {part: [{plain(called): file} for called, file in pages]}
            for part, pages in contents.items()
        ],
    }
    return msgspec.json.format(msgspec.json.encode(told)) + b"\n"


def _quoted(told: str) -> str:
    return msgspec.json.encode(plain(told)).decode()


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


def _references(references: Sequence[CitedReference], title: str = "Sources") -> Page:
    lines = [
        text(dim(f"[{one.id}] "), words.vancouver(one), " ", *words.reference_identifiers(one)) for one in references
    ]
    return [Title(title), Section(f"{len(references)} in all"), Items(lines)]
