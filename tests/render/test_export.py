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
from conftest import CLASSES, SHIPPED, SMALL, Run

import neuroref
from neuroref.cli.formats import ExportFormat
from neuroref.model.vocabularies import Action, Study
from neuroref.render.export import biolink, kgx
from neuroref.render.export import sqlite as sqlite_export

QUESTIONS = [
    "causes", "examples", "transmitters", "conditions", "references", "links", "matrix", "terms",
    "show stress nutrition cortisol serotonin depression stress-hormones beta-2002",
    "by-transmitter serotonin", "by-condition depression", "search serotonin", "compare cortisol iron depression",
    "related cortisol", "path stress gaba", "export", "export --transmitter serotonin",
]  # fmt: skip
CLASSES_QUESTIONS = [
    "examples", "molecules", "claims", "links", "links --molecule SERT", "show ssri Prozac SERT BH4 serotonin insomnia",
    "show speed-burns-holes ssri.serotonin.release.acute.2 amphetamines.serotonin.release.acute.4", "search prozac",
    "compare fluoxetine paroxetine", "related fluoxetine", "path speed ssri", "export",
    "export --transmitter dopamine", "export --direction unchanged",
]  # fmt: skip
SHIPPED_QUESTIONS = [
    "causes", "examples", "transmitters", "conditions", "references", "links", "matrix --cause inflammation",
    "show inflammation alcohol serotonin depression felger-2012 antidepressants", "by-transmitter dopamine",
    "by-condition depression", "search tryptophan", "compare oestradiol progesterone", "related alcohol",
    "path cocaine depression", "export", "molecules", "claims", "show SLC6A4 Prozac MSG ssri.serotonin.reuptake",
]  # fmt: skip
FILTERS = [
    {"cause": "stress"}, {"transmitter": "serotonin"}, {"direction": "mixed"}, {"process": "synthesis"},
    {"species": "animal"}, {"evidence": "contested"}, {"min_evidence": "strong"}, {"condition": "depression"},
    {"kind": "disease"}, {"phase": "developmental"}, {"direction": "unchanged"}, {"molecule": "SLC6A4"},
]  # fmt: skip
CLASSES_FILTERS = [
    {"direction": "increase"}, {"direction": "unchanged"}, {"molecule": "SERT"}, {"transmitter": "melatonin"},
    {"species": "human"}, {"evidence": "limited"},
]  # fmt: skip


def ask(run: Run, question: str, data: Path) -> object:
    command = question.split()
    json_ = [] if command[0] == "export" else ["--json"]
    return json.loads(run(*command, *json_, data=data).out)


@pytest.fixture(scope="module")
def exports() -> dict[Path, Path]:
    """Datasets that were exported as JSON, and where that is."""
    return {}


