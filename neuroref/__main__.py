"""``python -m neuroref``, and what the installed command runs: the command line, begun and ended without delay."""

from __future__ import annotations

import gc
import os
import signal
import sys
from typing import NoReturn

INTERRUPTED = 130


def run() -> None:
    """Run the command line and end the process.

    Measured here, two things that a short-lived program can leave out take a quarter of its time: looking for cyclic
    garbage while modules are loaded, and taking the interpreter apart at the end. All output is flushed before.
    """
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)  # Windows has no SIGHUP
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:  # as of nohup, or in the background
            signal.signal(number, _interrupted)
    gc.disable()
    try:
        from .cli.main import main

        gc.freeze()
        gc.enable()
        main()
    except SystemExit as end:
        _end(end.code if isinstance(end.code, int) else 0)


def _interrupted(number: int, _: object) -> NoReturn:
    """End at once, leaving no draft, of the signal itself where there is such a thing: else a shell's loop goes on.

    (The usual exception would be lost where Python cannot raise it, as in a callback while a module is loaded.)
    """
    for module, clean_up in (("neuroref.atomic", "remove_drafts"), ("neuroref.render.screen.progress", "remove_bar")):
        if module in sys.modules:
            getattr(sys.modules[module], clean_up, bool)()
    if os.name == "posix":
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)
    os._exit(INTERRUPTED)


def _end(code: int) -> NoReturn:
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except (OSError, ValueError):
            continue
    os._exit(code)


if __name__ == "__main__":
    run()
