"""JSON Schema of a scenario file, for editors that complete and check TOML.

Kept to what draft 4 knows (``definitions``, no ``$defs``, no ``const``), because the TOML plug-ins
of common editors go no further. Put ``#:schema ./scenario.schema.json`` at the top of a scenario.
"""

from __future__ import annotations

from tillitsim.scenario.blocks import FIXED_AT_BIRTH, LATEST, MOST_COUNCILS, SIZES
from tillitsim.scenario.check import LANGUAGES, MONTHS, NEUTRALS
from tillitsim.scenario.declarations import MECHANISMS, PARAMETERS
from tillitsim.scenario.parameter import Parameter
from tillitsim.scenario.values import UNSET
from tillitsim.scenario.wording import group_title, source_of, unit_of

Schema = dict[str, object]


def json_schema(language: str = "en") -> Schema:
    """The schema as plain data; descriptions in ``"sv"`` or ``"en"``."""
    tree = _tree(language)
    text: Schema = {"type": "string"}
    whole: Schema = {"type": "integer", "minimum": 0, "maximum": LATEST}
    texts: Schema = {
        "anyOf": [
            text,
            {
                "type": "object",
                "properties": dict.fromkeys(LANGUAGES, text),
                "additionalProperties": False,
            },
        ]
    }
    changeable = {
        name: _number(each, language)
        for name, each in PARAMETERS.items()
        if name not in FIXED_AT_BIRTH
    }
    groups: Schema = {group: {"$ref": f"#/definitions/{group}"} for group in tree}
    intervention = _object(
        {
            "name": text,
            "set": _object({**changeable, **groups}) | {"minProperties": 1},
            "start": whole,
            "stop": whole,
            "ramp": whole,
            "share": {"type": "number", "minimum": 0, "maximum": 1},
            "lottery": {"enum": ["unit", "council"]},
        },
        required=["set"],
    )
    sizes = {name: _number(PARAMETERS[f"chain.{name}"], language) for name in SIZES}
    sector = _object({"name": text, "scenario": text, **sizes}, required=["scenario"])
    council = _object(
        {
            "name": text,
            "count": {"type": "integer", "minimum": 1, "maximum": MOST_COUNCILS},
            "politicians": _number(PARAMETERS["chain.politicians"], language),
            "sectors": {"type": "array", "items": sector, "minItems": 1},
        },
        required=["sectors"],
    )
    return {
        "$schema": "http://json-schema.org/draft-04/schema#",
        "title": "tillitsim: scenario",
        "definitions": tree,
        **_object(
            {
                "extends": text,
                "months": {"type": "integer", "minimum": MONTHS[0], "maximum": MONTHS[1]},
                "burn_in": whole,
                "title": texts,
                "description": texts,
                "sector": texts,
                "without": {"type": "array", "items": {"enum": list(MECHANISMS)}},
                "neutral": {"enum": list(NEUTRALS)},
                "sources": {
                    "type": "object",
                    "properties": {**dict.fromkeys(PARAMETERS, text)},
                },
                "interventions": {"type": "array", "items": intervention},
                "councils": {"type": "array", "items": council, "minItems": 1},
                **groups,
            }
        ),
    }


def _object(properties: Schema, required: list[str] | None = None) -> Schema:
    schema: Schema = {
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
    }
    return schema | ({"required": required} if required else {})


def _tree(language: str) -> Schema:
    """A definition for every first-level group; deeper groups are written out inside."""
    tree: Schema = {}
    for name, parameter in PARAMETERS.items():
        *path, last = name.split(".")
        here = tree
        prefix = ""
        for step in path:
            prefix = f"{prefix}.{step}" if prefix else step
            group = here.setdefault(step, _group(prefix, language))
            here = group["properties"]  # type: ignore[index]  # a schema made by _group
        here[last] = _number(parameter, language)
    return tree


def _group(prefix: str, language: str) -> Schema:
    schema = _object({})
    try:
        return {"description": group_title(prefix, language)} | schema
    except KeyError:  # one instrument in the profile table
        return schema


def _number(parameter: Parameter, language: str) -> Schema:
    low, high = parameter.bounds
    number: Schema = {
        "type": "integer" if parameter.whole else "number",
        "minimum": low,
        "maximum": high,
    }
    about: Schema = {
        "description": f"{parameter.label(language)} [{unit_of(parameter, language)}]."
        f" {source_of(parameter.source, language)}"
    }
    if parameter.optional:
        return {"anyOf": [number, {"enum": [UNSET]}]} | about
    return number | {"default": parameter.default} | about
