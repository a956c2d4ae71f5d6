"""Files are written whole or not at all."""

from __future__ import annotations

import errno
import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

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
