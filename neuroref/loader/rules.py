"""The rules that data must keep beyond its shape: one small named function a rule, with its reason.

A rule looks at the plain tree (it may still be malformed elsewhere, so a rule skips what it does not understand; the
shape is checked apart) and yields a path and a sentence for each problem. Those about names stand in ``naming.py``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any

import msgspec

from ..model.identifiers import CURIE_PREFIXES, NAMESPACES, REFERENCE_KEYS, split_curie
from ..model.names import hint, key, quoted, suggestion
from ..model.records import EntryKind
from .naming import (
    NAMED,
    Complaint,
    aliases_do_not_collide,
    known_names_are_free,
    members_have_names_of_their_own,
    names_can_be_typed,
    names_of,
)
from .walk import (
    RECORD,
    cited_records,
    class_members_of,
    effects_of,
    entries_of,
    examples_of,
    has_several,
    members_of,
    records_of,
    texts_of,
    ties_of,
    words_of,
)
from .yamlreader import KeyPath

Rule = Callable[[dict[str, Any]], Iterator[Complaint]]


def check(tree: dict[str, Any], rules: Iterable[Rule] | None = None) -> Iterator[tuple[str, KeyPath, str]]:
    """Run the *rules* (all of this module) over *tree*; yield the rule's name, the path and the message."""
    for rule in RULES if rules is None else rules:
        name = rule.__name__.replace("_", "-")
        for path, message in rule(tree):
            yield name, path, message


def _ids(tree: dict[str, Any]) -> dict[str, set[str]]:
    known: dict[str, set[str]] = {kind.value: set() for kind in EntryKind}
    for _, kind, record in entries_of(tree):
        if isinstance(identifier := record.get("id"), str):
            known[kind].add(identifier)
    return known


def unique_ids(tree: dict[str, Any]) -> Iterator[Complaint]:
    """An id names one thing, for ever. Only a thing that is both cause and consequence is example and condition."""
    seen: dict[str, EntryKind] = {}
    both = {EntryKind.EXAMPLE, EntryKind.CONDITION}
    for path, kind, record in entries_of(tree, sorted(EntryKind, key=lambda kind: kind is not EntryKind.EXAMPLE)):
        identifier = record.get("id")
        if not isinstance(identifier, str):
            continue
        if identifier in seen and {seen[identifier], kind} != both:
            yield (*path, "id"), f"duplicate id {quoted(identifier)} (another {seen[identifier]} has it)"
        seen.setdefault(identifier, kind)


def known_ids(tree: dict[str, Any]) -> Iterator[Complaint]:
    """A link that leads nowhere is a typing error; the nearest right id is nearly always the one that was meant."""
    known = _ids(tree)
    known["subject"] = set().union(*(ids for kind, ids in known.items() if kind != "reference"))
    known["entry"] = known["example"] | known["condition"]
    called: list[tuple[str, str]] = []
    for path, kind, value in _named_ids(tree, known["reference"]):
        if isinstance(value, str) and value and value not in known[kind]:
            called = called or [
                (key(name), str(one.get("id"))) for _, _, one in entries_of(tree) for name in names_of(one)
            ]
            meant = next((one for name, one in called if name == key(value) != key(one) and one in known[kind]), None)
            told = f"; its id is {quoted(meant)}" if meant else suggestion(value, known[kind])
            yield path, f"unknown {kind} {quoted(value)}{told}"


