"""The lists: entries of one kind as rows, counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ..model import records
from ..model.records import EntryKind
from ..model.vocabularies import WAYS, Direction, Evidence
from . import answers
from .answers import Tally
from .filters import EVERYTHING, LinkFilter
from .reader import SnapshotReader, add_up


class CauseFact(answers.Answer, frozen=True, kw_only=True):
    """How the links of a *cause* to one *transmitter* add up, for a table; a cause without links has no transmitter."""

    cause: str
    name: str
    examples: int
    transmitter: str | None
    direction: Direction | None
    links: int
    increase: int
    decrease: int
    mixed: int
    unchanged: int
    evidence: Evidence | None


def cause_facts(rows: Iterable[answers.CauseRow]) -> Iterator[CauseFact]:
    """Yield the tallies of causes, each with its cause."""
    for row in rows:
        if not row.links:
            nothing = dict.fromkeys(("links", *WAYS), 0)
            yield CauseFact.of(row, cause=row.id, transmitter=None, direction=None, **nothing)
        for tally in row.transmitters:
            yield CauseFact.of(tally, cause=row.id, name=row.name, examples=row.examples)


def causes(reader: SnapshotReader, wanted: LinkFilter) -> tuple[answers.CauseRow, ...]:
    """List the causes, with how many examples and links each has and which transmitters it reaches.

    With a filter those that have a wanted link; an example that two causes list counts under both.
    """
    tallies = reader.tallies(EntryKind.CAUSE, wanted)
    examples = reader.entry_counts(EntryKind.CAUSE, wanted)
    levels = reader.levels(EntryKind.CAUSE, wanted)
    return tuple(
        answers.CauseRow.of(
            record,
            examples=examples.get(record.id, 0),
            links=sum(tally.links for tally in tallies.get(record.id, ())),
            evidence=_strongest(tallies.get(record.id, ())),
            levels=levels.get(record.id, {}),
            transmitters=tallies.get(record.id, ()),
        )
        for record in reader.records("cause", records.Cause)
        if wanted == EVERYTHING or (record.id in tallies and record.id in (wanted.cause or (record.id,)))
    )


def examples(reader: SnapshotReader, wanted: LinkFilter) -> tuple[answers.ExampleRow, ...]:
    """List the examples that have a wanted link, with those links added up."""
    rows = []
    for example in reader.grouped_examples(*wanted.where()):
        record = reader.record("example", example.id, records.Example)
        rows.append(
            answers.ExampleRow.of(
                record,
                cause=example.cause,
                conditions=tuple(record.ties),
                members=tuple(member.name for member in record.members),
                links=len(example.links),
                evidence=example.evidence,
                transmitters=add_up(
                    (link.transmitter, str(link.direction), 1, link.evidence.rank) for link in example.links
                ),
            )
        )
    return tuple(rows)


def transmitters(reader: SnapshotReader, wanted: LinkFilter) -> tuple[answers.TransmitterRow, ...]:
    """List the transmitters, with their wanted links counted by direction."""
    tallies = reader.tallies(EntryKind.TRANSMITTER, wanted)
    examples = reader.entry_counts(EntryKind.TRANSMITTER, wanted)
    levels = reader.levels(EntryKind.TRANSMITTER, wanted)
    rows = []
    for record in reader.records("transmitter", records.Transmitter):
        tally = next(iter(tallies.get(record.id, ())), None)
        if tally is not None or wanted == EVERYTHING:
            counts = {name: getattr(tally, name, 0) for name in ("links", *WAYS)}
            evidence = tally.evidence if tally else None
            rows.append(
                answers.TransmitterRow.of(
                    record,
                    examples=examples.get(record.id, 0),
                    evidence=evidence,
                    levels=levels.get(record.id, {}),
                    **counts,
                )
            )
    return tuple(rows)


def conditions(reader: SnapshotReader, cause: Sequence[str]) -> tuple[answers.ConditionRow, ...]:
    """List the conditions by name; those tied to one of the causes or to an example of it, if any are given."""
    causes: dict[str, dict[str, None]] = {}
    for condition, one in reader.db.execute(
        "SELECT condition, cause FROM cause_condition UNION SELECT listed.id, cause FROM listed "
        "JOIN example ON example.id = listed.example WHERE listed.kind = 'condition'"
    ):
        causes.setdefault(condition, {})[one] = None
    order = [row[0] for row in reader.db.execute("SELECT id FROM entry WHERE kind = 'cause' ORDER BY number")]
    examples = reader.entry_counts(EntryKind.CONDITION, EVERYTHING)
    return tuple(
        answers.ConditionRow.of(
            record,
            causes=tuple(one for one in order if one in causes.get(record.id, {})),
            examples=examples.get(record.id, 0),
        )
        for record in sorted(reader.records("condition", records.Condition), key=lambda one: one.name.casefold())
        if not cause or set(cause) & set(causes.get(record.id, {}))
    )


def molecules(
    reader: SnapshotReader, transmitter: Sequence[str], kind: Sequence[str]
) -> tuple[answers.MoleculeRow, ...]:
    """List the molecules; those that serve one of the transmitters, or are of one of the kinds, if any are given."""
    serves: dict[str, dict[str, None]] = {}
    for molecule, one in reader.db.execute(
        "SELECT molecule, transmitter FROM role JOIN entry ON entry.kind = 'transmitter' AND entry.id = transmitter "
        "ORDER BY entry.number"
    ):
        serves.setdefault(molecule, {})[one] = None
    counted = {
        molecule: (links, examples)
        for molecule, links, examples in reader.db.execute(
            "SELECT molecule, count(*), count(DISTINCT example) FROM via JOIN link ON link.number = via.link GROUP BY 1"
        )
    }
    return tuple(
        answers.MoleculeRow.of(
            record,
            transmitters=tuple(serves.get(record.id, ())),
            links=counted.get(record.id, (0, 0))[0],
            examples=counted.get(record.id, (0, 0))[1],
        )
        for record in reader.records("molecule", records.Molecule)
        if (not kind or record.kind in kind) and (not transmitter or set(transmitter) & set(serves.get(record.id, ())))
    )


def claims(reader: SnapshotReader, verdict: Sequence[str], about: Sequence[str]) -> tuple[answers.ClaimRow, ...]:
    """List the claims; those of some verdicts, or about some entries (ids), if any are given."""
    return tuple(
        answers.ClaimRow.of(record)
        for record in reader.records("claim", records.Claim)
        if (not verdict or record.verdict in verdict) and (not about or set(about) & set(record.about))
    )


def references(reader: SnapshotReader, study: Sequence[str], cause: Sequence[str]) -> tuple[answers.ReferenceRow, ...]:
    """List the references; of some kinds of study, or cited under some causes, if any are given."""
    among: set[str] | None = None
    if cause:
        marks = ", ".join("?" * len(cause))
        rows = reader.db.execute(
            f"SELECT DISTINCT reference FROM citation WHERE kind = 'cause' AND id IN ({marks}) OR kind = 'example' "
            f"AND id IN (SELECT example FROM listed WHERE kind = 'cause' AND id IN ({marks}))",
            (*cause, *cause),
        )
        among = {row[0] for row in rows}
    cited = reader.entry_counts(EntryKind.REFERENCE, EVERYTHING)
    short = dict(reader.db.execute("SELECT id, name FROM entry WHERE kind = 'reference'"))
    return tuple(
        answers.ReferenceRow.of(record, citation=short[record.id], cited_by=cited.get(record.id, 0))
        for record in reader.records("reference", records.Reference)
        if (not study or record.study in study) and (among is None or record.id in among)
    )


def _strongest(tallies: Iterable[Tally]) -> Evidence | None:
    return min((tally.evidence for tally in tallies), key=lambda evidence: evidence.rank, default=None)
