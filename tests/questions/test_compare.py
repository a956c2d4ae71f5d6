"""How entries stand to each other: side by side, nearest, joined."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import CLASSES, SMALL, Run

import neuroref
from neuroref.model.vocabularies import Direction, Evidence, Process
from neuroref.questions.lookup import Unrelatable


def test_compare_says_who_agrees_and_who_opposes(small_kb: neuroref.KnowledgeBase) -> None:
    answer = small_kb.compare("cortisol", "iron")
    assert answer.rows_by == "transmitter"
    assert [one.name for one in answer.entries] == ["Cortisol", "Iron deficiency"]
    assert [(row.id, row.verdict) for row in answer.rows] == [("serotonin", "oppose"), ("gaba", "differ")]
    agreeing = small_kb.compare("cortisol", "depression", "condition:depression")
    assert [(row.id, row.verdict) for row in agreeing.rows] == [("serotonin", "agree"), ("gaba", "differ")]
    alone = small_kb.compare("depression", "iron")
    assert [(row.id, row.verdict, row.tallies[0]) for row in alone.rows if row.verdict == "only"] == [
        ("gaba", "only", None)
    ]


def test_transmitters_compare_example_by_example(small_kb: neuroref.KnowledgeBase) -> None:
    answer = small_kb.compare("serotonin", "gaba")
    assert answer.rows_by == "example"
    assert [(row.id, row.verdict) for row in answer.rows] == [
        ("iron", "agree"),
        ("cortisol", "differ"),
        ("depression", "only"),
    ]


def test_of_each_verdict_the_surest_stands_first(kb: neuroref.KnowledgeBase) -> None:
    rows = kb.compare("serotonin", "dopamine").rows
    places = [
        (
            ("oppose", "agree", "differ", "only").index(row.verdict),
            max(tally.evidence.rank for tally in row.tallies if tally),
        )
        for row in rows
    ]
    assert places == sorted(places) and len(set(places)) > 8


def test_four_causes_side_by_side_stay_a_grid(run: Run) -> None:
    """Under their ids; where not all have room, the next stand below, and no row is taken apart."""
    out = run("compare", "inflammation", "nutrition", "stress", "genetics", terminal=True, columns=80).out
    lines = re.sub(r"\x1b\[[\d;]*m", "", out).splitlines()
    headings = [line.split() for line in lines if line.startswith("Transmitter")]
    assert headings == [["Transmitter", "Verdict", "inflammation", "nutrition"], ["Transmitter", "stress", "genetics"]]
    assert sum(line.startswith("endogenous opioids ") for line in lines) == 2


def test_a_long_name_heads_its_column_by_its_id(run: Run) -> None:
    """As whoever compares them types it; the title has the names."""
    lines = run("compare", "ssri", "snri", "maoi").out.splitlines()
    [heading] = [line for line in lines if line.startswith("Transmitter")]
    assert heading.split() == ["Transmitter", "Verdict", "ssri", "snri", "Monoamine", "oxidase", "inhibitors"]


def test_compare_counts_as_the_links_do(kb: neuroref.KnowledgeBase) -> None:
    answer = kb.compare("alcohol", "caffeine", "substance-use")
    for row in answer.rows:
        alcohol = [link.direction for link in kb.links() if (link.example, link.transmitter) == ("alcohol", row.id)]
        tally = row.tallies[0]
        assert len(alcohol) == (0 if tally is None else tally.increase + tally.decrease + tally.mixed)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["compare", "iron"], "comparing takes two names or more"),
        (["compare", "iron", "low iron"], "these names mean one entry; comparing takes two or more"),
        (["compare", "iron", "serotonin"], "a transmitter compares only with transmitters"),
        (["compare", "iron", "alpha-2001"], "references have no links to compare"),
        (["path", "iron", "low iron"], "these names mean one entry; a path joins two"),
        (["path", "iron", "alpha-2001"], "no path leads to references, which have no links of their own"),
        (["related", "alpha-2001"], "a reference has no links by which it could be near another"),
    ],
)
def test_what_cannot_be_related_is_said(run: Run, arguments: list[str], message: str) -> None:
    assert run(*arguments, data=SMALL) == (2, "", f"neuroref: {message}\n")


def test_unknown_names_are_not_found(run: Run) -> None:
    for arguments in (["compare", "iron", "cortisoll"], ["related", "cortisoll"], ["path", "iron", "cortisoll"]):
        assert run(*arguments, data=SMALL) == (1, "", "neuroref: no entry named 'cortisoll' — did you mean cortisol?\n")


def test_related_scores_what_is_shared(small_kb: neuroref.KnowledgeBase, tmp_path: Path) -> None:
    # cortisol: ↓ serotonin (synthesis), ↕ GABA (receptor), hormone; depression: ↓ serotonin (signalling), disease
    [depression] = small_kb.related("cortisol")
    assert (depression.id, depression.shares) == ("depression", ("↓ serotonin",))
    assert 0 < depression.score < 20  # one thing of five, and no rare one: all but one example move serotonin
    assert small_kb.related("iron") == ()
    path = tmp_path / "twins.yaml"
    head, tail = CLASSES.read_text("utf-8").split("      - id: tph2-variant\n        name: TPH2 variant\n")
    twin, rest = tail.split("transmitters:\n", 1)
    twins = "".join(f"      - id: {one}\n        name: {one}\n{twin}" for one in ("tph2-variant", "tph2-twin"))
    path.write_text(f"{head}{twins}transmitters:\n{rest}", "utf-8")
    [first, *others] = neuroref.load(path).related("tph2-twin")
    assert (first.id, first.score) == ("tph2-variant", 100)
    assert all(other.score < 50 for other in others)
    [gaba] = small_kb.related("serotonin")
    assert gaba.shares == ("↑ Iron deficiency",)


def test_related_is_the_same_from_both_sides(kb: neuroref.KnowledgeBase) -> None:
    for one in kb.related("alcohol", 300):
        back = {other.id: other.score for other in kb.related(one.id, 300)}
        assert back["alcohol"] == one.score
    with pytest.raises(Unrelatable):
        kb.related("felger-2012")


def test_path_tells_each_step(small_kb: neuroref.KnowledgeBase) -> None:
    [first, *_] = small_kb.path("stress", "gaba")
    assert [(step.start.id, step.relation, step.end.id) for step in first.steps] == [
        ("stress", "lists", "cortisol"),
        ("cortisol", "acts on", "gaba"),
    ]
    last = first.steps[-1]
    assert (last.direction, last.process, last.evidence) == (Direction.MIXED, Process.RECEPTOR, Evidence.CONTESTED)
    assert last.references == ("beta-2002",)


def test_path_goes_through_what_two_things_act_on(small_kb: neuroref.KnowledgeBase) -> None:
    chains = small_kb.path("iron", "depression")
    assert [step.end.id for step in chains[0].steps] == ["serotonin", "depression"]
    assert all(step.end.entry not in ("cause", "group") for chain in chains for step in chain.steps[:-1])


def test_paths_are_short_before_long_and_sure_before_unsure(kb: neuroref.KnowledgeBase) -> None:
    chains = kb.path("nutrition", "serotonin", most=8)
    assert [len(chain.steps) for chain in chains] == [2] * 8
    ranks = [chain.steps[-1].evidence.rank for chain in chains if chain.steps[-1].evidence]
    assert ranks == sorted(ranks)
    direct, *others = kb.path("nutrition", "depression", most=4)
    assert len(direct.steps) == 1
    assert direct.steps[0].references
    assert all(len(chain.steps) == 2 for chain in others)


def test_links_between_the_same_entries_are_told_as_one_way(run: Run) -> None:
    told = run("path", "lead", "Parkinson's", "--max", "9").out
    assert re.match(r"Lead and Parkinson disease: what joins them  \d+ ways?\n", told)
    lines = told.splitlines()
    assert lines.count("Lead — dopamine — Parkinson disease") == 1
    links = [line for line in lines if line.startswith("· ")]
    assert len(links) == len(set(links)) > 2


def test_what_stands_in_a_title_keeps_its_capital(run: Run) -> None:
    for command in ("by-condition", "related"):
        assert "Parkinson disease" in run(command, "Parkinson's").out.splitlines()[0]


def test_related_says_what_is_shared_in_the_words_of_links(run: Run, kb: neuroref.KnowledgeBase) -> None:
    [snri] = [one for one in kb.related("ssri") if one.id == "snri"]
    assert {"↑ serotonin: slower reuptake", "blocks NET, SERT"} <= set(snri.shares)
    [serotonin] = kb.related("dopamine", 1)
    told = run("related", "dopamine", "--limit", "1").out
    assert f"+{len(serotonin.shares) - 3}" in told and told.count(" · ") < 9


def test_a_molecule_that_few_act_on_brings_nearer_than_a_step_that_many_share(kb: neuroref.KnowledgeBase) -> None:
    near = [one.id for one in kb.related("haloperidol", 5)]
    with_d2 = [one for one in kb.related("haloperidol", 5) if any("D2R" in shared for shared in one.shares)]
    assert near[: len(with_d2)] == [one.id for one in with_d2] and len(with_d2) == 4
    assert [one.id for one in kb.related("caffeine", 2)] == ["theophylline", "istradefylline"]


def test_no_path(run: Run) -> None:
    """What acts on a transmitter as some illness does is not thereby joined to what else goes with that illness."""
    message = "neuroref: no path joins them: no link, and nothing that both have a link with\n"
    assert run("path", "lead", "epilepsy") == (1, "", message)
