"""What is compared, before any effect is told: each scenario, and what it sets differently."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from tillitsim.locale import in_language
from tillitsim.scenario.declared.declarations import PARAMETERS
from tillitsim.scenario.declared.instruments import NAMES
from tillitsim.scenario.description.describe import Difference, difference
from tillitsim.scenario.description.wording import group_title
from tillitsim.scenario.schema import Intervention, Scenario
from tillitsim.studies.report.analysis import Study
from tillitsim.studies.report.settings import (
    Setting,
    label_of,
    name_and_unit,
    unit_below,
)
from tillitsim.view.practice import Use, instruments_of, uses
from tillitsim.view.run_text import mix_of, size_of
from tillitsim.view.text import capital


@dataclass(frozen=True, slots=True)
class OnTheWay:
    """A change on the way, and the settings that it changes."""

    intervention: Intervention
    settings: Sequence[Setting]


@dataclass(frozen=True, slots=True)
class Arm:
    """A scenario of the comparison; of the others' mix and size only what the baseline has not.

    ``side_by_side`` says that several services with settings of their own are run in it.
    """

    title: str
    is_baseline: bool
    description: str
    mix: str
    size: str
    without: Sequence[str]
    side_by_side: bool
    settings: Sequence[Setting]
    instruments: Sequence[Setting]
    interventions: Sequence[OnTheWay]


def compared_facts(study: Study) -> dict[str, object]:
    """Every scenario, the baseline first."""
    comparison = study.comparison
    return {"arms": [arm_of(study, i) for i in (comparison.baseline, *comparison.others)]}


def arm_of(study: Study, i: int) -> Arm:
    """A scenario of the comparison, with what it changes."""
    language, comparison = study.language, study.comparison
    base, after = comparison.scenarios[comparison.baseline], comparison.scenarios[i]
    is_baseline = i == comparison.baseline
    mix = mix_of(after, language)
    size = size_of(comparison.results[i], language)
    if not is_baseline:
        mix = "" if mix == mix_of(base, language) else mix
        size = "" if size == size_of(comparison.results[comparison.baseline], language) else size
    side_by_side = bool(base.mixture or after.mixture)
    practice = [] if side_by_side or is_baseline else uses(base, after)
    return Arm(
        title=study.title(i),
        is_baseline=is_baseline,
        description=_description(base, after, language, is_baseline=is_baseline),
        mix=mix,
        size=size,
        without=[group_title(each, language) for each in sorted(after.without)],
        side_by_side=side_by_side,
        settings=[_setting(each, after, language) for each in difference(base, after)],
        instruments=[_instrument(each, language) for each in practice],
        interventions=[
            OnTheWay(each, [_change(after, each, name, language) for name in each.values])
            for each in after.interventions
        ],
    )


def _description(base: Scenario, after: Scenario, language: str, *, is_baseline: bool) -> str:
    """A scenario in its own words; nothing where those are the baseline's."""
    text = in_language(after.description, language)
    return text if is_baseline or text != in_language(base.description, language) else ""


def _setting(found: Difference, after: Scenario, language: str) -> Setting:
    parameter = found.parameter
    name = parameter.name
    return Setting(
        label_of(parameter, language),
        name_and_unit(parameter, language),
        parameter,
        found.before,
        found.after,
        after.sources.get(name, "") if name in after.origins else PARAMETERS[name].source,
    )


def _instrument(use: Use, language: str) -> Setting:
    row = use.instrument
    parameter = PARAMETERS[f"instruments.{row.name}"]
    return Setting(
        capital(row.label(language)),
        unit_below(parameter, language),
        parameter,
        use.before,
        use.after,
        row.source,
    )


def _change(scenario: Scenario, change: Intervention, name: str, language: str) -> Setting:
    parameter = PARAMETERS[name]
    return Setting(
        label_of(parameter, language),
        name_and_unit(parameter, language),
        parameter,
        _until_then(scenario, name),
        change.values[name],
        scenario.sources.get(name, ""),
    )


def _until_then(scenario: Scenario, name: str) -> float:
    """A value before it is changed; of an instrument that is not set, what the mix makes it."""
    instrument = name.removeprefix("instruments.")
    value = scenario.values[name]
    if math.isnan(value) and instrument in NAMES and not scenario.mixture:
        return instruments_of(scenario)[NAMES.index(instrument)]
    return value
