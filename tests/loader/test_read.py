"""Datasets are read strictly, and everything wrong with one is said at once, with its place."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec
import pytest
import yaml
from conftest import CLASSES, SHIPPED, SMALL, Run, needs_posix

from neuroref.loader import files, naming, pieces, read, rules, style, walk, yamlreader
from neuroref.model.records import Dataset

TEXT = SMALL.read_text("utf-8")
TEXTS = {"small": TEXT, "classes": CLASSES.read_text("utf-8")}
BROKEN: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("broken.yaml").read_text("utf-8"))


def problems(text: str | bytes, name: str = "small.yaml") -> list[str]:
    content = text.encode() if isinstance(text, str) else text
    return [str(problem) for problem in read.problems(read.read([(name, content)]))]


def broken(row: dict[str, Any]) -> str:
    """Return small.yaml, or the dataset that a row is of, with the row's change."""
    text = TEXTS[row.get("of", "small")]
    assert row["was"] in text
    return text.replace(row["was"], row["becomes"], 1)


@pytest.mark.parametrize("row", BROKEN, ids=lambda row: row["name"])
def test_broken_dataset(row: dict[str, Any]) -> None:
    found = read.problems(read.read([("data.yaml", broken(row).encode())]))
    expected = [[rule, f"data.yaml:{line}"] for rule, line in row["problems"]]
    assert [[problem.rule, str(problem)] for problem in found] == expected


def test_every_rule_has_a_broken_dataset() -> None:
    """A rule that no dataset breaks could be taken out unnoticed."""
    tried = {rule for row in BROKEN for rule, _ in row["problems"]}
    untried = {rule.__name__.replace("_", "-") for rule in rules.RULES} - tried
    assert not untried, "no dataset in tests/loader/broken.yaml breaks them"


@pytest.mark.parametrize(
    ("module", "listed", "name"),
    [(rules, rules.RULES, "RULES"), (naming, rules.RULES, "RULES"), (style, style.STYLE, "STYLE")],
    ids=["rules", "naming", "style"],
)
def test_every_rule_is_listed(module: ModuleType, listed: tuple[rules.Rule, ...], name: str) -> None:
    """A rule that is not would check nothing, and everything would pass."""
    found = {one for one in vars(module).values() if getattr(one, "__module__", "") == module.__name__}
    unlisted = {
        one.__name__
        for one in found - set(listed)
        if getattr(one, "__annotations__", {}).get("return") == "Iterator[Complaint]" and one.__name__[0] != "_"
    }
    assert not unlisted, f"{name} lacks them, so nothing runs them"


def test_validate_prints_each_line_and_exits_3(run: Run, tmp_path: Path) -> None:
    row = next(row for row in BROKEN if row["name"] == "several-at-once")
    path = tmp_path / "small.yaml"
    path.write_text(broken(row), "utf-8")
    result = run("validate", str(path))
    places = [line.replace(": ", ": cortisol: ", 1) for _, line in row["problems"]]  # the entry is named too
    assert result == (3, "".join(f"{path}:{line}\n" for line in places), "")


def test_other_commands_name_the_first_problem_in_one_line(run: Run, tmp_path: Path) -> None:
    row = next(row for row in BROKEN if row["name"] == "several-at-once")
    path = tmp_path / "small.yaml"
    path.write_text(broken(row), "utf-8")
    (_, first), *more = row["problems"]
    result = run("causes", "--data", str(path))
    assert result == (
        3,
        "",
        f"neuroref: {path}:{first} (and {len(more)} more; `neuroref validate` lists them)\n",
    )


def test_valid_datasets_have_no_problems() -> None:
    assert [problems(text) for text in TEXTS.values()] == [[], []]
    found = [(path.name, path.read_bytes()) for path in files.find(SHIPPED)]
    assert read.problems(read.read(found)) == []


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "small.yaml:1:1: the file is empty"),
        (b"# only a comment\n", "small.yaml:1:1: the file is empty"),
        (b"causes: []\nname: caf\xe9\n", "small.yaml:2:10: not UTF-8: byte 0xe9"),
        ("causes: []\n".encode("utf-16"), "small.yaml:1:1: not UTF-8: byte 0xff (UTF-16, as PowerShell's > writes it)"),
        (b"causes: [\0]\n", "small.yaml:1:10: character U+0000 is not allowed in YAML"),
        (b"- a\n- b\n", "small.yaml:1:1: expected sections such as causes: and references:, got a list"),
        (
            b"just words\n",
            "small.yaml:1:1: expected sections such as causes: and references:, got the text 'just words'",
        ),
    ],
    ids=["empty", "comment", "latin-1", "utf-16", "nul", "list", "words"],
)
def test_file_that_is_no_dataset(content: bytes, expected: str) -> None:
    assert expected in problems(content)


