"""How a run begins and ends: every failure is one line on standard error, and an exit code.

Exit codes: 0 answered; 1 nothing found; 2 wrong usage, or an answer that cannot be written; 3 a dataset that is
invalid or cannot be read; 130 interrupted.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from sqlite3 import DatabaseError
from typing import Any, NoReturn

import typer

from ..loader.files import reason
from ..model.names import suggestion
from ..questions.lookup import Ambiguous, NotFound
from . import completion, datasets
from .commands import app
from .failures import ANSWERED, BAD_DATASET, INTERRUPTED, NOTHING_FOUND, WRONG_USAGE, Failure, complain
from .output import CannotWrite, ReaderLeft, output_started, reset_output

# What Typer raises for wrong options: the class from which BadParameter, which is public, derives.
UsageError: type[Exception] = typer.BadParameter.__mro__[1]


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and end the process with its exit code."""
    completion.join_words()
    program, words = typer.main.get_command(app), list(sys.argv[1:] if arguments is None else arguments)
    sys.exit(run(program, words))


def run(program: Any, arguments: list[str]) -> int:
    """Run the *program* (a Typer command) and return its exit code; every failure is one line on standard error.

    Where a snapshot proves to be damaged it is removed, and the program run once more, unless a part of the answer is
    out already.
    """
    reset_output()
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # helps are written as text, and not every encoding has their dots
    try:
        return _run(program, arguments)
    except DatabaseError:
        datasets.discard_snapshots()
        if output_started():
            complain("the snapshot of the dataset is damaged and was removed; run the command again")
            return BAD_DATASET
        try:
            return _run(program, arguments)
        except DatabaseError as error:
            return _unexpected(error)
    finally:
        datasets.close_all()


def _run(program: Any, arguments: list[str]) -> int:
    try:
        code = program.main(args=arguments, prog_name="neuroref", standalone_mode=False)
        return code if isinstance(code, int) else ANSWERED
    except Failure as failure:
        complain(str(failure))
        return failure.code
    except UsageError as error:
        complain(_usage(error))
        return WRONG_USAGE
    except NotFound as error:
        complain(str(error))
        return NOTHING_FOUND
    except (Ambiguous, CannotWrite) as error:
        complain(str(error))
        return WRONG_USAGE
    except ReaderLeft:
        _forget_standard_output()
        return ANSWERED
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except DatabaseError:
        raise
    except (OSError, UnicodeError) as error:
        if "--install-completion" not in arguments:
            return _unexpected(error)
        what = f"{error.filename}: {reason(error)}" if isinstance(error, OSError) else f"a file of the shell's: {error}"
        complain(f"cannot install the completion: {what} — --show-completion prints it, to be put elsewhere")
        return WRONG_USAGE
    except Exception as error:
        return _unexpected(error)


def _unexpected(error: Exception) -> int:
    if os.environ.get("NEUROREF_DEBUG"):
        raise error
    what = " ".join(f"{type(error).__name__}: {error}".split())[:300]
    complain(f"unexpected {what} — please report it; NEUROREF_DEBUG=1 shows where it comes from")
    return BAD_DATASET


def _usage(error: Exception) -> str:
    context = getattr(error, "ctx", None)
    option = getattr(error, "option_name", None)
    if option is not None and hasattr(error, "possibilities"):
        near = suggestion(option, error.possibilities or ())
        first = " before the command" if not near and context is not None and context.parent is None else ""
        message = f"no such option{first}: {option}{near}"
    else:
        message = " ".join(str(getattr(error, "format_message", lambda: error)()).strip().rstrip(".").split())
        message = message.replace("a valid int range", "a whole number")
    message = f"{message[:1].lower()}{message[1:]}"
    if message.endswith("?"):  # it says what to type
        return message
    return f"{message} — see {context.command_path if context is not None else 'neuroref'} --help"


def _forget_standard_output() -> None:
    """Point standard output at nothing, so that Python's last flush does not fail as well."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError, AttributeError):
        return
