"""Filters mean the same on every command, in the export and in Python; several names are answered in turn."""

from __future__ import annotations

import itertools
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import msgspec
import pytest
from conftest import CLASSES, ROOT, SMALL, Run

import neuroref
from neuroref import LinkFilter
from neuroref.cli.options import LINK_FILTERS
from neuroref.cli.registry import COMMANDS
from neuroref.model.records import EntryKind
from neuroref.model.vocabularies import Direction, Evidence
from neuroref.questions import filters
from neuroref.questions.answers import Link
from neuroref.questions.filters import FILTERS, Filter

# -- the walk: every filter, wherever links can be filtered ------------------------------------------------------------

# Whether a link is wanted, said without SQL: a filter is right when it leaves just these.
HOLDS: dict[str, Callable[[Link, str], bool]] = {
    "cause": lambda link, cause: cause in (link.cause, *link.also_under),
    "kind": lambda link, kind: link.kind == kind,
    "transmitter": lambda link, transmitter: link.transmitter == transmitter,
    "molecule": lambda link, molecule: molecule in [one.molecule for one in link.via],
    "direction": lambda link, direction: link.direction == direction,
    "process": lambda link, process: link.process == process,
    "phase": lambda link, phase: link.phase == phase,
    "species": lambda link, species: link.species == species,
    "evidence": lambda link, level: link.evidence == level,
    "min_evidence": lambda link, level: link.evidence.rank <= Evidence(level).rank,
    "condition": lambda link, condition: condition in link.conditions,
}


class Asked(NamedTuple):
    """A filter on a small dataset: how commands answer under it, and the links that it should leave."""

    answer: Callable[..., Any]  # what a command says to some arguments and the filter's option, decoded
    kb: neuroref.KnowledgeBase
    name: str
    value: str
    left: list[Link]


def plain(answer: object) -> Any:
    """Return an answer as a reader of its JSON has it."""
    return json.loads(msgspec.json.encode(answer))


def grouped(asked: Asked, command: str, names: list[str]) -> Iterator[Any]:
    """All links of the answers of a *command* that groups by cause, to some *names*."""
    found = asked.answer(command, *names, "--json") or []
    for answer in found if isinstance(found, list) else [found]:
        for group in answer["causes"]:
            for example in group["examples"]:
                yield from example["links"]


def in_order(links: Any) -> list[Any]:
    return sorted(links, key=str)


def counted_by_cause(asked: Asked) -> dict[str, int]:
    counted = Counter(cause for link in asked.left for cause in (link.cause, *link.also_under))
    return {cause: links for cause, links in counted.items() if asked.name != "cause" or cause == asked.value}


def exported(asked: Asked) -> list[tuple[str, Any]]:
    causes = asked.answer("export")["causes"]
    return [
        (one["id"], effect["summary"]) for cause in causes for one in cause["examples"] for effect in one["effects"]
    ]


def cells(asked: Asked) -> dict[tuple[str, str], int]:
    rows = asked.answer("matrix", "--rows", "example", "--json")["rows"]
    return {(row["id"], cell["column"]): cell["links"] for row in rows for cell in row["cells"]}


