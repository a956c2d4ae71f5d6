"""PubMed, through the E-utilities of NCBI (https://www.ncbi.nlm.nih.gov/books/NBK25501/): XML, by PMID.

Where our record has no PMID, Europe PMC tells it. ``esummary`` would answer in JSON, but without full names, suffixes,
and the links to errata and retractions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.etree import ElementTree

from neuroref.model.records import Author

from .client import Client
from .paper import Ids, Notice, Paper, Standing, day_in_words, pages, person, plain, title
from .services import NOTICES, years

TOOL = "neuroref-records"


_LINKS = {
    "RetractionIn": Standing.RETRACTED,
    "PartialRetractionIn": Standing.RETRACTED,
    "ExpressionOfConcernIn": Standing.CONCERN,
    "ErratumIn": Standing.CORRECTED,
    "CorrectedandRepublishedIn": Standing.CORRECTED,
}


class PubMed:
    """PubMed, through the E-utilities of NCBI."""

    name = "PubMed"
    AT_ONCE = 100  # NCBI asks those who want much to ask for many at once

    def __init__(self, client: Client, base: str) -> None:
        self._client, self._base = client, base.rstrip("/")
        self._signed = {"tool": TOOL, **({"email": client.contact} if client.contact else {})}

    def asks_by(self, ids: Ids) -> str:
        """PubMed is asked by its own identifier."""
        return f"PMID {ids['PMID']}" if "PMID" in ids else ""

    def gather(self, pmids: Iterable[str]) -> None:
        """Get many records with few requests; `ask` finds them kept. Raises `Unreachable`."""
        wanted = [one for one in pmids if self._client.kept(self._url, self._query(one)) is None]
        if self._client.cache is None or len(wanted) < 2:
            return
        for start in range(0, len(wanted), self.AT_ONCE):
            asked = self._query(",".join(wanted[start : start + self.AT_ONCE]))
            articles = self._client.get(self.name, self._url, asked, self._signed, _articles) or ()
            for article in articles:
                whole = ElementTree.tostring(article, encoding="unicode")
                kept = f"<PubmedArticleSet>{whole}</PubmedArticleSet>"
                self._client.keep(self._url, self._query(_pmid(article)), kept)

    def ask(self, ids: Ids) -> Paper | None:
        """Look a PMID up."""
        articles = self._client.get(self.name, self._url, self._query(ids["PMID"]), self._signed, _articles)
        return next((self._paper(one) for one in articles or () if _pmid(one) == ids["PMID"]), None)

    @property
    def _url(self) -> str:
        return f"{self._base}/efetch.fcgi"

    @staticmethod
    def _query(pmids: str) -> dict[str, str]:
        return {"db": "pubmed", "id": pmids, "retmode": "xml"}

    def _paper(self, one: ElementTree.Element) -> Paper:
        """Make a paper of an article or of a chapter (GeneReviews, StatPearls), which has the same in other places."""
        chapter = one.tag == "PubmedBookArticle"
        article = one.find("BookDocument" if chapter else "MedlineCitation/Article")
        article = ElementTree.Element("Article") if article is None else article
        issue = "Book" if chapter else "Journal/JournalIssue"
        authors = article.find("AuthorList")
        # A name that was corrected stands there twice, once as not valid.
        valid = () if authors is None else [who for who in authors.findall("Author") if who.get("ValidYN") != "N"]
        dates = [article.findtext(f"{issue}/PubDate/Year") or article.findtext(f"{issue}/PubDate/MedlineDate")]
        dates += [
            found.findtext("Year") for part in ("ArticleDate", "ContributionDate") for found in article.findall(part)
        ]
        ids = {str(found.get("IdType")): plain(found.text) for found in one.iterfind("*/ArticleIdList/ArticleId")}
        ids["pubmed"] = _pmid(one)
        kinds = {plain(kind.text).lower() for kind in article.findall("PublicationTypeList/PublicationType")}
        names = [article.findtext(part) for part in ("Journal/Title", "Journal/ISOAbbreviation", "Book/BookTitle")]
        names.append(one.findtext("MedlineCitation/MedlineJournalInfo/MedlineTA"))
        heads = [title(_inner(article.find(part))) for part in ("ArticleTitle", "VernacularTitle")]
        return Paper(
            service=self.name,
            type="chapter" if chapter else "article-journal",
            titles=tuple(
                title(head[1:-1]) if head.startswith("[") and head.endswith("]") else head for head in heads if head
            ),
            authors=tuple(self._author(who) for who in valid),
            whole=authors is None or authors.get("CompleteYN") != "N",
            journals=tuple(plain(name) for name in names if name),
            years=years([int(when[:4])] for when in dates if when and when[:4].isdigit()),
            volume=plain(article.findtext(f"{issue}/Volume")),
            issue=plain(article.findtext(f"{issue}/Issue")),
            page=pages(article.findtext("Pagination/MedlinePgn")),
            ids={
                key: ids[name] for key, name in (("DOI", "doi"), ("PMID", "pubmed"), ("PMCID", "pmc")) if ids.get(name)
            },
            notices=tuple(self._notices(one, kinds)),
            notice_of=", ".join(sorted(kinds & NOTICES)),
        )

    @staticmethod
    def _author(who: ElementTree.Element) -> Author:
        if group := who.findtext("CollectiveName"):
            return Author(literal=plain(group))
        return person(
            who.findtext("LastName"), who.findtext("ForeName") or who.findtext("Initials"), who.findtext("Suffix")
        )

    def _notices(self, one: ElementTree.Element, kinds: set[str]) -> Iterator[Notice]:
        for found in one.findall("MedlineCitation/CommentsCorrectionsList/CommentsCorrections"):
            standing = _LINKS.get(str(found.get("RefType")))
            if standing:
                source, pmid = plain(found.findtext("RefSource")), found.findtext("PMID")
                yield Notice(standing, f"PMID {pmid}" if pmid else source, day_in_words(source))
        if "retracted publication" in kinds:
            yield Notice(Standing.RETRACTED)


def _articles(answer: str) -> list[ElementTree.Element]:
    """Return what is in an answer. Raises ValueError."""
    try:
        # Expat fetches no DTD, and has stopped entities that grow since 2.4.1.
        root = ElementTree.fromstring(answer)  # noqa: S314
    except ElementTree.ParseError as error:
        raise ValueError("it is no XML") from error
    if root.tag != "PubmedArticleSet":
        raise ValueError(f"it is <{root.tag}>")
    return [one for one in root if one.tag in ("PubmedArticle", "PubmedBookArticle")]


def _pmid(one: ElementTree.Element) -> str:
    return plain(one.findtext("MedlineCitation/PMID") or one.findtext("BookDocument/PMID"))


def _inner(element: ElementTree.Element | None) -> str:
    return "" if element is None else "".join(element.itertext())
