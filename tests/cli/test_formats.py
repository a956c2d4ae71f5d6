"""Every command in every format, and what each leaves to read for a program."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from conftest import SMALL, Run

from neuroref.cli.registry import COMMANDS

LISTING = [name for name in COMMANDS if name not in ("schema", "cite", "export")]
ARGUMENTS = {
    "show": ["cortisol"],
    "by-transmitter": ["serotonin"],
    "by-condition": ["depression"],
    "compare": ["cortisol", "iron"],
    "related": ["cortisol"],
    "path": ["stress", "gaba"],
    "search": ["serotonin"],
    "validate": [str(SMALL)],
}


@pytest.mark.parametrize("name", LISTING)
def test_every_format_of_every_command(run: Run, name: str) -> None:
    arguments = [name, *ARGUMENTS.get(name, [])]
    answers = {
        form: run(*arguments, "--format", form, data=SMALL)
        for form in ("table", "json", "jsonl", "csv", "tsv", "markdown")
    }
    assert all(answer.code == 0 and answer.out for answer in answers.values())
    whole = json.loads(answers["json"].out)
    lines = [json.loads(line) for line in answers["jsonl"].out.splitlines()]
    assert lines == (whole if isinstance(whole, list) else [whole])
    rows = list(csv.reader(io.StringIO(answers["csv"].out)))
    assert len({len(row) for row in rows}) == 1 and len(rows) > 1
    assert rows == list(csv.reader(io.StringIO(answers["tsv"].out), delimiter="\t"))
    assert run(*arguments, "--json", data=SMALL) == answers["json"]
    assert "\x1b" not in answers["markdown"].out
    if isinstance(whole, list):
        assert len(rows) == len(whole) + 1


@pytest.mark.parametrize("name", LISTING)
def test_every_screen_is_a_picture_and_a_web_page_too(run: Run, name: str) -> None:
    """Both stand alone: a slide or a page that calls home for a font would tell others what is read."""
    arguments = [name, *ARGUMENTS.get(name, [])]
    picture = run(*arguments, "--format", "svg", data=SMALL).out
    page = run(*arguments, "--format", "html", data=SMALL).out
    root = ElementTree.fromstring(picture)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    words = " ".join(root.itertext()).replace("\xa0", " ")
    for word in run(*arguments, data=SMALL).out.split()[:3]:
        assert word in words
        assert word in page
    assert "@font-face" not in picture + page
    assert not re.search(
        r'(src|href|url\()\s*=?\s*["(]https?://(?!doi|pmc|www\.ncbi|pubmed|identifiers|meshb)', picture + page
    )


def test_links_csv_has_one_row_an_effect(run: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(run("links", "--format", "csv", data=SMALL).out)))
    assert len(rows) == 5
    wanted = (
        "cause",
        "example",
        "kind",
        "transmitter",
        "direction",
        "process",
        "phase",
        "species",
        "evidence",
        "references",
    )
    assert [rows[0][name] for name in wanted] == [
        "stress", "cortisol", "hormone", "serotonin", "decrease", "synthesis", "chronic", "human", "limited", "alpha-2001",
    ]  # fmt: skip


def test_csv_cells_are_no_formulas(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "formula.yaml"
    path.write_text(SMALL.read_text("utf-8").replace("name: Iron deficiency", "name: =1+1"), "utf-8")
    rows = list(csv.DictReader(io.StringIO(run("links", "-f", "csv", data=path).out)))
    assert rows[-1]["name"] == "'=1+1"


def test_show_one_is_an_object_and_several_are_an_array(run: Run) -> None:
    assert json.loads(run("show", "GABA", "--json", data=SMALL).out)["id"] == "gaba"
    several = json.loads(run("show", "gaba", "iron", "--json", data=SMALL).out)
    assert [one["id"] for one in several] == ["gaba", "iron"]
    piped = run("show", "-", "--json", data=SMALL, stdin=b"low iron\n\ncortisol\n")
    assert [one["id"] for one in json.loads(piped.out)] == ["iron", "cortisol"]
    assert [one["id"] for one in json.loads(run("show", "-", "--json", data=SMALL, stdin=b"iron").out)] == ["iron"]


def test_show_names_the_unknown_and_answers_the_rest(run: Run) -> None:
    result = run("show", "iron", "coritsol", "gaba", "--json", data=SMALL)
    assert result.code == 1
    assert [one["id"] for one in json.loads(result.out)] == ["iron", "gaba"]
    assert result.err == "neuroref: no entry named 'coritsol' — did you mean cortisol?\n"


def test_show_csv_of_references_and_others_apart(run: Run) -> None:
    sources = list(csv.DictReader(io.StringIO(run("show", "alpha-2001", "-f", "csv", data=SMALL).out)))
    assert sources[0]["DOI"] == "10.1000/alpha.2001"
    mixed = run("show", "alpha-2001", "iron", "-f", "csv", data=SMALL)
    assert (mixed.code, mixed.out) == (2, "") and "different columns" in mixed.err


def test_full_and_sources(run: Run) -> None:
    short = run("show", "stress", data=SMALL).out
    assert "less serotonin was made" not in short and "https" not in short
    full = " ".join(run("show", "stress", "--full", "--sources", data=SMALL).out.split())
    assert "In 14 people less serotonin was made." in full
    assert "One small study." in full
    assert "Alpha AB, Beta C. Cortisol and the making of serotonin. Journal of Tests. 2001;12(3):1-9." in full
    assert "DOI 10.1000/alpha.2001" in full


def test_health_screens_end_with_the_disclaimer(run: Run) -> None:
    for arguments in (["causes"], ["show", "cortisol"], ["by-condition", "depression"], ["search", "iron"], ["links"]):
        assert run(*arguments, data=SMALL).out.splitlines()[-1] == "Not medical advice."
    assert "Not medical advice" in run("schema", "links", data=SMALL).out
