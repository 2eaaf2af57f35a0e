"""A report's first parts: the question, and what is compared before any effect is told."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence

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
from tillitsim.studies.report.words import WORDS
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
    own = WORDS[study.language]
    asked = own.in_plain_words.format(**study.named())
    luck = own.same_luck.format(n=study.comparison.replicates)
    blocks = [Text(asked, "lead"), Text(own.what_it_is), Text(luck)]
    return Section("question", own.question_heading, blocks)


def reform_section(study: Study) -> Section:
    """Each scenario in words; then what is set differently, and what that means in practice."""
    own, comparison = WORDS[study.language], study.comparison
    blocks: list[Block] = []
    for i in (comparison.baseline, *comparison.others):
        heading = own.baseline if i == comparison.baseline else own.other
        blocks += [Heading(heading.format(study.title(i))), *_described(study, i)]
        if i != comparison.baseline:
            blocks += _set_differently(study, i)
    return Section("compared", own.reform_heading, blocks)


def setting_value(parameter: Parameter, value: float, language: str) -> str:
    """A value as people read it: shares as percent; what is unset follows from the mix."""
    if math.isnan(value):
        return WORDS[language].unset
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
    own, language, scenario = WORDS[study.language], study.language, study.comparison.scenarios[i]
    facts = [
        own.mix.format(mix_of(scenario, language)),
        own.size.format(size_of(study.comparison.results[i], language)),
    ]
    if scenario.without:
        names = [group_title(each, language) for each in sorted(scenario.without)]
        facts.append(own.switched_off.format(scenario=study.quoted(i), mechanisms=", ".join(names)))
    return facts


def _set_differently(study: Study, i: int) -> Iterator[Block]:
    own, language = WORDS[study.language], study.language
    base, scenarios = study.comparison.baseline, study.comparison.scenarios
    before, after = scenarios[base], scenarios[i]
    titles = [study.title(base), study.title(i), own.source]
    if before.mixture or after.mixture:
        yield Text(own.differs_sectors)
        return
    found = difference(before, after)
    if not found and not after.interventions:
        yield Text(own.differs_none)
    if found:
        yield from _folded(
            [_setting(each, after, language) for each in found],
            own.differs.format(other=study.quoted(i)),
            own.differs_rest,
            [own.setting, *titles],
        )
    practice = uses(before, after)
    if practice:
        yield Text(own.practice)
        yield from _folded(
            [_instrument(each, language) for each in practice],
            own.practice_caption.format(other=study.quoted(i)),
            own.practice_rest,
            [own.instrument, *titles],
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
            capital(row.sv if language == "sv" else row.en),
            named(parameter, language, path=False).small,
        ),
        Cell(setting_value(parameter, use.before, language)),
        Cell(setting_value(parameter, use.after, language)),
        Cell(source_of(row.source, language)),
    ]


def _interventions(study: Study, i: int) -> Table:
    own, language = WORDS[study.language], study.language
    scenario = study.comparison.scenarios[i]
    several = len(scenario.interventions) > 1
    groups = [
        Group(
            each.name if several else "",
            [_change(scenario, each, name, language) for name in each.values],
        )
        for each in scenario.interventions
    ]
    head = [Cell(t) for t in (own.setting, own.until_then, own.becomes, own.when, own.source)]
    return Table(own.interventions.format(study.quoted(i)), head, groups, NUMBERS)


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
    own = WORDS[language]
    parts = [own.from_month.format(change.start)]
    if change.stop is not None:
        parts.append(own.to_month.format(change.stop))
    if change.ramp:
        parts.append(own.ramp.format(change.ramp))
    if change.share < 1.0:
        parts.append(own.by_lot.format(percent(change.share, language)))
    return ", ".join(parts)


def _reason(scenario: Scenario, name: str, language: str) -> str:
    given = scenario.sources.get(name)
    return source_of(given, language) if given else WORDS[language].no_source
