"""The good meeting, taken apart: which causes and which steering signals make it what it is.

Counterfactuals with common random numbers. Three ways of asking:

- **signal**: each steering signal is removed, or made what it is in the other scenario.
- **level**: the same, together for all signals that come from one level of the chain.
- **cause**: what staff can, will and dare, their discretion and impartiality, their time, the
  handbook and co-operation are held at their best and at their worst.

See ``signals`` for what a signal is and what *removed* means. Contributions are Shapley values, so
they add up to the whole difference, replicate by replicate: over all orders for the few levels,
over sampled orders for the many signals. Where two scenarios differ in more than steering signals
(their task, their people, their managers), that is *the rest*. When only the largest are shown,
what the others add up to is the residual.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from tillitsim.errors import InputError
from tillitsim.locale import _
from tillitsim.model.layout import sizes
from tillitsim.runs.cases.case import cases_of
from tillitsim.runs.ensemble.parameter_set import ParameterSet, with_set
from tillitsim.runs.runner import Runner
from tillitsim.scenario.schema import Scenario
from tillitsim.studies.explain.counterfactuals import (
    CauseEffect,
    Counterfactual,
    OutcomeMean,
    Question,
    cause_question,
)
from tillitsim.studies.explain.shapley import (
    coalitions,
    sampled_orders,
    sampled_shapley_values,
    shapley_values,
    walk,
)
from tillitsim.studies.explain.signals import LEVELS, SIGNALS, as_in, differing, level_of, without

By = Literal["cause", "signal", "level"]
REST = "rest"
MOST_SHOWN = 8
REPLICATES, LEAST = 16, 4
"""Replicates of a service of ordinary size, and of one in which chance evens out by itself."""

ENOUGH = 64_000
"""Citizens, over all replicates, from which more of them change little."""

NOTEWORTHY_RESIDUAL = 0.10


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one group contributes to the outcome (raw units), one number a replicate."""

    name: str
    replicates: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Explanation:
    """An outcome taken apart.

    ``contributions`` add up to ``difference`` = ``actual`` - ``reference`` in every replicate.
    ``reference`` is the scenario with every signal removed, or the other scenario.
    """

    scenario: Scenario
    against: Scenario | None
    outcome: str
    by: By
    actual: NDArray[np.float64]
    reference: NDArray[np.float64]
    contributions: tuple[Contribution, ...]

    @property
    def difference(self) -> NDArray[np.float64]:
        """What is explained, one number a replicate."""
        return self.actual - self.reference

    def largest(self, count: int = MOST_SHOWN) -> tuple[Contribution, ...]:
        """The largest contributions, by size."""
        ordered = sorted(self.contributions, key=lambda each: -abs(float(each.replicates.mean())))
        return tuple(ordered[:count])

    def others(self, count: int = MOST_SHOWN) -> NDArray[np.float64]:
        """What all contributions but the largest add up to, one number a replicate."""
        shown = {each.name for each in self.largest(count)}
        total = np.zeros_like(self.actual)
        for each in self.contributions:
            if each.name not in shown:
                total += each.replicates
        return total

    def residual(self, count: int = MOST_SHOWN) -> float:
        """Size of the others as a share of the difference explained."""
        whole = abs(float(self.difference.mean()))
        return abs(float(self.others(count).mean())) / whole if whole > 0 else 0.0


