"""Axes that pictures share: honest ranges, bands over runs, numbers as the language writes them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axis import XAxis
from matplotlib.ticker import AutoLocator, MaxNLocator, ScalarFormatter
from numpy.typing import NDArray

from tillitsim.model.outcomes import Outcome
from tillitsim.runs.statistics import missing
from tillitsim.view.numbers import symbols

MIDDLE = (10.0, 90.0)
"""Percentiles between which the band lies."""


LEAST_SPAN = 0.2
"""Least height of a panel, as a share of all that its outcome can be: noise must not look large."""


def band(
    runs: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Lower edge, mean and upper edge over replicates: (replicates, months) to three (months,).

    A month in which no replicate has a value is NaN in all three.
    """
    low, high = missing.percentiles(runs, MIDDLE)
    return low, missing.mean(runs), high


def months_between_ticks(months: float) -> float:
    """Whole years for long runs, some months for short ones."""
    return 12.0 * max(1, round(months / 72)) if months >= 24 else max(1.0, months // 4)


TICK, LETTER, GAP = 3.0, 0.6, 0.8
"""In sizes of the font: the room that matplotlib gives a tick, a letter's width, a gap's."""


class Readable(ScalarFormatter):
    """Numbers on an axis as the language writes them, all with the same decimals."""

    def __init__(self, language: str) -> None:
        super().__init__(useOffset=False)
        self.set_scientific(False)
        self.point = symbols(language).decimal

    def __call__(self, x: float, pos: int | None = None) -> str:
        """The label of a tick."""
        return super().__call__(x, pos).replace(".", self.point)


class Apart(AutoLocator):
    """Ticks so few that the numbers of a horizontal axis do not touch, however long they are."""

    def __call__(self) -> Sequence[float]:
        """Places of the ticks."""
        ticks = super().__call__()
        axis = self.axis
        if not isinstance(axis, XAxis):
            return ticks
        letters = max(map(len, axis.get_major_formatter().format_ticks(list(ticks))), default=0)
        fit = int(TICK * axis.get_tick_space() / (LETTER * letters + GAP))
        if len(ticks) <= fit:
            return ticks
        fewer = MaxNLocator(max(1, fit - 1), steps=[1, 2, 5, 10])
        return fewer.tick_values(*axis.get_view_interval())


def limits(low: float, high: float, outcome: Outcome) -> tuple[float, float]:
    """Vertical limits for readings between ``low`` and ``high``: with air, no magnified trifles."""
    floor, ceiling = (bound * outcome.factor for bound in outcome.bounds)
    if not (np.isfinite(low) and np.isfinite(high)):
        low = high = 0.0
    size = max(abs(low), abs(high)) or 1.0
    span = 1.12 * max(high - low, min(LEAST_SPAN * (ceiling - floor), 0.5 * size))
    bottom = max(floor, 0.5 * (low + high - span))
    top = min(ceiling, bottom + span)
    return max(floor, top - span), top
