"""Draws links as graphs: in the DOT language of Graphviz, and in Mermaid's."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from ...model.names import plain
from ...model.records import Cause, Dataset, Effect, Example, Member
from ...model.vocabularies import ARROWS, Direction, Evidence
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
    Direction.MIXED: "<-->",
    Direction.UNCHANGED: "---",
}

MOST_NAMED = 2  # members on a line; a tooltip names them all

Told = Callable[[Effect], str]


def dot(dataset: Dataset) -> Iterator[str]:
    """Yield a Graphviz digraph: causes as clusters of examples, an edge for every link, weight for evidence."""
    yield "digraph neuroref {\n"
    yield f"  label={_quoted(dataset.dataset.title)};\n"
    yield '  graph [rankdir=LR, ranksep=3, nodesep=0.12, fontname="Helvetica", labelloc=t, fontsize=24];\n'
    yield '  node [shape=box, style="rounded,filled", fillcolor=white, fontname="Helvetica", fontsize=10];\n'
    yield '  edge [fontname="Helvetica", fontsize=8];\n'
    for cause in dataset.causes:
        yield f"  subgraph {_quoted(f'cluster_{cause.id}')} {{\n"
        yield f'    label={_quoted(cause.name)}; style=filled; color="#f0ede6"; fontsize=14;\n'
        for example in cause.examples:
            tooltip = f", tooltip={_quoted(_members(example))}" if example.members else ""
            yield f"    {_quoted(f'example:{example.id}')} [label={_quoted(example.name)}{tooltip}];\n"
        yield "  }\n"
    for transmitter in _reached(dataset):
        label = _quoted(transmitter[1])
        yield f'  {_quoted(f"transmitter:{transmitter[0]}")} [label={label}, shape=ellipse, fillcolor="#e8eef6"];\n'
    told = phrases(dataset)
    for cause in dataset.causes:
        for source, identifier, effect in _links(cause):
            yield f"  {_quoted(f'example:{source}')} -> {_quoted(f'transmitter:{effect.transmitter}')} "
            yield f"[{_edge(identifier, effect, told)}];\n"
    yield "}\n"


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
    """Yield a Mermaid flowchart of every link, each example beside its cause."""
    yield from _mermaid_head(dataset.dataset.title)
    for number, cause in enumerate(dataset.causes):
        yield f"  subgraph c{number} [{_labelled(cause.name)}]\n"
        for example in cause.examples:
            members = f": {_few([member.name for member in example.members])}" if example.members else ""
            yield f"    e_{_mermaid_id(example.id)}[{_labelled(example.name + members)}]\n"
        yield "  end\n"
    for identifier, name in _reached(dataset):
        yield f"  t_{_mermaid_id(identifier)}([{_labelled(name)}])\n"
    told, directions = phrases(dataset), []
    for cause in dataset.causes:
        for source, _, effect in _links(cause):
            label = f"{_label(effect, told)}, {effect.evidence}"
            arrow = MERMAID_ENDS[effect.direction]
            yield f"  e_{_mermaid_id(source)} {arrow}|{_labelled(label)}| t_{_mermaid_id(effect.transmitter)}\n"
            directions.append(effect.direction)
    yield from _greyed(directions)


def mermaid_overview(matrix: Matrix, title: str, names: dict[str, str]) -> Iterator[str]:
    """Yield a Mermaid flowchart of causes and transmitters, for more links than Mermaid draws."""
    yield from _mermaid_head(title)
    for row in matrix.rows:
        yield f"  c_{_mermaid_id(row.id)}[{_labelled(row.name)}]\n"
    for column in matrix.columns:
        yield f"  t_{_mermaid_id(column)}([{_labelled(names[column])}])\n"
    directions = []
    for row in matrix.rows:
        for cell in row.cells:
            label = f"{ARROWS[cell.direction]} {cell.links}, {cell.evidence}"
            arrow = MERMAID_ENDS[cell.direction]
            yield f"  c_{_mermaid_id(row.id)} {arrow}|{_labelled(label)}| t_{_mermaid_id(cell.column)}\n"
            directions.append(cell.direction)
    yield from _greyed(directions)


def _greyed(directions: Sequence[Direction]) -> Iterator[str]:
    """Yield the line that draws those links grey which found no change, of links by their *directions* in order."""
    grey = [str(number) for number, direction in enumerate(directions) if direction is Direction.UNCHANGED]
    if grey:
        stroke, words = COLORS[Direction.UNCHANGED], WORD_COLORS[Direction.UNCHANGED]
        yield f"  linkStyle {','.join(grey)} stroke:{stroke},color:{words}\n"


def _mermaid_head(title: str) -> Iterator[str]:
    yield f"---\ntitle: {_quoted(title)}\n---\nflowchart LR\n"


def _mermaid_id(identifier: str) -> str:
    return re.sub(r"\W", "_", identifier)


def _labelled(words: str) -> str:
    """Write a label that Mermaid takes as text: what could be syntax becomes a numbered character."""
    return '"' + re.sub(r"[^\w ,.:()/+'↑↓↕–’-]", lambda match: f"#{ord(match[0])};", plain(words)) + '"'


def _links(cause: Cause) -> Iterator[tuple[str, str, Effect]]:
    for example in cause.examples:
        for identifier, effect in example.links():
            yield example.id, identifier, effect


def _reached(dataset: Dataset) -> Iterable[tuple[str, str]]:
    linked = {effect.transmitter for cause in dataset.causes for _, _, effect in _links(cause)}
    return [(one.id, one.name) for one in dataset.transmitters if one.id in linked]
