"""How entries stand to each other by their links: side by side, and nearest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ..model.names import inside_sentence
from ..model.records import EntryKind
from ..model.vocabularies import ARROWS, Direction
from .answers import CompareRow, Comparison, Related, Tally
from .lookup import Found, Unrelatable
from .reader import LazyNames, SnapshotReader, add_up, links_of_found, owner_of


def compare(reader: SnapshotReader, found: Sequence[Found]) -> Comparison:
    """Set entries side by side, transmitter by transmitter; transmitters example by example. Raises `Unrelatable`."""
    found = list({(one.kinds, one.id, one.member and one.member.name): one for one in found}.values())  # each once
    if len(found) < 2:
        raise Unrelatable("these names mean one entry; comparing takes two or more")
    kinds = [one.kinds[0] for one in found]
    for kind in (EntryKind.REFERENCE, EntryKind.CLAIM):
        if kind in kinds:
            raise Unrelatable(f"{kind.section} have no links to compare")
    if len(set(kinds)) > 1 and EntryKind.TRANSMITTER in kinds:
        raise Unrelatable("a transmitter compares only with transmitters")
    rows_by = "example" if kinds[0] is EntryKind.TRANSMITTER else "transmitter"
    counted: list[dict[str, Tally]] = []
    for one in found:
        where, values = links_of_found(one)
        rows = reader.db.execute(
            f"SELECT {rows_by}, direction, count(*), min(evidence) FROM link WHERE {where} GROUP BY 1, 2", values
        )
        counted.append({tally.transmitter: tally for tally in add_up(rows)})
    query = "SELECT number, id, name FROM entry WHERE kind = ? AND id = ?"
    present = {identifier for tally in counted for identifier in tally}
    lines = []
    for _, identifier, name in sorted(reader.db.execute(query, (rows_by, one)).fetchone() for one in present):
        tallies = tuple(tally.get(identifier) for tally in counted)
        lines.append(CompareRow(id=identifier, name=name, verdict=_verdict(tallies), tallies=tallies))
    lines.sort(key=lambda line: ("oppose", "agree", "differ", "only").index(line.verdict))
    entries = tuple(reader.entry_name(one.kinds[0], one.id, one.member and one.member.name) for one in found)
    return Comparison(rows_by=rows_by, entries=entries, rows=tuple(lines))


def _verdict(tallies: Sequence[Tally | None]) -> str:
    present = [tally.direction for tally in tallies if tally is not None]
    if len(present) == 1:
        return "only"
    ways = set(present)
    if len(ways) == 1 and Direction.MIXED not in ways:
        return "agree"
    return "oppose" if ways == {Direction.INCREASE, Direction.DECREASE} else "differ"


def related(reader: SnapshotReader, found: Found, limit: int) -> tuple[Related, ...]:
    """Return the entries of the same kind that are nearest by their links, nearest first. Raises `Unrelatable`.

    Two entries share a link where they move the same transmitter in the same direction (transmitters: where the same
    example moves both in the same direction); it counts double where the step is the same too. The score is what is
    shared, as a share of all that either has (Jaccard's index, in per cent).
    """
    kind = found.kinds[0]
    if kind in (EntryKind.REFERENCE, EntryKind.CLAIM):
        raise Unrelatable(f"a {kind} has no links by which it could be near another")
    column, join = owner_of(kind)
    other = EntryKind.EXAMPLE if kind is EntryKind.TRANSMITTER else EntryKind.TRANSMITTER

    def features(owner: str) -> set[tuple[str, ...]]:
        query = (
            f"SELECT DISTINCT link.{other}, direction, process FROM link {join} "
            f"WHERE {column} = ? AND direction != 'unchanged'"
        )
        rows = reader.db.execute(query, (owner,)).fetchall()
        return {(what, direction) for what, direction, _ in rows} | {tuple(row) for row in rows}

    own = features(found.id)
    sharing = f"SELECT DISTINCT {column} FROM link {join} WHERE link.{other} = ? AND direction = ?"
    candidates = {row[0] for one in own if len(one) == 2 for row in reader.db.execute(sharing, one)} - {found.id}
    names = LazyNames(lambda one: reader.name(kind.value, one))
    scored = []
    for owner in candidates:
        theirs = features(owner)
        common = own & theirs
        scored.append((-len(common) / len(own | theirs), names[owner], owner, common))
    scored.sort(key=lambda one: one[:3])
    shared_names = LazyNames(lambda one: reader.name(other.value, one))
    return tuple(
        Related(
            entry=kind.value,
            id=owner,
            name=name,
            score=round(-100 * score),
            shares=tuple(_shared(common, shared_names)),
        )
        for score, name, owner, common in scored[:limit]
    )


def _shared(common: Iterable[tuple[str, ...]], names: dict[str, str]) -> Iterator[str]:
    """Write what two entries share: ``↓ dopamine via synthesis, release``, or without steps where those differ."""
    steps: dict[tuple[str, str], list[str]] = {}
    for what, direction, *process in sorted(common):
        steps.setdefault((what, direction), []).extend(process)
    for (what, direction), processes in steps.items():
        via = f" via {', '.join(processes)}" if processes else ""
        yield f"{ARROWS[Direction(direction)]} {inside_sentence(names[what])}{via}"
