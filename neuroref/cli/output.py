"""Where an answer goes: standard output, or a file that is written whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import typer

from ..atomic import draft, sweep
from ..loader.files import reason

CLOSED = "standard output is closed"
LESS_FOLLOWS_LINKS = 566  # the first version that knows hyperlinks (OSC 8)
DRAFT = ".neuroref-"  # so the name of a draft begins, that one which was left be known as ours


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
    import codecs
    import re
    import signal
    import subprocess  # only who reads a long screen waits for it

    if not _follows_links(command):
        drawn = re.sub(rb"\x1b\]8;.*?\x1b\\", b"", drawn)
    # A bare less would show colours, and what the locale lacks, as codes; who sets LESS mostly forgets colours.
    told = f"-R {os.environ['LESS']}" if "LESS" in os.environ else "FRX"
    utf_8 = {"LESSCHARSET": "utf-8"} if codecs.lookup(sys.stdout.encoding).name == "utf-8" else {}
    environment = {**utf_8, **os.environ, "LESS": told}
    before = signal.signal(signal.SIGINT, lambda *_: None)  # Ctrl-C is for the pager, which may go on
    try:
        subprocess.run(command, shell=True, input=drawn, env=environment, check=False)  # noqa: S602  # for the shell
    finally:
        signal.signal(signal.SIGINT, before)


def _pager(lines: int) -> str | None:
    """Return the pager to use for so many *lines*; None where no terminal can page, they fit it, or none is wanted."""
    try:
        if not os.isatty(sys.stdout.fileno()) or lines < os.get_terminal_size(sys.stdout.fileno()).lines:
            return None
    except (OSError, ValueError, AttributeError):
        return None
    import shutil

    from ..render.screen.environment import is_dumb

    if is_dumb():
        return None

    named = (os.environ.get(name) for name in ("NEUROREF_PAGER", "PAGER"))
    command = next((one for one in named if one is not None), "less -FRX").strip()
    return command if shutil.which(_program(command)) else None


def _program(pager: str) -> str:
    """Return the program of a *pager*'s line, which may be quoted and stand behind variables: ``LESS=R "a b/less"``."""
    import re
    import shlex

    try:
        words = shlex.split(pager, posix=os.name == "posix")
    except ValueError:  # a quote is not closed
        return ""
    return next((word for word in words if not re.match(r"\w+=", word)), "").strip('"')


def _follows_links(pager: str) -> bool:
    """Whether a *pager* passes hyperlinks on to the terminal: less, from a version on; others show codes."""
    import re
    import subprocess

    program = _program(pager)
    if os.path.basename(program) not in ("less", "less.exe"):
        return False
    told = subprocess.run([program, "--version"], capture_output=True, check=False).stdout  # noqa: S603
    version = re.match(rb"less (\d+)", told)
    return version is not None and int(version[1]) >= LESS_FOLLOWS_LINKS


def say(words: str) -> None:
    """Print plain words on standard output."""
    write([words.encode(getattr(sys.stdout, "encoding", None) or "utf-8", "replace")], None)


def _to_standard_output(chunks: Iterable[bytes]) -> None:
    stream = sys.stdout
    if stream is None:
        raise CannotWrite(CLOSED)
    global _started
    try:
        for chunk in chunks:
            _started = True
            _put(stream.buffer, chunk)
        _flush(stream.buffer)
    except (OSError, ValueError) as error:
        raise _unwritten(error) from None


def _put(stream: BinaryIO, content: bytes) -> None:
    """Write all of *content* to a stream that may take but a part, or nothing yet.

    Such is one that Python does not buffer (``PYTHONUNBUFFERED``), and one that another program, which holds it too,
    has told not to wait for its reader.
    """
    left = memoryview(content)
    while left:
        try:
            taken = stream.write(left)
        except BlockingIOError as error:
            taken = error.characters_written
        left = left[taken or 0 :]
        if not taken:
            _wait(stream)


def _pour(chunks: Iterable[bytes], stream: BinaryIO) -> None:
    for chunk in chunks:
        _put(stream, chunk)
    _flush(stream)


def _flush(stream: BinaryIO) -> None:
    while True:
        try:
            return stream.flush()
        except BlockingIOError:
            _wait(stream)


def _wait(stream: BinaryIO) -> None:
    import select

    select.select([], [stream], [])


