"""The style that the shipped data keeps: what ``validate --strict`` checks beyond the rules for every dataset.

A dataset with other habits is still a dataset; these rules say how ours is written. Like the rules in ``rules.py`` each
looks at the plain tree and yields a path and a sentence for each place.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from ..model.names import key
from .naming import Complaint
from .rules import Rule
from .walk import effects_of, effects_of_cause, examples_of, members_of, records_of, texts_of, ties_of
from .yamlreader import KeyPath

LONGEST_SENTENCE = 36  # words; above that a reader loses the thread
SUMMARY_SENTENCES = 5
EFFECT_SENTENCES = 2
FEWEST_TRANSMITTERS = 5  # that a cause reaches
FEWEST_LINKS = 5  # that a transmitter has
UNCITED_TIES = 413  # of conditions to examples; lower it with every tie that gets its references
STEPS = ("synthesis", "release", "reuptake", "degradation", "receptor")

# Spellings that are not ours, each with the one that is. Titles, names and aliases keep the spelling they have.
SPELLINGS = {
    "alzheimer's disease": "Alzheimer disease", "crohn's disease": "Crohn disease",
    "parkinson's disease": "Parkinson disease",
    "anemia": "anaemia", "behavior": "behaviour", "center": "centre", "color": "colour", "diarrhea": "diarrhoea",
    "estradiol": "oestradiol", "estrogen": "oestrogen", "fiber": "fibre",
    "gray": "grey", "hemoglobin": "haemoglobin", "labeled": "labelled", "leukemia": "leukaemia", "modeled": "modelled",
    "noradrenaline": "norepinephrine", "pediatric": "paediatric", "pheochromocytoma": "phaeochromocytoma",
    "signaling": "signalling", "sulfur": "sulphur", "tumor": "tumour",
}  # fmt: skip

# Words that advise, promise or judge, and words that say nothing.
BANNED = (
    "ask your doctor", "boost your", "consult", "crazy", "cure", "detoxify", "drug addict", "importantly",
    "interestingly", "it is well known", "miracle", "needless to say", "obviously", "of course", "powerful",
    "proves that", "proven to", "suffering from", "should take", "must take", "superfood", "victims of", "you", "your",
)  # fmt: skip

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-ZÅÄÖ“(0-9])")
_BANNED = re.compile(rf"\b({'|'.join(map(re.escape, BANNED))})\b", re.IGNORECASE)
_PERCENTAGE = re.compile(r"\d+ %|\b\d+(?:\.\d+)?-\d+(?:\.\d+)? ?%")
_SPELLING = re.compile(rf"(?<!also called )\b({'|'.join(SPELLINGS)})(?=s?\b|al\b|ist\b)", re.IGNORECASE)


def prose(tree: dict[str, Any]) -> Iterator[tuple[KeyPath, str]]:
    """Yield every text of ours that people read as sentences."""
    for path, effect in effects_of(tree):
        for field in ("summary", "caveat"):
            if isinstance(effect.get(field), str):
                yield (*path, field), effect[field]
    for section in ("causes", "groups", "transmitters", "conditions", "molecules", "claims"):
        for path, record in records_of(tree, section):
            if isinstance(record.get("summary"), str):
                yield (*path, "summary"), record["summary"]
            for part in ("processes", "interventions"):
                for index, note in members_of(record, part):
                    if isinstance(note, dict) and isinstance(note.get("summary"), str):
                        yield (*path, part, index, "summary"), note["summary"]


def _all_texts(tree: dict[str, Any]) -> Iterator[tuple[KeyPath, str]]:
    yield from prose(tree)
    for path, record in records_of(tree, "glossary"):
        if isinstance(record.get("definition"), str):
            yield (*path, "definition"), record["definition"]


def short_sentences(tree: dict[str, Any]) -> Iterator[Complaint]:
    """A sentence holds one idea; a long one hides two."""
    for path, text in prose(tree):
        for sentence in _SENTENCE_END.split(text):
            words = len(sentence.split())
            if words > LONGEST_SENTENCE:
                yield path, f"a sentence of {words} words: more than {LONGEST_SENTENCE} lose the reader"


def whole_sentences(tree: dict[str, Any]) -> Iterator[Complaint]:
    """A text begins with a capital or a figure and ends with a full stop, so that texts can be joined."""
    for path, text in prose(tree):
        first = re.sub(r"^[“(]", "", text)[:1]
        if first.islower() and not re.match(r"[a-z]*[A-Z0-9]|d-|l-|alpha|beta|gamma|mu-", text):
            yield path, f"begins with a small letter: '{text[:30]}'"
        if not text.rstrip().endswith((".", "?", "!")):
            yield path, f"does not end with a full stop: '{text[-30:]}'"


def few_sentences(tree: dict[str, Any]) -> Iterator[Complaint]:
    """A summary is read at a glance; that of an effect says what was measured, in whom and what changed, in two."""
    for path, text in prose(tree):
        count = len(_SENTENCE_END.split(text))
        most = EFFECT_SENTENCES if path[-1] == "summary" and "effects" in path else SUMMARY_SENTENCES
        if count > most:
            yield path, f"{count} sentences: at most {most} are read at a glance"


def plain_words(tree: dict[str, Any]) -> Iterator[Complaint]:
    """No advice, no promise, no judgement of people, and no word that says nothing."""
    for path, text in _all_texts(tree):
        for found in _BANNED.finditer(text):
            yield path, f"'{found[0]}' advises, promises, judges or says nothing"


def one_spelling(tree: dict[str, Any]) -> Iterator[Complaint]:
    """British spelling throughout, one name for each transmitter, and one way to write a percentage and a range."""
    for path, text in _all_texts(tree):
        for found in _SPELLING.finditer(text):
            yield path, f"'{found[0]}' is spelled '{SPELLINGS[found[0].lower()]}' here"
        for found in _PERCENTAGE.finditer(text):
            number = found[0].replace(" ", "").replace("-", "–")
            yield path, f"'{found[0]}' is written '{number}' here"


def parallel_transmitters(tree: dict[str, Any]) -> Iterator[Complaint]:
    """Whoever compares two transmitters finds the same things said of both."""
    for path, record in records_of(tree, "transmitters"):
        for field in ("precursors", "synthesis", "receptors", "receptor_families", "roles", "identifiers", "aliases"):
            if not record.get(field):
                yield path, f"transmitter '{record.get('id')}' has no {field}"


def no_thin_places(tree: dict[str, Any]) -> Iterator[Complaint]:
    """A cause that reaches few transmitters or skips a step, and a transmitter with few links, mislead by silence."""
    links: Counter[str] = Counter()
    for path, cause in records_of(tree, "causes"):
        effects = [effect for _, effect in effects_of_cause(cause)]
        reached = {str(effect.get("transmitter")) for effect in effects}
        steps = {effect.get("process") for effect in effects}
        links.update(str(effect.get("transmitter")) for effect in effects)
        if len(reached) < FEWEST_TRANSMITTERS:
            few = f"reaches {len(reached)} transmitters, fewer than {FEWEST_TRANSMITTERS}"
            yield path, f"cause '{cause.get('id')}' {few}"
        missing = [step for step in STEPS if step not in steps]
        if missing:
            yield path, f"cause '{cause.get('id')}' has no link by {', '.join(missing)}"
    for path, record in records_of(tree, "transmitters"):
        count = links[str(record.get("id"))]
        if count < FEWEST_LINKS:
            yield path, f"transmitter '{record.get('id')}' has {count} links, fewer than {FEWEST_LINKS}"


def grades_fit_species(tree: dict[str, Any]) -> Iterator[Complaint]:
    """What nobody measured in people is `preclinical`, and what somebody did is not."""
    for path, effect in effects_of(tree):
        species, evidence = str(effect.get("species")), str(effect.get("evidence"))
        if ("human" in species) == (evidence == "preclinical"):
            yield (*path, "evidence"), f"evidence '{evidence}' does not fit species '{species}'"


def contested_on_both_sides(tree: dict[str, Any]) -> Iterator[Complaint]:
    """Where science is divided, both sides are cited: a contested link has at least two sources or says why not."""
    for path, effect in effects_of(tree):
        cited = [one for _, one in members_of(effect, "references")]
        if effect.get("evidence") == "contested" and len(set(cited)) < 2 and not effect.get("caveat"):
            yield path, "a contested link with one source and no caveat"


def ties_get_references(tree: dict[str, Any]) -> Iterator[Complaint]:
    """Ties of the first round cite nothing of their own; a number that may only fall is how they get their sources."""
    uncited = [path for path, _, record in ties_of(tree) if record is None]
    for path in uncited[UNCITED_TIES:][:1]:
        count = (
            f"{len(uncited)} conditions are tied without a reference, more than the {UNCITED_TIES} of the first round"
        )
        yield path, f"{count}: a new tie says what ties it, {{condition: …, references: […]}}"


def classes_are_whole(tree: dict[str, Any]) -> Iterator[Complaint]:
    """An example has the links that a textbook gives its class: a page without one of them misleads."""
    told: dict[Any, list[dict[str, Any]]] = {}
    for _, example, _ in examples_of(tree):
        told[example.get("id")] = [effect for _, effect in members_of(example, "effects") if isinstance(effect, dict)]
    for path, rule in records_of(tree, "class_rules"):
        wanted = {field: rule[field] for field in ("transmitter", "direction", "process") if field in rule}
        for where, name in texts_of(rule, "examples", path):
            links = [one for one in told.get(name, ()) if wanted.items() <= one.items()]
            through = [
                via.get("molecule") for link in links for _, via in members_of(link, "via") if isinstance(via, dict)
            ]
            if not links or ("molecule" in rule and rule["molecule"] not in through):
                said = " ".join(str(rule[field]) for field in (*wanted, "molecule") if field in rule)
                yield where, f"'{name}' has no link with {said}: {rule.get('why')}"


def every_cause_says_how(tree: dict[str, Any]) -> Iterator[Complaint]:
    """Each cause says how it acts on the four steps where it has links."""
    for path, cause in records_of(tree, "causes"):
        told = {note.get("process") for _, note in members_of(cause, "processes") if isinstance(note, dict)}
        used = {effect.get("process") for _, effect in effects_of_cause(cause)}
        for step in ("synthesis", "release", "reuptake", "degradation"):
            if step in used and step not in told:
                yield path, f"cause '{cause.get('id')}' has links by {step} but does not say how it acts there"


def glossary_explains(tree: dict[str, Any]) -> Iterator[Complaint]:
    """The glossary is in the order of its terms, explains those that texts use, and none by itself or in a sentence."""
    texts = " ".join(text for _, text in prose(tree))
    before = ""
    for path, record in records_of(tree, "glossary"):
        term, definition = str(record.get("term")), str(record.get("definition"))
        if term.casefold() < before:
            yield path, f"'{term}' stands after '{before}': the glossary is in the order of its terms"
        before = term.casefold()
        stem = term.removesuffix(" receptor").removesuffix(" nuclei").removesuffix("s")
        if not re.search(rf"\b{re.escape(stem)}", texts, re.IGNORECASE):
            yield path, f"no text uses '{term}'"
        if key(definition).startswith(key(term)):
            yield path, f"'{term}' is explained by itself"
        if definition.endswith("."):
            yield path, f"the definition of '{term}' is no sentence: it ends without a full stop"


STYLE: tuple[Rule, ...] = (
    short_sentences,
    whole_sentences,
    few_sentences,
    plain_words,
    one_spelling,
    parallel_transmitters,
    no_thin_places,
    grades_fit_species,
    contested_on_both_sides,
    ties_get_references,
    classes_are_whole,
    every_cause_says_how,
    glossary_explains,
)
