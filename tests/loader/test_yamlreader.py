"""YAML becomes plain values with their places; what is dangerous is refused."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
import yaml
from conftest import SHIPPED
from hypothesis import given
from hypothesis import strategies as st

from neuroref.loader.yamlreader import DEPTH_LIMIT, Flaw, Place, Refused, read


@pytest.mark.parametrize("name", ["causes", "transmitters", "conditions", "references"])
def test_agrees_with_pyyaml_on_the_shipped_data(name: str) -> None:
    text = (SHIPPED / f"{name}.yaml").read_text("utf-8")
    assert read(text).value == yaml.load(text, yaml.CSafeLoader)  # in C, for it is long


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("yes", True),
        ("Off", False),
        ("~", None),
        ("12", 12),
        ("-3", -3),
        ("1.5", 1.5),
        ("2026-11-01", datetime.date(2026, 11, 1)),
        ("2026-13-01", "2026-13-01"),
        ("2026.11.0", "2026.11.0"),
        ("012", "012"),
        ("1:30", "1:30"),
        ("1e5", "1e5"),
        ("'12'", "12"),
        ("+", "+"),
        ("9" * 40, "9" * 40),
        (".", "."),
    ],
)
def test_plain_scalars(text: str, value: Any) -> None:
    assert read(f"a: {text}").value == {"a": value}


def test_places_of_values_and_keys() -> None:
    places = read("a: 1\nlist:\n  - x\n  - {name: y}\n").places
    assert places.find(("a",)) == Place(1, 4)
    assert places.find(("list", 1, "name")) == Place(4, 12)
    assert places.find(("list", 1, "missing")) == Place(4, 5)
    assert places.find(("nowhere", 3, "at", "all")) == Place(1, 1)
    assert places.find_key(("list",)) == Place(2, 1)
    assert places.find_key(("list", 1, "name")) == Place(4, 6)
    assert places.find_key(("absent", "x")) == Place(1, 1)
    assert places.find_key(()) == Place(1, 1)


def test_a_scalar_document_has_a_place() -> None:
    assert read("words").places.find(()) == Place(1, 1)


def test_duplicate_and_odd_keys_are_flaws_and_the_first_value_stays() -> None:
    document = read("a: 1\na: 2\n3: x\n[k]: y\n")
    assert document.value == {"a": 1}
    assert document.flaws == [
        Flaw(Place(2, 1), "duplicate key 'a' (first on line 1)"),
        Flaw(Place(3, 1), "a key must be text, not the number 3 (put it in quotes to make it text)"),
        Flaw(Place(4, 1), "a key must be text, not a list"),
    ]


def test_depth_is_limited() -> None:
    assert read("[" * DEPTH_LIMIT + "]" * DEPTH_LIMIT)
    with pytest.raises(Refused, match="nested deeper"):
        read("[" * (DEPTH_LIMIT + 1) + "]" * (DEPTH_LIMIT + 1))


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.text(st.characters(codec="utf-8"), max_size=20),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abcdefgh", min_size=1), inner, max_size=4),
        max_leaves=20,
    )
)
def test_reads_what_pyyaml_writes(value: Any) -> None:
    text = yaml.safe_dump(value)
    try:
        document = read(text)
    except Refused as refusal:  # PyYAML writes repeated lists with anchors
        assert "&id" in text and "anchor" in refusal.flaw.message
    else:
        assert document.value == yaml.safe_load(text) or document.flaws


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_with_a_place(text: str) -> None:
    try:
        document = read(text)
    except Refused as refusal:
        assert refusal.flaw.place >= Place(1, 1)
        assert refusal.flaw.message
    else:
        assert document.places.find(()) >= Place(1, 1)


@pytest.mark.parametrize(
    "text", ['a: "text\nb: 1\n', "a: [one, two\nb: 1\n", "a: {b: 1\nc: 2\n", "a: [one two\n     three: 1\nb: 1\n"]
)
def test_what_is_not_closed_is_told_where_it_opens(text: str) -> None:
    """And not where the file ends, or where a line further down cannot be read any more."""
    with pytest.raises(Refused) as refused:
        read(text)
    assert refused.value.flaw.place == Place(1, 4)
    assert "opened and not closed" in refused.value.flaw.message