def replicates_for(scenario: Scenario) -> int:
    """How many replicates are asked for unless somebody says: fewer, the more people there are."""
    return min(REPLICATES, max(LEAST, ENOUGH // sizes(scenario).citizens))


def groups_of(by: By, signals: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Groups of signals: one each, or all that come from one level."""
    if by == "signal":
        return {signal: (signal,) for signal in signals}
    found = {level: tuple(s for s in signals if level_of(s) == level) for level in LEVELS}
    return {level: members for level, members in found.items() if members}


def _with_groups(
    scenario: Scenario,
    against: Scenario | None,
    groups: Mapping[str, tuple[str, ...]],
    chosen: frozenset[str],
) -> Scenario:
    """The scenario with the ``chosen`` groups as they are and the others removed, or ``against``'s.

    Whatever belongs to no group follows the group REST.
    """
    if against is None:
        gone = [s for name, members in groups.items() if name not in chosen for s in members]
        return without(scenario, gone)
    base, other = (scenario, against) if REST in chosen else (against, scenario)
    swapped = [
        signal
        for name, members in groups.items()
        if (name in chosen) != (REST in chosen)
        for signal in members
    ]
    return as_in(base, other, swapped)


def signal_question(
    scenarios: Sequence[Scenario],
    read: OutcomeMean,
    *,
    against: Sequence[Scenario],
    by: By,
    seed: int,
) -> Question[Explanation]:
    """Which part of an outcome is each steering signal's, or each level's that signals come from.

    ``scenarios`` and ``against`` (or nothing) are the two sides of each replicate, each under that
    replicate's assumptions. By signal, each replicate has one sampled order, every second order the
    reverse of the one before.

    Raises
    ------
    InputError
        If the two scenarios do not have the same services.
    """
    replicates, other = len(scenarios), against[0] if against else None
    groups = groups_of(by, SIGNALS if other is None else differing(scenarios[0], other))
    if other is not None:
        groups[REST] = ()
    names = tuple(groups)
    whole = frozenset(names)
    orders = sampled_orders(names, replicates, seed)
    met = {(whole, replicate): None for replicate in range(replicates)}
    for replicate, order in enumerate(orders):
        subsets = coalitions(names) if by == "level" else walk(order)
        met |= dict.fromkeys((chosen, replicate) for chosen in subsets)

    def answer(values: NDArray[np.float64]) -> Explanation:
        worth = dict(zip(met, values.tolist(), strict=True))

        def all_of(chosen: frozenset[str]) -> NDArray[np.float64]:
            return np.array([worth[chosen, replicate] for replicate in range(replicates)])

        shares = (
            shapley_values(names, all_of)
            if by == "level"
            else sampled_shapley_values(
                names, lambda chosen, replicate: worth[chosen, replicate], orders
            )
        )
        actual = all_of(whole)
        contributions = tuple(Contribution(name, shares[name]) for name in groups)
        reference = actual - np.sum([each.replicates for each in contributions], axis=0)
        return Explanation(scenarios[0], other, read.outcome, by, actual, reference, contributions)

    made: dict[tuple[frozenset[str], int], Counterfactual] = {}
    for chosen, replicate in met:
        one = scenarios[replicate]
        if (chosen, id(one)) not in made:
            rival = against[replicate] if against else None
            made[chosen, id(one)] = Counterfactual(_with_groups(one, rival, groups, chosen))
    cases = [
        cases_of(read, made[chosen, id(scenarios[replicate])], [replicate], seed=seed)[0]
        for chosen, replicate in met
    ]
    return Question(cases, answer)


@dataclass(frozen=True, slots=True)
class TakenApart:
    """The four questions answered: causes, levels and signals of one outcome.

    Each replicate is under one of ``sets`` sets of other plausible assumptions; 0 where all have
    the default values.
    """

    scenario: Scenario
    against: Scenario | None
    outcome: str
    seed: int
    actual: NDArray[np.float64]
    causes: tuple[CauseEffect, ...]
    levels: Explanation | None
    signals: Explanation | None
    sets: int = 0

    @property
    def replicates(self) -> int:
        """How many runs each mean is taken over."""
        return len(self.actual)


def take_apart(
    scenario: Scenario,
    *,
    against: Scenario | None = None,
    by: By | None = None,
    outcome: str = "meeting_quality",
    seed: int = 0,
    replicates: int = 16,
    months: int | None = None,
    parameter_sets: Sequence[ParameterSet] = (),
    runner: Runner | None = None,
) -> TakenApart:
    """Take an outcome apart by cause, level and signal, or by one of them.

    With ``parameter_sets`` there is a replicate under each of them, instead of ``replicates``: what
    is said then is over all that is not known, at no greater cost.

    Causes belong to one scenario: with ``against`` only levels and signals are asked for.

    Raises
    ------
    InputError
        If causes are asked for with ``against``, or the two scenarios have different services.
    """
    if by == "cause" and against is not None:
        raise InputError(
            _(
                "causes are of one scenario and cannot explain a difference; ask --by level or"
                " --by signal, or leave --against out."
            )
        )
    read = OutcomeMean(outcome, months)

    def sides(one: Scenario) -> list[Scenario]:
        return [with_set(one, parameter_set) for parameter_set in parameter_sets] or [
            one
        ] * replicates

    own = sides(scenario)
    by_cause = None
    if by == "cause" or (by is None and against is None):
        by_cause = cause_question(own, read, seed=seed)
    kinds: tuple[By, ...] = ("level", "signal")
    by_signal = {
        kind: signal_question(
            own, read, against=sides(against) if against else (), by=kind, seed=seed
        )
        for kind in kinds
        if by in (None, kind)
    }
    cases = [
        case
        for question in (by_cause, *by_signal.values())
        if question is not None
        for case in question.cases
    ]
    values = np.concatenate((runner or Runner()).run(cases, read))
    actual = np.empty(0)
    causes: tuple[CauseEffect, ...] = ()
    if by_cause is not None:
        actual, causes = by_cause.answer(values[: len(by_cause.cases)])
        values = values[len(by_cause.cases) :]
    found: dict[By, Explanation] = {}
    for kind, question in by_signal.items():
        found[kind] = question.answer(values[: len(question.cases)])
        values = values[len(question.cases) :]
        actual = found[kind].actual
    return TakenApart(
        scenario,
        against,
        outcome,
        seed,
        actual,
        causes,
        found.get("level"),
        found.get("signal"),
        len(parameter_sets),
    )
