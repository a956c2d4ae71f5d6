"""The website and the single page: every address leads somewhere, nothing acts on the reader, and it is said in words."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from conftest import CLASSES, SMALL, Run

import neuroref
from neuroref.model.names import loose_key
from neuroref.questions.filters import LinkFilter
from neuroref.render import html
from neuroref.render.export import division, frame, site
from neuroref.render.page import (
    Cell,
    Column,
    Items,
    Notes,
    Pairs,
    Paragraph,
    Rule,
    Section,
    Span,
    Table,
    Title,
    text,
)

Pages = dict[str, str]
VOID = {"meta", "link", "br", "hr", "input"}
IMPLIED = {"td", "th", "tr"}  # end where the next begins
DANGEROUS = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)> &amp; 5>3 {{x}} $title"


def site_of(kb: neuroref.KnowledgeBase) -> dict[str, bytes]:
    return {name: b"".join(content) for name, content in site.files(kb).items()}


def pages_of(files: dict[str, bytes]) -> Pages:
    return {name: content.decode() for name, content in files.items() if name.endswith(".html")}


@pytest.fixture(scope="module")
def shipped(kb: neuroref.KnowledgeBase) -> dict[str, bytes]:
    return site_of(kb)


@pytest.fixture(scope="module")
def pages(shipped: dict[str, bytes]) -> Pages:
    return pages_of(shipped)


def broken_addresses(files: dict[str, bytes]) -> set[tuple[str, str]]:
    """Return the addresses that lead nowhere, each with the page where it stands."""
    pages = pages_of(files)
    ids = {name: re.findall(r'\bid="([^"]*)"', page) for name, page in pages.items()}
    assert [name for name, found in ids.items() if len(found) != len(set(found))] == []
    places = {name: set(found) for name, found in ids.items()}
    broken = set()
    for name, page in pages.items():
        for address in set(re.findall(r'\b(?:href|src|action)="([^"]*)"', page)):
            if not address.startswith(("https://", "http://", "data:")):
                file, _, anchor = address.partition("#")
                if (file or name) not in files or (anchor and anchor not in places[file or name]):
                    broken.add((name, address))
    return broken


class Outline(HTMLParser):
    """What a page is made of: its elements with their attributes, its headings, its text, and whether it is in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.levels: list[int] = []
        self.text = ""
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))
        if tag in IMPLIED:
            while self.open[-1] in ("td", "th") or (tag == "tr" and self.open[-1] == "tr"):
                self.open.pop()
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self.open[-1] != tag and self.open[-1] in IMPLIED:
            self.open.pop()
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in ("script", "style"):
            self.text += data

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def one_of_each_kind(kb: neuroref.KnowledgeBase, pages: Pages) -> Iterator[str]:
    kinds = {kind.value: record.id for kind, record in kb.excerpt().entries()}
    own = ["index", "matrix", "examples", "conditions", "molecules", "references", "references.s", "words"]
    yield from (f"{name}.html" for name in (*kinds.values(), *own, "inflammation.serotonin", "depression", "lead"))


# -- weight ------------------------------------------------------------------------------------------------------------


def test_a_heavy_page_is_divided_and_nothing_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    with neuroref.load(CLASSES) as kb:
        files = site_of(kb)
        whole = pages_of(files)
        monkeypatch.setattr(division, "MOST", 1200)
        monkeypatch.setattr(site, "LIGHT", 0)
        divided = pages_of(site_of(kb))
    assert set(whole) < set(divided)
    for name, page in whole.items():
        stem = name.removesuffix(".html")
        parts = [name, *sorted(one for one in divided if one.startswith(f"{stem}.page-"))]
        links = [set(re.findall(r'<t[dh]>.*?href="([^"#]+)', divided[one])) for one in parts]
        assert set(re.findall(r'<t[dh]>.*?href="([^"#]+)', page)) <= set().union(*links), name
        for one in parts if len(parts) > 1 else ():  # each leads to all, and says which it is
            assert all(f'href="{other}"' in divided[one] for other in parts)
            assert f'<a href="{one}" aria-current=page>' in divided[one]
    assert broken_addresses({**files, **{name: page.encode() for name, page in divided.items()}}) == set()
    anchors = re.findall(r'<div id="([^"]*)" class="link">', whole["ssri.html"])
    assert len(anchors) > 3 and all(f'<div id="{one}" class="link">' in divided["ssri.html"] for one in anchors)


