"""How the questions read a snapshot: rows of its tables to typed records."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

import msgspec

from ..model import records, vocabularies
from ..model.records import EntryKind, assert_never
from ..model.vocabularies import WAYS, Direction
from . import answers
from .answers import CitedReference, ExampleLinks, Link, Name, Tally
from .filters import EVERYTHING, LinkFilter
from .phrases import phrase, short_name

R = TypeVar("R", bound=msgspec.Struct)


def owner_of(kind: EntryKind) -> tuple[str, str]:
    """Return the SQL column that names the entry of a *kind* that a link belongs to, and the join that it needs."""
    match kind:
        case EntryKind.EXAMPLE:
            return "link.example", ""
        case EntryKind.TRANSMITTER:
            return "link.transmitter", ""
        case EntryKind.CAUSE | EntryKind.GROUP | EntryKind.CONDITION:
            return "listed.id", f"JOIN listed ON listed.kind = '{kind}' AND listed.example = link.example"
        case EntryKind.MOLECULE:
            return "via.molecule", "JOIN via ON via.link = link.number"
        case EntryKind.REFERENCE | EntryKind.CLAIM:
            raise ValueError(f"links do not belong to a {kind}")
        case _:
            assert_never(kind)


def links_of(kind: EntryKind) -> str:
    """Return the SQL condition on ``link`` for the links of one entry of a *kind*; its parameter is the id."""
    match kind:
        case EntryKind.CAUSE | EntryKind.GROUP | EntryKind.CONDITION:
            return f"link.example IN (SELECT example FROM listed WHERE kind = '{kind}' AND id = ?)"
        case EntryKind.MOLECULE:
            return "link.number IN (SELECT link FROM via WHERE molecule = ?)"
        case _:
            return f"{owner_of(kind)[0]} = ?"


def links_of_member(kind: EntryKind, identifier: str, member: str | None) -> tuple[str, list[str]]:
    """Return the SQL condition on ``link`` for the links of an entry of a *kind*, and its parameters.

    Where a *member* of a class was asked for, links that hold for other members only are left out.
    """
    where = links_of(kind)
    if member is None:
        return where, [identifier]
    return f"{where} AND (members = '' OR instr(members, ?))", [identifier, f"\n{member}\n"]


class LazyNames(dict[str, str]):
    """Words about entries by their ids, each looked up when it is first asked for, however many entries there are."""

    def __init__(self, look_up: Callable[[str], str]) -> None:
        super().__init__()
        self._look_up = look_up

    def __missing__(self, identifier: str) -> str:
        found = self[identifier] = self._look_up(identifier)
        return found


class Labels(msgspec.Struct, frozen=True):
    """How ids are written for people: id to name, for transmitters also to abbreviation, of references the citation.

    Each is looked up when it is asked for: ask by ``labels.causes[id]``, of ids that the answer holds.
    """

    causes: LazyNames
    transmitters: LazyNames
    abbreviations: LazyNames
    citations: LazyNames
    conditions: LazyNames


class SnapshotReader:
    """An open snapshot, read as records."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.db = connection
        self.short_names = LazyNames(self._short_name)

    def _short_name(self, molecule: str) -> str:
        record = self.record("molecule", molecule, records.Molecule)
        return short_name(record.id, record.name, record.aliases)

    def labels(self) -> Labels:
        """Return how the ids of causes, transmitters and references are written for people."""
        return Labels(
            causes=LazyNames(lambda one: self.name("cause", one)),
            transmitters=LazyNames(lambda one: self.name("transmitter", one)),
            abbreviations=LazyNames(lambda one: self.record("transmitter", one, records.Transmitter).abbreviation),
            citations=LazyNames(lambda one: self.name("reference", one)),
            conditions=LazyNames(lambda one: self.name("condition", one)),
        )

    def info(self) -> records.DatasetInfo:
        """Return the dataset's title, version, licence and disclaimer."""
        facts = dict(self.db.execute("SELECT key, value FROM meta"))
        return records.DatasetInfo(**{name: facts[name] for name in records.DatasetInfo.__struct_fields__})

    def glossary(self) -> tuple[records.GlossaryTerm, ...]:
        """Return the terms that the dataset explains."""
        rows = self.db.execute("SELECT term, definition FROM glossary ORDER BY number")
        return tuple(records.GlossaryTerm(term=term, definition=definition) for term, definition in rows)

    def class_rules(self) -> tuple[records.ClassRule, ...]:
        """Return the links that examples of a class must have."""
        rows = self.db.execute("SELECT record FROM class_rule ORDER BY number")
        return tuple(msgspec.json.decode(row[0], type=records.ClassRule) for row in rows)

    def known(self) -> tuple[records.KnownName, ...]:
        """Return the names that people look up and for which no link has been checked."""
        aliases: dict[str, list[str]] = {}
        for name, alias_of in self.db.execute("SELECT name, alias_of FROM known ORDER BY number"):
            aliases.setdefault(alias_of or name, []).extend([name] if alias_of else [])
        return tuple(records.KnownName(name=name, aliases=tuple(others)) for name, others in aliases.items())

    def records(self, kind: str, record: type[R]) -> tuple[R, ...]:
        """Return all entries of a *kind*, in the order of the dataset."""
        rows = self.db.execute("SELECT record FROM entry WHERE kind = ? ORDER BY number", (kind,))
        decoder = msgspec.json.Decoder(record)
        return tuple(decoder.decode(row[0]) for row in rows)

    def record(self, kind: str, identifier: str, record: type[R]) -> R:
        """Return one entry that exists."""
        row = self.db.execute("SELECT record FROM entry WHERE kind = ? AND id = ?", (kind, identifier)).fetchone()
        return msgspec.json.decode(row[0], type=record)

    def name(self, kind: str, identifier: str) -> str:
        """Return the name of one entry that exists."""
        row = self.db.execute("SELECT name FROM entry WHERE kind = ? AND id = ?", (kind, identifier)).fetchone()
        return str(row[0])

    def entry_name(self, kind: EntryKind, identifier: str, member: str | None = None) -> answers.EntryName:
        """Return the name of one entry that exists, as a record; of a *member*, its own."""
        return answers.EntryName(entry=kind.value, id=identifier, name=member or self.name(kind.value, identifier))

    def names(self, kind: str, ids: Iterable[str]) -> dict[str, str]:
        """Return the names of entries of a *kind* by their ids."""
        return {one: self.name(kind, one) for one in ids}

    def pointers(self, kind: str, ids: Iterable[str]) -> tuple[Name, ...]:
        """Return the names of entries of a *kind*, as records."""
        return tuple(Name(id=one, name=name) for one, name in self.names(kind, ids).items())

    def neighbours(self, ids: Iterable[str]) -> tuple[Name, ...]:
        """Return the names of examples and conditions, as records; what is both goes by its name as an example."""
        query = "SELECT name FROM entry WHERE id = ? AND kind IN ('example', 'condition') ORDER BY number"
        return tuple(Name(id=one, name=self.db.execute(query, (one,)).fetchone()[0]) for one in ids)

    def condition_ties(self, condition: str) -> dict[str, tuple[str, ...]]:
        """Return the causes that references tie to a condition, with those."""
        rows = self.db.execute(
            "SELECT cause_condition.cause, cited FROM cause_condition "
            "JOIN entry ON entry.kind = 'cause' AND entry.id = cause_condition.cause "
            "WHERE condition = ? ORDER BY entry.number",
            (condition,),
        )
        return {cause: tuple(cited.split()) for cause, cited in rows}

    def example_ties(self, condition: str) -> dict[str, tuple[str, ...]]:
        """Return the examples tied to a condition, each with the references that tie it."""
        rows = self.db.execute("SELECT example, cited FROM listed WHERE kind = 'condition' AND id = ?", (condition,))
        return {example: tuple(cited.split()) for example, cited in rows}

    def claims_about(self, kind: EntryKind, identifier: str) -> tuple[answers.ClaimName, ...]:
        """Return the claims that are about an entry."""
        rows = self.db.execute(
            "SELECT record FROM claim_about JOIN entry ON entry.kind = 'claim' AND entry.id = claim "
            "WHERE claim_about.kind = ? AND claim_about.id = ? ORDER BY entry.number",
            (kind.value, identifier),
        )
        found = (msgspec.json.decode(row[0], type=records.Claim) for row in rows)
        return tuple(answers.ClaimName.of(claim) for claim in found)

    def cited(self, ids: Iterable[str]) -> tuple[CitedReference, ...]:
        """Return references by their ids, each once, in the order of a reference list."""
        query = "SELECT name, record FROM entry WHERE kind = 'reference' AND id = ?"
        rows = [self.db.execute(query, (one,)).fetchone() for one in dict.fromkeys(ids)]
        return answers.in_order(
            _cited_reference(msgspec.json.decode(record, type=records.Reference), citation) for citation, record in rows
        )

    def links(self, where: str, values: Sequence[Any]) -> Iterator[Link]:
        """Yield the links for which the SQL condition *where* holds, one at a time."""
        rows = self.db.execute(
            f"""
            SELECT example.cause, also_under, example.id, example.name, example.kind, transmitter, direction, process,
                phase, species, evidence, summary, caveat, conditions, cited, link.id, members, via, change
            FROM link JOIN example ON example.id = link.example WHERE {where} ORDER BY link.number
            """,
            values,
        )
        for row in rows:
            direction, process, acts = Direction(row[6]), vocabularies.Process(row[7]), row[17].split()
            via = tuple(map(_via, acts[::2], acts[1::2]))
            yield Link(
                id=row[15],
                cause=row[0],
                also_under=tuple(row[1].split()),
                example=row[2],
                name=row[3],
                kind=vocabularies.Kind(row[4]),
                transmitter=row[5],
                direction=direction,
                process=process,
                phrase=phrase(direction, process, via, self.short_names.__getitem__, row[18]),
                phase=vocabularies.Phase(row[8]) if row[8] else None,
                species=vocabularies.Species(row[9]),
                members=tuple(row[16][1:-1].split("\n\n")) if row[16] else (),
                via=via,
                evidence=vocabularies.EVIDENCE_ORDER[row[10]],
                summary=row[11],
                caveat=row[12],
                conditions=tuple(row[13].split()),
                references=tuple(row[14].split()),
            )

    def grouped_examples(
        self, where: str, values: Sequence[Any], condition: str | None = None
    ) -> tuple[ExampleLinks, ...]:
        """Return the examples with their links, in the order of the dataset; *condition*: with what ties it to them."""
        grouped: dict[str, list[Link]] = {}
        for link in self.links(where, values):
            grouped.setdefault(link.example, []).append(link)
        tied = self.example_ties(condition) if condition else {}
        return tuple(_example_links(links, tied.get(example, ())) for example, links in grouped.items())

    def cause_groups(
        self,
        where: str,
        values: Sequence[Any],
        ties: dict[str, tuple[str, ...]] | None = None,
        condition: str | None = None,
    ) -> tuple[answers.CauseGroup, ...]:
        """Return examples grouped by cause, strongest evidence first; causes in *ties* have a group in any case."""
        by_cause: dict[str, list[ExampleLinks]] = {}
        for example in self.grouped_examples(where, values, condition):
            by_cause.setdefault(example.cause, []).append(example)
        numbered = "SELECT number, id, name FROM entry WHERE kind = 'cause' AND id = ?"
        found = sorted(self.db.execute(numbered, (cause,)).fetchone() for cause in {*by_cause, *(ties or {})})
        groups = []
        for _, cause, name in found:
            examples = sorted(by_cause.get(cause, ()), key=lambda one: (one.evidence.rank, one.name.casefold()))
            links = [link for example in examples for link in example.links]
            groups.append(
                answers.CauseGroup(
                    cause=cause,
                    name=name,
                    **count_ways(links),
                    references=(ties or {}).get(cause, ()),
                    examples=tuple(examples),
                )
            )
        return tuple(groups)

    def tallies(self, kind: EntryKind, wanted: LinkFilter) -> dict[str, tuple[Tally, ...]]:
        """Return for each cause or transmitter how its wanted links add up, most links first."""
        if wanted == EVERYTHING:
            query = "SELECT id, transmitter, direction, links, evidence FROM tally WHERE kind = ?"
            rows = self.db.execute(query, (kind.value,)).fetchall()
        else:
            where, values = wanted.where()
            column, join = owner_of(kind)
            rows = self.db.execute(
                f"SELECT {column}, transmitter, direction, count(*), min(evidence) FROM link "
                f"JOIN example ON example.id = link.example {join} WHERE {where} GROUP BY 1, 2, 3",
                values,
            ).fetchall()
        grouped: dict[str, list[tuple[str, str, int, int]]] = {}
        for identifier, *row in rows:
            grouped.setdefault(identifier, []).append((row[0], row[1], row[2], row[3]))
        return {identifier: add_up(parts) for identifier, parts in grouped.items()}

    def levels(self, kind: EntryKind, wanted: LinkFilter) -> dict[str, dict[str, int]]:
        """Return for each cause or transmitter how many of its wanted links have each level of evidence."""
        if wanted == EVERYTHING:
            query = "SELECT id, evidence, links FROM grade WHERE kind = ?"
            rows = self.db.execute(query, (kind.value,)).fetchall()
        else:
            where, values = wanted.where()
            column, join = owner_of(kind)
            rows = self.db.execute(
                f"SELECT {column}, evidence, count(*) FROM link "
                f"JOIN example ON example.id = link.example {join} WHERE {where} GROUP BY 1, 2",
                values,
            ).fetchall()
        found: dict[str, dict[str, int]] = {}
        for identifier, rank, links in rows:
            counted = found.setdefault(identifier, {str(level): 0 for level in vocabularies.EVIDENCE_ORDER})
            counted[str(vocabularies.EVIDENCE_ORDER[rank])] = links
        return found

    def entry_counts(self, kind: EntryKind, wanted: LinkFilter) -> dict[str, int]:
        """Return how many examples (of a reference: places that cite it) each entry of a *kind* has."""
        if wanted == EVERYTHING:
            return dict(self.db.execute("SELECT id, entries FROM reach WHERE kind = ?", (kind.value,)))
        where, values = wanted.where()
        column, join = owner_of(kind)
        return dict(
            self.db.execute(
                f"SELECT {column}, count(DISTINCT link.example) FROM link "
                f"JOIN example ON example.id = link.example {join} WHERE {where} GROUP BY 1",
                values,
            )
        )


