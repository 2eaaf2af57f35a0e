"""Scenarios side by side, outcome by outcome: where the baseline is, and where the others are."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from itertools import groupby

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from tillitsim.locale import translator
from tillitsim.model.outcomes import LEVEL_LABELS, level_label
from tillitsim.studies.compare.analysis import Comparison, Difference
from tillitsim.studies.compare.table import (
    headline,
    held_in,
    in_worlds,
    interval,
    notes,
    origin,
    reading,
    verdict_of,
)
from tillitsim.view.axes import ARROWS, limits
from tillitsim.view.layout import (
    foot_height,
    key_height,
    look,
    title_height,
    write_foot,
    write_key,
    write_title,
)
from tillitsim.view.style import CHAIN, FAINT, GREY, INK, house_style
from tillitsim.view.text import capital, title_of

WIDTH, ROW, HEADING, BETWEEN = 12.4, 0.27, 0.34, 0.06
LABEL, TRACK = 3.3, (3.75, 6.6)
"""Inches from the left where names end, and between which a row's scale lies."""
LONGEST_HEAD = 16
"""Letters of a column's head on a line."""

COLUMNS = (7.5, 7.58, 8.85, 10.15, 11.2)
"""Inches from the left where the difference ends; where the columns after it begin."""


def dumbbell_figure(comparison: Comparison, outcomes: Sequence[str], language: str) -> Figure:
    """The figure in ``"sv"`` or ``"en"``: a row an outcome and scenario, grouped by level.

    Each outcome has its own scale, as wide as the outcomes' own rule for panels says, so that
    trifles do not look large. Beside it stand the difference with its interval, the verdict in
    words, in how many worlds the sign holds, and where the difference lies in most worlds.
    """
    _ = translator(language)
    table = {i: comparison.differences(i, outcomes) for i in comparison.others}
    rows = [tuple(of[k] for of in table.values()) for k in range(len(outcomes))]
    rows.sort(key=lambda row: list(LEVEL_LABELS).index(row[0].outcome.level))
    levels = len({row[0].outcome.level for row in rows})
    body = levels * HEADING + sum(ROW * len(row) + BETWEEN for row in rows)
    remarks = [
        _("Each row has a scale of its own, never finer than a fifth of what is possible."),
        *notes(comparison, language),
    ]
    foot = foot_height(WIDTH, remarks)
    title = headline(comparison, language)
    order = (comparison.baseline, *comparison.others)
    names = [title_of(comparison.scenarios[i], language) for i in order]
    head = title_height(WIDTH, title) + 0.1
    height = head + key_height(WIDTH, names) + 0.25 + body + foot
    with house_style():
        figure = Figure(figsize=(WIDTH, height))
        axes = figure.add_axes((0.0, foot / height, 1.0, body / height))
        axes.set(xlim=(0.0, WIDTH), ylim=(body, 0.0))
        axes.axis("off")
        y = 0.0
        for level, group in groupby(rows, key=lambda row: row[0].outcome.level):
            axes.text(
                0.25, y + 0.6 * HEADING, level_label(level, language),
                weight="bold", size=10.0, va="center",
            )  # fmt: skip
            axes.plot([0.25, WIDTH - 0.25], [y + HEADING - 0.04] * 2, color=FAINT, linewidth=1.0)
            y += HEADING
            for row in group:
                _draw(axes, row, y, comparison.baseline, language)
                y += ROW * len(row) + BETWEEN
        write_title(figure, title)
        write_key(figure, _marks(comparison, order), names, head)
        _columns(figure, body + foot + 0.06, language)
        write_foot(figure, remarks, origin(comparison.scenarios, comparison.seed, language))
    return figure


