"""The dataset, or an excerpt of it, on its way to other programs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ..loader.files import reason
from ..questions.filters import LinkFilter
from ..questions.knowledge_base import KnowledgeBase
from .failures import NOTHING_FOUND, WRONG_USAGE, Failure
from .formats import FOLDERS, ExportFormat, Files
from .output import CannotWrite, names_files, write


def export(kb: KnowledgeBase, wanted: LinkFilter, form: ExportFormat, target: Path | None, *, folder: bool) -> None:
    """Write what the filter leaves of the dataset in the *form* asked for, to *target* or to standard output.

    A form of several files writes them beside each other, or in a folder, each whole or not at all. *folder* says that
    *target* was written as the name of one.
    """
    if next(kb.links(wanted), None) is None:
        raise Failure("nothing found", NOTHING_FOUND)
    into = target is not None and (folder or target.is_dir()) and target.suffix.lower() not in form.suffixes
    writer: Callable[..., Files] = FOLDERS.get(form, form.write) if into else form.write
    files = writer(kb, wanted)
    if any(ending.startswith("/") for ending in files):
        if target is None or not (target.is_dir() or names_files(target)) or target.suffix.lower() in form.suffixes:
            raise Failure("a website is a folder: say --output site/", WRONG_USAGE)
    elif folder:
        raise Failure(f"cannot write {target}/: it is a folder", WRONG_USAGE)
    elif len(files) > 1 and (target is None or not names_files(target)):
        made = ", ".join(f"NAME{ending}" for ending in list(files)[:2])
        raise Failure(f"{form.value} makes {len(files)} files: say --output NAME for {made} …", WRONG_USAGE)
    for ending, content in files.items():
        write(content, _named(target, ending) if target and ending else target)


def _named(target: Path, ending: str) -> Path:
    """Return the name of one of several files; the folder that it stands in is made if there is none."""
    if not ending.startswith("/"):
        return target.with_name(target.name.removesuffix(".tsv") + ending)
    file = target / ending[1:]
    for folder in (target, file.parent):
        try:
            folder.mkdir(exist_ok=True)
        except OSError as error:
            raise CannotWrite(f"cannot make the folder {folder}: {reason(error)}") from None
    return file
