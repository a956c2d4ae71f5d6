"""How a run begins and ends: every failure is one line on standard error, and an exit code.

Exit codes: 0 answered; 1 nothing found; 2 wrong usage, or an answer that cannot be written; 3 a dataset that is
invalid or cannot be read; 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from sqlite3 import DatabaseError
from typing import Any

import typer

from .lookup import Ambiguous, NotFound
from .names import plain, suggestion
from .options import Contradiction
from .output import CannotWrite, ReaderLeft, answer_began, begin_answer, write

ANSWERED, NOTHING_FOUND, WRONG_USAGE, BAD_DATASET, INTERRUPTED = 0, 1, 2, 3, 130

# What Typer raises for wrong options: the class from which BadParameter, which is public, derives.
UsageError: type[Exception] = typer.BadParameter.__mro__[1]


class Failure(Exception):
    """The command ends without an answer: one line for the user and an exit code."""

    def __init__(self, message: str, code: int) -> None:
        """Keep the *message* and the *code*."""
        super().__init__(message)
        self.code = code


def run(program: Any, arguments: list[str], at_end: Callable[[], None], mend: Callable[[], None]) -> int:
    """Run the *program* (a Typer command) and return its exit code; every failure is one line on standard error.

    *at_end* is called however it ends. Where a snapshot proves to be damaged, *mend* is called and the program run once
    more, unless a part of the answer is out already.
    """
    begin_answer()
    try:
        return _run(program, arguments)
    except DatabaseError:
        mend()
        if answer_began():
            complain("the snapshot of the dataset is damaged and was removed; run the command again")
            return BAD_DATASET
        try:
            return _run(program, arguments)
        except DatabaseError as error:
            return _unexpected(error)
    finally:
        at_end()


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
    except (Ambiguous, Contradiction) as error:
        complain(str(error))
        return WRONG_USAGE
    except NotFound as error:
        complain(str(error))
        return NOTHING_FOUND
    except CannotWrite as error:
        complain(str(error))
        return WRONG_USAGE
    except ReaderLeft:
        _forget_standard_output()
        return ANSWERED
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except DatabaseError:
        raise
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
        message = f"no such option: {option}{suggestion(option, error.possibilities or ())}"
    else:
        message = " ".join(str(getattr(error, "format_message", lambda: error)()).strip().rstrip(".").split())
    where = f"{context.command_path} --help" if context is not None else "neuroref --help"
    return f"{message[:1].lower()}{message[1:]} — see {where}"


def unknown_command(word: str, commands: Iterable[str]) -> Failure:
    """Return the failure for a first word that is no command."""
    return Failure(f"no such command '{word[:60]}'{suggestion(word, commands)} — see neuroref --help", WRONG_USAGE)


def _forget_standard_output() -> None:
    """Point standard output at nothing, so that Python's last flush does not fail as well."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError, AttributeError):
        return


def complain(message: str) -> None:
    """Print one line on standard error."""
    if sys.stderr is None:
        return
    line = f"neuroref: {plain(message)}\n"
    encoding = getattr(sys.stderr, "encoding", None) or "utf-8"
    try:
        line.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        line = line.replace("—", "-").encode("ascii", "replace").decode()
    try:
        sys.stderr.write(line)
        sys.stderr.flush()
    except (OSError, ValueError):
        return


def say(words: str) -> None:
    """Print plain words on standard output."""
    write([words.encode(getattr(sys.stdout, "encoding", None) or "utf-8", "replace")], None)
