"""The questions: each method asks one, and returns typed records.

>>> import neuroref
>>> ref = neuroref.load()
>>> [group.name for group in ref.by_transmitter("serotonin", direction="decrease").causes][:2]
['Genetics and inherited traits', 'Environmental factors']
"""

from __future__ import annotations

import sqlite3
import weakref
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from . import answers, lookup, model
from . import search as full_text
from .answers import Entry, Link, Source, Tally
from .filters import FILTER_NAMES, LinkFilter
from .model import Evidence
from .names import plain, suggestion
from .tables import Looked, Tables

if TYPE_CHECKING:
    from . import crossing, kinship

# What few questions need is imported when they are asked: it would add a tenth to every start.

FILTER_TERMS: dict[str, type[model.Term]] = {
    "kind": model.Kind,
    "direction": model.Direction,
    "process": model.Process,
    "phase": model.Phase,
    "species": model.Species,
    "evidence": model.Evidence,
}


class UnknownTerm(ValueError):
    """A filter's value is not a word of its vocabulary."""


class Reference:
    """A dataset that answers questions. `neuroref.load` makes one.

    Names of entries are ids, names or aliases in any case. Methods raise `lookup.NotFound` where no entry has that
    name and `lookup.Ambiguous` where several have; filters raise `UnknownTerm` for a word outside their vocabulary.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Answer from an open snapshot."""
        self._db = connection
        self._close = weakref.finalize(self, connection.close)  # also when a script forgets to
        self._tables = Tables(connection)

    def close(self) -> None:
        """Let go of the snapshot. A reference is also a context manager that does so at its end."""
        self._close()

    def __enter__(self) -> Reference:
        """Begin a block at whose end the reference is closed."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the reference."""
        self.close()

    # -- about the dataset -------------------------------------------------------------------------------------------

    def info(self) -> model.DatasetInfo:
        """Return the dataset's title, version, licence and disclaimer."""
        facts = dict(self._db.execute("SELECT key, value FROM meta"))
        return model.DatasetInfo(**{name: facts[name] for name in model.DatasetInfo.__struct_fields__})

    def resolve(self, name: str, kind: str | None = None) -> lookup.Found:
        """Return the entry that *name* means, of one *kind* (cause, example, transmitter …) if given."""
        return lookup.resolve(self._db, name, kind)

    def beginnings(self, start: str, kinds: Sequence[str] = lookup.KINDS, most: int = 100) -> list[lookup.Beginning]:
        """Return the names of entries that begin with *start*, for completion; without a *start* the ids of all."""
        return lookup.beginnings(self._db, start, kinds, most)

    def filter(self, **wanted: str | Iterable[str] | None) -> LinkFilter:
        """Return a filter of links from names as people write them; a value is one name or several.

        Fields are those of `LinkFilter`: cause, kind, transmitter, direction, process, phase, species, evidence,
        min_evidence, condition.
        """
        fields: dict[str, Any] = {}
        for field, value in wanted.items():
            if field not in FILTER_NAMES:
                raise TypeError(f"unknown filter '{field}'{suggestion(field, FILTER_NAMES)}")
            values = [value] if isinstance(value, str) else list(value or ())
            if field in ("cause", "transmitter", "condition"):
                fields[field] = tuple(self.resolve(one, field).id for one in values)
            elif field == "min_evidence":
                fields[field] = _term(Evidence, values[-1], "evidence") if values else None
            else:
                fields[field] = tuple(_term(FILTER_TERMS[field], one, field) for one in values)
        return LinkFilter(**fields)

    def labels(self) -> answers.Labels:
        """Return how the ids of causes, transmitters and sources are written for people."""
        return answers.Labels(
            causes=Looked(lambda one: self._tables.name("cause", one)),
            transmitters=Looked(lambda one: self._tables.name("transmitter", one)),
            abbreviations=Looked(lambda one: self._tables.record("transmitter", one, model.Transmitter).abbreviation),
            citations=Looked(lambda one: self._tables.name("reference", one)),
        )

    # -- lists -------------------------------------------------------------------------------------------------------

    def causes(self, wanted: LinkFilter = LinkFilter()) -> tuple[answers.CauseRow, ...]:
        """List the causes, with how many examples and links each has and which transmitters it reaches.

        With a filter those that have a wanted link; an example that two causes list counts under both.
        """
        tallies = self._tables.tallies("cause", wanted)
        examples = self._tables.reach("cause", wanted)
        return tuple(
            answers.CauseRow(
                id=record.id,
                name=record.name,
                aliases=record.aliases,
                summary=record.summary,
                examples=examples.get(record.id, 0),
                links=sum(tally.increase + tally.decrease + tally.mixed for tally in tallies.get(record.id, ())),
                evidence=_strongest(tallies.get(record.id, ())),
                transmitters=tallies.get(record.id, ()),
            )
            for record in self._tables.records("cause", model.Cause)
            if wanted == LinkFilter() or (record.id in tallies and record.id in (wanted.cause or (record.id,)))
        )

    def examples(self, wanted: LinkFilter = LinkFilter()) -> tuple[answers.ExampleRow, ...]:
        """List the examples that have a wanted link, with those links added up."""
        where, values = wanted.where()
        return self._tables.example_rows(where, values)

    def transmitters(self, wanted: LinkFilter = LinkFilter()) -> tuple[answers.TransmitterRow, ...]:
        """List the transmitters, with their wanted links counted by direction."""
        tallies = self._tables.tallies("transmitter", wanted)
        examples = self._tables.reach("transmitter", wanted)
        rows = []
        for record in self._tables.records("transmitter", model.Transmitter):
            tally = next(iter(tallies.get(record.id, ())), None)
            if tally is None and wanted != LinkFilter():
                continue
            counts = (tally.increase, tally.decrease, tally.mixed) if tally else (0, 0, 0)
            rows.append(
                answers.TransmitterRow(
                    id=record.id,
                    name=record.name,
                    abbreviation=record.abbreviation,
                    aliases=record.aliases,
                    family=record.family,
                    summary=record.summary,
                    links=sum(counts),
                    increase=counts[0],
                    decrease=counts[1],
                    mixed=counts[2],
                    examples=examples.get(record.id, 0),
                    evidence=tally.evidence if tally else None,
                )
            )
        return tuple(rows)

    def conditions(self, cause: Sequence[str] = ()) -> tuple[answers.ConditionRow, ...]:
        """List the conditions by name; those tied to one of the causes or to an example of it, if any are given."""
        causes: dict[str, dict[str, None]] = {}
        for condition, one in self._db.execute(
            "SELECT condition, cause FROM cause_condition UNION SELECT condition, cause FROM example_condition "
            "JOIN example ON example.id = example_condition.example"
        ):
            causes.setdefault(condition, {})[one] = None
        order = [row[0] for row in self._db.execute("SELECT id FROM entry WHERE kind = 'cause' ORDER BY number")]
        examples = self._tables.reach("condition", LinkFilter())
        return tuple(
            answers.ConditionRow(
                id=record.id,
                name=record.name,
                aliases=record.aliases,
                summary=record.summary,
                causes=tuple(one for one in order if one in causes.get(record.id, {})),
                examples=examples.get(record.id, 0),
            )
            for record in sorted(
                self._tables.records("condition", model.Condition), key=lambda one: one.name.casefold()
            )
            if not cause or set(cause) & set(causes.get(record.id, {}))
        )

    def references(self, study: Sequence[str] = (), cause: Sequence[str] = ()) -> tuple[answers.ReferenceRow, ...]:
        """List the sources; of some kinds of study, or cited under some causes, if any are given."""
        studies = tuple(_term(model.Study, one, "study") for one in study)
        among: set[str] | None = None
        if cause:
            marks = ", ".join("?" * len(cause))
            rows = self._db.execute(
                f"SELECT DISTINCT reference FROM citation WHERE kind = 'cause' AND id IN ({marks}) OR kind = 'example' "
                f"AND id IN (SELECT example FROM member WHERE cause IN ({marks}))",
                (*cause, *cause),
            )
            among = {row[0] for row in rows}
        cited = self._tables.reach("reference", LinkFilter())
        short = dict(self._db.execute("SELECT id, name FROM entry WHERE kind = 'reference'"))
        return tuple(
            answers.ReferenceRow(
                id=record.id,
                citation=short[record.id],
                title=record.title,
                year=record.year,
                study=record.study,
                DOI=record.DOI,
                PMID=record.PMID,
                PMCID=record.PMCID,
                NBK=record.NBK,
                URL=record.URL,
                cited_by=cited.get(record.id, 0),
            )
            for record in self._tables.records("reference", model.Reference)
            if (not studies or record.study in studies) and (among is None or record.id in among)
        )

    def links(self, wanted: LinkFilter = LinkFilter()) -> Iterator[Link]:
        """Yield the wanted links in the order of the dataset, one at a time, however many there are."""
        where, values = wanted.where()
        yield from self._tables.links(where, values)

    # -- one entry ---------------------------------------------------------------------------------------------------

    def show(self, name: str) -> Entry:
        """Return everything on the entry that *name* means."""
        from . import entry

        found = self.resolve(name)
        if "example" in found.kinds:
            return entry.example(self._tables, found.id, with_condition="condition" in found.kinds)
        return entry.OF_KIND[found.kinds[0]](self._tables, found.id)

    def cite(self, name: str) -> tuple[Source, ...]:
        """Return the sources of the entry that *name* means: of a transmitter also those of the links to it."""
        shown = self.show(name)
        if isinstance(shown, answers.ReferenceEntry):
            return (shown.source,)
        cited = [source.id for source in shown.sources]
        if isinstance(shown, answers.TransmitterEntry):
            cited += [reference for link in shown.links for reference in link.references]
        if isinstance(shown, answers.ConditionEntry):
            cited += [one for example in shown.examples for link in example.links for one in link.references]
        if isinstance(shown, answers.ExampleEntry) and shown.as_condition:
            cited += [source.id for source in shown.as_condition.sources]
        return self._tables.sources(cited)

    def bibliography(self) -> tuple[Source, ...]:
        """Return all sources of the dataset."""
        return self._tables.sources(row[0] for row in self._db.execute("SELECT id FROM entry WHERE kind = 'reference'"))

    def excerpt(self, wanted: LinkFilter = LinkFilter()) -> model.Dataset:
        """Return the dataset itself: whole, or the wanted links and every entry that they and their causes name."""
        from .excerpt import excerpt

        return excerpt(self._db, wanted)

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
        groups = self._tables.cause_groups(f"link.transmitter = ? AND {where}", [found.id, *values], {})
        record = self._tables.record("transmitter", found.id, model.Transmitter)
        counts = [sum(getattr(group, one) for group in groups) for one in ("increase", "decrease", "mixed")]
        return answers.ByTransmitter(
            transmitter=found.id,
            name=record.name,
            abbreviation=record.abbreviation,
            links=sum(counts),
            increase=counts[0],
            decrease=counts[1],
            mixed=counts[2],
            causes=groups,
        )

    def by_condition(
        self, name: str, wanted: LinkFilter | None = None, **filters: str | Iterable[str] | None
    ) -> answers.ByCondition:
        """Return the causes and examples tied to the condition that *name* means, grouped by cause."""
        found = self.resolve(name, "condition")
        wanted = wanted if wanted is not None else self.filter(**filters)
        where, values = wanted.where()
        ties = self._tables.condition_ties(found.id) if wanted == LinkFilter() else {}
        condition = "link.example IN (SELECT example FROM example_condition WHERE condition = ?)"
        groups = self._tables.cause_groups(f"{condition} AND {where}", [found.id, *values], ties)
        return answers.ByCondition(
            condition=found.id,
            name=self._tables.names("condition", [found.id])[found.id],
            links=sum(group.increase + group.decrease + group.mixed for group in groups),
            causes=groups,
        )

    def matrix(
        self, rows: str = "cause", columns: str = "transmitter", wanted: LinkFilter = LinkFilter()
    ) -> crossing.Matrix:
        """Count the wanted links by *rows* (cause, example, kind, condition) and *columns* (transmitter, process)."""
        from . import crossing

        for name, given, known in (("rows", rows, crossing.ROWS), ("columns", columns, crossing.COLUMNS)):
            if given not in known:
                raise UnknownTerm(f"unknown {name} '{plain(given)[:60]}'; it is one of {', '.join(known)}")
        return crossing.matrix(self._db, rows, columns, wanted)

    def compare(self, *names: str) -> kinship.Comparison:
        """Set two or more entries side by side: where they agree, where they oppose, what only one has.

        Raises `lookup.Unrelatable` where there is nothing to compare them by.
        """
        from . import kinship

        return kinship.compare(self._db, [self.resolve(name) for name in names])

    def related(self, name: str, limit: int = 10) -> tuple[kinship.Related, ...]:
        """Return the entries nearest to the one that *name* means, by the links that they share."""
        from . import kinship

        return kinship.related(self._db, self.resolve(name), limit)

    def path(self, start: str, end: str, most: int = 5) -> tuple[kinship.Chain, ...]:
        """Return the shortest chains from one entry to another, at most *most*, the best supported first."""
        from . import kinship

        return kinship.path(self._db, self.resolve(start), self.resolve(end), most)

    def search(self, text: str, kinds: Sequence[str] = (), limit: int = 20) -> full_text.SearchResult:
        """Find the entries that *text* is about, best first; a misspelled word finds what it was meant to be."""
        return full_text.search(self._db, text, kinds, limit)


def _term(terms: type[model.Term], word: str, field: str) -> str:
    words = [str(term) for term in terms]
    folded = word.strip().lower()
    if folded not in words:
        hint = suggestion(word, words) or f"; it is one of {', '.join(words)}"
        raise UnknownTerm(f"unknown {field} '{plain(word)[:60]}'{hint}")
    return folded


def _strongest(tallies: Iterable[Tally]) -> Evidence | None:
    return min((tally.evidence for tally in tallies), key=lambda evidence: evidence.rank, default=None)
