"""A JSON file that is right, straight to its records: quicker than by a tree of all its values, and in less memory.

The rules look at its lists piece by piece, and each piece is forgotten but for what they compare between records.
Whatever is wrong, or only written oddly, ends it: the tree then tells what, and where.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import msgspec

from ..model.records import Dataset
from . import rules

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
PIECE = 1 << 16  # bytes of members that are looked at together: what they become stays in the processor's cache

WITHIN_A_RECORD = tuple(
    rule for rule in rules.RULES if rule not in rules.BETWEEN_RECORDS and rule is not rules.plain_text
)

# What the other rules look at of effects and references, of which a dataset has the most.
EFFECT = ("transmitter", "references", "via")
REFERENCE = ("id", "DOI", "PMID", "PMCID")


def load(content: bytes) -> Dataset | None:
    """Return the model of a dataset's only file, a JSON text; nothing if anything is wrong with it."""
    content = content.removeprefix(BYTE_ORDER_MARK)
    try:
        return msgspec.json.decode(content, type=Dataset) if _keeps_the_rules(content) else None
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, msgspec.MsgspecError):
        return None


def _keeps_the_rules(content: bytes) -> bool:
    sections = msgspec.json.decode(content, type=dict[str, msgspec.Raw])
    if not _stand_once(content, sections):
        return False
    compared: dict[str, Any] = {}
    for section, text in sections.items():
        if section == "dataset":
            [compared[section]] = _plain([text])
            continue
        compared[section] = []
        for piece in _pieces(msgspec.json.decode(text, type=list[msgspec.Raw])):
            plain = _plain(piece)
            if any(rules.check({section: plain}, WITHIN_A_RECORD)):
                return False
            compared[section] += [_compared(section, record) for record in plain]
    return not any(rules.check(compared, rules.BETWEEN_RECORDS))


def _stand_once(content: bytes, sections: dict[str, msgspec.Raw]) -> bool:
    """Whether the *content* is these *sections* and nothing else: of one that is there twice only the last was kept."""
    at = 0
    for name, text in sections.items():
        opening = re.compile(rb'\s*[{,]\s*"%s"\s*:\s*' % re.escape(name.encode())).match(content, at)
        if opening is None or not content.startswith(memoryview(text), opening.end()):
            return False
        at = opening.end() + len(memoryview(text))
    return re.compile(rb"\s*\}\s*").fullmatch(content, at) is not None


def _pieces(members: list[msgspec.Raw]) -> Iterator[list[msgspec.Raw]]:
    piece, size = [], 0
    for member in members:
        piece.append(member)
        size += len(memoryview(member))
        if size > PIECE:
            yield piece
            piece, size = [], 0
    yield piece


def _plain(members: list[msgspec.Raw]) -> list[Any]:
    """Return the values of JSON texts. Raises `ValueError` if a key stands twice in one, or if it is not plain text."""
    text = b"[%s]" % b",".join(members)
    values: list[Any] = msgspec.json.decode(text)
    written = msgspec.json.encode(values)
    # What comes out as it went in has lost nothing. Else it is only written otherwise, or a key stands twice.
    if written != msgspec.json.format(text, indent=-1) and any(map(_has_repeated_keys, members, values)):
        raise ValueError("a key stands twice")
    if not rules.is_plain_json(written):
        raise ValueError("not plain")
    return values


def _has_repeated_keys(text: msgspec.Raw, value: Any) -> bool:
    if msgspec.json.encode(value) == msgspec.json.format(text, indent=-1):
        return False
    repeated = False

    def look(pairs: list[tuple[str, Any]]) -> None:
        nonlocal repeated
        repeated = repeated or len({name for name, _ in pairs}) != len(pairs)

    json.loads(bytes(text), object_pairs_hook=look)
    return repeated


def _compared(section: str, record: dict[str, Any]) -> dict[str, Any]:
    """Return what rules compare of a *record* with others, and more where there are few."""
    if section == "references":
        return _part(record, REFERENCE)
    for example in record.get("examples", ()) if section == "causes" else ():
        example["effects"] = [_part(effect, EFFECT) for effect in example["effects"]]
    return record


def _part(record: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: record[name] for name in names if name in record}
