"""The outcomes that a sweep has kept month by month: means over replicates, as a table."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from tillitsim.locale import translator
from tillitsim.runs.cases.case import FloatArray
from tillitsim.runs.statistics.intervals import t_interval
from tillitsim.runs.sweeps.results import Stored
from tillitsim.studies.results.table import FEW, NONE
from tillitsim.view.columns import aligned
from tillitsim.view.numbers import decimal
from tillitsim.view.table import Cell, Table
from tillitsim.view.text import capital

YEAR = 12
INTERVAL = ("mean", "low", "high", "n")


def monthly_table(stored: Stored, outcomes: Sequence[str]) -> Table:
    """A row a point, arm and month (from 1): each outcome's mean and its 95% interval (chance).

    Outcomes are in the units that they read in; ``n`` counts replicates with a value that month.

    Raises
    ------
    InputError
        When the sweep has not kept one of them.
    """
    found = []
    for name in outcomes:
        factor = stored.declared[name].factor
        values = np.moveaxis(factor * stored.series(name), 2, 0)  # replicates first
        found.append(t_interval(values))
    columns = [f"{name}_{end}" for name in outcomes for end in INTERVAL]
    rows: list[list[Cell]] = []
    for cell, parameters in enumerate(stored.points.cells.tolist()):
        for arm, title in enumerate(stored.points.arms):
            for month in range(found[0].mean.shape[-1]):
                values_here = (each[cell, arm, month].item() for one in found for each in one)
                rows.append([cell, *parameters, title, month + 1, *values_here])
    return Table(["point", *stored.points.parameters, "arm", "month", *columns], rows)


def yearly_text(stored: Stored, outcomes: Sequence[str], language: str) -> str:
    """Means of whole and begun years, a row a point and arm; the first points, if they are many."""
    _ = translator(language)
    lines = []
    for name in outcomes:
        outcome = stored.declared[name]
        lines += [f"{capital(outcome.label(language))}, {outcome.reading(language)}"]
        lines += aligned(_years(stored, name, language), indent="  ")
        if outcome.over == "total":
            told = _(
                "A total over a total in each month, and here the mean of the months' own: not that"
                " of all months together, of which no parts are kept."
            )
            lines.append(f"  {told}")
        lines += [""]
    if len(stored.points.cells) > FEW:
        lines += [_("The first {} points; the file has all of them.").format(FEW), ""]
    return "\n".join(lines)


def _years(stored: Stored, name: str, language: str) -> list[list[str]]:
    _, outcome = translator(language), stored.declared[name]
    means = outcome.factor * t_interval(np.moveaxis(stored.series(name), 2, 0)).mean
    starts = range(0, means.shape[-1], YEAR)
    rows = [
        [*stored.points.parameters, _("Arm"), *(_("year {}").format(m // YEAR + 1) for m in starts)]
    ]
    for point, by_arm in list(zip(stored.points.cells.tolist(), means, strict=True))[:FEW]:
        for arm, months in zip(stored.points.arms, by_arm, strict=True):
            years = [_mean(months[start : start + YEAR]) for start in starts]
            told = [
                NONE if math.isnan(year) else decimal(year, outcome.digits, language)
                for year in years
            ]
            rows.append([*(f"{value:g}" for value in point), arm, *told])
    return rows


def _mean(values: FloatArray) -> float:
    """The mean of those months that have a value."""
    there = values[np.isfinite(values)]
    return float(there.mean()) if len(there) else math.nan
