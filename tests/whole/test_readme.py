"""What the README and the pages for those who use neuroref show is what the program prints."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, SHIPPED, needs_posix

pytestmark = pytest.mark.usefixtures("unmeasured_programs")

PAGES = ("README.md", "docs/use.md", "docs/own-data.md")


def blocks() -> list[tuple[str, str]]:
    """Return the console blocks, each with its page; later commands of one may need what earlier ones leave."""
    found = [(page, re.findall(r"```console\n(.*?)```", (ROOT / page).read_text("utf-8"), re.DOTALL)) for page in PAGES]
    assert all(there for _, there in found)
    return [(page, block) for page, there in found for block in there]


@needs_posix("bash of its own")
@pytest.mark.parametrize(
    ("page", "block"), blocks(), ids=[f"{page}: {block.partition(chr(10))[0]}" for page, block in blocks()]
)
def test_console_block(page: str, block: str, tmp_path: Path) -> None:
    shutil.copytree(SHIPPED, tmp_path / "data")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "COLUMNS": "80", "PATH": path, "PYTHONUTF8": "1"}
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        for tool in ("jq", "sqlite3"):
            if re.search(rf"(^|\| ){tool} ", command) and shutil.which(tool) is None:
                pytest.skip(f"{tool} is not installed")
        done = subprocess.run(["bash", "-c", command], capture_output=True, env=environment, check=True, cwd=tmp_path)
        assert (done.stderr + done.stdout).decode() == output, f"{page}: run docs/make.py"


def test_a_stranger_can_read_it_at_one_sitting() -> None:
    assert len((ROOT / "README.md").read_text("utf-8").splitlines()) <= 250