def _named_ids(tree: dict[str, Any], references: set[str]) -> Iterator[tuple[KeyPath, str, Any]]:
    """Yield each id by which a record names another, with its path and the kind that it must be of.

    There are by far the most of *references*, so those that are known are passed over here.
    """
    for path, record in cited_records(tree):
        if not references.issuperset(words_of(record, "references")):
            for where, value in texts_of(record, "references", path):
                yield where, "reference", value
    for path, effect in effects_of(tree):
        yield (*path, "transmitter"), "transmitter", effect.get("transmitter")
        for index, via in members_of(effect, "via"):
            if isinstance(via, RECORD):
                yield (*path, "via", index, "molecule"), "molecule", via.get("molecule")
    for path, example, _ in examples_of(tree):
        for field, kind in (("also_under", "cause"), ("groups", "group")):
            for where, value in texts_of(example, field, path):
                yield where, kind, value
    for path, condition, _ in ties_of(tree):
        yield path, "condition", condition
    for path, _, record in entries_of(tree):
        for where, value in texts_of(record, "see_also", path):
            yield where, "entry", value
    for path, cause in records_of(tree, "causes"):
        for index, pathway in members_of(cause, "pathways"):
            if isinstance(pathway, RECORD):
                for where, value in texts_of(pathway, "transmitters", (*path, "pathways", index)):
                    yield where, "transmitter", value
    for path, rule in records_of(tree, "class_rules"):
        for where, value in texts_of(rule, "examples", path):
            yield where, "example", value
        for field in ("transmitter", "molecule"):
            yield (*path, field), field, rule.get(field)
    for path, claim in records_of(tree, "claims"):
        for where, value in texts_of(claim, "about", path):
            yield where, "subject", value


def known_molecules(tree: dict[str, Any]) -> Iterator[Complaint]:
    """A dataset that lists molecules lists all that its transmitters speak of; else asking for one leads nowhere."""
    molecules = {str(record.get("id")) for _, record in records_of(tree, "molecules")}
    if not molecules:
        return
    precursors: list[tuple[KeyPath, str]] = []
    for path, transmitter in records_of(tree, "transmitters"):
        for part in ("synthesis", "storage", "reuptake", "degradation", "cofactors", "breakdown_products"):
            for index, role in members_of(transmitter, part):
                if not isinstance(role, RECORD):
                    continue
                field = "molecule" if role.get("gene", role) is role else "gene"
                value = role.get(field)
                if isinstance(value, str) and value not in molecules:
                    where = (*path, part, index, field)
                    yield where, f"unknown molecule {quoted(value)}{suggestion(value, molecules)}"
        for where, value in texts_of(transmitter, "receptors", path):
            if value not in molecules:
                yield where, f"unknown molecule {quoted(value)}{suggestion(value, molecules)}"
        precursors += texts_of(transmitter, "precursors", path)
    unnamed = {key(value) for _, value in precursors}
    names = (name for _, _, record in entries_of(tree, PRECURSORS) for name in names_of(record))
    while unnamed and (name := next(names, None)) is not None:
        unnamed.discard(key(name))
    for where, value in precursors:
        if key(value) in unnamed:
            yield where, f"precursor {quoted(value)} is the name of no molecule, transmitter or example"


PRECURSORS = (EntryKind.MOLECULE, EntryKind.TRANSMITTER, EntryKind.EXAMPLE)


def members_of_their_class(tree: dict[str, Any]) -> Iterator[Complaint]:
    """An effect that holds for some members only names members that its example lists."""
    for path, example, _ in examples_of(tree):
        members = [str(one.get("name")) for _, one in members_of(example, "members") if isinstance(one, dict)]
        for index, effect in members_of(example, "effects"):
            if isinstance(effect, dict):
                for where, value in texts_of(effect, "members", (*path, "effects", index)):
                    if value not in members:
                        yield where, f"{quoted(value)} is no member of this example{suggestion(value, members)}"


def distinct_link_ids(tree: dict[str, Any]) -> Iterator[Complaint]:
    """A link is cited by its id, so a number that is given by hand must be free."""
    for path, example, _ in examples_of(tree):
        taken: set[tuple[str, int]] = set()
        counted: Counter[str] = Counter()
        for index, effect in members_of(example, "effects") if has_several(example, "effects") else ():
            if isinstance(effect, dict):
                stem = ".".join(str(effect.get(part)) for part in ("transmitter", "process", "phase"))
                counted[stem] += 1
                number = effect.get("number")
                marks = (stem, number if isinstance(number, int) else counted[stem])
                if marks in taken:
                    yield (*path, "effects", index), f"another link of this example has the number {marks[1]}, too"
                taken.add(marks)


