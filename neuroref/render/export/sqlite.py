"""Writes a dataset as one SQLite database: normalised, with foreign keys and a full-text index, for other tools.

It is not the snapshot that neuroref itself reads. This schema is documented, kept stable within a major version, and
made for people who type SQL: Datasette, DuckDB and the ``sqlite3`` shell open it as it stands.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

import msgspec

from ...model import citations, identifiers
from ...model.records import Cause, Dataset, Effect, EntryKind, Example, Transmitter
from ...questions.terms import explained
from ..serialize import flat
from .molecules import phrases, precursors

SCHEMA = """
PRAGMA foreign_keys = ON;
CREATE TABLE dataset (title TEXT NOT NULL, version TEXT NOT NULL, licence TEXT NOT NULL, disclaimer TEXT NOT NULL);
CREATE TABLE term (                    -- the vocabularies and the glossary, each word with its definition
    vocabulary TEXT NOT NULL, term TEXT NOT NULL,
    strength INTEGER NOT NULL,         -- place in its vocabulary; of evidence levels 0 is the strongest
    definition TEXT NOT NULL, PRIMARY KEY (vocabulary, term));
CREATE TABLE cause (id TEXT PRIMARY KEY, name TEXT NOT NULL, summary TEXT NOT NULL);
CREATE TABLE example_group (id TEXT PRIMARY KEY, name TEXT NOT NULL, summary TEXT NOT NULL);
CREATE TABLE transmitter (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, abbreviation TEXT NOT NULL, family TEXT NOT NULL, summary TEXT NOT NULL,
    made_in TEXT NOT NULL);
CREATE TABLE condition (id TEXT PRIMARY KEY, name TEXT NOT NULL, summary TEXT NOT NULL);
CREATE TABLE molecule (                -- id: an HGNC symbol, or a word for a small molecule
    id TEXT PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, summary TEXT);
CREATE TABLE reference (
    id TEXT PRIMARY KEY, citation TEXT NOT NULL, type TEXT NOT NULL, title TEXT NOT NULL, authors TEXT NOT NULL,
    more_authors INTEGER NOT NULL,     -- 1: the record names only the first authors
    container_title TEXT, publisher TEXT, year INTEGER, volume TEXT, issue TEXT, page TEXT,
    doi TEXT, pmid TEXT, pmcid TEXT, nbk TEXT, url TEXT, study TEXT NOT NULL, checked TEXT NOT NULL,
    errata TEXT NOT NULL);             -- DOIs and PMIDs of notices that correct it
CREATE TABLE example (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, cause TEXT NOT NULL REFERENCES cause);
CREATE TABLE example_also_under (
    example TEXT NOT NULL REFERENCES example, cause TEXT NOT NULL REFERENCES cause, PRIMARY KEY (example, cause));
CREATE TABLE example_in_group (
    example TEXT NOT NULL REFERENCES example, "group" TEXT NOT NULL REFERENCES example_group,
    PRIMARY KEY (example, "group"));
CREATE TABLE example_condition (
    example TEXT NOT NULL REFERENCES example, condition TEXT NOT NULL REFERENCES condition,
    PRIMARY KEY (example, condition));
CREATE TABLE example_condition_reference (
    example TEXT NOT NULL, condition TEXT NOT NULL, reference TEXT NOT NULL REFERENCES reference,
    PRIMARY KEY (example, condition, reference),
    FOREIGN KEY (example, condition) REFERENCES example_condition);
CREATE TABLE member (                  -- what an example is a class of: fluoxetine, one of the SSRIs
    name TEXT PRIMARY KEY, example TEXT NOT NULL REFERENCES example);
CREATE TABLE member_name (             -- sort: brand or alias
    member TEXT NOT NULL REFERENCES member, sort TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (member, name));
CREATE TABLE link (                    -- one effect of an example on a transmitter
    id INTEGER PRIMARY KEY, example TEXT NOT NULL REFERENCES example,
    transmitter TEXT NOT NULL REFERENCES transmitter,
    direction TEXT NOT NULL,           -- the net change of that transmitter's signalling, never of the step
    process TEXT NOT NULL, phase TEXT, species TEXT NOT NULL, evidence TEXT NOT NULL,
    summary TEXT NOT NULL, caveat TEXT,
    link_id TEXT NOT NULL UNIQUE,      -- by which it is cited, here and in every other export; id is this file's own
    phrase TEXT NOT NULL,              -- what happens at the step, in words
    change TEXT);                      -- the same, where step and direction do not say it by themselves
