"""The shipped dataset: whole, resolvable by the names that people type, and true to the article that it grew from."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter

import pytest
from conftest import SHIPPED, Run

import neuroref
from neuroref.questions import answers
from neuroref.questions.lookup import NotFound

CAUSES = ["genetics", "environment", "nutrition", "hormones", "inflammation", "substance-use", "medications", "stress"]

# The headings of the article, and everything that it names.
HEADINGS = {
    "Genetics and Inherited Traits": "genetics",
    "Environmental Factors": "environment",
    "Nutritional Deficiencies": "nutrition",
    "Hormonal Imbalances": "hormones",
    "Chronic Inflammation": "inflammation",
    "Drug and Alcohol Abuse": "substance-use",
    "Medications and Medical Conditions": "medications",
    "Chronic Stress and Psychological Factors": "stress",
}
NAMED = """
    genetic predisposition; environmental influences; lifestyle factors; inherited traits; genetic variations; depression;
    anxiety disorders; attention deficit hyperactivity disorder; ADHD; production genes; release genes; reuptake genes;
    degradation genes;
    toxins; pollutants; heavy metals; lead; mercury; pesticides; air pollutants; chronic stress; trauma;
    adverse life events;
    essential amino acids; vitamins; minerals; serotonin; tryptophan; tryptophan shortage; precursor nutrients; B6; B12;
    vitamin B6; vitamin B12; folate; vitamins B6; vitamins B12;
    hormones; puberty; pregnancy; menopause; thyroid dysfunction; thyroid dysfunctions; estrogen; oestrogen; progesterone;
    menstrual cycle; premenstrual dysphoric disorder; PMDD; mood swings;
    autoimmune disorders; chronic infections; inflammatory diseases; pro-inflammatory cytokines; cytokines;
    oxidative stress;
    substance abuse; drug abuse; cocaine; amphetamines; opioids; alcohol; chronic alcohol consumption; addiction;
    reward system; gamma-aminobutyric acid; GABA; glutamate; dopamine;
    antidepressant medications; antidepressants; norepinephrine; Parkinson’s disease; multiple sclerosis;
    Alzheimer’s disease;
    psychological factors; anxiety; stress hormones; cortisol; hypothalamic-pituitary-adrenal axis; HPA axis;
    mental health disorders
