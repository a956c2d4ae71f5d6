"""The terms of art that the shipped texts use, in words that a student knows.

The vocabularies of ``model.py`` are the words that fields hold; these are the words that sentences need. `explained`
joins both for ``neuroref terms``.
"""

from __future__ import annotations

from collections.abc import Iterator

from .answers import TermRow
from .model import VOCABULARIES
from .names import key

NAME = "glossary"

GLOSSARY = {
    "5-HIAA": "5-hydroxyindoleacetic acid, to which serotonin is broken down; a sign of how much was used",
    "5-HT1A receptor": "a receptor of serotonin that inhibits cells; on serotonin neurons it is the autoreceptor",
    "5-HT2A receptor": "a receptor of serotonin that excites cells; LSD and psilocybin act on it",
    "5-HTP": "5-hydroxytryptophan, the step between tryptophan and serotonin",
    "A1 receptor": "a receptor of adenosine that calms cells; caffeine blocks it",
    "agonist": "a substance that switches a receptor on, as the transmitter itself does",
    "AMPA receptor": "the receptor by which glutamate excites cells fast",
    "amygdala": "a part of the temporal lobe that takes part in fear and other emotions",
    "antagonist": "a substance that sits on a receptor without switching it on, and so keeps the transmitter off",
    "astrocyte": "a star-shaped cell beside neurons (a kind of glia) that takes up glutamate, among much else",
    "autoreceptor": "a receptor by which a neuron senses its own transmitter and slows itself",
    "binding": (
        "how much of a tracer sticks to a receptor or transporter; less can mean fewer of them, "
        "or more transmitter in the tracer's place"
    ),
    "blood-brain barrier": "the tight wall of the brain's blood vessels, which keeps most substances of the blood out",
    "carfentanil": "a tracer of mu-opioid receptors; less of it binds where opioid peptides are released",
    "catecholamines": "dopamine, norepinephrine and epinephrine",
    "caudate": "a nucleus deep in the brain, with the putamen the upper part of the striatum",
    "CB1 receptor": "the receptor of endocannabinoids that is common in the brain; THC of cannabis acts on it",
    "cingulate cortex": "the cortex on the inner side of each hemisphere, around the bridge between the two",
    "cofactor": "a helper without which an enzyme does not work",
    "D2 receptor": "a receptor of dopamine, the one that antipsychotic drugs block",
    "D3 receptor": "a receptor of dopamine, akin to the D2 receptor; most tracers cannot tell the two apart",
    "fluorodopa": "a PET tracer that is taken up as L-dopa is, and shows how much dopamine nerve endings can make",
    "GABA-A receptor": "the receptor by which GABA inhibits cells fast; benzodiazepines act on it",
    "GABA-B receptor": "the slow receptor of GABA; baclofen acts on it",
    "GAD": "glutamate decarboxylase, the enzyme that makes GABA from glutamate",
    "glia": "the cells of the nervous system that are not neurons",
    "hippocampus": "a part of the temporal lobe that new memories need",
    "HVA": "homovanillic acid, to which dopamine is broken down; a sign of how much was used",
    "hypothalamus": "the part of the brain that steers hormones, hunger, body temperature and sleep",
    "locus coeruleus": "the nucleus of the brainstem from which most norepinephrine of the brain comes",
    "MAO-A": "monoamine oxidase A, an enzyme that breaks down serotonin, norepinephrine and dopamine",
    "metabolite": "what a substance is turned into in the body",
    "MHPG": "3-methoxy-4-hydroxyphenylglycol, to which norepinephrine is broken down",
    "microdialysis": "sampling of the fluid outside cells, in living tissue, through a thin probe",
    "microglia": "the immune cells that live in the brain",
    "monoamines": "the transmitters made from one amino acid each: the catecholamines, serotonin and histamine",
    "mRNA": "the copy of a gene by which a protein is made; more of it suggests more protein",
    "mu-opioid receptor": "the receptor of endorphins on which morphine acts",
    "muscarinic receptor": "one of the two families of acetylcholine receptors; atropine blocks it",
    "nicotinic receptor": "one of the two families of acetylcholine receptors; nicotine acts on it",
    "NK1 receptor": "the receptor of substance P",
    "NMDA receptor": "a receptor of glutamate that learning needs; ketamine and phencyclidine block it",
    "nucleus accumbens": "the part of the ventral striatum that takes part in reward",
    "occupancy": "the share of receptors or transporters on which a drug sits",
    "PET": "positron emission tomography, a scan that shows where a radioactive tracer goes in the living body",
    "post-mortem": "measured in tissue after death",
    "precursor": "what a transmitter is made from",
    "prefrontal cortex": "the front of the brain, which plans and restrains",
    "putamen": "with the caudate nucleus the upper part of the striatum; it takes part in movement",
    "raclopride": "a tracer of dopamine D2 and D3 receptors; less of it binds where dopamine is released",
    "raphe nuclei": "the nuclei of the brainstem from which the serotonin of the brain comes",
    "SPECT": "single-photon emission computed tomography, a scan with a radioactive tracer, coarser than PET",
    "spectroscopy": (
        "magnetic resonance spectroscopy, a scan without a tracer that measures GABA or glutamate "
        "in a block of brain, inside and outside cells alike"
    ),
    "spinal fluid": "cerebrospinal fluid (CSF), which bathes brain and spinal cord; drawn through a needle in the back",
    "striatum": "a large nucleus deep in the brain, rich in dopamine: caudate, putamen and nucleus accumbens",
    "substantia nigra": "the nucleus of the midbrain from which the dopamine of the upper striatum comes",
    "synapse": "the contact at which one nerve cell releases transmitter to another",
    "tetrahydrobiopterin": "BH4, the cofactor of the enzymes that begin to make serotonin and dopamine",
    "thalamus": "the relay through which most senses reach the cortex",
    "tracer": "a substance that is followed in the body, because it is radioactive in a tiny dose",
    "transporter": "a protein that carries a transmitter through a membrane: back into cells, or into vesicles",
    "turnover": "how fast a transmitter is made and used up; often read from its metabolites",
    "vesicle": "the tiny sac in a nerve ending from which transmitter is released",
}


def explained() -> Iterator[TermRow]:
    """Yield every word with its definition, vocabulary by vocabulary, the glossary last."""
    for vocabulary, terms in VOCABULARIES.items():
        for term in terms:
            yield TermRow(vocabulary=vocabulary, term=str(term), definition=term.definition)
    for word, definition in GLOSSARY.items():
        yield TermRow(vocabulary=NAME, term=word, definition=definition)


def find(name: str) -> tuple[TermRow, ...]:
    """Return the words of the vocabulary called *name*, or else the word *name*; nothing if there is neither."""
    wanted = key(name)
    rows = tuple(explained())
    return tuple(row for row in rows if key(row.vocabulary) == wanted) or tuple(
        row for row in rows if wanted in (key(row.term), key(row.term.removesuffix(" receptor")))
    )
