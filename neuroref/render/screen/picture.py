"""A page as a picture (SVG): its text on a plain ground, light or dark as the reader's setting is, without a window."""

from __future__ import annotations

import io
import re
from html import escape

from rich.terminal_theme import TerminalTheme

from ...model.names import plain
from ..export.pictures import DARK, LIGHT
from ..page import Page, Title
from .environment import Screen
from .letters import GLUE, JOINT
from .terminal import console_for, print_page

_NORMAL = [(0, 0, 0)] * 8
_THEME = TerminalTheme((255, 255, 255), (0, 0, 0), [*_NORMAL[:5], (1, 0, 0), (2, 0, 0), *_NORMAL[:1]], _NORMAL)
# What Rich writes for a colour, and its name: the ground's own, the same standing back, and those of `terminal.STYLES`.
_COLORS = {
    "#000000": "text", "#666666": "dim", "#0087ff": "increase", "#d75f00": "decrease", "#5f87af": "increase",
    "#af875f": "decrease", "#010000": "contested",
    "#020000": "found",
}  # fmt: skip
_TEMPLATE = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" aria-labelledby="title">
<title id="title">TITLE</title>
<style>
.ground {{ fill: GROUND }}
.{unique_id}-matrix {{ font: {char_height}px ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace }}
{styles}
</style>
<defs>{lines}</defs>
<rect class="ground" width="100%" height="100%"/>
<g transform="translate({terminal_x}, 16)">{backgrounds}<g class="{unique_id}-matrix">{matrix}</g></g>
</svg>
"""


def draw(page: Page, width: int) -> str:
    """Draw *page* as an SVG, *width* letters wide; it asks nothing of the network."""
    screen = Screen(is_terminal=True, width=width, color=True, encoding="utf-8")
    console = console_for(screen, io.StringIO(), record=True)
    print_page(page, screen, console)
    drawn = console.export_svg(theme=_THEME, code_format=_TEMPLATE, unique_id="page")
    title = page[0].text if page and isinstance(page[0], Title) else "neuroref"
    before, rules, after = re.split(r"(?<=<style>\n)(.*?)(?=</style>)", drawn, maxsplit=1, flags=re.DOTALL)
    light, dark = (_colored(rules, colors) for colors in (LIGHT, DARK))
    styled = f"{before}{light}@media (prefers-color-scheme: dark) {{\n{dark}}}\n{after}"
    return styled.replace("TITLE", escape(plain(title)), 1).translate(
        {ord(GLUE): "\N{NO-BREAK SPACE}", ord(JOINT): None}
    )


def _colored(rules: str, colors: dict[str, str]) -> str:
    named = re.sub(r"#[0-9a-f]{6}", lambda found: colors[_COLORS.get(found[0], "text")], rules)
    return named.replace("GROUND", colors["ground"])
