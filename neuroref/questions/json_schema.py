"""The JSON Schemas of every answer and of the dataset, from the classes themselves."""

from __future__ import annotations

from typing import Any

import msgspec

from . import answers, crossing, kinship
from .model import VOCABULARIES, Dataset

DIALECT = "https://json-schema.org/draft/2020-12/schema"

# What `neuroref schema NAME` knows: the commands with a JSON answer, and the dataset itself.
SHAPES: dict[str, Any] = {
    "causes": tuple[answers.CauseRow, ...],
    "examples": tuple[answers.ExampleRow, ...],
    "transmitters": tuple[answers.TransmitterRow, ...],
    "conditions": tuple[answers.ConditionRow, ...],
    "references": tuple[answers.ReferenceRow, ...],
    "show": answers.Entry | tuple[answers.Entry, ...],
    "by-transmitter": answers.ByTransmitter | tuple[answers.ByTransmitter, ...],
    "by-condition": answers.ByCondition | tuple[answers.ByCondition, ...],
    "links": tuple[answers.Link, ...],
    "matrix": crossing.Matrix,
    "compare": kinship.Comparison,
    "related": tuple[kinship.Related, ...],
    "path": tuple[kinship.Chain, ...],
    "search": tuple[answers.SearchHit, ...],
    "terms": tuple[answers.TermRow, ...],
    "validate": answers.Validation,
    "export": Dataset,
    "dataset": Dataset,
}


def schema(name: str, disclaimer: str) -> dict[str, Any]:
    """Return the JSON Schema of the answer of command *name*, or of a ``dataset``."""
    [shape], definitions = _components([SHAPES[name]])
    return {
        "$schema": DIALECT,
        "title": f"neuroref {name}",
        "$comment": disclaimer,
        **shape,
        "$defs": definitions,
    }


def all_schemas(disclaimer: str) -> dict[str, Any]:
    """Return one JSON Schema with every shape as a property, named by its command."""
    shapes, definitions = _components(list(SHAPES.values()))
    return {
        "$schema": DIALECT,
        "title": "neuroref",
        "$comment": disclaimer,
        "type": "object",
        "properties": dict(zip(SHAPES, shapes, strict=True)),
        "$defs": definitions,
    }


def _components(shapes: list[Any]) -> tuple[tuple[dict[str, Any], ...], dict[str, Any]]:
    found, definitions = msgspec.json.schema_components(shapes, ref_template="#/$defs/{name}")
    for terms in VOCABULARIES.values():
        definition = definitions.get(terms.__name__)
        if definition is not None:
            definition["oneOf"] = [{"const": str(term), "description": term.definition} for term in terms]
    return found, definitions
