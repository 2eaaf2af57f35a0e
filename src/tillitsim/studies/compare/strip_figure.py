"""Every outcome's difference over the ensemble: a strip of draws, its median and nine tenths."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence
from itertools import chain, groupby

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from tillitsim.locale import translator
from tillitsim.model.outcomes import LEVEL_LABELS, Outcome, level_label
from tillitsim.runs.statistics import missing
from tillitsim.studies.compare.analysis import Comparison, Difference
from tillitsim.studies.compare.table import (
    finding,
    interval,
    main_outcome,
    nine_of_ten,
    notes,
    origin,
    reading,
    span_heading,
    verdict_of,
)
from tillitsim.view.axes import LEAST_SPAN
from tillitsim.view.layout import SIDE, Look, Words, look, sheet
from tillitsim.view.style import CHAIN, FAINT, GREY, SHADE, house_style, ink_of
from tillitsim.view.sureness import is_weighty
from tillitsim.view.text import ARROWS, capital, title_of

WIDTH, ROW, HEADING, BETWEEN, HEADS = 12.4, 0.34, 0.34, 0.06, 0.2
LABEL, TRACK = 3.5, (5.95, 9.35)
"""Inches from the left where names end, and between which a row's scale lies."""

COLUMNS = (4.25, 4.4, 9.65)
"""Inches from the left where the difference ends; where nine of ten and the verdict begin.

The difference stands beside the name, so that a narrow screen shows it first.
"""

EDGES = (2.5, 97.5)
"""Percentiles of the draws that a scale holds; the few beyond stand at its end."""

HEIGHT, GOLDEN = 0.11, 0.6180339887
"""Half the height of a strip, in inches; how draws are set apart in it, always in the same way."""

Place = Callable[[float], float]


def strip_figure(
    comparison: Comparison, outcomes: Sequence[str], language: str, *, main: str | None = None
) -> Figure:
    """The figure in ``"sv"`` or ``"en"``: a row an outcome and scenario, grouped by level.

    The title says what is known of ``main``, by default the outcome that is told first.

    Each outcome has its own scale, zero in the middle, never finer than a fifth of what is
    possible; what is too small to matter is a grey field around zero. Full marks are at least
    likely, hollow ones are not.
    """
    _ = translator(language)
    table = {i: comparison.differences(i, outcomes) for i in comparison.others}
    rows = [tuple(of[k] for of in table.values()) for k in range(len(outcomes))]
    rows.sort(key=lambda row: list(LEVEL_LABELS).index(row[0].outcome.level))
    levels = len({row[0].outcome.level for row in rows})
    body = levels * HEADING + sum(ROW * len(row) + BETWEEN for row in rows)
    remarks = [
        _(
            "Differences to {baseline}. Each row has a scale of its own, never finer than a fifth"
            " of what is possible."
        ).format(baseline=title_of(comparison.scenarios[comparison.baseline], language)),
        *notes(comparison, language),
    ]
    words = Words(
        title=finding(comparison, main or main_outcome(outcomes), language),
        key=_key(comparison, language),
        notes=remarks,
        origin=origin(comparison.scenarios, comparison.seed, language),
    )
    with house_style():
        figure, axes = rows_in_inches(body, words, list(chain(*rows)), language)
        y = 0.0
        for level, group in groupby(rows, key=lambda row: row[0].outcome.level):
            axes.text(
                0.25,
                y + 0.6 * HEADING,
                level_label(level, language),
                weight="bold",
                size=10.0,
                va="center",
            )
            axes.plot([0.25, WIDTH - 0.25], [y + HEADING - 0.04] * 2, color=FAINT, linewidth=1.0)
            y += HEADING
            for row in group:
                _draw(axes, row, y, comparison.baseline, language)
                y += ROW * len(row) + BETWEEN
    return figure


def rows_in_inches(
    body: float, words: Words, differences: Sequence[Difference], language: str
) -> tuple[Figure, Axes]:
    """A sheet whose rows are told and drawn beside each other, and its one panel.

    The panel's coordinates are inches, from the left edge and down from the first row, so that
    columns stand where ``LABEL``, ``TRACK`` and ``COLUMNS`` say.
    """
    figure, panels = sheet(WIDTH, body + HEADS, words)
    axes = panels.subplots()
    axes.set(xlim=(SIDE, WIDTH - SIDE), ylim=(body, 0.0))
    axes.axis("off")
    _write_columns(axes, differences, language)
    return figure, axes


def reach_of(row: Sequence[Difference]) -> float:
    """How far from zero a row's scale goes (raw)."""
    outcome = row[0].outcome
    seen = [abs(each.mean) for each in row if np.isfinite(each.mean)]
    for each in row:
        if each.spread is None and np.isfinite(each.low):
            seen += [abs(each.low), abs(each.high)]
        if each.spread is not None:
            seen += np.abs(missing.percentiles(each.spread.draws.ravel(), EDGES)).tolist()
    return 1.05 * max([_least(outcome), *seen])


def _least(outcome: Outcome) -> float:
    width = outcome.bounds[1] - outcome.bounds[0]
    rare = outcome.factor > 100 * outcome.matters * outcome.factor
    whole = np.isfinite(width) and not rare and outcome.factor * width <= 100
    return 0.5 * LEAST_SPAN * width if whole else 4.0 * outcome.matters


def place_on(track: tuple[float, float], reach: float) -> Place:
    """Where a value lies on a scale between two places, zero in the middle."""
    middle, half = 0.5 * (track[0] + track[1]), 0.5 * (track[1] - track[0])
    return lambda value: middle + half * float(np.clip(value / reach, -1.0, 1.0))


