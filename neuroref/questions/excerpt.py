"""The dataset out of a snapshot: whole, or what the links that a filter leaves rest on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

import msgspec

from ..model import records
from ..model.names import key
from .filters import EVERYTHING, LinkFilter
from .reader import SnapshotReader

R = TypeVar("R", bound=msgspec.Struct)


def excerpt(reader: SnapshotReader, wanted: LinkFilter) -> records.Dataset:
    """Return the dataset with the *wanted* links only, and with every entry that those and their causes name.

    The answer is a valid dataset whatever was wanted, so it can be written, read back and asked. Without a filter it is
    the dataset as it was compiled, record for record.
    """
    effects = _effects(reader, wanted)
    everything = wanted == EVERYTHING
    examples = [one for one in reader.records("example", records.Example) if everything or one.id in effects]
    homes = dict(reader.db.execute("SELECT id, cause FROM example"))
    kept_causes = {homes[one.id] for one in examples} | set(wanted.cause)
    causes = [one for one in reader.records("cause", records.Cause) if everything or one.id in kept_causes]
    kept = {one.id for one in examples}

    conditions = {one for example in examples for one in example.ties}
    conditions |= {tie.condition for cause in causes for tie in cause.conditions}
    kept_conditions = [
        one for one in reader.records("condition", records.Condition) if everything or one.id in conditions
    ]
    neighbours = kept | {one.id for one in kept_conditions}
    causes = [
        msgspec.structs.replace(
            cause,
            examples=tuple(
                msgspec.structs.replace(
                    example,
                    effects=tuple(effects.get(example.id, ())),
                    also_under=_among(example.also_under, {one.id for one in causes}),
                    see_also=_among(example.see_also, neighbours),
                )
                for example in examples
                if homes[example.id] == cause.id
            ),
        )
        for cause in causes
    ]
    groups = {one for example in examples for one in example.groups}
    transmitters = {one for cause in causes for pathway in cause.pathways for one in pathway.transmitters}
    transmitters |= {effect.transmitter for found in effects.values() for effect in found}
    transmitters |= _made_from(reader, transmitters)
    kept_transmitters = _kept(reader.records("transmitter", records.Transmitter), transmitters, everything)
    molecules = {via.molecule for found in effects.values() for effect in found for via in effect.via}
    molecules |= _molecules_of(reader, [transmitter.id for transmitter in kept_transmitters])
    about = kept | groups | conditions | molecules | {cause.id for cause in causes}
    about |= {transmitter.id for transmitter in kept_transmitters}
    claims = [
        msgspec.structs.replace(claim, about=_among(claim.about, about))
        for claim in reader.records("claim", records.Claim)
        if not about.isdisjoint(claim.about)
    ]
    cited = {one for cause in causes for one in _cited_by(cause)}
    cited |= {one for part in (kept_transmitters, claims) for record in part for one in record.references}
    return records.Dataset(
        dataset=reader.info(),
        causes=tuple(causes),
        groups=_kept(reader.records("group", records.Group), groups, everything),
        transmitters=tuple(
            msgspec.structs.replace(
                one, precursors=tuple(text for text in one.precursors if _is_named(reader, text, kept))
            )
            for one in kept_transmitters
        ),
        conditions=tuple(
            msgspec.structs.replace(one, see_also=_among(one.see_also, neighbours)) for one in kept_conditions
        ),
        molecules=_kept(reader.records("molecule", records.Molecule), molecules, everything),
        references=_kept(reader.records("reference", records.Reference), cited, everything),
        claims=reader.records("claim", records.Claim) if everything else tuple(claims),
        known=reader.known() if everything else (),
        glossary=reader.glossary(),
        class_rules=reader.class_rules() if everything else (),
    )


def _made_from(reader: SnapshotReader, transmitters: Iterable[str]) -> set[str]:
    """Return the transmitters out of which others are made, down to the first: epinephrine out of norepinephrine."""
    found: set[str] = set()
    waiting = list(transmitters)
    while waiting:
        for text in reader.record("transmitter", waiting.pop(), records.Transmitter).precursors:
            made_from = {one for kind, one in _names(reader, text) if kind == "transmitter"} - found
            found |= made_from
            waiting += made_from
    return found


def _is_named(reader: SnapshotReader, precursor: str, examples: set[str]) -> bool:
    """Whether a *precursor* means something where only some *examples* are: most are molecules or transmitters."""
    named = _names(reader, precursor)
    return not named or any(kind != "example" or one in examples for kind, one in named)


def _names(reader: SnapshotReader, text: str) -> list[tuple[str, str]]:
    rows = reader.db.execute(
        "SELECT kind, id FROM name WHERE key = ? AND kind IN ('example', 'transmitter', 'molecule') AND tier < 3",
        (key(text),),
    )
    return rows.fetchall()


def _molecules_of(reader: SnapshotReader, transmitters: Sequence[str]) -> set[str]:
    marks = ", ".join("?" * len(transmitters))
    rows = reader.db.execute(f"SELECT molecule FROM role WHERE transmitter IN ({marks})", transmitters)
    return {row[0] for row in rows}


def _effects(reader: SnapshotReader, wanted: LinkFilter) -> dict[str, list[records.Effect]]:
    """Return the wanted links as effects, by the ids of their examples."""
    effects: dict[str, list[records.Effect]] = {}
    counted: dict[str, int] = {}
    where, values = wanted.where()
    changes = dict(reader.db.execute("SELECT id, change FROM link WHERE change IS NOT NULL"))
    for link in reader.links(where, values):
        stem, _, last = link.id.rpartition(".")
        stem, number = (stem, int(last)) if last.isdigit() else (link.id, 1)
        counted[stem] = counted.get(stem, 0) + 1
        kept = number if number != counted[stem] else None  # a link keeps its id where others before it are left out
        computed = ("number", "change")
        fields = {name: getattr(link, name) for name in records.Effect.__struct_fields__ if name not in computed}
        effects.setdefault(link.example, []).append(records.Effect(**fields, number=kept, change=changes.get(link.id)))
    return effects


def _cited_by(cause: records.Cause) -> Iterator[str]:
    parts = (cause.processes, cause.pathways, cause.conditions, cause.interventions)
    for part in parts:
        for one in part:
            yield from one.references
    for example in cause.examples:
        for effect in example.effects:
            yield from effect.references
        for cited in example.ties.values():
            yield from cited


def _kept(records: Iterable[R], ids: set[str], everything: bool) -> tuple[R, ...]:
    return tuple(one for one in records if everything or one.id in ids)  # type: ignore[attr-defined]


def _among(ids: tuple[str, ...], known: set[str]) -> tuple[str, ...]:
    return tuple(one for one in ids if one in known)
