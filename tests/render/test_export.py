"""What `export` writes is read by others as it was meant, and by neuroref itself as the same dataset."""

from __future__ import annotations

import csv
import io
import itertools
import json
import re
import shutil
import sqlite3
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import SHIPPED, SMALL, Run

import neuroref
from neuroref.cli.formats import ExportFormat
from neuroref.render.export import kgx

QUESTIONS = [
    "causes", "examples", "transmitters", "conditions", "references", "links", "matrix", "terms",
    "show stress nutrition cortisol serotonin depression stress-hormones beta-2002",
    "by-transmitter serotonin", "by-condition depression", "search serotonin", "compare cortisol iron depression",
    "related cortisol", "path stress gaba", "export", "export --transmitter serotonin",
]  # fmt: skip
SHIPPED_QUESTIONS = [
    "causes", "examples", "transmitters", "conditions", "references", "links", "matrix --cause inflammation",
    "show inflammation alcohol serotonin depression felger-2012 antidepressants", "by-transmitter dopamine",
    "by-condition depression", "search tryptophan", "compare oestradiol progesterone", "related alcohol",
    "path lead serotonin", "export",
]  # fmt: skip
FILTERS = [
    {"cause": "stress"}, {"transmitter": "serotonin"}, {"direction": "mixed"}, {"process": "synthesis"},
    {"species": "animal"}, {"evidence": "contested"}, {"min_evidence": "strong"}, {"condition": "depression"},
    {"kind": "disease"}, {"phase": "developmental"},
]  # fmt: skip


def ask(run: Run, question: str, data: Path) -> object:
    command = question.split()
    json_ = [] if command[0] == "export" else ["--json"]
    return json.loads(run(*command, *json_, data=data).out)


@pytest.mark.parametrize(
    ("source", "question"),
    [*((SMALL, one) for one in QUESTIONS), *((SHIPPED, one) for one in SHIPPED_QUESTIONS)],
    ids=lambda one: one.stem if isinstance(one, Path) else one,
)
def test_json_read_back_gives_the_same_answers(run: Run, tmp_path: Path, source: Path, question: str) -> None:
    copy = tmp_path / "copy.json"
    assert run("export", "--output", str(copy), data=source).code == 0
    assert ask(run, question, copy) == ask(run, question, source)


@pytest.mark.parametrize("wanted", FILTERS, ids=str)
def test_an_excerpt_is_a_valid_dataset_with_the_wanted_links_only(
    run: Run, tmp_path: Path, kb: neuroref.KnowledgeBase, wanted: dict[str, str]
) -> None:
    copy = tmp_path / "excerpt.json"
    options = [part for name, value in wanted.items() for part in (f"--{name.replace('_', '-')}", value)]
    assert run("export", *options, "-o", str(copy)).code == 0
    assert run("validate", str(copy)).code == 0
    with neuroref.load(copy) as smaller:
        key = [(one.example, one.summary) for one in kb.links(kb.filter(**wanted))]
        assert [(one.example, one.summary) for one in smaller.links()] == key
        assert 0 < len(key) < len(list(kb.links()))


def test_nothing_left_is_nothing_found(run: Run) -> None:
    for form in ExportFormat:
        result = run("export", "-f", form.value, "-o", "x", "--phase", "withdrawal", data=SMALL)
        assert result == (1, "", "neuroref: nothing found\n"), form


def test_json_lines_hold_every_entry_once(run: Run, kb: neuroref.KnowledgeBase) -> None:
    lines = [json.loads(line) for line in run("export", "-f", "jsonl").out.splitlines()]
    counts = Counter(line["entry"] for line in lines)
    info = json.loads(run("validate", "--json").out)
    expected = {"dataset": 1, "cause": info["causes"], "example": info["examples"], "group": 8,
                "transmitter": info["transmitters"], "condition": info["conditions"], "reference": info["references"], "glossary": len(kb.terms("glossary"))}  # fmt: skip
    assert counts == expected
    assert sum(len(line["effects"]) for line in lines if line["entry"] == "example") == info["links"]


def test_csv_is_that_of_links(run: Run) -> None:
    assert run("export", "-f", "csv").out == run("links", "--format", "csv").out


# -- SQLite ------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    from neuroref.render.export import sqlite as database

    path = tmp_path_factory.mktemp("database") / "neuroref.db"
    with neuroref.load(SHIPPED) as kb:
        path.write_bytes(b"".join(database.write(kb.excerpt())))
    connection = sqlite3.connect(path)
    yield connection
    connection.close()


