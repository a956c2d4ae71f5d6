"""The handbook as a folder: its links lead somewhere, mdBook and MkDocs are told what it holds, and text is only text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from conftest import CLASSES, SMALL, Run

import neuroref


@pytest.mark.parametrize("data", [None, SMALL, CLASSES], ids=lambda path: path.stem if path else "shipped")
def test_every_link_of_the_book_leads_somewhere(run: Run, tmp_path: Path, data: Path | None) -> None:
    assert run("export", "-f", "markdown", "--output", f"{tmp_path}/book/", data=data) == (0, "", "")
    pages = {path.name: path.read_text("utf-8") for path in (tmp_path / "book" / "docs").iterdir()}
    places = {name: re.findall(r'<a id="([^"]+)"></a>', page) for name, page in pages.items()}
    assert [name for name, found in places.items() if len(found) != len(set(found))] == []
    followed = 0
    for name, page in pages.items():
        for address in re.findall(r"\]\(<?([^)>]+\.md(?:#[^)>]*)?|#[^)>]*)>?\)", page):
            file, _, anchor = address.partition("#")
            assert (file or name) in pages, (name, address)
            assert not anchor or anchor in places[file or name], (name, address)
            followed += 1
    assert followed > 3 * len(pages)
    with neuroref.load(data) as kb:
        told = {f"{name}#{place}" for name, found in places.items() for place in found}
        assert {link.id.replace(".", ".md#", 1) for link in kb.links()} <= told


def test_both_programs_are_told_what_the_book_holds(run: Run, tmp_path: Path) -> None:
    assert run("export", "-f", "markdown", "--output", str(tmp_path), data=CLASSES) == (
        0,
        "",
        "",
    )  # a folder that is there
    pages = {path.name for path in (tmp_path / "docs").iterdir()} - {"SUMMARY.md"}
    summary = (tmp_path / "docs" / "SUMMARY.md").read_text("utf-8")
    assert sorted(re.findall(r"^(?:- )?\[.*\]\((.+)\)$", summary, re.MULTILINE)) == sorted(pages)
    assert "- [Refuted: Speed burns holes into the brain](speed-burns-holes.md)\n" in summary
    told = yaml.safe_load((tmp_path / "mkdocs.yml").read_text("utf-8"))
    listed = re.findall(r"'([\w.-]+\.md)'", str(told["nav"]))
    assert set(listed) <= pages and {"index.md", "examples.md", "serotonin.md", "references.md"} <= set(listed)
    assert 'src = "docs"' in (tmp_path / "book.toml").read_text("utf-8")


def test_a_handbook_is_one_file_under_the_name_of_one(run: Run, tmp_path: Path) -> None:
    assert run("export", "-f", "markdown", "--output", str(tmp_path / "book"), data=SMALL) == (0, "", "")
    assert (tmp_path / "book").is_file()
    refused = run("export", "--output", f"{tmp_path}/book.md/", data=SMALL)
    assert (refused.code, refused.err) == (2, f"neuroref: cannot write {tmp_path}/book.md/: it is a folder\n")


def test_a_page_of_the_book_types_nothing_and_its_text_is_only_text(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "data.yaml"
    path.write_text(
        CLASSES.read_text("utf-8").replace("name: Amphetamines", 'name: "Am<b>phet</b>amines [x](y.md)"'), "utf-8"
    )
    assert run("export", "-f", "markdown", "--output", f"{tmp_path}/book/", data=path) == (0, "", "")
    for page in (tmp_path / "book" / "docs").iterdir():
        text = page.read_text("utf-8")
        assert set(re.findall(r"<(?!#|https?:|[\w.-]+\.md)[^>]*>", text)) <= {
            "<br>",
            "</a>",
            *re.findall('<a id="[^"]+">', text),
        }
        assert "](y.md)" not in text.replace("\\](y.md)", "") and "--full" not in text, page
