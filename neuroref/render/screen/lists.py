"""The pages of lists: entries in rows, what is linked to a transmitter or a condition, search results, terms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ...model.names import key
from ...model.vocabularies import Direction, Evidence, Process
from ...questions import answers
from ...questions.answers import ByCondition, ByTransmitter, CauseGroup, Link
from ...questions.phrases import STEPS
from ...questions.reader import Labels
from ...questions.terms import GLOSSARY
from .. import serialize, words
from ..page import (
    Block,
    Cell,
    Column,
    Inline,
    Items,
    Notes,
    Page,
    Pairs,
    Paragraph,
    Section,
    Span,
    Table,
    Title,
    cell,
    dim,
    named,
    strong,
    text,
    without_empty,
)
from . import links

GIST = 40  # characters of what a search shows of an entry, so that most stand on one line
EXAMPLE = "“↓ serotonin: faster reuptake” is less serotonin, as more of it is taken back."
SUMMED_UP = 2  # so many transmitters are named in a list's row


def causes(rows: Sequence[answers.CauseRow], labels: Labels) -> Page:
    """List causes."""
    return [
        Title("Causes of neurotransmitter imbalances", words.plural(len(rows), "cause")),
        Table(
            [
                Column("Cause", whole=True, typed=True),
                Column("Name", spare=True),
                Column("Examples", whole=True, right=True),
                Column("Two most affected (links)"),
                Column("Evidence", whole=True),
            ],
            [
                [
                    cell(strong(row.id, row.id)),
                    cell(named(row.name, row.id)),
                    cell(str(row.examples)),
                    Cell([[words.tally(one, labels, row.id) for one in row.transmitters[:SUMMED_UP]]]),
                    Cell([[spread]]),
                ]
                for row, spread in zip(rows, links.spreads([row.levels for row in rows]), strict=True)
            ],
        ),
        _spread_told(),
        Notes((), typed=[f"Look into one: neuroref show {rows[0].id}."]),
    ]


def _spread_told() -> Notes:
    return Notes(["↑ more ↓ less ↕ both = no change · evidence: links from strong to contested"])


def examples(rows: Sequence[answers.ExampleRow], labels: Labels) -> Page:
    """List examples."""
    return [
        Title("Examples", str(len(rows))),
        Table(
            [
                Column("Example"),
                Column("Kind", whole=True, spare=True),
                Column("Transmitters (links)"),
                Column("Evidence", whole=True),
            ],
            [
                [
                    cell(named(row.name, row.id)),
                    cell(dim(str(row.kind))),
                    Cell([_tallies(row.transmitters, labels)]),
                    cell(words.sign(row.evidence)),
                ]
                for row in rows
            ],
        ),
        words.legend(),
    ]


def transmitters(rows: Sequence[answers.TransmitterRow]) -> Page:
    """List transmitters."""
    return [
        Title("Neurotransmitters", str(len(rows))),
        Table(
            [
                Column("Transmitter"),
                Column("Short", whole=True),
                Column("Family", spare=True),
                Column("Examples", whole=True, right=True),
                Column("Links"),
                Column("Evidence", whole=True),
            ],
            [
                [
                    cell(strong(row.name, row.id)),
                    cell(row.abbreviation),
                    cell(dim(row.family)),
                    cell(str(row.examples)),
                    cell(*words.counts(words.ways(row))),
                    Cell([[spread]]),
                ]
                for row, spread in zip(rows, links.spreads([row.levels for row in rows]), strict=True)
            ],
        ),
        _spread_told(),
    ]


def conditions(rows: Sequence[answers.ConditionRow]) -> Page:
    """List conditions."""
    return [
        Title("Conditions", str(len(rows))),
        Table(
            [Column("Condition"), Column("Examples", whole=True, right=True), Column("Causes")],
            [
                [
                    cell(named(row.name, row.id)),
                    cell(str(row.examples)),
                    Cell([[text(dim(one, one)) for one in row.causes]]),
                ]
                for row in rows
            ],
        ),
    ]


def molecules(rows: Sequence[answers.MoleculeRow], labels: Labels) -> Page:
    """List molecules."""
    return [
        Title("Molecules of neurotransmission", str(len(rows))),
        Table(
            [
                Column("Molecule"),
                Column("Kind", whole=True, spare=True),
                Column("Serves"),
                Column("Links", whole=True, right=True),
            ],
            [
                [
                    cell(strong(row.name, row.id), dim(f" {row.id}" if key(row.id) != key(row.name) else "")),
                    cell(dim(str(row.kind))),
                    Cell([[text(named(words.transmitter(one, labels), one)) for one in row.transmitters]]),
                    cell(str(row.links or "")),
                ]
                for row in rows
            ],
        ),
    ]


def claims(rows: Sequence[answers.ClaimRow]) -> Page:
    """List claims, each with its verdict."""
    return [
        Title("Is it true that …", words.plural(len(rows), "claim")),
        Table(
            [Column("Claim"), Column("Verdict", whole=True)],
            [[cell(named(row.statement, row.id)), cell(strong(str(row.verdict)))] for row in rows],
        ),
        Notes((), typed=[f"To read one: neuroref show {rows[0].statement!r}."]),
    ]


def references(rows: Sequence[answers.ReferenceRow]) -> Page:
    """List references."""
    return [
        Title("References", str(len(rows))),
        Table(
            [Column("Source"), Column("Study", spare=True), Column("Title"), Column("Cited", whole=True, right=True)],
            [
                [
                    Cell([[(named(row.citation, row.id),)], [text(dim(row.id))]]),
                    cell(dim(str(row.study))),
                    cell(row.title),
                    cell(str(row.cited_by)),
                ]
                for row in rows
            ],
        ),
    ]


def beginning(page: Page, shown: int) -> Page:
    """Say beside the title of a list that its rows *shown* are the first of more."""
    title, *others = page
    return [title._replace(note=f"the first {shown:,}") if isinstance(title, Title) else title, *others]


def fields(rows: Sequence[Any]) -> Page:
    """List some fields of records, as they are."""
    names = rows[0].__struct_fields__
    body = [[cell(serialize.flat(getattr(row, name))) for name in names] for row in rows]
    return [Table([Column(name.replace("_", " ").capitalize()) for name in names], body)]


def list_links(rows: Sequence[Link], labels: Labels) -> Page:
    """List links, one a row, in the order of the data."""
    return [
        Title("Links", str(len(rows))),
        Table(
            links.A_LINK_EACH,
            [[cell(named(link.name, link.example)), *links.said(link, labels), *links.measured(link)] for link in rows],
        ),
        words.legend(),
    ]


def by_transmitter(answer: ByTransmitter, labels: Labels, *, full: bool, narrowed: bool) -> Page:
    """Show what raises and lowers a transmitter: a table a cause, a line a link, the best evidence first."""
    counts = words.counts(words.ways(answer))
    name = words.transmitter(answer.transmitter, labels)
    return [
        Title(f"What raises and lowers {name}", words.short_for(answer.abbreviation, name)),
        Paragraph(text(f"{words.plural(answer.links, 'link')}: ", *counts)),
        links.best_shown(_links_of(answer.causes)),
        *(block for group in answer.causes for block in _group(group, labels, telling=False, full=full)),
        words.legend(),
        *_narrow(f"by-transmitter {answer.transmitter}", full=full, narrowed=narrowed),
    ]


def by_condition(answer: ByCondition, labels: Labels, *, full: bool, narrowed: bool) -> Page:
    """Show the examples tied to a condition and what they do, a table a cause."""
    examples = sum(len(group.examples) for group in answer.causes)
    return [
        Title(f"What is tied to {answer.name}", "condition"),
        Paragraph(text(f"{words.plural(examples, 'example')}, {words.plural(answer.links, 'link')} to transmitters")),
        *([] if full else links.in_short(_links_of(answer.causes), labels)),
        *(block for group in answer.causes for block in _group(group, labels, telling=True, full=full)),
        words.legend(),
        *_narrow(f"by-condition {answer.condition}", full=full, narrowed=narrowed),
    ]


def _links_of(groups: Iterable[CauseGroup]) -> list[Link]:
    return [link for group in groups for example in group.examples for link in example.links]


def _narrow(command: str, *, full: bool, narrowed: bool) -> Iterator[Block]:
    more = [] if narrowed else [f"Narrow it: neuroref {command} --direction decrease --min-evidence moderate"]
    more += [] if full else ["--full adds each sentence"]
    if more:
        yield Notes((), typed=["; ".join(more) + "."])


def _group(group: CauseGroup, labels: Labels, *, telling: bool, full: bool) -> Iterator[Block]:
    counts = "".join(span.text for span in words.counts(words.ways(group)))
    note = f"{words.plural(len(group.examples), 'example')}" + (f" · {counts}" if counts else "")
    if group.references:
        note += f" · {words.plural(len(group.references), 'source')} for the cause itself"
    yield Section(group.name, note)
    found = [link for example in group.examples for link in example.links]
    if full:
        yield links.whole(found, labels, {}, by="example")
    elif found:
        yield links.table(found, labels if telling else None)


def _tallies(tallies: Sequence[answers.Tally], labels: Labels) -> list[Inline]:
    shown = [words.tally(one, labels) for one in tallies[:SUMMED_UP]]
    if len(tallies) > SUMMED_UP:  # how many more there are says nothing on a line of its own
        shown[-1] = (*shown[-1], dim(f", {len(tallies) - SUMMED_UP} more"))
    return shown


def search(hits: Sequence[answers.SearchHit], asked: str, labels: Labels, *, more: bool = False) -> Page:
    """List what a search found: what its links add up to, else what its text says around the words.

    There may be *more* than is listed.
    """
    in_quotes = asked if '"' in asked else f"“{asked}”"
    return [
        Title(f"Found for {in_quotes}", f"the best {len(hits)}" if more else words.plural(len(hits), "entry")),
        without_empty(
            Table(
                [
                    Column("Entry"),
                    Column("Kind", whole=True),
                    Column("In short"),
                    Column("Evidence", whole=True),
                    Column("What it says", rest=True),
                ],
                [
                    [
                        _found(hit),
                        cell(dim(hit.entry)),
                        Cell([_tallies(hit.transmitters, labels) or [_told(hit)]]),
                        cell(words.sign(min((one.evidence for one in hit.transmitters), key=lambda level: level.rank)))
                        if hit.transmitters
                        else cell(),
                        cell(*_gist(hit, len(hit.excerpt)) if hit.transmitters or hit.verdict else ()),
                    ]
                    for hit in hits
                ],
            )
        ),
        Notes((), typed=["To read one: show, with its name."]),
    ]


def _found(hit: answers.SearchHit) -> Cell:
    other = f" ({hit.alias})" if hit.alias and hit.alias not in hit.name else ""
    return cell(strong(words.main_name(hit.name), hit.id), dim(other))


def _told(hit: answers.SearchHit) -> Inline:
    """Say what a hit without links comes to: of a claim the verdict, else the words around the first found."""
    return text(strong(str(hit.verdict))) if hit.verdict else _gist(hit) or text(dim("no link"))


def _gist(hit: answers.SearchHit, most: int = GIST) -> Inline:
    """Write the words around the first that was found, of their sentence at *most* so many letters."""
    first = hit.matches[0][0] if hit.matches else 0
    begin = hit.excerpt.rfind(" ", 0, max(first - GIST // 3, 0)) + 1 if first > GIST // 2 else 0
    stop = hit.excerpt.find(". ", first) + 1 or len(hit.excerpt)
    end = stop if stop <= begin + most else hit.excerpt.rfind(" ", 0, begin + most)
    inside = [(start - begin, stop - begin) for start, stop in hit.matches if begin <= start and stop <= end]
    spans = [Span("…")] if begin and hit.excerpt[begin] != "…" else []
    spans += _marked(hit.excerpt[begin:end], inside)
    return (*spans, Span("…")) if end < stop else tuple(spans)


def _marked(excerpt: str, matches: Sequence[tuple[int, int]]) -> list[Span]:
    spans: list[Span] = []
    end = 0
    for start, stop in matches:
        spans += [Span(excerpt[end:start]), Span(excerpt[start:stop], "found")]
        end = stop
    return [span for span in (*spans, Span(excerpt[end:])) if span.text]


def terms(rows: Sequence[answers.TermRow]) -> Page:
    """Explain the vocabulary."""
    blocks: list[Block] = [Title("The words that neuroref uses")]
    for vocabulary in dict.fromkeys(row.vocabulary for row in rows):
        blocks.append(Section(vocabulary.capitalize()))
        blocks.append(
            Pairs(
                [
                    ((*_marked_as(row), strong(row.term)), [text(row.definition), *_phrases(row)])
                    for row in rows
                    if row.vocabulary == vocabulary
                ]
            )
        )
    if any(row.vocabulary != GLOSSARY for row in rows):
        blocks += [Section("Reading a link"), Items([text(words.LEGEND), text(EXAMPLE)])]
    return blocks


def _marked_as(row: answers.TermRow) -> Inline:
    """Return the sign that screens have for a word: an arrow, or cells for how sure it is."""
    if row.vocabulary == "evidence":
        sign = words.sign(Evidence(row.term))
        return text(sign._replace(text=f"{sign.text:<4}"), " ")
    return text(words.arrow(Direction(row.term)), " ") if row.vocabulary == "direction" else ()


def _phrases(row: answers.TermRow) -> list[Inline]:
    """Say how screens tell that a step makes for more and for less of a transmitter's signalling."""
    if row.vocabulary != "process":
        return []
    more, less = STEPS[Process(row.term)][:2]
    return [text(words.arrow(Direction.INCREASE), dim(f" {more}, "), words.arrow(Direction.DECREASE), dim(f" {less}"))]


def validation(answer: answers.Validation) -> Page:
    """Say what `validate` found in a valid dataset."""
    counted = [
        words.plural(number, noun)
        for number, noun in (
            (answer.causes, "cause"),
            (answer.examples, "example"),
            (answer.links, "link"),
            (answer.transmitters, "transmitter"),
            (answer.conditions, "condition"),
            (answer.molecules, "molecule"),
            (answer.references, "reference"),
            (answer.claims, "claim"),
        )
        if number or noun not in ("molecule", "claim")
    ]
    return [Paragraph(text(strong("valid"), f" {answer.path}: {', '.join(counted)}"))]
