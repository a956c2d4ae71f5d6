"""Whether pandoc, pybtex, bibtexparser, rispy and pdflatex read of our references what we have: title, authors, year.

Usage: python bibliographies_accept.py FOLDER, which holds all.bib, all.json and all.ris by ``neuroref cite --all``
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import bibtexparser
import pybtex.database
import pypandoc
import rispy
from bibtexparser.bparser import BibTexParser
from bibtexparser.customization import author as with_names
from pybtex.richtext import Text
from pylatexenc.latex2text import LatexNodes2Text

import neuroref

DATA = Path(__file__).parents[2] / "data" / "references.yaml"
OTHERS = "others"
PANDOC = pypandoc.get_pandoc_path()
WARNINGS = 17  # of BibTeX, for all records: authors and years that nobody has seen, and one publisher


class Record(NamedTuple):
    title: str
    authors: tuple[str, ...]
    year: str


def alike(text: str) -> str:
    """Even out what readers set as they like: spaces, kinds of quotes, and letters that Unicode has twice."""
    text = unicodedata.normalize("NFC", " ".join(text.split()))
    return re.sub('[“”‘’"]', "'", text).replace("µ", "μ").replace("∆", "Δ")


def record(title: str, authors: Iterator[str], year: Any) -> Record:
    return Record(alike(title), tuple(named(alike(one).strip(" ,")) for one in authors), str(year or ""))


def named(author: str) -> str:
    """Write what follows a family name in one order: readers put a suffix before given names, or after them."""
    family, *others = author.split(", ")
    return ", ".join((family, *sorted(others)))


def ours() -> dict[str, Record]:
    with neuroref.load(DATA.parent) as kb:
        return {
            one.id: record(
                one.title,
                iter([*(author.inverted for author in one.author), *([OTHERS] if one.more_authors and one.author else [])]),
                one.issued and one.issued.year,
            )
            for one in kb.bibliography()
        }  # fmt: skip


def run(*arguments: str, text: str | None = None) -> str:
    return subprocess.run(arguments, input=text, capture_output=True, text=True, check=True).stdout


def of_csl(items: list[dict[str, Any]]) -> dict[str, Record]:
    def name(one: dict[str, str]) -> str:
        particles = (one.get("dropping-particle"), one.get("non-dropping-particle"))
        family = " ".join(part for part in (*particles, one.get("family")) if part)
        return one.get("literal") or ", ".join(part for part in (family, one.get("given"), one.get("suffix")) if part)

    def plain(title: str) -> str:
        return re.sub(r"\$[^$]*\$", lambda found: LatexNodes2Text().latex_to_text(found[0]), title)

    return {
        item["id"]: record(
            plain(item["title"]),
            map(name, item.get("author", ())),
            item.get("issued", {}).get("date-parts", [[""]])[0][0],
        )
        for item in items
    }


def pandoc(form: str, path: Path) -> dict[str, Record]:
    return of_csl(json.loads(run(PANDOC, "-f", form, "-t", "csljson", str(path))))


def pandoc_yaml(_: Path) -> dict[str, Record]:
    """Read the file of the data as it is."""
    text = f"---\n{DATA.read_text('utf-8')}\n---\n"
    return of_csl(json.loads(run(PANDOC, "-f", "markdown", "-t", "csljson", text=text)))


def pandoc_ris(path: Path) -> dict[str, Record]:
    """Read RIS, in order: pandoc makes keys of its own."""
    text = path.read_text("utf-8")
    keys = re.findall(r"^ID  - (.*)$", text, re.MULTILINE)
    items = json.loads(run(PANDOC, "-f", "ris", "-t", "csljson", str(path)))
    records = [next(iter(of_csl([item]).values())) for item in items]
    return dict(zip(keys, records, strict=True))


def by_pybtex(path: Path) -> dict[str, Record]:
    def name(person: pybtex.database.Person) -> str:
        parts = ((*person.prelast_names, *person.last_names), person.lineage_names, person.bibtex_first_names)
        last, suffix, first = (" ".join(str(Text.from_latex(one)) for one in part) for part in parts)
        return ", ".join(part for part in (last, first, suffix) if part)

    return {
        key: record(
            str(Text.from_latex(one.fields["title"])), map(name, one.persons.get("author", ())), one.fields.get("year")
        )
        for key, one in pybtex.database.parse_file(str(path), "bibtex").entries.items()
    }


def by_bibtexparser(path: Path) -> dict[str, Record]:
    parser = BibTexParser(common_strings=True)
    parser.customization = with_names
    with path.open(encoding="utf-8") as file:
        entries = bibtexparser.load(file, parser).entries
    to_text = LatexNodes2Text().latex_to_text
    return {
        one["ID"]: record(to_text(one["title"]), map(to_text, one.get("author", ())), one.get("year"))
        for one in entries
    }


def by_rispy(path: Path) -> dict[str, Record]:
    return {
        one["id"]: record(one["title"], iter(one.get("authors", ())), one.get("year"))
        for one in rispy.loads(path.read_text("utf-8"))
    }


def printed(folder: Path) -> str:
    """Print everything with pdflatex, in German, in which a straight quote is a command; tell what it complains of."""
    if not shutil.which("pdflatex") or not shutil.which("bibtex"):
        return "no pdflatex here: not tried"
    warnings = 0
    for encoding in ("", r"\usepackage[T1]{fontenc}"):
        (folder / "all.tex").write_text(
            rf"\documentclass{{article}}{encoding}\usepackage[ngerman]{{babel}}\begin{{document}}\nocite{{*}}"
            r"\bibliographystyle{plain}\bibliography{all}\end{document}",
            "utf-8",
        )
        for command in (["pdflatex"], ["bibtex", "all"], ["pdflatex"]):
            full = [*command, "-interaction=nonstopmode", "all.tex"] if command == ["pdflatex"] else command
            done = subprocess.run(full, cwd=folder, capture_output=True, check=False)
            said = done.stdout.decode("utf-8", "replace")
            if wrong := re.findall(r"^(?:!.*|.*---line \d+ of file.*|Missing character.*)", said, re.MULTILINE):
                raise SystemExit(f"{command[0]}: {wrong[:5]}")
            warnings = said.count("Warning--") if command[0] == "bibtex" else warnings
    if warnings > WARNINGS:
        raise SystemExit(f"bibtex warns {warnings} times, {WARNINGS} at most are known")
    pages = re.search(r"\(\d+ pages?", said)[0].strip("(")  # type: ignore[index]
    return f"{pages}, {warnings} warnings of BibTeX"


def et_al(folder: Path) -> int:
    """Return how many lists of authors end with et al. as pandoc prints them, of those that are not whole."""
    part = [
        one
        for one in json.loads((folder / "all.json").read_text("utf-8"))
        if one.get("author", [{}])[-1] == {"literal": OTHERS}
    ]
    lines = run(PANDOC, "-f", "csljson", "-t", "plain", "--citeproc", "--columns=10000", text=json.dumps(part)).split(
        "\n\n"
    )
    if len(lines) != len(part) or not all("et al." in line for line in lines):
        raise SystemExit(f"of {len(part)} only {sum('et al.' in line for line in lines)} end with et al.")
    return len(part)


READERS: dict[str, tuple[Callable[[Path], dict[str, Record]], str, bool]] = {
    "pandoc, CSL-JSON": (lambda path: pandoc("csljson", path), "all.json", True),
    "pandoc, data/references.yaml": (pandoc_yaml, "all.json", True),
    "pandoc, BibTeX": (lambda path: pandoc("bibtex", path), "all.bib", True),
    "pandoc, BibLaTeX": (lambda path: pandoc("biblatex", path), "all.bib", True),
    "pandoc, RIS": (pandoc_ris, "all.ris", False),
    "pybtex, BibTeX": (by_pybtex, "all.bib", True),
    "bibtexparser, BibTeX": (by_bibtexparser, "all.bib", True),
    "rispy, RIS": (by_rispy, "all.ris", False),
}


def main() -> int:
    folder, wrong = Path(sys.argv[1]), 0
    expected = ours()
    for name, (read, file, says_others) in READERS.items():
        found = read(folder / file)
        differ = [key for key in expected if key not in found]
        for key, one in expected.items():
            wanted = one if says_others else one._replace(authors=tuple(who for who in one.authors if who != OTHERS))
            if key in found and found[key] != wanted:
                differ.append(key)
                print(f"{name}: {key}: {found[key]} instead of {wanted}")
        print(f"{name}: {len(expected) - len(differ)} of {len(expected)} the same")
        wrong += len(differ)
    print(f"pandoc prints et al. behind the authors of {et_al(folder)}; pdflatex, in German: {printed(folder)}")
    return min(wrong, 1)


if __name__ == "__main__":
    sys.exit(main())
