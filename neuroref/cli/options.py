"""The options and arguments of commands, each declared once, and what the shared ones come to: a `Request`.

A command is a function of its own arguments and a `Request`. `typer_function` gives Typer a function with the command's
own parameters and the shared ones side by side, so that no command repeats them.
"""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable, Iterable
from enum import Enum
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from ..loader.files import readable
from ..model.records import EntryKind
from ..model.vocabularies import MoleculeKind, Study, Verdict
from ..questions.filters import FILTERS, Filter
from ..questions.lookup import KINDS
from . import completion, datasets
from .completion import Offer
from .failures import WRONG_USAGE, Failure
from .formats import CitationStyle, ExportFormat, Format


class Color(str, Enum):
    """When a screen has colour."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


class Request(msgspec.Struct, frozen=True):
    """What the shared options say: which dataset, which format, written where and how, which links, which of a list.

    *folder* says that *output* was written as the name of a folder.
    """

    data: Path
    format: Format
    output: Path | None
    folder: bool
    color: str
    pager: bool
    filters: dict[str, list[str]]
    limit: int | None
    sort: str | None
    columns: list[str]

    @property
    def narrowed(self) -> str:
        """The filters, in the words of a title: ``cause stress, min-evidence moderate``."""
        told = (f"{name.replace('_', '-')} {' or '.join(values)}" for name, values in self.filters.items())
        return ", ".join(told)


Parameters = dict[str, tuple[Any, Any]]  # name -> annotation and default
MANY = 10_000
PATHS = ("data", "output", "path", "old", "new")  # parameters whose value is a path, which may hold any bytes
KEPT = "\xa0"  # a space of a help at which no line breaks

# -- options that several commands share -------------------------------------------------------------------------------

DATA: Parameters = {
    "data": (
        Annotated[
            str | None,
            typer.Option(
                "--data",
                help=f"Dataset to use: a YAML or JSON file, or a folder. [env:{KEPT}NEUROREF_DATA]",
                metavar="PATH",
            ),
        ],
        None,
    ),
}
FILE: Parameters = {
    "output": (
        Annotated[
            str | None,
            typer.Option("--output", "-o", help="Write to a file instead, whole or not at all.", metavar="FILE"),
        ],
        None,
    ),
}

OUTPUT: Parameters = {
    "format_": (
        Annotated[
            Format | None,
            typer.Option("--format", "-f", help="How to write the answer; else as the file's suffix says."),
        ],
        None,
    ),
    "json_": (Annotated[bool, typer.Option("--json", help="Short for --format json.")], False),
    **FILE,
    "pager": (
        Annotated[bool, typer.Option("--pager/--no-pager", help="A pager for long screens.", show_default=False)],
        True,
    ),
    "color": (
        Annotated[Color, typer.Option("--color", help="Colour: auto, always or never.", show_default=False)],
        Color.AUTO,
    ),
    **DATA,
}


def _filter_option(name: str, declared: Filter) -> tuple[Any, Any]:
    """Return annotation and default of the option of a filter."""
    several = not name.startswith("min_")
    option = typer.Option(
        f"--{name.replace('_', '-')}",
        help=declared.help_text,
        metavar=declared.metavar,
        show_default=False,
        autocompletion=(
            completion.entries(declared.values, several=True)
            if isinstance(declared.values, EntryKind)
            else completion.terms(declared.values)
        ),
    )
    return (Annotated[list[str], option], []) if several else (Annotated[str | None, option], None)


LINK_FILTERS: Parameters = {name: _filter_option(name, declared) for name, declared in FILTERS.items()}


def without(filters: Parameters, name: str) -> Parameters:
    """Return *filters* but the one that the command's own argument stands for."""
    return {other: one for other, one in filters.items() if other != name}


LISTING: Parameters = {
    "limit": (
        Annotated[
            int | None,
            typer.Option("--limit", metavar="NUMBER", help="At most so many.", min=1, max=MANY, show_default=False),
        ],
        None,
    ),
    "sort": (
        Annotated[
            str | None,
            typer.Option("--sort", help="By a field of the JSON: best or most first, words A–Z.", metavar="FIELD"),
        ],
        None,
    ),
    "columns": (
        Annotated[
            list[str],
            typer.Option("--columns", help="Only these fields of JSON or CSV.", metavar="A,B", show_default=False),
        ],
        [],
    ),
}
COLUMNS: Parameters = {"columns": LISTING["columns"]}
CAUSE_FILTER: Parameters = {"cause": LINK_FILTERS["cause"]}
TRANSMITTER_FILTER: Parameters = {"transmitter": LINK_FILTERS["transmitter"]}

