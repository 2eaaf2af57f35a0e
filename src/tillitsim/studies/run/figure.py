"""The picture of a run: the chain from politics to society, level by level, over time."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from matplotlib.ticker import MaxNLocator, MultipleLocator
from numpy.typing import NDArray

from tillitsim.locale import N_, in_language, translator
from tillitsim.model.outcomes import LEVELS, OUTCOMES, Level, level_label
from tillitsim.model.simulation import Results
from tillitsim.runs.statistics import missing
from tillitsim.runs.statistics.likelihood import SPREAD
from tillitsim.runs.summary import Known, Row, summarise
from tillitsim.view.axes import ARROWS, Readable, band, limits, months_between_ticks
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
)

TITLE, VALUES = 1.22, 1.05
"""Heights of a panel's two lines of text, in heights of the panel."""

OVERHANG = 1.08
"""How far the second line may reach, in widths of the panel."""

WIDEST = 118
"""Letters that fit on a line of the head."""

LEFT, RIGHT, CHAIN_X = 0.025, 0.975, 0.032
"""Edges of what is written, and where the chain hangs, in widths of the figure."""

MIX_LABEL = 0.17
"""Room that the name of a principle needs above the mix, in widths of the figure."""


DEFAULT = "_default"
"""Label of the marks of default values, which are no lines of a panel."""


@dataclass(frozen=True, slots=True)
class Panel:
    """One small picture: an outcome, or up to three that share a reading.

    A single outcome needs neither ``title`` nor names of ``lines``.
    """

    outcomes: tuple[str, ...]
    title: str = ""
    lines: tuple[str, ...] = ()


PANELS: dict[Level, tuple[Panel, Panel, Panel]] = {
    "politics": (
        Panel(("trust_in_operations",)),
        Panel(("pressure",)),
        Panel(("rule_stock",)),
    ),
    "management": (
        Panel(
            ("discretion_granted", "discretion_used"),
            title=N_("Discretion granted and used"),
            lines=(N_("granted"), N_("used")),
        ),
        Panel(("belief_in_staff",)),
        Panel(("co_operation",)),
    ),
    "staff": (
        Panel(
            ("can", "will", "dare"),
            title=N_("Can, will, dare"),
            lines=(N_("can"), N_("will"), N_("dare")),
        ),
        Panel(("collegial_flow",)),
        Panel(("administrative_burden",)),
    ),
    "meeting": (
        Panel(("good_meetings",)),
        Panel(
            ("quality_simple", "quality_complex"),
            title=N_("Quality by complexity of need"),
            lines=(N_("simple"), N_("complex")),
        ),
        Panel(
            ("meeting_quality", "quality_reported"),
            title=N_("True and reported quality"),
            lines=(N_("true"), N_("reported")),
        ),
    ),
    "citizens": (
        Panel(("trust_in_service",)),
        Panel(("quality_perceived",)),
        Panel(("waiting",)),
    ),
    "society": (
        Panel(("trust_in_democracy",)),
        Panel(("scandals",)),
        Panel(("cost_per_good_meeting",)),
    ),
}


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
        figure = Figure(figsize=(11.0, 14.2))
        FigureCanvasAgg(figure)
        axes = figure.subplots(len(LEVELS), 3, sharex=True)
        figure.subplots_adjust(
            left=0.165, right=RIGHT, top=0.855, bottom=0.085, hspace=0.62, wspace=0.17
        )
        for level, line in zip(LEVELS, axes, strict=True):
            for panel, ax in zip(PANELS[level], line, strict=True):
                _draw_lines(ax, panel, results, known)
                _write_panel(ax, panel, rows, language)
                _set_axes(ax, panel, language)
        for ax in axes[-1]:
            ax.set_xlabel(_("month"))
        _name_levels(figure, axes[:, 0], language)
        _write_head(figure, results, rows["good_meetings"], language)
        _write_foot(figure, results, known, language)
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


