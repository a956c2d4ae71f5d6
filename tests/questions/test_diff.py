"""What changed between two versions of a dataset: each kind of change, on a small dataset that is changed by hand."""

from __future__ import annotations

import copy
import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml
from conftest import SHIPPED, SMALL, Run

from neuroref.loader import read
from neuroref.questions.diff import diff

Tree = dict[str, Any]
OLD: Tree = yaml.safe_load(SMALL.read_text("utf-8"))


def effects(tree: Tree, example: str) -> list[Tree]:
    """Return the effects of an example."""
    return next(one["effects"] for cause in tree["causes"] for one in cause["examples"] if one["id"] == example)


def entry(tree: Tree, section: str, identifier: str) -> Tree:
    found: Tree = next(one for one in tree[section] if one["id"] == identifier)
    return found


def told(change: Callable[[Tree], object]) -> list[tuple[Any, ...]]:
    """Return what `diff` says of a *change* of the small dataset: each change with its fields."""
    tree = copy.deepcopy(OLD)
    change(tree)
    versions = [SMALL.read_bytes(), json.dumps(tree, default=str).encode()]
    old, new = (read.load_version([(f"{number}.yaml", one)]) for number, one in enumerate(versions))
    found = diff(old, new)
    counted = {one.entry: (one.added, one.removed, one.changed) for one in found.counts}
    for kind, ways in counted.items():
        of_kind = [one.change for one in found.changes if one.entry == kind]
        assert ways == (of_kind.count("added"), of_kind.count("removed"), of_kind.count("changed"))
    rows = [
        (one.change, one.entry, one.id, *((field.field, field.old, field.new) for field in one.fields))
        for one in found.changes
    ]
    return msgspec.to_builtins(rows)  # type: ignore[no-any-return]


