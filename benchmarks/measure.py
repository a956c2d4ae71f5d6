"""Start-up, scale and memory of neuroref, as ratios to a floor and to itself; see docs/performance.md.

Nothing here is asserted: a busy machine would make a test of it lie. Ratios are taken in one run, command and yardstick in turn.
"""

from __future__ import annotations

import argparse
import compileall
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import report
from clock import Compared, Figure, Scale, compare, once
from generate import generate

import neuroref.snapshot.cache

BIN = Path(sys.executable).parent
NEUROREF = str(BIN / "neuroref")
FLOOR = [sys.executable, str(Path(__file__).parent / "floor.py")]
ROWS = str(Path(__file__).parent / "rows.py")
SCREENS = {"causes": 4, "show inflammation": 2, "by-transmitter serotonin": 3}  # columns of the widest table
WARM = ("show lead", "by-transmitter histamine", "search tryptophan", "path cocaine depression")


def start_up(rounds: int, folder: Path) -> list[Figure]:
    """Hold start-up against the floor and against peers."""
    environment = {"XDG_CACHE_HOME": str(folder / "cache"), "COLUMNS": "100"}

    def figure(what: str, yardstick: str, aim: float, command: list[str], floor: list[str]) -> Figure:
        return Figure(what, yardstick, aim, compare(command, floor, rounds, environment))

    figures = [figure("causes --json", "bare Typer", 1.25, [NEUROREF, "causes", "--json"], FLOOR)]
    for screen, columns in SCREENS.items():
        shown = subprocess.run(
            [NEUROREF, *screen.split()], capture_output=True, env={**os.environ, **environment}, check=True
        )
        rows = shown.stdout.count(b"\n")
        floor = [*FLOOR, str(rows), str(columns)]
        name = f"Typer and a Rich table of as many rows, {rows} × {columns}"
        figures.append(figure(screen, name, 1.25, [NEUROREF, *screen.split()], floor))
    keypress = {**environment, "COMP_WORDS": "x show seroto", "COMP_CWORD": "2", "_NEUROREF_COMPLETE": "complete_bash"}
    floor_keypress = {**environment, "COMP_WORDS": "floor --he", "COMP_CWORD": "1", "_FLOOR_COMPLETE": "complete_bash"}
    found = compare([NEUROREF], FLOOR, rounds, keypress, floor_keypress)
    figures.append(Figure("a press of the tab key", "bare Typer's", 1.25, found))
    return [*figures, *peers(rounds, folder, environment)]


def peers(rounds: int, folder: Path, environment: dict[str, str]) -> list[Figure]:
    """Hold it against what people use for like things, each in a venv of its own, where it can be installed."""
    figures = []
    tldr, sqlite_utils = _peer(folder, "tldr"), _peer(folder, "sqlite-utils")
    if tldr:
        page = folder / "tldr-cache" / "tldr" / "pages" / "common" / "tar.md"
        page.parent.mkdir(parents=True)
        page.write_text("# tar\n\n> Archiving utility.\n\n" + "- Create an archive:\n\n`tar cf {{target.tar}}`\n\n" * 8)
        own = {**environment, "XDG_CACHE_HOME": str(folder / "tldr-cache"), "TLDR_CACHE_MAX_AGE": "999999"}
        command = [tldr, "--platform", "common", "tar"]
        found = compare([NEUROREF, "show", "lead"], command, rounds, environment, own)
        figures.append(Figure("show lead", "the tldr client on a cached page", 1.0, found))
    if sqlite_utils:
        database = folder / "neuroref.db"
        once([NEUROREF, "export", "--format", "sqlite", "--output", str(database)], environment)
        sql = "SELECT * FROM link_in_full WHERE transmitter = 'Serotonin'"
        found = compare(
            [NEUROREF, "links", "--transmitter", "serotonin", "--json"],
            [sqlite_utils, "query", str(database), sql],
            rounds,
            environment,
        )
        figures.append(Figure("links --transmitter serotonin --json", "sqlite-utils on the same data", 1.0, found))
    return figures


def _peer(folder: Path, package: str) -> str | None:
    venv = folder / package
    subprocess.run([sys.executable, "-m", "venv", venv], check=True)
    done = subprocess.run([venv / "bin" / "pip", "install", "--quiet", package], capture_output=True, check=False)
    return str(venv / "bin" / package) if done.returncode == 0 else None


def scale(links: int, rounds: int, folder: Path) -> Scale:
    """Measure a generated dataset of that size, and take it away again."""
    source = folder / f"{links}.json"
    generate(links, source)
    environment = {"XDG_CACHE_HOME": str(folder / f"cache-{links}")}
    shipped = {"XDG_CACHE_HOME": str(folder / "cache")}
    size = source.stat().st_size / 2**20
    data = ["--data", str(source)]
    compiling = once([NEUROREF, "show", "lead", *data], environment)
    [snapshot] = (folder / f"cache-{links}" / "neuroref").glob("*.sqlite")
    floor = once([sys.executable, ROWS, str(snapshot), str(folder / "rows.sqlite")])
    (folder / "rows.sqlite").unlink()
    questions = {
        question: compare(
            [NEUROREF, *question.split(), *data], [NEUROREF, *question.split()], rounds, environment, shipped
        )
        for question in WARM
    }
    streaming = once([NEUROREF, "links", "--format", "jsonl", *data], environment)
    shutil.rmtree(folder / f"cache-{links}")
    source.unlink()
    return Scale(links, size, compiling, floor, streaming, questions)


def yaml_compiling(rounds: int, folder: Path) -> Compared:
    """Hold compiling the shipped YAML against libyaml's own load of it."""
    data = neuroref.snapshot.cache.shipped_dataset()
    code = "import sys, yaml\nfor name in sys.argv[1:]: yaml.load(open(name, 'rb'), Loader=yaml.CSafeLoader)"
    load = [sys.executable, "-c", code, *(str(path) for path in sorted(data.glob("*.yaml")))]
    # Nothing can be kept in a folder that is a file, so that every run compiles.
    (folder / "no-cache").touch()
    return compare([NEUROREF, "causes", "--json"], load, rounds, {"XDG_CACHE_HOME": str(folder / "no-cache")})


def main() -> None:
    """Measure, print and write."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sizes", default="1000,10000,100000,1000000", help="links of the generated datasets")
    options.add_argument("--rounds", type=int, default=21, help="runs of each command that count")
    options.add_argument("--folder", help="where generated data go")
    given = options.parse_args()
    # As pip leaves what it installs; of an editable install, Python may have been told to keep no bytecode.
    compileall.compile_dir(Path(neuroref.__file__).parent, quiet=1)
    with tempfile.TemporaryDirectory(dir=given.folder) as name:
        folder = Path(name)
        once([NEUROREF, "causes"], {"XDG_CACHE_HOME": str(folder / "cache")})
        figures = start_up(given.rounds, folder)
        print(report.start_table(figures), flush=True)
        yaml = yaml_compiling(max(3, given.rounds // 3), folder)
        sizes = [int(size) for size in given.sizes.split(",") if size]
        machine = (
            f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
        )
        scales = []
        for size in sizes:
            scales.append(scale(size, given.rounds, folder))
            report.write(figures, yaml, scales, machine)  # a long run that is stopped leaves what it found
    print(report.scale_table(scales))


if __name__ == "__main__":
    main()