# What each command shows of the links under a filter, and what it should show.
SHOWN: dict[str, Callable[[Asked], tuple[Any, Any]]] = {
    "links": lambda asked: (asked.answer("links", "--json"), plain(asked.left)),
    "examples": lambda asked: (
        {row["id"]: row["links"] for row in asked.answer("examples", "--json")},
        Counter(link.example for link in asked.left),
    ),
    "transmitters": lambda asked: (
        {row["id"]: row["links"] for row in asked.answer("transmitters", "--json")},
        Counter(link.transmitter for link in asked.left),
    ),
    "causes": lambda asked: (
        {row["id"]: row["links"] for row in asked.answer("causes", "--json")},
        counted_by_cause(asked),
    ),
    "by-transmitter": lambda asked: (
        in_order(grouped(asked, "by-transmitter", [one.id for one in asked.kb.transmitters()])),
        in_order(plain(asked.left)),
    ),
    "by-condition": lambda asked: (
        in_order(grouped(asked, "by-condition", [one.id for one in asked.kb.conditions()])),
        in_order(plain([link for link in asked.left for _ in link.conditions])),
    ),
    "matrix": lambda asked: (cells(asked), Counter((link.example, link.transmitter) for link in asked.left)),
    "export": lambda asked: (exported(asked), [(link.example, link.summary) for link in asked.left]),
    "cite": lambda asked: (
        {one["id"] for one in asked.answer("cite", "--style", "csl-json")},
        {reference for link in asked.left for reference in link.references},
    ),
    # These two know only --cause, and list what the cause and its links name.
    "conditions": lambda asked: (
        {row["id"] for row in asked.answer("conditions", "--json")},
        {tied["condition"] for tied in plain(asked.kb.show(asked.value))["conditions"]}
        | {condition for link in asked.left for condition in link.conditions},
    ),
    "references": lambda asked: (
        {row["id"] for row in asked.answer("references", "--json")},
        {reference.id for reference in asked.kb.cite(asked.value)},
    ),
    # And this one only --transmitter, and lists what serves it.
    "molecules": lambda asked: (
        {row["id"] for row in asked.answer("molecules", "--json")},
        {
            row.id
            for row in asked.kb.molecules()
            if asked.value in {one.transmitter for one in asked.kb.show(row.id).serves}
        },
    ),
}


