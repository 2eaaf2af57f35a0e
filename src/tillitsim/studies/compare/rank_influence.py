"""What an answer hangs on: the assumed parameters that move a difference most, over parameter sets.

Sets are drawn with all assumed parameters varying together, so the mean difference in the third of
the sets where a parameter is lowest, against the third where it is highest, shows its effect with
everything else averaged out. Ranked by Spearman's correlation; only those that are clear of
chance although so many were tried (Bonferroni, 5% in all) are called clear.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tillitsim.runs.ensemble.parameter_set import ParameterSet
from tillitsim.studies.compare.sign_flips import clear_correlation, rank_correlations

Values = NDArray[np.float64]
FEWEST = 12


@dataclass(frozen=True, slots=True)
class Influence:
    """One parameter: mean difference (raw) where it is low and where it is high."""

    parameter: str
    correlation: float
    low: float
    high: float
    clear: bool


def influences(
    parameter_sets: Sequence[ParameterSet], differences: Values, count: int = 8
) -> tuple[Influence, ...]:
    """The ``count`` most influential parameters, the strongest first; none for few sets."""
    there = np.isfinite(differences)
    asked = [parameter_set for parameter_set, has in zip(parameter_sets, there, strict=True) if has]
    values = differences[there]
    if len(asked) < FEWEST:
        return ()
    found = rank_correlations(asked, values)
    strongest = sorted(found, key=lambda name: -abs(found[name]))[:count]
    third = len(asked) // 3
    rows = []
    for name in strongest:
        order = np.argsort([parameter_set[name] for parameter_set in asked], kind="stable")
        rows.append(
            Influence(
                name,
                found[name],
                float(values[order[:third]].mean()),
                float(values[order[-third:]].mean()),
                clear_correlation(found[name], len(asked), len(found)),
            )
        )
    return tuple(rows)
