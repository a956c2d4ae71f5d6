"""What stands around each page of a site: what it is called, where it leads, how it is cited, what must be said."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

import msgspec

from ...model.records import DatasetInfo, EntryKind, Member
from ...questions.answers import CitedReference
from ...questions.entries import ExampleEntry
from .. import html, words
from ..html import Drawn, escape
from . import bibliography, tex
from .division import name_of

MOST_PARTS = 4  # a page of as many parts says at its head which they are
PROMISE = (
    "Each link says which way the transmitter's signalling changes, at which step of neurotransmission, in whom it was "
    "measured and how sure the evidence is, and cites sources that were checked."
)
# The picture that stands for a page where its address is shared, of the dataset whose title it bears (docs/card.py).
CARD, CARD_OF = "card.png", "neuroref, what causes neurotransmitter imbalances"
CARD_SAYS = (
    "A heat map of eight causes and sixteen neurotransmitters: arrows up on blue where most of the better links raise "
    "a transmitter, arrows down on orange where they lower it."
)
CARD_SIZE = (1200, 630)

# The lists, as the head of each page leads to them; some are parts of the front page, named as their headings are.
SECTIONS = {
    "Causes": "index.html#causes-of-neurotransmitter-imbalances",
    "Transmitters": "index.html#neurotransmitters",
    "Is it true?": "index.html#is-it-true-that",
    "Matrix": "matrix.html",
    "Examples": "examples.html",
    "Conditions": "conditions.html",
    "Molecules": "molecules.html",
    "Sources": "references.html",
    "Words": "words.html",
}
SECTION_OF = {
    EntryKind.CAUSE: "Causes",
    EntryKind.EXAMPLE: "Examples",
    EntryKind.GROUP: "Examples",
    EntryKind.TRANSMITTER: "Transmitters",
    EntryKind.CONDITION: "Conditions",
    EntryKind.MOLECULE: "Molecules",
    EntryKind.REFERENCE: "Sources",
    EntryKind.CLAIM: "Is it true?",
}
Trail = Sequence[tuple[str, str]]  # names and addresses


class Frame:
    """The frame of the pages of one dataset, which has entries of some *kinds*."""

    def __init__(self, info: DatasetInfo, kinds: Collection[EntryKind]) -> None:
        self.info = info
        missing = {section for kind, section in SECTION_OF.items() if kind not in kinds} - {"Examples"}
        self.sections = {section: address for section, address in SECTIONS.items() if section not in missing}
        self.brand, _, subject = info.title.partition(", ")
        self.subject = subject[:1].upper() + subject[1:] or self.brand
        self.has_card = info.title == CARD_OF

    def find_sections(self, front: Sequence[Drawn]) -> None:
        """Lead to the lists on the *front* page where they begin, on which part of it so ever."""
        for number, part in reversed([*enumerate(front, 1)]):
            begun = {anchor for _, anchor in part.parts}
            for section, address in self.sections.items():
                anchor = address.partition("#")[2]
                if anchor in begun:
                    self.sections[section] = f"{name_of('index', number)}.html#{anchor}"

    def document(
        self,
        drawn: Drawn,
        name: str,
        described: object,
        above: Trail = (),
        below: str = "",
        parts: Sequence[str] = (),
    ) -> str:
        """Write the document of a page: *described* for machines, what is *above* it in the site, and more *below*.

        *parts* are the files of a page in several.
        """
        title = self.info.title if name == "index" else f"{drawn.title} · {self.brand}"
        return html.document(
            drawn._replace(title=title, body=_with_parts(drawn, name, parts) + below),
            self.head(drawn, name, described),
            self.header(name, above),
            self.footer(drawn, name),
        )

    def head(self, drawn: Drawn, name: str, described: object) -> str:
        """Write what machines read of a page. JSON inside a document may not close its element."""
        facts = msgspec.json.encode(described).decode().replace("<", "\\u003c")
        kind = "website" if name == "index" else "article"
        properties = {
            "og:type": kind, "og:title": drawn.title, "og:description": drawn.description, "og:site_name": self.brand
        }  # fmt: skip
        if self.has_card:
            wide, high = map(str, CARD_SIZE)
            properties |= {
                "og:image": CARD, "og:image:width": wide, "og:image:height": high, "og:image:alt": CARD_SAYS
            }  # fmt: skip
        shared = "summary_large_image" if self.has_card else "summary"
        return "".join(
            [
                f'<link rel="canonical" href="{name}.html">\n<link rel="stylesheet" href="site.css">\n',
                '<link rel="alternate" type="application/json" href="neuroref.json" title="The dataset">\n',
                *(f'<meta property="{key}" content="{escape(value)}">\n' for key, value in properties.items()),
                f'<meta name="twitter:card" content="{shared}">\n',
                f'<script type="application/ld+json">{facts}</script>\n<script src="site.js" defer></script>',
            ]
        )

    def header(self, name: str, above: Trail) -> str:
        """Write the head of a page: the site's name, its search, its lists, and where the page stands among them."""
        lists = "".join(
            f'<a href="{address}"{" aria-current=page" if address == f"{name}.html" else ""}>{list_}</a>\n'
            for list_, address in self.sections.items()
        )
        trail = " › ".join(f'<a href="{address}">{escape(one)}</a>' for one, address in above)
        return (
            '<a class="skip" href="#main">Skip to the content</a>\n<header>\n<div class="site">\n'
            f'<a class="brand" href="index.html">{escape(self.brand)}</a>\n'
            '<form class="search" role="search" action="examples.html">'
            '<input type="search" name="q" aria-label="Search all names" placeholder="Prozac, lead, serotonin …" '
            'autocomplete="off"></form>\n'
            f'<nav aria-label="Lists">\n{lists}</nav>\n</div>\n'
            + (f'<nav class="trail" aria-label="Where this page stands">{trail}</nav>\n' if trail else "")
            + "</header>"
        )

    def footer(self, drawn: Drawn, name: str) -> str:
        """Write the foot of a page: what must be said, where the data are, and how the page is cited."""
        info = self.info
        return (
            f'<footer class="foot">\n<p>{escape(info.disclaimer)}</p>\n'
            f"<p>Data: {escape(info.title)}, version {escape(info.version)}, {escape(info.licence)}, "
            '<a href="neuroref.json">as JSON</a>.</p>\n'
            f'<details class="cite"><summary>Cite this page</summary>\n{self.citation(drawn.title, name)}</details>\n'
            "</footer>"
        )

    def citation(self, title: str, name: str) -> str:
        """Write how a page is cited; the script puts the whole address in place of the file's name."""
        info, file = self.info, f"{name}.html"
        year = info.version[:4] if info.version[:4].isdigit() else ""
        fields = {
            "title": tex.printed(title), "howpublished": tex.printed(f"In: {info.title}"), "year": year,
            "note": tex.printed(f"Version {info.version}, {info.licence}"), "url": file,
        }  # fmt: skip
        body = "".join(f"  {key} = {{{value}}},\n" for key, value in fields.items() if value)
        item = {
            "id": f"neuroref-{name}", "type": "webpage", "title": title, "container-title": info.title,
            "version": info.version, "URL": file,
            **({"issued": {"date-parts": [[int(year)]]}} if year else {}),
        }  # fmt: skip
        return _shown(
            {
                "Text": f"{title}{'' if title.endswith('?') else '.'} In: {info.title}. Version {info.version}. {file}",
                "BibTeX": f"@misc{{neuroref-{name},\n{body}}}",
                "CSL-JSON": msgspec.json.format(msgspec.json.encode([item]), indent=1).decode(),
            },
            file,
        )


