"""The program in a real terminal, in a pipe, and on screens that have less than it would like."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pexpect
import pyte
import pytest
from conftest import SMALL, Run, needs_posix
from rich.cells import cell_len


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
    found = [line.index("What was found") for line in screen if "What was found" in line]  # what there is room for
    cut = screen if not found else [line[: min(found)] for line in screen]
    assert "…" not in "".join(cut).replace("…”", "").replace("… ", "")
    if command == "terms":  # without a table, whose heads a narrow screen says otherwise
        wide = terminal(command, 200, 1500)
        letters = [sorted("".join(lines).replace(" ", "").replace("·", "")) for lines in (screen, wide)]
        assert letters[0] == letters[1]


@pytest.mark.parametrize(
    "command",
    ["causes", "show stress --full --sources", "matrix", "terms", "search serotonin", "compare cortisol iron"],
)
def test_a_screen_of_twenty_columns_is_kept_to(run: Run, command: str) -> None:
    """The terminal would break longer lines anywhere."""
    drawn = run(*command.split(), "--color", "never", data=SMALL, terminal=True, columns=20).out
    assert max(map(cell_len, drawn.splitlines())) <= 20


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
    assert all(re.split(r" (DOI|PMID|https?):", line)[0] in words for line in piped)  # an address may be cut anywhere


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
        ({"TERM": "DUMB"}, True, False),
        ({"TERM": "dumb"}, False, False),
        ({"TERM": ""}, True, sys.platform == "win32"),
        ({"CLICOLOR": "0"}, True, False),
        ({"CLICOLOR": "1"}, True, True),
        ({"CLICOLOR": "1"}, False, False),
        ({"CLICOLOR_FORCE": "1"}, False, True),
        ({"CLICOLOR_FORCE": "0"}, False, False),
        ({"CLICOLOR_FORCE": "0"}, True, True),
        ({"CLICOLOR_FORCE": "1", "CLICOLOR": "0"}, False, True),
        ({"CLICOLOR_FORCE": "1", "NO_COLOR": "1"}, True, False),
        ({"CLICOLOR_FORCE": "1", "FORCE_COLOR": "0"}, False, False),
        ({"CLICOLOR_FORCE": "1", "TERM": "dumb"}, True, True),
        ({"NO_COLOR": ""}, True, True),
    ],
)
def test_colour_follows_the_environment(
    run: Run, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], terminal: bool, colored: bool
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert ("\x1b[" in run("causes", data=SMALL, terminal=terminal).out) == colored


@needs_posix("terminal to drive (pexpect)")
@pytest.mark.parametrize(
    ("environment", "paged"),
    [
        ({}, True),
        ({"NEUROREF_PAGER": None}, True),
        ({"NEUROREF_PAGER": "", "PAGER": "echo paged; cat"}, False),
        ({"NEUROREF_PAGER": None, "PAGER": " "}, False),
        ({"NEUROREF_PAGER": None, "PAGER": ""}, False),
        ({"NEUROREF_PAGER": "no-such-pager"}, False),
        ({"NEUROREF_PAGER": "WORD=x 'echo' paged; cat"}, True),
        ({"NEUROREF_PAGER": "'echo paged; cat"}, False),
        ({"TERM": "dumb"}, False),
        ({"TERM": None}, False),
    ],
)
def test_a_long_screen_goes_through_the_pager_that_is_wanted(environment: dict[str, str | None], paged: bool) -> None:
    """None of a terminal that cannot page, and none where the variable is there and empty."""
    wanted = {"NEUROREF_PAGER": "echo paged; cat", "PAGER": "echo paged; cat", "TERM": "xterm", **environment}
    named = {**os.environ, "NEUROREF_DATA": str(SMALL), **wanted}
    child = pexpect.spawn(
        sys.executable,
        ["-m", "neuroref", "causes"],
        dimensions=(4, 80),
        env={name: value for name, value in named.items() if value is not None},
        timeout=30,
    )
    output = child.read()
    child.close()
    assert (child.exitstatus, output.startswith(b"paged"), b"nutrition" in output) == (0, paged, True)


@needs_posix("terminal to drive (pexpect)")
@pytest.mark.parametrize(
    ("name", "version", "linked"),
    [
        ("less", "less 566 (POSIX regular expressions)", True),
        ("less", "less 590.1 (GNU regular expressions)", True),
        ("less", "less 551 (GNU regular expressions)", False),
        ("less", "BusyBox v1.36.1 multi-call binary.", False),
        ("less", "", False),
        ("other", "less 590", False),
    ],
)
def test_a_pager_gets_hyperlinks_if_it_is_known_to_pass_them_on(
    tmp_path: Path, name: str, version: str, linked: bool
) -> None:
    """An older less shows them as codes. Colours it always gets, and a bare less is told to pass them on."""
    pager = tmp_path / name
    pager.write_text(f'#!/bin/sh\n[ "$1" = --version ] && echo "{version}" && exit\necho "LESS=$LESS"\ncat\n', "utf-8")
    pager.chmod(0o755)
    environment = {**os.environ, "NEUROREF_DATA": str(SMALL), "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}
    environment.pop("LESS", None)
    child = pexpect.spawn(
        sys.executable,
        ["-m", "neuroref", "show", "cortisol"],
        dimensions=(4, 80),
        env={**environment, "NEUROREF_PAGER": f"{name} -i"},
        timeout=30,
    )
    output = child.read()
    child.close()
    assert (child.exitstatus, output.startswith(b"LESS=FRX"), b"\x1b[1;36mCortisol" in output) == (0, True, True)
    assert (b"\x1b]8;" in output, b"alpha.2001" in output) == (linked, linked)
    assert b"Alpha" in output


@needs_posix("terminal to drive (pexpect)")
@pytest.mark.parametrize(
    ("environment", "told"),
    [
        ({}, b"FRX, utf-8"),
        ({"LESS": ""}, b"-R , utf-8"),
        ({"LESS": "-iM -x4"}, b"-R -iM -x4, utf-8"),
        ({"LESSCHARSET": "latin1"}, b"FRX, latin1"),
        ({"PYTHONIOENCODING": "latin-1"}, b"FRX, "),
    ],
)
def test_a_pager_is_told_of_colours_and_letters(environment: dict[str, str], told: bytes) -> None:
    """Else less shows both as codes: where LESS is set without R, and in a locale of which Python made UTF-8."""
    mine = {name: value for name, value in os.environ.items() if name not in ("LESS", "LESSCHARSET", "LANG")}
    child = pexpect.spawn(
        sys.executable,
        ["-m", "neuroref", "show", "cortisol"],
        dimensions=(4, 80),
        env={
            **mine,
            "LC_ALL": "C",
            "NEUROREF_DATA": str(SMALL),
            "NEUROREF_PAGER": 'echo "$LESS, $LESSCHARSET"',
            **environment,
        },
        timeout=30,
    )
    assert child.read() == told + b"\r\n"


@needs_posix("terminal to drive (pexpect)")
def test_an_interruption_is_the_pagers_as_long_as_it_runs() -> None:
    """Ctrl-C there ends a search or a wait; who ended the program would leave the pager without its terminal."""
    pager = f'{sys.executable} -c \'import signal, sys, time; signal.signal(2, lambda *_: print("interrupted", flush=True)); '
    pager += 'sys.stdin.read(); print("paging", flush=True); time.sleep(1); print("paged")\''
    environment = {**os.environ, "NEUROREF_DATA": str(SMALL), "NEUROREF_PAGER": pager}
    child = pexpect.spawn(sys.executable, ["-m", "neuroref", "causes"], dimensions=(4, 80), env=environment, timeout=30)
    child.expect("paging")
    child.sendintr()
    child.expect("interrupted")
    child.expect("paged")
    child.expect(pexpect.EOF)
    child.close()
    assert (child.exitstatus, child.signalstatus) == (0, None)


@pytest.mark.parametrize("arguments", [["--format", "svg"], ["--color", "always"]])
def test_a_dumb_terminal_is_as_wide_as_another(run: Run, monkeypatch: pytest.MonkeyPatch, arguments: list[str]) -> None:
    """Rich takes one to be of 80 columns, and cuts off what is beyond them."""
    wide = [run("links", *arguments, data=SMALL, columns=columns).out for columns in (120, 80)]
    monkeypatch.setenv("TERM", "dumb")
    assert [run("links", *arguments, data=SMALL, columns=columns).out for columns in (120, 80)] == wide
    assert wide[0] != wide[1]


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
    for command in ("causes", "matrix", "show cortisol", "search serotonin", "by-transmitter serotonin"):
        assert "?" not in run(*command.split(), data=SMALL, encoding="ascii").out, command
