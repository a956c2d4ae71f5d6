"""What is offered for a name that nothing has: the name that was meant where a finger slipped, and never another thing."""

from __future__ import annotations

import random
import string

import pytest

import neuroref
from neuroref.questions.lookup import Ambiguous, NotFound

# Names of other things that look alike. Each was offered once for the other.
LOOK_ALIKES = [
    ("soman", "Soma"), ("methanol", "ethanol"), ("procaine", "cocaine"), ("low blood pressure", "high blood pressure"),
    ("MG", "MSG"), ("CBD", "IBD"), ("DDT", "DDC"), ("taurine", "tacrine"), ("thyroxine", "tyrosine"),
    ("SLC6A4", "SLC6A5"), ("meditation", "medication"), ("Pain", "paan"), ("cold", "mold"), ("sleep", "sleep loss"),
    ("color", "colon"), ("fluoride", "floridi"), ("wine", "fine"), ("meat", "heat"), ("hypotension", "hypertension"),
    ("hypothyroidism", "hyperthyroidism"), ("estriol", "estradiol"), ("prednisone", "prednisolone"),
    ("chlorpromazine", "chlorpropamide"), ("hydralazine", "hydroxyzine"), ("clonidine", "klonopin"),
    ("lamotrigine", "lamivudine"), ("bupropion", "buspirone"), ("celebrex", "celexa"), ("zyrtec", "zyprexa"),
    ("zantac", "xanax"), ("tramadol", "trazodone"), ("guanfacine", "guaifenesin"), ("sumatriptan", "zolmitriptan"),
    ("nicotine", "nicotinamide"), ("glycine", "glycerine"), ("histidine", "histamine"), ("lithium", "lichen"),
    ("lead", "lean"), ("selenium", "selegiline"), ("ozone", "ocone"), ("DRD2", "DRD3"), ("HTR1A", "HTR1B"),
    ("GABRA1", "GABRB1"), ("CHRNA4", "CHRNA7"), ("MAOA", "MAOB"), ("morphine", "morpholine"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), [*LOOK_ALIKES, *((other, one) for one, other in LOOK_ALIKES)])
def test_another_thing_that_looks_alike_is_not_offered(kb: neuroref.KnowledgeBase, one: str, other: str) -> None:
    try:
        kb.resolve(one)
    except Ambiguous:
        return
    except NotFound as error:
        assert other.casefold() not in str(error).casefold().replace(one.casefold(), "", 1)


def slipped(name: str, dice: random.Random) -> str:
    """Return *name* with one letter left out, added, changed, or two swapped, but the first, which few mistype."""
    place, letter = dice.randrange(1, len(name)), dice.choice(string.ascii_lowercase)
    return dice.choice(
        [
            name[:place] + name[place + 1 :],
            name[:place] + letter + name[place:],
            name[:place] + letter + name[place + 1 :],
            name[: place - 1] + name[place] + name[place - 1] + name[place + 1 :],
        ]
    )


def test_slips_in_long_names_are_caught(kb: neuroref.KnowledgeBase) -> None:
    """A look-alike may not cost those whose finger slipped: of a thousand slips at least 95 of 100 lead to the entry."""
    dice = random.Random(7)
    entries = (*kb.examples(), *kb.molecules(), *kb.conditions(), *kb.transmitters())
    names = sorted({name for row in entries for name in (row.name, *row.aliases) if len(name) >= 7 and name.isalpha()})
    caught = missed = wrong = 0
    for name in dice.sample(names, min(1000, len(names))):
        typed = slipped(name, dice)
        try:
            found = kb.resolve(typed)
        except Ambiguous:
            continue
        except NotFound as error:
            if error.best is None:
                missed += 1
                continue
            found = kb.resolve(error.best)
        right = found == kb.resolve(name)
        caught, wrong = caught + right, wrong + (not right)
    assert caught / (caught + missed + wrong) >= 0.95
    assert wrong / (caught + missed + wrong) <= 0.01
