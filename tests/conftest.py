"""What the tests share: two small datasets, a cache folder of their own, and the program run in this process."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import neuroref
from neuroref.cli import main as cli
from neuroref.snapshot import cache

SMALL = Path(__file__).parent / "small.yaml"
CLASSES = Path(__file__).parent / "classes.yaml"  # what small.yaml lacks: members, molecules, claims, no change
ROOT = Path(__file__).parent.parent
SHIPPED = ROOT / "data"


class Result(NamedTuple):
    """What a run of the program left: its exit code and what it wrote."""

    code: int
    out: str
    err: str


class Stream(io.TextIOWrapper):
    """A stream of a chosen encoding that may claim to be a terminal."""

    def __init__(self, encoding: str, terminal: bool) -> None:
        self.bytes = io.BytesIO()
        self.terminal = terminal
        super().__init__(self.bytes, encoding=encoding, newline="\n")

    def isatty(self) -> bool:
        return self.terminal


Run = Callable[..., Result]


def needs_posix(what: str) -> pytest.MarkDecorator:
    """Skip a test on Windows, for want of *what*."""
    return pytest.mark.skipif(os.name == "nt", reason=f"Windows has no {what}")


def as_ordinary_user() -> dict[str, Any]:
    """How a process is begun that modes of files hold for: root's goes without its right to pass over them."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return {}
    import ctypes

    def give_up() -> None:
        for right in range(4):  # to own, write, read and change what is not one's own
            ctypes.CDLL(None).prctl(24, right, 0, 0, 0)

    return {"preexec_fn": give_up}


@pytest.fixture(scope="session")
def _cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True)
def _own_environment(_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the user's cache, colours and terminal width out of the tests."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(_cache))
    for name in ("NEUROREF_DATA", "NO_COLOR", "FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS", "LINES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NEUROREF_PAGER", "cat")
    monkeypatch.setenv("NEUROREF_DEBUG", "1")  # a fault of ours shall fail a test, not become a line
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setattr(cache, "MOST", 1000)  # or the shipped data would be compiled anew after every few small ones


@pytest.fixture
def unmeasured_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Begin programs without measuring their coverage, which doubles their time: other tests run the same lines here."""
    monkeypatch.delenv("COVERAGE_PROCESS_CONFIG", raising=False)


@pytest.fixture
def unmeasured() -> Iterator[None]:
    """Do not measure coverage, for a test that runs the same lines thousands of times, as others do once."""
    tracing = sys.gettrace()
    sys.settrace(None)
    yield
    sys.settrace(tracing)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the program in this process; ``data`` chooses the dataset, the shipped one by default."""

    def run(
        *arguments: str,
        data: Path | None = None,
        stdin: bytes = b"",
        encoding: str = "utf-8",
        terminal: bool = False,
        columns: int | None = None,
    ) -> Result:
        out, err = Stream(encoding, terminal), Stream(encoding, terminal)
        monkeypatch.setattr(sys, "stdout", out)
        monkeypatch.setattr(sys, "stderr", err)
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        if data is not None:
            monkeypatch.setenv("NEUROREF_DATA", os.fspath(data))
        if columns is not None:
            monkeypatch.setenv("COLUMNS", str(columns))
        with pytest.raises(SystemExit) as end:
            cli.main(list(arguments))
        out.flush()
        err.flush()
        written = out.bytes.getvalue(), err.bytes.getvalue()
        code = end.value.code
        assert isinstance(code, int)
        return Result(code, written[0].decode(encoding, "surrogateescape"), written[1].decode(encoding))

    return run


@pytest.fixture
def small() -> Path:
    """The path of a small dataset."""
    return SMALL


@pytest.fixture
def small_kb() -> Iterator[neuroref.KnowledgeBase]:
    """The small dataset, opened."""
    with neuroref.load(SMALL) as kb:
        yield kb


@pytest.fixture
def classes_kb() -> Iterator[neuroref.KnowledgeBase]:
    """The small dataset of classes and molecules, opened."""
    with neuroref.load(CLASSES) as kb:
        yield kb


@pytest.fixture(scope="session")
def kb(_cache: Path) -> neuroref.KnowledgeBase:
    """The shipped dataset, opened."""
    before = os.environ.get("XDG_CACHE_HOME")
    os.environ["XDG_CACHE_HOME"] = str(_cache)
    try:
        return neuroref.load()
    finally:
        if before is None:
            del os.environ["XDG_CACHE_HOME"]
        else:
            os.environ["XDG_CACHE_HOME"] = before
