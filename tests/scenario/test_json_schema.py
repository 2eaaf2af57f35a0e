"""The schema for editors says the same as the loader, in words that old plug-ins know."""

import json
import tomllib
from pathlib import Path

import pytest
from jsonschema import Draft4Validator

from tillitsim.scenario.declared.declarations import PARAMETERS
from tillitsim.scenario.description.json_schema import json_schema
from tillitsim.scenario.load import load
from tillitsim.scenario.reading.files import catalogue
from tillitsim.studies.scenarios.template import template

DRAFT_4 = {
    "$schema", "$ref", "title", "description", "definitions", "type", "properties", "required",
    "additionalProperties", "items", "minItems", "minProperties", "enum", "anyOf", "minimum",
    "maximum", "default",
}  # fmt: skip
SCHEMA = json_schema()
VALIDATOR = Draft4Validator(SCHEMA)


def complaints(content) -> list[str]:
    """What a validator of draft 4 says about a document."""
    return [error.message for error in VALIDATOR.iter_errors(content)]


def test_it_uses_nothing_that_draft_4_does_not_know():
    def words(schema):
        yield from schema
        for key, inner in schema.items():
            if key in {"properties", "definitions"}:
                for each in inner.values():
                    yield from words(each)
            elif key == "items":
                yield from words(inner)
            elif key == "anyOf":
                for each in inner:
                    yield from words(each)

    assert set(words(SCHEMA)) <= DRAFT_4
    assert json.loads(json.dumps(SCHEMA, allow_nan=False)) == SCHEMA


def test_every_parameter_is_in_it_with_its_bounds_and_label():
    for name, parameter in PARAMETERS.items():
        group, *path = name.split(".")
        here = SCHEMA["definitions"][group]
        for step in path:
            here = here["properties"][step]
        number = here["anyOf"][0]
        assert (number["minimum"], number["maximum"]) == parameter.bounds
        assert number["type"] == ("integer" if parameter.whole else "number")
        assert here["description"].startswith(parameter.label("en"))


@pytest.mark.parametrize("path", catalogue().values(), ids=list(catalogue()))
def test_every_shipped_scenario_is_valid_under_it(path):
    assert complaints(tomllib.loads(path.read_text("utf-8"))) == []


def test_a_new_scenario_is_valid_under_it_and_loads(tmp_path):
    text = template('my "own"', "home-care", load("home-care"))
    assert complaints(tomllib.loads(text)) == []
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    assert load(path).title["en"] == 'my "own"'
    assert load(path).values["mix.trust"] == 0.25


BEYOND_FORM = (
    *("not TOML", "sum to 1", "all three", "leave nothing", "no scenario", "loop", "no file"),
    *("no such setting", "together", "says nothing", "the most is", "not a finite number"),
)
PROBLEMS = tomllib.loads(Path(__file__).with_name("problems.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize(
    "case",
    [each for each in PROBLEMS if not any(words in each["sentence"] for words in BEYOND_FORM)],
    ids=lambda case: case["file"],
)
def test_what_the_loader_refuses_for_its_form_the_schema_refuses_too(case):
    assert complaints(tomllib.loads(case["file"]))


def test_it_speaks_swedish_too():
    assert (
        json_schema(language="sv")["definitions"]["mix"]["description"]
        == "Blandningen av principer"
    )
