"""References for other people's tools: BibTeX, CSL-JSON and RIS, and as a plain reference list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from ...model import identifiers
from ...questions.answers import CitedReference
from ..words import vancouver
from . import tex

_OTHERS = "others"  # the last author of a list that names only the first, for BibTeX, citeproc and pandoc


def text(references: Sequence[CitedReference]) -> str:
    """Write a numbered reference list in Vancouver style, with identifiers."""
    lines = []
    for number, reference in enumerate(references, 1):
        known = [
            f"{key}: {value}" if key in ("DOI", "PMID") else value for key, value in identifiers.of_reference(reference)
        ]
        if reference.errata:
            known.append(_note(reference))
        lines.append(f"{number}. {vancouver(reference)} {'; '.join(known)}".rstrip())
    return "\n".join(lines) + "\n"


def bibtex(references: Sequence[CitedReference]) -> str:
    """Write BibTeX entries; keys are the reference ids, text is UTF-8 (for biber, or any BibTeX of this century)."""
    return "\n".join(_bibtex_entry(reference) for reference in references)


def _bibtex_entry(reference: CitedReference) -> str:
    chapter = reference.type == "chapter"
    printed: dict[str, str | None] = {
        "title": reference.title,
        "booktitle" if chapter else "journal": reference.container_title,
        "publisher": reference.publisher,
        "year": _year(reference),
        "volume": reference.volume,
        # BibTeX wants a volume with a number; where a journal counts without, biblatex prints an issue.
        "number" if reference.volume else "issue": reference.issue,
        "pages": ", ".join("--".join(_pages(part)) for part in (reference.page or "").split(", ")),
        "note": _note(reference),
        "key": None if reference.author else reference.title,  # by which what names no author is sorted
    }
    verbatim = {
        "doi": reference.DOI,
        "pmid": reference.PMID,
        "pmcid": reference.PMCID,
        "url": _address(reference),
    }
    fields = {
        "author": _bibtex_authors(reference),
        # Inner braces keep capitals, which styles make small in titles.
        **{
            name: f"{{{tex.printed(value)}}}" if name.endswith("title") else tex.printed(value)
            for name, value in printed.items()
            if value
        },
        **{name: tex.verbatim(value) for name, value in verbatim.items() if value},
    }
    kind = "incollection" if chapter else "article" if reference.container_title else "misc"
    body = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@{kind}{{{reference.id},\n{body}}}\n"


def _bibtex_authors(reference: CitedReference) -> str:
    names = []
    for author in reference.author:
        if author.literal:
            # Braces keep a name in one piece, and " and " from programs that divide at it without a look at braces.
            names.append("{" + tex.printed(author.literal).replace(" and ", " {and} ") + "}")
        else:
            von = " ".join(part for part in (author.dropping_particle, author.surname) if part)
            names.append(", ".join(_bibtex_name(part) for part in (von, author.suffix, author.given) if part))
    if names and reference.more_authors:
        names.append(_OTHERS)
    return " and ".join(names)


def _bibtex_name(part: str) -> str:
    printed = tex.printed(part)
    return f"{{{printed.replace(' and ', ' {and} ')}}}" if "," in part or " and " in part else printed


def csl_json(references: Sequence[CitedReference]) -> str:
    """Write CSL-JSON, which Zotero, pandoc and every CSL processor read."""
    return (
        msgspec.json.format(msgspec.json.encode([_csl_item(reference) for reference in references]), indent=2).decode()
        + "\n"
    )


def _csl_item(reference: CitedReference) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": reference.id,
        "type": reference.type,
        "title": reference.title,
        "author": _csl_authors(reference),
        "container-title": reference.container_title,
        "publisher": reference.publisher,
        "issued": {"date-parts": [list(part) for part in reference.issued.date_parts]} if reference.issued else None,
        "volume": reference.volume,
        "issue": reference.issue,
        "page": reference.page,
        "DOI": reference.DOI,
        "PMID": reference.PMID,
        "PMCID": reference.PMCID,
        "URL": _address(reference),
        "note": _note(reference),
    }
    return {name: value for name, value in item.items() if value}


def _csl_authors(reference: CitedReference) -> list[dict[str, str]]:
    named = [{name: value for name, value in msgspec.to_builtins(one).items() if value} for one in reference.author]
    return [*named, {"literal": _OTHERS}] if named and reference.more_authors else named


def ris(references: Sequence[CitedReference]) -> str:
    """Write RIS records, which reference managers import."""
    return "".join(
        "".join(f"{tag}  - {value}\n" for tag, value in _ris_lines(reference)) + "\n" for reference in references
    )


def _ris_lines(reference: CitedReference) -> Iterator[tuple[str, str]]:
    yield "TY", "CHAP" if reference.type == "chapter" else "JOUR"
    yield "ID", reference.id
    for author in reference.author:
        yield "AU", _ris_group(author.literal) if author.literal else author.inverted
    first, *last = _pages(reference.page or "")
    fields = (
        ("TI", reference.title),
        ("T2", reference.container_title),
        ("PB", reference.publisher),
        ("PY", _year(reference)),
        ("VL", reference.volume),
        ("IS", reference.issue),
        ("SP", first),
        ("EP", "".join(last)),
        ("DO", reference.DOI),
        ("AN", f"PMID: {reference.PMID}" if reference.PMID else None),
        ("C2", reference.PMCID),
        ("N1", _note(reference)),
        ("N1", "There are more authors than are listed." if reference.author and reference.more_authors else None),
    )
    yield from ((tag, value) for tag, value in fields if value)
    for key, value in list(identifiers.of_reference(reference))[:1]:
        yield "UR", identifiers.address(key, value)
    yield "ER", ""


def _ris_group(name: str) -> str:
    """Write the *name* of a group so that it is not taken for a person's: a comma ends it, or two stand for its own."""
    return name.replace(",", ",,", 1) if "," in name else f"{name},"


def _year(reference: CitedReference) -> str | None:
    return str(reference.issued.year) if reference.issued else None


def _pages(page: str) -> list[str]:
    """Divide a range of pages at its dash, of several the one in the middle: ``C3-32-C3-35``. A list is no range."""
    parts = re.split("--|[-–—]", page)
    middle = len(parts) // 2
    if "," in page or len(parts) % 2:
        return [page]
    return ["-".join(half).strip() for half in (parts[:middle], parts[middle:])]


def _note(reference: CitedReference) -> str:
    return f"Erratum: {', '.join(reference.errata)}" if reference.errata else ""


def _address(reference: CitedReference) -> str | None:
    return reference.URL or (identifiers.address("NBK", reference.NBK) if reference.NBK else None)
