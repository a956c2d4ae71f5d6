"""The vocabulary of the dataset: what a cause, an example, an effect or a reference is.

Typed records and enumerations, nothing else. The records mirror the YAML files in ``data/`` key for key, so that
decoding is validation and the JSON Schemas come from the same classes.
"""

from __future__ import annotations

import datetime
from enum import Enum
from typing import Annotated

import msgspec
from msgspec import Meta


class Term(str, Enum):
    """A word of a controlled vocabulary together with its one-line *definition*."""

    definition: str

    def __new__(cls, value: str, definition: str = "") -> Term:
        """Make the term equal to its word, and give it its definition."""
        term = str.__new__(cls, value)
        term._value_ = value
        term.definition = definition
        return term

    def __str__(self) -> str:
        """Print the word itself."""
        return str(self.value)


class Kind(Term):
    """What sort of thing an example is."""

    GENE = "gene", "a gene, a variant of it, or the disorder that one altered gene causes"
    TOXICANT = "toxicant", "a harmful substance met in the surroundings or made by another organism"
    NUTRIENT = "nutrient", "a nutrient, its lack or its excess, or a way of eating"
    METABOLITE = "metabolite", "a substance that the body's own metabolism makes"
    HORMONE = "hormone", "a hormone, or a disturbance of the system that releases it"
    LIFE_STAGE = "life-stage", "a stage of life in which hormones change"
    CYTOKINE = "cytokine", "a signalling protein of the immune system"
    IMMUNE_DISORDER = "immune-disorder", "a disease in which the immune system attacks or overreacts"
    INFECTION = "infection", "an infection, or the body's response to parts of a microbe"
    BODILY_STATE = "bodily-state", "a state of tissue or metabolism that is not a disease of its own"
    SUBSTANCE = "substance", "a substance taken for its effect on the mind, or its withdrawal"
    MEDICATION = "medication", "a medicine or a class of medicines"
    DISEASE = "disease", "a disease or disorder"
    STRESSOR = "stressor", "a demand from outside that body and mind must answer"
    PSYCHOLOGICAL = "psychological", "an experience, a behaviour or a state of mind"


class Direction(Term):
    """The net change of one transmitter's signalling. It belongs to the transmitter, never to the step."""

    INCREASE = "increase", "more signalling by that transmitter"
    DECREASE = "decrease", "less signalling by that transmitter"
    MIXED = "mixed", "more in one place, time or study and less in another, or a net change that is not known"


class Process(Term):
    """The step of neurotransmission at which the change happens."""

    SYNTHESIS = "synthesis", "making the transmitter from its precursors (production)"
    STORAGE = "storage", "loading it into vesicles and keeping it there"
    RELEASE = "release", "letting it out of the nerve ending or cell"
    REUPTAKE = "reuptake", "taking it back up into nerve endings or glia, which ends its action"
    DEGRADATION = "degradation", "breaking it down by enzymes"
    RECEPTOR = "receptor", "binding to its receptors, and how many of them there are"
    NEURON_LOSS = "neuron-loss", "death or failure of the nerve cells that use it"
    SIGNALLING = "signalling", "the level or activity as a whole, where no single step is known"


class Phase(Term):
    """When in the course of the exposure or illness the effect holds."""

    ACUTE = "acute", "during or shortly after a single exposure or the onset"
    CHRONIC = "chronic", "with exposure or illness that lasts"
    WITHDRAWAL = "withdrawal", "after stopping something that the body had adapted to"
    DEVELOPMENTAL = "developmental", "after exposure before birth or in childhood, or present from birth"


class Species(Term):
    """In whom or what it was measured."""

    HUMAN = "human", "measured in people or in human tissue"
    ANIMAL = "animal", "measured in animals"
    IN_VITRO = "in-vitro", "measured in cells, slices or purified proteins"
    HUMAN_AND_ANIMAL = "human+animal", "measured both in people and in animals"


class Evidence(Term):
    """How sure the link is; listed from the strongest to the weakest."""

    STRONG = (
        "strong",
        (
            "replicated in humans by independent methods, a Mendelian cause, established pharmacology, "
            "or consistent meta-analyses"
        ),
    )
    MODERATE = "moderate", "several human studies agree, or human and animal studies agree"
    LIMITED = "limited", "few, small or conflicting human studies"
    PRECLINICAL = "preclinical", "animals or cells only"
    CONTESTED = "contested", "credible syntheses disagree"

    @property
    def rank(self) -> int:
        """Place in the order of strength: 0 is the strongest."""
        return EVIDENCE_ORDER.index(self)


EVIDENCE_ORDER = tuple(Evidence)


class Study(Term):
    """What sort of study or text a reference is."""

    META_ANALYSIS = "meta-analysis", "a statistical pooling of several studies"
    SYSTEMATIC_REVIEW = "systematic-review", "a review that searched for all studies by a stated method"
    REVIEW = "review", "a review of the literature without such a method"
    RCT = "rct", "a randomised controlled trial"
    HUMAN_EXPERIMENTAL = "human-experimental", "an experiment in people: imaging, depletion, challenge"
    COHORT = "cohort", "people followed over time"
    CASE_CONTROL = "case-control", "people with a condition compared with people without"
    CASE_SERIES = "case-series", "one or several patients described"
    ANIMAL = "animal", "a study in animals"
    IN_VITRO = "in-vitro", "a study in cells, slices or purified proteins"
    TEXTBOOK = "textbook", "a textbook, database entry or reference work"
    GUIDELINE = "guideline", "a guideline or consensus of a learned society"