def test_billion_laughs_are_refused_at_the_first_anchor() -> None:
    text = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"
    assert problems(text) == ["small.yaml:1:4: anchor '&a' is not allowed: write the value out where it is needed"]


@pytest.mark.parametrize(
    "nested",
    ["[" * 10_000 + "]" * 10_000, "[\n" * 10_000, "{a: " * 10_000, "- " * 10_000, "[" * 51 + "]" * 51],
    ids=["lists", "lines", "mappings", "blocks", "one-too-many"],
)
def test_deep_nesting_is_refused_in_our_words(nested: str) -> None:
    [line] = problems("causes:\n  " + nested)
    assert line.endswith(": nested deeper than 50 levels")


def test_a_class_may_be_named_after_one_of_its_members() -> None:
    """Ketamine is a class, too: of itself and esketamine."""
    assert problems(TEXTS["classes"].replace("id: ssri", "id: fluoxetine", 1).replace(", ssri]", ", fluoxetine]")) == []


def test_json_has_the_same_shape_and_the_same_complaints() -> None:
    value = yamlreader.read(TEXT).value
    text = json.dumps(value, default=str, indent=2)
    assert problems(text, "small.json") == problems(text, "SMALL.JSON") == []
    assert "not valid JSON" in problems("{", "SMALL.JSON")[0]
    wrong = text.replace('"evidence": "limited"', '"evidence": "weak"')
    [line] = problems(wrong, "small.json")
    assert re.fullmatch(r"small\.json:\d+:\d+: unknown evidence 'weak'; it is one of .*", line)
    number = int(line.split(":")[1])
    assert '"weak"' in wrong.splitlines()[number - 1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"causes": [}', "small.json:1:13: not valid JSON: expecting value"),
        ('{"causes": [], "causes": []}', "small.json:1:16: duplicate key 'causes' (first on line 1)"),
        ("", "small.json:1:1: the file is empty"),
        ("  \n", "small.json:1:1: the file is empty"),
        ("[" * 100_000, "small.json:1:1: not valid JSON: nested too deeply"),
    ],
    ids=["syntax", "duplicate-key", "empty", "blank", "too-deep"],
)
def test_broken_json(text: str, expected: str) -> None:
    assert expected in problems(text, "small.json")


def test_a_conflict_of_versions_is_told_as_such() -> None:
    """As git leaves it; what YAML makes of it stands elsewhere and says nothing of it."""
    torn = TEXT.replace(
        "  version: 2026.1.0\n", "<<<<<<< HEAD\n  version: 2026.1.0\n=======\n  version: 2026.1.1\n>>>>>>> other\n"
    )
    [line] = problems(torn)
    assert line.endswith(": not valid YAML: a conflict of two versions is not resolved: '<<<<<<<' on line 3")


def test_sections_of_several_files_are_joined(tmp_path: Path) -> None:
    head, tail = TEXT.split("groups:\n")
    (tmp_path / "a.yaml").write_text(head, "utf-8")
    (tmp_path / "b.YML").write_text("groups:\n" + tail, "utf-8")  # as some systems write it
    (tmp_path / ".hidden.yaml").write_text("nonsense", "utf-8")
    (tmp_path / "notes.txt").write_text("nonsense", "utf-8")
    found = files.find(tmp_path)
    assert [file.name for file in found] == ["a.yaml", "b.YML"]
    assert isinstance(read.load([(file.name, file.read_bytes()) for file in found]), Dataset)


def test_places_lead_to_the_right_one_of_several_files() -> None:
    head, tail = TEXT.split("transmitters:\n  - id: serotonin\n", 1)
    one = head.replace("iron-poor", "iron-\\x07poor") + "transmitters: []\n"
    two = "transmitters:\n  - id: serotonin\n" + tail.replace("CHEBI:28790", "CHEBI:x", 1)
    found = read.problems(read.read([("one.yaml", one.encode()), ("two.yaml", two.encode())]))
    assert [(problem.file, problem.line) for problem in found] == [("two.yaml", 17)]


def test_dataset_section_stands_once() -> None:
    found = read.problems(read.read([("a.yaml", TEXT.encode()), ("b.yaml", b"dataset: {}\n")]))
    assert [str(problem) for problem in found] == ["b.yaml:1:1: a second 'dataset' section (the first is in a.yaml)"]