def _draw(axes: Axes, row: Sequence[Difference], top: float, baseline: int, language: str) -> None:
    outcome = row[0].outcome
    place = place_on(TRACK, reach_of(row))
    centre = top + 0.5 * ROW * len(row)
    name = capital(outcome.label(language)) + ARROWS[outcome.better]
    axes.text(LABEL, centre - 0.07, name, ha="right", va="center", size=8.8)
    axes.text(
        LABEL,
        centre + 0.08,
        outcome.reading(language),
        ha="right",
        va="center",
        size=6.8,
        color=GREY,
    )
    left, right = place(-outcome.matters), place(outcome.matters)
    bottom = top + ROW * len(row)
    axes.add_patch(Rectangle((left, top), right - left, bottom - top, color=SHADE, zorder=0))
    axes.plot([place(0.0)] * 2, [top, bottom], color=CHAIN, linewidth=1.0, zorder=1)
    for i, each in enumerate(row):
        y = top + (i + 0.5) * ROW
        strip(axes, each, y, place, look(each.scenario, baseline))
        write_numbers(axes, each, y, verdict_of(each, language), language)


def write_numbers(axes: Axes, each: Difference, y: float, sure: str, language: str) -> None:
    """A difference, its interval and how ``sure`` it is, beside its strip."""
    ink = ink_of(each.verdict)
    axes.text(
        COLUMNS[0],
        y,
        reading(each, each.told[1], language, sign=True),
        ha="right",
        va="center",
        size=9.0,
        color=ink,
        weight="bold" if is_weighty(each.verdict) else "normal",
    )
    told = interval(each, language) if each.spread is None else nine_of_ten(each, language)
    axes.text(COLUMNS[1], y, told, va="center", size=7.8, color=GREY)
    axes.text(COLUMNS[2], y, sure, va="center", size=7.8, color=ink, linespacing=1.25)


def strip(axes: Axes, each: Difference, y: float, place: Place, own: Look) -> None:
    """A scenario's draws as dots, nine tenths of them, their median, and the default values."""
    low, median, high = each.told
    if each.spread is not None:
        draws = each.spread.draws.ravel()
        draws = draws[np.isfinite(draws)]
        apart = (np.arange(len(draws)) * GOLDEN % 1.0 - 0.5) * 2.0 * HEIGHT
        axes.scatter(
            [place(value) for value in draws],
            y + apart,
            3.0,
            color=own.colour,
            alpha=0.3,
            linewidths=0.0,
            zorder=2,
        )
    if np.isfinite(low):
        axes.plot([place(low), place(high)], [y, y], color=own.colour, linewidth=1.6, zorder=3)
    if np.isfinite(median):
        full = is_weighty(each.verdict)
        axes.plot(
            place(median),
            y,
            own.marker,
            color=own.colour,
            markersize=6.5,
            zorder=5,
            markerfacecolor=own.colour if full else "white",
            markeredgecolor="white" if full else own.colour,
            markeredgewidth=0.7 if full else 1.2,
        )
    if each.spread is not None and np.isfinite(each.mean):
        axes.plot(
            place(each.mean),
            y,
            "d",
            markersize=6.0,
            zorder=4,
            markerfacecolor="none",
            markeredgecolor=GREY,
            markeredgewidth=1.0,
        )


def _key(comparison: Comparison, language: str) -> list[tuple[Artist, str]]:
    """What the marks are, with a scenario's own mark for its name."""
    own = [
        (median_mark(look(i, comparison.baseline)), title_of(comparison.scenarios[i], language))
        for i in comparison.others
    ]
    return [*own, *other_marks(language, sets=bool(comparison.parameter_sets))]


def median_mark(own: Look) -> Line2D:
    """A scenario's median and nine tenths, as the key shows them."""
    return Line2D([], [], color=own.colour, marker=own.marker, linewidth=1.6, markersize=7)


def other_marks(language: str, *, sets: bool) -> list[tuple[Artist, str]]:
    """What else a strip shows; draws and default values only where ``sets`` were asked."""
    _ = translator(language)
    dot = Line2D([], [], color=GREY, marker=".", linestyle="", markersize=5)
    default = Line2D([], [], color=GREY, marker="d", linestyle="", markerfacecolor="none")
    draws: list[tuple[Artist, str]] = [
        (dot, _("a dot: one run under one set of assumptions")),
        (default, _("with default values")),
    ]
    return [*(draws if sets else []), (Patch(color=SHADE), _("too small to matter"))]


def _write_columns(axes: Axes, differences: Sequence[Difference], language: str) -> None:
    """What the columns at the right are."""
    _ = translator(language)
    known = any(each.spread is not None for each in differences)
    middle = _("Median") if known else _("Mean")
    for x, text, side in (
        (TRACK[0], _("lower"), "left"),
        (TRACK[1], _("higher"), "right"),
        (COLUMNS[0], middle, "right"),
        (COLUMNS[1], span_heading(differences, language), "left"),
        (COLUMNS[2], _("How sure"), "left"),
    ):
        axes.text(x, -0.06, textwrap.fill(text, 20), size=7.8, color=GREY, ha=side, va="bottom")


def strip_alternative(
    comparison: Comparison, outcomes: Sequence[str], language: str, *, main: str | None = None
) -> str:
    """What the figure shows, in sentences."""
    _ = translator(language)
    rows = []
    for i in comparison.others:
        for each in comparison.differences(i, outcomes):
            before, after = (reading(each, level, language) for level in each.levels)
            rows.append(
                _("{outcome}: from {before} to {after} {reading}, {verdict}.").format(
                    outcome=capital(each.outcome.label(language)),
                    before=before,
                    after=after,
                    reading=each.outcome.reading(language),
                    verdict=verdict_of(each, language),
                )
            )
    title = finding(comparison, main or main_outcome(outcomes), language)
    return f"{title} {' '.join(rows)}"
