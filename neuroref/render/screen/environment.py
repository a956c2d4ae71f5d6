"""What the environment says of the screen: whether it obeys, whether colour is wanted, how wide it is."""

from __future__ import annotations

import os
import sys
from typing import NamedTuple

PIPE_WIDTH = 100


class Screen(NamedTuple):
    """What a page is drawn for: a terminal or not, how wide, with colour or not, in which encoding."""

    is_terminal: bool
    width: int
    color: bool
    encoding: str


def is_dumb() -> bool:
    """Whether the terminal obeys no escape sequences, as ``TERM`` has it; a console of Windows says nothing there."""
    named = os.environ.get("TERM", "")
    return named.lower() in ("dumb", "unknown") or (not named and sys.platform != "win32")


def wants_color(is_terminal: bool) -> bool:
    """Whether colour is wanted: the conventions of no-color.org, force-color.org and bixense.com/clicolors."""
    environment = os.environ
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR"):
        return environment["FORCE_COLOR"] != "0"
    if environment.get("CLICOLOR_FORCE", "0") not in ("", "0"):
        return True
    return is_terminal and environment.get("CLICOLOR") != "0" and not is_dumb()


def width() -> int:
    """Return the columns to fill: COLUMNS, else the terminal's behind any standard stream, else a fixed number."""
    try:
        columns = int(os.environ.get("COLUMNS", ""))
        if columns > 0:
            return min(columns, 1000)
    except ValueError:
        pass
    for descriptor in (1, 2, 0):
        try:
            columns = os.get_terminal_size(descriptor).columns
            if columns > 0:
                return columns
        except OSError:
            continue
    return PIPE_WIDTH


def screen_for(stream: object, color: str) -> Screen:
    """Look at the stream that a page goes to. *color* is auto, always or never, and outranks the environment."""
    is_terminal = bool(getattr(stream, "isatty", lambda: False)())
    wanted = wants_color(is_terminal) if color == "auto" else color == "always"
    if wanted and is_terminal and sys.platform == "win32":
        import ctypes  # a console there obeys escape sequences (4) beside what it always does (3) only when told to

        ctypes.windll.kernel32.SetConsoleMode(ctypes.windll.kernel32.GetStdHandle(-11), 7)
    encoding = getattr(stream, "encoding", None) or "utf-8"
    return Screen(is_terminal, width(), wanted, encoding)
