"""Writes a dataset as a website: a page an entry, with links between them, that opens from a folder or a server.

Every address is relative, so that the site may lie anywhere. Entries stand under their ids, links under theirs on the
page of their example (``lead.html#glutamate.receptor.developmental``), the links of a cause to a transmitter under both
(``inflammation.serotonin.html``).
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache, partial
from typing import Any, TypeVar

import msgspec

from ...model.names import folding, inside_sentence, key
from ...model.records import Dataset, EntryKind, Example, Reference
from ...questions.answers import CitedReference, ReferenceRow
from ...questions.entries import Entry, ExampleEntry, ReferenceEntry
from ...questions.filters import LinkFilter
from ...questions.knowledge_base import KnowledgeBase
from ...questions.reader import count_ways
from ...questions.show import cited_in
from .. import html, words
from ..html import Drawn
from ..page import Block, Inline, Items, Page, Paragraph, Section, Title, dim, named, text
from ..screen import entries, links, lists, relations
from . import bibliography, division, frame, schema_org

ROOMY = entries.Detail(full=True, sources=True, examples=True, how=True, roomy=True)
MOST_SOURCES = 150  # on a page of their list
LIGHT = 150  # links of which a page tells without a thought of its weight
LONGEST = 100  # characters of a file's name before its ending
# Pages that are no entry's; the last two are a book's.
OWN = {"index", "matrix", "examples", "conditions", "molecules", "references", "words", "summary", "readme"}
DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10))}

R = TypeVar("R", ReferenceRow, CitedReference)


def files(kb: KnowledgeBase) -> Mapping[str, Iterable[bytes]]:
    """Return the files of the site by their names, each made when it is asked for; the front page is the last."""
    return Site(kb).files()


class PlacesFrom:
    """Where entries and links stand, as one *file* of the site, which may be that of an *entry*, leads to them."""

    def __init__(self, address: Callable[[str], str | None], file: str, entry: str = "") -> None:
        self._address = address
        self._file = file
        self._entry = entry

    def address(self, to: str) -> str | None:
        """Return the address of an entry or link: of one on the same page only its place."""
        found = self._address(to)
        if found is None or found == self._file:
            return None
        return found.removeprefix(self._file) if found.startswith(f"{self._file}#") else found

    def anchor(self, to: str) -> str:
        """Return the name of the place of a link of this entry."""
        entry, _, rest = to.partition(".")
        return rest if entry == self._entry and "." in rest else ""


class Site:
    """The site of a knowledge base, whose pages are files of one *ending*."""

    def __init__(self, kb: KnowledgeBase, ending: str = ".html") -> None:
        self.kb = kb
        self.ending = ending
        self.labels = kb.labels()
        self.cited = lru_cache(maxsize=1)(kb.cite)  # two files of each entry need the same
        dataset = kb.excerpt()
        self.kinds: dict[str, EntryKind] = {}  # what is example and condition in one has one page
        for kind, record in dataset.entries():
            self.kinds.setdefault(record.id, kind)
        self.frame = frame.Frame(kb.info(), set(self.kinds.values()))
        self.two_in_one = {one.id for one in dataset.examples()} & {one.id for one in dataset.conditions}
        self.groups = {one.id: one.name for one in dataset.groups}
        self.named = _file_names(self.kinds)
        self.names = [*self._names(dataset)]
        matrix = kb.matrix()
        self.links = matrix.links
        self.linked = _linked(dataset)
        self.linked.update({f"{row.id}.{cell.column}": cell.links for row in matrix.rows for cell in row.cells})
        self.cells = {f"{row.id}.{cell.column}": (row.id, cell.column) for row in matrix.rows for cell in row.cells}
        self.letters = by_letter(kb.references())

    def address(self, to: str) -> str | None:
        """Return the address of an entry, of a link, or of the links of a cause to a transmitter."""
        entry, _, rest = to.partition(".")
        if "." in rest:
            return f"{self.named[entry]}{self.ending}#{rest}" if entry in self.named else None
        if rest:
            return (
                f"{to}{self.ending}" if to in self.cells or (entry == "references" and rest in self.letters) else None
            )
        return f"{self.named[to]}{self.ending}" if to in self.named else None

    def lists(self) -> dict[str, tuple[str, Callable[[], Page]]]:
        """Return the pages that are no entry's: the section in which each stands, and what composes it."""
        return {
            "matrix": ("Matrix", lambda: relations.matrix(self.kb.matrix(), self.labels, roomy=True)),
            "examples": ("Examples", self.examples),
            "conditions": ("Conditions", lambda: lists.conditions(self.kb.conditions())),
            "molecules": ("Molecules", lambda: lists.molecules(self.kb.molecules(), self.labels)),
            "words": ("Words", lambda: lists.terms(self.kb.terms())),
            "references": ("Sources", self.references),
        }

    def files(self) -> dict[str, Iterable[bytes]]:
        """Return what makes each file."""
        self.frame.find_sections(self.parts("index", self.front_page()))
        lists = {name: page for name, page in self.lists().items() if page[0] in self.frame.sections}
        pages: dict[str, tuple[str, Callable[[], Page]]] = {
            **{f"references.{one}": ("Sources", partial(self.references_under, one)) for one in self.letters},
            **{one: ("Matrix", partial(self.cell, *ends)) for one, ends in self.cells.items()},
        }
        long = {name: pages.pop(name) for name in self.cells if self.linked[name] > LIGHT}
        return {
            "site.css": _made(html.asset, "site.css"),
            "site.js": _made(_script),
            "names.js": _made(self.index),
            **({frame.CARD: [html.place(frame.CARD).read_bytes()]} if self.frame.has_card else {}),
            "neuroref.json": self.whole(),
            "llms.txt": _made(self.llms),
            **{name: made for entry in self.kinds for name, made in self.entry(entry).items()},
            **{
                f"{name}.html": _made(lambda *page: self.page(*page)[page[0]], name, *page)
                for name, page in pages.items()
            },
            **self._at_once({**lists, **long}),
            **self._at_once({"index": ("", self.front_page)}),
        }

    def _at_once(self, pages: Mapping[str, tuple[str, Callable[[], Page]]]) -> dict[str, Iterable[bytes]]:
        """Return pages that may be heavy: only who draws one knows how many files it takes."""
        return {
            f"{one}.html": [written.encode()]
            for name, page in pages.items()
            for one, written in self.page(name, *page).items()
        }

    # -- pages of one entry --------------------------------------------------------------------------------------------

    def entry(self, identifier: str) -> dict[str, Iterable[bytes]]:
        """Return what makes the page of an entry, and its sources for reference managers."""
        name = self.named[identifier]
        parts = len(self.parts(name, self.told(identifier)[1], identifier)) if self.linked[identifier] > LIGHT else 1
        made: dict[str, Iterable[bytes]] = {
            f"{division.name_of(name, number)}.html": _made(self.entry_page, identifier, name, number)
            for number in range(1, parts + 1)
        }
        asked = self.asked(identifier)
        if self.kinds[identifier] is not EntryKind.REFERENCE:
            made[f"{name}.bib"] = _made(lambda: bibliography.bibtex(self.cited(asked)))
            made[f"{name}.csl.json"] = _made(lambda: bibliography.csl_json(self.cited(asked)))
        return made

    def asked(self, identifier: str) -> str:
        """Return the name under which all of an entry is shown."""
        return identifier if identifier in self.two_in_one else f"{self.kinds[identifier]}:{identifier}"

    def told(self, identifier: str) -> tuple[Entry, Page]:
        """Return all of an entry, and the page that tells it."""
        entry = self.kb.show(self.asked(identifier))
        return entry, entries.page(entry, self.labels, ROOMY)

    def entry_page(self, identifier: str, name: str, number: int) -> str:
        """Write the page of an entry, or the part of it that has that *number*."""
        entry, page = self.told(identifier)
        parts = self.parts(name, page, identifier)
        drawn = parts[number - 1]
        names = [division.name_of(name, one) for one in range(1, len(parts) + 1)]
        kind = self.kinds[identifier]
        above = [(frame.SECTION_OF[kind], self.frame.sections[frame.SECTION_OF[kind]])]
        if kind is EntryKind.EXAMPLE and (cause := getattr(entry, "cause", None)):
            above = [("Causes", self.frame.sections["Causes"]), (cause.name, f"{self.named[cause.id]}.html")]
        if isinstance(entry, ReferenceEntry):
            below = frame.cited([entry.source])
        else:
            below = frame.taken_along(name, len(set(cited_in(entry))))
        described = schema_org.of_entry(entry, drawn, names[number - 1])
        if isinstance(entry, ExampleEntry) and number == 1:
            drawn = drawn._replace(body=drawn.body.replace("</h1>", f"</h1>{frame.members(entry)}", 1))
        return self.frame.document(drawn, names[number - 1], described, above, below, names)

    def parts(self, name: str, page: Page, identifier: str = "") -> list[Drawn]:
        """Draw the page of the file called *name*: as one, or in parts where it is heavy."""

        def draw(part: Page, number: int) -> Drawn:
            file = f"{division.name_of(name, number)}.html"
            return html.draw(part, PlacesFrom(self.address, file, identifier))

        return division.in_parts(page, draw)

    # -- other pages ---------------------------------------------------------------------------------------------------

    def page(self, name: str, section: str, compose: Callable[[], Page]) -> dict[str, str]:
        """Write a page that belongs to a *section*, or its parts, by their names."""
        parts = self.parts(name, compose())
        names = [division.name_of(name, number) for number in range(1, len(parts) + 1)]
        above = [(section, self.frame.sections[section])] if "." in name else []
        return {
            one: self.frame.document(drawn, one, self.described(one, drawn), above, parts=names)
            for one, drawn in zip(names, parts, strict=True)
        }

    def described(self, name: str, drawn: Drawn) -> dict[str, Any]:
        """Describe a page that is no entry's to machines."""
        if name == "index":
            return schema_org.of_dataset(self.kb.info(), drawn.description)
        return schema_org.of_page(drawn, name)

    def front_page(self) -> Page:
        """Compose the front page: the causes, the transmitters and the claims."""
        page: list[Block] = [Title(self.frame.subject), Paragraph(text(self.numbers())), Paragraph(text(frame.PROMISE))]
        page += lists.causes(self.kb.causes(), self.labels)
        page += lists.transmitters(self.kb.transmitters())
        if claims := self.kb.claims():
            page += lists.claims(claims)
        return page

    def numbers(self) -> str:
        """Say how much there is."""
        counted = Counter(self.kinds.values())
        examples, transmitters = counted[EntryKind.EXAMPLE], counted[EntryKind.TRANSMITTER]
        return (
            f"{words.plural(self.links, 'link')} from {words.plural(examples, 'example')} of what raises or lowers "
            f"transmitters (medicines, substances, genes, foods, illnesses and more) to "
            f"{words.plural(transmitters, 'neurotransmitter')}, with "
            f"{words.plural(counted[EntryKind.REFERENCE], 'source')}."
        )

    def cell(self, cause: str, transmitter: str) -> Page:
        """Compose the page of the links of a cause to a transmitter, those of its guests among them."""
        found = list(self.kb.links(LinkFilter(cause=(cause,), transmitter=(transmitter,))))
        whole = [
            named(self.labels.transmitters[transmitter], transmitter),
            dim(" · "),
            named(self.labels.causes[cause], cause),
        ]
        return [
            Title(
                f"{self.labels.transmitters[transmitter]}: {inside_sentence(self.labels.causes[cause])}",
                words.plural(len(found), "link"),
            ),
            Paragraph(text(*words.counts(count_ways(found)), dim(" · all of "), *whole)),
            links.table(found, None),
            words.legend(),
        ]

    def examples(self) -> Page:
        """Compose the page that names all examples, cause by cause, and the groups."""
        by_cause: dict[str, list[Inline]] = {}
        for row in self.kb.examples():
            by_cause.setdefault(row.cause, []).append((named(row.name, row.id),))
        page: list[Block] = [Title("Examples", words.plural(sum(map(len, by_cause.values())), "example"))]
        for cause, found in by_cause.items():
            page += [Section(self.labels.causes[cause], str(len(found))), Items(found)]
        if self.groups:
            page += [Section("Groups", "names for several at once")]
            page += [Items([(named(name, one),) for one, name in self.groups.items()])]
        return page

    def references(self) -> Page:
        """Compose the page that leads to the references by the first letter of their citations."""
        leads = [
            text(named(letter_of(one), f"references.{one}"), dim(f" {len(found)}"))
            for one, found in self.letters.items()
        ]
        return [Title("Sources", words.plural(sum(map(len, self.letters.values())), "source")), Items(leads)]

    def references_under(self, letter: str) -> Page:
        """Compose the page of some references under a letter."""
        rows = self.letters[letter]
        return [Title(f"Sources: {letter_of(letter)}", words.plural(len(rows), "source")), *lists.references(rows)[1:]]

    # -- for programs ------------------------------------------------------------------------------------------------

    def whole(self) -> Iterator[bytes]:
        """Write the dataset as JSON; nothing holds it in two shapes longer than it must, for it is all there is."""
        yield msgspec.json.format(msgspec.json.encode(self.kb.excerpt()), indent=2)
        yield b"\n"

    def index(self) -> str:
        """Write what the search looks through: name, file, what it is, other names; for the script of the site."""
        rows = msgspec.json.encode(self.names).decode().replace("],[", "],\n[")
        return f"const names = {rows};\n"

    def _names(self, dataset: Dataset) -> Iterator[list[str]]:
        for kind, record in sorted(dataset.entries(), key=lambda entry: entry[0] is EntryKind.REFERENCE):
            if kind is EntryKind.CONDITION and record.id in self.two_in_one:
                continue
            name = self.labels.citations[record.id] if isinstance(record, Reference) else record.name
            others = [record.title] if isinstance(record, Reference) else [*record.aliases]
            said = "Is it true?" if kind is EntryKind.CLAIM else kind.value
            yield [name, self.named[record.id], said, *dict.fromkeys(words.others(name, [*others, record.id]))]
            if isinstance(record, Example):
                whole = words.of_class(record.name)
                for place, member in frame.places_of(record.members).items():
                    yield [member.name, f"{self.named[record.id]}#{place}", whole, *member.names[1:]]
        for known in dataset.known:
            yield [known.name, "", "no link has been checked yet", *known.aliases]

    def llms(self) -> str:
        """Write what a language model should know of the site (https://llmstxt.org)."""
        info = self.kb.info()
        causes = "".join(f"- [{one.name}]({self.address(one.id)}): {one.summary}\n" for one in self.kb.causes())
        transmitters = "".join(
            f"- [{one.name}]({self.address(one.id)}): {one.summary}\n" for one in self.kb.transmitters()
        )
        pages = "".join(f"- [{name}]({address})\n" for name, address in self.frame.sections.items())
        return (
            f"# {info.title}\n\n> {self.numbers()} {frame.PROMISE} Version {info.version}, {info.licence}. "
            f"{info.disclaimer}\n\n"
            f"{words.LEGEND} Evidence is graded strong, moderate, limited, preclinical or contested.\n\n"
            f"## Data\n\n- [The whole dataset as JSON](neuroref.json)\n\n## Pages\n\n{pages}\n"
            f"## Causes\n\n{causes}\n## Transmitters\n\n{transmitters}"
        )


