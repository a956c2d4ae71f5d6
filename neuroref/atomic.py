"""A file is written whole or not at all: under another name first, then renamed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

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


def _remove(path: str | Path) -> None:
    try:
        os.unlink(path)
    except OSError:
        return
