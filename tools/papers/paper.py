"""What a service says of a paper, in the terms of our own records."""

from __future__ import annotations

import calendar
import html
import re
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from neuroref.model.records import Author

Ids = dict[str, str]  # by DOI, PMID, PMCID, as our records call them


class Standing(str, Enum):
    """What a notice does to the paper that it is about, the worst first."""

    RETRACTED = "retracted"
    CONCERN = "under an expression of concern"
    CORRECTED = "corrected"


@dataclass(frozen=True)
class Notice:
    """A notice about a paper: what it does to it, *where* to read it, the last day on which it may have come out."""

    standing: Standing
    where: str = ""
    until: date | None = None


@dataclass(frozen=True)
class Paper:
    """A paper as one *service* has it. What the service does not say is empty.

    *titles* and *journals* are all the forms that the service gives, the one to write down first; so are *years*, of
    print before those of the web. *whole* says whether *authors* are all of them. *notice_of* is what this paper itself
    gives notice of, if it is no paper but a notice.
    """

    service: str
    type: str = "article-journal"
    titles: tuple[str, ...] = ()
    authors: tuple[Author, ...] = ()
    whole: bool = True
    journals: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    volume: str = ""
    issue: str = ""
    page: str = ""
    ids: Ids = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()
    notice_of: str = ""


# -- how services write, and how we do ----------------------------------------------------------------------------

# Letters that Unicode does not take apart into a plain one and an accent.
LETTERS: dict[int, str] = {
    ord(letter): plain
    for letters, plain in {"øØ": "o", "łŁ": "l", "đĐ": "d", "æÆ": "ae", "œŒ": "oe", "ß": "ss", "ı": "i"}.items()
    for letter in letters
}
SAYS_RETRACTED = re.compile(
    r"^\W*(retracted|withdrawn|removed)( article| paper| chapter)?\s*[:\])–—-]\W*", re.IGNORECASE
)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")


def plain(text: str | None) -> str:
    """Take markup out of a *text*: tags, also escaped ones, entities, line breaks and what does not print."""
    bare = _TAG.sub("", html.unescape(_TAG.sub("", html.unescape(text or ""))))
    return "".join(letter for letter in " ".join(bare.split()) if letter.isprintable())


def title(text: str | None) -> str:
    """Write a title as a record has it: without markup and without the full stop that PubMed adds."""
    written = plain(text)
    return written[:-1] if written.endswith(".") and not written.endswith("..") else written


_SUFFIX = re.compile(r"[\s,]+(Jr|Sr|II|III|IV|2nd|3rd)\.?\Z", re.IGNORECASE)


def person(family: str | None, given: str | None, suffix: str | None = None) -> Author:
    """Make an author of the parts of a name: initials as in our records (``A. J.`` for ``AJ``), a Jr apart."""
    parts = [plain(family), re.sub(r"\.(?=\w)", ". ", plain(given))]
    for index, part in enumerate(parts):
        if found := _SUFFIX.search(part):
            parts[index], suffix = part[: found.start()], suffix or found[1]
    written = []
    for word in parts[1].split():
        initials = word.isalpha() and word.isupper() and len(word) <= 3
        written += [f"{letter}." for letter in word] if initials else [word]
    return Author(family=parts[0] or None, given=" ".join(written) or None, suffix=plain(suffix) or None)


def pages(text: str | None) -> str:
    """Write a range of pages in full: ``637-641`` for PubMed's ``637-41``."""
    first, dash, last = plain(text).replace("–", "-").partition("-")
    if dash and first.isdigit() and last.isdigit() and len(last) < len(first):
        last = first[: len(first) - len(last)] + last
    return f"{first}{dash}{last}"


def day(parts: list[int] | None) -> date | None:
    """Return the last day of a date in parts, of which month and day may be missing."""
    if not parts or not parts[0]:
        return None
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    return date(year, month, parts[2] if len(parts) > 2 else calendar.monthrange(year, month)[1])


def day_in_words(citation: str) -> date | None:
    """Return the last day of the year that a *citation* names: ``Lancet. 2010 Feb 6;375(9713):445``."""
    year = re.search(r"\b(19|20)\d\d\b", citation)
    return date(int(year[0]), 12, 31) if year else None
