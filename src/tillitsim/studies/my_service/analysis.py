"""The ensemble weighed by a service's own levels (importance sampling).

    log w     = sum of log t_4((model - given) / tolerance) over the levels that are given
    effective = sum(w)^2 / sum(w^2)                                       (Kish 1965)

Every parameter set runs the service once; a run's chance is part of the tolerance, as a year's is
part of the published number. Student's t with four degrees of freedom keeps one figure that no set
gives from deciding for all (Lange, Little & Taylor 1989). Sets are then drawn again by weight,
systematically (Kitagawa 1996), so that every command can treat them alike.

Limits   one level, all sets alike -> equal weights, effective = sets
         a tolerance without end   -> equal weights
         one set alone near        -> effective = 1
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from tillitsim.errors import InputError
from tillitsim.locale import _
from tillitsim.runs.cases.batch import sources_digest
from tillitsim.runs.cases.case import Once, Read, cases_of
from tillitsim.runs.cases.read import address_of
from tillitsim.runs.ensemble.parameter_set import ParameterSet, with_set
from tillitsim.runs.runner import Runner
from tillitsim.runs.statistics import missing
from tillitsim.runs.statistics.likelihood import FEWEST, SPREAD
from tillitsim.scenario.schema import Scenario
from tillitsim.studies.levels.sample import sample
from tillitsim.studies.levels.survey import Style
from tillitsim.studies.my_service.figures import FIGURES
from tillitsim.studies.my_service.given import Given

Values = NDArray[np.float64]
FREEDOM = 4.0
LOST = 6.0
"""Distance, in tolerances, of what has no value in a run."""


@dataclass(frozen=True, slots=True)
class Levels(Read[Scenario]):
    """Some figures of a service, (figures,), as a run of it gives them."""

    names: tuple[str, ...]
    style: Style = field(default_factory=Style)

    @property
    def digest(self) -> str:
        """Names what is read, and how."""
        sources = sources_digest("studies/my_service"), sources_digest("studies/levels")
        return f"my service {self.names} {self.style} {sources}"

    def address(self, scenario: Scenario) -> str:
        """All of a scenario that the result depends on."""
        return address_of(scenario)

    def prepare(self, scenario: Scenario, parameters: Mapping[str, float]) -> Once:
        """The function that runs a replicate."""
        laid = with_set(scenario, parameters)
        readers = [reader for name in self.names if (reader := FIGURES[name].reader) is not None]

        def once(seed: int, replicate: int) -> Values:
            run = sample(laid, seed, replicate, self.style)
            return np.array([reader(run) for reader in readers])

        return once


def weights_of(model: Values, given: Values, tolerances: Values) -> Values:
    """Weights of sets, (sets,), which sum to 1; ``model`` is (sets, figures)."""
    gaps = (model - given) / tolerances
    gaps = np.where(np.isfinite(gaps), gaps, LOST)
    logs = (-0.5 * (FREEDOM + 1.0) * np.log1p(gaps * gaps / FREEDOM)).sum(axis=1)
    weights = np.exp(logs - logs.max(initial=-np.inf))
    return np.asarray(weights / weights.sum())


def effective_size(weights: Values) -> float:
    """How many equally weighted sets are worth as much; from 1 to as many as there are."""
    return float(weights.sum() ** 2 / (weights * weights).sum())


def systematic(weights: Values, count: int, seed: int) -> NDArray[np.int64]:
    """Which sets, (count,), in order: each as often as its weight says, to within one."""
    start = np.random.default_rng((seed, 21)).random()
    ends = np.cumsum(weights) / weights.sum()
    drawn = np.searchsorted(ends, (start + np.arange(count)) / count, side="right")
    return np.asarray(np.minimum(drawn, len(weights) - 1), np.int64)


@dataclass(frozen=True, slots=True)
class Weighed:
    """Parameter sets weighed by levels: ``model`` is (sets, levels), ``weights`` (sets,)."""

    levels: tuple[Given, ...]
    model: Values
    weights: Values

    @property
    def effective(self) -> float:
        """The effective size."""
        return effective_size(self.weights)

    def before(self, level: int) -> tuple[float, float, float]:
        """What the sets give of a level: low, median and high of nine tenths of them."""
        low, median, high = missing.percentiles(self.model[:, level, None], SPREAD)[:, 0].tolist()
        return low, median, high

    def after(self, level: int) -> float:
        """The median by weight."""
        values = self.model[:, level]
        there = np.flatnonzero(np.isfinite(values))
        order = there[np.argsort(values[there], kind="stable")]
        if not len(order):
            return float("nan")
        reached = np.cumsum(self.weights[order])
        return float(values[order[np.searchsorted(reached, 0.5 * reached[-1])]])

    def is_out_of_reach(self, level: int) -> bool:
        """Whether a value lies further than its tolerance from what nine tenths of sets give."""
        low, _median, high = self.before(level)
        given = self.levels[level]
        tolerance = given.figure.tolerance or 0.0
        return not low - tolerance <= given.value <= high + tolerance


def weigh(
    service: Scenario,
    sets: Sequence[ParameterSet],
    levels: Sequence[Given],
    *,
    seed: int,
    runner: Runner,
) -> Weighed:
    """Run the service under every set, and weigh each set by how near it comes to the levels.

    Raises
    ------
    InputError
        When so few sets come near that nothing could be said with them; it names the level
        without which most would.
    """
    read = Levels(tuple(each.figure.name for each in levels))
    model = np.array(
        runner.run(cases_of(read, service, range(1), seed=seed, parameters=sets), read)
    )
    found = Weighed(tuple(levels), model, _weights(model, levels))
    if found.effective < FEWEST:
        raise InputError(_refusal(found))
    return found


def _weights(model: Values, levels: Sequence[Given]) -> Values:
    given = np.array([each.value for each in levels])
    return weights_of(model, given, np.array([each.figure.tolerance or 1.0 for each in levels]))


def _refusal(found: Weighed) -> str:
    sizes = [
        effective_size(
            _weights(np.delete(found.model, i, axis=1), [*found.levels[:i], *found.levels[i + 1 :]])
        )
        for i in range(len(found.levels))
    ]
    worst = int(np.argmax(sizes))
    low, _median, high = found.before(worst)
    return _(
        "too few of the {sets} parameter sets give these levels: effective size {size:.1f}, where"
        " {fewest} are needed. '{name}' is hardest to meet: yours is {value:g}, nine of ten sets"
        " give {low:.3g} to {high:.3g}. Check its unit, or leave it out (effective size"
        " {without:.0f})."
    ).format(
        sets=len(found.model),
        size=found.effective,
        fewest=FEWEST,
        name=found.levels[worst].figure.name,
        value=found.levels[worst].value,
        low=low,
        high=high,
        without=sizes[worst],
    )
