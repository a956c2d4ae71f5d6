"""The model as tables: what a snapshot holds and how it is filled.

Every question in ``reference.py`` is a query on these tables; they are normalised, indexed for the questions that are
asked, and flat in cost however many links there are.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any

import msgspec

from . import citations, identifiers
from .model import Cause, Dataset, Example, Reference, Transmitter
from .names import key, loosened

TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE entry (
    number INTEGER PRIMARY KEY,           -- order in the dataset, kind by kind
    kind TEXT NOT NULL, id TEXT NOT NULL,
    name TEXT NOT NULL,                   -- of a reference its short citation
    cause TEXT,                           -- the home of an example
    record BLOB NOT NULL,                 -- JSON of the model's record, without examples and effects
    UNIQUE (kind, id)
);
CREATE INDEX entry_id ON entry (id);
CREATE TABLE name (
    number INTEGER PRIMARY KEY,
    key TEXT NOT NULL, loose TEXT NOT NULL, text TEXT NOT NULL,
    kind TEXT NOT NULL, id TEXT NOT NULL,
    tier INTEGER NOT NULL                 -- 0 id, 1 name, 2 alias, 3 identifier elsewhere
);
CREATE TABLE example (id TEXT PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, cause TEXT NOT NULL,
    also_under TEXT NOT NULL, groups TEXT NOT NULL, conditions TEXT NOT NULL) WITHOUT ROWID;  -- lists of ids
CREATE TABLE link (
    number INTEGER PRIMARY KEY,
    example TEXT NOT NULL, transmitter TEXT NOT NULL,
    direction TEXT NOT NULL, process TEXT NOT NULL, phase TEXT, species TEXT NOT NULL,
    evidence INTEGER NOT NULL,            -- rank, 0 the strongest
    summary TEXT NOT NULL, caveat TEXT, sources TEXT NOT NULL
);
CREATE TABLE member (cause TEXT NOT NULL, example TEXT NOT NULL, home INTEGER NOT NULL,
    PRIMARY KEY (cause, example)) WITHOUT ROWID;
CREATE TABLE example_condition (condition TEXT NOT NULL, example TEXT NOT NULL,
    PRIMARY KEY (condition, example)) WITHOUT ROWID;
CREATE TABLE cause_condition (condition TEXT NOT NULL, cause TEXT NOT NULL, sources TEXT NOT NULL,
    PRIMARY KEY (condition, cause)) WITHOUT ROWID;
CREATE TABLE example_group (grouping TEXT NOT NULL, example TEXT NOT NULL,
    PRIMARY KEY (grouping, example)) WITHOUT ROWID;
CREATE TABLE citation (reference TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, place TEXT NOT NULL,
    PRIMARY KEY (reference, kind, id, place)) WITHOUT ROWID;
CREATE TABLE tally (                      -- links counted in advance, so that a list costs the same at any size
    kind TEXT NOT NULL, id TEXT NOT NULL, transmitter TEXT NOT NULL, direction TEXT NOT NULL,
    links INTEGER NOT NULL, evidence INTEGER NOT NULL,
    PRIMARY KEY (kind, id, transmitter, direction)) WITHOUT ROWID;
CREATE TABLE reach (kind TEXT NOT NULL, id TEXT NOT NULL, entries INTEGER NOT NULL,  -- examples, or places that cite
    PRIMARY KEY (kind, id)) WITHOUT ROWID;
"""

# Made after the rows are in: an index built at once is faster and denser than one grown row by row.
INDEXES = """
CREATE INDEX name_key ON name (key);
CREATE INDEX name_loose ON name (loose);
CREATE INDEX link_transmitter ON link (transmitter, evidence);
CREATE INDEX link_example ON link (example);
CREATE INDEX member_example ON member (example);
CREATE INDEX example_condition_example ON example_condition (example);
"""

SEARCH = """
CREATE VIRTUAL TABLE document USING fts5 (name, aliases, prose, tokenize = 'porter unicode61 remove_diacritics 2',
    prefix = '3');
CREATE VIRTUAL TABLE near_name USING fts5 (key, tokenize = 'trigram', detail = 'none', columnsize = 0);
CREATE VIRTUAL TABLE near_word USING fts5 (word, tokenize = 'trigram', detail = 'none', columnsize = 0);
"""

STRIDE = 1000  # entries between two words to whoever watches

