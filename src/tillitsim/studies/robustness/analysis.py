"""Which option is robust: what it loses beside the best, and how often it meets what is required.

    regret_so = max_p worth_sp − worth_so        ≥ 0, in units of the outcome
    robust    = argmin_o max_s regret_so         minimax regret (Savage 1951)
    meets_o   = mean_s [all requirements met]    satisficing (Simon 1956; the domain criterion of
                                                 Starr 1963)

    where s are sets of plausible assumptions, o and p options, and worth is the outcome of the
    option under the set, with its sign turned where lower is better.

Neither asks how probable a set of assumptions is, which is what there is to be said where nobody
knows (deep uncertainty: Lempert, Popper & Bankes 2003). A largest regret hangs on the worst of the
sets that were asked, so how sure the choice is comes from drawing as many sets again (bootstrap):
how often the same option has the least.

Limits   one option -> no regret; an option that is best under every set -> regret 0 and certain
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tillitsim.model.outcomes import OUTCOMES, Outcome
from tillitsim.runs.cases.case import cases_of
from tillitsim.runs.cases.read import Means
from tillitsim.runs.ensemble.parameter_set import ParameterSet
from tillitsim.runs.runner import Runner
from tillitsim.runs.statistics import missing
from tillitsim.studies.robustness.options import Option
from tillitsim.studies.robustness.requirements import Requirement

Values = NDArray[np.float64]
IN_EACH_SET = 2
"""Runs of an option under a set of assumptions, with random numbers that all options share."""

REDRAWN = 400


@dataclass(frozen=True, slots=True)
class Robustness:
    """Options under every set of assumptions; the first option is the service as it is.

    ``outcomes`` is (sets, options, outcomes), raw means after the burn-in.
    """

    options: tuple[Option, ...]
    outcomes: Values
    outcome: Outcome
    requirements: tuple[Requirement, ...]
    seed: int
    calibrated: bool

    def values(self, name: str | None = None) -> Values:
        """An outcome, the one that is chosen by unless another is named: (sets, options)."""
        return np.asarray(self.outcomes[..., list(OUTCOMES).index(name or self.outcome.name)])

    @property
    def regrets(self) -> Values:
        """What each option loses beside the best under a set, (sets, options).

        Sets in which an option has no value (nobody to ask) are left out.
        """
        worth = self.outcome.better * self.values()
        worth = worth[np.isfinite(worth).all(axis=1)]
        return np.asarray(worth.max(axis=1, initial=-np.inf, keepdims=True) - worth)

    @property
    def meets(self) -> NDArray[np.bool_]:
        """Where an option meets every requirement, (sets, options)."""
        each = [one.met(self.values(one.outcome)) for one in self.requirements]
        return np.asarray(np.logical_and.reduce(each))

    def fails_most(self, option: int) -> tuple[Requirement, float]:
        """The requirement that an option fails most often, and in which share of the sets."""
        failed = [
            1.0 - float(one.met(self.values(one.outcome))[:, option].mean())
            for one in self.requirements
        ]
        at = int(np.argmax(failed))
        return self.requirements[at], failed[at]

    def sureness(self) -> Values:
        """How often each option has the least largest regret when sets are drawn again."""
        return least_often(self.regrets, self.seed)


def least_often(regrets: Values, seed: int) -> Values:
    """The share of resamples of the sets in which each option has the least largest regret.

    Options that tie share the resample.
    """
    sets, options = regrets.shape
    if not sets:
        return np.zeros(options)
    drawn = np.random.default_rng((seed, 41)).integers(sets, size=(REDRAWN, sets))
    largest = regrets[drawn].max(axis=1)
    least = largest == largest.min(axis=1, keepdims=True)
    return np.asarray((least / least.sum(axis=1, keepdims=True)).mean(axis=0))


def robustness(
    options: Sequence[Option],
    outcome: Outcome,
    requirements: Sequence[Requirement],
    *,
    seed: int = 0,
    parameter_sets: Sequence[ParameterSet],
    calibrated: bool = False,
    runner: Runner | None = None,
) -> Robustness:
    """Run every option under every set of assumptions; the default values are a set too."""
    read, sets = Means(), [{}, *parameter_sets]
    cases = [
        case
        for each in options
        for case in cases_of(read, each.scenario, range(IN_EACH_SET), seed=seed, parameters=sets)
    ]
    found = np.array((runner or Runner()).run(cases, read))
    runs = found.reshape(len(options), len(sets), IN_EACH_SET, len(OUTCOMES))
    means = np.asarray(missing.mean(runs, axis=2)).swapaxes(0, 1)
    return Robustness(tuple(options), means, outcome, tuple(requirements), seed, calibrated)
