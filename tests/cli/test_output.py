"""Files are written whole or not at all."""

from __future__ import annotations

import errno
import io
import os
import select
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import SMALL, Run, as_ordinary_user, needs_posix

from neuroref.cli.output import CannotWrite, ReaderLeft, write


def test_a_failure_midway_leaves_the_old_file_and_no_draft(tmp_path: Path) -> None:
    target = tmp_path / "answer"
    target.write_text("old")

    def failing() -> Iterator[bytes]:
        yield b"new"
        raise RuntimeError("midway")

    with pytest.raises(RuntimeError):
        write(failing(), target)
    assert [path.name for path in tmp_path.iterdir()] == ["answer"]
    assert target.read_text() == "old"


@pytest.mark.parametrize(
    ("system", "number", "raised"),
    [("posix", errno.EPIPE, ReaderLeft), ("nt", errno.EINVAL, ReaderLeft), ("posix", errno.EINVAL, CannotWrite)],
)
def test_a_reader_that_left_is_known_by_the_word_of_the_system(
    monkeypatch: pytest.MonkeyPatch, system: str, number: int, raised: type[Exception]
) -> None:
    class Closed(io.BytesIO):
        def write(self, _: object) -> int:
            raise OSError(number, os.strerror(number))

    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(Closed()))
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(os, "name", system)
        with pytest.raises(raised):
            write([b"answer"], None)


COMMAND = [sys.executable, "-m", "neuroref", "causes", "--json", "--data", str(SMALL), "--output"]


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


# -- what is no file ---------------------------------------------------------------------------------------------------


@pytest.fixture
def stdout(tmp_path: Path) -> Path:
    """A link like /dev/stdout, in a place where it may be harmed."""
    if not Path("/dev/fd/1").exists():
        pytest.skip("this system has no names for open files")
    link = tmp_path / "stdout"
    link.symlink_to("/proc/self/fd/1" if Path("/proc/self/fd").exists() else "/dev/fd/1")
    return link


def test_a_link_to_standard_output_is_written_through(run: Run, stdout: Path, tmp_path: Path) -> None:
    answer = run("causes", "--json", data=SMALL).out.encode()
    piped = subprocess.run([*COMMAND, stdout], capture_output=True, check=True)
    assert (piped.stdout, piped.stderr) == (answer, b"")
    log = tmp_path / "log"
    log.write_bytes(b"before\n")
    with log.open("ab") as file:
        subprocess.run([*COMMAND, stdout], stdout=file, check=True)
    assert log.read_bytes() == b"before\n" + answer
    assert stdout.is_symlink()


def test_standard_output_that_cannot_be_opened_by_its_name_is_written_through(run: Run, stdout: Path) -> None:
    import socket

    ours, theirs = socket.socketpair()
    with ours, theirs:
        subprocess.run([*COMMAND, stdout], stdout=theirs, check=True)
        assert ours.recv(1) == b"["


@needs_posix("open files that a process inherits")
@pytest.mark.parametrize("place", ["/dev/fd/{}", "/proc/self/fd/{}", "{}"])
def test_an_open_file_by_its_number_is_written_through(tmp_path: Path, place: str) -> None:
    reading, writing = os.pipe()
    target = Path(place.format(writing))
    if place == "{}":  # as a shell's >(…) may be called
        os.mkfifo(target := tmp_path / "pipe")
        os.close(reading)
        reading = os.open(target, os.O_RDONLY | os.O_NONBLOCK)
    elif not target.exists():
        pytest.skip("this system has no names for open files")
    subprocess.run([*COMMAND, target], pass_fds=[writing], check=True)
    assert os.read(reading, 1) == b"["
    os.close(reading)
    os.close(writing)