def test_unreadable_file_does_not_make_the_others_look_wrong() -> None:
    found = read.problems(read.read([("a.yaml", TEXT.encode()), ("b.yaml", b"references: [*x]\n")]))
    assert [str(problem) for problem in found] == ["b.yaml:1:14: alias '*x' is not allowed: write the value out"]


def test_what_cannot_be_read_is_named_in_one_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    places = [
        (tmp_path / "nowhere.yaml", "no such file or folder"),
        (tmp_path / "empty", "no .yaml, .yml or .json file in this folder"),
    ]
    if os.name == "posix":
        os.mkfifo(tmp_path / "pipe")
        places += [(one, "neither a file nor a folder") for one in (tmp_path / "pipe", Path("/dev/zero"))]
    for path, reason in places:
        for command in (("causes", "--data", str(path)), ("validate", str(path))):
            assert run(*command) == (3, "", f"neuroref: {path}: {reason}\n")
    (tmp_path / "data.yaml").mkdir()
    with pytest.raises(files.Unreadable, match=r"is a directory|not a regular file|permission denied"):
        files.fetch(tmp_path / "data.yaml")


def test_load_raises_with_all_problems() -> None:
    with pytest.raises(files.InvalidDataset, match=r"small\.yaml:1:1: the file is empty") as error:
        read.load([("small.yaml", b"")])
    assert len(error.value.problems) >= 1


# -- a large JSON file, which is decoded without a tree ----------------------------------------------------------------


def _as_json(run: Run, tmp_path: Path, data: Path = SMALL) -> Path:
    path = tmp_path / "small.json"
    assert run("export", "--output", str(path), data=data).code == 0
    return path


@pytest.mark.parametrize("data", [SMALL, CLASSES], ids=lambda path: path.stem)
def test_json_gives_the_same_dataset_without_a_tree(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: Path
) -> None:
    path = _as_json(run, tmp_path, data)
    expected = read.load([(str(data), data.read_bytes())])
    spaced = json.dumps(json.loads(path.read_bytes()), indent=1, ensure_ascii=False).encode("utf-8-sig")
    escaped = path.read_bytes().replace(b"-", b"\\u002d")
    assert b"\\u" in escaped
    monkeypatch.setattr(read, "read", lambda *_: pytest.fail("read as a tree"))
    for content in (path.read_bytes(), spaced, escaped):
        assert read.load([(str(path), content)]) == expected


@pytest.mark.parametrize("data", [SMALL, CLASSES], ids=lambda path: path.stem)
def test_rules_find_in_records_what_they_find_in_plain_values(data: Path) -> None:
    """A rule that compares records asks them for fields as it asks mappings; names with paths are those without."""
    content = [(str(data), data.read_bytes())]
    plain, records = read.read(content).tree, msgspec.structs.asdict(read.load(content))
    for rule in rules.BETWEEN_RECORDS:
        assert list(rule(plain)) == list(rule(records)) == []
    for (path, _, record), (_, _, other) in zip(walk.entries_of(plain), walk.entries_of(records), strict=True):
        assert [name for _, name in naming.named_parts(record, path)] == naming.also_called(other)
    plain["references"][0]["id"] = "other"
    records["references"] = [msgspec.structs.replace(records["references"][0], id="other"), *records["references"][1:]]
    for rule in (rules.known_ids, rules.references_are_used):
        assert list(rule(plain)) == list(rule(records)) != []


