"""What the environment says of the screen: whether it obeys, whether colour is wanted, how wide it is."""

from __future__ import annotations

import os
import sys

PIPE_WIDTH = 100


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
