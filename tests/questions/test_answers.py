"""The answers to every question on the small dataset, whole, as they were reviewed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.json import JSONSnapshotExtension

import neuroref

Question = Callable[[neuroref.KnowledgeBase], Any]

QUESTIONS: dict[str, Question] = {
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


@pytest.mark.parametrize("question", QUESTIONS)
def test_answer(small_kb: neuroref.KnowledgeBase, question: str, snapshot: SnapshotAssertion) -> None:
    answer = msgspec.json.decode(msgspec.json.encode(QUESTIONS[question](small_kb)))
    assert answer == snapshot.use_extension(JSONSnapshotExtension)