def test_database_is_sound(database: sqlite3.Connection) -> None:
    assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    tables = [row[0] for row in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    keyed = [
        table for table in tables if database.execute(f"SELECT * FROM pragma_foreign_key_list('{table}')").fetchone()
    ]
    assert len(keyed) > 15


def test_database_holds_everything(database: sqlite3.Connection, kb: neuroref.KnowledgeBase) -> None:
    dataset = kb.excerpt()

    def count(table: str) -> int:
        return int(database.execute(f"SELECT count(*) FROM {table}").fetchone()[0])

    examples = [example for cause in dataset.causes for example in cause.examples]
    effects = [effect for example in examples for effect in example.effects]
    assert count("cause") == len(dataset.causes)
    assert count("example") == len(examples)
    assert count("link") == count("link_in_full") == len(effects)
    assert count("link_reference") == sum(len(set(effect.references)) for effect in effects)
    assert count("transmitter") == len(dataset.transmitters)
    assert count("condition") == len(dataset.conditions)
    assert count("reference") == len(dataset.references)
    assert count("example_condition") == sum(len(example.conditions) for example in examples)
    assert count("pathway_step") == sum(len(pathway.steps) for cause in dataset.causes for pathway in cause.pathways)
    assert count("intervention") == sum(len(cause.interventions) for cause in dataset.causes)
    assert count("alias WHERE entry = 'example'") == sum(len(example.aliases) for example in examples)
    assert count("identifier WHERE relation = 'is' AND entry = 'condition'") == sum(
        len(condition.identifiers) for condition in dataset.conditions
    )


def test_database_search_stems(database: sqlite3.Connection) -> None:
    found = database.execute("SELECT id FROM search WHERE search MATCH 'depleting tryptophan' AND entry = 'example'")
    assert ("tryptophan-depletion",) in found.fetchall()


def test_database_refuses_an_unknown_id(database: sqlite3.Connection) -> None:
    database.execute("PRAGMA foreign_keys = ON")
    with pytest.raises(sqlite3.IntegrityError):
        database.execute("INSERT INTO example_condition VALUES ('lead', 'no-such-condition')")


def test_database_goes_to_a_pipe_but_not_to_a_terminal(run: Run) -> None:
    result = run("export", "-f", "sqlite", data=SMALL, terminal=True)
    assert (result.code, result.out) == (2, "")
    assert "--output" in result.err
    assert run("export", "-f", "sqlite", data=SMALL, encoding="latin-1").out.startswith("SQLite format 3\0")


# -- KGX ---------------------------------------------------------------------------------------------------------------


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode()), delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.fixture(scope="module")
def graph() -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    with neuroref.load(SHIPPED) as kb:
        dataset = kb.excerpt()
    return rows_of(b"".join(kgx.nodes(dataset))), rows_of(b"".join(kgx.edges(dataset)))


def test_graph_ids(graph: tuple[list[dict[str, str]], list[dict[str, str]]]) -> None:
    nodes, edges = graph
    ids = [node["id"] for node in nodes]
    assert len(set(ids)) == len(ids)
    assert len({edge["id"] for edge in edges}) == len(edges)
    assert {edge["subject"] for edge in edges} | {edge["object"] for edge in edges} <= set(ids)
    prefixes = {one.partition(":")[0] for one in ids}
    assert prefixes <= set(json.loads(kgx.context())["@context"])
    assert {"CHEBI", "MONDO", "HP", "MESH", "neuroref"} <= prefixes


def test_graph_has_an_edge_for_every_link_with_its_sources(
    graph: tuple[list[dict[str, str]], list[dict[str, str]]], kb: neuroref.KnowledgeBase
) -> None:
    affects = [edge for edge in graph[1] if edge["predicate"] == "biolink:affects"]
    links = list(kb.links())
    assert len(affects) == len(links)
    assert [edge["neuroref_direction"] for edge in affects] == [str(link.direction) for link in links]
    assert [len(edge["publications"].split("|")) for edge in affects] == [len(link.references) for link in links]
    for edge in affects:
        for publication in edge["publications"].split("|"):
            assert re.fullmatch(r"(PMID:\d+|PMC:\d+|doi:10\..+|https?://.+)", publication)


