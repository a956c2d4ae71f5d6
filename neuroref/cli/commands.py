"""The command line: each command parses its options, asks one question and hands the answer to a renderer."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from ..version import __version__
from . import ask, datasets, lists, options  # noqa: F401  (lists are registered first)
from .answer import (
    write_bibliography,
    write_difference,
    write_entries,
    write_groups,
    write_list,
    write_matrix,
    write_record,
    write_validation,
)
from .failures import WRONG_USAGE, Failure, complain
from .formats import ExportFormat
from .options import COLUMNS, DATA, FILE, LINK_FILTERS, LISTING, OUTPUT, Request
from .output import say, write
from .registry import STRIPPED, Commands, command

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
        data = datasets.open_knowledge_base(datasets.chosen(None)).info()
        say(f"neuroref {__version__}, data {data.version}\n")
        raise typer.Exit
    if context.invoked_subcommand is None:
        say(WELCOME)


# -- one entry ---------------------------------------------------------------------------------------------------------


@command(
    "show", "look up", OUTPUT,
    examples=(
        "neuroref show inflammation",
        "neuroref show alcohol --full --sources",
        "neuroref show serotonin depression --json",
    ),
)  # fmt: skip
def show(
    request: Request,
    names: options.Names,
    full: options.Everything = False,
    sources: options.Sources = False,
    examples: options.Examples = False,
    how: options.How = False,
) -> None:
    """Show everything on an entry. Cause, example, transmitter, molecule, condition, claim …, by any name."""
    kb = ask.knowledge_base(request)
    entries, missing = ask.ask_each(ask.names(kb, names), kb.show)
    write_entries(entries, request, kb, (full, sources, examples, how), alone=ask.is_alone(kb, names))
    ask.give_up_if(missing)


@command(
    "cite", "take along", LINK_FILTERS, FILE, DATA,
    examples=(
        "neuroref cite inflammation --style bibtex --output inflammation.bib",
        "neuroref cite depression --transmitter serotonin",
        "neuroref cite --all --output neuroref.ris",
    ),
)  # fmt: skip
def cite(
    request: Request,
    names: options.Names = [],  # noqa: B006
    style: options.Cited = None,
    every: options.Every = False,
) -> None:
    """Cite the sources of entries. Of a link by its id; with filters, those of the links that match.

    As text (Vancouver), BibTeX, CSL-JSON or RIS; with the extra 'styles' in any CSL style, such as apa.
    """
    kb = ask.knowledge_base(request)
    wanted = ask.wanted(kb, request)
    if not (names or every or request.filters):
        raise Failure("cite what? — a name, a filter of links, or --all", WRONG_USAGE)
    found, missing = (
        ([kb.bibliography(wanted)], [])
        if every or (request.filters and not names)
        else ask.ask_each(ask.names(kb, names), lambda name: kb.cite(name, wanted))
    )
    write_bibliography(found, style, request)
    ask.give_up_if(missing)


# -- what is tied to what ----------------------------------------------------------------------------------------------


@command(
    "by-transmitter", "look up", options.without(LINK_FILTERS, "transmitter"), OUTPUT,
    examples=(
        "neuroref by-transmitter serotonin",
        "neuroref by-transmitter dopamine --direction down --min-evidence moderate",
        "neuroref by-transmitter GABA --cause substance-use --json",
    ),
)  # fmt: skip
def by_transmitter(request: Request, names: options.Transmitters, full: options.Full = False) -> None:
    """Show what raises and lowers a transmitter. Grouped by cause, strongest evidence first."""
    kb = ask.knowledge_base(request)
    wanted = ask.wanted(kb, request)
    found, missing = ask.ask_each(ask.names(kb, names), lambda name: kb.by_transmitter(name, wanted))
    labels = kb.labels()
    write_groups(
        found,
        request,
        lambda pages, one: pages.lists.by_transmitter(one, labels, full=full, narrowed=bool(request.filters)),
        alone=ask.is_alone(kb, names),
        empty=lambda: ask.nothing_found(kb, wanted._replace(transmitter=tuple(one.transmitter for one in found))),
    )
    ask.give_up_if(missing)


@command(
    "by-condition", "look up", options.without(LINK_FILTERS, "condition"), OUTPUT,
    examples=(
        "neuroref by-condition depression",
        "neuroref by-condition \"Parkinson's\" --transmitter dopamine",
        "neuroref by-condition adhd --json",
    ),
)  # fmt: skip
def by_condition(request: Request, names: options.Conditions, full: options.Full = False) -> None:
    """Show what is tied to a condition. Its causes and examples, grouped by cause."""
    kb = ask.knowledge_base(request)
    wanted = ask.wanted(kb, request)
    found, missing = ask.ask_each(ask.names(kb, names), lambda name: kb.by_condition(name, wanted))
    labels = kb.labels()
    write_groups(
        found,
        request,
        lambda pages, one: pages.lists.by_condition(one, labels, full=full, narrowed=bool(request.filters)),
        alone=ask.is_alone(kb, names),
        empty=lambda: ask.nothing_found(kb, wanted._replace(condition=tuple(one.condition for one in found))),
    )
    ask.give_up_if(missing)


@command(
    "links", "list", LINK_FILTERS, LISTING, OUTPUT,
    examples=(
        "neuroref links --format csv --output links.csv",
        "neuroref links --transmitter serotonin --evidence strong,moderate",
        "neuroref links --format jsonl | jq -r .example",
    ),
)  # fmt: skip
def links(request: Request) -> None:
    """List every link, one a row. A link leads from an example to a transmitter."""
    kb = ask.knowledge_base(request)
    wanted, labels = ask.wanted(kb, request), kb.labels()
    write_list(
        kb.links(wanted),
        request,
        lambda pages, rows: pages.lists.list_links(rows, labels),
        empty=lambda: ask.nothing_found(kb, wanted),
    )


@command(
    "matrix", "tie together", LINK_FILTERS, COLUMNS, OUTPUT,
    examples=(
        "neuroref matrix",
        "neuroref matrix Prozac Xanax haloperidol lithium",
        "neuroref matrix --rows kind --by process --format csv",
    ),
)  # fmt: skip
def matrix(
    request: Request,
    names: options.SomeNames = [],  # noqa: B006
    rows: options.Rows = None,
    by: options.Columns = "transmitter",
) -> None:
    """See many links at once. Causes by transmitters as a heat map, or a row for each name; filters zoom in."""
    from ..questions.matrix import matrix_cells

    kb = ask.knowledge_base(request)
    wanted = ask.wanted(kb, request)
    missing: list[LookupError] = []
    with ask.usage_errors(unknown_names=False):
        if names:
            known, missing = ask.ask_each(ask.names(kb, names), lambda name: (kb.resolve(name), name)[1])
            found = kb.matrix_of(*known, columns=by, wanted=wanted)
        else:
            found = kb.matrix(rows or ("example" if request.filters.get("cause") else "cause"), by, wanted)

    def picture() -> str:
        from ..render.export import pictures

        return pictures.heat_map(found, kb.labels().transmitters, request.narrowed)

    write_matrix(found, matrix_cells(found), request, lambda pages: pages.relations.matrix(found, kb.labels()), picture)
    ask.give_up_if(missing)


@command(
    "compare", "tie together", COLUMNS, OUTPUT,
    examples=(
        "neuroref compare oestradiol progesterone",
        "neuroref compare alcohol caffeine nicotine",
        "neuroref compare serotonin dopamine --json",
    ),
)  # fmt: skip
def compare(request: Request, names: options.Names) -> None:
    """Set entries side by side. Where they agree, where they oppose, what only one has."""
    from ..questions.compare import compared_facts

    kb = ask.knowledge_base(request)
    found, missing = ask.comparison(kb, ask.names(kb, names))
    write_record(found, compared_facts(found), request, lambda pages: pages.relations.comparison(found, kb.labels()))
    ask.give_up_if(missing)


@command(
    "related", "tie together", COLUMNS, OUTPUT,
    examples=("neuroref related alcohol", "neuroref related depression --limit 5", "neuroref related dopamine --json"),
)  # fmt: skip
def related(request: Request, name: options.Name, limit: options.Limit = 10) -> None:
    """Find what is nearest to an entry. By the links that both have.

    Two entries share what they do to a transmitter, at which step and through which molecule, and their kind and
    groups, weighed by evidence and rarity. The score is what they share in per cent of all that either has.
    """
    kb = ask.knowledge_base(request)
    with ask.usage_errors(unknown_names=False):
        found = kb.related(name, limit)
    write_list(found, request, lambda pages, rows: pages.relations.related(rows, kb.show(name)))


@command(
    "path", "tie together", COLUMNS, OUTPUT,
    examples=(
        "neuroref path lead ketamine",
        "neuroref path nutrition depression --max 3",
        "neuroref path stress GABA --json",
    ),
)  # fmt: skip
def path(request: Request, start: options.Start, end: options.End, most: options.Chains = 5) -> None:
    """See how one entry leads to another. The shortest chains first, each step with its evidence and sources."""
    from ..questions.path import path_facts

    kb = ask.knowledge_base(request)
    with ask.usage_errors(unknown_names=False):
        found = kb.path(start, end, most)
    write_list(
        found,
        request,
        lambda pages, rows: pages.relations.chains(rows, kb.labels()),
        facts=path_facts,
        empty="no path joins them: no link, and nothing that both have a link with",
    )


@command(
    "search", "look up", COLUMNS, OUTPUT,
    examples=(
        "neuroref search tryptophan depletion",
        "neuroref search seratonin",
        "neuroref search '\"spinal fluid\"' --in example,claim --limit 5",
    ),
)  # fmt: skip
def search(
    request: Request,
    words: options.Words,
    within: options.Within = [],  # noqa: B006
    limit: options.Limit = 20,
) -> None:
    """Search all text. Names outrank prose; beginnings of words and misspelled words still find.

    Words between quotation marks are found as they stand, one after the other.
    """
    kb = ask.knowledge_base(request)
    asked = " ".join(words)
    kinds = ask.entry_kinds(within)
    found = kb.search(asked, kinds, limit)
    ask.tell_words(found)
    write_list(
        found.hits,
        request,
        lambda pages, rows: pages.lists.search(rows, asked, kb.labels(), more=found.more),
        empty=lambda: ask.nothing_says(kb, found, asked, kinds),
    )


# -- taking it along ---------------------------------------------------------------------------------------------------


@command(
    "export", "take along", LINK_FILTERS, FILE, DATA,
    examples=(
        "neuroref export --output neuroref.json",
        "neuroref export --format dot --transmitter gaba | dot -Tsvg > gaba.svg",
        "neuroref export --format html --output site/",
    ),
)  # fmt: skip
def export(request: Request, form: options.Exported = None) -> None:
    """Take the dataset along. Whole, or what the link filters leave: links, and all that they name.

    json is a dataset again, for --data. jsonl has one entry a line, csv and tsv one link. sqlite is a database to
    query. kgx makes NAME_nodes.tsv, NAME_edges.tsv and NAME_context.jsonld in the Biolink model, for graph databases.
    dot and mermaid are graphs to draw (mermaid, which takes few edges, shows causes where there are many links).
    markdown is a handbook; into a folder (--output book/) one of a page an entry, for mdBook and MkDocs. html is a
    website in the folder NAME: a page an entry, with search.
    """
    from . import export as exporting

    kb = ask.knowledge_base(request)
    chosen = ExportFormat.chosen(form, request.output, ExportFormat.JSON)
    exporting.export(kb, ask.wanted(kb, request), chosen, request.output, folder=request.folder)


# -- about the data ----------------------------------------------------------------------------------------------------


@command(
    "validate", "keep the data", OUTPUT,
    examples=("neuroref validate", "neuroref validate data --strict", "neuroref validate my-dataset.yaml --json"),
)  # fmt: skip
def validate(request: Request, path: options.Dataset = None, strict: options.Strict = False) -> None:
    """Check a dataset. Every problem is reported as file:line:column and one sentence."""
    write_validation(path, request, strict=strict)


@command(
    "diff", "keep the data", COLUMNS, OUTPUT,
    examples=(
        "neuroref diff my-dataset.yaml",
        "neuroref diff my-dataset.yaml data --full",
        "neuroref diff my-dataset.yaml data --format csv | grep ',direction,'",
    ),
)  # fmt: skip
def diff(
    request: Request, old: options.OldVersion, new: options.NewVersion = None, full: options.AllChanges = False
) -> None:
    """Compare two versions of a dataset. Links that were added, removed or changed, and entries.

    An older version is read by its shape alone: it need not keep the rules that `validate` checks today.
    """
    write_difference(old, new, request, full=full)


@command(
    "schema", "keep the data", DATA, examples=("neuroref schema", "neuroref schema links", "neuroref schema dataset")
)
def schema(request: Request, name: options.SchemaName = None) -> None:
    """Print JSON Schemas. That of one command's answer, or of them all."""
    from ..questions import json_schema
    from ..render import serialize

    found = json_schema.schema(name, ask.knowledge_base(request).info().disclaimer)
    if sys.flags.optimize > 1:
        complain(STRIPPED)
    write([serialize.json(found)], request.output)


@command(
    "terms", "keep the data", COLUMNS, OUTPUT,
    examples=("neuroref terms", "neuroref terms evidence", "neuroref terms PET"),
)  # fmt: skip
def terms(request: Request, word: options.Word = None) -> None:
    """Explain the vocabulary. Kinds, directions, steps, evidence levels, and a glossary of terms of art."""
    found = ask.knowledge_base(request).terms(word)
    write_list(found, request, lambda pages, rows: pages.lists.terms(rows), disclaimer=False)
