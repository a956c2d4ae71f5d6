"""The JSON Schemas of every answer and of the dataset, from the classes themselves."""

from __future__ import annotations

import inspect
from typing import Any

import msgspec

from ..model.names import hint, nearest_choice, quoted
from ..model.records import Dataset
from ..model.vocabularies import VOCABULARIES
from . import answers, changes, entries
from .lookup import NotFound

DIALECT = "https://json-schema.org/draft/2020-12/schema"

# What `neuroref schema NAME` knows: the commands with a JSON answer, and the dataset itself.
SHAPES: dict[str, Any] = {
    "causes": tuple[answers.CauseRow, ...],
    "examples": tuple[answers.ExampleRow, ...],
    "transmitters": tuple[answers.TransmitterRow, ...],
    "conditions": tuple[answers.ConditionRow, ...],
    "molecules": tuple[answers.MoleculeRow, ...],
    "claims": tuple[answers.ClaimRow, ...],
    "references": tuple[answers.ReferenceRow, ...],
    "show": entries.Entry | tuple[entries.Entry, ...],
    "by-transmitter": answers.ByTransmitter | tuple[answers.ByTransmitter, ...],
    "by-condition": answers.ByCondition | tuple[answers.ByCondition, ...],
    "links": tuple[answers.Link, ...],
    "matrix": answers.Matrix,
    "compare": answers.Comparison,
    "related": tuple[answers.Related, ...],
    "path": tuple[answers.Chain, ...],
    "search": tuple[answers.SearchHit, ...],
    "terms": tuple[answers.TermRow, ...],
    "validate": answers.Validation,
    "diff": changes.Difference,
    "export": Dataset,
    "dataset": Dataset,
}


def schema(name: str | None, disclaimer: str) -> dict[str, Any]:
    """Return the JSON Schema of the answer of command *name*, or of a ``dataset``; without a name one of all shapes.

    That of all has every shape as a property, named by its command. Raises `NotFound`.
    """
    if name is None:
        shapes, definitions = _components(list(SHAPES.values()))
        shape = {"type": "object", "properties": dict(zip(SHAPES, shapes, strict=True))}
    elif name in SHAPES:
        [shape], definitions = _components([SHAPES[name]])
    else:
        raise NotFound(f"no schema named {quoted(name)}{hint(name, SHAPES)}", nearest_choice(name, SHAPES))
    title = f"neuroref {name}" if name else "neuroref"
    return {"$schema": DIALECT, "title": title, "$comment": disclaimer, **shape, "$defs": definitions}


def _components(shapes: list[Any]) -> tuple[tuple[dict[str, Any], ...], dict[str, Any]]:
    found, definitions = msgspec.json.schema_components(shapes, ref_template="#/$defs/{name}")
    for definition in definitions.values():
        if "description" in definition:  # a docstring, which Python itself unindents from 3.13 on
            definition["description"] = inspect.cleandoc(definition["description"])
    for terms in VOCABULARIES.values():
        definition = definitions.get(terms.__name__)
        if definition is not None:
            definition["oneOf"] = [{"const": str(term), "description": term.definition} for term in terms]
    return found, definitions
