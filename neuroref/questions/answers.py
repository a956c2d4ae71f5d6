"""What the questions return: typed records, the same for a screen, for JSON and for a script.

Every key is always there, in this order. Within a major version keys are only added. ``neuroref schema`` prints the
JSON Schema of each.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

import msgspec

from ..model.records import (
    Author,
    Issued,
    Via,
)
from ..model.vocabularies import Direction, Evidence, Kind, MoleculeKind, Phase, Process, Species, Study, Verdict

A = TypeVar("A", bound="Answer")


class Answer(msgspec.Struct, frozen=True, dict=True):
    """A record that a question returns. It shows itself in a notebook, if its knowledge base was told how."""

    def _repr_html_(self) -> str | None:
        shown = self.__dict__.get("shown")
        return shown(self) if shown else None

    @classmethod
    def of(cls: type[A], record: Any, **more: Any) -> A:
        """Make the answer of the fields that *record* has under the same names, and of *more*."""
        return cls(**{name: getattr(record, name) for name in cls.__struct_fields__ if name not in more}, **more)


class Tally(Answer, frozen=True, kw_only=True):
    """How the links to one *transmitter* add up: how many go each way, and the best evidence.

    *direction* is that of all links that found a change if they agree, else mixed; unchanged if none found one.
    *evidence* is the best of the same links: of those that found a change, or of all where none did.
    """

    transmitter: str
    direction: Direction
    increase: int
    decrease: int
    mixed: int
    unchanged: int
    evidence: Evidence

    @property
    def links(self) -> int:
        """How many links there are in all."""
        return self.increase + self.decrease + self.mixed + self.unchanged


class CauseRow(Answer, frozen=True, kw_only=True):
    """A cause in a list. *levels* counts its links by level of evidence."""

    id: str
    name: str
    aliases: tuple[str, ...]
    summary: str
    examples: int
    links: int
    evidence: Evidence | None
    levels: dict[str, int]
    transmitters: tuple[Tally, ...]


class ExampleRow(Answer, frozen=True, kw_only=True):
    """An example in a list. *cause* is where it stands, *also_under* lists the other causes that name it."""

    id: str
    name: str
    aliases: tuple[str, ...]
    kind: Kind
    cause: str
    also_under: tuple[str, ...]
    groups: tuple[str, ...]
    conditions: tuple[str, ...]
    members: tuple[str, ...]
    links: int
    evidence: Evidence
    transmitters: tuple[Tally, ...]


class TransmitterRow(Answer, frozen=True, kw_only=True):
    """A transmitter in a list, with its links counted by direction, and by level of evidence."""

    id: str
    name: str
    abbreviation: str
    aliases: tuple[str, ...]
    family: str
    summary: str
    links: int
    increase: int
    decrease: int
    mixed: int
    unchanged: int
    examples: int
    evidence: Evidence | None
    levels: dict[str, int]


class ConditionRow(Answer, frozen=True, kw_only=True):
    """A condition in a list: the *causes* that sources tie to it, and how many examples are."""

    id: str
    name: str
    aliases: tuple[str, ...]
    summary: str
    causes: tuple[str, ...]
    examples: int


class MoleculeRow(Answer, frozen=True, kw_only=True):
    """A molecule in a list: the *transmitters* that it serves, and how many *links* and *examples* act through it."""

    id: str
    name: str
    aliases: tuple[str, ...]
    kind: MoleculeKind
    transmitters: tuple[str, ...]
    links: int
    examples: int


class ClaimRow(Answer, frozen=True, kw_only=True):
    """A claim in a list; *about* are ids of entries."""

    id: str
    statement: str
    aliases: tuple[str, ...]
    verdict: Verdict
    summary: str
    about: tuple[str, ...]
    references: tuple[str, ...]


class ReferenceRow(Answer, frozen=True, kw_only=True):
    """A reference in a list. *citation* is its short form, *cited_by* how many places rest on it."""

    id: str
    citation: str
    title: str
    year: int | None
    study: Study
    DOI: str | None
    PMID: str | None
    PMCID: str | None
    NBK: str | None
    URL: str | None
    cited_by: int


class Link(Answer, frozen=True, kw_only=True):
    """One link from an example to a transmitter. *name* is the example's; *references* are ids.

    *direction* is the transmitter's; *phrase* says what happens at the step. Where it holds for some members of a class
    only, *members* names them; *via* is what it does to which molecule.
    """

    id: str
    cause: str
    also_under: tuple[str, ...]
    example: str
    name: str
    kind: Kind
    transmitter: str
    direction: Direction
    process: Process
    phrase: str
    phase: Phase | None
    species: Species
    members: tuple[str, ...]
    via: tuple[Via, ...]
    evidence: Evidence
    summary: str
    caveat: str | None
    conditions: tuple[str, ...]
    references: tuple[str, ...]


class CitedReference(Answer, frozen=True, kw_only=True):
    """A reference as it is cited: CSL keys under their CSL names, the short form in *citation*."""

    id: str
    citation: str
    type: str
    title: str
    author: tuple[Author, ...]
    more_authors: bool = msgspec.field(name="more-authors")
    container_title: str | None = msgspec.field(name="container-title")
    publisher: str | None
    issued: Issued | None
    volume: str | None
    issue: str | None
    page: str | None
    DOI: str | None
    PMID: str | None
    PMCID: str | None
    NBK: str | None
    URL: str | None
    errata: tuple[str, ...]
    study: Study
    checked: str
    unchecked: tuple[str, ...]


def in_order(references: Iterable[CitedReference]) -> tuple[CitedReference, ...]:
    """Sort *references* as a reference list has them."""
    return tuple(sorted(references, key=lambda one: (one.citation.casefold(), one.id)))


class Name(Answer, frozen=True, kw_only=True):
    """An entry that is pointed to."""

    id: str
    name: str


class EntryName(Answer, frozen=True, kw_only=True):
    """An entry that is set beside others, or joined to one."""

    entry: str
    id: str
    name: str


class ClaimName(Answer, frozen=True, kw_only=True):
    """A claim that is pointed to."""

    id: str
    statement: str
    verdict: Verdict


class TiedName(Answer, frozen=True, kw_only=True):
    """A condition that is tied to an example, with the references that tie it, if any do."""

    id: str
    name: str
    references: tuple[str, ...]


class AskedMember(Answer, frozen=True, kw_only=True):
    """The member of a class that was asked for, by the name *asked*: Prozac, which is fluoxetine."""

    asked: str
    name: str
    brands: tuple[str, ...]
    aliases: tuple[str, ...]
    identifiers: dict[str, str]


class TiedCondition(Answer, frozen=True, kw_only=True):
    """A condition that sources tie to a cause."""

    condition: str
    name: str
    references: tuple[str, ...]


class ExampleLinks(Answer, frozen=True, kw_only=True):
    """An example with the links that were asked for; *evidence* is the strongest among them.

    *references* are those that tie the example itself, where a condition was asked for.
    """

    id: str
    name: str
    kind: Kind
    cause: str
    also_under: tuple[str, ...]
    evidence: Evidence
    references: tuple[str, ...]
    links: tuple[Link, ...]


class TiedCause(Answer, frozen=True, kw_only=True):
    """A cause that sources tie to a condition."""

    id: str
    name: str
    references: tuple[str, ...]


class CauseGroup(Answer, frozen=True, kw_only=True):
    """The linked examples of one cause, strongest evidence first, with their links counted by direction.

    *references* are those that tie the cause itself, where a condition was asked for.
    """

    cause: str
    name: str
    increase: int
    decrease: int
    mixed: int
    unchanged: int
    references: tuple[str, ...]
    examples: tuple[ExampleLinks, ...]


class ByTransmitter(Answer, frozen=True, kw_only=True):
    """What raises and lowers a transmitter, grouped by cause."""

    transmitter: str
    name: str
    abbreviation: str
    links: int
    increase: int
    decrease: int
    mixed: int
    unchanged: int
    causes: tuple[CauseGroup, ...]


class ByCondition(Answer, frozen=True, kw_only=True):
    """The causes and examples tied to a condition, grouped by cause."""

    condition: str
    name: str
    links: int
    causes: tuple[CauseGroup, ...]


class MatrixCell(Answer, frozen=True, kw_only=True):
    """The links of one row to one column: how many go each way, their net direction and the best evidence.

    *lean* is the way that most of the strong and moderate links go, of the others only where there are none of those;
    *lean_evidence* is the best evidence for that.
    """

    column: str
    direction: Direction
    links: int
    increase: int
    decrease: int
    mixed: int
    unchanged: int
    evidence: Evidence
    lean: Direction
    lean_evidence: Evidence


class MatrixRow(Answer, frozen=True, kw_only=True):
    """A row of the matrix; columns without a link are left out of *cells*."""

    id: str
    name: str
    links: int
    cells: tuple[MatrixCell, ...]


class Matrix(Answer, frozen=True, kw_only=True):
    """How *links* spread over rows (*rows_by*) and columns (*columns_by*): *columns* are ids, in order.

    An example that several rows hold, such as one that two causes list, counts in each of them.
    """

    rows_by: str
    columns_by: str
    links: int
    columns: tuple[str, ...]
    rows: tuple[MatrixRow, ...]


class CompareRow(Answer, frozen=True, kw_only=True):
    """What the compared entries do to one transmitter (or, of transmitters, what one example does to them).

    *tallies* are in the order of the entries; one that has no link there is null. *verdict* is "only" where one entry
    alone has links, "agree" or "oppose" where all that have go the same way or against each other, else "differ".
    """

    id: str
    name: str
    verdict: str
    tallies: tuple[Tally | None, ...]


class Comparison(Answer, frozen=True, kw_only=True):
    """Entries side by side; *rows_by* says what a row is about: transmitters, or of transmitters examples."""

    rows_by: str
    entries: tuple[EntryName, ...]
    rows: tuple[CompareRow, ...]


class Related(Answer, frozen=True, kw_only=True):
    """An entry that is near another: a *score* of 100 is alike in every link; *shares* says in words what it shares."""

    entry: str
    id: str
    name: str
    score: int
    shares: tuple[str, ...]


class PathStep(Answer, frozen=True, kw_only=True):
    """One step of a chain, from one entry to the next: what joins them, of which *members* of a class, who says so."""

    start: EntryName
    relation: str
    direction: Direction | None
    process: Process | None
    phrase: str | None
    members: tuple[str, ...]
    evidence: Evidence | None
    references: tuple[str, ...]
    end: EntryName


class Chain(Answer, frozen=True, kw_only=True):
    """A chain of steps that joins two entries."""

    steps: tuple[PathStep, ...]


class SearchHit(Answer, frozen=True, kw_only=True):
    """An entry that a search found, best first. *matches* are start and end of each found word in *excerpt*.

    *alias* is the other name of the entry that was asked for, if it was one. *transmitters* sum up the links of an
    example, a cause or a transmitter, and those that act through a molecule. *verdict* is that on a claim.
    """

    entry: str
    id: str
    name: str
    alias: str | None
    excerpt: str
    matches: tuple[tuple[int, int], ...]
    transmitters: tuple[Tally, ...]
    verdict: Verdict | None


class TermRow(Answer, frozen=True, kw_only=True):
    """A word of a vocabulary and what it means."""

    vocabulary: str
    term: str
    definition: str


class ProblemRow(Answer, frozen=True, kw_only=True):
    """A problem that `validate` found; *entry* is the id of the entry in which it stands, if it stands in one."""

    file: str
    line: int
    column: int
    rule: str
    message: str
    entry: str


class Validation(Answer, frozen=True, kw_only=True):
    """What `validate` found: whether the dataset is *valid*, its counts, and the problems."""

    valid: bool
    path: str
    causes: int
    examples: int
    links: int
    transmitters: int
    conditions: int
    molecules: int
    references: int
    claims: int
    problems: tuple[ProblemRow, ...]
