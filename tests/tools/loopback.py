"""Crossref, Europe PMC and PubMed on the loopback interface: a server in a thread that answers in their shapes.

The shapes are those of real answers: Crossref's ``/works/{doi}`` with ``updated-by`` of Retraction Watch, a core result
of Europe PMC's ``/search``, the ``PubmedArticleSet`` of NCBI's efetch. What is in them is made up.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

Fault = Callable[[BaseHTTPRequestHandler], bool]  # true where it has answered


class Services:
    """What the three services know, what goes wrong with them, and what they were asked."""

    def __init__(self) -> None:
        self.works: dict[str, dict[str, Any]] = {}  # Crossref, by DOI
        self.results: list[dict[str, Any]] = []  # Europe PMC
        self.articles: dict[str, str] = {}  # PubMed, by PMID
        self.faults: dict[str, list[Fault]] = {}  # by service; the last stays
        self.asked: list[tuple[str, str, dict[str, str], str]] = []  # service, path, query, User-Agent
        self.bases: dict[str, str] = {}

    def clear(self) -> None:
        """Forget everything but the addresses."""
        bases = self.bases
        self.__init__()  # type: ignore[misc]
        self.bases = bases

    def count(self, service: str) -> int:
        """Return how often a service was asked."""
        return sum(one[0] == service for one in self.asked)


def status(code: int, **headers: str) -> Fault:
    """Answer with a status and headers (``Retry_After="7"``)."""

    def answer(handler: BaseHTTPRequestHandler) -> bool:
        _send(handler, code, b"out of order", {name.replace("_", "-"): value for name, value in headers.items()})
        return True

    return answer


def says(text: str) -> Fault:
    """Answer with a text that is none of the service's."""

    def answer(handler: BaseHTTPRequestHandler) -> bool:
        _send(handler, 200, text.encode())
        return True

    return answer


def silent(seconds: float) -> Fault:
    """Answer too late."""

    def answer(handler: BaseHTTPRequestHandler) -> bool:
        time.sleep(seconds)
        return True

    return answer


def fine(handler: BaseHTTPRequestHandler) -> bool:
    """Answer as always."""
    return False


def serve(services: Services) -> ThreadingHTTPServer:
    """Start the server; the caller shuts it down."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            """Keep quiet."""

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            service, _, path = parts.path.lstrip("/").partition("/")
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            services.asked.append((service, unquote(path), query, self.headers.get("User-Agent", "")))
            waiting = services.faults.get(service, [])
            fault = waiting.pop(0) if len(waiting) > 1 else next(iter(waiting), fine)
            if not fault(self):
                {"crossref": crossref, "europepmc": europepmc, "pubmed": pubmed}[service](self, unquote(path), query)

    def crossref(handler: BaseHTTPRequestHandler, path: str, _: dict[str, str]) -> None:
        work = services.works.get(path.removeprefix("works/").lower())
        if work is None:
            _send(handler, 404, b"Resource not found.")
        else:
            _send(handler, 200, json.dumps({"status": "ok", "message-type": "work", "message": work}).encode())

    def europepmc(handler: BaseHTTPRequestHandler, path: str, query: dict[str, str]) -> None:
        assert (path, query["resultType"], query["format"]) == ("search", "core", "json")
        field, _, value = query["query"].removesuffix(" AND SRC:MED").partition(":")
        name = {"EXT_ID": "pmid", "PMCID": "pmcid", "DOI": "doi"}[field]
        found = [one for one in services.results if one.get(name, "").lower() == value.strip('"').lower()]
        answer = {"version": "6.9", "hitCount": len(found), "resultList": {"result": found}}
        _send(handler, 200, json.dumps(answer).encode())

    def pubmed(handler: BaseHTTPRequestHandler, path: str, query: dict[str, str]) -> None:
        assert (path, query["db"], query["retmode"]) == ("efetch.fcgi", "pubmed", "xml")
        found = [services.articles[pmid] for pmid in query["id"].split(",") if pmid in services.articles]
        doctype = (
            '<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2025//EN" '
            '"https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd">'
        )
        answer = f'<?xml version="1.0" ?>\n{doctype}\n<PubmedArticleSet>{"".join(found)}</PubmedArticleSet>'
        _send(handler, 200, answer.encode())

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    base = f"http://127.0.0.1:{server.server_port}"
    services.bases = {name: f"{base}/{name}" for name in ("crossref", "europepmc", "pubmed")}
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    return server


def _send(handler: BaseHTTPRequestHandler, code: int, body: bytes, headers: dict[str, str] | None = None) -> None:
    handler.send_response(code)
    for name, value in {**(headers or {}), "Content-Length": str(len(body))}.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(body)


# -- the same paper, in three shapes ------------------------------------------------------------------------------


def work(**changes: Any) -> dict[str, Any]:
    """Return a work as Crossref has it: the first source of the data under test, otherwise written."""
    made: dict[str, Any] = {
        "DOI": "10.1000/alpha.2001",
        "type": "journal-article",
        "title": ["<i>Cortisol</i> and the making of <b>serotonin</b>"],
        "subtitle": [],
        "container-title": ["The Journal of Tests &amp; Trials: JTT"],
        "short-container-title": ["J. Tests Trials"],
        "author": [
            {"given": "Anna Britta", "family": "Alpha", "sequence": "first", "affiliation": []},
            {"given": "C", "family": "Bêta", "sequence": "additional", "affiliation": []},
        ],
        "issued": {"date-parts": [[2000, 12, 30]]},
        "published-online": {"date-parts": [[2000, 12, 30]]},
        "published-print": {"date-parts": [[2001, 3]]},
        "volume": "12",
        "issue": "3",
        "page": "1-9",
        "relation": {},
        "ISSN": ["1234-5679"],
    }
    return _changed(made, changes)


def update(kind: str, doi: str, *when: int) -> dict[str, Any]:
    """Return an entry of Crossref's ``updated-by``."""
    label = kind.replace("_", " ").capitalize()
    return {
        "DOI": doi,
        "type": kind,
        "label": label,
        "source": "retraction-watch",
        "updated": {"date-parts": [list(when)]},
    }