_FROM_INPUT = "from standard input with -."


def _schemas(context: typer.Context, incomplete: str) -> list[Offer]:
    from ..questions.json_schema import SHAPES

    return completion.words(*SHAPES)(context, incomplete)


def _words(context: typer.Context, incomplete: str) -> list[Offer]:
    rows = completion.knowledge_base(context)
    terms = rows.terms() if rows else ()
    single = [row.term for row in terms if row.vocabulary == "glossary" and " " not in row.term] if incomplete else []
    return completion.words(*dict.fromkeys(row.vocabulary for row in terms), *single)(context, incomplete)


# -- arguments of single commands --------------------------------------------------------------------------------------

Names = Annotated[
    list[str],
    typer.Argument(
        help=f"Ids, names, aliases, or identifiers such as CHEBI:28790 or a DOI; {_FROM_INPUT}",
        metavar="NAME...",
        show_default=False,
        autocompletion=completion.entries(),
    ),
]
SomeNames = Annotated[
    list[str],
    typer.Argument(
        help="A row for each of these, by any name; without any, all causes.",
        metavar="[NAME...]",
        show_default=False,
        autocompletion=completion.entries(),
    ),
]
Transmitters = Annotated[
    list[str],
    typer.Argument(
        help=f"A transmitter, or several, by any of their names; {_FROM_INPUT}",
        metavar="NAME...",
        autocompletion=completion.entries(EntryKind.TRANSMITTER),
    ),
]
Conditions = Annotated[
    list[str],
    typer.Argument(
        help=f"A condition, or several, by any of their names; {_FROM_INPUT}",
        metavar="NAME...",
        autocompletion=completion.entries(EntryKind.CONDITION),
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
OldVersion = Annotated[str, typer.Argument(help="A YAML or JSON file, or a folder of them.", metavar="OLD")]
NewVersion = Annotated[
    str | None, typer.Argument(help="What to compare with it; else the dataset in use.", metavar="NEW")
]
SchemaName = Annotated[
    str | None,
    typer.Argument(help="A command with a JSON answer, or dataset.", metavar="NAME", autocompletion=_schemas),
]
Word = Annotated[
    str | None,
    typer.Argument(help="One vocabulary (evidence, process …) or one word.", metavar="WORD", autocompletion=_words),
]

# -- options of single commands ----------------------------------------------------------------------------------------

Full = Annotated[bool, typer.Option("--full", help="Add each effect's sentence and caveat.")]
AllChanges = Annotated[bool, typer.Option("--full", help="All changes, a line each.")]
Sources = Annotated[bool, typer.Option("--sources", help="Print the full references.")]
Everything = Annotated[bool, typer.Option("--full", help="All of it: how, every link with its sentence, sources.")]
Examples = Annotated[bool, typer.Option("--examples", help="Add the examples, a line a link.")]
How = Annotated[bool, typer.Option("--how", help="Add how it acts: steps, pathways, a transmitter's life.")]
Every = Annotated[bool, typer.Option("--all", help="All sources of the dataset.")]
Cited = Annotated[
    str | None,
    typer.Option(
        "--style",
        help=f"{', '.join(CitationStyle)}, or a CSL style (apa); else as the file's suffix says.",
        metavar="STYLE",
        show_default=False,
        autocompletion=completion.words(*(style.value for style in CitationStyle)),
    ),
]
Studies = Annotated[
    list[str],
    typer.Option(
        "--study",
        help="Only these kinds of study: meta-analysis, rct, animal …",
        metavar="WORD",
        show_default=False,
        autocompletion=completion.terms(Study),
    ),
]
MoleculeKinds = Annotated[
    list[str],
    typer.Option(
        "--kind",
        help="Only these kinds of molecule: enzyme, receptor …",
        metavar="KIND",
        show_default=False,
        autocompletion=completion.terms(MoleculeKind),
    ),
]
Verdicts = Annotated[
    list[str],
    typer.Option(
        "--verdict",
        help="Only these verdicts: supported, refuted …",
        metavar="WORD",
        show_default=False,
        autocompletion=completion.terms(Verdict),
    ),
]
About = Annotated[
    list[str],
    typer.Option(
        "--about",
        help="Only about these entries.",
        metavar="NAME",
        show_default=False,
        autocompletion=completion.entries(several=True),
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
        help=f"Only these: {', '.join(KINDS)}.",
        metavar="KIND",
        show_default=False,
        autocompletion=completion.words(*KINDS),
    ),
]
Limit = Annotated[int, typer.Option("--limit", metavar="NUMBER", help="At most so many.", min=1, max=MANY)]
Chains = Annotated[int, typer.Option("--max", metavar="NUMBER", help="At most so many chains.", min=1, max=100)]
Exported = Annotated[
    ExportFormat | None,
    typer.Option("--format", "-f", help="What to make of it; else as the file's suffix says.", show_default=False),
]
Strict = Annotated[
    bool,
    typer.Option("--strict", help="Check also how the shipped data is written: sentences, words, thin places."),
]

# -- from options to a request -----------------------------------------------------------------------------------------


def typer_function(command: Callable[..., None], shared: Parameters) -> Callable[..., None]:
    """Return a function for Typer: *command*'s own parameters, then the *shared* ones, which become its `Request`."""
    own = [one for one in inspect.signature(command, eval_str=True).parameters.values() if one.name != "request"]
    declared = {**{one.name: one.annotation for one in own}, **{name: kind for name, (kind, _) in shared.items()}}

    def run(**values: Any) -> None:
        for name, value in values.items():
            _refuse_empty(name, declared[name], value)
        values = {name: one if name in PATHS else _readable(one) for name, one in values.items()}
        command(**{one.name: values[one.name] for one in own}, request=_request(values, shared))

    kind = inspect.Parameter.KEYWORD_ONLY
    added = [inspect.Parameter(name, kind, annotation=a, default=d) for name, (a, d) in shared.items()]
    run.__signature__ = inspect.Signature([*(one.replace(kind=kind) for one in own), *added])  # type: ignore[attr-defined]
    run.__annotations__ = {}
    run.__name__, run.__doc__ = command.__name__, command.__doc__
    return run


def split(values: Iterable[str]) -> list[str]:
    """Split option values at commas."""
    return [word.strip() for value in values for word in value.split(",") if word.strip()]


def _readable(value: Any) -> Any:
    if isinstance(value, list):
        return [_readable(one) for one in value]
    return readable(value) if isinstance(value, str) else value


def _refuse_empty(name: str, declared: Any, value: Any) -> None:
    """Refuse an option, or a path, that is there and says nothing: mostly it is a variable that is not set."""
    [parameter] = declared.__metadata__
    is_option = isinstance(parameter, typer.models.OptionInfo)
    said = [value] if isinstance(value, str) else value if isinstance(value, list) else ()
    if said and not (any(said) if name in PATHS else split(said)) and (is_option or name in PATHS):
        named = parameter.default if is_option else parameter.metavar  # in an annotation the first word is the default
        raise Failure(f"{named} is empty", WRONG_USAGE)


def _request(values: dict[str, Any], shared: Parameters) -> Request:
    folder = (values.get("output") or "").endswith(("/", os.sep))
    if folder and "form" not in values:  # an export may make a folder
        raise Failure(f"cannot write {values['output']}: it is a folder", WRONG_USAGE)
    output = Path(values["output"]) if values.get("output") else None
    given = values.get("format_")
    if values.get("json_"):
        if given not in (None, Format.JSON):
            raise Failure(f"--json and --format {given.value} contradict each other", WRONG_USAGE)
        given = Format.JSON
    filters: dict[str, list[str]] = {}
    for name in LINK_FILTERS:
        if name in shared and values.get(name):
            given_values = [values[name]] if isinstance(values[name], str) else values[name]
            names = isinstance(FILTERS[name].values, EntryKind)  # which may have commas: `ask.divided` knows
            filters[name] = [one for one in given_values if one.strip(" ,")] if names else split(given_values)
    return Request(
        data=datasets.chosen(values.get("data")),
        format=Format.chosen(given, output, Format.TABLE) if "format_" in shared else Format.TABLE,
        output=output,
        folder=folder,
        color=values["color"].value if "color" in values else "auto",
        pager=values.get("pager", True),
        filters=filters,
        limit=values.get("limit"),
        sort=values.get("sort"),
        columns=list(dict.fromkeys(split(values.get("columns", ())))),  # one that is asked for twice is there once
    )