@contextmanager
def told() -> Iterator[None]:
    """Tell of what others print on standard output, such as a help, as of an answer that cannot be written.

    They end the program when they have printed it, and say nothing where there is no standard output.
    """
    try:
        yield
    except (typer.Exit, SystemExit):
        if sys.stdout is None:
            raise CannotWrite(CLOSED) from None
        raise
    except OSError as error:
        if error.filename is not None:
            raise  # it was about a file
        raise _unwritten(error) from None


def _unwritten(error: OSError | ValueError) -> CannotWrite | ReaderLeft:
    if isinstance(error, BrokenPipeError) or (os.name == "nt" and getattr(error, "errno", 0) == errno.EINVAL):
        return ReaderLeft()  # a closed pipe has no error of its own on Windows
    return CannotWrite(f"cannot write to standard output: {reason(error)}")


def _to_file(chunks: Iterable[bytes], target: Path) -> None:
    """Write another file first and put it in *target*'s place, so that nobody ever sees half an answer.

    What is not a file (a device, a named pipe, a link to either) is written to as it is; a link to a file, which
    somebody else may have left, is replaced and never followed.
    """
    try:
        descriptor = _own_descriptor(target)
        if descriptor == 1:
            _to_standard_output(chunks)
        elif descriptor is not None:
            with open(os.dup(descriptor), "wb") as stream:
                _pour(chunks, stream)
        elif not _leads_to_file(target):
            with open(target, "wb") as device:
                _pour(chunks, device)
        else:
            _replace(chunks, target)
    except BrokenPipeError:
        raise ReaderLeft from None
    except (OSError, ValueError) as error:
        raise CannotWrite(f"cannot write {target}: {reason(error)}") from None


def names_files(target: Path) -> bool:
    """Whether *target* is a name for files: not standard output, nor a device, a pipe or a folder that is there."""
    if str(target) == "-" or _own_descriptor(target) is not None:
        return False
    return os.path.isfile(target) or not os.path.exists(target)


def _own_descriptor(target: Path) -> int | None:
    """Return the number of the open file of ours that *target* stands for, as /dev/stdout and a shell's >(…) do.

    It is written through that number: opened anew it would begin at its start again, or be refused.
    """
    place = str(target)
    for _ in range(40):  # as many links as systems follow
        try:
            folder, name = os.path.split(os.path.abspath(place))
        except OSError:
            break  # the folder that the program runs in is gone
        folder = os.path.realpath(folder)
        if folder in ("/dev/fd", f"/proc/{os.getpid()}/fd") and name.isdecimal():
            return int(name)
        place = os.path.join(folder, name)
        if not os.path.islink(place):
            break
        place = os.path.join(folder, os.readlink(place))
    return None


def _leads_to_file(target: Path) -> bool:
    """Whether *target* is a file, or nothing yet. Raises `CannotWrite` where it is a folder."""
    try:
        mode = target.stat().st_mode
    except OSError:
        return True  # or a link to nowhere, which is replaced like one to a file
    if stat.S_ISDIR(mode):
        raise CannotWrite(f"cannot write {target}: it is a folder")
    return stat.S_ISREG(mode)


def _replace(chunks: Iterable[bytes], target: Path) -> None:
    """Put a new file in the place of *target*, with the mode and the owner of the old one.

    Where a folder does not allow that (only the file may be written, or it is mounted by itself), the whole answer is
    copied into the old file.
    """
    import tempfile  # only a file needs it; loading it takes a fiftieth of a start

    old = None if target.is_symlink() or not target.exists() else target.stat()
    if old and not os.access(target, os.W_OK, effective_ids=os.access in os.supports_effective_ids):
        raise PermissionError(errno.EACCES, "it is read-only")
    try:
        descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f"{DRAFT}{target.name[:40]}.", suffix=".part")
    except OSError:
        if old is None:
            raise
        descriptor, name = tempfile.mkstemp()
    sweep(target.parent, DRAFT)
    with draft(name):
        with open(descriptor, "wb") as file:
            file.writelines(chunks)
        try:
            _make_like(name, old)
            os.replace(name, target)
        except OSError:
            if old is None:
                raise
            import shutil

            shutil.copyfile(name, target)
            os.unlink(name)


def _make_like(name: str, old: os.stat_result | None) -> None:
    """Give a file the owner and the mode of the *old* one, or, if there is none, the mode of a new file."""
    if old is not None and hasattr(os, "chown"):
        os.chown(name, old.st_uid, old.st_gid)
    os.chmod(name, stat.S_IMODE(old.st_mode) if old else 0o666 & ~_umask())


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
