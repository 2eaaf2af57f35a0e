"""How much of an outcome's variance each input makes, the mix as one input and chance as another.

Outcomes come from a pick-freeze design (Sobol' 1993; Saltelli et al. 2010): every row has a point A
and a point B, and for each input the point A with that input taken from B. With V the variance,

    first order   S_j = mean(f_B (f_Aj − f_A)) / V       the input alone
    total        ST_j = mean((f_A − f_Aj)²) / 2V         the input with all that it interacts with

(Saltelli et al. 2010; Jansen 1999). The three shares of the mix sum to one, so they are *one*
input, a group whose indices do not depend on the coordinates that are chosen for it. Within it,
each principle p has a closed index V_p = Var E[Y | share of p] / V (its share from B, the ratio of
the two others from A), and the group's index is split by Shapley values. As any two shares fix the
third, these have a closed form that sums to the group's:

    Sh_p = V_mix / 3 + (V_p − (V_q + V_r) / 2) / 3

Where B is also run with one input after another from A, two inputs have an index together, beyond
what each has alone (second order, S_jk; Saltelli 2002, by SALib).

Chance is an input too: every row has random numbers of its own for A and for B, and one point more,
A with the random numbers of B. Resampling rows therefore resamples chance, so that the intervals
account for it; they are the estimate ± 1.96 bootstrap standard errors, as in SALib.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from tillitsim.studies.sensitivity.distribution import salib

Values = NDArray[np.float64]
BOOTS = 400
NORMAL = float(ndtri(0.975))
BINS, FEWEST_IN_A_BIN = 16, 12
"""Parts that a coordinate is cut into at the most, and the fewest rows of a part."""


class Estimate(NamedTuple):
    """A number with its 95% interval."""

    value: float
    low: float
    high: float


class Index(NamedTuple):
    """First-order and total index of an input, as shares of the variance."""

    first: Estimate
    total: Estimate


@dataclass(frozen=True, slots=True)
class PickFreeze:
    """Outcomes of a pick-freeze design, each (rows, replicates).

    ``swapped`` holds, by input, A with that input from B; ``shares`` the same by principle, with
    that principle's share from B and the ratio of the others from A. ``returned`` holds, by input,
    B with that input from A; empty where pairs of inputs are not asked for.
    """

    a: Values
    b: Values
    swapped: Mapping[str, Values]
    shares: Mapping[str, Values]
    returned: Mapping[str, Values] = field(default_factory=dict)

    @property
    def all(self) -> tuple[Values, ...]:
        """Every outcome, by column."""
        parts = (self.swapped, self.shares, self.returned)
        return (self.a, self.b, *(values for part in parts for values in part.values()))

    def complete(self) -> NDArray[np.bool_]:
        """Rows in which every outcome has a value."""
        return np.asarray(np.all([np.isfinite(each).all(axis=1) for each in self.all], axis=0))

    def kept(self, rows: NDArray[np.bool_]) -> PickFreeze:
        """Some of the rows."""
        return PickFreeze(
            self.a[rows],
            self.b[rows],
            {name: values[rows] for name, values in self.swapped.items()},
            {name: values[rows] for name, values in self.shares.items()},
            {name: values[rows] for name, values in self.returned.items()},
        )


@dataclass(frozen=True, slots=True)
class Indices:
    """What the variance of an outcome comes from.

    ``closed`` and ``shapley`` are by principle, empty where the mix does not vary; ``together`` is
    by pair of inputs, empty where pairs were not asked for. ``rows`` counts the rows that have a
    value everywhere, ``mean`` and ``sd`` are of single runs (raw).
    """

    rows: int
    mean: float
    sd: float
    inputs: Mapping[str, Index]
    closed: Mapping[str, Estimate]
    shapley: Mapping[str, Estimate]
    together: Mapping[tuple[str, str], Estimate] = field(default_factory=dict)


def weights(rows: int, seed: int = 0, boots: int = BOOTS) -> Values:
    """Weights of the rows, (1 + boots, rows): even ones first, then those of each resample."""
    drawn = np.random.default_rng((seed, 31)).multinomial(rows, np.full(rows, 1 / rows), boots)
    return np.vstack([np.full(rows, 1.0 / rows), drawn / rows])


def estimate(resampled: Values) -> Estimate:
    """The estimate, which comes first, with the interval that its resamples give."""
    half = NORMAL * float(resampled[1:].std(ddof=1))
    return Estimate(float(resampled[0]), float(resampled[0]) - half, float(resampled[0]) + half)


def indices(runs: PickFreeze, *, group: str = "mix", seed: int = 0) -> Indices | None:
    """Indices of every input; None where fewer than two rows have values, or all are the same.

    ``group`` is the input that ``runs.shares`` are parts of.
    """
    known = runs.kept(runs.complete())
    rows = len(known.a)
    if rows < 2 or _constant(known):
        return None
    centre = 0.5 * (known.a.mean() + known.b.mean())
    a, b = known.a - centre, known.b - centre
    weight = weights(rows, seed)

    def over_rows(values: Values) -> Values:
        return np.asarray(weight @ values.mean(axis=1))

    whole = over_rows((a**2 + b**2) / 2.0) - over_rows((a + b) / 2.0) ** 2
    first = {
        name: over_rows(b * (values - known.a)) / whole
        for name, values in (*known.swapped.items(), *known.shares.items())
    }
    total = {
        name: over_rows((values - known.a) ** 2) / (2.0 * whole)
        for name, values in known.swapped.items()
    }
    split = shapley_split(first[group], {p: first[p] for p in known.shares}) if known.shares else {}
    return Indices(
        rows,
        float(centre),
        float(np.sqrt(whole[0])),
        {name: Index(estimate(first[name]), estimate(total[name])) for name in known.swapped},
        {name: estimate(first[name]) for name in known.shares},
        {name: estimate(values) for name, values in split.items()},
        second_order(known, float(centre), weight) if known.returned else {},
    )


def second_order(
    runs: PickFreeze, centre: float, weight: Values
) -> dict[tuple[str, str], Estimate]:
    """What each two inputs make together beyond what each makes alone, as shares of the variance.

    ``weight`` is that of :func:`weights`: a resample draws a row as often as it says.
    """
    sobol = salib("sobol")
    rows = len(runs.a)
    drawn = np.stack(
        [np.repeat(np.arange(rows), each) for each in np.rint(weight * rows).astype(np.int64)],
        axis=1,
    )

    def resampled(values: Values) -> Values:
        """(rows x replicates, 1 + boots)."""
        return np.asarray(np.vstack([(column - centre)[drawn] for column in values.T]))

    a, b = resampled(runs.a), resampled(runs.b)
    swapped = {name: resampled(values) for name, values in runs.swapped.items()}
    return {
        (one, other): estimate(
            sobol.second_order(a, swapped[one], swapped[other], resampled(runs.returned[one]), b)
        )
        for one, other in combinations(runs.returned, 2)
    }


def shapley_split(group: Values, closed: Mapping[str, Values]) -> dict[str, Values]:
    """The group's index, split among three parts of which any two fix the third."""
    total = np.sum(list(closed.values()), axis=0)
    return {
        name: group / 3.0 + (values - (total - values) / 2.0) / 3.0
        for name, values in closed.items()
    }