@pytest.mark.parametrize(
    ("source", "question"),
    [
        *((SMALL, one) for one in QUESTIONS),
        *((CLASSES, one) for one in CLASSES_QUESTIONS),
        *((SHIPPED, one) for one in SHIPPED_QUESTIONS),
    ],
    ids=lambda one: one.stem if isinstance(one, Path) else one,
)
def test_json_read_back_gives_the_same_answers(
    run: Run, exports: dict[Path, Path], source: Path, question: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    if source not in exports:
        exports[source] = tmp_path_factory.mktemp("export") / "copy.json"
        assert run("export", "--output", str(exports[source]), data=source).code == 0
    assert ask(run, question, exports[source]) == ask(run, question, source)


@pytest.mark.parametrize(
    ("data", "wanted"),
    [*((SHIPPED, one) for one in FILTERS), *((CLASSES, one) for one in CLASSES_FILTERS)],
    ids=lambda one: one.stem if isinstance(one, Path) else str(one),
)
def test_an_excerpt_is_a_valid_dataset_with_the_wanted_links_only(
    run: Run, tmp_path: Path, data: Path, wanted: dict[str, str]
) -> None:
    """Its links keep their ids, also where those before them are left out."""
    copy = tmp_path / "excerpt.json"
    options = [part for name, value in wanted.items() for part in (f"--{name.replace('_', '-')}", value)]
    assert run("export", *options, "-o", str(copy), data=data).code == 0
    assert run("validate", str(copy)).code == 0
    with neuroref.load(data) as whole, neuroref.load(copy) as smaller:
        key = [(one.id, one.summary) for one in whole.links(whole.filter(**wanted))]
        assert [(one.id, one.summary) for one in smaller.links()] == key
        assert 0 < len(key) < len(list(whole.links()))


def test_nothing_left_is_nothing_found(run: Run) -> None:
    for form in ExportFormat:
        result = run("export", "-f", form.value, "-o", "x", "--phase", "withdrawal", data=SMALL)
        assert result == (1, "", "neuroref: nothing found\n"), form


@pytest.mark.parametrize("data", [SHIPPED, CLASSES], ids=lambda path: path.stem)
def test_json_lines_hold_every_entry_once(run: Run, data: Path) -> None:
    lines = [json.loads(line) for line in run("export", "-f", "jsonl", data=data).out.splitlines()]
    with neuroref.load(data) as kb:
        dataset = kb.excerpt()
    counts = Counter(kind.value for kind, _ in dataset.entries())
    counts += Counter({"dataset": 1, "known": len(dataset.known), "glossary": len(dataset.glossary)})
    counts += Counter({"class_rule": len(dataset.class_rules)})
    assert Counter(line["entry"] for line in lines) == counts
    assert counts["claim"] and counts["molecule"] and counts["known"]
    assert sum(len(line["effects"]) for line in lines if line["entry"] == "example") == len(
        [effect for example in dataset.examples() for effect in example.effects]
    )


def test_csv_is_that_of_links(run: Run) -> None:
    assert run("export", "-f", "csv").out == run("links", "--format", "csv").out


def test_csv_cells_say_members_and_molecules(run: Run) -> None:
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(run("export", "-f", "csv", data=CLASSES).out))}
    assert rows["amphetamines.dopamine.release.acute"]["via"] == "SLC6A3 releases; SLC18A2 inhibits"
    assert rows["ssri.dopamine.reuptake"]["members"] == "fluoxetine; fluvoxamine"
    assert rows["ssri.dopamine.reuptake"]["direction"] == "unchanged"


# -- SQLite ------------------------------------------------------------------------------------------------------------


def database_of(data: Path, path: Path) -> sqlite3.Connection:
    with neuroref.load(data) as kb:
        path.write_bytes(b"".join(sqlite_export.write(kb.excerpt())))
    return sqlite3.connect(path)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    connection = database_of(SHIPPED, tmp_path_factory.mktemp("database") / "neuroref.db")
    yield connection
    connection.close()


@pytest.fixture(scope="module")
def classes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    connection = database_of(CLASSES, tmp_path_factory.mktemp("database") / "classes.db")
    yield connection
    connection.close()


