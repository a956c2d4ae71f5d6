"""The figures as a page: tables, a plot, what bounds each, and how to repeat them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import plot
from clock import Compared, Figure, Scale

DOCS = Path(__file__).parent.parent / "docs"

HEAD = """\
# How fast, and what bounds it

Written by `benchmarks/run`; do not edit. Machine: {machine}. Every ratio is the median of pairs run in turn, command and
yardstick, whole processes from start to end.

## Start-up

{start}

A bare Typer program takes most of the time: importing Typer is the floor under everything. neuroref adds msgspec, SQLite
and its own modules; garbage collection is off while they load, and the process ends without taking the interpreter
apart. Rich is imported only to draw, and drawing a table with it is the bound of every screen.

## Compiling

The shipped YAML, read, checked and compiled with nothing cached, takes {yaml_ratio:.2f} × the time that libyaml needs to
load it ({yaml_seconds:.2f} s against {yaml_load:.2f} s, process and imports included).

## Scale

The shipped dataset, repeated ([generate.py](../benchmarks/generate.py)). Questions are warm: asked of a compiled snapshot, each with an answer of
the same size whatever the size of the dataset; their ratios are to the same question of the shipped dataset. The floor of
compiling is a bare script that writes the same rows and indexes ([rows.py](../benchmarks/rows.py)): it reads no JSON and checks nothing.

{scale}

![Ratio of warm questions by number of links](performance.svg)

What bounds these figures:

- **Questions.** A snapshot is never read whole: a question reads the pages of its answer. Up to 4 MB every byte is summed up at every start, which is why the
  ratios of a small dataset may lie above those of a large one.
- **Compiling.** Two fifths of the time go to SQLite, most of it for the full-text index and for names, a sixth to making rows, a seventh each to words and to the rules,
  a tenth to decoding JSON (once: plain values for the rules, and records of those), and the rest to the looks for keys that stand twice and for text that is not plain.
  No one place stands out: with ten names and a hundred words for each link, SQLite takes as long for the rows as in the floor, and Python longer than that to make them.
  Memory is the bound: values are fetched into the processor's cache more slowly than they are looked at. So rules look at pieces small enough to stay in it, words are added
  to those seen as soon as they are split, and rows are written by the thousand, for the full-text index needs the cache as well. Decoding the JSON alone, straight into
  records, runs at some 85,000 links/s here, so 100,000 links/s is out of reach with records that carry sentences and sources.
- **Memory of compiling.** A dataset of one JSON file is checked and becomes records piece by piece, which with the file itself takes three times its size; of YAML, and of
  several files, the rules look at plain values, six to seven times the files, beside the 25 MiB of the program itself. The snapshot is written to disk as it grows.
- **The tldr client** draws a page without Rich. `causes --json` is as fast as it is; a screen drawn with Rich is not.
- **Streaming.** `links --format jsonl` holds a few rows at a time.

## Repeat it

<!-- repeat -->
```sh
python3 -m venv .venv && .venv/bin/pip install --editable . && benchmarks/run
```

`--sizes 1000,10000` leaves out the large datasets, `--rounds` sets how often each command is run.
"""


def start_table(figures: Sequence[Figure]) -> str:
    """Write the table of start-up."""
    rows = ["| command | time | against | its time | ratio | aim |", "| --- | ---: | --- | ---: | ---: | ---: |"]
    for one in figures:
        found = one.found
        rows.append(
            f"| `{one.what}` | {1000 * found.seconds:.0f} ms | {one.yardstick} | {1000 * found.yardstick:.0f} ms "
            f"| **{found.ratio:.2f}** | {one.aim:.2f} |"
        )
    return "\n".join(rows)


def scale_table(scales: Sequence[Scale]) -> str:
    """Write the table of scale."""
    questions = list(scales[0].questions) if scales else []
    head = [
        "links",
        "file",
        "compiled in",
        "its floor",
        "links/s",
        "peak",
        *(f"`{one}`" for one in questions),
        "`links` streamed",
    ]
    rows = [f"| {' | '.join(head)} |", f"| {' | '.join('---:' for _ in head)} |"]
    for one in scales:
        cells = [
            f"{one.links:,}",
            f"{one.file:,.0f} MiB",
            f"{one.compiling.seconds:,.1f} s",
            f"{one.floor.seconds:,.1f} s (**{one.compiling.seconds / one.floor.seconds:.1f} ×**)",
            f"{one.links / one.compiling.seconds:,.0f}",
            f"{one.compiling.peak:,.0f} MiB ({one.compiling.peak / one.file:.1f} × file)",
            *(f"{found.ratio:.2f} time, {found.peak_ratio:.2f} memory" for found in one.questions.values()),
            f"{one.streaming.seconds:,.1f} s, {one.streaming.peak:,.0f} MiB",
        ]
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows)


def write(figures: Sequence[Figure], yaml: Compared, scales: Sequence[Scale], machine: str) -> None:
    """Write docs/performance.md and its plot."""
    page = HEAD.format(
        machine=machine,
        start=start_table(figures),
        yaml_ratio=yaml.ratio,
        yaml_seconds=yaml.seconds,
        yaml_load=yaml.yardstick,
        scale=scale_table(scales),
    )
    (DOCS / "performance.md").write_text(page, "utf-8")
    (DOCS / "performance.svg").write_text(plot.draw(page), "utf-8")
