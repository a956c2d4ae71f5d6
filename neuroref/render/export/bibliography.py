"""References for other people's tools: BibTeX, CSL-JSON and RIS, and as a plain reference list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from ...model import identifiers
from ...model.records import Author
from ...questions.answers import CitedReference
from ..words import vancouver

# What TeX takes as a command, written so that it prints as itself.
_TEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "$": r"\$",
        "&": r"\&",
        "#": r"\#",
        "_": r"\_",
        "%": r"\%",
        "^": r"\textasciicircum{}",
        "~": r"\textasciitilde{}",
    }
)
_OTHERS = Author(literal="et al.")


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


def tex(words: str) -> str:
    """Write *words* so that TeX prints them as they are."""
    return words.translate(_TEX)


def _bibtex_entry(reference: CitedReference) -> str:
    chapter = reference.type == "chapter"
    fields: dict[str, str | None] = {
        "author": _bibtex_authors(reference),
        "title": "{" + reference.title.translate(_TEX) + "}",
        "booktitle" if chapter else "journal": (reference.container_title or "").translate(_TEX),
        "year": _year(reference),
        "volume": reference.volume,
        "number": reference.issue,
        "pages": (reference.page or "").replace("-", "--"),
        "doi": reference.DOI,
        "pmid": reference.PMID,
        "pmcid": reference.PMCID,
        "url": _address(reference),
        "note": _note(reference).translate(_TEX),
    }
    kind = "incollection" if chapter else "article"
    body = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@{kind}{{{reference.id},\n{body}}}\n"


def _bibtex_authors(reference: CitedReference) -> str:
    names = []
    for author in reference.author:
        if author.literal:
            names.append("{" + author.literal.translate(_TEX) + "}")
        else:
            von = " ".join(part for part in (author.dropping_particle, author.surname) if part)
            names.append(", ".join(part.translate(_TEX) for part in (von, author.suffix, author.given) if part))
    if names and reference.more_authors:
        names.append("others")
    return " and ".join(names)


def csl_json(references: Sequence[CitedReference]) -> str:
    """Write CSL-JSON, which Zotero, pandoc and every CSL processor read."""
    return (
        msgspec.json.format(msgspec.json.encode([_csl_item(reference) for reference in references]), indent=2).decode()
        + "\n"
    )


def _csl_item(reference: CitedReference) -> dict[str, Any]:
    authors = (*reference.author, _OTHERS) if reference.author and reference.more_authors else reference.author
    item: dict[str, Any] = {
        "id": reference.id,
        "type": reference.type,
        "title": reference.title,
        "author": [{name: value for name, value in msgspec.to_builtins(author).items() if value} for author in authors],
        "container-title": reference.container_title,
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


def ris(references: Sequence[CitedReference]) -> str:
    """Write RIS records, which reference managers import."""
    return "".join(
        "".join(f"{tag}  - {value}\n" for tag, value in _ris_lines(reference)) + "\n" for reference in references
    )


def _ris_lines(reference: CitedReference) -> Iterator[tuple[str, str]]:
    yield "TY", "CHAP" if reference.type == "chapter" else "JOUR"
    yield "ID", reference.id
    for author in reference.author:
        yield "AU", author.inverted
    if reference.author and reference.more_authors:
        yield "AU", "et al."
    first, _, last = (reference.page or "").partition("-")
    fields = (
        ("TI", reference.title),
        ("T2", reference.container_title),
        ("PY", _year(reference)),
        ("VL", reference.volume),
        ("IS", reference.issue),
        ("SP", first),
        ("EP", last),
        ("DO", reference.DOI),
        ("AN", f"PMID: {reference.PMID}" if reference.PMID else None),
        ("C2", reference.PMCID),
        ("N1", _note(reference)),
    )
    yield from ((tag, value) for tag, value in fields if value)
    for key, value in list(identifiers.of_reference(reference))[:1]:
        yield "UR", identifiers.address(key, value)
    yield "ER", ""


def _year(reference: CitedReference) -> str | None:
    return str(reference.issued.year) if reference.issued else None


def _note(reference: CitedReference) -> str:
    return f"Erratum: {', '.join(reference.errata)}" if reference.errata else ""


def _address(reference: CitedReference) -> str | None:
    return reference.URL or (identifiers.address("NBK", reference.NBK) if reference.NBK else None)
