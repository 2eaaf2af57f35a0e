"""The picture of a run: the chain from politics to society, level by level, over time."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure, SubFigure
from matplotlib.patches import ConnectionPatch
from matplotlib.text import Text
from matplotlib.ticker import MaxNLocator, MultipleLocator
from matplotlib.transforms import offset_copy

from tillitsim.locale import in_language, translator
from tillitsim.model.outcomes import LEVELS, OUTCOMES, Level, level_label
from tillitsim.model.simulation import Results
from tillitsim.runs.statistics import missing
from tillitsim.runs.statistics.likelihood import SPREAD
from tillitsim.runs.summary import Known, Row, summarise
from tillitsim.studies.run.panels import PANELS, Panel
from tillitsim.view.axes import Readable, band, limits, months_between_ticks
from tillitsim.view.layout import SIDE, Words, sheet
from tillitsim.view.numbers import decimal, percent
from tillitsim.view.run_text import mean_mix, mix_of, origin_of, size_of
from tillitsim.view.style import (
    CHAIN,
    COLOURS,
    GREY,
    HATCHES,
    INK,
    LINES,
    SHADE,
    TEXT_COLOURS,
    house_style,
    settle,
)
from tillitsim.view.text import ARROWS

WIDTH, ROW, MIX = 11.0, 2.05, 0.62
"""Inches of the figure, of a level's row of panels, and of the mix above them."""

ABOVE, VALUES = 17.0, 1.05
"""Points from a panel to its title; where the line between them stands, in heights of the panel."""

OVERHANG = 1.08
"""How far the second line may reach, in widths of the panel."""

CHAIN_X, NAME_X = -110.0, -98.0
"""Where the chain hangs, and where the names of levels begin, in points from the first panels."""

MIX_LABEL = 0.17
"""Room that the name of a principle needs below the mix, in widths of the mix."""


DEFAULT = "_default"
"""Label of the marks of default values, which are no lines of a panel."""


def run_figure(
    results: Results,
    language: str,
    summary: Sequence[Row] | None = None,
    known: Known | None = None,
) -> Figure:
    """The figure of a run, in ``"sv"`` or ``"en"``; :func:`style.image` makes a file of it.

    Lines are medians over the ensemble and bands nine tenths of it, in natural readings, with
    default values as a hollow mark. Without one, lines are means over replicates and bands hold
    the middle 80% of them (chance only), and a single replicate has none.
    """
    _ = translator(language)
    rows = {row.outcome.name: row for row in summary or summarise(results, known)}
    with house_style():
        levels = ROW * len(LEVELS)
        figure, body = sheet(WIDTH, MIX + levels, _words(results, rows, known, language))
        grid = body.add_gridspec(2, 1, height_ratios=(MIX, levels))
        above, below = (body.add_subfigure(grid[row, 0]) for row in range(2))
        axes = below.subplots(len(LEVELS), 3, sharex=True)
        readings = []
        for level, line in zip(LEVELS, axes, strict=True):
            _name_level(line[0], level, language)
            for panel, ax in zip(PANELS[level], line, strict=True):
                _draw_lines(ax, panel, results, known)
                readings.append((_write_panel(ax, panel, rows, language), ax))
                _set_axes(ax, panel, language)
        for ax in axes[-1]:
            ax.set_xlabel(_("month"))
        for over, under in pairwise(axes[:, 0]):
            _link(below, over, under)
        _draw_mix(above.subplots(), results, language)
        settle(figure)
        for reading, ax in readings:
            _fit(reading, ax)
    return figure


def text_alternative(results: Results, language: str, summary: Sequence[Row] | None = None) -> str:
    """What the figure shows, in one paragraph for those who cannot see it."""
    _ = translator(language)
    drawn = {name for panels in PANELS.values() for each in panels for name in each.outcomes}
    values = [
        _("{label} {value} {reading}").format(
            label=row.outcome.label(language),
            value=_told(row, language),
            reading=row.outcome.reading(language),
        )
        for row in summary or summarise(results)
        if row.outcome.name in drawn
    ]
    return _("{title}. Mix: {mix}. {size}. After the burn-in, level by level: {outcomes}.").format(
        title=in_language(results.scenario.title, language),
        mix=mix_of(results.scenario, language),
        size=size_of(results, language),
        outcomes="; ".join(values),
    )


def _told(row: Row, language: str) -> str:
    """The number that is told first: the ensemble's median, else the mean."""
    value = row.mean if row.ensemble is None else row.ensemble.median
    return decimal(value * row.outcome.factor, row.outcome.digits, language)


