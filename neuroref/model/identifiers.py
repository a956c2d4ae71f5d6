"""The syntax of identifiers, and the addresses that they resolve to.

Patterns follow the Bioregistry (https://bioregistry.io) entry of each namespace.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple


class Namespace(NamedTuple):
    """How identifiers of a namespace look (*pattern*), an *example* of one, and the *address* of its page.

    Patterns are compiled when they are used: a screen needs none of them.
    """

    pattern: str
    example: str
    address: str

    def fits(self, identifier: str) -> bool:
        """Whether *identifier* looks as those of the namespace do."""
        return _compiled(self.pattern).fullmatch(identifier) is not None


_compiled = cache(re.compile)


NAMESPACES = {
    "chebi": Namespace(r"CHEBI:[1-9]\d{0,6}", "CHEBI:28790", "https://identifiers.org/{}"),
    "hgnc": Namespace(r"HGNC:[1-9]\d{0,4}", "HGNC:11050", "https://identifiers.org/{}"),
    "hp": Namespace(r"HP:\d{7}", "HP:0000716", "https://identifiers.org/{}"),
    "mesh": Namespace(r"[CD]\d{6}(\d{3})?", "D012701", "https://meshb.nlm.nih.gov/record/ui?ui={}"),
    "mondo": Namespace(r"MONDO:\d{7}", "MONDO:0002050", "https://identifiers.org/{}"),
    "pubchem": Namespace(r"[1-9]\d{0,8}", "5202", "https://pubchem.ncbi.nlm.nih.gov/compound/{}"),
}

REFERENCE_KEYS = {
    "DOI": Namespace(r"10\.\d{4,9}/[^\s\"]+", "10.1001/archgenpsychiatry.2011.2094", "https://doi.org/{}"),
    "PMID": Namespace(r"[1-9]\d{0,8}", "23026954", "https://pubmed.ncbi.nlm.nih.gov/{}/"),
    "PMCID": Namespace(r"PMC[1-9]\d{0,8}", "PMC3640298", "https://pmc.ncbi.nlm.nih.gov/articles/{}/"),
    "NBK": Namespace(r"NBK[1-9]\d{0,7}", "NBK1437", "https://www.ncbi.nlm.nih.gov/books/{}/"),
    "URL": Namespace(r"https?://[^\s<>\"]+", "https://www.example.org/page", "{}"),
}

# A CURIE names its namespace before the colon; these are the prefixes as Biolink and the OBO Foundry write them.
CURIE_PREFIXES = {
    "CHEBI": "chebi",
    "HGNC": "hgnc",
    "HP": "hp",
    "MESH": "mesh",
    "MONDO": "mondo",
    "PUBCHEM.COMPOUND": "pubchem",
}

SELF_PREFIXED = {"chebi", "hgnc", "hp", "mondo"}


def curie(namespace: str, identifier: str) -> str:
    """Write an *identifier* of a known *namespace* as a CURIE: ``MESH:D012701``, ``CHEBI:28790``."""
    if namespace in SELF_PREFIXED:
        return identifier
    prefix = next(prefix for prefix, known in CURIE_PREFIXES.items() if known == namespace)
    return f"{prefix}:{identifier}"


def split_curie(text: str) -> tuple[str, str] | None:
    """Split a CURIE into namespace and identifier as ``identifiers:`` has them; None where it is not a known CURIE."""
    prefix, colon, local = text.partition(":")
    namespace = CURIE_PREFIXES.get(prefix)
    if not colon or namespace is None:
        return None
    identifier = text if namespace in SELF_PREFIXED else local
    return (namespace, identifier) if NAMESPACES[namespace].fits(identifier) else None


_ESCAPED = {ord(one): f"%{ord(one):02X}" for one in '%<>#?"{}|\\^`'}  # what a DOI may have and an address may not


def address(namespace: str, identifier: str) -> str:
    """Return the web address of an *identifier*, from a known namespace or reference key."""
    known = NAMESPACES.get(namespace) or REFERENCE_KEYS[namespace]
    return known.address.format(identifier.translate(_ESCAPED) if namespace == "DOI" else identifier)


def of_reference(reference: Any) -> Iterator[tuple[str, str]]:
    """Yield key and value of each identifier that a *reference* (of the data, or of an answer) has, the best first."""
    for key in REFERENCE_KEYS:
        if value := getattr(reference, key):
            yield key, value


def display_form(key: str, identifier: str) -> str:
    """Write an *identifier* of a reference as it can be looked up: ``PMID:23026954``, a bare DOI, ``PMC3640298``."""
    return f"PMID:{identifier}" if key == "PMID" else identifier


def found_in(text: str) -> str:
    """Return the identifier in *text* where it is a web address of one, or one as people write it; else *text*.

    ``http://dx.doi.org/10.1001%2Fabc?via=x``, ``purl.obolibrary.org/obo/CHEBI_28790``, ``PMCID: PMC3640298``, and a
    bare number, which is a PMID. Of an address without one it returns the plain form.
    """
    text = plain = re.sub(r"\A\s*<(.*)>\s*\Z", r"\1", text, flags=re.DOTALL).strip()
    if len(text) > LONGEST:
        return text
    if "=10." in text:
        text = re.sub(r"(=10\.[^&]*)&.*", r"\1", text)  # a question that goes on behind a DOI
    if "%" in text:
        from urllib.parse import unquote  # few addresses have it

        text = unquote(unquote(text))  # some addresses hold another
    for name, pattern in _WRITTEN.items():
        if found := re.search(pattern, text, re.IGNORECASE):
            identifier = _PREFIXES.get(name, "") + (found[1].upper() if name == "mesh" else found[1])
            if (NAMESPACES.get(name) or REFERENCE_KEYS[name]).fits(identifier):
                return (curie if name in NAMESPACES else display_form)(name, identifier)
    return re.sub(r"^https?://([^?#]*).*", r"https://\1", plain, flags=re.IGNORECASE | re.DOTALL)


LONGEST = 1000  # letters of an address


def _after_its_prefix(prefix: str) -> str:
    return rf"\b{prefix}(?:_id)?[:_/](?:{prefix}[:_])?(\d+)\b"


# Where an identifier stands in its addresses, of whatever site. The first that is found counts.
_PREFIXES = {"PMCID": "PMC", "NBK": "NBK", **{name: f"{name.upper()}:" for name in SELF_PREFIXED}}
_WRITTEN = {
    "DOI": r"\b(10\.\d{4,9}/[^\s\"?#]+?)"
    r"(?:/(?:full|fulltext|full-text|abstract|e?pdf|html|meta)(?:/[^?#]*)?|\.pdf|/)?(?:[?#].*)?$",
    "PMCID": r"\bPMC(?:(?:ID)?(?:/articles)?[/:\s]+(?:PMC)?)?0*([1-9]\d*)\b",
    "NBK": r"\bNBK([1-9]\d*)\b",
    **{name: _after_its_prefix(name) for name in sorted(SELF_PREFIXED)},
    "mesh": r"(?:^|\bme?sh(?: id)?[/: ]+|\bmesh\S*?[/:=])([CD]\d+)\b",
    "pubchem": r"(?:\bpubchem\S*?[/:= ]+|\bcid[/:= ]*)([1-9]\d*)\b",
    "PMID": r"(?:\b(?:pubmed|pmid)|/med/|^(?=\d+$))\D*0*([1-9]\d*)\b",
}