_WORD = re.compile(r"[^\W\d_]{4,40}")


def compile_into(
    connection: sqlite3.Connection, dataset: Dataset, facts: dict[str, str], watch: Callable[[str, int, int], None]
) -> None:
    """Write the *dataset* into an empty database, with *facts* about it in the table ``meta``; tell *watch* how far."""
    connection.executescript(TABLES + SEARCH)
    info = {name: str(value) for name, value in msgspec.to_builtins(dataset.dataset).items()}
    connection.executemany("INSERT INTO meta VALUES (?, ?)", {**info, **facts}.items())
    _write_entries(connection, dataset, watch)
    watch("links", 0, 0)
    _write_links(connection, dataset)
    watch("indexes", 0, 0)
    connection.executescript(INDEXES)
    connection.executescript("""
        INSERT INTO tally SELECT 'cause', member.cause, transmitter, direction, count(*), min(evidence)
            FROM member JOIN link USING (example) GROUP BY 2, 3, 4;
        INSERT INTO tally SELECT 'transmitter', transmitter, transmitter, direction, count(*), min(evidence)
            FROM link GROUP BY 2, 3, 4;
        INSERT INTO reach SELECT 'cause', cause, count(*) FROM member GROUP BY cause;
        INSERT INTO reach SELECT 'transmitter', transmitter, count(DISTINCT example) FROM link GROUP BY transmitter;
        INSERT INTO reach SELECT 'condition', condition, count(*) FROM example_condition GROUP BY condition;
        INSERT INTO reach SELECT 'reference', reference, count(*) FROM citation GROUP BY reference;
    """)
    connection.execute(
        "INSERT INTO near_name (rowid, key) SELECT number, key FROM name WHERE length(key) > 2 AND tier < 3"
    )
    connection.commit()


def _write_entries(connection: sqlite3.Connection, dataset: Dataset, watch: Callable[[str, int, int], None]) -> None:
    encode = msgspec.json.encode
    words: dict[str, None] = {}
    cited = citations.distinct(dataset.references)
    total = _count(dataset)
    for number, (kind, home, record) in enumerate(entries(dataset), 1):
        if number % STRIDE == 0:
            watch("entries", number, total)
        body = encode(msgspec.structs.replace(record, **_without_parts(record)))
        name = cited[record.id] if isinstance(record, Reference) else record.name
        connection.execute("INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?)", (number, kind, record.id, name, home, body))
        aliases = _aliases(record)
        elsewhere = [(text, 3) for text in _identifiers(record)]
        names = [(record.id, 0), (name, 1), *((alias, 2) for alias in aliases), *elsewhere]
        connection.executemany(
            "INSERT INTO name (key, loose, text, kind, id, tier) VALUES (?, ?, ?, ?, ?, ?)",
            [(folded := key(text), loosened(folded), text, kind, record.id, tier) for text, tier in names],
        )
        # A title is prose: names outrank prose, and hundreds of titles would bury the entries that they are about.
        found = (number, "", record.id) if kind == "reference" else (number, name, ", ".join(aliases))
        text = (*found, " ".join(_prose(record)))
        connection.execute("INSERT INTO document (rowid, name, aliases, prose) VALUES (?, ?, ?, ?)", text)
        words.update(dict.fromkeys(_WORD.findall(" ".join(text[1:]).lower())))
    connection.executemany("INSERT INTO near_word (word) VALUES (?)", ((word,) for word in words))


def _count(dataset: Dataset) -> int:
    lists = (dataset.causes, dataset.groups, dataset.transmitters, dataset.conditions, dataset.references)
    return sum(map(len, lists)) + sum(len(cause.examples) for cause in dataset.causes)


def entries(dataset: Dataset) -> Iterator[tuple[str, str | None, Any]]:
    """Yield the kind, the home cause (of an example) and the record of every entry, in the order of the dataset."""
    for cause in dataset.causes:
        yield "cause", None, cause
    for cause in dataset.causes:
        for example in cause.examples:
            yield "example", cause.id, example
    for kind, records in (
        ("group", dataset.groups),
        ("transmitter", dataset.transmitters),
        ("condition", dataset.conditions),
        ("reference", dataset.references),
    ):
        for record in records:
            yield kind, None, record


