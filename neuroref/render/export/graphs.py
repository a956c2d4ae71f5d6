"""Draws links as graphs: in the DOT language of Graphviz, and in Mermaid's."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape

from ...model.names import plain
from ...model.records import Cause, Dataset, Effect, Example, Member
from ...model.vocabularies import ARROWS, Direction, Evidence, Kind
from ...questions.answers import Matrix
from .molecules import phrases

# Direction is shown by arrow sign, line and head as well as by colour; the colours differ also for the colour-blind.
COLORS = {
    Direction.INCREASE: "#1f5fa8",
    Direction.DECREASE: "#b35900",
    Direction.MIXED: "#6b6b6b",
    Direction.UNCHANGED: "#9a9a9a",
}
WORD_COLORS = {**COLORS, Direction.UNCHANGED: "#767676"}  # grey words that can still be read on white
HEADS = {
    Direction.INCREASE: "normal",
    Direction.DECREASE: "tee",
    Direction.MIXED: "diamond",
    Direction.UNCHANGED: "none",
}
WIDTHS = {
    Evidence.STRONG: "3", Evidence.MODERATE: "2.2", Evidence.LIMITED: "1.4", Evidence.PRECLINICAL: "0.8",
    Evidence.CONTESTED: "1",
}  # fmt: skip
LINES = {Evidence.PRECLINICAL: "dashed", Evidence.CONTESTED: "dotted"}

MERMAID_MOST = 280  # links; by default Mermaid refuses more than 500 edges or 50,000 characters
MERMAID_ENDS = {
    Direction.INCREASE: "-->",
    Direction.DECREASE: "--x",
    Direction.MIXED: "--o",
    Direction.UNCHANGED: "---",
}

LEGEND = "↑ more: arrow · ↓ less: {less} · ↕ both: {both} · = no change: plain line"
DOT_LEGEND = (
    LEGEND.format(less="bar", both="diamond") + " · thicker: better evidence · dashed: preclinical, dotted: contested"
)
MERMAID_LAYOUT = "{curve: linear, rankSpacing: 300, nodeSpacing: 24}"  # labels stand apart, each beside its cause
MERMAID_LEGEND = LEGEND.format(less="cross", both="circle")

FEW = 2  # causes that a title names
MOST_NAMED = 2  # members on a line; a tooltip names them all

Told = Callable[[Effect], str]


def dot(dataset: Dataset) -> Iterator[str]:
    """Yield a Graphviz digraph: causes as clusters of examples by kind, an edge for every link, weight for evidence."""
    title, legend = (_in_tags(one) for one in (_title(dataset), DOT_LEGEND))
    yield "digraph neuroref {\n"
    yield f'  label=<<font point-size="26">{title}</font><br/>{legend}<br/> >;\n'
    yield '  graph [rankdir=LR, ranksep=4, nodesep=0.14, fontname="Helvetica", labelloc=t, fontsize=13];\n'
    yield '  node [shape=box, style="rounded,filled", fillcolor=white, fontname="Helvetica", fontsize=12];\n'
    yield '  edge [fontname="Helvetica", fontsize=10];\n'
    for cause in dataset.causes:
        yield f"  subgraph {_quoted(f'cluster_{cause.id}')} {{\n"
        yield f'    label={_quoted(cause.name)}; style=filled; color="#f0ede6"; fontsize=14;\n'
        for kind, examples in _by_kind(cause):
            group = f"cluster_{cause.id}_{kind}"
            yield f"    subgraph {_quoted(group)} {{\n"
            yield f'      label={_quoted(kind.replace("-", " "))}; color="#ddd8cc"; style=rounded; fontsize=12;\n'
            for example in examples:
                tooltip = f", tooltip={_quoted(_members(example))}" if example.members else ""
                yield f"      {_quoted(f'example:{example.id}')} [label={_quoted(example.name)}{tooltip}];\n"
            yield "    }\n"
        yield "  }\n"
    for transmitter in _reached(dataset):
        label = _quoted(transmitter[1])
        node = _quoted(f"transmitter:{transmitter[0]}")
        yield f'  {node} [label={label}, shape=ellipse, fontsize=14, fillcolor="#e8eef6"];\n'
    told = phrases(dataset)
    for cause in dataset.causes:
        for source, identifier, effect in _links(cause):
            yield f"  {_quoted(f'example:{source}')} -> {_quoted(f'transmitter:{effect.transmitter}')} "
            yield f"[{_edge(identifier, effect, told)}];\n"
    yield "}\n"


def _title(dataset: Dataset) -> str:
    """Say what a graph shows: the few causes that it is of, else the whole."""
    causes = [cause.name for cause in dataset.causes]
    return " and ".join(causes) if len(causes) <= FEW else dataset.dataset.title


def _by_kind(cause: Cause) -> Iterator[tuple[str, list[Example]]]:
    """Yield the examples of a *cause* by their kind, in the order of the vocabulary."""
    for kind in Kind:
        if found := [example for example in cause.examples if example.kind is kind]:
            yield kind.value, found


def _in_tags(words: str) -> str:
    return escape(plain(words))


def _edge(identifier: str, effect: Effect, told: Told) -> str:
    acts = "".join(f"{via.action} {via.molecule}. " for via in effect.via)
    whose = f" with {', '.join(effect.members)}" if effect.members else ""
    attributes = {
        "id": identifier,
        "label": _label(effect, told),
        "tooltip": f"{effect.direction}, {effect.process}{whose} ({effect.evidence}): {acts}{effect.summary}",
        "color": COLORS[effect.direction],
        "fontcolor": WORD_COLORS[effect.direction],
        "arrowhead": HEADS[effect.direction],
        "penwidth": WIDTHS[effect.evidence],
        "style": LINES.get(effect.evidence, "solid"),
    }
    return ", ".join(f"{name}={_quoted(value)}" for name, value in attributes.items())


def _label(effect: Effect, told: Told) -> str:
    """Say in short what a link does and for which members: ``↑ slower reuptake (blocks SERT), only fluoxetine``."""
    only = f", only {_few(effect.members)}" if effect.members else ""
    return f"{ARROWS[effect.direction]} {told(effect)}{only}"


def _few(words: Sequence[str]) -> str:
    more = len(words) - MOST_NAMED
    return ", ".join(words[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def _members(example: Example) -> str:
    """Name the members of a class, each with its brands."""
    return ", ".join(_member(member) for member in example.members)


def _member(member: Member) -> str:
    return f"{member.name} ({', '.join(member.brands)})" if member.brands else member.name


def _quoted(words: str) -> str:
    escaped = plain(words).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def mermaid(dataset: Dataset) -> Iterator[str]:
    """Yield a Mermaid flowchart of every link, each example beside its cause, by kind."""
    yield from _mermaid_head(_title(dataset))
    for number, cause in enumerate(dataset.causes):
        yield f"  subgraph c{number} [{_labelled(cause.name)}]\n"
        for kind, examples in _by_kind(cause):
            yield f"    subgraph c{number}_{_mermaid_id(kind)} [{_labelled(kind.replace('-', ' '))}]\n"
            for example in examples:
                members = f": {_few([member.name for member in example.members])}" if example.members else ""
                yield f"    e_{_mermaid_id(example.id)}[{_labelled(example.name + members)}]\n"
            yield "    end\n"
        yield "  end\n"
    for identifier, name in _reached(dataset):
        yield f"  t_{_mermaid_id(identifier)}([{_labelled(name)}])\n"
    told, names, directions = phrases(dataset), dict(_reached(dataset)), []
    for cause in dataset.causes:
        for source, _, effect in _links(cause):
            arrow, _, rest = _label(effect, told).partition(" ")
            label = f"{arrow} {names[effect.transmitter]}: {rest}, {effect.evidence}"
            end = MERMAID_ENDS[effect.direction]
            yield f"  e_{_mermaid_id(source)} {end}|{_labelled(label)}| t_{_mermaid_id(effect.transmitter)}\n"
            directions.append(effect.direction)
    yield from _colored(directions)


def mermaid_overview(matrix: Matrix, title: str, names: dict[str, str]) -> Iterator[str]:
    """Yield a Mermaid flowchart of causes and transmitters, for more links than Mermaid draws.

    An arrow goes the way that most of the better links lean, as in the matrix: nearly all of them together are mixed.
    """
    yield from _mermaid_head(title)
    for row in matrix.rows:
        yield f"  c_{_mermaid_id(row.id)}[{_labelled(row.name)}]\n"
    for column in matrix.columns:
        yield f"  t_{_mermaid_id(column)}([{_labelled(names[column])}])\n"
    directions = []
    for row in matrix.rows:
        for cell in row.cells:
            label = f"{ARROWS[cell.lean]} {names[cell.column]}: {cell.links}, {cell.lean_evidence}"
            arrow = MERMAID_ENDS[cell.lean]
            yield f"  c_{_mermaid_id(row.id)} {arrow}|{_labelled(label)}| t_{_mermaid_id(cell.column)}\n"
            directions.append(cell.lean)
    yield from _colored(directions)


def _colored(directions: Sequence[Direction]) -> Iterator[str]:
    """Yield the lines that draw links in the colour of their direction, of links by their *directions* in order."""
    for direction in Direction:
        alike = [str(number) for number, one in enumerate(directions) if one is direction]
        if alike:
            stroke, words = COLORS[direction], WORD_COLORS[direction]
            yield f"  linkStyle {','.join(alike)} stroke:{stroke},color:{words}\n"


def _mermaid_head(title: str) -> Iterator[str]:
    yield f"---\ntitle: {_quoted(title)}\nconfig:\n  flowchart: {MERMAID_LAYOUT}\n---\nflowchart LR\n"
    yield f"  legend[{_labelled(MERMAID_LEGEND)}]\n  style legend fill:none,stroke:none\n"


def _mermaid_id(identifier: str) -> str:
    return re.sub(r"\W", "_", identifier)


def _labelled(words: str) -> str:
    """Write a label that Mermaid takes as text: what could be syntax becomes a numbered character."""
    return '"' + re.sub(r"[^\w ,.:()/+'↑↓↕·–’-]", lambda match: f"#{ord(match[0])};", plain(words)) + '"'


def _links(cause: Cause) -> Iterator[tuple[str, str, Effect]]:
    for example in cause.examples:
        for identifier, effect in example.links():
            yield example.id, identifier, effect


def _reached(dataset: Dataset) -> Iterable[tuple[str, str]]:
    linked = {effect.transmitter for cause in dataset.causes for _, _, effect in _links(cause)}
    return [(one.id, one.name) for one in dataset.transmitters if one.id in linked]
