"""The matrix counts every wanted link in the right cell."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from conftest import SMALL, Run

import neuroref
from neuroref.cli import answer
from neuroref.model.vocabularies import Direction, Evidence
from neuroref.questions.knowledge_base import UnknownTerm


def test_cells_count_links_by_direction(small_kb: neuroref.KnowledgeBase) -> None:
    small = small_kb.matrix()
    assert (small.rows_by, small.columns_by, small.links, small.columns) == (
        "cause",
        "transmitter",
        5,
        ("serotonin", "gaba"),
    )
    stress, nutrition = small.rows
    assert (stress.id, stress.name, stress.links) == ("stress", "Chronic stress", 3)
    serotonin, gaba = stress.cells
    assert (serotonin.column, serotonin.direction, serotonin.links, serotonin.decrease) == (
        "serotonin",
        Direction.DECREASE,
        2,
        2,
    )
    assert (serotonin.evidence, gaba.evidence) == (Evidence.LIMITED, Evidence.CONTESTED)
    assert nutrition.cells[0].direction is Direction.MIXED  # its own iron raises, its guest cortisol lowers


@pytest.mark.parametrize("rows", ["cause", "example", "kind", "condition"])
@pytest.mark.parametrize("columns", ["transmitter", "process"])
def test_agrees_with_the_links_themselves(kb: neuroref.KnowledgeBase, rows: str, columns: str) -> None:
    wanted = kb.filter(direction=["increase", "decrease"], min_evidence="limited")
    counted: Counter[tuple[str, str]] = Counter()
    for link in kb.links(wanted):
        owners = {
            "cause": (link.cause, *link.also_under),
            "example": (link.example,),
            "kind": (link.kind.value,),
            "condition": link.conditions,
        }[rows]
        for owner in owners:
            counted[owner, str(getattr(link, columns))] += 1
    answer = kb.matrix(rows, columns, wanted)
    assert {(row.id, one.column): one.links for row in answer.rows for one in row.cells} == counted
    assert answer.links == sum(1 for _ in kb.links(wanted))


def test_sides_have_names(run: Run, kb: neuroref.KnowledgeBase) -> None:
    with pytest.raises(UnknownTerm, match="unknown rows 'colour'; it is one of cause, example, kind, condition"):
        kb.matrix("colour")
    assert run("matrix", "--by", "mood", data=SMALL) == (
        2, "", "neuroref: unknown columns 'mood'; it is one of transmitter, process\n",
    )  # fmt: skip


def test_a_cause_zooms_to_its_examples(run: Run) -> None:
    answer = json.loads(run("matrix", "--cause", "nutrition", "--json", data=SMALL).out)
    assert answer["rows_by"] == "example"
    assert [row["id"] for row in answer["rows"]] == ["cortisol", "iron"]
    assert run("matrix", "--direction", "mixed", "--phase", "acute", data=SMALL) == (1, "", "neuroref: nothing found\n")


def test_csv_has_a_cell_a_row(run: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(run("matrix", "-f", "csv", data=SMALL).out)))
    assert [(row["row"], row["column"], row["direction"], row["links"]) for row in rows] == [
        ("stress", "serotonin", "decrease", "2"),
        ("stress", "gaba", "mixed", "1"),
        ("nutrition", "serotonin", "mixed", "2"),
        ("nutrition", "gaba", "mixed", "2"),
    ]


@pytest.mark.parametrize("columns", [24, 40, 60, 80])
def test_a_narrow_screen_gets_slices_with_every_column(run: Run, columns: int) -> None:
    screen = run("matrix", terminal=True, columns=columns).out
    assert "\x1b" in screen
    plain = run("matrix", "--color", "never", terminal=True, columns=columns).out
    assert max(map(len, plain.splitlines())) <= columns
    heads = [word for line in plain.splitlines() if line.startswith("Cause") for word in line.split()[1:]]
    assert heads == [
        "5-HT", "DA", "NE", "Epi", "HA", "ACh", "Glu", "GABA", "Gly", "ADO", "EOP", "eCB", "SP", "OT", "OX", "NO",
    ]  # fmt: skip


def test_shade_is_seen_without_colour_and_without_unicode(run: Run) -> None:
    assert "⇣2" in run("matrix", data=SMALL).out
    assert "(v)2" in run("matrix", data=SMALL, encoding="ascii").out


# -- what it costs ------------------------------------------------------------------------------------------------------


def read_whole(kb: neuroref.KnowledgeBase, ask: Callable[[], object]) -> set[str]:
    """Return the tables with a row for each entry or link that a question reads from end to end."""
    statements: list[str] = []
    kb._db.set_trace_callback(statements.append)
    ask()
    kb._db.set_trace_callback(None)
    assert statements
    plans = (row[3] for one in statements for row in kb._db.execute(f"EXPLAIN QUERY PLAN {one}"))
    # A search by kind alone goes through all entries of that kind.
    steps = (plan.split() for plan in plans if plan.startswith("SCAN") or plan.endswith("(kind=?)"))
    return {word for step in steps for word in step} & {"entry", "link", "name"}


def test_a_matrix_of_one_cause_reads_its_own_links_and_names(kb: neuroref.KnowledgeBase) -> None:
    wanted = kb.filter(cause="stress")
    assert not read_whole(kb, lambda: kb.matrix("example", wanted=wanted))


@pytest.mark.parametrize(
    ("columns", "filters"),
    [
        ("transmitter", {}),
        ("transmitter", {"direction": "decrease", "min_evidence": "moderate"}),
        ("transmitter", {"transmitter": ["serotonin", "gaba"], "evidence": "strong", "kind": "gene"}),
        ("process", {}),
        ("process", {"phase": "chronic", "species": ["human", "animal"]}),
        ("process", {"process": "reuptake", "direction": "increase", "kind": ["medication", "substance"]}),
    ],
)
def test_kinds_are_counted_in_advance(kb: neuroref.KnowledgeBase, columns: str, filters: dict[str, Any]) -> None:
    wanted = kb.filter(**filters)
    assert not read_whole(kb, lambda: kb.matrix("kind", columns, wanted))
    everywhere = kb.filter(**filters, cause=[cause.id for cause in kb.causes()])  # leaves nothing out, but is counted
    assert kb.matrix("kind", columns, wanted) == kb.matrix("kind", columns, everywhere)
    assert kb.matrix("kind", columns, wanted).links > 0


def test_what_is_too_large_to_draw_is_told_and_written_as_data(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answer, "DRAWN", 3)
    assert run("matrix", "--transmitter", "gaba", data=SMALL).code == 0
    refused = run("matrix", data=SMALL)
    assert (refused.code, refused.out) == (2, "")
    assert refused.err == (
        "neuroref: 2 rows by 2 columns are too many to draw — narrow it by names or filters (--cause, --transmitter …), "
        "or take it as data (--json, --format csv)\n"
    )
    for data in ("json", "jsonl", "csv"):
        assert run("matrix", "--format", data).code == 0


def test_rows_of_names_are_headed_as_they_were_typed(small_kb: neuroref.KnowledgeBase) -> None:
    found = small_kb.matrix_of("low iron", "CORTISOL", "iron", "example:depression")
    assert [(row.id, row.name) for row in found.rows] == [
        ("iron", "low iron"),
        ("cortisol", "Cortisol"),
        ("iron", "Iron deficiency"),
        ("depression", "Major depressive disorder"),
    ]


def test_a_long_name_heads_its_row_by_its_id_on_a_screen(run: Run) -> None:
    assert "\nmetoclopramide " in run("matrix", "metoclopramide", "lithium").out
