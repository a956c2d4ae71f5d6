"""The snapshot is a cache: whatever happens to it, the answer is that of the dataset as it stands."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import SMALL, Run, needs_posix

import neuroref
from neuroref.snapshot import cache, compiler, schema


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of this test's own; the folder of snapshots inside it."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "neuroref"


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    """A copy of the small dataset, old enough for its snapshot to be kept."""
    path = tmp_path / ("my data 'with quotes'.yaml" if os.name == "nt" else 'my data \'with "quotes".yaml')
    shutil.copy(SMALL, path)
    time.sleep(cache.CLOCK_GRAIN / 1e9)
    return path


def names(path: Path) -> list[str]:
    with neuroref.load(path) as kb:
        return [cause.name for cause in kb.causes()]


def kept(home: Path) -> list[Path]:
    return sorted(home.iterdir()) if home.is_dir() else []


RIGHT = ["Chronic stress", "Nutritional deficiencies"]


def edit(path: Path, old: str, new: str) -> None:
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")


def test_second_run_uses_the_first_ones_snapshot(home: Path, dataset: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert names(dataset) == RIGHT
    [one] = kept(home)
    assert one.suffix == ".sqlite"
    if os.name == "posix":
        assert (one.stat().st_mode & 0o777, home.stat().st_mode & 0o777) == (0o600, 0o700)

    def never(*_: object) -> None:
        raise AssertionError("compiled again")

    monkeypatch.setattr(compiler, "compile_into", never)
    assert names(dataset) == RIGHT


def test_an_edit_changes_the_very_next_answer(home: Path, dataset: Path) -> None:
    assert names(dataset) == RIGHT
    edit(dataset, "Chronic stress", "Chronic strife")  # as many bytes as before
    assert names(dataset)[0] == "Chronic strife"
    edit(dataset, "Chronic strife", "Chronic stress")
    assert names(dataset) == RIGHT


@needs_posix("time of change that nobody can set")
def test_an_edit_that_keeps_size_and_time_is_seen(home: Path, dataset: Path) -> None:
    assert names(dataset) == RIGHT
    before = dataset.stat()
    edit(dataset, "Chronic stress", "Chronic strife")
    os.utime(dataset, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert names(dataset)[0] == "Chronic strife"


def test_a_file_added_to_a_folder_is_seen(home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    shutil.copy(SMALL, folder / "a.yaml")
    assert names(folder) == RIGHT
    (folder / "b.yaml").write_text("causes:\n  - {id: light, name: Light, summary: Light.}\n")
    assert names(folder) == [*RIGHT, "Light"]


def test_old_snapshots_of_a_dataset_are_swept_away(home: Path, dataset: Path) -> None:
    for round_ in range(3):
        edit(dataset, "Not medical advice.", f"Not medical advice {round_}.")
        time.sleep(cache.CLOCK_GRAIN / 1e9)
        assert names(dataset) == RIGHT
    assert len(kept(home)) == 1


def test_leftovers_are_swept_away_but_not_those_of_others_at_work(home: Path, dataset: Path) -> None:
    home.mkdir(mode=0o700, parents=True)
    (home / ".abc-1-1.part").write_bytes(b"killed long ago")
    mine = f".abc-{os.getpid()}-2.part"
    (home / mine).write_bytes(b"being written")
    (home / "gone-1-1.sqlite").write_bytes(b"of a dataset not used for months")
    (home / "README").write_bytes(b"not ours")
    os.utime(home / ".abc-1-1.part", (0, 0))
    os.utime(home / "gone-1-1.sqlite", (0, 0))
    assert names(dataset) == RIGHT
    left = [path.name for path in kept(home)]
    assert len(left) == 3
    assert {mine, "README"} < set(left)


@pytest.mark.parametrize(
    "harm",
    [
        lambda content: b"",
        lambda content: b"junk" * 1000,
        lambda content: content[: len(content) // 2],
        lambda content: content[:-1],
        lambda content: content[:5000] + bytes([content[5000] ^ 1]) + content[5001:],
        lambda content: content + b"x",
    ],
    ids=["empty", "junk", "half", "a-byte-short", "bit-flipped", "a-byte-long"],
)
def test_a_harmed_snapshot_is_built_anew(home: Path, dataset: Path, harm: object) -> None:
    names(dataset)
    [one] = kept(home)
    one.write_bytes(harm(one.read_bytes()))  # type: ignore[operator]
    assert names(dataset) == RIGHT
    assert names(dataset) == RIGHT
    [again] = kept(home)
    assert harm(again.read_bytes()) != again.read_bytes()  # type: ignore[operator]


def test_a_snapshot_that_is_no_database_is_not_used(home: Path, dataset: Path) -> None:
    """Even one whose checksum is right."""
    names(dataset)
    [one] = kept(home)
    junk = b"SQLite format 3\0" + b"junk" * 1000
    one.unlink()
    forged = home / f"{one.stem.rpartition('-')[0]}-{zlib.crc32(junk):08x}.sqlite"
    forged.write_bytes(junk)
    assert names(dataset) == RIGHT


def test_a_snapshot_of_something_else_under_the_right_name_is_not_used(
    home: Path, dataset: Path, tmp_path: Path
) -> None:
    """Names are short sums, and sums can meet; what is inside decides."""
    other = tmp_path / "other.yaml"
    other.write_text(SMALL.read_text("utf-8").replace("Chronic stress", "Other stress"), "utf-8")
    time.sleep(cache.CLOCK_GRAIN / 1e9)
    names(other)
    [foreign] = kept(home)
    content = foreign.read_bytes()
    foreign.unlink()
    names(dataset)
    [own] = kept(home)
    own.unlink()
    (home / f"{own.stem.rpartition('-')[0]}-{foreign.stem.rpartition('-')[2]}.sqlite").write_bytes(content)
    assert names(dataset) == RIGHT


@needs_posix("pipes and links in folders")
@pytest.mark.parametrize("what", ["pipe", "device", "folder"])
def test_what_is_no_file_in_a_snapshots_place_is_not_waited_for(home: Path, dataset: Path, what: str) -> None:
    names(dataset)
    [one] = kept(home)
    one.unlink()
    if what == "folder":
        one.mkdir()
    else:
        os.mkfifo(one) if what == "pipe" else one.symlink_to("/dev/zero")
    command = [sys.executable, "-m", "neuroref", "causes", "--json", "--data", str(dataset)]
    for _ in range(2):
        done = subprocess.run(command, capture_output=True, timeout=20, check=True)
        assert [cause["name"] for cause in json.loads(done.stdout)] == RIGHT


def test_only_the_most_recent_snapshots_are_kept(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each environment has a dataset of its own, and many are made for an hour; who has one open reads on."""
    monkeypatch.setattr(cache, "MOST", 3)
    long_ago = time.time() - 10_000
    opened, left = [], []
    for number in range(5):
        path = tmp_path / f"environment-{number}" / "data.yaml"
        path.parent.mkdir()
        shutil.copy(SMALL, path)
        time.sleep(cache.CLOCK_GRAIN / 1e9)
        opened.append(neuroref.load(path))
        [new] = set(kept(home)) - set(left)
        os.utime(new, (long_ago + number, long_ago + number))
        left.append(new)
        if number == 2:
            os.utime(left[0], (long_ago + 100, long_ago))  # it was read since
    assert set(kept(home)) == {left[0], left[3], left[4]}
    for kb in opened:
        assert [cause.name for cause in kb.causes()] == RIGHT
        kb.close()


