"""The questions, asked as a script asks them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import SMALL, Run

import neuroref
from neuroref.model.vocabularies import Direction
from neuroref.questions import entries
from neuroref.questions.knowledge_base import UnknownTerm
from neuroref.questions.lookup import Ambiguous, NotFound


def test_public_names_exist() -> None:
    assert [name for name in neuroref.__all__ if not hasattr(neuroref, name)] == []
    assert dir(neuroref) == sorted(neuroref.__all__)
    with pytest.raises(AttributeError, match="has no attribute 'nonsense'"):
        neuroref.nonsense  # noqa: B018


def test_load_takes_strings_and_is_a_context() -> None:
    with neuroref.load(str(SMALL)) as kb:
        assert kb.info().title == "A small dataset for tests"


# What each question answers, whole, is in test_answers.py; here is what has a reason in words.


def test_an_example_of_two_causes_counts_under_both(small_kb: neuroref.KnowledgeBase) -> None:
    links = {row.id: row.links for row in small_kb.causes()}
    assert links == {"stress": 3, "nutrition": 4}
    assert sum(links.values()) == len(list(small_kb.links())) + 2  # cortisol's, once more


def test_links_that_go_both_ways_add_up_to_mixed(small_kb: neuroref.KnowledgeBase) -> None:
    nutrition = next(row for row in small_kb.causes() if row.id == "nutrition")
    both = next(one for one in nutrition.transmitters if one.transmitter == "serotonin")
    assert (both.direction, both.increase, both.decrease) == (Direction.MIXED, 1, 1)


def test_a_cause_shows_guests_last(small_kb: neuroref.KnowledgeBase) -> None:
    entry = small_kb.show("nutrition")
    assert isinstance(entry, entries.CauseEntry)
    assert [(example.id, example.cause) for example in entry.examples] == [
        ("iron", "nutrition"),
        ("cortisol", "stress"),
    ]


def test_what_is_example_and_condition_is_one_entry(small_kb: neuroref.KnowledgeBase) -> None:
    for name in ("depression", "Depression", "low mood", "major depressive disorder"):
        entry = small_kb.show(name)
        assert isinstance(entry, entries.ExampleEntry)
        assert entry.as_condition is not None
    assert isinstance(small_kb.show("condition:depression"), entries.ConditionEntry)
    assert getattr(small_kb.show("example: depression"), "as_condition", 1) is None


def test_a_question_takes_filters_by_name(small_kb: neuroref.KnowledgeBase) -> None:
    narrowed = small_kb.by_transmitter("serotonin", direction=["increase"], min_evidence="preclinical")
    assert [group.cause for group in narrowed.causes] == ["nutrition"]
    assert small_kb.by_transmitter("serotonin", direction="mixed").causes == ()


def test_by_condition_names_causes_that_only_sources_tie(tmp_path: Path) -> None:
    text = SMALL.read_text("utf-8").replace("conditions: [depression]", "conditions: []")
    path = tmp_path / "tied.yaml"
    path.write_text(text, "utf-8")
    answer = neuroref.load(path).by_condition("depression")
    assert [(group.cause, group.references, len(group.examples)) for group in answer.causes] == [
        ("stress", ("beta-2002",), 0)
    ]


def test_filters_refuse_what_they_do_not_know(small_kb: neuroref.KnowledgeBase) -> None:
    with pytest.raises(UnknownTerm, match="unknown process 'releese' — did you mean 'release'"):
        small_kb.filter(process="releese")
    with pytest.raises(TypeError, match="unknown filter 'directoin' — did you mean 'direction'"):
        small_kb.filter(directoin="increase")
    with pytest.raises(NotFound, match="no cause named 'stres' — did you mean stress"):
        small_kb.filter(cause="stres")
    assert small_kb.filter(cause=None, kind=[], min_evidence=None) == neuroref.LinkFilter()


def test_lookup_prefers_ids_to_names_to_aliases(tmp_path: Path) -> None:
    text = SMALL.read_text("utf-8").replace("aliases: [low iron]", "aliases: [gaba, cortisol levels]")
    path = tmp_path / "tiers.yaml"
    path.write_text(text, "utf-8")
    kb = neuroref.load(path)
    assert kb.resolve("gaba").id == "gaba"
    assert kb.resolve("gaba", "example").id == "iron"
    assert kb.resolve("example:gaba").id == "iron"
    assert kb.resolve("Oestrogen-Like").id == kb.resolve("estrogenlike").id == "cortisol"
    twins = tmp_path / "twins.yaml"
    twins.write_text(SMALL.read_text("utf-8").replace("aliases: [low iron]", "aliases: [strain]"), "utf-8")
    with pytest.raises(Ambiguous, match="'strain' names 2 entries — say cause:stress or example:iron"):
        neuroref.load(twins).show("strain")


@pytest.mark.parametrize(
    ("name", "entry"),
    [
        ("Alpha & Beta 2001", "alpha-2001"),  # as screens cite it
        ("béta et al. 2002", "beta-2002"),
        ("10.1000/alpha.2001", "alpha-2001"),
        ("doi:10.1000/ALPHA.2001", "alpha-2001"),
        ("https://doi.org/10.1000/alpha.2001", "alpha-2001"),
        ("http://dx.doi.org/10.1000%2Falpha.2001?via=x", "alpha-2001"),
        ("PMID: 1001", "alpha-2001"),
        ("1001", "alpha-2001"),
        ("https://pubmed.ncbi.nlm.nih.gov/1001/", "alpha-2001"),
        ("pmc2002", "beta-2002"),
        ("https://www.ncbi.nlm.nih.gov/books/NBK2003/", "gamma-2003"),
        ("reference:NBK2003", "gamma-2003"),
        ("CHEBI:28790", "serotonin"),
        ("http://purl.obolibrary.org/obo/CHEBI_28790", "serotonin"),
        ("mesh:d006854", "cortisol"),
        ("https://meshb.nlm.nih.gov/record/ui?ui=D006854", "cortisol"),
        ("condition:MONDO:0002050", "depression"),
    ],
)
def test_what_screens_and_other_places_call_an_entry_leads_to_it(
    small_kb: neuroref.KnowledgeBase, name: str, entry: str
) -> None:
    assert small_kb.resolve(name).id == entry


def test_identifiers_are_neither_guessed_nor_offered(small_kb: neuroref.KnowledgeBase) -> None:
    for near in ("CHEBI:28791", "PMID 1002", "https://doi.org/10.1000/alpha.2002", "1003", "CHEBI:17650"):
        with pytest.raises(NotFound) as error:
            small_kb.resolve(near)
        assert error.value.best is None
    assert small_kb.beginnings("PMID") == small_kb.beginnings("10.1") == small_kb.beginnings("mesh") == []


@pytest.mark.parametrize(
    ("name", "entry"),
    [
        ("Serotonin (5-HT)", "serotonin"),
        ("5-HT (serotonin) ", "serotonin"),
        ("hydrocortisone/cortisol", "cortisol"),
        ("Depressive Disorder, Major", "depression"),
        ("disorder, depressive", None),
        ("serotonin (GABA)", None),
        ("cortisol (low)", None),
        ("low/cortisol", None),
        ("cortisol (hydrocortisone) deficiency", None),
    ],
)
def test_two_names_of_one_entry_lead_to_it_and_so_does_a_turned_one(
    small_kb: neuroref.KnowledgeBase, name: str, entry: str | None
) -> None:
    """As articles introduce an abbreviation, and as an index turns a name; what else is there may change its meaning."""
    if entry:
        assert small_kb.resolve(name).id == entry
    else:
        with pytest.raises(NotFound):
            small_kb.resolve(name)
    assert small_kb.knows(name) == (entry is not None)


def test_an_identifier_of_nothing_here_is_told_in_one_line(run: Run) -> None:
    assert run("show", "1003", data=SMALL) == (
        1, "", "neuroref: no entry named '1003' — none has the identifier 'PMID:1003'\n",
    )  # fmt: skip
    unknown = run("cite", "https://doi.org/10.1000%2Falpha.2002", data=SMALL)
    assert unknown.err.endswith(
        "named 'https://doi.org/10.1000%2Falpha.2002' — none has the identifier '10.1000/alpha.2002'\n"
    )
    told = "neuroref: no entry named 'nonesuch' — neuroref examples lists what there is\n"
    assert run("show", "nonesuch", data=SMALL).err == told


def test_a_web_address_works_wherever_a_name_does(run: Run) -> None:
    address = "http://purl.obolibrary.org/obo/CHEBI_28790"
    assert run("links", "--transmitter", f"{address},gaba", "--json", data=SMALL) == run(
        "links", "--transmitter", "serotonin,gaba", "--json", data=SMALL
    )
    for command in ("show", "by-transmitter", "cite"):
        assert run(command, address, data=SMALL) == run(command, "serotonin", data=SMALL)


def test_conditions_are_listed_by_name(kb: neuroref.KnowledgeBase) -> None:
    names = [row.name for row in kb.conditions()]
    assert names == sorted(names, key=str.casefold)
    assert names != [row.name for row in sorted(kb.conditions(), key=lambda row: row.id)]


def test_nothing_near_means_no_suggestion(small_kb: neuroref.KnowledgeBase) -> None:
    with pytest.raises(NotFound) as error:
        small_kb.show("xy")
    assert error.value.best is None
    with pytest.raises(NotFound, match="did you mean serotonin"):
        small_kb.show("serotonine")


def test_a_name_of_another_kind_leads_to_its_entry(small_kb: neuroref.KnowledgeBase) -> None:
    with pytest.raises(NotFound, match="no transmitter named 'low iron' — it is an example: neuroref show iron"):
        small_kb.by_transmitter("low iron")
    with pytest.raises(NotFound, match="no condition named 'serotonin' — it is a transmitter: neuroref show serotonin"):
        small_kb.by_condition("serotonin")
    with pytest.raises(NotFound, match="no cause named 'iron' — it is an example: neuroref show iron"):
        small_kb.show("cause:iron")


def test_what_nothing_is_linked_to_counts_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a.yaml").write_bytes(SMALL.read_bytes())
    lonely = {
        "causes": [{"id": "weather", "name": "Weather", "summary": "It changes."}],
        "transmitters": [
            {
                "id": "glycine", "name": "Glycine", "abbreviation": "Gly", "family": "amino-acid", "summary": "Small.",
                "made_in": "spinal cord", "references": ["alpha-2001"],
            }
        ],
    }  # fmt: skip
    (folder / "b.json").write_text(json.dumps(lonely), "utf-8")
    with neuroref.load(folder) as kb:
        weather = next(row for row in kb.causes() if row.id == "weather")
        assert (weather.examples, weather.links, weather.evidence, weather.transmitters) == (0, 0, None, ())
        glycine = next(row for row in kb.transmitters() if row.id == "glycine")
        assert (glycine.links, glycine.increase, glycine.decrease, glycine.mixed) == (0, 0, 0, 0)
        assert (glycine.examples, glycine.evidence) == (0, None)
        assert [row.id for row in kb.transmitters(kb.filter(direction="mixed"))] == ["gaba"]


def test_questions_of_a_kind_do_not_answer_of_another(small_kb: neuroref.KnowledgeBase) -> None:
    for question, name in ((small_kb.by_transmitter, "cortisol"), (small_kb.by_condition, "cortisol")):
        with pytest.raises(neuroref.NotFound):
            question(name)
    ready = small_kb.filter(direction="mixed")
    assert small_kb.by_transmitter("gaba", ready) == small_kb.by_transmitter("gaba", direction="mixed")
    assert small_kb.by_condition("depression", ready) == small_kb.by_condition("depression", direction="mixed")


def test_errors_name_the_field(small_kb: neuroref.KnowledgeBase) -> None:
    with pytest.raises(
        neuroref.UnknownTerm, match=r"unknown study 'zzz'; it is one of meta-analysis, systematic-review"
    ):
        small_kb.references(["zzz"])
    with pytest.raises(neuroref.UnknownTerm, match="unknown evidence 'zzz'; it is one of strong, moderate"):
        small_kb.filter(min_evidence="zzz")


@pytest.mark.parametrize(
    ("asked", "one"),
    [("Angelman", "ube3a-angelman-syndrome"), ("lesch nyhan", "hprt1-lesch-nyhan"), ("Graves", "hyperthyroidism")],
)
def test_an_eponym_stands_for_its_disease(kb: neuroref.KnowledgeBase, asked: str, one: str) -> None:
    assert kb.show(asked).id == one


@pytest.mark.parametrize(
    ("asked", "told"),
    [("Turner", "is a known name"), ("brain", "no entry named 'brain' — neuroref search"), ("mast cell", "no entry")],
)
def test_a_word_of_the_language_is_no_eponym(kb: neuroref.KnowledgeBase, asked: str, told: str) -> None:
    """There is an alias "brain disease", of which a brain is not the half."""
    with pytest.raises(neuroref.NotFound, match=told):
        kb.show(asked)
