"""Every number that an experiment gives, with the reason that its file gives for it.

A reason stands under the arm and the number, ``fewer-goals.instruments.goals``; under a whole group
of an arm, ``trust.mix``; or, for all arms alike, under ``instruments.goals``, ``mix`` or ``start``.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tillitsim.locale import _
from tillitsim.runs.experiment.schema import SIMPLEX, Arm, Experiment
from tillitsim.scenario.declared.declarations import PARAMETERS
from tillitsim.scenario.reading.values import plain
from tillitsim.scenario.schedule import instrument_under_mix
from tillitsim.scenario.schema import Intervention

TIMES = ("start", "stop", "ramp", "share")
WHOLE = ("months", "burn_in", "replicates", "seed", "size", "half_width", "max_replicates")
"""Numbers of the whole experiment that may have a reason."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number that an arm or the design gives.

    ``name`` is a parameter, a word of ``TIMES`` or an axis of the design, whose ``arm`` is empty;
    ``reason`` is empty where the file gives none.
    """

    arm: str
    intervention: str
    name: str
    value: float
    reason: str


def reason_for(sources: Mapping[str, str], arm: str, name: str) -> str:
    """The reason for a number of an arm: its own, its group's, or that of all arms."""
    group = name.rpartition(".")[0]
    keys = (f"{arm}.{name}", f"{arm}.{group}", name, group)
    return next((sources[key] for key in keys if key in sources), "")


def own_interventions(experiment: Experiment, arm: Arm) -> tuple[Intervention, ...]:
    """Interventions of an arm that the baseline does not have."""
    baseline = experiment.arms[experiment.baseline_index]
    if arm.name == baseline.name:
        return arm.scenario.interventions
    return tuple(i for i in arm.scenario.interventions if i not in baseline.scenario.interventions)


def numbers(experiment: Experiment) -> Iterator[Number]:
    """Every number that changes something, arm by arm, then the axes of the design."""
    for arm in experiment.arms:
        for name, value in arm.changes.items():
            yield Number(arm.name, "", name, value, reason_for(experiment.sources, arm.name, name))
        for each in own_interventions(experiment, arm):
            for name, value in {**each.given, **_times(each)}.items():
                reason = reason_for(experiment.sources, arm.name, name)
                yield Number(arm.name, each.name, name, value, reason)
    for name in varied(experiment):
        yield Number("", "", name, math.nan, reason_for(experiment.sources, "", name))


def varied(experiment: Experiment) -> tuple[str, ...]:
    """What the design varies."""
    design = experiment.design
    if design is None:
        return ()
    axes = [axis.name for axis in (*design.vary, *design.cross)]
    if design.kind.startswith("simplex") and SIMPLEX not in axes:
        axes.insert(0, SIMPLEX)
    return (*axes, *(design.listed[0] if design.listed else ()))


def _times(intervention: Intervention) -> dict[str, float]:
    """Start, stop, ramp and share, where they are not what they are when left out."""
    times: dict[str, float] = {"start": intervention.start}
    if intervention.stop is not None:
        times["stop"] = intervention.stop
    if intervention.ramp:
        times["ramp"] = intervention.ramp
    if intervention.share < 1.0:
        times["share"] = intervention.share
    return times


def before(experiment: Experiment, name: str) -> float | None:
    """The value of a parameter in the baseline at first; None where its sectors differ."""
    scenario = experiment.arms[experiment.baseline_index].scenario
    found = [in_force(sector.values, name) for kind in scenario.kinds for sector in kind.sectors]
    same = all(value == found[0] or math.isnan(value + found[0]) for value in found)
    return found[0] if same else None


def in_force(values: Mapping[str, float], name: str) -> float:
    """A value, or what the mix makes of an instrument that is not set."""
    value = values[name]
    group, _, instrument = name.rpartition(".")
    unset = math.isnan(value) and group == "instruments"
    return instrument_under_mix(values, instrument) if unset else value


def notes(experiment: Experiment) -> list[str]:
    """What is allowed but worth knowing, one sentence each."""
    found: list[str] = []
    used: set[str] = set()
    arms = {arm.name: arm for arm in experiment.arms}
    for each in numbers(experiment):
        arm = _("arm '{name}'").format(name=each.arm) if each.arm else _("the design")
        group = each.name.rpartition(".")[0]
        used |= {f"{each.arm}.{each.name}", f"{each.arm}.{group}", each.name, group}
        if not each.reason:
            value = "" if math.isnan(each.value) else f" = {plain(each.value)}"
            found.append(
                _(
                    "{name}: {arm}: {name2}{value} has no source; write under [sources]"
                    ' "{arm2}{name2}" = "assumed: why".'
                ).format(
                    name=experiment.name,
                    arm=arm,
                    name2=each.name,
                    value=value,
                    arm2=each.arm + "." if each.arm else "",
                )
            )
        if each.name in PARAMETERS and not math.isnan(each.value):
            low, high = PARAMETERS[each.name].range
            if not low <= each.value <= high:
                found.append(
                    _(
                        "{name}: {arm}: {name2} = {value} is outside the plausible range {low} to"
                        " {high}."
                    ).format(
                        name=experiment.name,
                        arm=arm,
                        name2=each.name,
                        value=plain(each.value),
                        low=plain(low),
                        high=plain(high),
                    )
                )
        if each.name == "start" and each.value >= arms[each.arm].scenario.months:
            found.append(
                _(
                    "{name}: {arm}: '{intervention}' starts in month {value}, after the end"
                    " ({months} months)."
                ).format(
                    name=experiment.name,
                    arm=arm,
                    intervention=each.intervention,
                    value=plain(each.value),
                    months=arms[each.arm].scenario.months,
                )
            )
    words = {*WHOLE, *(f"{arm.name}.{word}" for arm in experiment.arms for word in TIMES)}
    found += [
        _("{name}: sources: {key} has a source but no number of its own.").format(
            name=experiment.name, key=key
        )
        for key in experiment.sources
        if key not in used | words
    ]
    return found