def by_letter(references: Iterable[R]) -> dict[str, list[R]]:
    """Return references by the first letter of their citations; of many, so many at a time: a, a-2, a-3."""
    letters: dict[str, list[R]] = {}
    for reference in sorted(references, key=lambda one: (one.citation.casefold(), one.id)):
        first = key(reference.citation)[:1]
        letters.setdefault(first if "a" <= first <= "z" else "others", []).append(reference)
    return {
        f"{letter}-{start // MOST_SOURCES + 1}" if start else letter: found[start : start + MOST_SOURCES]
        for letter, found in sorted(letters.items(), key=lambda item: (item[0] == "others", item[0]))
        for start in range(0, len(found), MOST_SOURCES)
    }


def letter_of(letter: str) -> str:
    """Write a letter, or the number of its page behind it, as a heading."""
    return letter.replace("-", " ").capitalize()


def _linked(dataset: Dataset) -> Counter[str]:
    """Count the links of which the page of an entry tells, by the ids of entries."""
    counted: Counter[str] = Counter()
    for cause in dataset.causes:
        for example in cause.examples:
            for one in {cause.id, *example.also_under, *example.groups, *example.ties}:
                counted[one] += len(example.effects)
            for effect in example.effects:
                counted.update([effect.transmitter, *(via.molecule for via in effect.via), *effect.references])
    return counted


def _made(make: Callable[..., str], *arguments: Any) -> Iterator[bytes]:
    """Make the text of a file when it is asked for."""
    yield make(*arguments).encode()


def _script() -> str:
    return html.asset("site.js").replace("FOLDING", msgspec.json.encode(folding()).decode())


def _file_names(ids: Iterable[str]) -> dict[str, str]:
    """Return names of files without their endings: the ids, but where a system confuses or refuses those."""
    taken = OWN | DEVICES  # no file may be called as a device of Windows is
    named: dict[str, str] = {}
    for identifier in ids:
        name = identifier
        if len(name) > LONGEST:
            name = f"{name[:LONGEST]}_{hashlib.blake2b(name.encode(), digest_size=4).hexdigest()}"
        while name.lower() in taken:
            name += "_"  # which no id has
        taken.add(name.lower())
        named[identifier] = name
    return named
