"""Every JSON answer is what its schema says, by a JSON Schema validator that is not ours."""

from __future__ import annotations

import json

import jsonschema
import pytest
from conftest import SMALL, Run

from neuroref.cli import registry as cli
from neuroref.model.vocabularies import VOCABULARIES
from neuroref.questions.json_schema import SHAPES

COMMANDS = [
    ("causes", []),
    ("examples", []),
    ("transmitters", []),
    ("conditions", []),
    ("references", []),
    ("links", []),
    ("terms", []),
    ("validate", []),
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
SHIPPED_ONES = [
    ("show", ["inflammation", "alcohol", "felger-2012", "antidepressants"]),
    ("molecules", []),
    ("claims", []),
]


def test_every_command_with_a_json_answer_has_a_schema_that_is_tried() -> None:
    answering = {name for name, command in cli.COMMANDS.items() if "json_" in command.shared}
    assert set(SHAPES) - answering == {"export", "dataset"}
    assert answering - set(SHAPES) == set()
    assert answering - {name for name, _ in (*COMMANDS, *SHIPPED_ONES)} == set()


def check(run: Run, name: str, arguments: list[str], **where: object) -> None:
    schema = json.loads(run("schema", name).out)
    jsonschema.Draft202012Validator.check_schema(schema)
    answer = json.loads(run(name, *arguments, "--json", **where).out)
    jsonschema.validate(answer, schema, jsonschema.Draft202012Validator)


@pytest.mark.parametrize(("name", "arguments"), [*COMMANDS, *SMALL_ONES])
def test_answers_on_the_small_dataset(run: Run, name: str, arguments: list[str]) -> None:
    check(run, name, arguments, data=SMALL)


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


def test_every_schema_is_listed(run: Run) -> None:
    schema = json.loads(run("schema").out)
    assert list(schema["properties"]) == list(SHAPES)
    jsonschema.Draft202012Validator.check_schema(schema)


def test_the_dataset_schema_describes_the_small_dataset(run: Run) -> None:
    from neuroref.loader.yamlreader import read

    value = json.loads(json.dumps(read(SMALL.read_text("utf-8")).value, default=str))
    jsonschema.validate(value, json.loads(run("schema", "dataset").out))