def test_database_is_sound(database: sqlite3.Connection) -> None:
    assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    tables = [row[0] for row in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    keyed = [
        table for table in tables if database.execute(f"SELECT * FROM pragma_foreign_key_list('{table}')").fetchone()
    ]
    assert len(keyed) > 25


def test_database_holds_everything(database: sqlite3.Connection, kb: neuroref.KnowledgeBase) -> None:
    dataset = kb.excerpt()

    def count(table: str) -> int:
        return int(database.execute(f"SELECT count(*) FROM {table}").fetchone()[0])

    examples = [example for cause in dataset.causes for example in cause.examples]
    effects = [effect for example in examples for effect in example.effects]
    assert count("cause") == len(dataset.causes)
    assert count("example") == len(examples)
    assert count("link") == count("link_in_full") == len(effects)
    assert count("link_member") == sum(len(effect.members) for effect in effects)
    assert count("via") == sum(len(effect.via) for effect in effects)
    assert count("member") == sum(len(example.members) for example in examples)
    assert count("member_name") == sum(
        len(member.brands) + len(member.aliases) for example in examples for member in example.members
    )
    assert count("molecule") == len(dataset.molecules)
    assert count("claim") == len(dataset.claims)
    assert count("claim_reference") == sum(len(claim.references) for claim in dataset.claims)
    assert count("known_name") == sum(1 + len(known.aliases) for known in dataset.known)
    assert count("example_condition_reference") == sum(
        len(cited) for example in examples for cited in example.ties.values()
    )
    assert count("transmitter_gene WHERE molecule IS NULL") == 0
    assert count("transmitter_molecule WHERE molecule IS NULL") == 0
    assert [row[0] for row in database.execute("SELECT link_id FROM link ORDER BY id")] == [
        link.id for link in kb.links()
    ]
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


ASKED = {
    "what is Prozac?": (
        "SELECT member.name, example FROM member JOIN member_name ON member = member.name WHERE member_name.name = ?",
        ["Prozac"],
        [("fluoxetine", "ssri")],
    ),
    "which links hold for some members only?": (
        "SELECT link_id, members, via FROM link_in_full WHERE members IS NOT NULL AND transmitter = ?",
        ["Acetylcholine"],
        [("ssri.acetylcholine.receptor", "paroxetine", "CHRM1 antagonist")],
    ),
    "what acts on the serotonin transporter, and how?": (
        ("SELECT link_id, action, phrase FROM via JOIN link ON link.id = via.link JOIN molecule ON molecule.id = molecule "
        "WHERE molecule.name = ? ORDER BY link.id"),
        ["Serotonin transporter"],
        [
            ("ssri.serotonin.reuptake", "inhibits", "slower reuptake (blocks SERT)"),
            ("amphetamines.serotonin.release.acute.4", "releases", "more released (through SERT)"),
        ],
    ),
    "where was no change found?": (
        "SELECT link_id FROM link WHERE direction = ? ORDER BY id",
        ["unchanged"],
        [("ssri.dopamine.reuptake",), ("amphetamines.dopamine.release.chronic",)],
    ),
    "what serves serotonin?": (
        ("SELECT step, molecule FROM transmitter_gene WHERE transmitter = :one UNION SELECT part, molecule "
        "FROM transmitter_molecule WHERE transmitter = :one UNION SELECT detail, molecule FROM transmitter_detail "
        "WHERE transmitter = :one ORDER BY 1, 2"),
        {"one": "serotonin"},
        [
            ("breakdown-product", "5-hiaa"), ("cofactor", "tetrahydrobiopterin"), ("precursor", "tryptophan"),
            ("reuptake", "SLC6A4"), ("storage", "SLC18A2"), ("synthesis", "TPH2"),
        ],
    ),
    "a precursor that is a transmitter is no molecule": (
        "SELECT value, molecule FROM transmitter_detail WHERE transmitter = ?",
        ["melatonin"],
        [("serotonin", None)],
    ),
    "is it true of amphetamines?": (
        ("SELECT verdict, reference FROM claim JOIN claim_about ON claim_about.claim = claim.id "
        "JOIN claim_reference ON claim_reference.claim = claim.id WHERE claim_about.id = ?"),
        ["amphetamines"],
        [("refuted", "eta-2007")],
    ),
    "what is known by name only?": (
        "SELECT alias_of FROM known_name WHERE name = ?",
        ["TPH3"],
        [("tryptamine",)],
    ),
    "what ties a condition to an example?": (
        ("SELECT condition, reference FROM example_condition LEFT JOIN example_condition_reference "
        "USING (example, condition) WHERE example = ? ORDER BY condition"),
        ["ssri"],
        [("insomnia", None), ("low-mood", "delta-2004")],
    ),
    "which identifier has a member?": (
        "SELECT id FROM identifier WHERE entry = 'member' AND curie = ?",
        ["CHEBI:5118"],
        [("fluoxetine",)],
    ),
}  # fmt: skip


@pytest.mark.parametrize("asked", ASKED)
def test_database_answers(classes: sqlite3.Connection, asked: str) -> None:
    question, values, rows = ASKED[asked]
    assert classes.execute(question, values).fetchall() == rows


@pytest.mark.parametrize(
    ("words", "entry", "identifier"),
    [
        ("prozac", "member", "fluoxetine"),
        ("SERT", "molecule", "SLC6A4"),
        ("chemical imbalance", "claim", "low-serotonin-causes-low-mood"),
    ],
)
def test_database_search_finds_every_kind(classes: sqlite3.Connection, words: str, entry: str, identifier: str) -> None:
    found = classes.execute("SELECT entry, id FROM search WHERE search MATCH ?", [words]).fetchall()
    assert (entry, identifier) in found


def test_database_of_a_dataset_without_molecules_keeps_their_names(tmp_path: Path) -> None:
    connection = database_of(SMALL, tmp_path / "small.db")
    genes = connection.execute("SELECT gene, molecule FROM transmitter_gene ORDER BY gene").fetchall()
    assert genes == [("MAOA", None), ("SLC18A2", None), ("SLC6A4", None), ("TPH2", None)]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()


def test_database_goes_to_a_pipe_but_not_to_a_terminal(run: Run) -> None:
    result = run("export", "-f", "sqlite", data=SMALL, terminal=True)
    assert (result.code, result.out) == (2, "")
    assert "--output" in result.err
    assert run("export", "-f", "sqlite", data=SMALL, encoding="latin-1").out.startswith("SQLite format 3\0")


# -- KGX ---------------------------------------------------------------------------------------------------------------


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode()), delimiter="\t", quoting=csv.QUOTE_NONE))


