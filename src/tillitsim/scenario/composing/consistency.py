"""What only the whole scenario can tell: whether its parts fit together, and what to note."""

from __future__ import annotations

import math

from tillitsim.locale import _
from tillitsim.scenario.declared.declarations import PARAMETERS
from tillitsim.scenario.reading.problems import Problems
from tillitsim.scenario.reading.text_files import at
from tillitsim.scenario.reading.values import plain
from tillitsim.scenario.schema import Scenario, Sector

LARGEST = {"units": 2_000_000, "staff": 20_000_000, "citizens": 200_000_000}
MOST_PARTIAL = 6


def origin_at(scenario: Scenario, name: str) -> str:
    """The beginning of a problem's sentence: where a value was last set."""
    origin = scenario.origins.get(name)
    if origin is None:
        return f"{scenario.name}: "
    if origin.kind == "set":
        return "--set: "
    return at(origin.file, origin.line) if origin.file else ""


def check_whole(scenario: Scenario, problems: Problems) -> None:
    """Add what does not fit together: horizon, kinds of staff, sizes, number of arms."""
    if scenario.burn_in >= scenario.months:
        problems.add(
            _(
                "{name}: burn_in: {burn_in} months leave nothing of {months}; give a burn_in"
                " below months."
            ).format(name=scenario.name, burn_in=scenario.burn_in, months=scenario.months)
        )
    for kind in scenario.kinds:
        for sector in kind.sectors:
            _check_kinds_of_staff(scenario, sector, problems)
    _check_sizes(scenario, problems)
    some = sum(1 for each in scenario.interventions if each.share < 1.0)
    if some > MOST_PARTIAL:
        problems.add(
            _(
                "{name}: interventions: {some} of them reach only a share of the units, which"
                " makes {groups} groups to follow; give at most {most_partial} a share below 1."
            ).format(name=scenario.name, some=some, groups=2**some, most_partial=MOST_PARTIAL)
        )


def _check_kinds_of_staff(scenario: Scenario, sector: Sector, problems: Problems) -> None:
    averse, lifted = sector.values["people.averse"], sector.values["people.lifted"]
    if averse + lifted > 1.0 + 1e-9:
        name = "people.averse" if "people.averse" in scenario.origins else "people.lifted"
        problems.add(
            _(
                "{place}people.averse + people.lifted = {averse}; the two shares must not"
                " exceed 1 together."
            ).format(place=origin_at(scenario, name), averse=plain(averse + lifted))
        )


def _check_sizes(scenario: Scenario, problems: Problems) -> None:
    total = dict.fromkeys(LARGEST, 0)
    for kind in scenario.kinds:
        for sector in kind.sectors:
            units = kind.count * int(sector.values["chain.units"])
            total["units"] += units
            total["staff"] += units * int(sector.values["chain.staff"])
            total["citizens"] += units * int(sector.values["chain.citizens"])
    for name, count in total.items():
        if count > LARGEST[name]:
            problems.add(
                _(
                    "{place}chain: the scenario has {count:,} {name}; the most is {largest:,},"
                    " so make {others} or chain.{name} smaller."
                ).format(
                    place=origin_at(scenario, f"chain.{name}"),
                    count=count,
                    name=name,
                    largest=LARGEST[name],
                    others="chain.councils" if name == "units" else "chain.councils, chain.units",
                )
            )


def notes(scenario: Scenario) -> list[str]:
    """What is allowed but worth knowing, one sentence each."""
    found = []
    for name, origin in scenario.origins.items():
        if name not in PARAMETERS:  # of a mechanism of one's own that is not in use any more
            continue
        value, parameter = scenario.values[name], PARAMETERS[name]
        low, high = parameter.range
        if origin.kind == "neutral" or math.isnan(value):
            continue
        if not low <= value <= high:
            found.append(
                _("{place}{name}: {value} is outside the plausible range {low} to {high}.").format(
                    place=origin_at(scenario, name),
                    name=name,
                    value=plain(value),
                    low=plain(low),
                    high=plain(high),
                )
            )
    changing = {name for each in scenario.interventions for name in each.values}
    found += [
        _("{name}: sources: {name2} has a source but no value of its own.").format(
            name=scenario.name, name2=name
        )
        for name in scenario.sources
        if name not in scenario.origins and name not in changing
    ]
    found += [
        _(
            "{name}: intervention '{name2}' starts in month {start}, after the end"
            " ({months} months)."
        ).format(name=scenario.name, name2=each.name, start=each.start, months=scenario.months)
        for each in scenario.interventions
        if each.start >= scenario.months
    ]
    return found
