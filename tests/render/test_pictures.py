"""Pictures for a slide: what they say is what the answer holds, on a light ground and on a dark one."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree

import pytest
from conftest import CLASSES, SMALL, Run

from neuroref.model.vocabularies import ARROWS, Direction

SVG = "{http://www.w3.org/2000/svg}"


def drawn(run: Run, command: str, **where: object) -> ElementTree.Element:
    result = run(*command.split(), "--format", "svg", **where)
    assert (result.code, result.err) == (0, "")
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)|<script|@import|@font-face", result.out)
    return ElementTree.fromstring(result.out)


def texts(root: ElementTree.Element) -> list[str]:
    """Return the texts that are seen."""
    return ["".join(one.itertext()).replace("\xa0", " ") for one in root.iter(f"{SVG}text")]


@pytest.mark.parametrize("command", ["matrix", "by-transmitter serotonin", "show gaba", "show cortisol", "causes"])
def test_a_picture_has_a_title_both_grounds_and_no_window(run: Run, command: str) -> None:
    root = drawn(run, command, data=SMALL)
    title = root.find(f"{SVG}title")
    assert title is not None and title.text
    assert " ".join(title.text.split()) in " ".join(" ".join(texts(root)).split())
    rules = "".join(root.itertext())
    assert "@media" in rules and rules.count("{") == rules.count("}")
    light, _, dark = rules.partition("@media")
    assert set(re.findall(r"#[0-9a-f]{6}", light)).isdisjoint(re.findall(r"#[0-9a-f]{6}", dark))
    assert list(root.iter(f"{SVG}circle")) == []  # the three buttons


def test_a_heat_map_has_a_cell_for_each_of_the_matrix(run: Run) -> None:
    matrix = json.loads(run("matrix", "--json", data=CLASSES).out)
    root = drawn(run, "matrix", data=CLASSES)
    expected = [
        (cell["lean"], f"{ARROWS[Direction(cell['lean'])]}{cell['links']}")
        for row in matrix["rows"]
        for cell in row["cells"]
    ]
    groups = [one for one in root.iter(f"{SVG}g") if one.find(f"{SVG}title") is not None]
    found = []
    for group in groups:
        rect, text = group.find(f"{SVG}rect"), group.find(f"{SVG}text")
        assert rect is not None and text is not None
        found.append((rect.get("class"), text.text))
    assert found == expected
    assert len(list(root.iter(f"{SVG}rect"))) >= len(matrix["rows"]) * len(matrix["columns"])


def test_a_title_says_what_was_asked(run: Run) -> None:
    words = texts(drawn(run, "matrix --cause stress --min-evidence limited", data=SMALL))
    assert words[0] == "Links by example and transmitter"
    assert words[1] == "1 link, cause stress, min-evidence limited"
    assert texts(drawn(run, "matrix cortisol iron", data=SMALL))[0] == "Cortisol, Iron deficiency: links by transmitter"
    assert texts(drawn(run, "show gaba", data=SMALL))[0] == "What raises and what lowers GABA"


@pytest.mark.parametrize("name", ["serotonin", "histamine"])
def test_the_bars_of_a_balance_are_as_long_as_there_are_links(run: Run, name: str) -> None:
    """On both sides to one scale, of data in which the numbers differ."""
    links = json.loads(run("links", "--transmitter", name, "--json").out)
    root = drawn(run, f"by-transmitter {name}")
    counted, bars = [], []
    for way in ("increase", "decrease"):
        counted += [
            number
            for level in ("strong", "moderate", "limited", "preclinical", "contested")
            if (number := sum((one["direction"], one["evidence"]) == (way, level) for one in links))
        ]
        bars += [float(one.get("width", 0)) for one in root.iter(f"{SVG}rect") if one.get("class") == way]
    assert len(bars) == len(counted) and len(set(counted)) > 2
    assert [bar / max(bars) for bar in bars] == pytest.approx([one / max(counted) for one in counted], rel=1e-4)


def test_a_balance_names_what_it_counts(run: Run) -> None:
    for name in ("serotonin", "gaba"):
        links = json.loads(run("links", "--transmitter", name, "--json", data=SMALL).out)
        names = " ".join(texts(drawn(run, f"by-transmitter {name}", data=SMALL)))
        assert all(one["name"] in names for one in links if one["direction"] in ("increase", "decrease"))


def test_several_transmitters_are_a_page(run: Run) -> None:
    words = " ".join(texts(drawn(run, "by-transmitter serotonin gaba", data=SMALL)))
    assert "lowers serotonin" in words and "lowers GABA" in words