CHANGES: dict[str, tuple[Callable[[Tree], object], list[tuple[Any, ...]]]] = {
    "nothing": (lambda tree: None, []),
    "a link turns": (
        lambda tree: effects(tree, "iron")[0].update(direction="decrease"),
        [("changed", "link", "iron.serotonin.reuptake.acute", ("direction", "increase", "decrease"))],
    ),
    "a link goes": (lambda tree: effects(tree, "iron").pop(0), [("removed", "link", "iron.serotonin.reuptake.acute")]),
    "a link comes": (
        lambda tree: effects(tree, "iron").append(
            {**effects(tree, "iron")[1], "process": "storage", "references": ["beta-2002"]}
        ),
        [("added", "link", "iron.gaba.storage")],
    ),
    "a link at another step is the same link": (
        lambda tree: effects(tree, "iron")[0].update(process="release"),
        [
            (
                "changed",
                "link",
                "iron.serotonin.release.acute",
                ("id", "iron.serotonin.reuptake.acute", "iron.serotonin.release.acute"),
                ("process", "reuptake", "release"),
            )
        ],
    ),
    "of two links that have its sources, the nearer one is the same": (
        lambda tree: effects(tree, "iron").insert(0, {**effects(tree, "iron")[0], "process": "storage"}),
        [("added", "link", "iron.serotonin.storage.acute")],
    ),
    "an entry is renamed": (
        lambda tree: entry(tree, "conditions", "depression").update(name="Low mood"),
        [("changed", "condition", "depression", ("name", "Depression", "Low mood"))],
    ),
    "a source under another id is the same source": (
        lambda tree: entry(tree, "references", "gamma-2003").update(id="gamma-2004"),
        [("changed", "reference", "gamma-2004", ("id", "gamma-2003", "gamma-2004"))],
    ),
    "a source goes": (
        lambda tree: tree["references"].remove(entry(tree, "references", "gamma-2003")),
        [("removed", "reference", "gamma-2003")],
    ),
    "an example moves to another cause": (
        lambda tree: tree["causes"][0]["examples"].append(tree["causes"][1]["examples"].pop()),
        [("changed", "example", "iron", ("cause", "nutrition", "stress"))],
    ),
    "what is no entry": (
        lambda tree: tree.update(
            known=[{"name": "Somebody"}], glossary=[*OLD["glossary"], {"term": "PET", "definition": "A scan."}]
        ),
        [("added", "known", "Somebody"), ("added", "glossary", "PET")],
    ),
    "the version": (
        lambda tree: tree["dataset"].update(version="2026.2.0"),
        [("changed", "dataset", "dataset", ("version", "2026.1.0", "2026.2.0"))],
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_each_change_is_told_once(name: str) -> None:
    change, expected = CHANGES[name]
    assert told(change) == [tuple(one) for one in expected]


def test_links_of_a_renamed_example_are_the_same() -> None:
    found = told(lambda tree: tree["causes"][1]["examples"][0].update(id="iron-lack"))
    assert [one[:3] for one in found] == [
        ("changed", "link", "iron-lack.serotonin.reuptake.acute"),
        ("changed", "link", "iron-lack.gaba.release"),
        ("changed", "example", "iron-lack"),
    ]


def test_both_ways_are_each_other_s_mirror(run: Run) -> None:
    there, back = (json.loads(run("diff", *pair, "--json").out) for pair in (_PAIR, _PAIR[::-1]))
    swapped = {"added": "removed", "removed": "added", "changed": "changed"}
    assert {(swapped[one["change"]], one["entry"], len(one["fields"])) for one in there["changes"]} == {
        (one["change"], one["entry"], len(one["fields"])) for one in back["changes"]
    }


_PAIR = (str(SMALL), str(SMALL.parent / "classes.yaml"))


def test_a_version_that_breaks_today_s_rules_is_read(run: Run, tmp_path: Path) -> None:
    tree = copy.deepcopy(OLD)
    effects(tree, "iron")[0]["references"] = ["nobody-1999"]
    old = tmp_path / "old.json"
    old.write_text(json.dumps(tree, default=str))
    assert run("validate", str(old)).code == 3
    rows = list(csv.DictReader(io.StringIO(run("diff", str(old), str(SMALL), "--format", "csv").out)))
    assert [(row["id"], row["field"], row["old"], row["new"]) for row in rows] == [
        ("iron.serotonin.reuptake.acute", "references", "nobody-1999", "gamma-2003")
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [('{"causes": 1}', "missing section 'causes'"), ("{", "not valid JSON"), ('{"dataset": {}}', "missing")],
)
def test_what_is_no_dataset_is_refused_in_one_line(run: Run, tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / "old.json").write_text(content)
    result = run("diff", str(tmp_path / "old.json"), str(SMALL))
    assert (result.code, result.out, result.err.count("\n")) == (3, "", 1)
    assert message in result.err


def test_no_difference_is_nothing_found(run: Run) -> None:
    assert run("diff", str(SMALL), str(SMALL)) == (1, "", "neuroref: no difference\n")


def test_a_short_page_fits_a_terminal_and_a_full_one_has_every_change(run: Run) -> None:
    short = run("diff", str(SMALL), str(SHIPPED), columns=80, terminal=True).out
    assert len(short.splitlines()) <= 24
    changes = json.loads(run("diff", str(SMALL), str(SHIPPED), "--json").out)["changes"]
    assert f"and {len(changes) - 7:,} more; --full lists all" in short
    full = run("diff", str(SMALL), str(SHIPPED), "--full", "--format", "markdown").out
    assert sum(line.startswith("| ") for line in full.splitlines()) >= len(changes)
    assert "--full" not in full


def test_a_short_page_keeps_apart_names_that_begin_alike(run: Run, tmp_path: Path) -> None:
    shipped = json.loads(run("export").out)
    for example in shipped["causes"][0]["examples"]:
        if example["id"].startswith("variants-in-re"):
            example["effects"] = example["effects"][1:]
    old = tmp_path / "old.json"
    old.write_text(json.dumps(shipped))
    short = run("diff", str(old), columns=80, terminal=True).out
    assert "Variants in genes for…release: " in short
    assert "Variants in genes for…reuptake: " in short


def test_the_export_of_a_dataset_is_no_other_version_of_it(run: Run, tmp_path: Path) -> None:
    assert run("export", "--output", str(tmp_path / "whole.json")).code == 0
    assert run("diff", str(tmp_path / "whole.json")).err == "neuroref: no difference\n"
