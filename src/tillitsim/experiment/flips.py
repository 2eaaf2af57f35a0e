"""What turns a sign: the one parameter, and its threshold, that best parts the worlds.

Of all parameters the one is taken whose rank correlation (Spearman 1904) with the difference is
strongest, if it is clear of chance even though so many were tried (two-sided t-approximation,
Bonferroni's correction, 5% in all). Its threshold is where a single cut best parts the worlds in
which the sign holds from those in which it does not (fewest on the wrong side).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr
from scipy.stats import rankdata

ERROR_RATE = 0.05
FEWEST = 8
"""Worlds below which nothing is said of parameters."""

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Flip:
    """A parameter that turns the sign at ``threshold``.

    ``below`` and ``above`` are (worlds in which the sign holds, worlds) on either side.
    """

    parameter: str
    threshold: float
    correlation: float
    below: tuple[int, int]
    above: tuple[int, int]


def rank_correlations(worlds: Sequence[Mapping[str, float]], values: Values) -> dict[str, float]:
    """Spearman's correlation of ``values`` (one a world) with every parameter that varies."""
    names = [name for name in worlds[0] if len({world[name] for world in worlds}) > 1]
    if not names or np.ptp(values) == 0.0:
        return {}
    table = np.array([[world[name] for name in names] for world in worlds])
    ranks = rankdata(table, axis=0)
    ranks -= ranks.mean(axis=0)
    own = rankdata(values) - 0.5 * (len(values) + 1)
    scale = np.sqrt((ranks**2).sum(axis=0) * (own**2).sum())
    return dict(zip(names, (own @ ranks / scale).tolist(), strict=True))


def clear_correlation(correlation: float, worlds: int, tried: int) -> bool:
    """Whether the strongest of ``tried`` correlations is more than chance would give."""
    free = worlds - 2
    t = abs(correlation) * np.sqrt(free / max(1e-12, 1.0 - correlation**2))
    return bool(2.0 * stdtr(free, -t) * tried < ERROR_RATE)


def flip(
    worlds: Sequence[Mapping[str, float]], differences: Values, holds: NDArray[np.bool_]
) -> Flip | None:
    """The parameter that turns the sign; None where it never turns or no single one does it."""
    if len(worlds) < FEWEST or holds.all() or not holds.any():
        return None
    found = rank_correlations(worlds, differences)
    if not found:
        return None
    name = max(found, key=lambda each: abs(found[each]))
    if not clear_correlation(found[name], len(worlds), len(found)):
        return None
    values = np.array([world[name] for world in worlds])
    threshold = cut(values, holds)
    low = values <= threshold
    return Flip(
        name,
        threshold,
        found[name],
        (int(holds[low].sum()), int(low.sum())),
        (int(holds[~low].sum()), int((~low).sum())),
    )


def cut(values: Values, holds: NDArray[np.bool_]) -> float:
    """The value, midway between two, that puts fewest worlds on the wrong side."""
    order = np.argsort(values, kind="stable")
    sorted_values, held = values[order], holds[order]
    left = np.cumsum(held)[:-1]
    size = np.arange(1, len(held))
    right = held.sum() - left
    wrong = np.minimum(left + (len(held) - size - right), (size - left) + right)
    wrong = np.where(sorted_values[1:] > sorted_values[:-1], wrong, len(held) + 1)
    at = int(np.argmin(wrong))
    return float(0.5 * (sorted_values[at] + sorted_values[at + 1]))
