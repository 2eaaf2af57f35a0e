"""Every finding in every parameter set: how often it is a hit when what is assumed is varied.

One parameter set may be right by chance; what most sets that meet the fitted findings agree on is
what the model says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tillitsim.runs.runner import Runner
from tillitsim.studies.evidence.replication import ParameterSet, Trial, run_all
from tillitsim.studies.evidence.schema import Finding
from tillitsim.studies.evidence.summary import LABELS, summarise

SPREAD = (5.0, 95.0)
"""Percentiles of the parameter sets between which a rate is said to lie."""


@dataclass(frozen=True, slots=True)
class Range:
    """A hit rate over parameter sets: its mean, and where it lies in nine tenths of them."""

    name: str
    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Across:
    """The trials of each parameter set, in the order of the findings."""

    trials: tuple[tuple[Trial, ...], ...]

    @property
    def hits(self) -> Counter[str]:
        """In how many parameter sets each finding is a hit, by its id."""
        return Counter(t.finding.id for each in self.trials for t in each if t.verdict == "hit")

    def ranges(self) -> tuple[Range, ...]:
        """The headline, then the rate of each label, over the parameter sets."""
        summaries = [summarise(each) for each in self.trials]
        return (
            _range("headline", [each.headline for each in summaries]),
            *(
                _range(label, [each.labels[i].share for each in summaries])
                for i, label in enumerate(LABELS)
            ),
        )


def across(
    findings: Sequence[Finding],
    parameter_sets: Sequence[ParameterSet],
    *,
    seed: int = 0,
    most: int = 40,
    runner: Runner | None = None,
) -> Across:
    """Run every finding in every parameter set, with ``most`` replicates at most."""
    ran = [each for each in findings if each.experiment is not None]
    trials = run_all(ran, parameter_sets, seed=seed, most=most, runner=runner)
    return Across(tuple(tuple(each) for each in trials))


def _range(name: str, rates: Sequence[float]) -> Range:
    low, high = np.percentile(rates, SPREAD)
    return Range(name, float(np.mean(rates)), float(low), float(high))