@needs_posix("bash of its own")
def test_a_reader_of_a_pipe_in_place_of_a_file_may_leave() -> None:
    line = f"'{sys.executable}' -m neuroref export -f jsonl -o >(head -n 1 >/dev/null)"
    done = subprocess.run(["bash", "-c", line], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


@needs_posix("links that everybody may make")
def test_a_link_to_a_device_is_written_through_and_one_to_nowhere_replaced(run: Run, tmp_path: Path) -> None:
    (tmp_path / "device").symlink_to("/dev/null")
    (tmp_path / "nowhere").symlink_to("no-such-file")
    (tmp_path / "itself").symlink_to("itself")
    for name in ("device", "nowhere", "itself"):
        assert run("causes", "--json", "--output", str(tmp_path / name), data=SMALL) == (0, "", "")
    assert (tmp_path / "device").is_symlink()
    assert not (tmp_path / "nowhere").is_symlink() and not (tmp_path / "itself").is_symlink()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["device", "itself", "nowhere"]


@needs_posix("links that everybody may make")
@pytest.mark.parametrize("what", ["device", "folder", "stdout"])
def test_several_files_do_not_go_to_what_is_no_file(run: Run, tmp_path: Path, what: str) -> None:
    target = tmp_path / what
    target.symlink_to({"device": "/dev/null", "folder": ".", "stdout": "/dev/fd/1"}[what])
    result = run("export", "--format", "kgx", "--output", str(target), data=SMALL)
    assert (result.code, result.err.count("\n")) == (2, 1)
    assert "say --output NAME" in result.err
    assert [path.name for path in tmp_path.iterdir()] == [what]


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (["causes", "--output", ""], "--output"),
        (["export", "--output", ""], "--output"),
        (["cite", "stress", "-o", ""], "--output"),
        (["causes", "--data", ""], "--data"),
        (["validate", ""], "PATH"),
        (["diff", ""], "OLD"),
        (["diff", "x.yaml", ""], "NEW"),
        (["causes", "--sort", ""], "--sort"),
        (["causes", "--columns", ""], "--columns"),
        (["links", "--min-evidence", " "], "--min-evidence"),
        (["links", "--cause", " , "], "--cause"),
        (["references", "--study", ""], "--study"),
        (["molecules", "--kind", ","], "--kind"),
        (["claims", "--verdict", ""], "--verdict"),
        (["claims", "--about", ""], "--about"),
        (["matrix", "--rows", ""], "--rows"),
        (["search", "serotonin", "--in", ""], "--in"),
        (["cite", "stress", "--style", ""], "--style"),
    ],
)
def test_an_empty_option_or_path_is_refused(run: Run, arguments: list[str], what: str) -> None:
    """It is mostly that of a variable that is not set, which must not pass for an option that is not there."""
    assert run(*arguments, data=SMALL) == (2, "", f"neuroref: {what} is empty\n")


@pytest.mark.parametrize("arguments", [["causes"], ["export", "-f", "kgx"]])
def test_a_name_that_ends_as_a_folders_is_not_a_files(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(*arguments, "-o", "new/", data=SMALL) == (2, "", "neuroref: cannot write new/: it is a folder\n")
    assert list(tmp_path.iterdir()) == []


# -- streams that take but a part --------------------------------------------------------------------------------------


@needs_posix("streams that do not wait")
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("target", ["-", "/dev/fd/1"])
def test_an_answer_is_written_whole_to_a_stream_that_does_not_wait(
    run: Run, tmp_path: Path, unbuffered: str, target: str
) -> None:
    """A parent such as Node's makes its pipes so, and they are its children's."""
    if target != "-" and not Path(target).exists():
        pytest.skip("this system has no names for open files")
    command = [sys.executable, "-m", "neuroref", "export", "--output", target]
    environment = {**os.environ, "PYTHONUNBUFFERED": unbuffered}
    whole = subprocess.run(command, capture_output=True, env=environment, check=True).stdout
    assert len(whole) > 1 << 20  # more than any pipe holds
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    process = subprocess.Popen(command, stdout=writing, stderr=subprocess.PIPE, env=environment)
    os.close(writing)
    with process, open(reading, "rb") as file:
        assert select.select([file], [], [], 60)[0]
        time.sleep(0.3)  # it is full now
        assert file.read() == whole
        assert (process.wait(60), process.stderr and process.stderr.read()) == (0, b"")


@needs_posix("limit for the size of files")
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_an_answer_of_which_a_part_finds_room_is_an_error(tmp_path: Path, unbuffered: str) -> None:
    """Where Python does not buffer, who writes is told how much was taken, and no error yet."""
    import resource

    # a coverage report would be written to the full disk, too
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}
    with (tmp_path / "full").open("wb") as file:
        done = subprocess.run(
            [sys.executable, "-m", "neuroref", "export"],
            stdout=file,
            stderr=subprocess.PIPE,
            env={**environment, "PYTHONUNBUFFERED": unbuffered, "XDG_CACHE_HOME": "/dev/null"},
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)),
            check=False,
        )
    assert (done.returncode, done.stderr) == (2, b"neuroref: cannot write to standard output: file too large\n")


