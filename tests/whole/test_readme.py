"""What the README shows is what the program prints."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, SHIPPED, needs_posix

README = (ROOT / "README.md").read_text("utf-8")


def shown() -> list[tuple[str, str]]:
    """Commands of the README's console blocks, each with the output shown."""
    found: list[tuple[str, str]] = []
    for block in re.findall(r"```console\n(.*?)```", README, re.DOTALL):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            found.append((command, output))
    return found


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the commands run one after the other, with the data and the database that one of them makes."""
    folder = tmp_path_factory.mktemp("readme")
    shutil.copytree(SHIPPED, folder / "data")
    subprocess.run(
        [sys.executable, "-m", "neuroref", "export", "-f", "sqlite", "-o", folder / "neuroref.db"], check=True
    )
    return folder


@needs_posix("bash of its own")
@pytest.mark.parametrize(("command", "output"), shown(), ids=[command for command, _ in shown()])
def test_console_block(command: str, output: str, folder: Path) -> None:
    for tool in ("jq", "sqlite3"):
        if re.search(rf"(^|\| ){tool} ", command) and shutil.which(tool) is None:
            pytest.skip(f"{tool} is not installed")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "COLUMNS": "80", "PATH": path, "PYTHONUTF8": "1"}
    done = subprocess.run(["bash", "-c", command], capture_output=True, env=environment, check=True, cwd=folder)
    assert (done.stderr + done.stdout).decode() == output


def test_python_block(capsys: pytest.CaptureFixture[str]) -> None:
    [code] = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    exec(compile(code, "README.md", "exec"), {})
    assert "Nutritional deficiencies ['" in capsys.readouterr().out