"""


@pytest.mark.parametrize(("heading", "cause"), HEADINGS.items())
def test_every_heading_of_the_article_is_a_cause(kb: neuroref.KnowledgeBase, heading: str, cause: str) -> None:
    entry = kb.show(heading)
    assert isinstance(entry, answers.CauseEntry)
    assert entry.id == cause


@pytest.mark.parametrize("name", [" ".join(name.split()) for name in NAMED.split(";")])
def test_everything_that_the_article_names_resolves(kb: neuroref.KnowledgeBase, name: str) -> None:
    assert kb.show(name)


@pytest.mark.parametrize(
    ("name", "transmitters"),
    [
        ("tryptophan", {"serotonin"}),
        ("vitamin B6", {"serotonin", "gaba"}),
        ("vitamin B12", {"serotonin"}),
        ("folate", {"serotonin", "dopamine"}),
        ("oestrogen", {"serotonin"}),
        ("progesterone", {"serotonin"}),
        ("menstrual cycle", {"serotonin"}),
        ("alcohol", {"gaba", "glutamate", "dopamine"}),
        ("chronic alcohol", {"gaba", "glutamate", "dopamine"}),
        ("HPA axis", {"serotonin", "dopamine"}),
        ("antidepressants", {"serotonin", "norepinephrine", "dopamine"}),
        ("cocaine", {"dopamine"}),
        ("amphetamines", {"dopamine"}),
        ("opioids", {"endogenous-opioids", "dopamine"}),
        ("cytokines", {"serotonin", "dopamine"}),
        ("Parkinson's", {"dopamine"}),
        ("Alzheimer's", {"acetylcholine"}),
        ("multiple sclerosis", {"glutamate"}),
        ("chronic stress", {"serotonin", "dopamine"}),
        ("depression", {"serotonin"}),
    ],
)
def test_every_link_that_the_article_states_is_there(
    kb: neuroref.KnowledgeBase, name: str, transmitters: set[str]
) -> None:
    entry = kb.show(name)
    assert isinstance(entry, answers.ExampleEntry | answers.GroupEntry)
    links = (
        entry.links
        if isinstance(entry, answers.ExampleEntry)
        else [link for one in entry.examples for link in one.links]
    )
    assert transmitters <= {link.transmitter for link in links}


@pytest.mark.parametrize(
    ("typed", "entry"),
    [
        ("5-HT", "serotonin"),
        ("noradrenaline", "norepinephrine"),
        ("adrenaline", "epinephrine"),
        ("ACh", "acetylcholine"),
        ("oestrogen", "oestradiol"),
        ("estradiol", "oestradiol"),
        ("Parkinson's", "parkinsons-disease"),
        ("amphetamines", "amphetamines"),
        ("SSRI", "ssri"),
        ("fluoxetine", "ssri"),
        ("B6", "vitamin-b6-deficiency"),
        ("PMDD", "pmdd"),
        ("HPA axis", "hpa-axis-dysregulation"),
        ("COMT", "comt-val158met"),
        ("PTSD", "ptsd"),
        ("cause:stress", "stress"),
    ],
)
def test_what_people_type(kb: neuroref.KnowledgeBase, typed: str, entry: str) -> None:
    assert kb.show(typed).id == entry


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("seratonin", "serotonin"),
        ("tryptophann", "tryptophan"),
        ("norepinephrin", "norepinephrine"),
        ("depresion", "depression"),
        ("alchohol", "alcohol"),
        ("inflamation", "inflammation"),
        ("laed", "lead"),
        ("iorn", "iron"),
        ("gbaa", "gaba"),
        ("amphetimines", "amphetamines"),
    ],
)
def test_slips_are_understood(kb: neuroref.KnowledgeBase, typed: str, meant: str) -> None:
    with pytest.raises(NotFound) as error:
        kb.show(typed)
    assert error.value.best is not None
    assert error.value.best.casefold() == meant
    assert kb.search(typed).hits


def test_the_data_keeps_its_own_style(run: Run) -> None:
    assert run("validate", "--strict", str(SHIPPED)).code == 0


def test_every_record_of_the_files_is_listed(run: Run) -> None:
    """Counted as a person would, by the lines of the files, so that nothing is lost between file and answer."""
    files = {path.name: path.read_text("utf-8") for path in SHIPPED.glob("*.yaml")}

    def heads(file: str, indent: int, key: str) -> int:
        return len(re.findall(rf"^ {{{indent}}}- {key}: ", files[file], re.MULTILINE))

    assert [cause["id"] for cause in json.loads(run("causes", "--json").out)] == CAUSES
    rows = list(csv.DictReader(io.StringIO(run("links", "--format", "csv").out)))
    assert len(rows) == heads("causes.yaml", 10, "transmitter") > 500
    assert len(json.loads(run("examples", "--json").out)) == heads("causes.yaml", 6, "id") > 250
    assert len(json.loads(run("transmitters", "--json").out)) == heads("transmitters.yaml", 2, "id") == 16
    assert len(json.loads(run("conditions", "--json").out)) == heads("conditions.yaml", 2, "id") > 100
    assert len(json.loads(run("references", "--json").out)) == heads("references.yaml", 2, "id") > 700
    assert all(row["references"] for row in rows)


def test_causes_explain_the_four_steps(kb: neuroref.KnowledgeBase) -> None:
    for cause in CAUSES:
        entry = kb.show(cause)
        assert isinstance(entry, answers.CauseEntry)
        assert len(entry.processes) >= 3, cause
        assert {note.process.value for note in entry.processes} <= {"synthesis", "release", "reuptake", "degradation"}
        assert len(entry.pathways) >= 3
        assert entry.conditions
        assert entry.interventions


def test_every_entry_resolves_by_each_of_its_names(kb: neuroref.KnowledgeBase) -> None:
    lists = (kb.causes(), kb.examples(), kb.transmitters(), kb.conditions())
    for kind, rows in zip(("cause", "example", "transmitter", "condition"), lists, strict=True):
        for row in rows:
            for name in (row.id, row.name, *row.aliases):
                assert kb.resolve(name, kind).id == row.id
                assert kb.show(f"{kind}:{name}").id == row.id


def test_no_name_is_ambiguous(kb: neuroref.KnowledgeBase) -> None:
    """A reader who types a name must get an answer, not a question."""
    names = [name for rows in (kb.causes(), kb.examples(), kb.transmitters(), kb.conditions()) for row in rows
             for name in (row.name, *row.aliases)]  # fmt: skip
    for name in names:
        kb.show(name)


def test_contested_questions_cite_more_than_one_side(kb: neuroref.KnowledgeBase) -> None:
    single = [link.example for link in kb.links() if link.evidence == "contested" and len(link.references) < 2]
    assert Counter(single).total() <= 3, single
    for example, transmitter, sides in (
        ("depression", "serotonin", {"moncrieff-2022", "jauhar-2023"}),
        ("sugar", "dopamine", {"avena-2008", "westwater-2016"}),
        ("slc6a4-5-httlpr", "serotonin", {"karg-2011", "culverhouse-2018"}),
    ):
        contested = kb.links(kb.filter(transmitter=transmitter, evidence="contested"))
        assert any(link.example == example and sides <= set(link.references) for link in contested), example


def test_near_entries_point_to_each_other(kb: neuroref.KnowledgeBase) -> None:
    pairs = set()
    for row in (*kb.examples(), *kb.conditions()):
        entry = kb.show(row.id)
        assert isinstance(entry, answers.ExampleEntry | answers.ConditionEntry)
        pairs |= {(row.id, near.id) for near in entry.see_also}
    assert pairs == {(other, one) for one, other in pairs}
    assert ("narcolepsy", "narcolepsy-type-1") in pairs
    assert ("ketamine", "phencyclidine") in pairs


def test_both_ways_is_said_only_where_it_holds(run: Run) -> None:
    """Alcohol and GABA go up at the receptor; a summary cell shows both arrows only for both."""
    alcohol = run("examples", "--cause", "substance-use", columns=160).out
    [line] = [line for line in alcohol.splitlines() if line.startswith("Alcohol (")]
    assert "GABA ↑1" in line
    assert "↕" not in line
