"""Writes what the documentation takes from the program and the data: ``python docs/make.py``; a test keeps it true.

docs/commands.md: the help of every command and an example with its answer. docs/neuroref.1: the man page, of the same
help. docs/python.md: what its blocks print. docs/screens/: answers as pictures. docs/data-guidelines.md: the rules, and what
it shows of the data. docs/dataset.schema.json: what editors check the data by. README.md and the guide docs/use.md: what
they count and list. Of every page: the answers in its console blocks.
"""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import textwrap
from collections import Counter
from contextlib import redirect_stdout
from functools import cache
from pathlib import Path

import neuroref
from neuroref.cli.commands import app  # noqa: F401  (registers the commands)
from neuroref.cli.formats import ExportFormat, Format
from neuroref.cli.registry import COMMANDS
from neuroref.loader.rules import RULES
from neuroref.loader.style import STYLE
from neuroref.model.vocabularies import Evidence
from neuroref.questions.filters import FILTERS

DOCS = Path(__file__).parent
README = DOCS.parent / "README.md"
GUIDE = DOCS / "use.md"
BIN = Path(sys.executable).parent

# An example whose answer is short enough to read, where the first of the help has a long one; cut to so many lines.
EXAMPLES = {
    "causes": "neuroref causes --transmitter histamine",
    "examples": "neuroref examples --kind life-stage",
    "transmitters": "neuroref transmitters --cause stress --min-evidence moderate",
    "conditions": "neuroref conditions --cause environment",
    "molecules": "neuroref molecules --transmitter histamine --kind enzyme",
    "claims": "neuroref claims --verdict refuted",
    "references": "neuroref references --study guideline",
    "show": "neuroref show caffeine",
    "cite": "neuroref cite lead",
    "by-transmitter": "neuroref by-transmitter epinephrine",
    "by-condition": "neuroref by-condition narcolepsy",
    "links": "neuroref links --transmitter orexin --cause hormones",
    "matrix": "neuroref matrix --cause stress --min-evidence moderate",
    "compare": "neuroref compare alcohol caffeine",
    "related": "neuroref related alcohol --limit 3",
    "path": "neuroref path lead ketamine --max 1",
    "search": "neuroref search seratonin --limit 2",
    "export": "neuroref export --format mermaid --transmitter adenosine --min-evidence moderate",
    "validate": "neuroref validate",
    "diff": "neuroref diff tests/small.yaml tests/classes.yaml",
    "schema": "neuroref schema related",
    "terms": "neuroref terms direction",
}
MOST_LINES = 26
# Programs of others that blocks call.
TOOLS = ("jq", "sqlite3")
SCREENS = {
    "matrix": "matrix",
    "serotonin": "by-transmitter serotonin --min-evidence moderate",
}
# The README's own picture, once for a light ground and once for a dark one: its host has a setting of its own.
FRONT = "alcohol"


@cache
def answer(command: str, folder: str | None = None) -> str:
    """Return what a shell command prints, 80 columns wide; standard error first."""
    path = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "COLUMNS": "80", "PATH": path, "PYTHONUTF8": "1"}
    for name in ("NEUROREF_DATA", "NEUROREF_PAGER", "NO_COLOR", "FORCE_COLOR"):
        environment.pop(name, None)
    done = subprocess.run(
        ["bash", "-c", command], capture_output=True, env=environment, cwd=folder or DOCS.parent, check=True
    )
    return (done.stderr + done.stdout).decode()


def help_of(command: str) -> str:
    """Return the help of a *command*, or of the program."""
    return answer(f"neuroref {command} --help".replace("  ", " "))


# -- the page of commands ----------------------------------------------------------------------------------------------