# -- addresses ---------------------------------------------------------------------------------------------------------


def test_every_link_has_its_address(kb: neuroref.KnowledgeBase, pages: Pages) -> None:
    missing = []
    for link in kb.links():
        example, _, anchor = link.id.partition(".")
        if f'<div id="{anchor}" class="link">' not in pages[f"{example}.html"]:
            missing.append(link.id)
    assert missing == []


def test_every_entry_has_its_address(kb: neuroref.KnowledgeBase, pages: Pages) -> None:
    assert {f"{record.id}.html" for _, record in kb.excerpt().entries()} <= set(pages)


@pytest.mark.parametrize("data", [None, SMALL, CLASSES], ids=lambda path: path.stem if path else "shipped")
def test_every_address_leads_somewhere(shipped: dict[str, bytes], data: Path | None) -> None:
    files = shipped
    if data:
        with neuroref.load(data) as kb:
            files = site_of(kb)
    assert broken_addresses(files) == set()


def test_a_cell_of_the_matrix_leads_to_all_its_links(kb: neuroref.KnowledgeBase, pages: Pages) -> None:
    for row in kb.matrix().rows:
        for cell in row.cells:
            assert f'<a href="{row.id}.{cell.column}.html">' in pages["matrix.html"]
            page = Outline(pages[f"{row.id}.{cell.column}.html"])
            rows = [one for one in page.of("a") if re.search(r"\.html#[\w-]+\.", one["href"] or "")]
            assert len(rows) == cell.links, (row.id, cell.column)


def test_what_is_searched_leads_to_pages(shipped: dict[str, bytes]) -> None:
    rows = json.loads(shipped["names.js"].decode().removeprefix("const names = ").rstrip().removesuffix(";"))
    assert {f"{file.partition('#')[0]}.html" for _, file, *_ in rows if file} <= set(shipped)
    called = {name: (file, others) for name, file, _, *others in rows}
    assert called["fluoxetine"][0] == "ssri#fluoxetine" and "Prozac" in called["fluoxetine"][1]
    assert called["Lead"] == ("lead", called["Lead"][1]) and "plumbism" in called["Lead"][1]
    assert any(file == "" for _, file, *_ in rows)  # names of which no link has been checked


def test_the_place_of_a_member_says_of_which_class_it_is(shipped: dict[str, bytes]) -> None:
    rows = json.loads(shipped["names.js"].decode().removeprefix("const names = ").rstrip().removesuffix(";"))
    places = [file.split("#") for _, file, *_ in rows if "#" in file]
    assert len(places) > 500
    assert [place for file, place in places if f'<p id="{place}" ' not in shipped[f"{file}.html"].decode()] == []
    [told] = re.findall(r'<p id="fluoxetine".*', shipped["ssri.html"].decode())
    assert re.sub("<.*?>", "", told).endswith("), one of the selective serotonin reuptake inhibitors")
    assert told.startswith('<p id="fluoxetine" class="member"><strong>fluoxetine</strong> (Prozac, ')


def test_what_a_molecule_does_is_a_whole_clause(pages: Pages) -> None:
    assert "reuptake: serotonin transporter (SERT), which SSRIs block" in Outline(pages["SLC6A4.html"]).text
    assert "synthesis: the opening step" in Outline(pages["TPH2.html"]).text  # its name goes without saying


def test_a_question_is_cited_as_one(pages: Pages) -> None:
    assert "causes depression? In: neuroref" in pages["low-serotonin-causes-depression.html"]
    assert "<pre>Lead. In: neuroref" in pages["lead.html"]


