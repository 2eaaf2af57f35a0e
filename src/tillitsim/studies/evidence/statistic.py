"""Statistics of virtual experiments, one number a replicate; each the textbook definition.

Entities are people, units or organisations; all means leave out those who were not measured.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from tillitsim.studies.evidence.quantity import Quantity, cells_of, in_context, quantity
from tillitsim.studies.evidence.schema import Check, Experiment

Values = NDArray[np.float64]
Readings = Mapping[Quantity, Values]
"""What one replicate gave: entities' values by quantity."""
Drawn = Mapping[str, Values]
"""Parameters that the cross-section varies: organisations' values by name."""


def statistics(
    check: Check, experiment: Experiment, readings: Readings, drawn: Drawn
) -> tuple[float, ...]:
    """The statistic of a check in one replicate (an ordering: the means to be ordered)."""
    if check.kind == "ordering":
        return tuple(mean(readings[quantity(text, experiment)]) for text in check.order)
    return (statistic(check, experiment, readings, drawn),)


def statistic(  # noqa: PLR0911 - one return a family of statistics
    check: Check, experiment: Experiment, readings: Readings, drawn: Drawn
) -> float:
    """The statistic of a check in one replicate; NaN where it is not defined."""

    def of(text: str) -> Values:
        return drawn[text] if text in drawn else readings[quantity(text, experiment)]

    if check.over:
        return weighted_mean(
            [
                statistic(in_context(check, context), experiment, readings, drawn)
                for context in check.over
            ],
            list(check.over.values()),
        )
    if check.kind == "crossing":
        return crossing(check, experiment, readings)
    if check.kind == "slope":
        return slope(of(check.of), [of(text) for text in check.predictors])
    if check.kind in {"share", "share-difference"}:
        return _share(check, of)
    if check.kind in SCALED:
        scale = spread(of(check.scale)) if check.scale else 1.0
        return _combined(check, experiment, readings, of) / scale
    if check.kind == "standardised":
        return standardised(of(check.of), of(check.than), of(check.scale or check.than))
    if check.kind == "mean":
        return mean(of(check.of))
    if check.kind == "shortfall":
        return shortfall(of(check.of), of(check.than), check.full)
    return TWO[check.kind](of(check.of), of(check.than))


SCALED = ("interaction", "remaining", "main-effect", "contrast")
"""Kinds that combine means, and may be given in standard deviations of a scale."""


def _share(check: Check, of: Callable[[str], Values]) -> float:
    shares = [
        share_above(of(values), of(reference) if reference else None, check.margin)
        for values, reference in ((check.of, check.than), (check.rest_of, check.rest_than))
        if values
    ]
    return shares[0] if check.kind == "share" else shares[0] - shares[1]


def _combined(
    check: Check, experiment: Experiment, readings: Readings, of: Callable[[str], Values]
) -> float:
    if check.kind == "contrast":
        return contrast([mean(of(text)) for text in check.cells], list(check.cells.values()))
    if check.kind == "main-effect":
        levels = (
            [mean(readings[cell]) for cell in cells_of(text, experiment)]
            for text in (check.of, check.than)
        )
        return main_effect(*levels)
    quantities = (of(check.of), of(check.than), of(check.rest_of), of(check.rest_than))
    return FOUR[check.kind](*(mean(each) for each in quantities))


def mean(values: Values) -> float:
    """Mean over those measured; NaN for nobody."""
    there = values[np.isfinite(values)]
    return float(there.mean()) if len(there) else np.nan


def spread(values: Values) -> float:
    """Standard deviation over those measured (n - 1); NaN for fewer than two."""
    there = values[np.isfinite(values)]
    return float(there.std(ddof=1)) if len(there) > 1 else np.nan


def ratio(values: Values, reference: Values) -> float:
    """Ratio of means; NaN when the reference is zero."""
    below = mean(reference)
    return mean(values) / below if below != 0.0 else np.nan


def percent(values: Values, reference: Values) -> float:
    """Change in per cent; NaN when the reference is not above zero: the sign would turn."""
    return 100.0 * (ratio(values, reference) - 1.0) if mean(reference) > 0.0 else np.nan


