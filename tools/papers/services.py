"""The services that know papers: how each is asked, and how its answer becomes a `Paper`.

Crossref (https://api.crossref.org/swagger-ui/index.html) is asked by DOI, Europe PMC
(https://europepmc.org/RestfulWebService) by whatever identifier there is. PubMed has a module of its own.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Protocol
from urllib.parse import quote

from neuroref.model.records import Author

from .client import Client
from .paper import SAYS_RETRACTED, Ids, Notice, Paper, Standing, day, day_in_words, pages, person, plain, title

Tree = dict[str, Any]
RETRACTED, CONCERN, CORRECTED = Standing


# What PubMed, and Europe PMC after it, calls a notice that is filed like a paper.
NOTICES = {"retraction of publication", "retraction notice", "published erratum", "expression of concern"}


class Service(Protocol):
    """A service that is asked for the paper with some identifiers; None where it has none of them to go by."""

    name: str

    def ask(self, ids: Ids) -> Paper | None:
        """Return the paper as the service has it, or nothing if it does not know it. Raises `Unreachable`."""

    def asks_by(self, ids: Ids) -> str:
        """Return the identifier by which the service would ask, or nothing where there is none for it."""


# The twelve kinds of update; a new version or edition says nothing against the old one.
_UPDATES = {
    **dict.fromkeys(("retraction", "partial_retraction", "withdrawal", "removal"), RETRACTED),
    "expression_of_concern": CONCERN,
    **dict.fromkeys(("correction", "corrigendum", "erratum", "addendum", "clarification"), CORRECTED),
}
_TYPES = {"book-chapter": "chapter", "posted-content": "article", "book": "book", "monograph": "book"}


class Crossref:
    """Crossref: what publishers deposit, with the notices of Retraction Watch."""

    name = "Crossref"

    def __init__(self, client: Client, base: str) -> None:
        self._client, self._base = client, base.rstrip("/")

    def asks_by(self, ids: Ids) -> str:
        """Crossref knows DOIs."""
        return f"DOI {ids['DOI']}" if "DOI" in ids else ""

    def ask(self, ids: Ids) -> Paper | None:
        """Look a DOI up."""
        signed = {"mailto": self._client.contact} if self._client.contact else {}
        url = f"{self._base}/works/{quote(ids['DOI'], safe='')}"
        return self._client.get(self.name, url, {}, signed, lambda answer: self._paper(_part(answer, "message")))

    def _paper(self, work: Tree) -> Paper:
        own, updates = str(work.get("DOI", "")).lower(), _trees(work.get("update-to"))
        in_place = [one for one in updates if str(one.get("DOI", "")).lower() == own]
        titles = [title(one) for one in _texts(work.get("title"))]
        parts = [title(one) for one in _texts(work.get("subtitle"))]
        return Paper(
            service=self.name,
            type=_TYPES.get(str(work.get("type")), "article-journal"),
            titles=tuple(titles + [f"{first}: {parts[0]}" for first in titles[:1] if parts]),
            authors=tuple(self._author(one) for one in _trees(work.get("author"))),
            journals=tuple(
                plain(one) for one in _texts(work.get("container-title")) + _texts(work.get("short-container-title"))
            ),
            years=years(
                _date(work.get(part)) for part in ("published-print", "issued", "published", "published-online")
            ),
            volume=plain(work.get("volume")),
            issue=plain(work.get("issue")),
            page=pages(work.get("page") or work.get("article-number")),
            ids={"DOI": own} if own else {},
            notices=tuple(self._notices(_trees(work.get("updated-by")) + in_place, titles)),
            notice_of=", ".join(
                f"{one.get('type')} of {one.get('DOI')}"
                for one in updates
                if one not in in_place and one.get("type") in _UPDATES
            ),
        )

    @staticmethod
    def _author(one: Tree) -> Author:
        if one.get("name"):
            return Author(literal=plain(one["name"]))
        return person(
            one.get("family") or one.get("given"), one.get("given") if one.get("family") else "", one.get("suffix")
        )

    def _notices(self, updates: Iterable[Tree], titles: Sequence[str]) -> Iterator[Notice]:
        for one in updates:
            standing = _UPDATES.get(str(one.get("type")).lower().replace(" ", "_").replace("-", "_"))
            if standing:
                yield Notice(standing, f"DOI {one.get('DOI')}", day(_date(one.get("updated"))))
        if any(SAYS_RETRACTED.match(one) for one in titles):
            yield Notice(RETRACTED, "its title says so")


_LINKS = {
    "retraction in": RETRACTED,
    "partial retraction in": RETRACTED,
    "expression of concern in": CONCERN,
    "erratum in": CORRECTED,
    "corrected and republished in": CORRECTED,
}


class EuropePmc:
    """Europe PMC: PubMed and more, and which PMID and PMCID belong to a DOI."""

    name = "Europe PMC"

    def __init__(self, client: Client, base: str) -> None:
        self._client, self._base = client, base.rstrip("/")

    def asks_by(self, ids: Ids) -> str:
        """Europe PMC knows all three."""
        return next((f"{name} {ids[name]}" for name in ("PMID", "PMCID", "DOI") if name in ids), "")

    def ask(self, ids: Ids) -> Paper | None:
        """Look an identifier up; of several hits that which has it counts."""
        name = next(one for one in ("PMID", "PMCID", "DOI") if one in ids)
        query = {"PMID": "EXT_ID:{} AND SRC:MED", "PMCID": "PMCID:{}", "DOI": 'DOI:"{}"'}[name].format(ids[name])
        asked = {"query": query, "resultType": "core", "format": "json", "pageSize": "5"}
        signed = {"email": self._client.contact} if self._client.contact else {}
        found = self._client.get(self.name, f"{self._base}/search", asked, signed, self._papers)
        return next((one for one in found or () if one.ids.get(name, "").lower() == ids[name].lower()), None)

    def _papers(self, answer: str) -> list[Paper]:
        return [self._paper(one) for one in _trees(_part(answer, "resultList").get("result"))]

    def _paper(self, one: Tree) -> Paper:
        issue = one.get("journalInfo") or {}
        journal = issue.get("journal") or {}
        kinds = {str(kind).lower() for kind in _texts((one.get("pubTypeList") or {}).get("pubType"))}
        book = (one.get("bookOrReportDetails") or {}).get("comprisingTitle")
        dates = (issue.get("yearOfPublication"), one.get("pubYear"), one.get("electronicPublicationDate"))
        return Paper(
            service=self.name,
            titles=tuple(title(one["title"]) for _ in [0] if one.get("title")),
            authors=tuple(self._author(who) for who in _trees((one.get("authorList") or {}).get("author"))),
            journals=tuple(
                plain(name) for name in (journal.get("title"), journal.get("medlineAbbreviation"), book) if name
            ),
            years=years([int(str(when)[:4])] for when in dates if str(when or "")[:4].isdigit()),
            volume=plain(issue.get("volume")),
            issue=plain(issue.get("issue")),
            page=pages(one.get("pageInfo")),
            ids={
                key: str(one[name])
                for key, name in (("DOI", "doi"), ("PMID", "pmid"), ("PMCID", "pmcid"))
                if one.get(name)
            },
            notices=tuple(
                self._notices(_trees((one.get("commentCorrectionList") or {}).get("commentCorrection")), kinds)
            ),
            notice_of=", ".join(sorted(kinds & NOTICES)),
        )

    @staticmethod
    def _author(who: Tree) -> Author:
        if who.get("collectiveName"):
            return Author(literal=plain(who["collectiveName"]))
        return person(
            who.get("lastName") or who.get("fullName"), who.get("firstName") or who.get("initials"), who.get("suffix")
        )

    def _notices(self, links: Iterable[Tree], kinds: set[str]) -> Iterator[Notice]:
        for one in links:
            standing = _LINKS.get(str(one.get("type")).lower())
            if standing:
                citation = plain(one.get("reference"))
                yield Notice(standing, f"PMID {one.get('id')}" if one.get("id") else citation, day_in_words(citation))
        if "retracted publication" in kinds:
            yield Notice(RETRACTED)


# -- reading answers ----------------------------------------------------------------------------------------------


def _part(answer: str, name: str) -> Tree:
    """Return the object *name* of a JSON answer. Raises ValueError."""
    tree = json.loads(answer)
    part = tree.get(name) if isinstance(tree, dict) else None
    if not isinstance(part, dict):
        raise ValueError(f"it has no '{name}'")
    return part


def _trees(value: Any) -> list[Tree]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _texts(value: Any) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _date(value: Any) -> list[int]:
    parts = value.get("date-parts") if isinstance(value, dict) else None
    first = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
    return [part for part in first if isinstance(part, int)]


def years(dates: Iterable[Sequence[int]]) -> tuple[int, ...]:
    """Return the years of some dates in parts, each once."""
    return tuple(dict.fromkeys(when[0] for when in dates if when))
