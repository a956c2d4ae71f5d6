"""Fills the tables of a snapshot with a dataset."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from typing import Any

import msgspec

from ..model import citations, identifiers, slips
from ..model.names import all_loosened, key, loosened, parts_of, written
from ..model.records import Cause, Dataset, EntryKind, EntryRecord, Example, Reference, Transmitter
from ..model.vocabularies import Kind
from . import schema

STRIDE = 1000  # entries that are written together, and between two reports of progress
HASHED = 8 << 20  # bytes of the full-text index that are held in memory before they are written; SQLite's own is 1 MiB
Progress = Callable[[str, int, int], None]  # what is done, how far it is, how far it will go (0: not known)

_WORD = re.compile(r"[^\W\d_]{2,40}")


def compile_into(connection: sqlite3.Connection, dataset: Dataset, facts: dict[str, str], progress: Progress) -> None:
    """Write the *dataset* into an empty database, with *facts* about it in the table ``meta``; report *progress*."""
    connection.executescript(schema.TABLES + schema.SEARCH)
    # More of the index is sorted in memory, so that less is written and merged again.
    connection.execute("INSERT INTO document (document, rank) VALUES ('hashsize', ?)", (HASHED,))
    info = {name: str(value) for name, value in msgspec.to_builtins(dataset.dataset).items()}
    connection.executemany("INSERT INTO meta VALUES (?, ?)", {**info, **facts}.items())
    _write_entries(connection, dataset, progress)
    progress("links", 0, 0)
    _write_links(connection, dataset)
    progress("indexes", 0, 0)
    connection.executescript(schema.INDEXES)
    connection.executescript("""
        INSERT INTO tally SELECT 'cause', listed.id, transmitter, direction, count(*), min(evidence)
            FROM listed JOIN link USING (example) WHERE listed.kind = 'cause' GROUP BY 2, 3, 4;
        INSERT INTO tally SELECT 'transmitter', transmitter, transmitter, direction, count(*), min(evidence)
            FROM link GROUP BY 2, 3, 4;
        INSERT INTO grade SELECT 'cause', listed.id, evidence, count(*)
            FROM listed JOIN link USING (example) WHERE listed.kind = 'cause' GROUP BY 2, 3;
        INSERT INTO grade SELECT 'transmitter', transmitter, evidence, count(*) FROM link GROUP BY 2, 3;
        INSERT INTO spread SELECT 'transmitter', kind, transmitter, '', direction, evidence, '', '',
            count(*) FROM link JOIN example ON example.id = link.example GROUP BY 2, 3, 5, 6;
        INSERT INTO spread SELECT 'process', kind, '', process, direction, evidence, coalesce(phase, ''), species,
            count(*) FROM link JOIN example ON example.id = link.example GROUP BY 2, 4, 5, 6, 7, 8;
        INSERT INTO feature SELECT transmitter, direction, process, count(DISTINCT example) FROM link GROUP BY 1, 2, 3;
        INSERT INTO reach SELECT kind, id, count(*) FROM listed WHERE kind IN ('cause', 'condition') GROUP BY kind, id;
        INSERT INTO reach SELECT 'transmitter', transmitter, count(DISTINCT example) FROM link GROUP BY transmitter;
        INSERT INTO reach SELECT 'reference', reference, count(*) FROM citation GROUP BY reference;
    """)
    connection.commit()


def _write_entries(connection: sqlite3.Connection, dataset: Dataset, progress: Progress) -> None:
    seen: set[str] = set()  # what stands between blanks: in texts, and in names
    named: set[str] = set()
    cited = citations.distinct(dataset.references)
    entries = enumerate(dataset.entries(), 1)
    total = sum(1 for _ in dataset.entries())
    done = 0
    while rows := [_rows(number, *entry, cited, seen, named) for number, entry in islice(entries, STRIDE)]:
        bodies, its_names, documents = zip(*rows, strict=True)
        names = [*chain.from_iterable(its_names)]
        folded = [key(name[0]) for name in names]
        connection.executemany("INSERT INTO entry VALUES (?, ?, ?, ?, ?)", bodies)
        connection.executemany(
            "INSERT INTO name (key, loose, text, kind, id, tier, member) VALUES (?, ?, ?, ?, ?, ?, ?)",
            ((one, loose, *name) for one, loose, name in zip(folded, all_loosened(folded), names, strict=True)),
        )
        connection.executemany("INSERT INTO document (rowid, name, aliases, prose) VALUES (?, ?, ?, ?)", documents)
        done += len(rows)
        progress("entries", done, total)
    chunks = sorted({*written(" ".join(seen).lower())})
    seen.clear()
    words = dict.fromkeys(_WORD.findall(" ".join(chunks)))
    right = [*dict.fromkeys(chain(words, chain.from_iterable(map(parts_of, chunks))))]
    loose = dict(zip(right, all_loosened(map(key, right)), strict=True))
    connection.executemany("INSERT INTO word VALUES (?, ?, 1)", ((loose[word], word) for word in loose))
    near = ((slips.skeleton(loose[word]), word) for word in words if len(word) > 3)
    connection.executemany("INSERT INTO near_word VALUES (?, ?)", near)
    del chunks, words, right, loose, near
    chunks = sorted({*" ".join(named).lower().replace("-", " ").split()})
    named.clear()
    of_names = [*dict.fromkeys(chain.from_iterable(map(slips.words, chunks)))]
    near = ((slips.skeleton(loose), word) for loose, word in zip(all_loosened(of_names), of_names, strict=True))
    connection.executemany("INSERT INTO near_name VALUES (?, ?)", near)
    others = [name for known in dataset.known for name in (known.name, *known.aliases)]
    others += [text for one in dataset.glossary for text in (one.term, one.definition)]
    more = ((loosened(key(word)), word) for word in _WORD.findall(" ".join(others).lower()))
    connection.executemany("INSERT OR IGNORE INTO word VALUES (?, ?, 0)", more)


def _rows(
    number: int, kind: EntryKind, record: EntryRecord, cited: dict[str, str], seen: set[str], named: set[str]
) -> tuple[tuple[Any, ...], list[tuple[Any, ...]], tuple[Any, ...]]:
    """Return the rows of an entry in the tables entry, name (but for what is folded) and document.

    What stands between blanks is added to *seen* and *named* at once, while it is in the processor's cache.
    """
    which, own = kind.value, record.id
    name = cited[own] if isinstance(record, Reference) else record.name
    aliases = _aliases(record)
    members = _member_names(record)
    names: list[tuple[Any, ...]] = [(own, which, own, 0, None), (name, which, own, 1, None)]
    names += [(alias, which, own, 2, None) for alias in aliases]
    names += [(text, which, own, 3, None) for text in _identifiers(record)]
    names += [(text, which, own, tier, member) for text, tier, member in members]
    named.update(" ".join([own, name, *aliases, *[text for text, tier, _ in members if tier < 3]]).split())
    words = " ".join(_prose(record)).split()
    if isinstance(record, Reference):
        # A title is prose: names outrank prose, and hundreds of titles would bury the entries that they are about.
        found = (number, "", own, " ".join(words))
        # Who looks for wine does not mean Dr Fine: what authors are called is no word that another may stand for.
        seen.update(f"{record.title} {record.container_title or ''}".split())
    else:
        found = (number, name, ", ".join(aliases), " ".join(words))
        seen.update(f"{name} {found[2]}".split(), words)
    return (number, which, own, name, msgspec.json.encode(_without_parts(record))), names, found


def _aliases(record: EntryRecord) -> tuple[str, ...]:
    if isinstance(record, Reference):
        return ()
    return (record.abbreviation, *record.aliases) if isinstance(record, Transmitter) else record.aliases


def _member_names(record: EntryRecord) -> list[tuple[str, int, str | None]]:
    """Return the names of the members of a class, each with its tier and the member that has it."""
    found: list[tuple[str, int, str | None]] = []
    for member in record.members if isinstance(record, Example) else ():
        found += [(text, 2, member.name) for text in member.names]
        for namespace, identifier in member.identifiers.items():
            found.append((identifiers.curie(namespace, identifier), 3, member.name))
    return found


def _identifiers(record: EntryRecord) -> Iterator[str]:
    if isinstance(record, Reference):
        for name, identifier in identifiers.of_reference(record):
            yield identifiers.display_form(name, identifier)
    else:
        for namespace, identifier in getattr(record, "identifiers", {}).items():
            yield identifiers.curie(namespace, identifier)


def _without_parts(record: EntryRecord) -> EntryRecord:
    if isinstance(record, Cause):
        return msgspec.structs.replace(record, examples=())
    return msgspec.structs.replace(record, effects=()) if isinstance(record, Example) else record


def _prose(record: EntryRecord) -> Iterator[str]:
    """Yield the sentences by which an entry can be found."""
    if isinstance(record, Example):
        if record.members:
            yield f"{', '.join(name for member in record.members for name in member.names)}."
        for effect in record.effects:
            yield effect.summary
            yield effect.caveat or ""
    elif isinstance(record, Reference):
        authors = ", ".join(author.surname for author in record.author)
        yield from (f"{part}." for part in (record.title, authors, record.container_title, record.year) if part)
    else:
        yield record.summary or ""
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
        number = 0
        for example in dataset.examples():
            for identifier, effect in example.links():
                number += 1
                acts.extend([(via.molecule, number) for via in effect.via])
                yield (
                    identifier, example.id, effect.transmitter, str(effect.direction), str(effect.process),
                    str(effect.phase) if effect.phase else None, str(effect.species), effect.evidence.rank,
                    effect.summary, effect.caveat, "".join(f"\n{member}\n" for member in effect.members),
                    " ".join(f"{via.molecule} {via.action}" for via in effect.via), effect.change,
                    " ".join(effect.references),
                )  # fmt: skip

    columns = "id, example, transmitter, direction, process, phase, species, evidence, summary, caveat"
    insertion = f"INSERT INTO link ({columns}, members, via, change, cited) VALUES ({', '.join('?' * 14)})"
    acts: list[tuple[str, int]] = []
    connection.executemany(insertion, link_rows())

    def insert(table: str, rows: Iterable[tuple[Any, ...]]) -> None:
        waiting = iter(rows)
        for first in waiting:
            marks = ", ".join("?" * len(first))
            connection.executemany(f"INSERT OR IGNORE INTO {table} VALUES ({marks})", chain([first], waiting))

    insert("via", acts)
    insert(
        "example",
        (
            (one.id, one.name, str(one.kind), cause.id, " ".join(one.also_under), " ".join(one.ties))
            for cause in dataset.causes
            for one in cause.examples
        ),
    )
    insert("listed", _listed(dataset))
    ties = ((tie.condition, cause.id, " ".join(tie.references)) for cause in dataset.causes for tie in cause.conditions)
    insert("cause_condition", ties)
    insert("citation", _citations(dataset))
    insert("role", _roles(dataset))
    insert("akin", _akin(dataset))
    kinds: dict[str, list[str]] = {}
    for kind, record in dataset.entries():
        kinds.setdefault(record.id, []).append(kind.value)
    about = ((claim, identifier) for claim in dataset.claims for identifier in claim.about)
    insert("claim_about", ((kind, identifier, claim.id) for claim, identifier in about for kind in kinds[identifier]))
    insert("class_rule", ((None, msgspec.json.encode(rule).decode()) for rule in dataset.class_rules))
    insert("glossary", ((None, one.term, one.definition) for one in dataset.glossary))
    for known in dataset.known:
        insert("known", [(None, key(known.name), known.name, None)])
        insert("known", ((None, key(alias), alias, known.name) for alias in known.aliases))


def _listed(dataset: Dataset) -> Iterator[tuple[str, str, str, str]]:
    """Yield the causes, groups and conditions under which each example is listed."""
    for cause in dataset.causes:
        for example in cause.examples:
            for identifier in (cause.id, *example.also_under):
                yield "cause", identifier, example.id, ""
            for identifier in example.groups:
                yield "group", identifier, example.id, ""
            for condition, references in example.ties.items():
                yield "condition", condition, example.id, " ".join(references)


def _roles(dataset: Dataset) -> Iterator[tuple[str, str, str, str]]:
    """Yield what each molecule does for each transmitter: molecule, transmitter, part of its life, role."""
    names = {key(name): one.id for one in dataset.molecules for name in (*one.aliases, one.name, one.id)}
    for transmitter in dataset.transmitters:
        for text in transmitter.precursors:
            if key(text) in names:
                yield names[key(text)], transmitter.id, "precursor", "precursor"
        for part in ("cofactors", "breakdown_products"):
            for small in getattr(transmitter, part):
                yield small.molecule, transmitter.id, part.removesuffix("s").replace("_", "-"), small.role
        for part in ("synthesis", "storage", "reuptake", "degradation"):
            for gene in getattr(transmitter, part):
                yield gene.gene, transmitter.id, part, gene.role
        for receptor in transmitter.receptors:
            yield receptor, transmitter.id, "receptor", "receptor"


def _akin(dataset: Dataset) -> Iterator[tuple[str, str, str]]:
    """Yield the examples that are variants of a molecule's gene, or that involve the molecule."""
    curies = {
        identifiers.curie(namespace, identifier): molecule.id
        for molecule in dataset.molecules
        for namespace, identifier in molecule.identifiers.items()
    }
    for example in dataset.examples():
        for namespace, identifier in example.identifiers.items():
            if molecule := curies.get(identifiers.curie(namespace, identifier)):
                yield molecule, example.id, "variant" if example.kind is Kind.GENE else "same"
        for curie in example.involves:
            if molecule := curies.get(curie):
                yield molecule, example.id, "variant" if example.kind is Kind.GENE else "involves"


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
            for condition, tied in example.ties.items():
                for reference in tied:
                    yield reference, "example", example.id, f"condition: {condition}"
    for transmitter in dataset.transmitters:
        for reference in transmitter.references:
            yield reference, "transmitter", transmitter.id, "description"
    for claim in dataset.claims:
        for reference in claim.references:
            yield reference, "claim", claim.id, f"verdict: {claim.verdict}"
