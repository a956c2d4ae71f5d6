"""How commands are registered, made when they are asked for, and helped with on a screen of any width."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Callable, Sequence
from itertools import takewhile
from typing import Any

import msgspec
import typer
from typer.core import TyperCommand, TyperGroup

from ..model.names import quoted, suggestion
from . import datasets
from .failures import WRONG_USAGE, Failure
from .options import KEPT, LINK_FILTERS, Parameters, typer_function
from .output import told

# Below this many columns a help text stands under its option and not beside it.
NARROW = 60
NARROWEST = 20

STRIPPED = "Python runs with -OO, which leaves out what commands and records say of themselves."


class Command(msgspec.Struct, frozen=True):
    """A command: its *group* in the help, its *function*, the options that it shares, and *examples* for its help."""

    group: str
    function: Callable[..., None]
    shared: Parameters
    examples: tuple[str, ...]


# In the order in which the help shows them.
GROUPS = ("look up", "list", "tie together", "take along", "keep the data")
COMMANDS: dict[str, Command] = {}


def command(
    name: str, group: str, *shared: Parameters, examples: tuple[str, ...]
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register a function as command *name* of a *group*, with shared options and examples."""
    if group not in GROUPS:
        raise ValueError(f"the command '{name}' is of no group: {', '.join(GROUPS)}")

    def register(function: Callable[..., None]) -> Callable[..., None]:
        joined = {parameter: one for group in shared for parameter, one in group.items()}
        COMMANDS[name] = Command(group, function, joined, examples)
        return function

    return register


# Typer brings its own copy of Click, or in older versions asks for Click itself; these are the classes of either.
_TheirContext: Any = TyperGroup.context_class
_TheirHelp: Any = _TheirContext.formatter_class


class _Help(_TheirHelp):  # type: ignore[misc]
    """Writes help texts no wider than the screen: Typer's own are at least 50 columns wide."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.width: int = min(self.width, max(shutil.get_terminal_size().columns, NARROWEST) - 2)

    def getvalue(self) -> str:
        """Return the help in letters that the stream has, which Click would send UTF-8 where it says ASCII."""
        from ..render.screen.letters import encodable

        encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
        lines = super().getvalue().replace(KEPT, " ").split("\n")
        return "\n".join(encodable(line, encoding) for line in lines)

    def write_dl(self, rows: Sequence[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write terms, each with its explanation; on a narrow screen that begins on the next line."""
        further = "\n" + " " * (self.current_indent + col_spacing)
        told = [(further.join(_lines(term, self.width - self.current_indent, "|")), text) for term, text in rows]
        narrow = {"col_max": 0, "col_spacing": 2 * col_spacing}
        super().write_dl(told, **narrow if self.width < NARROW else {"col_max": col_max, "col_spacing": col_spacing})

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write how a command is typed; on a narrow screen what does not fit stands below, a little further in."""
        if self.width >= NARROW:
            super().write_usage(prog, args, prefix)
        else:
            self.write("\n  ".join(_lines(f"{prefix or 'Usage: '}{prog} {args}", self.width, " ")) + "\n")

    def write_examples(self, lines: Sequence[str]) -> None:
        """Write lines to type; one that is too long goes on below as a shell takes it, after a backslash."""
        for line in lines:
            begin = " " * (self.current_indent + len(line) - len(line.lstrip()))
            parts = _lines(line.strip(), self.width - len(begin), " ")
            self.write(begin + f" \\\n{begin}  ".join(parts) + "\n")


def _lines(words: str, room: int, mark: str) -> list[str]:
    """Break *words* after a *mark* into lines; all but the first leave two columns free before them, and two behind."""
    pieces = re.findall(rf"[^{mark}]+{re.escape(mark)}?", words)
    lines = [""]
    for number, piece in enumerate(pieces):
        taken = len(lines[-1] + piece.rstrip()) + (2 if len(lines) > 1 else 0) + (2 if number < len(pieces) - 1 else 0)
        if lines[-1] and taken > room:
            lines.append("")
        lines[-1] += piece
    return [line.rstrip() for line in lines]


class _Context(_TheirContext):  # type: ignore[misc]
    """What a command is run in, with our help."""

    formatter_class = _Help


class _Begun:
    """A command, or the group of all, that tells when its help cannot be written."""

    def make_context(self, *arguments: Any, **options: Any) -> Any:
        """Read what was typed; where that is a wish for help, or for completion, it is written here."""
        with told():
            return super().make_context(*arguments, **options)  # type: ignore[misc]

    def format_help_text(self, ctx: Any, formatter: Any) -> None:
        """Write what the command is for."""
        if sys.flags.optimize < 2:
            super().format_help_text(ctx, formatter)  # type: ignore[misc]
        else:
            formatter.write_paragraph()
            formatter.write_text(STRIPPED)

    def format_epilog(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002
        """Write the examples."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_examples(self.epilog.strip("\b\n").split("\n"))  # type: ignore[attr-defined]


