"""Scenarios month by month: one small panel an outcome, a line a scenario, bands of uncertainty."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, MultipleLocator
from numpy.typing import NDArray

from tillitsim.locale import translator
from tillitsim.studies.compare.analysis import Comparison
from tillitsim.studies.compare.table import headline, origin
from tillitsim.view.axes import ARROWS, Readable, band, limits, months_between_ticks
from tillitsim.view.layout import (
    foot_height,
    key_height,
    look,
    title_height,
    write_foot,
    write_key,
    write_title,
)
from tillitsim.view.numbers import decimal
from tillitsim.view.style import GREY, SHADE, house_style
from tillitsim.view.text import capital, title_of

WIDTH, PANEL = 11.0, 1.75
CHANCE, WORLDS = 0.30, 0.11
"""How dark the two bands are."""


def over_time_figure(comparison: Comparison, outcomes: Sequence[str], language: str) -> Figure:
    """The figure in ``"sv"`` or ``"en"``: means over runs with bands, in natural readings.

    The dark band is chance; the light one is what other worlds would give. Curves that coincide
    are said to coincide, since only one of them can be seen.
    """
    _ = translator(language)
    columns = min(3, len(outcomes))
    lines = -(-len(outcomes) // columns)
    remarks = [
        _(
            "Grey field: burn-in, left out of the means. Line: mean of {n} runs. Dark"
            " band: the middle 80% of them (chance)."
        ).format(n=comparison.replicates)
    ]
    if comparison.worlds:
        remarks.append(
            _("Light band: the middle 80% of {n} worlds.").format(n=len(comparison.worlds))
        )
        remarks.append(
            _("They are not implausible beside the published findings that the model is fitted to.")
            if comparison.calibrated
            else _("They are prior draws, not yet calibrated: spread over all that is plausible.")
        )
    note = " ".join(remarks)
    foot = foot_height(WIDTH, [note]) + 0.35
    title = f"{headline(comparison, language)}. {_('Over time')}"
    order = (comparison.baseline, *comparison.others)
    names = [title_of(comparison.scenarios[i], language) for i in order]
    head = title_height(WIDTH, title) + 0.1
    top = head + key_height(WIDTH, names) + 0.5
    height = top + lines * PANEL + foot
    with house_style():
        figure = Figure(figsize=(WIDTH, height))
        grid = figure.subplots(lines, columns, sharex=True, squeeze=False)
        figure.subplots_adjust(
            left=0.055, right=0.98, top=1 - top / height, bottom=foot / height,
            hspace=0.62, wspace=0.2,
        )  # fmt: skip
        cells = grid.ravel()
        for axes, name in zip(cells, outcomes, strict=False):
            _panel(axes, comparison, name, language)
        for axes in cells[len(outcomes) :]:
            axes.set_visible(False)
        for column in range(columns):
            last = max(i for i in range(len(outcomes)) if i % columns == column)
            cells[last].set_xlabel(_("month"))
            cells[last].tick_params(labelbottom=True)
        write_key(figure, cells[0].get_lines()[: len(order)], names, head)
        write_title(figure, title)
        write_foot(figure, [note], origin(comparison.scenarios, comparison.seed, language))
    return figure


def _panel(axes: Axes, comparison: Comparison, name: str, language: str) -> None:
    _ = translator(language)
    outcome = comparison.results[0].declared[name]
    position = comparison.results[0].names.index(name)
    months = max(each.series.shape[1] for each in comparison.results)
    for i in (comparison.baseline, *comparison.others):
        mark, runs = look(i, comparison.baseline), comparison.results[i].series[..., position]
        low, mean, high = (each * outcome.factor for each in band(runs))
        x = np.arange(1, len(mean) + 1)
        axes.plot(
            x, mean, linestyle=mark.line, color=mark.colour,
            marker=mark.marker if len(x) == 1 else None,
        )  # fmt: skip
        if len(runs) > 1:
            axes.fill_between(x, low, high, color=mark.colour, alpha=CHANCE, linewidth=0)
        if comparison.worlds and position < comparison.in_worlds[i].shape[-1]:
            low, _mean, high = world_band(comparison.in_worlds[i][..., position])
            axes.fill_between(
                x, low * outcome.factor, high * outcome.factor,
                color=mark.colour, alpha=WORLDS, linewidth=0,
            )  # fmt: skip
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
        loc="left", fontsize=9.2, fontweight="bold", pad=16,
    )  # fmt: skip
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


def world_band(
    runs: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """The band over worlds of each world's mean: (worlds, replicates, months) to three (months,).

    A month in which no replicate of a world has a value is left out for that world.
    """
    there = np.isfinite(runs)
    count = there.sum(axis=1)
    total = np.where(there, runs, 0.0).sum(axis=1)
    return band(np.where(count > 0, total / np.maximum(count, 1), np.nan))


def over_time_alternative(comparison: Comparison, outcomes: Sequence[str], language: str) -> str:
    """What the figure shows, in sentences: first and last month of every line."""
    _ = translator(language)
    rows = []
    for name in outcomes:
        of = comparison.results[0]
        outcome, position = of.declared[name], of.names.index(name)
        for i in (comparison.baseline, *comparison.others):
            mean = band(comparison.results[i].series[..., position])[1]
            first, last = (
                decimal(float(value) * outcome.factor, outcome.digits, language)
                for value in (mean[0], mean[-1])
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