CREATE TABLE link_reference (
    link INTEGER NOT NULL REFERENCES link, reference TEXT NOT NULL REFERENCES reference, PRIMARY KEY (link, reference));
CREATE TABLE link_member (             -- a link with rows here holds for these members alone
    link INTEGER NOT NULL REFERENCES link, member TEXT NOT NULL REFERENCES member, PRIMARY KEY (link, member));
CREATE TABLE via (                     -- through which molecule a link acts, and what is done to it
    link INTEGER NOT NULL REFERENCES link, molecule TEXT NOT NULL REFERENCES molecule, action TEXT NOT NULL,
    PRIMARY KEY (link, molecule, action));
CREATE TABLE process_note (            -- how a cause acts at one step
    id INTEGER PRIMARY KEY, cause TEXT NOT NULL REFERENCES cause, process TEXT NOT NULL, summary TEXT NOT NULL);
CREATE TABLE process_note_reference (
    process_note INTEGER NOT NULL REFERENCES process_note, reference TEXT NOT NULL REFERENCES reference,
    PRIMARY KEY (process_note, reference));
CREATE TABLE pathway (id INTEGER PRIMARY KEY, cause TEXT NOT NULL REFERENCES cause, name TEXT NOT NULL);
CREATE TABLE pathway_step (
    pathway INTEGER NOT NULL REFERENCES pathway, place INTEGER NOT NULL, step TEXT NOT NULL,
    PRIMARY KEY (pathway, place));
CREATE TABLE pathway_transmitter (
    pathway INTEGER NOT NULL REFERENCES pathway, transmitter TEXT NOT NULL REFERENCES transmitter,
    PRIMARY KEY (pathway, transmitter));
CREATE TABLE pathway_reference (
    pathway INTEGER NOT NULL REFERENCES pathway, reference TEXT NOT NULL REFERENCES reference,
    PRIMARY KEY (pathway, reference));
CREATE TABLE cause_condition (
    cause TEXT NOT NULL REFERENCES cause, condition TEXT NOT NULL REFERENCES condition,
    reference TEXT NOT NULL REFERENCES reference, PRIMARY KEY (cause, condition, reference));
CREATE TABLE intervention (            -- what was studied, never advice
    id INTEGER PRIMARY KEY, cause TEXT NOT NULL REFERENCES cause, class TEXT NOT NULL, name TEXT NOT NULL,
    summary TEXT);
CREATE TABLE intervention_reference (
    intervention INTEGER NOT NULL REFERENCES intervention, reference TEXT NOT NULL REFERENCES reference,
    PRIMARY KEY (intervention, reference));
CREATE TABLE transmitter_gene (        -- step: synthesis, storage, reuptake or degradation
    transmitter TEXT NOT NULL REFERENCES transmitter, step TEXT NOT NULL, gene TEXT NOT NULL, role TEXT NOT NULL,
    molecule TEXT REFERENCES molecule, -- the gene again, where the dataset lists it among the molecules
    PRIMARY KEY (transmitter, step, gene, role));
CREATE TABLE transmitter_molecule (    -- part: cofactor or breakdown-product
    transmitter TEXT NOT NULL REFERENCES transmitter, part TEXT NOT NULL, name TEXT NOT NULL, role TEXT NOT NULL,
    molecule TEXT REFERENCES molecule, -- the name again, where the dataset lists it among the molecules
    PRIMARY KEY (transmitter, part, name, role));
CREATE TABLE transmitter_detail (      -- detail: precursor, receptor, role
    transmitter TEXT NOT NULL REFERENCES transmitter, detail TEXT NOT NULL, place INTEGER NOT NULL, value TEXT NOT NULL,
    molecule TEXT REFERENCES molecule, -- of a precursor or a receptor, where the dataset lists it among the molecules
    PRIMARY KEY (transmitter, detail, place));
CREATE TABLE transmitter_receptor_family (
    transmitter TEXT NOT NULL REFERENCES transmitter, name TEXT NOT NULL, coupling TEXT NOT NULL,
    PRIMARY KEY (transmitter, name));
CREATE TABLE transmitter_reference (
    transmitter TEXT NOT NULL REFERENCES transmitter, reference TEXT NOT NULL REFERENCES reference,
    PRIMARY KEY (transmitter, reference));
