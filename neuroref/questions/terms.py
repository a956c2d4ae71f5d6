"""The words that neuroref uses: the vocabularies of fields, and the glossary of the dataset."""

from __future__ import annotations

from collections.abc import Iterable

from ..model.names import key
from ..model.records import GlossaryTerm
from ..model.vocabularies import VOCABULARIES
from .answers import TermRow
from .reader import SnapshotReader

GLOSSARY = "glossary"


def explained(glossary: Iterable[GlossaryTerm]) -> tuple[TermRow, ...]:
    """Return every word with its definition, vocabulary by vocabulary, those of the *glossary* last."""
    return (
        *(
            TermRow(vocabulary=vocabulary, term=str(term), definition=term.definition)
            for vocabulary, terms in VOCABULARIES.items()
            for term in terms
        ),
        *(TermRow(vocabulary=GLOSSARY, term=one.term, definition=one.definition) for one in glossary),
    )


def terms(reader: SnapshotReader) -> tuple[TermRow, ...]:
    """Return every word that is explained, with its definition."""
    return explained(reader.glossary())


def find(reader: SnapshotReader, name: str) -> tuple[TermRow, ...]:
    """Return the words of the vocabulary called *name*, or else the word *name*; nothing if there is neither."""
    wanted = key(name)
    rows = terms(reader)
    return tuple(row for row in rows if key(row.vocabulary) == wanted) or tuple(
        row for row in rows if wanted in (key(row.term), key(row.term.removesuffix(" receptor")))
    )
