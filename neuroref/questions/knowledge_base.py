"""The questions: each method asks one, and returns typed records.

>>> import neuroref
>>> kb = neuroref.load()
>>> [group.name for group in kb.by_transmitter("serotonin", direction="decrease").causes][:2]
['Genetics and inherited traits', 'Environmental factors']
"""

from __future__ import annotations

import sqlite3
import weakref
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ..model import records, vocabularies
from ..model.names import hint, nearest, quoted, suggestion
from ..model.records import EntryKind
from ..model.vocabularies import Evidence, Term
from . import answers, lookup
from . import search as full_text
from .answers import CitedReference, Entry, Link, Tally
from .filters import EVERYTHING, FILTERS, LinkFilter
from .reader import Labels, SnapshotReader, links_of

# What few questions need is imported when they are asked: it would add a tenth to every start.


class UnknownTerm(ValueError):
    """A filter's value is not a word of its vocabulary."""


class KnowledgeBase:
    """A dataset that answers questions. `neuroref.load` makes one.

    Names of entries are ids, names or aliases in any case. Methods raise `lookup.NotFound` where no entry has that
    name and `lookup.Ambiguous` where several have; filters raise `UnknownTerm` for a word outside their vocabulary.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self._close = weakref.finalize(self, connection.close)  # also when a script forgets to
        self._reader = SnapshotReader(connection)

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
                self._value(FILTERS[field].values, one, field)
                for one in ([value] if isinstance(value, str) else value or ())
            )
            single = LinkFilter._field_defaults[field] is None
            fields[field] = (resolved[-1] if resolved else None) if single else resolved
        return LinkFilter(**fields)

    def _value(self, values: type[Term] | EntryKind, word: str, field: str) -> str:
        """Return the id that *word* names, or the word of a vocabulary that it is."""
        if isinstance(values, EntryKind):
            return lookup.resolve(self._db, word, values).id
        return _term(values, word, field.removeprefix("min_"))

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
            best = nearest(name, [*sections, *(row.term for row in rows)])
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
        tallies = self._reader.tallies(EntryKind.CAUSE, wanted)
        examples = self._reader.entry_counts(EntryKind.CAUSE, wanted)
        return tuple(
            answers.CauseRow.of(
                record,
                examples=examples.get(record.id, 0),
                links=sum(tally.links for tally in tallies.get(record.id, ())),
                evidence=_strongest(tallies.get(record.id, ())),
                transmitters=tallies.get(record.id, ()),
            )
            for record in self._reader.records("cause", records.Cause)
            if wanted == EVERYTHING or (record.id in tallies and record.id in (wanted.cause or (record.id,)))
        )

    def examples(self, wanted: LinkFilter = EVERYTHING) -> tuple[answers.ExampleRow, ...]:
        """List the examples that have a wanted link, with those links added up."""
        where, values = wanted.where()
        return self._reader.example_rows(where, values)

    def transmitters(self, wanted: LinkFilter = EVERYTHING) -> tuple[answers.TransmitterRow, ...]:
        """List the transmitters, with their wanted links counted by direction."""
        tallies = self._reader.tallies(EntryKind.TRANSMITTER, wanted)
        examples = self._reader.entry_counts(EntryKind.TRANSMITTER, wanted)
        rows = []
        for record in self._reader.records("transmitter", records.Transmitter):
            tally = next(iter(tallies.get(record.id, ())), None)
            if tally is not None or wanted == EVERYTHING:
                counts = {name: getattr(tally, name, 0) for name in ("links", "increase", "decrease", "mixed")}
                evidence = tally.evidence if tally else None
                reached = examples.get(record.id, 0)
                rows.append(answers.TransmitterRow.of(record, examples=reached, evidence=evidence, **counts))
        return tuple(rows)

    def conditions(self, cause: Sequence[str] = ()) -> tuple[answers.ConditionRow, ...]:
        """List the conditions by name; those tied to one of the causes or to an example of it, if any are given."""
        causes: dict[str, dict[str, None]] = {}
        for condition, one in self._db.execute(
            "SELECT condition, cause FROM cause_condition UNION SELECT listed.id, cause FROM listed "
            "JOIN example ON example.id = listed.example WHERE listed.kind = 'condition'"
        ):
            causes.setdefault(condition, {})[one] = None
        order = [row[0] for row in self._db.execute("SELECT id FROM entry WHERE kind = 'cause' ORDER BY number")]
        examples = self._reader.entry_counts(EntryKind.CONDITION, EVERYTHING)
        return tuple(
            answers.ConditionRow.of(
                record,
                causes=tuple(one for one in order if one in causes.get(record.id, {})),
                examples=examples.get(record.id, 0),
            )
            for record in sorted(
                self._reader.records("condition", records.Condition), key=lambda one: one.name.casefold()
            )
            if not cause or set(cause) & set(causes.get(record.id, {}))
        )

    def references(self, study: Sequence[str] = (), cause: Sequence[str] = ()) -> tuple[answers.ReferenceRow, ...]:
        """List the references; of some kinds of study, or cited under some causes, if any are given."""
        studies = tuple(_term(vocabularies.Study, one, "study") for one in study)
        among: set[str] | None = None
        if cause:
            marks = ", ".join("?" * len(cause))
            rows = self._db.execute(
                f"SELECT DISTINCT reference FROM citation WHERE kind = 'cause' AND id IN ({marks}) OR kind = 'example' "
                f"AND id IN (SELECT example FROM listed WHERE kind = 'cause' AND id IN ({marks}))",
                (*cause, *cause),
            )
            among = {row[0] for row in rows}
        cited = self._reader.entry_counts(EntryKind.REFERENCE, EVERYTHING)
        short = dict(self._db.execute("SELECT id, name FROM entry WHERE kind = 'reference'"))
        return tuple(
            answers.ReferenceRow.of(record, citation=short[record.id], cited_by=cited.get(record.id, 0))
            for record in self._reader.records("reference", records.Reference)
            if (not studies or record.study in studies) and (among is None or record.id in among)
        )

    def links(self, wanted: LinkFilter = EVERYTHING) -> Iterator[Link]:
        """Yield the wanted links in the order of the dataset, one at a time, however many there are."""
        where, values = wanted.where()
        yield from self._reader.links(where, values)

    # -- one entry ---------------------------------------------------------------------------------------------------

    def show(self, name: str) -> Entry:
        """Return everything on the entry that *name* means."""
        from .show import show

        return show(self._reader, self.resolve(name))

    def cite(self, name: str) -> tuple[CitedReference, ...]:
        """Return the references of the entry that *name* means: of a transmitter also those of the links to it."""
        from .show import cited_in

        return self._reader.cited(cited_in(self.show(name)))

    def bibliography(self) -> tuple[CitedReference, ...]:
        """Return all references of the dataset."""
        return self._reader.cited(row[0] for row in self._db.execute("SELECT id FROM entry WHERE kind = 'reference'"))

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
        groups = self._reader.cause_groups(f"{links_of(EntryKind.TRANSMITTER)} AND {where}", [found.id, *values], {})
        counts = {way: sum(getattr(group, way) for group in groups) for way in ("increase", "decrease", "mixed")}
        record = self._reader.record("transmitter", found.id, records.Transmitter)
        return answers.ByTransmitter.of(
            record, transmitter=found.id, links=sum(counts.values()), **counts, causes=groups
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
        return answers.ByCondition(
            condition=found.id,
            name=self._reader.name("condition", found.id),
            links=sum(group.increase + group.decrease + group.mixed for group in groups),
            causes=groups,
        )

    def matrix(
        self, rows: str = "cause", columns: str = "transmitter", wanted: LinkFilter = EVERYTHING
    ) -> answers.Matrix:
        """Count the wanted links by *rows* (cause, example, kind, condition) and *columns* (transmitter, process)."""
        from . import matrix

        for name, given, known in (("rows", rows, matrix.ROWS), ("columns", columns, matrix.COLUMNS)):
            if given not in known:
                raise UnknownTerm(f"unknown {name} {quoted(given)}; it is one of {', '.join(known)}")
        return matrix.matrix(self._db, rows, columns, wanted)

    def compare(self, *names: str) -> answers.Comparison:
        """Set two or more entries side by side: where they agree, where they oppose, what only one has.

        Raises `lookup.Unrelatable` where there is nothing to compare them by.
        """
        from .compare import compare

        return compare(self._reader, [self.resolve(name) for name in names])

    def related(self, name: str, limit: int = 10) -> tuple[answers.Related, ...]:
        """Return the entries nearest to the one that *name* means, by the links that they share."""
        from .compare import related

        return related(self._reader, self.resolve(name), limit)

    def path(self, start: str, end: str, most: int = 5) -> tuple[answers.Chain, ...]:
        """Return the shortest chains from one entry to another, at most *most*, the best supported first."""
        from .path import path

        return path(self._reader, self.resolve(start), self.resolve(end), most)

    def search(self, text: str, kinds: Sequence[str] = (), limit: int = 20) -> full_text.SearchResult:
        """Find the entries that *text* is about, best first; a misspelled word finds what it was meant to be."""
        return full_text.search(self._db, text, kinds, limit)


def _term(terms: type[Term], word: str, field: str) -> str:
    words = [str(term) for term in terms]
    folded = word.strip().lower()
    if folded not in words:
        raise UnknownTerm(f"unknown {field} {quoted(word)}{hint(word, words)}")
    return folded


def _strongest(tallies: Iterable[Tally]) -> Evidence | None:
    return min((tally.evidence for tally in tallies), key=lambda evidence: evidence.rank, default=None)