@pytest.mark.parametrize("name", ["con", "matrix", "x" * 300])
def test_files_have_names_that_every_system_takes(tmp_path: Path, name: str) -> None:
    path = tmp_path / "data.yaml"
    path.write_text(re.sub(r"\biron\b(?! )", name, SMALL.read_text("utf-8")), "utf-8")
    with neuroref.load(path) as kb:
        files = site_of(kb)
    folded = [file.lower() for file in files]
    assert len(folded) == len(set(folded))
    assert all(re.fullmatch(r"[A-Za-z0-9_.-]{1,120}", file) for file in files)
    assert "con" not in {file.partition(".")[0] for file in folded}
    [page] = [file for file, content in files.items() if file.endswith(".html") and b"<h1>Iron deficiency" in content]
    assert f'href="{page}"' in files["examples.html"].decode()


def test_names_that_differ_in_case_only_are_different_files(tmp_path: Path) -> None:
    path = tmp_path / "data.yaml"
    path.write_text(re.sub(r"\bssri\b", "slc6a4", CLASSES.read_text("utf-8")), "utf-8")
    with neuroref.load(path) as kb:
        files = site_of(kb)
    assert {"slc6a4.html", "SLC6A4_.html"} <= set(files)
    assert 'href="SLC6A4_.html"' in files["molecules.html"].decode()


# -- what a page is ----------------------------------------------------------------------------------------------------


def test_no_page_is_heavy(shipped: dict[str, bytes], pages: Pages) -> None:
    assert {name: size for name in pages if (size := len(shipped[name])) > 100_000} == {}
    assert len(shipped["site.js"].splitlines()) < 60


@pytest.mark.skipif(not shutil.which("node"), reason="there is no node")
def test_the_script_folds_names_as_the_program_does(shipped: dict[str, bytes], kb: neuroref.KnowledgeBase) -> None:
    script = shipped["site.js"].decode()
    called = [
        *(name for row in kb.examples() for name in (row.id, row.name)),
        *(row.citation for row in kb.references()),
    ]
    called += [
        "Δ⁹-THC",
        "５ＨＴ",
        "anæmia",
        "metabolising",
        "signalling",
        "fibres",
        "Maßnahme",
        "IL-1ß",
        "ϐ-endorphin",
        "ΑΣ",
        "analogues",
    ]
    folding = script[script.index("const folding") : script.index("const shorter")]
    program = f"{folding} console.log(JSON.stringify({json.dumps(called)}.map(key)));"
    done = subprocess.run(["node", "-"], input=program, capture_output=True, text=True, encoding="utf-8", check=True)
    assert dict(zip(called, json.loads(done.stdout), strict=True)) == {name: loose_key(name) for name in called}


def test_pages_are_in_order(kb: neuroref.KnowledgeBase, pages: Pages) -> None:
    for name in one_of_each_kind(kb, pages):
        page = Outline(pages[name])
        assert page.levels[0] == 1 and page.levels.count(1) == 1, name
        assert all(after <= before + 1 for before, after in zip(page.levels, page.levels[1:], strict=False)), name
        assert {tag: len(page.of(tag)) for tag in ("html", "title", "header", "main", "footer")} == dict.fromkeys(
            ("html", "title", "header", "main", "footer"), 1
        ), name
        assert page.of("html")[0]["lang"] == "en"
        meta = {one.get("name") or one.get("property"): one.get("content") for one in page.of("meta")}
        assert meta["description"] and meta["og:title"] and meta["og:description"] and meta["viewport"], name
        assert {one["rel"]: one["href"] for one in page.of("link")}["canonical"] == name
        assert kb.info().disclaimer in page.text
        assert "--full" not in page.text and "neuroref show" not in page.text, name
        described = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', pages[name])[0])
        assert described["@context"] == "https://schema.org" and described["@type"] and described["name"]


def test_pages_say_to_machines_what_they_are(pages: Pages) -> None:
    kinds = {
        name: re.findall(r'"@type":"(\w+)"', pages[f"{name}.html"])[0]
        for name in ("index", "lead", "felger-2012", "matrix", "low-serotonin-causes-depression")
    }
    assert [*kinds.values()] == ["Dataset", "MedicalWebPage", "ScholarlyArticle", "CollectionPage", "MedicalWebPage"]


