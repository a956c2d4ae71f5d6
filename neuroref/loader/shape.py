"""Whether plain values have the shape of the model; every departure from it, not only the first.

msgspec decides and stops at the first fault it meets. Where it refuses a dataset, `departures` walks the same types
once more and lists everything, in words for the person who edits the file.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from enum import Enum
from typing import Any, NamedTuple

from msgspec import inspect as types

from ..model.names import hint, quoted, suggestion
from .yamlreader import KeyPath, spoken


class Departure(NamedTuple):
    """A fault at *path*; *on_key* when it concerns the key, not the value."""

    path: KeyPath
    message: str
    on_key: bool = False


def departures(value: Any, model: type) -> Iterator[Departure]:
    """Yield every way in which *value* is not a *model* (a msgspec Struct class)."""
    yield from _check(value, types.type_info(model), ())


def _check(value: Any, kind: types.Type, path: KeyPath) -> Iterator[Departure]:
    if isinstance(kind, types.Metadata):
        kind = kind.type
    if isinstance(kind, types.UnionType):
        if value is None and any(isinstance(one, types.NoneType) for one in kind.types):
            return
        bare = [one.type if isinstance(one, types.Metadata) else one for one in kind.types]
        record = next((one for one in bare if isinstance(one, types.StructType)), None)
        if record and any(isinstance(one, types.StrType) for one in bare) and not isinstance(value, (str, dict)):
            yield Departure(path, f"expected an id, or fields such as {_some_fields(record)}, got {spoken(value)}")
            return
        kind = _chosen(value, bare)
    if isinstance(kind, types.StructType):
        yield from _check_record(value, kind, path)
    elif isinstance(kind, types.VarTupleType):
        yield from _check_list(value, kind, path)
    elif isinstance(kind, types.DictType):
        yield from _check_mapping(value, kind, path)
    elif isinstance(kind, types.EnumType):
        yield from _check_term(value, kind.cls, path)
    elif isinstance(kind, types.StrType):
        yield from _check_text(value, kind, path)
    elif isinstance(kind, types.BoolType):
        if not isinstance(value, bool):
            yield Departure(path, f"expected true or false, got {spoken(value)}")
    elif isinstance(kind, types.IntType):
        if isinstance(value, bool) or not isinstance(value, int):
            yield Departure(path, f"expected a whole number, got {spoken(value)}")
        elif kind.ge is not None and value < kind.ge:
            yield Departure(path, f"expected a whole number from {kind.ge}, not {value}")
    elif isinstance(kind, types.DateType):
        if not _is_date(value):
            yield Departure(path, f"expected a date such as 2026-11-01, got {spoken(value)}")
    else:  # pragma: no cover - a new type in the model needs its words here
        raise TypeError(f"no rule for {kind}")


def _chosen(value: Any, choices: list[types.Type]) -> types.Type:
    """Return that one of several types that *value* seems to be meant for: a record if it is a mapping."""
    some = [one for one in choices if not isinstance(one, types.NoneType)]
    return next((one for one in some if isinstance(one, types.StructType) == isinstance(value, dict)), some[0])


def _check_record(value: Any, kind: types.StructType, path: KeyPath) -> Iterator[Departure]:
    if not isinstance(value, dict):
        yield Departure(path, f"expected fields such as {_some_fields(kind)}, got {spoken(value)}")
        return
    fields = {field.encode_name: field for field in kind.fields}
    for name in value:
        if name not in fields:
            yield Departure((*path, name), f"unknown field {quoted(name)}{suggestion(name, fields)}", True)
    for name, field in fields.items():
        if name in value:
            yield from _check(value[name], field.type, (*path, name))
        elif field.required:
            yield Departure(path, f"missing {'field' if path else 'section'} '{name}'")


def _check_list(value: Any, kind: types.VarTupleType, path: KeyPath) -> Iterator[Departure]:
    if not isinstance(value, list):
        yield Departure(path, f"expected a list, got {spoken(value)}")
        return
    if kind.min_length and len(value) < kind.min_length:
        wanted = "one entry" if kind.min_length == 1 else f"{kind.min_length} entries"
        yield Departure(path, f"'{_last_name(path)}' needs at least {wanted}")
    if kind.max_length and len(value) > kind.max_length:
        yield Departure(path, f"'{_last_name(path)}' has more than {kind.max_length} entries")
    for index, member in enumerate(value):
        yield from _check(member, kind.item_type, (*path, index))


def _check_mapping(value: Any, kind: types.DictType, path: KeyPath) -> Iterator[Departure]:
    if not isinstance(value, dict):
        yield Departure(path, f"expected 'namespace: identifier' lines, got {spoken(value)}")
        return
    for name, member in value.items():
        yield from _check(member, kind.value_type, (*path, name))


def _check_term(value: Any, terms: type[Enum], path: KeyPath) -> Iterator[Departure]:
    words = [str(term.value) for term in terms]
    if not isinstance(value, str):
        yield Departure(path, f"expected one of {', '.join(words)}, got {spoken(value)}")
    elif value not in words:
        yield Departure(path, f"unknown {_last_name(path)} {quoted(value)}{hint(value, words)}")


# What an id may hold; of a molecule also an HGNC symbol.
_ID_WORDS = (
    "lower-case letters, digits and single hyphens",
    "an HGNC symbol, or lower-case letters, digits and hyphens",
)


def _check_text(value: Any, kind: types.StrType, path: KeyPath) -> Iterator[Departure]:
    if not isinstance(value, str):
        yield Departure(path, f"expected text, got {spoken(value)}")
    elif kind.pattern is not None and not re.search(kind.pattern, value):
        yield Departure(path, f"{quoted(value)} is not an id: {_ID_WORDS['A-Z' in kind.pattern]}")
    elif kind.min_length and len(value) < kind.min_length:
        yield Departure(path, f"'{_last_name(path)}' is empty")


def _is_date(value: Any) -> bool:
    if isinstance(value, str):
        try:
            datetime.date.fromisoformat(value)
        except ValueError:
            return False
        return len(value) == len("2026-11-01")
    return isinstance(value, datetime.date)


def _last_name(path: KeyPath) -> str:
    return next((part for part in reversed(path) if isinstance(part, str)), "dataset")


def _some_fields(kind: types.StructType) -> str:
    required = [field.encode_name for field in kind.fields if field.required]
    return ", ".join((required or [field.encode_name for field in kind.fields])[:3])
