"""neuroref: what causes neurotransmitter imbalances, as a library.

>>> import neuroref
>>> ref = neuroref.load()
>>> ref.by_transmitter("serotonin", direction="decrease").name
'Serotonin'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .version import __version__

if TYPE_CHECKING:
    import os

    from .filters import LinkFilter
    from .lookup import Ambiguous, NotFound
    from .reference import Reference, UnknownTerm
    from .snapshot import Unsupported
    from .source import InvalidDataset, Problem, Unreadable

__all__ = [
    "Ambiguous",
    "InvalidDataset",
    "LinkFilter",
    "NotFound",
    "Problem",
    "Reference",
    "UnknownTerm",
    "Unreadable",
    "Unsupported",
    "__version__",
    "load",
]

# The command line imports this package at every start; what it does not use is imported when it is asked for.
_HOMES = {
    "Ambiguous": "lookup",
    "InvalidDataset": "source",
    "LinkFilter": "filters",
    "NotFound": "lookup",
    "Problem": "source",
    "Reference": "reference",
    "UnknownTerm": "reference",
    "Unreadable": "source",
    "Unsupported": "snapshot",
}


def load(path: str | os.PathLike[str] | None = None) -> Reference:
    """Open the dataset at *path* (a YAML or JSON file, or a folder of them), or the one that neuroref ships.

    Raises `Unreadable` where there is nothing to read, `InvalidDataset` with every problem where the data is wrong,
    and `Unsupported` where this Python's SQLite lacks what is needed.
    """
    from pathlib import Path

    from .reference import Reference
    from .snapshot import open_dataset, shipped_dataset

    return Reference(open_dataset(Path(path) if path is not None else shipped_dataset()))


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(f".{_HOMES[name]}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
