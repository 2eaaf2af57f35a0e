"""What a report says of the results: in short with its other side, and the main comparison."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

import numpy as np

from tillitsim.locale import translator
from tillitsim.model.outcomes import LEVELS, level_label
from tillitsim.scenario.schema import Scenario
from tillitsim.studies.compare.analysis import IN_EACH_WORLD, MOST, Difference
from tillitsim.studies.compare.dumbbell_figure import dumbbell_figure
from tillitsim.studies.compare.over_time_figure import over_time_alternative, over_time_figure
from tillitsim.studies.compare.table import (
    headline,
    held_in,
    in_worlds,
    interval,
    reading,
    verdict_of,
)
from tillitsim.studies.report.analysis import Study, name_of
from tillitsim.studies.report.blocks import (
    Block,
    Cell,
    Group,
    Heading,
    Item,
    Items,
    Section,
    Table,
    Text,
    picture,
)
from tillitsim.view.numbers import MINUS, significant
from tillitsim.view.text import capital

IN_SHORT = (
    "quality_complex", "dare", "administrative_burden", "trust_in_service", "cost_per_good_meeting",
)  # fmt: skip
"""Outcomes that are told in short, after the main one."""

OVER_TIME = (
    "trust_in_operations", "discretion_used", "dare", "good_meetings", "quality_complex",
    "trust_in_service",
)  # fmt: skip

NEARLY_ALL, HALF = 0.9, 0.5
"""Shares of worlds from which a direction is robust, and below which most say the opposite."""

NAMED, LEAST_CERTAIN = 5, 3
"""Outcomes that are named on the other side of an answer, at most, and as the least certain."""


def short_section(study: Study) -> Section:
    """The answer in a few sentences and a picture, never without its other side."""
    _, comparison, language = translator(study.language), study.comparison, study.language
    several = len(comparison.others) > 1
    blocks: list[Block] = []
    for i in comparison.others:
        if several:
            blocks.append(Heading(study.title(i)))
        blocks += _in_short(study, i)
    if not all(comparison.coincide(i) for i in comparison.others):
        title = headline(comparison, language)
        blocks.append(
            picture(
                dumbbell_figure(comparison, in_short(study), language), title=title,
                alternative=_("{title}: a row an outcome, as told above.").format(title=title),
                caption=_("From one to the other, outcome by outcome."),
            )
        )  # fmt: skip
    return Section("short", _("In short"), [*blocks, *_how_to_read(study)])


def in_short(study: Study) -> list[str]:
    """Names of the outcomes that are told in short, the main one first."""
    return list(dict.fromkeys((study.main, *IN_SHORT)))


def _in_short(study: Study, i: int) -> Iterator[Block]:
    _, language, table = translator(study.language), study.language, study.differences[i]
    if study.comparison.coincide(i):
        yield Text(nothing_differs(study, i), "lead")
        return
    items = [
        Item(told(table[name], language), f"{name_of(table[name].outcome, language)}:")
        for name in in_short(study)
    ]
    yield Items(items, "points")
    if size := how_large(study, i):
        yield Text(size)
    yield Text(counted([*table.values()], language))
    yield Items([Item(other_side(study, i), f"{_('The other side of it')}.")], "aside")


def how_large(study: Study, i: int) -> str:
    """How far the main difference may lie from what it is here; nothing without worlds."""
    _ = translator(study.language)
    main = study.differences[i][study.main]
    gaps, robust = study.world_gaps(i), main.robustness
    if gaps is None or robust is None or main.mean == 0.0:
        return ""
    there = gaps[np.isfinite(gaps)]
    low, high = (reading(main, v, study.language, sign=True) for v in (robust.low, robust.high))
    return _("How large? In nine worlds of ten the difference in {outcome} lies between"
" {low} and {high} ({reading}). With the values that the model starts from"
" it is {mean}; in {smaller} of {worlds} worlds it is smaller than that, or"
" the other way.").format(
        outcome=main.outcome.label(study.language), low=low, high=high,
        reading=main.outcome.reading(study.language),
        mean=reading(main, main.mean, study.language, sign=True),
        smaller=int((there * np.sign(main.mean) < abs(main.mean)).sum()), worlds=len(there),
    )  # fmt: skip


def nothing_differs(study: Study, i: int) -> str:
    """That two scenarios coincide, and whether they are the same ones."""
    _, comparison = translator(study.language), study.comparison
    base: Scenario = comparison.scenarios[comparison.baseline]
    same = base.canonical() == comparison.scenarios[i].canonical()
    text = (
        _(
            "Nothing differs. {other} and {baseline} are set the same, and every"
            " outcome is exactly the same in every month of every run."
        )
        if same
        else _(
            "Nothing differs. {other} and {baseline} are not set the same, yet every"
            " outcome is exactly the same in every month of every run."
        )
    )
    return text.format(**study.pair(i))


def told(difference: Difference, language: str) -> str:
    """An outcome's change in a sentence or two: how much, better or worse, in how many worlds."""
    _, outcome = translator(language), difference.outcome
    numbers = {
        "before": reading(difference, difference.baseline_value, language),
        "after": reading(difference, difference.value, language),
        "reading": outcome.reading(language),
    }
    if difference.verdict == "same":
        return _("exactly the same, {before} ({reading}).").format(**numbers)
    if difference.verdict == "unclear":
        return _("no clear difference, {before} and {after} ({reading}).").format(**numbers)
    change = (
        _("up from {before} to {after} ({reading})")
        if difference.verdict == "higher"
        else _("down from {before} to {after} ({reading})")
    ).format(**numbers)
    worth = {1: _("better"), -1: _("worse"), 0: _("neither better nor worse in itself")}[
        difference.gain
    ]
    robust = difference.robustness
    if robust is None:
        return f"{change}, {worth}."
    text = (
        _("It goes the same way in {held} of {worlds} worlds: robust.")
        if robust.share >= NEARLY_ALL
        else _("It goes the same way in {held} of {worlds} worlds: most, not all.")
        if robust.share >= MOST
        else _(
            "But it goes the same way in only {held} of {worlds} worlds; it hangs on what is"
            " assumed."
        )
        if robust.share >= HALF
        else _("But most worlds say the opposite: it goes the same way in {held} of {worlds}.")
    )
    return f"{change}, {worth}. {text.format(held=robust.held, worlds=robust.worlds)}"


