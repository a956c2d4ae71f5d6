"""The glossary explains what the texts say, and nothing that they do not say."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from conftest import Run

import neuroref
from neuroref.loader import style
from neuroref.model.names import key
from neuroref.questions.lookup import Ambiguous, NotFound
from neuroref.questions.terms import GLOSSARY, explained, find

OFTEN = 4  # so many times an abbreviation stands in texts before it must be explained


@pytest.fixture(scope="module")
def prose(ref: neuroref.Reference) -> str:
    links = [f"{link.summary} {link.caveat or ''}" for link in ref.links()]
    return " ".join([*links, *(row.summary for row in (*ref.causes(), *ref.transmitters(), *ref.conditions()))])


def test_every_word_is_used(prose: str) -> None:
    stems = {word: word.removesuffix(" receptor").removesuffix(" nuclei").removesuffix("s") for word in GLOSSARY}
    assert [word for word, stem in stems.items() if not re.search(rf"\b{re.escape(stem)}", prose, re.IGNORECASE)] == []


def test_every_frequent_abbreviation_is_explained_or_names_an_entry(ref: neuroref.Reference, prose: str) -> None:
    def is_known(word: str) -> bool:
        try:
            return bool(find(word) or ref.resolve(word))
        except Ambiguous:
            return True
        except NotFound:
            return False

    counted = Counter(re.findall(r"\b(?:[0-9]-)?[A-Z][A-Z0-9]*[A-Z0-9](?:-[A-Z0-9]+)*\b", prose))
    assert {"PET", "GABA-A", "NMDA"} < set(counted)
    assert [word for word, times in counted.most_common() if times >= OFTEN and not is_known(word)] == []


def test_definitions_keep_the_style_of_the_data() -> None:
    assert list(GLOSSARY) == sorted(GLOSSARY, key=str.casefold)
    for word, definition in GLOSSARY.items():
        assert not definition.endswith("."), word
        assert not key(definition).startswith(key(word)), word  # a word does not explain itself
        assert not style._BANNED.search(definition), word
        assert not style._SPELLING.search(definition), word


def test_no_word_is_explained_twice() -> None:
    words = [key(row.term) for row in explained() if row.vocabulary in ("glossary", "process", "evidence", "species")]
    assert len(words) == len(set(words))


def test_terms_explains_a_word_or_a_vocabulary(run: Run) -> None:
    assert [row.term for row in find("nmda")] == ["NMDA receptor"]
    assert {row.vocabulary for row in find("Evidence")} == {"evidence"}
    assert {row.vocabulary for row in find("medication")} == {"kind", "intervention class"}
    page = run("terms", "pet").out
    assert "positron emission tomography" in page
    assert "Reading a link" not in page
    assert "Reading a link" in run("terms", "direction").out


def test_an_unknown_entry_that_is_a_word_leads_to_its_definition(run: Run) -> None:
    result = run("show", "raclopride")
    assert result.code == 1
    assert result.err == "neuroref: no entry named 'raclopride' — neuroref terms raclopride explains the word\n"
