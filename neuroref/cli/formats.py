"""The formats of answers, exports and citations: each one word with its writer, and nothing else to change for another.

What an option offers, help, completion and documentation are made from these. What writes is loaded when it is asked.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from ..questions.answers import CitedReference
from ..questions.filters import EVERYTHING, LinkFilter
from ..questions.knowledge_base import KnowledgeBase
from .failures import WRONG_USAGE, Failure

if TYPE_CHECKING:
    from ..render.page import Page

C = TypeVar("C", bound="Choice")

BINARY = ("sqlite",)  # what is not for a terminal
# Suffixes that promise something to whoever opens the file; .txt does not, nor what mktemp makes.
_PROMISE = re.compile(r"\.(?!txt$)[a-z][a-z0-9]{1,7}")


class Choice(str, Enum):
    """A word of an option with what writes it and the suffixes of its files: ``JSON = "json", function, ".json"``."""

    write: Callable[..., Any]
    suffixes: tuple[str, ...]

    def __new__(cls: type[C], word: str, write: Callable[..., Any] | None = None, *suffixes: str) -> C:
        """Make the choice equal to its word, and give it its writer."""
        if write is None:
            raise TypeError(f"the {cls.__name__} '{word}' has no writer: {word.upper()} = '{word}', function")
        choice = str.__new__(cls, word)
        choice._value_ = word
        choice.write = write
        choice.suffixes = suffixes
        return choice

    @classmethod
    def chosen(cls: type[C], given: C | None, target: Path | None, default: C) -> C:
        """Return the choice that is *given*, else the one that the suffix of *target* means, else the *default*.

        Raises `Failure` where the two contradict each other, where the suffix promises what this cannot write, and
        where a database would go to a terminal.
        """
        suffix = target.suffix.lower() if target else ""
        meant = next((choice for choice in cls if suffix in choice.suffixes), None)
        if given is not None and meant is not None and suffix not in given.suffixes:
            raise Failure(f"--format {given.value} and {target} contradict each other", WRONG_USAGE)
        if given is None and meant is None and _PROMISE.fullmatch(suffix):
            other = next((name for name, kind in _WRITERS.items() if any(suffix in one.suffixes for one in kind)), "")
            does = f" (neuroref {other} does)" if other else ""
            words = ", ".join(one.value for one in cls)
            raise Failure(f"this command cannot write {suffix}{does}; it writes {words}", WRONG_USAGE)
        choice = given or meant or default
        if choice in BINARY and str(target or "-") == "-" and sys.stdout is not None and sys.stdout.isatty():
            raise Failure("a database does not go to a terminal: say --output NAME.db", WRONG_USAGE)
        return choice


# -- answers: (answer, target, color) to bytes -------------------------------------------------------------------------


class Answered(msgspec.Struct):
    """What a command has to say: the *value* as JSON has it, its *rows* as a table has them, and as a *page*.

    A *picture* is what a slide shows of it, where that is more than the page and there is something to draw.
    """

    value: Any
    rows: Iterable[msgspec.Struct]
    page: Callable[[], Page]
    picture: Callable[[], str | None] | None = None


def _table(answer: Answered, target: Path | None, color: str) -> Iterable[bytes]:
    from ..render.screen import environment, terminal

    screen = environment.screen_for(None if target else sys.stdout, color)
    return [terminal.draw(answer.page(), screen).encode(screen.encoding, "replace")]


def _json(answer: Answered, *_: object) -> Iterable[bytes]:
    from ..render import serialize

    return [serialize.json(answer.value)]


def _json_lines(answer: Answered, *_: object) -> Iterable[bytes]:
    from ..render import serialize

    return serialize.json_lines(answer.value)


def _csv(answer: Answered, *_: object) -> Iterable[bytes]:
    from ..render import serialize

    return serialize.table(answer.rows, ",")


def _tsv(answer: Answered, *_: object) -> Iterable[bytes]:
    from ..render import serialize

    return serialize.table(answer.rows, "\t")


def _sqlite(answer: Answered, *_: object) -> Iterable[bytes]:
    from ..render.export import sqlite

    return sqlite.table(answer.rows)


def _markdown(answer: Answered, *_: object) -> Iterable[bytes]:
    from ..render.screen import markdown

    return [markdown.write(answer.page()).encode()]


def _svg(answer: Answered, *_: object) -> Iterable[bytes]:
    if answer.picture is not None and (drawn := answer.picture()):
        return [drawn.encode()]
    from ..render.screen import environment, picture

    return [picture.draw(answer.page(), environment.width()).encode()]


def _html(answer: Answered, *_: object) -> Iterable[bytes]:
    from ..render import html

    return [html.alone(answer.page()).encode()]


class Format(Choice):
    """How an answer is written."""

    TABLE = "table", _table
    JSON = "json", _json, ".json"
    JSONL = "jsonl", _json_lines, ".jsonl", ".ndjson"
    CSV = "csv", _csv, ".csv"
    TSV = "tsv", _tsv, ".tsv"
    SQLITE = "sqlite", _sqlite, ".db", ".sqlite", ".sqlite3"
    MARKDOWN = "markdown", _markdown, ".md"
    SVG = "svg", _svg, ".svg"
    HTML = "html", _html, ".html", ".htm"


ROWS = (Format.CSV, Format.TSV, Format.SQLITE)  # formats of which an answer without rows is nothing found


# -- exports: (knowledge base, filter) to files, by the ending of their names ------------------------------------------
# An ending that begins with "/" is a file in a folder of that name.

Files = Mapping[str, Iterable[bytes]]


def _export_json(kb: KnowledgeBase, wanted: LinkFilter) -> Files:
    from ..render import serialize

    return {"": [serialize.json(kb.excerpt(wanted))]}


def _export_json_lines(kb: KnowledgeBase, wanted: LinkFilter) -> Files:
    from ..render import serialize

    return {"": serialize.dataset_lines(kb.excerpt(wanted))}


def _export_csv(kb: KnowledgeBase, wanted: LinkFilter) -> Files:
    from ..render import serialize

    return {"": serialize.table(kb.links(wanted), ",")}


def _export_tsv(kb: KnowledgeBase, wanted: LinkFilter) -> Files:
    from ..render import serialize

    return {"": serialize.table(kb.links(wanted), "\t")}


def _export_sqlite(kb: KnowledgeBase, wanted: LinkFilter) -> Files:
    from ..render.export import sqlite

    return {"": sqlite.write(kb.excerpt(wanted))}


def _export_kgx(kb: KnowledgeBase, wanted: LinkFilter) -> Files:
    from ..render.export import kgx

    return kgx.files(kb.excerpt(wanted))


def _export_dot(kb: KnowledgeBase, wanted: LinkFilter) -> Files:
    from ..render.export import graphs

    return {"": map(str.encode, graphs.dot(kb.excerpt(wanted)))}


def _export_mermaid(kb: KnowledgeBase, wanted: LinkFilter) -> Files:
    from ..render.export import graphs

    dataset = kb.excerpt(wanted)
    if sum(len(example.effects) for cause in dataset.causes for example in cause.examples) <= graphs.MERMAID_MOST:
        return {"": map(str.encode, graphs.mermaid(dataset))}
    names = {one.id: one.name for one in dataset.transmitters}
    overview = graphs.mermaid_overview(kb.matrix(wanted=wanted), dataset.dataset.title, names)
    return {"": map(str.encode, overview)}


def _export_markdown(kb: KnowledgeBase, wanted: LinkFilter) -> Files:
    from ..render.export import handbook

    return {"": map(str.encode, handbook.write(_left_of(kb, wanted)))}


def _export_book(kb: KnowledgeBase, wanted: LinkFilter) -> Files:
    from ..render.export import handbook

    return {f"/{name}": content for name, content in handbook.folder(_left_of(kb, wanted)).items()}


def _export_html(kb: KnowledgeBase, wanted: LinkFilter) -> Files:
    from ..render.export import site

    return {f"/{name}": content for name, content in site.files(_left_of(kb, wanted)).items()}


def _left_of(kb: KnowledgeBase, wanted: LinkFilter) -> KnowledgeBase:
    """Return what a filter leaves as a knowledge base of its own."""
    if wanted == EVERYTHING:
        return kb
    from ..snapshot.cache import compiled

    return KnowledgeBase(compiled(kb.excerpt(wanted)))


class ExportFormat(Choice):
    """How a dataset is taken along."""

    JSON = "json", _export_json, ".json"
    JSONL = "jsonl", _export_json_lines, ".jsonl", ".ndjson"
    CSV = "csv", _export_csv, ".csv"
    TSV = "tsv", _export_tsv, ".tsv"
    SQLITE = "sqlite", _export_sqlite, ".db", ".sqlite", ".sqlite3"
    KGX = "kgx", _export_kgx, ".tsv"  # where it is asked for; a .tsv alone is the table
    DOT = "dot", _export_dot, ".dot", ".gv"
    MERMAID = "mermaid", _export_mermaid, ".mmd"
    MARKDOWN = "markdown", _export_markdown, ".md"
    HTML = "html", _export_html, ".html", ".htm"


# What writes a folder, of formats that are one file else.
FOLDERS: Mapping[ExportFormat, Callable[[KnowledgeBase, LinkFilter], Files]] = {ExportFormat.MARKDOWN: _export_book}


# -- citations: references to text -------------------------------------------------------------------------------------


def _text(references: Sequence[CitedReference]) -> str:
    from ..render.export import bibliography

    return bibliography.text(references)


def _bibtex(references: Sequence[CitedReference]) -> str:
    from ..render.export import bibliography

    return bibliography.bibtex(references)


def _csl_json(references: Sequence[CitedReference]) -> str:
    from ..render.export import bibliography

    return bibliography.csl_json(references)


def _ris(references: Sequence[CitedReference]) -> str:
    from ..render.export import bibliography

    return bibliography.ris(references)


class CitationStyle(Choice):
    """How references are cited."""

    TEXT = "text", _text
    BIBTEX = "bibtex", _bibtex, ".bib"
    CSL_JSON = "csl-json", _csl_json, ".json"
    RIS = "ris", _ris, ".ris"


# The commands that write what others do not.
_WRITERS: Mapping[str, type[Choice]] = {"export": ExportFormat, "cite": CitationStyle}
