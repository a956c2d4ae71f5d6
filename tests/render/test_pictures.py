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


# -- the web around an entry -------------------------------------------------------------------------------------------


def strands(root: ElementTree.Element) -> list[tuple[str | None, str | None, str | None]]:
    """Return of each line with a way: the way, how wide it is, how it is broken."""
    lines = [
        one for one in root.iter(f"{SVG}path") if one.get("class", "").startswith("to-") and one.get("stroke-width")
    ]
    return [(one.get("class", "")[3:], one.get("stroke-width"), one.get("stroke-dasharray")) for one in lines]


@pytest.mark.parametrize("name", ["depression", "cocaine"])
def test_a_web_has_a_line_for_each_link_with_its_sign_and_its_evidence_in_words(run: Run, name: str) -> None:
    links = json.loads(run("show", name, "--json").out)["links"]
    labels = {one["id"]: one["name"] for one in json.loads(run("transmitters", "--json").out)}
    root = drawn(run, f"show {name}")
    wide = {"strong": "3", "moderate": "2.2", "limited": "1.4", "preclinical": "0.8", "contested": "1"}
    broken = {"preclinical": "7 5", "contested": "2 4"}
    expected = [(one["direction"], wide[one["evidence"]], broken.get(one["evidence"])) for one in links]
    assert sorted(strands(root), key=str) == sorted(expected, key=str)
    assert len(set(expected)) > 3
    words = texts(root)
    for link in links:
        head = f"{ARROWS[Direction(link['direction'])]} {labels[link['transmitter']]}"
        assert head.casefold() in {one.casefold() for one in words}
        assert any(one.endswith(f" {link['evidence']}") for one in words)
        assert link["phrase"].split()[0] in " ".join(words)


def test_the_title_of_a_web_says_what_was_asked(run: Run) -> None:
    asked = {
        "show lead": "Lead: what it does to transmitters",
        "show depression": "Major depressive disorder: what was measured",
        "show Prozac": "Prozac: what it does to transmitters",
        "show SLC6A4": "Serotonin transporter: what acts through it",
        "show adhd": "Attention deficit hyperactivity disorder: what is tied to it",
    }
    found = {}
    for command in asked:
        words = texts(drawn(run, command))
        found[command] = words[0]
        assert "Chronic inflammation" not in words and words[1].endswith(("link", "links"))
    assert found == asked


def test_a_web_of_a_molecule_says_what_acts_how(run: Run) -> None:
    root = drawn(run, "show SLC6A4", data=CLASSES)
    links = json.loads(run("show", "SLC6A4", "--json", data=CLASSES).out)["links"]
    groups = {(one["transmitter"], one["direction"], via["action"]) for one in links for via in one["via"]
              if via["molecule"] == "SLC6A4"}  # fmt: skip
    assert sorted(way for way, *_ in strands(root)) == sorted(way for _, way, _ in groups)
    words = " ".join(texts(root))
    assert "reuptake of serotonin" in words
    assert all(action.replace("-", " ") in words for *_, action in groups)


def test_long_names_are_broken(run: Run) -> None:
    words = texts(drawn(run, "show belladonna-plants"))
    assert words[1] == "alkaloids: what it does to transmitters"
    assert max(map(len, words[:-1])) <= 62


@pytest.mark.parametrize(
    "command", ["show lead", "show ssri", "show cocaine", "show adhd", "matrix", "by-transmitter gaba"]
)
def test_all_that_is_drawn_has_a_style(run: Run, command: str) -> None:
    root = drawn(run, command, data=CLASSES if command == "show ssri" else None)
    rules = "".join(one.text or "" for one in root.iter(f"{SVG}style"))
    used = {name for one in root.iter() for name in one.get("class", "").split()}
    assert {name for name in used if not re.search(rf"\.{name}[,{{]", rules)} <= {"text"}
    assert command != "show ssri" or "to-unchanged" in used


def test_an_entry_without_links_is_a_page(run: Run) -> None:
    root = drawn(run, "show ASMT", data=CLASSES)
    assert not list(root.iter(f"{SVG}path")) and "Identifiers" in " ".join(texts(root))