@needs_posix("way to remove the folder that a process runs in")
@pytest.mark.parametrize(
    "command", ["export -f kgx -o graph", "causes -o answer", "causes --data data", "validate data"]
)
def test_in_a_folder_that_is_gone_errors_are_of_one_line(tmp_path: Path, command: str) -> None:
    line = f"mkdir gone && cd gone && rmdir ../gone && '{sys.executable}' -m neuroref {command}"
    environment = {name: value for name, value in os.environ.items() if name != "NEUROREF_DEBUG"}
    done = subprocess.run(["bash", "-c", line], capture_output=True, cwd=tmp_path, env=environment, check=False)
    assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (2 if "-o" in command else 3, b"", 1)
    assert b"no such file or" in done.stderr


# -- files that are there already --------------------------------------------------------------------------------------


@needs_posix("modes of files")
@pytest.mark.parametrize("bits", [0o600, 0o755, 0o664])
def test_a_file_keeps_its_mode(run: Run, tmp_path: Path, bits: int) -> None:
    for arguments, name in ((["causes", "--json"], "answer.json"), (["export", "-f", "kgx"], "graph_nodes.tsv")):
        target = tmp_path / name
        target.write_text("old")
        target.chmod(bits)
        assert run(*arguments, "-o", str(target).replace("_nodes.tsv", ""), data=SMALL).code == 0
        assert (mode(target), target.read_text("utf-8") == "old") == (bits, False)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="takes root to have files of others")
def test_a_file_keeps_its_owner(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "answer.json"
    target.write_text("old")
    os.chown(target, 65534, 65533)
    assert run("causes", "--json", "-o", str(target), data=SMALL).code == 0
    assert (target.stat().st_uid, target.stat().st_gid) == (65534, 65533)


def test_a_read_only_file_is_refused(tmp_path: Path) -> None:
    target = tmp_path / "answer.json"
    target.write_text("old")
    target.chmod(0o444)
    done = subprocess.run([*COMMAND, target], capture_output=True, check=False, **as_ordinary_user())
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode() == f"neuroref: cannot write {target}: it is read-only\n"
    assert (target.read_text(), [path.name for path in tmp_path.iterdir()]) == ("old", ["answer.json"])
    target.chmod(0o644)


@needs_posix("folders that take no file")
def test_a_file_in_a_folder_that_takes_no_other_is_written_in_place(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    target = folder / "answer.json"
    target.write_text("old " * 10_000)
    folder.chmod(0o555)
    done = subprocess.run([*COMMAND, target], capture_output=True, check=False, **as_ordinary_user())
    new = subprocess.run([*COMMAND, folder / "new"], capture_output=True, check=False, **as_ordinary_user())
    folder.chmod(0o755)
    assert (done.returncode, done.stderr) == (0, b"")
    assert target.read_text("utf-8").startswith("[") and target.read_text("utf-8").endswith("]\n")
    assert (new.returncode, new.stderr.decode()) == (2, f"neuroref: cannot write {folder / 'new'}: permission denied\n")
    assert [path.name for path in folder.iterdir()] == ["answer.json"]


def test_a_file_that_cannot_be_replaced_is_written_in_place(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that is mounted by itself is busy, as containers have it."""

    def busy(*_: object) -> None:
        raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))

    target = tmp_path / "answer.json"
    target.write_text("old")
    monkeypatch.setattr(os, "replace", busy)
    assert run("causes", "--json", "-o", str(target), data=SMALL) == (0, "", "")
    assert target.read_text("utf-8").startswith("[")
    assert [path.name for path in tmp_path.iterdir()] == ["answer.json"]
