"""Datasets of any size with the shape of the shipped one, for measuring.

Usage: python benchmarks/generate.py LINKS FILE.json

The shipped dataset is repeated: each copy has entries of its own, its ids and names marked with the number of the copy.
The first copy is left as it is, and the longer words of the others are spelled with a mark of their own, of which there
are as many as the vocabulary of real text would grow by (Heaps' law: with the root of its length). So an answer about
an entry or a word of the first copy has the same size in a dataset of any size.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

import neuroref

SECTIONS = ("causes", "groups", "transmitters", "conditions", "molecules", "claims", "references")
SHARED = ("molecules",)  # which all copies act through
IDS = ("condition", "transmitter")
TEXTS = (
    "summary",
    "caveat",
    "steps",
    "roles",
    "made_in",
    "role",
    "coupling",
    "container-title",
    "family",
)
_WORD = re.compile(r"\b[A-Za-z]{5,}\b")
ID_LISTS = ("also_under", "groups", "see_also", "conditions", "references", "transmitters", "about")


def generate(links: int, target: Path) -> None:
    """Write a dataset of at least that many *links* to *target*, copy by copy."""
    with neuroref.load() as kb:
        dataset = msgspec.to_builtins(kb.excerpt())
        held = sum(1 for _ in kb.links())
    copies = max(1, round(links / held))
    with target.open("wb") as file:
        file.write(b'{"dataset":' + msgspec.json.encode(dataset["dataset"]))
        for section in SECTIONS:
            file.write(b',\n"%s":[\n' % section.encode())
            for place, record in enumerate(_records(dataset[section], 1 if section in SHARED else copies)):
                file.write((b",\n" if place else b"") + msgspec.json.encode(record))
            file.write(b"]")
        file.write(b"}\n")


def _records(records: list[dict[str, Any]], copies: int) -> Iterator[dict[str, Any]]:
    for copy in range(copies):
        for record in records:
            yield _copied(record, copy, _mark(copy, copies)) if copy else record


def _mark(copy: int, copies: int) -> str:
    number = copy % max(1, round(copies**0.5))
    return "".join(chr(ord("a") + digit) for digit in divmod(number, 26)) + "q"


def _copied(value: dict[str, Any], copy: int, mark: str) -> dict[str, Any]:
    def marked(text: str) -> str:
        return _WORD.sub(lambda word: mark + word[0], text)

    found: dict[str, Any] = {}
    for key, content in value.items():
        if key == "id" or (key in IDS and isinstance(content, str)):
            found[key] = f"{content}-copy-{copy}"
        elif key in ID_LISTS and all(isinstance(one, str) for one in content):
            found[key] = [f"{one}-copy-{copy}" for one in content]
        elif key in ("name", "abbreviation", "title", "statement"):
            found[key] = f"{marked(content)} copy {copy}"
        elif key in ("aliases", "brands") or (key == "members" and all(isinstance(one, str) for one in content)):
            found[key] = [f"{marked(one)} copy {copy}" for one in content]
        elif key in TEXTS and isinstance(content, str):
            found[key] = marked(content)
        elif key in TEXTS and content:
            found[key] = [marked(one) for one in content]
        elif key in ("identifiers", "involves", "DOI", "PMID", "PMCID", "NBK", "URL"):
            found[key] = {"identifiers": {}, "involves": [], "PMID": str(copy * 10_000_000 % 899_999_999 + 1)}.get(key)
        elif isinstance(content, (list, tuple)):
            found[key] = [_copied(one, copy, mark) if isinstance(one, dict) else one for one in content]
        else:
            found[key] = content
    if "study" in found:
        found["URL"], found["PMID"] = f"https://example.org/{found['id']}", None
    return found


if __name__ == "__main__":
    generate(int(sys.argv[1]), Path(sys.argv[2]))
