"""What the tables and graphs ask of a dataset's molecules: which are precursors, and what links do to them in words."""

from __future__ import annotations

from collections.abc import Callable

from ...model.names import key
from ...model.records import Dataset, Effect, EntryKind
from ...questions.phrases import phrase, short_name


def precursors(dataset: Dataset) -> dict[str, tuple[EntryKind, str]]:
    """Return kind and id of the entry that each precursor of a transmitter is, by what the transmitter calls it."""
    kinds = (
        (EntryKind.MOLECULE, dataset.molecules),
        (EntryKind.TRANSMITTER, dataset.transmitters),
        (EntryKind.EXAMPLE, dataset.examples()),
    )
    called: dict[str, tuple[EntryKind, str]] = {}
    for kind, records in kinds:
        for record in records:
            for name in (record.id, record.name, *record.aliases):
                called.setdefault(key(name), (kind, record.id))
    texts = (text for transmitter in dataset.transmitters for text in transmitter.precursors)
    return {text: called[key(text)] for text in texts if key(text) in called}


def phrases(dataset: Dataset) -> Callable[[Effect], str]:
    """Return what says of an effect what happens at the step: ``slower reuptake (blocks SERT)``."""
    names = {molecule.id: short_name(molecule.id, molecule.name, molecule.aliases) for molecule in dataset.molecules}
    return lambda effect: phrase(effect.direction, effect.process, effect.via, names.__getitem__, effect.change)
