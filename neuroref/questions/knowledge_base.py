"""The questions: each method asks one, and returns typed records.

>>> import neuroref
>>> kb = neuroref.load()
>>> [group.name for group in kb.by_transmitter("serotonin", direction="decrease").causes][:2]
['Genetics and inherited traits', 'Environmental factors']
"""

from __future__ import annotations

import sqlite3
import weakref
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from ..model import records
from ..model.names import hint, nearest_choice, quoted, suggestion
from ..model.records import EntryKind
from ..model.vocabularies import SPOKEN, WAYS, MoleculeKind, Study, Term, Verdict
from . import answers, lists, lookup
from .answers import CitedReference, Link
from .filters import EVERYTHING, FILTERS, LinkFilter
from .reader import Labels, SnapshotReader, links_of

if TYPE_CHECKING:
    from .entries import Entry
    from .search import SearchResult

# What few questions need is imported when they are asked: it would add a tenth to every start.


A = TypeVar("A", bound=answers.Answer)
Shown = Callable[["KnowledgeBase", Any], str]  # how an answer is drawn for a notebook


class UnknownTerm(ValueError):
    """A filter's value is not a word of its vocabulary."""


class KnowledgeBase:
    """A dataset that answers questions. `neuroref.load` makes one.

    Names of entries are ids, names or aliases in any case. Methods raise `lookup.NotFound` where no entry has that
    name and `lookup.Ambiguous` where several have; filters raise `UnknownTerm` for a word outside their vocabulary.
    """

    def __init__(self, connection: sqlite3.Connection, shown: Shown | None = None) -> None:
        self._db = connection
        self._shown = shown
        self._close = weakref.finalize(self, connection.close)  # also when a script forgets to
        self._reader = SnapshotReader(connection)

    def _told(self, answer: A) -> A:
        """Let an *answer* show itself in a notebook."""
        if self._shown is not None:
            answer.__dict__["shown"] = partial(self._shown, self)
        return answer

    def close(self) -> None:
        """Let go of the snapshot. A knowledge base is also a context manager that does so at its end."""
        self._close()

    def __enter__(self) -> KnowledgeBase:
        """Begin a block at whose end the knowledge base is closed."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the knowledge base."""
        self.close()

    # -- about the dataset -------------------------------------------------------------------------------------------

    def info(self) -> records.DatasetInfo:
        """Return the dataset's title, version, licence and disclaimer."""
        return self._reader.info()

    def resolve(self, name: str, kind: str | None = None) -> lookup.Found:
        """Return the entry that *name* means, of one *kind* (cause, example, transmitter …) if given."""
        return lookup.resolve(self._db, name, EntryKind(kind) if kind else None)

    def knows(self, name: str) -> bool:
        """Whether *name* is that of an entry or a link, or a known name without one; nothing near counts."""
        return lookup.is_known(self._db, name)

    def nearest(self, name: str) -> str | None:
        """Return the name that a misspelt *name* was most probably meant to be, if there is one."""
        from .suggestion import nearest_name

        return nearest_name(self._db, name)

    def beginnings(self, start: str, kinds: Sequence[str] = lookup.KINDS, most: int = 100) -> list[lookup.Beginning]:
        """Return the names of entries that begin with *start*, for completion; without a *start* the ids of all."""
        return lookup.beginnings(self._db, start, kinds, most)

    def filter(self, **wanted: str | Iterable[str] | None) -> LinkFilter:
        """Return a filter of links from names as people write them; a value is one name or several.

        Fields are those of `LinkFilter`.
        """
        fields: dict[str, Any] = {}
        for field, value in wanted.items():
            if field not in FILTERS:
                raise TypeError(f"unknown filter {quoted(field)}{suggestion(field, FILTERS)}")
            resolved = tuple(
                meant
                for one in ([value] if isinstance(value, str) else value or ())
                for meant in self._values(FILTERS[field].values, one, field)
            )
            single = LinkFilter._field_defaults[field] is None
            fields[field] = (resolved[-1] if resolved else None) if single else resolved
        return LinkFilter(**fields)

    def _values(self, values: type[Term] | EntryKind, word: str, field: str) -> tuple[str, ...]:
        """Return the id that *word* names, or the words of a vocabulary that it is or that people mean by it."""
        if isinstance(values, EntryKind):
            return (lookup.resolve(self._db, word, values).id,)
        spoken = SPOKEN.get(values, {}).get(word.strip().lower())
        return tuple(map(str, spoken)) if spoken else (_term(values, word, field.removeprefix("min_")),)

    def terms(self, name: str | None = None) -> tuple[answers.TermRow, ...]:
        """Return the words of the vocabulary or glossary called *name*, or the word *name*; without a name, all.

        Raises `lookup.NotFound`.
        """
        from . import terms

        if name is None:
            return terms.terms(self._reader)
        found = terms.find(self._reader, name)
        if not found:
            rows = terms.terms(self._reader)
            sections = list(dict.fromkeys(row.vocabulary for row in rows))
            best = nearest_choice(name, [*sections, *(row.term for row in rows)])
            tail = f" — did you mean '{best}'?" if best else f"; the vocabularies are {', '.join(sections)}"
            raise lookup.NotFound(f"no word or vocabulary {quoted(name)}{tail}", best)
        return found

    def labels(self) -> Labels:
        """Return how the ids of causes, transmitters and references are written for people."""
        return self._reader.labels()

    # -- lists -------------------------------------------------------------------------------------------------------

    def causes(self, wanted: LinkFilter = EVERYTHING) -> tuple[answers.CauseRow, ...]:
        """List the causes, with how many examples and links each has and which transmitters it reaches.

        With a filter those that have a wanted link; an example that two causes list counts under both.
        """
        return lists.causes(self._reader, wanted)

    def examples(self, wanted: LinkFilter = EVERYTHING) -> tuple[answers.ExampleRow, ...]:
        """List the examples that have a wanted link, with those links added up."""
        return lists.examples(self._reader, wanted)

    def transmitters(self, wanted: LinkFilter = EVERYTHING) -> tuple[answers.TransmitterRow, ...]:
        """List the transmitters, with their wanted links counted by direction."""
        return lists.transmitters(self._reader, wanted)

    def molecules(self, transmitter: Sequence[str] = (), kind: Sequence[str] = ()) -> tuple[answers.MoleculeRow, ...]:
        """List the molecules; those that serve some transmitters (ids), or are of some kinds, if any are given."""
        return lists.molecules(self._reader, transmitter, [_term(MoleculeKind, one, "molecule kind") for one in kind])

    def conditions(self, cause: Sequence[str] = ()) -> tuple[answers.ConditionRow, ...]:
        """List the conditions by name; those tied to one of the causes or to an example of it, if any are given."""
        return lists.conditions(self._reader, cause)

    def claims(self, verdict: Sequence[str] = (), about: Sequence[str] = ()) -> tuple[answers.ClaimRow, ...]:
        """List the claims; those of some verdicts, or about some entries (by any name), if any are given."""
        verdicts = [_term(Verdict, one, "verdict") for one in verdict]
        return lists.claims(self._reader, verdicts, [self.resolve(one).id for one in about])

    def references(self, study: Sequence[str] = (), cause: Sequence[str] = ()) -> tuple[answers.ReferenceRow, ...]:
        """List the references; of some kinds of study, or cited under some causes, if any are given."""
        return lists.references(self._reader, [_term(Study, one, "study") for one in study], cause)

    def links(self, wanted: LinkFilter = EVERYTHING) -> Iterator[Link]:
        """Yield the wanted links in the order of the dataset, one at a time, however many there are."""
        where, values = wanted.where()
        yield from self._reader.links(where, values)

    # -- one entry ---------------------------------------------------------------------------------------------------

    def show(self, name: str) -> Entry:
        """Return everything on the entry that *name* means, or on the link of that id."""
        from .show import show, show_link

        link = show_link(self._reader, name.strip().lower()) if name.count(".") > 1 else None
        return self._told(link or show(self._reader, self.resolve(name)))

    def cite(self, name: str, wanted: LinkFilter = EVERYTHING) -> tuple[CitedReference, ...]:
        """Return the references of the entry that *name* means: of a transmitter also those of the links to it.

        With a filter, those of its wanted links only.
        """
        from .show import cited_in, links_in

        entry = self.show(name)
        if wanted == EVERYTHING:
            return self._reader.cited(cited_in(entry))
        ids = {link.id for link in self.links(wanted)}
        return self._reader.cited(one for link in links_in(entry) if link.id in ids for one in link.references)

    def bibliography(self, wanted: LinkFilter = EVERYTHING) -> tuple[CitedReference, ...]:
        """Return all references of the dataset, or those of the wanted links."""
        if wanted == EVERYTHING:
            every = self._db.execute("SELECT id FROM entry WHERE kind = 'reference'")
            return self._reader.cited(row[0] for row in every)
        return self._reader.cited(one for link in self.links(wanted) for one in link.references)

    def excerpt(self, wanted: LinkFilter = EVERYTHING) -> records.Dataset:
        """Return the dataset itself: whole, or the wanted links and every entry that they and their causes name."""
        from .excerpt import excerpt

        return excerpt(self._reader, wanted)

    # -- what is tied to what ----------------------------------------------------------------------------------------

    def by_transmitter(
        self, name: str, wanted: LinkFilter | None = None, **filters: str | Iterable[str] | None
    ) -> answers.ByTransmitter:
        """Return what raises and lowers the transmitter that *name* means, grouped by cause.

        Narrow it with a ready filter (*wanted*) or with *filters* by name: ``direction="decrease"``.
        """
        found = self.resolve(name, "transmitter")
        wanted = wanted if wanted is not None else self.filter(**filters)
        where, values = wanted.where()
        groups = self._reader.cause_groups(f"{links_of(EntryKind.TRANSMITTER)} AND {where}", [found.id, *values])
        counts = {way: sum(getattr(group, way) for group in groups) for way in WAYS}
        record = self._reader.record("transmitter", found.id, records.Transmitter)
        return self._told(
            answers.ByTransmitter.of(record, transmitter=found.id, links=sum(counts.values()), **counts, causes=groups)
        )

    def by_condition(
        self, name: str, wanted: LinkFilter | None = None, **filters: str | Iterable[str] | None
    ) -> answers.ByCondition:
        """Return the causes and examples tied to the condition that *name* means, grouped by cause."""
        found = self.resolve(name, "condition")
        wanted = wanted if wanted is not None else self.filter(**filters)
        where, values = wanted.where()
        ties = self._reader.condition_ties(found.id) if wanted == EVERYTHING else {}
        groups = self._reader.cause_groups(f"{links_of(EntryKind.CONDITION)} AND {where}", [found.id, *values], ties)
        return self._told(
            answers.ByCondition(
                condition=found.id,
                name=self._reader.name("condition", found.id),
                links=sum(getattr(group, way) for group in groups for way in WAYS),
                causes=groups,
            )
        )

    def matrix(
        self, rows: str = "cause", columns: str = "transmitter", wanted: LinkFilter = EVERYTHING
    ) -> answers.Matrix:
        """Count the wanted links by *rows* (cause, example, kind, condition) and *columns* (transmitter, process)."""
        from . import matrix

        for name, given, known in (("rows", rows, matrix.ROWS), ("columns", columns, matrix.COLUMNS)):
            if given not in known:
                raise UnknownTerm(f"unknown {name} {quoted(given)}; it is one of {', '.join(known)}")
        return self._told(matrix.matrix(self._db, rows, columns, wanted))

    def matrix_of(self, *names: str, columns: str = "transmitter", wanted: LinkFilter = EVERYTHING) -> answers.Matrix:
        """Count the wanted links of some entries, a row each, by *columns*. Raises `lookup.Unrelatable`."""
        from . import matrix

        if columns not in matrix.COLUMNS:
            raise UnknownTerm(f"unknown columns {quoted(columns)}; it is one of {', '.join(matrix.COLUMNS)}")
        found = {name: self.resolve(name) for name in names}
        return self._told(matrix.matrix_of(self._reader, found, columns, wanted))

    def compare(self, *names: str) -> answers.Comparison:
        """Set two or more entries side by side: where they agree, where they oppose, what only one has.

        Raises `lookup.Unrelatable` where there is nothing to compare them by.
        """
        from .compare import compare

        return self._told(compare(self._reader, [self.resolve(name) for name in names]))

    def related(self, name: str, limit: int = 10) -> tuple[answers.Related, ...]:
        """Return the entries nearest to the one that *name* means, by the links that they share."""
        from .compare import related

        return related(self._reader, self.resolve(name), limit)

    def path(self, start: str, end: str, most: int = 5) -> tuple[answers.Chain, ...]:
        """Return the shortest chains from one entry to another, at most *most*, the best supported first."""
        from .path import path

        return path(self._reader, self.resolve(start), self.resolve(end), most)

    def search(self, text: str, kinds: Sequence[str] = (), limit: int = 20) -> SearchResult:
        """Find the entries that *text* is about, best first; a misspelled word finds what it was meant to be."""
        from .search import search

        return search(self._db, text, kinds, limit)


def _term(terms: type[Term], word: str, field: str) -> str:
    words = [str(term) for term in terms]
    folded = word.strip().lower()
    if folded not in words:
        raise UnknownTerm(f"unknown {field} {quoted(word)}{hint(word, words)}")
    return folded