def _write_panel(ax: Axes, panel: Panel, rows: dict[str, Row], language: str) -> None:
    """Title with the better direction, and means after the burn-in with their reading."""
    _ = translator(language)
    first = OUTCOMES[panel.outcomes[0]]
    title = _(panel.title) if panel.title else first.label(language)
    at: dict[str, Any] = {"transform": ax.transAxes, "va": "baseline"}
    ax.text(
        0, TITLE, title[0].upper() + title[1:] + ARROWS[first.better], weight="bold", size=8.6, **at
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
    _fit(reading, ax)


def _fit(text: Text, ax: Axes) -> None:
    """Make a text small enough to end above its panel, or just after it if there is room."""
    figure = ax.figure
    extent = text.get_window_extent()
    edge = min(ax.bbox.x0 + OVERHANG * ax.bbox.width, RIGHT * figure.bbox.width)
    text.set_fontsize(text.get_fontsize() * min(1.0, (edge - extent.x0) / extent.width))


def _name_levels(figure: Figure, first: NDArray[np.object_], language: str) -> None:
    """The levels at the left, strung on the chain along which signals go down."""
    places = [ax.get_position() for ax in first]
    heights = [0.5 * (place.y0 + place.y1) for place in places]
    figure.add_artist(
        Line2D([CHAIN_X, CHAIN_X], [heights[0], heights[-1]], color=CHAIN, linewidth=1.6)
    )
    for level, height in zip(LEVELS, heights, strict=True):
        figure.text(CHAIN_X, height, "●", ha="center", va="center", size=14)
        name = textwrap.fill(level_label(level, language), 12)
        figure.text(CHAIN_X + 0.016, height, name, va="center", weight="bold", size=9.8)
    for above, below in pairwise(heights):
        figure.text(
            CHAIN_X, 0.5 * (above + below), "▼", ha="center", va="center", size=9, color=GREY
        )


def _write_head(figure: Figure, results: Results, main: Row, language: str) -> None:
    """The finding, size of the run, and the mix as a bar with names, shares and colours."""
    _ = translator(language)
    scenario = results.scenario
    title = in_language(scenario.title, language)
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
    size = 19.0 * min(1.0, 56 / len(title))
    figure.text(LEFT, 0.966, title, size=size, weight="bold", va="baseline")
    told = size_of(results, language)
    small = 9.0 * min(1.0, WIDEST / len(told))
    figure.text(LEFT, 0.946, told, size=small, color=GREY, va="baseline")
    rest = mix_of(scenario, language).split(", ")[-1]
    figure.text(RIGHT, 0.931, rest, size=9, color=GREY, ha="right", va="baseline")
    shares, _differ = mean_mix(scenario)
    bottom, height, width = 0.912, 0.013, RIGHT - LEFT
    edge, label = LEFT, LEFT
    for i, (principle, share) in enumerate(shares.items()):
        figure.add_artist(
            Rectangle(
                (edge, bottom),
                share * width,
                height,
                transform=figure.transFigure,
                facecolor=COLOURS[principle],
                edgecolor="white",
                hatch=HATCHES[principle],
            )
        )
        label = min(max(edge, label), RIGHT - (len(shares) - i) * MIX_LABEL)
        name = f"{translator(language)(principle)} {percent(share, language)}"
        figure.text(
            label,
            bottom - 0.006,
            name,
            va="top",
            size=9.5,
            weight="bold",
            color=TEXT_COLOURS[principle],
        )
        edge += share * width
        label += MIX_LABEL


def _write_foot(figure: Figure, results: Results, known: Known | None, language: str) -> None:
    """How to read the picture, and what it takes to make it again."""
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
    figure.text(
        LEFT, 0.036, textwrap.fill(text, 160), size=8, color=GREY, va="center", linespacing=1.4
    )
    figure.text(
        RIGHT, 0.012, origin_of(results, language), size=7.5, color=GREY, ha="right", va="baseline"
    )
