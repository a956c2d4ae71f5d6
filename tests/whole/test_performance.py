"""The picture of the page of figures says what the page's table says, and can be read."""

from __future__ import annotations

import importlib.util
import re
from itertools import pairwise
from types import ModuleType
from xml.etree import ElementTree

import pytest
from conftest import ROOT

SVG = "{http://www.w3.org/2000/svg}"
PAGE = (ROOT / "docs" / "performance.md").read_text("utf-8")


@pytest.fixture(scope="module")
def plot() -> ModuleType:
    spec = importlib.util.spec_from_file_location("plot", ROOT / "benchmarks" / "plot.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def page(*rows: tuple[int, float, float]) -> str:
    """A page with a table of these numbers of links, each with the ratios of two questions."""
    told = [
        f"| {size:,} | {size / 9:.1f} s | {one:.2f} time, 1.00 memory | {two:.2f} time, 1.07 memory |"
        for size, one, two in rows
    ]
    return "\n".join(["| links | compiled in | `show lead` | `search x` |", "| ---: | ---: | ---: | ---: |", *told, ""])


def test_it_is_drawn_of_the_table_that_stands_on_the_page(plot: ModuleType) -> None:
    drawn = (ROOT / "docs" / "performance.svg").read_text("utf-8")
    assert drawn == plot.draw(PAGE), "benchmarks/plot.py was not run: it draws this anew"


def test_each_question_has_its_line_and_a_label_with_its_last_ratio(plot: ModuleType) -> None:
    root = ElementTree.fromstring(plot.draw(page((1000, 1.0, 1.02), (10_000, 0.9, 1.0), (100_000, 0.98, 2.4))))
    texts = ["".join(one.itertext()) for one in root.iter(f"{SVG}text")]
    assert [one for one in texts if one.startswith(("show", "search"))] == ["show lead  0.98 ×", "search x  2.40 ×"]
    assert [one for one in texts if re.fullmatch(r"[\d,]+", one)] == ["1,000", "10,000", "100,000"]
    assert texts[:2] == [plot.TITLE, "Time of a warm question, in times that of the shipped dataset"]
    assert "links in the dataset (each step ten times as many)" in texts
    lines = [str(one.get("points")).split() for one in root.iter(f"{SVG}polyline")]
    heights = [[float(point.split(",")[1]) for point in line] for line in lines]
    assert heights[1][2] < heights[1][0] < heights[0][0] < heights[0][1]  # up is slower
    assert all(plot.TOP <= height <= plot.BOTTOM for line in heights for height in line)


def test_labels_do_not_lie_upon_each_other(plot: ModuleType) -> None:
    placed = plot.spread({"a": 100.0, "b": 101.0, "c": 112.0, "d": 300.0})
    heights = [placed[name] for name in "abcd"]
    assert heights == sorted(heights)
    assert min(after - before for before, after in pairwise(heights)) >= plot.LINE
    assert placed["d"] == 300.0


def test_a_page_of_one_size_can_be_drawn(plot: ModuleType) -> None:
    root = ElementTree.fromstring(plot.draw(page((1000, 1.0, 1.0))))
    assert len(list(root.iter(f"{SVG}circle"))) == 2


def test_it_is_light_or_dark(plot: ModuleType) -> None:
    light, _, dark = plot.draw(PAGE).partition("@media (prefers-color-scheme:dark)")
    rule = r"\.(ground|text|dim|increase|decrease|contested|found)(?:,\.title)?\{fill:(#\w+)\}"
    one, other = (dict(re.findall(rule, part)) for part in (light, dark))
    assert len(one) == 7
    assert one.keys() == other.keys()
    assert all(one[name] != other[name] for name in one)
