"""Makes the equations and the notation table of docs/model.md from the heads of the mechanisms.

    python tools/model.py             writes them
    python tools/model.py --check     fails if they are out of date

A head is the docstring of a file in ``model/mechanisms`` (and of ``model/initialise.py``). Its
equations are indented; what follows three spaces after an equation is a remark. Then it says where
each symbol stands in the code: first what the model knows, with a word and a unit, then what is
given, whose words and units are declared::

    where
        kappa  staff.competence  competence: can [0-1]
    given
        k_g meeting.returns; vis instruments.visibility

A place is a parameter, a column, an outcome, a draw, a rule (with brackets) or a named value.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from made import write_or_check

from tillitsim.model.outcomes import OUTCOMES
from tillitsim.model.state import columns, tables
from tillitsim.scenario.declared.declarations import PARAMETERS

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "model.md"
MODEL = ROOT / "src" / "tillitsim" / "model"
FILES = {path.stem: path for path in [MODEL / "initialise.py", *MODEL.glob("mechanisms/[!_]*.py")]}

MODULES = {"random", "columns", *FILES}
PART = re.compile(r"(<!-- (equations of|notation):? ?(\w*) -->\n).*?(?=<!-- end -->)", re.DOTALL)
FUNCTIONS = {"N", "U", "exp", "logistic", "logit", "max", "mean", "min", "sqrt", "sum"}
GREEK = {
    "aleph": "ℵ", "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "ell": "ℓ", "eps": "ε",
    "zeta": "ζ", "eta": "η", "theta": "θ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ",
    "nu": "ν", "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "phi": "φ", "chi": "χ",
    "half": "½", "up": "⁺", "down": "⁻",
}  # fmt: skip
GROUPS = {
    "mix.*": "shares of the mix, one a principle",
    "profile.*": "cells of the profile table",
    "interaction.*": "interaction of two instruments",
}


class Symbol(NamedTuple):
    """A line of ``where``."""

    name: str
    word: str
    unit: str
    place: str


def head(path: Path) -> str:
    """The docstring of a file."""
    return ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""


def equations(text: str) -> str:
    """The equations of a head as they stand, with their headings."""
    return text.partition("\n\nwhere\n")[0].partition("\n\n")[2]


def where(text: str) -> list[Symbol]:
    """What the symbols of a head mean."""
    section = text.partition("\n\nwhere\n")[2].partition("\n\n")[0]
    known, _, given = section.partition("\ngiven\n")
    return [*map(_known, known.splitlines()), *map(_given, " ".join(given.split()).split("; "))]


def _known(line: str) -> Symbol:
    name, place, what = re.split(r" {2,}", line.strip())
    word, _, unit = what.removesuffix("]").partition(" [")
    return Symbol(name, word, unit, place)


def _given(entry: str) -> Symbol:
    name, place = entry.split(" ")
    declared = [parameter for known, parameter in PARAMETERS.items() if fnmatch(known, place)]
    word = (
        GROUPS[place]
        if place.endswith("*")
        else re.sub(r" \([^)]*\)$", "", declared[0].label("en"))
    )
    units = {parameter.unit for parameter in declared}
    return Symbol(name, word, units.pop() if len(units) == 1 else "its unit", place)


def formulas(text: str) -> Iterator[str]:
    """The formulas in the equations of a head, without remarks and what is drawn."""
    for line in equations(text).splitlines():
        if line.startswith(" "):
            left, relation, right = re.split(r"( \+?= | ~ |$)", line.strip(), maxsplit=1)
            formula = left + relation + re.split(r" {3,}", right.strip())[0]
            if not relation:
                formula = re.split(r" {3,}", left)[0]
            yield re.sub(r"Pr\[[^\]]*\]", "", formula)


def symbols(text: str) -> list[str]:
    """The symbols in the equations of a head, in the order in which they first come."""
    found: dict[str, None] = {}
    for formula in formulas(text):
        for match in re.finditer(r"[A-Za-z]\w*[~*]?", formula):
            following = formula[match.end() : match.end() + 1]
            function = match[0] in FUNCTIONS and following == "("
            exponential = match[0] == "e" and following == "^"
            if not function and not exponential:
                found[match[0]] = None
    return list(found)


def is_parameter(place: str) -> bool:
    """Whether a place is a parameter or a group of them."""
    return any(fnmatch(name, place) for name in PARAMETERS)


def state_names() -> set[str]:
    """The columns of all tables, as ``staff.competence``, and the arrays beside them."""
    kinds = ("council", "politician", "unit", "manager", "staff")
    names = {f"{kind}.{name}" for kind in kinds for name in getattr(tables, kind.upper()).names}
    names |= {f"citizen.{name}" for name in tables.Citizen._fields}
    names |= {f"scratch.{name}" for name in columns.Scratch._fields}
    return names | {f"state.{name}" for name in ("signal", "instrument")}


def kind(place: str) -> str:
    """What there is at a place; KeyError where there is nothing."""
    if is_parameter(place):
        return "instrument" if place.startswith("instruments.") else "parameter"
    if any(fnmatch(name, place) for name in state_names()):
        return "column"
    room, _, name = place.partition(".")
    if room == "outcome" and name in OUTCOMES:
        return "outcome"
    folder = {"random": "core", "columns": "state"}.get(room, "mechanisms")
    module = import_module(f"tillitsim.model.{folder}.{room}") if room in MODULES else None
    if hasattr(module, name.removesuffix("()")):
        return "rule" if name.endswith("()") else "draw" if room == "random" else "value"
    raise KeyError(place)


def in_print(name: str) -> str:
    """A symbol with Greek letters."""
    bare = name.rstrip("~*")
    letters = "_".join(GREEK.get(part, part) for part in bare.split("_"))
    letters = letters.replace("_⁺", "⁺").replace("_⁻", "⁻")
    return letters + name[len(bare) :].replace("~", "\u0303")


def notation() -> str:
    """The notation table: every symbol of every head."""
    rows = {symbol.name: symbol for path in FILES.values() for symbol in where(head(path))}
    lines = ["| symbol | in print | what | unit | where in code |", "|" + " --- |" * 5]
    for name in sorted(rows, key=lambda name: (name.lower(), name)):
        _, word, unit, place = rows[name]
        sign = in_print(name) if in_print(name) != name else ""
        shown = place.replace("|", "\\|")
        lines.append(f"| `{name}` | {sign} | {word} | {unit} | {kind(place)} `{shown}` |")
    return "\n".join(lines) + "\n"


def page(text: str) -> str:
    """The page with its equations and its notation made anew."""

    def made(found: re.Match[str]) -> str:
        if found[2] == "notation":
            return f"{found[1]}\n{notation()}\n"
        return f"{found[1]}\n```text\n{equations(head(FILES[found[3]]))}\n```\n\n"

    return PART.sub(made, text)


def main(arguments: list[str]) -> int:
    """Write the page, or with ``--check`` say whether it is out of date."""
    return write_or_check({PAGE: page(PAGE.read_text(encoding="utf-8"))}, arguments, "model.py")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
