"""The options that commands share, declared once, and what they come to: a `Request`.

A command is a function of its own arguments and a `Request`. `typer_function` gives Typer a function with the command's
own parameters and the shared ones side by side, so that no command repeats them.
"""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer

from . import completion
from .completion import Completer, terms


class Contradiction(Exception):
    """Options that cannot hold together."""


class Format(str, Enum):
    """How an answer is written."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    TSV = "tsv"
    MARKDOWN = "markdown"
    SVG = "svg"
    HTML = "html"


class Color(str, Enum):
    """When a screen has colour."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


class Style(str, Enum):
    """How sources are cited."""

    TEXT = "text"
    BIBTEX = "bibtex"
    CSL_JSON = "csl-json"
    RIS = "ris"


class ExportFormat(str, Enum):
    """How a dataset is taken along."""

    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    SQLITE = "sqlite"
    KGX = "kgx"
    DOT = "dot"
    MERMAID = "mermaid"
    MARKDOWN = "markdown"


class Request(NamedTuple):
    """What the shared options say."""

    data: Path | None
    format: Format
    output: Path | None
    color: str
    filters: dict[str, list[str]]

    @classmethod
    def for_data(cls, data: str | None) -> Request:
        """Return the request for a dataset alone, by its path or by the environment."""
        path = data or os.environ.get("NEUROREF_DATA")
        return cls(Path(path) if path else None, Format.TABLE, None, "auto", {})


Parameters = dict[str, tuple[Any, Any]]  # name -> annotation and default


def _several(help_text: str, name: str, offers: Completer, metavar: str = "NAME") -> Any:
    return Annotated[
        list[str], typer.Option(name, help=help_text, metavar=metavar, show_default=False, autocompletion=offers)
    ]


DATA: Parameters = {
    "data": (
        Annotated[
            str | None,
            typer.Option(
                "--data", help="Dataset to use: a YAML or JSON file, or a folder. [env: NEUROREF_DATA]", metavar="PATH"
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
        Annotated[Format, typer.Option("--format", "-f", help="How to write the answer.", show_default=False)],
        Format.TABLE,
    ),
    "json_": (Annotated[bool, typer.Option("--json", help="Short for --format json.")], False),
    **FILE,
    "color": (
        Annotated[Color, typer.Option("--color", help="Colour: auto, always or never.", show_default=False)],
        Color.AUTO,
    ),
    **DATA,
}


def _entries(kind: str) -> Completer:
    return completion.entries(kind, several=True)


CAUSE_FILTER: Parameters = {"cause": (_several("Only under these causes.", "--cause", _entries("cause")), [])}

LINK_FILTERS: Parameters = {
    **CAUSE_FILTER,
    "kind": (
        _several("Only examples of these kinds: gene, toxicant, medication …", "--kind", terms("kind"), "KIND"),
        [],
    ),
    "transmitter": (_several("Only links to these transmitters.", "--transmitter", _entries("transmitter")), []),
    "direction": (_several("increase, decrease or mixed.", "--direction", terms("direction"), "WORD"), []),
    "process": (_several("Step: synthesis, storage, release, reuptake …", "--process", terms("process"), "STEP"), []),
    "phase": (_several("acute, chronic, withdrawal or developmental.", "--phase", terms("phase"), "WORD"), []),
    "species": (_several("human, animal, in-vitro or human+animal.", "--species", terms("species"), "WORD"), []),
    "evidence": (
        _several(
            "strong, moderate, limited, preclinical or contested.", "--evidence", terms("evidence"), metavar="LEVEL"
        ),
        [],
    ),
    "min_evidence": (
        Annotated[
            str | None,
            typer.Option(
                "--min-evidence",
                help="This level or stronger.",
                metavar="LEVEL",
                show_default=False,
                autocompletion=terms("evidence"),
            ),
        ],
        None,
    ),
    "condition": (_several("Only examples tied to these conditions.", "--condition", _entries("condition")), []),
}


def typer_function(command: Callable[..., None], shared: Parameters) -> Callable[..., None]:
    """Return a function for Typer: *command*'s own parameters, then the *shared* ones, which become its `Request`."""
    own = [one for one in inspect.signature(command, eval_str=True).parameters.values() if one.name != "request"]

    def run(**values: Any) -> None:
        command(**{one.name: values[one.name] for one in own}, request=_request(values, shared))

    kind = inspect.Parameter.KEYWORD_ONLY
    added = [inspect.Parameter(name, kind, annotation=a, default=d) for name, (a, d) in shared.items()]
    run.__signature__ = inspect.Signature([*(one.replace(kind=kind) for one in own), *added])  # type: ignore[attr-defined]
    run.__annotations__ = {}
    run.__name__, run.__doc__ = command.__name__, command.__doc__
    return run


def _request(values: dict[str, Any], shared: Parameters) -> Request:
    output = values.get("output")
    chosen = Format.JSON if values.get("json_") else values.get("format_", Format.TABLE)
    if values.get("json_") and values["format_"] not in (Format.TABLE, Format.JSON):
        raise Contradiction(f"--json and --format {values['format_'].value} contradict each other")
    filters: dict[str, list[str]] = {}
    for name in LINK_FILTERS:
        if name in shared and values.get(name):
            given = [values[name]] if isinstance(values[name], str) else values[name]
            filters[name] = [word.strip() for one in given for word in one.split(",") if word.strip()]
            if not filters[name]:
                raise Contradiction(f"--{name.replace('_', '-')} is empty")
    return Request.for_data(values.get("data"))._replace(
        format=chosen,
        output=Path(output) if output else None,
        color=values["color"].value if "color" in values else "auto",
        filters=filters,
    )