@pytest.mark.parametrize("row", BROKEN, ids=lambda row: row["name"])
def test_no_broken_dataset_passes_piece_by_piece(row: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule that compares records is listed as one, and what it looks at is kept."""
    monkeypatch.setattr(pieces, "PIECE", 1)
    loaded = read.read([("data.yaml", broken(row).encode())])
    if loaded.found:
        pytest.skip("of YAML alone, or of what stands around the records")
    content = msgspec.json.encode(loaded.tree)  # in which a date for a text is a text
    assert bool(problems(content, "a.json")) is (pieces.load([("a.json", content)]) is None)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"direction": "decrease"', '"direction": "less"'),
        ('"transmitter": "gaba"', '"transmitter": "gabba"'),
        ('"id": "iron",', '"id": "iron", "id": "iron",'),
        ('"references": [', '"references": [], "references": ['),
        ('"title":', '"titel":'),
        ('"effects":', '"effect":'),
        ('"causes": [', '"causes": ["lead", '),
        ("{", "[", ),
        ("In 14 people", "In\\u0007 14 people"),
    ],
)  # fmt: skip
def test_json_has_the_same_problems_as_its_tree(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str
) -> None:
    path = _as_json(run, tmp_path)
    content = path.read_text("utf-8")
    assert old in content
    wrong = content.replace(old, new, 1).encode()

    def found() -> list[read.Problem]:
        with pytest.raises(files.InvalidDataset) as error:
            read.load([(str(path), wrong)])
        return error.value.problems

    expected = found()
    monkeypatch.setattr(pieces, "load", lambda _: None)
    assert found() == expected


def test_a_file_is_read_again_to_say_what_is_wrong_in_it(run: Run, tmp_path: Path) -> None:
    """Its content is not kept while the rules compare its records."""
    path = _as_json(run, tmp_path)
    path.write_bytes(path.read_bytes().replace(b'"transmitter": "gaba"', b'"transmitter": "gabba"', 1))
    with pytest.raises(files.InvalidDataset, match="unknown transmitter 'gabba'"):
        read.load(files.Contents(path))


@pytest.mark.parametrize("odd", [["lead"], {"lead": "lead"}], ids=["list", "mapping"])
@pytest.mark.parametrize("data", [SMALL, CLASSES], ids=lambda path: path.stem)
def test_no_rule_stumbles_over_a_list_or_mapping_wherever_it_stands(data: Path, odd: Any) -> None:
    tree = read.read([(str(data), data.read_bytes())]).tree

    def visit(value: Any) -> None:
        for key, member in list(value.items() if isinstance(value, dict) else enumerate(value)):
            value[key] = odd
            for _ in rules.check(tree, (*rules.RULES, *style.STYLE)):
                pass
            value[key] = member
            if isinstance(member, (dict, list)):
                visit(member)

    visit(tree)


# -- words and places that only an odd fault brings out ----------------------------------------------------------------


def test_the_error_counts_what_it_does_not_name() -> None:
    for count, tail in (
        (1, "first"),
        (2, "first (and 1 more; `neuroref validate` lists them)"),
        (3, "first (and 2 more; `neuroref validate` lists them)"),
    ):
        found = [read.Problem("a.yaml", 1, 1, "first", "shape")] * count
        assert str(files.InvalidDataset(found)) == f"a.yaml:1:1: {tail}"


def test_a_bad_byte_is_found_on_its_line() -> None:
    assert problems(b"causes:\n  - id: x\n  \xff", "a.yaml") == ["a.yaml:3:3: not UTF-8: byte 0xff"]


def test_a_repeated_key_in_json_that_nests_too_deeply_for_places() -> None:
    deep = b'{"causes": [], "causes": ' + b"[" * 60 + b"]" * 60 + b"}"
    assert "a.json:1:1: duplicate key 'causes'" in problems(deep, "a.json")


def test_a_number_of_too_many_digits_is_one_clear_line() -> None:
    [line] = problems(b'{"causes": ' + b"9" * 5000 + b"}", "a.json")
    assert line.startswith("a.json:1:1: not valid JSON: exceeds the limit")
    assert ";" not in line


@needs_posix("pipes in folders")
def test_a_pipe_is_refused_without_waiting(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.yaml"
    os.mkfifo(pipe)
    with pytest.raises(files.Unreadable, match=r"pipe\.yaml: not a regular file"):
        files.fetch(pipe)


@needs_posix("such words")
def test_the_reason_is_the_systems_own(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text("a")
    with pytest.raises(files.Unreadable, match=r"x\.yaml/y: not a directory"):
        files.find(tmp_path / "x.yaml" / "y")
    with pytest.raises(files.Unreadable, match=r"embedded null"):
        files.find(Path("a\0b"))


@pytest.mark.parametrize("columns", [40, 80])
def test_the_mark_stands_below_what_is_wrong_at_any_width(run: Run, tmp_path: Path, columns: int) -> None:
    path = tmp_path / "wrong.yaml"
    long = SMALL.read_text("utf-8").replace("transmitter: gaba", "transmitter: gamma-aminobutyric acid, in the brain")
    path.write_text(long.replace("direction: mixed", "direction: mixd"), "utf-8")
    result = run("validate", str(path), terminal=True, columns=columns)
    lines = result.out.splitlines()
    marks = [number for number, line in enumerate(lines) if line.strip() == "^"]
    begins = [lines[number - 1][lines[number].index("^") :] for number in marks]
    assert all(len(lines[number - 1]) <= columns for number in marks)
    assert [begin[:4] for begin in begins] == ["gamm", "mixd", "gamm"]
    whole = {line.strip() for line in path.read_text("utf-8").splitlines()}
    torn = [one for number in marks if (one := lines[number - 1].strip()) not in whole]
    assert all(one.startswith("...") or one.endswith("...") for one in torn) and len(torn) == (
        2 if columns == 40 else 0
    )
    assert lines[-1] == "3 problems" and "problems" not in run("validate", str(path)).out
