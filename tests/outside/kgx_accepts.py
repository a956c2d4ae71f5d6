"""Whether KGX and the Biolink model accept what ``neuroref export --format kgx`` writes.

Usage: python kgx_accepts.py NAME, where NAME_nodes.tsv, NAME_edges.tsv and NAME_context.jsonld are. Needs kgx and
biolink-model, and no network: the model comes from the package biolink-model, the JSON-LD context from the export.
"""

from __future__ import annotations

import csv
import json
import logging
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import biolink_model
import bmt
from biolink_model.datamodel import pydanticmodel_v2 as biolink

MODEL = Path(biolink_model.__path__[0])


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def validate_with_kgx(name: str) -> dict[str, Any]:
    """Load the graph and run KGX's own validator over every node and edge; return its errors."""
    # KGX makes toolkits while it is imported, with the defaults of the class, which are addresses on the web.
    bmt.Toolkit.__init__.__defaults__ = (str(MODEL / "schema" / "biolink_model.yaml"), {"predicate mappings": []})
    from kgx import config
    from kgx.transformer import Transformer
    from kgx.validator import Validator

    prefixes = json.loads((MODEL / "prefixmaps" / "biolink-model-prefix-map.json").read_text("utf-8"))
    ours = json.loads(Path(f"{name}_context.jsonld").read_text("utf-8"))["@context"]
    context = Path(tempfile.mkdtemp()) / "context.jsonld"
    context.write_text(json.dumps({"@context": {**prefixes, **ours}}), "utf-8")
    for known in ("biolink", "monarch_context", "obo_context"):
        config.config["jsonld-context"][known] = str(context)
    seen: Counter[str] = Counter()
    validator = Validator(progress_monitor=lambda sort, _: seen.update([sort.name]))
    # As a stream: held as a graph, KGX keeps one edge for each subject, predicate and object, and drops other steps.
    transformer = Transformer(stream=True)
    transformer.transform(
        {"filename": [f"{name}_nodes.tsv", f"{name}_edges.tsv"], "format": "tsv"}, {"format": "null"}, validator
    )
    nodes, edges = len(rows(Path(f"{name}_nodes.tsv"))), len(rows(Path(f"{name}_edges.tsv")))
    if seen != {"NODE": nodes, "EDGE": edges}:
        raise SystemExit(f"KGX read {dict(seen)}; the files have {nodes} nodes and {edges} edges")
    return dict(validator.get_errors())


def validate_with_classes(name: str) -> int:
    """Make an object of Biolink's own classes from every row; pydantic raises where a value does not fit."""
    count = 0
    lists = {"category", "synonym", "xref", "publications", "provided_by", "has_evidence_of_type"}

    def values(row: dict[str, str]) -> dict[str, Any]:
        return {
            key: value.split("|") if key in lists else value
            for key, value in row.items()
            if value and not key.startswith("neuroref_")
        }

    for row in rows(Path(f"{name}_nodes.tsv")):
        getattr(biolink, row["category"].removeprefix("biolink:"))(**values(row))
        count += 1
    for row in rows(Path(f"{name}_edges.tsv")):
        found = values(row)
        if row["predicate"] == "biolink:affects":
            # The classes for "affects" that carry the qualifiers; their subject is a gene or a chemical, ours may be anything.
            name_of_class = "ChemicalAffectsGene" if row["neuroref_action"] else "GeneAffectsChemical"
            of_class = getattr(biolink, f"{name_of_class}Association")
            of_class(**{**found, "category": [f"biolink:{of_class.__name__}"]})
        else:
            biolink.Association(**found)
        count += 1
    return count


def main() -> int:
    logging.disable(logging.WARNING)
    name = sys.argv[1]
    errors = validate_with_kgx(name)
    if errors:
        print(json.dumps(errors, indent=1)[:4000])
        return 1
    print(f"KGX and the classes of the Biolink model accept {validate_with_classes(name)} nodes and edges")
    return 0


if __name__ == "__main__":
    sys.exit(main())
