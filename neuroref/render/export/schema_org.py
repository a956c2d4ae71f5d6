"""Describes pages of a site to machines in the words of https://schema.org, as JSON-LD."""

from __future__ import annotations

from typing import Any

from ...model import identifiers
from ...model.records import DatasetInfo
from ...questions.answers import CitedReference
from ...questions.entries import ClaimEntry, Entry, ReferenceEntry
from ..html import Drawn

CONTEXT = {"@context": "https://schema.org"}
LICENCES = "https://spdx.org/licenses/{}.html"


def of_dataset(info: DatasetInfo, description: str) -> dict[str, Any]:
    """Describe the dataset, for its front page."""
    return {
        **CONTEXT,
        "@type": "Dataset",
        "name": info.title,
        "description": description,
        "version": info.version,
        "license": LICENCES.format(info.licence),
        "isAccessibleForFree": True,
        "url": "index.html",
        "distribution": {
            "@type": "DataDownload", "encodingFormat": "application/json", "contentUrl": "neuroref.json"
        },
    }  # fmt: skip


def of_page(drawn: Drawn, name: str) -> dict[str, Any]:
    """Describe a page that lists."""
    return {
        **CONTEXT,
        "@type": "CollectionPage",
        "name": drawn.title,
        "description": drawn.description,
        "url": f"{name}.html",
    }


def of_entry(entry: Entry, drawn: Drawn, name: str) -> dict[str, Any]:
    """Describe the page of an entry: a source as what was published, any other as a page about what it is."""
    if isinstance(entry, ReferenceEntry):
        return {**CONTEXT, **_source(entry.source)}
    about: dict[str, Any] = {"@type": "Thing", "name": drawn.title}
    known = getattr(entry, "identifiers", {})
    if same := [identifiers.address(namespace, value) for namespace, value in known.items()]:
        about["sameAs"] = same
    page = {
        **CONTEXT,
        "@type": "MedicalWebPage",
        "name": drawn.title,
        "description": drawn.description,
        "url": f"{name}.html",
    }
    return page if isinstance(entry, ClaimEntry) else {**page, "about": about}


def _source(source: CitedReference) -> dict[str, Any]:
    authors = [
        {"@type": "Organization", "name": one.literal}
        if one.literal
        else {"@type": "Person", "name": " ".join(part for part in (one.given, one.family) if part)}
        for one in source.author
    ]
    found = {
        "@type": "ScholarlyArticle",
        "name": source.title,
        "author": authors,
        "datePublished": str(source.issued.year) if source.issued else None,
        "isPartOf": {"@type": "Periodical", "name": source.container_title} if source.container_title else None,
        "sameAs": [identifiers.address(key, value) for key, value in identifiers.of_reference(source)],
    }
    return {key: value for key, value in found.items() if value}
