"""A sensitivity analysis as records: every number with its interval."""

from __future__ import annotations

import math
from collections.abc import Iterator

from tillitsim.runs.experiment.schema import SIMPLEX
from tillitsim.studies.sensitivity.analysis import Found, Sensitivity
from tillitsim.studies.sensitivity.distribution import Distances
from tillitsim.studies.sensitivity.indices import Estimate, Indices
from tillitsim.view.table import Cell


def sensitivity_records(found: Sensitivity) -> list[dict[str, Cell]]:
    """Every number as a flat record; effects are raw, indices shares of the variance."""
    records: list[dict[str, Cell]] = []
    for outcome, each in found.found.items():
        for name, kind, numbers in (*_numbers(each), *_ratio_numbers(found, outcome)):
            value, low, high = (None if math.isnan(number) else number for number in numbers)
            records.append(
                {
                    "outcome": outcome,
                    "input": name,
                    "index": kind,
                    "value": value,
                    "low": low,
                    "high": high,
                }
            )
    return records


def _numbers(each: Found | None) -> Iterator[tuple[str, str, Estimate]]:
    """Input, kind of number, and the number with its interval."""
    if isinstance(each, Indices):
        for name, index in each.inputs.items():
            yield name, "first", index.first
            yield name, "total", index.total
        for principle in each.shapley:
            yield f"{SIMPLEX}.{principle}", "closed", each.closed[principle]
            yield f"{SIMPLEX}.{principle}", "shapley", each.shapley[principle]
        for (one, other), value in each.together.items():
            yield f"{one} x {other}", "second", value
    elif isinstance(each, Distances):
        for name, distance in each.inputs.items():
            yield name, "pawn_median", Estimate(distance.median, math.nan, math.nan)
            yield name, "pawn_maximum", Estimate(distance.maximum, math.nan, math.nan)
        yield "", "pawn_nothing", Estimate(each.nothing, math.nan, math.nan)
    elif each is not None:
        for name, effect in each.inputs.items():
            yield name, "mu_star", effect.mu_star
            yield name, "mu", Estimate(effect.mu, math.nan, math.nan)
            yield name, "sigma", Estimate(effect.sigma, math.nan, math.nan)


def _ratio_numbers(found: Sensitivity, outcome: str) -> Iterator[tuple[str, str, Estimate]]:
    for (one, other), value in found.log_ratios.get(outcome, {}).items():
        yield f"ilr {one}/{other or 'others'}", "log_ratio", value
