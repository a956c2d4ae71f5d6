"""Where an answer goes: standard output, or a file that is written whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Iterable
from pathlib import Path

from ..atomic import draft
from ..loader.files import reason


class CannotWrite(Exception):
    """The answer could not be written; the message says where and why."""


class ReaderLeft(Exception):
    """Whoever read the answer closed the pipe, as ``head`` does; that is no error."""


_started = False


def reset_output() -> None:
    """Begin an answer of which nothing is out yet."""
    global _started
    _started = False


def output_started() -> bool:
    """Whether a part of the answer is out, so that it cannot be begun anew."""
    return _started


def write(chunks: Iterable[bytes], target: Path | None) -> None:
    """Write *chunks* to *target*, or to standard output if there is none or it is ``-``.

    Raises `CannotWrite` and `ReaderLeft`.
    """
    if target is None or str(target) == "-":
        _to_standard_output(chunks)
    else:
        _to_file(chunks, target)


def write_screen(drawn: bytes, *, paged: bool) -> None:
    """Write a screen to standard output: through a pager where it is longer than the terminal and that is wanted."""
    command = _pager(drawn.count(b"\n")) if paged else None
    if command is None:
        write([drawn], None)
        return
    import pydoc  # loads much; only who reads a long screen waits for it

    pydoc.pipepager(drawn.decode(getattr(sys.stdout, "encoding", None) or "utf-8", "replace"), command)


def _pager(lines: int) -> str | None:
    """Return the pager to use for so many *lines*; None where there is no terminal, or they fit it."""
    try:
        if not os.isatty(sys.stdout.fileno()) or lines < os.get_terminal_size(sys.stdout.fileno()).lines:
            return None
    except (OSError, ValueError, AttributeError):
        return None
    import shutil

    command = os.environ.get("NEUROREF_PAGER") or os.environ.get("PAGER") or "less -FRX"
    return command if shutil.which(command.split()[0]) else None


def say(words: str) -> None:
    """Print plain words on standard output."""
    write([words.encode(getattr(sys.stdout, "encoding", None) or "utf-8", "replace")], None)


def _to_standard_output(chunks: Iterable[bytes]) -> None:
    stream = sys.stdout
    if stream is None:
        raise CannotWrite("standard output is closed")
    global _started
    try:
        for chunk in chunks:
            _started = True
            stream.buffer.write(chunk)
        stream.buffer.flush()
    except (OSError, ValueError) as error:
        if isinstance(error, BrokenPipeError) or (os.name == "nt" and getattr(error, "errno", 0) == errno.EINVAL):
            raise ReaderLeft from None  # a closed pipe has no error of its own on Windows
        raise CannotWrite(f"cannot write to standard output: {reason(error)}") from None


def _to_file(chunks: Iterable[bytes], target: Path) -> None:
    """Write a neighbour of *target* and rename it, so that nobody ever sees half an answer.

    A link at *target* is replaced, never followed; a device such as /dev/null is written to as it is.
    """
    try:
        mode = target.lstat().st_mode if os.path.lexists(target) else stat.S_IFREG
        if stat.S_ISDIR(mode):
            raise CannotWrite(f"cannot write {target}: it is a folder")
        if not stat.S_ISREG(mode) and not stat.S_ISLNK(mode):
            with open(target, "wb") as device:
                device.writelines(chunks)
            return
        import tempfile  # only a file needs it; loading it takes a fiftieth of a start

        descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:40]}.", suffix=".part")
        with draft(name):
            with open(descriptor, "wb") as file:
                file.writelines(chunks)
            os.chmod(name, 0o666 & ~_umask())
            os.replace(name, target)
    except (OSError, ValueError) as error:
        raise CannotWrite(f"cannot write {target}: {reason(error)}") from None


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