CREATE TABLE claim (                   -- what people ask "is it true that"; verdict: what the sources say of it
    id TEXT PRIMARY KEY, statement TEXT NOT NULL, verdict TEXT NOT NULL, summary TEXT NOT NULL);
CREATE TABLE claim_about (             -- entry: its kind; what is example and condition in one has two rows
    claim TEXT NOT NULL REFERENCES claim, entry TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (claim, entry, id));
CREATE TABLE claim_reference (
    claim TEXT NOT NULL REFERENCES claim, reference TEXT NOT NULL REFERENCES reference, PRIMARY KEY (claim, reference));
CREATE TABLE known_name (              -- what people look up and for which no link has been checked yet
    name TEXT PRIMARY KEY, alias_of TEXT REFERENCES known_name);
CREATE TABLE alias (                   -- entry: cause, example, group, transmitter, condition, molecule or claim
    entry TEXT NOT NULL, id TEXT NOT NULL, alias TEXT NOT NULL, PRIMARY KEY (entry, id, alias));
-- Here and in search entry may also be member: its id is its name.
CREATE TABLE identifier (              -- relation: is (the same concept) or involves (a part of it)
    entry TEXT NOT NULL, id TEXT NOT NULL, relation TEXT NOT NULL, curie TEXT NOT NULL,
    PRIMARY KEY (entry, id, relation, curie));
CREATE TABLE see_also (
    entry TEXT NOT NULL, id TEXT NOT NULL, other TEXT NOT NULL, PRIMARY KEY (entry, id, other));
CREATE VIRTUAL TABLE search USING fts5 (entry UNINDEXED, id UNINDEXED, name, text, tokenize = 'porter unicode61');
CREATE VIEW link_in_full AS            -- links with names, one a row, as `neuroref links` lists them
    SELECT cause.name AS cause, example.name AS example, example.kind, transmitter.name AS transmitter, link.direction,
        link.process, link.phase, link.species, link.evidence, link.summary, link.caveat,
        (SELECT group_concat(citation, '; ') FROM link_reference JOIN reference ON reference.id = reference
         WHERE link_reference.link = link.id) AS sources,
        link.link_id, link.phrase,
        (SELECT group_concat(member, '; ') FROM link_member WHERE link_member.link = link.id) AS members,
        (SELECT group_concat(molecule || ' ' || action, '; ') FROM via WHERE via.link = link.id) AS via
    FROM link JOIN example ON example.id = link.example JOIN cause ON cause.id = example.cause
        JOIN transmitter ON transmitter.id = link.transmitter;
"""

INDEXES = """
CREATE INDEX link_example ON link (example);
CREATE INDEX link_transmitter ON link (transmitter, evidence);
CREATE INDEX link_reference_reference ON link_reference (reference);
CREATE INDEX example_cause ON example (cause);
CREATE INDEX example_condition_condition ON example_condition (condition);
CREATE INDEX member_example ON member (example);
CREATE INDEX link_member_member ON link_member (member);
CREATE INDEX via_molecule ON via (molecule);
CREATE INDEX claim_about_id ON claim_about (id);
"""

GENE_STEPS = ("synthesis", "storage", "reuptake", "degradation")


def write(dataset: Dataset) -> Iterator[bytes]:
    """Yield the bytes of a SQLite database of the *dataset*."""

    def fill(connection: sqlite3.Connection) -> None:
        connection.executescript(f"{SCHEMA} BEGIN;")
        _fill(connection, dataset)
        connection.commit()
        connection.executescript(INDEXES + "ANALYZE;")

    return _database(fill)


def table(records: Iterable[msgspec.Struct]) -> Iterator[bytes]:
    """Yield the bytes of a SQLite database with one table, ``answer``, of *records*, all of one type.

    Its columns are those of CSV; numbers are numbers, and what is not there is NULL. Without records it has no table.
    """

    def fill(connection: sqlite3.Connection) -> None:
        for number, record in enumerate(records):
            if number == 0:
                names = ", ".join(f'"{name}"' for name in record.__struct_encode_fields__)
                insertion = f"INSERT INTO answer VALUES ({', '.join('?' * len(record.__struct_fields__))})"
                connection.executescript(f"CREATE TABLE answer ({names}); BEGIN;")
            connection.execute(insertion, [_cell(getattr(record, name)) for name in record.__struct_fields__])
        connection.commit()

    return _database(fill)


def _cell(value: Any) -> str | int | float | None:
    return value if value is None or isinstance(value, int | float) else flat(value)


def _database(fill: Callable[[sqlite3.Connection], None]) -> Iterator[bytes]:
    """Yield the bytes of the database that *fill* makes."""
    with tempfile.TemporaryDirectory(prefix="neuroref-") as folder:
        path = Path(folder) / "neuroref.db"
        connection = sqlite3.connect(path)
        try:
            connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
            fill(connection)
        finally:
            connection.close()
        with path.open("rb") as file:
            while chunk := file.read(1 << 20):
                yield chunk


class _Writer:
    """Rows into tables; SQLite numbers the rows that have no id of their own."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def add(self, table: str, *values: Any) -> int:
        marks = ", ".join("?" * len(values))
        return self._connection.execute(f'INSERT OR IGNORE INTO "{table}" VALUES ({marks})', values).lastrowid or 0

    def add_numbered(self, table: str, *values: Any) -> int:
        return self.add(table, None, *values)

    def add_all(self, table: str, first: Any, others: Iterable[Any]) -> None:
        for other in others:
            self.add(table, first, other)


