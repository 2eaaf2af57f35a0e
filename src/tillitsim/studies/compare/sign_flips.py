"""What turns a sign: the one parameter, and its threshold, that best parts the parameter sets.

Of all parameters the one is taken whose rank correlation (Spearman 1904) with the difference is
strongest, if it is clear of chance even though so many were tried (two-sided t-approximation,
Bonferroni's correction, 5% in all). Its threshold is where a single cut best parts the sets in
which the sign holds from those in which it does not (fewest on the wrong side), and it turns the
sign only if most parameter sets on one side of it have the sign and most on the other do not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tillitsim.runs.statistics.student_t import probability

ERROR_RATE = 0.05
FEWEST = 20
"""Parameter sets below which nothing is said of what turns a sign: the test of correlations is too
coarse far out in its tails."""

LEAST_SIDE = 3
"""Parameter sets that a threshold leaves on either side at least."""

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Flip:
    """A parameter that turns the sign at ``threshold``.

    ``below`` and ``above`` are (sets in which the sign holds, sets) on either side.
    """

    parameter: str
    threshold: float
    correlation: float
    below: tuple[int, int]
    above: tuple[int, int]

    @property
    def turns(self) -> bool:
        """Whether most parameter sets on one side have the sign and most on the other do not."""
        (a, b), (c, d) = self.below, self.above
        return min(b, d) >= LEAST_SIDE and (2 * a > b) != (2 * c > d)


def rank_correlations(
    parameter_sets: Sequence[Mapping[str, float]], values: Values
) -> dict[str, float]:
    """Spearman's correlation of ``values`` (one a set) with every parameter that varies."""
    names = [
        name
        for name in parameter_sets[0]
        if len({parameter_set[name] for parameter_set in parameter_sets}) > 1
    ]
    if not names or np.ptp(values) == 0.0:
        return {}
    table = np.array([[parameter_set[name] for name in names] for parameter_set in parameter_sets])
    ranks = mean_ranks(table)
    ranks -= ranks.mean(axis=0)
    own = mean_ranks(values) - 0.5 * (len(values) + 1)
    scale = np.sqrt((ranks**2).sum(axis=0) * (own**2).sum())
    return dict(zip(names, (own @ ranks / scale).tolist(), strict=True))


def mean_ranks(values: Values) -> Values:
    """Ranks from 1 on, column by column; values that tie share the mean of their ranks."""
    order = np.argsort(values, axis=0, kind="stable")
    lined_up = np.take_along_axis(values, order, axis=0)
    another = lined_up[1:] != lined_up[:-1]
    place = np.arange(len(values)).reshape(-1, *[1] * (values.ndim - 1))
    first, last = np.zeros(values.shape), np.full(values.shape, len(values) - 1.0)
    first[1:] = np.where(another, place[1:], 0)
    last[:-1] = np.where(another, place[:-1], len(values) - 1)
    first = np.maximum.accumulate(first, axis=0)
    last = np.minimum.accumulate(last[::-1], axis=0)[::-1]
    ranks = np.empty(values.shape)
    np.put_along_axis(ranks, order, 1.0 + 0.5 * (first + last), axis=0)
    return ranks


def clear_correlation(correlation: float, parameter_sets: int, tried: int) -> bool:
    """Whether the strongest of ``tried`` correlations is more than chance would give."""
    free = parameter_sets - 2
    t = abs(correlation) * np.sqrt(free / max(1e-12, 1.0 - correlation**2))
    return 2.0 * (1.0 - probability(free, t)) * tried < ERROR_RATE


def flip(
    parameter_sets: Sequence[Mapping[str, float]],
    differences: Values,
    holds: NDArray[np.bool_],
    questions: int = 1,
) -> Flip | None:
    """The parameter that turns the sign; None where it never turns or no single one does it.

    ``questions`` is how many outcomes are asked the same, of which none may be wrong by chance.
    """
    if len(parameter_sets) < FEWEST or holds.all() or not holds.any():
        return None
    found = rank_correlations(parameter_sets, differences)
    if not found:
        return None
    name = max(found, key=lambda each: abs(found[each]))
    if not clear_correlation(found[name], len(parameter_sets), len(found) * questions):
        return None
    values = np.array([parameter_set[name] for parameter_set in parameter_sets])
    threshold = cut(values, holds)
    low = values <= threshold
    turned = Flip(
        name,
        threshold,
        found[name],
        (int(holds[low].sum()), int(low.sum())),
        (int(holds[~low].sum()), int((~low).sum())),
    )
    return turned if turned.turns else None


def cut(values: Values, holds: NDArray[np.bool_]) -> float:
    """The value, midway between two, that puts fewest parameter sets on the wrong side.

    At least ``LEAST_SIDE`` parameter sets are left on either side.
    """
    order = np.argsort(values, kind="stable")
    sorted_values, held = values[order], holds[order]
    left = np.cumsum(held)[:-1]
    size = np.arange(1, len(held))
    right = held.sum() - left
    wrong = np.minimum(left + (len(held) - size - right), (size - left) + right)
    wrong = np.where(sorted_values[1:] > sorted_values[:-1], wrong, len(held) + 1)
    edge = LEAST_SIDE - 1
    at = edge + int(np.argmin(wrong[edge : len(wrong) - edge]))
    return float(0.5 * (sorted_values[at] + sorted_values[at + 1]))
