"""Months in common: scenarios are set side by side over the same months or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tillitsim.errors import InputError
from tillitsim.locale import _
from tillitsim.scenario.schema import Scenario


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
