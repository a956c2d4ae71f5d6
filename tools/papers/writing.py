"""Writes what services know into a file of references, as text: what stands there stays as it is, byte for byte.

A YAML library would write the whole file anew, in its own style. Here a missing line is put where the order of fields
has it, and whoever reviews the change sees that line alone.
"""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import msgspec
import yaml

from neuroref.model.identifiers import REFERENCE_KEYS
from neuroref.model.records import Author, Reference
from neuroref.model.vocabularies import Study

from .comparison import KEYS, same_journal, same_number, same_person, same_title
from .paper import LETTERS, Paper

Fields = dict[str, Any]  # what a record says, by the names of its fields

# In this order the fields of a record stand.
ORDER = (
    "id", "type", "title", "author", "more-authors", "container-title", "publisher", "issued", "volume", "issue",
    "page", *REFERENCE_KEYS, "errata", "study", "checked", "unchecked",
)  # fmt: skip
WIDTH = 120
LINE = re.compile(r"([ ]+)(?:- )?([A-Za-z-]+):")


def merged(papers: Sequence[Paper]) -> tuple[Fields, dict[str, str]]:
    """Return what *papers* (of one paper, at several services) say together, and in which fields that is not sure.

    Of each field what the first says that has it, and nothing where another differs. Authors are those of the longest
    list, because some publishers deposit the first author only.
    """
    said: Fields = {
        "type": _first(paper.type for paper in papers),
        "title": _first(paper.titles[0] for paper in papers if paper.titles),
        "author": max((paper.authors for paper in papers if paper.whole), key=len, default=()),
        "container-title": _first(paper.journals[0] for paper in papers if paper.journals),
        "issued": _first(paper.years[0] for paper in papers if paper.years),
        **{name: _first(getattr(paper, name) for paper in papers) for name in ("volume", "issue", "page")},
    }
    for name in KEYS:
        value = _first(paper.ids.get(name) for paper in papers)
        said[name] = value if value and REFERENCE_KEYS[name].fits(value) else None
    said = {name: value for name, value in said.items() if value}
    disputes = {}
    for paper in papers:
        for name, value in against(said, paper).items():
            disputes[name] = f"{said.pop(name)} or, at {paper.service}, {value}"
    if [paper.service for paper in papers if paper.authors] == ["Crossref"] and len(said.get("author", ())) == 1:
        disputes["author"] = "one alone at Crossref, where some deposit the first only"
    return said, disputes


def against(said: Fields, paper: Paper) -> Fields:
    """Return the fields in which a *paper* says something else."""
    other: Fields = {}
    if "container-title" in said and paper.journals and not same_journal(said["container-title"], paper.journals):
        other["container-title"] = paper.journals[0]
    if "issued" in said and paper.years and said["issued"] not in paper.years:
        other["issued"] = paper.years[0]
    for name in ("volume", "issue", "page"):
        if name in said and getattr(paper, name) and not same_number(said[name], getattr(paper, name)):
            other[name] = getattr(paper, name)
    for name in KEYS:
        if name in said and name in paper.ids and paper.ids[name].lower() != said[name].lower():
            other[name] = paper.ids[name]
    return other


def _first(values: Iterable[Any]) -> Any:
    return next((value for value in values if value), None)


# -- completing a record ------------------------------------------------------------------------------------------


