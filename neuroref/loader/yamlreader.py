"""YAML text to plain values, strictly, with the place of every value.

One pass over libyaml's events builds the values and remembers where each stood. It refuses what a hand-kept dataset
never needs and an attacker would use: anchors and aliases, tags, several documents, deep nesting.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

import yaml

from ..model.names import quoted

try:
    from yaml import CSafeLoader as Loader
except ImportError:  # PyYAML was built without libyaml: slower, the same answers
    from yaml import SafeLoader as Loader  # type: ignore[assignment]

DEPTH_LIMIT = 50
_TOO_DEEP = f"nested deeper than {DEPTH_LIMIT} levels"

# libyaml reads ahead; that of PyYAML 6.0.4 has a limit of its own, far beyond ours, and may refuse first.
_TOO_DEEP_FOR_LIBYAML = "exceeded maximum nesting depth"

# The second as libyaml says it, the third as PyYAML does without.
_NOT_CLOSED = ("found unexpected end of stream", "did not find expected ',' or", "expected ',' or")

KeyPath = tuple[str | int, ...]


class Place(NamedTuple):
    """A spot in a file: *line* and *column* count from 1."""

    line: int
    column: int


class Flaw(NamedTuple):
    """Something wrong in a file, at a *place*."""

    place: Place
    message: str


class Refused(Exception):
    """The text cannot be read as YAML at all, or uses what is not allowed; *flaw* says where."""

    def __init__(self, flaw: Flaw) -> None:
        super().__init__(flaw.message)
        self.flaw = flaw


class Branch:
    """Where a mapping or list and each of its members stand.

    *here* is the place of the node itself, *keys* holds the place of each key (of a mapping) and *members* the branch
    or place of each value.
    """

    __slots__ = ("here", "keys", "members")

    def __init__(self, here: Place) -> None:
        self.here = here
        self.keys: dict[str | int, Place] = {}
        self.members: dict[str | int, Branch | Place] = {}

    def find(self, path: KeyPath) -> Place:
        """Return the place of the value at *path*; where it does not exist, that of the nearest thing around it."""
        branch = self
        for step, part in enumerate(path):
            member = branch.members.get(part)
            if isinstance(member, Branch):
                branch = member
            elif member is not None:
                return member
            else:
                return branch.keys.get(part, branch.here) if step == len(path) - 1 else branch.here
        return branch.here

    def find_key(self, path: KeyPath) -> Place:
        """Return the place of the key that ends *path*, for a complaint about the key itself."""
        branch: Branch | Place | None = self
        for part in path[:-1]:
            branch = branch.members.get(part) if isinstance(branch, Branch) else None
        if isinstance(branch, Branch) and path and path[-1] in branch.keys:
            return branch.keys[path[-1]]
        return self.find(path)


class Document(NamedTuple):
    """What one file says (*value*), where each part of it stands (*places*) and what was wrong (*flaws*)."""

    value: Any
    places: Branch
    flaws: list[Flaw]


def read(text: str) -> Document:
    """Read one YAML document. Raises `Refused` where nothing sensible can be read."""
    try:
        return _build(text)
    except yaml.MarkedYAMLError as error:
        opened = str(error.problem).startswith(_NOT_CLOSED)  # libyaml notices where the text goes on as it should not
        mark = (error.context_mark if opened else None) or error.problem_mark or error.context_mark
        place = Place(mark.line + 1, mark.column + 1) if mark else Place(1, 1)
        what = error.problem or error.context or "cannot be read"
        if what == _TOO_DEEP_FOR_LIBYAML:
            raise Refused(Flaw(place, _TOO_DEEP)) from None
        raise Refused(Flaw(place, f"not valid YAML: {_in_plain_words(what, text, place)}")) from None
    except yaml.reader.ReaderError as error:
        place = _place_of_offset(text, error.position)
        character = error.character if isinstance(error.character, int) else ord(str(error.character)[0])
        raise Refused(Flaw(place, f"character U+{character:04X} is not allowed in YAML")) from None


def _in_plain_words(what: str, text: str, place: Place) -> str:
    """Say what is wrong for one who edits data and not YAML's grammar, where it is one of the common slips."""
    lines = text.splitlines()
    line = lines[place.line - 1] if place.line <= len(lines) else ""
    indent = line[: len(line) - len(line.lstrip())]
    conflict = next((number for number, one in enumerate(lines, 1) if one.startswith("<<<<<<< ")), None)
    if conflict:
        return f"a conflict of two versions is not resolved: '<<<<<<<' on line {conflict}"
    if "\t" in indent:
        return "a tab; lines are indented with spaces"
    if what.startswith("did not find expected") and "," not in what and len(indent) == place.column - 1:
        return "this line is indented as no line above it is"
    if what.startswith("mapping values"):
        return "a colon and a space inside a text, which then needs quotes, or a line indented too far"
    if what.startswith(_NOT_CLOSED):
        return "a quote or bracket is opened and not closed, or a comma is missing behind it"
    return what


