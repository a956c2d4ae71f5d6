"""The answers to every question on the two small datasets, whole, as they were reviewed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from conftest import CLASSES, SMALL
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.json import JSONSnapshotExtension

import neuroref

Question = Callable[[neuroref.KnowledgeBase], Any]

OF_SMALL: dict[str, Question] = {
    "info": lambda kb: kb.info(),
    "causes": lambda kb: kb.causes(),
    "causes, filtered": lambda kb: kb.causes(kb.filter(direction="increase")),
    "examples": lambda kb: kb.examples(),
    "transmitters": lambda kb: kb.transmitters(),
    "transmitters, filtered": lambda kb: kb.transmitters(kb.filter(direction="increase")),
    "conditions": lambda kb: kb.conditions(),
    "conditions of a cause": lambda kb: kb.conditions(["nutrition"]),
    "references": lambda kb: kb.references(),
    "references of a cause": lambda kb: kb.references((), ["stress"]),
    "references of two causes": lambda kb: kb.references((), ["stress", "nutrition"]),
    "references of a kind": lambda kb: kb.references(["review"]),
    "links": lambda kb: list(kb.links()),
    "cause": lambda kb: kb.show("stress"),
    "cause with examples from elsewhere": lambda kb: kb.show("nutrition"),
    "example": lambda kb: kb.show("cortisol"),
    "example and condition": lambda kb: kb.show("depression"),
    "condition": lambda kb: kb.show("condition:depression"),
    "group": lambda kb: kb.show("hormones-of-stress"),
    "transmitter": lambda kb: kb.show("serotonin"),
    "reference": lambda kb: kb.show("beta-2002"),
    "cited by a transmitter": lambda kb: kb.cite("gaba"),
    "cited by what is example and condition": lambda kb: kb.cite("depression"),
    "cited by a condition": lambda kb: kb.cite("condition:depression"),
    "all sources": lambda kb: kb.bibliography(),
    "by transmitter": lambda kb: kb.by_transmitter("serotonin"),
    "by transmitter, filtered": lambda kb: kb.by_transmitter("GABA", direction="mixed"),
    "by condition": lambda kb: kb.by_condition("depression"),
    "by condition, filtered": lambda kb: kb.by_condition("depression", process="synthesis"),
    "matrix": lambda kb: kb.matrix(),
    "matrix, turned": lambda kb: kb.matrix("kind", "process"),
    "compare": lambda kb: kb.compare("cortisol", "iron"),
    "related": lambda kb: kb.related("cortisol", 1),
    "path": lambda kb: kb.path("iron", "depression", 2),
    "search": lambda kb: kb.search("serotonin", (), 3),
    "beginnings": lambda kb: kb.beginnings("c"),
    "excerpt": lambda kb: kb.excerpt(kb.filter(transmitter="gaba", direction="increase")),
}
OF_CLASSES: dict[str, Question] = {
    "causes": lambda kb: kb.causes(),
    "examples": lambda kb: kb.examples(),
    "examples, filtered": lambda kb: kb.examples(kb.filter(molecule="SERT")),
    "transmitters": lambda kb: kb.transmitters(),
    "transmitters, filtered": lambda kb: kb.transmitters(kb.filter(direction="unchanged")),
    "conditions": lambda kb: kb.conditions(),
    "molecules": lambda kb: kb.molecules(),
    "molecules of a transmitter": lambda kb: kb.molecules(["dopamine"]),
    "molecules of a kind": lambda kb: kb.molecules((), ["cofactor", "receptor"]),
    "claims": lambda kb: kb.claims(),
    "claims of a verdict": lambda kb: kb.claims(["refuted"]),
    "claims about an entry": lambda kb: kb.claims((), ["Prozac"]),
    "references": lambda kb: kb.references(),
    "links": lambda kb: list(kb.links()),
    "class": lambda kb: kb.show("ssri"),
    "member by its brand": lambda kb: kb.show("Prozac"),
    "member for which alone a link holds": lambda kb: kb.show("paroxetine"),
    "link": lambda kb: kb.show("ssri.serotonin.release.acute.2"),
    "transporter": lambda kb: kb.show("SERT"),
    "enzyme with a variant": lambda kb: kb.show("TPH2"),
    "receptor": lambda kb: kb.show("CHRM1"),
    "cofactor that is involved": lambda kb: kb.show("BH4"),
    "precursor": lambda kb: kb.show("tryptophan"),
    "breakdown product": lambda kb: kb.show("5-HIAA"),
    "claim": lambda kb: kb.show("chemical imbalance"),
    "example with tied conditions": lambda kb: kb.show("amphetamines"),
    "cause": lambda kb: kb.show("medications"),
    "transmitter": lambda kb: kb.show("serotonin"),
    "condition": lambda kb: kb.show("insomnia"),
    "reference": lambda kb: kb.show("eta-2007"),
    "cited by a member": lambda kb: kb.cite("paroxetine"),
    "cited by a link": lambda kb: kb.cite("amphetamines.dopamine.release.acute"),
    "by transmitter": lambda kb: kb.by_transmitter("dopamine"),
    "by condition": lambda kb: kb.by_condition("insomnia"),
    "matrix": lambda kb: kb.matrix("example"),
    "compare": lambda kb: kb.compare("Prozac", "paroxetine", "speed"),
    "compare molecules": lambda kb: kb.compare("SERT", "DAT"),
    "related": lambda kb: kb.related("ssri"),
    "related molecules": lambda kb: kb.related("SERT"),
    "path": lambda kb: kb.path("ssri", "tph2-variant", 2),
    "search": lambda kb: kb.search("Prozac"),
    "beginnings": lambda kb: kb.beginnings("flu"),
    "excerpt": lambda kb: kb.excerpt(kb.filter(molecule="SERT", direction="increase", process="release")),
}
QUESTIONS = {
    **{name: (SMALL, question) for name, question in OF_SMALL.items()},
    **{f"{name}, of classes": (CLASSES, question) for name, question in OF_CLASSES.items()},
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_answer(name: str, snapshot: SnapshotAssertion) -> None:
    data, question = QUESTIONS[name]
    with neuroref.load(data) as kb:
        answer = msgspec.json.decode(msgspec.json.encode(question(kb)))
    assert answer == snapshot.use_extension(JSONSnapshotExtension)