def test_a_shared_page_has_a_picture_which_is_what_is_said_of_it(shipped: dict[str, bytes], pages: Pages) -> None:
    card = shipped["card.png"]
    assert card.startswith(b"\x89PNG\r\n\x1a\n") and len(card) < 60_000
    wide, high = (int.from_bytes(card[start : start + 4], "big") for start in (16, 20))
    for name in ("index.html", "lead.html", "matrix.html"):
        meta = {one.get("name") or one.get("property"): one.get("content") for one in Outline(pages[name]).of("meta")}
        assert meta["og:image"] == "card.png" and meta["twitter:card"] == "summary_large_image"
        assert (meta["og:image:width"], meta["og:image:height"]) == (str(wide), str(high)) == ("1200", "630")
        assert "heat map" in (meta["og:image:alt"] or "")


def test_the_picture_counts_as_the_data_do(kb: neuroref.KnowledgeBase) -> None:
    matrix = kb.matrix()
    assert (len(matrix.rows), len(matrix.columns)) == (
        8,
        16,
    )  # as its alternative text says; docs/card.py draws it anew
    assert kb.info().title == frame.CARD_OF


def test_another_dataset_is_not_shown_by_our_picture() -> None:
    with neuroref.load(SMALL) as kb:
        files = site_of(kb)
    assert "card.png" not in files and "og:image" not in files["index.html"].decode()
    assert '<meta name="twitter:card" content="summary">' in files["index.html"].decode()


def test_signs_are_said_in_words(kb: neuroref.KnowledgeBase, pages: Pages) -> None:
    for name in one_of_each_kind(kb, pages):
        page = pages[name]
        shown = re.sub(
            r'<(b)[^>]*role="img" aria-label="[^"]+"[^>]*>.*?</\1>|<span aria-hidden="true">.*?</span>', "", page
        )
        for line in re.findall(r"<t[dh].*", shown):
            assert not re.search("[↑↓↕▲▼◆⇡⇣◇●○]", line), (name, line)
    cell = re.findall(
        r'<td class="shade decrease heavy"><a href="genetics.serotonin.html">(.*?)</a>', pages["matrix.html"]
    )
    assert re.sub("<[^>]*>", "", cell[0]) == "▼18 links, less, strong evidence"
    assert '<i class="strong">strong</i>' in pages["serotonin.html"]


def test_claims_are_asked_and_not_stated(pages: Pages) -> None:
    page = pages["low-serotonin-causes-depression.html"]
    assert "<title>Is it true that low serotonin causes depression? ·" in page
    assert "<h1>Is it true that low serotonin causes depression?" in page and "<strong>Contested</strong>" in page


def test_the_front_page_has_causes_and_transmitters_first_and_then_claims(
    kb: neuroref.KnowledgeBase, pages: Pages
) -> None:
    front = pages["index.html"]
    causes, claims = (front.index(f'href="{one}.html"') for one in ("genetics", "low-serotonin-causes-depression"))
    assert causes < front.index('id="neurotransmitters"') < front.index('id="is-it-true-that"') < claims
    assert all(f'href="{claim.id}.html"' in front for claim in kb.claims())


def test_references_are_cited_for_managers(shipped: dict[str, bytes], pages: Pages) -> None:
    page = pages["felger-2012.html"]
    assert "@article{felger-2012," in page and "&quot;id&quot;: &quot;felger-2012&quot;" in page
    assert "@misc{neuroref-lead," in pages["lead.html"]
    assert b"@article{neal-2010," in shipped["lead.bib"]
    assert {"neal-2010"} <= {item["id"] for item in json.loads(shipped["lead.csl.json"])}


def test_bytes_are_the_same_each_time(small_kb: neuroref.KnowledgeBase) -> None:
    with neuroref.load(SMALL) as again:
        assert site_of(small_kb) == site_of(again)