def result(**changes: Any) -> dict[str, Any]:
    """Return the same paper as Europe PMC has it."""
    made: dict[str, Any] = {
        "id": "1001",
        "source": "MED",
        "pmid": "1001",
        "doi": "10.1000/ALPHA.2001",
        "title": "&lt;i&gt;Cortisol&lt;/i&gt; and the making of serotonin.",
        "authorString": "Alpha AB, Beta C.",
        "authorList": {
            "author": [
                {"fullName": "Alpha AB", "firstName": "Anna Britta", "lastName": "Alpha", "initials": "AB"},
                {"fullName": "Beta C", "firstName": "C", "lastName": "Beta", "initials": "C"},
            ]
        },
        "journalInfo": {
            "issue": "3",
            "volume": "12",
            "journalIssueId": 1,
            "dateOfPublication": "2001 Mar",
            "yearOfPublication": 2001,
            "journal": {
                "title": "Journal of tests and trials",
                "medlineAbbreviation": "J Tests Trials",
                "issn": "1234-5679",
            },
        },
        "pubYear": "2001",
        "pageInfo": "1-9",
        "pubTypeList": {"pubType": ["Journal Article", "research-article"]},
        "electronicPublicationDate": "2000-12-30",
    }
    return _changed(made, changes)


def _changed(made: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    made.update({name.replace("_", "-") if "_" in name else name: value for name, value in changes.items()})
    return {name: value for name, value in made.items() if value is not None}


ALPHA_AND_BETA = (
    '<Author ValidYN="Y"><LastName>Alpha</LastName><ForeName>Anna Britta</ForeName><Initials>AB</Initials></Author>'
    '<Author ValidYN="Y"><LastName>Beta</LastName><ForeName>C</ForeName><Initials>C</Initials></Author>'
)


def article(
    *,
    pmid: str = "1001",
    doi: str = "10.1000/alpha.2001",
    pmcid: str = "",
    head: str = "<i>Cortisol</i> and the making of serotonin.",
    authors: str = ALPHA_AND_BETA,
    complete: str = "Y",
    journal: str = "Journal of tests and trials",
    when: str = "<Year>2001</Year><Month>Mar</Month>",
    where: str = "<Volume>12</Volume><Issue>3</Issue>",
    page: str = "1-9",
    kinds: str = "<PublicationType UI='D016428'>Journal Article</PublicationType>",
    links: str = "",
) -> str:
    """Return the same paper as PubMed has it."""
    ids = "".join(
        f'<ArticleId IdType="{name}">{escape(value)}</ArticleId>'
        for name, value in (("pubmed", pmid), ("doi", doi), ("pmc", pmcid))
        if value
    )
    corrections = f"<CommentsCorrectionsList>{links}</CommentsCorrectionsList>" if links else ""
    return f"""<PubmedArticle><MedlineCitation Status="MEDLINE" Owner="NLM"><PMID Version="1">{pmid}</PMID>
<DateRevised><Year>2018</Year><Month>02</Month><Day>22</Day></DateRevised>
<Article PubModel="Print-Electronic"><Journal><ISSN IssnType="Print">1234-5679</ISSN>
<JournalIssue CitedMedium="Print">{where}<PubDate>{when}</PubDate></JournalIssue>
<Title>{journal}</Title><ISOAbbreviation>J Tests Trials</ISOAbbreviation></Journal>
<ArticleTitle>{head}</ArticleTitle><Pagination><MedlinePgn>{page}</MedlinePgn></Pagination>
<AuthorList CompleteYN="{complete}">{authors}</AuthorList><PublicationTypeList>{kinds}</PublicationTypeList>
<ArticleDate DateType="Electronic"><Year>2000</Year><Month>12</Month><Day>30</Day></ArticleDate></Article>
<MedlineJournalInfo><MedlineTA>J Tests Trials</MedlineTA></MedlineJournalInfo>{corrections}</MedlineCitation>
<PubmedData><ArticleIdList>{ids}</ArticleIdList></PubmedData></PubmedArticle>"""


def link(kind: str, source: str, pmid: str) -> str:
    """Return an entry of PubMed's ``CommentsCorrectionsList``."""
    return (
        f'<CommentsCorrections RefType="{kind}"><RefSource>{source}</RefSource><PMID Version="1">{pmid}</PMID>'
        "</CommentsCorrections>"
    )
