"""The documentation says what the program does: each page is what its maker would write now."""

from __future__ import annotations

import importlib.util
import json
import re
import shutil
import subprocess
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import jsonschema
import pytest
import typer
import yaml
from conftest import ROOT, needs_posix

import neuroref
from neuroref.model.vocabularies import Evidence, Verdict
from neuroref.render.export.pictures import DARK, LIGHT

pytestmark = pytest.mark.usefixtures("unmeasured_programs")

DOCS = ROOT / "docs"
STALE = "docs/make.py was not run: it writes this page anew"
# Another Typer words a help text a little differently.
SAME_TYPER = typer.__version__.startswith("0.28.")


@pytest.fixture(scope="module")
def make() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make", DOCS / "make.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def consoles(page: str) -> list[str]:
    return re.findall(r"```console\n.*?```", page, re.DOTALL)


@needs_posix("bash of its own")
def test_commands_page(make: ModuleType) -> None:
    committed, now = (DOCS / "commands.md").read_text("utf-8"), make.commands_page()
    assert consoles(committed) == consoles(now), STALE
    assert len(consoles(now)) == len(make.COMMANDS)
    if SAME_TYPER:
        assert committed == now, STALE


@needs_posix("bash of its own")
def test_man_page(make: ModuleType) -> None:
    if SAME_TYPER:
        assert (DOCS / "neuroref.1").read_text("utf-8") == make.man_page(), STALE
    for name in make.COMMANDS:
        assert f".SS {name}".replace("-", r"\-") in make.man_page()


@pytest.mark.skipif(shutil.which("groff") is None, reason="groff is not installed")
def test_groff_takes_the_man_page_without_a_warning() -> None:
    done = subprocess.run(["groff", "-man", "-ww", "-z", DOCS / "neuroref.1"], capture_output=True, check=True)
    assert done.stderr == b""


def test_the_library_does_what_its_page_says(make: ModuleType) -> None:
    page = (DOCS / "python.md").read_text("utf-8")
    assert page.count("```python") == page.count("```text")
    assert make.python_page(page) == page, STALE


def test_the_rules_have_their_reasons(make: ModuleType) -> None:
    page = (DOCS / "data-guidelines.md").read_text("utf-8")
    assert make.guidelines(page) == page, STALE
    assert page.count("(strict)") == len(make.STYLE)


def test_the_grades_of_the_examples_are_those_of_the_data(kb: neuroref.KnowledgeBase) -> None:
    page = (DOCS / "data-guidelines.md").read_text("utf-8")
    held = {(link.example, link.transmitter, str(link.evidence)) for link in kb.links()}
    told = [
        (example, transmitter.lower(), level)
        for level, row in re.findall(r"^\| `([a-z]+)` \| [^|]+ \| (.+) \|$", page, re.MULTILINE)
        for example, transmitter in re.findall(r"`([a-z0-9-]+)` and (\w+)", row)
    ]
    assert {level for _, _, level in told} == set(Evidence)
    established = re.findall(r"^\| (`[a-z0-9-]+` and [^|]+) \| `([a-z]+)` \|", page, re.MULTILINE)
    assert len(established) > 5
    told += [
        (example, transmitter.lower(), level)
        for links, level in established
        for example, transmitter in re.findall(r"`([a-z0-9-]+)` and ([\w-]+)", links)
    ]
    assert [one for one in told if one not in held] == []


def test_the_links_and_verdicts_of_the_guidelines_are_those_of_the_data(kb: neuroref.KnowledgeBase) -> None:
    page = (DOCS / "data-guidelines.md").read_text("utf-8")
    named = re.findall(r"`([a-z0-9-]+\.[a-z-]+\.[a-z-]+(?:\.[a-z0-9]+)*)`", page)
    assert len(named) > 3
    assert [one for one in named if one not in {link.id for link in kb.links()}] == []
    told = re.findall(r"^\| `([a-z]+)` \| [^|]+ \| `([a-z0-9-]+)` \|$", page, re.MULTILINE)
    assert [verdict for verdict, _ in told] == [str(verdict) for verdict in Verdict]
    assert dict(told).items() <= {(str(row.verdict), row.id) for row in kb.claims()}


@needs_posix("bash of its own")
def test_the_schema_for_editors(make: ModuleType) -> None:
    """Each file of the data names it and holds to it; a wrong word does not."""
    written = (DOCS / "dataset.schema.json").read_text("utf-8")
    assert written == make.schema_of_files()
    schema = jsonschema.Draft202012Validator(json.loads(written))
    for file in sorted((ROOT / "data").glob("*.yaml")):
        text = file.read_text("utf-8")
        assert text.startswith("# yaml-language-server: $schema=../docs/dataset.schema.json\n")
        assert [
            error.message
            for error in schema.iter_errors(json.loads(json.dumps(yaml.load(text, yaml.CSafeLoader), default=str)))
        ] == []
    assert [*schema.iter_errors({"conditions": [{"id": "adhd", "nmae": "ADHD"}]})]


