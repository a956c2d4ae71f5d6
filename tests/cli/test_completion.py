"""What the tab key offers, as the shells ask for it and in the real shells."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest
from conftest import CLASSES, SMALL, needs_posix

pytestmark = pytest.mark.usefixtures("unmeasured_programs")

BIN = Path(sys.executable).parent
COMMAND = [sys.executable, "-m", "neuroref"]


def offers(line: str, *, data: Path | None = None) -> dict[str, str]:
    """Ask for completions as fish does, which shows the help of each."""
    environment = {
        **os.environ,
        "PYTHONUTF8": "1",
        "_NEUROREF_COMPLETE": "complete_fish",
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
        "_TYPER_COMPLETE_ARGS": f"neuroref {line}",
        **({"NEUROREF_DATA": str(data)} if data else {}),
    }
    done = subprocess.run(COMMAND, capture_output=True, env=environment, check=False)
    assert done.stderr == b"", line
    pairs = (line.partition("\t") for line in done.stdout.decode().splitlines() if line)
    return {word: about for word, _, about in pairs}


@pytest.mark.parametrize(
    ("line", "word", "about"),
    [
        ("by-tr", "by-transmitter", "Show what raises and lowers a transmitter."),
        ("show --so", "--sources", "Print the full references."),
        ("show seroto", "serotonin", "monoamine, 5-HT"),
        ("show inflam", "inflammation", "cause, Chronic inflammation"),
        ("show lea", "lead", "toxicant, Lead"),
        ("show 5-H", "5-HT", "monoamine, 5-HT"),
        ("cite felger-20", "felger-2012", "reference, Felger Miller 2012"),
        ("show cause:stre", "cause:stress", "cause, Chronic stress and psychological factors"),
        ("links --condition condition:adh", "condition:adhd", "condition, Attention deficit hyperactivity disorder"),
        ("show lead depress", "depression", "disease, Major depressive disorder"),
        ("by-transmitter do", "dopamine", "monoamine, DA"),
        ("by-condition adh", "adhd", "condition, Attention deficit hyperactivity disorder"),
        ("links --direction inc", "increase", "more signalling by that transmitter"),
        ("links --transmitter serotonin,dop", "serotonin,dopamine", "monoamine, DA"),
        ("links --process sto", "storage", "loading it into vesicles and keeping it there"),
        ("matrix --rows k", "kind", ""),
        ("references --study meta", "meta-analysis", "a statistical pooling of several studies"),
        ("terms ev", "evidence", ""),
        ("schema by-c", "by-condition", ""),
        ("search x --in cau", "cause", ""),
        ("export --format me", "mermaid", ""),
        ("causes --format csv --color al", "always", ""),
    ],
)
def test_offer(line: str, word: str, about: str) -> None:
    found = offers(line)
    assert word in found
    assert " ".join(found[word].replace("&", "").split()) == about


@pytest.mark.parametrize(
    ("line", "word", "about"),
    [
        ("show flu", "fluvoxamine", "medication, Selective serotonin reuptake inhibitors"),
        ("show flu", "fluoxetine", "medication, Selective serotonin reuptake inhibitors"),
        ("show Proz", "Prozac", "fluoxetine, Selective serotonin reuptake inhibitors"),
        ("show proz", "prozac", "fluoxetine, Selective serotonin reuptake inhibitors"),
        ("cite SE", "SERT", "molecule, Serotonin transporter"),
        ("show tetra", "tetrahydrobiopterin", "molecule, Tetrahydrobiopterin"),
        ("show speed-", "speed-burns-holes", "claim, Speed burns holes into the brain"),
        ("show ssri.dop", "ssri.dopamine.reuptake", "unchanged, Selective serotonin reuptake inhibitors"),
        ("cite SSRI.dop", "SSRI.dopamine.reuptake", "unchanged, Selective serotonin reuptake inhibitors"),
        ("links --molecule slc6a3,SLC18", "slc6a3,SLC18A2", "molecule, Vesicular monoamine transporter 2"),
        ("links --direction un", "unchanged", "measured, and no change was found"),
        ("molecules --kind break", "breakdown-product", "a small molecule that a transmitter or its precursor becomes"),
        ("molecules --transmitter mel", "melatonin", "other, MT"),
        ("claims --verdict unst", "unstudied", "the sources at hand say that it has not been tested"),
        ("claims --about Pax", "Paxil", "paroxetine, Selective serotonin reuptake inhibitors"),
    ],
)
def test_offer_of_members_molecules_claims_and_links(line: str, word: str, about: str) -> None:
    found = offers(line, data=CLASSES)
    assert word in found
    assert " ".join(found[word].split()) == about


def test_links_are_offered_where_a_dot_was_typed() -> None:
    assert "ssri.dopamine.reuptake" not in offers("show ssr", data=CLASSES)
    assert len(offers("show ssri.", data=CLASSES)) == 6
    assert offers("by-transmitter ssri.", data=CLASSES) == {}
    assert offers("show trypta", data=CLASSES) == {}  # a name of which nothing is known


def test_nothing_typed_yet_offers_the_entrances() -> None:
    found = offers("show ")
    assert {"genetics", "serotonin", "antidepressants"} <= set(found)
    assert "lead" not in found


def test_a_chosen_word_is_not_offered_again() -> None:
    assert "increase,increase" not in offers("links --direction increase,")


def test_the_dataset_asked_is_the_dataset_offered() -> None:
    assert set(offers("show cort", data=SMALL)) == {"cortisol"}
    assert set(offers(f"show --data {SMALL.as_posix()} cort")) == {"cortisol"}


@pytest.mark.parametrize("line", ["--data /nowhere show ser", "show --data /nowhere ser", "no-such-command x"])
def test_what_cannot_be_offered_is_silent(line: str) -> None:
    assert offers(line) == {}


def test_a_hostile_name_offers_nothing_that_a_shell_would_run(tmp_path: Path) -> None:
    hostile = tmp_path / "hostile.yaml"
    text = SMALL.read_text("utf-8").replace("name: Cortisol\n", "name: 'Cort$(touch x)`id`\"; \\ [red]'\n")
    assert "touch" in text
    hostile.write_text(text.replace("aliases: [", "aliases: ['cor$(id)', ", 1), "utf-8")
    for shell in ("bash", "zsh", "fish"):
        environment = {
            **os.environ, "NEUROREF_DATA": str(hostile), "_NEUROREF_COMPLETE": f"complete_{shell}",
            "COMP_WORDS": "neuroref show cor", "COMP_CWORD": "2",
            "_TYPER_COMPLETE_ARGS": "neuroref show cor", "_TYPER_COMPLETE_FISH_ACTION": "get-args",
        }  # fmt: skip
        out = subprocess.run(COMMAND, capture_output=True, env=environment, check=True).stdout.decode()
        assert "cortisol" in out
        assert not re.search(r"[$`\\\[]", out)


@pytest.mark.parametrize(
    ("words", "at", "offered"),
    [
        (["links", "--direction", "=", "inc"], 4, ["increase"]),
        (["links", "--min-evidence", "="], 3, ["strong", "moderate", "limited", "preclinical", "contested"]),
        (["links", "--cause", "=", "stress", "--direction", "=", "inc", "--json"], 7, ["increase"]),
        (["links", "--direction", "inc"], 3, ["increase"]),
        (["links", "--json", ""], 3, None),
    ],
)
def test_a_value_behind_an_equals_sign_is_completed_in_bash(
    words: list[str], at: int, offered: list[str] | None
) -> None:
    environment = {
        **os.environ, "_NEUROREF_COMPLETE": "complete_bash", "COMP_WORDS": "\n".join(["neuroref", *words]),
        "COMP_CWORD": str(at),
    }  # fmt: skip
    done = subprocess.run(COMMAND, capture_output=True, env=environment, check=True, encoding="utf-8")
    assert (done.stdout.split(), done.stderr) == (offered or [], "")


@needs_posix("pseudo-terminals")
def test_a_press_on_a_cold_cache_prints_offers_alone(tmp_path: Path) -> None:
    environment = {
        **os.environ, "XDG_CACHE_HOME": str(tmp_path), "_NEUROREF_COMPLETE": "complete_zsh",
        "_TYPER_COMPLETE_ARGS": "neuroref show nutri",
    }  # fmt: skip
    pressed = pexpect.spawn(COMMAND[0], COMMAND[1:], env=environment, encoding="utf-8", timeout=60)
    pressed.expect(pexpect.EOF)
    assert "nutrition" in pressed.before
    assert "Compiling" not in pressed.before


# -- the real shells ---------------------------------------------------------------------------------------------------

SHELLS = {"bash": ["--noprofile", "--norc"], "zsh": ["-f"], "fish": ["--no-config"]}


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    environment = {**os.environ, "HOME": str(tmp_path), "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "PS1": "> "}
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "ZDOTDIR"):
        environment.pop(name, None)
    return environment


@needs_posix("such shells")
@pytest.mark.parametrize("shell", SHELLS)
def test_installed_completion_completes_a_name(shell: str, home: dict[str, str]) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    # The shell is told from the parent process, so the installation runs in it.
    installing = pexpect.spawn(
        shell, [*SHELLS[shell], "-c", "neuroref --install-completion; exit 0"], env=home, encoding="utf-8", timeout=30
    )
    installing.expect("completion installed in")
    installing.expect(pexpect.EOF)
    session = pexpect.spawn(shell, ["-i"], env=home, encoding="utf-8", timeout=30, dimensions=(30, 110))
    session.send("echo ready\r")
    session.expect("ready.*ready")
    if shell == "zsh":  # the first press only loads the completion that Typer installs
        session.send("neuroref causes --js\t\x15")
    sign = "=" if shell == "bash" else " "  # it parts words there
    session.send(f"neuroref by-transmitter histam\t--cause{sign}nutr\t--min-evidence precl\t--json\r")
    session.expect('"transmitter": "histamine"')
    session.expect('"cause": "nutrition"')
    session.send("neuroref show cause:nutri\t--json\r")
    session.expect('"entry": "cause"')
    session.close(force=True)
