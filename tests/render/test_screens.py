"""Screens as they were reviewed: a change of one shows as a difference to read (``pytest --snapshot-update``)."""

from __future__ import annotations

import re

import pytest
from conftest import CLASSES, ROOT, SMALL, Run
from syrupy.assertion import SnapshotAssertion

import neuroref
from neuroref.cli.registry import COMMANDS

SCREENS = [
    "causes", "examples", "transmitters", "conditions", "references", "links", "terms direction", "search serotonin",
    "show stress", "show stress --full --sources", "show nutrition", "show cortisol", "show depression",
    "show condition:depression", "show stress-hormones", "show serotonin", "show serotonin --full", "show beta-2002",
    "show gamma-2003", "by-transmitter serotonin", "by-transmitter serotonin --full", "by-condition depression", "matrix",
    "matrix --rows kind --by process", "compare cortisol iron depression", "related cortisol", "path stress gaba",
    "path iron depression", "validate", "diff tests/classes.yaml", "diff tests/classes.yaml --full",
]  # fmt: skip
SCREENS_OF_CLASSES = [
    "show Prozac", "show SERT", "show BH4", "show claim:speed", "show ssri.serotonin.release.acute.2", "molecules", "claims",
    "compare Prozac paroxetine", "by-transmitter dopamine",
]  # fmt: skip


def test_every_command_has_a_screen_that_was_reviewed() -> None:
    drawn = {name for name, command in COMMANDS.items() if "format_" in command.shared}
    assert drawn - {command.split()[0] for command in (*SCREENS, *SCREENS_OF_CLASSES)} == set()


def named_alike(screen: str) -> str:
    """Name the dataset as it is named on every system and from every folder."""
    return screen.replace(str(SMALL), "tests/small.yaml").replace(str(SMALL.relative_to(ROOT)), "tests/small.yaml")


@pytest.mark.parametrize("columns", [40, 80, 140])
@pytest.mark.parametrize("command", SCREENS)
def test_screen(run: Run, snapshot: SnapshotAssertion, command: str, columns: int) -> None:
    result = run(*command.split(), data=SMALL, terminal=True, columns=columns)
    assert (result.code, result.err) == (0, "")
    plain = run(*command.split(), "--color", "never", data=SMALL, terminal=True, columns=columns).out
    assert max(map(len, plain.splitlines())) <= columns
    assert named_alike(plain) == snapshot


@pytest.mark.parametrize("columns", [40, 80])
@pytest.mark.parametrize("command", SCREENS_OF_CLASSES)
def test_screen_of_classes(run: Run, snapshot: SnapshotAssertion, command: str, columns: int) -> None:
    result = run(*command.split(), "--color", "never", data=CLASSES, terminal=True, columns=columns)
    assert (result.code, result.err) == (0, "")
    assert max(map(len, result.out.splitlines())) <= columns
    assert result.out == snapshot


@pytest.mark.parametrize("command", SCREENS)
def test_markdown(run: Run, snapshot: SnapshotAssertion, command: str) -> None:
    result = run(*command.split(), "--format", "markdown", data=SMALL)
    assert named_alike(result.out) == snapshot


def test_colours(run: Run, snapshot: SnapshotAssertion) -> None:
    colored = run("show", "cortisol", "--color", "always", data=SMALL).out
    assert re.sub(r"\x1b]8;id=\d+;", "\x1b]8;id=0;", colored) == snapshot  # Rich numbers links at random


@pytest.mark.parametrize("command", ["", "--help", "show --help", "links --help"])
def test_help(run: Run, snapshot: SnapshotAssertion, command: str) -> None:
    assert run(*command.split()).out == snapshot


@pytest.mark.parametrize(("names", "explained"), [("stress depression", False), ("stress gaba", True)])
def test_a_path_explains_arrows_and_signs_where_it_shows_some(run: Run, names: str, explained: bool) -> None:
    out = run("path", *names.split(), data=SMALL).out
    assert ("↑ more ↓ less" in out) is explained


def test_every_page_of_the_shipped_data_fits_a_terminal(run: Run, kb: neuroref.KnowledgeBase) -> None:
    """Asked in short, all but an example (its links are whole) stands on 80 columns and 24 rows."""
    lists = (kb.causes(), kb.transmitters(), kb.conditions(), kb.molecules(), kb.claims(), kb.excerpt().groups)
    names = [one.id for found in lists for one in found]
    assert len(names) > 500
    too_long = {name: rows for name in names if (rows := len(run("show", name).out.splitlines())) > 24}
    assert not too_long
