"""How a command is timed: as a whole process, in turn with the one that it is held against."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

Command = Sequence[str]
LAUNCH = str(Path(__file__).with_name("launch.py"))


class Run(NamedTuple):
    """What a process took: *seconds* from start to end, and its *peak* memory in MiB."""

    seconds: float
    peak: float


class Compared(NamedTuple):
    """Medians of a command and of its yardstick, and the median of their ratios, pair by pair."""

    seconds: float
    yardstick: float
    ratio: float
    peak: float
    peak_ratio: float


class Figure(NamedTuple):
    """A measured figure: *what* against *yardstick*, the ratio aimed at (*aim*), and what was *found*."""

    what: str
    yardstick: str
    aim: float
    found: Compared


class Scale(NamedTuple):
    """What a dataset of *links* links costs: its *file* in MiB, compiling it, streaming it, and warm questions.

    *floor* is what a bare script takes to write the same rows.
    """

    links: int
    file: float
    compiling: Run
    floor: Run
    streaming: Run
    questions: dict[str, Compared]


def once(command: Command, environment: Mapping[str, str] | None = None) -> Run:
    """Run *command* to its end; its output goes nowhere, and it must succeed."""
    launched = subprocess.run(
        [sys.executable, "-I", "-S", LAUNCH, *command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        env={**os.environ, **(environment or {})},
        check=True,
    )
    seconds, kibibytes, code = launched.stdout.split()
    if int(code):
        raise RuntimeError(f"{' '.join(command)} ended with {int(code)}")
    return Run(float(seconds), int(kibibytes) / 1024)


def compare(
    command: Command,
    yardstick: Command,
    rounds: int,
    environment: Mapping[str, str] | None = None,
    yardstick_environment: Mapping[str, str] | None = None,
) -> Compared:
    """Run both in turn, after one run of each that does not count."""
    pairs = [
        (once(command, environment), once(yardstick, yardstick_environment or environment)) for _ in range(rounds + 1)
    ][1:]
    return Compared(
        seconds=statistics.median(one.seconds for one, _ in pairs),
        yardstick=statistics.median(other.seconds for _, other in pairs),
        ratio=statistics.median(one.seconds / other.seconds for one, other in pairs),
        peak=statistics.median(one.peak for one, _ in pairs),
        peak_ratio=statistics.median(one.peak / other.peak for one, other in pairs),
    )