class _Made(_Begun, TyperCommand):
    """A command whose help shows the filters of links under a heading of their own."""

    context_class = _Context

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write arguments and options, the filters apart."""
        filters = [one for one in self.params if one.name in LINK_FILTERS]
        every = self.params
        self.params = [one for one in every if one not in filters]
        super().format_options(ctx, formatter)
        self.params = every
        rows = [row for one in filters if (row := one.get_help_record(ctx)) is not None]
        if rows:
            with formatter.section("Filters of links"):
                formatter.write_dl(rows)


class Commands(_Begun, TyperGroup):
    """The commands, each made when it is asked for: making them all would double the time of a start."""

    context_class = _Context

    def list_commands(self, ctx: typer.Context) -> list[str]:  # type: ignore[override]  # noqa: ARG002
        """Return the names in the order of the help."""
        return sorted(COMMANDS, key=lambda name: GROUPS.index(COMMANDS[name].group))

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the commands, group by group."""
        for group in GROUPS:
            made = {name: self.get_command(ctx, name) for name in COMMANDS if COMMANDS[name].group == group}
            with formatter.section(f"Commands to {group}"):
                formatter.write_dl([(name, one.get_short_help_str(200)) for name, one in made.items() if one])

    def resolve_command(self, ctx: typer.Context, args: list[str]) -> tuple[Any, Any, list[str]]:  # type: ignore[override]
        """Find the command that the first word names, or say which it may have meant; other words are names to show."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-") and not ctx.resilient_parsing:
            near = suggestion(args[0], COMMANDS)
            if near and (len(args) == 1 or not _begin_a_name(args)):
                raise Failure(f"no such command {quoted(args[0])}{near}", WRONG_USAGE)
            args = ["show", *args]
        return super().resolve_command(ctx, args)

    def get_command(self, ctx: typer.Context, cmd_name: str) -> typer.core.TyperCommand | None:  # type: ignore[override]  # noqa: ARG002
        """Make the command of that name."""
        found = COMMANDS.get(cmd_name)
        if found is None:
            return None
        one = typer.Typer(add_completion=False, rich_markup_mode=None)
        epilog = "\b\nExamples:\n" + "\n".join(f"  {line}" for line in found.examples)
        one.command(name=cmd_name, epilog=epilog, cls=_Made)(typer_function(found.function, found.shared))
        return typer.main.get_command(one)  # type: ignore[return-value]


def _begin_a_name(words: Sequence[str]) -> bool:
    """Whether the first of *words*, alone or with those after it, is a name of the dataset that they choose."""
    data = words[words.index("--data") + 1] if "--data" in words[:-1] else None
    kb = datasets.open_knowledge_base(datasets.chosen(data))
    names = [*takewhile(lambda word: not word.startswith("-"), words)]
    return any(kb.knows(" ".join(names[:end])) for end in range(1, len(names) + 1))
