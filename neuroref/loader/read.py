"""YAML or JSON files to a checked model; every problem as file:line:column and one sentence.

`read` joins what the files hold, `problems` lists all that is wrong with it, and `load` returns the model or raises
`InvalidDataset`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, NamedTuple

import msgspec

from ..model.names import plain, quoted, suggestion
from ..model.records import Dataset
from . import pieces, rules, style, yamlreader
from .files import UTF_16, InvalidDataset, Problem
from .shape import Departure, departures
from .yamlreader import Branch, Flaw, KeyPath, Place, Refused, spoken

TOP_LEVEL = Dataset.__struct_fields__
COUNTED = ("transmitters", "conditions", "molecules", "references", "claims")
UNREADABLE = "readable"  # the rule of problems after which a file's content is unknown


class LoadedFile(NamedTuple):
    """A file of the dataset: its *name* as it was given, and its *text*."""

    name: str
    text: str

    @property
    def is_json(self) -> bool:
        """Whether the file is JSON by its name."""
        return self.name.lower().endswith(".json")


class Loaded(NamedTuple):
    """The joined values of all files (*tree*), and which file each part came from."""

    tree: dict[str, Any]
    files: list[LoadedFile]
    places: list[Branch]
    origins: dict[str, list[tuple[int, KeyPath]]]
    found: list[Problem]

    def place(self, path: KeyPath, *, key: bool = False) -> tuple[str, Place]:
        """Return the file and the place of what stands at *path* in the tree, or of its key."""
        file, inner = self._origin(path)
        places = self.places[file] = self._with_places(file)
        return self.files[file].name, places.find_key(inner) if key else places.find(inner)

    def _origin(self, path: KeyPath) -> tuple[int, KeyPath]:
        if not path:
            return 0, ()
        parts = self.origins.get(str(path[0]), [])
        if len(path) > 1 and isinstance(path[1], int) and path[1] < len(parts):
            file, start = parts[path[1]]
            return file, (*start, *path[2:])
        if parts:
            return parts[0][0], path
        return 0, path

    def _with_places(self, file: int) -> Branch:
        """Return the places of a file. JSON is read without them; only a problem makes it worth reading it again."""
        text, known = self.files[file].text, self.places[file]
        if not self.files[file].is_json or known.members:
            return known
        try:
            return yamlreader.read(text).places
        except Refused:
            return known


def read(files: Iterable[tuple[str, bytes]]) -> Loaded:
    """Join the *files* of a dataset, given as name and content, into one tree."""
    loaded = Loaded({}, [], [], {}, [])
    for name, content in files:
        number = len(loaded.files)
        text, document = "", yamlreader.Document(None, Branch(Place(1, 1)), [])
        try:
            text = _decode(content)
            content = b""  # free the memory: a dataset may be large
            document = _read_json(text) if name.lower().endswith(".json") else yamlreader.read(text)
            if document.value is None:
                raise Refused(Flaw(Place(1, 1), "the file is empty"))
        except Refused as refusal:
            loaded.found.append(Problem(name, *refusal.flaw.place, refusal.flaw.message, UNREADABLE))
        loaded.files.append(LoadedFile(name, text))
        loaded.places.append(document.places)
        loaded.found.extend(Problem(name, *flaw.place, flaw.message, "unique-keys") for flaw in document.flaws)
        if document.value is not None:
            _join(loaded, number, document.value)
    return loaded


def _decode(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        place = Place(before.count(b"\n") + 1, error.start - before.rfind(b"\n"))
        what = " (UTF-16, as PowerShell's > writes it)" if content.startswith(UTF_16) else ""
        raise Refused(Flaw(place, f"not UTF-8: byte 0x{content[error.start]:02x}{what}")) from None


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


def _join(loaded: Loaded, number: int, value: Any) -> None:
    """Add what file *number* holds to the tree, section by section."""
    name = loaded.files[number].name
    if not isinstance(value, dict):
        message = f"expected sections such as causes: and references:, got {spoken(value)}"
        loaded.found.append(Problem(name, *loaded.places[number].here, message, "sections"))
        return
    for section, content in value.items():
        path: KeyPath = (section,)
        if section not in TOP_LEVEL:
            message = f"unknown section {quoted(section)}{suggestion(section, TOP_LEVEL)}"
            _complain(loaded, number, path, message, on_key=True)
        elif section == "dataset":
            if section in loaded.tree:
                first = loaded.files[loaded.origins[section][0][0]].name
                _complain(
                    loaded, number, path, f"a second 'dataset' section (the first is in {plain(first)})", on_key=True
                )
            else:
                loaded.tree[section] = content
                loaded.origins[section] = [(number, path)]
        elif not isinstance(content, list):
            _complain(loaded, number, path, f"expected a list, got {spoken(content)}")
        else:
            loaded.tree.setdefault(section, []).extend(content)
            loaded.origins.setdefault(section, []).extend((number, (section, index)) for index in range(len(content)))


def _complain(loaded: Loaded, number: int, path: KeyPath, message: str, *, on_key: bool = False) -> None:
    places = loaded.places[number] = loaded._with_places(number)
    place = places.find_key(path) if on_key else places.find(path)
    loaded.found.append(Problem(loaded.files[number].name, *place, message, "sections"))


def problems(loaded: Loaded, *, strict: bool = False, checks: Iterable[rules.Rule] = rules.RULES) -> list[Problem]:
    """List all that is wrong with what was *loaded*, sorted by file, line and column; *strict*: its style too."""
    found = list(loaded.found)
    broken_files = {problem.file for problem in found if problem.rule == UNREADABLE}
    unknown: set[KeyPath] = set()
    if not broken_files:
        for rule, path, message in rules.check(loaded.tree, [*checks, *(style.STYLE if strict else ())]):
            name, place = loaded.place(path)
            found.append(Problem(name, *place, message, rule, _entry(loaded.tree, path)))
            if rule == "known-ids":
                unknown.add(path)
    for departure in _departures(loaded.tree):
        if len(departure.path) == 0 and broken_files:
            continue  # a section is missing because its file could not be read: say that once
        if departure.path in unknown:
            continue  # which id is meant was said; that the name is none says less
        name, place = loaded.place(departure.path, key=departure.on_key)
        found.append(Problem(name, *place, departure.message, "shape", _entry(loaded.tree, departure.path)))
    order = {file.name: number for number, file in enumerate(loaded.files)}
    return sorted(set(found), key=lambda problem: (order[problem.file], problem[1:]))


def _entry(tree: dict[str, Any], path: KeyPath) -> str:
    """Return the id of the entry in which what stands at *path* is; nothing outside entries."""
    value: Any = tree
    identifier = ""
    for part in path:
        try:
            value = value[part]
        except (KeyError, IndexError, TypeError):
            break
        if isinstance(value, dict) and isinstance(value.get("id"), str):
            identifier = value["id"]
    return identifier


def _departures(tree: dict[str, Any]) -> list[Departure]:
    try:
        msgspec.convert(tree, Dataset)
    except (msgspec.ValidationError, RecursionError):
        return list(departures(tree, Dataset))
    return []


def counts(loaded: Loaded) -> dict[str, int]:
    """Count the entries of what was *loaded*, also of a dataset with problems."""
    causes = [cause for cause in loaded.tree.get("causes", ()) if isinstance(cause, dict)]
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
        **{section: len(loaded.tree.get(section, ())) for section in COUNTED},
    }


def load(files: Iterable[tuple[str, bytes]]) -> Dataset:
    """Return the checked model of a dataset's *files* (name and content), asked for twice. Raises `InvalidDataset`."""
    dataset = pieces.load(files)
    if dataset is not None:
        return dataset
    loaded = read(files)
    found = problems(loaded)
    if found:
        raise InvalidDataset(found)
    return msgspec.convert(loaded.tree, Dataset)


def load_version(files: Iterable[tuple[str, bytes]]) -> Dataset:
    """Return the model of a version of a dataset that may keep none of today's rules, only its shape.

    Raises `InvalidDataset`.
    """
    loaded = read(files)
    found = problems(loaded, checks=())
    if found:
        raise InvalidDataset(found)
    return msgspec.convert(loaded.tree, Dataset)
