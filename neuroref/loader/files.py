"""The files of a dataset: which they are, what is in them, and how what is wrong with them is told.

This module is part of every start: it imports neither YAML nor the rules.
"""

from __future__ import annotations

import codecs
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from ..model.names import plain

SUFFIXES = (".yaml", ".yml", ".json")
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)  # what a text begins with that is not UTF-8 but this


class Problem(NamedTuple):
    """One thing wrong with a dataset: where (*file*, *line*, *column* from 1), what (*message*), by which *rule*.

    *entry* is the id of the entry in which it stands, where it stands in one.
    """

    file: str
    line: int
    column: int
    message: str
    rule: str
    entry: str = ""

    def __str__(self) -> str:
        """Write the problem as one line, the way compilers do, so that editors can jump to it."""
        return f"{plain(self.file)}:{self.line}:{self.column}: {plain(self.message)}"


class InvalidDataset(Exception):
    """The dataset has *problems*, sorted by place; its words are the first of them and how many more there are."""

    def __init__(self, problems: list[Problem]) -> None:
        more = len(problems) - 1
        super().__init__(str(problems[0]) + (f" (and {more} more; `neuroref validate` lists them)" if more else ""))
        self.problems = problems


class Unreadable(Exception):
    """The dataset cannot be read at all: nothing there, not a file, no permission."""


def find(path: Path) -> list[Path]:
    """Return the files of the dataset at *path*, a file or a folder of them, sorted. Raises `Unreadable`."""
    shown = plain(str(path))
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            names = sorted(
                one for one in os.listdir(path) if one.lower().endswith(SUFFIXES) and not one.startswith(".")
            )
            if not names:
                raise Unreadable(f"{shown}: no .yaml, .yml or .json file in this folder")
            return [path / name for name in names]
        if not stat.S_ISREG(mode):
            raise Unreadable(f"{shown}: neither a file nor a folder")
        return [path]
    except FileNotFoundError:
        raise Unreadable(f"{shown}: no such file or folder") from None
    except NotADirectoryError as error:
        file = next((plain(folder.name) for folder in path.parents if os.path.isfile(folder)), "")
        told = f"{reason(error)}: {file} is a file; what is in an archive must be unpacked"
        raise Unreadable(f"{shown}: {told}") from None
    except (OSError, ValueError) as error:
        raise Unreadable(f"{shown}: {reason(error)}") from None


class Contents:
    """Name and content of each file of the dataset at *path*, read when it is asked for, as often as that is.

    Raises `Unreadable`.
    """

    def __init__(self, path: Path) -> None:
        self.paths = find(path)

    def __iter__(self) -> Iterator[tuple[str, bytes]]:
        """Read the files one by one."""
        return ((str(path), fetch(path)) for path in self.paths)


def fetch(path: Path) -> bytes:
    """Read a whole regular file. Raises `Unreadable`; never waits on a pipe or a device."""
    shown = plain(str(path))
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with open(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise Unreadable(f"{shown}: not a regular file")
            return file.read()
    except FileNotFoundError:
        raise Unreadable(f"{shown}: no such file or folder") from None
    except OSError as error:
        raise Unreadable(f"{shown}: {reason(error)}") from None


def text_of(content: bytes) -> str:
    """Read what somebody typed or piped: UTF-8, UTF-16 as PowerShell writes it, else Latin-1, which reads anything."""
    try:
        return content.decode("utf-16" if content.startswith(UTF_16) else "utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def readable(word: str) -> str:
    """Read anew what was typed in bytes that the locale could not read, which would fit no text and no query."""
    if word.isprintable():
        return word
    try:
        return text_of(word.encode("utf-8", "surrogateescape"))
    except UnicodeEncodeError:
        return word.encode("utf-8", "replace").decode()  # half a pair, which Windows lets through


def reason(error: OSError | ValueError) -> str:
    """Say in lower case why a file could not be read or written, for the end of an error line."""
    return (getattr(error, "strerror", None) or str(error)).lower()
