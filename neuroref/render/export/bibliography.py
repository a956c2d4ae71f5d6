"""Sources for other people's tools: BibTeX, CSL-JSON and RIS, and as a plain reference list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from .. import citations, identifiers
from ..answers import Source
from ..model import Author

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


def text(sources: Sequence[Source]) -> str:
    """Write a numbered reference list in Vancouver style, with identifiers."""
    lines = []
    for number, source in enumerate(sources, 1):
        known = [f"{key}: {value}" if key in ("DOI", "PMID") else value for key, value in _identifiers(source)]
        lines.append(f"{number}. {citations.vancouver(source)} {'; '.join(known)}".rstrip())
    return "\n".join(lines) + "\n"


def bibtex(sources: Sequence[Source]) -> str:
    """Write BibTeX entries; keys are the reference ids, text is UTF-8 (for biber, or any BibTeX of this century)."""
    return "\n".join(_bibtex_entry(source) for source in sources)


def _bibtex_entry(source: Source) -> str:
    chapter = source.type == "chapter"
    fields: dict[str, str | None] = {
        "author": _bibtex_authors(source),
        "title": "{" + source.title.translate(_TEX) + "}",
        "booktitle" if chapter else "journal": (source.container_title or "").translate(_TEX),
        "year": _year(source),
        "volume": source.volume,
        "number": source.issue,
        "pages": (source.page or "").replace("-", "--"),
        "doi": source.DOI,
        "pmid": source.PMID,
        "pmcid": source.PMCID,
        "url": source.URL or (identifiers.address("NBK", source.NBK) if source.NBK else None),
    }
    kind = "incollection" if chapter else "article"
    body = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@{kind}{{{source.id},\n{body}}}\n"


def _bibtex_authors(source: Source) -> str:
    names = []
    for author in source.author:
        if author.literal:
            names.append("{" + author.literal.translate(_TEX) + "}")
        else:
            names.append(", ".join(part.translate(_TEX) for part in (author.family, author.given) if part))
    if names and source.more_authors:
        names.append("others")
    return " and ".join(names)


def csl_json(sources: Sequence[Source]) -> str:
    """Write CSL-JSON, which Zotero, pandoc and every CSL processor read."""
    return msgspec.json.format(msgspec.json.encode([_csl_item(source) for source in sources]), indent=2).decode() + "\n"


def _csl_item(source: Source) -> dict[str, Any]:
    authors = (*source.author, _OTHERS) if source.author and source.more_authors else source.author
    item: dict[str, Any] = {
        "id": source.id,
        "type": source.type,
        "title": source.title,
        "author": [
            {name: value for name in ("family", "given", "literal") if (value := getattr(author, name))}
            for author in authors
        ],
        "container-title": source.container_title,
        "issued": {"date-parts": [list(part) for part in source.issued.date_parts]} if source.issued else None,
        "volume": source.volume,
        "issue": source.issue,
        "page": source.page,
        "DOI": source.DOI,
        "PMID": source.PMID,
        "PMCID": source.PMCID,
        "URL": source.URL or (identifiers.address("NBK", source.NBK) if source.NBK else None),
    }
    return {name: value for name, value in item.items() if value}


def ris(sources: Sequence[Source]) -> str:
    """Write RIS records, which reference managers import."""
    return "".join("".join(f"{tag}  - {value}\n" for tag, value in _ris_lines(source)) + "\n" for source in sources)


def _ris_lines(source: Source) -> Iterator[tuple[str, str]]:
    yield "TY", "CHAP" if source.type == "chapter" else "JOUR"
    yield "ID", source.id
    for author in source.author:
        yield "AU", author.literal or ", ".join(part for part in (author.family, author.given) if part)
    if source.author and source.more_authors:
        yield "AU", "et al."
    first, _, last = (source.page or "").partition("-")
    fields = (
        ("TI", source.title),
        ("T2", source.container_title),
        ("PY", _year(source)),
        ("VL", source.volume),
        ("IS", source.issue),
        ("SP", first),
        ("EP", last),
        ("DO", source.DOI),
        ("AN", f"PMID: {source.PMID}" if source.PMID else None),
        ("C2", source.PMCID),
    )
    yield from ((tag, value) for tag, value in fields if value)
    for key, value in _identifiers(source)[:1]:
        yield "UR", identifiers.address(key, value)
    yield "ER", ""


def _identifiers(source: Source) -> list[tuple[str, str]]:
    return [(key, value) for key in identifiers.REFERENCE_KEYS if (value := getattr(source, key))]


def _year(source: Source) -> str | None:
    return str(source.issued.date_parts[0][0]) if source.issued else None


STYLES = {"text": text, "bibtex": bibtex, "csl-json": csl_json, "ris": ris}
