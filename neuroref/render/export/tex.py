"""Text as TeX prints it, in any engine: pdflatex has no Greek in its fonts and no character beyond a few hundred."""

from __future__ import annotations

import re
import unicodedata

from ...model.names import GREEK

_CAPITALS = ("Gamma", "Delta", "Theta", "Lambda", "Xi", "Pi", "Sigma", "Upsilon", "Phi", "Psi", "Omega")
_LIKE_LATIN = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΧο", "ABEZHIKMNOPTXo", strict=True))  # TeX has no commands for these

# What only the fonts for formulas have. Dollars are read by more programs than other ways into a formula.
_FORMULAS = {
    **{letter: rf"\{name}" for letter, name in GREEK.items()},
    **{letter.upper(): rf"\{name.title()}" for letter, name in GREEK.items() if name.title() in _CAPITALS},
    "µ": r"\mu", "ς": r"\varsigma", "∆": r"\Delta", "−": "-", "±": r"\pm", "×": r"\times", "∙": r"\cdot", "⋅": r"\cdot",
    "≈": r"\approx", "∼": r"\sim", "≠": r"\neq", "≡": r"\equiv", "≤": r"\leq", "≥": r"\geq", "∝": r"\propto",
    "∞": r"\infty", "√": r"\surd", "∂": r"\partial", "′": "'", "″": "''", "←": r"\leftarrow", "→": r"\rightarrow",
    "↑": r"\uparrow", "↓": r"\downarrow", "↔": r"\leftrightarrow", "<": "<", ">": ">", "|": "|",
    "{": r"\lbrace", "}": r"\rbrace",  # BibTeX counts a brace also behind a backslash
}  # fmt: skip

_WRITTEN = {
    **{character: f"${formula}$" for character, formula in _FORMULAS.items()},
    **_LIKE_LATIN,
    **{character: rf"\{character}" for character in "$&#_%"},
    "\\": r"\textbackslash{}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    '"': "”",  # a straight one is a command in German
}
_SPECIAL = re.compile(f"[{re.escape(''.join(_WRITTEN))}]")
_OPENS = re.compile(r"""(?<![^\s(\[{/–—-])"(?=\S)""")
_RAISED = re.compile("[¹²³⁰-ⁿ]+|[₀-ₜ]+")


def printed(text: str) -> str:
    """Write *text* so that TeX prints it and runs none of it."""
    composed = _OPENS.sub("“", unicodedata.normalize("NFC", text))
    return _RAISED.sub(_raised, _SPECIAL.sub(lambda found: _WRITTEN[found[0]], composed))


def verbatim(text: str) -> str:
    """Write an address or a DOI for fields that BibTeX styles take as they stand: no brace may open or close there."""
    return text.replace("\\", "%5C").replace("{", "%7B").replace("}", "%7D")


def _raised(found: re.Match[str]) -> str:
    down = unicodedata.decomposition(found[0][0]).startswith("<sub>")
    return rf"\text{'sub' if down else 'super'}script{{{unicodedata.normalize('NFKC', found[0]).replace('−', '-')}}}"
