"""Files that want to hurt: each is refused at once, with one line."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import CLASSES, SMALL, Run, needs_posix

MEMORY = 1 << 29  # bytes of address space that a refusal may take
SECONDS = 20  # far above what it takes; it must only end


def bomb(path: Path) -> None:
    """A few lines that would expand to gigabytes."""
    lines = ["a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    path.write_text("\n".join(lines), "utf-8")


def deep_flow(path: Path) -> None:
    path.write_text("causes: " + "[" * 10_000 + "]" * 10_000, "utf-8")


def deep_block(path: Path) -> None:
    path.write_text("".join(f"{'  ' * depth}a:\n" for depth in range(2000)), "utf-8")


def huge_scalar(path: Path) -> None:
    with path.open("wb") as file:
        file.write(b"causes: ")
        for _ in range(20):
            file.write(b"x" * (1 << 20))


def code(path: Path) -> None:
    path.write_text("causes: !!python/object/apply:os.system ['touch harmed']", "utf-8")


def utf_16(path: Path) -> None:
    path.write_text(SMALL.read_text("utf-8"), "utf-16")


def null_bytes(path: Path) -> None:
    path.write_bytes(SMALL.read_bytes().replace(b"Cortisol", b"Corti\0sol", 1))


def tabs(path: Path) -> None:
    path.write_text("causes:\n\t- id: x\n", "utf-8")


def nothing(path: Path) -> None:
    path.write_bytes(b"")


def a_folder(path: Path) -> None:
    path.mkdir()


def a_pipe(path: Path) -> None:
    os.mkfifo(path)


def endless(path: Path) -> None:
    path.symlink_to("/dev/zero")


def nowhere(path: Path) -> None:
    path.symlink_to("nothing-there")


def itself(path: Path) -> None:
    path.symlink_to(path.name)


HOSTILE: list[Callable[[Path], None]] = [
    bomb, deep_flow, deep_block, huge_scalar, code, utf_16, null_bytes, tabs, nothing, a_folder,
]  # fmt: skip
HOSTILE_PLACES: list[Callable[[Path], None]] = [a_pipe, endless, nowhere, itself]


def little_memory() -> dict[str, Any]:
    """How a process is begun that may not take more memory than a refusal needs; only Linux keeps to it."""
    if sys.platform != "linux":
        return {}
    import resource

    return {"preexec_fn": lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))}


@pytest.mark.parametrize(
    "make",
    [*HOSTILE, *(pytest.param(make, marks=needs_posix("pipes and links in folders")) for make in HOSTILE_PLACES)],
    ids=lambda make: make.__name__,
)
def test_refused_at_once_with_one_line(tmp_path: Path, make: Callable[[Path], None]) -> None:
    path = tmp_path / "hostile.yaml"
    make(path)
    done = subprocess.run(
        [sys.executable, "-m", "neuroref", "causes", "--data", path],
        capture_output=True,
        timeout=SECONDS,
        cwd=tmp_path,
        check=False,
        **little_memory(),
    )
    assert (done.returncode, done.stdout) == (3, b"")
    [line] = done.stderr.decode(errors="replace").splitlines()
    assert line.startswith("neuroref: ")
    assert "hostile.yaml" in line
    assert len(line) < 400
    assert not (tmp_path / "harmed").exists()


@pytest.mark.parametrize("ending", [b"\r\n", b"\n"])
@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b""])
def test_a_byte_order_mark_and_other_line_ends_are_no_harm(
    run: Run, tmp_path: Path, mark: bytes, ending: bytes
) -> None:
    path = tmp_path / "windows.yaml"
    path.write_bytes(mark + SMALL.read_bytes().replace(b"\n", ending))
    assert run("links", "--json", data=path).out == run("links", "--json", data=SMALL).out


@pytest.mark.parametrize(
    "name",
    [
        "with space.yaml", "quo'te.yaml", "percent%20#.yaml", "ünï.yaml", "-f.yaml",
        *(pytest.param(name, marks=needs_posix("such names")) for name in ("quo\"te.yaml", "new\nline.yaml", "?.yaml")),
    ],
)  # fmt: skip
def test_any_path_will_do(run: Run, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(SMALL.read_bytes())
    assert run("causes", "--json", "--data", str(path)).code == 0
    assert run("validate", str(path)).code == 0
    path.write_text("causes: 1\n", "utf-8")
    result = run("causes", "--data", str(path))
    assert (result.code, len(result.err.splitlines())) == (3, 1)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere every name is Unicode")
def test_a_path_that_is_not_utf_8(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/not-utf8-\xff.yaml"
    with open(path, "wb") as file:
        file.write(SMALL.read_bytes())
    done = subprocess.run(
        [sys.executable, "-m", "neuroref", "causes", "--json", "--data", path], capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")
    with open(path, "wb") as file:
        file.write(b"causes: 1")
    done = subprocess.run(
        [sys.executable, "-m", "neuroref", "causes", "--data", path], capture_output=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (3, b"", 1)


def test_hyperlinks_lead_to_the_web_only(run: Run, tmp_path: Path) -> None:
    for address in (
        "javascript:alert(1)",
        "file:///etc/passwd",
        "ftp://x.org/y",
        "https://x.org/\\u001b]8;;",
        "http:// x",
    ):
        path = tmp_path / "linked.yaml"
        text = SMALL.read_text("utf-8").replace("    study: review\n", f'    study: review\n    URL: "{address}"\n', 1)
        assert "URL" in text
        path.write_text(text, "utf-8")
        assert run("show", "beta-2002", data=path).code == 3, address
    shown = run("show", "stress", "--sources", "--color", "always", data=SMALL).out
    targets = re.findall(r"\x1b\]8;[^;]*;([^\x1b]*)\x1b", shown)
    assert targets
    assert all(re.match(r"https?://", target) or target == "" for target in targets)


MARKED = "[red]x[/red] [link=https://evil.example]click[/link]"


def test_markup_in_every_text_stays_text(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "marked.yaml"
    text = re.sub(r"^( +(?:- )?(?:name|summary|caveat|title|family|made_in): )(?!monoamine|amino)\S.*$",
                  lambda found: f"{found[1]}'{MARKED} {found.start()}'", SMALL.read_text("utf-8"), flags=re.MULTILINE)  # fmt: skip
    path.write_text(text, "utf-8")
    for command in ("causes", "examples", "show stress --full --sources", "show cortisol", "links", "conditions", "matrix",
                    "by-transmitter serotonin --full", "related cortisol", "path stress gaba", "references", "search red"):  # fmt: skip
        plain = run(*command.split(), data=path)
        assert plain.code == 0, plain.err
        assert "\x1b" not in plain.out
        joined = re.sub(r"\s+", "", plain.out)
        assert "[red]" in joined or command in ("matrix", "links")
        colored = run(*command.split(), "--color", "always", data=path).out
        assert "evil.example" not in "".join(re.findall(r"\x1b\]8;[^;]*;([^\x1b]*)\x1b", colored))


def test_markup_in_members_molecules_and_claims_stays_text(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "marked.yaml"
    text = re.sub(r"^( +(?:- )?(?:name|summary|statement): )\S.*$", lambda found: f"{found[1]}'{MARKED} {found.start()}'",
                  CLASSES.read_text("utf-8"), flags=re.MULTILINE)  # fmt: skip
    text = text.replace("brands: [Prozac, Sarafem]", f"brands: [Prozac, '{MARKED}']")
    text = re.sub(r"(role: )[^}]*", lambda found: f"{found[1]}'{MARKED}'", text)
    path.write_text(text, "utf-8")
    for command in ("show ssri --full", "show Prozac", "show SERT --full", "show BH4", "show claim:speed", "molecules", "claims",
                    "show ssri.serotonin.reuptake", "show serotonin --how", "show insomnia", "compare Prozac paroxetine"):  # fmt: skip
        plain = run(*command.split(), data=path)
        assert plain.code == 0, plain.err
        assert "\x1b" not in plain.out
        assert "[red]" in re.sub(r"\s+", "", plain.out) or command.startswith("compare")
        colored = run(*command.split(), "--color", "always", data=path).out
        assert "evil.example" not in "".join(re.findall(r"\x1b\]8;[^;]*;([^\x1b]*)\x1b", colored))


@pytest.mark.parametrize(
    ("environment", "arguments"),
    [
        ({"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, ["show", "serotonin"]),
        ({"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, ["matrix"]),
        ({"PYTHONIOENCODING": "latin-1"}, ["show", "depression", "--full"]),
        ({"TERM": "dumb"}, ["causes"]),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, ["causes"]),
        ({"COLUMNS": "1"}, ["show", "stress", "--full", "--sources"]),
        ({"COLUMNS": "1000"}, ["links"]),
        ({"COLUMNS": "x"}, ["causes"]),
        ({"COLUMNS": "-5"}, ["causes"]),
    ],
    ids=str,
)
def test_any_terminal_will_do(environment: dict[str, str], arguments: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "neuroref", *arguments],
        capture_output=True,
        env={**os.environ, "NEUROREF_DATA": str(SMALL), **environment},
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout
    if environment.get("TERM") == "dumb" or "COLUMNS" in environment:
        assert b"\x1b" not in done.stdout


@needs_posix("bash of its own")
@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize("command", ["causes", "show nobody", "causes --data /nowhere", "show -"])
def test_closed_streams(closed: str, command: str) -> None:
    line = f"'{sys.executable}' -m neuroref {command} {closed}"
    done = subprocess.run(["bash", "-c", line], capture_output=True, timeout=SECONDS, check=False)
    assert done.returncode in (0, 1, 2, 3)
    assert b"Traceback" not in done.stderr + done.stdout
    if done.returncode:
        assert len(done.stderr.splitlines()) <= 1