def counted(differences: Sequence[Difference], language: str) -> str:
    """How many outcomes become better, worse, or neither, and how many of them waver."""
    _ = translator(language)
    clear = [each for each in differences if each.verdict in {"higher", "lower"}]
    sure = [each for each in clear if not each.wavers]
    wavering = len(clear) - len(sure)
    return _(
        "Of all {n} outcomes, {better} become better and {worse} worse, by more"
        " than chance.{wavering} {changed} change without being better or worse,"
        " and {unclear} show no clear difference."
    ).format(
        n=len(differences),
        better=sum(each.gain > 0 for each in sure),
        worse=sum(each.gain < 0 for each in sure),
        wavering=_(" {wavering} more change by more than chance but not in most worlds.").format(
            wavering=wavering
        )
        if wavering
        else "",
        changed=sum(each.gain == 0 for each in sure),
        unclear=len(differences) - len(clear),
    )


def other_side(study: Study, i: int) -> str:
    """The case against an answer: what goes the other way, and what is the least certain.

    The answer is whether the main outcome becomes better or worse; where it does neither, what
    becomes worse is named.
    """
    _, language = translator(study.language), study.language
    table = study.differences[i].values()
    way = study.differences[i][study.main].gain or 1
    which, other = (_("better"), _("worse"))[::way]
    against = [_moved(each, language) for each in table if each.gain == -way]
    if len(against) > NAMED:
        against[NAMED:] = [_("{} more, named under the chain below").format(len(against) - NAMED)]
    sentences = [
        _("{which}, by more than chance: {outcomes}.").format(
            which=capital(other), outcomes="; ".join(against)
        )
        if against
        else _("No outcome becomes {which} by more than chance.").format(which=other)
    ]
    if not study.comparison.worlds:
        return " ".join(
            [
                *sentences,
                _(
                    "Whether this holds under other assumptions was not asked: the report has"
                    " no worlds."
                ),
            ]
        )
    along = [(each, each.robustness) for each in table if each.gain == way and each.robustness]
    fragile = sorted(
        ((each, robust) for each, robust in along if robust.share < NEARLY_ALL),
        key=lambda pair: pair[1].share,
    )
    if fragile:
        named = "; ".join(
            _("{outcome} (the same way in {held} of {worlds} worlds)").format(
                outcome=each.outcome.label(language), held=robust.held, worlds=robust.worlds
            )
            for each, robust in fragile[:LEAST_CERTAIN]
        )
        sentences.append(
            _("Among what becomes {which}, this is the least certain: {outcomes}.").format(
                which=which, outcomes=named
            )
        )
    elif along:
        sentences.append(
            _(
                "All that becomes {which} does so in nine worlds of ten. That holds within"
                " the ranges that are thought plausible, and no further."
            ).format(which=which)
        )
    return " ".join(sentences)


