"""What a report says of people and levels: who gains and loses, and what happens down the chain."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tillitsim.locale import translator
from tillitsim.model.outcomes import LEVELS, Level, level_label
from tillitsim.studies.compare.analysis import Difference
from tillitsim.studies.compare.chain_figure import chain_alternative, chain_figure
from tillitsim.studies.compare.final_states import Gap, shift
from tillitsim.studies.compare.needs_figure import needs_alternative, needs_figure
from tillitsim.studies.compare.reported_figure import reported_alternative, reported_figure
from tillitsim.studies.compare.table import VERDICTS, headline
from tillitsim.studies.report.analysis import Study
from tillitsim.studies.report.blocks import (
    Block,
    Cell,
    Group,
    Item,
    Items,
    Section,
    Table,
    Text,
    picture,
)
from tillitsim.studies.report.results import difference_row, table_head
from tillitsim.view.numbers import decimal, signed
from tillitsim.view.text import capital

PEOPLE = ("quality_simple", "quality_complex", "complexity_gap", "inequality", "waiting")
"""Outcomes that say how people fare, beside the mean."""


def who_section(study: Study) -> Section:
    """Citizens by need, and units: who gains, who loses, for whom nothing is clear."""
    _, language = translator(study.language), study.language
    blocks: list[Block] = [
        Text(
            _(
                "A mean hides people. Here are citizens with simple needs and with complex"
                " ones, and the units that meet them."
            )
        )
    ]
    for i in study.comparison.others:
        blocks += _who(study, i)
    figure = needs_figure(study.endings, study.comparison.seed, language)
    title = headline(study.comparison, language)
    alternative = needs_alternative(study.endings, language)
    blocks.append(
        picture(
            figure,
            title=title,
            alternative=alternative,
            caption=_("Citizens with simple and complex needs at the end of the runs."),
        )
    )
    return Section("people", _("Who gains and who loses"), blocks)


def _who(study: Study, i: int) -> Iterator[Block]:
    _, language, comparison = translator(study.language), study.language, study.comparison
    worlds = bool(comparison.worlds)
    table = study.differences[i]
    rows = [difference_row(table[name], language, worlds=worlds) for name in PEOPLE]
    found = shift(study.endings[comparison.baseline], study.endings[i])
    if found is not None:
        rows.append(
            _trust_row(
                _("trust at the end, citizens with simple needs"),
                found.simple,
                language,
                worlds=worlds,
            )
        )
        rows.append(
            _trust_row(
                _("trust at the end, citizens with complex needs"),
                found.complex,
                language,
                worlds=worlds,
            )
        )
    yield Table(
        _("People and units: {other} against {baseline}").format(**study.pair(i)),
        table_head(study, i),
        [Group("", rows)],
        frozenset(range(1, 4 + worlds)),
    )
    if found is None:
        yield Text(
            _(
                "{other}: the units are not the same ones, so they are not compared one by one."
            ).format(**study.pair(i))
        )
    elif study.comparison.coincide(i):
        yield Text(
            _("{other}: all {n} units end exactly as in {baseline}.").format(
                n=found.units, **study.pair(i)
            )
        )
    else:
        yield Text(
            _(
                "{other}: of the {n} units, citizens' trust is clearly higher in {gaining}"
                " and clearly lower in {losing} at the end; {rest} show no clear"
                " difference."
            ).format(
                n=found.units,
                gaining=found.gaining,
                losing=found.losing,
                rest=found.units - found.gaining - found.losing,
                **study.pair(i),
            )
        )


def _trust_row(label: str, gap: Gap, language: str, *, worlds: bool) -> list[Cell]:
    _, dash = translator(language), "\N{EN DASH}"
    low, high = (signed(100.0 * edge, 1, language) for edge in (gap.low, gap.high))
    if gap.low > 0.0:
        verdict = f"{_('higher')}, {_('better')}"
    elif gap.high < 0.0:
        verdict = f"{_('lower')}, {_('worse')}"
    else:
        verdict = _(VERDICTS["same" if gap.low == gap.high == 0.0 else "unclear"])
    return [
        Cell(f"{capital(label)}\N{NO-BREAK SPACE}\N{BLACK UP-POINTING TRIANGLE}", "index 0-100"),
        Cell(decimal(100.0 * gap.before, 1, language)),
        Cell(decimal(100.0 * gap.after, 1, language)),
        Cell(
            signed(100.0 * gap.mean, 1, language),
            _("{} to {}").format(low, high),
        ),
        *([Cell(dash)] if worlds else []),
        Cell(capital(verdict)),
    ]


def chain_section(study: Study) -> Section:
    """Level by level: what gets better, what worse, and who pays for whom."""
    _, comparison, language = translator(study.language), study.comparison, study.language
    blocks: list[Block] = [Text(_("Does every level get better, or does one pay for another?"))]
    for i in comparison.others:
        blocks += _chain(study, i)
    order = (comparison.baseline, *comparison.others)
    runs = [comparison.results[i] for i in order]
    title = headline(comparison, language)
    blocks += [
        picture(
            chain_figure(runs, language), title=title,
            alternative=chain_alternative(runs, language),
            caption=_("Signals down the chain, and information up."),
        ),
        picture(
            reported_figure(runs, language), title=title,
            alternative=reported_alternative(runs, language),
            caption=_(
                "What is reported upwards, beside what is true and what citizens see."
            ),
        ),
    ]  # fmt: skip
    return Section("chain", _("What happens along the chain"), blocks)


def _chain(study: Study, i: int) -> Iterator[Block]:
    language = study.language
    table = [*study.differences[i].values()]
    levels = {level: [each for each in table if each.outcome.level == level] for level in LEVELS}
    text = who_pays(levels, language)
    several = len(study.comparison.others) > 1
    yield Text(f"{study.title(i)}. {text}" if several else text)
    yield Items(
        [
            Item(_level(differences, language), f"{level_label(level, language)}:")
            for level, differences in levels.items()
        ],
        "points",
    )


def who_pays(levels: Mapping[Level, list[Difference]], language: str) -> str:
    """Which levels have clear gains, and which clear losses of what, in a sentence."""
    _ = translator(language)
    gains, losses = [], []
    for level, differences in levels.items():
        label = level_label(level, language).lower()
        if any(each.gain > 0 and not each.wavers for each in differences):
            gains.append(label)
        if lost := [each for each in differences if each.gain < 0 and not each.wavers]:
            losses.append(f"{label} ({', '.join(each.outcome.label(language) for each in lost)})")
    sentence = {
        (True, True): _(
            "Clear gains: {gains}. Clear losses: {losses}. So not everybody in the chain gains."
        ),
        (True, False): _("Clear gains: {gains}. No level has a clear loss."),
        (False, True): _("Clear losses: {losses}. No level has a clear gain."),
        (False, False): _("No level has a clear gain or a clear loss."),
    }[bool(gains), bool(losses)]
    return sentence.format(gains=", ".join(gains), losses=", ".join(losses))


def _level(differences: Sequence[Difference], language: str) -> str:
    _ = translator(language)
    clear = [each for each in differences if each.verdict in {"higher", "lower"}]
    sure = [each for each in clear if not each.wavers]
    kinds = (
        (_("better: {}"), [each for each in sure if each.gain > 0]),
        (_("worse: {}"), [each for each in sure if each.gain < 0]),
        (_("changed, neither better nor worse: {}"), [each for each in sure if each.gain == 0]),
        (
            _("more than chance, but not in most worlds: {}"),
            [each for each in clear if each.wavers],
        ),
        (_("no clear difference: {}"), [each for each in differences if each not in clear]),
    )
    return "; ".join(
        text.format(", ".join(_pointing(each, language) for each in found))
        for text, found in kinds
        if found
    )


def _pointing(each: Difference, language: str) -> str:
    """An outcome's label, with an arrow where it moves by more than chance."""
    arrow = {
        "higher": "\N{NO-BREAK SPACE}\N{UPWARDS ARROW}",
        "lower": "\N{NO-BREAK SPACE}\N{DOWNWARDS ARROW}",
    }
    return each.outcome.label(language) + arrow.get(each.verdict, "")
