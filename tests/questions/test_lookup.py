"""Who mistypes a name is told the right one; who asks for another name is never offered a look-alike."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from string import ascii_lowercase

import pytest
from conftest import CLASSES, SMALL

import neuroref
from neuroref.model.names import key, loosened
from neuroref.questions.suggestion import nearest_name

# Right names, and what each was once said to mean. Some have since come to the data; then they lead to themselves.
LOOK_ALIKES = {
    "Soma": "soman",
    "methanol": "ethanol",
    "procaine": "cocaine",
    "low blood pressure": "high blood pressure",
    "MSG": "MG",
    "CBD": "IBD",
    "DDT": "DDC",
    "taurine": "tacrine",
    "thyroxine": "tyrosine",
    "SLC6A4": "SLC6A5",
    "meditation": "medication",
    # asked for by people, chemists and pharmacists
    "carbon dioxide": "carbon-monoxide",
    "potassium chloride": "potassium cyanide",
    "calcium carbonate": "barium carbonate",
    "formic acid": "folic acid",
    "valeric acid": "valproic acid",
    "hypotension": "hypertension",
    "hypoglycemia": "hyperglycemia",
    "hyponatremia": "hypocupremia",
    "hypocalcemia": "hypercalcemia",
    "morpholine": "morphine",
    "piperidine": "meperidine",
    "pentanol": "fentanyl",
    "propanol": "propofol",
    "ethylene": "ethylone",
    "benzaldehyde": "metaldehyde",
    "hydralazine": "hydrazine",
    "chloroprocaine": "chlorpromazine",
    "chlorpropamide": "chlorpromazine",
    "cefixime": "cefepime",
    "flutamide": "glutamine",
    "enflurane": "desflurane",
    "rimantadine": "amantadine",
    "carnitine": "aconitine",
    "threonine": "theanine",
    "xanthine": "cathine",
    "adenine": "adenine riboside",
    "nitrogen": "estrogen",
    "hydrogen": "androgen",
    "citrate": "nitrate",
    "gold": "mold",
    "tuna": "tina",
    "pain": "paan",
    "MDEA": "MDMA",
    "ethcathinone": "methcathinone",
    "dextroamphetamine": "methamphetamine",
    "norephedrine": "ephedrine",
    "distress": "stress",
    "dopa": "dopamine",
}


@pytest.mark.parametrize("name", LOOK_ALIKES)
def test_a_right_name_is_not_told_that_another_was_meant(kb: neuroref.KnowledgeBase, name: str) -> None:
    assert kb.nearest(name) is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("seratonin", "serotonin"),
        ("fluoxatine", "fluoxetine"),
        ("Prozak", "Prozac"),
        ("norepinefrin", "norepinephrine"),
        ("acetylcoline", "acetylcholine"),
        ("benzodiazepenes", "benzodiazepines"),
        ("iorn", "iron"),
        ("SCL6A4", "SLC6A4"),
        ("parkinsons diseas", "Parkinson's disease"),
        ("selective seratonin reuptake inhibitors", "selective serotonin reuptake inhibitors"),
    ],
)
def test_a_slip_is_told_the_name_that_was_meant(kb: neuroref.KnowledgeBase, typed: str, meant: str) -> None:
    best = kb.nearest(typed)
    assert best is not None
    assert key(best) == key(meant)


@pytest.mark.parametrize("typed", ["seratonin", "iorn", "acetylcholin", "Prozacc"])
def test_one_slip_is_looked_up_and_no_names_are_ranked(kb: neuroref.KnowledgeBase, typed: str) -> None:
    """Ranking all names that share a few letters costs the more, the more there are."""
    statements: list[str] = []
    kb._db.set_trace_callback(statements.append)
    assert kb.nearest(typed)
    kb._db.set_trace_callback(None)
    assert statements
    assert not any("near_name" in one or "length(key)" in one for one in statements)


@pytest.mark.parametrize("typed", ["seratonnin", "dopmanie", "bipoler disordr", "nosuchthing", "color " * 16])
def test_several_slips_read_no_table_from_end_to_end(kb: neuroref.KnowledgeBase, typed: str) -> None:
    statements: list[str] = []
    kb._db.set_trace_callback(statements.append)
    kb.nearest(typed)
    kb._db.set_trace_callback(None)
    assert any("near_name" in one for one in statements)
    plans = [row[3] for one in statements for row in kb._db.execute(f"EXPLAIN QUERY PLAN {one}")]
    assert [plan for plan in plans if plan.startswith("SCAN") and plan != "SCAN CONSTANT ROW"] == []
    assert len(statements) < 200


def slips_in(name: str, chance: random.Random) -> Iterator[str]:
    """Yield *name* with a letter dropped, changed, put in or swapped with the next, at every letter."""
    for place, letter in enumerate(name):
        if letter.isalpha():
            before, after = name[:place], name[place + 1 :]
            yield before + after
            yield before + chance.choice(ascii_lowercase.replace(letter.lower(), "")) + after
            yield before + chance.choice(ascii_lowercase) + letter + after
            if after[:1].isalpha() and after[0].lower() != letter.lower():
                yield before + after[0] + letter + after[1:]


@pytest.mark.usefixtures("unmeasured")
def test_nineteen_of_twenty_slips_in_names_of_seven_letters_are_caught(kb: neuroref.KnowledgeBase) -> None:
    """Names, aliases, members and brands of the shipped data; statements of claims are not typed out."""
    rows = kb._db.execute("SELECT text, id FROM name WHERE tier < 3 AND kind NOT IN ('reference', 'claim')")
    names = {text: entry for text, entry in rows if len(key(text)) >= 7}
    entries: dict[str, set[str]] = {}
    for text, entry in kb._db.execute("SELECT key, id FROM name"):
        entries.setdefault(text, set()).add(entry)
    loose = {row[0] for row in kb._db.execute("SELECT loose FROM name")}
    chance = random.Random(1)
    made = [(name, typed) for name in names for typed in slips_in(name, chance) if loosened(key(typed)) not in loose]
    lost: list[tuple[str, str, str | None]] = []
    tried = chance.sample(made, min(3000, len(made)))
    for name, typed in tried:
        best = nearest_name(kb._db, typed)
        if best is None or names[name] not in entries[key(best)]:
            lost.append((name, typed, best))
    share = 1 - len(lost) / len(tried)
    wrong = [one for one in lost if one[2]]
    assert share >= 0.95, f"{share:.1%} caught; lost: {lost[:40]}"
    assert len(wrong) <= len(tried) // 500, wrong


def test_of_two_names_that_are_as_near_none_is_offered(tmp_path: Path) -> None:
    text = SMALL.read_text("utf-8").replace("aliases: [strain]", "aliases: [plasticine]")
    path = tmp_path / "near.yaml"
    path.write_text(text.replace("aliases: [low iron]", "aliases: [plasticone]"), "utf-8")
    with neuroref.load(path) as kb:
        assert kb.nearest("plasticne") is None
        assert kb.nearest("plasticane") is None
        assert kb.nearest("plasticinne") == "plasticine"


def test_what_agrees_in_case_is_meant(tmp_path: Path) -> None:
    text = SMALL.read_text("utf-8").replace("aliases: [strain]", "aliases: [MG]")
    path = tmp_path / "case.yaml"
    path.write_text(text.replace("aliases: [low iron]", "aliases: [Mg]"), "utf-8")
    with neuroref.load(path) as kb:
        assert kb.resolve("Mg").id == "iron"
        assert kb.resolve("MG").id == "stress"
        with pytest.raises(neuroref.Ambiguous):
            kb.resolve("mg")


def test_a_known_name_and_a_word_of_a_text_are_no_slips(tmp_path: Path) -> None:
    text = SMALL.read_text("utf-8").replace("aliases: [strain]", "aliases: [medication]")
    path = tmp_path / "right.yaml"
    for more, offered in (("", "medication"), ("known:\n  - {name: dedication}\n", None)):
        path.write_text(text + more, "utf-8")
        with neuroref.load(path) as kb:
            assert kb.nearest("dedication") == offered
            assert kb.nearest("medicatoin") == "medication"
    path.write_text(text.replace("Lasting demands", "Lasting dedication"), "utf-8")
    with neuroref.load(path) as kb:
        assert kb.nearest("dedication") is None


def test_the_title_of_a_source_takes_no_name_of_something_else(tmp_path: Path) -> None:
    """A paper called "Fluoxetine" is not what is asked for by that name, even where it is spelled so."""
    path = tmp_path / "titled.yaml"
    text = CLASSES.read_text("utf-8")
    for old, new in (("Occupancy of transporters by medicines", "Fluoxetine"), ("{family: Delta, given: D.}", "")):
        assert old in text
        text = text.replace(old, new, 1)
    text = text.replace("    issued: {date-parts: [[2004]]}\n", "", 1).replace("    author: []\n", "", 1)
    path.write_text(text, "utf-8")
    with neuroref.load(path) as kb:
        assert kb.show("Fluoxetine").id == "ssri"