def cited(sources: Sequence[CitedReference]) -> str:
    """Write how sources are cited, in the formats that reference managers read."""
    formats = {
        "Text": bibliography.text(sources).partition(" ")[2],
        "BibTeX": bibliography.bibtex(sources),
        "CSL-JSON": bibliography.csl_json(sources),
    }
    return f'\n<h2 id="cite-it">Cite it</h2>\n{_shown(formats)}'


def taken_along(name: str, sources: int) -> str:
    """Write where the sources of an entry are, in the formats that reference managers read."""
    if not sources:
        return ""
    return (
        f'\n<p class="notes">{words.plural(sources, "source")} for a reference manager: '
        f'<a href="{name}.bib">BibTeX</a>, <a href="{name}.csl.json">CSL-JSON</a></p>'
    )


def places_of(members: Iterable[Member]) -> dict[str, Member]:
    """Return the members of a class by the names of their places on its page: ``ssri.html#fluoxetine``."""
    places: dict[str, Member] = {}
    for member in members:
        places[html.place_for(member.name, places)] = member
    return places


def members(entry: ExampleEntry) -> str:
    """Write of each member of a class that it is one, to stand below the title for who comes to its place."""
    whole = words.of_class(entry.name)
    return "".join(
        f'\n<p id="{place}" class="member"><strong>{escape(one.name)}</strong>{escape(_also(one))}, {escape(whole)}</p>'
        for place, one in places_of(entry.members).items()
    )


def _also(member: Member) -> str:
    return f" ({', '.join(member.names[1:])})" if len(member.names) > 1 else ""


def _shown(formats: dict[str, str], file: str = "") -> str:
    """Write texts to copy, each below its name; where the name of the *file* stands in one, its address goes."""
    here = f'<span class="here">{file}</span>'
    shown = ((name, escape_lines(written)) for name, written in formats.items())
    return "".join(
        f"<p>{name}</p>\n<pre>{written.replace(file, here) if file else written}</pre>\n" for name, written in shown
    )


def escape_lines(written: str) -> str:
    """Write lines of text as HTML."""
    return "\n".join(map(escape, written.rstrip("\n").split("\n")))


def _with_parts(drawn: Drawn, name: str, files: Sequence[str]) -> str:
    """Return the body of a page, with the *files* of its parts below its title, and its headings where many."""
    head, end, rest = drawn.body.partition("</h1>")
    around, after = "", ""
    if len(files) > 1:
        numbers = "".join(
            f'<li><a href="{one}.html"{" aria-current=page" if one == name else ""}>{number}</a></li>\n'
            for number, one in enumerate(files, 1)
        )
        around = f'\n<nav aria-label="Pages"><ul class="parts">\n<li>Page</li>\n{numbers}</ul></nav>'
        if name != files[-1]:
            following = files.index(name) + 1
            after = f'\n<p><a href="{files[following]}.html">Next: page {following + 1} of {len(files)}</a></p>'
    if len(drawn.parts) >= MOST_PARTS:
        listed = "".join(f'<li><a href="#{anchor}">{escape(part)}</a></li>\n' for part, anchor in drawn.parts)
        around += f'\n<nav aria-label="On this page"><ul class="parts">\n{listed}</ul></nav>'
    return f"{head}{end}{around}{rest}{after}"
