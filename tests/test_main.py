"""The program as people run it: first in a real terminal, then every command, format, option and error."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shlex
import subprocess
import sys
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import pexpect
import pyte
import pytest
from conftest import SMALL, Run

from neuroref import cli
from neuroref.commands import COMMANDS

LISTING = [name for name in COMMANDS if name not in ("schema", "cite", "export")]
ARGUMENTS = {
    "show": ["cortisol"],
    "by-transmitter": ["serotonin"],
    "by-condition": ["depression"],
    "compare": ["cortisol", "iron"],
    "related": ["cortisol"],
    "path": ["stress", "gaba"],
    "search": ["serotonin"],
    "validate": [str(SMALL)],
}


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


def test_show_inflammation_in_a_terminal() -> None:
    screen = terminal("show inflammation", 80, 400)
    assert screen[0].startswith("Chronic inflammation  cause · inflammation")
    assert "Pathways" in screen
    assert any(line.startswith("Examples  3") for line in screen)
    assert any("↓ dopamine · synthesis · moderate" in line for line in screen)
    assert any(line.startswith("Interferon-alpha") for line in screen)
    assert screen[-1] == "" and max(map(len, screen)) <= 80


@pytest.mark.parametrize("columns", [24, 40, 80, 140])
@pytest.mark.parametrize(
    "command", ["causes", "show alcohol", "show serotonin", "show depression", "by-transmitter serotonin", "terms"]
)
def test_screens_keep_to_the_terminal_and_cut_nothing(command: str, columns: int) -> None:
    screen = terminal(command, columns, 1500)
    wide = terminal(command, 200, 1500)
    assert max(map(len, screen)) <= columns
    assert "…" not in "".join(screen).replace("…”", "").replace("… ", "")
    letters = [sorted("".join(lines).replace(" ", "").replace("·", "")) for lines in (screen, wide)]
    if command == "terms":
        assert letters[0] == letters[1]


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
    assert {"serotonin", "contested", "signalling", "depressive"} <= set(narrow.split())


def test_latin_1_gets_ascii_in_place_of_arrows(run: Run) -> None:
    result = run("show", "cortisol", data=SMALL, encoding="latin-1")
    assert "v serotonin" in result.out and "^v GABA" in result.out
    assert "Béta" in result.out
    assert "Beta" in run("show", "cortisol", data=SMALL, encoding="ascii").out


def test_alone_it_welcomes_with_five_things_to_type(run: Run) -> None:
    result = run()
    commands = [line for line in result.out.splitlines() if line.startswith("  neuroref")]
    assert result.code == 0 and len(commands) == 5
    for line in commands:
        assert run(*shlex.split(line)[1:]).code == 0
    assert max(map(len, result.out.splitlines())) <= 40  # it is not drawn, so the terminal would break its lines


@pytest.mark.parametrize("name", list(COMMANDS))
def test_help_fits_a_narrow_screen(run: Run, name: str) -> None:
    shown = run(name, "--help", columns=40).out.split("Examples:")[0]
    too_long = [line for line in shown.splitlines() if len(line) > 40 and not line.startswith("  -")]
    assert too_long == []
    assert max(map(len, run(name, "--help", columns=80).out.split("Examples:")[0].splitlines())) <= 80


def test_causes_lists_only_the_causes_asked_for(run: Run) -> None:
    assert [row["id"] for row in json.loads(run("causes", "--json", "--cause", "nutrition", data=SMALL).out)] == [
        "nutrition"  # though its cortisol stands under stress
    ]


def test_version(run: Run) -> None:
    assert run("--version").out == "neuroref 0.1.0\n"


def test_module_runs(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "neuroref", "--version"], capture_output=True, cwd=tmp_path, check=True
    )
    assert done.stdout == b"neuroref 0.1.0\n"


@pytest.mark.parametrize("name", list(COMMANDS))
def test_help_ends_with_examples_that_work(
    run: Run, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = run(name, "--help")
    assert result.code == 0
    tail = result.out.split("Examples:\n")[1]
    assert tail.split() == " ".join(COMMANDS[name].examples).split()
    assert 2 <= len(COMMANDS[name].examples) <= 3
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data").symlink_to(SMALL.parent.parent / "data")
    (tmp_path / "my-dataset.yaml").write_bytes(SMALL.read_bytes())
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    for line in COMMANDS[name].examples:
        words = line.split(" | ")[0]
        done = subprocess.run(["bash", "-c", words], capture_output=True, env=environment, check=False)
        assert (done.returncode, done.stderr) in ((0, b""), (0, done.stderr if "seratonin" in line else b"")), line


def test_root_help_lists_every_command_whole(run: Run) -> None:
    help_text = run("--help").out
    for name in COMMANDS:
        assert f"\n  {name} " in help_text
    assert "..." not in help_text.split("Commands:")[1]


# -- formats -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", LISTING)
def test_every_format_of_every_command(run: Run, name: str) -> None:
    arguments = [name, *ARGUMENTS.get(name, [])]
    answers = {
        form: run(*arguments, "--format", form, data=SMALL)
        for form in ("table", "json", "jsonl", "csv", "tsv", "markdown")
    }
    assert all(answer.code == 0 and answer.out for answer in answers.values())
    whole = json.loads(answers["json"].out)
    lines = [json.loads(line) for line in answers["jsonl"].out.splitlines()]
    assert lines == (whole if isinstance(whole, list) else [whole])
    rows = list(csv.reader(io.StringIO(answers["csv"].out)))
    assert len({len(row) for row in rows}) == 1 and len(rows) > 1
    assert rows == list(csv.reader(io.StringIO(answers["tsv"].out), delimiter="\t"))
    assert run(*arguments, "--json", data=SMALL) == answers["json"]
    assert "\x1b" not in answers["markdown"].out
    if isinstance(whole, list):
        assert len(rows) == len(whole) + 1


@pytest.mark.parametrize("name", LISTING)
def test_every_screen_is_a_picture_and_a_web_page_too(run: Run, name: str) -> None:
    """Both stand alone: a slide or a page that calls home for a font would tell others what is read."""
    arguments = [name, *ARGUMENTS.get(name, [])]
    picture = run(*arguments, "--format", "svg", data=SMALL).out
    page = run(*arguments, "--format", "html", data=SMALL).out
    root = ElementTree.fromstring(picture)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    words = " ".join(root.itertext()).replace("\xa0", " ")
    for word in run(*arguments, data=SMALL).out.split()[:3]:
        assert word in words
        assert word in page
    assert "@font-face" not in picture + page
    assert not re.search(
        r'(src|href|url\()\s*=?\s*["(]https?://(?!doi|pmc|www\.ncbi|pubmed|identifiers|meshb)', picture + page
    )


def test_links_csv_has_one_row_an_effect(run: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(run("links", "--format", "csv", data=SMALL).out)))
    assert len(rows) == 5
    wanted = (
        "cause",
        "example",
        "kind",
        "transmitter",
        "direction",
        "process",
        "phase",
        "species",
        "evidence",
        "references",
    )
    assert [rows[0][name] for name in wanted] == [
        "stress", "cortisol", "hormone", "serotonin", "decrease", "synthesis", "chronic", "human", "limited", "alpha-2001",
    ]  # fmt: skip


def test_csv_cells_are_no_formulas(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "formula.yaml"
    path.write_text(SMALL.read_text("utf-8").replace("name: Iron deficiency", "name: =1+1"), "utf-8")
    rows = list(csv.DictReader(io.StringIO(run("links", "-f", "csv", data=path).out)))
    assert rows[-1]["name"] == "'=1+1"


def test_show_one_is_an_object_and_several_are_an_array(run: Run) -> None:
    assert json.loads(run("show", "GABA", "--json", data=SMALL).out)["id"] == "gaba"
    several = json.loads(run("show", "gaba", "iron", "--json", data=SMALL).out)
    assert [one["id"] for one in several] == ["gaba", "iron"]
    piped = run("show", "-", "--json", data=SMALL, stdin=b"low iron\n\ncortisol\n")
    assert [one["id"] for one in json.loads(piped.out)] == ["iron", "cortisol"]
    assert [one["id"] for one in json.loads(run("show", "-", "--json", data=SMALL, stdin=b"iron").out)] == ["iron"]


def test_show_names_the_unknown_and_answers_the_rest(run: Run) -> None:
    result = run("show", "iron", "coritsol", "gaba", "--json", data=SMALL)
    assert result.code == 1
    assert [one["id"] for one in json.loads(result.out)] == ["iron", "gaba"]
    assert result.err == "neuroref: no entry named 'coritsol' — did you mean cortisol?\n"


def test_show_csv_of_references_and_others_apart(run: Run) -> None:
    sources = list(csv.DictReader(io.StringIO(run("show", "alpha-2001", "-f", "csv", data=SMALL).out)))
    assert sources[0]["DOI"] == "10.1000/alpha.2001"
    mixed = run("show", "alpha-2001", "iron", "-f", "csv", data=SMALL)
    assert (mixed.code, mixed.out) == (2, "") and "different columns" in mixed.err


def test_full_and_sources(run: Run) -> None:
    short = run("show", "stress", data=SMALL).out
    assert "less serotonin was made" not in short and "https" not in short
    full = " ".join(run("show", "stress", "--full", "--sources", data=SMALL).out.split())
    assert "In 14 people less serotonin was made." in full
    assert "One small study." in full
    assert "Alpha AB, Beta C. Cortisol and the making of serotonin. Journal of Tests. 2001;12(3):1-9." in full
    assert "DOI 10.1000/alpha.2001" in full


def test_health_screens_end_with_the_disclaimer(run: Run) -> None:
    for arguments in (["causes"], ["show", "cortisol"], ["by-condition", "depression"], ["search", "iron"], ["links"]):
        assert run(*arguments, data=SMALL).out.splitlines()[-1] == "Not medical advice."
    assert "Not medical advice" in run("schema", "links", data=SMALL).out


# -- filters -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "examples"),
    [
        (["--cause", "stress"], ["cortisol", "depression"]),
        (["--cause", "nutrition"], ["cortisol", "iron"]),
        (["--kind", "hormone,nutrient"], ["cortisol", "iron"]),
        (["--kind", "hormone", "--kind", "nutrient"], ["cortisol", "iron"]),
        (["--transmitter", "GABA"], ["cortisol", "iron"]),
        (["--direction", "increase"], ["iron"]),
        (["--direction", "decrease,mixed"], ["cortisol", "depression"]),
        (["--process", "synthesis"], ["cortisol"]),
        (["--phase", "acute"], ["iron"]),
        (["--species", "human"], ["cortisol", "depression"]),
        (["--evidence", "contested"], ["cortisol", "depression"]),
        (["--min-evidence", "limited"], ["cortisol", "iron"]),
        (["--condition", "low mood"], ["cortisol", "depression"]),
        (["--transmitter", "serotonin", "--direction", "decrease", "--evidence", "Limited"], ["cortisol"]),
    ],
)
def test_filters_mean_the_same_everywhere(run: Run, options: list[str], examples: list[str]) -> None:
    links = json.loads(run("links", "--json", *options, data=SMALL).out)
    assert sorted({link["example"] for link in links}) == examples
    listed = json.loads(run("examples", "--json", *options, data=SMALL).out)
    assert sorted(row["id"] for row in listed) == examples
    assert sum(row["links"] for row in listed) == len(links)
    counted = json.loads(run("transmitters", "--json", *options, data=SMALL).out)
    assert {row["id"]: row["links"] for row in counted} == {
        one: sum(link["transmitter"] == one for link in links) for one in {link["transmitter"] for link in links}
    }
    causes = json.loads(run("causes", "--json", *options, data=SMALL).out)
    for row in causes:
        assert row["links"] == sum(row["id"] in (link["cause"], *link["also_under"]) for link in links)
    for transmitter in {link["transmitter"] for link in links}:
        grouped = json.loads(run("by-transmitter", transmitter, "--json", *options, data=SMALL).out)
        found = [link for group in grouped["causes"] for one in group["examples"] for link in one["links"]]
        assert sorted(map(str, found)) == sorted(str(link) for link in links if link["transmitter"] == transmitter)
    exported = json.loads(run("export", *options, data=SMALL).out)
    kept = [(one["id"], len(one["effects"])) for cause in exported["causes"] for one in cause["examples"]]
    assert dict(kept) == Counter(link["example"] for link in links)
    tied = [link for link in links if "depression" in link["conditions"]]
    for rows in ("cause", "example", "kind", *(["condition"] if tied else [])):
        crossed = json.loads(run("matrix", "--rows", rows, "--json", *options, data=SMALL).out)
        assert crossed["links"] == len(links)
        if rows == "example":
            assert {row["id"]: row["links"] for row in crossed["rows"]} == dict(kept)
    by_condition = run("by-condition", "depression", "--json", *options, data=SMALL)
    if tied:
        assert json.loads(by_condition.out)["links"] == len(tied)
    else:
        assert by_condition == (1, "", "neuroref: nothing found\n")


def test_every_command_with_link_filters_is_among_those() -> None:
    filtered = {name for name, command in COMMANDS.items() if "min_evidence" in command.shared}
    assert filtered == {
        "links", "examples", "transmitters", "causes", "by-transmitter", "by-condition", "matrix", "export"
    }  # fmt: skip


def test_references_and_conditions_have_their_filters(run: Run) -> None:
    assert [
        row["id"] for row in json.loads(run("references", "--study", "review,textbook", "--json", data=SMALL).out)
    ] == [
        "beta-2002",
        "gamma-2003",
    ]
    assert [row["id"] for row in json.loads(run("references", "--cause", "nutrition", "--json", data=SMALL).out)] == [
        "alpha-2001",
        "beta-2002",
        "gamma-2003",
    ]
    assert [row["causes"] for row in json.loads(run("conditions", "--cause", "stress", "--json", data=SMALL).out)] == [
        ["stress"]
    ]
    assert run("conditions", "--cause", "nutrition", data=SMALL).code == 1


def test_search_within_kinds_and_limit(run: Run) -> None:
    hits = json.loads(run("search", "serotonin", "--in", "example,cause", "--json", data=SMALL).out)
    assert hits and {hit["entry"] for hit in hits} <= {"example", "cause"}
    assert len(json.loads(run("search", "serotonin", "--limit", "1", "--json", data=SMALL).out)) == 1


# -- errors ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["show", "seratonin"], 1, "no entry named 'seratonin' — did you mean serotonin?"),
        (["show", "xyzzy"], 1, "no entry named 'xyzzy'"),
        (["show", "cause:iron"], 1, "no cause named 'cause:iron'"),
        (["show", "?"], 1, "no entry named '?'"),
        (["by-transmitter", "seratonin"], 1, "no transmitter named 'seratonin' — did you mean serotonin?"),
        (["by-transmitter", "iron"], 1, "no transmitter named 'iron'"),
        (["by-condition", "depresion"], 1, "no condition named 'depresion' — did you mean depression?"),
        (["search", "xyzzyx"], 1, "nothing found"),
        (["search", "..."], 1, "nothing found"),
        (["links", "--direction", "mixed", "--phase", "acute"], 1, "nothing found"),
        (["links", "--json", "--direction", "mixed", "--phase", "acute"], 1, "nothing found"),
        (["schema", "linkz"], 1, "no schema named 'linkz' — did you mean 'links'?"),
        (["terms", "evidense"], 1, "no vocabulary named 'evidense' — did you mean 'evidence'?"),
        (["causes", "--direction", "decreese"], 2, "unknown direction 'decreese' — did you mean 'decrease'?"),
        (["causes", "--min-evidence", "high"], 2, "unknown evidence 'high'; it is one of strong, moderate, limited, preclinical, contested"),
        (["causes", "--transmitter", "gabba"], 2, "no transmitter named 'gabba' — did you mean gaba?"),
        (["causes", "--transmitter", ","], 2, "--transmitter is empty"),
        (["references", "--study", "revew"], 2, "unknown study 'revew' — did you mean 'review'?"),
        (["search", "x", "--in", "exampel"], 2, "unknown kind 'exampel' — did you mean 'example'?"),
        (["search", "x", "--limit", "0"], 2, "invalid value for '--limit': 0 is not in the range 1<=x<=10000 — see neuroref search --help"),
        (["causes", "--json", "--format", "csv"], 2, "--json and --format csv contradict each other"),
        (["causes", "--colour", "always"], 2, "no such option: --colour — did you mean '--color'? — see neuroref causes --help"),
        (["show"], 2, "missing argument 'NAME...' — see neuroref show --help"),
        (["show", "-"], 2, "no name given"),
        (["cuases"], 2, "no such command 'cuases' — did you mean 'causes'? — see neuroref --help"),
    ],
)  # fmt: skip
def test_error_is_one_line(run: Run, arguments: list[str], code: int, message: str) -> None:
    assert run(*arguments, data=SMALL) == (code, "", f"neuroref: {message}\n")


def test_a_word_too_many_is_wrong_usage(run: Run) -> None:
    result = run("causes", "extra", data=SMALL)
    assert (result.code, result.out, result.err.count("\n")) == (2, "", 1)
    assert "(extra) — see neuroref causes --help" in result.err


def test_two_entries_of_one_name_must_be_told_apart(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "twins.yaml"
    path.write_text(SMALL.read_text("utf-8").replace("aliases: [low iron]", "aliases: [low mood]"), "utf-8")
    assert run("show", "low mood", data=path) == (
        2, "", "neuroref: 'low mood' names 2 entries — say example:iron or condition:depression\n",
    )  # fmt: skip
    assert json.loads(run("show", "condition:low mood", "--json", data=path).out)["entry"] == "condition"


def test_arguments_never_act_on_the_terminal(run: Run) -> None:
    for arguments in (
        ["show", "\x1b[31mred"],
        ["causes", "--kind", "\x1b]0;x\x07"],
        ["\x1b[2J"],
        ["search", "\x1bx\u202e"],
    ):
        result = run(*arguments, data=SMALL)
        assert result.code in (1, 2)
        assert result.err.rstrip("\n").isprintable()


def test_markup_in_data_stays_text(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "markup.yaml"
    path.write_text(
        SMALL.read_text("utf-8").replace("name: Iron deficiency", "name: '[red]Iron[/red] *x* <b>'"), "utf-8"
    )
    assert "[red]Iron[/red] *x* <b>" in run("show", "iron", data=path).out
    assert "\\[red\\]Iron\\[/red\\] \\*x\\* \\<b\\>" in run("show", "iron", "-f", "markdown", data=path).out


# -- where the answer goes ---------------------------------------------------------------------------------------------


def test_output_is_a_whole_file(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "links.csv"
    target.write_text("old")
    assert run("links", "-f", "csv", "-o", str(target), data=SMALL) == (0, "", "")
    assert target.read_text().count("\n") == 6
    assert os.listdir(tmp_path) == ["links.csv"]
    assert target.stat().st_mode & 0o777 == 0o666 & ~_umask()
    assert run("links", "-f", "csv", "-o", "-", data=SMALL).out == target.read_text()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_output_replaces_a_link_and_leaves_what_it_led_to(run: Run, tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_text("precious")
    (tmp_path / "out").symlink_to(precious)
    assert run("causes", "--json", "-o", str(tmp_path / "out"), data=SMALL).code == 0
    assert precious.read_text() == "precious" and not (tmp_path / "out").is_symlink()


def test_output_replaces_a_link_to_a_device_too(run: Run, tmp_path: Path) -> None:
    """A link that somebody else left must not decide where an answer goes."""
    link = tmp_path / "answer.json"
    link.symlink_to("/dev/null")
    assert run("causes", "--json", "--output", str(link), data=SMALL).code == 0
    assert not link.is_symlink()
    assert json.loads(link.read_text("utf-8"))


def test_output_to_a_device_and_to_places_that_do_not_work(run: Run, tmp_path: Path) -> None:
    assert run("causes", "-o", "/dev/null", data=SMALL) == (0, "", "")
    assert Path("/dev/null").is_char_device()
    for target, reason in ((tmp_path, "it is a folder"), (tmp_path / "no" / "where", "no such file or directory")):
        result = run("causes", "-o", str(target), data=SMALL)
        assert result == (2, "", f"neuroref: cannot write {target}: {reason}\n")


def test_head_ends_quietly() -> None:
    command = f"{sys.executable} -m neuroref links --format jsonl | head -n 1"
    done = subprocess.run(["bash", "-c", f"{command}; echo ${{PIPESTATUS[0]}}"], capture_output=True, check=True)
    assert done.stdout.splitlines()[-1] == b"0"
    assert done.stderr == b""


def test_closed_standard_output_is_an_error_of_one_line() -> None:
    done = subprocess.run(["bash", "-c", f"{sys.executable} -m neuroref causes >&-"], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (2, b"neuroref: standard output is closed\n")


def test_full_device_is_an_error_of_one_line() -> None:
    done = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m neuroref causes >/dev/full"], capture_output=True, check=False
    )
    assert done.returncode == 2
    assert done.stderr == b"neuroref: cannot write to standard output: no space left on device\n"


def test_interrupt_exits_130(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("neuroref.reference.Reference.causes", interrupted)
    assert run("causes", data=SMALL) == (130, "", "")


def test_a_fault_of_ours_is_one_line_too(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def faulty(*_: object) -> None:
        raise KeyError("a\nfault")

    monkeypatch.setattr("neuroref.reference.Reference.causes", faulty)
    monkeypatch.delenv("NEUROREF_DEBUG")
    result = run("causes", data=SMALL)
    assert (result.code, result.out, result.err.count("\n")) == (3, "", 1)
    assert result.err.startswith("neuroref: unexpected KeyError: 'a\\nfault'")
    monkeypatch.setenv("NEUROREF_DEBUG", "1")
    with pytest.raises(KeyError):
        cli.main(["causes"])


def test_dataset_is_chosen_by_option_before_environment(run: Run, tmp_path: Path) -> None:
    assert len(json.loads(run("causes", "--json", data=SMALL).out)) == 2
    other = tmp_path / "other.yaml"
    other.write_text(SMALL.read_text("utf-8").replace("name: Chronic stress", "name: Long stress"), "utf-8")
    assert "Long stress" in run("causes", "--data", str(other), data=SMALL).out


def test_start_imports_neither_rich_nor_yaml(tmp_path: Path) -> None:
    script = (
        "import sys\nfrom neuroref import cli\nsys.argv = ['neuroref', 'causes', '--json']\n"
        "try:\n    cli.main()\nexcept SystemExit as end:\n    assert end.code == 0\n"
        "print(*sorted({name.partition('.')[0] for name in sys.modules} & {'rich', 'yaml'}), file=sys.stderr)\n"
    )
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path)}
    runs = [
        subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=environment, check=True)
        for _ in range(2)
    ]
    assert runs[0].stderr.split() == ["yaml"]  # the first run compiles
    assert runs[1].stderr.split() == []
    assert runs[0].stdout == runs[1].stdout


def test_main_without_arguments_reads_the_command_line(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["neuroref", "--version"])
    with pytest.raises(SystemExit) as end:
        cli.main()
    assert end.value.code == 0


# -- several names -----------------------------------------------------------------------------------------------------


def test_by_takes_several_names(run: Run) -> None:
    both = json.loads(run("by-transmitter", "5-HT", "gaba", "--json", data=SMALL).out)
    alone = [json.loads(run("by-transmitter", name, "--json", data=SMALL).out) for name in ("serotonin", "gaba")]
    assert both == alone
    screen = run("by-transmitter", "serotonin", "gaba", data=SMALL).out
    assert "What raises and lowers serotonin" in screen
    assert "What raises and lowers GABA" in screen
    one = json.loads(run("by-condition", "-", "--json", data=SMALL, stdin=b"depression\n").out)
    assert isinstance(one, list)
    assert len(one) == 1
    rows = run("by-transmitter", "serotonin", "gaba", "--format", "csv", data=SMALL).out.splitlines()
    assert len(rows) == 6


@pytest.mark.parametrize("command", ["show", "by-transmitter", "cite"])
def test_one_unknown_name_among_several_is_named_and_the_others_answered(run: Run, command: str) -> None:
    result = run(command, "serotonin", "seratonim", "gaba", data=SMALL)
    assert result.code == 1
    assert result.err.startswith("neuroref: no ")
    assert "'seratonim' — did you mean" in result.err
    assert len(result.err.splitlines()) == 1
    assert result.out
    alone = run(command, "serotonin", "gaba", data=SMALL)
    assert (alone.code, alone.out) == (0, result.out)


def test_compare_goes_on_without_an_unknown_name(run: Run) -> None:
    result = run("compare", "cortisol", "irom", "depression", data=SMALL)
    assert (result.code, result.err) == (1, "neuroref: no entry named 'irom' — did you mean iron?\n")
    assert result.out == run("compare", "cortisol", "depression", data=SMALL).out
    lonely = run("compare", "cortisol", "irom", data=SMALL)
    assert (lonely.code, lonely.out) == (1, "")


def test_several_with_a_filter_that_leaves_nothing(run: Run) -> None:
    result = run("by-transmitter", "serotonin", "gaba", "--phase", "withdrawal", data=SMALL)
    assert (result.code, result.out, result.err) == (1, "", "neuroref: nothing found\n")
