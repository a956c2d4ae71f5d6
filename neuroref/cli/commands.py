"""The command line: each command parses its options, asks one question and hands the answer to a renderer."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated, NoReturn

import typer

from . import parameters, respond, running
from .commands import Commands, command
from .options import CAUSE_FILTER, DATA, FILE, LINK_FILTERS, OUTPUT, ExportFormat, Request, Style
from .version import __version__

# No line is longer than the narrowest terminal is wide.
WELCOME = """\
What causes neurotransmitter imbalances,
with the evidence. Things to type:

  neuroref causes
    the eight causes at a glance
  neuroref show inflammation
    one entry, by any of its names
  neuroref by-transmitter serotonin
    what raises it, what lowers it
  neuroref search "sleep loss"
    all text; typing errors are forgiven
  neuroref cite lead --style bibtex
    the sources, for a reference manager

neuroref --help lists all commands.
"""


app = typer.Typer(
    cls=Commands,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="\b\nExamples:\n  neuroref causes\n  neuroref show inflammation\n  neuroref by-transmitter serotonin",
)


@app.callback(invoke_without_command=True)
def welcome(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version and end.")] = False,
) -> None:
    """What causes neurotransmitter imbalances: causes, examples, transmitters, conditions, and the evidence."""
    if version:
        running.say(f"neuroref {__version__}\n")
        raise typer.Exit
    if context.invoked_subcommand is None:
        running.say(WELCOME)


# -- lists -------------------------------------------------------------------------------------------------------------


@command(
    "causes", LINK_FILTERS, OUTPUT,
    examples=("neuroref causes", "neuroref causes --transmitter gaba", "neuroref causes --json | jq -r '.[].id'"),
)  # fmt: skip
def causes(request: Request) -> None:
    """List the causes. How many examples each has, which transmitters it reaches, how strong the evidence is."""
    ref = respond.open_reference(request)
    answer = ref.causes(respond.wanted(ref, request))
    respond.rows(answer, request, lambda pages, rows: pages.lists.causes(rows, ref.labels()))


@command(
    "examples", LINK_FILTERS, OUTPUT,
    examples=(
        "neuroref examples --cause environment",
        "neuroref examples --kind gene --transmitter dopamine --min-evidence strong",
        "neuroref examples --process reuptake --format csv",
    ),
)  # fmt: skip
def examples(request: Request) -> None:
    """List the examples. With filters, those that have a matching link."""
    ref = respond.open_reference(request)
    answer = ref.examples(respond.wanted(ref, request))
    respond.rows(answer, request, lambda pages, rows: pages.lists.examples(rows, ref.labels()))


@command(
    "transmitters", LINK_FILTERS, OUTPUT,
    examples=("neuroref transmitters", "neuroref transmitters --cause stress", "neuroref transmitters --json"),
)  # fmt: skip
def transmitters(request: Request) -> None:
    """List the neurotransmitters. How many links raise and lower each."""
    ref = respond.open_reference(request)
    answer = ref.transmitters(respond.wanted(ref, request))
    respond.rows(answer, request, lambda pages, rows: pages.lists.transmitters(rows))


@command(
    "conditions", CAUSE_FILTER, OUTPUT,
    examples=("neuroref conditions", "neuroref conditions --cause inflammation", "neuroref conditions --format csv"),
)  # fmt: skip
def conditions(request: Request) -> None:
    """List the conditions. Those that sources tie to causes and examples."""
    ref = respond.open_reference(request)
    answer = ref.conditions(respond.wanted(ref, request).cause)
    respond.rows(answer, request, lambda pages, rows: pages.lists.conditions(rows))


@command(
    "references", CAUSE_FILTER, OUTPUT,
    examples=(
        "neuroref references --study meta-analysis",
        "neuroref references --cause nutrition --format csv",
        "neuroref references --json | jq -r '.[].DOI'",
    ),
)  # fmt: skip
def references(request: Request, study: parameters.Studies = []) -> None:  # noqa: B006
    """List the sources. Each with its kind of study and how many places rest on it."""
    ref = respond.open_reference(request)
    with respond.usage_errors():
        answer = ref.references(respond.split(study), respond.wanted(ref, request).cause)
    respond.rows(answer, request, lambda pages, rows: pages.lists.references(rows))


# -- one entry ---------------------------------------------------------------------------------------------------------


@command(
    "show", OUTPUT,
    examples=(
        "neuroref show inflammation",
        "neuroref show alcohol --full --sources",
        "neuroref show serotonin depression --json",
    ),
)  # fmt: skip
def show(
    request: Request,
    names: parameters.Names,
    full: parameters.Full = False,
    sources: parameters.Sources = False,
) -> None:
    """Show everything on an entry. Cause, example, group, transmitter, condition or reference, by any name."""
    ref = respond.open_reference(request)
    asked = respond.names(names)
    entries, missing = respond.each(asked, ref.show)
    respond.entries(entries, request, ref, full=full, sources=sources, alone=names == asked and len(asked) == 1)
    respond.give_up_if(missing)


@command(
    "cite", FILE, DATA,
    examples=(
        "neuroref cite inflammation --style bibtex --output inflammation.bib",
        "neuroref cite alcohol lead",
        "neuroref cite --all --style csl-json --output neuroref.json",
    ),
)  # fmt: skip
def cite(
    request: Request,
    names: parameters.Names = [],  # noqa: B006
    style: parameters.CitationStyle = Style.TEXT,
    every: parameters.Every = False,
) -> None:
    """Cite the sources of entries. As text (Vancouver), BibTeX, CSL-JSON or RIS."""
    ref = respond.open_reference(request)
    found, missing = ([ref.bibliography()], []) if every else respond.each(respond.names(names), ref.cite)
    respond.bibliography(found, style, request)
    respond.give_up_if(missing)


# -- what is tied to what ----------------------------------------------------------------------------------------------


@command(
    "by-transmitter", LINK_FILTERS, OUTPUT,
    examples=(
        "neuroref by-transmitter serotonin",
        "neuroref by-transmitter dopamine --direction decrease --min-evidence moderate",
        "neuroref by-transmitter GABA --cause substance-use --json",
    ),
)  # fmt: skip
def by_transmitter(request: Request, names: parameters.Transmitters, full: parameters.Full = False) -> None:
    """Show what raises and lowers a transmitter. Grouped by cause, strongest evidence first."""
    ref = respond.open_reference(request)
    wanted, asked = respond.wanted(ref, request), respond.names(names)
    found, missing = respond.each(asked, lambda name: ref.by_transmitter(name, wanted))
    alone = names == asked and len(asked) == 1
    respond.groups(
        found, request, lambda pages, one: pages.lists.by_transmitter(one, ref.labels(), full=full), alone=alone
    )
    respond.give_up_if(missing)


@command(
    "by-condition", LINK_FILTERS, OUTPUT,
    examples=(
        "neuroref by-condition depression",
        "neuroref by-condition \"Parkinson's\" --transmitter dopamine",
        "neuroref by-condition adhd --json",
    ),
)  # fmt: skip
def by_condition(request: Request, names: parameters.Conditions, full: parameters.Full = False) -> None:
    """Show what is tied to a condition. Its causes and examples, grouped by cause."""
    ref = respond.open_reference(request)
    wanted, asked = respond.wanted(ref, request), respond.names(names)
    found, missing = respond.each(asked, lambda name: ref.by_condition(name, wanted))
    alone = names == asked and len(asked) == 1
    respond.groups(
        found, request, lambda pages, one: pages.lists.by_condition(one, ref.labels(), full=full), alone=alone
    )
    respond.give_up_if(missing)


@command(
    "links", LINK_FILTERS, OUTPUT,
    examples=(
        "neuroref links --format csv --output links.csv",
        "neuroref links --transmitter serotonin --evidence strong,moderate",
        "neuroref links --format jsonl | jq -r .example",
    ),
)  # fmt: skip
def links(request: Request) -> None:
    """List every link, one a row. A link leads from an example to a transmitter."""
    ref = respond.open_reference(request)
    answer = ref.links(respond.wanted(ref, request))
    respond.rows(answer, request, lambda pages, rows: pages.lists.links(rows, ref.labels()))


@command(
    "matrix", LINK_FILTERS, OUTPUT,
    examples=(
        "neuroref matrix",
        "neuroref matrix --cause inflammation",
        "neuroref matrix --rows kind --by process --format csv",
    ),
)  # fmt: skip
def matrix(
    request: Request,
    rows: parameters.Rows = None,
    by: parameters.Columns = "transmitter",
) -> None:
    """See all links at once. Causes by transmitters, as a heat map; filters zoom in, --rows and --by turn it."""
    from .crossing import matrix_cells

    ref = respond.open_reference(request)
    with respond.usage_errors():
        answer = ref.matrix(
            rows or ("example" if request.filters.get("cause") else "cause"), by, respond.wanted(ref, request)
        )
    respond.one(answer, matrix_cells(answer), request, lambda pages: pages.web.matrix(answer, ref.labels()))


@command(
    "compare", OUTPUT,
    examples=(
        "neuroref compare oestradiol progesterone",
        "neuroref compare alcohol caffeine nicotine",
        "neuroref compare serotonin dopamine --json",
    ),
)  # fmt: skip
def compare(request: Request, names: parameters.Names) -> None:
    """Set entries side by side. Where they agree, where they oppose, what only one has."""
    ref = respond.open_reference(request)
    answer, missing = respond.comparison(ref, respond.names(names))
    respond.one(answer, answer.rows, request, lambda pages: pages.web.comparison(answer, ref.labels()))
    respond.give_up_if(missing)


@command(
    "related", OUTPUT,
    examples=("neuroref related alcohol", "neuroref related depression --limit 5", "neuroref related dopamine --json"),
)  # fmt: skip
def related(request: Request, name: parameters.Name, limit: parameters.Limit = 10) -> None:
    """Find what is nearest to an entry. By the links that both have.

    Two entries share a link where they move the same transmitter in the same direction; it counts twice where the step
    is the same too. The score is what they share in per cent of all that either has.
    """
    ref = respond.open_reference(request)
    with respond.usage_errors(unknown_names=False):
        answer = ref.related(name, limit)
    respond.rows(answer, request, lambda pages, rows: pages.web.related(rows, ref.show(name).id))


@command(
    "path", OUTPUT,
    examples=(
        "neuroref path lead ketamine",
        "neuroref path nutrition depression --max 3",
        "neuroref path stress GABA --json",
    ),
)  # fmt: skip
def path(request: Request, start: parameters.Start, end: parameters.End, most: parameters.Chains = 5) -> None:
    """See how one entry leads to another. The shortest chains first, each step with its evidence and sources."""
    ref = respond.open_reference(request)
    answer = ref.path(start, end, most)
    respond.rows(answer, request, lambda pages, rows: pages.web.chains(rows, ref.labels()), empty="no path joins them")


@command(
    "search", OUTPUT,
    examples=(
        "neuroref search tryptophan depletion",
        "neuroref search seratonin",
        "neuroref search reuptake --in example,transmitter --limit 5",
    ),
)  # fmt: skip
def search(
    request: Request,
    words: parameters.Words,
    within: parameters.Within = [],  # noqa: B006
    limit: parameters.Limit = 20,
) -> None:
    """Search all text. Names outrank prose; beginnings of words and misspelled words still find."""
    ref = respond.open_reference(request)
    asked = " ".join(words)
    found = ref.search(asked, respond.entry_kinds(within), limit)
    respond.corrections(found.corrections)
    respond.rows(found.hits, request, lambda pages, rows: pages.lists.search(rows, asked))


# -- taking it along ---------------------------------------------------------------------------------------------------


@command(
    "export", LINK_FILTERS, FILE, DATA,
    examples=(
        "neuroref export --output neuroref.json",
        "neuroref export --format sqlite --output neuroref.db",
        "neuroref export --format dot --transmitter gaba | dot -Tsvg > gaba.svg",
    ),
)  # fmt: skip
def export(request: Request, form: parameters.Exported = ExportFormat.JSON) -> None:
    """Take the dataset along. Whole, or what the link filters leave: links, and all that they name.

    json is a dataset again, for --data. jsonl has one entry a line, csv one link. sqlite is a database to query. kgx
    makes NAME_nodes.tsv, NAME_edges.tsv and NAME_context.jsonld in the Biolink model, for graph databases. dot and
    mermaid are graphs to draw (mermaid, which takes few edges, shows causes where there are many links). markdown is a
    handbook.
    """
    from . import exporting

    ref = respond.open_reference(request)
    exporting.export(ref, respond.wanted(ref, request), form, request.output)


# -- about the data ----------------------------------------------------------------------------------------------------


@command(
    "validate", OUTPUT,
    examples=("neuroref validate", "neuroref validate data --strict", "neuroref validate my-dataset.yaml --json"),
)  # fmt: skip
def validate(request: Request, path: parameters.Dataset = None, strict: parameters.Strict = False) -> None:
    """Check a dataset. Every problem is reported as file:line:column and one sentence."""
    respond.validation(path, request, strict=strict)


@command("schema", DATA, examples=("neuroref schema", "neuroref schema links", "neuroref schema dataset"))
def schema(request: Request, name: parameters.SchemaName = None) -> None:
    """Print JSON Schemas. That of one command's answer, or of them all."""
    respond.schema(name, request)


@command(
    "terms", OUTPUT,
    examples=("neuroref terms", "neuroref terms evidence", "neuroref terms PET"),
)  # fmt: skip
def terms(request: Request, word: parameters.Word = None) -> None:
    """Explain the vocabulary. Kinds, directions, steps, evidence levels, and a glossary of terms of art."""
    answer = respond.terms(word)
    respond.rows(answer, request, lambda pages, rows: pages.lists.terms(rows), health=False)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and end the process with its exit code."""
    program, words = typer.main.get_command(app), list(sys.argv[1:] if arguments is None else arguments)
    sys.exit(running.run(program, words, respond.close_all, respond.discard_snapshots))
