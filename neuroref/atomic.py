"""A file is written whole or not at all: under another name first, then renamed."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

ABANDONED_AFTER = 3600.0  # seconds without a word written, after which a draft belongs to no living process

_drafts: set[str | Path] = set()


@contextmanager
def draft(path: str | Path) -> Iterator[None]:
    """Hold *path* for a draft: removed if the block ends with an exception, or the program with an interruption."""
    _drafts.add(path)
    try:
        yield
    except BaseException:
        _remove(path)
        raise
    finally:
        _drafts.discard(path)


def remove_drafts() -> None:
    """Remove every draft, because the program ends here."""
    for path in list(_drafts):
        _remove(path)


@cache
def sweep(folder: Path, start: str) -> None:
    """Remove the drafts in *folder* that a killed process left; their names begin with *start*. Once a run will do.

    Who else writes there may be on another machine, so that age alone tells.
    """
    try:
        for entry in os.scandir(folder):
            drafted = entry.name.startswith(start) and entry.name.endswith(".part")
            if drafted and time.time() - entry.stat(follow_symlinks=False).st_mtime > ABANDONED_AFTER:
                _remove(entry.path)
    except OSError:
        return  # nobody can look there, or somebody else sweeps, too


def _remove(path: str | Path) -> None:
    try:
        os.unlink(path)
    except OSError:
        return
