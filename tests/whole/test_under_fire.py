"""The program killed, interrupted, harmed and cramped while it works: always the right answer, nothing left behind.

``NEUROREF_KILLS=200 pytest tests/whole/test_under_fire.py`` kills it as often as is promised; the ordinary run less often.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import SMALL, needs_posix

from neuroref.snapshot import cache

KILLS = int(os.environ.get("NEUROREF_KILLS", "12"))
FLIPS = 25
RANDOM = random.Random(20261123)
COMMAND = [sys.executable, "-m", "neuroref", "causes", "--json"]
RIGHT = ["Chronic stress", "Nutritional deficiencies"]


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    path = tmp_path / "data.yaml"
    shutil.copy(SMALL, path)
    time.sleep(cache.CLOCK_GRAIN / 1e9)
    return path


@pytest.fixture
def environment(tmp_path: Path, dataset: Path) -> dict[str, str]:
    """A cache folder and a dataset of this test's own; no measuring of coverage, which a signal could hit as well."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    return {**own, "XDG_CACHE_HOME": str(tmp_path / "cache"), "NEUROREF_DATA": str(dataset)}


def kept(environment: dict[str, str]) -> list[Path]:
    folder = Path(environment["XDG_CACHE_HOME"]) / "neuroref"
    return sorted(folder.iterdir()) if folder.is_dir() else []


def answers_right(environment: dict[str, str], **options: object) -> bool:
    done = subprocess.run(COMMAND, capture_output=True, env=environment, timeout=60, check=False, **options)  # type: ignore[call-overload]
    assert (done.returncode, done.stderr) == (0, b"")
    return [cause["name"] for cause in json.loads(done.stdout)] == RIGHT


@needs_posix("way to see whether a process lives")
def test_killed_at_any_moment(environment: dict[str, str]) -> None:
    began = time.monotonic()
    assert answers_right(environment)
    whole = time.monotonic() - began
    for _ in range(KILLS):
        shutil.rmtree(environment["XDG_CACHE_HOME"])
        process = subprocess.Popen(COMMAND, stdout=subprocess.DEVNULL, env=environment)
        time.sleep(RANDOM.uniform(0, whole))
        process.kill()
        process.wait()
        assert answers_right(environment)
        [one] = kept(environment)
        assert one.suffix == ".sqlite"
        assert stat.S_IMODE(one.stat().st_mode) == 0o600
        assert stat.S_IMODE(one.parent.stat().st_mode) == 0o700


@needs_posix("interruption of another process")
def test_interrupted_at_any_moment(environment: dict[str, str]) -> None:
    began = time.monotonic()
    assert answers_right(environment)
    whole = time.monotonic() - began
    for _ in range(KILLS):
        shutil.rmtree(environment["XDG_CACHE_HOME"], ignore_errors=True)
        process = subprocess.Popen(COMMAND, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment)
        time.sleep(RANDOM.uniform(0.2 * whole, whole))
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
        assert process.returncode in (0, 1, 130, -signal.SIGINT)
        # Before the program's own first line runs, the interpreter may still have its say.
        assert process.returncode in (1, -signal.SIGINT) or err == b""
        if process.returncode == 0:
            assert [cause["name"] for cause in json.loads(out)] == RIGHT
    assert all(path.suffix == ".sqlite" for path in kept(environment))


@needs_posix("interruption of another process")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_interrupted_while_it_writes_a_file(environment: dict[str, str], tmp_path: Path, name: str) -> None:
    """No draft is left, and whoever waits is told of the signal: a shell's loop ends only then."""
    target = tmp_path / "answer.json"
    target.write_text("before", "utf-8")
    slow = (
        "import sys, time, neuroref.__main__ as program\n"
        "from neuroref.cli import output\n"
        "def chunks():\n    yield b'half'\n    print('writing', flush=True)\n    time.sleep(30)\n"
        "import neuroref.cli.main as cli, pathlib\n"
        f"cli.main = lambda: output.write(chunks(), pathlib.Path({str(target)!r}))\n"
        "program.run()\n"
    )
    number = getattr(signal, name)
    process = subprocess.Popen(
        [sys.executable, "-c", slow], stdout=subprocess.PIPE, env=environment,
        preexec_fn=lambda: signal.signal(number, signal.SIG_DFL),  # nohup may have begun the tests
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == b"writing\n"
    process.send_signal(number)
    process.communicate(timeout=60)
    assert process.returncode == -number
    assert target.read_text("utf-8") == "before"
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".part")] == []


