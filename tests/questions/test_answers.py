"""The answers to every question on the small dataset, whole, as they were reviewed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pytest
from conftest import SMALL
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.json import JSONSnapshotExtension

import neuroref

Question = Callable[[neuroref.Reference], Any]

QUESTIONS: dict[str, Question] = {
    "info": lambda ref: ref.info(),
    "causes": lambda ref: ref.causes(),
    "causes, filtered": lambda ref: ref.causes(ref.filter(direction="increase")),
    "examples": lambda ref: ref.examples(),
    "transmitters": lambda ref: ref.transmitters(),
    "transmitters, filtered": lambda ref: ref.transmitters(ref.filter(direction="increase")),
    "conditions": lambda ref: ref.conditions(),
    "conditions of a cause": lambda ref: ref.conditions(["nutrition"]),
    "references": lambda ref: ref.references(),
    "references of a cause": lambda ref: ref.references((), ["stress"]),
    "references of two causes": lambda ref: ref.references((), ["stress", "nutrition"]),
    "references of a kind": lambda ref: ref.references(["review"]),
    "links": lambda ref: list(ref.links()),
    "cause": lambda ref: ref.show("stress"),
    "cause with examples from elsewhere": lambda ref: ref.show("nutrition"),
    "example": lambda ref: ref.show("cortisol"),
    "example and condition": lambda ref: ref.show("depression"),
    "condition": lambda ref: ref.show("condition:depression"),
    "group": lambda ref: ref.show("hormones-of-stress"),
    "transmitter": lambda ref: ref.show("serotonin"),
    "reference": lambda ref: ref.show("beta-2002"),
    "cited by a transmitter": lambda ref: ref.cite("gaba"),
    "cited by what is example and condition": lambda ref: ref.cite("depression"),
    "cited by a condition": lambda ref: ref.cite("condition:depression"),
    "all sources": lambda ref: ref.bibliography(),
    "by transmitter": lambda ref: ref.by_transmitter("serotonin"),
    "by transmitter, filtered": lambda ref: ref.by_transmitter("GABA", direction="mixed"),
    "by condition": lambda ref: ref.by_condition("depression"),
    "by condition, filtered": lambda ref: ref.by_condition("depression", process="synthesis"),
    "matrix": lambda ref: ref.matrix(),
    "matrix, turned": lambda ref: ref.matrix("kind", "process"),
    "compare": lambda ref: ref.compare("cortisol", "iron"),
    "related": lambda ref: ref.related("cortisol", 1),
    "path": lambda ref: ref.path("iron", "depression", 2),
    "search": lambda ref: ref.search("serotonin", (), 3),
    "beginnings": lambda ref: ref.beginnings("c"),
    "excerpt": lambda ref: ref.excerpt(ref.filter(transmitter="gaba", direction="increase")),
}


@pytest.fixture(scope="module")
def small_ref() -> Iterator[neuroref.Reference]:
    with neuroref.load(SMALL) as ref:
        yield ref


@pytest.mark.parametrize("question", QUESTIONS)
def test_answer(small_ref: neuroref.Reference, question: str, snapshot: SnapshotAssertion) -> None:
    answer = msgspec.json.decode(msgspec.json.encode(QUESTIONS[question](small_ref)))
    assert answer == snapshot.use_extension(JSONSnapshotExtension)
