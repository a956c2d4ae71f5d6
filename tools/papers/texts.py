"""The YAML files of a dataset as text: read once, edited in memory, saved whole."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from neuroref.loader import files
from neuroref.model.records import Reference

from . import writing


class Texts:
    """The YAML files of a dataset, as text to be edited."""

    def __init__(self, path: Path) -> None:
        self._was = {one: one.read_bytes().decode() for one in files.find(path) if one.suffix != ".json"}
        self._now = {one: text.replace("\r\n", "\n") for one, text in self._was.items()}

    def complete(
        self, reference: Reference, said: writing.Fields, titles: Sequence[str], today: date | None
    ) -> list[str]:
        """Complete a record where it stands; return the names of what was written. Raises LookupError."""
        for path, text in self._now.items():
            try:
                self._now[path], written = writing.completed(text, reference, said, titles, today)
            except LookupError:
                continue
            return written
        raise LookupError(f"{reference.id} stands in no YAML file as a list item of its own")

    def add(self, record: str, identifier: str) -> Path:
        """Put a new record into the first file that has references. Raises LookupError."""
        for path, text in self._now.items():
            try:
                self._now[path] = writing.inserted(text, record, identifier)
            except LookupError:
                continue
            return path
        raise LookupError("no YAML file of this dataset has references")

    def save(self) -> None:
        """Write the files that changed, each whole or not at all."""
        for path, text in self._now.items():
            if text != self._was[path].replace("\r\n", "\n"):
                draft = path.with_name(f".{path.name}.{os.getpid()}")
                draft.write_bytes((text.replace("\n", "\r\n") if "\r\n" in self._was[path] else text).encode())
                draft.replace(path)