def _aliases(record: Any) -> tuple[str, ...]:
    if isinstance(record, Reference):
        return ()
    return (record.abbreviation, *record.aliases) if isinstance(record, Transmitter) else tuple(record.aliases)


def _identifiers(record: Any) -> Iterator[str]:
    if isinstance(record, Reference):
        for namespace in identifiers.REFERENCE_KEYS:
            if identifier := getattr(record, namespace):
                yield identifiers.of_reference(namespace, identifier)
    else:
        for namespace, identifier in getattr(record, "identifiers", {}).items():
            yield identifiers.curie(namespace, identifier)


def _without_parts(record: Any) -> dict[str, Any]:
    if isinstance(record, Cause):
        return {"examples": ()}
    return {"effects": ()} if isinstance(record, Example) else {}


def _prose(record: Any) -> Iterator[str]:
    """Yield the sentences by which an entry can be found."""
    if isinstance(record, Example):
        for effect in record.effects:
            yield effect.summary
            yield effect.caveat or ""
    elif isinstance(record, Reference):
        authors = ", ".join(author.family or author.literal or "" for author in record.author)
        yield from (f"{part}." for part in (record.title, authors, record.container_title, record.year) if part)
    else:
        yield record.summary
    if isinstance(record, Cause):
        yield from (note.summary for note in record.processes)
        yield from (f"{pathway.name}: {', '.join(pathway.steps)}." for pathway in record.pathways)
        yield from (f"{measure.name}. {measure.summary or ''}" for measure in record.interventions)
    if isinstance(record, Transmitter):
        for part in (record.synthesis, record.storage, record.reuptake, record.degradation):
            yield from (f"{gene.gene} {gene.role}." for gene in part)
        yield ", ".join((record.made_in, *record.roles, *record.receptors, *record.precursors))


def _write_links(connection: sqlite3.Connection, dataset: Dataset) -> None:
    def link_rows() -> Iterator[tuple[Any, ...]]:
        for cause in dataset.causes:
            for example in cause.examples:
                for effect in example.effects:
                    yield (
                        example.id, effect.transmitter, str(effect.direction), str(effect.process),
                        str(effect.phase) if effect.phase else None, str(effect.species), effect.evidence.rank,
                        effect.summary, effect.caveat, " ".join(effect.references),
                    )  # fmt: skip

    columns = "example, transmitter, direction, process, phase, species, evidence, summary, caveat, sources"
    connection.executemany(f"INSERT INTO link ({columns}) VALUES ({', '.join('?' * 10)})", link_rows())

    def insert(table: str, rows: Iterable[tuple[Any, ...]]) -> None:
        waiting = iter(rows)
        for first in waiting:
            marks = ", ".join("?" * len(first))
            connection.executemany(f"INSERT OR IGNORE INTO {table} VALUES ({marks})", chain([first], waiting))

    for cause in dataset.causes:
        for example in cause.examples:
            lists = (" ".join(ids) for ids in (example.also_under, example.groups, example.conditions))
            insert("example", [(example.id, example.name, str(example.kind), cause.id, *lists)])
            insert("member", [(cause.id, example.id, 1), *((other, example.id, 0) for other in example.also_under)])
            insert("example_condition", ((condition, example.id) for condition in example.conditions))
            insert("example_group", ((group, example.id) for group in example.groups))
        insert("cause_condition", ((tie.condition, cause.id, " ".join(tie.references)) for tie in cause.conditions))
    insert("citation", _citations(dataset))


def _citations(dataset: Dataset) -> Iterator[tuple[str, str, str, str]]:
    for cause in dataset.causes:
        cited: list[tuple[str, tuple[str, ...]]] = [
            *((f"step: {note.process}", note.references) for note in cause.processes),
            *((f"pathway: {pathway.name}", pathway.references) for pathway in cause.pathways),
            *((f"condition: {tie.condition}", tie.references) for tie in cause.conditions),
            *((f"intervention: {measure.name}", measure.references) for measure in cause.interventions),
        ]
        for place, references in cited:
            for reference in references:
                yield reference, "cause", cause.id, place
        for example in cause.examples:
            for effect in example.effects:
                place = f"{effect.direction} {effect.transmitter} ({effect.process})"
                for reference in effect.references:
                    yield reference, "example", example.id, place
    for transmitter in dataset.transmitters:
        for reference in transmitter.references:
            yield reference, "transmitter", transmitter.id, "description"
