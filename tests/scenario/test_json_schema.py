"""The schema for editors says the same as the loader, in words that old plug-ins know."""

import json
import tomllib
from pathlib import Path

import pytest

from tillitsim.scenario.declarations import PARAMETERS
from tillitsim.scenario.files import catalogue
from tillitsim.scenario.json_schema import json_schema
from tillitsim.scenario.load import load
from tillitsim.scenario.template import template

DRAFT_4 = {
    "$schema", "$ref", "title", "description", "definitions", "type", "properties", "required",
    "additionalProperties", "items", "minItems", "minProperties", "enum", "anyOf", "minimum",
    "maximum", "default",
}  # fmt: skip
SCHEMA = json_schema()
KINDS = {"object": dict, "array": list, "string": str, "integer": int, "number": (int, float)}


def complaints(content, schema, path="") -> list[str]:
    """What a validator of this subset of draft 4 says about a document."""
    if "$ref" in schema:
        return complaints(content, SCHEMA["definitions"][schema["$ref"].rpartition("/")[2]], path)
    if "anyOf" in schema:
        tried = [complaints(content, each, path) for each in schema["anyOf"]]
        return [] if [] in tried else tried[0]
    if "enum" in schema:
        return [] if content in schema["enum"] else [f"{path} not in {schema['enum']}"]
    if isinstance(content, bool) or not isinstance(content, KINDS[schema["type"]]):
        return [f"{path} is no {schema['type']}"]
    found = []
    if schema["type"] in {"integer", "number"}:
        low, high = schema.get("minimum", content), schema.get("maximum", content)
        found += [] if low <= content <= high else [f"{path} out of bounds"]
    if schema["type"] == "array":
        found += [] if len(content) >= schema.get("minItems", 0) else [f"{path} too short"]
        for i, each in enumerate(content):
            found += complaints(each, schema["items"], f"{path}.{i}")
    if schema["type"] == "object":
        properties = schema.get("properties", {})
        found += [f"{path} lacks {key}" for key in schema.get("required", []) if key not in content]
        found += [] if len(content) >= schema.get("minProperties", 0) else [f"{path} is empty"]
        for key, each in content.items():
            if key in properties:
                found += complaints(each, properties[key], f"{path}.{key}")
            elif schema.get("additionalProperties") is False:
                found.append(f"{path}.{key} unknown")
    return found


def test_it_uses_nothing_that_draft_4_does_not_know():
    def words(schema):
        yield from schema
        for key, inner in schema.items():
            if key in {"properties", "definitions"}:
                for each in inner.values():
                    yield from words(each)
            elif key in {"items"}:
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
        number = here["anyOf"][0] if parameter.optional else here
        assert (number["minimum"], number["maximum"]) == parameter.bounds
        assert number["type"] == ("integer" if parameter.whole else "number")
        assert here["description"].startswith(parameter.en)


@pytest.mark.parametrize("path", catalogue().values(), ids=list(catalogue()))
def test_every_shipped_scenario_is_valid_under_it(path):
    assert complaints(tomllib.loads(path.read_text("utf-8")), SCHEMA) == []


def test_a_new_scenario_is_valid_under_it_and_loads(tmp_path):
    text = template('my "own"', "home-care", load("home-care"))
    assert complaints(tomllib.loads(text), SCHEMA) == []
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    assert load(path).title["en"] == 'my "own"'
    assert load(path).values["mix.trust"] == 0.25


@pytest.mark.parametrize(
    "case",
    [
        case
        for case in tomllib.loads(Path(__file__).with_name("problems.toml").read_text("utf-8"))[
            "case"
        ]
        if not any(
            beyond in case["sentence"]
            for beyond in ("not TOML", "sum to 1", "all three", "leave nothing", "no scenario", "loop",
                           "no file", "no such setting", "together", "says nothing", "the most is",
                           "not a finite number")
        )
    ],
    ids=lambda case: case["file"],
)  # fmt: skip
def test_what_the_loader_refuses_for_its_form_the_schema_refuses_too(case):
    assert complaints(tomllib.loads(case["file"]), SCHEMA)


def test_it_speaks_swedish_too():
    assert json_schema("sv")["definitions"]["mix"]["description"] == "Blandningen av principer"