def _fill(connection: sqlite3.Connection, dataset: Dataset) -> None:
    rows = _Writer(connection)
    rows.add("dataset", *msgspec.structs.astuple(dataset.dataset))
    for _, words in groupby(explained(dataset.glossary), lambda row: row.vocabulary):
        for place, row in enumerate(words):
            rows.add("term", row.vocabulary, row.term, place, row.definition)
    _references(rows, dataset)
    for molecule in dataset.molecules:
        rows.add("molecule", molecule.id, molecule.name, str(molecule.kind), molecule.summary)
        _names(rows, "molecule", molecule, molecule.summary or "")
    named = {text: identifier for text, (kind, identifier) in precursors(dataset).items() if kind is EntryKind.MOLECULE}
    listed = {**named, **{molecule.id: molecule.id for molecule in dataset.molecules}}
    for transmitter in dataset.transmitters:
        _transmitter(rows, transmitter, listed)
    for condition in dataset.conditions:
        rows.add("condition", condition.id, condition.name, condition.summary)
        _names(rows, "condition", condition, condition.summary)
    for group in dataset.groups:
        rows.add("example_group", group.id, group.name, group.summary)
        _names(rows, "group", group, group.summary)
    for cause in dataset.causes:
        rows.add("cause", cause.id, cause.name, cause.summary)
        _names(rows, "cause", cause, cause.summary)
    told = phrases(dataset)
    for cause in dataset.causes:
        _cause_details(rows, cause)
        for example in cause.examples:
            _example(rows, example, cause.id, told)
    _claims(rows, dataset)
    for known in dataset.known:
        rows.add("known_name", known.name, None)
        for alias in known.aliases:
            rows.add("known_name", alias, known.name)


def _references(rows: _Writer, dataset: Dataset) -> None:
    cited = citations.distinct(dataset.references)
    for one in dataset.references:
        authors = "; ".join(author.inverted for author in one.author)
        rows.add(
            "reference", one.id, cited[one.id], one.type, one.title, authors, one.more_authors, one.container_title,
            one.publisher, one.year, one.volume, one.issue, one.page, one.DOI, one.PMID, one.PMCID, one.NBK, one.URL,
            str(one.study), one.checked.isoformat(), "; ".join(one.errata),
        )  # fmt: skip
        rows.add("search", "reference", one.id, cited[one.id], one.title)


def _transmitter(rows: _Writer, one: Transmitter, listed: Mapping[str, str]) -> None:
    """Add a transmitter; *listed* has the molecules that the dataset lists, by the words of transmitters for them."""
    rows.add("transmitter", one.id, one.name, one.abbreviation, one.family, one.summary, one.made_in)
    for step in GENE_STEPS:
        for gene in getattr(one, step):
            rows.add("transmitter_gene", one.id, step, gene.gene, gene.role, listed.get(gene.gene))
    for part, small in (("cofactor", one.cofactors), ("breakdown-product", one.breakdown_products)):
        for each in small:
            rows.add("transmitter_molecule", one.id, part, each.molecule, each.role, listed.get(each.molecule))
    for detail, values in (("precursor", one.precursors), ("receptor", one.receptors), ("role", one.roles)):
        for place, value in enumerate(values, 1):
            molecule = listed.get(value) if detail != "role" else None
            rows.add("transmitter_detail", one.id, detail, place, value, molecule)
    for family in one.receptor_families:
        rows.add("transmitter_receptor_family", one.id, family.name, family.coupling)
    rows.add_all("transmitter_reference", one.id, one.references)
    rows.add("alias", "transmitter", one.id, one.abbreviation)
    _names(rows, "transmitter", one, one.summary)


