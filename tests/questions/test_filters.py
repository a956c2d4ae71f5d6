"""Filters mean the same on every command; several names are answered in turn."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from conftest import SMALL, Run

from neuroref.cli.registry import COMMANDS


@pytest.mark.parametrize(
    ("options", "examples"),
    [
        (["--cause", "stress"], ["cortisol", "depression"]),
        (["--cause", "nutrition"], ["cortisol", "iron"]),
        (["--kind", "hormone,nutrient"], ["cortisol", "iron"]),
        (["--kind", "hormone", "--kind", "nutrient"], ["cortisol", "iron"]),
        (["--transmitter", "GABA"], ["cortisol", "iron"]),
        (["--direction", "increase"], ["iron"]),
        (["--direction", "decrease,mixed"], ["cortisol", "depression"]),
        (["--process", "synthesis"], ["cortisol"]),
        (["--phase", "acute"], ["iron"]),
        (["--species", "human"], ["cortisol", "depression"]),
        (["--evidence", "contested"], ["cortisol", "depression"]),
        (["--min-evidence", "limited"], ["cortisol", "iron"]),
        (["--condition", "low mood"], ["cortisol", "depression"]),
        (["--transmitter", "serotonin", "--direction", "decrease", "--evidence", "Limited"], ["cortisol"]),
    ],
)
def test_filters_mean_the_same_everywhere(run: Run, options: list[str], examples: list[str]) -> None:
    links = json.loads(run("links", "--json", *options, data=SMALL).out)
    assert sorted({link["example"] for link in links}) == examples
    listed = json.loads(run("examples", "--json", *options, data=SMALL).out)
    assert sorted(row["id"] for row in listed) == examples
    assert sum(row["links"] for row in listed) == len(links)
    counted = json.loads(run("transmitters", "--json", *options, data=SMALL).out)
    assert {row["id"]: row["links"] for row in counted} == {
        one: sum(link["transmitter"] == one for link in links) for one in {link["transmitter"] for link in links}
    }
    causes = json.loads(run("causes", "--json", *options, data=SMALL).out)
    for row in causes:
        assert row["links"] == sum(row["id"] in (link["cause"], *link["also_under"]) for link in links)
    for transmitter in {link["transmitter"] for link in links}:
        grouped = json.loads(run("by-transmitter", transmitter, "--json", *options, data=SMALL).out)
        found = [link for group in grouped["causes"] for one in group["examples"] for link in one["links"]]
        assert sorted(map(str, found)) == sorted(str(link) for link in links if link["transmitter"] == transmitter)
    exported = json.loads(run("export", *options, data=SMALL).out)
    kept = [(one["id"], len(one["effects"])) for cause in exported["causes"] for one in cause["examples"]]
    assert dict(kept) == Counter(link["example"] for link in links)
    tied = [link for link in links if "depression" in link["conditions"]]
    for rows in ("cause", "example", "kind", *(["condition"] if tied else [])):
        crossed = json.loads(run("matrix", "--rows", rows, "--json", *options, data=SMALL).out)
        assert crossed["links"] == len(links)
        if rows == "example":
            assert {row["id"]: row["links"] for row in crossed["rows"]} == dict(kept)
    by_condition = run("by-condition", "depression", "--json", *options, data=SMALL)
    if tied:
        assert json.loads(by_condition.out)["links"] == len(tied)
    else:
        assert by_condition == (1, "", "neuroref: nothing found\n")


def test_every_command_with_link_filters_is_among_those() -> None:
    filtered = {name for name, command in COMMANDS.items() if "min_evidence" in command.shared}
    assert filtered == {
        "links", "examples", "transmitters", "causes", "by-transmitter", "by-condition", "matrix", "export"
    }  # fmt: skip


def test_references_and_conditions_have_their_filters(run: Run) -> None:
    assert [
        row["id"] for row in json.loads(run("references", "--study", "review,textbook", "--json", data=SMALL).out)
    ] == [
        "beta-2002",
        "gamma-2003",
    ]
    assert [row["id"] for row in json.loads(run("references", "--cause", "nutrition", "--json", data=SMALL).out)] == [
        "alpha-2001",
        "beta-2002",
        "gamma-2003",
    ]
    assert [row["causes"] for row in json.loads(run("conditions", "--cause", "stress", "--json", data=SMALL).out)] == [
        ["stress"]
    ]
    assert run("conditions", "--cause", "nutrition", data=SMALL).code == 1


def test_causes_lists_only_the_causes_asked_for(run: Run) -> None:
    assert [row["id"] for row in json.loads(run("causes", "--json", "--cause", "nutrition", data=SMALL).out)] == [
        "nutrition"  # though its cortisol stands under stress
    ]


# -- several names -----------------------------------------------------------------------------------------------------


def test_by_takes_several_names(run: Run) -> None:
    both = json.loads(run("by-transmitter", "5-HT", "gaba", "--json", data=SMALL).out)
    alone = [json.loads(run("by-transmitter", name, "--json", data=SMALL).out) for name in ("serotonin", "gaba")]
    assert both == alone
    screen = run("by-transmitter", "serotonin", "gaba", data=SMALL).out
    assert "What raises and lowers serotonin" in screen
    assert "What raises and lowers GABA" in screen
    one = json.loads(run("by-condition", "-", "--json", data=SMALL, stdin=b"depression\n").out)
    assert isinstance(one, list)
    assert len(one) == 1
    rows = run("by-transmitter", "serotonin", "gaba", "--format", "csv", data=SMALL).out.splitlines()
    assert len(rows) == 6


@pytest.mark.parametrize("command", ["show", "by-transmitter", "cite"])
def test_one_unknown_name_among_several_is_named_and_the_others_answered(run: Run, command: str) -> None:
    result = run(command, "serotonin", "seratonim", "gaba", data=SMALL)
    assert result.code == 1
    assert result.err.startswith("neuroref: no ")
    assert "'seratonim' — did you mean" in result.err
    assert len(result.err.splitlines()) == 1
    assert result.out
    alone = run(command, "serotonin", "gaba", data=SMALL)
    assert (alone.code, alone.out) == (0, result.out)


def test_compare_goes_on_without_an_unknown_name(run: Run) -> None:
    result = run("compare", "cortisol", "irom", "depression", data=SMALL)
    assert (result.code, result.err) == (1, "neuroref: no entry named 'irom' — did you mean iron?\n")
    assert result.out == run("compare", "cortisol", "depression", data=SMALL).out
    lonely = run("compare", "cortisol", "irom", data=SMALL)
    assert (lonely.code, lonely.out) == (1, "")


def test_several_with_a_filter_that_leaves_nothing(run: Run) -> None:
    result = run("by-transmitter", "serotonin", "gaba", "--phase", "withdrawal", data=SMALL)
    assert (result.code, result.out, result.err) == (1, "", "neuroref: nothing found\n")
