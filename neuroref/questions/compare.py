"""How entries stand to each other by their links: side by side, and nearest."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from ..model.names import inside_sentence
from ..model.records import EntryKind
from ..model.vocabularies import ARROWS, WAYS, Action, Direction, Evidence, Process
from .answers import Answer, CompareRow, Comparison, Related, Tally
from .lookup import Found, Unrelatable
from .phrases import STEPS, VERBS
from .reader import LazyNames, SnapshotReader, add_up, links_of_member, owner_of


class ComparedFact(Answer, frozen=True, kw_only=True):
    """What one of the compared *entries* does to one transmitter (or one example to it), for a table."""

    id: str
    name: str
    verdict: str
    entry: str
    entry_id: str
    entry_name: str
    direction: Direction
    increase: int
    decrease: int
    mixed: int
    unchanged: int
    evidence: Evidence


def compared_facts(comparison: Comparison) -> Iterator[ComparedFact]:
    """Yield the tallies of a *comparison*, each with its row and its entry."""
    for row in comparison.rows:
        for entry, tally in zip(comparison.entries, row.tallies, strict=True):
            if tally is not None:
                of_entry = {"entry": entry.entry, "entry_id": entry.id, "entry_name": entry.name}
                yield ComparedFact.of(tally, id=row.id, name=row.name, verdict=row.verdict, **of_entry)


def compare(reader: SnapshotReader, found: Sequence[Found]) -> Comparison:
    """Set entries side by side, transmitter by transmitter; transmitters example by example. Raises `Unrelatable`."""
    found = list({one.asked: one for one in found}.values())  # each once
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
        where, values = links_of_member(*one.asked)
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
    lines.sort(key=_place)
    entries = tuple(reader.entry_name(*one.asked) for one in found)
    return Comparison(rows_by=rows_by, entries=entries, rows=tuple(lines))


def _verdict(tallies: Sequence[Tally | None]) -> str:
    present = [tally.direction for tally in tallies if tally is not None]
    if len(present) == 1:
        return "only"
    ways = set(present)
    if len(ways) == 1 and Direction.MIXED not in ways:
        return "agree"
    return "oppose" if ways == {Direction.INCREASE, Direction.DECREASE} else "differ"


def _place(line: CompareRow) -> tuple[int, int, int]:
    """Return where a row stands: oppositions first, of each verdict the surest; it is as sure as its weakest side."""
    doubts = [tally.evidence.rank for tally in line.tallies if tally is not None]
    return ("oppose", "agree", "differ", "only").index(line.verdict), max(doubts), sum(doubts)


Feature = tuple[str, ...]  # (transmitter, direction), the same with the step, or ("via", molecule, action)

# What a feature that rests on such evidence weighs, in the order of the levels.
WEIGHTS = (1.0, 0.75, 0.5, 0.25, 0.25)


def related(reader: SnapshotReader, found: Found, limit: int) -> tuple[Related, ...]:
    """Return the entries of the same kind that are nearest by their links, nearest first. Raises `Unrelatable`.

    Two entries share that they move a transmitter one way (transmitters: that an example moves both one way), that they
    do it at the same step, and through which molecule; examples also their kind and their groups. What they share is
    weighed by the evidence for it and by how rare it is; the score is its share of all that either has (the weighed
    index of Jaccard, in per cent).
    """
    kind = found.kinds[0]
    if kind in (EntryKind.REFERENCE, EntryKind.CLAIM):
        raise Unrelatable(f"a {kind} has no links by which it could be near another")
    column, join = owner_of(kind)
    other = EntryKind.EXAMPLE if kind is EntryKind.TRANSMITTER else EntryKind.TRANSMITTER
    rarity = _rarity(reader) if other is EntryKind.TRANSMITTER else {}

    def features(where: str, values: Sequence[str]) -> dict[Feature, float]:
        query = (
            f"SELECT link.{other}, direction, process, via, min(evidence) FROM link {join} "
            f"WHERE {where} AND direction != 'unchanged' GROUP BY 1, 2, 3, 4"
        )
        weights: dict[Feature, float] = {}
        for what, direction, process, via, evidence in reader.db.execute(query, values):
            told = via.split()
            shared: list[Feature] = [
                (what, direction),
                *(("via", *pair) for pair in zip(told[::2], told[1::2], strict=True)),
            ]
            shared += [(what, direction, process)] if process != "signalling" else []
            for feature in shared:
                weight = WEIGHTS[evidence] * rarity.get(feature, 1.0)
                weights[feature] = max(weights.get(feature, 0.0), weight)
        return weights

    about = _about_examples(reader) if kind is EntryKind.EXAMPLE else {}
    own = features(*links_of_member(*found.asked)) | about.get(found.id, {})
    sharing = f"SELECT DISTINCT {column} FROM link {join} WHERE link.{other} = ? AND direction = ?"
    candidates = {
        row[0] for one in own if len(one) == 2 and one[1] in WAYS for row in reader.db.execute(sharing, one)
    } - {found.id}
    names = LazyNames(lambda one: reader.name(kind.value, one))
    scored = []
    for owner in candidates:
        theirs = features(f"{column} = ?", [owner]) | about.get(owner, {})
        common = own.keys() & theirs.keys()
        both = sum(min(own[one], theirs[one]) for one in common)
        either = sum(max(own.get(one, 0.0), theirs.get(one, 0.0)) for one in own.keys() | theirs.keys())
        weightiest = sorted(common, key=lambda one: (-min(own[one], theirs[one]), one))
        scored.append((-both / either, names[owner], owner, weightiest))
    scored.sort(key=lambda one: one[:3])
    acts = other is EntryKind.TRANSMITTER  # whose names are common nouns; an example may be called after Parkinson
    shared_names = LazyNames(
        lambda one: inside_sentence(reader.name(other.value, one)) if acts else reader.name(other.value, one)
    )
    return tuple(
        Related(
            entry=kind.value,
            id=owner,
            name=name,
            score=round(-100 * score),
            shares=tuple(_shared(common, shared_names, reader.short_names)),
        )
        for score, name, owner, common in scored[:limit]
    )


def _about_examples(reader: SnapshotReader) -> dict[str, dict[Feature, float]]:
    """Return for each example its kind and its groups as features, weighed by how rare they are."""
    rows = reader.db.execute(
        "SELECT id, 'of kind', kind FROM example "
        "UNION ALL SELECT example, 'in group', id FROM listed WHERE kind = 'group'"
    ).fetchall()
    counted = Counter((what, which) for _, what, which in rows)
    every = len({row[0] for row in rows})
    found: dict[str, dict[Feature, float]] = {}
    for example, *feature in rows:
        found.setdefault(example, {})[tuple(feature)] = math.log((every + 1) / counted[feature[0], feature[1]])
    return found


def _rarity(reader: SnapshotReader) -> dict[Feature, float]:
    """Return how rare each feature is among all examples: 0 where all have it."""
    counted: dict[Feature, int] = {}
    rows = reader.db.execute("SELECT transmitter, direction, process, examples FROM feature").fetchall()
    for transmitter, direction, process, examples in rows:
        for feature in ((transmitter, direction), (transmitter, direction, process)):
            counted[feature] = counted.get(feature, 0) + examples
    acting = {
        (example, *pair)
        for example, via in reader.db.execute("SELECT example, via FROM link WHERE via != ''")
        for pair in zip(via.split()[::2], via.split()[1::2], strict=True)
    }
    counted |= Counter(("via", molecule, action) for _, molecule, action in acting)
    every = reader.db.execute("SELECT count(*) FROM example").fetchone()[0]
    return {feature: math.log((every + 1) / number) for feature, number in counted.items()}


def _shared(common: Iterable[Feature], names: dict[str, str], molecules: dict[str, str]) -> Iterator[str]:
    """Write what two entries share, the weightiest first: ``↓ dopamine: less made, less released``, ``blocks SERT``."""
    steps: dict[tuple[str, str], list[str]] = {}
    acting: dict[str, list[str]] = {}
    for what, which, *more in common:
        if what == "via":
            acting.setdefault(VERBS[Action(more[0])], []).append(molecules[which])
        elif which in WAYS:
            place = tuple(Direction).index(Direction(which))
            steps.setdefault((what, which), []).extend(STEPS[Process(process)][place] for process in more)
    for (what, direction), phrases in steps.items():
        at = f": {', '.join(phrases)}" if phrases else ""
        yield f"{ARROWS[Direction(direction)]} {names[what]}{at}"
    yield from (f"{verb} {', '.join(sorted(which))}" for verb, which in acting.items())
