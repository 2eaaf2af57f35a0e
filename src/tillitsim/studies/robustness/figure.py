"""What each option loses under every set of assumptions, and how often it is enough."""

from __future__ import annotations

import textwrap

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from tillitsim.locale import translator
from tillitsim.studies.robustness.analysis import Robustness
from tillitsim.studies.robustness.table import (
    order_of,
    origin,
    robustness_notes,
    robustness_records,
    robustness_title,
)
from tillitsim.view.axes import Readable
from tillitsim.view.layout import Words, sheet
from tillitsim.view.numbers import decimal, percent
from tillitsim.view.style import CHAIN, GREY, INK, house_style
from tillitsim.view.text import capital

WIDTH, ROW, LABELS = 10.0, 0.4, 0.85
"""Inches of the figure, of a row's height, and of what stands above and below all rows."""


def robustness_figure(found: Robustness, language: str) -> Figure:
    """The figure in ``"sv"`` or ``"en"``: the option that loses least at worst on top."""
    _ = translator(language)
    title, notes = robustness_title(found, language), robustness_notes(found, language)
    handles = [
        Line2D([], [], color=GREY, marker="|", linestyle="", markersize=9.0),
        Line2D([], [], color=INK, marker="o", linestyle="", markersize=5.5),
        Line2D([], [], color=INK, marker="D", markerfacecolor="white", linestyle=""),
        Patch(color=CHAIN),
    ]
    labels = [_("one set of assumptions"), _("median"), _("at worst"), _("meets what is required")]
    with house_style():
        key = [*zip(handles, labels, strict=True)]
        words = Words(title=title, key=key, notes=notes, origin=origin(found, language))
        figure, panels = sheet(WIDTH, ROW * len(found.options) + LABELS, words)
        left, right = panels.subplots(1, 2, width_ratios=(2, 1))
        _losses(left, found, language)
        _shares(right, found, language)
    return figure


def _losses(axes: Axes, found: Robustness, language: str) -> None:
    _ = translator(language)
    factor, records, order = found.outcome.factor, robustness_records(found), order_of(found)
    for y, option in enumerate(order):
        each = factor * found.regrets[:, option]
        axes.plot(each, [y] * len(each), "|", color=GREY, markersize=9.0, alpha=0.6, zorder=2)
        for key, marker, fill in (("regret_median", "o", INK), ("regret_largest", "D", "white")):
            value = records[option][key]
            if value is not None:
                axes.plot(
                    factor * value,
                    y,
                    marker,
                    color=INK,
                    markerfacecolor=fill,
                    zorder=4,
                    clip_on=False,
                )
    names = [capital(found.options[option].title(language)) for option in order]
    axes.set_yticks(range(len(order)), [textwrap.fill(name, 38) for name in names])
    axes.set_ylim(len(order) - 0.4, -0.6)
    axes.set_xlim(left=-0.02 * axes.get_xlim()[1])
    axes.set_title(
        _("Loses beside the best: {outcome}").format(outcome=found.outcome.label(language)),
        fontsize=9.5,
        fontweight="bold",
        loc="left",
    )
    axes.set_xlabel(found.outcome.reading(language))
    _plain(axes, language)


def _shares(axes: Axes, found: Robustness, language: str) -> None:
    _ = translator(language)
    meets, order = found.meets.mean(axis=0), order_of(found)
    axes.barh(range(len(order)), [100.0 * meets[option] for option in order], 0.6, color=CHAIN)
    axes.set_ylim(len(order) - 0.4, -0.6)
    axes.set_xlim(0.0, 100.0)
    axes.set_yticks([])
    axes.set_title(_("Meets what is required"), fontsize=9.5, fontweight="bold", loc="left")
    axes.set_xlabel(_("percent of assumptions"))
    _plain(axes, language)


def _plain(axes: Axes, language: str) -> None:
    axes.grid(visible=False, axis="y")
    axes.grid(visible=True, axis="x")
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0, labelcolor=INK, labelsize=8.5)
    axes.xaxis.set_major_formatter(Readable(language))
    axes.locator_params(axis="x", nbins=5)


def robustness_alternative(found: Robustness, language: str) -> str:
    """What the figure shows, in sentences."""
    _ = translator(language)
    outcome, records = found.outcome, robustness_records(found)
    told = []
    for option in order_of(found):
        record = records[option]
        if record["regret_largest"] is not None:
            told.append(
                _(
                    "{option} loses {size} at worst and meets what is required under {share}."
                ).format(
                    option=capital(found.options[option].title(language)),
                    size=decimal(
                        record["regret_largest"] * outcome.factor, outcome.digits, language
                    ),
                    share=percent(record["meets"], language),
                )
            )
    return " ".join([f"{robustness_title(found, language)}.", *told])
