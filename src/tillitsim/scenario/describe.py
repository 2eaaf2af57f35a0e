"""Scenarios and parameters for people: what is given, where each value comes from, who reads it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tillitsim.scenario.declarations import MECHANISMS, PARAMETERS
from tillitsim.scenario.parameter import Parameter
from tillitsim.scenario.schema import Intervention, Scenario
from tillitsim.scenario.values import FIXED_AT_BIRTH
from tillitsim.scenario.wording import origin_of, prefix_of, source_of, unit_of, value_of

INITIALISE = "initialise"
GIVEN = ("mix", "chain", "task", "metric", "people", "managers", "politicians", "economy")
_PACKAGE = Path(__file__).resolve().parent.parent
_INSTRUMENT = ("profile.", "instruments.", "managers.instruments.")


@dataclass(frozen=True, slots=True)
class Setting:
    """One value of a scenario, with where it comes from and why it is what it is."""

    parameter: Parameter
    value: float
    is_default: bool
    origin: str
    source: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A value that two scenarios do not share."""

    parameter: Parameter
    before: float
    after: float


def settings(scenario: Scenario, language: str = "en") -> list[Setting]:
    """Every value of a scenario in the order of declaration."""
    return [
        Setting(
            parameter,
            scenario.values[name],
            name not in scenario.origins,
            origin_of(scenario.origins.get(name), language),
            _reason(scenario, parameter, language),
        )
        for name, parameter in PARAMETERS.items()
    ]


def worth_showing(setting: Setting) -> bool:
    """Whether a short description has the setting: what is given, and what was changed."""
    if not setting.is_default:
        return True
    return prefix_of(setting.parameter.name) in GIVEN and not setting.parameter.optional


def difference(before: Scenario, after: Scenario) -> list[Difference]:
    """Values in which two scenarios differ, in the order of declaration."""
    return [
        Difference(parameter, before.values[name], after.values[name])
        for name, parameter in PARAMETERS.items()
        if not _same(before.values[name], after.values[name])
    ]


def scenario_in_words(scenario: Scenario, language: str = "en") -> list[str]:
    """What a scenario is, in lines of text: its size, its mix, its horizon, what changes when."""
    swedish = language == "sv"
    lines = [scenario.title.get(language, scenario.name)]
    if scenario.description.get(language):
        lines.append(scenario.description[language])
    lines.append("")
    lines += _size_in_words(scenario, swedish=swedish)
    months, burn_in = scenario.months, scenario.burn_in
    lines.append(
        f"{months} månader, varav de första {burn_in} inte räknas."
        if swedish
        else f"{months} months, of which the first {burn_in} are not counted."
    )
    if scenario.without:
        off = ", ".join(sorted(scenario.without))
        lines.append(f"Avstängda mekanismer: {off}." if swedish else f"Switched off: {off}.")
    if scenario.neutral != "none":
        which = {
            "soft": ("soft cells", "mjuka celler"),
            "all": ("all cells", "alla celler"),
        }[scenario.neutral][swedish]
        lines.append(f"Neutral tabell: {which}." if swedish else f"Neutral table: {which}.")
    lines += _interventions_in_words(scenario, language)
    return lines


def parameter_in_words(
    parameter: Parameter, language: str = "en", value: float | None = None
) -> list[tuple[str, str]]:
    """What there is to know about a parameter: pairs of a heading and a text."""
    swedish = language == "sv"
    between = "till" if swedish else "to"
    low, high = (value_of(bound, language) for bound in parameter.bounds)
    least, most = (value_of(bound, language) for bound in parameter.range)
    kind = ("heltal" if swedish else "whole number") if parameter.whole else ""
    pairs = [
        ("Betyder" if swedish else "Meaning", parameter.label(language)),
        (
            "Värde" if swedish else "Value",
            value_of(parameter.default if value is None else value, language),
        ),
        ("Enhet" if swedish else "Unit", unit_of(parameter, language)),
        (
            "Gränser" if swedish else "Bounds",
            f"{low} {between} {high}" + (f" ({kind})" if kind else ""),
        ),
        ("Rimligt" if swedish else "Range", f"{least} {between} {most}"),
        ("Källa" if swedish else "Source", source_of(parameter.source, language)),
        ("Läses av" if swedish else "Read by", ", ".join(readers(parameter))),
    ]
    if value is not None and not _same(value, parameter.default):
        standard = ("Standard" if swedish else "Default", value_of(parameter.default, language))
        pairs.insert(2, standard)
    return pairs


