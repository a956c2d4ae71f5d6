"""Whatever is typed and whatever a dataset holds: never a traceback, an exit code that means something, one clear line.

The ordinary run is short. ``HYPOTHESIS_PROFILE=long pytest tests/whole/test_fuzz.py`` tries 10,000 command lines and 10,000
datasets, in about half an hour.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from conftest import CLASSES, SMALL, Result, Run
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from neuroref.cli.registry import COMMANDS

pytestmark = pytest.mark.usefixtures("unmeasured")

settings.register_profile("short", max_examples=120, deadline=None, derandomize=True)
settings.register_profile("long", max_examples=10_000, deadline=None)
PROFILE = settings.get_profile(os.environ.get("HYPOTHESIS_PROFILE", "short"))
CHECKED = settings(PROFILE, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])

# An escape, a C1 control or a bidirectional override would act on the terminal.
ACTS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

OPTIONS = sorted({option for command in COMMANDS.values() for option in command.shared} | {"full", "sources", "max"})
NAMES = [
    "serotonin", "stress", "depression", "cortisol", "iron", "beta-2002", "Alpha & Beta 2001", "https://doi.org/",
    "doi: 10.1000/alpha.2001", "MESH:D006854", "raclopride", "gaba", "5-HT", "seratonin", "cause:stress",
    "Prozac", "SERT", "BH4", "ssri.dopamine.reuptake", "claim:speed", "tryptamine",
]  # fmt: skip
VALUES = ["csv", "json", "table", "markdown", "svg", "kgx", "sqlite", "strong", "increase,decrease", "gene", ","]
ODD = ["-", "--", "", " ", "*", "a" * 5000, "\x1b[31mred", "\u202eevil", "\x00", "[red]x[/red]", "NOT", '"', "🧠"]
ODD += ["caf\udce9"]  # a byte that the locale cannot read
WORDS = st.one_of(
    *map(st.sampled_from, (NAMES, VALUES, ODD)),
    st.text(max_size=30),
    st.integers(-(10**20), 10**20).map(str),
)
FLAGS = st.sampled_from(
    [f"--{name.strip('_').replace('_', '-')}" for name in OPTIONS] + ["-f", "-h", "--help", "--limit", "--in"]
)
ARGUMENTS = st.tuples(
    st.one_of(st.sampled_from(list(COMMANDS)), WORDS), st.lists(st.one_of(WORDS, FLAGS), max_size=6)
).map(lambda parts: [parts[0], *parts[1]])

LINES = [path.read_text("utf-8").splitlines(keepends=True) for path in (SMALL, CLASSES)]
YAML_VALUES = ["[]", "{}", "null", "1", "1.5", "yes", "''", "[1, 2]", "{a: b}", "!!python/object:os.system x", "&a b", "*a",
          "2020-01-01", "|", ">-", "[" * 60, "\t", "no", "~", "0x1f", "'\\x1b'", "\u202e"]  # fmt: skip


@st.composite
def datasets(draw: st.DrawFn) -> bytes:
    """A small dataset with bytes, lines, types or keys changed."""
    lines = list(draw(st.sampled_from(LINES)))
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from(["drop", "repeat", "swap", "value", "key", "indent"])):
            case "drop":
                del lines[place]
            case "repeat":
                lines.insert(place, lines[draw(st.integers(0, len(lines) - 1))])
            case "swap":
                other = draw(st.integers(0, len(lines) - 1))
                lines[place], lines[other] = lines[other], lines[place]
            case "value":
                lines[place] = lines[place].split(":")[0] + ": " + draw(st.sampled_from(YAML_VALUES)) + "\n"
            case "key":
                lines[place] = re.sub(
                    r"\w+(?=:)",
                    draw(st.sampled_from(["id", "name", "x", "effects", "'1'", "1"])),
                    lines[place],
                    count=1,
                )
            case "indent":
                lines[place] = draw(st.sampled_from(["", " ", "  ", "\t", "      - "])) + lines[place].lstrip()
    content = bytearray("".join(lines).encode())
    for _ in range(draw(st.integers(0, 3))):
        content[draw(st.integers(0, len(content) - 1))] = draw(st.integers(0, 255))
    return bytes(
        content[: draw(st.integers(0, len(content)))] if draw(st.booleans()) and draw(st.booleans()) else content
    )


def check(result: Result, *, told_on_stdout: bool = False, partly: bool = False) -> None:
    """A code that means something; on failure one clear line and, as a rule, no answer; nothing that acts on a terminal."""
    assert result.code in {0, 1, 2, 3}
    if result.code:
        lines = result.err.splitlines()
        assert partly or told_on_stdout or (len(lines) == 1 and not result.out)
        assert all(line.startswith("neuroref: ") for line in lines)
    assert not ACTS.search(result.err.replace("\n", ""))


@pytest.fixture
def in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of the test's own, and the program run in it: what is typed may be a path."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@CHECKED
@given(ARGUMENTS, st.sampled_from([SMALL, CLASSES]))
def test_any_command_line(run: Run, in_a_folder: Path, arguments: list[str], data: Path) -> None:
    words = [word for word in arguments if word not in ("-o", "--output")]  # where to write is tested apart
    words = [word.replace("\x00", "") if "/" in word else word for word in words]
    result = run(*words, data=data, stdin=b"iron\n")
    several = arguments[0] in ("show", "cite", "compare", "by-transmitter", "by-condition", "matrix")
    several = several or arguments[0] not in COMMANDS  # bare names
    check(result, told_on_stdout=arguments[0] == "validate", partly=several and result.code == 1)
    binary = "sqlite" in words
    pictured = {"svg", "always"} & set(words)
    if not binary and not pictured:
        assert not ACTS.search(result.out.replace("\n", "").replace("\t", "").replace("\r", ""))


@CHECKED
@given(
    datasets(),
    st.sampled_from(
        [
            "causes --json",
            "show serotonin",
            "links --format csv",
            "search stress",
            "matrix",
            "molecules",
            "claims --json",
            "show Prozac",
            "show SERT --full",
            "export",
            "related cortisol",
        ]
    ),
)
def test_any_dataset(run: Run, in_a_folder: Path, content: bytes, command: str) -> None:
    path = in_a_folder / "mutated.yaml"
    path.write_bytes(content)
    asked = run(*command.split(), data=path)
    check(asked)
    checked = run("validate", str(path), data=path)
    check(checked, told_on_stdout=True)
    assert (asked.code == 3) == (checked.code == 3)  # what validate passes can be asked, and only that
    if checked.code == 3 and checked.out:
        assert all(re.match(r".*mutated\.yaml:\d+:\d+: \S", line) for line in checked.out.splitlines())
        assert not ACTS.search(checked.out.replace("\n", ""))
