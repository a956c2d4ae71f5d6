"""A bar on standard error while a large dataset is compiled, for a person at a terminal who would wonder."""

from __future__ import annotations

import sys
import time
from typing import Any

from .environment import is_dumb

PATIENCE = 1.0  # seconds without a word


_shown: list[Any] = []


def remove_bar() -> None:
    """Take away the bar that is shown, if one is: it hides the cursor."""
    while _shown:
        _shown.pop().stop()


class Bar:
    """Says how far the compiling is: nothing within a second, nothing where standard error cannot draw."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._progress: Any = None
        self._silent = sys.stderr is None or not sys.stderr.isatty() or is_dumb()

    def __call__(self, what: str, done: int, total: int) -> None:
        """Show that *done* of *total* (0: not known) is through."""
        if self._silent or time.monotonic() - self._began < PATIENCE:
            return
        if self._progress is None:
            from rich.console import Console
            from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

            columns = (TextColumn("Compiling {task.description}"), BarColumn(), TaskProgressColumn())
            self._progress = Progress(*columns, console=Console(stderr=True), transient=True)
            self._progress.add_task(what)
            self._progress.start()
            _shown.append(self._progress)
        self._progress.update(self._progress.task_ids[0], description=what, completed=done, total=total or None)
