"""The style that the shipped data keeps: what ``validate --strict`` checks beyond the rules for every dataset.

A dataset with other habits is still a dataset; these rules say how ours is written. Like the rules in ``rules.py`` each
looks at the plain tree and yields a path and a sentence for each place.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from typing import Any

from ..model.identifiers import REFERENCE_KEYS
from ..model.names import key
from .naming import Complaint
from .rules import Rule
from .walk import (
    class_members_of,
    effects_of,
    effects_of_cause,
    entries_of,
    examples_of,
    members_of,
    records_of,
    texts_of,
    ties_of,
)
from .yamlreader import KeyPath

LONGEST_SENTENCE = 36  # words; above that a reader loses the thread
SUMMARY_SENTENCES = 5
EFFECT_SENTENCES = 2
FEWEST_TRANSMITTERS = 5  # that a cause reaches
FEWEST_LINKS = 5  # that a transmitter has
UNCITED_TIES = 413  # of conditions to examples; lower it with every tie that gets its references
STEPS = ("synthesis", "release", "reuptake", "degradation", "receptor")
POOLED = {"meta-analysis", "systematic-review"}  # kinds of study that speak for many others
SYNTHESES = POOLED | {"review", "textbook", "guideline"}
LABORATORY = {"animal", "in-vitro"}

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

_MARKUP = re.compile(r"--|</?[a-z]+/?>|&#?\w+;|[{}\\$]", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-ZÅÄÖ“(0-9])")
_BANNED = re.compile(rf"\b({'|'.join(map(re.escape, BANNED))})\b", re.IGNORECASE)
_PERCENTAGE = re.compile(r"\d+ %|\b\d+(?:\.\d+)?-\d+(?:\.\d+)? ?%")
# What claims that nobody looked or found, or that there is nothing else: true only until the next look-up.
_STUDY = "(?:data|evidence|experiments?|measurements?|proof|reports?|research|sources?|stud(?:y|ies)|trials?)"
_STUDIED = (
    "(?:certain|clear|described|established|examined|explored|followed|given|investigated|known|looked (?:at|for|into)|"
    "measured|proved|proven|recorded|reported|settled|shown|studied|tested|told|understood)"
)
_ANIMALS = "(?:animals?|cells?|mice|mouse|rats?|rodents?)"
_PEOPLE = "(?:humans?|men|patients?|people|women)"
_ABSENCE = re.compile(
    r"\b(?:nobody|un(?:certain|clear|explored|known|measured|proven|studied|tested)|poorly understood|little is known|"
    r"as yet|to date|so far|yet to be|(?:are|is|remains?|stays?) (?:still )?open|"
    r"remains? (?:to be|a hypothesis|debated|disputed|in dispute|obscure|hypothetical)|"
    r"(?:has|have) (?:hardly|never|not|rarely) been|"
    rf"(?<!is )(?:no|few|little|only) (?:(?!among|across|between|from|in|of|than)[\w-]+ ){{0,2}}?{_STUDY}|"
    rf"{_STUDY} (?:\w+ ){{0,2}}(?:are|is) (?:\w+ )?(?:absent|few|lacking|missing|rare|scarce|sparse)|"
    rf"{_STUDY} (?:in|of|on) {_PEOPLE} (?:are|comes?|is)|(?:never|not yet) (?:been )?{_STUDIED}|"
    rf"(?:are|is|was|were) (?:\w+ )?(?:hardly|never|not|nowhere) (?:\w+ )?{_STUDIED}|"
    rf"(?:are|been|has|have|is|was|were) only (?:been )?{_STUDIED}|known (?:chiefly|mainly|mostly|only|solely) from|"
    rf"known from (?:\w+ )?(?:{_ANIMALS}|{_PEOPLE}|one|famil(?:y|ies))|rests? (?:only |solely )?on (?:one|a single)|"
    r"(?:evidence|work) (?:comes?|rests|is (?:a|all|from|indirect|limited|mainly|mostly|one|only))|"
    rf"(?:only|solely) (?:(?:from|in|on) )?{_ANIMALS}|(?:only|solely) (?:from|in|on) {_PEOPLE}|"
    rf"(?:from|in|on) (?:{_ANIMALS}|{_PEOPLE}) (?:alone|only)|"
    rf"in {_PEOPLE}\b[^.;:]*\b(?:are|is|it|was|were) (?:only )?(?:inferred|a (?:[\w-]+ )?hypothesis)"
    r")\b(?! (?:given|on|that|treated|who|whose|with|without)\b)",  # "only in people who smoke" is a finding
    re.IGNORECASE,
)
_UNSAID = re.compile(
    r"\b(?:did|do|does) not (?:cover|describe|examine|look (?:at|for|into)|measure|mention|name|report|say|specify|"
    r"study|test)\b",
    re.IGNORECASE,
)
# A sentence passes that names who states it ("a review finds no trial of it").
_STATED = re.compile(
    r"(?=.*\b(?:authors?|Cochrane|committee|commentary|editorial|essay|guidelines?|meta-analys[ei]s|reply|reviewers?|reviews?)\b)"
    r"(?=.*\b(?:according|adds?|asks?|calls?|concludes?|describes?|doubts?|finds?|found|holds?|judges?|judgement|leaves?|"
    r"notes?|rates?|rating|saw|says?|sees?|speaks?|states?|warns?)\b)",
    re.IGNORECASE | re.DOTALL,
)
_NO_SIDE = re.compile(
    r"\bdirections?\b[^.;]*\b(?:not|open|unclear|unknown)\b|\b(?:no|unclear|unknown)\b[^.;]*\bdirections?\b",
    re.IGNORECASE,
)
_ANIMALS_OR_CELLS = re.compile(rf"\b{_ANIMALS}\b", re.IGNORECASE)
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


def no_claimed_absences(tree: dict[str, Any]) -> Iterator[Complaint]:
    """That nobody measured it, or only in rats, is a claim on all that was ever published: who states it is named."""
    for path, text in _all_texts(tree):
        for sentence in _SENTENCE_END.split(text):
            found = _UNSAID.search(sentence)
            if not found and not _STATED.search(sentence):
                found = _ABSENCE.search(sentence)
            if found:
                yield path, f"'{found[0]}' claims an absence: say what the sources measured, or which source states it"


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
        steps = {str(effect.get("process")) for effect in effects}
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


def grades_fit_sources(tree: dict[str, Any]) -> Iterator[Complaint]:
    """One study, however good, is no `strong` link, one narrative review no `moderate` one, and no mouse a human."""
    studies = {str(record.get("id")): str(record.get("study", "")) for _, record in records_of(tree, "references")}
    for where, example, _ in examples_of(tree):
        for number, effect in members_of(example, "effects"):
            references = members_of(effect, "references") if isinstance(effect, dict) else ()
            cited = [studies[one] for _, one in references if isinstance(one, str) and studies.get(one)]
            if not cited:
                continue
            grade = str(effect.get("evidence"))
            alone = cited[0] if len(cited) == 1 else None
            path = (*where, "effects", number, "evidence")
            if grade == "preclinical" and not any(study in LABORATORY | SYNTHESES for study in cited):
                # One paper may report patients and cells, and its record has one kind: the sentence then names both.
                if not _ANIMALS_OR_CELLS.search(str(effect.get("summary", ""))):
                    yield path, "'preclinical', but every source is a study of people"
            elif grade in ("strong", "moderate", "limited") and all(study in LABORATORY for study in cited):
                yield path, f"'{grade}', but every source is a study of animals or cells: cite one of people"
            elif grade == "strong" and alone and alone not in SYNTHESES and example.get("kind") != "gene":
                yield path, f"'strong' on one source, which is a single study ({alone})"
            elif grade == "moderate" and alone and alone not in POOLED:
                yield path, f"'moderate' on one source, which does not pool several studies ({alone})"


def mixed_has_two_sides(tree: dict[str, Any]) -> Iterator[Complaint]:
    """`mixed` says that something pulls both ways; where nobody says which way, there is no link."""
    for path, effect in effects_of(tree):
        for field in ("summary", "caveat"):
            found = _NO_SIDE.search(str(effect.get(field, "")))
            if effect.get("direction") == "mixed" and found:
                yield (*path, field), f"'{found[0]}': 'mixed' is for what pulls both ways, not for what is not known"


def contested_on_both_sides(tree: dict[str, Any]) -> Iterator[Complaint]:
    """Where science is divided, both sides are cited: a contested link has at least two sources or says why not."""
    for path, effect in effects_of(tree):
        cited = [str(one) for _, one in members_of(effect, "references")]
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


def one_entry_an_identifier(tree: dict[str, Any]) -> Iterator[Complaint]:
    """An identifier is of one concept, and so is an entry: asking for one that two have would lead to neither."""
    members = ((path, record) for path, record, _ in class_members_of(tree))
    owners: dict[tuple[Any, str], Any] = {}
    for path, record in chain(((path, record) for path, _, record in entries_of(tree)), members):
        identifiers = record.get("identifiers")
        for name, value in identifiers.items() if isinstance(identifiers, dict) else ():
            owner = record.get("id") or record.get("name")  # a disease is one concept as example and as condition
            first = owners.setdefault((name, str(value).upper()), owner)
            if first != owner:
                yield (*path, "identifiers", name), f"{value} is already the identifier of '{first}'"


def _is_whole(reference: dict[str, Any]) -> bool:
    """Whether a reader finds by whom a source is, of what year, and where it is to be read."""
    return bool(
        reference.get("author") and reference.get("issued") and any(reference.get(known) for known in REFERENCE_KEYS)
    )


def links_rest_on_whole_records(tree: dict[str, Any]) -> Iterator[Complaint]:
    """A link has a source with author, year and identifier."""
    whole = {str(reference.get("id")) for _, reference in records_of(tree, "references") if _is_whole(reference)}
    for path, effect in effects_of(tree):
        if not whole.intersection(cited for _, cited in texts_of(effect, "references", path)):
            yield path, "no source of this link has author, year and identifier: cite one that has"


def plain_titles(tree: dict[str, Any]) -> Iterator[Complaint]:
    """A title is text: screens and every style of bibliography write their own dashes, italics and raised figures."""
    for path, reference in records_of(tree, "references"):
        found = _MARKUP.search(str(reference.get("title", "")))
        if found:
            yield (*path, "title"), f"'{found[0]}' in a title is markup: write the character itself"


def classes_are_whole(tree: dict[str, Any]) -> Iterator[Complaint]:
    """An example has the links that a textbook gives its class: a page without one of them misleads."""
    told: dict[str, list[dict[str, Any]]] = {}
    for _, example, _ in examples_of(tree):
        told[str(example.get("id"))] = [
            effect for _, effect in members_of(example, "effects") if isinstance(effect, dict)
        ]
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


def phrases_fit_molecules(tree: dict[str, Any]) -> Iterator[Complaint]:
    """A phrase is made of direction and step; where a transporter or enzyme goes the other way, `change` says what."""
    kinds = {str(record.get("id")): record.get("kind") for _, record in records_of(tree, "molecules")}
    faster = {"decrease": ("inhibits", "loses", "antibody"), "increase": ("activates", "gains")}
    for path, effect in effects_of(tree):
        if effect.get("process") not in ("reuptake", "degradation") or effect.get("change"):
            continue
        for index, via in members_of(effect, "via"):
            serves = isinstance(via, dict) and kinds.get(str(via.get("molecule"))) in ("transporter", "enzyme")
            if serves and via.get("action") in faster.get(str(effect.get("direction")), ()):
                said = f"{effect.get('direction')} by {effect.get('process')}"
                yield (*path, "via", index), f"'{via.get('action')}' and '{said}' disagree: 'change' says what happens"


def every_cause_says_how(tree: dict[str, Any]) -> Iterator[Complaint]:
    """Each cause says how it acts on the four steps where it has links."""
    for path, cause in records_of(tree, "causes"):
        told = {str(note.get("process")) for _, note in members_of(cause, "processes") if isinstance(note, dict)}
        used = {str(effect.get("process")) for _, effect in effects_of_cause(cause)}
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
    no_claimed_absences,
    one_spelling,
    parallel_transmitters,
    no_thin_places,
    grades_fit_species,
    grades_fit_sources,
    mixed_has_two_sides,
    contested_on_both_sides,
    ties_get_references,
    one_entry_an_identifier,
    links_rest_on_whole_records,
    plain_titles,
    classes_are_whole,
    phrases_fit_molecules,
    every_cause_says_how,
    glossary_explains,
)
