"""Compares our record of a paper with what services say of it, as a careful reader would.

Not counted as differences: case, punctuation, markup and Greek letters in titles, a subtitle; abbreviated and full
names of journals; initials and full given names, accents, particles, Jr. A year that differs by one is told (on the
web at the end of a year, in print in the next), and counts for nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from neuroref.model.names import key
from neuroref.model.records import Author, Reference

from .paper import LETTERS, SAYS_RETRACTED, Ids, Paper, Standing

KEYS = ("DOI", "PMID", "PMCID")
_SMALL = {"the", "of", "and", "in", "for", "on", "a", "an", "et", "de", "la", "und", "der", "fur", "to", "with"}
_PARTICLES = {
    "van",
    "von",
    "der",
    "den",
    "de",
    "del",
    "della",
    "di",
    "da",
    "dos",
    "du",
    "la",
    "le",
    "ten",
    "ter",
    "el",
    "al",
}


@dataclass(frozen=True)
class Finding:
    """One thing to look at in our record; *grave* unless it is told for information only."""

    about: str
    words: str
    grave: bool = True


def identifiers(reference: Reference) -> Ids:
    """Return the identifiers of our record that services are asked by."""
    return {name: value for name in KEYS if (value := getattr(reference, name))}


def findings(reference: Reference, papers: Sequence[Paper]) -> Iterator[Finding]:
    """Yield what differs between our record and the *papers* that services found, and what notices there are."""
    for paper in papers:
        for about, words in _differences(reference, paper):
            yield Finding(about, f"{words} at {paper.service}")
        if reference.year and paper.years and reference.year not in paper.years:
            near = min(abs(reference.year - year) for year in paper.years) == 1
            told = f"{reference.year} here, {' and '.join(map(str, paper.years))} at {paper.service}"
            yield Finding("year", told + (": on the web and in print?" if near else ""), grave=not near)
    yield from notices(papers, reference.checked, reference.errata)


def _differences(reference: Reference, paper: Paper) -> Iterator[tuple[str, str]]:
    for name in KEYS:
        ours, theirs = getattr(reference, name), paper.ids.get(name)
        if ours and theirs and ours.lower() != theirs.lower():
            yield name, f"{ours} here, {theirs}"
    if paper.titles and not same_title(reference.title, paper.titles):
        yield "title", f"“{reference.title}” here, “{paper.titles[0]}”"
    if reference.container_title and paper.journals and not same_journal(reference.container_title, paper.journals):
        yield "container-title", f"“{reference.container_title}” here, “{paper.journals[0]}”"
    for name in ("volume", "issue", "page"):
        ours, theirs = getattr(reference, name), getattr(paper, name)
        if ours and theirs and not same_number(ours, theirs):
            yield name, f"{ours} here, {theirs}"
    yield from (("author", told) for told in _authors(reference, paper))


def notices(papers: Iterable[Paper], checked: date = date.min, errata: Iterable[str] = ()) -> list[Finding]:
    """Return what notices there are of a paper.

    A correction that was there when it was *checked* is only told; one of the *errata* of our record is settled.
    """
    settled = {one.lower().replace(":", " ", 1) if one.startswith("PMID:") else f"doi {one.lower()}" for one in errata}
    found = []
    told: dict[Standing, list[str]] = {}
    news = set()
    for paper in papers:
        if paper.notice_of:
            found.append(Finding("notice", f"{paper.service} has it as a notice itself: {paper.notice_of}"))
        for notice in paper.notices:
            if notice.standing is Standing.CORRECTED and notice.where.lower() in settled:
                continue
            where = f"{notice.where}, {paper.service}" if notice.where else paper.service
            told.setdefault(notice.standing, []).append(where)
            if notice.standing is not Standing.CORRECTED or not notice.until or notice.until >= checked:
                news.add(notice.standing)
    for standing in Standing:
        if standing in told:
            grave = standing in news
            since = f"; before it was checked ({checked})"
            if grave:
                since = "; once it is read, `errata` names it" if standing is Standing.CORRECTED else ""
            found.append(
                Finding("notice", f"{standing.value} ({'; '.join(dict.fromkeys(told[standing]))}){since}", grave)
            )
    return found


# -- when two say the same ----------------------------------------------------------------------------------------


def same_title(ours: str, theirs: Sequence[str]) -> bool:
    """Say whether a title is one of several forms of it, with or without its subtitle or a word on its retraction."""
    known = {key(SAYS_RETRACTED.sub("", one)) for one in theirs}
    mine = SAYS_RETRACTED.sub("", ours)
    return bool(known & {key(mine), key(mine.split(": ")[0])})


def same_journal(ours: str, theirs: Iterable[str]) -> bool:
    """Say whether two names are of one journal: ``J. Neurosci.`` and ``The Journal of Neuroscience``."""
    return any(_words_agree(_journal(ours), _journal(one)) for one in theirs)


def _journal(name: str) -> list[str]:
    words = re.split(r"[\W_]+", re.split(r"\s*[:(=]", name.replace("&", " and "))[0])
    return [key(word) for word in words if word and key(word) not in _SMALL]


def _words_agree(one: Sequence[str], other: Sequence[str]) -> bool:
    """Say whether two names agree word by word; a long one may go on (PNAS … of the United States of America)."""
    long_enough = len(one) == len(other) or min(len(one), len(other)) > 3
    return long_enough and all(_abbreviates(*sorted(pair, key=len)) for pair in zip(one, other, strict=False))


def _abbreviates(short: str, long: str) -> bool:
    """Say whether *short* stands for *long*: its beginning, or letters of it in their order (``natl``, ``psychol``)."""
    letters = iter(long)
    return long.startswith(short) or (short[:2] == long[:2] and all(letter in letters for letter in short))


def same_number(ours: str, theirs: str) -> bool:
    """Say whether two volumes, issues or ranges of pages are the same, wherever a range ends."""
    first = [key(re.split(r"[-–—]", text.lower().removeprefix("pp"))[0]).lstrip("0") for text in (ours, theirs)]
    return first[0] == first[1]


def _authors(reference: Reference, paper: Paper) -> Iterator[str]:
    """Yield how the people differ; groups are left out, because services disagree on whether they are authors."""
    ours = [one for one in reference.author if not one.literal]
    theirs = [one for one in paper.authors if not one.literal]
    if not ours or not theirs:
        return
    for number, (one, other) in enumerate(zip(ours, theirs, strict=False), 1):
        if not same_person(one, other):
            yield f"{number}. {one.inverted} here, {other.inverted}"
            return  # whoever is missing moves all that follow
    differ = len(ours) > len(theirs) or (len(ours) < len(theirs) and not reference.more_authors)
    if differ and paper.whole and len(theirs) > 1:  # some publishers deposit the first only
        yield f"{len(ours)} here, {len(theirs)}"


def same_person(one: Author, other: Author) -> bool:
    """Say whether two names are of one person: the family names agree, and the first initials where both have them."""
    if not _families(one) & _families(other):
        return False
    initials = [_fold(author.given or "")[:1] for author in (one, other)]
    return not all(initials) or initials[0] == initials[1]


def _families(author: Author) -> set[str]:
    """Return how a family name may be folded: with its particles and without."""
    words = author.surname.split()
    while len(words) > 1 and _fold(words[0]) in _PARTICLES:
        words = words[1:]
    return {_fold(author.surname), _fold(" ".join(words))}


def _fold(name: str) -> str:
    return key(name.translate(LETTERS))
