"""The compiled dataset on disk: found, trusted, built, replaced. A cache, like a ``.pyc``; nobody need know of it.

A snapshot is found by the identity of the dataset's files (path, size, times) and by the version of the tables. It is
written under another name and renamed, so that a reader sees a whole one or none. It carries a fingerprint in its name,
a checksum or, where it is large, the time at which it was written; one that does not match is built anew. Where nothing
can be written, the snapshot lives in memory.
"""

from __future__ import annotations

import gc
import os
import sqlite3
import stat
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from ..atomic import ABANDONED_AFTER, draft
from ..loader import files
from ..version import __version__
from . import bundled, schema

if TYPE_CHECKING:
    from ..model.records import Dataset

# A file changed this short a time ago (ns) may change again without a new time stamp: its snapshot is not kept.
CLOCK_GRAIN = 50_000_000
UNUSED_AFTER = 60 * 86400.0  # seconds after which a snapshot of another dataset is swept away
MOST = 8  # snapshots in all: each environment that neuroref is installed in brings a dataset of its own
OLDEST_SQLITE = (3, 34, 0)  # none older has been tried

# Up to this size every byte is checked at every start, which takes a millisecond. Above it that would cost as much as
# the query, so the time of writing stands in for the bytes: whatever writes to the file changes it.
LARGE = 4 << 20
READING = os.O_RDONLY | sum(getattr(os, flag, 0) for flag in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"))
PIECE = 1 << 18  # read whole, a snapshot would double the memory of a start

_distrusted: list[Path] = []  # shipped datasets whose own snapshot proved to be damaged

Progress = Callable[[str, int, int], None]
Watch = Callable[[], AbstractContextManager[Progress]]
Identity = tuple[tuple[str, int, int, int, int, int], ...]


class Unsupported(Exception):
    """This Python's SQLite is too old, or was built without full-text search."""


def silent(_: str, __: int, ___: int) -> None:
    """Report progress to nobody."""


def open_dataset(path: Path, watch: Watch = lambda: nullcontext(silent)) -> sqlite3.Connection:
    """Return a read-only database of the dataset at *path* (a file or a folder), as it stands on disk now.

    Where it has to be compiled, *watch* opens what is told what is done, how far it is, and how far it will go (0: not
    known).

    Raises `Unreadable` and `InvalidDataset` where the dataset is not fit, `Unsupported` where SQLite is not.
    """
    if path == shipped_dataset() and not _distrusted:
        brought = bundled.open_beside(path)
        if brought is not None:
            return brought
    identity = identify(path)
    folder = cache_folder() if identity else None
    if identity and folder:
        known = _find(folder, identity)
        if known is not None:
            return known
    with watch() as progress:
        return _build(path, folder, progress)


def shipped_dataset() -> Path:
    """Return the folder of the dataset that comes with neuroref: inside the package, or in a clone beside it."""
    package = Path(__file__).parent.parent
    inside = package / "data"
    return inside if inside.is_dir() else package.parent / "data"


def identify(path: Path) -> Identity | None:
    """Return what tells one state of the files at *path* from another; None where they cannot be seen."""
    try:
        return tuple(_identify_file(str(file)) for file in files.find(path))
    except (files.Unreadable, OSError, ValueError):
        return None


def _identify_file(name: str) -> tuple[str, int, int, int, int, int]:
    status = os.stat(name)
    return os.path.realpath(name), status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino, status.st_dev


def cache_folder() -> Path | None:
    """Return the folder for snapshots, made if need be; None where there is none that only this user can write to."""
    from platformdirs import user_cache_path

    try:
        named = os.environ.get("XDG_CACHE_HOME", "")  # by whoever sets it for macOS and Windows too
        folder = Path(named, "neuroref") if os.path.isabs(named) else user_cache_path("neuroref", appauthor=False)
        if not folder.is_absolute() or _is_anothers(folder):
            return None  # that of a user without a home would be made wherever the program is run
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        status = folder.lstat()
        others = stat.S_IMODE(status.st_mode) & 0o022
        private = sys.platform == "win32" or (not others and status.st_uid == os.geteuid())
        return folder if stat.S_ISDIR(status.st_mode) and private else None
    except (OSError, RuntimeError, ValueError):
        return None


def _is_anothers(folder: Path) -> bool:
    """Whether root would make *folder* in somebody's home, as under a sudo that keeps HOME; they could not use it."""
    if sys.platform == "win32" or os.geteuid() != 0:
        return False
    nearest = next(one for one in (folder, *folder.parents) if one.exists())
    return nearest.stat().st_uid != 0


def _names(identity: Identity) -> tuple[str, str]:
    """Return the two parts of a snapshot's name: which dataset it is of, and which state of it.

    They are short sums that find the file; the file itself says in full what it is of. (hashlib would do as well, but
    loading it takes longer than a query.)
    """
    paths = "\0".join(one[0] for one in identity)
    return f"{zlib.crc32(os.fsencode(paths)):08x}", f"{zlib.crc32(_state(identity)):08x}"


def _state(identity: Identity) -> bytes:
    """Write out in full what a snapshot is made from: the tables' version, the program's, and the files."""
    return os.fsencode(repr((schema.VERSION, __version__, identity)))


def _find(folder: Path, identity: Identity) -> sqlite3.Connection | None:
    dataset, state = _names(identity)
    start = f"{dataset}-{state}-"
    try:
        names = [entry.name for entry in os.scandir(folder) if entry.name.startswith(start)]
    except OSError:
        return None
    for name in names:
        connection = _open_if_whole(folder / name, _state(identity))
        if connection is not None:
            return connection
    return None


def _open_if_whole(path: Path, state: bytes) -> sqlite3.Connection | None:
    """Open a snapshot if it is of that *state* and as it was written."""
    try:
        with open(os.open(path, READING), "rb") as file:
            regular = stat.S_ISREG(os.fstat(file.fileno()).st_mode)
            if not regular or _fingerprint(file) != path.stem.rpartition("-")[2]:
                return None
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
    except (OSError, sqlite3.Error):
        return None
    try:
        known = connection.execute("SELECT value FROM meta WHERE key = 'state'").fetchone()
    except sqlite3.Error:
        known = None
    if known is None or os.fsencode(known[0]) != state:
        connection.close()
        return None
    return connection


def _fingerprint(file: BinaryIO) -> str:
    """Return what tells a snapshot's content from any other: its checksum, or of a large one its time of writing."""
    status = os.fstat(file.fileno())
    if status.st_size > LARGE:
        return f"{status.st_mtime_ns:x}"
    checksum = 0
    while piece := file.read(PIECE):
        checksum = zlib.crc32(piece, checksum)
    return f"{checksum:08x}"


def discard(path: Path) -> None:
    """Remove the snapshots of the dataset at *path*, because one proved to be damaged; one that a wheel brought stays.

    It belongs to the installation, so from now on this process does without it.
    """
    if path == shipped_dataset():
        _distrusted.append(path)
    identity, folder = identify(path), cache_folder()
    if identity and folder:
        _sweep(folder, _names(identity)[0], kept="")


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """Do not look for cyclic garbage: records hold none, and looking through millions takes a third of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


@_no_garbage_collection()
def _build(path: Path, folder: Path | None, progress: Progress) -> sqlite3.Connection:
    """Compile the dataset; keep the result in *folder* if that can be, else hold it in memory."""
    from ..loader import read

    for _ in range(3):
        progress("reading", 0, 0)
        before = identify(path)
        dataset = read.load(files.Contents(path))
        settled = before is not None and before == identify(path)
        if settled:
            break
    if folder is not None and settled and before is not None and _is_still(before):
        kept = _keep(dataset, folder, before, progress)
        if kept is not None:
            return kept
    connection = compiled(dataset, {"state": os.fsdecode(_state(before or ()))}, progress)
    connection.execute("PRAGMA query_only = ON")
    return connection


def bundle(data: Path, place: Path) -> None:
    """Compile the folder *data* into a snapshot at *place* for a wheel to bring; the same bytes from the same SQLite.

    Raises what reading and compiling a dataset raise.
    """
    from ..loader import read

    dataset = read.load(files.Contents(data))
    compiled(dataset, {"state": bundled.state(data)}, place=place).close()


def compiled(
    dataset: Dataset, facts: dict[str, str] | None = None, progress: Progress = silent, place: str | Path = ":memory:"
) -> sqlite3.Connection:
    """Compile a *dataset* into a database in memory or at another *place*, with *facts* about it.

    Raises `Unsupported`, and `sqlite3.Error` where a file cannot be written.
    """
    connection = sqlite3.connect(place)
    connection.executescript(schema.SETTINGS)
    with _translated_errors(connection):
        from .compiler import compile_into

        compile_into(connection, dataset, facts or {}, progress)
    return connection


@contextmanager
def _translated_errors(connection: sqlite3.Connection) -> Iterator[None]:
    """Turn SQLite's word for a missing feature into one that tells what is needed."""
    try:
        if sqlite3.sqlite_version_info < OLDEST_SQLITE:
            raise sqlite3.OperationalError("too old")
        yield
    except sqlite3.OperationalError as error:
        connection.close()
        if not any(sign in str(error) for sign in ("too old", "no such module", "no such tokenizer")):
            raise  # the disk is full, or the like
        needed = ".".join(map(str, OLDEST_SQLITE))
        raise Unsupported(
            f"this Python's SQLite {sqlite3.sqlite_version} cannot hold the reference ({error}); "
            f"version {needed} or later with FTS5 is needed"
        ) from None


def _is_still(identity: Identity) -> bool:
    now = time.time_ns()
    return all(now - max(mtime, ctime) > CLOCK_GRAIN for _, _, mtime, ctime, _, _ in identity)


def _keep(dataset: Dataset, folder: Path, identity: Identity, progress: Progress) -> sqlite3.Connection | None:
    """Compile a *dataset* to a file in *folder* and open it; where that fails, nothing stays behind.

    It is written as it is made, so that a large one need not fit into memory.
    """
    which, state = _names(identity)
    unfinished = folder / f".{which}-{os.getpid()}-{time.time_ns():x}.part"
    try:
        os.close(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        with draft(unfinished):
            compiled(dataset, {"state": os.fsdecode(_state(identity))}, progress, unfinished).close()
            with unfinished.open("rb") as file:
                final = folder / f"{which}-{state}-{_fingerprint(file)}.sqlite"
            os.replace(unfinished, final)
        _sweep(folder, which, final.name)
    except (OSError, sqlite3.Error):
        return None
    return _open_if_whole(final, _state(identity))


def _sweep(folder: Path, dataset: str, kept: str) -> None:
    """Remove older snapshots of the same dataset, those unused for long or beyond the most recent, and dead drafts.

    Whoever has one open reads on, or on Windows keeps it; whoever was about to open one makes it anew.
    """
    now, others = time.time(), []
    for entry in os.scandir(folder):
        if entry.name == kept or not entry.name.endswith((".sqlite", ".part")):
            continue
        try:
            status = entry.stat(follow_symlinks=False)
        except OSError:
            continue  # somebody else sweeps, too
        used = max(status.st_mtime, status.st_atime)  # most systems note at least the first reading of a day
        if entry.name.endswith(".part"):
            gone = now - status.st_mtime > ABANDONED_AFTER or not _is_at_work(entry.name)
        else:
            gone = entry.name.startswith(f"{dataset}-") or now - used > UNUSED_AFTER
        if gone:
            _remove(entry.path)
        elif entry.name.endswith(".sqlite"):
            others.append((used, entry.path))
    for _, path in sorted(others, reverse=True)[MOST - 1 :]:
        _remove(path)


def _remove(path: str) -> None:
    try:
        os.unlink(path)
    except OSError:
        return  # somebody else was faster, or has it open on Windows


def _is_at_work(name: str) -> bool:
    """Whether the process that writes a draft of that *name* may still be alive; its draft is then kept."""
    parts = name.split("-")
    if os.name != "posix" or len(parts) != 3 or not parts[1].isdecimal():
        return True
    try:
        os.kill(int(parts[1]), 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True
