"""Scenarios in order, when there are many: how often each is the best, which corrects for choice.

The best of many looks better than it is, because it was chosen for having come out well. How often
each is the best is counted draw by draw, the baseline among them: one run under one parameter set,
in which all share their chance. What is best in few draws is not the best, however far its median
lies from zero; and of the first it is read on the half of the parameter sets that it was not chosen
on (``runs.statistics.chosen``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tillitsim.runs.statistics.chosen import share_elsewhere
from tillitsim.runs.statistics.likelihood import FEWEST, Grade, grade_of
from tillitsim.studies.compare.analysis import Difference

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Ranked:
    """A scenario's place: in ``best`` of the draws it is the best of all.

    ``chosen`` is the same of the first, corrected for its having been chosen as such. Both are NaN
    and ``grade`` None where no other plausible assumptions were asked.
    """

    difference: Difference
    best: float
    chosen: float
    grade: Grade | None


def ranked(differences: Sequence[Difference]) -> list[Ranked]:
    """Differences of one outcome, one a scenario, the best first.

    In order of how often each is the best, then of its median; of an outcome that is neither better
    high nor low, higher counts as better.
    """
    first = _firsts(differences)
    often = [np.nan] * len(differences) if first is None else first.mean(axis=0)[1:].tolist()
    sets = min((each.spread.sets for each in differences if each.spread is not None), default=0)
    chosen = np.nan if first is None else float(share_elsewhere(first[:, 1:], sets))
    rows = []
    for each, share in zip(differences, often, strict=True):
        sure = min(share, chosen) if share == max(often) else share
        asked = each.spread is not None and each.spread.sets >= FEWEST
        rows.append(Ranked(each, share, sure, grade_of(sure) if asked else None))
    return sorted(rows, key=lambda row: (-_or_zero(row.best), -_good(row.difference)))


def _good(each: Difference) -> float:
    middle = each.told[1]
    return (each.outcome.better or 1) * middle if np.isfinite(middle) else -np.inf


def _or_zero(share: float) -> float:
    return share if np.isfinite(share) else 0.0


def _firsts(differences: Sequence[Difference]) -> Values | None:
    """1 where the baseline or a scenario is the best of a draw, else 0: (draws, 1 + scenarios).

    What ties with the baseline is not the best; None where draws cannot be set side by side.
    """
    draws = [each.spread.draws for each in differences if each.spread is not None]
    if len(draws) < len(differences) or len({each.shape for each in draws}) != 1:
        return None
    better = differences[0].outcome.better or 1
    table: Values = np.stack([np.zeros(draws[0].size), *(better * each.ravel() for each in draws)])
    table = np.where(np.isfinite(table), table, -np.inf)
    return np.asarray(table.argmax(axis=0)[:, None] == np.arange(len(table)), np.float64)
