"""YAML or JSON files to a checked model; every problem as file:line:column and one sentence.

`find` says which files make up a dataset, `read` joins what they hold, `problems` lists all that is wrong with it, and
`load` returns the model or raises `InvalidDataset`.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path as FilePath
from typing import Any, NamedTuple

import msgspec

from . import rules, style, yamlreader
from .model import Dataset
from .names import plain, suggestion
from .shape import departures, spoken
from .yamlreader import Branch, Flaw, Path, Place, Refused

SUFFIXES = (".yaml", ".yml", ".json")
SECTIONS = ("causes", "groups", "transmitters", "conditions", "references")
TOP_LEVEL = ("dataset", *SECTIONS)
LARGE = 64 << 20  # bytes of JSON above which memory matters more than time
UNREADABLE = "readable"  # the rule of problems after which a file's content is unknown


class Problem(NamedTuple):
    """One thing wrong with a dataset: where (*file*, *line*, *column* from 1), what (*message*), by which *rule*."""

    file: str
    line: int
    column: int
    message: str
    rule: str

    def __str__(self) -> str:
        """Write the problem as one line, the way compilers do, so that editors can jump to it."""
        return f"{plain(self.file)}:{self.line}:{self.column}: {plain(self.message)}"


class InvalidDataset(Exception):
    """The dataset has *problems*; they are sorted by place."""

    def __init__(self, problems: list[Problem]) -> None:
        """Keep the *problems*."""
        super().__init__(str(problems[0]) + (f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""))
        self.problems = problems


class Unreadable(Exception):
    """The dataset cannot be read at all: nothing there, not a file, no permission."""


class SourceFile(NamedTuple):
    """A file of the dataset: how it was *named* on the command line, and its text."""

    name: str
    text: str

    @property
    def is_json(self) -> bool:
        """Whether the file is JSON by its name."""
        return self.name.endswith(".json")


class Source(NamedTuple):
    """The joined values of all files (*tree*), and which file each part came from."""

    tree: dict[str, Any]
    files: list[SourceFile]
    places: list[Branch]
    origins: dict[str, list[tuple[int, Path]]]
    found: list[Problem]

    def place(self, path: Path, *, key: bool = False) -> tuple[str, Place]:
        """Return the file and the place of what stands at *path* in the tree, or of its key."""
        file, inner = self._origin(path)
        places = self.places[file] = self._located(file)
        return self.files[file].name, places.find_key(inner) if key else places.find(inner)

    def _origin(self, path: Path) -> tuple[int, Path]:
        if not path:
            return 0, ()
        parts = self.origins.get(str(path[0]), [])
        if len(path) > 1 and isinstance(path[1], int) and path[1] < len(parts):
            file, start = parts[path[1]]
            return file, (*start, *path[2:])
        if parts:
            return parts[0][0], path
        return 0, path

    def _located(self, file: int) -> Branch:
        """Return the places of a file. JSON is read without them; only a problem makes it worth reading it again."""
        source, known = self.files[file], self.places[file]
        if not source.is_json or known.members:
            return known
        try:
            return yamlreader.read(source.text).places
        except Refused:
            return known


def find(path: FilePath) -> list[FilePath]:
    """Return the files of the dataset at *path*, a file or a folder of them, sorted. Raises `Unreadable`."""
    shown = plain(str(path))
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            files = sorted(one for one in path.iterdir() if one.suffix in SUFFIXES and not one.name.startswith("."))
            if not files:
                raise Unreadable(f"{shown}: no .yaml, .yml or .json file in this folder")
            return files
        if not stat.S_ISREG(mode):
            raise Unreadable(f"{shown}: neither a file nor a folder")
        return [path]
    except (OSError, ValueError) as error:
        raise Unreadable(f"{shown}: {_reason(error)}") from None


def _reason(error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError):
        return "no such file or folder"
    return (getattr(error, "strerror", None) or str(error)).lower()


def fetch(path: FilePath) -> bytes:
    """Read a whole regular file. Raises `Unreadable`; never waits on a pipe or a device."""
    shown = plain(str(path))
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with open(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise Unreadable(f"{shown}: not a regular file")
            return file.read()
    except OSError as error:
        raise Unreadable(f"{shown}: {_reason(error)}") from None


def read(files: Iterable[tuple[str, bytes]]) -> Source:
    """Join the *files* of a dataset, given as name and content, into one tree."""
    source = Source({}, [], [], {}, [])
    for name, content in files:
        number = len(source.files)
        value: Any = None
        places = Branch(Place(1, 1))
        text, fatal = _decode(content)
        content = b""  # let go of it: a dataset may be large
        flaws: list[Flaw] = []
        source.files.append(SourceFile(name, text))
        if not fatal:
            try:
                document = _read_json(text) if name.endswith(".json") else yamlreader.read(text)
                value, places, flaws = document.value, document.places, document.flaws
                if value is None:
                    fatal.append(Flaw(Place(1, 1), "the file is empty"))
            except Refused as refusal:
                fatal.append(refusal.flaw)
        source.places.append(places)
        source.found.extend(Problem(name, *flaw.place, flaw.message, UNREADABLE) for flaw in fatal)
        source.found.extend(Problem(name, *flaw.place, flaw.message, "unique-keys") for flaw in flaws)
        if value is not None:
            _join(source, number, value)
    return source


def _decode(content: bytes) -> tuple[str, list[Flaw]]:
    try:
        return content.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        before = content[: error.start]
        place = Place(before.count(b"\n") + 1, error.start - (before.rfind(b"\n") + 1) + 1)
        return "", [Flaw(place, f"not UTF-8: byte 0x{content[error.start]:02x}")]


def _read_json(text: str) -> yamlreader.Document:
    repeated: list[str] = []

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        members = dict(pairs)
        if len(members) != len(pairs):
            names = [name for name, _ in pairs]
            repeated.extend(name for name in members if names.count(name) > 1)
        return members

    if not text.strip():
        return yamlreader.Document(None, Branch(Place(1, 1)), [])
    try:
        value = json.loads(text, object_pairs_hook=unique)
    except json.JSONDecodeError as error:
        raise Refused(Flaw(Place(error.lineno, error.colno), f"not valid JSON: {error.msg.lower()}")) from None
    except (RecursionError, ValueError) as error:
        what = "nested too deeply" if isinstance(error, RecursionError) else str(error).partition(";")[0].lower()
        raise Refused(Flaw(Place(1, 1), f"not valid JSON: {what}")) from None
    if repeated:
        try:
            return yamlreader.read(text)
        except Refused:
            return yamlreader.Document(
                value, Branch(Place(1, 1)), [Flaw(Place(1, 1), f"duplicate key '{repeated[0]}'")]
            )
    return yamlreader.Document(value, Branch(Place(1, 1)), [])


def _join(source: Source, number: int, value: Any) -> None:
    """Add what file *number* holds to the tree, section by section."""
    name = source.files[number].name
    if not isinstance(value, dict):
        message = f"expected sections such as causes: and references:, got {spoken(value)}"
        source.found.append(Problem(name, *source.places[number].here, message, "sections"))
        return
    for section, content in value.items():
        path: Path = (section,)
        if section not in TOP_LEVEL:
            message = f"unknown section '{plain(section)[:60]}'{suggestion(section, TOP_LEVEL)}"
            _complain(source, number, path, message, on_key=True)
        elif section == "dataset":
            if section in source.tree:
                first = source.files[source.origins[section][0][0]].name
                _complain(source, number, path, f"a second 'dataset' section (the first is in {first})", on_key=True)
            else:
                source.tree[section] = content
                source.origins[section] = [(number, path)]
        elif not isinstance(content, list):
            _complain(source, number, path, f"expected a list, got {spoken(content)}")
        else:
            source.tree.setdefault(section, []).extend(content)
            source.origins.setdefault(section, []).extend((number, (section, index)) for index in range(len(content)))


def _complain(source: Source, number: int, path: Path, message: str, *, on_key: bool = False) -> None:
    places = source.places[number] = source._located(number)
    place = places.find_key(path) if on_key else places.find(path)
    source.found.append(Problem(source.files[number].name, *place, message, "sections"))


def problems(source: Source, *, strict: bool = False) -> list[Problem]:
    """List everything that is wrong with a *source*, sorted by file, line and column; *strict*: its style too."""
    found = list(source.found)
    broken_files = {problem.file for problem in found if problem.rule == UNREADABLE}
    for departure in _shape_faults(source.tree):
        if len(departure.path) == 0 and broken_files:
            continue  # a section is missing because its file could not be read: say that once
        name, place = source.place(departure.path, key=departure.on_key)
        found.append(Problem(name, *place, departure.message, "shape"))
    if not broken_files:
        checks = [*rules.RULES, *style.STYLE] if strict else rules.RULES
        for rule, path, message in rules.check(source.tree, checks):
            name, place = source.place(path)
            found.append(Problem(name, *place, message, rule))
    order = {file.name: number for number, file in enumerate(source.files)}
    return sorted(set(found), key=lambda problem: (order[problem.file], problem[1:]))


def _shape_faults(tree: dict[str, Any]) -> list[Any]:
    try:
        msgspec.convert(tree, Dataset)
    except (msgspec.ValidationError, RecursionError):
        return list(departures(tree, Dataset))
    return []


def counts(source: Source) -> dict[str, int]:
    """Count the entries of a *source*, also of one with problems."""
    causes = [cause for cause in source.tree.get("causes", ()) if isinstance(cause, dict)]
    examples = [
        example
        for cause in causes
        if isinstance(cause.get("examples"), list)
        for example in cause["examples"]
        if isinstance(example, dict)
    ]
    effects = [example.get("effects") for example in examples]
    return {
        "causes": len(causes),
        "examples": len(examples),
        "links": sum(len(one) for one in effects if isinstance(one, list)),
        **{section: len(source.tree.get(section, ())) for section in ("transmitters", "conditions", "references")},
    }


def load(files: Iterable[tuple[str, bytes]]) -> Dataset:
    """Return the checked model of a dataset's *files* (name and content). Raises `InvalidDataset`."""
    waiting = iter(files)
    first = next(waiting, None)
    second = next(waiting, None)
    if first is not None and second is None and first[0].endswith(".json") and len(first[1]) > LARGE:
        dataset = _load_large(first[1])
        if dataset is not None:
            return dataset
    source = read(chain([one for one in (first, second) if one is not None], waiting))
    del first, second
    found = problems(source)
    if found:
        raise InvalidDataset(found)
    return msgspec.convert(source.tree, Dataset)