@needs_posix("bash of its own")
def test_the_commands_of_the_json_page(make: ModuleType) -> None:
    page = (DOCS / "json.md").read_text("utf-8")
    assert make.consoles(page) == page, STALE


def test_the_readme_and_the_guide_count(make: ModuleType, kb: neuroref.KnowledgeBase) -> None:
    text = make.README.read_text("utf-8")
    assert make.opening(text) == text, STALE
    assert f"eight causes, {len(kb.examples())} examples" in text
    guide = make.GUIDE.read_text("utf-8")
    assert make.choices(guide) == guide, STALE
    assert f"<!-- glance -->\n{make.glance()}\n<!-- /glance -->" in guide, STALE


@needs_posix("bash of its own")
def test_pictures(make: ModuleType) -> None:
    there = {path.name: path.read_text("utf-8") for path in (DOCS / "screens").iterdir()}
    assert there == make.pictures(), STALE
    assert {ElementTree.fromstring(text).tag for text in there.values()} == {"{http://www.w3.org/2000/svg}svg"}


@needs_posix("bash of its own")
def test_the_readme_has_its_picture_for_either_ground(make: ModuleType) -> None:
    drawn = make.pictures()
    for ground, colors in (("light", LIGHT), ("dark", DARK)):
        picture = drawn[f"{make.FRONT}-{ground}.svg"]
        assert "@media" not in picture
        assert re.findall(r"\.ground ?\{ ?fill: ?(#\w+) ?\}", picture)[-1] == colors["ground"]


# What runs the blocks of a page, or makes them anew and compares.
RUN_BY = {
    ("README.md", "console"): "tests/whole/test_readme.py",
    ("README.md", "sh"): ".ci/run",
    ("CONTRIBUTING.md", "sh"): ".ci/run",
    ("docs/architecture.md", "text"): "tests/whole/test_architecture.py",
    ("docs/commands.md", "console"): "docs/make.py",
    ("docs/commands.md", "text"): "docs/make.py",
    ("docs/data-guidelines.md", "yaml"): "docs/make.py",
    ("docs/json.md", "console"): "docs/make.py",
    ("docs/own-data.md", "console"): "tests/whole/test_readme.py",
    ("docs/performance.md", "sh"): ".ci/run",
    ("docs/python.md", "python"): "docs/make.py",
    ("docs/python.md", "text"): "docs/make.py",
    ("docs/scale.md", "cypher"): "tests/outside/cypher_runs.py",
    ("docs/scale.md", "python"): "tests/outside/scale_runs.py",
    ("docs/use.md", "console"): "tests/whole/test_readme.py",
}


def test_no_block_is_there_that_nothing_runs() -> None:
    house = DOCS.parent
    blocks = {
        (page.relative_to(house).as_posix(), language)
        for page in (*DOCS.glob("*.md"), *house.glob("*.md"))
        for language in re.findall(r"^ *```(\S+)", page.read_text("utf-8"), re.MULTILINE)
    }
    assert blocks == set(RUN_BY)
    assert all((house / runner).exists() for runner in RUN_BY.values())
    for page in {page for page, language in blocks if language == "sh"}:
        text = (house / page).read_text("utf-8")
        runner = (house / ".ci" / "run").read_text("utf-8")
        marks = re.findall(r"<!-- (\w+) -->\n```sh", text)
        assert len(marks) == text.count("```sh")
        assert all(f"block {page} {mark})" in runner or f"block {page} {mark} |" in runner for mark in marks)


def targets(page: Path) -> list[tuple[str, str]]:
    """Return what a page links to or shows: files, as seen from it, and headings."""
    found = re.findall(r"(?:\]\(|(?:src|srcset)=\")([^)\"#\s]*)#?([^)\"\s]*)", page.read_text("utf-8"))
    return [(file, heading) for file, heading in found if not file.startswith(("http", "mailto:", "<"))]


def anchors(page: Path) -> set[str]:
    """Return the names of a page's headings, as hosts of Markdown make them."""
    headings = re.findall(
        r"^#+ (.+)$", re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL), re.MULTILINE
    )
    return {re.sub(r"[^\w\- ]", "", one.lower()).replace(" ", "-") for one in headings}


PAGES = sorted([*DOCS.glob("*.md"), *DOCS.parent.glob("*.md")])


def test_every_link_leads_somewhere() -> None:
    for page in PAGES:
        for file, heading in targets(page):
            target = page.parent / file if file else page
            assert target.exists(), f"{page.name}: {file}"
            assert not heading or target.suffix == ".py" or heading in anchors(target), f"{page.name}: {file}#{heading}"


def test_the_index_names_every_page() -> None:
    index = DOCS / "README.md"
    named = {(DOCS / file).resolve() for file, _ in targets(index)}
    assert {path.resolve() for path in DOCS.iterdir() if path.is_file()} - named == {
        index.resolve(),
        *(path.resolve() for path in DOCS.glob("*.svg")),
    }


def test_every_picture_is_used() -> None:
    shown = {(page.parent / file).resolve() for page in PAGES for file, _ in targets(page)}
    assert {path for path in DOCS.rglob("*.svg") if path.resolve() not in shown} == set()