def readers(parameter: Parameter | str) -> list[str]:
    """The mechanisms whose code reads a parameter, in the order of a month; initialise first.

    Found by looking in the code, so that nobody keeps a list: a kernel reads a parameter as a
    field of a record (``p.effort_strength``), an instrument by its constant, after management has
    worked it out.

    Raises
    ------
    KeyError
        If no parameter has that name.
    """
    name = parameter if isinstance(parameter, str) else parameter.name
    declared = PARAMETERS[name]
    if name in FIXED_AT_BIRTH:
        return [INITIALISE]
    if name.startswith(_INSTRUMENT):
        instrument = name.removeprefix("managers.").split(".")[1]
        found = {"management"} | _users(rf"\b{instrument.upper()}\b")
    else:
        found = set(_users(rf"\.{declared.field}\b"))
    return [each for each in (INITIALISE, *MECHANISMS) if each in found]


@cache
def _code() -> dict[str, str]:
    files = [
        *(_PACKAGE / "model" / "mechanisms").glob("*.py"),
        _PACKAGE / "model" / f"{INITIALISE}.py",
    ]
    return {path.stem: path.read_text(encoding="utf-8") for path in files if path.is_file()}


@cache
def _users(pattern: str) -> frozenset[str]:
    return frozenset(stem for stem, text in _code().items() if re.search(pattern, text))


def _same(a: float, b: float) -> bool:
    return a == b or (math.isnan(a) and math.isnan(b))


def _reason(scenario: Scenario, parameter: Parameter, language: str) -> str:
    if parameter.name in scenario.sources:
        return scenario.sources[parameter.name]
    if parameter.name not in scenario.origins:
        return source_of(parameter.source, language)
    return "ingen angiven" if language == "sv" else "none given"


def _size_in_words(scenario: Scenario, *, swedish: bool) -> Iterator[str]:
    for kind in scenario.kinds:
        councils = (
            ("nämnder" if swedish else "councils")
            if kind.count > 1
            else ("nämnd" if swedish else "council")
        )
        yield (
            f"{kind.name}: {kind.count} {councils}"
            if scenario.mixture
            else (f"{kind.count} {councils}")
        )
        for sector in kind.sectors:
            units, staff, citizens = (
                int(sector.values[f"chain.{name}"]) for name in ("units", "staff", "citizens")
            )
            shares = ", ".join(
                f"{word} {sector.values[f'mix.{principle}']:.3g}"
                for principle, word in (
                    ("competition", "konkurrens" if swedish else "competition"),
                    ("regulation", "reglering" if swedish else "regulation"),
                    ("trust", "tillit" if swedish else "trust"),
                )
            )
            named = f"{sector.name}: " if scenario.mixture else ""
            yield (
                f"  {named}{units} enheter med {staff} medarbetare och {citizens} medborgare var;"
                f" {shares}"
                if swedish
                else f"  {named}{units} units with {staff} staff and {citizens} citizens each;"
                f" {shares}"
            )


def _interventions_in_words(scenario: Scenario, language: str) -> Iterator[str]:
    heading = "Insats" if language == "sv" else "Intervention"
    for each in scenario.interventions:
        changes = ", ".join(
            f"{name} = {value_of(value, language)}" for name, value in each.values.items()
        )
        yield f"{heading} '{each.name}': {changes}; {when_in_words(each, language)}."


def when_in_words(intervention: Intervention, language: str) -> str:
    """When it is in force, and for whom: ``from month 36, in full after 12 months``."""
    swedish = language == "sv"
    text = f"{'från månad' if swedish else 'from month'} {intervention.start}"
    if intervention.stop is not None:
        text += f" {'till' if swedish else 'to'} {intervention.stop}"
    if intervention.ramp:
        text += (
            f", full styrka efter {intervention.ramp} månader"
            if swedish
            else f", in full after {intervention.ramp} months"
        )
    if intervention.share < 1.0:
        who = {
            ("unit", False): "of the units, by lot",
            ("unit", True): "av enheterna, lottade",
            ("council", False): "of the councils, by lot",
            ("council", True): "av nämnderna, lottade",
        }[intervention.lottery, swedish]
        percent = "\N{NO-BREAK SPACE}%" if swedish else "%"
        text += f", {100 * intervention.share:.0f}{percent} {who}"
    return text