def completed(
    text: str, reference: Reference, said: Fields, titles: Sequence[str], today: date | None
) -> tuple[str, list[str]]:
    """Return the *text* of a file with the record of *reference* completed, and the names of the fields written.

    Nothing that stands there is overwritten: `checked` alone is set to *today*, where that is a day. Fields that are
    there now leave `unchecked`, and so does a title that is one of *titles*.
    """
    start, end = place(text, reference.id)
    lines = text[start:end].splitlines(keepends=True)
    known = msgspec.to_builtins(reference)
    written = []
    for name in ORDER:
        if name in said and name not in ("type", "title") and not known.get(name):
            _insert(lines, name, said[name])
            written.append(name)
    if reference.more_authors and _more_authors(lines, reference.author, said.get("author", ())):
        written.append("author")
    settled = {*written, *(["title"] if same_title(reference.title, titles) else [])}
    left = [name for name in reference.unchecked if name not in settled]
    if len(left) < len(reference.unchecked):
        _replace(lines, "unchecked", f"unchecked: [{', '.join(left)}]" if left else None)
        written.append("unchecked")
    if today and today > reference.checked:
        _replace(lines, "checked", f"checked: {today}")
        written.append("checked")
    return text[:start] + "".join(lines) + text[end:], written


def _more_authors(lines: list[str], ours: Sequence[Author], theirs: Sequence[Author]) -> bool:
    """Put those after our first authors, if the first of theirs are these; nobody is missing any more then."""
    if len(theirs) <= len(ours) or not all(same_person(one, other) for one, other in zip(ours, theirs, strict=False)):
        return False
    lines[:] = [line.replace(", {literal: others}", "") for line in lines if line.strip() != "- {literal: others}"]
    last, indent = _end(lines, "author"), _indent(lines)
    if "[" in lines[_line(lines, "author")]:  # all in one line
        more = "".join(f", {_author(one)}" for one in theirs[len(ours) :])
        lines[last - 1] = re.sub(r"\](\s*)\Z", lambda end: f"{more}]{end[1]}", lines[last - 1])
    else:
        lines[last:last] = [f"{indent}  - {_author(one)}\n" for one in theirs[len(ours) :]]
    _replace(lines, "more-authors", None)
    return True


def _insert(lines: list[str], name: str, value: Any) -> None:
    """Put a field before the first of those that come after it in the order of fields."""
    later = ORDER[ORDER.index(name) + 1 :]
    at = min((index for other in later if (index := _line(lines, other)) is not None), default=len(lines))
    lines[at:at] = _written(name, value, _indent(lines))


def _replace(lines: list[str], name: str, new: str | None) -> None:
    """Write the line of a field anew, or take it out; a comment behind it stays."""
    at = _line(lines, name)
    if at is not None:
        comment = re.search(r"\s+#.*", lines[at])
        lines[at : _end(lines, name)] = [f"{_indent(lines)}{new}{comment[0] if comment else ''}\n"] if new else []


def _indent(lines: Sequence[str]) -> str:
    first = re.match(r"[ ]*- ", lines[0])
    return " " * len(first[0]) if first else ""


def _line(lines: Sequence[str], name: str) -> Any:
    for index, line in enumerate(lines):
        found = LINE.match(line)
        if found and found[2] == name and found.start(2) == len(_indent(lines)):
            return index
    return None


def _end(lines: Sequence[str], name: str) -> int:
    """Return where a field ends: at the next line that is not deeper."""
    at = int(_line(lines, name)) + 1
    while at < len(lines) and lines[at].startswith(_indent(lines) + " "):
        at += 1
    return at


def place(text: str, identifier: str) -> tuple[int, int]:
    """Return where the record with an id begins and ends in a *text*. Raises LookupError."""
    start, end = _section(text)
    head = re.compile(rf"^([ ]*)- id: *['\"]?{re.escape(identifier)}['\"]?[ ]*(?:#.*)?\n", re.MULTILINE)
    found = head.search(text, start, end)
    if found is None:
        raise LookupError(f"no record {identifier} in its own lines")
    body = re.compile(rf"(?:{found[1]}  .*\n)*").match(text, found.end(), end)
    return found.start(), body.end() if body else found.end()


def _section(text: str) -> tuple[int, int]:
    """Return where the list of references begins and ends. Raises LookupError."""
    head = re.search(r"^references:[ ]*(?:#.*)?\n", text, re.MULTILINE)
    if head is None:
        raise LookupError("no references")
    after = re.compile(r"^[^ #\n-]", re.MULTILINE).search(text, head.end())
    return head.end(), after.start() if after else len(text)


