"""References as sentences cite them, in short."""

from __future__ import annotations

from collections.abc import Iterable
from string import ascii_lowercase

from .records import Reference


def short(reference: Reference) -> str:
    """Cite *reference* in a few words: ``Felger & Miller 2012``, ``Felger et al. 2013``.

    A record whose authors nobody has seen is cited by the first words of its title.
    """
    names = [author.surname for author in reference.author[:2]]
    if not names:
        words = reference.title.split()
        who = f"“{' '.join(words[:5]).rstrip(',.:;')}{'…' if len(words) > 5 else ''}”"
    elif len(reference.author) > 2 or reference.more_authors:
        who = f"{names[0]} et al."
    else:
        who = " & ".join(names)
    return f"{who} {reference.year}" if reference.year else who


def distinct(references: Iterable[Reference]) -> dict[str, str]:
    """Cite *references* in short so that no two look alike: ``Almulla et al. 2022a``; by their ids."""
    alike: dict[str, list[str]] = {}
    for reference in references:
        alike.setdefault(short(reference), []).append(reference.id)
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
