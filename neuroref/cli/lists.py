"""The commands that list: causes, examples, transmitters, conditions, molecules, claims and references."""

from __future__ import annotations

from . import ask, options
from .answer import write_list
from .options import CAUSE_FILTER, LINK_FILTERS, LISTING, OUTPUT, TRANSMITTER_FILTER, Request
from .registry import command


@command(
    "causes", "list", LINK_FILTERS, LISTING, OUTPUT,
    examples=("neuroref causes", "neuroref causes --transmitter gaba", "neuroref causes --json | jq -r '.[].id'"),
)  # fmt: skip
def causes(request: Request) -> None:
    """List the causes. How many examples each has, which transmitters it reaches, how strong the evidence is."""
    from ..questions.lists import cause_facts

    kb = ask.knowledge_base(request)
    wanted = ask.wanted(kb, request)
    found = kb.causes(wanted)
    write_list(
        found,
        request,
        lambda pages, rows: pages.lists.causes(rows, kb.labels()),
        facts=cause_facts,
        empty=lambda: ask.nothing_found(kb, wanted),
    )


@command(
    "examples", "list", LINK_FILTERS, LISTING, OUTPUT,
    examples=(
        "neuroref examples --cause environment",
        "neuroref examples --kind gene --transmitter dopamine --min-evidence strong",
        "neuroref examples --process reuptake --format csv",
    ),
)  # fmt: skip
def examples(request: Request) -> None:
    """List the examples. With filters, those that have a matching link."""
    kb = ask.knowledge_base(request)
    wanted = ask.wanted(kb, request)
    found = kb.examples(wanted)
    write_list(
        found,
        request,
        lambda pages, rows: pages.lists.examples(rows, kb.labels()),
        empty=lambda: ask.nothing_found(kb, wanted),
    )


@command(
    "transmitters", "list", LINK_FILTERS, LISTING, OUTPUT,
    examples=("neuroref transmitters", "neuroref transmitters --cause stress", "neuroref transmitters --json"),
)  # fmt: skip
def transmitters(request: Request) -> None:
    """List the neurotransmitters. How many links raise and lower each."""
    kb = ask.knowledge_base(request)
    wanted = ask.wanted(kb, request)
    found = kb.transmitters(wanted)
    write_list(
        found, request, lambda pages, rows: pages.lists.transmitters(rows), empty=lambda: ask.nothing_found(kb, wanted)
    )


@command(
    "conditions", "list", CAUSE_FILTER, LISTING, OUTPUT,
    examples=("neuroref conditions", "neuroref conditions --cause inflammation", "neuroref conditions --format csv"),
)  # fmt: skip
def conditions(request: Request) -> None:
    """List the conditions. Those that sources tie to causes and examples."""
    kb = ask.knowledge_base(request)
    found = kb.conditions(ask.wanted(kb, request).cause)
    write_list(found, request, lambda pages, rows: pages.lists.conditions(rows))


@command(
    "molecules", "list", TRANSMITTER_FILTER, LISTING, OUTPUT,
    examples=(
        "neuroref molecules",
        "neuroref molecules --transmitter serotonin --kind receptor",
        "neuroref molecules --json | jq -r '.[].id'",
    ),
)  # fmt: skip
def molecules(request: Request, kind: options.MoleculeKinds = []) -> None:  # noqa: B006
    """List the molecules of neurotransmission. Enzymes, transporters, receptors, cofactors, breakdown products."""
    kb = ask.knowledge_base(request)
    with ask.usage_errors():
        found = kb.molecules(ask.wanted(kb, request).transmitter, options.split(kind))
    labels = kb.labels()
    write_list(found, request, lambda pages, rows: pages.lists.molecules(rows, labels))


@command(
    "claims", "list", LISTING, OUTPUT,
    examples=("neuroref claims", "neuroref claims --verdict refuted,unsupported", "neuroref claims --about serotonin"),
)  # fmt: skip
def claims(request: Request, verdict: options.Verdicts = [], about: options.About = []) -> None:  # noqa: B006
    """List the claims. What people ask "is it true that …", each with a verdict."""
    kb = ask.knowledge_base(request)
    with ask.usage_errors():
        found = kb.claims(options.split(verdict), ask.divided(kb, about))
    write_list(found, request, lambda pages, rows: pages.lists.claims(rows))


@command(
    "references", "list", CAUSE_FILTER, LISTING, OUTPUT,
    examples=(
        "neuroref references --study meta-analysis",
        "neuroref references --cause nutrition --format csv",
        "neuroref references --json | jq -r '.[].DOI'",
    ),
)  # fmt: skip
def references(request: Request, study: options.Studies = []) -> None:  # noqa: B006
    """List the sources. Each with its kind of study and how many places rest on it."""
    kb = ask.knowledge_base(request)
    with ask.usage_errors():
        found = kb.references(options.split(study), ask.wanted(kb, request).cause)
    write_list(found, request, lambda pages, rows: pages.lists.references(rows))