def _moved(each: Difference, language: str) -> str:
    _, robust, outcome = translator(language), each.robustness, each.outcome
    filled = {
        "outcome": outcome.label(language),
        "difference": _never_zero(each, language),
        "reading": outcome.reading(language),
    }
    if robust is None:
        return _("{outcome} ({difference}, {reading})").format(**filled)
    return _(
        "{outcome} ({difference}, {reading}; the same way in {held} of {worlds} worlds)"
    ).format(held=robust.held, worlds=robust.worlds, **filled)


def _never_zero(each: Difference, language: str) -> str:
    """A clear difference, with as many digits as it takes to tell it from none."""
    text = reading(each, each.mean, language, sign=True)
    if any(digit in text for digit in "123456789"):
        return text
    size = significant(abs(each.mean) * each.outcome.factor, 1, language)
    return f"{'+' if each.mean > 0.0 else MINUS}{size}"


def _how_to_read(study: Study) -> list[Block]:
    _, comparison = translator(study.language), study.comparison
    if comparison.worlds:
        calibrated = (
            _("They are not implausible beside the published findings that the model is fitted to.")
            if comparison.calibrated
            else _("They are spread over all that is plausible, not yet held against evidence.")
        )
        worlds = _(
            "Worlds: the same comparison under {n} other sets of values of what is"
            " assumed about people and organisations ({k} pairs of runs each). What"
            " goes the same way in nearly all of them does not hang on our guesses."
            " {calibrated}"
        ).format(n=len(comparison.worlds), k=IN_EACH_WORLD, calibrated=calibrated)
    else:
        worlds = _("No worlds were asked, so nothing here tells how much hangs on guesses.")
    lines = (
        _(
            "By chance: how far luck alone may move the number, over {n} pairs of runs;"
            " of twenty such intervals, one misses."
        ).format(n=comparison.replicates),
        _("Clear means more than chance. It does not mean large; that is for the reader to judge."),
        worlds,
    )
    return [Heading(_("How to read the numbers")), Items([Item(line) for line in lines], "note")]


def main_section(study: Study) -> Section:
    """Every shown outcome with chance and worlds, then as a picture, then month by month."""
    _, comparison, language = translator(study.language), study.comparison, study.language
    title = headline(comparison, language)
    tables = [
        comparison_table(
            study, i, study.shown(i), _("{other} against {baseline}").format(**study.pair(i))
        )
        for i in comparison.others
    ]
    panels = [name for name in OVER_TIME if name in study.outcomes] or list(study.outcomes[:6])
    months = over_time_figure(comparison, panels, language)
    return Section(
        "comparison",
        _("The main comparison"),
        [
            Text(_("Outcomes down the chain, from politics to society: means over the months"
" that count. The smaller numbers say what is not known: chance, worlds,"
" and whether the direction holds.")),
            Text(_("▲ higher is better, ▼ lower is better; no mark: neither."), "note"),
            *tables,
            Heading(_("Month by month")),
            picture(
                months, title=title,
                alternative=over_time_alternative(comparison, panels, language),
                caption=_("How it comes about, month by month."),
            ),
        ],
    )  # fmt: skip


def comparison_table(
    study: Study, i: int, differences: Sequence[Difference], caption: str
) -> Table:
    """Differences as a table, grouped by level."""
    worlds = bool(study.comparison.worlds)
    ordered = sorted(differences, key=lambda each: LEVELS.index(each.outcome.level))
    groups = [
        Group(
            level_label(name, study.language),
            [difference_row(each, study.language, worlds=worlds) for each in rows],
        )
        for name, rows in groupby(ordered, key=lambda each: each.outcome.level)
    ]
    return Table(caption, table_head(study, i), groups, frozenset(range(1, 4 + worlds)))


def table_head(study: Study, i: int) -> list[Cell]:
    """The head of a table of differences."""
    _ = translator(study.language)
    head = [
        Cell(_("Outcome"), _("Reads").lower()),
        Cell(study.title(study.comparison.baseline)),
        Cell(study.title(i)),
        Cell(_("Difference"), _("95%, by chance")),
    ]
    if study.comparison.worlds:
        head.append(Cell(_("In nine worlds of ten"), _("same way in")))
    return [*head, Cell(_("In words"))]


def difference_row(each: Difference, language: str, *, worlds: bool) -> list[Cell]:
    """A difference as cells that fit the head."""
    cells = [
        Cell(name_of(each.outcome, language, arrow=True), each.outcome.reading(language)),
        Cell(reading(each, each.baseline_value, language)),
        Cell(reading(each, each.value, language)),
        Cell(reading(each, each.mean, language, sign=True), interval(each, language)),
    ]
    if worlds:
        cells.append(_in_worlds(each, language))
    return [*cells, Cell(capital(verdict_of(each, language)))]


def _in_worlds(each: Difference, language: str) -> Cell:
    return Cell(in_worlds(each, language), held_in(each, language) if each.robustness else "")
