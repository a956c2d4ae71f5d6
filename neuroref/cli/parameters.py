"""What single commands take beside the shared options, each argument and option declared once.

A command names it as the type of its parameter: ``names: Names``.
"""

from __future__ import annotations

from typing import Annotated

import typer

from . import completion
from .completion import Offer
from .lookup import KINDS
from .options import ExportFormat, Style

_FROM_INPUT = "- reads them from standard input."
MANY = 10_000


def _schemas(context: typer.Context, incomplete: str) -> list[Offer]:
    from .schema import SHAPES

    return completion.words(*SHAPES)(context, incomplete)


def _words(context: typer.Context, incomplete: str) -> list[Offer]:
    from .glossary import GLOSSARY, NAME
    from .model import VOCABULARIES

    single = [word for word in GLOSSARY if " " not in word] if incomplete else []
    return completion.words(*VOCABULARIES, NAME, *single)(context, incomplete)


# -- arguments ---------------------------------------------------------------------------------------------------------

Names = Annotated[
    list[str],
    typer.Argument(
        help=f"Ids, names, aliases, or identifiers such as CHEBI:28790 or a DOI; {_FROM_INPUT}",
        metavar="NAME...",
        show_default=False,
        autocompletion=completion.entries(),
    ),
]
Transmitters = Annotated[
    list[str],
    typer.Argument(
        help=f"A transmitter, or several, by any of their names; {_FROM_INPUT}",
        metavar="NAME...",
        autocompletion=completion.entries("transmitter"),
    ),
]
Conditions = Annotated[
    list[str],
    typer.Argument(
        help=f"A condition, or several, by any of their names; {_FROM_INPUT}",
        metavar="NAME...",
        autocompletion=completion.entries("condition"),
    ),
]
Name = Annotated[
    str, typer.Argument(help="An entry, by any of its names.", metavar="NAME", autocompletion=completion.entries())
]
Start = Annotated[
    str, typer.Argument(help="Where to begin, by any name.", metavar="A", autocompletion=completion.entries())
]
End = Annotated[
    str, typer.Argument(help="Where to arrive, by any name.", metavar="B", autocompletion=completion.entries())
]
Words = Annotated[list[str], typer.Argument(help="What to look for.", metavar="WORDS...")]
Dataset = Annotated[str | None, typer.Argument(help="A YAML or JSON file, or a folder of them.", metavar="PATH")]
SchemaName = Annotated[
    str | None,
    typer.Argument(help="A command with a JSON answer, or dataset.", metavar="NAME", autocompletion=_schemas),
]
Word = Annotated[
    str | None,
    typer.Argument(help="One vocabulary (evidence, process …) or one word.", metavar="WORD", autocompletion=_words),
]

# -- options -----------------------------------------------------------------------------------------------------------

Full = Annotated[bool, typer.Option("--full", help="Add each effect's sentence and caveat.")]
Sources = Annotated[bool, typer.Option("--sources", help="Print the full references.")]
Every = Annotated[bool, typer.Option("--all", help="All sources of the dataset.")]
CitationStyle = Annotated[Style, typer.Option("--style", help="How to write the sources.", show_default=False)]
Studies = Annotated[
    list[str],
    typer.Option(
        "--study",
        help="Only these kinds of study: meta-analysis, rct, animal …",
        metavar="WORD",
        show_default=False,
        autocompletion=completion.terms("study"),
    ),
]
Rows = Annotated[
    str | None,
    typer.Option(
        "--rows",
        help="cause, example, kind or condition; with --cause example, else cause.",
        metavar="WHAT",
        show_default=False,
        autocompletion=completion.words("cause", "example", "kind", "condition"),
    ),
]
Columns = Annotated[
    str,
    typer.Option(
        "--by",
        help="transmitter or process.",
        metavar="WHAT",
        autocompletion=completion.words("transmitter", "process"),
    ),
]
Within = Annotated[
    list[str],
    typer.Option(
        "--in",
        help="Only these: cause, example, group, transmitter, condition, reference.",
        metavar="KIND",
        show_default=False,
        autocompletion=completion.words(*KINDS),
    ),
]
Limit = Annotated[int, typer.Option("--limit", help="At most so many.", min=1, max=MANY)]
Chains = Annotated[int, typer.Option("--max", help="At most so many chains.", min=1, max=100)]
Exported = Annotated[ExportFormat, typer.Option("--format", "-f", help="What to make of it.", show_default=False)]
Strict = Annotated[
    bool,
    typer.Option("--strict", help="Check also how the shipped data is written: sentences, words, thin places."),
]
