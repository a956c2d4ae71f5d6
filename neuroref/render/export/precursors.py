"""Which entries the precursors of transmitters are: transmitters call them by a name, tables and graphs by an id."""

from __future__ import annotations

from ...model.names import key
from ...model.records import Dataset, EntryKind


def precursors(dataset: Dataset) -> dict[str, tuple[EntryKind, str]]:
    """Return kind and id of the entry that each precursor is, by its text; what no entry is called is left out."""
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