def option(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def holds(name: str) -> Callable[[Link, str], bool]:
    """Return what a filter means; a new one must be said here, or nothing would look at its SQL."""
    if name not in HOLDS:
        pytest.fail(f"nothing says what the filter '{name}' means: add to HOLDS which links it leaves, in plain Python")
    return HOLDS[name]


def values_of(kb: neuroref.KnowledgeBase, declared: Filter) -> list[str]:
    """Return all that a filter may be given: the words of its vocabulary, or the ids of the entries that it names."""
    if isinstance(declared.values, EntryKind):
        return [one.id for one in kb.beginnings("", [declared.values.value], 10_000)]
    return [str(term) for term in declared.values]


def telling_values(kb: neuroref.KnowledgeBase, name: str) -> Iterator[tuple[str, list[Link]]]:
    """Yield the values under which a dataset has some of its links but not all, each with those links."""
    links = list(kb.links())
    for value in values_of(kb, FILTERS[name]):
        left = [link for link in links if holds(name)(link, value)]
        if 0 < len(left) < len(links):
            yield value, left


def telling_value(kb: neuroref.KnowledgeBase, name: str) -> tuple[str, list[Link]]:
    """Return the first of them."""
    for found in telling_values(kb, name):
        return found
    pytest.fail(f"the shipped data show nothing of the filter '{name}': it keeps all their links, or none")


def telling_dataset(name: str, datasets: list[Path]) -> Path:
    """Return the first dataset that shows anything of the filter of that *name*."""
    for path in datasets:
        if any(telling_values(neuroref.load(path), name)):
            return path
    names = " and ".join(f"tests/{path.name}" for path in datasets)
    pytest.fail(
        f"{names} show nothing of the filter '{name}': give one a link that it keeps and one that it leaves out"
    )


@pytest.mark.parametrize(
    ("command", "name"),
    [(command, name) for command, found in COMMANDS.items() for name in FILTERS if name in found.shared],
)
def test_every_filter_leaves_the_same_links_on_every_command(run: Run, command: str, name: str) -> None:
    """A filter that is declared but does nothing, on one command or on all, would answer of all links unnoticed."""
    if command not in SHOWN:
        pytest.fail(f"'{command}' takes filters: add to SHOWN what it shows of the links, and what it should show")
    data = telling_dataset(name, [CLASSES] if command == "molecules" else [SMALL, CLASSES])  # the first has none
    kb = neuroref.load(data)
    value, left = telling_value(kb, name)

    def answer(*words: str) -> Any:
        result = run(*words, option(name), value, data=data)
        assert (result.code, result.err) == (0, "") or result.err.startswith("neuroref: nothing found")
        return json.loads(result.out) if result.code == 0 else None

    shown, expected = SHOWN[command](Asked(answer, kb, name, value, left))
    assert shown == expected


@pytest.mark.parametrize("name", FILTERS)
def test_every_value_of_a_filter_leaves_just_its_links(kb: neuroref.KnowledgeBase, name: str) -> None:
    links = list(kb.links())
    values = values_of(kb, FILTERS[name])
    for value in values:
        assert list(kb.links(kb.filter(**{name: value}))) == [link for link in links if holds(name)(link, value)], value
    assert telling_value(kb, name)[0] in values


@pytest.mark.parametrize(("one", "other"), [*itertools.combinations(FILTERS, 2)])
def test_filters_must_all_hold(kb: neuroref.KnowledgeBase, one: str, other: str) -> None:
    links = list(kb.links())
    wanted = {name: telling_value(kb, name)[0] for name in (one, other)}
    left = [link for link in links if all(holds(name)(link, value) for name, value in wanted.items())]
    assert list(kb.links(kb.filter(**wanted))) == left


@pytest.mark.parametrize("name", [name for name, default in LinkFilter._field_defaults.items() if default == ()])
def test_values_of_one_filter_are_alternatives(kb: neuroref.KnowledgeBase, name: str) -> None:
    values = values_of(kb, FILTERS[name])[:2]
    left = [link for link in kb.links() if any(holds(name)(link, value) for value in values)]
    assert list(kb.links(kb.filter(**{name: values}))) == left


@pytest.mark.parametrize(
    ("options", "examples"),
    [
        ("--kind hormone,nutrient", ["cortisol", "iron"]),
        ("--kind hormone --kind nutrient", ["cortisol", "iron"]),
        ("--evidence Limited", ["cortisol"]),
        ("--transmitter 5-HT --direction decrease --evidence limited", ["cortisol"]),
        ("--condition low-mood --transmitter gaba", ["cortisol"]),
        ("--cause strain", ["cortisol", "depression"]),
    ],
)
def test_filters_are_given_as_people_write(run: Run, options: str, examples: list[str]) -> None:
    links = json.loads(run("links", "--json", *options.split(), data=SMALL).out)
    assert sorted({link["example"] for link in links}) == examples


# -- one declaration a filter ------------------------------------------------------------------------------------------


def test_options_and_documents_have_the_declared_filters() -> None:
    """Options are made from the declarations, documents are not: a filter that is missing there is one nobody finds."""
    declared = list(FILTERS)
    assert declared == list(LinkFilter._fields) == list(LINK_FILTERS)
    guide = (ROOT / "docs" / "use.md").read_text("utf-8")
    assert re.findall(r"`(--cause [^`]+)`", guide) == [" ".join(map(option, declared))], "run docs/make.py"
    page = (ROOT / "docs" / "commands.md").read_text("utf-8")
    manual = (ROOT / "docs" / "neuroref.1").read_text("utf-8").replace("\\-", "-")
    for command, found in COMMANDS.items():
        taken = [name for name in found.shared if name in FILTERS]
        others = [name for name in declared if command != f"by-{name}"]  # what its argument says needs no option
        assert taken in ([], ["cause"], ["transmitter"], others), f"'{command}' takes some filters and not others"
        for text in (page.partition(f"\n## {command}\n")[2].partition("\n## ")[0],
                     manual.partition(f"\n.SS {command}\n")[2].partition("\n.SS ")[0]):  # fmt: skip
            offered = re.findall(r"^(?:\\&)? *(--[a-z-]+) [A-Z]+ ", text, re.MULTILINE)
            own = ["--kind"] if command == "molecules" else []  # of molecules, not of the examples of links
            assert [one for one in offered if one in map(option, declared)] == [*own, *map(option, taken)], (
                f"{command}: run docs/make.py"
            )


@pytest.mark.parametrize(
    "annotation",
    [
        tuple[str, ...],
        Annotated[tuple[str, ...], "of any colour"],
        Annotated[tuple[str, ...], Filter(Direction, "WORD", "link.colour = 1")],
    ],
    ids=["plain", "without a filter", "without its values in the SQL"],
)
def test_a_filter_without_its_declaration_is_refused_at_import(annotation: object) -> None:
    with pytest.raises(TypeError, match=r"^the filter 'colour' of LinkFilter lacks its declaration: Annotated"):
        filters._declared("colour", annotation)


def test_references_and_conditions_have_their_filters(run: Run) -> None:
    assert [
        row["id"] for row in json.loads(run("references", "--study", "review,textbook", "--json", data=SMALL).out)
    ] == [
        "beta-2002",
        "gamma-2003",
    ]
    assert [row["id"] for row in json.loads(run("references", "--cause", "nutrition", "--json", data=SMALL).out)] == [
        "alpha-2001",
        "beta-2002",
        "gamma-2003",
    ]
    assert [row["causes"] for row in json.loads(run("conditions", "--cause", "stress", "--json", data=SMALL).out)] == [
        ["stress"]
    ]
    assert run("conditions", "--cause", "nutrition", data=SMALL).code == 1


def test_causes_lists_only_the_causes_asked_for(run: Run) -> None:
    assert [row["id"] for row in json.loads(run("causes", "--json", "--cause", "nutrition", data=SMALL).out)] == [
        "nutrition"  # though its cortisol stands under stress
    ]


# -- several names -----------------------------------------------------------------------------------------------------


def test_by_takes_several_names(run: Run) -> None:
    both = json.loads(run("by-transmitter", "5-HT", "gaba", "--json", data=SMALL).out)
    alone = [json.loads(run("by-transmitter", name, "--json", data=SMALL).out) for name in ("serotonin", "gaba")]
    assert both == alone
    screen = run("by-transmitter", "serotonin", "gaba", data=SMALL).out
    assert "What raises and lowers serotonin" in screen
    assert "What raises and lowers GABA" in screen
    one = json.loads(run("by-condition", "-", "--json", data=SMALL, stdin=b"depression\n").out)
    assert isinstance(one, list)
    assert len(one) == 1
    rows = run("by-transmitter", "serotonin", "gaba", "--format", "csv", data=SMALL).out.splitlines()
    assert len(rows) == 6


@pytest.mark.parametrize("command", ["show", "by-transmitter", "cite"])
def test_one_unknown_name_among_several_is_named_and_the_others_answered(run: Run, command: str) -> None:
    result = run(command, "serotonin", "seratonin", "gaba", data=SMALL)
    assert result.code == 1
    assert result.err.startswith("neuroref: no ")
    assert "'seratonin' — did you mean" in result.err
    assert len(result.err.splitlines()) == 1
    assert result.out
    alone = run(command, "serotonin", "gaba", data=SMALL)
    assert (alone.code, alone.out) == (0, result.out)


def test_compare_goes_on_without_an_unknown_name(run: Run) -> None:
    result = run("compare", "cortisol", "iorn", "depression", data=SMALL)
    assert (result.code, result.err) == (1, "neuroref: no entry named 'iorn' — did you mean iron?\n")
    assert result.out == run("compare", "cortisol", "depression", data=SMALL).out
    lonely = run("compare", "cortisol", "iorn", data=SMALL)
    assert (lonely.code, lonely.out) == (1, "")


def test_several_with_a_filter_that_leaves_nothing(run: Run) -> None:
    result = run("by-transmitter", "serotonin", "gaba", "--phase", "withdrawal", data=SMALL)
    assert (result.code, result.out) == (1, "")
    assert result.err == "neuroref: nothing found: of 5 links of serotonin and gaba, none has phase withdrawal\n"
