"""The ``[design]`` table of an experiment file: what it says, checked."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import cast

from tillitsim.errors import did_you_mean
from tillitsim.runs.experiment.design import count_of
from tillitsim.runs.experiment.reading import Table
from tillitsim.runs.experiment.schema import KINDS, SIMPLEX, Arm, Axis, Design, Kind
from tillitsim.scenario import files
from tillitsim.scenario.declarations import PARAMETERS
from tillitsim.scenario.files import shown
from tillitsim.scenario.parameter import Parameter
from tillitsim.scenario.values import number, plain, suggestion

MOST_POINTS = 5_000_000
MOST_LEVELS = 10_000
KNOWN = (*PARAMETERS, f"{SIMPLEX}.")


def design_of(table: Table, path: Path, arms: Sequence[Arm]) -> Design:
    """The design that a table says; whatever is wrong is noted."""
    table.only("kind", "size", "seed", "file", "vary", "cross")
    if "kind" not in table:
        table.wrong(f"not given; write one of {', '.join(KINDS)}.", "kind")
    kind = cast(Kind, table.choice("kind", KINDS, "grid"))
    design = Design(
        kind,
        size=table.whole("size", 10 if kind in {"simplex-lattice", "morris"} else 64,
                         (1, MOST_POINTS)),
        seed=table.whole("seed", 0, (0, 2**63 - 1)),
        vary=_axes(table.table("vary")),
        cross=_axes(table.table("cross")),
    )  # fmt: skip
    if kind == "list":
        design = replace(design, listed=_listed(table, path))
    _check_kind(table, design)
    _check_names(table, design, arms)
    if not table.problems.sentences and count_of(design) > MOST_POINTS:
        table.wrong(f"{count_of(design):,} points are too many; {MOST_POINTS:,} are the most.")
    return design


def _check_kind(table: Table, design: Design) -> None:
    kind, names = design.kind, [axis.name for axis in design.vary]
    if kind.startswith("simplex"):
        others = [name for name in names if name != SIMPLEX]
        if others:
            table.wrong(
                f'kind = "{kind}" varies the mix alone; put {", ".join(others)} under'
                " [design.cross].",
                "vary",
            )
    elif kind == "list":
        if names:
            table.wrong("a list has its parameters in the header of its file; leave vary out.",
                        "vary")  # fmt: skip
    elif not table.table("vary").content:
        table.wrong(
            'nothing varies; write for example "task.variety" = { from = 0.4, to = 1.4 } under'
            " [design.vary].",
            "vary",
        )
    if "file" in table and kind != "list":
        table.wrong('only kind = "list" reads a file.', "file")
    if kind in {"sobol", "simplex-sobol"} and design.size & (design.size - 1):
        below = 1 << (design.size.bit_length() - 1)
        table.wrong(
            f"{design.size} is not a power of two, which a Sobol sequence needs to be balanced;"
            f" write {below} or {2 * below}.",
            "size",
        )


def _check_names(table: Table, design: Design, arms: Sequence[Arm]) -> None:
    """Nothing is varied twice, and nothing that an arm sets is varied over it."""
    varied = [axis.name for axis in (*design.vary, *design.cross)]
    varied += [SIMPLEX] if design.kind.startswith("simplex") and SIMPLEX not in varied else []
    varied += design.listed[0].keys() if design.listed else []
    for name in sorted({name for name in varied if varied.count(name) > 1}):
        table.wrong(f"{name} is varied twice; vary it once.")
    shares = [name for name in varied if name.startswith(f"{SIMPLEX}.")]
    if SIMPLEX in varied and set(shares) & {f"{SIMPLEX}.{p}" for p in _PRINCIPLES}:
        table.wrong(f"{SIMPLEX} and {shares[0]} are varied both; vary one of them.")
    for arm in arms:
        for name in arm.changes:
            whole_mix = SIMPLEX in varied and name.partition(".")[2] in _PRINCIPLES
            if name in varied or (whole_mix and name.startswith(f"{SIMPLEX}.")):
                table.wrong(
                    f"arm '{arm.name}' sets {name}, which the design varies too; the arm would"
                    " have no effect. Leave it out of one of them."
                )


_PRINCIPLES = ("competition", "regulation", "trust")


def _axes(table: Table) -> tuple[Axis, ...]:
    axes = []
    for steps, given in table.leaves(KNOWN):
        name = ".".join(steps)
        if name != SIMPLEX and name not in PARAMETERS:
            table.wrong(f"unknown setting{suggestion(name, (SIMPLEX,))}", *steps)
            continue
        inner = Table(table.document, (*table.path, *steps), given, table.problems)
        axes.append(_simplex(inner) if name == SIMPLEX else _axis(inner, PARAMETERS[name]))
    return tuple(axes)


def _simplex(table: Table) -> Axis:
    table.only("steps")
    return Axis(SIMPLEX, steps=table.whole("steps", 5, (2, MOST_LEVELS)))


def _axis(table: Table, parameter: Parameter) -> Axis:
    table.only("from", "to", "steps", "values")
    if "values" in table:
        given = table.content["values"]
        levels = given if isinstance(given, list) else []
        if not levels:
            table.wrong("must be a list of numbers, such as [0.4, 0.9, 1.4].", "values")
        if {"from", "to", "steps"} & table.content.keys():
            table.wrong("give either values or from, to and steps.", "values")
        found = (number(parameter, each, table.at("values"), table.problems) for each in levels)
        values = tuple(value for value in found if value is not None)
        if len(set(values)) < len(values):
            table.wrong("the same value stands there twice.", "values")
        return Axis(parameter.name, values=values, whole=parameter.whole)
    low, high = (_end(table, key, parameter, i) for i, key in enumerate(("from", "to")))
    if not low < high:
        table.wrong(f"from {plain(low)} to {plain(high)} is no range; from must be below to.")
        high = low + 1.0
    most = int(high - low) + 1 if parameter.whole else MOST_LEVELS
    steps = table.whole("steps", min(5, most), (2, MOST_LEVELS))
    if steps > most:
        table.wrong(f"there are only {most} whole numbers from {plain(low)} to {plain(high)}.",
                    "steps")  # fmt: skip
    return Axis(parameter.name, low, high, steps, whole=parameter.whole)


def _end(table: Table, key: str, parameter: Parameter, end: int) -> float:
    """One end of an axis: as given, or that of the parameter's plausible range."""
    if key not in table:
        return parameter.range[end]
    value = number(parameter, table.content[key], table.at(key), table.problems)
    if value is None or math.isnan(value):
        return parameter.range[end]
    return value