def test_the_dataset_and_a_text_for_language_models_lie_beside_it(tmp_path: Path, shipped: dict[str, bytes]) -> None:
    (tmp_path / "neuroref.json").write_bytes(shipped["neuroref.json"])
    with neuroref.load(tmp_path / "neuroref.json") as kb:
        assert len(list(kb.links())) > 1000
    told = shipped["llms.txt"].decode()
    assert told.startswith("# ") and "\n> " in told
    assert set(re.findall(r"\]\(([^)#]*)", told)) <= set(shipped)


# -- what is in the data does not act ----------------------------------------------------------------------------------


def test_hostile_texts_are_only_text(tmp_path: Path) -> None:
    """Every text of a dataset is replaced: whatever element or script it holds stays text."""
    with neuroref.load(CLASSES) as kb:
        data = json.loads(b"".join(_json(kb)))
    path = tmp_path / "data.json"
    path.write_text(json.dumps(_poisoned(data)), "utf-8")
    with neuroref.load(path) as hostile, neuroref.load(CLASSES) as tame:
        files, peaceful = site_of(hostile), site_of(tame)
    assert set(files) == set(peaceful)
    for name, content in files.items():
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", content.decode()), name
    for name, page in pages_of(files).items():
        mine, theirs = Outline(page), Outline(peaceful[name].decode())
        assert {tag for tag, _ in mine.elements} <= {tag for tag, _ in theirs.elements} | {"br", "nav", "ul", "li"}, (
            name
        )
        assert len(mine.of("script")) == 2 and not mine.of("img")
        assert all(not one.startswith("on") for _, attributes in mine.elements for one in attributes)
        for described in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page):
            json.loads(described)
    assert "alert(1)" in Outline(pages_of(files)["ssri.html"]).text


def _json(kb: neuroref.KnowledgeBase) -> Iterator[bytes]:
    from neuroref.render import serialize

    yield serialize.json(kb.excerpt())


PROSE = {"name", "summary", "caveat", "statement", "title", "definition", "made_in", "role", "licence", "disclaimer"}


def _poisoned(value: object, key: str = "", number: list[int] | None = None) -> object:
    """Put what would act into each text that people write freely; names stay distinct."""
    number = number if number is not None else [0]
    if key == "members":  # effects name them
        return value
    if isinstance(value, dict):
        return {name: _poisoned(one, name, number) for name, one in value.items()}
    if isinstance(value, list):
        return [_poisoned(one, key, number) for one in value]
    if isinstance(value, str) and key in PROSE:
        number[0] += 1
        return f"{value} {number[0]} {DANGEROUS}"
    return value


def test_no_character_acts() -> None:
    assert html.escape("a\x1b]8;;\x07b\u202ec\n<d>") == "a\\x1b]8;;\\x07b\\u202ec\\n&lt;d&gt;"


def test_a_web_address_is_led_to_and_a_script_is_not() -> None:
    page = [Paragraph((Span("safe", link="https://example.org/?a=1&b=2"), Span("not", link="javascript:alert(1)")))]
    drawn = html.draw(page, html.Alone()).body
    assert drawn == '<p><a href="https://example.org/?a=1&amp;b=2">safe</a>not</p>'


# -- parts of a page, and a page alone ---------------------------------------------------------------------------------


def test_each_part_of_a_page_is_drawn() -> None:
    page = [
        Title("A & B", "note"),
        Section("First", "2"),
        Section("Inner", inner=True),
        Pairs([(text("label"), [text("one"), text("two")])]),
        Items([text("item")], numbered=True),
        Table(
            [Column("Head"), Column("No", right=True)],
            [[Cell([[text("x"), text("y")], [text("z")]]), Cell([[text("1")]])]],
        ),
        Notes(["noted"], typed=["typed"]),
        Rule(),
        Title("Second"),
        Section("Its part"),
    ]
    drawn = html.draw(page, html.Alone())
    assert (drawn.title, [name for name, _ in drawn.parts]) == ("A & B", ["First", "Second"])
    body = drawn.body
    assert '<h1>A &amp; B <small class="note">note</small></h1>' in body
    assert '<h2 id="first">First <small class="note">2</small></h2>\n<h3>Inner</h3>' in body
    assert "<dt>label</dt>\n<dd>one</dd>\n<dd>two</dd>" in body
    assert "<ol>\n<li>item</li>\n</ol>" in body
    assert '<table class="number-2">\n<thead><tr><th>Head<th>No</tr></thead>' in body
    assert '<tr><th>x, y<br>z<td data-of="No">1' in body
    assert "noted" in body and "typed" not in body and "<hr>" in body
    assert '<h2 id="second">Second</h2>\n<h3>Its part</h3>' in body


