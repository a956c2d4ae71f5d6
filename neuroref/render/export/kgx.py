"""Writes a dataset as KGX: nodes and edges as TSV in the Biolink model, the way into graph databases.

A link is ``biolink:affects`` with qualifiers. Biolink's direction belongs to the aspect that it qualifies, neuroref's
to the transmitter: where the step is one that ends signalling (reuptake, degradation), the two are opposite. The
columns that begin with ``neuroref_`` keep what neuroref says, word for word. Where no change was found, the edge is
negated. A link that holds for some members of a class only has an edge from each of them and none from the class.

What a link does to a molecule is an edge of its own to that molecule, with the mechanism that Biolink knows; it has the
link's id and sources, and neither its direction nor its evidence, which belong to the transmitter.

Formats: https://kgx.readthedocs.io, https://biolink.github.io/biolink-model, https://github.com/evidenceontology.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from ...model import identifiers
from ...model.identifiers import curie
from ...model.names import key
from ...model.records import Condition, Dataset, Effect, Example, Member, Molecule, Reference, Transmitter, Via
from ...model.vocabularies import Direction, Kind
from .biolink import (
    ASPECTS,
    CATEGORY_BY_KIND,
    CATEGORY_BY_NAMESPACE,
    EVIDENCE_TYPES,
    MECHANISMS,
    OVERALL,
    OWN,
    PREFERRED,
    PREFERRED_FOR_PROTEINS,
    PREFIXES,
    SMALL_MOLECULES,
    TAXA,
)
from .molecules import phrases, precursors

SOURCE = "infores:neuroref"

NODE_COLUMNS = (
    "id", "category", "name", "description", "synonym", "xref", "provided_by", "neuroref_id", "neuroref_kind",
    "neuroref_involves", "neuroref_verdict", "neuroref_publications",
)  # fmt: skip
EDGE_COLUMNS = (
    "id", "subject", "predicate", "object", "category", "negated", "qualified_predicate", "object_aspect_qualifier",
    "object_direction_qualifier", "causal_mechanism_qualifier", "species_context_qualifier", "publications",
    "has_evidence_of_type", "knowledge_level", "agent_type", "primary_knowledge_source", "description", "neuroref_link",
    "neuroref_direction", "neuroref_process", "neuroref_phase", "neuroref_species", "neuroref_evidence",
    "neuroref_phrase", "neuroref_caveat", "neuroref_action", "neuroref_part",
)  # fmt: skip

Row = dict[str, str | Sequence[str]]


def files(dataset: Dataset) -> dict[str, Iterable[bytes]]:
    """Return the files of a graph, by the endings of their names."""
    return {"_nodes.tsv": nodes(dataset), "_edges.tsv": edges(dataset), "_context.jsonld": [context()]}


def context() -> bytes:
    """Return the JSON-LD context: what each prefix stands for."""
    return msgspec.json.format(msgspec.json.encode({"@context": PREFIXES}), indent=2) + b"\n"


def _tsv(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[bytes]:
    """Write rows as KGX reads them: tabs between, no quotes, bars between the values of one cell."""
    yield ("\t".join(columns) + "\n").encode()
    for row in rows:
        yield ("\t".join(_cell(row.get(column, "")) for column in columns) + "\n").encode()


def _cell(value: str | Sequence[str]) -> str:
    values = (value,) if isinstance(value, str) else value
    return "|".join(" ".join(one.replace("|", "/").replace('"', "'").replace("\\", "/").split()) for one in values)


def _node_ids(dataset: Dataset) -> dict[str, str]:
    """Return the CURIE of every entry and member: an identifier that others know it by if it has one, else our own.

    Of entries that have the same identifier the first is its node; the others are nodes of our own beside it, but for
    molecules and members of classes, which are that node too. The CURIEs themselves lead to the nodes that have them.
    """
    known = {record.id: f"{OWN}:{record.id}" for _, record in dataset.entries()}
    named: list[Transmitter | Example | Condition] = [*dataset.transmitters, *dataset.examples(), *dataset.conditions]
    taken: dict[str, str] = {}
    done: set[str] = set()
    for record in named:
        if record.id not in done:  # example and condition in one are one node
            done.add(record.id)
            free = (one for one in _curies(record) if taken.setdefault(one, record.id) == record.id)
            known[record.id] = next(free, known[record.id])
    for record in named:
        for one in _curies(record):
            known.setdefault(one, known[record.id])
    parts: list[tuple[str, Molecule | Member]] = [(molecule.id, molecule) for molecule in dataset.molecules]
    parts += [
        (_member_id(example, member.name), member) for example in dataset.examples() for member in example.members
    ]
    for identifier, part in parts:
        curies = _curies(part)
        own = next((known[one] for one in curies if one in known), curies[0] if curies else f"{OWN}:{identifier}")
        known.update({identifier: own, **{one: known.get(one, own) for one in curies}})
    return known


def _member_id(example: Example, name: str) -> str:
    words = re.split(r"[\W_]+", name)
    return f"{example.id}.{'-'.join(key(word) for word in words if word)}"


def _curies(record: Transmitter | Example | Condition | Molecule | Member) -> list[str]:
    protein = isinstance(record, Example) and record.kind is Kind.CYTOKINE
    order = PREFERRED_FOR_PROTEINS if protein else PREFERRED
    return [curie(namespace, record.identifiers[namespace]) for namespace in order if namespace in record.identifiers]


def nodes(dataset: Dataset) -> Iterator[bytes]:
    """Yield the nodes file."""
    return _tsv(NODE_COLUMNS, _merged(_node_rows(dataset)))


def _merged(rows: Iterable[Row]) -> Iterable[Row]:
    """Join the rows of one node: the first says what it is called and what it is, all say how else it is known."""
    found: dict[str, Row] = {}
    for row in rows:
        first = found.setdefault(str(row["id"]), row)
        if first is not row:
            first["description"] = first["description"] or row["description"]
            for column, words in (("neuroref_id", row["neuroref_id"]), ("synonym", (row["name"], *row["synonym"]))):
                first[column] = [*dict.fromkeys((*_several(first[column]), *_several(words)))]
            for column in ("xref", "neuroref_involves"):
                first[column] = [*dict.fromkeys((*first[column], *row[column]))]
    for row in found.values():
        row["synonym"] = [one for one in row["synonym"] if one != row["name"]]
    return found.values()


def _several(value: str | Sequence[str]) -> Sequence[str]:
    return (value,) if isinstance(value, str) else value


def _node_rows(dataset: Dataset) -> Iterator[Row]:
    ids = _node_ids(dataset)
    publications = {reference.id: _publication(reference) for reference in dataset.references}

    def node(record: Any, category: str, kind: str, description: str, **more: str | Sequence[str]) -> Row:
        own = ids[record.id]
        known = _curies(record) if hasattr(record, "identifiers") else []
        return {
            "id": own,
            "category": category,
            "name": record.name,
            "description": description,
            "synonym": record.aliases,
            "xref": [one for one in known if one != own],
            "provided_by": SOURCE,
            "neuroref_id": record.id,
            "neuroref_kind": kind,
            "neuroref_involves": getattr(record, "involves", ()),
            **more,
        }

    for cause in dataset.causes:
        yield node(cause, "biolink:NamedThing", "cause", cause.summary)
    for group in dataset.groups:
        yield node(group, "biolink:NamedThing", "group", group.summary)
    for transmitter in dataset.transmitters:
        category = "biolink:ChemicalEntity" if transmitter.family == "peptide" else "biolink:SmallMolecule"
        yield node(transmitter, category, "transmitter", transmitter.summary)
    for example in dataset.examples():
        yield node(example, _category(ids[example.id], CATEGORY_BY_KIND[example.kind]), str(example.kind), "")
    for condition in dataset.conditions:
        category = _category(ids[condition.id], "biolink:DiseaseOrPhenotypicFeature")
        yield node(condition, category, "condition", condition.summary)
    for molecule in dataset.molecules:
        small = molecule.kind in SMALL_MOLECULES or ids[molecule.id].startswith("CHEBI:")
        category = "biolink:SmallMolecule" if small else _category(ids[molecule.id], "biolink:Protein")
        yield node(molecule, category, str(molecule.kind), molecule.summary or "")
    for example in dataset.examples():
        for member in example.members:
            own = ids[_member_id(example, member.name)]
            yield {
                "id": own,
                "category": _category(own, CATEGORY_BY_KIND[example.kind]),
                "name": member.name,
                "description": "",
                "synonym": (*member.brands, *member.aliases),
                "xref": [one for one in _curies(member) if one != own],
                "provided_by": SOURCE,
                "neuroref_id": member.name,
                "neuroref_kind": "member",
                "neuroref_involves": (),
            }
    for claim in dataset.claims:
        cited = [publications[one] for one in claim.references]
        told = {"neuroref_verdict": str(claim.verdict), "neuroref_publications": cited}
        yield node(claim, "biolink:InformationContentEntity", "claim", claim.summary, **told)


def _category(own: str, otherwise: str) -> str:
    namespace = identifiers.CURIE_PREFIXES.get(own.partition(":")[0], "")
    return CATEGORY_BY_NAMESPACE.get(namespace, otherwise)


def edges(dataset: Dataset) -> Iterator[bytes]:
    """Yield the edges file."""
    return _tsv(EDGE_COLUMNS, _edge_rows(dataset))


class _Edges:
    """Makes edges between nodes; those that have no id of their own are numbered."""

    def __init__(self, dataset: Dataset) -> None:
        self.nodes = _node_ids(dataset)
        self._references = {reference.id: reference for reference in dataset.references}
        self._numbers: dict[str, int] = {}
        self.phrase = phrases(dataset)

    def edge(self, subject: str, predicate: str, other: str, cited: Sequence[str] = (), **more: str) -> Row:
        """Return an edge with its sources; *more* are further columns."""
        references = [self._references[one] for one in cited]
        return {
            "id": f"{OWN}:{more.pop('id', None) or self._numbered(f'{subject}--{predicate}--{other}')}",
            "subject": self.nodes[subject],
            "predicate": f"biolink:{predicate}",
            "object": self.nodes[other],
            "category": "biolink:Association",
            "publications": [_publication(one) for one in references],
            "has_evidence_of_type": [*dict.fromkeys(EVIDENCE_TYPES[one.study] for one in references)],
            "knowledge_level": "knowledge_assertion",
            "agent_type": "manual_agent",
            "primary_knowledge_source": SOURCE,
            **more,
        }

    def _numbered(self, stem: str) -> str:
        self._numbers[stem] = self._numbers.get(stem, 0) + 1
        return f"{stem}--{self._numbers[stem]}"

    def part(self, one: str, predicate: str, other: str, cited: Sequence[str] = (), **more: str) -> Iterator[Row]:
        """Yield an edge to another node, if there is one; two entries that are one node have none between them."""
        if self.nodes.get(other, self.nodes[one]) != self.nodes[one]:
            yield self.edge(one, predicate, other, cited, **more)


def _edge_rows(dataset: Dataset) -> Iterator[Row]:
    make = _Edges(dataset)
    for cause in dataset.causes:
        for example in cause.examples:
            for home in (cause.id, *example.also_under, *example.groups):
                yield make.edge(example.id, "member_of", home)
            for condition, cited in example.ties.items():
                yield from make.part(example.id, "associated_with", condition, cited)
            for member in example.members:
                yield from make.part(_member_id(example, member.name), "subclass_of", example.id)
            for identifier, effect in example.links():
                yield from _link(make, example, identifier, effect)
        for tie in cause.conditions:
            yield make.edge(cause.id, "associated_with", tie.condition, tie.references)
    wholes: list[Example | Condition] = [*dataset.examples(), *dataset.conditions]
    for whole in wholes:
        for other in whole.involves:
            yield from make.part(whole.id, "related_to", other)
    named = precursors(dataset)
    for transmitter in dataset.transmitters:
        yield from _life(make, transmitter, named)
    for claim in dataset.claims:
        for subject in claim.about:
            yield make.edge(claim.id, "mentions", subject)


def _link(make: _Edges, example: Example, identifier: str, effect: Effect) -> Iterator[Row]:
    """Yield the edges of a link from each subject for which it holds: to its transmitter, and to its molecules."""
    for subject in [_member_id(example, name) for name in effect.members] or [example.id]:
        ending = subject.removeprefix(example.id).replace(".", "--")
        own = {"id": f"{identifier}{ending}", "neuroref_link": identifier}
        told = {**own, **_qualifiers(effect), "neuroref_phrase": make.phrase(effect)}
        yield make.edge(subject, "affects", effect.transmitter, effect.references, **told)
        for via in dict.fromkeys(effect.via):
            own["id"] = f"{identifier}--{via.action}--{via.molecule}{ending}"
            yield from make.part(subject, "affects", via.molecule, effect.references, **own, **_mechanism(via))


def _qualifiers(effect: Effect) -> dict[str, str]:
    aspect, opposite = ASPECTS.get(effect.process, OVERALL)
    more = (effect.direction is Direction.INCREASE) != opposite
    directed = effect.direction in (Direction.INCREASE, Direction.DECREASE)
    return {
        "negated": "true" if effect.direction is Direction.UNCHANGED else "false",
        "qualified_predicate": "biolink:causes" if directed else "",
        "object_aspect_qualifier": aspect,
        "object_direction_qualifier": ("increased" if more else "decreased") if directed else "",
        "species_context_qualifier": TAXA.get(effect.species, ""),
        "description": effect.summary,
        "neuroref_direction": str(effect.direction),
        "neuroref_process": str(effect.process),
        "neuroref_phase": str(effect.phase or ""),
        "neuroref_species": str(effect.species),
        "neuroref_evidence": str(effect.evidence),
        "neuroref_caveat": effect.caveat or "",
    }


def _mechanism(via: Via) -> dict[str, str]:
    found = MECHANISMS[via.action]
    return {
        "negated": "false",
        "qualified_predicate": "biolink:causes" if found.direction else "",
        "object_aspect_qualifier": found.aspect,
        "object_direction_qualifier": found.direction,
        "causal_mechanism_qualifier": found.mechanism,
        "neuroref_action": str(via.action),
    }


def _life(make: _Edges, one: Transmitter, named: Mapping[str, tuple[object, str]]) -> Iterator[Row]:
    """Yield the edges between a transmitter and those that it is made from, become of it or serve it, where listed."""
    for text in one.precursors:
        _, precursor = named.get(text, (None, ""))
        if precursor:
            yield make.edge(precursor, "derives_into", one.id, one.references, neuroref_part="precursor")
    served = [("cofactor", small.molecule, small.role) for small in one.cofactors]
    for step in ("synthesis", "storage", "reuptake", "degradation"):
        served += [(step, gene.gene, gene.role) for gene in getattr(one, step)]
    served += [("receptor", receptor, "") for receptor in one.receptors]
    for part, molecule, role in served:
        told = {"description": role, "neuroref_part": part}
        yield from make.part(one.id, "interacts_with", molecule, one.references, **told)
    for small in one.breakdown_products:
        told = {"description": small.role, "neuroref_part": "breakdown-product"}
        yield from make.part(one.id, "has_metabolite", small.molecule, one.references, **told)


def _publication(reference: Reference) -> str:
    """Write a source as the CURIE that Biolink prefers for it, or as its address."""
    if reference.PMID:
        return f"PMID:{reference.PMID}"
    if reference.PMCID:
        return f"PMC:{reference.PMCID.removeprefix('PMC')}"
    if reference.DOI:
        return f"doi:{reference.DOI}"
    return identifiers.address("NBK", reference.NBK) if reference.NBK else reference.URL or f"{OWN}:{reference.id}"