def no_self_links(tree: dict[str, Any]) -> Iterator[Complaint]:
    """An entry that points to itself, or to the cause that it already stands under, tells the reader nothing."""
    for path, _, record in entries_of(tree):
        for where, value in texts_of(record, "see_also", path):
            if value == record.get("id"):
                yield where, "'see_also' names the entry itself"
    for path, example, cause in examples_of(tree):
        for where, value in texts_of(example, "also_under", path):
            if value == cause.get("id"):
                yield where, "'also_under' names its own cause"


REPEATABLE = (
    "references", "transmitters", "also_under", "groups", "see_also", "involves", "members", "about",
)  # fmt: skip


def no_repeats(tree: dict[str, Any]) -> Iterator[Complaint]:
    """The same word twice in one list is a slip; it would be counted twice."""
    for path, record in chain(cited_records(tree), ((path, example) for path, example, _ in examples_of(tree))):
        for field in REPEATABLE:
            if field in record and len(words := words_of(record, field)) > len(set(words)):
                seen: set[str] = set()
                for where, value in texts_of(record, field, path):
                    if value in seen:
                        yield where, f"{quoted(value)} stands twice in '{field}'"
                    seen.add(value)
    tied: set[tuple[KeyPath, str]] = set()
    for path, condition, _ in ties_of(tree):
        owner = path[: path.index("conditions")]
        if isinstance(condition, str):
            if (owner, condition) in tied:
                yield path, f"{quoted(condition)} stands twice in 'conditions'"
            tied.add((owner, condition))
    for path, effect in effects_of(tree):
        if has_several(effect, "via"):
            acts: list[Any] = []
            for index, via in members_of(effect, "via"):
                if via in acts:
                    yield (*path, "via", index), "the same molecule and action stand twice in 'via'"
                acts.append(via)


def examples_have_effects(tree: dict[str, Any]) -> Iterator[Complaint]:
    """An example without an effect says that something matters without saying how."""
    for path, example, _ in examples_of(tree):
        if example.get("effects") in ([], ()):
            yield path, f"example {quoted(str(example.get('id')))} has no effects"


def distinct_effects(tree: dict[str, Any]) -> Iterator[Complaint]:
    """Two effects that agree in everything but the sentence are one effect; they would be counted twice."""
    fields = ("transmitter", "direction", "process", "phase", "species", "members", "evidence")
    for path, example, _ in examples_of(tree):
        seen: set[tuple[str, ...]] = set()
        for index, effect in members_of(example, "effects") if has_several(example, "effects") else ():
            if isinstance(effect, dict):
                marks = tuple([str(effect.get(field)) for field in fields])
                if marks in seen:
                    yield (*path, "effects", index), "the same effect stands above: join their sentences and references"
                seen.add(marks)


def references_are_used(tree: dict[str, Any]) -> Iterator[Complaint]:
    """A source that supports nothing is clutter, or a citation that somebody forgot to add."""
    used: set[str] = set()
    for _, record in cited_records(tree):
        used.update(words_of(record, "references"))
    for path, reference in records_of(tree, "references"):
        if isinstance(identifier := reference.get("id"), str) and identifier not in used:
            yield path, f"reference {quoted(identifier)} is not used"


def conditions_and_groups_are_used(tree: dict[str, Any]) -> Iterator[Complaint]:
    """A condition or a group that nothing belongs to is a dead end for the reader."""
    used: dict[EntryKind, set[str]] = {EntryKind.CONDITION: set(), EntryKind.GROUP: set()}
    for _, example, _ in examples_of(tree):
        used[EntryKind.GROUP].update(words_of(example, "groups"))
    used[EntryKind.CONDITION].update(str(condition) for _, condition, _ in ties_of(tree))
    for kind, ids in used.items():
        for path, record in records_of(tree, kind.section):
            if isinstance(identifier := record.get("id"), str) and identifier not in ids:
                yield path, f"{kind} {quoted(identifier)} is not used"