def _draw(axes: Axes, row: Sequence[Difference], top: float, baseline: int, language: str) -> None:
    outcome = row[0].outcome
    factor = outcome.factor
    values = [row[0].baseline_value * factor, *(each.value * factor for each in row)]
    there = [value for value in values if np.isfinite(value)] or [np.nan]
    low, high = limits(min(there), max(there), outcome)

    def place(value: float) -> float:
        share = (value * factor - low) / (high - low) if high > low else 0.5
        return TRACK[0] + share * (TRACK[1] - TRACK[0])

    middle = top + 0.5 * ROW * len(row)
    name = capital(outcome.label(language)) + ARROWS[outcome.better]
    axes.text(LABEL, middle - 0.06, name, ha="right", va="center", size=8.8)
    axes.text(
        LABEL, middle + 0.085, outcome.reading(language),
        ha="right", va="center", size=6.8, color=GREY,
    )  # fmt: skip
    for i, each in enumerate(row):
        y = top + (i + 0.5) * ROW
        axes.plot(TRACK, [y, y], color=FAINT, linewidth=4.0, solid_capstyle="butt", zorder=1)
        if np.isnan(each.mean):
            continue
        own = look(each.scenario, baseline)
        start, end = place(each.baseline_value), place(each.value)
        axes.plot([start, end], [y, y], color=CHAIN, linewidth=4.0, zorder=2)
        base = look(baseline, baseline)
        axes.plot(start, y, base.marker, color=base.colour, markersize=6.5, zorder=3)
        axes.plot(
            end, y, own.marker, color=own.colour, markersize=6.5, zorder=4,
            markeredgecolor="white", markeredgewidth=0.7,
        )  # fmt: skip
        _ends(axes, each, start, end, y, language)
        clear = each.verdict in {"higher", "lower"} and not each.wavers
        axes.text(
            COLUMNS[0], y, reading(each, each.mean, language, sign=True),
            ha="right", va="center", size=9.0, weight="bold" if clear else "normal",
            color=INK if clear else GREY,
        )  # fmt: skip
        for x, text, ink in (
            (COLUMNS[1], interval(each, language), GREY),
            (COLUMNS[2], verdict_of(each, language), INK if clear else GREY),
            (COLUMNS[3], held_in(each, language), GREY),
            (COLUMNS[4], in_worlds(each, language), GREY),
        ):
            axes.text(x, y, text, va="center", size=7.8, color=ink)


def _ends(axes: Axes, each: Difference, start: float, end: float, y: float, language: str) -> None:
    """The two values, on the outer sides of their markers; one where they are the same."""
    left, right = (start, end) if start <= end else (end, start)
    numbers = (each.baseline_value, each.value) if start <= end else (
        each.value, each.baseline_value,
    )  # fmt: skip
    texts = [reading(each, value, language) for value in numbers]
    if texts[0] != texts[1]:
        axes.text(left - 0.1, y, texts[0], ha="right", va="center", size=7.2, color=GREY)
    axes.text(right + 0.1, y, texts[1], va="center", size=7.2, color=GREY)


def _marks(comparison: Comparison, order: Sequence[int]) -> list[Line2D]:
    marks = [look(i, comparison.baseline) for i in order]
    return [
        Line2D([], [], color=mark.colour, marker=mark.marker, linestyle="", markersize=7)
        for mark in marks
    ]


def _columns(figure: Figure, bottom: float, language: str) -> None:
    """What the columns at the right are."""
    _ = translator(language)
    for x, text, side in (
        (COLUMNS[0], _("Difference"), "right"),
        (COLUMNS[1], _("95% (chance)"), "left"),
        (COLUMNS[3], _("Sign holds in"), "left"),
        (COLUMNS[4], _("In 9 of 10 worlds"), "left"),
    ):
        figure.text(
            x / WIDTH, bottom / figure.get_figheight(), textwrap.fill(text, LONGEST_HEAD),
            size=7.8, color=GREY, ha=side,
            va="bottom",
        )  # fmt: skip


def dumbbell_alternative(comparison: Comparison, outcomes: Sequence[str], language: str) -> str:
    """What the figure shows, in sentences."""
    _ = translator(language)
    rows = []
    for i in comparison.others:
        for each in comparison.differences(i, outcomes):
            worlds = f", {_('Sign holds in')} {held_in(each, language)}" if each.robustness else ""
            rows.append(
                _("{outcome}: from {before} to {after} {reading}, {verdict}{worlds}.").format(
                    outcome=capital(each.outcome.label(language)),
                    before=reading(each, each.baseline_value, language),
                    after=reading(each, each.value, language),
                    reading=each.outcome.reading(language),
                    verdict=verdict_of(each, language),
                    worlds=worlds.lower(),
                )
            )
    return _("{title}. {rows}").format(title=headline(comparison, language), rows=" ".join(rows))
