"""Makes the parts of docs/odd.md that stand in the code: entities, schedule, submodels, numbers.

    python tools/odd.py             writes them
    python tools/odd.py --check     fails if they are out of date

What is prose on the page is written by hand; between ``<!-- made: NAME -->`` and ``<!-- end -->``
stands what follows from the declarations and the heads of the mechanisms.
"""

from __future__ import annotations

import ast
import re
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

from made import write_or_check

from tillitsim.model.counters import COUNTERS
from tillitsim.model.outcomes import LEVELS, OUTCOMES, level_label
from tillitsim.scenario.declared.declarations import MECHANISMS, PARAMETERS
from tillitsim.scenario.declared.table_file import read_entries
from tillitsim.studies.evidence.columns import TABLES, meanings

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "odd.md"
HEADS = ROOT / "src" / "tillitsim" / "model" / "mechanisms"
PART = re.compile(r"(<!-- made: (\w+) -->\n).*?(?=<!-- end -->)", re.DOTALL)
ENTITIES = {
    "citizen": "Citizens",
    "staff": "Staff, one row a post",
    "manager": "Managers, one a unit",
    "unit": "Units: schools, home-care areas, clinics",
    "council": "Councils: municipalities, regions, the state",
}
START = {
    "chain": "how many of each",
    "people": "staff and citizens",
    "managers": "managers",
    "politicians": "politicians",
}


def head(mechanism: str) -> str:
    """The docstring of a mechanism's file."""
    text = (HEADS / f"{mechanism}.py").read_text(encoding="utf-8")
    return ast.get_docstring(ast.parse(text)) or ""


def said(text: str, word: str) -> str:
    """What a head says after a word at the beginning of a line, such as *Source*."""
    found = re.search(rf"^{word} +(.*(?:\n {{9}}.*)*)", text, re.MULTILINE)
    return cell(found[1]) if found else ""


def cell(text: str) -> str:
    """Text within a Markdown table."""
    return " ".join(text.split()).replace("|", "\\|").replace("*", "\\*")


def first_sentence(text: str) -> str:
    """What a mechanism is, from the first line of its head."""
    return cell(text.partition("\n\n")[0].partition(": ")[2].rstrip("."))


def entities() -> str:
    """What there is, and what of each is true in a month."""
    told = meanings()
    lines = ["| entity | state variables |", "| --- | --- |"]
    for table, title in ENTITIES.items():
        names = [f"{told[f'{table}.{name}'].meaning} (`{name}`)" for name in TABLES[table]]
        lines.append(f"| **{title}** ({len(names)}) | {cell('; '.join(names))} |")
    return "\n".join(lines)


def schedule() -> str:
    """The mechanisms in the order of the month, and what each reads and writes."""
    lines = ["| | mechanism | what happens | reads | writes |", "| --- " * 5 + "|"]
    for i, name in enumerate(MECHANISMS, 1):
        text = head(name)
        cells = (str(i), f"`{name}`", first_sentence(text), said(text, "Reads"),
                 said(text, "Writes"))  # fmt: skip
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def submodels() -> str:
    """Each mechanism: its numbers, where it is from, what it is held to at its limits."""
    lines = ["| submodel | numbers | source | limits that tests hold it to |", "| --- " * 4 + "|"]
    for name in MECHANISMS:
        text = head(name)
        owned = sum(map(bool, read_entries(HEADS / f"{name}.toml")))
        link = f"[`{name}`](../src/tillitsim/model/mechanisms/{name}.py)"
        cells = (link, str(owned), said(text, "Source"), said(text, "Limits"))
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def start() -> str:
    """What everybody begins with: the declared numbers of the initial state."""
    lines = ["| | what | default | range | source |", "| --- " * 5 + "|"]
    for name, each in PARAMETERS.items():
        group = name.partition(".")[0]
        if group in START and "." not in name.partition(".")[2]:
            span = "{:g} to {:g}".format(*each.range)
            cells = (f"`{name}`", each.label("en"), f"{each.default:g}", span, each.source)
            lines.append("| " + " | ".join(map(cell, cells)) + " |")
    return "\n".join(lines)


def observation() -> str:
    """How many outcomes are read, level by level."""
    levels = Counter(each.level for each in OUTCOMES.values())
    told = ", ".join(f"{level_label(level, 'en').lower()} {levels[level]}" for level in LEVELS)
    return f"{len(OUTCOMES)} outcomes ({told}), read from {len(COUNTERS)} counters of the month."


def numbers() -> str:
    """How many numbers there are, and what they rest on."""
    cells = [name for name in PARAMETERS if name.startswith("profile.")]
    others = [each for name, each in PARAMETERS.items() if name not in cells]
    assumed = sum(each.source.lower().startswith("assumed") for each in others)
    return (
        f"{len(others)} parameters, of which {assumed} have a source that begins with *assumed*,"
        f" and {len(cells)} cells of the profile table."
    )


PARTS: Mapping[str, Callable[[], str]] = {
    each.__name__: each for each in (entities, schedule, submodels, start, observation, numbers)
}


def page(text: str) -> str:
    """The page with its made parts anew."""
    return PART.sub(lambda found: f"{found[1]}\n{PARTS[found[2]]()}\n\n", text)


def main(arguments: list[str]) -> int:
    """Write the page, or with ``--check`` say whether it is out of date."""
    return write_or_check({PAGE: page(PAGE.read_text(encoding="utf-8"))}, arguments, "odd.py")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
