"""The three services as they really answer, and as they fail: a server on the loopback interface stands in for them."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from email.utils import format_datetime
from pathlib import Path

import pytest
from loopback import Fault, Services, article, fine, link, result, says, serve, silent, status, update, work
from papers.client import DAYS_KEPT, LONGEST_WAIT, Client, Unreachable
from papers.paper import Notice, Standing
from papers.pubmed import PubMed
from papers.services import Crossref, EuropePmc

from neuroref.model.records import Author


@pytest.fixture
def services(monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    known = Services()
    server = serve(known)
    yield known
    server.shutdown()
    server.server_close()


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    made = Client("me@example.org", tmp_path / "cache", pace=0, backoff=0.001, timeout=5)
    yield made
    made.close()


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """What a client would have slept."""
    waits: list[float] = []
    monkeypatch.setattr("papers.client.time.sleep", waits.append)
    return waits


DOI = {"DOI": "10.1000/alpha.2001"}
PMID = {"PMID": "1001"}

# One paper by people with more to their names: in Crossref's, Europe PMC's and PubMed's fields.
IN_CROSSREF = [
    {"given": "Bessel A.", "family": "van der Kolk", "suffix": "Jr", "sequence": "first"},
    {"given": "J", "family": "Müller III", "sequence": "additional"},
    {"family": "Plato", "sequence": "additional"},
    {"given": "Suharto", "sequence": "additional"},
    {"name": "The Study Group", "sequence": "additional"},
]
IN_EUROPE_PMC = [
    {"fullName": "van der Kolk BA Jr", "firstName": "Bessel A", "lastName": "van der Kolk Jr", "initials": "BA"},
    {"fullName": "Müller J III", "firstName": "J", "lastName": "Müller", "suffix": "III", "initials": "J"},
    {"fullName": "Plato", "lastName": "Plato"},
    {"fullName": "Suharto"},
    {"collectiveName": "The Study Group"},
]
IN_PUBMED = (
    "<Author><LastName>van der Kolk</LastName><ForeName>Bessel A</ForeName><Initials>BA</Initials><Suffix>Jr</Suffix></Author>"
    "<Author><LastName>Müller</LastName><Initials>J</Initials><Suffix>III</Suffix></Author>"
    '<Author ValidYN="N"><LastName>Plot</LastName></Author>'
    "<Author><LastName>Plato</LastName></Author>"
    "<Author><LastName>Suharto</LastName></Author>"
    "<Author><CollectiveName>The Study Group</CollectiveName></Author>"
)
PEOPLE = (
    Author(family="van der Kolk", given="Bessel A.", suffix="Jr"),
    Author(family="Müller", given="J.", suffix="III"),
    Author(family="Plato"),
    Author(family="Suharto"),
    Author(literal="The Study Group"),
)


def test_the_same_paper_is_read_from_three_shapes(services: Services, client: Client) -> None:
    services.works[DOI["DOI"]] = work(author=IN_CROSSREF)
    services.results = [result(authorList={"author": IN_EUROPE_PMC}, pmcid="PMC77")]
    services.articles["1001"] = article(authors=IN_PUBMED, page="1-9", pmcid="PMC77")
    one = Crossref(client, services.bases["crossref"]).ask(DOI)
    two = EuropePmc(client, services.bases["europepmc"]).ask(DOI)
    three = PubMed(client, services.bases["pubmed"]).ask(PMID)
    assert one and two and three
    for paper in (one, two, three):
        assert paper.titles[0] == "Cortisol and the making of serotonin"
        assert paper.authors == PEOPLE
        assert paper.years == (2001, 2000)
        assert (paper.volume, paper.issue, paper.page) == ("12", "3", "1-9")
        assert (paper.notices, paper.notice_of) == ((), "")
    assert one.journals == ("The Journal of Tests & Trials: JTT", "J. Tests Trials")
    assert two.journals == ("Journal of tests and trials", "J Tests Trials")
    assert three.journals == ("Journal of tests and trials", "J Tests Trials", "J Tests Trials")
    assert one.ids == {"DOI": "10.1000/alpha.2001"}
    assert two.ids == {"DOI": "10.1000/ALPHA.2001", "PMID": "1001", "PMCID": "PMC77"}
    assert three.ids == {"DOI": "10.1000/alpha.2001", "PMID": "1001", "PMCID": "PMC77"}


def test_what_is_missing_in_an_answer_is_empty(services: Services, client: Client) -> None:
    services.works[DOI["DOI"]] = {
        "DOI": "10.1000/alpha.2001",
        "issued": {"date-parts": [[None]]},
        "title": [],
        "author": None,
    }
    services.results = [{"id": "1001", "source": "MED", "pmid": "1001"}]
    services.articles["1001"] = "<PubmedArticle><MedlineCitation><PMID>1001</PMID></MedlineCitation></PubmedArticle>"
    papers = [
        Crossref(client, services.bases["crossref"]).ask(DOI),
        EuropePmc(client, services.bases["europepmc"]).ask(PMID),
        PubMed(client, services.bases["pubmed"]).ask(PMID),
    ]
    for paper in papers:
        assert paper
        assert (paper.titles, paper.authors, paper.journals, paper.years, paper.volume) == ((), (), (), (), "")


def test_subtitle_and_article_number_of_crossref(services: Services, client: Client) -> None:
    services.works[DOI["DOI"]] = work(
        title=["Cortisol"], subtitle=["A review"], page=None, article_number="e5", type="book-chapter"
    )
    paper = Crossref(client, services.bases["crossref"]).ask(DOI)
    assert paper
    assert (paper.titles, paper.page, paper.type) == (("Cortisol", "Cortisol: A review"), "e5", "chapter")


def test_a_title_that_was_translated_and_a_list_that_was_cut(services: Services, client: Client) -> None:
    services.articles["1001"] = article(
        head="[Sleep.]", complete="N", page="637-41", when="<MedlineDate>1998 Mar-Apr</MedlineDate>"
    )
    paper = PubMed(client, services.bases["pubmed"]).ask(PMID)
    assert paper
    assert (paper.titles, paper.whole, paper.page, paper.years) == (("Sleep",), False, "637-641", (1998, 2000))


def test_a_chapter_in_pubmed(services: Services, client: Client) -> None:
    services.articles["20301425"] = """<PubmedBookArticle><BookDocument><PMID Version="1">20301425</PMID>
