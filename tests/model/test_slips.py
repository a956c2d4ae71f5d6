"""A slip of the finger is told from another name, whatever a dataset holds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuroref.model.slips import name_slip, words


def is_slip(typed: str, meant: str, right: frozenset[str] = frozenset()) -> bool:
    return name_slip(words(typed), words(meant), right.__contains__) is not None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        # four letters: swapped or doubled
        ("iorn", "iron"),
        ("gabba", "GABA"),
        ("ptds", "PTSD"),
        # five and six: what is not heard
        ("Prozak", "Prozac"),
        ("Xanex", "Xanax"),
        ("folat", "folate"),
        ("heroine", "heroin"),
        ("strss", "strsss"),
        # seven and more: one of any kind
        ("seroonin", "serotonin"),
        ("anxaety", "anxiety"),
        ("xmigraine", "migraine"),
        ("inflamation", "inflammation"),
        ("alchohol", "alcohol"),
        ("alzhiemer", "alzheimer"),
        ("amphetimines", "amphetamines"),
        # longer ones: more
        ("skitzophrenia", "schizophrenia"),
        ("norepinefrin", "norepinephrine"),
        ("fenobarbitol", "phenobarbital"),
        ("haemocromatosis", "hemochromatosis"),
        # several words: the others speak for the one
        ("chronic strees", "chronic stress"),
        ("wogk stress", "work stress"),
        ("feeding adn eating disorders", "feeding and eating disorders"),
        ("selectve serotonin reuptke inhibitors", "selective serotonin reuptake inhibitors"),
        ("lowblod pressure", "low blood pressure"),
        ("antidepressant with drawl", "antidepressant withdrawal"),
        # a code keeps its digits
        ("SCL6A4", "SLC6A4"),
        ("interlukin-6", "interleukin 6"),
        ("interlukin6", "interleukin-6"),
        ("Parkinsons diseas", "Parkinson’s disease"),
    ],
)
def test_a_slip(typed: str, meant: str) -> None:
    assert is_slip(typed, meant)


@pytest.mark.parametrize(
    ("typed", "other"),
    [
        ("Soma", "soman"),
        ("methanol", "ethanol"),
        ("procaine", "cocaine"),
        ("low blood pressure", "high blood pressure"),
        ("MSG", "MG"),
        ("CBD", "IBD"),
        ("DDT", "DDC"),
        ("taurine", "tacrine"),
        ("thyroxine", "tyrosine"),
        ("SLC6A4", "SLC6A5"),
        ("meditation", "medication"),
        ("dopa", "dopamine"),
        ("GRIN2A", "GRIN2B"),
        ("CYP2C9", "CYP2C19"),
        ("SCNN1A", "SCN1A"),
        ("vitamin A", "vitamins"),
        ("vitamin D", "vitamin E"),
        ("hypotension", "hypertension"),
        ("hypothyroidism", "hyperthyroidism"),
        ("ethylphenidate", "methylphenidate"),
        ("diethyltryptamine", "dimethyltryptamine"),
        ("tetrachloroethylene", "trichloroethylene"),
        ("chloroamphetamine", "fluoroamphetamine"),
        ("aspartase", "aspartate"),
        ("dysphagia", "dysphasia"),
        ("premenopause", "perimenopause"),
        ("heptane", "heptene"),
        ("prednisone", "prednisolone"),
        ("hexobarbital", "secobarbital"),
        ("bupivacaine", "ropivacaine"),
        ("carbon dioxide", "carbon monoxide"),
        ("potassium chloride", "potassium cyanide"),
        ("boric acid", "folic acid"),
        ("concert", "Concerta"),
    ],
)
def test_another_name(typed: str, other: str) -> None:
    assert not is_slip(typed, other)


def test_a_word_that_is_right_is_no_slip() -> None:
    assert is_slip("mephedrone", "methedrone")
    assert not is_slip("mephedrone", "methedrone", frozenset({"mephedrone"}))
    assert is_slip("serum depression", "serum repression")
    assert not is_slip("serum depression", "serum repression", frozenset({"depression"}))


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_two_texts_can_be_compared_and_none_is_a_slip_of_itself(one: str, other: str) -> None:
    assert name_slip(words(one), words(one), lambda _: False) is None
    assert name_slip(words(one), words(other), lambda _: True) is None
