"""How neuroref's words are said in the Biolink model: categories, aspects, mechanisms, sorts of evidence, prefixes."""

from __future__ import annotations

from typing import NamedTuple

from ...model.vocabularies import Action, Kind, MoleculeKind, Process, Species, Study

OWN = "neuroref"  # the prefix of what has no identifier elsewhere

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
SMALL_MOLECULES = (MoleculeKind.COFACTOR, MoleculeKind.PRECURSOR, MoleculeKind.BREAKDOWN_PRODUCT)

# The aspect of the transmitter that a step changes, and whether more of it means less signalling.
ASPECTS = {
    Process.SYNTHESIS: ("synthesis", False),
    Process.RELEASE: ("release", False),
    Process.REUPTAKE: ("uptake", True),
    Process.DEGRADATION: ("degradation", True),
}
OVERALL = ("activity_or_abundance", False)


class Mechanism(NamedTuple):
    """What an action does to a molecule, in Biolink's words; a direction only where it is sure to go that way."""

    aspect: str
    direction: str = ""
    mechanism: str = ""


MECHANISMS = {
    Action.INHIBITS: Mechanism("activity", "decreased", "inhibition"),
    Action.ACTIVATES: Mechanism("activity", "increased", "activation"),
    Action.AGONIST: Mechanism("activity", "increased", "agonism"),
    Action.PARTIAL_AGONIST: Mechanism("activity", "", "partial_agonism"),  # less than the transmitter itself does
    Action.ANTAGONIST: Mechanism("activity", "decreased", "antagonism"),
    Action.POSITIVE_MODULATOR: Mechanism("activity", "increased", "positive_modulation"),
    Action.NEGATIVE_MODULATOR: Mechanism("activity", "decreased", "negative_modulation"),
    Action.OPENS: Mechanism("activity", "increased", "molecular_channel_opening"),
    Action.BLOCKS_CHANNEL: Mechanism("activity", "decreased", "molecular_channel_blockage"),
    Action.RELEASES: Mechanism("activity", "", "release"),  # of a transporter: the other way round
    Action.DEPLETES: Mechanism("abundance", "decreased"),
    Action.PRECURSOR: Mechanism("abundance", "increased"),
    Action.COFACTOR: Mechanism("activity", "", "cofactor"),
    Action.ANTIBODY: Mechanism("activity_or_abundance", "", "binding"),  # some block, some bring on the loss
    Action.LOSES: Mechanism("activity_or_abundance", "decreased"),
    Action.GAINS: Mechanism("activity_or_abundance", "increased"),
}

# What sort of evidence a study is, as the Evidence and Conclusion Ontology (release 2024-07-19) has it for what people
# read and assert. It has no finer terms for studies in people, and none for what pools studies: that is the statement
# of an author; of reviews, one that can be traced to other papers. Case series stand where annotators of diseases put
# them: with published clinical studies.
_CLINICAL, _TRACEABLE = "ECO:0007121", "ECO:0000304"
EVIDENCE_TYPES = {
    Study.META_ANALYSIS: "ECO:0000302",
    Study.SYSTEMATIC_REVIEW: _TRACEABLE,
    Study.REVIEW: _TRACEABLE,
    Study.RCT: _CLINICAL,
    Study.HUMAN_EXPERIMENTAL: _CLINICAL,
    Study.COHORT: _CLINICAL,
    Study.CASE_CONTROL: _CLINICAL,
    Study.CASE_SERIES: "ECO:0006017",
    Study.ANIMAL: "ECO:0007120",
    Study.IN_VITRO: "ECO:0007122",
    Study.TEXTBOOK: _TRACEABLE,
    Study.GUIDELINE: _TRACEABLE,
}

TAXA = {Species.HUMAN: "NCBITaxon:9606"}

# As the Biolink model spells them out, and ours.
PREFIXES = {
    "CHEBI": "http://purl.obolibrary.org/obo/CHEBI_",
    "ECO": "http://purl.obolibrary.org/obo/ECO_",
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
