"""The pages of how entries stand to each other: the matrix, side by side, the nearest, the chains between."""

from __future__ import annotations

from collections.abc import Sequence

from ...model.vocabularies import ARROWS, Direction, Evidence
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
from ...questions.entries import Entry, ExampleEntry
from ...questions.reader import Labels
from .. import words
from ..page import (
    Block,
    Cell,
    Column,
    Inline,
    Items,
    Notes,
    Page,
    Paragraph,
    Run,
    Span,
    Table,
    Title,
    cell,
    dim,
    named,
    strong,
    text,
)
from .links import with_members

# A cell leans one way; the heavier its arrow, the better the evidence for that.
LEANINGS = {
    Direction.INCREASE: {"heavy": "▲", "plain": "↑", "faint": "⇡"},
    Direction.DECREASE: {"heavy": "▼", "plain": "↓", "faint": "⇣"},
    Direction.MIXED: {"heavy": "◆", "plain": "↕", "faint": "◇"},
    Direction.UNCHANGED: {"heavy": "=", "plain": "=", "faint": "="},
}
WEIGHTS = {
    Evidence.STRONG: "heavy", Evidence.MODERATE: "plain", Evidence.LIMITED: "faint", Evidence.PRECLINICAL: "faint",
    Evidence.CONTESTED: "faint",
}  # fmt: skip
# Steps as the headings of columns, so that all eight stand in one block of 80 columns.
SHORT_STEPS = {
    "synthesis": "synth.", "reuptake": "reupt.", "degradation": "degrad.", "receptor": "recept.",
    "neuron-loss": "loss", "signalling": "signal.",
}  # fmt: skip
LONGEST_HEADING = 24  # letters of a name above a column or before a row; a longer one is told by its id
MOST_SHARED = 3  # things that a row of near entries names
MATRIX_LEGEND = (
    "A cell: which way the links lean, strong and moderate ones first, and how many there are · ▲▼◆ strong · ↑↓↕ "
    "moderate · ⇡⇣◇ weaker evidence only · ◆↕◇ balanced · = unchanged"
)


def matrix(answer: Matrix, labels: Labels, *, roomy: bool = False) -> Page:
    """Draw the matrix as a heat map: which way each cell leans, by how many links, with how good evidence.

    Where there is little room (not *roomy*), causes and what was asked for by a long name stand under their ids.
    """
    by_transmitter = answer.columns_by == "transmitter"
    short = {one: labels.abbreviations[one] for one in answer.columns} if by_transmitter else {}
    body = []
    for row in answer.rows:
        cells = {one.column: one for one in row.cells}
        is_long = answer.rows_by == "entry" and len(row.id) <= LONGEST_HEADING < len(row.name)
        name = row.id if (answer.rows_by == "cause" or is_long) and not roomy else row.name
        of_cause = answer.rows_by == "cause" and by_transmitter
        leanings = (_leaning(cells.get(one), f"{row.id}.{one}" if of_cause else "") for one in answer.columns)
        body.append([cell(named(name, row.id)), *leanings])
    blocks: list[Block] = [
        Title(f"Links by {answer.rows_by} and {answer.columns_by}", words.plural(answer.links, "link")),
        Table(
            [
                Column(answer.rows_by.capitalize()),
                *(
                    Column(short.get(one, one), whole=True, right=True, to=one, name=labels.transmitters[one])
                    if by_transmitter
                    else Column(SHORT_STEPS.get(one, one), whole=True, right=True, name=one)
                    for one in answer.columns
                ),
            ],
            body,
            sliced=True,
            dense=True,
        ),
        Notes([MATRIX_LEGEND]),
    ]
    spelled = (
        (short[one], words.transmitter(one, labels)) if by_transmitter else (SHORT_STEPS.get(one, one), one)
        for one in answer.columns
    )
    if explained := [text(dim(f"{mark} {name}")) for mark, name in spelled if mark != name]:
        blocks.insert(2, Run(explained))
    return blocks


def _leaning(one: MatrixCell | None, to: str) -> Cell:
    if one is None:
        return cell()
    weight = WEIGHTS[one.lean_evidence]
    faint = f"{one.lean}-faint" if one.lean in (Direction.INCREASE, Direction.DECREASE) else "dim"
    style = faint if weight == "faint" else one.lean.value
    sign = Span(f"{LEANINGS[one.lean][weight]}{one.links}", style, to=to)  # type: ignore[arg-type]
    return Cell([[(sign,)]], shade=f"{one.lean} {weight}")


