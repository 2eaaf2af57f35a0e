"""Makes the reference tables anew from the declarations: parameters, profile, outcomes, columns.

python tools/tables.py             writes parameters, profile-table, outcomes, columns
                                  into docs/reference/
python tools/tables.py --check     fails if any of them is out of date
"""

from __future__ import annotations

import math
import sys
from pathlib import Path

from made import write_or_check

from tillitsim.model.counters import COUNTERS
from tillitsim.model.outcomes import LEVELS, OUTCOMES, level_label
from tillitsim.scenario.declared.declarations import PARAMETERS
from tillitsim.scenario.declared.instruments import INSTRUMENTS, PRINCIPLES
from tillitsim.scenario.declared.parameter import Parameter
from tillitsim.scenario.description.describe import readers
from tillitsim.studies.evidence.columns import TABLES, meanings

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "reference"
MADE = "*Made by `python tools/tables.py` from the declarations; do not edit.*"


def number(value: float) -> str:
    """A number as short as it can be; NaN is *unset*."""
    return "unset" if math.isnan(value) else f"{value:g}"


def cell(text: str) -> str:
    """Text that does not break a Markdown table."""
    return text.replace("|", "\\|")


def row_of(parameter: Parameter) -> str:
    """One parameter as a row."""
    bounds = "{:g} to {:g}".format(*parameter.bounds)
    span = "{:g} to {:g}".format(*parameter.range)
    read = ", ".join(readers(parameter.name))
    cells = (
        f"`{parameter.name}`", number(parameter.default), span, bounds, parameter.unit,
        parameter.label("en"), parameter.source, read,
    )  # fmt: skip
    return "| " + " | ".join(cell(each) for each in cells) + " |"


def parameters() -> str:
    """Every parameter but the cells of the profile table, by group."""
    lines = ["# Parameters", "", MADE, ""]
    lines += [
        "*Range*: plausible, for sensitivity and calibration. *Bounds*: outside is an error.",
        "`tillitsim parameters NAME` shows one, in Swedish too.",
    ]
    group = ""
    for name, parameter in PARAMETERS.items():
        if name.startswith("profile."):
            continue
        if name.partition(".")[0] != group:
            group = name.partition(".")[0]
            lines += ["", f"## {group}", ""]
            lines.append("| name | default | range | bounds | unit | what | source | read by |")
            lines.append("| --- | --- | --- | --- | --- | --- | --- | --- |")
        lines.append(row_of(parameter))
    return "\n".join(lines) + "\n"


def profile_table() -> str:
    """The profile table: how each principle uses each instrument."""
    lines = ["# The profile table", "", MADE, ""]
    lines += [
        "The only place where the principles differ: `profile.INSTRUMENT.PRINCIPLE`. *Soft*: the",
        "cells are nearly all assumed; the neutral table takes the same value for all three.",
        "",
        "| part | instrument | competition | regulation | trust | neutral range | soft | held by |"
        " kind | unit | source |",
        "| --- " * 11 + "|",
    ]
    for each in INSTRUMENTS:
        values = [number(PARAMETERS[f"profile.{each.name}.{p}"].default) for p in PRINCIPLES]
        neutral = "{:g} to {:g}".format(*each.neutral)
        cells = (
            each.part, f"{each.english} (`{each.name}`)", *values, neutral,
            "yes" if each.soft else "", each.holder, each.kind, each.unit, each.source,
        )  # fmt: skip
        lines.append("| " + " | ".join(cell(part) for part in cells) + " |")
    return "\n".join(lines) + "\n"


def outcomes() -> str:
    """Every outcome, level by level."""
    lines = ["# Outcomes", "", MADE]
    for level in LEVELS:
        lines += ["", f"## {level_label(level, 'en')} ({level_label(level, 'sv')})", ""]
        head = (
            "name",
            "outcome",
            "på svenska",
            "raw unit",
            "bounds",
            "better",
            "reads",
            "matters from",
        )
        lines += ["| " + " | ".join(head) + " |", "| --- " * len(head) + "|"]
        for each in OUTCOMES.values():
            if each.level == level:
                better = {1: "higher", -1: "lower", 0: "neither"}[each.better]
                bounds = "{:g} to {:g}".format(*each.bounds).replace("0 to inf", "from 0")
                cells = (
                    f"`{each.name}`", each.label("en"), each.label("sv"), each.unit, bounds, better,
                    each.reading("en"), f"{each.matters * each.factor:g}",
                )  # fmt: skip
                lines.append("| " + " | ".join(cell(part) for part in cells) + " |")
    lines += ["", "## Counters", ""]
    lines += ["What a month leaves, from which outcomes are read: sums over people, cases, units"]
    lines += ["or councils, by group of units.", "", "| name | what is summed | unit |"]
    lines += ["| --- " * 3 + "|"]
    lines += [f"| `{each.name}` | {each.label} | {each.unit} |" for each in COUNTERS.values()]
    return "\n".join(lines) + "\n"


TABLE_NAMES = {
    "staff": "Staff, one row a post",
    "unit": "Units: schools, home-care areas, clinics",
    "manager": "Managers, one a unit",
    "council": "Councils, which are the organisations of a cross-section",
    "citizen": "Citizens",
}


def columns() -> str:
    """Every column of the model's tables that a finding or a fact may read."""
    lines = ["# Columns", "", MADE, ""]
    lines += [
        "What a [finding](../how-to/finding.md) may read of people, units and organisations, month",
        'by month: `columns = ["staff.slack"]`. *Row*, *number* and *place* are of use to the',
        "engine only; money is in fixed point (2**-32).",
    ]
    told = meanings()
    for table, names in TABLES.items():
        lines += ["", f"## {TABLE_NAMES[table]}", ""]
        lines += ["| name | what | unit |", "| --- " * 3 + "|"]
        for name in names:
            unit, meaning = told[f"{table}.{name}"]
            lines.append(f"| `{table}.{name}` | {cell(meaning)} | {cell(unit)} |")
    return "\n".join(lines) + "\n"


PAGES = {
    "parameters.md": parameters,
    "profile-table.md": profile_table,
    "outcomes.md": outcomes,
    "columns.md": columns,
}


def main(arguments: list[str]) -> int:
    """Write the pages, or with ``--check`` say which are out of date."""
    return write_or_check(
        {FOLDER / name: page() for name, page in PAGES.items()}, arguments, "tables.py"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
