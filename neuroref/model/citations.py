"""Sources as people cite them: the short form in a sentence, and the full form of a reference list."""

from __future__ import annotations

from collections.abc import Iterable
from string import ascii_lowercase
from typing import Protocol

from .model import Author, Issued

MOST_AUTHORS = 6  # Vancouver style names six and then writes "et al."


class Citable(Protocol):
    """What a source must tell to be cited; `model.Reference` and `answers.Source` both do."""

    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def author(self) -> tuple[Author, ...]: ...  # noqa: D102
    @property
    def more_authors(self) -> bool: ...  # noqa: D102
    @property
    def container_title(self) -> str | None: ...  # noqa: D102
    @property
    def issued(self) -> Issued | None: ...  # noqa: D102
    @property
    def volume(self) -> str | None: ...  # noqa: D102
    @property
    def issue(self) -> str | None: ...  # noqa: D102
    @property
    def page(self) -> str | None: ...  # noqa: D102


class IdentifiedCitable(Citable, Protocol):
    """A source with its id."""

    @property
    def id(self) -> str: ...  # noqa: D102


def short(source: Citable) -> str:
    """Cite *source* in a few words: ``Felger & Miller 2012``, ``Felger et al. 2013``.

    A record whose authors nobody has seen is cited by the first words of its title.
    """
    names = [author.family or author.literal or "" for author in source.author]
    if not names:
        words = source.title.split()
        who = f"“{' '.join(words[:5]).rstrip(',.:;')}{'…' if len(words) > 5 else ''}”"
    elif len(names) > 2 or source.more_authors:
        who = f"{names[0]} et al."
    else:
        who = " & ".join(names)
    return f"{who} {source.issued.date_parts[0][0]}" if source.issued else who


def distinct(sources: Iterable[IdentifiedCitable]) -> dict[str, str]:
    """Cite *sources* in short so that no two look alike: ``Almulla et al. 2022a``; by their ids."""
    alike: dict[str, list[str]] = {}
    for source in sources:
        alike.setdefault(short(source), []).append(source.id)
    told_apart: dict[str, str] = {}
    for citation, ids in alike.items():
        for number, identifier in enumerate(sorted(ids)):
            if len(ids) == 1:
                told_apart[identifier] = citation
            elif citation[-4:].isdigit() and len(ids) <= len(ascii_lowercase):
                told_apart[identifier] = citation + ascii_lowercase[number]
            else:
                told_apart[identifier] = f"{citation} [{identifier}]"
    return told_apart


def vancouver(source: Citable) -> str:
    """Cite *source* in full, in Vancouver style, but for its identifiers."""
    names = [_vancouver_name(author) for author in source.author[:MOST_AUTHORS]]
    if names and (source.more_authors or len(source.author) > MOST_AUTHORS):
        names.append("et al")
    parts = [", ".join(names), source.title, source.container_title or ""]
    year = str(source.issued.date_parts[0][0]) if source.issued else ""
    where = (source.volume or "") + (f"({source.issue})" if source.issue else "")
    published = year + (f";{where}" if where else "") + (f":{source.page}" if source.page else "")
    parts.append(published.lstrip(";:"))
    return " ".join(part if part.endswith((".", "?", "!")) else f"{part}." for part in parts if part)


def _vancouver_name(author: Author) -> str:
    if author.literal:
        return author.literal
    initials = "".join(word[0] for word in (author.given or "").replace(".", " ").replace("-", " ").split())
    return f"{author.family or ''} {initials}".strip()
