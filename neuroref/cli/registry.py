"""How commands are registered, made when they are asked for, and helped with on a screen of any width."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import typer
from typer.core import TyperGroup

from ..model.names import quoted, suggestion
from .failures import WRONG_USAGE, Failure
from .options import Parameters, typer_function

# Below this many columns a help text stands under its option and not beside it.
NARROW = 60
NARROWEST = 24


class Command(NamedTuple):
    """A command: its *function*, the options that it shares with others, and *examples* for its help."""

    function: Callable[..., None]
    shared: Parameters
    examples: tuple[str, ...]


COMMANDS: dict[str, Command] = {}


def command(
    name: str, *shared: Parameters, examples: tuple[str, ...]
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register a function as command *name*, with shared options and examples."""

    def register(function: Callable[..., None]) -> Callable[..., None]:
        joined = {parameter: one for group in shared for parameter, one in group.items()}
        COMMANDS[name] = Command(function, joined, examples)
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

    def write_dl(self, rows: Sequence[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write terms, each with its explanation; on a narrow screen that begins on the next line."""
        super().write_dl(rows, col_max=4 if self.width < NARROW else col_max, col_spacing=col_spacing)


class _Context(_TheirContext):  # type: ignore[misc]
    """What a command is run in, with our help."""

    formatter_class = _Help


class Commands(TyperGroup):
    """The commands, each made when it is asked for: making them all would double the time of a start."""

    context_class = _Context

    def list_commands(self, ctx: typer.Context) -> list[str]:  # type: ignore[override]  # noqa: ARG002
        """Return the names in the order of the help."""
        return list(COMMANDS)

    def resolve_command(self, ctx: typer.Context, args: list[str]) -> tuple[Any, Any, list[str]]:  # type: ignore[override]
        """Find the command that the first word names, or say which it may have meant."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-") and not ctx.resilient_parsing:
            what = f"no such command {quoted(args[0])}{suggestion(args[0], COMMANDS)}"
            raise Failure(f"{what} — see neuroref --help", WRONG_USAGE)
        return super().resolve_command(ctx, args)

    def get_command(self, ctx: typer.Context, cmd_name: str) -> typer.core.TyperCommand | None:  # type: ignore[override]  # noqa: ARG002
        """Make the command of that name."""
        found = COMMANDS.get(cmd_name)
        if found is None:
            return None
        one = typer.Typer(add_completion=False, rich_markup_mode=None)
        epilog = "\b\nExamples:\n" + "\n".join(f"  {line}" for line in found.examples)
        one.command(name=cmd_name, epilog=epilog)(typer_function(found.function, found.shared))
        made = typer.main.get_command(one)
        made.context_class = _Context
        return made  # type: ignore[return-value]