class InterventionClass(Term):
    """What sort of measure was studied against an imbalance."""

    MEDICATION = "medication", "a medicine"
    MEDICAL_TREATMENT = "medical-treatment", "a medical measure other than a medicine alone"
    PSYCHOTHERAPY = "psychotherapy", "a psychological treatment"
    LIFESTYLE = "lifestyle", "exercise, sleep, light, company and the like"
    DIET = "diet", "a change of food or a supplement"
    EXPOSURE_REMOVAL = "exposure-removal", "ending the contact with what does the harm"


Id = Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", description="kebab-case, stable for ever")]
Text = Annotated[str, Meta(min_length=1)]
Cited = Annotated[tuple[Id, ...], Meta(min_length=1, description="ids of references; at least one")]


class Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A record of the dataset: immutable, without unknown fields. Subclasses are keyword-only."""


class DatasetInfo(Record, frozen=True, kw_only=True):
    """What the dataset is called, its *version* (calendar: year.month.patch), *licence* (SPDX) and *disclaimer*."""

    title: Text
    version: Text
    licence: Text
    disclaimer: Text


class Effect(Record, frozen=True, kw_only=True):
    """One link from an example to a transmitter: what was measured, in whom, and what changed."""

    transmitter: Id
    direction: Direction
    process: Process
    phase: Phase | None = None
    species: Species
    evidence: Evidence
    summary: Text
    caveat: Text | None = None
    references: Cited


class Example(Record, frozen=True, kw_only=True):
    """One thing that belongs to a cause and acts on transmitters: lead, COMT, alcohol."""

    id: Id
    name: Text
    aliases: tuple[Text, ...] = ()
    kind: Kind
    also_under: tuple[Id, ...] = ()
    groups: tuple[Id, ...] = ()
    identifiers: dict[str, str] = {}
    involves: tuple[Text, ...] = ()
    see_also: tuple[Id, ...] = ()
    conditions: tuple[Id, ...] = ()
    effects: tuple[Effect, ...]


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


class ConditionTie(Record, frozen=True, kw_only=True):
    """A condition that sources tie to a cause."""

    condition: Id
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
    synthesis: tuple[GeneRole, ...] = ()
    storage: tuple[GeneRole, ...] = ()
    receptors: tuple[Text, ...] = ()
    receptor_families: tuple[ReceptorFamily, ...] = ()
    reuptake: tuple[GeneRole, ...] = ()
    degradation: tuple[GeneRole, ...] = ()
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


class Author(Record, frozen=True, kw_only=True):
    """An author as CSL has it: a person's *family* and *given* name, or one *literal* name of a group."""

    family: Text | None = None
    given: Text | None = None
    literal: Text | None = None


class Issued(Record, frozen=True, kw_only=True):
    """The date of publication as CSL has it: ``{date-parts: [[2012]]}`` or ``[[2012, 10]]``."""

    date_parts: Annotated[
        tuple[Annotated[tuple[int, ...], Meta(min_length=1, max_length=3)], ...],
        Meta(min_length=1, max_length=2),
    ] = msgspec.field(name="date-parts")


class Reference(Record, frozen=True, kw_only=True):
    """A source, as a CSL item (https://docs.citationstyles.org), with what we add to it.

    *more_authors*: the record seen showed only the first authors. *unchecked*: parts of the record that nobody has
    seen yet; they are left out, but for a title, which stays. *checked*: when record and claim were checked.
    """

    id: Id
    type: Text
    title: Text
    author: tuple[Author, ...] = ()
    more_authors: bool = msgspec.field(name="more-authors", default=False)
    container_title: Text | None = msgspec.field(name="container-title", default=None)
    issued: Issued | None = None
    volume: Text | None = None
    issue: Text | None = None
    page: Text | None = None
    DOI: Text | None = None
    PMID: Text | None = None
    PMCID: Text | None = None
    NBK: Text | None = None
    URL: Text | None = None
    study: Study
    checked: datetime.date
    unchecked: tuple[Text, ...] = ()

    @property
    def year(self) -> int | None:
        """The year of publication, where it is known."""
        return self.issued.date_parts[0][0] if self.issued else None


class Dataset(Record, frozen=True, kw_only=True):
    """A whole dataset, as one file or the files of a folder joined hold it."""

    dataset: DatasetInfo
    causes: tuple[Cause, ...]
    groups: tuple[Group, ...] = ()
    transmitters: tuple[Transmitter, ...]
    conditions: tuple[Condition, ...] = ()
    references: tuple[Reference, ...]


VOCABULARIES: dict[str, type[Term]] = {
    "kind": Kind,
    "direction": Direction,
    "process": Process,
    "phase": Phase,
    "species": Species,
    "evidence": Evidence,
    "study": Study,
    "intervention class": InterventionClass,
}
