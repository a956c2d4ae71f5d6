"""A JSON file that is right, straight to its records: quicker than by a tree of all its values, and in less memory.

The rules look at the plain values of its lists piece by piece, each piece becomes records while it is still in the
processor's cache, and what compares records looks at those.
Whatever is wrong, or only written oddly, ends it: the tree then tells what, and where.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import msgspec

from ..model.records import Dataset
from . import rules

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
PIECE = 1 << 16  # bytes of members that are looked at together: what they become stays in the processor's cache

WITHIN_A_RECORD = tuple(
    rule for rule in rules.RULES if rule not in rules.BETWEEN_RECORDS and rule is not rules.plain_text
)


def load(files: Iterable[tuple[str, bytes]]) -> Dataset | None:
    """Return the model of a dataset whose only file is a JSON text; nothing of another, or if anything is wrong."""
    try:
        sections = _sections(files)
        return None if any(rules.check(sections, rules.BETWEEN_RECORDS)) else Dataset(**sections)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, msgspec.MsgspecError):
        return None


def _sections(files: Iterable[tuple[str, bytes]]) -> dict[str, Any]:
    """Return the records of each section. Raises `ValueError` if one of them breaks a rule by itself.

    The content of the file is forgotten at the end of it: it takes as much memory as the rest of the rules.
    """
    first, *others = islice(files, 2)
    if others or not first[0].lower().endswith(".json"):
        raise ValueError("not the only file, or not JSON")
    content = first[1].removeprefix(BYTE_ORDER_MARK)
    texts = msgspec.json.decode(content, type=dict[str, msgspec.Raw])
    if not _stand_once(content, texts):
        raise ValueError("a section stands twice")
    types = {field.name: field.type for field in msgspec.structs.fields(Dataset)}
    found: dict[str, Any] = {}
    for section, text in texts.items():
        if section == "dataset":
            [info] = _plain([text])
            found[section] = msgspec.convert(info, types[section])
            continue
        records: list[Any] = []
        for piece in _pieces(msgspec.json.decode(text, type=list[msgspec.Raw])):
            plain = _plain(piece)
            if any(rules.check({section: plain}, WITHIN_A_RECORD)):
                raise ValueError("a rule is broken")
            records += msgspec.convert(plain, types[section])
        found[section] = tuple(records)
    return found


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
    same = written == text or written == msgspec.json.format(text, indent=-1)
    if not same and any(map(_has_repeated_keys, members, values)):
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