def reference_identifiers(tree: dict[str, Any]) -> Iterator[Complaint]:
    """A reader must be able to open the source: each has an identifier, in the syntax that resolvers accept."""
    for path, reference in records_of(tree, "references"):
        given = [(name, value) for name in REFERENCE_KEYS if (value := reference.get(name))]
        if not given:
            yield path, f"reference has none of {', '.join(REFERENCE_KEYS)}"
        for name, value in given:
            if isinstance(value, str) and not REFERENCE_KEYS[name].fits(value):
                example = REFERENCE_KEYS[name].example
                yield (*path, name), f"{quoted(value)} is not a {name}; one looks like {example}"
        for where, value in texts_of(reference, "errata", path):
            name = "PMID" if value.startswith("PMID:") else "DOI"
            if not REFERENCE_KEYS[name].fits(value.removeprefix("PMID:")):
                yield where, f"{quoted(value)} is neither a DOI nor a PMID like PMID:{REFERENCE_KEYS['PMID'].example}"
            elif value.removeprefix("PMID:").lower() == str(reference.get(name)).lower():
                yield where, "a paper is no erratum of itself"


def one_record_a_source(tree: dict[str, Any]) -> Iterator[Complaint]:
    """A paper that stands under two ids would be counted as two sources."""
    for name in ("DOI", "PMID", "PMCID"):
        owners: dict[str, str] = {}
        for path, reference in records_of(tree, "references"):
            value = reference.get(name)
            if isinstance(value, str) and value:
                owner = owners.setdefault(value.lower(), str(reference.get("id")))
                if owner != str(reference.get("id")):
                    yield (*path, name), f"{name} {quoted(value)} is already that of {quoted(owner)}"


def identifier_syntax(tree: dict[str, Any]) -> Iterator[Complaint]:
    """An identifier in the wrong syntax links to nothing, or worse, to something else."""
    members = ((path, record) for path, record, _ in class_members_of(tree))
    for path, record in chain(((path, record) for path, _, record in entries_of(tree, NAMED)), members):
        identifiers = record.get("identifiers")
        if isinstance(identifiers, dict):
            for name, value in identifiers.items():
                where = (*path, "identifiers", name)
                namespace = NAMESPACES.get(name)
                if namespace is None:
                    yield where, f"unknown namespace {quoted(name)}{hint(name, NAMESPACES)}"
                elif isinstance(value, str) and not namespace.fits(value):
                    yield where, f"{quoted(value)} is not a {name} identifier; one looks like {namespace.example}"
        for where, value in texts_of(record, "involves", path):
            if split_curie(value) is None:
                prefixes = ", ".join(CURIE_PREFIXES)
                yield where, f"{quoted(value)} is not a CURIE with one of the prefixes {prefixes}"


def unchecked_parts(tree: dict[str, Any]) -> Iterator[Complaint]:
    """`unchecked` is a work list: it may name only parts of a record, and those must be absent, but for a title."""
    absent = ("author", "issued", "container-title")
    parts = (*absent, "title", "abstract")
    for path, reference in records_of(tree, "references"):
        for where, value in texts_of(reference, "unchecked", path):
            if value not in parts:
                yield where, f"unknown part {quoted(value)}{hint(value, parts)}"
            elif value in absent and reference.get(value):
                yield where, f"'{value}' is marked as not checked and must be left out until it is"


_SUFFIX = re.compile(r"\W(jr|sr|ii|iii|iv|2nd|3rd)\.?\Z", re.IGNORECASE)


