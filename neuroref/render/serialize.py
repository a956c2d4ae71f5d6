"""Writes answers as data: JSON, JSON Lines, CSV and TSV."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import Enum
from typing import Any

import msgspec

from ..model.records import Dataset, EntryKind

FORMULA_STARTS = tuple("=+-@＝＋－＠")  # also behind spaces, which some spreadsheets cut off

CHUNK = 200


def json(answer: Any) -> bytes:
    """Write *answer* as one JSON text, indented by two spaces."""
    if isinstance(answer, Iterator):
        answer = list(answer)
    return msgspec.json.format(msgspec.json.encode(answer), indent=2) + b"\n"


def json_lines(answer: Any) -> Iterator[bytes]:
    """Write each record of *answer* as a line of JSON; a record that is alone is one line."""
    records = [answer] if isinstance(answer, msgspec.Struct) else answer
    for record in records:
        yield msgspec.json.encode(record) + b"\n"


def dataset_lines(dataset: Dataset) -> Iterator[bytes]:
    """Write a *dataset* as lines of JSON, one an entry: its kind under ``entry``, then the fields of its record.

    An example names the cause that it stands under; its links are inside it. The last lines are the names that people
    look up and that have no link, the glossary's terms, and the links that examples of a class must have.
    """
    yield _entry_line("dataset", dataset.dataset)
    home = {example.id: cause.id for cause in dataset.causes for example in cause.examples}
    for kind, record in dataset.entries():
        if kind is EntryKind.EXAMPLE:
            yield _entry_line(kind.value, record, cause=home[record.id])
        else:
            yield _entry_line(kind.value, record, leave_out="examples" if kind is EntryKind.CAUSE else "")
    for known in dataset.known:
        yield _entry_line("known", known)
    for term in dataset.glossary:
        yield _entry_line("glossary", term)
    for rule in dataset.class_rules:
        yield _entry_line("class_rule", rule)


def _entry_line(kind: str, record: msgspec.Struct, leave_out: str = "", **more: str) -> bytes:
    fields = msgspec.to_builtins(record)
    fields.pop(leave_out, None)
    return msgspec.json.encode({"entry": kind, **more, **fields}) + b"\n"


def table(records: Iterable[msgspec.Struct], delimiter: str) -> Iterator[bytes]:
    """Write *records*, all of one type, as CSV, or as TSV, which has no quotes, with a head line.

    Lists are joined with "; ", nested records with their values. A cell that a spreadsheet would run as a formula gets
    an apostrophe in front, which spreadsheets take as "this is text".
    """
    import csv  # JSON is the answer that must start fast

    out = io.StringIO(newline="")
    if delimiter == "\t":
        write = _tab_separated(out)
    else:
        write = csv.writer(out, delimiter=delimiter, lineterminator="\n").writerow
    count = 0
    for count, record in enumerate(records, 1):
        if count == 1:
            write(record.__struct_encode_fields__)
        write([_cell(getattr(record, name)) for name in record.__struct_fields__])
        if count % CHUNK == 0:
            yield out.getvalue().encode()
            out.seek(0)
            out.truncate()
    yield out.getvalue().encode()


def _tab_separated(out: io.StringIO) -> Callable[[Sequence[str]], object]:
    """Return what writes a row as ``cut`` and ``awk`` read it: what would part cells or lines is a space in them."""

    def write(cells: Sequence[str]) -> None:
        out.write("\t".join(" ".join(re.split(r"[\t\n\v\f\r\x85\u2028\u2029]+", cell)) for cell in cells) + "\n")

    return write


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    words = flat(value)
    return f"'{words}" if words.lstrip(" \xa0").startswith(("\t", "\r", *FORMULA_STARTS)) else words


def flat(value: Any) -> str:
    """Write a value as the text of one cell."""
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, msgspec.Struct):
        return " ".join(part for name in value.__struct_fields__ if (part := flat(getattr(value, name))))
    if isinstance(value, tuple | list):
        return "; ".join(flat(one) for one in value)
    if isinstance(value, dict):
        return "; ".join(f"{name} {one}" for name, one in value.items())
    return "" if value is None else str(value)
