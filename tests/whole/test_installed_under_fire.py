"""An installed neuroref, with the snapshot that its wheel brought, killed at any moment: the next run answers rightly.

The ordinary run is short and lays out the files that a wheel has, with few data. ``NEUROREF_KILLS=200 NEUROREF_VENV=FOLDER``
kills what is installed in a virtual environment, with all its data, as often as is promised; it is copied first.
"""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import SMALL, as_ordinary_user, needs_posix

import neuroref
from neuroref.snapshot import bundled, cache

KILLS = int(os.environ.get("NEUROREF_KILLS", "12"))
VENV = os.environ.get("NEUROREF_VENV")
RANDOM = random.Random(20261128)
LOST = b"no .yaml, .yml or .json file in this folder"


class Installed:
    """A package folder with its data and their snapshot, run with a cache of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.package = folder, folder / "site" / "neuroref"
        self.cache = folder / "cache"
        self.python = str(Path(VENV, "bin", "python")) if VENV else sys.executable
        if VENV:
            [installed] = Path(VENV, "lib").glob("python*/site-packages/neuroref")
            shutil.copytree(installed, self.package)
        else:
            source = Path(neuroref.__file__).parent
            shutil.copytree(source, self.package, ignore=shutil.ignore_patterns("__pycache__", "data"))
            (self.package / "data").mkdir()
            shutil.copy(SMALL, self.package / "data")
            cache.bundle(self.package / "data", self.package / "data" / bundled.NAME)
        self.data = {path: path.read_bytes() for path in (self.package / "data").glob("*.yaml")}
        self.files = self.listed()
        began = time.monotonic()
        self.names = self.answer()
        self.warm = self.cold = time.monotonic() - began
        self.edits = 0

    def listed(self) -> dict[str, bytes]:
        """Return the files that the wheel brought, but for the data; byte code is Python's."""
        files = (path for path in self.package.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
        return {str(path.relative_to(self.package)): path.read_bytes() for path in files if path.suffix != ".yaml"}

    def begun(self) -> subprocess.Popen[bytes]:
        own = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
        own |= {
            "XDG_CACHE_HOME": str(self.cache),
            "PYTHONPATH": str(self.package.parent),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        return subprocess.Popen(
            [self.python, "-m", "neuroref", "causes", "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=own,
            cwd=self.folder, **as_ordinary_user(),
        )  # fmt: skip

    def answer(self) -> list[str] | None:
        """Run it and return the names of the causes; None where it says in one line that the data are lost."""
        return self.told(self.begun())

    def told(self, process: subprocess.Popen[bytes]) -> list[str] | None:
        out, err = process.communicate(timeout=120)
        if process.returncode == 3:
            assert (out, err.count(b"\n"), LOST in err or b"no such file" in err) == (b"", 1, True)
            return None
        assert (process.returncode, err) == (0, b"")
        return [cause["name"] for cause in json.loads(out)]

    def edit(self) -> list[str]:
        """Give the first cause another name, as an editor saves it, and return the names that are right from now on."""
        self.edits += 1
        assert self.names
        new = f"Renamed {self.edits}"
        for path, content in self.data.items():
            text = re.sub(
                rf"^    name: {re.escape(self.names[0])}$", f"    name: {new}", content.decode(), flags=re.MULTILINE
            )
            if text.encode() != content:
                draft = path.with_suffix(".new")
                draft.write_text(text, "utf-8")
                os.replace(draft, path)
        return [new, *self.names[1:]]

    def put_back(self) -> None:
        for path, content in self.data.items():
            path.write_bytes(content)

    def delete(self) -> None:
        for path in self.data:
            path.unlink()

    def permit(self, *, writing: bool) -> None:
        for path in (self.package, *self.package.rglob("*")):
            path.chmod((0o755 if writing else 0o555) if path.is_dir() else 0o644 if writing else 0o444)


@pytest.fixture
def installed(tmp_path: Path) -> Iterator[Installed]:
    """What a wheel installs. One run of edited data tells how long a kill may wait."""
    one = Installed(tmp_path)
    right = one.edit()
    began = time.monotonic()
    assert one.answer() == right
    one.cold = time.monotonic() - began
    one.put_back()
    yield one
    one.permit(writing=True)


def killed(one: Installed, whole: float) -> None:
    process = one.begun()
    time.sleep(RANDOM.uniform(0, whole))
    process.kill()
    process.communicate()


def as_it_came(one: Installed) -> None:
    """The snapshot answers, and nothing is ever written."""
    killed(one, one.warm)
    assert one.answer() == one.names
    assert not one.cache.exists()


def while_the_cache_is_made(one: Installed) -> None:
    right = one.edit()
    killed(one, one.cold)
    assert one.answer() == right
    time.sleep(cache.CLOCK_GRAIN / 1e9)
    assert one.answer() == right
    assert [path.suffix for path in (one.cache / "neuroref").iterdir()] == [".sqlite"]


def in_a_folder_that_is_read_only(one: Installed) -> None:
    """Of a system's administrator, who edited the data."""
    right = RANDOM.choice([one.edit, lambda: one.names])()
    one.permit(writing=False)
    killed(one, one.cold)
    assert one.answer() == right
    one.permit(writing=True)


def while_the_data_are_edited(one: Installed) -> None:
    """Whoever runs meanwhile tells of the old data or of the new."""
    process, doomed = one.begun(), one.begun()
    time.sleep(RANDOM.uniform(0, one.warm))
    right = one.edit()
    time.sleep(RANDOM.uniform(0, one.cold))
    doomed.kill()
    doomed.communicate()
    assert one.told(process) in (one.names, right)
    assert one.answer() == right


def while_the_data_are_deleted(one: Installed) -> None:
    """Whoever runs meanwhile answers or says that they are lost; later runs say that, until they are there again."""
    if RANDOM.random() < 0.5:
        one.edit()  # so that they are read and compiled
    process, doomed = one.begun(), one.begun()
    time.sleep(RANDOM.uniform(0, one.cold))
    one.delete()
    time.sleep(RANDOM.uniform(0, one.cold))
    doomed.kill()
    doomed.communicate()
    told = one.told(process)
    assert told is None or told[1:] == (one.names or [])[1:]
    assert one.answer() is None


@needs_posix("way to see whether a process lives")
def test_killed_at_any_moment(installed: Installed) -> None:
    happenings = (
        as_it_came, while_the_cache_is_made, in_a_folder_that_is_read_only, while_the_data_are_edited,
        while_the_data_are_deleted,
    )  # fmt: skip
    for number in range(KILLS):
        shutil.rmtree(installed.cache, ignore_errors=True)
        happenings[number % len(happenings)](installed)
        installed.put_back()
        assert installed.answer() == installed.names
        assert installed.listed() == installed.files
