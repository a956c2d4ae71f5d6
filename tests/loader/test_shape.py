"""The list of departures from the model's shape agrees with msgspec on what is valid."""

from __future__ import annotations

import copy
from typing import Any

import msgspec
import pytest
from conftest import CLASSES, SMALL
from hypothesis import given, settings
from hypothesis import strategies as st

from neuroref.loader.shape import departures, spoken
from neuroref.loader.yamlreader import read
from neuroref.model.records import Dataset

pytestmark = pytest.mark.usefixtures("unmeasured")

VALUES = [read(path.read_text("utf-8")).value for path in (SMALL, CLASSES)]


def spots(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """All paths into a value."""
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(spot for name, member in members for spot in spots(member, (*path, name)))]


SPOTS = [(value, spot) for value in VALUES for spot in spots(value)[1:]]
JUNK = (
    st.none()
    | st.booleans()
    | st.integers(-3, 3000)
    | st.floats(allow_nan=False)
    | st.text(max_size=5)
    | st.lists(st.text(max_size=2), max_size=2)
    | st.dictionaries(st.text(max_size=2), st.text(max_size=2), max_size=2)
)


@settings(max_examples=800, deadline=None)
@given(st.sampled_from(SPOTS), JUNK, st.booleans())
def test_finds_a_departure_exactly_where_msgspec_does(
    place: tuple[Any, tuple[str | int, ...]], junk: Any, delete: bool
) -> None:
    value, spot = copy.deepcopy(place[0]), place[1]
    parent = value
    for part in spot[:-1]:
        parent = parent[part]
    if delete:
        del parent[spot[-1]]
    else:
        parent[spot[-1]] = junk
    found = list(departures(value, Dataset))
    try:
        msgspec.convert(value, Dataset)
    except msgspec.ValidationError:
        assert found
    else:
        assert not found


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "nothing"),
        (False, "the truth value false (a YAML word such as yes, no, on or off needs quotes)"),
        (1.5, "the number 1.5 (put it in quotes to make it text)"),
        ("a\x1bb", "the text 'a\\x1bb'"),
        ([], "a list"),
        ({}, "a mapping"),
    ],
)
def test_values_are_said_in_words(value: Any, words: str) -> None:
    assert spoken(value) == words


def test_too_many_are_said() -> None:
    value = copy.deepcopy(VALUES[0])
    value["references"][0]["issued"]["date-parts"] = [[1], [2], [3]]
    assert [one.message for one in departures(value, Dataset)] == ["'date-parts' has more than 2 entries"]
