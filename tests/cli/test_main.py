"""The program as a whole: its welcome and help, its errors of one line, and where its answers go."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import SMALL, Run, needs_posix

from neuroref.cli import main as cli
from neuroref.cli.registry import COMMANDS

pytestmark = pytest.mark.usefixtures("unmeasured_programs")


def test_alone_it_welcomes_with_five_things_to_type(run: Run) -> None:
    result = run()
    commands = [line for line in result.out.splitlines() if line.startswith("  neuroref")]
    assert result.code == 0 and len(commands) == 5
    for line in commands:
        assert run(*shlex.split(line)[1:]).code == 0
    assert max(map(len, result.out.splitlines())) <= 40  # it is not drawn, so the terminal would break its lines


@pytest.mark.parametrize("name", list(COMMANDS))
def test_help_names_values_by_what_they_are(run: Run, name: str) -> None:
    assert "range>" not in run(name, "--help").out


@pytest.mark.parametrize("name", list(COMMANDS))
def test_help_fits_a_narrow_screen(run: Run, name: str) -> None:
    """Examples, too, and what goes on below is still one command to a shell."""
    for columns in (40, 60, 80):
        shown = run(name, "--help", columns=columns).out
        assert [line for line in shown.splitlines() if len(line) > columns or line != line.rstrip()] == []
        assert "<int" not in shown  # a number is called NUMBER
        examples = shown.partition("Examples:\n")[2].replace(" \\\n", "").splitlines()
        assert [" ".join(line.split()) for line in examples] == list(COMMANDS[name].examples)


def test_version(run: Run) -> None:
    assert run("--version").out == "neuroref 0.1.0, data 2026.11.5\n"
    assert run("--version", data=SMALL).out.startswith("neuroref 0.1.0, data ")


def test_module_runs(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "neuroref", "--version"], capture_output=True, cwd=tmp_path, check=True
    )
    assert done.stdout.startswith(b"neuroref 0.1.0, data ")


@needs_posix("bash of its own")
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


@pytest.mark.parametrize("name", list(COMMANDS))
def test_what_to_type_stands_among_the_examples_of_a_help(run: Run, name: str) -> None:
    """In prose a line may end in the middle of it."""
    usage, *prose = run(name, "--help").out.split("Examples:\n")[0].splitlines()
    assert usage.startswith(f"Usage: neuroref {name}") and [line for line in prose if "neuroref " in line] == []


@pytest.mark.parametrize("columns", range(30, 161, 3))
def test_the_name_of_a_variable_stays_with_what_it_is(run: Run, columns: int) -> None:
    assert "[env: NEUROREF_DATA]" in run("links", "--help", columns=columns).out


@pytest.mark.parametrize("encoding", ["cp437", "latin-1", "ascii"])
def test_help_goes_to_a_screen_of_any_encoding(run: Run, encoding: str) -> None:
    """Those of old consoles have no dots in one letter."""
    result = run("links", "--help", encoding=encoding)
    assert (result.code, result.err) == (0, "")
    assert "--min-evidence" in result.out
    assert encoding != "ascii" or (result.out.isascii() and "medication ..." in result.out and "?" not in result.out)


def test_root_help_lists_every_command_whole(run: Run) -> None:
    help_text = run("--help").out
    for name in COMMANDS:
        assert f"\n  {name} " in help_text
    assert "..." not in help_text.partition("Commands to")[2]


# -- errors ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["show", "seratonin"], 1, "no entry named 'seratonin' — did you mean serotonin?"),
        (["show", "xyzzy"], 1, "no entry named 'xyzzy' — neuroref examples lists what there is"),
        (["show", "demands"], 1, "no entry named 'demands' — neuroref search demands shows what speaks of it"),
        (["show", "gama 2003"], 1, "no entry named 'gama 2003' — did you mean gamma-2003?"),
        (["show", "lasting demands"], 1, "no entry named 'lasting demands' — neuroref search 'lasting demands' shows what speaks of it"),
        (["show", "cause:iron"], 1, "no cause named 'iron' — it is an example: neuroref show iron"),
        (["show", "?"], 1, "no entry named '?' — neuroref examples lists what there is"),
        (["by-transmitter", "seratonin"], 1, "no transmitter named 'seratonin' — did you mean serotonin?"),
        (["by-transmitter", "iron"], 1, "no transmitter named 'iron' — it is an example: neuroref show iron"),
        (["by-condition", "depresion"], 1, "no condition named 'depresion' — did you mean depression?"),
        (["search", "xyzzyx"], 1, "nothing found: nothing says 'xyzzyx'"),
        (["search", "tryptophan", "--in", "example"], 1, "nothing found in example; there are 1 in transmitter"),
        (["search", "..."], 1, "nothing found"),
        (["links", "--direction", "mixed", "--phase", "acute"], 1, "nothing found: of 5 links, 1 has direction mixed, 1 has phase acute"),
        (["links", "--json", "--direction", "mixed", "--phase", "acute"], 1, "nothing found: of 5 links, 1 has direction mixed, 1 has phase acute"),
        (["by-transmitter", "gaba", "--direction", "decrease"], 1, "nothing found: of 2 links of gaba, none has direction decrease"),
        (["links", "--transmitter", "gaba", "--condition", "depression", "--phase", "acute"], 1, "nothing found: of 1 link of gaba and depression, none has phase acute"),
        (["schema", "linkz"], 1, "no schema named 'linkz' — did you mean 'links'?"),
        (["terms", "evidense"], 1, "no word or vocabulary 'evidense' — did you mean 'evidence'?"),
        (["causes", "--direction", "decreese"], 2, "unknown direction 'decreese' — did you mean 'decrease'?"),
        (["causes", "--min-evidence", "high"], 2, "unknown evidence 'high'; it is one of strong, moderate, limited, preclinical, contested"),
        (["causes", "--transmitter", "gabba"], 2, "no transmitter named 'gabba' — did you mean gaba?"),
        (["causes", "--transmitter", "xyz"], 2, "no transmitter named 'xyz' — neuroref transmitters lists them"),
        (["causes", "--transmitter", ","], 2, "--transmitter is empty"),
        (["references", "--study", "revew"], 2, "unknown study 'revew' — did you mean 'review'?"),
        (["search", "x", "--in", "exampel"], 2, "unknown kind 'exampel' — did you mean 'example'?"),
        (["search", "x", "--limit", "0"], 2, "invalid value for '--limit': 0 is not in the range 1<=x<=10000 — see neuroref search --help"),
        (["search", "x", "--limit", "ten"], 2, "invalid value for '--limit': 'ten' is not a whole number — see neuroref search --help"),
        (["causes", "--json", "--format", "csv"], 2, "--json and --format csv contradict each other"),
        (["causes", "--colour", "always"], 2, "no such option: --colour — did you mean '--color'?"),
        (["show"], 2, "missing argument 'NAME...' — see neuroref show --help"),
        (["show", "-"], 2, "no name given"),
        (["--data", "x.yaml", "causes"], 2, "no such option before the command: --data — see neuroref --help"),
        (["serch", "iron"], 2, "no such command 'serch' — did you mean 'search'?"),
        (["cuases"], 2, "no such command 'cuases' — did you mean 'causes'?"),
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


def test_each_of_several_names_may_say_its_kind(run: Run) -> None:
    shown = run("show", "cause:stress", "condition:depression", "cause:low iron", "--json", data=SMALL)
    assert [(one["entry"], one["id"]) for one in json.loads(shown.out)] == [
        ("cause", "stress"),
        ("condition", "depression"),
    ]
    assert shown.err.startswith("neuroref: no cause named 'low iron' — it is an example")


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
    assert "\\[red\\]Iron\\[/red\\] \\*x\\* &lt;b\\>" in run("show", "iron", "-f", "markdown", data=path).out


# -- where the answer goes ---------------------------------------------------------------------------------------------


def test_output_is_a_whole_file(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "links.csv"
    target.write_text("old")
    assert run("links", "-f", "csv", "-o", str(target), data=SMALL) == (0, "", "")
    assert target.read_text("utf-8").count("\n") == 6
    assert os.listdir(tmp_path) == ["links.csv"]
    assert target.stat().st_mode & 0o777 == 0o666 & ~_umask()
    assert run("links", "-f", "csv", "-o", "-", data=SMALL).out == target.read_text("utf-8")


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


@needs_posix("links that everybody may make")
def test_output_replaces_a_link_and_leaves_what_it_led_to(run: Run, tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_text("precious")
    (tmp_path / "out").symlink_to(precious)
    assert run("causes", "--json", "-o", str(tmp_path / "out"), data=SMALL).code == 0
    assert precious.read_text() == "precious" and not (tmp_path / "out").is_symlink()


@needs_posix("devices that are files")
def test_output_to_a_device(run: Run) -> None:
    assert run("causes", "-o", "/dev/null", data=SMALL) == (0, "", "")
    assert Path("/dev/null").is_char_device()


def test_output_to_places_that_do_not_work(run: Run, tmp_path: Path) -> None:
    for target, reason in ((tmp_path, "it is a folder"), (tmp_path / "no" / "where", "no such file or directory")):
        result = run("causes", "-o", str(target), data=SMALL)
        assert result == (2, "", f"neuroref: cannot write {target}: {reason}\n")


@needs_posix("bash of its own")
def test_head_ends_quietly() -> None:
    command = f"{sys.executable} -m neuroref links --format jsonl | head -n 1"
    done = subprocess.run(["bash", "-c", f"{command}; echo ${{PIPESTATUS[0]}}"], capture_output=True, check=True)
    assert done.stdout.splitlines()[-1] == b"0"
    assert done.stderr == b""


@needs_posix("bash of its own")
def test_closed_standard_output_is_an_error_of_one_line() -> None:
    done = subprocess.run(["bash", "-c", f"{sys.executable} -m neuroref causes >&-"], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (2, b"neuroref: standard output is closed\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is full")
def test_full_device_is_an_error_of_one_line() -> None:
    done = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m neuroref causes >/dev/full"], capture_output=True, check=False
    )
    assert done.returncode == 2
    assert done.stderr == b"neuroref: cannot write to standard output: no space left on device\n"


def test_interrupt_exits_130(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("neuroref.questions.knowledge_base.KnowledgeBase.causes", interrupted)
    assert run("causes", data=SMALL) == (130, "", "")


def test_a_fault_of_ours_is_one_line_too(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def faulty(*_: object) -> None:
        raise KeyError("a\nfault")

    monkeypatch.setattr("neuroref.questions.knowledge_base.KnowledgeBase.causes", faulty)
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
    assert "Long stress" in run("causes", "--json", "--data", str(other), data=SMALL).out


def test_start_imports_neither_rich_nor_yaml(tmp_path: Path) -> None:
    script = (
        "import sys\nfrom neuroref.cli import main as cli\nsys.argv = ['neuroref', 'causes', '--json']\n"
        "try:\n    cli.main()\nexcept SystemExit as end:\n    assert end.code == 0\n"
        "print(*sorted({name.partition('.')[0] for name in sys.modules} & {'rich', 'yaml'}), file=sys.stderr)\n"
    )
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path)}
    runs = [
        subprocess.run(
            [sys.executable, "-c", script], capture_output=True, encoding="utf-8", env=environment, check=True
        )
        for _ in range(2)
    ]
    assert runs[0].stderr.split() == ["yaml"]  # the first run compiles
    assert runs[1].stderr.split() == []
    assert runs[0].stdout == runs[1].stdout


COMMAS = "Sedative, hypnotic or anxiolytic use disorder"


@pytest.mark.parametrize("name", ["Ärger", "“Anger”", "ångest", "α-Anger"])
def test_words_are_sorted_as_in_a_register(run: Run, tmp_path: Path, name: str) -> None:
    """Accents, Greek letters and quotation marks do not send a name behind Z."""
    data = tmp_path / "data.yaml"
    data.write_text(SMALL.read_text("utf-8").replace("name: Cortisol\n", f"name: {name}\n"), "utf-8")
    listed = run("examples", "--sort", "name", "--columns", "name", "--format", "csv", data=data).out.splitlines()
    assert (len(listed), listed[1]) == (4, name)


@pytest.mark.parametrize(
    ("asked", "same"),
    [
        (["links", "--condition", COMMAS], ["links", "--condition", "sedative-use-disorder"]),
        (
            ["links", "--condition", f"depression, {COMMAS},PTSD"],
            ["links", "--condition", "depression,sedative-use-disorder,ptsd"],
        ),
        (
            ["by-transmitter", "gaba", "--condition", COMMAS],
            ["by-transmitter", "gaba", "--condition", "sedative-use-disorder"],
        ),
        (
            ["transmitters", "--transmitter", "3,4-dihydroxyphenethylamine,GABA"],
            ["transmitters", "--transmitter", "dopamine,gaba"],
        ),
        (["links", "--molecule", "Indoleamine 2,3-dioxygenase 1"], ["links", "--molecule", "IDO1"]),
        (["claims", "--about", "3,4-dihydroxyphenethylamine,GABA"], ["claims", "--about", "dopamine,gaba"]),
        (
            ["export", "-f", "csv", "--condition", COMMAS],
            ["export", "-f", "csv", "--condition", "sedative-use-disorder"],
        ),
        (["show", f"GABA,{COMMAS}"], ["show", "GABA", COMMAS]),
        (["links", "--transmitter", "gaba, ,dopamine,"], ["links", "--transmitter", "gaba,dopamine"]),
    ],
)
def test_a_comma_in_a_name_divides_nothing(run: Run, asked: list[str], same: list[str]) -> None:
    assert run(*asked) == run(*same)
    assert run(*asked).code == 0


def test_a_slip_in_a_name_with_commas_is_told_the_whole_name(run: Run) -> None:
    assert run("links", "--condition", "Sedativ, hypnotic or anxiolytic use disorder").err == (
        f"neuroref: no condition named 'Sedativ, hypnotic or anxiolytic use disorder' — did you mean {COMMAS}?\n"
    )
    assert "'depresion' — did you mean depression?" in run("links", "--condition", "depresion, anxiety").err
    assert run("links", "--condition", " , ").err == "neuroref: --condition is empty\n"
