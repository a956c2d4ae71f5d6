"""The glossary explains what the texts say, and `terms` finds its words and those of the vocabularies."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from conftest import SMALL, Run

import neuroref
from neuroref.model.names import key
from neuroref.questions.lookup import Ambiguous, NotFound

OFTEN = 4  # so many times an abbreviation stands in texts before it must be explained


def test_every_frequent_abbreviation_is_explained_or_names_an_entry(kb: neuroref.KnowledgeBase) -> None:
    def is_known(word: str) -> bool:
        for ask in (kb.terms, kb.resolve):
            try:
                ask(word)
            except Ambiguous:
                return True
            except NotFound:
                continue
            return True
        return False

    links = [f"{link.summary} {link.caveat or ''}" for link in kb.links()]
    prose = " ".join([*links, *(row.summary for row in (*kb.causes(), *kb.transmitters(), *kb.conditions()))])
    counted = Counter(re.findall(r"\b(?:[0-9]-)?[A-Z][A-Z0-9]*[A-Z0-9](?:-[A-Z0-9]+)*\b", prose))
    assert {"PET", "GABA-A", "NMDA"} < set(counted)
    assert [word for word, times in counted.most_common() if times >= OFTEN and not is_known(word)] == []


def test_no_word_is_explained_twice(kb: neuroref.KnowledgeBase) -> None:
    words = [key(row.term) for row in kb.terms() if row.vocabulary in ("glossary", "process", "evidence", "species")]
    assert len(words) == len(set(words))


def test_terms_explains_a_word_or_a_vocabulary(run: Run, kb: neuroref.KnowledgeBase) -> None:
    assert [row.term for row in kb.terms("nmda")] == ["NMDA receptor"]
    assert {row.vocabulary for row in kb.terms("Evidence")} == {"evidence"}
    assert {row.vocabulary for row in kb.terms("medication")} == {"kind", "intervention class"}
    page = run("terms", "pet").out
    assert "positron emission tomography" in page
    assert "Reading a link" not in page
    assert "Reading a link" in run("terms", "direction").out


def test_another_dataset_brings_its_own_glossary(run: Run, tmp_path: Path) -> None:
    assert [row.term for row in neuroref.load(SMALL).terms("glossary")] == ["turnover"]
    with pytest.raises(NotFound, match="no word or vocabulary 'raclopride'"):
        neuroref.load(SMALL).terms("raclopride")
    without = tmp_path / "without.yaml"
    without.write_text(SMALL.read_text("utf-8").partition("glossary:")[0], "utf-8")
    assert run("terms", "glossary", data=without).code == 1
    assert run("terms", "evidence", data=without).code == 0


def test_an_unknown_entry_that_is_a_word_leads_to_its_definition(run: Run) -> None:
    result = run("show", "raclopride")
    assert result.code == 1
    assert result.err == "neuroref: no entry named 'raclopride' — neuroref terms raclopride explains the word\n"


def test_words_stand_beside_the_signs_that_screens_have_for_them(run: Run) -> None:
    assert "●●○○ limited " in run("terms", "evidence").out and "⇄    contested " in run("terms", "evidence").out
    assert "↓ decrease " in run("terms", "direction").out
    assert "↑ slower breakdown, ↓ faster breakdown\n" in run("terms", "process").out
