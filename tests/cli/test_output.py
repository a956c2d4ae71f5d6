"""Files are written whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from neuroref.cli.output import write


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
