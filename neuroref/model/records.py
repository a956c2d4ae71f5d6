"""The records of the dataset: what a cause, an example, an effect or a reference is.

They mirror the YAML files in ``data/`` key for key, so that decoding is validation and the JSON Schemas come from the
same classes. An *effect* is what the data say of a link; a *reference* is a cited paper.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from enum import Enum
from typing import Annotated, Any, NoReturn

import msgspec
from msgspec import Meta

from .vocabularies import (
    Action,
    Direction,
    Evidence,
    InterventionClass,
    Kind,
    MoleculeKind,
    Phase,
    Process,
    Species,
    Study,
    Verdict,
)

Id = Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", description="kebab-case, stable for ever")]
MoleculeId = Annotated[
    str,
    Meta(
        pattern=r"^([A-Z][A-Z0-9]*(-[A-Z0-9]+)*|[a-z0-9]+(-[a-z0-9]+)*)$",
        description="an HGNC symbol, or kebab-case for a small molecule; stable for ever",
    ),
]
Text = Annotated[str, Meta(min_length=1)]
Number = Annotated[int, Meta(ge=1)]
Cited = Annotated[tuple[Id, ...], Meta(min_length=1, description="ids of references; at least one")]


class Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """A record of the dataset: immutable, without unknown fields. Subclasses are keyword-only."""

    def get(self, name: str, default: Any = None) -> Any:
        """Return what it has under *name*, as a mapping does, so that a rule of the data can look at either."""
        return getattr(self, name, default)


class DatasetInfo(Record, frozen=True, kw_only=True):
    """What the dataset is called, its *version* (calendar: year.month.patch), *licence* (SPDX) and *disclaimer*."""

    title: Text
    version: Text
    licence: Text
    disclaimer: Text


class Via(Record, frozen=True, kw_only=True):
    """A *molecule* through which something acts, and what it does to it."""

    molecule: MoleculeId
    action: Action


class Effect(Record, frozen=True, kw_only=True):
    """One link from an example to a transmitter: what was measured, in whom, and what changed.

    Where it holds for some members of a class only, *members* names them. *change* says what happens at the step where
    that is not what step and direction say by themselves: a reuptake that fails, so that less is there to release.
    *number* ends the id of its link where transmitter, step and phase do not tell it from another; without it, its
    place among those counts.
    """

    transmitter: Id
    direction: Direction
    process: Process
    phase: Phase | None = None
    number: Number | None = None
    species: Species
    members: tuple[Text, ...] = ()
    via: tuple[Via, ...] = ()
    change: Text | None = None
    evidence: Evidence
    summary: Text
    caveat: Text | None = None
    references: Cited


class ConditionTie(Record, frozen=True, kw_only=True):
    """A condition that references tie to a cause or an example."""

    condition: Id
    references: Cited


class Member(Record, frozen=True, kw_only=True):
    """One of what an example is a class of: fluoxetine of the SSRIs, with its *brands* and other names."""

    name: Text
    brands: tuple[Text, ...] = ()
    aliases: tuple[Text, ...] = ()
    identifiers: dict[str, str] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """All its names."""
        return (self.name, *self.brands, *self.aliases)


class Example(Record, frozen=True, kw_only=True):
    """One thing that belongs to a cause and acts on transmitters: lead, COMT, alcohol.

    A condition stands in *conditions* by its id alone where no reference of its own ties it.
    """

    id: Id
    name: Text
    aliases: tuple[Text, ...] = ()
    kind: Kind
    also_under: tuple[Id, ...] = ()
    groups: tuple[Id, ...] = ()
    identifiers: dict[str, str] = {}
    involves: tuple[Text, ...] = ()
    see_also: tuple[Id, ...] = ()
    conditions: tuple[Id | ConditionTie, ...] = ()
    members: tuple[Member, ...] = ()
    effects: tuple[Effect, ...]

    def links(self) -> Iterator[tuple[str, Effect]]:
        """Yield each effect with the id of its link, such as ``lead.glutamate.receptor.developmental``."""
        counted: dict[str, int] = {}
        for effect in self.effects:
            stem = f"{self.id}.{effect.transmitter}.{effect.process}" + (f".{effect.phase}" if effect.phase else "")
            counted[stem] = counted.get(stem, 0) + 1
            number = effect.number or counted[stem]
            yield (stem if number == 1 else f"{stem}.{number}"), effect

    @property
    def ties(self) -> dict[str, tuple[str, ...]]:
        """The conditions tied to it, each with the references that tie it."""
        return dict((tie, ()) if isinstance(tie, str) else (tie.condition, tie.references) for tie in self.conditions)


class ProcessNote(Record, frozen=True, kw_only=True):
    """How a cause acts at one step of neurotransmission."""

    process: Process
    summary: Text
    references: Cited


class Pathway(Record, frozen=True, kw_only=True):
    """A chain of *steps* by which a cause reaches *transmitters*."""

    name: Text
    steps: Annotated[tuple[Text, ...], Meta(min_length=2)]
    transmitters: tuple[Id, ...]
    references: Cited


class Intervention(Record, frozen=True, kw_only=True):
    """A measure that was studied, and what it did. Never advice."""

    class_: InterventionClass = msgspec.field(name="class")
    name: Text
    summary: Text | None = None
    references: Cited


class Cause(Record, frozen=True, kw_only=True):
    """One of the broad causes of imbalance, with its examples."""

    id: Id
    name: Text
    aliases: tuple[Text, ...] = ()
    summary: Text
    processes: tuple[ProcessNote, ...] = ()
    pathways: tuple[Pathway, ...] = ()
    conditions: tuple[ConditionTie, ...] = ()
    interventions: tuple[Intervention, ...] = ()
    examples: tuple[Example, ...] = ()


class Group(Record, frozen=True, kw_only=True):
    """A name for several examples at once, such as pesticides or antidepressants."""

    id: Id
    name: Text
    aliases: tuple[Text, ...] = ()
    summary: Text


class GeneRole(Record, frozen=True, kw_only=True):
    """A *gene* (HGNC symbol) and what its protein does for a transmitter."""

    gene: Text
    role: Text


class MoleculeRole(Record, frozen=True, kw_only=True):
    """A small *molecule* and what it is to a transmitter."""

    molecule: MoleculeId
    role: Text


class ReceptorFamily(Record, frozen=True, kw_only=True):
    """A family of receptors and what it couples to."""

    name: Text
    coupling: Text


class Transmitter(Record, frozen=True, kw_only=True):
    """A neurotransmitter: how it is made, stored, sensed, taken up and broken down."""

    id: Id
    name: Text
    abbreviation: Text
    aliases: tuple[Text, ...] = ()
    family: Text
    summary: Text
    precursors: tuple[Text, ...] = ()
    cofactors: tuple[MoleculeRole, ...] = ()
    synthesis: tuple[GeneRole, ...] = ()
    storage: tuple[GeneRole, ...] = ()
    receptors: tuple[Text, ...] = ()
    receptor_families: tuple[ReceptorFamily, ...] = ()
    reuptake: tuple[GeneRole, ...] = ()
    degradation: tuple[GeneRole, ...] = ()
    breakdown_products: tuple[MoleculeRole, ...] = ()
    made_in: Text
    roles: tuple[Text, ...] = ()
    identifiers: dict[str, str] = {}
    references: Cited


class Condition(Record, frozen=True, kw_only=True):
    """A condition that sources tie to causes or examples."""

    id: Id
    name: Text
    aliases: tuple[Text, ...] = ()
    summary: Text
    identifiers: dict[str, str] = {}
    involves: tuple[Text, ...] = ()
    see_also: tuple[Id, ...] = ()


class Molecule(Record, frozen=True, kw_only=True):
    """An enzyme, transporter, receptor, cofactor, precursor or breakdown product of neurotransmission.

    What it does for a transmitter stands with the transmitter; what acts through it, with the effects (*via*).
    """

    id: MoleculeId
    name: Text
    aliases: tuple[Text, ...] = ()
    kind: MoleculeKind
    identifiers: dict[str, str] = {}
    summary: Text | None = None


class Claim(Record, frozen=True, kw_only=True):
    """What people ask "is it true that …", and what the sources at hand say of it; *about* are ids of entries."""

    id: Id
    statement: Text
    aliases: tuple[Text, ...] = ()
    verdict: Verdict
    summary: Text
    about: Annotated[tuple[Text, ...], Meta(min_length=1)]
    references: Cited

    @property
    def name(self) -> str:
        """What a claim is called: its statement."""
        return self.statement


class KnownName(Record, frozen=True, kw_only=True):
    """A name that people look up and for which no link has been checked yet."""

    name: Text
    aliases: tuple[Text, ...] = ()


class Author(Record, frozen=True, kw_only=True):
    """An author as CSL has it: a person's *family* and *given* name, or one *literal* name of a group.

    A *suffix* (Jr) is no part of either name. A particle may stand at the head of the family name (``van der Kolk``);
    in a field of its own it is *non_dropping_particle* where a citation in short keeps it, else *dropping_particle*.
    """

    family: Text | None = None
    given: Text | None = None
    non_dropping_particle: Text | None = msgspec.field(name="non-dropping-particle", default=None)
    dropping_particle: Text | None = msgspec.field(name="dropping-particle", default=None)
    suffix: Text | None = None
    literal: Text | None = None

    @property
    def surname(self) -> str:
        """What a citation in short calls the author: ``van der Kolk``, or the name of a group."""
        if self.literal or not self.non_dropping_particle:
            return self.literal or self.family or ""
        return f"{self.non_dropping_particle} {self.family or ''}".rstrip()

    @property
    def inverted(self) -> str:
        """The whole name, family name first: ``van der Kolk, Bessel A., Jr``."""
        given = " ".join(part for part in (self.given, self.dropping_particle) if part)
        return ", ".join(part for part in (self.surname, given, self.suffix) if part)


class Issued(Record, frozen=True, kw_only=True):
    """The date of publication as CSL has it: ``{date-parts: [[2012]]}`` or ``[[2012, 10]]``."""

    date_parts: Annotated[
        tuple[Annotated[tuple[int, ...], Meta(min_length=1, max_length=3)], ...],
        Meta(min_length=1, max_length=2),
    ] = msgspec.field(name="date-parts")

    @property
    def year(self) -> int:
        """The year of publication, of several the first."""
        return self.date_parts[0][0]


class Reference(Record, frozen=True, kw_only=True):
    """A source, as a CSL item (https://docs.citationstyles.org), with what we add to it.

    *more_authors*: the record seen showed only the first authors; a last author ``{literal: others}`` says the same, as
    pandoc and citeproc have it. *unchecked*: parts of the record that nobody has seen yet; they are left out, but for
    a title, which stays. *errata*: notices that correct it, by DOI or ``PMID:1``,
    which were read and leave standing what is cited here. *checked*: when record and claim were checked.
    """

    id: Id
    type: Text
    title: Text
    author: tuple[Author, ...] = ()
    more_authors: bool = msgspec.field(name="more-authors", default=False)
    container_title: Text | None = msgspec.field(name="container-title", default=None)
    publisher: Text | None = None
    issued: Issued | None = None
    volume: Text | None = None
    issue: Text | None = None
    page: Text | None = None
    DOI: Text | None = None
    PMID: Text | None = None
    PMCID: Text | None = None
    NBK: Text | None = None
    URL: Text | None = None
    errata: tuple[Text, ...] = ()
    study: Study
    checked: datetime.date
    unchecked: tuple[Text, ...] = ()

    def __post_init__(self) -> None:
        """Take a last author called "others" for what it says."""
        if self.author and self.author[-1].literal == "others":
            msgspec.structs.force_setattr(self, "author", self.author[:-1])
            msgspec.structs.force_setattr(self, "more_authors", True)

    @property
    def year(self) -> int | None:
        """The year of publication, where it is known."""
        return self.issued.year if self.issued else None


class GlossaryTerm(Record, frozen=True, kw_only=True):
    """A term of art that the texts use, in words that a student knows."""

    term: Text
    definition: Text


class ClassRule(Record, frozen=True, kw_only=True):
    """A link that each of some *examples* must have, and *why*: all that is said must hold of one and the same link."""

    examples: Annotated[tuple[Id, ...], Meta(min_length=1)]
    transmitter: Id
    direction: Direction | None = None
    process: Process | None = None
    molecule: MoleculeId | None = None
    why: Text


class EntryKind(str, Enum):
    """A kind of entry. Those further up answer first to a name; a claim only to what nothing else is called.

    A new kind is a line here, a record above and a field of `Dataset`. What it lacks elsewhere the type checker names:
    wherever kinds differ, an `assert_never` closes the list. It does not name the exports, which say what they know of.
    """

    CAUSE = "cause"
    EXAMPLE = "example"
    GROUP = "group"
    TRANSMITTER = "transmitter"
    CONDITION = "condition"
    MOLECULE = "molecule"
    REFERENCE = "reference"
    CLAIM = "claim"

    def __str__(self) -> str:
        """Return the word itself."""
        return str(self.value)

    @property
    def section(self) -> str:
        """The list of a dataset (of examples: of a cause) that holds entries of this kind."""
        return f"{self.value}s"


def assert_never(kind: NoReturn) -> NoReturn:
    """Close a list of cases: the type checker names the *kind* that was forgotten."""
    raise AssertionError(f"nothing is said here for {kind!r}")


EntryRecord = Cause | Example | Group | Transmitter | Condition | Molecule | Reference | Claim


class Dataset(Record, frozen=True, kw_only=True):
    """A whole dataset, as one file or the files of a folder joined hold it."""

    dataset: DatasetInfo
    causes: tuple[Cause, ...]
    groups: tuple[Group, ...] = ()
    transmitters: tuple[Transmitter, ...]
    conditions: tuple[Condition, ...] = ()
    molecules: tuple[Molecule, ...] = ()
    references: tuple[Reference, ...]
    claims: tuple[Claim, ...] = ()
    known: tuple[KnownName, ...] = ()
    glossary: tuple[GlossaryTerm, ...] = ()
    class_rules: tuple[ClassRule, ...] = ()

    def examples(self) -> Iterator[Example]:
        """Yield the examples of all causes."""
        return (example for cause in self.causes for example in cause.examples)

    def entries(self) -> Iterator[tuple[EntryKind, EntryRecord]]:
        """Yield every entry with its kind, kind by kind, in the order of the dataset."""
        for kind in EntryKind:
            if kind is EntryKind.EXAMPLE:
                yield from ((kind, example) for example in self.examples())
            else:
                yield from ((kind, record) for record in getattr(self, kind.section))
