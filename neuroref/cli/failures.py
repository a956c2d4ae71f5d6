"""What ends a command without an answer: one line on standard error, and an exit code."""

from __future__ import annotations

import sys

from ..model.names import plain

ANSWERED, NOTHING_FOUND, WRONG_USAGE, BAD_DATASET, INTERRUPTED = 0, 1, 2, 3, 130


class Failure(Exception):
    """The command ends without an answer: one line for the user and an exit code."""

    def __init__(self, message: str, code: int) -> None:
        super().__init__(message)
        self.code = code


def complain(message: str) -> None:
    """Print one line on standard error."""
    if sys.stderr is None:
        return
    line = f"neuroref: {plain(message)}\n"
    encoding = getattr(sys.stderr, "encoding", None) or "utf-8"
    try:
        line.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        line = line.replace("—", "-").encode("ascii", "replace").decode()
    try:
        sys.stderr.write(line)
        sys.stderr.flush()
    except (OSError, ValueError):
        return
