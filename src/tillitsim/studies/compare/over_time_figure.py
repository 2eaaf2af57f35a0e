"""Scenarios month by month: one small panel an outcome, a line a scenario, bands of uncertainty."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator, MultipleLocator
from numpy.typing import NDArray

from tillitsim.locale import translator
from tillitsim.runs.statistics import missing
from tillitsim.runs.statistics.likelihood import SPREAD
from tillitsim.studies.compare.analysis import Comparison
from tillitsim.studies.compare.table import finding, headline, main_outcome, origin
from tillitsim.view.axes import Readable, limits, months_between_ticks
from tillitsim.view.layout import Words, look, sheet
from tillitsim.view.numbers import decimal
from tillitsim.view.style import GREY, SHADE, house_style
from tillitsim.view.sureness import calibration_note
from tillitsim.view.text import ARROWS, capital, title_of

WIDTH, PANEL = 11.0, 2.0
BAND = 0.18
"""How dark a band is."""


def over_time_figure(comparison: Comparison, outcomes: Sequence[str], language: str) -> Figure:
    """The figure in ``"sv"`` or ``"en"``: an outcome a panel, in natural readings.

    Lines are medians over the ensemble and bands nine tenths of it. Curves that coincide are said
    to coincide, since only one of them can be seen.
    """
    _ = translator(language)
    columns = min(3, len(outcomes))
    lines = -(-len(outcomes) // columns)
    sets = len(comparison.parameter_sets)
    remarks = [
        _("Grey field: burn-in, left out of the numbers. Line: median of {n} runs.").format(
            n=len(comparison.known(comparison.baseline).series)
        ),
        (
            _(
                "Band: nine tenths of them, under {sets} other plausible assumptions, chance"
                " included. Hollow mark: the last month with default values."
            )
            if sets
            else _("Band: nine tenths of them, by chance alone: default values, nothing else.")
        ).format(sets=sets),
    ]
    if sets:
        remarks.append(
            calibration_note(language, calibrated=comparison.calibrated, own=comparison.own)
        )
    order = (comparison.baseline, *comparison.others)
    names = [title_of(comparison.scenarios[i], language) for i in order]
    words = Words(
        title=finding(comparison, main_outcome(outcomes), language),
        key=[*zip(_handles(comparison, order), names, strict=True)],
        notes=[" ".join(remarks)],
        origin=origin(comparison.scenarios, comparison.seed, language),
    )
    with house_style():
        figure, panels = sheet(WIDTH, lines * PANEL + 0.4, words, between=(0.05, 0.1))
        grid = panels.subplots(lines, columns, sharex=True, squeeze=False)
        cells = grid.ravel()
        for axes, name in zip(cells, outcomes, strict=False):
            _panel(axes, comparison, name, language)
        for axes in cells[len(outcomes) :]:
            axes.set_visible(False)
        for column in range(columns):
            last = max(i for i in range(len(outcomes)) if i % columns == column)
            cells[last].set_xlabel(_("month"))
            cells[last].tick_params(labelbottom=True)
    return figure


def _handles(comparison: Comparison, order: Sequence[int]) -> list[Line2D]:
    marks = [look(i, comparison.baseline) for i in order]
    return [
        Line2D(
            [],
            [],
            color=mark.colour,
            linestyle=mark.line,
            marker=mark.marker,
            markersize=5,
            markerfacecolor="white",
        )
        for mark in marks
    ]


def _panel(axes: Axes, comparison: Comparison, name: str, language: str) -> None:
    _ = translator(language)
    outcome = comparison.results[0].declared[name]
    position = comparison.results[0].names.index(name)
    months = max(each.series.shape[1] for each in comparison.results)
    for i in (comparison.baseline, *comparison.others):
        mark = look(i, comparison.baseline)
        low, median, high = (each * outcome.factor for each in course(comparison, i, position))
        x = np.arange(1, len(median) + 1)
        axes.plot(
            x,
            median,
            linestyle=mark.line,
            color=mark.colour,
            marker=mark.marker if len(x) == 1 else None,
        )
        axes.fill_between(x, low, high, color=mark.colour, alpha=BAND, linewidth=0)
        if comparison.parameter_sets:
            mean = missing.mean(comparison.results[i].series[..., position])[-1]
            axes.plot(
                months,
                mean * outcome.factor,
                mark.marker,
                markersize=5,
                clip_on=False,
                markerfacecolor="white",
                markeredgecolor=mark.colour,
            )
    axes.set_ylim(limits(axes.dataLim.y0, axes.dataLim.y1, outcome))
    axes.set_xlim(0, months)
    axes.axvspan(
        0, comparison.scenarios[comparison.baseline].burn_in, color=SHADE, zorder=0, linewidth=0
    )
    starts = {
        month
        for scenario in comparison.scenarios
        for change in scenario.interventions
        for month in (change.start, change.stop)
        if month
    }
    for month in starts:
        axes.axvline(month, color=GREY, linewidth=0.9, linestyle=(0, (1, 2)))
    axes.xaxis.set_major_locator(MultipleLocator(months_between_ticks(months)))
    axes.yaxis.set_major_locator(MaxNLocator(3))
    axes.yaxis.set_major_formatter(Readable(language))
    axes.tick_params(length=0)
    axes.set_title(
        capital(outcome.label(language)) + ARROWS[outcome.better],
        loc="left",
        fontsize=9.2,
        fontweight="bold",
        pad=16,
    )
    text = outcome.reading(language)
    if all_coincide(comparison, position):
        text += f": {_('the curves coincide')}"
    axes.text(0.0, 1.04, text, transform=axes.transAxes, size=7.6, color=GREY)


def all_coincide(comparison: Comparison, position: int) -> bool:
    """Whether every scenario's curve of an outcome is the baseline's."""
    base = comparison.results[comparison.baseline].series[..., position]
    return all(
        base.shape == (other := comparison.results[i].series[..., position]).shape
        and np.array_equal(base, other, equal_nan=True)
        for i in comparison.others
    )


def course(comparison: Comparison, scenario: int, position: int) -> NDArray[np.float64]:
    """Low, median and high of an outcome month by month over the ensemble, (3, months), raw."""
    known = comparison.known(scenario)
    of = known if position < known.series.shape[-1] else comparison.results[scenario]
    return missing.percentiles(of.series[..., position], SPREAD)


def over_time_alternative(comparison: Comparison, outcomes: Sequence[str], language: str) -> str:
    """What the figure shows, in sentences: first and last month of every line."""
    _ = translator(language)
    rows = []
    for name in outcomes:
        of = comparison.results[0]
        outcome, position = of.declared[name], of.names.index(name)
        for i in (comparison.baseline, *comparison.others):
            median = course(comparison, i, position)[1]
            first, last = (
                decimal(float(value) * outcome.factor, outcome.digits, language)
                for value in (median[0], median[-1])
            )
            rows.append(
                _("{outcome}, {scenario}: {first} in the first month, {last} in the last.").format(
                    outcome=capital(outcome.label(language)),
                    scenario=title_of(comparison.scenarios[i], language),
                    first=first,
                    last=last,
                )
            )
    return _("{title}, month by month. {rows}").format(
        title=headline(comparison, language), rows=" ".join(rows)
    )
