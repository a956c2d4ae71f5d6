"""Pictures for a slide (SVG): the matrix as a heat map, what raises and lowers a transmitter, the web around an entry.

Colours are those of screens, told apart by the colour-blind, and never say anything alone. A picture is light or dark
as the reader's setting is, its text is text, and it asks nothing of the network.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import NamedTuple

from ...model.names import inside_sentence, plain
from ...model.vocabularies import ARROWS, EVIDENCE_ORDER, Direction, Evidence
from ...questions.answers import ByTransmitter, Link, Matrix
from ...questions.entries import ConditionEntry, Entry, ExampleEntry, MoleculeEntry
from ...questions.reader import Labels
from .. import words
from ..screen.entries import OBSERVED
from .graphs import DOT_LEGEND, LINES, WIDTHS

LIGHT = {
    "ground": "#ffffff", "text": "#1b1f24", "dim": "#5d6670", "line": "#d5dae0", "increase": "#0065bd",
    "decrease": "#b34e00", "mixed": "#6b6f76", "contested": "#8a3ea8", "found": "#00707a", "full": "#ffffff",
}  # fmt: skip
DARK = {
    "ground": "#12161c", "text": "#e8ecf1", "dim": "#9aa5b1", "line": "#39424d", "increase": "#58a6ff",
    "decrease": "#f0883e", "mixed": "#9aa5b1", "contested": "#d2a8ff", "found": "#56d4dd", "full": "#0b0e12",
}  # fmt: skip
# How full the colour is, by evidence.
FULL = {
    Evidence.STRONG: 1.0, Evidence.MODERATE: 0.62, Evidence.LIMITED: 0.34, Evidence.PRECLINICAL: 0.16,
    Evidence.CONTESTED: 0.16,
}  # fmt: skip
WIDTH = 1000
LEAST = 840  # as wide as the legend
EDGE = 32  # around everything
CELL = 44
LETTER = 7.6  # of text of 14 pixels, about
NAMED = 5  # names in a title, and about as many of a bar
MIDDLE = 84  # from the middle of a balance to its bars
# Where the bars of a balance go, how its text is set, and what is said of them.
ARMS = {Direction.DECREASE: (-1, "end", "lowered"), Direction.INCREASE: (1, "start", "raised")}
LINE = 46  # letters of names below a bar
TITLE_LINE = 62  # letters of a title
# Of a web: where its ties end, its middle stands and its strands are told; letters of their lines; ties that are named.
TIED, FROM, TO, TOLD = 236, 286, 486, 606
TIED_LINE, MIDDLE_LINE, TOLD_LINE = 24, 16, 42
MOST_TIED = 7
DASHES = {"dashed": "7 5", "dotted": "2 4"}
# The ends of strands that end at (0, 0) from the left.
ENDS = {
    Direction.INCREASE: '<path class="increase" d="M2 0l-11 -5.5v11z"/>',
    Direction.DECREASE: '<path class="decrease" d="M-2 -8h4v16h-4z"/>',
    Direction.MIXED: '<path class="mixed" d="M2 0l-7 -6l-7 6l7 6z"/>',
}


def heat_map(matrix: Matrix, transmitters: Mapping[str, str], narrowed: str = "") -> str:
    """Draw a *matrix*: in each cell which way its links lean and how many there are, fuller with better evidence."""
    names = [words.main_name(row.name) for row in matrix.rows]
    heads = [transmitters[one] if matrix.columns_by == "transmitter" else one for one in matrix.columns]
    left = EDGE + max(len(name) for name in names) * LETTER + 14
    slanted = max(len(head) for head in heads) * LETTER * 0.71
    right = left + len(heads) * CELL
    title = f"Links by {matrix.rows_by} and {matrix.columns_by}"
    if matrix.rows_by == "entry":
        title = f"{', '.join(names[:NAMED])}: links by {matrix.columns_by}"
    top = _below(title) + slanted
    parts = [_head(title, matrix.links, narrowed)]
    for number, head in enumerate(heads):
        x = left + (number + 0.5) * CELL
        parts.append(_text(head, x - 4, top - 10, turned=-45))
    for number, (row, name) in enumerate(zip(matrix.rows, names, strict=True)):
        y = top + number * CELL
        parts.append(_text(name, left - 12, y + CELL / 2 + 5, anchor="end"))
        cells = {cell.column: cell for cell in row.cells}
        for place, column in enumerate(matrix.columns):
            x = left + place * CELL
            if (cell := cells.get(column)) is None:
                parts.append(f'<rect class="none" x="{x + 2:g}" y="{y + 2:g}" width="40" height="40" rx="4"/>')
                continue
            told = f"{name}, {heads[place]}: {cell.lean}, {words.plural(cell.links, 'link')}, {cell.lean_evidence}"
            full = FULL[cell.lean_evidence]
            parts.append(
                f'<g><title>{_safe(told)}</title><rect class="{cell.lean}" fill-opacity="{full}" x="{x + 2:g}" '
                f'y="{y + 2:g}" width="40" height="40" rx="4"/>'
            )
            inside = "full" if full == 1 and cell.lean is not Direction.UNCHANGED else "text"
            parts.append(_text(f"{ARROWS[cell.lean]}{cell.links}", x + CELL / 2, y + CELL / 2 + 5, "middle", inside))
            parts.append("</g>")
    bottom = top + len(names) * CELL + 30
    parts += [*_legend(EDGE, bottom)]
    said = "A cell says which way most of the better links lean, and how many links there are."
    return _picture(parts, max(right + slanted + EDGE, LEAST), bottom + 24, said)


def balance(answer: ByTransmitter, narrowed: str = "") -> str:
    """Draw what lowers a transmitter on the left and what raises it on the right, a row for each level of evidence."""
    found = (link for group in answer.causes for example in group.examples for link in example.links)
    sides: dict[Evidence, dict[Direction, list[Link]]] = {level: {} for level in EVIDENCE_ORDER}
    for link in {link.id: link for link in found}.values():
        sides[link.evidence].setdefault(link.direction, []).append(link)
    levels = [level for level in EVIDENCE_ORDER if sides[level]]
    most = max(len(sides[level].get(way, ())) for level in levels for way in ARMS) or 1
    arm = WIDTH / 2 - EDGE - MIDDLE - 36
    top = EDGE + 82
    parts = [_head(f"What raises and what lowers {inside_sentence(answer.name)}", answer.links, narrowed)]
    for way, (sign, anchor, verb) in ARMS.items():
        number = sum(len(sides[level].get(way, ())) for level in levels)
        told = f"{ARROWS[way]} {verb} by {words.plural(number, 'link')}"
        parts.append(_text(told, WIDTH / 2 + sign * MIDDLE, top, anchor, f"{way} bold"))
    for row, level in enumerate(levels):
        y = top + 18 + row * 74
        ways = sides[level]
        others = " ".join(f"{ARROWS[way]}{len(ways[way])}" for way in ARROWS if way in ways and way not in ARMS)
        parts.append(_text(level.value, WIDTH / 2, y + 19, "middle", "bold"))
        parts.append(_text(others, WIDTH / 2, y + 39, "middle", "dim"))
        for way, (sign, anchor, _) in ARMS.items():
            if way not in ways:
                continue
            length, x = max(len(ways[way]) / most * arm, 2), WIDTH / 2 + sign * MIDDLE
            shape = f'x="{min(x, x + sign * length):g}" y="{y:g}" width="{length:g}" height="26" rx="3"'
            parts.append(f'<rect class="{way}" fill-opacity="{max(FULL[level], 0.3):g}" {shape}/>')
            parts.append(_text(str(len(ways[way])), x + sign * (length + 8), y + 19, anchor, "bold"))
            parts.append(_text(_named(ways[way]), x, y + 46, anchor, "dim small"))
    bottom = top + 18 + len(levels) * 74 + 16
    legend = "↕ mixed, = unchanged. The direction is that of the transmitter's signalling."
    parts.append(_text(legend, EDGE, bottom, css="dim small"))
    return _picture(parts, WIDTH, bottom + 24, "Bars count links by level of evidence.")


class Strand(NamedTuple):
    """What leads from the middle of a web: to what, what is told of it, which way and how sure; a tie has no way."""

    to: str
    told: str
    way: Direction | None = None
    evidence: Evidence | None = None


def around(entry: Entry, labels: Labels) -> str | None:
    """Draw the web around an example, a molecule or a condition; none where nothing leads from it."""
    if isinstance(entry, ExampleEntry):
        asked = entry.member.asked if entry.member else words.main_name(entry.name)
        does = "what was measured" if entry.kind in OBSERVED else "what it does to transmitters"
        found = words.best_first(entry.links)
        first = list(dict.fromkeys(link.transmitter for link in found))  # what is said of one stands together
        strands = [
            Strand(
                words.transmitter(link.transmitter, labels),
                ", ".join([link.phrase, *([link.phase] if link.phase else []), *_only(link, entry)]),
                link.direction,
                link.evidence,
            )
            for link in sorted(found, key=lambda link: first.index(link.transmitter))
        ]
        beside: dict[str, Sequence[words.Pointer]] = {
            "cause": [entry.cause],
            "group": entry.groups,
            "condition": entry.conditions,
            "see also": entry.see_also,
        }
        ties = [("told under", words.main_name(entry.name))] if entry.member else []
        ties += [(label, words.main_name(one.name)) for label, pointers in beside.items() for one in pointers]
        return _web(f"{asked}: {does}", asked, entry.kind.replace("-", " "), len(found), strands, ties)
    if isinstance(entry, MoleculeEntry):
        through: dict[tuple[str, Direction, str], list[Link]] = {}
        for link in words.best_first(entry.links):
            for via in link.via:
                if via.molecule == entry.id:
                    through.setdefault((link.transmitter, link.direction, via.action), []).append(link)
        strands = [
            Strand(
                words.transmitter(to, labels), f"{action.replace('-', ' ')}: {_named(links)}", way, links[0].evidence
            )
            for (to, way, action), links in through.items()
        ]
        ties = [(f"{one.part} of", inside_sentence(one.name)) for one in entry.serves]
        ties += [("variant", words.main_name(one.name)) for one in entry.variants]
        kind = f"{entry.kind} · {entry.id}" if entry.id.isupper() else str(entry.kind)
        return _web(f"{entry.name}: what acts through it", entry.name, kind, len(entry.links), strands, ties)
    if isinstance(entry, ConditionEntry):
        groups: dict[str, list[Link]] = {}
        for example in entry.examples:
            groups.setdefault(example.cause, []).extend(example.links)
        strands = [Strand(labels.causes[cause], _named(links)) for cause, links in groups.items() if links]
        ties = [("cause", one.name) for one in entry.causes]
        number = sum(map(len, groups.values()))
        return _web(f"{entry.name}: what is tied to it", entry.name, "condition", number, strands, ties)
    return None


def _only(link: Link, entry: ExampleEntry) -> list[str]:
    """Say for which members of a class a link holds, where it is not one of them that was asked for."""
    return [f"only {', '.join(link.members)}"] if link.members and not entry.member else []


def _web(
    title: str, name: str, kind: str, links: int, strands: list[Strand], ties: list[tuple[str, str]]
) -> str | None:
    """Draw a *name* in the middle, what leads from it on the right, and what it is tied to on the left."""
    if not strands:
        return None
    if len(ties) > MOST_TIED:
        ties = [*ties[:MOST_TIED], ("", f"and {len(ties) - MOST_TIED} more")]
    told = [
        textwrap.wrap(strand.told, TOLD_LINE, max_lines=3, placeholder=" …", break_on_hyphens=False)
        for strand in strands
    ]
    tied = [textwrap.wrap(one, TIED_LINE, break_on_hyphens=False) for _, one in ties]
    inside = textwrap.wrap(words.main_name(name), MIDDLE_LINE)
    heights = [sum(map(_height, told)), sum(map(_height, tied)), 60 + 24 * len(inside)]
    top = _below(title)
    middle = top + max(heights) / 2
    parts = [_head(title, links, "")]
    y = middle - heights[1] / 2
    for (label, _), lines in zip(ties, tied, strict=True):
        at = y + (_height(lines) - 14) / 2
        parts.append(
            f'<path class="to-line" d="M{TIED} {at:g}C{TIED + 30} {at:g} {FROM - 30} {middle:g} {FROM} {middle:g}"/>'
        )
        parts += [_text(label, TIED - 10, y + 14, "end", "dim small")] if label else []
        parts += [_text(line, TIED - 10, y + 32 + 18 * number, "end") for number, line in enumerate(lines)]
        y += _height(lines)
    y = middle - heights[0] / 2
    for strand, lines in zip(strands, told, strict=True):
        at = y + 10
        way, evidence = strand.way, strand.evidence
        width = WIDTHS[evidence] if evidence else "1"
        dashes = f' stroke-dasharray="{DASHES[LINES[evidence]]}"' if evidence in LINES else ""
        parts.append(
            f'<path class="to-{way or "line"}" stroke-width="{width}"{dashes} '
            f'd="M{TO} {middle:g}C{TO + 70} {middle:g} {TOLD - 80} {at:g} {TOLD - 14} {at:g}"/>'
        )
        if way in ENDS:
            parts.append(f'<g transform="translate({TOLD - 10} {at:g})">{ENDS[way]}</g>')
        head = f"{ARROWS[way]} {strand.to}" if way else strand.to
        parts.append(_text(head, TOLD, y + 15, css=f"bold said-{way}" if way else "bold"))
        if evidence:
            parts.append(_text(f"{words.SIGNS[evidence]} {evidence}", WIDTH - EDGE, y + 15, "end", "dim small"))
        parts += [_text(line, TOLD, y + 34 + 18 * number) for number, line in enumerate(lines)]
        y += _height(lines)
    shape = f'x="{FROM}" y="{middle - heights[2] / 2 + 10:g}" width="{TO - FROM}" height="{heights[2] - 20}" rx="10"'
    parts.append(f'<rect class="ground to-found" stroke-width="2" {shape}/>')
    y = middle - 12 * len(inside) + 8
    for number, line in enumerate(inside):
        parts.append(_text(line, (FROM + TO) / 2, y + 24 * number, "middle", "bold large"))
    parts.append(_text(kind, (FROM + TO) / 2, y + 24 * len(inside) - 2, "middle", "dim small"))
    bottom = top + max(heights) + 24
    if any(strand.way for strand in strands):
        parts.append(_text(DOT_LEGEND, EDGE, bottom, css="dim small"))
    return _picture(parts, WIDTH, bottom + 20, "Lines lead from the entry in the middle to what is told of it.")


def _height(lines: Sequence[str]) -> int:
    """Return the height of what has a head, *lines* below it and some room."""
    return 34 + 18 * len(lines)


def _named(links: Sequence[Link]) -> str:
    """Name the first examples of *links* that fit one line, and how many more there are."""
    names = list(dict.fromkeys(words.main_name(link.name).partition(":")[0] for link in links))
    told: list[str] = []
    for name in names[: 2 * NAMED]:
        if sum(map(len, [*told, name])) + 2 * len(told) <= LINE:
            told.append(name)
    more = len(names) - len(told)
    return ", ".join(told) + (f" and {more} more" if more else "")


def _head(title: str, links: int, narrowed: str) -> str:
    note = words.plural(links, "link") + (f", {narrowed}" if narrowed else "")
    return (
        f'<title id="title">{_safe(title)}</title>'
        + "".join(_text(one, EDGE, EDGE + 14 + 28 * number, css="title") for number, one in enumerate(_titled(title)))
        + _text(note, EDGE, _below(title) - 24, css="dim")
    )


def _titled(title: str) -> list[str]:
    return textwrap.wrap(title, TITLE_LINE)


def _below(title: str) -> int:
    """Return where a picture begins below its *title* and the note under that."""
    return EDGE + 34 + 28 * len(_titled(title))


def _legend(x: float, y: float) -> Iterator[str]:
    told = {"increase": "↑ more", "decrease": "↓ less", "mixed": "↕ both", "unchanged": "= no change"}
    for way, label in told.items():
        yield f'<rect class="{way}" x="{x:g}" y="{y - 11:g}" width="14" height="14" rx="2"/>'
        yield _text(label, x + 20, y + 1, css="small")
        x += 36 + len(label) * 7
    x += 20
    for level in (Evidence.STRONG, Evidence.MODERATE, Evidence.LIMITED, Evidence.PRECLINICAL):
        label = "preclinical, contested" if level is Evidence.PRECLINICAL else level.value
        shape = f'x="{x:g}" y="{y - 11:g}" width="14" height="14" rx="2"'
        yield f'<rect class="text" fill-opacity="{FULL[level]}" {shape}/>'
        yield _text(label, x + 20, y + 1, css="small")
        x += 36 + len(label) * 7


def _text(told: str, x: float, y: float, anchor: str = "start", css: str = "text", turned: int = 0) -> str:
    turn = f' transform="rotate({turned} {x:g} {y:g})"' if turned else ""
    return f'<text class="{css}" x="{x:g}" y="{y:g}" text-anchor="{anchor}"{turn}>{_safe(told)}</text>'


def _safe(told: str) -> str:
    return escape(plain(told))


def _rules(colors: Mapping[str, str]) -> str:
    ways = {**colors, "unchanged": colors["dim"]}
    return (
        "".join(f".{name}{{fill:{color}}}" for name, color in colors.items() if name != "line")
        + "".join(f".to-{name}{{stroke:{color}}}.said-{name}{{fill:{color}}}" for name, color in ways.items())
        + f".none,.unchanged{{fill:none;stroke:{colors['line']}}}.unchanged{{stroke:{colors['dim']}}}\n"
    )


def _picture(parts: Sequence[str], width: float, height: float, said: str) -> str:
    title, *rest = parts[0].partition("</title>")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" role="img" '
        f'aria-labelledby="title desc">\n{title}{rest[0]}<desc id="desc">{_safe(said)}</desc>\n<style>\n'
        "text{font:14px system-ui,Helvetica,Arial,sans-serif}.title{font-size:22px;font-weight:600}"
        ".small{font-size:13px}.large{font-size:16px}path[class^=to]{fill:none}"
        f".bold{{font-weight:600}}\n.title,.bold,.small{{fill:{LIGHT['text']}}}{_rules(LIGHT)}"
        f"@media (prefers-color-scheme:dark){{.title,.bold,.small{{fill:{DARK['text']}}}{_rules(DARK)}}}\n</style>\n"
        f'<rect class="ground" width="100%" height="100%"/>\n{rest[1]}\n' + "\n".join(parts[1:]) + "\n</svg>\n"
    )
