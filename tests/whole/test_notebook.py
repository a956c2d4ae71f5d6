"""Answers in a notebook: those that have a page show it, in words, and a script pays nothing for that."""

from __future__ import annotations

import pickle
import re
import subprocess
import sys
from collections.abc import Callable

import msgspec
import pytest
from conftest import SMALL

import neuroref
from neuroref.questions.answers import Answer

ASKED: dict[str, tuple[Callable[[neuroref.KnowledgeBase], Answer], str, str]] = {
    "example": (lambda kb: kb.show("lead"), "Lead", "receptors less active (blocks GluN1)"),
    "member": (lambda kb: kb.show("Prozac"), "Selective serotonin reuptake inhibitors", "fluoxetine"),
    "link": (lambda kb: kb.show("lead.nitric-oxide.synthesis.chronic"), "Lead and nitric oxide", "preclinical"),
    "molecule": (lambda kb: kb.show("SERT"), "Serotonin transporter", "inhibits"),
    "claim": (lambda kb: kb.show("dopamine detox"), "Is it true that a dopamine detox", "Unstudied"),
    "transmitter": (lambda kb: kb.by_transmitter("GABA"), "What raises and lowers GABA", "Benzodiazepines"),
    "condition": (lambda kb: kb.by_condition("adhd"), "What is tied to Attention deficit", "Lead"),
    "matrix": (lambda kb: kb.matrix(), "Links by cause and transmitter", "Drug and alcohol abuse"),
    "rows": (lambda kb: kb.matrix_of("Prozac", "lithium"), "Links by entry and transmitter", "Prozac"),
    "comparison": (lambda kb: kb.compare("alcohol", "caffeine"), "Alcohol and Caffeine, side by side", "oppose"),
}


@pytest.mark.parametrize("name", ASKED)
def test_an_answer_shows_itself(kb: neuroref.KnowledgeBase, name: str) -> None:
    ask, title, said = ASKED[name]
    answer = ask(kb)
    shown = answer._repr_html_()
    assert shown and shown.startswith(f"<h1>{title}") and said in shown
    assert kb.info().disclaimer in shown
    assert not re.search("<(script|style|body|link)|--full", shown)  # it is a part of another's page


def test_what_is_shown_is_no_part_of_the_answer(kb: neuroref.KnowledgeBase, small_kb: neuroref.KnowledgeBase) -> None:
    answer = kb.show("lead")
    assert answer == kb.show("lead") == pickle.loads(pickle.dumps(answer))
    assert b"shown" not in msgspec.json.encode(answer) and "shown" not in repr(answer)
    assert small_kb.info().disclaimer in (small_kb.show("cortisol")._repr_html_() or "")  # each of its own dataset


def test_a_row_of_a_list_is_left_to_the_notebook(small_kb: neuroref.KnowledgeBase) -> None:
    assert small_kb.causes()[0]._repr_html_() is None


def test_who_does_not_look_does_not_wait() -> None:
    program = f"""if True:
        import neuroref, sys
        answer = neuroref.load({str(SMALL)!r}).show("cortisol")
        print(sorted(one for one in sys.modules if one.startswith("neuroref.render")))
        assert answer._repr_html_()
        assert "rich" not in sys.modules
    """
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