def commands_page() -> str:
    """Return docs/commands.md."""
    parts = [
        "# The commands\n\nWritten by `docs/make.py` from the program itself; do not edit. The answers are real, 80 columns wide.\n",
        "\n".join(f"- [{name}](#{name})" for name in COMMANDS) + "\n",
        f"```text\n{help_of('')}```\n",
    ]
    for name, command in COMMANDS.items():
        example = EXAMPLES.get(name, command.examples[0])
        lines = answer(example).splitlines()
        if len(lines) > MOST_LINES:
            lines = [*lines[:MOST_LINES], f"… ({len(lines) - MOST_LINES} more lines)"]
        shown = "\n".join(lines)
        parts.append(f"## {name}\n\n```text\n{help_of(name)}```\n\n```console\n$ {example}\n{shown}\n```\n")
    return "\n".join(parts)


# -- the man page ------------------------------------------------------------------------------------------------------


def man_page() -> str:
    """Return docs/neuroref.1."""
    with neuroref.load() as kb:
        info = kb.info()
    about, options = _parts(help_of(""))
    lines = [
        f'.TH NEUROREF 1 "" "neuroref {neuroref.__version__}" "User Commands"',
        ".SH NAME",
        r"neuroref \- what causes neurotransmitter imbalances, with the evidence",
        ".SH SYNOPSIS",
        r".B neuroref",
        r".I command",
        r"[\fIname\fR ...] [\fIoptions\fR]",
        ".SH DESCRIPTION",
        *_roff(about),
        ".PP",
        *_roff(info.disclaimer),
        ".SH OPTIONS",
        *_verbatim(options),
        ".SH COMMANDS",
    ]
    for name in COMMANDS:
        about, options = _parts(help_of(name))
        lines += [f".SS {_escaped(name)}", *_roff(about), *_verbatim(options)]
    lines += [
        ".SH ENVIRONMENT", ".TP", ".B NEUROREF_DATA", "The dataset to use, where --data does not say another.",
        ".TP", ".B NEUROREF_PAGER", "The program that shows long answers on a terminal, before PAGER; cat for none.",
        ".TP", ".B NO_COLOR", "No colour, where --color does not say otherwise.",
        ".TP", ".B FORCE_COLOR", "Colour, also where standard output is no terminal.",
        ".SH EXIT STATUS", ".TP", ".B 0", "Answered.", ".TP", ".B 1", "Nothing found.",
        ".TP", ".B 2", "Wrong usage, or the answer could not be written.",
        ".TP", ".B 3", "The dataset is invalid or cannot be read.", ".TP", ".B 130", "Interrupted.",
        ".SH EXAMPLES", *_verbatim("\n".join(command.examples[0] for command in COMMANDS.values())),
        ".SH COPYING",
        f"Code: MIT. Data ({_escaped(info.version)}): {_escaped(info.licence)}.",
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def _parts(text: str) -> tuple[str, str]:
    """Split a help text into what it says and its lists of options and commands."""
    body = text.split("\n", 1)[1].strip("\n")
    about, _, lists = body.partition("\n\nOptions:")
    return about.replace("\n\nArguments:", "\n\nArguments:"), f"Options:{lists}" if lists else ""


def _escaped(text: str) -> str:
    return text.replace("\\", r"\e").replace("-", r"\-").replace("'", r"\(aq").replace("…", "...").replace("–", r"\(en")


def _roff(text: str) -> list[str]:
    """Write paragraphs."""
    lines: list[str] = []
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        lines += [".PP", _escaped(" ".join(paragraph.split()))]
    return [f"\\&{line}" if line.startswith(("'", ".")) and not line.startswith(".PP") else line for line in lines]


def _verbatim(text: str) -> list[str]:
    """Write lines as they stand."""
    lines = [_escaped(line) for line in text.strip("\n").splitlines()]
    return [".nf", *(f"\\&{line}" if line.startswith(("'", ".")) else line for line in lines), ".fi"]


# -- the README, the guide and the pictures ----------------------------------------------------------------------------


def glance() -> str:
    """Return the table of the data at a glance."""
    with neuroref.load() as kb:
        links = list(kb.links())
        causes = kb.causes()
        studies = Counter(str(one.study) for one in kb.references())
        total = (
            f"{len(kb.examples())} examples, {len(kb.transmitters())} transmitters, {len(kb.conditions())} conditions"
        )
    levels = [str(term) for term in Evidence]
    rows = [f"| cause | examples | links | {' | '.join(levels)} |", f"| --- {'| ---: ' * (len(levels) + 2)}|"]
    for cause in causes:
        counted = Counter(str(link.evidence) for link in links if cause.id in (link.cause, *link.also_under))
        cells = [str(counted[level]) for level in levels]
        rows.append(f"| {cause.name} | {cause.examples} | {cause.links} | {' | '.join(cells)} |")
    counted = Counter(str(link.evidence) for link in links)
    rows.append(f"| **in all** | | **{len(links)}** | {' | '.join(f'**{counted[level]}**' for level in levels)} |")
    kinds = ", ".join(f"{number} {kind}" for kind, number in studies.most_common())
    return "\n".join(
        [*rows, "", f"{total}, {sum(studies.values())} sources ({kinds}).",
         "An example that two causes list counts under both, so the columns add up to more than the last row."]
    )  # fmt: skip


def rules() -> str:
    """Return the table of the rules of ``validate``, each with its reason."""
    rows = ["| rule | why |", "| --- | --- |"]
    for known, mark in ((RULES, ""), (STYLE, " (strict)")):
        rows += [
            f"| `{one.__name__.replace('_', '-')}`{mark} | {' '.join((one.__doc__ or '').split())} |" for one in known
        ]
    return "\n".join(rows)


def guidelines(text: str) -> str:
    """Return the guidelines with the table of rules and what they show of the data made anew."""
    begin, end = "<!-- rules -->", "<!-- /rules -->"
    text = re.sub(f"{begin}.*?{end}", lambda _: f"{begin}\n{rules()}\n{end}", text, flags=re.DOTALL)

    def cut(found: re.Match[str]) -> str:
        file, entry, part, indent = found.groups()
        block = f"```yaml\n{cutting(file, entry, part)}```"
        return f"<!-- {file}: {' '.join(filter(None, (entry, part)))} -->\n{textwrap.indent(block, indent)}"

    return re.sub(r"<!-- (\S+\.yaml): (\S+)(?: (\S+))? -->\n( *)```yaml\n.*?```", cut, text, flags=re.DOTALL)


def cutting(file: str, entry: str, part: str | None = None) -> str:
    """Return the lines of an *entry* in a *file* of the data, or only a *part*: a field, or the first effect on that."""
    lines = (DOCS.parent / "data" / file).read_text("utf-8")
    record = rf"^( *)- (?:id: {entry}|\{{name: {entry}[,}}].*)\n(?:\1  .*\n)*"
    for head in (record, part and rf"^( *)(?:- transmitter: {part}\n|{part}:.*\n)(?:\1  .*\n)*"):
        if head:
            found = re.search(head, lines, re.MULTILINE)
            if found is None:
                raise SystemExit(f"{file} has no '{entry}' with '{part}'")
            lines = found[0]
    return textwrap.dedent(lines)


def opening(text: str) -> str:
    """Return the README's *text* with the number of examples in its first sentence counted anew."""
    with neuroref.load() as kb:
        number = len(kb.examples())
    return re.sub(r"\d+ examples(?= \()", f"{number} examples", text, count=1)


def choices(text: str) -> str:
    """Return the guide's *text* with its lists of filters and of formats as they are declared."""
    filters = " ".join(f"--{name.replace('_', '-')}" for name in FILTERS)
    text = re.sub(r"`--cause --kind [^`]+`", f"`{filters}`", text)
    for before, formats in (("`--format ", Format), ("`export --format ", ExportFormat)):
        text = re.sub(rf"{before}\w+\|[\w|-]+`", f"{before}{'|'.join(one.value for one in formats)}`", text)
    return text


def readme(text: str) -> str:
    """Return the README's *text* with its opening and its answers made anew."""
    return opening(consoles(text))


def guide(text: str) -> str:
    """Return the guide's *text* with its lists, its answers and its table made anew."""
    text = choices(consoles(text))
    begin, end = "<!-- glance -->", "<!-- /glance -->"
    return re.sub(f"{begin}.*?{end}", lambda _: f"{begin}\n{glance()}\n{end}", text, flags=re.DOTALL)


def consoles(text: str) -> str:
    """Return a page's *text* with the answers in its console blocks made anew; what needs a tool that is not here stays."""

    def block(found: re.Match[str]) -> str:
        parts = [part.partition("\n") for part in re.split(r"^\$ ", found[1], flags=re.MULTILINE)[1:]]
        with tempfile.TemporaryDirectory() as folder:
            shutil.copytree(DOCS.parent / "data", Path(folder, "data"))
            return f"```console\n{''.join(shown(command, was, folder) for command, _, was in parts)}```"

    def shown(command: str, was: str, folder: str) -> str:
        missing = [tool for tool in TOOLS if re.search(rf"(^|\| ){tool} ", command) and shutil.which(tool) is None]
        if missing:
            print(f"left as it was, for want of {missing[0]}: {command}", file=sys.stderr)
        return f"$ {command}\n{was if missing else answer(command, folder)}"

    return re.sub(r"```console\n(.*?)```", block, text, flags=re.DOTALL)


def pictures() -> dict[str, str]:
    """Return what stands in docs/screens/, by the name of the file."""
    drawn = {f"{name}.svg": answer(f"neuroref {command} --format svg") for name, command in SCREENS.items()}
    both = answer(f"neuroref {FRONT} --format svg")
    dark = re.compile(r"@media \(prefers-color-scheme: ?dark\) ?\{\n?(.*?)\n\}\n(?=</style>)", re.DOTALL)
    if not dark.search(both):
        raise SystemExit("a picture of an answer no longer says how it looks on a dark ground")
    return {**drawn, f"{FRONT}-light.svg": dark.sub("", both), f"{FRONT}-dark.svg": dark.sub(r"\1\n", both)}


# -- the page of the library -------------------------------------------------------------------------------------------


def python_page(text: str) -> str:
    """Return the page of the library with what its blocks print, run one after the other in one namespace."""
    names: dict[str, object] = {}

    def ran(found: re.Match[str]) -> str:
        printed = io.StringIO()
        with redirect_stdout(printed):
            exec(compile(found[1], "docs/python.md", "exec"), names)
        return f"```python\n{found[1]}```\n\n```text\n{printed.getvalue()}```"

    return re.sub(r"```python\n(.*?)```\n\n```text\n.*?```", ran, text, flags=re.DOTALL)


def schema_of_files() -> str:
    """Return the JSON Schema that editors check the files of ``data/`` by: each holds sections of the dataset."""
    schema = json.loads(answer("neuroref schema dataset"))
    schema["$defs"]["Dataset"].pop("required")
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


def main() -> None:
    """Write everything."""
    (DOCS / "dataset.schema.json").write_text(schema_of_files(), "utf-8")
    library = DOCS / "python.md"
    library.write_text(python_page(library.read_text("utf-8")), "utf-8")
    (DOCS / "commands.md").write_text(commands_page(), "utf-8")
    (DOCS / "neuroref.1").write_text(man_page(), "utf-8")
    written = {
        README: readme, GUIDE: guide, DOCS / "own-data.md": consoles, DOCS / "json.md": consoles,
        DOCS / "data-guidelines.md": guidelines,
    }  # fmt: skip
    for page, write in written.items():
        page.write_text(write(page.read_text("utf-8")), "utf-8")
    (DOCS / "screens").mkdir(exist_ok=True)
    for name, picture in pictures().items():
        (DOCS / "screens" / name).write_text(picture, "utf-8")


if __name__ == "__main__":
    main()