def _draw_lines(ax: Axes, panel: Panel, results: Results, known: Known | None) -> None:
    runs, months, _ = results.series.shape
    for name, style in zip(panel.outcomes, LINES, strict=False):
        position, factor = results.names.index(name), OUTCOMES[name].factor
        low, mean, high = band(results.series[:, :, position])
        if known is not None:
            last = mean[-1] * factor
            low, mean, high = missing.percentiles(known.series[:, :, position], SPREAD)
            ax.plot(
                months,
                last,
                "o",
                markersize=4,
                markerfacecolor="white",
                markeredgecolor=INK,
                clip_on=False,
                label=DEFAULT,
            )
        x = np.arange(1, months + 1)
        ax.plot(x, mean * factor, style, color=INK)
        if months == 1:
            ax.scatter(x, mean * factor, s=20, color=INK, clip_on=False)
        if runs > 1 or known is not None:
            ax.fill_between(x, low * factor, high * factor, color=INK, alpha=0.17, linewidth=0)
    ax.axvspan(0, min(results.scenario.burn_in, months), color=SHADE, zorder=0, linewidth=0)
    for intervention in results.scenario.interventions:
        for month in (intervention.start, intervention.stop):
            if month is not None:
                ax.axvline(month, color=GREY, linewidth=0.9, linestyle=(0, (1, 2)))
    ax.set_xlim(0, months)


def _set_axes(ax: Axes, panel: Panel, language: str) -> None:
    months = ax.get_xlim()[1]
    ax.set_ylim(limits(ax.dataLim.y0, ax.dataLim.y1, OUTCOMES[panel.outcomes[0]]))
    ax.xaxis.set_major_locator(MultipleLocator(months_between_ticks(months)))
    ax.yaxis.set_major_locator(MaxNLocator(3))
    ax.yaxis.set_major_formatter(Readable(language))
    ax.tick_params(length=0)


def _write_panel(ax: Axes, panel: Panel, rows: dict[str, Row], language: str) -> Text:
    """Title with the better direction, and means after the burn-in; gives their reading."""
    _ = translator(language)
    first = OUTCOMES[panel.outcomes[0]]
    title = _(panel.title) if panel.title else first.label(language)
    at: dict[str, Any] = {"transform": ax.transAxes, "va": "baseline"}
    ax.set_title(
        title[0].upper() + title[1:] + ARROWS[first.better],
        loc="left",
        pad=ABOVE,
        weight="bold",
        size=8.6,
    )
    values = [_told(rows[name], language) for name in panel.outcomes]
    if panel.lines:
        names = [_(line) for line in panel.lines]
        written: Artist = ax.legend(
            [line for line in ax.get_lines() if line.get_label() != DEFAULT][: len(names)],
            [f"{name} {value}" for name, value in zip(names, values, strict=True)],
            loc="lower left",
            bbox_to_anchor=(0.0, VALUES - 0.03),
            ncols=len(names),
            frameon=False,
            fontsize=8.2,
            handlelength=1.5,
            handletextpad=0.4,
            columnspacing=0.6,
            borderpad=0.0,
            borderaxespad=0.0,
        )
    else:
        low, high = rows[first.name].reading[1:]
        own = rows[first.name].ensemble
        if own is not None:
            ends = [decimal(x * first.factor, first.digits, language) for x in (own.low, own.high)]
            values[0] += f" ({_('{} to {}').format(*ends)})" if np.isfinite(own.low) else ""
        elif np.isfinite(low):
            values[0] += f" ±{decimal(0.5 * (high - low), first.digits, language)}"
        written = ax.text(0, VALUES, values[0], size=8.2, **at)
    written.set_in_layout(False)  # below the title, for which there is room
    reading = ax.annotate(
        first.reading(language),
        (1.0, 0.0),
        xycoords=written,
        xytext=(4, 0),
        textcoords="offset points",
        size=7.3,
        color=GREY,
        va="bottom",
    )
    reading.set_in_layout(False)  # made to fit once places are known
    return reading


def _fit(text: Text, ax: Axes) -> None:
    """Make a text small enough to end above its panel, or just after it if there is room."""
    extent = text.get_window_extent()
    page = ax.get_figure(root=True)
    right = 0.0 if page is None else page.bbox.x1 - SIDE * page.dpi
    edge = min(ax.bbox.x0 + OVERHANG * ax.bbox.width, right)
    text.set_fontsize(text.get_fontsize() * min(1.0, (edge - extent.x0) / extent.width))