@needs_posix("way to kill another process at once")
def test_a_draft_left_by_a_killed_export_is_removed_by_the_next(environment: dict[str, str], tmp_path: Path) -> None:
    """After an hour without a word written; one that may still be written to, and what is no draft of ours, stay."""
    target = tmp_path / "graph.dot"
    slow = (
        "import pathlib, time\n"
        "from neuroref.cli import output\n"
        "def chunks():\n    yield b'half'\n    print('writing', flush=True)\n    time.sleep(30)\n"
        f"output.write(chunks(), pathlib.Path({str(target)!r}))\n"
    )

    def left_by_a_kill() -> Path:
        before = set(tmp_path.glob(".*.part"))
        process = subprocess.Popen([sys.executable, "-c", slow], stdout=subprocess.PIPE, env=environment)
        assert process.stdout is not None
        assert process.stdout.readline() == b"writing\n"
        process.kill()
        process.communicate(timeout=60)
        [left] = set(tmp_path.glob(".*.part")) - before
        return left

    old, young, another = left_by_a_kill(), left_by_a_kill(), tmp_path / f".{target.name}.part"
    another.touch()
    for path in (old, another):
        os.utime(path, (0, 0))
    export = [sys.executable, "-m", "neuroref", "export", "--format", "dot", "--output", str(target)]
    subprocess.run(export, env=environment, check=True)
    assert target.read_text("utf-8").startswith("digraph")
    assert set(tmp_path.glob(".*.part")) == {young, another}


@needs_posix("signal that is ignored by who is begun")
@pytest.mark.parametrize("name", ["SIGINT", "SIGHUP"])
def test_a_signal_that_was_to_be_ignored_is(environment: dict[str, str], name: str) -> None:
    """By nohup, or a shell that runs it in the background."""
    slow = (
        "import sys, neuroref.__main__ as program, neuroref.cli.main as cli\n"
        "cli.main = lambda: (print('begun', flush=True), sys.stdin.read(), print('ended', flush=True))\n"
        "program.run()\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", slow],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
        preexec_fn=lambda: signal.signal(getattr(signal, name), signal.SIG_IGN),
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"begun\n"
    process.send_signal(getattr(signal, name))
    assert process.communicate(timeout=60)[0] == b"ended\n"


def test_bits_flipped_anywhere(environment: dict[str, str]) -> None:
    assert answers_right(environment)
    for _ in range(FLIPS):
        [one] = kept(environment)
        content = bytearray(one.read_bytes())
        place = RANDOM.randrange(len(content))
        content[place] ^= 1 << RANDOM.randrange(8)
        one.write_bytes(content)
        assert answers_right(environment)
        assert one.read_bytes() != bytes(content) or one not in kept(environment)


def test_cut_short_anywhere(environment: dict[str, str]) -> None:
    assert answers_right(environment)
    for _ in range(8):
        [one] = kept(environment)
        with one.open("r+b") as file:
            file.truncate(RANDOM.randrange(one.stat().st_size))
        assert answers_right(environment)


@needs_posix("way to replace a file that others read")
def test_fifty_at_once_and_the_dataset_edited_meanwhile(environment: dict[str, str], dataset: Path) -> None:
    """Each run tells of the old dataset or of the new one, never of a mixture, and the last of the new one."""
    processes = [subprocess.Popen(COMMAND, stdout=subprocess.PIPE, env=environment) for _ in range(25)]
    text = dataset.read_text("utf-8")
    draft = dataset.with_suffix(".new")
    draft.write_text(text.replace("name: Chronic stress", "name: Lasting stress"), "utf-8")
    os.replace(draft, dataset)
    processes += [subprocess.Popen(COMMAND, stdout=subprocess.PIPE, env=environment) for _ in range(25)]
    seen = set()
    for process in processes:
        out, _ = process.communicate(timeout=120)
        assert process.returncode == 0
        seen.add(tuple(cause["name"] for cause in json.loads(out)))
    assert seen <= {("Chronic stress", RIGHT[1]), ("Lasting stress", RIGHT[1])}
    last = subprocess.run(COMMAND, capture_output=True, env=environment, check=True)
    assert json.loads(last.stdout)[0]["name"] == "Lasting stress"
    time.sleep(cache.CLOCK_GRAIN / 1e9)
    assert all(path.suffix == ".sqlite" for path in kept(environment))


@needs_posix("way to see whether a process lives")
def test_a_draft_of_a_dead_process_is_swept_away(environment: dict[str, str]) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    folder = Path(environment["XDG_CACHE_HOME"]) / "neuroref"
    folder.mkdir(parents=True, mode=0o700)
    left = folder / f".00000000-{dead.pid}-abc.part"
    alive = folder / f".00000000-{os.getpid()}-abc.part"
    left.touch()
    alive.touch()
    assert answers_right(environment)
    assert not left.exists()
    assert alive.exists()


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="takes root to be two users")
def test_another_users_cache_folder_is_not_used(environment: dict[str, str], tmp_path: Path) -> None:
    folder = Path(environment["XDG_CACHE_HOME"]) / "neuroref"
    folder.mkdir(parents=True, mode=0o700)
    os.chown(folder, 65534, 65534)
    assert answers_right(environment)
    assert not list(folder.iterdir())
