"""Which months are read: when changes are whole, and the same ones for all that is compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tillitsim.errors import InputError
from tillitsim.locale import _
from tillitsim.scenario.schema import Intervention, Scenario

LEAST_MONTHS = 12
"""Months that must be left when a reform is whole, so that there is something to read."""


def over_the_same_months(scenarios: Sequence[Scenario]) -> list[Scenario]:
    """The scenarios, all run as long as the shortest and read from the latest burn-in on.

    Raises
    ------
    InputError
        If nothing is left to read: the shortest ends before the longest burn-in does.
    """
    months = min(each.months for each in scenarios)
    burn_in = max(each.burn_in for each in scenarios)
    if burn_in >= months:
        told = ", ".join(f"{each.name} {each.burn_in} of {each.months}" for each in scenarios)
        raise InputError(
            _(
                "these scenarios have no months in common after their burn-in ({told}); give"
                " --months and --set burn_in=N."
            ).format(told=told)
        )
    return [replace(each, months=months, burn_in=burn_in) for each in scenarios]


def whole_at(scenario: Scenario) -> int:
    """The month from which every change of a scenario is whole; 0 without changes.

    A change that is taken away again is whole when it has come and gone.
    """
    return max((_whole(each) for each in scenario.interventions), default=0)


def _whole(each: Intervention) -> int:
    come = each.start + each.ramp
    return come if each.stop is None else max(come, each.stop)


def before_change(scenario: Scenario) -> range:
    """The months after the burn-in, from 0, in which nothing has begun to change yet."""
    first = min((each.start for each in scenario.interventions), default=0)
    return range(min(scenario.burn_in, first), first)


def read_when_whole(scenario: Scenario) -> Scenario:
    """The scenario, read from the month on in which its changes are whole.

    It is left as it is where less than a year would be left to read, which
    :func:`~tillitsim.runs.experiment.reforms.remarks` says.
    """
    whole = whole_at(scenario)
    if whole <= scenario.burn_in or whole + LEAST_MONTHS > scenario.months:
        return scenario
    return replace(scenario, burn_in=whole)