def test_another_versions_snapshot_is_not_used(home: Path, dataset: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names(dataset)
    [one] = kept(home)
    monkeypatch.setattr(schema, "VERSION", schema.VERSION + 1)
    assert names(dataset) == RIGHT
    [other] = kept(home)
    assert other.name != one.name


def test_a_file_changed_just_now_is_not_remembered(home: Path, dataset: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It may change again within the same tick of the clock."""
    monkeypatch.setattr(cache, "CLOCK_GRAIN", 10**12)
    assert names(dataset) == RIGHT
    assert kept(home) == []


def test_a_file_that_changes_while_it_is_read_is_read_again(
    home: Path, dataset: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from neuroref.loader import read as source

    whole = source.load
    edits = iter(["Chronic strife", "Chronic sorrow"])

    def load_and_edit(files: object) -> object:
        loaded = whole(files)  # type: ignore[arg-type]
        for name in edits:
            edit(dataset, dataset.read_text("utf-8").split("    name: ")[1].split("\n")[0], name)
            break
        return loaded

    monkeypatch.setattr(source, "load", load_and_edit)
    assert names(dataset)[0] == "Chronic sorrow"


def places_without_a_cache(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    file = tmp_path / "file"
    file.write_text("a file")
    yield "a file", file
    shared = tmp_path / "shared"
    (shared / "neuroref").mkdir(parents=True)
    (shared / "neuroref").chmod(0o777)
    yield "writable for others", shared
    link = tmp_path / "linked"
    link.mkdir()
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    (link / "neuroref").symlink_to(tmp_path / "elsewhere")
    yield "a link", link
    yield "not there and not to be made", Path("/proc/nowhere")


@needs_posix("modes of folders, nor links that everybody may make")
def test_without_a_place_for_it_the_answer_is_the_same(
    tmp_path: Path, dataset: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for what, folder in places_without_a_cache(tmp_path):
        before = sorted(tmp_path.rglob("*"))
        monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
        assert cache.cache_folder() is None, what
        assert names(dataset) == RIGHT, what
        assert sorted(tmp_path.rglob("*")) == before, what


@needs_posix("limit for the size of files")
def test_a_full_disk_leaves_nothing_behind(home: Path, dataset: Path) -> None:
    script = (
        "import resource, sys, neuroref\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000))\n"
        "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "print(len(neuroref.load(sys.argv[1]).causes()))\n"
    )
    # a coverage report would be written to the full disk, too
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}
    done = subprocess.run(
        [sys.executable, "-c", script, str(dataset)], capture_output=True, text=True, check=True, env=environment
    )
    assert (done.stdout, done.stderr) == ("2\n", "")
    assert kept(home) == []


@pytest.mark.parametrize("place", ["~/.cache/neuroref", "relative"])
def test_a_cache_is_never_made_where_the_program_happens_to_run(
    tmp_path: Path, dataset: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    """Some versions of platformdirs return such a place for a user who has no home, or whose cache is named so."""
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setattr("platformdirs.user_cache_path", lambda *_, **__: Path(place))
    monkeypatch.chdir(tmp_path)
    assert names(dataset) == RIGHT
    assert list(tmp_path.iterdir()) == [dataset]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="takes root to write into another's home")
def test_root_leaves_no_cache_in_somebodys_home(home: Path, dataset: Path) -> None:
    """A sudo that keeps HOME would make a folder there that they could not write to."""
    home.parent.mkdir()
    os.chown(home.parent, 65534, 65534)
    assert names(dataset) == RIGHT
    assert list(home.parent.iterdir()) == []
    os.chown(home.parent, 0, 0)
    assert names(dataset) == RIGHT
    assert len(kept(home)) == 1


@needs_posix("process without the variables of the system")
def test_no_home_at_all(dataset: Path, tmp_path: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "HOME": "/nonexistent"}
    command = [sys.executable, "-m", "neuroref", "causes", "--json", "--data", str(dataset)]
    done = subprocess.run(command, capture_output=True, env=environment, check=True)
    assert [cause["name"] for cause in json.loads(done.stdout)] == RIGHT
    assert done.stderr == b""


def test_many_first_runs_at_once(home: Path, dataset: Path) -> None:
    command = [sys.executable, "-m", "neuroref", "causes", "--json", "--data", str(dataset)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(12)]
    outputs = {process.communicate() for process in running}
    [(out, err)] = outputs
    assert [cause["name"] for cause in json.loads(out)] == RIGHT
    assert err == b""
    [one] = kept(home)
    assert names(dataset) == RIGHT
    assert kept(home) == [one]


def test_two_datasets_of_one_name(home: Path, tmp_path: Path) -> None:
    for folder, name in (("a", "Alpha stress"), ("b", "Beta stress")):
        (tmp_path / folder).mkdir()
        path = tmp_path / folder / "data.yaml"
        path.write_text(SMALL.read_text("utf-8").replace("Chronic stress", name), "utf-8")
    time.sleep(cache.CLOCK_GRAIN / 1e9)
    for _ in range(2):
        assert names(tmp_path / "a" / "data.yaml")[0] == "Alpha stress"
        assert names(tmp_path / "b" / "data.yaml")[0] == "Beta stress"
    assert len(kept(home)) == 2


def test_a_snapshot_is_read_only(home: Path, dataset: Path) -> None:
    for _ in range(2):
        connection = cache.open_dataset(dataset)
        with pytest.raises(sqlite3.OperationalError, match=r"readonly|query_only"):
            connection.execute("DELETE FROM entry")
        connection.close()


@pytest.mark.parametrize("reason", ["old", "without-fts5"])
def test_an_unfit_sqlite_is_named(
    run: Run, home: Path, dataset: Path, monkeypatch: pytest.MonkeyPatch, reason: str
) -> None:
    if reason == "old":
        monkeypatch.setattr(cache, "OLDEST_SQLITE", (99, 0, 0))
        needed = "99.0.0"
    else:
        monkeypatch.setattr(schema, "SEARCH", "CREATE VIRTUAL TABLE document USING fts9 (name);")
        needed = "3.34.0"
    result = run("causes", "--data", str(dataset))
    assert (result.code, result.out) == (3, "")
    assert result.err.startswith(f"neuroref: this Python's SQLite {sqlite3.sqlite_version} cannot hold the reference (")
    assert result.err.endswith(f"version {needed} or later with FTS5 is needed\n")


# -- a large snapshot, of which not every byte is looked at ------------------------------------------------------------


@pytest.fixture
def large(home: Path, dataset: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The snapshot of the small dataset, treated as a large one."""
    monkeypatch.setattr(cache, "LARGE", 0)
    assert names(dataset) == RIGHT
    [one] = kept(home)
    return one


def damaged(content: bytes) -> bytes:
    """Spoil every page but the first, which SQLite reads when it opens a database."""
    return content[:4096] + bytes(len(content) - 4096)


def test_large_snapshot_is_not_read_whole(large: Path, dataset: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    checksum = zlib.crc32

    def of_names_only(content: bytes, *more: int) -> int:
        assert len(content) < 5000
        return checksum(content, *more)

    monkeypatch.setattr(cache.zlib, "crc32", of_names_only)
    assert names(dataset) == RIGHT
    assert large.exists()


def test_large_snapshot_that_was_written_to_is_built_anew(home: Path, large: Path, dataset: Path) -> None:
    large.write_bytes(damaged(large.read_bytes()))
    assert names(dataset) == RIGHT
    [one] = kept(home)
    assert one != large


@pytest.mark.parametrize(
    "command", ["causes", "show cortisol", "search serotonin", "links", "export", "path stress gaba"]
)
def test_large_snapshot_damaged_in_secret_is_found_out_and_replaced(
    run: Run, home: Path, large: Path, dataset: Path, command: str
) -> None:
    right = run(*command.split(), data=dataset)
    status = large.stat()
    with sqlite3.connect(large) as connection:
        query = "SELECT rootpage FROM sqlite_schema WHERE type = 'table' AND name IN ('entry', 'name', 'link')"
        spoilt = [row[0] for row in connection.execute(query)]
    connection.close()
    content = bytearray(large.read_bytes())
    for page in spoilt:  # what SQLite looks at when it opens a database stays whole
        content[4096 * (page - 1) : 4096 * page] = bytes(4096)
    large.write_bytes(content)
    os.utime(large, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert run(*command.split(), data=dataset) == right
    [one] = kept(home)
    assert one != large
    assert run(*command.split(), data=dataset) == right


@pytest.mark.parametrize("name", ["b.yaml", "b.yml", "b.json"])
def test_every_file_of_a_folder_counts(home: Path, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    shutil.copy(SMALL, folder / "a.yaml")
    time.sleep(cache.CLOCK_GRAIN / 1e9)
    assert names(folder) == RIGHT
    (folder / ".hidden.yaml").write_text("not: [valid", "utf-8")
    (folder / "notes.txt").write_text("not a part", "utf-8")
    assert names(folder) == RIGHT
    more = {"causes": [{"id": "weather", "name": "Weather", "summary": "It changes."}]}
    (folder / name).write_text(json.dumps(more), "utf-8")
    assert names(folder) == [*RIGHT, "Weather"]
    (folder / name).unlink()
    assert names(folder) == RIGHT


def test_one_undeletable_file_does_not_stop_the_sweeping(
    home: Path, dataset: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert names(dataset) == RIGHT
    [one] = kept(home)
    which = one.name.partition("-")[0]
    for number in range(3):
        (home / f"{which}-old{number}-0.sqlite").touch()
    unlink = os.unlink

    def refuse_one(path: str, *more: object, **options: object) -> None:
        if "old1" in str(path):
            raise PermissionError(path)
        unlink(path)

    monkeypatch.setattr(cache.os, "unlink", refuse_one)
    cache.discard(dataset)
    assert [path.name for path in kept(home)] == [f"{which}-old1-0.sqlite"]
