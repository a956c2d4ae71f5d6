"""What counts as the same when our records are compared with those of services."""

from __future__ import annotations

from datetime import date

import pytest
from papers.comparison import findings, notices, same_journal, same_person, same_title
from papers.paper import Notice, Paper, Standing, pages, person, plain, title

from neuroref.model.records import Author, Issued, Reference
from neuroref.model.vocabularies import Study


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("5-HT2A receptors and GABA", "5-HT<sub>2A</sub> receptors and GABA."),
        ("TNF-α in the brain", "TNF-alpha in the Brain"),
        ("Dopamine & reward", "Dopamine &amp;amp; reward"),
        ("Effects of [(11)C]raclopride", "Effects of [11C] raclopride"),
        ("Sleep: a review", "Sleep"),
        ("Sleep", "Sleep : a Review"),
        ("Sleep in rats", "RETRACTED ARTICLE: Sleep in rats"),
        ("Sleep in rats", "Retracted: Sleep in rats"),
    ],
)
def test_titles_that_are_the_same(ours: str, theirs: str) -> None:
    forms = [title(theirs), title(theirs).split(" : ")[0]]
    assert same_title(ours, forms)


def test_titles_that_are_not() -> None:
    assert not same_title("Sleep in rats", ["Sleep in mice"])
    assert not same_title("Retracted muscles in rats", ["Muscles in rats"])


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (
            "Journal of Neuroscience",
            "The Journal of Neuroscience: The Official Journal of the Society for Neuroscience",
        ),
        ("Journal of Neuroscience", "J. Neurosci."),
        ("Proceedings of the National Academy of Sciences", "Proc Natl Acad Sci U S A"),
        ("Psychopharmacology", "Psychopharmacology (Berl)"),
        ("Brain and Behavior", "Brain & behavior"),
        ("Archiv für Psychiatrie", "Archiv fur Psychiatrie"),
    ],
)
def test_journals_that_are_the_same(ours: str, theirs: str) -> None:
    assert same_journal(ours, [theirs])
    assert same_journal(theirs, [ours])


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("Journal of Neuroscience", "Journal of Neurochemistry"),
        ("Brain", "Brain Research"),
        ("Nature Neuroscience", "Nature Reviews Neuroscience"),
        ("European Journal of Neuroscience", "Journal of Neuroscience"),
    ],
)
def test_journals_that_are_not(ours: str, theirs: str) -> None:
    assert not same_journal(ours, [theirs])


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (Author(family="Alpha", given="A. B."), person("Alpha", "Anna Britta")),
        (Author(family="Müller"), person("Muller", "K")),
        (Author(family="Sørensen", given="S."), person("Sorensen", "Søren")),
        (Author(family="van der Kolk", given="B. A."), person("Kolk", "Bessel A", "Jr")),
        (Author(non_dropping_particle="van der", family="Kolk", given="B."), person("Van Der Kolk Jr.", "Bessel")),
        (Author(family="Acuña-Castillo", given="C."), person("Acuña Castillo", "Claudio")),
        (Author(family="O'Brien", given="P."), person("O’Brien", "Pat")),
    ],
)
def test_people_who_are_the_same(ours: Author, theirs: Author) -> None:
    assert same_person(ours, theirs)
    assert same_person(theirs, ours)


def test_people_who_are_not() -> None:
    assert not same_person(Author(family="Alpha", given="A."), person("Alpha", "Berta"))
    assert not same_person(Author(family="Alpha", given="A."), person("Beta", "Anna"))


def test_names_are_written_as_our_records_have_them() -> None:
    assert person("Wakefield", "AJ") == Author(family="Wakefield", given="A. J.")
    assert person("Alpha", "J.-P. K") == Author(family="Alpha", given="J.-P. K.")
    assert person("Alpha", "Xing-Lou") == Author(family="Alpha", given="Xing-Lou")
    assert person("Alpha, Jr.", "Bo III") == Author(family="Alpha", given="Bo", suffix="Jr")
    assert person("Alpha", "Bo", "3rd") == Author(family="Alpha", given="Bo", suffix="3rd")
    assert person("Plato", None) == Author(family="Plato")
    assert plain("a\x1b[31mb\u200b\u202e c") == "a[31mb c"
    assert plain("&lt;i&gt;a&lt;/i&gt; <b>b</b>\n p&lt;0.05 &amp; c") == "a b p<0.05 & c"
    assert [pages(one) for one in ("637-41", "e1–e9", "1822", None, "99-101")] == [
        "637-641",
        "e1-e9",
        "1822",
        "",
        "99-101",
    ]


