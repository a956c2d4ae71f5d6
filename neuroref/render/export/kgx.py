"""Writes a dataset as KGX: nodes and edges as TSV in the Biolink model, the way into graph databases.

A link is ``biolink:affects`` with qualifiers. Biolink's direction belongs to the aspect that it qualifies, neuroref's
to the transmitter: where the step is one that ends signalling (reuptake, degradation), the two are opposite. The
columns that begin with ``neuroref_`` keep what neuroref says, word for word.

Formats: https://kgx.readthedocs.io, https://biolink.github.io/biolink-model.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec

from ...model import identifiers
from ...model.identifiers import curie
from ...model.records import Condition, Dataset, Effect, Example, Reference, Transmitter
from ...model.vocabularies import Direction, Kind, Process, Species

OWN = "neuroref"  # the prefix of what has no identifier elsewhere
SOURCE = "infores:neuroref"

NODE_COLUMNS = (
    "id", "category", "name", "description", "synonym", "xref", "provided_by", "neuroref_id", "neuroref_kind",
    "neuroref_involves",
)  # fmt: skip
EDGE_COLUMNS = (
    "id", "subject", "predicate", "object", "category", "qualified_predicate", "object_aspect_qualifier",
    "object_direction_qualifier", "species_context_qualifier", "publications", "knowledge_level", "agent_type",
    "primary_knowledge_source", "description", "neuroref_direction", "neuroref_process", "neuroref_phase",
    "neuroref_species", "neuroref_evidence", "neuroref_caveat",
)  # fmt: skip

# Which identifier stands for a thing, best first; of the same rank as Biolink's own preferences for its categories.
PREFERRED = ("chebi", "hgnc", "mondo", "hp", "pubchem", "mesh")
PREFERRED_FOR_PROTEINS = ("mesh", "hgnc")

CATEGORY_BY_NAMESPACE = {
    "chebi": "biolink:ChemicalEntity",
    "pubchem": "biolink:ChemicalEntity",
    "hgnc": "biolink:Gene",
    "mondo": "biolink:Disease",
    "hp": "biolink:PhenotypicFeature",
}
CATEGORY_BY_KIND = {
    Kind.GENE: "biolink:BiologicalEntity",
    Kind.TOXICANT: "biolink:ChemicalEntity",
    Kind.NUTRIENT: "biolink:ExposureEvent",
    Kind.METABOLITE: "biolink:ChemicalEntity",
    Kind.HORMONE: "biolink:BiologicalEntity",
    Kind.LIFE_STAGE: "biolink:LifeStage",
    Kind.CYTOKINE: "biolink:Protein",
    Kind.IMMUNE_DISORDER: "biolink:DiseaseOrPhenotypicFeature",
    Kind.INFECTION: "biolink:DiseaseOrPhenotypicFeature",
    Kind.BODILY_STATE: "biolink:PathologicalProcess",
    Kind.SUBSTANCE: "biolink:ChemicalExposure",
    Kind.MEDICATION: "biolink:ChemicalEntity",
    Kind.DISEASE: "biolink:DiseaseOrPhenotypicFeature",
    Kind.STRESSOR: "biolink:EnvironmentalExposure",
    Kind.PSYCHOLOGICAL: "biolink:BehavioralExposure",
}

# The aspect of the transmitter that a step changes, and whether more of it means less signalling.
ASPECTS = {
    Process.SYNTHESIS: ("synthesis", False),
    Process.RELEASE: ("release", False),
    Process.REUPTAKE: ("uptake", True),
    Process.DEGRADATION: ("degradation", True),
}
OVERALL = ("activity_or_abundance", False)

TAXA = {Species.HUMAN: "NCBITaxon:9606"}

# As the Biolink model spells them out, and ours.
PREFIXES = {
    "CHEBI": "http://purl.obolibrary.org/obo/CHEBI_",
    "HGNC": "http://identifiers.org/hgnc/",
    "HP": "http://purl.obolibrary.org/obo/HP_",
    "MESH": "http://id.nlm.nih.gov/mesh/",
    "MONDO": "http://purl.obolibrary.org/obo/MONDO_",
    "NCBITaxon": "http://purl.obolibrary.org/obo/NCBITaxon_",
    "PMC": "http://europepmc.org/articles/PMC",
    "PMID": "http://www.ncbi.nlm.nih.gov/pubmed/",
    "PUBCHEM.COMPOUND": "http://identifiers.org/pubchem.compound/",
    "biolink": "https://w3id.org/biolink/vocab/",
    "doi": "https://doi.org/",
    "infores": "https://w3id.org/biolink/infores/",
    OWN: f"urn:{OWN}:",
}

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
    """Return the CURIE of every entry: an identifier that others know it by if it has one to itself, else our own."""
    known = {record.id: f"{OWN}:{record.id}" for _, record in dataset.entries()}
    examples = [example for cause in dataset.causes for example in cause.examples]
    named: list[Transmitter | Example | Condition] = [*dataset.transmitters, *examples, *dataset.conditions]
    taken: dict[str, str] = {}
    done: set[str] = set()
    for record in named:
        if record.id not in done:  # example and condition in one are one node
            done.add(record.id)
            free = (one for one in _curies(record) if taken.setdefault(one, record.id) == record.id)
            known[record.id] = next(free, known[record.id])
    return known


def _curies(record: Transmitter | Example | Condition) -> list[str]:
    protein = isinstance(record, Example) and record.kind is Kind.CYTOKINE
    order = PREFERRED_FOR_PROTEINS if protein else PREFERRED
    return [curie(namespace, record.identifiers[namespace]) for namespace in order if namespace in record.identifiers]


def nodes(dataset: Dataset) -> Iterator[bytes]:
    """Yield the nodes file."""
    return _tsv(NODE_COLUMNS, _node_rows(dataset))


def _node_rows(dataset: Dataset) -> Iterator[Row]:
    ids = _node_ids(dataset)
    written: set[str] = set()

    def node(record: Any, category: str, kind: str, description: str, others: Sequence[str] = ()) -> Iterator[Row]:
        if record.id in written:
            return
        written.add(record.id)
        own = ids[record.id]
        known = _curies(record) if hasattr(record, "identifiers") else []
        yield {
            "id": own,
            "category": category,
            "name": record.name,
            "description": description,
            "synonym": record.aliases,
            "xref": [one for one in dict.fromkeys((*known, *others)) if one != own],
            "provided_by": SOURCE,
            "neuroref_id": record.id,
            "neuroref_kind": kind,
            "neuroref_involves": getattr(record, "involves", ()),
        }

    for cause in dataset.causes:
        yield from node(cause, "biolink:NamedThing", "cause", cause.summary)
    for group in dataset.groups:
        yield from node(group, "biolink:NamedThing", "group", group.summary)
    for transmitter in dataset.transmitters:
        category = "biolink:ChemicalEntity" if transmitter.family == "peptide" else "biolink:SmallMolecule"
        yield from node(transmitter, category, "transmitter", transmitter.summary)
    conditions = {condition.id: condition for condition in dataset.conditions}
    for cause in dataset.causes:
        for example in cause.examples:
            also = conditions.get(example.id)
            category = _category(ids[example.id], CATEGORY_BY_KIND[example.kind])
            prose = also.summary if also else ""
            yield from node(example, category, str(example.kind), prose, _curies(also) if also else ())
    for condition in dataset.conditions:
        category = _category(ids[condition.id], "biolink:DiseaseOrPhenotypicFeature")
        yield from node(condition, category, "condition", condition.summary)


def _category(own: str, otherwise: str) -> str:
    namespace = identifiers.CURIE_PREFIXES.get(own.partition(":")[0], "")
    return CATEGORY_BY_NAMESPACE.get(namespace, otherwise)


def edges(dataset: Dataset) -> Iterator[bytes]:
    """Yield the edges file."""
    return _tsv(EDGE_COLUMNS, _edge_rows(dataset))


def _edge_rows(dataset: Dataset) -> Iterator[Row]:
    ids = _node_ids(dataset)
    publications = {reference.id: _publication(reference) for reference in dataset.references}
    numbers: dict[str, int] = {}

    def edge(subject: str, predicate: str, other: str, cited: Sequence[str] = (), **more: str) -> Row:
        stem = f"{OWN}:{subject}--{predicate.partition(':')[2]}--{other}"
        numbers[stem] = numbers.get(stem, 0) + 1
        return {
            "id": f"{stem}--{numbers[stem]}",
            "subject": ids[subject],
            "predicate": predicate,
            "object": ids[other],
            "category": "biolink:Association",
            "publications": [publications[one] for one in cited],
            "knowledge_level": "knowledge_assertion",
            "agent_type": "manual_agent",
            "primary_knowledge_source": SOURCE,
            **more,
        }

    for cause in dataset.causes:
        for example in cause.examples:
            for home in (cause.id, *example.also_under, *example.groups):
                yield edge(example.id, "biolink:member_of", home)
            for condition, cited in example.ties.items():
                if condition != example.id:
                    yield edge(example.id, "biolink:associated_with", condition, cited)
            for effect in example.effects:
                yield edge(example.id, "biolink:affects", effect.transmitter, effect.references, **_qualifiers(effect))
        for tie in cause.conditions:
            yield edge(cause.id, "biolink:associated_with", tie.condition, tie.references)


def _qualifiers(effect: Effect) -> dict[str, str]:
    aspect, opposite = ASPECTS.get(effect.process, OVERALL)
    more = (effect.direction is Direction.INCREASE) != opposite
    directed = effect.direction is not Direction.MIXED
    return {
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


def _publication(reference: Reference) -> str:
    """Write a source as the CURIE that Biolink prefers for it, or as its address."""
    if reference.PMID:
        return f"PMID:{reference.PMID}"
    if reference.PMCID:
        return f"PMC:{reference.PMCID.removeprefix('PMC')}"
    if reference.DOI:
        return f"doi:{reference.DOI}"
    return identifiers.address("NBK", reference.NBK) if reference.NBK else reference.URL or f"{OWN}:{reference.id}"
