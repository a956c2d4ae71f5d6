"""The dataset out of a snapshot: whole, or what the links that a filter leaves rest on."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from typing import TypeVar

import msgspec

from . import model
from .filters import LinkFilter
from .tables import Tables

R = TypeVar("R", bound=msgspec.Struct)


def excerpt(connection: sqlite3.Connection, wanted: LinkFilter) -> model.Dataset:
    """Return the dataset with the *wanted* links only, and with every entry that those and their causes name.

    The answer is a valid dataset whatever was wanted, so it can be written, read back and asked. Without a filter it is
    the dataset as it was compiled, record for record.
    """
    tables = Tables(connection)
    info = dict(connection.execute("SELECT key, value FROM meta"))
    effects = _effects(tables, wanted)
    everything = wanted == LinkFilter()
    examples = [one for one in tables.records("example", model.Example) if everything or one.id in effects]
    homes = dict(connection.execute("SELECT id, cause FROM example"))
    kept_causes = {homes[one.id] for one in examples} | set(wanted.cause)
    causes = [one for one in tables.records("cause", model.Cause) if everything or one.id in kept_causes]
    kept = {one.id for one in examples}

    conditions = {one for example in examples for one in example.conditions}
    conditions |= {tie.condition for cause in causes for tie in cause.conditions}
    kept_conditions = [
        one for one in tables.records("condition", model.Condition) if everything or one.id in conditions
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
    kept_transmitters = _kept(tables.records("transmitter", model.Transmitter), transmitters, everything)
    cited = {one for cause in causes for one in _cited_by(cause)}
    cited |= {one for transmitter in kept_transmitters for one in transmitter.references}
    return model.Dataset(
        dataset=model.DatasetInfo(**{name: info[name] for name in model.DatasetInfo.__struct_fields__}),
        causes=tuple(causes),
        groups=_kept(tables.records("group", model.Group), groups, everything),
        transmitters=kept_transmitters,
        conditions=tuple(
            msgspec.structs.replace(one, see_also=_among(one.see_also, neighbours)) for one in kept_conditions
        ),
        references=_kept(tables.records("reference", model.Reference), cited, everything),
    )


def _effects(tables: Tables, wanted: LinkFilter) -> dict[str, list[model.Effect]]:
    """Return the wanted links as effects, by the ids of their examples."""
    effects: dict[str, list[model.Effect]] = {}
    where, values = wanted.where()
    for link in tables.links(where, values):
        effects.setdefault(link.example, []).append(
            model.Effect(**{name: getattr(link, name) for name in model.Effect.__struct_fields__})
        )
    return effects


def _cited_by(cause: model.Cause) -> Iterator[str]:
    parts = (cause.processes, cause.pathways, cause.conditions, cause.interventions)
    for part in parts:
        for one in part:
            yield from one.references
    for example in cause.examples:
        for effect in example.effects:
            yield from effect.references


def _kept(records: Iterable[R], ids: set[str], everything: bool) -> tuple[R, ...]:
    return tuple(one for one in records if everything or one.id in ids)  # type: ignore[attr-defined]


def _among(ids: tuple[str, ...], known: set[str]) -> tuple[str, ...]:
    return tuple(one for one in ids if one in known)