# -- a new record -------------------------------------------------------------------------------------------------


def record(said: Fields, identifier: str, study: Study | None, today: date, indent: str = "    ") -> str:
    """Write a whole record; without a *study* its line asks for one."""
    fields = {**said, "id": identifier, "checked": today}
    unchecked = [name for name in ("author", "issued", "container-title") if name not in said]
    if unchecked:
        fields["unchecked"] = unchecked
    lines = []
    for name in ORDER:
        if name == "study":
            asks = f"  # say which: {', '.join(Study)}"
            lines += textwrap.wrap(f"study:{f' {study}' if study else asks}", 10**6, initial_indent=indent)
            lines[-1] += "\n"
        elif name in fields:
            lines += _written(name, fields[name], indent)
    return f"{indent[:-2]}- {''.join(lines)[len(indent) :]}"


def inserted(text: str, new: str, identifier: str) -> str:
    """Return a *text* with a *new* record in its place in the alphabet of ids. Raises LookupError."""
    start, end = _section(text)
    heads = re.compile(r"^[ ]*- id: *['\"]?([\w.-]+)['\"]?.*\n", re.MULTILINE)
    at = next((head.start() for head in heads.finditer(text, start, end) if head[1] > identifier), None)
    if at is None:
        return f"{text[:end].rstrip()}\n\n{new}{text[end:]}"
    return f"{text[:at]}{new}\n{text[at:]}"


def new_id(said: Fields, taken: Collection[str]) -> str:
    """Return an id as the file has them: ``felger-2012``, and with a word of the title where that is taken."""
    who = said["author"][0].surname if said.get("author") else " ".join(said["title"].split()[:2])
    stem = f"{_kebab(who)}-{said['issued']}" if said.get("issued") else _kebab(who)
    words = [word for word in _kebab(said["title"]).split("-") if len(word) > 4 and word.isalpha()]
    candidates = [stem, *(f"{stem}-{word}" for word in words), *(f"{stem}-{number}" for number in range(2, 100))]
    return next(one for one in candidates if one not in taken)


def _kebab(name: str) -> str:
    folded = unicodedata.normalize("NFKD", name.translate(LETTERS).lower())
    letters = "".join(one for one in folded if not unicodedata.combining(one) and one not in "'’")
    return "-".join(re.findall(r"[a-z0-9]+", letters))


# -- values as the file writes them -------------------------------------------------------------------------------


def _written(name: str, value: Any, indent: str) -> list[str]:
    if name == "author":
        return [f"{indent}author:\n", *(f"{indent}  - {_author(one)}\n" for one in value)]
    if name == "issued":
        return [f"{indent}issued: {{date-parts: [[{value}]]}}\n"]
    if name == "unchecked":
        return [f"{indent}unchecked: [{', '.join(value)}]\n"]
    if name == "checked":
        return [f"{indent}checked: {value}\n"]
    return _folded(f"{indent}{name}: ", str(value), indent)


def _author(author: Author) -> str:
    parts: Mapping[str, str | None] = msgspec.to_builtins(author)
    return f"{{{', '.join(f'{name}: {_scalar(value, flow=True)}' for name, value in parts.items() if value)}}}"


def _folded(head: str, text: str, indent: str) -> list[str]:
    """Write a text behind *head*, over several lines where one is too short for it."""
    lines = textwrap.wrap(
        _scalar(text), WIDTH, initial_indent=head, subsequent_indent=f"{indent}  ",
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
    return [f"{line}\n" for line in lines]


def _scalar(text: str, *, flow: bool = False) -> str:
    """Write a text so that YAML reads it as that text, without quotes where it does."""
    try:
        if (yaml.safe_load(f"[{text}]") == [text] or not flow) and yaml.safe_load(f"a: {text}") == {"a": text}:
            return text
    except yaml.YAMLError:
        pass
    return "'" + text.replace("'", "''") + "'"
