"""The page of what changed between two versions of a dataset: counts, then a line a change, the weightiest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ...model.names import inside_sentence
from ...model.vocabularies import Direction, Evidence
from ...questions.changes import Change, ChangeCount, Difference
from .. import words
from ..page import Column, Inline, Notes, Page, Table, Title, cell, dim, strong, text

LINES = 7  # of changes, so that a page fits 24 rows
NAME = 30  # characters of a name in such a line

MINOR = ("known", "glossary", "class_rule", "dataset")  # told in one line
NOUNS = {"known": "names known", "glossary": "terms", "class_rule": "rules of classes", "dataset": "title and licence"}

# Sorts of changes, the weightiest first; of the last four none is listed as long as there are others.
SORTS = (
    "direction", "link gone", "weaker", "stronger", "step", "new link", "entry gone", "renamed",
    "sources", "new entry", "entry changed", "reworded",
)  # fmt: skip
WEIGHTY = SORTS[:8]
OF_LINKS = {"added": "new link", "removed": "link gone"}
OF_ENTRIES = {"added": "new entry", "removed": "entry gone", "changed": "entry changed"}
WORDING = {"summary", "caveat", "change"}


class _Sorted(NamedTuple):
    """A change with its sort, and how weighty it is among those."""

    sort: str
    weight: int
    change: Change


def difference(answer: Difference, transmitters: Mapping[str, str], *, full: bool) -> Page:
    """Say what changed; *transmitters* are their names by id, of both versions."""
    found = [_sorted(one) for one in answer.changes]
    groups = {sort: sorted((one for one in found if one.sort == sort), key=lambda one: one.weight) for sort in SORTS}
    shown = groups if full else _weightiest(groups)
    lines = [
        [
            cell(dim(f"{sort} ({len(groups[sort])})" if not number else "")),
            cell(_which(one.change, transmitters, full=full)),
            cell(*_how(one.change, full=full)),
        ]
        for sort, chosen in shown.items()
        for number, one in enumerate(chosen)
    ]
    minor = [_counted(one) for one in answer.counts if one.entry in MINOR and _moved(one)]
    return [
        Title(f"{answer.old.version} → {answer.new.version}: what changed"),
        Table(
            [Column("", whole=True), *(Column(one, right=True) for one in ("Before", "Now", *WAYS))],
            [
                [cell(strong(f"{one.entry}s")), *(cell(f"{number:,}") for number in (one.old, one.new)),
                 *(cell(f"{number:,}" if number else dim("–")) for number in _ways(one))]
                for one in answer.counts
                if one.entry not in MINOR and _moved(one)
            ],
        ),
        *([Notes([" · ".join(minor)])] if minor else []),
        Table([Column("", whole=True), Column(""), Column("", labelled=True)], lines),
        *([Notes([f"and {len(found) - len(lines):,} more; --full lists all"])] if len(lines) < len(found) else []),
        words.legend(),
    ]  # fmt: skip


WAYS = ("Added", "Removed", "Changed")


def _ways(one: ChangeCount) -> tuple[int, int, int]:
    return one.added, one.removed, one.changed


def _moved(one: ChangeCount) -> bool:
    return any(_ways(one))


def _counted(one: ChangeCount) -> str:
    told = [f"{sign}{number:,}" for number, sign in zip(_ways(one), ("+", "−", "~"), strict=True) if number]
    return f"{NOUNS[one.entry]} {' '.join(told)}"


def _weightiest(groups: Mapping[str, list[_Sorted]]) -> dict[str, list[_Sorted]]:
    """Choose the changes for a short page: of each sort one, then another, as long as there are lines."""
    chosen = dict.fromkeys(groups, 0)
    left = LINES
    for sorts in (WEIGHTY, SORTS):
        while left and (more := [one for one in sorts if len(groups[one]) > chosen[one]][:left]):
            chosen.update((sort, chosen[sort] + 1) for sort in more)
            left -= len(more)
    return {sort: groups[sort][:number] for sort, number in chosen.items()}


def _sorted(change: Change) -> _Sorted:
    fields = {one.field: one for one in change.fields}
    if change.entry != "link":
        renamed = change.change == "changed" and not fields.keys().isdisjoint(("id", "name"))
        return _Sorted("renamed" if renamed else OF_ENTRIES[change.change], 0, change)
    rank = change.evidence.rank if change.evidence else 0
    if change.change != "changed":
        return _Sorted(OF_LINKS[change.change], rank, change)
    if turned := fields.get("direction"):
        reversed_ = {turned.old, turned.new} == {Direction.INCREASE.value, Direction.DECREASE.value}
        return _Sorted("direction", rank - (len(Evidence) if reversed_ else 0), change)
    if graded := fields.get("evidence"):
        before, now = Evidence(graded.old).rank, Evidence(graded.new).rank
        return _Sorted("weaker" if now > before else "stronger", -abs(now - before), change)
    if not fields.keys().isdisjoint(("process", "phase")):
        return _Sorted("step", rank, change)
    return _Sorted("reworded" if fields.keys() <= WORDING else "sources", rank, change)


def _which(change: Change, transmitters: Mapping[str, str], *, full: bool) -> str:
    name = change.id if change.entry == "reference" else words.main_name(change.name)
    if not full and len(name) > NAME:
        name = _shortened(name)
    return f"{name}: {inside_sentence(transmitters[change.transmitter])}" if change.transmitter else name


def _shortened(name: str) -> str:
    """Leave words out of a long *name*, but not its last: it often tells entries apart that begin alike."""
    last = name[name.rfind(" ") + 1 :]
    end = name.rfind(" ", 0, NAME - len(last))
    if end < 0:
        end, last = name.find(" ", 0, NAME), ""
    return name[:end].rstrip(",:") + "…" + last if end > 0 else name


def _how(change: Change, *, full: bool) -> Inline:
    """Say of a link what it is, or what of it changed; of an entry its kind, and what of it changed."""
    fields = {one.field: one for one in change.fields}
    if change.direction is not None and change.evidence is not None and not fields:
        return text(words.arrow(change.direction), f" {change.phrase} " if full else " ", words.sign(change.evidence))
    if change.direction is None:
        was = [f"was “{words.main_name(fields[name].old)}”" for name in ("name", "id") if name in fields][:1]
        others = [one for one in fields if one not in ("id", "name")] if full or not was else []
        return text(dim(", ".join([*was, *others]) or change.entry))
    parts: dict[str, Inline] = {}
    if turned := fields.get("direction"):
        parts["direction"] = text(words.arrow(Direction(turned.old)), " → ", words.arrow(Direction(turned.new)))
    if graded := fields.get("evidence"):
        parts["evidence"] = text(words.sign(Evidence(graded.old)), " → ", words.sign(Evidence(graded.new)))
    for name in ("process", "phase", "species"):
        if one := fields.get(name):
            parts[name] = text(f"{one.old or f'no {name}'} → {one.new or f'no {name}'}")
    if cited := fields.get("references"):
        parts["references"] = text(dim(_sources(cited.old, cited.new)))
    rest = [text(dim(name)) for name in fields if name not in parts and name != "id"]
    return words.joined([*parts.values(), *rest][: None if full else 1], ", ")


def _sources(old: Sequence[str], new: Sequence[str]) -> str:
    """Say how many sources came and went: ``+2 −1 sources``; where only their order changed, that."""
    came, went = len({*new} - {*old}), len({*old} - {*new})
    told = " ".join(f"{sign}{number}" for sign, number in (("+", came), ("−", went)) if number)
    return f"{told} {'source' if came + went == 1 else 'sources'}" if told else "order of sources"