def count_ways(links: Iterable[Link]) -> dict[str, int]:
    """Count links by direction."""
    counts = dict.fromkeys(WAYS, 0)
    for link in links:
        counts[link.direction.value] += 1
    return counts


def add_up(rows: Iterable[tuple[str, str, int, int]]) -> tuple[Tally, ...]:
    """Add up rows of transmitter, direction, number of links and best evidence; most links first.

    The evidence is that of a change, where one was found: a well measured "no change" does not make one surer.
    """
    counts: dict[str, dict[str, int]] = {}
    best: dict[str, tuple[bool, int]] = {}
    for transmitter, direction, links, evidence in rows:
        counts.setdefault(transmitter, dict.fromkeys(WAYS, 0))[direction] += links
        found = (direction == Direction.UNCHANGED, evidence)
        best[transmitter] = min(best.get(transmitter, found), found)
    tallies = [
        Tally(
            transmitter=transmitter,
            direction=net_direction(count),
            evidence=vocabularies.EVIDENCE_ORDER[best[transmitter][1]],
            **count,
        )
        for transmitter, count in counts.items()
    ]
    return tuple(sorted(tallies, key=lambda one: (-one.links, one.transmitter)))


def net_direction(counts: dict[str, int]) -> Direction:
    """Return the direction of all links that found a change if they agree, else mixed; unchanged if none found one."""
    changed = [way for way, links in counts.items() if links and way != Direction.UNCHANGED]
    if len(changed) > 1:
        return Direction.MIXED
    return Direction(changed[0]) if changed else Direction.UNCHANGED


def _via(molecule: str, action: str) -> records.Via:
    return records.Via(molecule=molecule, action=vocabularies.Action(action))


def _example_links(links: list[Link], references: tuple[str, ...] = ()) -> ExampleLinks:
    first = links[0]
    return ExampleLinks(
        id=first.example,
        name=first.name,
        kind=first.kind,
        cause=first.cause,
        also_under=first.also_under,
        evidence=min((link.evidence for link in links), key=lambda evidence: evidence.rank),
        references=references,
        links=tuple(links),
    )


def _cited_reference(record: records.Reference, citation: str) -> CitedReference:
    return CitedReference.of(record, citation=citation, checked=record.checked.isoformat())
