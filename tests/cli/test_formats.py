"""Every format of answers, exports and citations: what each leaves to read for a program, and for nobody twice."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import msgspec
import pexpect
import pybtex.database
import pytest
import rispy
import yaml
from conftest import CLASSES, ROOT, SMALL, Run

import neuroref
from neuroref.cli.formats import Choice, CitationStyle, ExportFormat, Format
from neuroref.cli.registry import COMMANDS
from neuroref.render import serialize

LISTING = [name for name in COMMANDS if name not in ("schema", "cite", "export")]
ARGUMENTS = {
    "show": ["cortisol"],
    "by-transmitter": ["serotonin"],
    "by-condition": ["depression"],
    "compare": ["cortisol", "iron"],
    "related": ["cortisol"],
    "path": ["stress", "gaba"],
    "search": ["serotonin"],
    "validate": [str(SMALL)],
    "diff": [str(CLASSES)],
}
FACTS = ("causes", "compare", "matrix", "path", "diff")  # where records hold records, a table has a row for each fact
DATA = {"molecules": CLASSES, "claims": CLASSES}  # the first small dataset has none
Choices = type[Format] | type[ExportFormat] | type[CitationStyle]


def reader_of(readers: dict[Any, Callable[[Any], Any]], choice: Choice) -> Callable[[Any], Any]:
    """Return what reads a format back; a new one must have it here, or nothing would look at what it writes."""
    if choice not in readers:
        pytest.fail(f"nothing reads the {type(choice).__name__} '{choice.value}': add to its table here what does")
    return readers[choice]


def table(text: str, separator: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text), delimiter=separator))


# -- one declaration a format ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("choices", "commands", "pages"),
    [
        (Format, [name for name, found in COMMANDS.items() if "format_" in found.shared], ("docs/use.md",)),
        (ExportFormat, ["export"], ("docs/use.md",)),
        (CitationStyle, ["cite"], ()),
    ],
    ids=lambda one: one.__name__ if isinstance(one, type) else "",
)
def test_help_and_documents_offer_every_format(
    run: Run, choices: Choices, commands: list[str], pages: tuple[str, ...]
) -> None:
    offer = ("," if choices is CitationStyle else "|").join(choice.value for choice in choices)  # or any CSL style
    page = (ROOT / "docs" / "commands.md").read_text("utf-8")
    for command in commands:
        assert offer in "".join(run(command, "--help").out.split()), command
        told = "".join(page.partition(f"\n## {command}\n")[2].partition("\n## ")[0].split())
        assert offer in told, f"{command}: run docs/make.py"
    for name in pages:
        assert f"--format {offer}`" in (ROOT / name).read_text("utf-8"), "run docs/make.py"


def test_a_format_without_its_writer_is_refused_at_import() -> None:
    with pytest.raises(TypeError, match=r"^the Paper 'letter' has no writer: LETTER = 'letter', function$"):

        class Paper(Choice):
            LETTER = "letter"


# -- answers -----------------------------------------------------------------------------------------------------------


def database(path: Path) -> list[list[Any]]:
    """Return the rows of the one table of a database, below its head."""
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute("SELECT * FROM answer")
        return [[column[0] for column in found.description], *map(list, found)]


READ: dict[Format, Callable[[Path], Any]] = {
    Format.TABLE: lambda path: path.read_text("utf-8").split(),
    Format.JSON: lambda path: json.loads(path.read_bytes()),
    Format.JSONL: lambda path: [json.loads(line) for line in path.read_bytes().splitlines()],
    Format.CSV: lambda path: table(path.read_text("utf-8"), ","),
    Format.TSV: lambda path: table(path.read_text("utf-8"), "\t"),
    Format.SQLITE: database,
    Format.MARKDOWN: lambda path: path.read_text("utf-8").split(),
    Format.SVG: lambda path: "".join(ElementTree.parse(path).getroot().itertext()).split(),
    Format.HTML: lambda path: re.sub(r"<[^>]*>", " ", path.read_text("utf-8").partition("<body>")[2]).split(),
}


@pytest.mark.parametrize("name", LISTING)
def test_every_format_of_every_command(run: Run, tmp_path: Path, name: str) -> None:
    """Each is read back, and those for programs say the same."""
    arguments, data = [name, *ARGUMENTS.get(name, [])], DATA.get(name, SMALL)
    files = {form: tmp_path / form.value for form in Format}
    for form, path in files.items():
        assert run(*arguments, "--format", form.value, "--output", str(path), data=data) == (0, "", "")
    read = {form: reader_of(READ, form)(path) for form, path in files.items()}
    assert all(read.values())
    whole, rows = read[Format.JSON], read[Format.CSV]
    assert read[Format.JSONL] == (whole if isinstance(whole, list) else [whole])
    assert len({len(row) for row in rows}) == 1 and len(rows) > 1
    assert rows == read[Format.TSV]
    if name == "validate":  # SQLite's truth is a number
        rows = [["1" if cell == "true" else cell for cell in row] for row in rows]
    assert rows == [["" if cell is None else str(cell) for cell in row] for row in read[Format.SQLITE]]
    assert run(*arguments, "--json", data=data).out == files[Format.JSON].read_text("utf-8")
    assert b"\x1b" not in files[Format.MARKDOWN].read_bytes()
    if isinstance(whole, list) and name not in FACTS:
        assert len(rows) == len(whole) + 1


def test_a_table_has_a_fact_a_row(run: Run) -> None:
    """The numbers are those of the JSON, each in a cell of its own."""

    def asked(command: str) -> tuple[Any, list[dict[str, str]]]:
        whole = json.loads(run(*command.split(), "--json", data=SMALL).out)
        return whole, list(csv.DictReader(io.StringIO(run(*command.split(), "--format", "csv", data=SMALL).out)))

    causes, rows = asked("causes")
    tallies = [
        (cause["id"], one["transmitter"], str(one["decrease"])) for cause in causes for one in cause["transmitters"]
    ]
    assert [(row["cause"], row["transmitter"], row["decrease"]) for row in rows] == tallies
    compared, rows = asked("compare cortisol iron")
    names = [one["id"] for one in compared["entries"]]
    tallies = [
        (row["id"], name, str(one["increase"]))
        for row in compared["rows"]
        for name, one in zip(names, row["tallies"], strict=True)
        if one
    ]
    assert [(row["id"], row["entry_id"], row["increase"]) for row in rows] == tallies
    chains, rows = asked("path stress gaba")
    steps = [
        (str(chain), step["start"]["id"], step["relation"], step["end"]["name"])
        for chain, one in enumerate(chains, 1)
        for step in one["steps"]
    ]
    assert [(row["chain"], row["start"], row["relation"], row["end_name"]) for row in rows] == steps
    assert len(steps) > len(chains)


def test_a_cause_without_links_is_a_row_too(run: Run, tmp_path: Path) -> None:
    tree = yaml.safe_load(SMALL.read_text("utf-8"))
    tree["causes"].append({"id": "air", "name": "Bad air", "summary": "Nothing is known of it."})
    (tmp_path / "more.json").write_text(json.dumps(tree, default=str))
    rows = list(csv.reader(io.StringIO(run("causes", "--format", "csv", data=tmp_path / "more.json").out)))
    assert rows[-1] == ["air", "Bad air", "0", "", "", "0", "0", "0", "0", "0", ""]


@pytest.mark.parametrize(
    ("command", "header"),
    [
        ("causes --columns id,name", ["id", "name"]),
        ("causes --columns cause,transmitter", ["cause", "transmitter"]),
        ("compare cortisol iron --columns id,entry_id", ["id", "entry_id"]),
        ("matrix --columns row,column,lean", ["row", "column", "lean"]),
        ("path iron depression --columns chain,end", ["chain", "end"]),
        ("related cortisol --columns name,score", ["name", "score"]),
        ("search serotonin --columns id", ["id"]),
        ("terms --columns term", ["term"]),
        (f"diff {CLASSES} --columns id,field", ["id", "field"]),
    ],
    ids=lambda one: one.split()[0] if isinstance(one, str) else "",
)
def test_columns_are_chosen_of_every_table(run: Run, command: str, header: list[str]) -> None:
    written = {form: run(*command.split(), "--format", form, data=SMALL).out for form in ("csv", "json", "table")}
    assert table(written["csv"], ",")[0] == header
    assert [list(row) for row in json.loads(written["json"])] == [header] * (written["csv"].count("\n") - 1)
    assert len(written["table"].splitlines()) > 1
    wrong = run(*command.partition(" --columns")[0].split(), "--columns", "xyzzy", data=SMALL)
    assert (wrong.code, wrong.out) == (2, "")
    assert wrong.err.startswith("neuroref: no field 'xyzzy'")


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "jsonl", "sqlite", "table"])
def test_a_column_that_is_asked_for_twice_is_there_once(run: Run, form: str) -> None:
    """JSON and a database have each name once."""
    asked = ("causes", "--format", form, "--columns")
    assert run(*asked, "id,name,id", data=SMALL) == run(*asked, "id,name", data=SMALL)
    assert run(*asked, "id,name,id", data=SMALL).code == 0


def test_no_format_is_another_under_a_second_name(run: Run, tmp_path: Path) -> None:
    for form in Format:
        run("links", "--format", form.value, "--output", str(tmp_path / form.value), data=SMALL)
    assert len({path.read_bytes() for path in tmp_path.iterdir()}) == len(Format)


def test_numbers_are_numbers_in_a_database_and_what_is_not_there_is_null(run: Run, tmp_path: Path) -> None:
    assert run("causes", "--output", str(tmp_path / "causes.db"), data=SMALL) == (0, "", "")
    with closing(sqlite3.connect(tmp_path / "causes.db")) as connection:
        assert connection.execute("SELECT sum(decrease) FROM answer").fetchone() == (3,)
    assert run("references", "--output", str(tmp_path / "papers.db"), data=SMALL) == (0, "", "")
    with closing(sqlite3.connect(tmp_path / "papers.db")) as connection:
        assert connection.execute("SELECT count(*) > 0 FROM answer WHERE PMID IS NULL").fetchone() == (1,)


WRITES = "it writes table, json, jsonl, csv, tsv, sqlite, markdown, svg, html"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["links", "-o", "x.xlsx"], f"this command cannot write .xlsx; {WRITES}"),
        (["links", "-o", "x.dot"], f"this command cannot write .dot (neuroref export does); {WRITES}"),
        (["show", "iron", "-o", "x.bib"], f"this command cannot write .bib (neuroref cite does); {WRITES}"),
        (["cite", "--all", "-o", "x.pdf"], "this command cannot write .pdf; it writes text, bibtex, csl-json, ris"),
        (["export", "-f", "kgx", "-o", "x.csv"], "--format kgx and x.csv contradict each other"),
        (["links", "-f", "csv", "-o", "x.tsv"], "--format csv and x.tsv contradict each other"),
    ],
    ids=" ".join,
)
def test_a_suffix_that_promises_what_is_not_written_is_refused(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(*arguments, data=SMALL) == (2, "", f"neuroref: {told}\n")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["answer", "answer.txt", "tmp.Xk3jBq90Ld", ".hidden"])
def test_a_name_that_promises_nothing_takes_the_default(run: Run, tmp_path: Path, name: str) -> None:
    assert run("causes", "-o", str(tmp_path / name), data=SMALL) == (0, "", "")
    assert (tmp_path / name).read_text("utf-8") == run("causes", data=SMALL).out


def test_a_database_does_not_go_to_a_terminal() -> None:
    for command in ("links --format sqlite", "export -f sqlite", "links -f sqlite -o -"):
        child = pexpect.spawn(sys.executable, ["-m", "neuroref", *command.split(), "--data", str(SMALL)], timeout=30)
        child.expect(pexpect.EOF)
        assert child.before == b"neuroref: a database does not go to a terminal: say --output NAME.db\r\n"


@pytest.mark.parametrize("name", LISTING)
def test_every_screen_is_a_picture_and_a_web_page_too(run: Run, name: str) -> None:
    """Both stand alone: a slide or a page that calls home for a font would tell others what is read."""
    arguments, data = [name, *ARGUMENTS.get(name, [])], DATA.get(name, SMALL)
    picture = run(*arguments, "--format", "svg", data=data).out
    page = run(*arguments, "--format", "html", data=data).out
    root = ElementTree.fromstring(picture)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    words = " ".join(root.itertext()).replace("\xa0", " ")
    for word in run(*arguments, data=data).out.split()[:3]:
        assert word in words
        assert word in page
    assert "@font-face" not in picture + page
    assert not re.search(
        r'(src|href|url\()\s*=?\s*["(]https?://(?!doi|pmc|www\.ncbi|pubmed|identifiers|meshb)', picture + page
    )


# -- exports -----------------------------------------------------------------------------------------------------------

Links = set[tuple[str, str]]  # examples with transmitters


def links_in_lines(path: Path) -> Links:
    records = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return {(one["id"], effect["transmitter"]) for one in records for effect in one.get("effects", ())}


def links_in_table(path: Path) -> Links:
    return {(row["example"], row["transmitter"]) for row in csv.DictReader(io.StringIO(path.read_text("utf-8")))}


def links_in_columns(path: Path) -> Links:
    head, *rows = table(path.read_text("utf-8"), "\t")
    return {(row[head.index("example")], row[head.index("transmitter")]) for row in rows}


def links_in_database(path: Path) -> Links:
    with closing(sqlite3.connect(path)) as connection:
        return set(connection.execute("SELECT example, transmitter FROM link"))


def links_in_graph(path: Path) -> Links:
    """Those of the edges, whose ends the file of nodes has, whose prefixes the context has."""
    nodes, edges, context = (
        path.with_name(path.name + ending).read_text("utf-8")
        for ending in ("_nodes.tsv", "_edges.tsv", "_context.jsonld")
    )
    ids = {row["id"] for row in csv.DictReader(io.StringIO(nodes), delimiter="\t")}
    joined = list(csv.DictReader(io.StringIO(edges), delimiter="\t"))
    assert {edge[end] for edge in joined for end in ("subject", "object")} <= ids
    assert {one.partition(":")[0] for one in ids} <= set(json.loads(context)["@context"])
    return links_matching(r"neuroref:([\w-]+)\.([\w-]+)\..+", "\n".join(edge["id"] for edge in joined))


def links_in_handbook(path: Path) -> Links:
    """Those under the headings of examples, where transmitters have their names."""
    names = {"serotonin": "serotonin", "GABA": "gaba"}
    return {
        (heading[1], names[name])
        for part in re.split(r"^(?=#)", path.read_text("utf-8"), flags=re.MULTILINE)
        if (heading := re.match(r"##### .* \([\w-]+ · ([\w-]+)", part))
        for name in re.findall(r"^- \*\*[↑↓↕=] (\w+)\*\*", part, re.MULTILINE)
    }


def links_matching(line: str, text: str) -> Links:
    """Return what the lines of *text* that match say: example and transmitter."""
    return set(re.findall(f"^{line}$", text, re.MULTILINE))


def links_in_site(path: Path) -> Links:
    """Those that the pages of examples tell, each under its address."""
    pages = {page.stem: page.read_text("utf-8") for page in path.glob("*.html")}
    anchors = {(name, anchor) for name, text in pages.items() for anchor in re.findall(r'<div id="([\w-]+)\.', text)}
    return {(name, anchor) for name, anchor in anchors if f'href="{name}.html#{anchor}.' in pages[anchor]}


READ_EXPORT: dict[ExportFormat, Callable[[Path], Links]] = {
    ExportFormat.JSON: lambda path: {(link.example, link.transmitter) for link in neuroref.load(path).links()},
    ExportFormat.JSONL: links_in_lines,
    ExportFormat.CSV: links_in_table,
    ExportFormat.TSV: links_in_columns,
    ExportFormat.SQLITE: links_in_database,
    ExportFormat.KGX: links_in_graph,
    ExportFormat.DOT: lambda path: links_matching(
        r' *"example:(.+)" -> "transmitter:(.+)" \[.*', path.read_text("utf-8")
    ),
    ExportFormat.MERMAID: lambda path: links_matching(r" *e_(\w+) .* t_(\w+)", path.read_text("utf-8")),
    ExportFormat.MARKDOWN: links_in_handbook,
    ExportFormat.HTML: links_in_site,
}


def test_every_export_is_read_back_and_none_is_another(
    run: Run, tmp_path: Path, small_kb: neuroref.KnowledgeBase
) -> None:
    links = {(link.example, link.transmitter) for link in small_kb.links()}
    written = set()
    for form in ExportFormat:
        folder = tmp_path / form.value
        folder.mkdir()
        path = folder / "small"  # what is one file has just this name
        assert run("export", "--format", form.value, "--output", str(path), data=SMALL) == (0, "", "")
        assert reader_of(READ_EXPORT, form)(path) == links, form
        written.add(b"".join(file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()))
    assert len(written) == len(ExportFormat)


# -- citations ---------------------------------------------------------------------------------------------------------

# What each style says of each reference, in the order of the list; tests/render/test_bibliography.py reads them closely.
READ_STYLE: dict[CitationStyle, Callable[[str], list[str]]] = {
    CitationStyle.TEXT: str.splitlines,
    CitationStyle.BIBTEX: lambda text: [
        str(entry.fields["title"]) for entry in pybtex.database.parse_string(text, "bibtex").entries.values()
    ],
    CitationStyle.CSL_JSON: lambda text: [item["title"] for item in json.loads(text)],
    CitationStyle.RIS: lambda text: [record["title"] for record in rispy.loads(text)],
}


def test_every_style_cites_every_reference_and_none_is_another(run: Run, small_kb: neuroref.KnowledgeBase) -> None:
    titles = [reference.title for reference in small_kb.bibliography()]
    written = set()
    for style in CitationStyle:
        result = run("cite", "--all", "--style", style.value, data=SMALL)
        assert (result.code, result.err) == (0, "")
        said = reader_of(READ_STYLE, style)(result.out)
        assert all(title in one for title, one in zip(titles, said, strict=True)), style
        written.add(result.out)
    assert len(written) == len(CitationStyle)


# -- rows and records --------------------------------------------------------------------------------------------------


def test_links_csv_has_one_row_an_effect(run: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(run("links", "--format", "csv", data=SMALL).out)))
    assert len(rows) == 5
    columns = "cause example kind transmitter direction process phase species evidence references"
    first = "stress cortisol hormone serotonin decrease synthesis chronic human limited alpha-2001"
    assert [rows[0][name] for name in columns.split()] == first.split()


@pytest.mark.parametrize("name", ["=1+1", " =1+1", "＝1+1", "@SUM(A1)", "-2+3"])
@pytest.mark.parametrize(("form", "delimiter"), [("csv", ","), ("tsv", "\t")])
def test_cells_are_no_formulas(run: Run, tmp_path: Path, name: str, form: str, delimiter: str) -> None:
    path = tmp_path / "formula.yaml"
    path.write_text(SMALL.read_text("utf-8").replace("name: Iron deficiency", f"name: '{name}'"), "utf-8")
    rows = list(csv.DictReader(io.StringIO(run("links", "-f", form, data=path).out), delimiter=delimiter))
    assert rows[-1]["name"] == f"'{name}"


def test_a_list_that_was_cut_says_so(run: Run) -> None:
    cut, whole = (run("examples", "--limit", limit, data=SMALL).out.splitlines()[0] for limit in ("2", "3"))
    assert (cut, whole) == ("Examples  the first 2", "Examples  3")
    assert run("causes", "--limit", "1", "--sort", "examples", data=SMALL).out.splitlines()[0].endswith("  the first 1")


def test_tsv_has_no_quotes(run: Run) -> None:
    """What stands between two tabs is the cell, for `cut` and `awk` as for whoever splits a line."""
    named = [line.split("\t") for line in run("references", "-f", "tsv").out.splitlines()]
    rows = list(csv.reader(io.StringIO(run("references", "-f", "csv").out)))
    assert named == rows
    assert any(cell.count('"') == 2 for row in rows for cell in row)


class Row(msgspec.Struct):
    """A row whose cells would part a line."""

    text: str
    more: tuple[str, ...] = ()


def test_nothing_in_a_cell_of_tsv_parts_cells_or_lines() -> None:
    rows = [Row("a\tb\r\nc"), Row('"', ("x\u2028y", "z\x85"))]
    assert b"".join(serialize.table(iter(rows), "\t")).decode() == 'text\tmore\na b c\t\n"\tx y; z \n'


def test_show_one_is_an_object_and_several_are_an_array(run: Run) -> None:
    assert json.loads(run("show", "GABA", "--json", data=SMALL).out)["id"] == "gaba"
    several = json.loads(run("show", "gaba", "iron", "--json", data=SMALL).out)
    assert [one["id"] for one in several] == ["gaba", "iron"]
    piped = run("show", "-", "--json", data=SMALL, stdin=b"low iron\n\ncortisol\n")
    assert [one["id"] for one in json.loads(piped.out)] == ["iron", "cortisol"]
    assert [one["id"] for one in json.loads(run("show", "-", "--json", data=SMALL, stdin=b"iron").out)] == ["iron"]


def test_show_names_the_unknown_and_answers_the_rest(run: Run) -> None:
    result = run("show", "iron", "coritsol", "gaba", "--json", data=SMALL)
    assert result.code == 1
    assert [one["id"] for one in json.loads(result.out)] == ["iron", "gaba"]
    assert result.err == "neuroref: no entry named 'coritsol' — did you mean cortisol?\n"


def test_show_csv_of_references_and_others_apart(run: Run) -> None:
    sources = list(csv.DictReader(io.StringIO(run("show", "alpha-2001", "-f", "csv", data=SMALL).out)))
    assert sources[0]["DOI"] == "10.1000/alpha.2001"
    mixed = run("show", "alpha-2001", "iron", "-f", "csv", data=SMALL)
    assert (mixed.code, mixed.out) == (2, "") and "different columns" in mixed.err


def test_full_and_sources(run: Run) -> None:
    short = run("show", "stress", data=SMALL).out
    assert "less serotonin was made" not in short and "https" not in short
    full = " ".join(run("show", "stress", "--full", "--sources", data=SMALL).out.split())
    assert "In 14 people less serotonin was made." in full
    assert "One small study." in full
    assert "Alpha AB, Beta C. Cortisol and the making of serotonin. Journal of Tests. 2001;12(3):1-9." in full
    assert "DOI 10.1000/alpha.2001" in full


def test_health_screens_end_with_the_disclaimer(run: Run) -> None:
    for arguments in (["causes"], ["show", "cortisol"], ["by-condition", "depression"], ["search", "iron"], ["links"]):
        assert run(*arguments, data=SMALL).out.splitlines()[-1] == "Not medical advice."
    assert "Not medical advice" in run("schema", "links", data=SMALL).out
