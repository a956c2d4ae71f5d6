"""``tools/records.py``: what it reports, what it writes, how it ends. No service but one on the loopback interface is asked."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest
import records
import yaml
from conftest import SHIPPED, SMALL, Run
from loopback import Services, article, link, result, serve, status, update, work
from papers import writing

from neuroref.loader import files, read
from neuroref.model.records import Author, Reference

# The small dataset, its journal with a name that is abbreviated and has an ampersand in it.
WAS = SMALL.read_text("utf-8").replace("Journal of Tests\n", "Journal of Tests and Trials\n")


class Ended(NamedTuple):
    code: int
    out: list[str]
    err: str


Records = Callable[..., Ended]


@pytest.fixture
def services(monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    """The services, which know the first source of the small dataset."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    for name in ("MAILTO", "CROSSREF", "EUROPEPMC", "PUBMED"):
        monkeypatch.delenv(f"NEUROREF_{name}", raising=False)
    known = Services()
    known.works["10.1000/alpha.2001"] = work()
    known.results = [result()]
    known.articles["1001"] = article()
    server = serve(known)
    yield known
    server.shutdown()
    server.server_close()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "small.yaml"
    path.write_text(WAS, "utf-8", newline="\n")
    return path


@pytest.fixture
def ask(services: Services, data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Records:
    """Run the tool on the small dataset; without arguments, on its first source."""

    def ask(*arguments: str, mailto: str = "me@example.org", path: Path = data) -> Ended:
        bases = [f"--{name}={base}" for name, base in services.bases.items()]
        calm = ["--pace=0", "--backoff=0.001", "--timeout=5", "--fresh", "--date=2026-11-27", f"--mailto={mailto}"]
        code = records.main([*bases, *calm, f"--data={path}", *(arguments or ("alpha-2001",))])
        captured = capsys.readouterr()
        return Ended(code, captured.out.splitlines(), captured.err)

    return ask


def changed(before: str, after: str) -> list[str]:
    """Return the lines that went (-) and came (+)."""
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return [line for line in lines if re.match(r"[-+](?![-+])", line)]


# -- what it reports ----------------------------------------------------------------------------------------------


def test_what_is_only_written_otherwise_agrees(ask: Records, services: Services) -> None:
    assert ask() == (
        0,
        [],
        "records: answers on 1 of 1 records, findings on 0; 0 have no DOI, PMID or PMCID to ask by\n",
    )
    assert {service for service, *_ in services.asked} == {"crossref", "europepmc", "pubmed"}


def test_every_difference_is_one_line(ask: Records, services: Services) -> None:
    services.works["10.1000/alpha.2001"] = work(
        title=["Adrenaline"], published_print={"date-parts": [[2002]]}, issue="4"
    )
    services.results = [result(doi="10.1000/other")]
    services.articles["1001"] = article(journal="Brain", page="11-19")
    ended = ask()
    assert ended.code == 1
    assert ended.out == [
        "alpha-2001: title: “Cortisol and the making of serotonin” here, “Adrenaline” at Crossref",
        "alpha-2001: issue: 3 here, 4 at Crossref",
        "alpha-2001: note: year: 2001 here, 2002 and 2000 at Crossref: on the web and in print?",
        "alpha-2001: DOI: 10.1000/alpha.2001 here, 10.1000/other at Europe PMC",
        "alpha-2001: page: 1-9 here, 11-19 at PubMed",
    ]


def test_a_retraction_is_told_once_with_all_who_say_so(ask: Records, services: Services) -> None:
    services.works["10.1000/alpha.2001"] = work(updated_by=[update("retraction", "10.1000/r", 2010, 2, 6)])
    services.articles["1001"] = article(
        links=link("RetractionIn", "Lancet. 2010 Feb 6", "5") + link("ErratumIn", "J. 2004", "6")
    )
    ended = ask()
    assert (ended.code, ended.out) == (
        1,
        [
            "alpha-2001: notice: retracted (DOI 10.1000/r, Crossref; PMID 5, PubMed)",
            "alpha-2001: note: notice: corrected (PMID 6, PubMed); before it was checked (2026-01-02)",
        ],
    )


def test_an_identifier_that_nobody_knows(ask: Records, services: Services) -> None:
    services.works.clear()
    services.results.clear()
    services.articles.clear()
    ended = ask()
    assert (ended.code, ended.out) == (
        1,
        [
            "alpha-2001: exists: Europe PMC knows no PMID 1001",
            "alpha-2001: exists: Crossref knows no DOI 10.1000/alpha.2001",
            "alpha-2001: exists: PubMed knows no PMID 1001",
        ],
    )


@pytest.mark.parametrize("kept", ["DOI: 10.1000/alpha.2001", "PMID: '1001'"])
def test_the_identifiers_that_a_record_lacks_lead_to_the_other_services(
    ask: Records, services: Services, data: Path, kept: str
) -> None:
    gone = {"DOI: 10.1000/alpha.2001", "PMID: '1001'"} - {kept}
    data.write_text(WAS.replace(f"    {gone.pop()}\n", "", 1), "utf-8")
    assert ask().code == 0
    assert [service for service, *_ in services.asked] == ["europepmc", "crossref", "pubmed"]


def test_what_services_say_never_acts_on_the_terminal(ask: Records, services: Services) -> None:
    evil = update("retraction", "10.1000/\x1b[31mr", 2010)
    services.works["10.1000/alpha.2001"] = work(updated_by=[evil], volume="1\x1b[2J")
    out = "\n".join(ask().out)
    assert "\x1b" not in out
    assert "10.1000/\\x1b[31mr" in out


def test_a_doi_of_another_agency_is_only_told(ask: Records, services: Services) -> None:
    services.works.clear()
    ended = ask()
    assert (ended.code, ended.out) == (0, ["alpha-2001: note: exists: Crossref knows no DOI 10.1000/alpha.2001"])


def test_all_records_are_asked_about_but_those_without_an_identifier(
    ask: Records, services: Services, data: Path
) -> None:
    services.results.append(result(id="2002", pmid=None, doi=None, pmcid="PMC2002", title="Stress, mood and transmitters: a review",
                                   journalInfo=None, pageInfo=None, electronicPublicationDate=None, pubYear="2002",
                                   authorList={"author": [{"fullName": "Beta C", "lastName": "Beta", "initials": "C"}]}))  # fmt: skip
    ended = ask("--pace=0")
    assert (ended.code, ended.out) == (0, [])
    assert "answers on 2 of 3 records, findings on 0; 1 have no DOI, PMID or PMCID to ask by" in ended.err
    assert ask("nobody-1999").code == 2
    data.write_text("causes: [\n", "utf-8")
    ended = ask()
    assert (ended.code, "small.yaml:2:" in ended.err) == (2, True)


def test_without_an_address_it_says_what_that_means(ask: Records) -> None:
    assert "no --mailto" in ask(mailto="").err
    assert "no --mailto" not in ask().err


def test_addresses_come_from_the_environment(
    services: Services, data: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name, base in services.bases.items():
        monkeypatch.setenv(f"NEUROREF_{name.upper()}", base)
    monkeypatch.setenv("NEUROREF_MAILTO", "env@example.org")
    arguments = ["--pace=0", f"--data={data}", f"--cache={tmp_path / 'cache'}", "alpha-2001"]
    assert records.main(arguments) == 0
    assert all("mailto:env@example.org" in agent for *_, agent in services.asked)
    asked = len(services.asked)
    assert (records.main(arguments), len(services.asked)) == (0, asked)  # all answers were kept


# -- outages ------------------------------------------------------------------------------------------------------


def test_one_service_that_is_out_is_named_and_the_others_are_asked(ask: Records, services: Services) -> None:
    services.works["10.1000/alpha.2001"] = work(volume="99")
    services.faults["europepmc"] = [status(500)]
    ended = ask()
    assert ended.code == 3
    assert ended.out == ["alpha-2001: volume: 12 here, 99 at Crossref"]
    port = services.bases["europepmc"].split("/")[2]
    assert f"records: Europe PMC could not be reached: {port} answers 500 (1 request without an answer)\n" in ended.err
    assert services.count("pubmed") == 1


def test_where_no_service_can_be_reached_it_says_so_and_stops(ask: Records, services: Services) -> None:
    services.faults = {name: [status(403)] for name in services.bases}
    ended = ask("--pace=0", path=SHIPPED)
    assert (ended.code, ended.out) == (3, [])
    assert "records: no service answers: stopped at " in ended.err
    assert "records: answers on 0 of " in ended.err
    for name in ("Crossref", "Europe PMC", "PubMed"):
        assert f"records: {name} could not be reached: 127.0.0.1:" in ended.err
    assert len(services.asked) == 9  # three failures each


# -- what it writes -----------------------------------------------------------------------------------------------


def test_what_is_missing_is_written_where_it_belongs(ask: Records, services: Services, data: Path) -> None:
    before = data.read_text("utf-8")
    for gone in ("    author:\n      - {family: Alpha, given: A. B.}\n      - {family: Beta, given: C.}\n",
                 "    container-title: Journal of Tests and Trials\n", "    issued: {date-parts: [[2001]]}\n    volume: '12'\n    issue: '3'\n",
                 "    page: 1-9\n", "    PMID: '1001'\n"):  # fmt: skip
        assert gone in before
        before = before.replace(gone, "", 1)
    before = before.replace(
        "checked: 2026-01-02\n", "checked: 2026-01-02  # by two\n    unchecked: [author, issued, abstract]\n", 1
    )
    data.write_text(before, "utf-8")
    services.results = [result(pmcid="PMC77")]
    ended = ask("alpha-2001", "--write")
    assert ended == (
        0,
        ["alpha-2001: written: author, container-title, issued, volume, issue, page, PMID, PMCID, unchecked, checked"],
        ended.err,
    )
    after = data.read_text("utf-8")
    assert changed(before, after) == [
        "+    author:",
        "+      - {family: Alpha, given: Anna Britta}",
        "+      - {family: Bêta, given: C.}",
        "+    container-title: 'The Journal of Tests & Trials: JTT'",
        "+    issued: {date-parts: [[2001]]}",
        "+    volume: '12'",
        "+    issue: '3'",
        "+    page: 1-9",
        "+    PMID: '1001'",
        "+    PMCID: PMC77",
        "-    checked: 2026-01-02  # by two",
        "-    unchecked: [author, issued, abstract]",
        "+    checked: 2026-11-27  # by two",
        "+    unchecked: [abstract]",
    ]
    assert read.problems(read.read([("small.yaml", after.encode())])) == []
    assert ask("alpha-2001", "--write").out == []
    assert data.read_text("utf-8") == after


def test_nothing_is_written_without_being_asked_for(ask: Records, services: Services, data: Path) -> None:
    services.results = [result(pmcid="PMC77")]
    ask()
    assert data.read_text("utf-8") == WAS


def test_what_disagrees_is_not_overwritten_and_not_called_checked(ask: Records, services: Services, data: Path) -> None:
    services.works["10.1000/alpha.2001"] = work(volume="99", title=["Cortisol and the making of serotonin"])
    services.results = [result(pmcid="PMC77")]
    ended = ask("alpha-2001", "--write")
    assert ended.code == 1
    assert ended.out == [
        "alpha-2001: volume: 12 here, 99 at Crossref",
        "alpha-2001: written: PMCID",
    ]
    assert changed(WAS, data.read_text("utf-8")) == ["+    PMCID: PMC77"]


def test_what_another_paper_has_is_not_written(ask: Records, services: Services, data: Path) -> None:
    """A DOI that leads to another paper must not fill our record with that paper's authors and pages."""
    text = WAS.replace("    page: 1-9\n", "", 1).replace("    PMID: '1001'\n", "", 1)
    data.write_text(text, "utf-8")
    services.works["10.1000/alpha.2001"] = work(title=["Adrenaline"], page="55-66")
    services.results.clear()
    ended = ask("alpha-2001", "--write")
    assert (ended.code, len(ended.out)) == (1, 1)
    assert data.read_text("utf-8") == text


@pytest.mark.parametrize("why", ["retracted", "out"])
def test_a_record_is_called_checked_only_if_all_is_well(ask: Records, services: Services, data: Path, why: str) -> None:
    if why == "retracted":
        services.works["10.1000/alpha.2001"] = work(updated_by=[update("retraction", "10.1000/r", 2010)])
    else:
        services.faults["pubmed"] = [status(403)]
    ended = ask("alpha-2001", "--write")
    assert ended.code == {"retracted": 1, "out": 3}[why]
    assert data.read_text("utf-8") == WAS


def test_an_identifier_that_another_record_has_is_not_written(ask: Records, services: Services, data: Path) -> None:
    services.results = [result(pmcid="PMC2002")]
    ended = ask("alpha-2001", "--write")
    assert ended.out == [
        "alpha-2001: note: PMCID: PMC2002 would be its own, and stands at beta-2002",
        "alpha-2001: written: checked",
    ]
    assert read.problems(read.read([("small.yaml", data.read_bytes())])) == []


MORE = [
    {"given": "C.", "family": "Béta"},
    {"given": "D", "family": "van Delta", "suffix": "Jr"},
    {"name": "Group: One"},
]


@pytest.mark.parametrize("form", ["flow", "block"])
def test_further_authors_come_after_those_that_were_seen(
    ask: Records, services: Services, data: Path, form: str
) -> None:
    text = WAS.replace("    PMCID: PMC2002\n", "    DOI: 10.1000/beta\n", 1)
    if form == "block":
        text = text.replace(
            "    author: [{family: Béta, given: C.}]\n", "    author:\n      - {family: Béta, given: C.}\n"
        )
    data.write_text(text, "utf-8")
    services.works["10.1000/beta"] = work(DOI="10.1000/beta", author=MORE, title=["Stress, mood and transmitters"],
                                          subtitle=["a review"], published_print={"date-parts": [[2002]]})  # fmt: skip
    services.results.clear()
    ended = ask("beta-2002", "--write")
    assert (ended.code, ended.out[-1]) == (
        0,
        "beta-2002: written: container-title, volume, issue, page, author, unchecked, checked",
    )
    delta, group = "{family: van Delta, given: D., suffix: Jr}", "{literal: 'Group: One'}"
    came = {
        "flow": [f"+    author: [{{family: Béta, given: C.}}, {delta}, {group}]"],
        "block": [f"+      - {delta}", f"+      - {group}"],
    }[form]
    gone = ["-    author: [{family: Béta, given: C.}]"] if form == "flow" else []
    assert changed(text, data.read_text("utf-8")) == [
        *gone,
        "-    more-authors: true",
        *came,
        "+    container-title: 'The Journal of Tests & Trials: JTT'",
        "+    volume: '12'",
        "+    issue: '3'",
        "+    page: 1-9",
        "-    checked: 2026-01-02",
        "-    unchecked: [container-title]",
        "+    checked: 2026-11-27",
    ]
    [reference] = [one for one in load(data).references if one.id == "beta-2002"]
    assert not reference.more_authors
    others = text.replace("given: C.}]\n    more-authors: true\n", "given: C.}, {literal: others}]\n")
    others = others.replace("given: C.}\n    more-authors: true\n", "given: C.}\n      - {literal: others}\n")
    assert others != text
    written = data.read_text("utf-8")
    data.write_text(others, "utf-8")
    assert ask("beta-2002", "--write").code == 0
    assert data.read_text("utf-8") == written
    assert reference.author == (
        Author(family="Béta", given="C."),
        Author(family="van Delta", given="D.", suffix="Jr"),
        Author(literal="Group: One"),
    )
    assert reference.unchecked == ()
    assert reference.container_title == "The Journal of Tests & Trials: JTT"


def test_authors_that_do_not_begin_like_ours_are_not_added(ask: Records, services: Services, data: Path) -> None:
    text = WAS.replace("    PMCID: PMC2002\n", "    DOI: 10.1000/beta\n", 1)
    data.write_text(text, "utf-8")
    services.works["10.1000/beta"] = work(DOI="10.1000/beta", author=MORE[::-1], title=["Stress, mood and transmitters"],
                                          published_print={"date-parts": [[2002]]})  # fmt: skip
    services.results.clear()
    ended = ask("beta-2002", "--write")
    assert ended.code == 1
    assert data.read_text("utf-8") == text


def test_lines_end_as_they_did(ask: Records, services: Services, data: Path) -> None:
    data.write_bytes(WAS.encode().replace(b"\n", b"\r\n"))
    services.results = [result(pmcid="PMC77")]
    ask("alpha-2001", "--write")
    after = data.read_bytes()
    assert after.count(b"\r\n") == after.count(b"\n") == WAS.count("\n") + 1
    assert b"    PMCID: PMC77\r\n" in after


def test_a_record_of_the_shipped_data_is_completed_and_passes_strict(
    ask: Records, services: Services, tmp_path: Path, run: Run
) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    for path in SHIPPED.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    references = {one.id: one for one in load(folder).references}
    one = next(
        one for one in references.values() if one.DOI and not one.page and not one.PMID and one.author and one.issued
    )
    services.works[one.DOI.lower()] = work(  # type: ignore[union-attr]
        DOI=one.DOI, title=[one.title.upper()], container_title=[one.container_title], volume=None, issue=None, page="e1-e9",
        author=[{"family": who.family, "given": who.given, "name": who.literal} for who in one.author],
        published_print={"date-parts": [[one.year]]},
    )  # fmt: skip
    before = (folder / "references.yaml").read_text("utf-8")
    ended = ask(one.id, "--write", "--date=2030-01-01", path=folder)
    assert ended.out[-1] == f"{one.id}: written: page, checked"
    assert changed(before, (folder / "references.yaml").read_text("utf-8")) == [
        "+    page: e1-e9", f"-    checked: {one.checked}", "+    checked: 2030-01-01",
    ]  # fmt: skip
    assert run("validate", str(folder), "--strict").code == 0


def load(path: Path) -> read.Dataset:
    return read.load([(one.name, one.read_bytes()) for one in files.find(path)])


def test_what_is_written_is_read_as_it_was_meant() -> None:
    """Every tenth record of the shipped data takes all that it lacks, in texts that YAML might take for something else."""
    text = (SHIPPED / "references.yaml").read_text("utf-8")
    odd = {
        "author": (
            Author(family="O'No, one [x]", given="# {y}"),
            Author(literal="yes"),
            Author(family="Null", suffix="Jr"),
        ),
        "container-title": "Trends: what 'is' new # of words – " + "long " * 40 + "end",
        "issued": 1999,
        "volume": "0x1F",
        "issue": "2001-02-03",
        "page": "1:30",
        "DOI": "10.1000/(a):b#c,d",
        "PMID": "123",
        "PMCID": "PMC9",
    }
    for reference in load(SHIPPED).references[::10]:
        after, written = writing.completed(text, reference, odd, [], date(2099, 1, 1))
        start, end = writing.place(after, reference.id)
        [made] = yaml.safe_load(after[start:end])
        start, end = writing.place(text, reference.id)
        [was] = yaml.safe_load(text[start:end])
        expected = {**was, "checked": date(2099, 1, 1)}
        for name in set(odd) - set(was):
            expected[name] = odd[name]
        if "author" not in was:
            expected["author"] = [
                {"family": "O'No, one [x]", "given": "# {y}"},
                {"literal": "yes"},
                {"family": "Null", "suffix": "Jr"},
            ]
        if "issued" not in was:
            expected["issued"] = {"date-parts": [[1999]]}
        if "unchecked" in was:
            expected["unchecked"] = [one for one in was["unchecked"] if one not in written]
            if not expected["unchecked"]:
                del expected["unchecked"]
        assert made == expected
        order = [writing.ORDER.index(name) for name in made]
        assert order == sorted(order)


# -- a new record -------------------------------------------------------------------------------------------------

NEW = {
    "DOI": "10.1000/new",
    "author": [{"given": "Ann", "family": "Ærø-Núñez"}, {"given": "Bo", "family": "Beta", "suffix": "Jr"}],
    "title": ["Sleep: <i>what</i> it is"],
    "published_print": {"date-parts": [[1999, 5]]},
}


def test_a_new_record_is_printed(ask: Records, services: Services, data: Path) -> None:
    services.works["10.1000/new"] = work(**NEW)
    ended = ask("--add", "https://doi.org/10.1000/new", "--study", "review")
    assert ended.code == 0
    assert ended.out == [
        "  - id: aero-nunez-1999",
        "    type: article-journal",
        "    title: 'Sleep: what it is'",
        "    author:",
        "      - {family: Ærø-Núñez, given: Ann}",
        "      - {family: Beta, given: Bo, suffix: Jr}",
        "    container-title: 'The Journal of Tests & Trials: JTT'",
        "    issued: {date-parts: [[1999]]}",
        "    volume: '12'",
        "    issue: '3'",
        "    page: 1-9",
        "    DOI: 10.1000/new",
        "    study: review",
        "    checked: 2026-11-27",
    ]
    assert data.read_text("utf-8") == WAS


def test_a_new_record_goes_to_its_place_in_the_alphabet(ask: Records, services: Services, data: Path) -> None:
    services.works["10.1000/new"] = work(**{**NEW, "author": [{"given": "C", "family": "Béta"}]})
    ended = ask("--add", "10.1000/new", "--study", "review", "--write")
    assert "`validate` will ask for a place that cites it" in ended.err
    text = data.read_text("utf-8")
    assert re.findall(r"- id: (\S+-\d{4})", text[text.index("\nreferences:") :]) == [
        "alpha-2001",
        "beta-1999",
        "beta-2002",
        "gamma-2003",
    ]
    [problem] = read.problems(read.read([("small.yaml", text.encode())]))
    assert problem.rule == "references-are-used"
    services.works["10.1000/last"] = work(
        **{**NEW, "DOI": "10.1000/last", "author": [{"given": "C", "family": "Zeta"}]}
    )
    ask("--add", "10.1000/last", "--study", "review", "--write")
    text = data.read_text("utf-8")
    assert re.findall(r"- id: (\S+-\d{4})", text[text.index("\nreferences:") :])[-1] == "zeta-1999"
    assert len(read.problems(read.read([("small.yaml", text.encode())]))) == 2


def test_without_a_study_the_line_asks_for_it(ask: Records, services: Services, data: Path) -> None:
    services.works["10.1000/new"] = work(
        **{**NEW, "author": None, "published_print": None, "issued": None, "published_online": None}
    )
    ended = ask("--add", "10.1000/new", "--write")
    assert "    study:  # say which: meta-analysis, systematic-review" in "\n".join(ended.out)
    assert "    unchecked: [author, issued]" in ended.out
    found = read.problems(read.read([("small.yaml", data.read_bytes())]))
    assert any("expected one of meta-analysis" in str(problem) for problem in found)
    assert "left out: reference" in ask().err


def test_an_id_that_is_taken_gets_a_word_of_the_title(ask: Records, services: Services) -> None:
    services.works["10.1000/new"] = work(
        **{**NEW, "author": [{"family": "Alpha"}], "published_print": {"date-parts": [[2001]]}}
    )
    ended = ask("--add", "10.1000/new", "--study", "rct")
    assert (ended.code, ended.out[0]) == (1, "  - id: alpha-2001-sleep")
    assert "alpha-2001-sleep: author: one alone at Crossref, where some deposit the first only" in ended.err


def test_one_author_alone_at_crossref_is_not_written(ask: Records, services: Services, data: Path) -> None:
    text = WAS.replace("    author:\n      - {family: Alpha, given: A. B.}\n      - {family: Beta, given: C.}\n", "", 1)
    assert text != WAS
    data.write_text(text, "utf-8")
    services.works["10.1000/alpha.2001"] = work(author=[{"given": "A", "family": "Alpha"}])
    services.results.clear()
    services.articles["1001"] = article(authors="")
    note = "alpha-2001: note: author: one alone at Crossref, where some deposit the first only: not written"
    assert note in ask("alpha-2001", "--write").out
    assert "Alpha" not in data.read_text("utf-8")


def test_what_services_contradict_each_other_in_is_not_written(ask: Records, services: Services, data: Path) -> None:
    text = WAS.replace("    page: 1-9\n", "", 1)
    data.write_text(text, "utf-8")
    services.results = [result(pageInfo="7-8"), result(pageInfo="7-8", pmid="1002", doi="10.1000/new")]
    services.works["10.1000/new"] = work(DOI="10.1000/new")
    services.articles["1002"] = article(pmid="1002", doi="10.1000/new")
    ended = ask("alpha-2001", "--write")
    again = ask("--add", "10.1000/new", "--study", "rct")
    assert (again.code, "page" in "\n".join(again.out)) == (1, False)
    assert "page: 1-9 or, at Europe PMC, 7-8" in again.err
    assert ended.out == [
        "alpha-2001: note: page: 1-9 or, at Europe PMC, 7-8: not written",
        "alpha-2001: written: checked",
    ]
    assert changed(text, data.read_text("utf-8")) == ["-    checked: 2026-01-02", "+    checked: 2026-11-27"]


def test_a_paper_that_is_here_or_nowhere_is_not_added(ask: Records, services: Services, data: Path) -> None:
    ended = ask("--add", "10.1000/ALPHA.2001", "--write")
    assert (ended.code, ended.out, "alpha-2001 has DOI" in ended.err) == (1, [], True)
    ended = ask("--add", "10.1000/none", "--write")
    assert (ended.code, ended.out, "no service that answered knows the DOI 10.1000/none" in ended.err) == (1, [], True)
    assert data.read_text("utf-8") == WAS


def test_a_new_record_of_a_retracted_paper_says_so(ask: Records, services: Services) -> None:
    services.works["10.1000/new"] = work(**NEW, updated_by=[update("retraction", "10.1000/r", 2010)])
    ended = ask("--add", "10.1000/new", "--study", "rct")
    assert ended.code == 1
    assert "aero-nunez-1999: retracted (DOI 10.1000/r, Crossref)" in ended.err


def test_reference_fields_are_all_known_to_the_writer() -> None:
    assert set(writing.ORDER) == {field.encode_name for field in msgspec.structs.fields(Reference)}
