"""JSON Schema of the files that people write, for editors that complete and check TOML.

Made from the same models that read the files. Kept to what draft 4 knows (``definitions``, no
``$defs``, no ``const``), because the TOML plug-ins of common editors go no further. Put
``#:schema ./scenario.schema.json`` at the top of a file.
"""

from __future__ import annotations

import json
import re
from typing import Any

from pydantic import BaseModel

from tillitsim.scenario.composing.sheet import ScenarioFile
from tillitsim.scenario.declared.declarations import PARAMETERS
from tillitsim.scenario.declared.parameter import Parameter
from tillitsim.scenario.description.wording import group_title, source_of, unit_of
from tillitsim.scenario.reading.problems import REST
from tillitsim.scenario.reading.values import FIXED_FROM_START, UNSET

Schema = dict[str, Any]
_REFERENCE = re.compile('"#/definitions/([^"]+)"')


def json_schema(
    kind: type[BaseModel] = ScenarioFile, language: str = "en", title: str = "scenario"
) -> Schema:
    """The schema of a file as plain data; descriptions in ``"sv"`` or ``"en"``."""
    tree = _tree(language)
    made = kind.model_json_schema(ref_template="#/definitions/{model}")
    tables = made.pop("$defs", {})
    whole: Schema = _plain({"top": made, **tables})
    top = whole.pop("top")
    if REST in top["properties"]:
        del top["properties"][REST]
        top["properties"] |= {group: {"$ref": f"#/definitions/{group}"} for group in tree}
    named = {
        f"settings_{which}": _settings(tree, language, later=which == "later")
        for which in ("any", "later")
    }
    return {
        "$schema": "http://json-schema.org/draft-04/schema#",
        **top,
        "title": f"tillitsim: {title}",
        "definitions": _used({"top": top, **tree, **named, **whole}),
    }


def _plain(schema: object) -> Any:
    """A schema of pydantic's in the words of draft 4, with every setting where settings go."""
    if isinstance(schema, list):
        return [_plain(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    if "settings" in schema:
        return {"$ref": f"#/definitions/settings_{schema['settings']}"}
    plain = {
        key: _plain(inner)
        for key, inner in schema.items()
        if key not in {"title", "default", "description", "prefixItems"} or _is_table_of(inner)
    }
    options = [each for each in plain.get("anyOf", ()) if each != {"type": "null"}]
    if len(options) == 1:  # what may be left out is left out, and never null
        return options[0]
    return plain | ({"anyOf": options} if options else {})


def _is_table_of(inner: object) -> bool:
    """Whether something under a key of JSON Schema's own is a property of that name."""
    return isinstance(inner, dict)


def _used(definitions: Schema) -> Schema:
    """The definitions that ``top`` refers to, directly or through others."""
    used: set[str] = set()
    waiting = ["top"]
    while waiting:
        text = json.dumps(definitions[waiting.pop()])
        new = set(_REFERENCE.findall(text)) - used
        used |= new
        waiting += new
    return {name: each for name, each in definitions.items() if name in used}


def _settings(tree: Schema, language: str, *, later: bool) -> Schema:
    """A table of settings, by dotted name or in tables; without the chain's size if ``later``."""
    named = {
        name: _number(each, language)
        for name, each in PARAMETERS.items()
        if not (later and name in FIXED_FROM_START)
    }
    groups = {group: {"$ref": f"#/definitions/{group}"} for group in tree}
    return _object({**named, **groups}) | ({"minProperties": 1} if later else {})


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
            here = group["properties"]
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
    values = [number, {"enum": [UNSET]}] if parameter.optional else [number]
    value: Schema = {"anyOf": values} if parameter.optional else number
    with_reason = _object({"value": value, "source": {"type": "string"}}, required=["value"])
    default: Schema = {} if parameter.optional else {"default": parameter.default}
    return {"anyOf": [*values, with_reason]} | default | about
