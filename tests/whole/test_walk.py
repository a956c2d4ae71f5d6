"""The ways through the documentation that somebody new takes, from end to end."""

from __future__ import annotations

import json
import re
import shutil
import textwrap
from pathlib import Path

from conftest import SHIPPED, Run

GUIDELINES = (SHIPPED.parent / "docs" / "data-guidelines.md").read_text("utf-8")


def block_of(heading: str, file: str) -> str:
    """Return the lines that the guidelines show of a *file* of the data under a *heading*."""
    _, _, section = GUIDELINES.partition(f"\n## {heading}\n")
    found = re.search(rf"<!-- {file}: [^>]* -->\n *```yaml\n(.*?)\n *```", section, re.DOTALL)
    assert found is not None
    return textwrap.dedent(found[1])


def test_adding_an_effect_as_the_guidelines_say(run: Run, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    shutil.copytree(SHIPPED, mine)
    causes, references = mine / "causes.yaml", mine / "references.yaml"
    adding = "A worked example: adding an effect"
    record = textwrap.indent(block_of(adding, "references.yaml"), "  ") + "\n\n"
    effect = textwrap.indent(block_of(adding, "causes.yaml"), " " * 10) + "\n"
    with_effect, with_record = causes.read_text("utf-8"), references.read_text("utf-8")
    assert with_effect.count(effect) == 1
    assert with_record.count(record) == 1

    # Before: lead has nothing on nitric oxide, and the sources that only this effect cites are clutter.
    causes.write_text(with_effect.replace(effect, ""), "utf-8")
    before = run("validate", str(mine), "--strict")
    assert before.code == 3
    assert {line.split("reference ")[1].split("'")[1] for line in before.out.splitlines() if "reference " in line} == {
        "nava-ruiz-2010",
        "nava-ruiz-2012",
    }

    # A slip while adding it is named with its line and the right word.
    causes.write_text(with_effect.replace(effect, effect.replace("references:", "refrences:")), "utf-8")
    slip = run("validate", str(mine), "--strict")
    line = with_effect[: with_effect.index(effect)].count("\n") + effect.count("\n")
    assert f"causes.yaml:{line}:" in slip.out
    assert "did you mean 'references'?" in slip.out

    # Added: valid, and the very next answers have it, to a BibTeX file.
    causes.write_text(with_effect, "utf-8")
    assert run("validate", str(mine), "--strict").code == 0
    shown = json.loads(run("show", "lead", "--json", "--data", str(mine)).out)
    assert ["nava-ruiz-2010", "nava-ruiz-2012"] in [link["references"] for link in shown["links"]]
    written = tmp_path / "lead.bib"
    assert run("cite", "lead", "--style", "bibtex", "--output", str(written), "--data", str(mine)).code == 0
    assert "@article{nava-ruiz-2010," in written.read_text("utf-8")