def comparison(answer: Comparison, labels: Labels) -> Page:
    """Draw entries side by side; the title has the names of those that stand under their ids."""
    names = [words.main_name(one.name) for one in answer.entries]
    return [
        Title(f"{', '.join(names[:-1])} and {names[-1]}, side by side", words.plural(len(answer.rows), answer.rows_by)),
        Table(
            [
                Column(answer.rows_by.capitalize()),
                Column("Verdict", whole=True),
                *(
                    Column(one.id, labelled=True, to=one.id, name=one.name)
                    if one.entry == "cause" or len(one.id) <= LONGEST_HEADING < len(name)
                    else Column(name, labelled=True)
                    for one, name in zip(answer.entries, names, strict=True)
                ),
            ],
            [
                [
                    cell(
                        named(
                            words.transmitter(row.id, labels) if answer.rows_by == "transmitter" else row.name, row.id
                        )
                    ),
                    cell(strong(row.verdict) if row.verdict == "oppose" else Span(row.verdict)),
                    *(_compared(tally) for tally in row.tallies),
                ]
                for row in answer.rows
            ],
            sliced=answer.rows_by == "transmitter",
        ),
        Paragraph(
            text(dim("agree: all go the same way; oppose: against each other; differ: some are mixed; only: one alone"))
        ),
        words.legend(),
    ]


def _compared(tally: Tally | None) -> Cell:
    if tally is None:
        return cell(dim("–"))
    return cell(*words.counts(words.ways(tally)), " ", words.sign(tally.evidence))


def related(rows: Sequence[Related], asked: Entry) -> Page:
    """List the entries nearest to the one *asked* for, and what they share."""
    member = asked.member if isinstance(asked, ExampleEntry) else None
    name = member.name if member else getattr(asked, "name", asked.id)
    return [
        Title(f"Nearest to {name}", words.plural(len(rows), "entry")),
        Table(
            [Column("Entry"), Column("Score", whole=True, right=True), Column("Shares")],
            [
                [cell(named(words.main_name(row.name), row.id)), cell(str(row.score)), cell(*_shares(row.shares))]
                for row in rows
            ],
        ),
        Paragraph(
            text(
                dim(
                    "Score: what both do to a transmitter, at which step, through which molecule, and of which kind "
                    "they are, weighed by evidence and rarity, in per cent of what holds for either."
                )
            )
        ),
        words.legend(),
    ]


def _shares(shares: Sequence[str]) -> Inline:
    """Write the weightiest of what is shared, and how much more there is."""
    shown = [_share(one) for one in shares[:MOST_SHARED]]
    more = [text(dim(f"+{len(shares) - len(shown)}"))] if len(shown) < len(shares) else []
    return words.joined([*shown, *more])


def _share(share: str) -> Inline:
    sign, _, rest = share.partition(" ")
    way = next((direction for direction, arrow in ARROWS.items() if arrow == sign), None)
    return text(words.arrow(way), f" {rest}") if way else text(share)


def chains(rows: Sequence[Chain], labels: Labels) -> Page:
    """Tell what joins two entries, way by way, each step with its evidence and references.

    Chains through the same entries are one way, with all the links between two of these below each other.
    """
    first, last = rows[0].steps[0].start, rows[0].steps[-1].end
    ways: dict[tuple[str, ...], list[Chain]] = {}
    for row in rows:
        ways.setdefault(tuple(step.end.id for step in row.steps), []).append(row)
    blocks: list[Block] = [Title(f"{first.name} and {last.name}: what joins them", words.plural(len(ways), "way"))]
    for alike in ways.values():
        spans: list[Span | str] = [strong(first.name)]
        for step in alike[0].steps:
            spans += [dim(" — "), strong(step.end.name) if step.end == last else _named(step.end, labels)]
        if len(ways) > 1 or len(alike[0].steps) > 1:  # else the title has said it
            blocks.append(Paragraph(text(*spans)))
        links = dict.fromkeys(step for place in zip(*(one.steps for one in alike), strict=True) for step in place)
        blocks.append(Items([_step(step, labels) for step in links]))
    shows_links = any(step.direction is not None for row in rows for step in row.steps)
    return [*blocks, *([words.legend()] if shows_links else [])]


def _step(step: PathStep, labels: Labels) -> Inline:
    example, other = (step.end, step.start) if step.start.entry == "transmitter" else (step.start, step.end)
    cited = words.cited_by_name(step.references, labels)
    sources = (dim(" ("), *cited, dim(")")) if cited else ()
    if step.direction is None or step.evidence is None:
        if step.start.entry in ("cause", "group") and step.end.entry == "example":
            return text(f"among its examples: {step.end.name}", *sources)
        related = f"{_named(step.start, labels)}: {step.relation.removeprefix('is ')} {_named(step.end, labels)}"
        return text(related, *sources)
    return text(
        f"{example.name}: ",
        words.arrow(step.direction),
        f" {_named(other, labels)}, {step.phrase}",
        dim(with_members(step.members)),
        " ",
        words.sign(step.evidence),
        *sources,
    )


def _named(entry: EntryName, labels: Labels) -> str:
    return words.transmitter(entry.id, labels) if entry.entry == "transmitter" else entry.name