def index_of(coordinate: Values, outcomes: Values, *, seed: int = 0) -> Estimate:
    """Var E[Y | coordinate] / Var Y, from what was run anyway; NaN where nothing varies.

    ``coordinate`` is (rows, points) and ``outcomes`` (rows, points, replicates); the points of a
    row belong together. The coordinate's order alone counts: it is cut into equally many rows, and
    the variance between the cuts is freed of what chance and other inputs add to it (one-way
    analysis of variance). So a coordinate without bounds, like a log-ratio of shares, is as good as
    another.
    """
    known = np.isfinite(outcomes).all(axis=(1, 2))
    at, y = coordinate[known], outcomes[known]
    count = min(BINS, at.size // FEWEST_IN_A_BIN)
    if count < 2 or np.ptp(y) == 0.0:
        return Estimate(np.nan, np.nan, np.nan)
    y = y - y.mean()
    place = np.argsort(np.argsort(at, axis=None, kind="stable"), kind="stable")
    bins = (place * count // at.size).reshape(at.shape)
    number, total = np.zeros((len(at), count)), np.zeros((len(at), count))
    rows = np.broadcast_to(np.arange(len(at))[:, None], at.shape)
    np.add.at(number, (rows, bins), y.shape[2])
    np.add.at(total, (rows, bins), y.sum(axis=2))
    weight = weights(len(at), seed) * len(at)
    counts, sums = weight @ number, weight @ total
    squares = weight @ (y**2).sum(axis=(1, 2))
    runs = counts.sum(axis=1)
    means = sums / np.maximum(counts, 1.0)
    centre = sums.sum(axis=1) / runs
    between = (counts * (means - centre[:, None]) ** 2).sum(axis=1)
    whole = squares - runs * centre**2
    within = (whole - between) / (runs - count)
    return estimate((between - (count - 1) * within) / whole)


def log_ratios(shares: Values) -> dict[tuple[int, int | None], Values]:
    """Isometric log-ratio coordinates of mixes (..., 3), in the three pivot bases.

    ``(p, None)`` is share p against the two others together, √(2/3) ln(p / √(q r)), and ``(q, r)``
    one share against another, √(1/2) ln(q / r); each p with its (q, r) is an orthonormal basis
    (Egozcue et al. 2003). At an edge of the triangle a coordinate is infinite, which is no harm
    here: only its order is used.
    """
    with np.errstate(divide="ignore"):
        logs = np.log(shares)
    pivots: dict[tuple[int, int | None], Values] = {}
    ratios: dict[tuple[int, int | None], Values] = {}
    for p, q, r in ((0, 1, 2), (1, 2, 0), (2, 0, 1)):
        with np.errstate(invalid="ignore"):
            pivot = np.sqrt(2.0 / 3.0) * (logs[..., p] - 0.5 * (logs[..., q] + logs[..., r]))
            ratio = np.sqrt(0.5) * (logs[..., q] - logs[..., r])
        pivots[p, None] = np.nan_to_num(pivot, nan=0.0, posinf=np.inf, neginf=-np.inf)
        ratios[q, r] = np.nan_to_num(ratio, nan=0.0, posinf=np.inf, neginf=-np.inf)
    return pivots | ratios


def _constant(runs: PickFreeze) -> bool:
    """Whether all points have the same outcome, but for rounding."""
    both = np.concatenate([runs.a.ravel(), runs.b.ravel()])
    return bool(np.ptp(both) <= 1e-12 * max(1.0, float(np.abs(both).max())))


def ranked(found: Sequence[Indices]) -> list[str]:
    """Names of the inputs, the largest mean total index first; chance, if asked for, last."""
    names = list(found[0].inputs) if found else []
    size = {name: np.mean([each.inputs[name].total.value for each in found]) for name in names}
    return sorted(names, key=lambda name: -size[name])
