"""``python -m neuroref``, and what the installed command runs: the command line, begun and ended without delay."""

from __future__ import annotations

import gc
import os
import sys
from typing import NoReturn


def run() -> NoReturn:
    """Run the command line and end the process.

    Measured here, two things that a short-lived program can leave out take a quarter of its time: looking for cyclic
    garbage while modules are loaded, and taking the interpreter apart at the end. All output is flushed before.
    """
    gc.disable()
    code = 130
    try:
        from .cli import main

        gc.freeze()
        gc.enable()
        main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0
    except KeyboardInterrupt:
        pass
    _end(code)


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
