"""The vocabularies of the dataset: each field's words with their one-line definitions, which `terms` prints."""

from __future__ import annotations

from enum import Enum


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
        """Return the word itself."""
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
    UNCHANGED = "unchanged", "measured, and no change was found"


ARROWS = {Direction.INCREASE: "↑", Direction.DECREASE: "↓", Direction.MIXED: "↕", Direction.UNCHANGED: "="}
WAYS = tuple(str(direction) for direction in Direction)


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


class Action(Term):
    """What something does to a molecule through which it acts on a transmitter."""

    INHIBITS = "inhibits", "slows or stops an enzyme or a transporter"
    ACTIVATES = "activates", "speeds an enzyme or a transporter up, or makes a protein work more"
    AGONIST = "agonist", "switches a receptor on, as its transmitter does"
    PARTIAL_AGONIST = "partial-agonist", "switches a receptor on, but less than its transmitter does"
    ANTAGONIST = "antagonist", "sits on a receptor and keeps its transmitter from switching it on"
    POSITIVE_MODULATOR = "positive-modulator", "strengthens what the transmitter does at its receptor"
    NEGATIVE_MODULATOR = "negative-modulator", "weakens what the transmitter does at its receptor"
    OPENS = "opens", "opens a channel, or keeps it open"
    BLOCKS_CHANNEL = "blocks-channel", "keeps ions from passing through a channel"
    RELEASES = "releases", "makes a transporter run backwards, so that it lets transmitter out"
    DEPLETES = "depletes", "uses the molecule up, or leaves less of it"
    PRECURSOR = "precursor", "becomes the molecule, or is what the transmitter is made from"
    COFACTOR = "cofactor", "is a helper without which the molecule does not work"
    ANTIBODY = "antibody", "is an antibody against it"
    LOSES = "loses", "has less of it, or one that works less: a variant, a deficiency"
    GAINS = "gains", "has more of it, or one that works more"


class MoleculeKind(Term):
    """What sort of molecule of neurotransmission it is."""

    ENZYME = "enzyme", "makes, changes or breaks down a transmitter or what it is made from"
    TRANSPORTER = "transporter", "carries a transmitter or what it is made from through a membrane"
    RECEPTOR = "receptor", "senses a transmitter, or is a part of what does"
    CHANNEL = "channel", "lets ions through a membrane, other than a transmitter's own receptor"
    COFACTOR = "cofactor", "a small molecule that an enzyme needs"
    PRECURSOR = "precursor", "a small molecule that a transmitter is made from"
    BREAKDOWN_PRODUCT = "breakdown-product", "a small molecule that a transmitter or its precursor becomes"
    PEPTIDE = "peptide", "a protein out of which peptide transmitters are cut"
    PROTEIN = "protein", "another protein that neurotransmission needs"


class Verdict(Term):
    """What the sources at hand say of a claim."""

    SUPPORTED = "supported", "sources bear it out"
    PARTLY = "partly", "true in part, or of some and not of others"
    CONTESTED = "contested", "credible sources disagree"
    UNSUPPORTED = "unsupported", "sources that looked did not bear it out, or support for it is thin"
    REFUTED = "refuted", "sources show that it is not so"
    UNSTUDIED = "unstudied", "the sources at hand say that it has not been tested"


VOCABULARIES: dict[str, type[Term]] = {
    "kind": Kind,
    "direction": Direction,
    "process": Process,
    "phase": Phase,
    "species": Species,
    "evidence": Evidence,
    "study": Study,
    "intervention class": InterventionClass,
    "action": Action,
    "molecule kind": MoleculeKind,
    "verdict": Verdict,
}

# What people say for words of the vocabularies; one may stand for several.
SPOKEN: dict[type[Term], dict[str, tuple[Term, ...]]] = {
    Kind: {
        **dict.fromkeys(("food", "diet", "vitamin", "mineral"), (Kind.NUTRIENT,)),
        **dict.fromkeys(("toxin", "poison", "pollutant"), (Kind.TOXICANT,)),
        **dict.fromkeys(("illness", "disorder"), (Kind.DISEASE, Kind.IMMUNE_DISORDER)),
        **dict.fromkeys(("medicine", "medications"), (Kind.MEDICATION,)),
        **dict.fromkeys(("drug", "drugs"), (Kind.MEDICATION, Kind.SUBSTANCE)),
        **dict.fromkeys(("genetic", "mutation", "variant"), (Kind.GENE,)),
    },
    Direction: {
        **dict.fromkeys(("up", "more", "raise", "raises", "high"), (Direction.INCREASE,)),
        **dict.fromkeys(("down", "less", "lower", "lowers", "low"), (Direction.DECREASE,)),
        **dict.fromkeys(("none", "no-change", "same"), (Direction.UNCHANGED,)),
    },
    Process: {
        **dict.fromkeys(("production", "making"), (Process.SYNTHESIS,)),
        **dict.fromkeys(("breakdown", "metabolism"), (Process.DEGRADATION,)),
        **dict.fromkeys(("uptake", "re-uptake"), (Process.REUPTAKE,)),
        **dict.fromkeys(("receptors", "binding"), (Process.RECEPTOR,)),
    },
    Species: {
        **dict.fromkeys(("people", "humans"), (Species.HUMAN, Species.HUMAN_AND_ANIMAL)),
        **dict.fromkeys(("animals", "mouse", "mice", "rat", "rats"), (Species.ANIMAL,)),
        **dict.fromkeys(("cells", "cell"), (Species.IN_VITRO,)),
    },
}