def whole_names(tree: dict[str, Any]) -> Iterator[Complaint]:
    """An author is a person with a family name or a group with one name; a suffix in a name is taken for a name."""
    for path, reference in records_of(tree, "references"):
        for index, author in members_of(reference, "author"):
            if not isinstance(author, dict):
                continue
            if (not author.get("family")) == (not author.get("literal")):
                yield (*path, "author", index), "an author has either 'family' or, for a group, 'literal'"
            for field in ("family", "given"):
                value = author.get(field)
                # Most names are letters alone, in which no suffix is set apart.
                if isinstance(value, str) and not value.isalnum() and (found := _SUFFIX.search(value)):
                    where = (*path, "author", index, field)
                    yield where, f"{quoted(value)} ends in a suffix: write 'suffix: {found[1]}'"


def _is_plain(value: Any) -> bool:
    """Fast check: true only if the JSON of *value* shows that all its text is plain."""
    try:
        return is_plain_json(msgspec.json.encode(value))
    except (TypeError, ValueError, OverflowError, RecursionError, msgspec.MsgspecError):
        return False


def is_plain_json(text: bytes) -> bool:
    """Fast check: true only if a JSON *text*, written without spaces, shows that what it says is plain."""
    if not text.translate(None, _PRINTED).decode().isprintable():
        return False
    return not _ESCAPE.search(text) and not (_ENDS_BLANK.search(text) and _BLANK.search(text))


_PRINTED = bytes(range(0x20, 0x7F))  # what of ASCII is seen on a screen; most letters are among it

# In JSON a control character is an escape, and a blank text a quote, spaces and a quote, which is looked for where a
# text ends in a space: spaces are rarer than quotes, so that this takes half the time.
_ESCAPE, _ENDS_BLANK, _BLANK = (re.compile(pattern) for pattern in (rb"\\[bfnrtu]", rb' "', rb'" +"'))


def plain_text(tree: dict[str, Any]) -> Iterator[Complaint]:
    """Text from data is printed on terminals; control and invisible characters would act there, or deceive."""
    stack: list[tuple[KeyPath, Any]] = []
    for section, content in tree.items():
        parts = enumerate(content) if isinstance(content, list) else [(None, content)]
        for index, part in parts:
            if not _is_plain(part):
                stack.append(((section,) if index is None else (section, index), part))
    while stack:
        path, value = stack.pop()
        if isinstance(value, str):
            if not value.isprintable():
                bad = next(character for character in value if not character.isprintable())
                yield path, f"character U+{ord(bad):04X} is not allowed in text"
            elif value and not value.strip():
                yield path, "the text is blank"
        elif isinstance(value, dict):
            stack.extend(((*path, name), member) for name, member in value.items())
        elif isinstance(value, (list, tuple)):
            stack.extend(((*path, index), member) for index, member in enumerate(value))


def distinct_terms(tree: dict[str, Any]) -> Iterator[Complaint]:
    """A word that the glossary explains twice has two meanings, and the reader cannot know which one is meant."""
    seen: set[str] = set()
    for path, record in records_of(tree, "glossary"):
        term = record.get("term")
        if isinstance(term, str):
            if key(term) in seen:
                yield (*path, "term"), f"{quoted(term)} is explained twice"
            seen.add(key(term))


# They hold records against one another. Any other rule looks at one record at a time, and finds the same in it alone.
# Of a JSON file that is right these look at records of the model, which have `get` but no square brackets.
BETWEEN_RECORDS: tuple[Rule, ...] = (
    unique_ids,
    known_ids,
    references_are_used,
    conditions_and_groups_are_used,
    known_molecules,
    aliases_do_not_collide,
    known_names_are_free,
    one_record_a_source,
    distinct_terms,
)

RULES: tuple[Rule, ...] = (
    unique_ids,
    known_ids,
    no_self_links,
    no_repeats,
    examples_have_effects,
    distinct_effects,
    references_are_used,
    conditions_and_groups_are_used,
    known_molecules,
    members_of_their_class,
    distinct_link_ids,
    aliases_do_not_collide,
    members_have_names_of_their_own,
    names_can_be_typed,
    known_names_are_free,
    reference_identifiers,
    one_record_a_source,
    identifier_syntax,
    unchecked_parts,
    whole_names,
    plain_text,
    distinct_terms,
)
