"""Makes what the reference says of Python and of files, and a page on each mechanism.

python tools/reference.py             writes them into docs/
python tools/reference.py --check     fails if any of them is out of date
"""

from __future__ import annotations

import ast
import inspect
import json
import re
import sys
import textwrap
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from made import write_or_check

import tillitsim
from tillitsim.scenario.declared.declarations import MECHANISMS
from tillitsim.scenario.declared.table_file import read_entries
from tillitsim.scenario.description.json_schema import json_schema
from tillitsim.studies.files.command import model_of

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
HEADS = ROOT / "src" / "tillitsim" / "model" / "mechanisms"
RESULTS = ROOT / "experiments" / "evidence-results.json"
MADE = "*Made by `python tools/reference.py`; do not edit.*"
WIDEST = 12
"""Choices of a key that are told one by one; of more, how many there are."""

KINDS = {
    "scenario": "one way to steer a service",
    "experiment": "what is changed and compared, over which points",
    "finding": "a published result as a virtual experiment",
    "claims": "what we say of the model ourselves",
    "plan": "a calibration",
}


def python() -> str:
    """Everything that ``import tillitsim`` gives, by its docstrings."""
    lines = ["# Python", "", MADE, ""]
    lines += [
        "`import tillitsim as ts` gives what stands here; [how to use it](../how-to/python.md)."
    ]
    for name in sorted(tillitsim.__all__, key=str.lower):
        thing = getattr(tillitsim, name)
        lines += ["", f"## {name}", "", f"`ts.{name}{_signature(thing)}`", "", *_docstring(thing)]
        for method, function in _methods(thing):
            lines += ["", f"### {name}.{method}", ""]
            if callable(function):
                lines += [f"`{method}{_signature(function)}`", ""]
            lines += _docstring(function)
    return "\n".join(lines) + "\n"


def _signature(thing: Any) -> str:
    try:
        return re.sub(r" at 0x\w+", "", str(inspect.signature(thing)))
    except (TypeError, ValueError):
        return ""


def _docstring(thing: Any) -> list[str]:
    """A docstring: what it is as text, its sections as they stand."""
    text = inspect.getdoc(thing) or ""
    prose, _, sections = text.partition("\n\nParameters\n")
    told = [re.sub(r"``|:\w+:`(\S+?)`", _code, part) for part in prose.split("\n\n")]
    lines = ["\n\n".join(" ".join(part.split()) for part in told if ">>>" not in part)]
    if sections:
        body = textwrap.dedent("Parameters\n" + sections.partition("\nExamples\n")[0])
        lines += ["", "```text", body.rstrip(), "```"]
    return lines


def _code(found: re.Match[str]) -> str:
    return f"`{found[1]}`" if found[1] else "`"


def _methods(thing: Any) -> Iterator[tuple[str, Any]]:
    """What a class of our own adds, without what it inherits from elsewhere."""
    if inspect.isclass(thing) and not issubclass(thing, tillitsim.SteeringChain):
        for name, each in vars(thing).items():
            plain = each.fget if isinstance(each, property) else each
            if not name.startswith("_") and inspect.isfunction(plain) and plain.__doc__:
                yield name, each if isinstance(each, property) else plain


def files() -> str:
    """Every file that people write: its keys, by the schema that checks it."""
    lines = ["# File formats", "", MADE, ""]
    lines += [
        "Files are TOML. `tillitsim schema KIND` prints what editors complete keys with; what is",
        "wrong in a file is told with its line. Keys in small letters such as `mix` hold",
        "[parameters](parameters.md). What a sweep leaves is told in [run many",
        "simulations](../how-to/sweeps.md), what other results leave by each [command](cli.md).",
    ]
    for kind, what in KINDS.items():
        schema = json_schema(model_of(kind), "en", kind)
        lines += ["", f"## {kind}: {what}", "", *_keys(schema, schema)]
        for name, table in schema.get("definitions", {}).items():
            if "properties" in table and name[0].isupper():
                lines += [
                    "",
                    f"### {kind}: {name.removesuffix('Table')}",
                    "",
                    *_keys(table, schema),
                ]
    return "\n".join(lines) + "\n"


