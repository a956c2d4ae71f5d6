"""Names are compared as people mean them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuroref.model.names import (
    all_loosened,
    apart,
    distance,
    key,
    loose_key,
    loosened,
    nearest_choice,
    parts_of,
    plain,
    suggestion,
    written,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("5-HT", "5ht"),
        ("IFN-α", "ifn alpha"),
        ("Parkinson’s", "parkinson's"),
        ("Sjögren", "sjogren"),
        ("anæmia", "anaemia"),
        ("fœtal", "foetal"),
        ("Gołembiowska 2016", "golembiowska 2016"),
        ("Løseth", "loseth"),
        ("γ-aminobutyric acid", "Gamma-Aminobutyric acid"),
        ("σ1 receptor", "sigma-1 receptor"),
        ("ω-3", "omega 3"),
        ("ϐ-endorphin", "beta-endorphin"),
        ("ß-endorphin", "beta-endorphin"),
        ("IL-1ß", "IL1β"),
        ("Straße", "strasse"),
        ("Δ⁹-THC", "delta-9-THC"),
        ("５ＨＴ", "5-HT"),
    ],
)
def test_same_name(one: str, other: str) -> None:
    assert key(one) == key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("oestrogen", "estrogen"),
        ("haemochromatosis", "hemochromatosis"),
        ("tumour", "tumor"),
        ("amphetamines", "amphetamine"),
        ("antisocial behaviour", "antisocial behaviors"),
        ("aluminium", "aluminum"),
        ("metabolise", "metabolize"),
        ("randomisation", "randomization"),
        ("analysing", "analyzing"),
        ("signalling", "signaling"),
        ("labelled", "labeled"),
        ("fibres", "fiber"),
        ("programme", "program"),
        ("analogues", "analog"),
        ("grey matter", "gray matter"),
        ("neurones", "neuron"),
        ("defence", "defense"),
        ("leucocytes", "leukocyte"),
    ],
)
def test_same_name_in_loose_spelling(one: str, other: str) -> None:
    assert loose_key(one) == loose_key(other)


def test_different_names_stay_apart() -> None:
    assert key("GABA") != key("GAD")
    assert loose_key("stress") != loose_key("stres")
    assert loose_key("serotonin") != loose_key("dopamine")
    assert loose_key("filling") != loose_key("filing")
    assert loose_key("rise") != loose_key("rize")


@given(st.lists(st.text("aeiouyhlpstrzbvgndαé -", max_size=12), min_size=1))
def test_names_folded_together_are_folded_as_each_by_itself(names: list[str]) -> None:
    assert all_loosened(map(key, names)) == [loosened(key(name)) for name in names]


def test_parts_are_what_people_look_for() -> None:
    [chunk] = written("(anti-TNF-α),")
    assert list(parts_of(chunk)) == ["anti", "anti-TNF", "anti-TNF-α", "TNF", "TNF-α", "α"]
    assert [part for chunk in written("a 12-15 of 5 B12") for part in parts_of(chunk)] == ["12-15", "of", "B12"]


@pytest.mark.parametrize(
    ("word", "spaced"), [("IL1β", "il 1 beta"), ("5HT1A", "5 ht 1 a"), ("ＴＮＦα", "tnf alpha"), ("iron", "iron")]
)
def test_greek_letters_and_digits_are_set_apart(word: str, spaced: str) -> None:
    assert apart(word) == spaced


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [("abc", "abc", 0), ("abc", "abd", 1), ("abc", "acb", 1), ("abc", "ab", 1), ("", "ab", 2), ("abcdef", "x", 3)],
)
def test_distance(one: str, other: str, slips: int) -> None:
    assert distance(one, other, 2) == slips


@given(st.text(max_size=12), st.text(max_size=12))
def test_distance_is_symmetric_and_zero_only_for_equals(one: str, other: str) -> None:
    assert distance(one, other, 12) == distance(other, one, 12)
    assert (distance(one, other, 12) == 0) == (one == other)


def test_nearest_prefers_fewer_slips_then_the_first() -> None:
    assert nearest_choice("seratonin", ["melatonin", "serotonin", "Serotonin"]) == "serotonin"
    assert nearest_choice("dopa", ["dopamine", "glycine"]) == "dopamine"
    assert nearest_choice("ptds", ["DTDS", "PTSD"]) == "PTSD"
    assert nearest_choice("zzz", ["dopamine"]) is None
    assert nearest_choice("?", ["dopamine"]) is None
    assert nearest_choice("x" * 100, ["dopamine"]) is None


def test_suggestion_is_the_tail_of_a_line() -> None:
    assert suggestion("decreases", ["increase", "decrease"]) == " — did you mean 'decrease'?"
    assert suggestion("up", ["increase", "decrease"]) == ""


@given(st.text())
def test_plain_text_acts_on_no_terminal(words: str) -> None:
    assert plain(words).isprintable()


def test_plain_text_shows_what_was_there() -> None:
    assert plain("a\x1b[31mb\u202ec\n") == "a\\x1b[31mb\\u202ec\\n"
    assert plain("café – α") == "café – α"
