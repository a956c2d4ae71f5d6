"""The program in a real terminal, in a pipe, and on screens that have less than it would like."""

from __future__ import annotations

import os
import re
import sys

import pexpect
import pyte
import pytest
from conftest import SMALL, Run, needs_posix


def terminal(command: str, columns: int, rows: int = 60) -> list[str]:
    """Type *command* in a terminal of that size and return what stands on its screen."""
    environment = {**os.environ, "TERM": "xterm-256color"}
    environment.pop("COLUMNS", None)
    child = pexpect.spawn(
        sys.executable, ["-m", "neuroref", *command.split()], dimensions=(rows, columns), env=environment, timeout=30
    )
    output = child.read()
    child.close()
    assert child.exitstatus == 0
    screen = pyte.Screen(columns, rows)
    pyte.ByteStream(screen).feed(output)
    return [line.rstrip() for line in screen.display]


@needs_posix("terminal to drive (pexpect)")
def test_show_inflammation_in_a_terminal() -> None:
    screen = terminal("show inflammation", 80, 400)
    assert screen[0].startswith("Chronic inflammation  cause · ")
    answer = screen.index("In short  best evidence first")
    assert answer < 12  # on the first screen
    assert any(line.startswith("dopamine") and "↓" in line and "less made" in line for line in screen[answer:24])
    assert screen[-1] == "" and max(map(len, screen)) <= 80


@needs_posix("terminal to drive (pexpect)")
@pytest.mark.parametrize("columns", [24, 40, 80, 140])
@pytest.mark.parametrize(
    "command", ["causes", "show alcohol", "show serotonin", "show depression", "by-transmitter serotonin", "terms"]
)
def test_screens_keep_to_the_terminal_and_cut_nothing(command: str, columns: int) -> None:
    screen = terminal(command, columns, 1500)
    assert max(map(len, screen)) <= columns
    assert "…" not in "".join(screen).replace("…”", "").replace("… ", "")
    if command == "terms":  # without a table, whose heads a narrow screen says otherwise
        wide = terminal(command, 200, 1500)
        letters = [sorted("".join(lines).replace(" ", "").replace("·", "")) for lines in (screen, wide)]
        assert letters[0] == letters[1]


@needs_posix("terminal to drive (pexpect)")
def test_a_reference_list_wraps_at_words_in_a_terminal_and_stays_one_line_a_source_in_a_pipe(run: Run) -> None:
    screen = terminal("cite lead", 40, 400)
    assert screen[0].startswith("1. ")
    assert screen[1].startswith("   ")
    assert max(map(len, screen)) <= 40
    assert not any(line.endswith(("Amphe", "accum")) for line in screen)
    piped = run("cite", "lead").out.splitlines()
    assert [line.partition(". ")[0] for line in piped] == [str(number) for number in range(1, len(piped) + 1)]
    words = " ".join(" ".join(screen).split())
    assert all(re.split(r" (DOI: |https?://)", line)[0] in words for line in piped)  # an address may be cut anywhere


def test_pipe_has_the_same_screen_without_colour(run: Run) -> None:
    piped = run("show", "cortisol", data=SMALL)
    assert "\x1b" not in piped.out
    colored = run("show", "cortisol", "--color", "always", data=SMALL)
    assert "\x1b[" in colored.out
    assert "\x1b]8;" in colored.out and "https://doi.org/10.1000/alpha.2001" in colored.out
    assert "https://" not in piped.out


@pytest.mark.parametrize(
    ("environment", "terminal", "colored"),
    [
        ({}, True, True),
        ({}, False, False),
        ({"NO_COLOR": "1"}, True, False),
        ({"FORCE_COLOR": "1"}, False, True),
        ({"FORCE_COLOR": "0"}, True, False),
        ({"TERM": "dumb"}, True, False),
    ],
)
def test_colour_follows_the_environment(
    run: Run, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], terminal: bool, colored: bool
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert ("\x1b[" in run("causes", data=SMALL, terminal=terminal).out) == colored


def test_narrow_pipe_is_never_cut(run: Run) -> None:
    wide = run("links", data=SMALL, columns=200).out
    narrow = run("links", data=SMALL, columns=1).out
    assert set(narrow.split()) <= set(wide.split())
    assert {"serotonin:", "contested", "signalling", "depressive"} <= set(narrow.split())


def test_latin_1_gets_ascii_in_place_of_arrows(run: Run) -> None:
    result = run("show", "cortisol", data=SMALL, encoding="latin-1")
    assert "v serotonin" in result.out and "^v GABA" in result.out
    assert "Béta" in result.out
    assert "Beta" in run("show", "cortisol", data=SMALL, encoding="ascii").out