def _place_of_offset(text: str, offset: int) -> Place:
    """Return the place of the letter at *offset*."""
    before = text[:offset]
    return Place(before.count("\n") + 1, offset - before.rfind("\n"))


def _events(text: str) -> Iterator[Any]:
    loader = Loader(text)
    try:
        while loader.check_event():
            yield loader.get_event()
    finally:
        loader.dispose()


def _build(text: str) -> Document:
    flaws: list[Flaw] = []
    stack: list[_Open] = []
    root: tuple[Any, Branch | Place] | None = None
    for event in _events(text):
        name = type(event).__name__
        if name == "ScalarEvent":
            place = _start(event)
            _refuse_extras(event, place)
            value: Any = event.value if event.style else _plain_scalar(event.value)
            item: tuple[Any, Branch | Place] = (value, place)
        elif name in ("MappingStartEvent", "SequenceStartEvent"):
            place = _start(event)
            _refuse_extras(event, place)
            if len(stack) >= DEPTH_LIMIT:
                raise Refused(Flaw(place, _TOO_DEEP))
            stack.append(_Open(name == "MappingStartEvent", place))
            continue
        elif name in ("MappingEndEvent", "SequenceEndEvent"):
            closed = stack.pop()
            item = (closed.value, closed.branch)
        elif name == "AliasEvent":
            raise Refused(Flaw(_start(event), f"alias '*{event.anchor}' is not allowed: write the value out"))
        elif name == "DocumentStartEvent" and root is not None:
            raise Refused(Flaw(_start(event), "a second document starts here; one file holds one document"))
        else:
            continue
        if stack:
            stack[-1].add(item, flaws)
        else:
            root = item
    if root is None:
        return Document(None, Branch(Place(1, 1)), flaws)
    value, places = root
    return Document(value, places if isinstance(places, Branch) else Branch(places), flaws)


class _Open:
    """A mapping or list whose end has not been met yet."""

    __slots__ = ("branch", "is_mapping", "key", "skip", "value")

    def __init__(self, is_mapping: bool, place: Place) -> None:
        self.is_mapping = is_mapping
        self.branch = Branch(place)
        self.value: Any = {} if is_mapping else []
        self.key: str | None = None
        self.skip = False

    def add(self, item: tuple[Any, Branch | Place], flaws: list[Flaw]) -> None:
        """Take the next value; in a mapping it is in turn a key and what belongs to it."""
        value, where = item
        if not self.is_mapping:
            self.branch.members[len(self.value)] = where
            self.value.append(value)
            return
        if self.key is None:
            place = where.here if isinstance(where, Branch) else where
            if not isinstance(value, str):
                flaws.append(Flaw(place, f"a key must be text, not {spoken(value)}"))
                value, self.skip = str(value)[:40], True
            elif value in self.value:
                line = self.branch.keys[value].line
                flaws.append(Flaw(place, f"duplicate key '{value}' (first on line {line})"))
                self.skip = True
            self.key = value
            if not self.skip:
                self.branch.keys[value] = place
            return
        if not self.skip:
            self.value[self.key] = value
            self.branch.members[self.key] = where
        self.key, self.skip = None, False


def _start(event: Any) -> Place:
    return Place(event.start_mark.line + 1, event.start_mark.column + 1)


def _refuse_extras(event: Any, place: Place) -> None:
    if event.anchor is not None:
        raise Refused(Flaw(place, f"anchor '&{event.anchor}' is not allowed: write the value out where it is needed"))
    if event.tag is not None:
        raise Refused(Flaw(place, f"tag '{event.tag}' is not allowed"))


def spoken(value: Any) -> str:
    """Say what *value* is, with the mend where YAML turned a word into something else."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return f"the truth value {str(value).lower()} (a YAML word such as yes, no, on or off needs quotes)"
    if isinstance(value, (int, float)):
        return f"the number {str(value)[:40]} (put it in quotes to make it text)"
    if isinstance(value, date):
        return f"the date {value.isoformat()} (put it in quotes to make it text)"
    if isinstance(value, str):
        return f"the text {quoted(value)}"
    return "a list" if isinstance(value, list) else "a mapping"


# YAML 1.1, as PyYAML resolves plain scalars, but integers in decimal only: 012 and 1:30 are text, not 10 and 90.
_WORDS: dict[str, Any] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"), True),
    **dict.fromkeys(("no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"), False),
}
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")
_FLOAT = re.compile(r"[-+]?([0-9]+\.[0-9]*|\.[0-9]+)([eE][-+]?[0-9]{1,3})?")
_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")


def _plain_scalar(text: str) -> Any:
    """Resolve a scalar that stood without quotes: a word such as null or no, a number, a date, else text."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in "+-.0123456789" or len(text) > 24:
        return text
    if _INTEGER.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    if match := _DATE.fullmatch(text):
        try:
            return date(*map(int, match.groups()))
        except ValueError:  # no day of the calendar: text, of which the shape will complain
            return text
    return text
