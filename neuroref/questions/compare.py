"""How entries stand to each other: side by side, nearest by shared links, joined by a chain of steps."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from .answers import Answer, Tally
from .lookup import Found, Unrelatable
from .model import EVIDENCE_ORDER, Direction, Evidence, Process
from .tables import Looked, add_up


class CompareRow(Answer, frozen=True, kw_only=True):
    """What the compared entries do to one transmitter (or, of transmitters, what one example does to them).

    *tallies* are in the order of the entries; one that has no link there is null. *verdict* is "only" where one entry
    alone has links, "agree" or "oppose" where all that have go the same way or against each other, else "differ".
    """

    id: str
    name: str
    verdict: str
    tallies: tuple[Tally | None, ...]


class Compared(Answer, frozen=True, kw_only=True):
    """An entry that is compared."""

    entry: str
    id: str
    name: str


class Comparison(Answer, frozen=True, kw_only=True):
    """Entries side by side; *rows_by* says what a row is about: transmitters, or of transmitters examples."""

    rows_by: str
    entries: tuple[Compared, ...]
    rows: tuple[CompareRow, ...]


class Related(Answer, frozen=True, kw_only=True):
    """An entry that is near another: a *score* of 100 is alike in every link; *shares* says in words what it shares."""

    entry: str
    id: str
    name: str
    score: int
    shares: tuple[str, ...]


class PathStep(Answer, frozen=True, kw_only=True):
    """One step of a chain, from one entry to the next, with what joins them and who says so."""

    start: Compared
    relation: str
    direction: Direction | None
    process: Process | None
    evidence: Evidence | None
    references: tuple[str, ...]
    end: Compared


class Chain(Answer, frozen=True, kw_only=True):
    """A chain of steps that joins two entries."""

    steps: tuple[PathStep, ...]


# The links of an entry of each kind, as an SQL condition on the table ``link``.
LINKS_OF = {
    "cause": "link.example IN (SELECT example FROM member WHERE cause = ?)",
    "example": "link.example = ?",
    "group": "link.example IN (SELECT example FROM example_group WHERE grouping = ?)",
    "condition": "link.example IN (SELECT example FROM example_condition WHERE condition = ?)",
    "transmitter": "link.transmitter = ?",
}

# The same for all entries of a kind at once: which column names the entry, and the join that it needs.
OWNERS = {
    "cause": ("member.cause", "JOIN member ON member.example = link.example"),
    "example": ("link.example", ""),
    "group": ("example_group.grouping", "JOIN example_group ON example_group.example = link.example"),
    "condition": (
        "example_condition.condition",
        "JOIN example_condition ON example_condition.example = link.example",
    ),
    "transmitter": ("link.transmitter", ""),
}

ARROWS = {"increase": "↑", "decrease": "↓", "mixed": "↕"}
LONGEST_CHAIN = 6
UNGRADED = Evidence.LIMITED.rank
WAYS_KEPT = 3  # to each entry on the way; more would differ only in what nobody reads to the end


def _name_of(connection: sqlite3.Connection, kind: str, identifier: str) -> str:
    row = connection.execute("SELECT name FROM entry WHERE kind = ? AND id = ?", (kind, identifier)).fetchone()
    return str(row[0])


def _entry(connection: sqlite3.Connection, kind: str, identifier: str) -> Compared:
    return Compared(entry=kind, id=identifier, name=_name_of(connection, kind, identifier))


# -- side by side ------------------------------------------------------------------------------------------------------


def compare(connection: sqlite3.Connection, found: Sequence[Found]) -> Comparison:
    """Set entries side by side, transmitter by transmitter; transmitters example by example. Raises `Unrelatable`."""
    found = list(dict.fromkeys(found))  # two names may mean the same entry
    if len(found) < 2:
        raise Unrelatable("these names mean one entry; comparing takes two or more")
    kinds = [one.kinds[0] for one in found]
    if "reference" in kinds:
        raise Unrelatable("references have no links to compare")
    if len(set(kinds)) > 1 and "transmitter" in kinds:
        raise Unrelatable("a transmitter compares only with transmitters")
    rows_by = "example" if kinds[0] == "transmitter" else "transmitter"
    counted: list[dict[str, Tally]] = []
    for kind, one in zip(kinds, found, strict=True):
        rows = connection.execute(
            f"SELECT {rows_by}, direction, count(*), min(evidence) FROM link WHERE {LINKS_OF[kind]} GROUP BY 1, 2",
            (one.id,),
        )
        counted.append({tally.transmitter: tally for tally in add_up(rows)})
    query = "SELECT number, id, name FROM entry WHERE kind = ? AND id = ?"
    present = {identifier for tally in counted for identifier in tally}
    lines = []
    for _, identifier, name in sorted(connection.execute(query, (rows_by, one)).fetchone() for one in present):
        tallies = tuple(tally.get(identifier) for tally in counted)
        lines.append(CompareRow(id=identifier, name=name, verdict=_verdict(tallies), tallies=tallies))
    lines.sort(key=lambda line: ("oppose", "agree", "differ", "only").index(line.verdict))
    entries = tuple(_entry(connection, kind, one.id) for kind, one in zip(kinds, found, strict=True))
    return Comparison(rows_by=rows_by, entries=entries, rows=tuple(lines))


def _verdict(tallies: Sequence[Tally | None]) -> str:
    present = [tally.direction for tally in tallies if tally is not None]
    if len(present) == 1:
        return "only"
    ways = set(present)
    if len(ways) == 1 and Direction.MIXED not in ways:
        return "agree"
    return "oppose" if ways == {Direction.INCREASE, Direction.DECREASE} else "differ"


# -- nearest -----------------------------------------------------------------------------------------------------------


def related(connection: sqlite3.Connection, found: Found, limit: int) -> tuple[Related, ...]:
    """Return the entries of the same kind that are nearest by their links, nearest first. Raises `Unrelatable`.

    Two entries share a link where they move the same transmitter in the same direction (transmitters: where the same
    example moves both in the same direction); it counts double where the step is the same too. The score is what is
    shared, as a share of all that either has (Jaccard's index, in per cent).
    """
    kind = found.kinds[0]
    if kind not in OWNERS:
        raise Unrelatable(f"a {kind} has no links by which it could be near another")
    column, join = OWNERS[kind]
    other = "link.example" if kind == "transmitter" else "link.transmitter"

    def features(owner: str) -> set[tuple[str, ...]]:
        query = f"SELECT DISTINCT {other}, direction, process FROM link {join} WHERE {column} = ?"
        rows = connection.execute(query, (owner,)).fetchall()
        return {(what, direction) for what, direction, _ in rows} | {tuple(row) for row in rows}

    own = features(found.id)
    sharing = f"SELECT DISTINCT {column} FROM link {join} WHERE {other} = ? AND direction = ?"
    candidates = {row[0] for one in own if len(one) == 2 for row in connection.execute(sharing, one)} - {found.id}
    names = Looked(lambda one: _name_of(connection, kind, one))
    scored = []
    for owner in candidates:
        theirs = features(owner)
        common = own & theirs
        scored.append((-len(common) / len(own | theirs), names[owner], owner, common))
    scored.sort(key=lambda one: one[:3])
    shared_names = Looked(lambda one: _name_of(connection, other.partition(".")[2], one))
    return tuple(
        Related(
            entry=kind,
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
        name = names[what]
        plain = name if name[1:2].isupper() else name[:1].lower() + name[1:]
        yield f"{ARROWS[direction]} {plain}" + (f" via {', '.join(processes)}" if processes else "")


# -- joined by a chain -------------------------------------------------------------------------------------------------


class Edge(NamedTuple):
    """A way from one entry to another: what joins them, how sure it is (0 the surest), and the step as an answer."""

    kind: str
    id: str
    relation: str
    direction: str | None = None
    process: str | None = None
    evidence: int | None = None
    references: tuple[str, ...] = ()


Node = tuple[str, str]
Way = tuple[tuple[Node, Edge], ...]


def path(connection: sqlite3.Connection, start: Found, end: Found, most: int) -> tuple[Chain, ...]:
    """Return the chains that join two entries, the shortest first and of those the best supported, at most *most*.

    A chain passes through examples, transmitters and conditions. It may begin or end at a cause or group but not pass
    through one: that two things stand under one heading joins them on paper only.
    """
    first = (start.kinds[0], start.id)
    goals = {(kind, end.id) for kind in end.kinds} - {first}
    chains: list[Way] = [()]
    seen = {first}
    found: list[Way] = []
    for _ in range(LONGEST_CHAIN):
        longer: list[Way] = []
        for chain in chains:
            node = _end(chain) if chain else first
            for edge in _edges(connection, node):
                there = (edge.kind, edge.id)
                if there in goals or (there not in seen and edge.kind not in ("cause", "group")):
                    longer.append((*chain, (node, edge)))
        longer.sort(key=_doubt)
        found += [chain for chain in longer if _end(chain) in goals]
        chains = _best_of([chain for chain in longer if _end(chain) not in goals])
        seen |= {_end(chain) for chain in chains}
        if len(found) >= most or not chains:
            break
    return tuple(_chain(connection, chain) for chain in found[:most])


def _end(chain: Way) -> Node:
    return chain[-1][1].kind, chain[-1][1].id


def _doubt(chain: Way) -> int:
    """Add up how unsure the steps are; one without a grade, such as a tie to a condition, counts as limited."""
    return sum(UNGRADED if edge.evidence is None else edge.evidence for _, edge in chain)


def _best_of(chains: list[Way]) -> list[Way]:
    """Keep for each entry reached the few best supported ways to it; *chains* are sorted by that."""
    kept: dict[Node, list[Way]] = {}
    for chain in chains:
        ways = kept.setdefault(_end(chain), [])
        if len(ways) < WAYS_KEPT:
            ways.append(chain)
    return [chain for ways in kept.values() for chain in ways]


def _edges(connection: sqlite3.Connection, node: Node) -> Iterator[Edge]:
    kind, identifier = node
    queries = {
        "cause": ("SELECT example FROM member WHERE cause = ?", "example", "lists"),
        "group": ("SELECT example FROM example_group WHERE grouping = ?", "example", "includes"),
        "condition": ("SELECT example FROM example_condition WHERE condition = ?", "example", "is tied to"),
    }
    if kind in queries:
        query, there, relation = queries[kind]
        for (other,) in connection.execute(query, (identifier,)):
            yield Edge(there, other, relation)
    if kind == "condition":
        for other, sources in connection.execute(
            "SELECT cause, sources FROM cause_condition WHERE condition = ?", (identifier,)
        ):
            yield Edge("cause", other, "is tied to", references=tuple(sources.split()))
    if kind == "cause":
        for other, sources in connection.execute(
            "SELECT condition, sources FROM cause_condition WHERE cause = ?", (identifier,)
        ):
            yield Edge("condition", other, "is tied to", references=tuple(sources.split()))
    if kind == "example":
        for (other,) in connection.execute("SELECT cause FROM member WHERE example = ?", (identifier,)):
            yield Edge("cause", other, "belongs to")
        for (other,) in connection.execute("SELECT condition FROM example_condition WHERE example = ?", (identifier,)):
            yield Edge("condition", other, "is tied to")
    if kind in ("example", "transmitter"):
        there = "transmitter" if kind == "example" else "example"
        query = f"SELECT {there}, direction, process, evidence, sources FROM link WHERE {kind} = ?"
        for other, direction, process, evidence, sources in connection.execute(query, (identifier,)):
            relation = "acts on" if kind == "example" else "is acted on by"
            yield Edge(there, other, relation, direction, process, evidence, tuple(sources.split()))


def _chain(connection: sqlite3.Connection, chain: tuple[tuple[Node, Edge], ...]) -> Chain:
    return Chain(
        steps=tuple(
            PathStep(
                start=_entry(connection, *node),
                relation=edge.relation,
                direction=Direction(edge.direction) if edge.direction else None,
                process=Process(edge.process) if edge.process else None,
                evidence=EVIDENCE_ORDER[edge.evidence] if edge.evidence is not None else None,
                references=edge.references,
                end=_entry(connection, edge.kind, edge.id),
            )
            for node, edge in chain
        )
    )
