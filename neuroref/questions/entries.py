"""The answers of ``show``: an entry of each kind with its links and what it is tied to."""

from __future__ import annotations

from ..model.records import GeneRole, Intervention, Member, MoleculeRole, Pathway, ProcessNote, ReceptorFamily
from ..model.vocabularies import Kind, MoleculeKind, Verdict
from .answers import (
    Answer,
    AskedMember,
    CitedReference,
    ClaimName,
    EntryName,
    ExampleLinks,
    Link,
    Name,
    TiedCause,
    TiedCondition,
    TiedName,
)


class ConditionEntry(Answer, frozen=True, kw_only=True, tag_field="entry", tag="condition"):
    """Everything on a condition: the causes that sources tie to it, and the examples."""

    id: str
    name: str
    aliases: tuple[str, ...]
    summary: str
    identifiers: dict[str, str]
    involves: tuple[str, ...]
    see_also: tuple[Name, ...]
    causes: tuple[TiedCause, ...]
    examples: tuple[ExampleLinks, ...]
    claims: tuple[ClaimName, ...]
    sources: tuple[CitedReference, ...]


class CauseEntry(Answer, frozen=True, kw_only=True, tag_field="entry", tag="cause"):
    """Everything on a cause."""

    id: str
    name: str
    aliases: tuple[str, ...]
    summary: str
    processes: tuple[ProcessNote, ...]
    pathways: tuple[Pathway, ...]
    examples: tuple[ExampleLinks, ...]
    conditions: tuple[TiedCondition, ...]
    interventions: tuple[Intervention, ...]
    claims: tuple[ClaimName, ...]
    sources: tuple[CitedReference, ...]


class GroupEntry(Answer, frozen=True, kw_only=True, tag_field="entry", tag="group"):
    """Everything on a group: a name for several examples at once."""

    id: str
    name: str
    aliases: tuple[str, ...]
    summary: str
    examples: tuple[ExampleLinks, ...]
    claims: tuple[ClaimName, ...]
    sources: tuple[CitedReference, ...]


class ExampleEntry(Answer, frozen=True, kw_only=True, tag_field="entry", tag="example"):
    """Everything on an example. *as_condition* is filled where the same thing is a condition too.

    Where one *member* of a class was asked for, links that hold for others only are left out.
    """

    id: str
    name: str
    aliases: tuple[str, ...]
    kind: Kind
    cause: Name
    also_under: tuple[Name, ...]
    groups: tuple[Name, ...]
    identifiers: dict[str, str]
    involves: tuple[str, ...]
    conditions: tuple[TiedName, ...]
    see_also: tuple[Name, ...]
    members: tuple[Member, ...]
    member: AskedMember | None
    links: tuple[Link, ...]
    as_condition: ConditionEntry | None
    claims: tuple[ClaimName, ...]
    sources: tuple[CitedReference, ...]


class TransmitterEntry(Answer, frozen=True, kw_only=True, tag_field="entry", tag="transmitter"):
    """Everything on a transmitter: its life from precursor to breakdown, and all that raises or lowers it."""

    id: str
    name: str
    abbreviation: str
    aliases: tuple[str, ...]
    family: str
    summary: str
    precursors: tuple[str, ...]
    cofactors: tuple[MoleculeRole, ...]
    synthesis: tuple[GeneRole, ...]
    storage: tuple[GeneRole, ...]
    receptors: tuple[str, ...]
    receptor_families: tuple[ReceptorFamily, ...]
    reuptake: tuple[GeneRole, ...]
    degradation: tuple[GeneRole, ...]
    breakdown_products: tuple[MoleculeRole, ...]
    made_in: str
    roles: tuple[str, ...]
    identifiers: dict[str, str]
    links: tuple[Link, ...]
    claims: tuple[ClaimName, ...]
    sources: tuple[CitedReference, ...]


class Served(Answer, frozen=True, kw_only=True):
    """What a molecule does for a *transmitter*, in which *part* of its life (synthesis, reuptake, precursor)."""

    transmitter: str
    name: str
    part: str
    role: str


class MoleculeEntry(Answer, frozen=True, kw_only=True, tag_field="entry", tag="molecule"):
    """Everything on a molecule: what it does for transmitters, what acts through it, and what is a variant of it."""

    id: str
    name: str
    aliases: tuple[str, ...]
    kind: MoleculeKind
    summary: str | None
    identifiers: dict[str, str]
    serves: tuple[Served, ...]
    links: tuple[Link, ...]
    variants: tuple[Name, ...]
    involved_in: tuple[Name, ...]
    claims: tuple[ClaimName, ...]
    sources: tuple[CitedReference, ...]


class ClaimEntry(Answer, frozen=True, kw_only=True, tag_field="entry", tag="claim"):
    """A claim, the verdict of the sources on it, and the entries that it is about."""

    id: str
    statement: str
    aliases: tuple[str, ...]
    verdict: Verdict
    summary: str
    about: tuple[EntryName, ...]
    sources: tuple[CitedReference, ...]


class LinkEntry(Answer, frozen=True, kw_only=True, tag_field="entry", tag="link"):
    """One link, asked for by its id, with its references whole."""

    id: str
    link: Link
    sources: tuple[CitedReference, ...]


class CitedBy(Answer, frozen=True, kw_only=True):
    """A place that rests on a reference: the entry's kind, id and name, and which part of it.

    *links* are those that the place stands for, none where it is no link.
    """

    entry: str
    id: str
    name: str
    place: str
    links: tuple[Link, ...]


class ReferenceEntry(Answer, frozen=True, kw_only=True, tag_field="entry", tag="reference"):
    """Everything on a reference, and what rests on it."""

    id: str
    source: CitedReference
    cited_by: tuple[CitedBy, ...]


Entry = (
    CauseEntry
    | ExampleEntry
    | GroupEntry
    | TransmitterEntry
    | ConditionEntry
    | MoleculeEntry
    | ReferenceEntry
    | ClaimEntry
    | LinkEntry
)
