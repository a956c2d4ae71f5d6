"""Files that want to hurt: each is refused at once, with one line."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import CLASSES, ROOT, SMALL, Run, as_ordinary_user, needs_posix

from neuroref.cli.registry import COMMANDS

pytestmark = pytest.mark.usefixtures("unmeasured_programs")

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


# -- bytes that the locale cannot read ---------------------------------------------------------------------------------

ODD = "caf\udce9"  # as Python hands on a byte of Latin-1 where UTF-8 is spoken
SOME_WORDS = {"compare": [ODD, "stress"], "path": ["stress", ODD]}


@needs_posix("arguments that are bytes")
@pytest.mark.parametrize("name", [*COMMANDS, ""])
def test_a_byte_that_is_not_utf_8_is_no_harm(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """In no argument, and in no option that takes a word."""
    monkeypatch.chdir(tmp_path)
    flags = ("json_", "pager", "output")
    options = [
        f"--{one.strip('_').replace('_', '-')}" for one in (COMMANDS[name].shared if name else ()) if one not in flags
    ]
    for words in [SOME_WORDS.get(name, [ODD]), *([one, ODD] for one in options)]:
        result = run(*([name] if name else []), *words, data=SMALL)
        assert (result.code, len(result.err.splitlines())) in ((0, 0), (1, 1), (2, 1), (3, 1)), words
        assert result.code or name == "search"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere every argument is Unicode")
@pytest.mark.parametrize("word", [b"caf\xe9", b"stress.caf\xe9"])
def test_a_byte_that_is_not_utf_8_is_no_harm_where_the_tab_key_is_pressed(word: bytes) -> None:
    environment = {**os.environb, b"_NEUROREF_COMPLETE": b"complete_bash", b"COMP_CWORD": b"2"}
    environment[b"COMP_WORDS"] = b"neuroref show " + word
    done = subprocess.run([sys.executable, "-m", "neuroref"], capture_output=True, env=environment, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere every argument is Unicode")
@pytest.mark.parametrize("name", ["Béta 2002".encode(), "Béta 2002".encode("latin-1")])
def test_a_name_is_found_though_the_locale_cannot_read_it(name: bytes) -> None:
    environment = {**os.environ, "NEUROREF_DATA": str(SMALL), "LC_ALL": "C", "PYTHONUTF8": "0"}
    environment["PYTHONCOERCECLOCALE"] = "0"
    done = subprocess.run(
        [sys.executable, "-m", "neuroref", "show", name, "--json"], capture_output=True, env=environment, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert b'"beta-2002"' in done.stdout


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
def test_names_on_standard_input_in_any_encoding(run: Run, encoding: str) -> None:
    listed = run("show", "-", "--json", data=SMALL, stdin="iron\r\nBéta 2002\r\n".encode(encoding))
    assert (listed.code, listed.err) == (0, "")
    assert [entry["id"] for entry in json.loads(listed.out)] == ["iron", "beta-2002"]
    mixed = run("show", "-", "--json", data=SMALL, stdin="Béta 2002\n".encode() + b"b\xe9ta 2002\n")
    assert (mixed.code, len(json.loads(mixed.out))) == (0, 2)


# -- helps and completions that cannot be written ----------------------------------------------------------------------


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is full")
@pytest.mark.parametrize("command", ["--help", "links --help", "--show-completion", "--version", "schema", ""])
def test_what_goes_to_a_full_device_is_an_error_of_one_line(command: str) -> None:
    line = f"'{sys.executable}' -m neuroref {command} >/dev/full"
    done = subprocess.run(["bash", "-c", line], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (
        2, b"neuroref: cannot write to standard output: no space left on device\n",
    )  # fmt: skip


@needs_posix("bash of its own")
@pytest.mark.parametrize("command", ["--help", "links --help", "--show-completion", "--version", "schema", ""])
def test_what_goes_to_a_standard_output_that_is_closed_is_an_error_of_one_line(command: str) -> None:
    line = f"'{sys.executable}' -m neuroref {command} >&-"
    done = subprocess.run(["bash", "-c", line], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (2, b"neuroref: standard output is closed\n")


@needs_posix("bash of its own")
@pytest.mark.parametrize("command", ["--help", "links --help", "--show-completion"])
def test_who_reads_a_help_may_leave(command: str) -> None:
    line = f"exec 3> >(true); wait $!; '{sys.executable}' -m neuroref {command} >&3"
    done = subprocess.run(["bash", "-c", line], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


@needs_posix("bash of its own")
@pytest.mark.parametrize("home", ["read-only", "no-folder", "latin-1"])
def test_completion_that_cannot_be_installed_is_an_error_of_one_line(tmp_path: Path, home: str) -> None:
    folder = tmp_path / home
    if home == "no-folder":
        folder.write_text("a file")
    else:
        folder.mkdir()
        (folder / ".bashrc").write_bytes(b"alias caf\xe9=true\n" if home == "latin-1" else b"")
        folder.chmod(0o755 if home == "latin-1" else 0o555)
        (folder / ".bashrc").chmod(0o644 if home == "latin-1" else 0o444)
    environment = {name: value for name, value in os.environ.items() if name != "NEUROREF_DEBUG"}
    line = f"'{sys.executable}' -m neuroref --install-completion; exit $?"
    done = subprocess.run(
        ["bash", "-c", line], capture_output=True, env={**environment, "HOME": str(folder)}, check=False,
        **as_ordinary_user(),
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (2, b"", 1)
    assert done.stderr.startswith(b"neuroref: cannot install the completion: ")
    assert b"--show-completion" in done.stderr
    if home != "no-folder":
        folder.chmod(0o755)
        assert (folder / ".bashrc").read_bytes() == (b"alias caf\xe9=true\n" if home == "latin-1" else b"")


# -- unusual Pythons ---------------------------------------------------------------------------------------------------


def python(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], capture_output=True, encoding="utf-8", check=False, cwd=SMALL.parent,
        env={**os.environ, "PYTHONUTF8": "1", **environment},
    )  # fmt: skip


def test_without_docstrings_a_line_says_so() -> None:
    assert "Show everything on an entry" in python("-O", "-m", "neuroref", "show", "--help").stdout
    for arguments in (["--help"], ["show", "--help"]):
        done = python("-OO", "-m", "neuroref", *arguments)
        assert (done.returncode, done.stderr) == (0, "")
        assert "Python runs with -OO" in done.stdout
    done = python("-OO", "-m", "neuroref", "schema", "links", NEUROREF_DATA=str(SMALL))
    assert json.loads(done.stdout)["type"] == "array"
    assert done.stderr.startswith("neuroref: Python runs with -OO") and done.stderr.count("\n") == 1


def test_imported_from_an_archive_it_says_that_its_data_must_be_unpacked(tmp_path: Path) -> None:
    archive = shutil.make_archive(str(tmp_path / "neuroref"), "zip", ROOT, "neuroref")
    done = python("-m", "neuroref", "causes", PYTHONPATH=archive)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (3, "", 1)
    assert "neuroref.zip is a file; what is in an archive must be unpacked" in done.stderr
    done = python("-m", "neuroref", "causes", "--json", PYTHONPATH=archive, NEUROREF_DATA=str(SMALL))
    assert (done.returncode, done.stderr, len(json.loads(done.stdout))) == (0, "", 2)