def _name_level(first: Axes, level: Level, language: str) -> None:
    """A level's name at the left of its panels."""
    name = textwrap.fill(level_label(level, language), 12)
    at: dict[str, Any] = {"xycoords": ("axes fraction", "axes fraction"), "va": "center"}
    for text, x, side, font in (
        ("●", CHAIN_X, "center", {"size": 14}),
        (name, NAME_X, "left", {"size": 9.8, "weight": "bold"}),
    ):
        first.annotate(
            text, (0.0, 0.5), xytext=(x, 0.0), textcoords="offset points", ha=side, **at, **font
        )


def _link(figure: SubFigure, over: Axes, under: Axes) -> None:
    """The chain along which signals go down, from one level to the next."""
    root = figure.get_figure(root=True)
    hung = [offset_copy(ax.transAxes, root, CHAIN_X, units="points") for ax in (over, under)]
    figure.add_artist(
        ConnectionPatch(
            (0.0, 0.5),
            (0.0, 0.5),
            *hung,
            arrowstyle="-|>",
            color=CHAIN,
            linewidth=1.6,
            mutation_scale=12.0,
            shrinkA=8.0,
            shrinkB=8.0,
        )
    )


def _draw_mix(ax: Axes, results: Results, language: str) -> None:
    """The mix as a bar with names, shares and colours, and what is not in it above it."""
    _ = translator(language)
    shares, _differ = mean_mix(results.scenario)
    ax.set(xlim=(0.0, 1.0), ylim=(0.0, 1.0))
    ax.axis("off")
    rest = mix_of(results.scenario, language).split(", ")[-1]
    ax.annotate(
        rest, (1.0, 1.0), xytext=(0, 3), textcoords="offset points", size=9, color=GREY, ha="right"
    )
    edge = label = 0.0
    for i, (principle, share) in enumerate(shares.items()):
        ax.barh(
            0.0,
            share,
            1.0,
            edge,
            align="edge",
            color=COLOURS[principle],
            edgecolor="white",
            hatch=HATCHES[principle],
        )
        label = min(max(edge, label), 1.0 - (len(shares) - i) * MIX_LABEL)
        ax.annotate(
            f"{_(principle)} {percent(share, language)}",
            (label, 0.0),
            xytext=(0, -5),
            textcoords="offset points",
            va="top",
            size=9.5,
            weight="bold",
            color=TEXT_COLOURS[principle],
        )
        edge += share
        label += MIX_LABEL


def _words(results: Results, rows: dict[str, Row], known: Known | None, language: str) -> Words:
    """The finding, the size of the run, how to read the picture and how to make it again."""
    _ = translator(language)
    main = rows["good_meetings"]
    title = in_language(results.scenario.title, language)
    if np.isfinite(main.mean):
        title = _("{scenario}: {value} good meetings of 100").format(
            scenario=title, value=_told(main, language)
        )
        if main.ensemble is not None:
            low, high = (
                decimal(edge * main.outcome.factor, main.outcome.digits, language)
                for edge in (main.ensemble.low, main.ensemble.high)
            )
            title = _("{finding}, {low} to {high} in nine of ten runs").format(
                finding=title, low=low, high=high
            )
    return Words(
        title=title,
        lead=size_of(results, language),
        notes=[_how_to_read(results, known, language)],
        origin=origin_of(results, language),
        size=19.0 * min(1.0, 56 / len(title)),
    )


def _how_to_read(results: Results, known: Known | None, language: str) -> str:
    _ = translator(language)
    runs = results.series.shape[0]
    text = (
        _(
            "Line: median of {n} runs, each under other plausible assumptions. Band: nine tenths of"
            " them, chance included. Hollow mark: the last month with default values ({runs} runs)."
            " Grey field: burn-in, left out of the numbers. ▲ higher is better, ▼ lower is better."
        ).format(n=known.sets, runs=runs)
        if known is not None
        else _(
            "Line: one run, so nothing is shown of chance. Grey field: burn-in, left"
            " out of the means. Number: mean after burn-in. ▲ higher is better, ▼ lower"
            " is better."
        )
        if runs == 1
        else _(
            "Line: mean of {} runs. Band: the middle 80% of them, chance only. Grey"
            " field: burn-in, left out of the means. Number: mean after burn-in ± half"
            " its 95% interval. ▲ higher is better, ▼ lower is better."
        ).format(runs)
    )
    text += (
        _(" Dotted upright: an intervention starts or stops.")
        if results.scenario.interventions
        else ""
    )
    return text