<ArticleIdList><ArticleId IdType="bookaccession">NBK1223</ArticleId></ArticleIdList>
<Book><Publisher><PublisherName>University</PublisherName></Publisher><BookTitle book="gene">GeneReviews®</BookTitle>
<PubDate><Year>1993</Year></PubDate></Book><ArticleTitle book="gene" part="x">A Deficiency</ArticleTitle>
<AuthorList Type="authors" CompleteYN="Y"><Author><LastName>Alpha</LastName><ForeName>Ann</ForeName></Author></AuthorList>
<ContributionDate><Year>2003</Year><Month>10</Month></ContributionDate></BookDocument>
<PubmedBookData><ArticleIdList><ArticleId IdType="pubmed">20301425</ArticleId></ArticleIdList></PubmedBookData>
</PubmedBookArticle>"""
    paper = PubMed(client, services.bases["pubmed"]).ask({"PMID": "20301425"})
    assert paper
    assert (paper.type, paper.titles, paper.journals) == ("chapter", ("A Deficiency",), ("GeneReviews®",))
    assert paper.years == (1993, 2003)
    assert paper.authors == (Author(family="Alpha", given="Ann"),)


def test_notices_of_crossref(services: Services, client: Client) -> None:
    def ask(**changes: object) -> tuple[tuple[Notice, ...], str]:
        services.works["10.1000/alpha.2001"] = work(**changes)
        paper = Crossref(Client(pace=0), services.bases["crossref"]).ask(DOI)
        assert paper
        return paper.notices, paper.notice_of

    both = [update("correction", "10.1000/c", 2004, 3, 6), update("retraction", "10.1000/r", 2010, 2)]
    assert ask(updated_by=both) == (
        (
            Notice(Standing.CORRECTED, "DOI 10.1000/c", date(2004, 3, 6)),
            Notice(Standing.RETRACTED, "DOI 10.1000/r", date(2010, 2, 28)),
        ),
        "",
    )
    kinds = {
        "partial_retraction": Standing.RETRACTED, "withdrawal": Standing.RETRACTED, "removal": Standing.RETRACTED,
        "expression_of_concern": Standing.CONCERN, "erratum": Standing.CORRECTED, "corrigendum": Standing.CORRECTED,
        "addendum": Standing.CORRECTED, "clarification": Standing.CORRECTED, "Retraction": Standing.RETRACTED,
    }  # fmt: skip
    for kind, standing in kinds.items():
        assert [one.standing for one in ask(updated_by=[update(kind, "10.1000/n", 2010)])[0]] == [standing], kind
    assert ask(updated_by=[update("new_version", "10.1000/v2", 2010)]) == ((), "")
    assert ask(title=["RETRACTED: Cortisol"]) == ((Notice(Standing.RETRACTED, "its title says so"),), "")
    in_place = update("correction", "10.1000/ALPHA.2001", 2012, 1, 1)
    assert ask(update_to=[in_place]) == ((Notice(Standing.CORRECTED, "DOI 10.1000/ALPHA.2001", date(2012, 1, 1)),), "")
    assert ask(update_to=[update("retraction", "10.1000/other", 2012)]) == ((), "retraction of 10.1000/other")


def test_notices_of_pubmed_and_europe_pmc(services: Services, client: Client) -> None:
    source = "Lancet. 2010 Feb 6;375(9713):445"
    links = (
        ("RetractionIn", "Retraction in", Standing.RETRACTED),
        ("ExpressionOfConcernIn", "Expression of concern in", Standing.CONCERN),
        ("ErratumIn", "Erratum in", Standing.CORRECTED),
        ("CommentIn", "Comment in", None),
        ("ErratumFor", "Erratum for", None),
        ("Cites", "Cites", None),
    )
    services.articles["1001"] = article(
        links="".join(link(kind, source, "5") for kind, _, _ in links),
        kinds="<PublicationType>Retracted Publication</PublicationType>",
    )
    corrections = [
        {"id": "5", "source": "MED", "reference": source, "type": kind, "orderIn": 1} for _, kind, _ in links
    ]
    services.results = [
        result(
            commentCorrectionList={"commentCorrection": corrections},
            pubTypeList={"pubType": ["Journal Article", "Retracted Publication"]},
        )
    ]
    expected = [Notice(standing, "PMID 5", date(2010, 12, 31)) for _, _, standing in links if standing]
    expected.append(Notice(Standing.RETRACTED))
    for service in (EuropePmc(client, services.bases["europepmc"]), PubMed(client, services.bases["pubmed"])):
        paper = service.ask(PMID)
        assert paper
        assert list(paper.notices) == expected, service.name
        assert paper.notice_of == ""
    services.articles["1002"] = article(
        pmid="1002", kinds="<PublicationType>Retraction of Publication</PublicationType>"
    )
    notice = PubMed(client, services.bases["pubmed"]).ask({"PMID": "1002"})
    assert notice
    assert (notice.notices, notice.notice_of) == ((), "retraction of publication")


def test_what_nobody_knows(services: Services, client: Client) -> None:
    assert Crossref(client, services.bases["crossref"]).ask(DOI) is None
    assert EuropePmc(client, services.bases["europepmc"]).ask(DOI) is None
    assert PubMed(client, services.bases["pubmed"]).ask(PMID) is None
    services.faults["pubmed"] = [status(400)]  # as NCBI answers for what is no PMID of theirs
    assert PubMed(client, services.bases["pubmed"]).ask({"PMID": "999999999"}) is None


def test_a_hit_with_another_identifier_is_no_hit(services: Services, client: Client) -> None:
    services.faults["europepmc"] = [
        says('{"resultList": {"result": [{"pmid": "7", "doi": "10.1000/other", "title": "T"}]}}')
    ]
    assert EuropePmc(client, services.bases["europepmc"]).ask(DOI) is None


# -- politeness ---------------------------------------------------------------------------------------------------


def test_who_asks_is_said_and_dois_arrive_whole(services: Services, client: Client) -> None:
    odd = "10.1016/s0140-6736(97)11096-0<1:a>#b?c"
    services.works[odd] = work(DOI=odd)
    assert Crossref(client, services.bases["crossref"]).ask({"DOI": odd})
    EuropePmc(client, services.bases["europepmc"]).ask(PMID)
    PubMed(client, services.bases["pubmed"]).ask(PMID)
    [(_, path, query, agent), (_, _, second, _), (_, _, third, _)] = services.asked
    assert path == f"works/{odd}"
    assert "mailto:me@example.org" in agent
    assert (query, second["email"]) == ({"mailto": "me@example.org"}, "me@example.org")
    assert (third["email"], third["tool"]) == ("me@example.org", "neuroref-records")


def test_one_service_is_asked_slowly_and_another_at_once(services: Services, slept: list[float]) -> None:
    client = Client(pace=100)
    for _ in range(3):
        Crossref(client, services.bases["crossref"]).ask(DOI)
    EuropePmc(client, services.bases["europepmc"]).ask(DOI)
    assert [round(wait, -1) for wait in slept] == [100, 100]


def test_an_answer_is_kept(services: Services, client: Client, tmp_path: Path) -> None:
    services.works[DOI["DOI"]] = work()
    crossref = Crossref(client, services.bases["crossref"])
    first = crossref.ask(DOI)
    assert crossref.ask(DOI) == first
    assert crossref.ask({"DOI": "10.1000/none"}) is crossref.ask({"DOI": "10.1000/none"}) is None
    assert services.count("crossref") == 2
    other = Client("other@example.org", tmp_path / "cache", pace=0)
    assert Crossref(other, services.bases["crossref"]).ask(DOI) == first  # kept whoever asks
    assert services.count("crossref") == 2
    old = time.time() - (DAYS_KEPT + 1) * 86400
    for path in (tmp_path / "cache").iterdir():
        os.utime(path, (old, old))
    crossref.ask(DOI)
    assert services.count("crossref") == 3
    for path in (tmp_path / "cache").iterdir():
        path.write_text("{")  # harmed
    assert crossref.ask(DOI) == first
    assert Crossref(Client(pace=0), services.bases["crossref"]).ask(DOI) == first
    assert services.count("crossref") == 5


def test_pubmed_is_asked_for_many_at_once(services: Services, client: Client) -> None:
    services.articles = {pmid: article(pmid=pmid, doi=f"10.1000/{pmid}") for pmid in ("1", "2", "3")}
    pubmed = PubMed(client, services.bases["pubmed"])
    pubmed.gather(["1", "2", "3", "4"])
    assert [query["id"] for _, _, query, _ in services.asked] == ["1,2,3,4"]
    papers = [pubmed.ask({"PMID": pmid}) for pmid in ("1", "2", "3")]
    assert [paper.ids["DOI"] for paper in papers if paper] == ["10.1000/1", "10.1000/2", "10.1000/3"]
    assert services.count("pubmed") == 1
    assert pubmed.ask({"PMID": "4"}) is None
    pubmed.gather(["1", "2", "3", "4"])
    assert services.count("pubmed") == 2


# -- outages ------------------------------------------------------------------------------------------------------


def test_a_service_that_recovers_is_asked_again(services: Services, client: Client, slept: list[float]) -> None:
    services.works[DOI["DOI"]] = work()
    later = datetime.now(timezone.utc) + timedelta(seconds=50)
    services.faults["crossref"] = [
        status(503), status(429, Retry_After="7"), status(500, Retry_After=format_datetime(later, usegmt=True)), fine,
    ]  # fmt: skip
    assert Crossref(client, services.bases["crossref"]).ask(DOI)
    assert slept[:2] == [0.001, 7]  # its own wait, then what was asked for
    assert 40 < slept[2] <= 50
    assert not client.out


@pytest.mark.parametrize(
    ("fault", "requests", "why"),
    [
        (status(500), 4, "answers 500"),
        (status(429), 4, "answers 429"),
        (status(403), 1, "answers 403"),
        (status(429, Retry_After=str(int(LONGEST_WAIT) + 1)), 1, "answers 429, and asks to wait 121 s"),
        (says("<html>down for maintenance</html>"), 1, "its answer is not read"),
        (says("[]"), 1, "its answer is not read: it has no 'message'"),
    ],
    ids=["500", "429", "403", "429-too-long", "html", "json"],
)
def test_a_service_that_fails_says_how(
    services: Services, client: Client, slept: list[float], fault: Fault, requests: int, why: str
) -> None:
    services.faults["crossref"] = [fault]
    crossref = Crossref(client, services.bases["crossref"])
    with pytest.raises(Unreachable, match=f"^Crossref could not be reached: .*{why}"):
        crossref.ask(DOI)
    assert services.count("crossref") == requests
    assert not client.out
    services.faults.clear()
    services.works[DOI["DOI"]] = work()
    assert crossref.ask(DOI)  # a failure is not kept


def test_after_three_failures_in_a_row_a_service_is_left_alone(
    services: Services, client: Client, slept: list[float]
) -> None:
    services.faults["crossref"] = [status(403)]
    crossref = Crossref(client, services.bases["crossref"])
    for number in range(5):
        with pytest.raises(Unreachable):
            crossref.ask({"DOI": f"10.1000/{number}"})
    assert services.count("crossref") == 3
    assert list(client.out) == ["Crossref"]


def test_a_connection_that_is_refused_is_tried_a_few_times_and_then_no_more(
    services: Services, client: Client, slept: list[float]
) -> None:
    server = serve(Services())
    port = server.server_port
    server.shutdown()
    server.server_close()
    crossref = Crossref(client, f"http://127.0.0.1:{port}")
    for _ in range(2):
        with pytest.raises(Unreachable, match=f"^Crossref could not be reached: 127.0.0.1:{port}: "):
            crossref.ask(DOI)
    assert slept == [0.001, 0.002, 0.004]
    assert list(client.out) == ["Crossref"]


def test_a_service_that_does_not_answer_in_time(services: Services) -> None:
    services.faults["crossref"] = [silent(0.5)]
    client = Client(pace=0, tries=2, backoff=0.001, timeout=0.05)
    with pytest.raises(Unreachable, match="timed out"):
        Crossref(client, services.bases["crossref"]).ask(DOI)
    client.close()
    assert services.count("crossref") == 2