Graph = tuple[list[dict[str, str]], list[dict[str, str]]]


def graph_of(data: Path, **wanted: str) -> Graph:
    with neuroref.load(data) as kb:
        dataset = kb.excerpt(kb.filter(**wanted))
    return rows_of(b"".join(kgx.nodes(dataset))), rows_of(b"".join(kgx.edges(dataset)))


@pytest.fixture(scope="module")
def graph() -> Graph:
    return graph_of(SHIPPED)


@pytest.fixture(scope="module")
def small_graph() -> Graph:
    return graph_of(CLASSES)


def edges_of(graph: Graph, link: str) -> list[dict[str, str]]:
    return [edge for edge in graph[1] if edge["neuroref_link"] == link]


def test_graph_ids(graph: Graph) -> None:
    nodes, edges = graph
    ids = [node["id"] for node in nodes]
    assert len(set(ids)) == len(ids)
    assert len({edge["id"] for edge in edges}) == len(edges)
    assert {edge["subject"] for edge in edges} | {edge["object"] for edge in edges} <= set(ids)
    prefixes = {one.partition(":")[0] for one in ids}
    assert prefixes <= set(json.loads(kgx.context())["@context"])
    assert {"CHEBI", "HGNC", "MONDO", "HP", "MESH", "neuroref"} <= prefixes
    types = {one for edge in edges for one in edge["has_evidence_of_type"].split("|") if one}
    assert types == set(biolink.EVIDENCE_TYPES.values())


def test_graph_has_an_edge_for_every_link_with_its_sources(graph: Graph, kb: neuroref.KnowledgeBase) -> None:
    """One from each member where it holds for some members only, else one from the example."""
    affects = [edge for edge in graph[1] if edge["neuroref_direction"]]
    assert {edge["predicate"] for edge in affects} == {"biolink:affects"}
    links = [link for link in kb.links() for _ in link.members or [link.example]]
    assert [edge["neuroref_link"] for edge in affects] == [link.id for link in links]
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
    graph: Graph,
    example: str,
    transmitter: str,
    aspect: str,
    direction: str,
) -> None:
    found = [edge for edge in graph[1] if edge["id"].startswith(f"neuroref:{example}.{transmitter}.")]
    assert (aspect, direction) in [(one["object_aspect_qualifier"], one["object_direction_qualifier"]) for one in found]


