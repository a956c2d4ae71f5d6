"""The snapshot that a wheel brings answers at once, and only for the very data that lie beside it."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from conftest import SMALL, Run

from neuroref.snapshot import bundled, cache, schema


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of data with a snapshot beside them, as an installed wheel has it."""
    data = tmp_path / "data"
    data.mkdir()
    shutil.copy(SMALL, data / "small.yaml")
    cache.bundle(data, data / bundled.NAME)
    monkeypatch.setattr(cache, "shipped_dataset", lambda: data)
    monkeypatch.setattr(cache, "_distrusted", [])
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return data


def names(data: Path) -> list[str]:
    with closing(cache.open_dataset(data)) as connection:
        return [name for (name,) in connection.execute("SELECT name FROM entry WHERE kind = 'cause' ORDER BY number")]


def never_compiled(*_: object) -> None:
    raise AssertionError("compiled, though a snapshot is there")


def test_the_first_run_compiles_nothing_and_keeps_nothing(
    shipped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "_build", never_compiled)
    assert names(shipped) == ["Chronic stress", "Nutritional deficiencies"]
    assert not (tmp_path / "cache").exists()


def test_the_same_data_make_the_same_bytes(shipped: Path, tmp_path: Path) -> None:
    cache.bundle(shipped, tmp_path / "again.sqlite")
    assert (tmp_path / "again.sqlite").read_bytes() == (shipped / bundled.NAME).read_bytes()


def edited(shipped: Path) -> None:
    file = shipped / "small.yaml"
    text = file.read_text("utf-8")
    assert "Chronic stress" in text
    file.write_text(text.replace("Chronic stress", "Chronic STRESS"), "utf-8")  # of the same size


def added(shipped: Path) -> None:
    (shipped / "more.yaml").write_text("known: [{name: Itch}]\n", "utf-8")


@pytest.mark.parametrize("change", [edited, added])
def test_edited_data_count_at_once(shipped: Path, change: Callable[[Path], None]) -> None:
    change(shipped)
    assert bundled.open_beside(shipped) is None
    with closing(cache.open_dataset(shipped)) as connection:
        found = {text for (text,) in connection.execute("SELECT name FROM entry UNION SELECT name FROM known")}
    assert found & {"Chronic STRESS", "Itch"}


def test_another_versions_snapshot_is_not_used(shipped: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "VERSION", -1)
    assert bundled.open_beside(shipped) is None


def test_none_is_looked_for_beside_other_data(shipped: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "shipped_dataset", lambda: shipped.parent)
    monkeypatch.setattr(bundled, "open_beside", never_compiled)
    assert names(shipped)


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\0" + bytes(9000)])
def test_one_that_is_no_database_is_passed_over_and_stays(shipped: Path, content: bytes) -> None:
    (shipped / bundled.NAME).write_bytes(content)
    assert names(shipped) == ["Chronic stress", "Nutritional deficiencies"]
    assert (shipped / bundled.NAME).read_bytes() == content


@pytest.mark.parametrize("command", ["causes", "show cortisol", "search serotonin", "export"])
def test_one_damaged_in_secret_is_found_out_and_stays(run: Run, shipped: Path, command: str) -> None:
    right = run(*command.split(), data=shipped)
    place = shipped / bundled.NAME
    with closing(sqlite3.connect(place)) as connection:
        query = "SELECT rootpage FROM sqlite_schema WHERE type = 'table' AND name IN ('entry', 'name', 'link')"
        spoilt = [row[0] for row in connection.execute(query)]
    content = bytearray(place.read_bytes())
    for page in spoilt:
        content[4096 * (page - 1) : 4096 * page] = bytes(4096)
    place.write_bytes(content)
    assert run(*command.split(), data=shipped) == right
    assert place.read_bytes() == content