def _listed(table: Table, path: Path) -> tuple[dict[str, float], ...]:
    """The points of a CSV file: parameters in the header, a point a row.

    Where cells are parted by semicolons, as in Swedish spreadsheets, decimals may take a comma.
    """
    if "file" not in table:
        table.wrong('not given; write for example file = "points.csv".', "file")
        return ()
    file = path.parent / table.text("file")
    label = files.label_of(file)
    if not files.is_file(file):
        table.wrong(f"there is no file {label}.", "file")
        return ()
    try:
        lines = file.read_text("utf-8-sig").splitlines()
        local = bool(lines) and ";" in lines[0]
        rows = list(csv.reader(lines, delimiter=";" if local else ","))
    except (OSError, UnicodeDecodeError, csv.Error) as problem:
        reason = getattr(problem, "strerror", None) or "it is not CSV in UTF-8"
        table.wrong(f"{label} cannot be read: {reason}.", "file")
        return ()
    header = [name.strip() for name in rows[0]] if rows else []
    for name in header:
        if name not in PARAMETERS:
            advice = did_you_mean(name, PARAMETERS) or "; 'tillitsim parameters' lists them all."
            table.problems.add(f"{label}, line 1: '{shown(name)}': unknown setting{advice}")
    if len(set(header)) < len(header):
        table.problems.add(f"{label}, line 1: a parameter stands there twice; give it once.")
    if len(rows) < 2:
        table.problems.add(f"{label}: no points; the header names parameters, each row is a point.")
    if any(name not in PARAMETERS for name in header):
        return ()
    return tuple(
        _row(table, f"{label}, line {i}: ", header, cells, local=local)
        for i, cells in enumerate(rows[1:], 2)
        if cells
    )


def _row(
    table: Table, where: str, header: Sequence[str], cells: Iterable[str], *, local: bool
) -> dict[str, float]:
    texts = [text.strip().replace(",", "." if local else ",") for text in cells]
    if len(texts) != len(header):
        table.problems.add(f"{where}{len(texts)} cells, but the header has {len(header)}.")
        return {}
    point = {}
    for name, text in zip(header, texts, strict=True):
        try:
            given: object = float(text)
        except ValueError:
            given = text
        value = number(PARAMETERS[name], given, where, table.problems)
        if value is not None:
            point[name] = value
    return point