OURS = Reference(
    id="alpha-2001",
    type="article-journal",
    title="Cortisol",
    author=(Author(family="Alpha", given="A."), Author(family="Beta", given="B."), Author(literal="Group")),
    container_title="Brain",
    issued=Issued(date_parts=((2001,),)),
    volume="12",
    page="1-9",
    DOI="10.1000/alpha",
    study=Study.REVIEW,
    checked=date(2020, 6, 1),
)


@pytest.mark.parametrize(
    ("paper", "told"),
    [
        (Paper("S"), []),
        (Paper("S", ids={"DOI": "10.1000/ALPHA"}, volume="012", page="1–9", years=(2001, 2000)), []),
        (Paper("S", ids={"DOI": "10.1000/beta"}), ["DOI: 10.1000/alpha here, 10.1000/beta at S"]),
        (Paper("S", titles=("Adrenaline",)), ["title: “Cortisol” here, “Adrenaline” at S"]),
        (Paper("S", journals=("Nature",)), ["container-title: “Brain” here, “Nature” at S"]),
        (Paper("S", volume="13"), ["volume: 12 here, 13 at S"]),
        (Paper("S", page="11-19"), ["page: 1-9 here, 11-19 at S"]),
        (Paper("S", years=(1999,)), ["year: 2001 here, 1999 at S"]),
        (Paper("S", years=(2002,)), ["note: year: 2001 here, 2002 at S: on the web and in print?"]),
        (Paper("S", authors=(person("Alpha", "A"),)), []),  # as if only the first had been deposited
        (Paper("S", authors=(person("Alpha", "A"), person("Beta", "B"))), []),
        (
            Paper("S", authors=(person("Alpha", "A"), person("Gamma", "C"), person("Beta", "B"))),
            ["author: 2. Beta, B. here, Gamma, C. at S"],
        ),
        (
            Paper("S", authors=(person("Alpha", "A"), person("Beta", "B"), person("Gamma", "C"))),
            ["author: 2 here, 3 at S"],
        ),
        (Paper("S", authors=(person("Alpha", "A"), person("Beta", "B"), person("Gamma", "C")), whole=False), []),
    ],
)
def test_differences(paper: Paper, told: list[str]) -> None:
    found = [f"{'' if one.grave else 'note: '}{one.about}: {one.words}" for one in findings(OURS, [paper])]
    assert found == told


def test_an_erratum_of_our_record_is_settled() -> None:
    given = Paper("S", notices=(Notice(Standing.CORRECTED, "PMID 5"), Notice(Standing.CORRECTED, "DOI 10.1000/E")))
    assert notices([given], errata=("PMID:5", "10.1000/e")) == []
    [left] = notices([given], errata=("PMID:5",))
    assert left.words.startswith("corrected (DOI 10.1000/E, S); once it is read")
    assert notices([Paper("S", notices=(Notice(Standing.RETRACTED, "PMID 5"),))], errata=("PMID:5",))


def test_a_correction_that_was_there_when_it_was_checked_is_only_told() -> None:
    def told(*given: Notice) -> list[tuple[str, bool]]:
        return [(one.words, one.grave) for one in notices([Paper("S", notices=given)], OURS.checked)]

    assert told(Notice(Standing.CORRECTED, "PMID 5", date(2019, 1, 1))) == [
        ("corrected (PMID 5, S); before it was checked (2020-06-01)", False)
    ]
    assert told(Notice(Standing.CORRECTED, "PMID 5", date(2020, 12, 31))) == [
        ("corrected (PMID 5, S); once it is read, `errata` names it", True)
    ]
    assert told(Notice(Standing.CORRECTED)) == [("corrected (S); once it is read, `errata` names it", True)]
    assert told(Notice(Standing.RETRACTED, "PMID 5", date(2019, 1, 1))) == [("retracted (PMID 5, S)", True)]
    assert told(Notice(Standing.CONCERN, "PMID 6"), Notice(Standing.RETRACTED, "PMID 5")) == [
        ("retracted (PMID 5, S)", True),
        ("under an expression of concern (PMID 6, S)", True),
    ]
