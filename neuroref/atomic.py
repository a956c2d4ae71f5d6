"""Files that are being written under another name, until they are whole and renamed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_open: set[str | Path] = set()


@contextmanager
def draft(path: str | Path) -> Iterator[None]:
    """Hold *path* for a draft: removed if the block ends with an exception, or the program with an interruption."""
    _open.add(path)
    try:
        yield
    except BaseException:
        _remove(path)
        raise
    finally:
        _open.discard(path)


def remove_all() -> None:
    """Remove every draft, because the program ends here."""
    for path in list(_open):
        _remove(path)


def _remove(path: str | Path) -> None:
    try:
        os.unlink(path)
    except OSError:
        return
