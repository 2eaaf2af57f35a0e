"""What a report says of people and levels: who gains and loses, and what happens down the chain."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tillitsim.model.outcomes import LEVEL_LABELS, LEVELS, Level
from tillitsim.studies.compare.analysis import Difference
from tillitsim.studies.compare.chain_figure import chain_alternative, chain_figure
from tillitsim.studies.compare.final_states import Gap, shift
from tillitsim.studies.compare.needs_figure import needs_alternative, needs_figure
from tillitsim.studies.compare.reported_figure import reported_alternative, reported_figure
from tillitsim.studies.compare.table import headline
from tillitsim.studies.compare.words import WORDS as COMPARE_WORDS
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
from tillitsim.studies.report.result_words import WORDS
from tillitsim.studies.report.results import difference_row, table_head
from tillitsim.view.numbers import decimal, signed
from tillitsim.view.text import capital
from tillitsim.view.words import words

PEOPLE = ("quality_simple", "quality_complex", "complexity_gap", "inequality", "waiting")
"""Outcomes that say how people fare, beside the mean."""


def who_section(study: Study) -> Section:
    """Citizens by need, and units: who gains, who loses, for whom nothing is clear."""
    own, language = WORDS[study.language], study.language
    blocks: list[Block] = [Text(own.who_intro)]
    for i in study.comparison.others:
        blocks += _who(study, i)
    figure = needs_figure(study.endings, study.comparison.seed, language)
    title = headline(study.comparison, language)
    alternative = needs_alternative(study.endings, language)
    blocks.append(picture(figure, title=title, alternative=alternative, caption=own.picture_needs))
    return Section("people", own.who_heading, blocks)


def _who(study: Study, i: int) -> Iterator[Block]:
    own, language, comparison = WORDS[study.language], study.language, study.comparison
    worlds = bool(comparison.worlds)
    table = study.differences[i]
    rows = [difference_row(table[name], language, worlds=worlds) for name in PEOPLE]
    found = shift(study.endings[comparison.baseline], study.endings[i])
    if found is not None:
        rows.append(_trust_row(own.trust_simple, found.simple, language, worlds=worlds))
        rows.append(_trust_row(own.trust_complex, found.complex, language, worlds=worlds))
    yield Table(
        own.who_caption.format(**study.pair(i)),
        table_head(study, i),
        [Group("", rows)],
        frozenset(range(1, 4 + worlds)),
    )
    if found is None:
        yield Text(own.who_no_units.format(**study.pair(i)))
    elif study.comparison.coincide(i):
        yield Text(own.who_units_same.format(n=found.units, **study.pair(i)))
    else:
        yield Text(
            own.who_units.format(
                n=found.units,
                gaining=found.gaining,
                losing=found.losing,
                rest=found.units - found.gaining - found.losing,
                **study.pair(i),
            )
        )


def _trust_row(label: str, gap: Gap, language: str, *, worlds: bool) -> list[Cell]:
    own, dash = COMPARE_WORDS[language], "\N{EN DASH}"
    low, high = (signed(100.0 * edge, 1, language) for edge in (gap.low, gap.high))
    if gap.low > 0.0:
        verdict = f"{own.verdicts['higher']}, {own.better}"
    elif gap.high < 0.0:
        verdict = f"{own.verdicts['lower']}, {own.worse}"
    else:
        verdict = own.verdicts["same" if gap.low == gap.high == 0.0 else "unclear"]
    return [
        Cell(f"{capital(label)}\N{NO-BREAK SPACE}\N{BLACK UP-POINTING TRIANGLE}", "index 0-100"),
        Cell(decimal(100.0 * gap.before, 1, language)),
        Cell(decimal(100.0 * gap.after, 1, language)),
        Cell(
            signed(100.0 * gap.mean, 1, language),
            words(language).interval_from_to.format(low, high),
        ),
        *([Cell(dash)] if worlds else []),
        Cell(capital(verdict)),
    ]


def chain_section(study: Study) -> Section:
    """Level by level: what gets better, what worse, and who pays for whom."""
    own, comparison, language = WORDS[study.language], study.comparison, study.language
    blocks: list[Block] = [Text(own.chain_intro)]
    for i in comparison.others:
        blocks += _chain(study, i)
    order = (comparison.baseline, *comparison.others)
    runs = [comparison.results[i] for i in order]
    title = headline(comparison, language)
    blocks += [
        picture(
            chain_figure(runs, language), title=title,
            alternative=chain_alternative(runs, language), caption=own.picture_chain,
        ),
        picture(
            reported_figure(runs, language), title=title,
            alternative=reported_alternative(runs, language), caption=own.picture_reported,
        ),
    ]  # fmt: skip
    return Section("chain", own.chain_heading, blocks)


def _chain(study: Study, i: int) -> Iterator[Block]:
    language = study.language
    table = [*study.differences[i].values()]
    levels = {level: [each for each in table if each.outcome.level == level] for level in LEVELS}
    text = who_pays(levels, language)
    several = len(study.comparison.others) > 1
    yield Text(f"{study.title(i)}. {text}" if several else text)
    yield Items(
        [
            Item(_level(differences, language), f"{LEVEL_LABELS[level][language]}:")
            for level, differences in levels.items()
        ],
        "points",
    )


def who_pays(levels: Mapping[Level, list[Difference]], language: str) -> str:
    """Which levels have clear gains, and which clear losses of what, in a sentence."""
    own = WORDS[language]
    gains, losses = [], []
    for level, differences in levels.items():
        label = LEVEL_LABELS[level][language].lower()
        if any(each.gain > 0 and not each.wavers for each in differences):
            gains.append(label)
        if lost := [each for each in differences if each.gain < 0 and not each.wavers]:
            losses.append(f"{label} ({', '.join(each.outcome.label(language) for each in lost)})")
    sentence = {
        (True, True): own.chain_both,
        (True, False): own.chain_gains,
        (False, True): own.chain_loses,
        (False, False): own.chain_nothing,
    }[bool(gains), bool(losses)]
    return sentence.format(gains=", ".join(gains), losses=", ".join(losses))


def _level(differences: Sequence[Difference], language: str) -> str:
    own = WORDS[language]
    clear = [each for each in differences if each.verdict in {"higher", "lower"}]
    sure = [each for each in clear if not each.wavers]
    kinds = (
        (own.chain_better, [each for each in sure if each.gain > 0]),
        (own.chain_worse, [each for each in sure if each.gain < 0]),
        (own.chain_changed, [each for each in sure if each.gain == 0]),
        (own.chain_wavers, [each for each in clear if each.wavers]),
        (own.chain_unclear, [each for each in differences if each not in clear]),
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