def _load_large(content: bytes) -> Dataset | None:
    """Return the model of a large JSON text, in half the memory; nothing if anything is wrong with it.

    It is decoded straight into records, which are turned into plain values one at a time for the rules to look at.
    """
    try:
        if _has_repeated_keys(content.decode("utf-8-sig")):
            return None
        dataset = msgspec.json.decode(content, type=Dataset)
    except (ValueError, RecursionError, msgspec.MsgspecError):
        return None
    tree: dict[str, Any] = {"dataset": msgspec.to_builtins(dataset.dataset)}
    tree.update({section: _Records(getattr(dataset, section)) for section in SECTIONS})
    return dataset if next(rules.check(tree), None) is None else None


class _Records(list[Any]):
    """Records as a list of plain values, each made when it is looked at and forgotten after."""

    def __init__(self, records: Iterable[msgspec.Struct]) -> None:
        super().__init__()
        self._records = records

    def __iter__(self) -> Iterator[Any]:
        return (msgspec.to_builtins(record) for record in self._records)


def _has_repeated_keys(text: str) -> bool:
    """Whether any object of a JSON text has a key twice; nothing of the text is kept. Raises `ValueError`."""
    repeated = False

    def look(pairs: list[tuple[str, Any]]) -> None:
        nonlocal repeated
        repeated = repeated or len({name for name, _ in pairs}) != len(pairs)

    json.loads(text, object_pairs_hook=look)
    return repeated