@pytest.mark.parametrize(
    ("example", "transmitter", "aspect", "direction"),
    [
        ("ssri", "serotonin", "uptake", "decreased"),  # ↑ serotonin, because it is taken up less
        ("tryptophan-depletion", "serotonin", "synthesis", "decreased"),
        ("monoamine-oxidase-inhibitors", "serotonin", "degradation", "decreased"),
        ("alcohol", "gaba", "activity_or_abundance", "increased"),
    ],
)
def test_graph_direction_belongs_to_the_aspect(
    graph: tuple[list[dict[str, str]], list[dict[str, str]]],
    example: str,
    transmitter: str,
    aspect: str,
    direction: str,
) -> None:
    found = [edge for edge in graph[1] if edge["id"].startswith(f"neuroref:{example}--affects--{transmitter}--")]
    assert (aspect, direction) in [(one["object_aspect_qualifier"], one["object_direction_qualifier"]) for one in found]


def test_graph_leaves_out_a_direction_that_is_mixed(graph: tuple[list[dict[str, str]], list[dict[str, str]]]) -> None:
    for edge in graph[1]:
        if edge["neuroref_direction"] == "mixed":
            assert edge["object_direction_qualifier"] == edge["qualified_predicate"] == ""


def test_graph_makes_three_files(run: Run, tmp_path: Path) -> None:
    assert run("export", "-f", "kgx", "-o", str(tmp_path / "web.tsv"), data=SMALL).code == 0
    assert sorted(one.name for one in tmp_path.iterdir()) == ["web_context.jsonld", "web_edges.tsv", "web_nodes.tsv"]
    result = run("export", "-f", "kgx", data=SMALL)
    assert (result.code, result.out) == (2, "")
    assert "--output NAME" in result.err


# -- DOT and Mermaid ---------------------------------------------------------------------------------------------------


@pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")
@pytest.mark.parametrize("options", [[], ["--cause", "nutrition", "--min-evidence", "moderate"]], ids=str)
def test_graphviz_draws_every_link(run: Run, options: list[str]) -> None:
    text = run("export", "-f", "dot", *options).out
    drawn = subprocess.run(["dot", "-Tsvg"], input=text.encode(), capture_output=True, check=True)
    assert drawn.stderr == b""
    links = len(json.loads(run("links", "--json", *options).out))
    assert drawn.stdout.count(b'class="edge"') == links


@pytest.mark.parametrize(
    ("form", "label"),
    [
        ("dot", '"example:cortisol" [label="a\\"]; b [label=\\"\\\\"];'),
        ("mermaid", 'e_cortisol["a#34;#93;#59; b #91;label#61;#34;#92;"]'),
    ],
)
def test_a_graph_keeps_hostile_names_inside_their_quotes(run: Run, tmp_path: Path, form: str, label: str) -> None:
    path = tmp_path / "hostile.yaml"
    text = SMALL.read_text("utf-8").replace("name: Cortisol\n", "name: 'a\"]; b [label=\"\\'\n")
    path.write_text(text, "utf-8")
    lines = run("export", "-f", form, data=path).out.splitlines()
    assert label in [line.strip() for line in lines]


def test_mermaid_shows_links_where_they_are_few_and_causes_where_they_are_many(run: Run) -> None:
    whole = run("export", "-f", "mermaid").out
    assert 'c_nutrition["Nutritional deficiencies"]' in whole
    assert len(re.findall(r"^  c_\w+ (?:-->|--x|<-->)\|", whole, re.MULTILINE)) < 200
    few = run("export", "-f", "mermaid", "--cause", "nutrition").out
    links = len(json.loads(run("links", "--json", "--cause", "nutrition").out))
    assert len(re.findall(r"^  e_\w+ (?:-->|--x|<-->)\|", few, re.MULTILINE)) == links
    for text in (whole, few):
        assert len(text) < 50_000  # Mermaid's own limit


# -- the handbook ------------------------------------------------------------------------------------------------------


def test_handbook_contents_lead_somewhere(run: Run) -> None:
    text = run("export", "-f", "markdown").out
    targets = re.findall(r'<a id="([^"]+)"></a>', text)
    assert len(set(targets)) == len(targets)
    wanted = re.findall(r"^ *- \[.*\]\(#(.+)\)$", text, re.MULTILINE)
    assert sorted(wanted) == sorted(targets)
    info = json.loads(run("validate", "--json").out)
    assert len(wanted) == 5 + info["causes"] + info["transmitters"] + info["conditions"]


def test_handbook_headings_never_skip_a_level(run: Run) -> None:
    levels = [len(found) for found in re.findall(r"^(#+) ", run("export", "-f", "markdown").out, re.MULTILINE)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_handbook_of_an_excerpt(run: Run) -> None:
    text = run("export", "-f", "markdown", "--cause", "nutrition").out
    assert "Iron deficiency" in text
    assert "Cocaine" not in text
