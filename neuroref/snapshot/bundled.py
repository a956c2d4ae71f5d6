"""The snapshot that a wheel brings beside its data, so that the first run after an installation is like the second.

It is made when the wheel is built (``hatch_build.py``), opened read-only, and trusted only where it was made from the
very files that lie beside it, by this version of the program: an edited file counts at once. A clone has none.
"""

from __future__ import annotations

import os
import sqlite3
import zlib
from pathlib import Path

from ..loader import files
from ..version import __version__
from . import schema

NAME = "snapshot.sqlite"
PIECE = 1 << 18  # bytes that are read at once


def state(data: Path) -> str:
    """Write out what a snapshot of the folder *data* is made from: versions, and the files' sizes and checksums.

    Times say nothing here: an installer sets them as it likes.
    """
    return repr((schema.VERSION, __version__, tuple((file.name, *_sum_up(file)) for file in files.find(data))))


def _sum_up(file: Path) -> tuple[int, int]:
    size = checksum = 0
    with open(file, "rb") as opened:
        while piece := opened.read(PIECE):
            size, checksum = size + len(piece), zlib.crc32(piece, checksum)
    return size, checksum


def open_beside(data: Path) -> sqlite3.Connection | None:
    """Open the snapshot in the folder *data*; None where there is none, or one of anything but the files beside it."""
    place = data / NAME
    if not os.path.isfile(place):
        return None
    connection = None
    try:
        connection = sqlite3.connect(f"{place.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
        [known] = connection.execute("SELECT value FROM meta WHERE key = 'state'").fetchone()
        if known == state(data):
            return connection
    except (OSError, sqlite3.Error, files.Unreadable, TypeError):
        pass
    if connection is not None:
        connection.close()
    return None
