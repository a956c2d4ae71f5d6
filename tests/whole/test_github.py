"""What GitHub reads: workflows, forms and the citation are as their schemas have them, and say the same as the rest."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import ROOT, needs_posix

import neuroref

WORKFLOWS = sorted(ROOT.glob(".github/workflows/*.yml"))
SCHEMAS = {
    "vendor.github-workflows": WORKFLOWS,
    "vendor.github-issue-forms": sorted(ROOT.glob(".github/ISSUE_TEMPLATE/*.yml")),
    "vendor.citation-file-format": [ROOT / "CITATION.cff"],
}


def workflow(name: str) -> dict[str, Any]:
    value = yaml.safe_load((ROOT / ".github" / "workflows" / name).read_text("utf-8"))
    assert isinstance(value, dict)
    return value


@pytest.mark.parametrize(("schema", "files"), SCHEMAS.items(), ids=SCHEMAS)
def test_files_are_as_their_schema_has_them(schema: str, files: list[Path]) -> None:
    assert files
    checking = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, "--force-filetype", "yaml"]
    done = subprocess.run([*checking, *files], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_actions_are_pinned_to_a_major_version() -> None:
    used = [one for path in WORKFLOWS for one in re.findall(r"uses: (\S+)", path.read_text("utf-8"))]
    assert [one for one in used if not re.search(r"@(release/)?v\d+$", one) and not one.startswith("./")] == []


def test_every_python_that_is_promised_is_tried() -> None:
    promised = re.findall(r"Python :: (3\.\d+)", (ROOT / "pyproject.toml").read_text("utf-8"))
    jobs = workflow("test.yml")["jobs"]
    assert jobs["tests"]["strategy"]["matrix"]["python"] == promised
    [left_out] = jobs["tests"]["strategy"]["matrix"]["exclude"]
    begun = jobs["everything"]["steps"]
    assert left_out == {"os": jobs["everything"]["runs-on"], "python": begun[1]["with"]["python-version"]}
    assert begun[-1] == {"run": "bash .ci/run"}


@needs_posix("bash of its own")
def test_a_tag_that_is_not_the_version_is_not_released() -> None:
    [script] = [
        one["run"]
        for one in workflow("release.yml")["jobs"]["build"]["steps"]
        if "GITHUB_REF_NAME" in one.get("run", "")
    ]
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"

    def ended(tag: str) -> int:
        environment = {**os.environ, "PATH": path, "GITHUB_REF_NAME": tag}
        return subprocess.run(["bash", "-ec", script], env=environment, cwd=ROOT, check=False).returncode

    version = neuroref.__version__
    assert (ended(f"v{version}"), ended(f"v{version}.1"), ended("v0.0.0")) == (0, 1, 1)