def test_graph_leaves_out_a_direction_that_is_mixed(graph: Graph) -> None:
    for edge in graph[1]:
        if edge["neuroref_direction"] in ("mixed", "unchanged"):
            assert edge["object_direction_qualifier"] == edge["qualified_predicate"] == ""
        assert (edge["negated"] == "true") == (edge["neuroref_direction"] == "unchanged")


def test_graph_knows_every_action_and_every_sort_of_study() -> None:
    assert set(biolink.MECHANISMS) == set(Action)
    assert set(biolink.EVIDENCE_TYPES) == set(Study)


def test_graph_says_a_link_of_some_members_of_those_alone(small_graph: Graph) -> None:
    classes = {edge["subject"]: edge["object"] for edge in small_graph[1] if edge["predicate"] == "biolink:subclass_of"}
    members = {"CHEBI:5118", "neuroref:ssri.fluvoxamine", "neuroref:ssri.paroxetine"}
    assert classes == dict.fromkeys(members, "neuroref:ssri")
    unchanged = edges_of(small_graph, "ssri.dopamine.reuptake")
    assert [edge["subject"] for edge in unchanged] == ["CHEBI:5118", "neuroref:ssri.fluvoxamine"]
    assert [(edge["negated"], edge["object_aspect_qualifier"]) for edge in unchanged] == [("true", "uptake")] * 2
    [fluoxetine] = [node for node in small_graph[0] if node["id"] == "CHEBI:5118"]
    assert (fluoxetine["name"], fluoxetine["synonym"]) == ("fluoxetine", "Prozac|Sarafem")


def test_graph_says_what_a_link_does_to_a_molecule(small_graph: Graph) -> None:
    link, act = edges_of(small_graph, "ssri.serotonin.reuptake")
    assert (link["object"], link["neuroref_action"]) == ("CHEBI:28790", "")
    assert (act["subject"], act["object"], act["neuroref_direction"]) == ("neuroref:ssri", "HGNC:11050", "")
    qualifiers = ("object_aspect_qualifier", "object_direction_qualifier", "causal_mechanism_qualifier")
    assert [act[one] for one in qualifiers] == ["activity", "decreased", "inhibition"]
    assert act["publications"] == link["publications"] == "PMID:1004|PMID:1005"
    assert act["has_evidence_of_type"] == "ECO:0007121|ECO:0000304"
    of_a_member = edges_of(small_graph, "ssri.acetylcholine.receptor")
    assert {edge["subject"] for edge in of_a_member} == {"neuroref:ssri.paroxetine"}
    categories = {node["id"]: node["category"] for node in small_graph[0]}
    assert categories["HGNC:11050"] == "biolink:Gene"
    assert categories["CHEBI:59560"] == categories["neuroref:tryptophan"] == "biolink:SmallMolecule"


def test_graph_ties_molecules_to_the_transmitters_that_they_serve(small_graph: Graph) -> None:
    found = [(edge["subject"], edge["predicate"].removeprefix("biolink:"), edge["object"], edge["neuroref_part"])
             for edge in small_graph[1] if edge["neuroref_part"] and "CHEBI:28790" in (edge["subject"], edge["object"])]  # fmt: skip
    assert found == [
        ("neuroref:tryptophan", "derives_into", "CHEBI:28790", "precursor"),
        ("CHEBI:28790", "interacts_with", "CHEBI:59560", "cofactor"),
        ("CHEBI:28790", "interacts_with", "HGNC:20692", "synthesis"),
        ("CHEBI:28790", "interacts_with", "HGNC:10935", "storage"),
        ("CHEBI:28790", "interacts_with", "HGNC:11050", "reuptake"),
        ("CHEBI:28790", "has_metabolite", "neuroref:5-hiaa", "breakdown-product"),
        ("CHEBI:28790", "derives_into", "neuroref:melatonin", "precursor"),
    ]


