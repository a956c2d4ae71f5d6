"""Members of classes, molecules, claims, links by their ids and "no change": who answers, with what, and without what."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from conftest import CLASSES, Run

import neuroref
from neuroref.model.vocabularies import Direction, Evidence
from neuroref.questions import entries
from neuroref.questions.lookup import Ambiguous, FoundMember, NotFound
from neuroref.questions.reader import add_up, net_direction


def changed(folder: Path, *changes: tuple[str, str]) -> neuroref.KnowledgeBase:
    """Open the dataset of classes with some words made others."""
    text = CLASSES.read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = folder / "changed.yaml"
    path.write_text(text, "utf-8")
    return neuroref.load(path)


def ids(links: Any) -> list[str]:
    return [link.id for link in links]


# -- who answers to a name ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "entry", "member"),
    [
        ("ssri", "ssri", None),
        ("fluoxetine", "ssri", FoundMember("fluoxetine", "fluoxetine")),
        ("PROZAC", "ssri", FoundMember("Prozac", "fluoxetine")),
        ("example:paxil", "ssri", FoundMember("Paxil", "paroxetine")),
        ("paroxetinum", "ssri", FoundMember("paroxetinum", "paroxetine")),
        ("CHEBI:5118", "ssri", FoundMember("CHEBI:5118", "fluoxetine")),
        ("sert", "SLC6A4", None),
        ("5-HTT", "SLC6A4", None),
        ("HGNC:11050", "SLC6A4", None),
        ("Serotonin transporter", "SLC6A4", None),
        ("molecule:bh4", "tetrahydrobiopterin", None),
        ("L-DOPA", "levodopa", None),
    ],
)
def test_every_name_leads_to_its_entry(
    classes_kb: neuroref.KnowledgeBase, name: str, entry: str, member: FoundMember | None
) -> None:
    found = classes_kb.resolve(name)
    assert (found.id, found.member) == (entry, member)


def test_a_claim_answers_only_to_what_nothing_else_is_called(classes_kb: neuroref.KnowledgeBase) -> None:
    for name, entry in (("speed", "amphetamines"), ("low mood", "low-mood")):  # aliases of claims, too
        assert classes_kb.resolve(name).id == entry
        assert classes_kb.resolve(f"claim:{name}").kinds[0] == "claim"
    for name in ("holes in the brain", "Speed burns holes into the brain", "speed-burns-holes"):
        assert classes_kb.resolve(name).id == "speed-burns-holes"
    shown = classes_kb.show("speed")
    assert isinstance(shown, entries.ExampleEntry)
    assert [claim.id for claim in shown.claims] == ["speed-burns-holes"]


def test_a_molecule_and_an_example_of_one_alias_must_be_told_apart(tmp_path: Path) -> None:
    both = changed(tmp_path, ("aliases: [DAT]", "aliases: [DAT, speed]"))
    with pytest.raises(Ambiguous, match="'speed' names 2 entries — say example:amphetamines or molecule:SLC6A3"):
        both.show("speed")


def test_an_id_answers_before_a_name_and_a_name_before_an_alias(tmp_path: Path) -> None:
    kb = changed(tmp_path, ("aliases: [DAT]", "aliases: [DAT, sapropterin]"), ("brands: [Luvox]", "brands: [Dopamine transporter]"))  # fmt: skip
    assert kb.resolve("sapropterin").id == "sapropterin"
    assert kb.resolve("dopamine transporter").id == "SLC6A3"


def test_the_case_that_was_typed_answers_first(tmp_path: Path) -> None:
    kb = changed(tmp_path, ("aliases: [DAT]", "aliases: [Dat]"), ("aliases: [speed]", "aliases: [speed, dat]"))
    assert kb.resolve("Dat").id == "SLC6A3"
    assert kb.resolve("dat").id == "amphetamines"
    with pytest.raises(Ambiguous):
        kb.resolve("DAT")


def test_a_class_named_after_a_member_answers_as_the_class(tmp_path: Path) -> None:
    kb = changed(tmp_path, ("id: ssri", "id: fluoxetine"), ("low-mood, ssri]", "low-mood, fluoxetine]"))
    assert kb.resolve("fluoxetine").member is None
    assert kb.resolve("Prozac").member == FoundMember("Prozac", "fluoxetine")


def test_a_known_name_says_so_and_is_never_offered(run: Run, classes_kb: neuroref.KnowledgeBase) -> None:
    for name in ("tryptamine", "TPH3", "tph-3"):
        message = f"'{name}' is a known name, but no link of it has been checked yet"
        assert run("show", name, data=CLASSES) == (1, "", f"neuroref: {message}\n")
        with pytest.raises(NotFound) as error:
            classes_kb.show(name)
        assert error.value.best is None
    assert classes_kb.beginnings("trypta") == []
    with pytest.raises(NotFound) as error:
        classes_kb.show("tryptamina")
    assert error.value.best != "tryptamine"


# -- a member ----------------------------------------------------------------------------------------------------------

ALL = ["serotonin.reuptake", "serotonin.release.acute", "serotonin.release.acute.2"]
SHOWN = {
    "ssri": [*ALL, "acetylcholine.receptor", "dopamine.reuptake", "melatonin.degradation"],
    "Prozac": [*ALL, "dopamine.reuptake"],
    "fluvoxamine": [*ALL, "dopamine.reuptake", "melatonin.degradation"],
    "Paxil": [*ALL, "acetylcholine.receptor"],
}


@pytest.mark.parametrize("name", SHOWN)
def test_what_holds_for_other_members_only_is_left_out(run: Run, name: str) -> None:
    """In JSON, CSV and the sources alike; the page of the class has it all, each with its members."""
    expected = [f"ssri.{link}" for link in SHOWN[name]]
    shown = json.loads(run("show", name, "--json", data=CLASSES).out)
    assert [link["id"] for link in shown["links"]] == expected
    rows = csv.DictReader(io.StringIO(run("show", name, "--format", "csv", data=CLASSES).out))
    assert [row["id"] for row in rows] == expected
    cited = json.loads(run("cite", name, "--style", "csl-json", data=CLASSES).out)
    used = {one for link in shown["links"] for one in link["references"]} | {"delta-2004"}  # this one ties a condition
    assert {one["id"] for one in cited} == used


def test_a_member_is_told_first(classes_kb: neuroref.KnowledgeBase) -> None:
    shown = classes_kb.show("sarafem")
    assert isinstance(shown, entries.ExampleEntry)
    assert shown.member is not None
    assert (shown.member.asked, shown.member.name, shown.member.brands) == (
        "Sarafem",
        "fluoxetine",
        ("Prozac", "Sarafem"),
    )
    assert [member.name for member in shown.members] == ["fluoxetine", "fluvoxamine", "paroxetine"]
    whole = classes_kb.show("SSRI")
    assert isinstance(whole, entries.ExampleEntry)
    assert whole.member is None


def test_members_compare_by_what_holds_for_each(classes_kb: neuroref.KnowledgeBase) -> None:
    answer = classes_kb.compare("Prozac", "paroxetine")
    assert [one.name for one in answer.entries] == ["fluoxetine", "paroxetine"]
    only = {row.id: [tally is not None for tally in row.tallies] for row in answer.rows if row.verdict == "only"}
    assert only == {"dopamine": [True, False], "acetylcholine": [False, True]}
    with pytest.raises(neuroref.questions.lookup.Unrelatable, match="mean one entry"):
        classes_kb.compare("Prozac", "fluoxetine")


def test_a_member_is_near_to_others_by_what_holds_for_it(tmp_path: Path) -> None:
    muscarinic = "direction: increase\n            process: release\n            phase: acute\n            number: 4"
    kb = changed(tmp_path, (f"transmitter: serotonin\n            {muscarinic}",
                            "transmitter: acetylcholine\n            direction: decrease\n            process: receptor"))  # fmt: skip
    assert {one.id for one in kb.related("paroxetine")} == {"tph2-variant", "amphetamines"}
    assert [one.id for one in kb.related("Prozac")] == ["tph2-variant"]


def test_lists_say_for_which_members_a_link_holds(run: Run) -> None:
    answer = json.loads(run("by-transmitter", "dopamine", "--json", data=CLASSES).out)
    members = {
        link["id"]: link["members"]
        for cause in answer["causes"]
        for example in cause["examples"]
        for link in example["links"]
    }
    assert members["ssri.dopamine.reuptake"] == ["fluoxetine", "fluvoxamine"]
    assert members["levodopa.dopamine.synthesis"] == []
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(run("links", "-f", "csv", data=CLASSES).out))}
    assert rows["ssri.dopamine.reuptake"]["members"] == "fluoxetine; fluvoxamine"
    assert "SLC6A3" in rows["amphetamines.dopamine.release.acute"]["via"]


# -- a link ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["ssri.serotonin.release.acute.2", " SSRI.Serotonin.release.ACUTE.2"])
def test_a_link_is_shown_by_its_id(run: Run, name: str) -> None:
    shown = json.loads(run("show", name, "--json", data=CLASSES).out)
    assert (shown["entry"], shown["id"]) == ("link", "ssri.serotonin.release.acute.2")
    assert shown["link"]["summary"] == "In nine people an infusion raised the release of serotonin."
    assert [source["id"] for source in shown["sources"]] == ["epsilon-2005"]
    assert "epsilon" in run("cite", name, data=CLASSES).out.casefold()


def test_a_link_that_is_not_there_is_not_found(run: Run) -> None:
    for name in ("ssri.serotonin.release.acute.3", "ssri.serotonin", "a.b.c", "..."):
        result = run("show", name, data=CLASSES)
        assert (result.code, result.out) == (1, "")
        assert result.err.startswith(f"neuroref: no entry named '{name}'")


def test_ids_of_links_are_unique_and_count_by_place_or_number(classes_kb: neuroref.KnowledgeBase) -> None:
    found = ids(classes_kb.links())
    assert len(found) == len(set(found)) == 12
    assert [one for one in found if one[-1].isdigit()] == [
        "ssri.serotonin.release.acute.2",  # the second of its kind
        "amphetamines.serotonin.release.acute.4",  # as the data number it
    ]


@pytest.mark.parametrize("wanted", [
    {"direction": "increase"}, {"molecule": "SERT"}, {"transmitter": "melatonin"}, {"cause": "genes"},
    {"direction": "unchanged"}, {"species": "human"},
])  # fmt: skip
def test_a_link_keeps_its_id_in_an_excerpt(
    classes_kb: neuroref.KnowledgeBase, tmp_path: Path, wanted: dict[str, str]
) -> None:
    """What was cited once is found in any part of the dataset; and each part is a dataset."""
    kept = classes_kb.filter(**wanted)
    path = tmp_path / "excerpt.json"
    path.write_bytes(msgspec.json.encode(classes_kb.excerpt(kept)))
    with neuroref.load(path) as smaller:
        assert ids(smaller.links()) == ids(classes_kb.links(kept))
        assert list(smaller.links()) == list(classes_kb.links(kept))


def test_an_excerpt_brings_what_its_transmitters_are_made_of(classes_kb: neuroref.KnowledgeBase) -> None:
    melatonin = classes_kb.excerpt(classes_kb.filter(transmitter="melatonin"))
    assert [one.id for one in melatonin.transmitters] == ["serotonin", "melatonin"]
    assert {"ASMT", "TPH2", "tryptophan"} <= {one.id for one in melatonin.molecules}
    dopamine = classes_kb.excerpt(classes_kb.filter(molecule="DAT"))
    assert [one.precursors for one in dopamine.transmitters if one.id == "dopamine"] == [()]  # levodopa stayed away


def test_the_whole_dataset_comes_back_record_for_record(classes_kb: neuroref.KnowledgeBase, tmp_path: Path) -> None:
    path = tmp_path / "whole.json"
    path.write_bytes(msgspec.json.encode(classes_kb.excerpt()))
    with neuroref.load(path) as again:
        assert again.excerpt() == classes_kb.excerpt()


# -- a molecule --------------------------------------------------------------------------------------------------------


def test_a_molecule_says_whom_it_serves_and_what_acts_through_it(classes_kb: neuroref.KnowledgeBase) -> None:
    sert = classes_kb.show("SERT")
    assert isinstance(sert, entries.MoleculeEntry)
    assert [(one.transmitter, one.part) for one in sert.serves] == [("serotonin", "reuptake")]
    assert ids(sert.links) == ["ssri.serotonin.reuptake", "amphetamines.serotonin.release.acute.4"]
    vmat = classes_kb.show("VMAT2")
    assert isinstance(vmat, entries.MoleculeEntry)
    assert [(one.transmitter, one.part) for one in vmat.serves] == [("serotonin", "storage"), ("dopamine", "storage")]
    assert [(via.molecule, via.action) for link in vmat.links for via in link.via] == [
        ("SLC6A3", "releases"),
        ("SLC18A2", "inhibits"),
    ]


def test_a_molecule_names_its_variants_and_what_it_is_a_part_of(classes_kb: neuroref.KnowledgeBase) -> None:
    near = {
        name: ([one.id for one in entry.variants], [one.id for one in entry.involved_in])
        for name in ("TPH2", "BH4", "SERT")
        if isinstance(entry := classes_kb.show(name), entries.MoleculeEntry)
    }
    assert near == {"TPH2": (["tph2-variant"], []), "BH4": ([], ["sapropterin"]), "SERT": ([], [])}


@pytest.mark.parametrize(("name", "part"), [("BH4", "cofactor"), ("5-HIAA", "breakdown-product"), ("tryptophan", "precursor"), ("CHRM1", "receptor")])  # fmt: skip
def test_small_molecules_have_their_part(classes_kb: neuroref.KnowledgeBase, name: str, part: str) -> None:
    entry = classes_kb.show(name)
    assert isinstance(entry, entries.MoleculeEntry)
    assert {one.part for one in entry.serves} == {part}


def test_links_are_narrowed_to_a_molecule(run: Run) -> None:
    links = json.loads(run("links", "--molecule", "sert,VMAT2", "--json", data=CLASSES).out)
    assert [link["id"] for link in links] == [
        "ssri.serotonin.reuptake",
        "amphetamines.dopamine.release.acute",
        "amphetamines.serotonin.release.acute.4",
    ]
    assert run("links", "--molecule", "Prozac", data=CLASSES) == (
        2, "", "neuroref: no molecule named 'Prozac' — it is an example: neuroref show ssri\n",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ([], ["ASMT", "CHRM1", "SLC18A2", "SLC6A3", "SLC6A4", "TPH2", "tetrahydrobiopterin", "tryptophan", "5-hiaa"]),
        (["--transmitter", "DA"], ["SLC18A2", "SLC6A3", "tetrahydrobiopterin"]),
        (["--kind", "cofactor,receptor"], ["CHRM1", "tetrahydrobiopterin"]),
        (["--kind", "Transporter", "--transmitter", "5-HT"], ["SLC18A2", "SLC6A4"]),
    ],
)
def test_molecules_are_listed(run: Run, options: list[str], expected: list[str]) -> None:
    rows = json.loads(run("molecules", *options, "--json", data=CLASSES).out)
    assert [row["id"] for row in rows] == expected


# -- a claim -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ([], ["low-serotonin-causes-low-mood", "speed-burns-holes", "bh4-is-a-vitamin"]),
        (["--verdict", "refuted,unstudied"], ["speed-burns-holes", "bh4-is-a-vitamin"]),
        (["--about", "Prozac"], ["low-serotonin-causes-low-mood"]),
        (["--about", "BH4,speed"], ["speed-burns-holes", "bh4-is-a-vitamin"]),
        (["--about", "speed", "--verdict", "Refuted"], ["speed-burns-holes"]),
    ],
)
def test_claims_are_listed(run: Run, options: list[str], expected: list[str]) -> None:
    rows = json.loads(run("claims", *options, "--json", data=CLASSES).out)
    assert [row["id"] for row in rows] == expected


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["claims", "--verdict", "true"], 2, "unknown verdict 'true'; it is one of supported, partly, contested, unsupported, refuted, unstudied"),
        (["claims", "--about", "seratonin"], 2, "no entry named 'seratonin' — did you mean serotonin?"),
        (["claims", "--about", "dopamine"], 1, "nothing found"),
        (["molecules", "--kind", "receptr"], 2, "unknown molecule kind 'receptr' — did you mean 'receptor'?"),
        (["molecules", "--kind", "peptide"], 1, "nothing found"),
        (["show", "claim:speeed"], 1, "no claim named 'speeed' — did you mean speed?"),
        (["by-transmitter", "SERT"], 1, "no transmitter named 'SERT' — it is a molecule: neuroref show SLC6A4"),
        (["compare", "speed", "chemical imbalance"], 2, "claims have no links to compare"),
        (["related", "chemical imbalance"], 2, "a claim has no links by which it could be near another"),
    ],
)  # fmt: skip
def test_what_has_no_answer_is_said(run: Run, arguments: list[str], code: int, message: str) -> None:
    assert run(*arguments, data=CLASSES) == (code, "", f"neuroref: {message}\n")


def test_a_claim_is_shown_with_what_it_is_about(classes_kb: neuroref.KnowledgeBase) -> None:
    claim = classes_kb.show("chemical imbalance")
    assert isinstance(claim, entries.ClaimEntry)
    assert [(one.entry, one.id) for one in claim.about] == [
        ("transmitter", "serotonin"),
        ("condition", "low-mood"),
        ("example", "ssri"),
    ]
    for name in ("serotonin", "condition:low-mood", "ssri"):
        assert [one.id for one in classes_kb.show(name).claims] == ["low-serotonin-causes-low-mood"]


# -- no change ---------------------------------------------------------------------------------------------------------

UNCHANGED = ["ssri.dopamine.reuptake", "amphetamines.dopamine.release.chronic"]


def test_no_change_can_be_asked_for(run: Run) -> None:
    links = json.loads(run("links", "--direction", "unchanged", "--json", data=CLASSES).out)
    assert [link["id"] for link in links] == UNCHANGED
    assert {link["phrase"] for link in links} == {"reuptake as before", "released as before"}


@pytest.mark.parametrize(
    ("counts", "net"),
    [
        ({"increase": 2, "unchanged": 5}, Direction.INCREASE),
        ({"decrease": 1, "unchanged": 1}, Direction.DECREASE),
        ({"unchanged": 3}, Direction.UNCHANGED),
        ({"increase": 1, "decrease": 1, "unchanged": 1}, Direction.MIXED),
        ({"mixed": 1, "unchanged": 1}, Direction.MIXED),
    ],
)
def test_no_change_makes_no_net_direction_mixed(counts: dict[str, int], net: Direction) -> None:
    assert net_direction(counts) is net


def test_evidence_of_no_change_does_not_strengthen_a_change() -> None:
    strong, preclinical = Evidence.STRONG.rank, Evidence.PRECLINICAL.rank
    [tally] = add_up([("gaba", "unchanged", 4, strong), ("gaba", "increase", 1, preclinical)])
    assert (tally.direction, tally.evidence, tally.links) == (Direction.INCREASE, Evidence.PRECLINICAL, 5)
    [tally] = add_up([("gaba", "unchanged", 1, preclinical), ("gaba", "unchanged", 1, strong)])
    assert (tally.direction, tally.evidence) == (Direction.UNCHANGED, Evidence.STRONG)


SUMS: dict[str, Callable[[neuroref.KnowledgeBase], Any]] = {
    "matrix": lambda kb: kb.matrix("example").rows[3].cells[1],
    "compare": lambda kb: next(row for row in kb.compare("speed", "ssri").rows if row.id == "dopamine").tallies[0],
    "causes": lambda kb: next(row for row in kb.causes() if row.id == "substances").transmitters[0],
    "examples": lambda kb: next(row for row in kb.examples() if row.id == "amphetamines").transmitters[0],
}


@pytest.mark.parametrize("question", SUMS)
def test_no_change_is_counted_apart(classes_kb: neuroref.KnowledgeBase, question: str) -> None:
    """Amphetamines raise dopamine at once, and were found to leave it as it was after a month."""
    one = SUMS[question](classes_kb)
    assert (one.increase, one.decrease, one.mixed, one.unchanged) == (1, 0, 0, 1)
    assert (one.direction, one.evidence) == (Direction.INCREASE, Evidence.STRONG)


def test_groups_and_transmitters_count_no_change_apart(classes_kb: neuroref.KnowledgeBase) -> None:
    dopamine = next(row for row in classes_kb.transmitters() if row.id == "dopamine")
    answer = classes_kb.by_transmitter("dopamine")
    for one in (dopamine, answer):
        assert (one.links, one.increase, one.decrease, one.mixed, one.unchanged) == (5, 3, 0, 0, 2)
    assert [(group.increase, group.unchanged) for group in answer.causes] == [(2, 1), (1, 1)]
    assert classes_kb.by_condition("low mood").links == 6


def test_what_only_two_things_leave_as_it_was_brings_them_no_nearer(tmp_path: Path) -> None:
    kb = changed(tmp_path, ("direction: increase\n            process: synthesis", "direction: unchanged\n            process: synthesis"))  # fmt: skip
    assert kb.related("sapropterin") == ()
    assert kb.path("sapropterin", "amphetamines") == ()