def standardised(values: Values, reference: Values, scale: Values) -> float:
    """Difference of means in standard deviations of ``scale`` between entities (Glass's delta)."""
    width = spread(scale)
    return (mean(values) - mean(reference)) / width if width > 0.0 else np.nan


def odds(share: float) -> float:
    """Odds of a share."""
    return share / (1.0 - share)


def share_above(values: Values, reference: Values | None, margin: float) -> float:
    """Share of entities whose value lies above their own reference by more than ``margin``.

    Without a reference: above ``margin`` itself.
    """
    gain = values if reference is None else values - reference
    there = np.isfinite(gain)
    return float((gain[there] > margin).mean()) if there.any() else np.nan


def shortfall(values: Values, reference: Values, full: float) -> float:
    """Change in per cent of what is missing from ``full``.

    NaN when nothing is missing in the reference: there is nothing to change.
    """
    missing = full - mean(reference)
    return 100.0 * ((full - mean(values)) / missing - 1.0) if missing > 0.0 else np.nan


def contrast(means: list[float], weights: list[float]) -> float:
    """A sum of means times weights that add up to 0: differences in differences of any order."""
    return float(np.dot(means, weights))


def main_effect(level: list[float], other: list[float]) -> float:
    """Difference between two levels of a factor, every cell of the other factor counting alike."""
    return float(np.mean(level) - np.mean(other))


def weighted_mean(values: list[float], weights: list[float]) -> float:
    """Mean by weight; NaN when any of the values is not defined."""
    return float(np.average(values, weights=weights))


def correlation(x: Values, y: Values) -> float:
    """Pearson's r over entities that have both values; NaN without spread."""
    there = np.isfinite(x) & np.isfinite(y)
    if there.sum() < 3:
        return np.nan
    a, b = x[there] - x[there].mean(), y[there] - y[there].mean()
    size = np.sqrt((a * a).sum() * (b * b).sum())
    return float((a * b).sum() / size) if size > 0.0 else np.nan


def slope(y: Values, predictors: list[Values]) -> float:
    """Coefficient of the first predictor, all predictors standardised, y in its own unit.

    Ordinary least squares over entities that have all values.
    """
    columns = np.column_stack(predictors)
    there = np.isfinite(y) & np.isfinite(columns).all(axis=1)
    if there.sum() < len(predictors) + 3:
        return np.nan
    x = columns[there]
    width = x.std(axis=0)
    if not (width > 0.0).all():
        return np.nan
    x = (x - x.mean(axis=0)) / width
    design = np.column_stack([np.ones(len(x)), x])
    return float(np.linalg.lstsq(design, y[there], rcond=None)[0][1])


def crossing(check: Check, experiment: Experiment, readings: Readings) -> float:
    """Where, along the contexts' axis, the difference changes sign; NaN if it never does.

    Linear between neighbouring contexts; the first change counts.
    """
    points = sorted((context.value or 0.0, context.name) for context in experiment.contexts)
    gaps = [
        mean(readings[quantity(f"{check.of}/{name}", experiment)])
        - mean(readings[quantity(f"{check.than}/{name}", experiment)])
        for _, name in points
    ]
    for i in range(len(points) - 1):
        if gaps[i] * gaps[i + 1] < 0.0:
            weight = gaps[i] / (gaps[i] - gaps[i + 1])
            return points[i][0] + weight * (points[i + 1][0] - points[i][0])
    return np.nan


def interaction(of: float, than: float, rest_of: float, rest_than: float) -> float:
    """Difference of two differences."""
    return (of - than) - (rest_of - rest_than)


def remaining(of: float, than: float, peak_of: float, peak_than: float) -> float:
    """What is left of an effect, as a share of its peak; NaN when there was none."""
    peak = peak_of - peak_than
    return (of - than) / peak if peak != 0.0 else np.nan


TWO: Mapping[str, Callable[[Values, Values], float]] = MappingProxyType(
    {
        "difference": lambda a, b: mean(a) - mean(b),
        "percent": percent,
        "ratio": ratio,
        "odds-ratio": lambda a, b: odds(mean(a)) / odds(mean(b)),
        "correlation": correlation,
        "spread-ratio": lambda a, b: spread(a) / spread(b),
    }
)
FOUR: Mapping[str, Callable[[float, float, float, float], float]] = MappingProxyType(
    {"interaction": interaction, "remaining": remaining}
)
