"""neuroref: what causes neurotransmitter imbalances, as a library.

>>> import neuroref
>>> kb = neuroref.load()
>>> kb.by_transmitter("serotonin", direction="decrease").name
'Serotonin'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .version import __version__

if TYPE_CHECKING:
    import os

    from .loader.files import InvalidDataset, Problem, Unreadable
    from .questions.filters import LinkFilter
    from .questions.knowledge_base import KnowledgeBase, UnknownTerm
    from .questions.knowledge_base import KnowledgeBase as Reference
    from .questions.lookup import Ambiguous, NotFound
    from .snapshot.cache import Unsupported

__all__ = [
    "Ambiguous",
    "InvalidDataset",
    "KnowledgeBase",
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
    "Ambiguous": "questions.lookup",
    "InvalidDataset": "loader.files",
    "KnowledgeBase": "questions.knowledge_base",
    "LinkFilter": "questions.filters",
    "NotFound": "questions.lookup",
    "Problem": "loader.files",
    "UnknownTerm": "questions.knowledge_base",
    "Unreadable": "loader.files",
    "Unsupported": "snapshot.cache",
}
_FORMER_NAMES = {"Reference": "KnowledgeBase"}  # they keep working until 1.0


def load(path: str | os.PathLike[str] | None = None) -> KnowledgeBase:
    """Open the dataset at *path* (a YAML or JSON file, or a folder of them), or the one that neuroref ships.

    Raises `Unreadable` where there is nothing to read, `InvalidDataset` with every problem where the data is wrong,
    and `Unsupported` where this Python's SQLite lacks what is needed.
    """
    from pathlib import Path

    from .questions.knowledge_base import KnowledgeBase
    from .snapshot.cache import open_dataset, shipped_dataset

    return KnowledgeBase(open_dataset(Path(path) if path is not None else shipped_dataset()), _shown)


def _shown(kb: KnowledgeBase, answer: Any) -> str:
    """Draw an answer as the page that a screen and the website have of it, for a notebook."""
    from .questions import answers
    from .render import html
    from .render.page import Notes, Page
    from .render.screen import entries, lists, relations

    labels = kb.labels()
    page: Page
    if isinstance(answer, answers.ByTransmitter):
        page = lists.by_transmitter(answer, labels, full=False, narrowed=False)
    elif isinstance(answer, answers.ByCondition):
        page = lists.by_condition(answer, labels, full=False, narrowed=False)
    elif isinstance(answer, answers.Matrix):
        page = relations.matrix(answer, labels, roomy=True)
    elif isinstance(answer, answers.Comparison):
        page = relations.comparison(answer, labels)
    else:
        page = entries.page(answer, labels, entries.Detail(full=True, roomy=True))
    return html.draw([*page, Notes([kb.info().disclaimer])], html.Alone()).body


def __getattr__(name: str) -> Any:
    name = _FORMER_NAMES.get(name, name)
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(f".{_HOMES[name]}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
