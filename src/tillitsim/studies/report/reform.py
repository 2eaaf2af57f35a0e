"""A report's first parts: the question, and what is compared before any effect is told."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence

from tillitsim.locale import translator
from tillitsim.scenario.declarations import PARAMETERS
from tillitsim.scenario.describe import Difference, difference
from tillitsim.scenario.instruments import NAMES
from tillitsim.scenario.parameter import Parameter
from tillitsim.scenario.schema import Intervention, Scenario
from tillitsim.scenario.wording import group_title, source_of, unit_of
from tillitsim.studies.report.analysis import Study
from tillitsim.studies.report.blocks import (
    Block,
    Cell,
    Details,
    Group,
    Heading,
    Section,
    Table,
    Text,
)
from tillitsim.view.numbers import decimal, percent, significant
from tillitsim.view.practice import Use, instruments_of, uses
from tillitsim.view.run_text import mix_of, size_of
from tillitsim.view.text import capital

MOST = 10
"""Rows that are shown at once; the rest are folded."""

NUMBERS = frozenset({1, 2})
ASIDE = re.compile(r" \((?:[^ ()]{1,7}|(?:unset|ej satt): [^()]*)\)$")
"""What a label ends with that says nothing here: a symbol of an equation, or what unset means."""


def question_section(study: Study) -> Section:
    """What is asked, and what kind of answer a simulation gives."""
    _ = translator(study.language)
    asked = _(
        "What becomes of discretion, learning and quality, all the way from"
        " politics to the meeting with the citizen, if {baseline} gives way to"
        " {others}? Who gains, who loses, and how sure can anybody be?"
    ).format(**study.named())
    luck = _(
        "Each is run {n} times, and the runs share their luck pair by pair. A"
        " difference therefore comes from what is set differently, listed below,"
        " and not from chance, except where the report says so."
    ).format(n=study.comparison.replicates)
    blocks = [
        Text(asked, "lead"),
        Text(
            _(
                "The answer comes from a simulation of the whole steering chain, from"
                " politics to the meeting with the citizen. It is not a forecast: it says"
                " what follows from assumptions that are stated below, and how far it hangs"
                " on them."
            )
        ),
        Text(luck),
    ]
    return Section("question", _("The question"), blocks)


def reform_section(study: Study) -> Section:
    """Each scenario in words; then what is set differently, and what that means in practice."""
    _, comparison = translator(study.language), study.comparison
    blocks: list[Block] = []
    for i in (comparison.baseline, *comparison.others):
        heading = _("The baseline: {}") if i == comparison.baseline else _("Against it: {}")
        blocks += [Heading(heading.format(study.title(i))), *_described(study, i)]
        if i != comparison.baseline:
            blocks += _set_differently(study, i)
    return Section("compared", _("What is compared"), blocks)


def setting_value(parameter: Parameter, value: float, language: str) -> str:
    """A value as people read it: shares as percent; what is unset follows from the mix."""
    _ = translator(language)
    if math.isnan(value):
        return _("follows from the mix")
    if parameter.unit == "share" or parameter.unit.startswith("share of the month"):
        return percent(value, language)
    if value == round(value):
        return decimal(value, 0, language)
    return significant(value, 2, language)


def named(parameter: Parameter, language: str, *, path: bool = True) -> Cell:
    """What a parameter means, without its symbol; below it its name and its unit."""
    label = ASIDE.sub("", capital(parameter.label(language)))
    unit = "" if parameter.unit == "share" else unit_of(parameter, language)
    below = ", ".join(text for text in (parameter.name if path else "", unit) if text)
    return Cell(label, below)


def _described(study: Study, i: int) -> Iterator[Block]:
    if text := study.comparison.scenarios[i].description.get(study.language):
        yield Text(text)
    facts = _facts(study, i)
    if i != study.comparison.baseline:
        known = _facts(study, study.comparison.baseline)
        facts = [each for each in facts if each not in known]
    if facts:
        yield Text(" ".join(facts), "note")


def _facts(study: Study, i: int) -> list[str]:
    """The mix of a scenario, its size, and what is switched off in it."""
    _, language, scenario = (
        translator(study.language),
        study.language,
        study.comparison.scenarios[i],
    )
    facts = [
        _("The mix: {}.").format(mix_of(scenario, language)),
        _("Size: {}.").format(size_of(study.comparison.results[i], language)),
    ]
    if scenario.without:
        names = [group_title(each, language) for each in sorted(scenario.without)]
        facts.append(
            _("Switched off in {scenario}: {mechanisms}.").format(
                scenario=study.quoted(i), mechanisms=", ".join(names)
            )
        )
    return facts


def _set_differently(study: Study, i: int) -> Iterator[Block]:
    _, language = translator(study.language), study.language
    base, scenarios = study.comparison.baseline, study.comparison.scenarios
    before, after = scenarios[base], scenarios[i]
    titles = [study.title(base), study.title(i), _("Source")]
    if before.mixture or after.mixture:
        yield Text(
            _(
                "Several services are run side by side here, each with settings of its own;"
                " what differs between them is not listed."
            )
        )
        return
    found = difference(before, after)
    if not found and not after.interventions:
        yield Text(_("Nothing is set differently from the start."))
    if found:
        yield from _folded(
            [_setting(each, after, language) for each in found],
            _("What is set differently in {other}").format(other=study.quoted(i)),
            _("{n} more settings that differ"),
            [_("Setting"), *titles],
        )
    practice = uses(before, after)
    if practice:
        yield Text(
            _(
                "A mix acts through the instruments of steering. This is what councils and"
                " managers set out to do under each; pressure, habit and managers of other"
                " minds change it on the way."
            )
        )
        yield from _folded(
            [_instrument(each, language) for each in practice],
            _("What {other} means in practice: the instruments that differ most").format(
                other=study.quoted(i)
            ),
            _("{n} more instruments that differ"),
            [_("Instrument of steering"), *titles],
        )
    if after.interventions:
        yield _interventions(study, i)


def _folded(
    rows: Sequence[Sequence[Cell]], caption: str, rest: str, head: Sequence[str]
) -> Iterator[Block]:
    """A table of the first rows, and the others folded under a line that counts them."""
    cells = [Cell(text) for text in head]
    few = rows if len(rows) <= MOST + 2 else rows[:MOST]
    yield Table(caption, cells, [Group("", few)], NUMBERS)
    if len(few) < len(rows):
        summary = rest.format(n=len(rows) - len(few))
        yield Details(summary, [Table(summary, cells, [Group("", rows[len(few) :])], NUMBERS)])


def _setting(found: Difference, after: Scenario, language: str) -> list[Cell]:
    parameter = found.parameter
    return [
        named(parameter, language),
        Cell(setting_value(parameter, found.before, language)),
        Cell(setting_value(parameter, found.after, language)),
        Cell(_why(after, parameter.name, language)),
    ]


def _why(scenario: Scenario, name: str, language: str) -> str:
    """What a scenario says of a value that it sets; else what the declaration says."""
    if name in scenario.origins:
        return _reason(scenario, name, language)
    return source_of(PARAMETERS[name].source, language)


def _instrument(use: Use, language: str) -> list[Cell]:
    row = use.instrument
    parameter = PARAMETERS[f"instruments.{row.name}"]
    return [
        Cell(
            capital(row.label(language)),
            named(parameter, language, path=False).small,
        ),
        Cell(setting_value(parameter, use.before, language)),
        Cell(setting_value(parameter, use.after, language)),
        Cell(source_of(row.source, language)),
    ]


def _interventions(study: Study, i: int) -> Table:
    _, language = translator(study.language), study.language
    scenario = study.comparison.scenarios[i]
    several = len(scenario.interventions) > 1
    groups = [
        Group(
            each.name if several else "",
            [_change(scenario, each, name, language) for name in each.values],
        )
        for each in scenario.interventions
    ]
    head = [
        Cell(t) for t in (_("Setting"), _("Until then"), _("New value"), _("When"), _("Source"))
    ]
    return Table(_("What changes on the way in {}").format(study.quoted(i)), head, groups, NUMBERS)


def _change(scenario: Scenario, change: Intervention, name: str, language: str) -> list[Cell]:
    parameter = PARAMETERS[name]
    return [
        named(parameter, language),
        Cell(setting_value(parameter, _until_then(scenario, name), language)),
        Cell(setting_value(parameter, change.values[name], language)),
        Cell(_when(change, language)),
        Cell(_reason(scenario, name, language)),
    ]


def _until_then(scenario: Scenario, name: str) -> float:
    """A value before it is changed; of an instrument that is not set, what the mix makes it."""
    instrument = name.removeprefix("instruments.")
    value = scenario.values[name]
    if math.isnan(value) and instrument in NAMES and not scenario.mixture:
        return instruments_of(scenario)[NAMES.index(instrument)]
    return value


def _when(change: Intervention, language: str) -> str:
    _ = translator(language)
    parts = [_("from month {}").format(change.start)]
    if change.stop is not None:
        parts.append(_("to month {}").format(change.stop))
    if change.ramp:
        parts.append(_("in full after {} months").format(change.ramp))
    if change.share < 1.0:
        parts.append(_("for {} of the units, by lot").format(percent(change.share, language)))
    return ", ".join(parts)


def _reason(scenario: Scenario, name: str, language: str) -> str:
    _ = translator(language)
    given = scenario.sources.get(name)
    return source_of(given, language) if given else _("none given")
