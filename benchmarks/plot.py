"""The picture of the page of figures, docs/performance.svg, made of the table that stands there.

Usage: python benchmarks/plot.py            draw it anew, without measuring
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from itertools import cycle
from pathlib import Path

from neuroref.render.export.pictures import DARK, LIGHT

DOCS = Path(__file__).parent.parent / "docs"
TITLE = "What a question costs on larger datasets"
AIM = 1.3  # of the aims of scale: a warm question takes at most so many times what it takes of the shipped dataset
WIDTH, HEIGHT = 900, 380
LEFT, RIGHT, TOP, BOTTOM = 76, 560, 84, 310  # the field between the axes
LINE = 20  # from one label to the next
# A colour for each line, and dashes, so that no line is told by its colour alone.
LINES = {"increase": "", "decrease": "8 4", "contested": "2 4", "found": "10 3 2 3"}

Ratios = Mapping[str, Sequence[tuple[int, float]]]


def ratios(page: str) -> Ratios:
    """Return what the table of scale says: for each question, numbers of links with the ratio of time."""
    [table] = re.findall(r"^\| links \|.*\n\| ---.*\n((?:\|.*\n)+)", page, re.MULTILINE)
    [head] = re.findall(r"^\| links \|.*$", page, re.MULTILINE)
    names = [name.strip() for name in head.strip("|").split("|")]
    found: dict[str, list[tuple[int, float]]] = {}
    for row in table.splitlines():
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        for name, cell in zip(names, cells, strict=True):
            if told := re.match(r"([\d.]+) time, ", cell):
                found.setdefault(name.strip("`"), []).append((int(cells[0].replace(",", "")), float(told[1])))
    return found


def draw(page: str) -> str:
    """Draw the ratios of a *page* of figures over the number of links, as an SVG; light or dark as the reader's setting is."""
    lines = ratios(page)
    sizes = sorted({size for points in lines.values() for size, _ in points})
    told = [ratio for points in lines.values() for _, ratio in points]
    low, high = (math.floor(min([0.9, *told]) * 10 - 1) / 10, math.ceil(max([AIM, *told]) * 10 + 1) / 10)
    least, most = math.log10(sizes[0]), math.log10(max(sizes[-1], 10 * sizes[0]))

    def place(size: int, ratio: float) -> tuple[float, float]:
        across = (math.log10(size) - least) / (most - least)
        return LEFT + across * (RIGHT - LEFT), BOTTOM - (ratio - low) / (high - low) * (BOTTOM - TOP)

    parts = [_text(TITLE, LEFT, 34, css="title")]
    parts.append(_text("Time of a warm question, in times that of the shipped dataset", LEFT, 60, css="dim"))
    step = max(1, round((high - low) * 10 / 8))  # of tenths: about eight lines, whatever the range
    for tenths in range(round(low * 10), round(high * 10) + 1, step):
        ratio = tenths / 10
        _, y = place(sizes[0], ratio)
        parts.append(f'<path class="grid" d="M{LEFT} {y:.1f}H{RIGHT}"/>')
        parts.append(_text(f"{ratio:.1f} ×", LEFT - 10, y + 5, "end"))
    for ratio, css in ((1.0, "even"), (AIM, "aim")):
        _, y = place(sizes[0], ratio)
        parts.append(f'<path class="{css}" d="M{LEFT} {y:.1f}H{RIGHT}"/>')
    parts.append(_text(f"aim: at most {AIM} ×", LEFT + 8, y - 6, css="dim"))
    parts.append(f'<path class="axis" d="M{LEFT} {TOP}V{BOTTOM}H{RIGHT}"/>')
    for size in sizes:
        x, _ = place(size, low)
        parts.append(f'<path class="axis" d="M{x:.1f} {BOTTOM}v6"/>')
        parts.append(_text(f"{size:,}", x, BOTTOM + 24, "middle"))
    parts.append(
        _text("links in the dataset (each step ten times as many)", (LEFT + RIGHT) / 2, BOTTOM + 52, "middle", "dim")
    )
    ends = {name: place(*points[-1]) for name, points in lines.items()}
    heights = spread({name: y for name, (_, y) in ends.items()})
    for (name, points), (color, dashes) in zip(lines.items(), cycle(LINES.items()), strict=False):
        line = " ".join("{:.1f},{:.1f}".format(*place(*point)) for point in points)
        dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
        parts.append(f'<polyline class="of-{color}" points="{line}"{dashed}/>')
        parts += [
            f'<circle class="{color}" cx="{{:.1f}}" cy="{{:.1f}}" r="3.5"/>'.format(*place(*one)) for one in points
        ]
        (x, y), label = ends[name], heights[name]
        parts.append(f'<path class="lead" d="M{x + 6:.1f} {y:.1f}L{x + 22:.1f} {label:.1f}"/>')
        parts.append(_text(f"{name}  {points[-1][1]:.2f} ×", x + 28, label + 5, css=f"{color} label"))
    style = (
        "text{font:14px system-ui,Helvetica,Arial,sans-serif}.title{font-size:20px;font-weight:600}"
        ".label{font-weight:600}path,polyline{fill:none}polyline{stroke-width:2.5}.aim{stroke-dasharray:6 5}\n"
        f"{''.join(_rules(LIGHT))}\n@media (prefers-color-scheme:dark){{{''.join(_rules(DARK))}}}"
    )
    said = "; ".join(
        f"{name}: {', '.join(f'{ratio:.2f} at {size:,}' for size, ratio in points)}" for name, points in lines.items()
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="title desc">\n'
        f'<title id="title">{escape(TITLE)}</title>\n<desc id="desc">{escape(said)}</desc>\n<style>\n{style}\n</style>\n'
        '<rect class="ground" width="100%" height="100%"/>\n' + "\n".join(parts) + "\n</svg>\n"
    )


def spread(heights: Mapping[str, float]) -> dict[str, float]:
    """Move labels apart that would lie upon each other, as little as can be, in the order in which they lie."""
    placed: dict[str, float] = {}
    groups: list[list[str]] = []
    for name in sorted(heights, key=lambda one: heights[one]):
        groups.append([name])
        while True:
            for group in groups:
                middle = sum(heights[one] for one in group) / len(group)
                placed |= {one: middle + (number - (len(group) - 1) / 2) * LINE for number, one in enumerate(group)}
            if len(groups) < 2 or placed[groups[-1][0]] - placed[groups[-2][-1]] >= LINE:
                break
            last = groups.pop()
            groups[-1] += last
    return placed


def _text(told: str, x: float, y: float, anchor: str = "start", css: str = "text") -> str:
    return f'<text class="{css}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(told)}</text>'


def _rules(colors: Mapping[str, str]) -> Iterator[str]:
    yield f".ground{{fill:{colors['ground']}}}.text,.title{{fill:{colors['text']}}}.dim{{fill:{colors['dim']}}}"
    yield f".grid{{stroke:{colors['line']}}}.axis,.even,.aim,.lead{{stroke:{colors['dim']}}}"
    for name in LINES:
        yield f".{name}{{fill:{colors[name]}}}.of-{name}{{stroke:{colors[name]}}}"


if __name__ == "__main__":
    (DOCS / "performance.svg").write_text(draw((DOCS / "performance.md").read_text("utf-8")), "utf-8")