def _keys(table: Mapping[str, Any], schema: Mapping[str, Any]) -> list[str]:
    needed = set(table.get("required", ()))
    rows = [
        f"| `{name}` | {_kind(each, schema)} | {'yes' if name in needed else ''} |"
        for name, each in table.get("properties", {}).items()
    ]
    return ["| key | value | needed |", "| --- | --- | --- |", *rows]


def _kind(each: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    """What a key takes, in words."""
    if "$ref" in each:
        return f"a table: *{each['$ref'].rpartition('/')[2].removesuffix('Table')}*"
    for word in ("anyOf", "oneOf"):
        if word in each:
            return " or ".join(dict.fromkeys(_kind(one, schema) for one in each[word]))
    if "enum" in each:
        names = [f"`{one}`" for one in each["enum"]]
        return ", ".join(names) if len(names) <= WIDEST else f"one of {len(names)} names"
    if each.get("type") == "array":
        return f"a list: {_kind(each.get('items', {}), schema)}"
    if "minimum" in each or "maximum" in each:
        low, high = each.get("minimum", "…"), each.get("maximum", "…")
        return f"{each.get('type', 'number')}, {low} to {high}"
    return str(each.get("type", "anything"))


def mechanisms() -> str:
    """A section a mechanism: what it does, theory, evidence, limits, numbers."""
    found = json.loads(RESULTS.read_text(encoding="utf-8"))["findings"]
    lines = ["# The mechanisms: theory, evidence, limits", "", MADE, ""]
    lines += [
        "One mechanism, one file, in the order of the month. *Evidence* lists findings that a",
        "mechanism names as its source and that the model is held against, with the verdict of the",
        "last scored run; a hit of a source is no prediction. [Every equation](../model.md).",
    ]
    for name in MECHANISMS:
        text = ast.get_docstring(ast.parse((HEADS / f"{name}.py").read_text("utf-8"))) or ""
        entries = read_entries(HEADS / f"{name}.toml")
        title = text.partition("\n\n")[0].rstrip(".")
        head, _, rest = title.partition(": ")
        numbers = [f"`{each}`" for each in entries if each]
        evidence = [
            f"{each['id']} {each['name']} ({each['source']['authors']} {each['source']['year']}):"
            f" {each['verdict'] or 'not run'}"
            for each in found
            if _cites(text, each["source"])
        ]
        lines += ["", f"## {head}", "", f"{_plain(rest[:1].upper() + rest[1:])}.", ""]
        lines += [f"- **Theory**: {_plain(_said(text, 'Source'))}"]
        lines += [f"- **Evidence**: {_plain('; '.join(evidence)) or 'none of its own'}"]
        lines += [f"- **Limits**: {_plain(_said(text, 'Limits')) or 'none stated'}"]
        lines += [f"- **Reads** {_plain(_said(text, 'Reads'))}"]
        lines += [f"- **Writes** {_plain(_said(text, 'Writes'))}"]
        lines += [f"- **Numbers**: {', '.join(numbers) or 'none'}"]
        lines += [f"- **Code**: [`{name}.py`](../../src/tillitsim/model/mechanisms/{name}.py);"
                  f" without it: `--without {name}`"]  # fmt: skip
    return "\n".join(lines) + "\n"


def _said(text: str, word: str) -> str:
    found = re.search(rf"^{word} +(.*(?:\n {{9}}.*)*)", text, re.MULTILINE)
    return " ".join(found[1].split()) if found else ""


def _plain(text: str) -> str:
    return " ".join(text.split()).replace("*", "\\*").replace("<", "&lt;")


def _cites(text: str, source: Mapping[str, Any]) -> bool:
    """Whether a head names a study: its first author with its year soon after."""
    first = re.split(r"[ ,&]", source["authors"])[0]
    return re.search(rf"{re.escape(first)}[^;.]{{0,60}}\({source['year']}\)", text) is not None


PAGES: Mapping[Path, Callable[[], str]] = {
    DOCS / "reference" / "python.md": python,
    DOCS / "reference" / "files.md": files,
    DOCS / "explanation" / "mechanisms.md": mechanisms,
}


def main(arguments: list[str]) -> int:
    """Write the pages, or with ``--check`` say which are out of date."""
    return write_or_check({path: made() for path, made in PAGES.items()}, arguments, "reference.py")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
