"""Every JSON answer is what its schema says, by a JSON Schema validator that is not ours."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from conftest import CLASSES, SMALL, Run

from neuroref.cli import registry as cli
from neuroref.model.vocabularies import VOCABULARIES
from neuroref.questions.json_schema import SHAPES

pytestmark = pytest.mark.usefixtures("unmeasured")

COMMANDS = [
    ("causes", []),
    ("examples", []),
    ("transmitters", []),
    ("conditions", []),
    ("references", []),
    ("links", []),
    ("terms", []),
    ("validate", []),
    ("diff", [str(CLASSES)]),
    ("search", ["serotonin"]),
    ("matrix", []),
    ("compare", ["stress", "nutrition"]),
    ("compare", ["serotonin", "gaba"]),
    ("related", ["serotonin"]),
    ("path", ["stress", "gaba"]),
    ("by-transmitter", ["serotonin"]),
    ("by-condition", ["depression"]),
    ("show", ["stress"]),
    ("show", ["depression"]),
    ("show", ["serotonin"]),
    ("show", ["condition:depression"]),
]
COMMANDS += [("by-transmitter", ["serotonin", "gaba"]), ("by-condition", ["depression", "depression"])]
SMALL_ONES = [("show", ["cortisol", "stress-hormones", "alpha-2001", "nutrition"]), ("show", ["gamma-2003"])]
OF_CLASSES = [
    ("molecules", []),
    ("claims", []),
    ("examples", []),
    ("links", []),
    ("matrix", []),
    (
        "show",
        ["Prozac", "SERT", "chemical imbalance", "ssri.serotonin.release.acute.2", "BH4", "insomnia", "melatonin"],
    ),
    ("show", ["claim:speed"]),
    ("compare", ["Prozac", "paroxetine", "SERT"]),
    ("related", ["ssri"]),
    ("by-transmitter", ["dopamine"]),
    ("by-condition", ["insomnia"]),
]
SHIPPED_ONES = [
    ("show", ["inflammation", "alcohol", "felger-2012", "antidepressants"]),
    ("show", ["Prozac", "SLC6A4", "dopamine detox", "tryptophan"]),
    ("molecules", []),
    ("claims", []),
]


def test_every_command_with_a_json_answer_has_a_schema_that_is_tried() -> None:
    answering = {name for name, command in cli.COMMANDS.items() if "json_" in command.shared}
    assert set(SHAPES) - answering == {"export", "dataset"}
    assert answering - set(SHAPES) == set()
    assert answering - {name for name, _ in (*COMMANDS, *SHIPPED_ONES)} == set()


VALIDATORS: dict[str, jsonschema.Draft202012Validator] = {}


def check(run: Run, name: str, arguments: list[str], **where: object) -> None:
    if name not in VALIDATORS:
        schema = json.loads(run("schema", name).out)
        jsonschema.Draft202012Validator.check_schema(schema)
        VALIDATORS[name] = jsonschema.Draft202012Validator(schema)
    answer = json.loads(run(name, *arguments, "--json", **where).out)
    VALIDATORS[name].validate(answer)


@pytest.mark.parametrize(("name", "arguments"), [*COMMANDS, *SMALL_ONES])
def test_answers_on_the_small_dataset(run: Run, name: str, arguments: list[str]) -> None:
    check(run, name, arguments, data=SMALL)


@pytest.mark.parametrize(("name", "arguments"), OF_CLASSES)
def test_answers_on_the_dataset_of_classes(run: Run, name: str, arguments: list[str]) -> None:
    check(run, name, arguments, data=CLASSES)


@pytest.mark.parametrize(("name", "arguments"), [*COMMANDS, *SHIPPED_ONES])
def test_answers_on_the_shipped_dataset(run: Run, name: str, arguments: list[str]) -> None:
    check(run, name, arguments)


def test_a_wrong_answer_does_not_validate(run: Run) -> None:
    schema = json.loads(run("schema", "causes").out)
    answer = json.loads(run("causes", "--json", data=SMALL).out)
    answer[0]["evidence"] = "certain"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(answer, schema)


def test_every_key_is_always_there(run: Run) -> None:
    """A key that is sometimes missing breaks scripts that rely on it."""
    schema = json.loads(run("schema").out)
    for name, definition in schema["$defs"].items():
        if "properties" in definition and name in {one.__name__ for one in _answers()}:
            assert set(definition["required"]) == set(definition["properties"]), name


def _answers() -> list[type]:
    from neuroref.questions import answers, entries

    return [
        one
        for one in (vars(answers) | vars(entries)).values()
        if isinstance(one, type) and issubclass(one, answers.Answer)
    ]


def test_schemas_explain_the_vocabulary(run: Run) -> None:
    definitions = json.loads(run("schema").out)["$defs"]
    for terms in VOCABULARIES.values():
        assert definitions[terms.__name__]["oneOf"] == [
            {"const": term.value, "description": term.definition} for term in terms
        ]


def test_descriptions_are_the_same_on_every_python(run: Run) -> None:
    """From 3.13 on docstrings are unindented, so that what is indented would differ."""
    told = [one["description"] for one in json.loads(run("schema").out)["$defs"].values() if "description" in one]
    assert any("\n" in text for text in told)
    assert [text for text in told if "\n " in text] == []


def test_every_schema_is_listed(run: Run) -> None:
    schema = json.loads(run("schema").out)
    assert list(schema["properties"]) == list(SHAPES)
    jsonschema.Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("data", [SMALL, CLASSES], ids=lambda path: path.stem)
def test_the_dataset_schema_describes_the_small_datasets(run: Run, data: Path) -> None:
    from neuroref.loader.yamlreader import read

    value = json.loads(json.dumps(read(data.read_text("utf-8")).value, default=str))
    jsonschema.validate(value, json.loads(run("schema", "dataset").out))