def test_graph_asserts_no_claim(small_graph: Graph) -> None:
    claims = {node["id"]: node for node in small_graph[0] if node["neuroref_kind"] == "claim"}
    assert claims["neuroref:speed-burns-holes"]["neuroref_verdict"] == "refuted"
    assert claims["neuroref:speed-burns-holes"]["neuroref_publications"] == "PMID:1007"
    told = [edge for edge in small_graph[1] if edge["subject"] in claims]
    assert {(edge["predicate"], edge["publications"]) for edge in told} == {("biolink:mentions", "")}
    assert {edge["object"] for edge in told if edge["subject"] == "neuroref:speed-burns-holes"} == {
        "neuroref:amphetamines"
    }


def test_graph_has_one_node_for_a_molecule_that_is_an_example_too(tmp_path: Path) -> None:
    path = tmp_path / "same.yaml"
    path.write_text(CLASSES.read_text("utf-8").replace("involves: [CHEBI:59560]", "identifiers: {chebi: CHEBI:59560}"))
    nodes, edges = graph_of(path)
    [node] = [node for node in nodes if node["id"] == "CHEBI:59560"]
    assert (node["name"], node["neuroref_id"]) == ("Sapropterin", "sapropterin|tetrahydrobiopterin")
    assert {"Tetrahydrobiopterin", "BH4"} <= set(node["synonym"].split("|"))
    assert [edge for edge in edges if edge["subject"] == edge["object"]] == []


def test_graph_of_an_excerpt_keeps_the_ids_of_its_edges(small_graph: Graph) -> None:
    _, edges = graph_of(CLASSES, direction="increase")
    kept = {edge["id"] for edge in edges if edge["neuroref_link"]}
    assert "neuroref:ssri.serotonin.release.acute.2" in kept
    assert kept < {edge["id"] for edge in small_graph[1]}


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
    assert len(re.findall(r"^  c_\w+ (?:-->|--x|--o|---)\|", whole, re.MULTILINE)) < 200
    few = run("export", "-f", "mermaid", "--cause", "nutrition").out
    links = len(json.loads(run("links", "--json", "--cause", "nutrition").out))
    assert len(re.findall(r"^  e_\w+ (?:-->|--x|--o|---)\|", few, re.MULTILINE)) == links
    for text in (whole, few):
        assert len(text) < 50_000  # Mermaid's own limit


def test_graphs_are_grouped_explained_and_never_act_both_ways(run: Run) -> None:
    """An arrow with two heads would say that the transmitter acts on the cause too."""
    for form in ("dot", "mermaid"):
        drawn = run("export", "-f", form, data=CLASSES).out
        assert "<-->" not in drawn and "dir=both" not in drawn
        assert "↑ more: arrow" in drawn
        groups = re.findall(r"^ {4}subgraph .*", drawn, re.MULTILINE)
        examples = json.loads(run("examples", "--json", data=CLASSES).out)
        assert len(groups) == len({(one["cause"], one["kind"]) for one in examples})
    assert "  e_cortisol --o|" in run("export", "-f", "mermaid", data=SMALL).out
    assert 'arrowhead="diamond"' in run("export", "-f", "dot", data=SMALL).out


