"""What happens at the step, in words: a direction is that of the transmitter, and readers take it for the step's."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ..model.names import inside_sentence
from ..model.records import Via
from ..model.vocabularies import Action, Direction, Process

# What more and less of the transmitter's signalling mean at each step, both ways, and no change.
STEPS: dict[Process, tuple[str, str, str, str]] = {
    Process.SYNTHESIS: ("more made", "less made", "more or less made", "made as before"),
    Process.STORAGE: ("more stored", "less stored", "more or less stored", "stored as before"),
    Process.RELEASE: ("more released", "less released", "more or less released", "released as before"),
    Process.REUPTAKE: ("slower reuptake", "faster reuptake", "faster or slower reuptake", "reuptake as before"),
    Process.DEGRADATION: ("slower breakdown", "faster breakdown", "faster or slower breakdown", "breakdown as before"),
    Process.RECEPTOR: (
        "receptors more active",
        "receptors less active",
        "receptors more or less active",
        "receptors as before",
    ),
    Process.NEURON_LOSS: ("neurons spared", "neurons lost", "neurons lost or spared", "neurons as before"),
    Process.SIGNALLING: ("more signalling", "less signalling", "more or less signalling", "signalling as before"),
}

VERBS: dict[Action, str] = {
    Action.INHIBITS: "blocks",
    Action.ACTIVATES: "activates",
    Action.AGONIST: "stimulates",
    Action.PARTIAL_AGONIST: "partly stimulates",
    Action.ANTAGONIST: "blocks",
    Action.POSITIVE_MODULATOR: "strengthens",
    Action.NEGATIVE_MODULATOR: "weakens",
    Action.OPENS: "opens",
    Action.BLOCKS_CHANNEL: "blocks",
    Action.RELEASES: "through",
    Action.DEPLETES: "depletes",
    Action.PRECURSOR: "becomes",
    Action.COFACTOR: "helps",
    Action.ANTIBODY: "antibodies to",
    Action.LOSES: "less",
    Action.GAINS: "more",
}

# At the receptor the action says more than the step does.
AT_THE_RECEPTOR: dict[Action, str] = {
    Action.ANTAGONIST: "receptors blocked",
    Action.BLOCKS_CHANNEL: "receptors blocked",
    Action.AGONIST: "receptors stimulated",
    Action.PARTIAL_AGONIST: "receptors partly stimulated",
    Action.POSITIVE_MODULATOR: "receptors strengthened",
    Action.NEGATIVE_MODULATOR: "receptors weakened",
    Action.ANTIBODY: "antibodies to receptors",
}
MOST_NAMED = 3  # molecules; the link names all


def phrase(
    direction: Direction, process: Process, via: Iterable[Via], label: Callable[[str], str], change: str | None = None
) -> str:
    """Say what happens at the step: ``slower reuptake (blocks SERT)``.

    *change* says it where it is not what step and direction say; *label* returns the short name of a molecule.
    """
    words = change or STEPS[process][tuple(Direction).index(direction)]
    actions: dict[Action, list[str]] = {}
    for one in via:
        name = label(one.molecule)
        if name not in actions.setdefault(one.action, []):
            actions[one.action].append(name)
    if not actions:
        return words
    only = next(iter(actions)) if len(actions) == 1 else None
    if process is Process.RECEPTOR and change is None and only in AT_THE_RECEPTOR:
        return f"{AT_THE_RECEPTOR[only]} ({_listed(actions[only])})"
    told = "; ".join(f"{VERBS[action]} {_listed(names)}" for action, names in actions.items())
    return f"{words} ({told})"


def _listed(names: list[str]) -> str:
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def short_name(identifier: str, name: str, aliases: Iterable[str]) -> str:
    """Return what a molecule is called in few letters: SERT, D2, MAO-A; where no alias is short, its symbol or name.

    A "D2 receptor" is a D2, but a "glycine receptor" no glycine.
    """
    for alias in aliases:
        short = alias.removesuffix(" receptor").removesuffix(" transporter")
        if len(short) <= SHORT and (short == alias or not short.isalpha() or not short.islower()):
            return short
    return inside_sentence(name) if identifier.islower() else identifier


SHORT = 8