def test_a_table_is_drawn_for_readers() -> None:
    columns = [Column("Cause", typed=True), Column("Name"), Column("Effect"), Column("Found", rest=True)]
    rows = [["lead-id", "Lead", "less", "whole"], ["", "", "more", "sentence"]]
    table = Table(columns, [[Cell([[text(said)]]) for said in row] for row in rows])
    drawn = html.draw([Title("T"), table], html.Alone())
    assert "<thead><tr><th>Name<th>Effect</tr></thead>" in drawn.body
    assert "<tr><th>Lead<td>less\n<tr><th>Lead<td>more\n" in drawn.body
    assert drawn.description == "Lead, less. Lead, more."


def test_no_table_hides_what_names_its_rows(pages: Pages) -> None:
    """On a telephone spare columns are hidden."""
    assert [name for name, page in pages.items() if "spare-1" in page] == []
    assert "spare-" in pages["index.html"]


@pytest.mark.parametrize(
    "arguments",
    [["show", "lead"], ["matrix"], ["show", "serotonin", "depression", "--full"], ["causes", "--columns", "id"]],
)
def test_a_single_answer_is_a_page_that_needs_no_other_file(run: Run, arguments: list[str]) -> None:
    result = run(*arguments, "--format", "html")
    assert (result.code, result.err) == (0, "")
    page = Outline(result.out)
    assert page.levels.count(1) == 1 and page.of("style") and not page.of("script")
    assert [one["href"] for one in page.of("link")] == ["data:,"]
    assert all((one["href"] or "").startswith(("https://", "#")) for one in page.of("a"))
    assert "--full" not in page.text
    for word in run(*arguments).out.split()[:3]:
        assert word in page.text


# -- export ------------------------------------------------------------------------------------------------------------


def test_a_folder_that_exists_keeps_what_is_not_ours(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "site"
    target.mkdir()
    (target / "CNAME").write_text("example.org")
    (target / "index.html").write_text("of last year")
    assert run("export", "--format", "html", "--output", f"{target}/", data=SMALL) == (0, "", "")
    assert (target / "CNAME").read_text() == "example.org"
    assert "of last year" not in (target / "index.html").read_text("utf-8")
    assert [one.name for one in target.iterdir() if one.suffix == ".part"] == []


def test_a_site_that_has_no_folder_is_refused_in_words(run: Run, tmp_path: Path) -> None:
    folder = "neuroref: a website is a folder: say --output site/\n"
    assert run("export", "--format", "html", data=SMALL) == (2, "", folder)
    assert run("export", "--output", str(tmp_path / "site.html"), data=SMALL) == (2, "", folder)
    (tmp_path / "file").write_text("mine")
    code, out, said = run("export", "--format", "html", "--output", str(tmp_path / "file"), data=SMALL)
    assert (code, out) == (2, "")
    assert said.startswith("neuroref: cannot make the folder ") and (tmp_path / "file").read_text() == "mine"


def test_a_site_of_wanted_links_has_only_those(run: Run, tmp_path: Path, kb: neuroref.KnowledgeBase) -> None:
    assert run("export", "-f", "html", "-o", str(tmp_path / "site"), "--transmitter", "histamine").code == 0
    anchors = {
        f"{page.stem}.{anchor}"
        for page in (tmp_path / "site").glob("*.html")
        for anchor in re.findall(r'<div id="([\w-]+\.[^"]+)" class="link">', page.read_text("utf-8"))
    }
    assert anchors == {link.id for link in kb.links(LinkFilter(transmitter=("histamine",)))}
