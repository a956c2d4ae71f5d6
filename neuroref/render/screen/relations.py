"""The pages of how entries stand to each other: the matrix, side by side, the nearest, the chains between."""

from __future__ import annotations

from collections.abc import Sequence

from ...model.vocabularies import ARROWS
from ...questions.answers import (
    Chain,
    Comparison,
    EntryName,
    Matrix,
    MatrixCell,
    PathStep,
    Related,
    Tally,
)
from ...questions.reader import Labels
from .. import words
from ..page import Block, Cell, Column, Inline, Items, Page, Paragraph, Run, Span, Table, Title, cell, dim, strong, text

SHADES = {"strong": "█", "moderate": "▓", "limited": "▒", "preclinical": "░", "contested": "?"}


def matrix(answer: Matrix, labels: Labels) -> Page:
    """Draw the matrix as a heat map: direction, number of links, and the strongest evidence as a shade."""
    by_transmitter = answer.columns_by == "transmitter"
    short = {one: labels.abbreviations[one] for one in answer.columns} if by_transmitter else {}
    body = []
    for row in answer.rows:
        cells = {one.column: one for one in row.cells}
        body.append([cell(row.name), *(_shaded(cells.get(column)) for column in answer.columns)])
    blocks: list[Block] = [
        Title(
            f"Links by {answer.rows_by} and {answer.columns_by}",
            words.plural(answer.links, "link"),
        ),
        Table(
            [Column(answer.rows_by.capitalize()), *(Column(short.get(one, one), whole=True) for one in answer.columns)],
            body,
            sliced=True,
        ),
        Paragraph(text(dim("A cell: net direction, number of links, and the strongest evidence as a shade."))),
        Run([text(dim(f"{mark} {level}")) for level, mark in SHADES.items()]),
        Paragraph(text(dim(words.LEGEND))),
    ]
    if short:
        spelled = ((short[one], words.transmitter(one, labels)) for one in answer.columns)
        blocks.insert(2, Run([text(dim(f"{mark} {name}")) for mark, name in spelled if mark != name]))
    return blocks


def _shaded(one: MatrixCell | None) -> Cell:
    if one is None:
        return cell()
    mark = SHADES[one.evidence.value]
    return cell(Span(f"{ARROWS[one.direction]}{one.links}", one.direction.value), dim(mark))


def comparison(answer: Comparison, labels: Labels) -> Page:
    """Draw entries side by side."""
    names = " and ".join(one.name for one in answer.entries)
    return [
        Title(f"{names}, side by side", words.plural(len(answer.rows), answer.rows_by)),
        Table(
            [
                Column(answer.rows_by.capitalize()),
                *(Column(one.name, labelled=True) for one in answer.entries),
                Column("Verdict", whole=True, labelled=True),
            ],
            [
                [
                    cell(words.transmitter(row.id, labels) if answer.rows_by == "transmitter" else row.name),
                    *(_compared(tally) for tally in row.tallies),
                    cell(strong(row.verdict) if row.verdict == "oppose" else Span(row.verdict)),
                ]
                for row in answer.rows
            ],
        ),
        Paragraph(
            text(
                dim(
                    "agree, oppose: all go the same way, or against each other; differ: some are mixed; only: one "
                    "alone."
                )
            )
        ),
        Paragraph(text(dim(words.LEGEND))),
    ]


def _compared(tally: Tally | None) -> Cell:
    if tally is None:
        return cell(dim("–"))
    return cell(*words.counts(words.ways(tally)), dim(" · "), words.evidence(tally.evidence))


def related(rows: Sequence[Related], asked: str) -> Page:
    """List the nearest entries and what they share."""
    return [
        Title(f"Nearest to {asked}", words.plural(len(rows), "entry")),
        Table(
            [Column("Entry"), Column("Score", whole=True, right=True), Column("Shares", whole=True)],
            [[cell(row.name), cell(str(row.score)), Cell([[text(one)] for one in row.shares])] for row in rows],
        ),
        Paragraph(
            text(
                dim(
                    "Score: what both do to the same transmitter in the same direction (twice if at the same step), "
                    "in per cent of all that either does."
                )
            )
        ),
        Paragraph(text(dim(words.LEGEND))),
    ]


def chains(rows: Sequence[Chain], labels: Labels) -> Page:
    """Draw the chains that join two entries, each step with its evidence and sources."""
    blocks: list[Block] = [Title("How one leads to the other", words.plural(len(rows), "chain"))]
    for row in rows:
        spans: list[Span | str] = [strong(row.steps[0].start.name)]
        for step in row.steps:
            forward = step.end.entry == "transmitter" or step.direction is None
            spans.append(dim(" → " if forward else " ← "))
            if step.end.entry == "transmitter" and step.direction:
                spans += [words.arrow(step.direction), " "]
            name = _named(step.end, labels)
            spans.append(strong(name) if step is row.steps[-1] else name)
        blocks.append(Paragraph(text(*spans)))
        blocks.append(Items([_step(step, labels) for step in row.steps]))
    return [*blocks, Paragraph(text(dim(words.LEGEND)))]


def _step(step: PathStep, labels: Labels) -> Inline:
    facts = [str(one) for one in (step.process, step.evidence) if one is not None]
    what = f"{_named(step.start, labels)} {step.relation} {_named(step.end, labels)}"
    arrow = (words.arrow(step.direction), " ") if step.direction else ()
    sources = f" ({'; '.join(labels.citations[one] for one in step.references)})" if step.references else ""
    return text(*arrow, what, dim((" · " + " · ".join(facts) if facts else "") + sources))


def _named(entry: EntryName, labels: Labels) -> str:
    return words.transmitter(entry.id, labels) if entry.entry == "transmitter" else entry.name