def _cause_details(rows: _Writer, cause: Cause) -> None:
    for note in cause.processes:
        number = rows.add_numbered("process_note", cause.id, str(note.process), note.summary)
        rows.add_all("process_note_reference", number, note.references)
    for pathway in cause.pathways:
        number = rows.add_numbered("pathway", cause.id, pathway.name)
        for place, step in enumerate(pathway.steps, 1):
            rows.add("pathway_step", number, place, step)
        rows.add_all("pathway_transmitter", number, pathway.transmitters)
        rows.add_all("pathway_reference", number, pathway.references)
    for tie in cause.conditions:
        for reference in tie.references:
            rows.add("cause_condition", cause.id, tie.condition, reference)
    for measure in cause.interventions:
        number = rows.add_numbered("intervention", cause.id, str(measure.class_), measure.name, measure.summary)
        rows.add_all("intervention_reference", number, measure.references)


def _example(rows: _Writer, one: Example, cause: str, told: Callable[[Effect], str]) -> None:
    rows.add("example", one.id, one.name, str(one.kind), cause)
    rows.add_all("example_also_under", one.id, one.also_under)
    rows.add_all("example_in_group", one.id, one.groups)
    for condition, cited in one.ties.items():
        rows.add("example_condition", one.id, condition)
        for reference in cited:
            rows.add("example_condition_reference", one.id, condition, reference)
    for member in one.members:
        rows.add("member", member.name, one.id)
        for sort, names in (("brand", member.brands), ("alias", member.aliases)):
            for name in names:
                rows.add("member_name", member.name, sort, name)
        _identifiers(rows, "member", member.name, member.identifiers)
        rows.add("search", "member", member.name, ", ".join(member.names), f"one of: {one.name}")
    for identifier, effect in one.links():
        number = rows.add_numbered(
            "link", one.id, effect.transmitter, str(effect.direction), str(effect.process),
            str(effect.phase) if effect.phase else None, str(effect.species), str(effect.evidence), effect.summary,
            effect.caveat, identifier, told(effect), effect.change,
        )  # fmt: skip
        rows.add_all("link_reference", number, effect.references)
        rows.add_all("link_member", number, effect.members)
        for via in effect.via:
            rows.add("via", number, via.molecule, str(via.action))
    _names(rows, "example", one, " ".join(effect.summary for effect in one.effects))


def _claims(rows: _Writer, dataset: Dataset) -> None:
    kinds: dict[str, list[str]] = {}
    for kind, record in dataset.entries():
        kinds.setdefault(record.id, []).append(kind.value)
    for claim in dataset.claims:
        rows.add("claim", claim.id, claim.statement, str(claim.verdict), claim.summary)
        for identifier in claim.about:
            for entry in kinds[identifier]:
                rows.add("claim_about", claim.id, entry, identifier)
        rows.add_all("claim_reference", claim.id, claim.references)
        _names(rows, "claim", claim, f"{claim.verdict}: {claim.summary}")


def _names(rows: _Writer, kind: str, record: Any, prose: str) -> None:
    """Add what entries of all kinds have: aliases, identifiers, near entries, and a row to search."""
    for alias in record.aliases:
        rows.add("alias", kind, record.id, alias)
    _identifiers(rows, kind, record.id, getattr(record, "identifiers", {}))
    for curie in getattr(record, "involves", ()):
        rows.add("identifier", kind, record.id, "involves", curie)
    for other in getattr(record, "see_also", ()):
        rows.add("see_also", kind, record.id, other)
    rows.add("search", kind, record.id, ", ".join((record.name, *record.aliases)), prose)


def _identifiers(rows: _Writer, kind: str, identifier: str, known: Mapping[str, str]) -> None:
    for namespace, value in known.items():
        rows.add("identifier", kind, identifier, "is", identifiers.curie(namespace, value))