def test_the_overview_leans_as_the_matrix_does_and_names_both_ends(run: Run) -> None:
    drawn = run("export", "-f", "mermaid").out
    matrix = json.loads(run("matrix", "--json").out)
    leans = [cell["lean"] for row in matrix["rows"] for cell in row["cells"]]
    ends = {"-->": "increase", "--x": "decrease", "--o": "mixed", "---": "unchanged"}
    found = re.findall(r'^  c_\w+ (\S+)\|"\S+ ([^:]+): \d+, [a-z]+"\| t_\w+$', drawn, re.MULTILINE)
    assert [ends[end] for end, _ in found] == leans
    assert {name for _, name in found} == {one["name"] for one in json.loads(run("transmitters", "--json").out)}


def test_graphs_name_members_and_molecules_and_draw_no_change_apart(run: Run) -> None:
    drawn = run("export", "-f", "dot", data=CLASSES).out
    [line] = [line for line in drawn.splitlines() if 'id="ssri.acetylcholine.receptor"' in line]
    assert 'label="↓ receptors blocked (M1), only paroxetine"' in line
    assert "antagonist CHRM1. " in line
    [unchanged] = [line for line in drawn.splitlines() if 'id="ssri.dopamine.reuptake"' in line]
    assert 'color="#9a9a9a"' in unchanged and 'arrowhead="none"' in unchanged
    assert 'tooltip="fluoxetine (Prozac, Sarafem), fluvoxamine (Luvox), paroxetine (Paxil)"' in drawn
    lines = run("export", "-f", "mermaid", data=CLASSES).out.splitlines()
    edges = [line for line in lines if '|"' in line]
    assert (
        '  e_ssri --x|"↓ Acetylcholine: receptors blocked (M1), only paroxetine, preclinical"| t_acetylcholine' in edges
    )
    grey = [number for number, line in enumerate(edges) if " ---|" in line]
    assert lines[-1] == f"  linkStyle {','.join(map(str, grey))} stroke:#9a9a9a,color:#767676"
    styled = [int(number) for line in lines if "linkStyle" in line for number in line.split()[1].split(",")]
    assert sorted(styled) == list(range(len(edges)))  # each in the colour of its direction, once
    assert len(grey) == 2


# -- the handbook ------------------------------------------------------------------------------------------------------


def test_handbook_contents_lead_somewhere(run: Run) -> None:
    text = run("export", "-f", "markdown").out
    targets = re.findall(r'<a id="([^"]+)"></a>', text)
    assert len(set(targets)) == len(targets)
    wanted = re.findall(r"^ *- \[.*\]\(#(.+)\)$", text, re.MULTILINE)
    assert sorted(wanted) == sorted(targets)
    info = json.loads(run("validate", "--json").out)
    kinds = ("causes", "transmitters", "molecules", "conditions", "claims")
    assert len(wanted) == len(kinds) + 2 + sum(info[kind] for kind in kinds)


def test_handbook_headings_never_skip_a_level(run: Run) -> None:
    levels = [len(found) for found in re.findall(r"^(#+) ", run("export", "-f", "markdown").out, re.MULTILINE)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_handbook_of_an_excerpt(run: Run) -> None:
    text = run("export", "-f", "markdown", "--cause", "nutrition").out
    assert "Iron deficiency" in text
    assert " · cocaine)" not in text


def test_handbook_tells_molecules_and_claims_the_verdict_first(run: Run) -> None:
    text = run("export", "-f", "markdown", data=CLASSES).out
    assert "  - [Refuted: Speed burns holes into the brain](#claim-speed-burns-holes)\n" in text
    assert "  - [Serotonin transporter (SLC6A4)](#molecule-SLC6A4)\n" in text
    page = text[text.index('<a id="claim-speed-burns-holes">') :]
    assert page.index("Refuted") < page.index("Scans of the brains of users")
    page = text[text.index('<a id="molecule-SLC6A4">') :]
    assert page.index("Selective serotonin reuptake inhibitors") < page.index("<a id=", 1)


def test_handbook_has_no_empty_chapters(run: Run) -> None:
    text = run("export", "-f", "markdown", data=SMALL).out
    assert "## Conditions\n" in text
    assert "## Molecules" not in text and "## Claims" not in text
