"""What joins two entries: the shortest chains of steps from one to the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ..model.records import EntryKind, assert_never
from ..model.vocabularies import EVIDENCE_ORDER, Direction, Evidence, Process
from .answers import Answer, Chain, PathStep
from .lookup import Found, Unrelatable
from .reader import SnapshotReader, links_of


class PathFact(Answer, frozen=True, kw_only=True):
    """One *step* of a *chain*, both counted from 1, for a table."""

    chain: int
    step: int
    start_entry: str
    start: str
    start_name: str
    relation: str
    direction: Direction | None
    process: Process | None
    phrase: str | None
    members: tuple[str, ...]
    evidence: Evidence | None
    references: tuple[str, ...]
    end_entry: str
    end: str
    end_name: str


def path_facts(chains: Iterable[Chain]) -> Iterator[PathFact]:
    """Yield the steps of *chains*, each with its numbers."""
    for chain, one in enumerate(chains, 1):
        for number, step in enumerate(one.steps, 1):
            ends = {
                f"{side}{field}": getattr(getattr(step, side), name)
                for side in ("start", "end")
                for field, name in (("_entry", "entry"), ("", "id"), ("_name", "name"))
            }
            yield PathFact.of(step, chain=chain, step=number, **ends)


LONGEST_CHAIN = 2  # a link, or one thing between: what a longer one would join has nothing to do with each other
UNGRADED = Evidence.LIMITED.rank  # how unsure a step without a grade counts
WAYS_KEPT = 3  # to each entry on the way; more would differ only in what nobody reads to the end


class Edge(NamedTuple):
    """A way from one entry to another: what joins them, how sure it is (0 the surest), and the step as an answer."""

    kind: EntryKind
    id: str
    relation: str
    direction: str | None = None
    process: str | None = None
    phrase: str | None = None
    members: tuple[str, ...] = ()
    evidence: int | None = None
    references: tuple[str, ...] = ()


Node = tuple[EntryKind, str]
Way = tuple[tuple[Node, Edge], ...]


def path(reader: SnapshotReader, start: Found, end: Found, most: int) -> tuple[Chain, ...]:
    """Return the shortest chains that join two entries, the best supported first, at most *most*.

    A chain passes through examples, transmitters and conditions. It may begin or end at a cause or group but not pass
    through one: that two things stand under one heading joins them on paper only.

    Raises `Unrelatable` for what no chain can begin or end with.
    """
    if start.id == end.id:
        raise Unrelatable("these names mean one entry; a path joins two")
    for kind in (start.kinds[0], end.kinds[0]):
        if kind in (EntryKind.MOLECULE, EntryKind.REFERENCE, EntryKind.CLAIM):
            raise Unrelatable(f"no path leads to {kind.section}, which have no links of their own")
    first = (start.kinds[0], start.id)
    goals = {(kind, end.id) for kind in end.kinds} - {first}
    chains: list[Way] = [()]
    seen = {first}
    found: list[Way] = []
    for _ in range(LONGEST_CHAIN):
        longer: list[Way] = []
        for chain in chains:
            node = _end(chain) if chain else first
            for edge in _edges(reader, node):
                there = (edge.kind, edge.id)
                if there in goals or (there not in seen and edge.kind not in (EntryKind.CAUSE, EntryKind.GROUP)):
                    longer.append((*chain, (node, edge)))
        longer.sort(key=_doubt)
        found += [chain for chain in longer if _end(chain) in goals]
        chains = _best_of([chain for chain in longer if _end(chain) not in goals])
        seen |= {_end(chain) for chain in chains}
        if found or not chains:
            break  # a longer way explains less than the shortest
    return tuple(_chain(reader, chain) for chain in found[:most])


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


def _edges(reader: SnapshotReader, node: Node) -> Iterator[Edge]:
    kind, identifier = node
    match kind:
        case EntryKind.CAUSE | EntryKind.GROUP | EntryKind.CONDITION:
            relation = {EntryKind.CAUSE: "lists", EntryKind.GROUP: "includes"}.get(kind, "is tied to")
            rows = reader.db.execute("SELECT example FROM listed WHERE kind = ? AND id = ?", (kind.value, identifier))
            yield from (Edge(EntryKind.EXAMPLE, example, relation) for (example,) in rows)
            if kind is not EntryKind.GROUP:
                yield from _ties(reader, kind, identifier)
        case EntryKind.EXAMPLE:
            rows = reader.db.execute("SELECT kind, id FROM listed WHERE example = ? ORDER BY 1, 2", (identifier,))
            for owner, other in rows:
                yield Edge(EntryKind(owner), other, "is tied to" if owner == "condition" else "belongs to")
            yield from _links(reader, kind, identifier)
        case EntryKind.TRANSMITTER:
            yield from _links(reader, kind, identifier)
        case EntryKind.MOLECULE | EntryKind.REFERENCE | EntryKind.CLAIM:
            return
        case _:
            assert_never(kind)


def _ties(reader: SnapshotReader, kind: EntryKind, identifier: str) -> Iterator[Edge]:
    """Yield the ties that references give between causes and conditions."""
    other = EntryKind.CONDITION if kind is EntryKind.CAUSE else EntryKind.CAUSE
    rows = reader.db.execute(f"SELECT {other}, cited FROM cause_condition WHERE {kind} = ?", (identifier,))
    yield from (Edge(other, there, "is tied to", references=tuple(cited.split())) for there, cited in rows)


def _links(reader: SnapshotReader, kind: EntryKind, identifier: str) -> Iterator[Edge]:
    """Yield the links of an example to transmitters, or of a transmitter to examples, that found a change."""
    acts = kind is EntryKind.EXAMPLE
    there, relation = (EntryKind.TRANSMITTER, "acts on") if acts else (EntryKind.EXAMPLE, "is acted on by")
    for link in reader.links(f"{links_of(kind)} AND direction != 'unchanged'", [identifier]):
        yield Edge(
            there,
            link.transmitter if acts else link.example,
            relation,
            link.direction.value,
            link.process.value,
            link.phrase,
            link.members,
            link.evidence.rank,
            link.references,
        )


def _chain(reader: SnapshotReader, chain: Way) -> Chain:
    return Chain(
        steps=tuple(
            PathStep(
                start=reader.entry_name(*node),
                relation=edge.relation,
                direction=Direction(edge.direction) if edge.direction else None,
                process=Process(edge.process) if edge.process else None,
                phrase=edge.phrase,
                members=edge.members,
                evidence=EVIDENCE_ORDER[edge.evidence] if edge.evidence is not None else None,
                references=edge.references,
                end=reader.entry_name(edge.kind, edge.id),
            )
            for node, edge in chain
        )
    )
