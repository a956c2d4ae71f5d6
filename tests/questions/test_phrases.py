"""What happens at the step is said in words, for every direction, step and action."""

from __future__ import annotations

import itertools

import pytest

from neuroref.model.records import Via
from neuroref.model.vocabularies import Action, Direction, Process
from neuroref.questions.phrases import STEPS, VERBS, phrase, short_name


def acts(*pairs: str) -> list[Via]:
    return [Via(molecule=molecule, action=Action(action)) for molecule, action in map(str.split, pairs)]


def test_every_step_and_action_has_its_words() -> None:
    assert set(STEPS) == set(Process)
    assert set(VERBS) == set(Action)
    words = [phrase(way, step, [], str) for way, step in itertools.product(Direction, Process)]
    assert len(words) == len(set(words))  # no two say the same


@pytest.mark.parametrize(
    ("direction", "process", "via", "words"),
    [
        (Direction.INCREASE, Process.REUPTAKE, acts("SERT inhibits"), "slower reuptake (blocks SERT)"),
        (Direction.DECREASE, Process.REUPTAKE, [], "faster reuptake"),
        (Direction.DECREASE, Process.DEGRADATION, acts("MAO-A gains"), "faster breakdown (more MAO-A)"),
        (Direction.UNCHANGED, Process.RELEASE, [], "released as before"),
        (Direction.INCREASE, Process.RELEASE, acts("DAT releases", "VMAT2 inhibits"), "more released (through DAT; blocks VMAT2)"),
        (Direction.DECREASE, Process.RECEPTOR, acts("D2 antagonist", "D3 antagonist"), "receptors blocked (D2, D3)"),
        (Direction.MIXED, Process.RECEPTOR, acts("D2 partial-agonist"), "receptors partly stimulated (D2)"),
        (Direction.DECREASE, Process.RECEPTOR, acts("a loses", "b loses", "c loses", "d loses"), "receptors less active (less a, b, c and 1 more)"),
        (Direction.INCREASE, Process.REUPTAKE, acts("SERT inhibits", "SERT inhibits"), "slower reuptake (blocks SERT)"),
    ],
)  # fmt: skip
def test_phrase(direction: Direction, process: Process, via: list[Via], words: str) -> None:
    assert phrase(direction, process, via, str) == words


def test_a_change_of_its_own_stands_before_what_the_step_would_say() -> None:
    told = phrase(Direction.DECREASE, Process.REUPTAKE, acts("VMAT2 loses"), str, "stores run empty")
    assert told == "stores run empty (less VMAT2)"


@pytest.mark.parametrize(
    ("aliases", "name"),
    [
        (("SERT", "5-HTT"), "SERT"),
        (("serotonin transporter", "SERT"), "SERT"),
        (("D2 receptor", "D2R"), "D2"),
        (("glycine receptor", "GlyR"), "GlyR"),
        (("gastrin receptor",), "GENE1"),
        (("solute carrier family 6 member 4",), "GENE1"),
        ((), "GENE1"),
    ],
)
def test_short_names(aliases: tuple[str, ...], name: str) -> None:
    assert short_name("GENE1", "Protein 1", aliases) == name


def test_a_small_molecule_without_a_short_name_is_called_by_its_name() -> None:
    assert short_name("l-ascorbic-acid", "L-ascorbic acid", ["ascorbate ion"]) == "L-ascorbic acid"
    assert short_name("copper-ion", "Copper ion", []) == "copper ion"
