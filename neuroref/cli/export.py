"""The dataset, or an excerpt of it, on its way to other programs: which writer makes what, and where it goes."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import cast

from . import answers, model, respond
from .filters import LinkFilter
from .options import ExportFormat
from .output import write
from .reference import Reference
from .running import NOTHING_FOUND, WRONG_USAGE, Failure

KGX_FILES = ("_nodes.tsv", "_edges.tsv", "_context.jsonld")


def export(ref: Reference, wanted: LinkFilter, form: ExportFormat, target: Path | None) -> None:
    """Write what the filter leaves of the dataset in the *form* asked for, to *target* or to standard output."""
    if form is ExportFormat.CSV:
        from .render import data

        write(data.table(respond.some(ref.links(wanted)), ","), target)
        return
    dataset = ref.excerpt(wanted)
    if wanted != LinkFilter() and not any(example.effects for cause in dataset.causes for example in cause.examples):
        raise Failure("nothing found", NOTHING_FOUND)
    if form is ExportFormat.KGX:
        _kgx(dataset, target)
    elif form is ExportFormat.SQLITE:
        from .render import database

        if target is None and sys.stdout is not None and sys.stdout.isatty():
            raise Failure("a database does not go to a terminal: say --output neuroref.db", WRONG_USAGE)
        write(database.write(dataset), target)
    elif form in (ExportFormat.JSON, ExportFormat.JSONL):
        from .render import data

        write([data.json(dataset)] if form is ExportFormat.JSON else data.dataset_lines(dataset), target)
    else:
        write((part.encode() for part in _text(ref, wanted, dataset, form)), target)


def _text(ref: Reference, wanted: LinkFilter, dataset: model.Dataset, form: ExportFormat) -> Iterable[str]:
    from .render import graphs

    if form is ExportFormat.DOT:
        return graphs.dot(dataset)
    if form is ExportFormat.MERMAID:
        links = sum(len(example.effects) for cause in dataset.causes for example in cause.examples)
        if links <= graphs.MERMAID_MOST:
            return graphs.mermaid(dataset)
        names = {one.id: one.name for one in dataset.transmitters}
        return graphs.mermaid_overview(ref.matrix(wanted=wanted), dataset.dataset.title, names)
    return _handbook(ref if wanted == LinkFilter() else _reference_of(dataset))


def _reference_of(dataset: model.Dataset) -> Reference:
    """Return an excerpt as a reference that can be asked."""
    from .snapshot import compiled

    return Reference(compiled(dataset))


def _handbook(ref: Reference) -> Iterable[str]:
    from .render import handbook

    return handbook.write(
        handbook.Handbook(
            info=ref.info(),
            labels=ref.labels(),
            causes=[cast(answers.CauseEntry, ref.show(f"cause:{one.id}")) for one in ref.causes()],
            transmitters=[
                cast(answers.TransmitterEntry, ref.show(f"transmitter:{one.id}")) for one in ref.transmitters()
            ],
            conditions=[cast(answers.ConditionEntry, ref.show(f"condition:{one.id}")) for one in ref.conditions()],
            terms=respond.terms(None),
            sources=ref.bibliography(),
        )
    )


def _kgx(dataset: model.Dataset, target: Path | None) -> None:
    """Write the three files of a graph beside each other, each whole or not at all."""
    from .render import kgx

    if target is None or str(target) == "-":
        raise Failure("kgx makes three files: say --output NAME for NAME_nodes.tsv, NAME_edges.tsv …", WRONG_USAGE)
    contents = (kgx.nodes(dataset), kgx.edges(dataset), [kgx.context()])
    stem = target.name.removesuffix(".tsv")
    for ending, content in zip(KGX_FILES, contents, strict=True):
        write(content, target.with_name(stem + ending))
