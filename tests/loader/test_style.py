"""Each rule of style finds what it is for, and lets the small datasets be where it does not apply."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from conftest import CLASSES, SMALL, Run

from neuroref.loader import style

SENTENCE = "summary: Stress lowers the making of serotonin in some people."
SUMMARY = "            summary: In 14 people less serotonin was made."

CASES = [
    ("short-sentences", SENTENCE, f"summary: {'Stress ' + 'and strain ' * 20}matters."),
    ("whole-sentences", SENTENCE, "summary: stress lowers it."),
    ("whole-sentences", SENTENCE, "summary: Stress lowers it"),
    ("few-sentences", SENTENCE, "summary: A rise. A fall. A rise. A fall. A rise. A fall."),
    ("few-sentences", SUMMARY, "            summary: Ten fell ill. Ten did not. Serotonin fell."),
    ("plain-words", SENTENCE, "summary: You lose serotonin."),
    ("plain-words", SENTENCE, "summary: Stress is a powerful thing."),
    ("no-claimed-absences", SENTENCE, "summary: Nobody measured serotonin."),
    ("no-claimed-absences", SUMMARY, "            summary: The review does not say in which people."),
    ("one-spelling", SENTENCE, "summary: Stress changes behavior."),
    ("one-spelling", SENTENCE, "summary: Stress raises Noradrenaline."),
    ("one-spelling", SENTENCE, "summary: Stress worsens Parkinson's disease."),
    ("one-spelling", SENTENCE, "summary: Stress lowers it by 12 %."),
    ("one-spelling", SENTENCE, "summary: Stress lowers it by 8-12%."),
    ("plain-titles", "title: Iron and transmitters", "title: Iron -- and transmitters"),
    ("plain-titles", "title: Iron and transmitters", "title: Iron <i>and</i> transmitters"),
    ("plain-titles", "title: Iron and transmitters", "title: Iron &amp; transmitters"),
    ("plain-titles", "title: Iron and transmitters", "title: '{Iron} and transmitters'"),
    ("parallel-transmitters", "    roles: [mood, sleep]\n", ""),
    ("grades-fit-species", "evidence: limited", "evidence: preclinical"),
    ("grades-fit-species", "evidence: preclinical", "evidence: limited"),
    ("grades-fit-sources", "evidence: limited", "evidence: strong"),
    ("grades-fit-sources", "evidence: limited", "evidence: moderate"),
    ("grades-fit-sources", "evidence: limited", "evidence: preclinical"),
    ("grades-fit-sources", "study: human-experimental", "study: animal"),
    ("mixed-has-two-sides", "Reviews of GABA receptors disagree.", "Its direction is unknown."),
    (
        "contested-on-both-sides",
        f"evidence: limited\n{SUMMARY}\n            caveat: One small study.",
        f"evidence: contested\n{SUMMARY}",
    ),
    ("one-entry-an-identifier", "identifiers: {mondo: MONDO:0002050}", "identifiers: {mesh: D006854}"),
    (
        "every-cause-says-how",
        "      - process: synthesis\n        summary: Stress lowers",
        "      - process: release\n        summary: Stress lowers",
    ),
]
# What only the dataset of classes has.
CASES_OF_CLASSES = [
    ("classes-are-whole", "process: release, molecule: SLC18A2", "process: release, molecule: TPH2"),
    ("classes-are-whole", "direction: increase, process: release, mol", "direction: decrease, process: release, mol"),
    ("classes-are-whole", "process: release, molecule: SLC18A2", "process: reuptake"),
    ("phrases-fit-molecules", "{molecule: SLC6A4, action: inhibits}", "{molecule: SLC6A4, action: activates}"),
    ("one-entry-an-identifier", "identifiers: {chebi: CHEBI:5118}", "identifiers: {chebi: CHEBI:28790}"),
    ("one-entry-an-identifier", "identifiers: {hgnc: HGNC:750}", "identifiers: {hgnc: HGNC:1950}"),
    ("whole-sentences", "summary: It ends the action of serotonin.", "summary: it ends the action of serotonin."),
    ("short-sentences", "summary: Scans of", f"summary: Scans {'and more scans ' * 15}of"),
    ("plain-words", "summary: Scans of the brains", "summary: Scans of your brain"),
    ("grades-fit-species", "species: in-vitro\n            members: [paroxetine]", "species: human\n            members: [paroxetine]"),
    ("glossary-explains", "  - term: muscarinic", "  - {term: receptor, definition: what senses a transmitter}\n  - term: muscarinic"),
    ("glossary-explains", "term: muscarinic", "term: adrenergic"),
    ("glossary-explains", "definition: pictures of", "definition: PET is pictures of"),
    ("glossary-explains", "in the living body", "in the living body."),
]  # fmt: skip


def strict(run: Run, path: Path) -> Counter[str]:
    """How often the dataset at *path* breaks each rule of style."""
    answer = json.loads(run("validate", "--strict", "--json", str(path)).out)
    return Counter(problem["rule"] for problem in answer["problems"])


@pytest.mark.parametrize(
    ("data", "rule", "old", "new"),
    [(SMALL, *case) for case in CASES] + [(CLASSES, *case) for case in CASES_OF_CLASSES],
)
def test_rule(run: Run, tmp_path: Path, data: Path, rule: str, old: str, new: str) -> None:
    text = data.read_text("utf-8")
    assert old in text
    changed = tmp_path / "changed.yaml"
    changed.write_text(text.replace(old, new, 1), "utf-8")
    assert strict(run, changed)[rule] == strict(run, data)[rule] + 1
    assert run("validate", str(changed)).code == 0  # a matter of style, not of truth


CLAIMED_ABSENCES = [
    "No study in people is known.",
    "There are few human data.",
    "Trials in people are lacking.",
    "This is known from animals only.",
    "It is known from mice.",
    "Most of the evidence comes from animals.",
    "Reports in people are of poisonings and single cases.",
    "In people only the block of the enzyme is established.",
    "Release was measured in rats; in people it is inferred.",
    "It has never been measured in people.",
    "It has not been tested in women.",
    "Serotonin was not measured in patients.",
    "Only cells were studied.",
    "Only case reports record seizures.",
    "The cause remains unclear.",
    "Which step fails is not known.",
    "The net effect is open.",
    "The finding rests on one study.",
    "The review does not say how each toxin acts.",
    "The cited sources did not measure dopamine itself.",
]
FINDINGS = [
    "In 12 people no change was seen.",
    "Serotonin did not differ between the groups.",
    "Studies of 14 and 10 treated patients saw none.",
    "There was no difference between trials.",
    "The rise was not confirmed by a second scan.",
    "Only high doses lowered it.",
    "It fell only in people who smoked.",
    "Protein was measured, not nitric oxide.",
    "The sources here are studies of rats and cells.",
    "Fewer transporters do not show that dopamine is low.",
    "A review finds no trial of it in people.",
    "In the judgement of a meta-analysis the cause is unknown.",
    "Twelve men are few.",
]


# What grades ask of the sources, beside the cases above: each passes.
ENOUGH = [
    ("strong", ["review"]),
    ("strong", ["human-experimental", "rct"]),
    ("moderate", ["meta-analysis"]),
    ("moderate", ["animal", "case-control"]),
    ("limited", ["human-experimental"]),
    ("preclinical", ["animal"]),
    ("preclinical", ["review"]),
]


@pytest.mark.parametrize(("grade", "studies"), ENOUGH)
def test_sources_enough_for_a_grade(grade: str, studies: list[str]) -> None:
    effect = {"evidence": grade, "references": studies}
    tree = {
        "causes": [{"examples": [{"id": "one", "kind": "substance", "effects": [effect]}]}],
        "references": [{"id": study, "study": study} for study in studies],
    }
    assert list(style.grades_fit_sources(tree)) == []


def test_one_paper_may_report_people_and_mice() -> None:
    """Its record has one kind of study; the sentence of the link says that the measurement was in mice."""
    effect = {"evidence": "preclinical", "summary": "Serotonin fell in mice.", "references": ["family"]}
    tree = {
        "causes": [{"examples": [{"id": "one", "kind": "gene", "effects": [effect]}]}],
        "references": [{"id": "family", "study": "case-series"}],
    }
    assert list(style.grades_fit_sources(tree)) == []
    effect["summary"] = "Serotonin fell in a family."
    assert len(list(style.grades_fit_sources(tree))) == 1


def test_a_gene_may_rest_on_one_series_of_patients() -> None:
    """A disease of one gene is strong where patients show it, though they are described once."""
    effect = {"evidence": "strong", "references": ["series"]}
    tree = {
        "causes": [{"examples": [{"id": "one", "kind": "gene", "effects": [effect]}]}],
        "references": [{"id": "series", "study": "case-series"}],
    }
    assert list(style.grades_fit_sources(tree)) == []
    tree["causes"][0]["examples"][0]["kind"] = "substance"  # type: ignore[index]
    assert len(list(style.grades_fit_sources(tree))) == 1


@pytest.mark.parametrize("sentence", CLAIMED_ABSENCES)
def test_a_claimed_absence_is_found(sentence: str) -> None:
    tree = {"claims": [{"id": "claim", "summary": f"Stress lowers serotonin. {sentence}"}]}
    assert [path for path, _ in style.no_claimed_absences(tree)] == [("claims", 0, "summary")]


@pytest.mark.parametrize("sentence", FINDINGS)
def test_a_finding_is_no_claimed_absence(sentence: str) -> None:
    assert list(style.no_claimed_absences({"claims": [{"id": "claim", "summary": sentence}]})) == []


def test_every_rule_is_tried() -> None:
    """A rule that no dataset breaks could be taken out unnoticed."""
    counted = {"no-thin-places", "ties-get-references", "links-rest-on-whole-records"}
    tried = {rule for rule, *_ in (*CASES, *CASES_OF_CLASSES)} | counted
    untried = {rule.__name__.replace("_", "-") for rule in style.STYLE} - tried
    assert not untried, "no line of CASES breaks them"


def test_ties_without_a_reference_get_fewer(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert strict(run, SMALL)["ties-get-references"] == 0
    monkeypatch.setattr(style, "UNCITED_TIES", 1)
    out = run("validate", "--strict", str(SMALL)).out
    assert (
        "small.yaml:58:22: depression: 2 conditions are tied without a reference, more than the 1 of the first round"
        in out
    )
    assert strict(run, CLASSES)["ties-get-references"] == 0  # those that cite do not count


def test_links_without_a_whole_record_are_named(run: Run) -> None:
    assert strict(run, SMALL)["links-rest-on-whole-records"] == 2
    out = run("validate", "--strict", str(SMALL)).out
    assert "no source of this link has author, year and identifier: cite one that has" in " ".join(out.split())
    assert strict(run, CLASSES)["links-rest-on-whole-records"] == 0  # all its sources are whole


@pytest.mark.parametrize(
    "missing",
    ["    author: [{family: Delta, given: D.}]\n", "    issued: {date-parts: [[2004]]}\n", "    PMID: '1004'\n"],
)
def test_a_whole_record_has_author_year_and_identifier(run: Run, tmp_path: Path, missing: str) -> None:
    text = CLASSES.read_text("utf-8")
    assert missing in text
    changed = tmp_path / "changed.yaml"
    changed.write_text(text.replace(missing, ""), "utf-8")
    assert strict(run, changed)["links-rest-on-whole-records"] == 1


def test_thin_places_are_named(run: Run) -> None:
    out = run("validate", "--strict", str(SMALL)).out
    assert "cause 'stress' reaches 2 transmitters, fewer than 5" in out
    assert "cause 'stress' has no link by release, reuptake, degradation" in out
    assert "transmitter 'gaba' has 2 links, fewer than 5" in out


def test_strictness_is_asked_for(run: Run) -> None:
    assert run("validate", str(SMALL)).code == 0
    assert run("validate", "--strict", str(SMALL)).code == 3
