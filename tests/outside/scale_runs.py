"""Whether the scripts of docs/scale.md run as they stand, and count what neuroref counts.

Usage: python scale_runs.py docs/scale.md FOLDER, which holds the exports that the page speaks of
"""

from __future__ import annotations

import io
import os
import re
import shutil
import sys
from collections import Counter, defaultdict
from contextlib import redirect_stdout
from itertools import combinations
from pathlib import Path

import duckdb
from duckdb_extensions import import_extension

import neuroref


def rows_of(text: str) -> list[tuple[str, ...]]:
    """Return the cells of the tables that DuckDB and Spark draw."""
    lines = [line.strip("|│ ") for line in text.splitlines() if line.startswith(("|", "│"))]
    return [tuple(cell.strip() for cell in re.split(r"[|│]", line)) for line in lines]


def printed_by(code: str) -> str:
    """Run a block of the page, and return what it prints."""
    printed = io.StringIO()
    with redirect_stdout(printed):
        exec(compile(code, "docs/scale.md", "exec"), {})
    return printed.getvalue()


def of_duckdb(links: list[neuroref.answers.Link]) -> set[tuple[str, ...]]:
    """Return the rows that the page's questions to DuckDB must give."""
    serotonin = Counter((str(one.direction), str(one.evidence)) for one in links if one.transmitter == "serotonin")
    transmitters = Counter(one.transmitter for one in links)
    directions = Counter(str(one.direction) for one in links)
    via = Counter((str(via.action), via.molecule) for one in links for via in one.via)
    most = sorted(via, key=lambda marks: (-via[marks], marks))[:10]
    return {
        *((*words, str(number)) for words, number in serotonin.items()),
        *((word, str(number)) for word, number in (transmitters | directions).items()),
        *((*marks, str(via[marks])) for marks in most),
    }


def of_spark(links: list[neuroref.answers.Link]) -> dict[frozenset[str], int]:
    """Return how many transmitters each two examples pull the same way."""
    pulls: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for one in links:
        if one.direction != "unchanged":
            for name in one.members or [one.name]:
                pulls[name].add((one.transmitter, str(one.direction)))
    return {
        frozenset(pair): len({transmitter for transmitter, _ in pulls[pair[0]] & pulls[pair[1]]})
        for pair in combinations(pulls, 2)
    }


def main() -> int:
    page = Path(sys.argv[1]).read_text("utf-8")
    os.chdir(sys.argv[2])
    with neuroref.load() as kb:
        links = list(kb.links())
    with_duckdb, with_spark = re.findall(r"```python\n(.*?)```", page, re.DOTALL)

    import_extension("sqlite_scanner")  # from PyPI; DuckDB would fetch it from its own site
    duckdb.sql("LOAD sqlite_scanner")
    missing = of_duckdb(links) - set(rows_of(printed_by(with_duckdb)))
    if missing:
        print(f"DuckDB does not count {missing}")
        return 1

    if shutil.which("java") is None:
        print("the script for DuckDB runs as it stands; without Java that for Spark was not run")
        return 0
    shared = of_spark(links)
    _, *rows = rows_of(printed_by(with_spark))
    wrong = [row for row in rows if shared[frozenset(row[:2])] != int(row[2])]
    if wrong or len(rows) != 20 or int(rows[0][2]) != max(shared.values()):
        print(f"Spark counts otherwise: {wrong or rows}")
        return 1
    print("the scripts for DuckDB and Spark run as they stand, and count as neuroref does")
    return 0


if __name__ == "__main__":
    sys.exit(main())
