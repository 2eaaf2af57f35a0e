"""Scenarios and parameters for people: what is given, where each value comes from, who reads it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tillitsim.locale import in_language, translator
from tillitsim.scenario.declared.declarations import MECHANISMS, PARAMETERS, mechanisms
from tillitsim.scenario.declared.parameter import Parameter
from tillitsim.scenario.description.wording import (
    origin_of,
    prefix_of,
    source_of,
    unit_of,
    value_of,
)
from tillitsim.scenario.reading.values import FIXED_FROM_START
from tillitsim.scenario.schema import Intervention, Scenario

INITIALISE, OBSERVE = "initialise", "observe"
GIVEN = ("mix", "chain", "task", "metric", "people", "managers", "politicians", "economy")
_PACKAGE = Path(__file__).resolve().parents[2]
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
            scenario.values.get(name, parameter.default),
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
        Difference(parameter, one, other)
        for name, parameter in PARAMETERS.items()
        for one, other in [[each.values.get(name, parameter.default) for each in (before, after)]]
        if not _same(one, other)
    ]


def scenario_in_words(scenario: Scenario, language: str = "en") -> list[str]:
    """What a scenario is, in lines of text: its size, its mix, its horizon, what changes when."""
    _ = translator(language)
    lines = [in_language(scenario.title, language) or scenario.name]
    if in_language(scenario.description, language):
        lines.append(in_language(scenario.description, language))
    lines.append("")
    lines += _size_in_words(scenario, language)
    months, burn_in = scenario.months, scenario.burn_in
    lines.append(
        _("{months} months, of which the first {burn_in} are not counted.").format(
            months=months, burn_in=burn_in
        )
    )
    if scenario.spin_up:
        lines.append(
            _("{months} months before, without changes, so that it rests.").format(
                months=scenario.spin_up
            )
        )
    if scenario.without:
        off = ", ".join(sorted(scenario.without))
        lines.append(_("Switched off: {off}.").format(off=off))
    if scenario.neutral != "none":
        which = _("soft cells") if scenario.neutral == "soft" else _("all cells")
        lines.append(_("Neutral table: {which}.").format(which=which))
    lines += _interventions_in_words(scenario, language)
    return lines


def parameter_in_words(
    parameter: Parameter, language: str = "en", value: float | None = None
) -> list[tuple[str, str]]:
    """What there is to know about a parameter: pairs of a heading and a text."""
    _ = translator(language)
    between = _("to")
    low, high = (value_of(bound, language) for bound in parameter.bounds)
    least, most = (value_of(bound, language) for bound in parameter.range)
    kind = _("whole number") if parameter.whole else ""
    pairs = [
        (_("Meaning"), parameter.label(language)),
        (
            _("Value"),
            value_of(parameter.default if value is None else value, language),
        ),
        (_("Unit"), unit_of(parameter, language)),
        (
            _("Bounds"),
            f"{low} {between} {high}" + (f" ({kind})" if kind else ""),
        ),
        (_("Range"), f"{least} {between} {most}"),
        (_("Source"), source_of(parameter.source, language)),
        (_("Read by"), ", ".join(readers(parameter))),
    ]
    if value is not None and not _same(value, parameter.default):
        standard = (_("Default"), value_of(parameter.default, language))
        pairs.insert(2, standard)
    return pairs


def readers(parameter: Parameter | str) -> list[str]:
    """The mechanisms whose code reads a parameter, in the order of a month; observing last.

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
    group = prefix_of(name)
    if group in mechanisms() and group not in MECHANISMS:
        return [group]
    if name in FIXED_FROM_START:
        return [INITIALISE]
    if name.startswith(_INSTRUMENT):
        instrument = name.removeprefix("managers.").split(".")[1]
        found = {"management"} | _users(rf"\b{instrument.upper()}\b")
    else:
        found = set(_users(rf"\.{declared.field}\b"))
    return [each for each in (INITIALISE, *MECHANISMS, OBSERVE) if each in found]


_COPIED = re.compile(r"here\[i \+ HERE\.(\w+)\] = x\[([A-Z_]+)\]")
"""Where an instrument is put beside the staff of its unit, under a name of its own."""
_IMPORTED = re.compile(r"from tillitsim\.scenario\.declared\.instruments import (?:\([^)]*\)|.*)")


@cache
def _code() -> dict[str, str]:
    """The code by mechanism, without imports; what is a copy of an instrument is named after it."""
    files = [
        *(_PACKAGE / "model" / "mechanisms").glob("*.py"),
        *(_PACKAGE / "model" / f"{name}.py" for name in (INITIALISE, OBSERVE)),
    ]
    texts = {path.stem: path.read_text(encoding="utf-8") for path in files if path.is_file()}
    copies = dict(_COPIED.findall("\n".join(texts.values())))

    def original(found: re.Match[str]) -> str:
        return str(copies.get(found[1], found[0]))

    return {
        stem: re.sub(r"HERE\.(\w+)", original, _COPIED.sub("", _IMPORTED.sub("", text)))
        for stem, text in texts.items()
    }


@cache
def _users(pattern: str) -> frozenset[str]:
    return frozenset(stem for stem, text in _code().items() if re.search(pattern, text))


def _same(a: float, b: float) -> bool:
    return a == b or (math.isnan(a) and math.isnan(b))


def _reason(scenario: Scenario, parameter: Parameter, language: str) -> str:
    _ = translator(language)
    if parameter.name in scenario.sources:
        return scenario.sources[parameter.name]
    if parameter.name not in scenario.origins:
        return source_of(parameter.source, language)
    return _("none given")


def _size_in_words(scenario: Scenario, language: str) -> Iterator[str]:
    _ = translator(language)
    for kind in scenario.kinds:
        councils = _.ngettext("{n} council", "{n} councils", kind.count).format(n=kind.count)
        yield f"{kind.name}: {councils}" if scenario.mixture else councils
        for sector in kind.sectors:
            units, staff, citizens = (
                int(sector.values[f"chain.{name}"]) for name in ("units", "staff", "citizens")
            )
            shares = ", ".join(
                f"{word} {sector.values[f'mix.{principle}']:.3g}"
                for principle, word in (
                    ("competition", _("competition")),
                    ("regulation", _("regulation")),
                    ("trust", _("trust")),
                )
            )
            named = f"{sector.name}: " if scenario.mixture else ""
            yield (
                f"  {named}"
                + _(
                    "{units} units with {staff} staff and {citizens} citizens each; {shares}"
                ).format(units=units, staff=staff, citizens=citizens, shares=shares)
            )


def _interventions_in_words(scenario: Scenario, language: str) -> Iterator[str]:
    _ = translator(language)
    for each in scenario.interventions:
        changes = ", ".join(
            f"{name} = {value_of(value, language)}" for name, value in each.values.items()
        )
        when = when_in_words(each, language)
        yield _("Intervention '{name}': {changes}; {when}.").format(
            name=each.name, changes=changes, when=when
        )


def when_in_words(intervention: Intervention, language: str) -> str:
    """When it is in force, and for whom: ``from month 36, in full after 12 months``."""
    _ = translator(language)
    text = (
        _("from month {start}") if intervention.stop is None else _("from month {start} to {stop}")
    ).format(start=intervention.start, stop=intervention.stop)
    if intervention.ramp:
        text += _(", in full after {ramp} months").format(ramp=intervention.ramp)
    if intervention.share < 1.0:
        share = (
            _(", {share}% of the units, by lot")
            if intervention.lottery == "unit"
            else _(", {share}% of the councils, by lot")
        )
        text += share.format(share=f"{100 * intervention.share:.0f}")
    return text
