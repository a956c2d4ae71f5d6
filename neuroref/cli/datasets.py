"""The datasets that a run asks: opened once each, closed at its end."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..loader.files import InvalidDataset, Unreadable
from ..questions.knowledge_base import KnowledgeBase
from ..snapshot.cache import Progress, Unsupported, discard, open_dataset, shipped_dataset
from .failures import BAD_DATASET, Failure

_opened: dict[Path, KnowledgeBase] = {}


def chosen(data: str | None) -> Path:
    """Return the path of the dataset to use: *data*, else what the environment names, else the shipped one."""
    named = data or os.environ.get("NEUROREF_DATA")
    return Path(named) if named else shipped_dataset()


def open_knowledge_base(path: Path, *, silent: bool = False) -> KnowledgeBase:
    """Open the dataset at *path*, once in a run; a *silent* one shows no bar where it has to be compiled."""
    if path in _opened:
        return _opened[path]
    try:
        _opened[path] = KnowledgeBase(open_dataset(path, *([] if silent else [_bar])))
        return _opened[path]
    except (InvalidDataset, Unreadable, Unsupported) as error:
        raise Failure(str(error), BAD_DATASET) from None


@contextmanager
def _bar() -> Iterator[Progress]:
    from ..render.screen.progress import Bar, remove_bar  # only what must be compiled takes long enough to show

    try:
        yield Bar()
    finally:
        remove_bar()


def close_all() -> None:
    """Close every dataset that was opened."""
    while _opened:
        _opened.popitem()[1].close()


def discard_snapshots() -> None:
    """Close every dataset that was opened, and remove its snapshot, which proved to be damaged."""
    paths = list(_opened)
    close_all()
    for path in paths:
        discard(path)
