"""The shipped dataset: whole, resolvable by the names that people type, and true to the article that it grew from."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter

import pytest
import yaml
from conftest import SHIPPED, Run

import neuroref
from neuroref.loader.style import UNCITED_TIES
from neuroref.questions import entries
from neuroref.questions.lookup import NotFound
from neuroref.questions.show import links_in

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
    assert isinstance(entry, entries.CauseEntry)
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
    told = {link.transmitter for link in links_in(entry)}
    if isinstance(entry, entries.MoleculeEntry):  # tryptophan itself, of which an example is the shortage
        told |= {one.transmitter for one in entry.serves}
    assert transmitters <= told


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
        ("COMT", "COMT"),  # the molecule; its page names the variants
        ("SERT", "SLC6A4"),
        ("MAO-A", "MAOA"),
        ("5-HT2A receptor", "HTR2A"),
        ("BH4", "tetrahydrobiopterin"),
        ("5-HIAA", "5-hiaa"),
        ("Prozac", "ssri"),
        ("Seroquel", "antipsychotics"),
        ("MSG", "dietary-glutamate"),
        ("dopamine detox", "dopamine-detox-resets-dopamine"),
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


def test_the_ceiling_of_uncited_ties_is_as_low_as_can_be(kb: neuroref.KnowledgeBase) -> None:
    """Whoever gives ties their references lowers it, so that nobody uses up the room."""
    ties = [tie for example in kb.excerpt().examples() for tie in example.conditions]
    assert sum(isinstance(tie, str) for tie in ties) == UNCITED_TIES


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
    assert len(json.loads(run("molecules", "--json").out)) == heads("molecules.yaml", 2, "id") > 230
    assert len(json.loads(run("claims", "--json").out)) == heads("claims.yaml", 2, "id") > 20
    assert len(json.loads(run("references", "--json").out)) == heads("references.yaml", 2, "id") > 700
    assert all(row["references"] for row in rows)


def test_causes_explain_the_four_steps(kb: neuroref.KnowledgeBase) -> None:
    for cause in CAUSES:
        entry = kb.show(cause)
        assert isinstance(entry, entries.CauseEntry)
        assert len(entry.processes) >= 3, cause
        assert {note.process.value for note in entry.processes} <= {"synthesis", "release", "reuptake", "degradation"}
        assert len(entry.pathways) >= 3
        assert entry.conditions
        assert entry.interventions


def test_every_entry_resolves_by_each_of_its_names(kb: neuroref.KnowledgeBase) -> None:
    lists = (kb.causes(), kb.examples(), kb.transmitters(), kb.conditions(), kb.molecules())
    for kind, rows in zip(("cause", "example", "transmitter", "condition", "molecule"), lists, strict=True):
        for row in rows:
            for name in (row.id, row.name, *row.aliases):
                assert kb.resolve(name, kind).id == row.id
                assert kb.show(f"{kind}:{name}").id == row.id


def test_no_name_is_ambiguous(kb: neuroref.KnowledgeBase) -> None:
    """A reader who types a name must get an answer, not a question."""
    lists = (kb.causes(), kb.examples(), kb.transmitters(), kb.conditions(), kb.molecules())
    names = [name for rows in lists for row in rows for name in (row.name, *row.aliases)]
    names += [name for row in kb.claims() for name in (row.statement, *row.aliases)]
    for name in names:
        kb.resolve(name)


def test_every_name_of_a_member_leads_to_it(kb: neuroref.KnowledgeBase) -> None:
    members = [(example.id, member) for example in kb.excerpt().examples() for member in example.members]
    assert len(members) > 500
    for example, member in members:
        for name in member.names:
            found = kb.resolve(name)
            assert found.id == example, name
            assert found.member is None or found.member.name == member.name  # none: a class named after one of its own


def test_all_that_transmitters_speak_of_has_a_page_that_says_so(kb: neuroref.KnowledgeBase) -> None:
    genes = set()
    for transmitter in kb.excerpt().transmitters:
        roles = (*transmitter.synthesis, *transmitter.storage, *transmitter.reuptake, *transmitter.degradation)
        parts = (*transmitter.cofactors, *transmitter.breakdown_products)
        genes |= {one.gene for one in roles} | {*transmitter.receptors}
        for name in (*(one.gene for one in roles), *transmitter.receptors, *(one.molecule for one in parts)):
            entry = kb.show(name)
            assert isinstance(entry, entries.MoleculeEntry), name
            assert transmitter.id in {one.transmitter for one in entry.serves}
        for name in transmitter.precursors:
            assert kb.show(name)
    assert len(genes) >= 204


def test_known_names_say_so_and_offer_no_look_alike(kb: neuroref.KnowledgeBase) -> None:
    names = [name for known in kb.excerpt().known for name in (known.name, *known.aliases)]
    assert len(names) > 200
    for name in names:
        with pytest.raises(NotFound, match=r"is a known name, but no link of it has been checked yet$") as error:
            kb.resolve(name)
        assert error.value.best is None


def test_every_link_is_found_by_its_id(kb: neuroref.KnowledgeBase) -> None:
    links = {link.id: link for link in kb.links()}
    assert len(links) == sum(1 for _ in kb.links())
    for name, link in links.items():
        assert re.fullmatch(r"[a-z0-9-]+(\.[a-z-]+){2}(\.[a-z]+)?(\.\d+)?", name)
        assert name.startswith(f"{link.example}.{link.transmitter}.{link.process}")
    for name in list(links)[::40]:
        entry = kb.show(name)
        assert isinstance(entry, entries.LinkEntry)
        assert entry.link == links[name]
        assert {source.id for source in entry.sources} == {*entry.link.references}


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
        assert isinstance(entry, entries.ExampleEntry | entries.ConditionEntry)
        pairs |= {(row.id, near.id) for near in entry.see_also}
    assert pairs == {(other, one) for one, other in pairs}
    assert ("narcolepsy", "narcolepsy-type-1") in pairs
    assert ("ketamine", "phencyclidine") in pairs


def test_both_ways_is_said_only_where_it_holds(run: Run) -> None:
    """Alcohol and GABA go up at the receptor; a summary cell shows both arrows only for both."""
    alcohol = run("search", "alcohol", "--in", "example", "--json").out
    [hit] = [hit for hit in json.loads(alcohol) if hit["id"] == "alcohol"]
    assert [one["direction"] for one in hit["transmitters"] if one["transmitter"] == "gaba"] == ["increase"]


def test_other_programs_read_from_the_file_itself_that_there_are_more_authors(kb: neuroref.KnowledgeBase) -> None:
    """Pandoc prints et al. for a last author called others, and knows no key of ours."""
    read = yaml.load((SHIPPED / "references.yaml").read_text("utf-8"), yaml.CSafeLoader)["references"]
    others = {one["id"] for one in read if one.get("author", [{}])[-1].get("literal") == "others"}
    assert others == {one.id for one in kb.bibliography() if one.more_authors} and len(others) > 50
    assert not [one["id"] for one in read if "more-authors" in one]
