"""The page of the architecture and the recipes name what there is: files, classes, functions, the way of a question."""

from __future__ import annotations

import ast
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

import pytest
from conftest import ROOT, SMALL, Run

PACKAGE = ROOT / "neuroref"
PAGE = (ROOT / "docs" / "architecture.md").read_text("utf-8")
RECIPES = (
    (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition("## A change of the program")[2].partition("### More")[0]
)
FILE = re.compile(r"benchmarks/run|[\w.-]+(/[\w.-]+)*(/|\.(md|py|yaml))")
NAME = re.compile(r"[A-Za-z_]\w*(\.\w+)?")


def section(heading: str) -> str:
    return PAGE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


def rows(heading: str) -> list[list[str]]:
    """Return the cells of the table under a heading, without its head."""
    lines = [line for line in section(heading).splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def codes(text: str) -> list[str]:
    """Return what stands between backticks."""
    return re.findall(r"`([^`]+)`", text)


def files_in(text: str) -> list[Path]:
    """Return the files and folders that a text names; those of the package without its folder, others beside them."""
    named = [word for code in codes(text) for word in code.split() if FILE.fullmatch(word) and "NAME" not in word]
    folders = [ROOT, PACKAGE, *((ROOT / word).parent for word in named)]
    found = {word: [folder / word for folder in folders if (folder / word).exists()] for word in named}
    assert [word for word in named if not found[word]] == []
    return [paths[0] for paths in found.values()]


def defined(body: list[ast.stmt]) -> Iterator[str]:
    """Yield what a module defines: classes, what is in them (with a dot), functions and variables."""
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        if isinstance(node, ast.ClassDef):
            yield from (f"{node.name}.{inner}" for inner in defined(node.body))
        if isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from (name.id for target in targets for name in ast.walk(target) if isinstance(name, ast.Name))


def names_in(files: list[Path]) -> set[str]:
    modules = [path for path in files if path.suffix == ".py"]
    return {name for path in modules for name in defined(ast.parse(path.read_text("utf-8")).body)}


def passages() -> list[str]:
    """Return the rows of tables, the paragraphs and the lists: where a name stands, its file stands beside it."""
    prose = re.sub(r"^```.*?^```", "", PAGE + RECIPES, flags=re.MULTILINE | re.DOTALL)
    return [line for part in prose.split("\n\n") for line in (part.splitlines() if part.startswith("|") else [part])]


@pytest.mark.parametrize("passage", [one for one in passages() if codes(one)], ids=lambda one: one[:50])
def test_every_file_and_name_exists(passage: str) -> None:
    files = files_in(passage)
    names = [code for code in codes(passage) if NAME.fullmatch(code) and not FILE.fullmatch(code)]
    assert [name for name in names if name not in names_in(files)] == []


def test_the_drawing_has_every_wing_in_the_order_of_its_data() -> None:
    [drawing] = re.findall(r"^```text\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    drawn = re.findall(r"(?:^|\s)([a-z]+)/ ", drawing)
    assert drawn == ["cli", "render", "questions", "snapshot", "loader", "data", "model"]
    assert {path.parent.name for path in PACKAGE.glob("*/__init__.py")} == {*drawn} - {"data"}


def test_every_row_of_what_one_wants_has_a_place_and_a_test() -> None:
    for what, places, tests in rows("I want to …"):
        assert files_in(places) or "where it is raised" in places, what
        assert files_in(tests), what


def test_the_question_takes_the_way_that_the_page_tells(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every function of the table is called, in its order."""
    heading = "One question, from the keyboard to the screen"
    assert all(file.startswith(f"`{wing}/" if wing else "`__") for wing, file, _ in rows(heading))
    told = [
        (file.strip("`"), code.rpartition(".")[2])
        for _, file, text in rows(heading)
        for code in codes(text)
        if re.fullmatch(r"(\w+\.)?[a-z_]+", code) and file != "`__main__.py`"  # it ends the process
    ]
    called: list[tuple[str, str]] = []

    def note(frame: FrameType, event: str, _: object) -> None:
        path = frame.f_code.co_filename
        if event == "call" and path.startswith(f"{PACKAGE}{os.sep}"):
            called.append((Path(path).relative_to(PACKAGE).as_posix(), frame.f_code.co_name))

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    before = sys.getprofile()
    sys.setprofile(note)
    try:
        result = run(*codes(section(heading))[0].split()[1:], data=SMALL)
    finally:
        sys.setprofile(before)
    assert (result.code, result.err) == (0, "")
    assert len(told) > 20
    later = iter(called)
    assert [one for one in told if one not in later] == []


def test_the_page_on_security_names_files_that_exist() -> None:
    page = (ROOT / "SECURITY.md").read_text("utf-8")
    assert len(files_in(page)) > 20
