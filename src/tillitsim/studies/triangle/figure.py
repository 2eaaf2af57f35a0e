"""Outcomes over the simplex of competition, regulation and trust, as small triangles."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from matplotlib.tri import Triangulation
from numpy.typing import NDArray

from tillitsim.locale import N_, translator
from tillitsim.model.outcomes import OUTCOMES
from tillitsim.runs.statistics import missing
from tillitsim.runs.statistics.likelihood import LIKELY
from tillitsim.scenario.declared.instruments import Principle
from tillitsim.studies.triangle.analysis import Triangle
from tillitsim.studies.triangle.table import (
    best_text,
    is_flat,
    losses,
    origin,
    shown,
    triangle_notes,
)
from tillitsim.view.axes import Readable
from tillitsim.view.layout import Words, sheet
from tillitsim.view.numbers import percent
from tillitsim.view.style import GREY, INK, TEXT_COLOURS, house_style
from tillitsim.view.text import capital, title_of

BRIGHTER = {
    1: N_("brighter is better"),
    -1: N_("brighter is better (lower)"),
    0: N_("brighter is higher"),
}

Values = NDArray[np.float64]
PANEL = (4.1, 4.05)
"""Width and height of a panel, in inches."""

CORNERS = np.array([[1.0, 0.0], [0.0, 0.0], [0.5, np.sqrt(0.75)]])
"""Where competition, regulation and trust stand: right, left, top."""

LEVELS = 10
MOST_COSTS = 3
"""Trade-offs that are told below the triangles."""


def place(mixes: Values) -> tuple[Values, Values]:
    """Mixes (points, 3) as x and y in a triangle of side 1."""
    x, y = (np.asarray(mixes) @ CORNERS).T
    return x, y


def triangle_figure(found: Triangle, outcomes: Sequence[str], language: str) -> Figure:
    """The figure in ``"sv"`` or ``"en"``: brighter is better, a star where one mix is the best.

    Dots say which mixes may be; full marks are at least likely. Named mixes are marked and named.
    """
    _ = translator(language)
    columns = min(3, len(outcomes))
    lines = -(-len(outcomes) // columns)
    costs = losses(found, outcomes, language, MOST_COSTS)
    heading = _("What choosing one outcome's best mix costs in another (of all that can be lost)")
    told = [f"{heading}: {' '.join(costs)}"] if costs else []
    words = Words(
        title=triangle_title(found, outcomes, language),
        notes=[*triangle_notes(found, language), *told],
        origin=origin(found, language),
        size=12.5,
    )
    with house_style():
        figure, panels = sheet(max(7.0, columns * PANEL[0]), lines * PANEL[1], words)
        drawn = panels.subplots(lines, columns, squeeze=False).ravel()
        for axes, name in zip(drawn, outcomes, strict=False):
            _panel(figure, axes, found, name, language)
        for axes in drawn[len(outcomes) :]:
            axes.remove()
    return figure


def _panel(figure: Figure, axes: Axes, found: Triangle, name: str, language: str) -> None:
    _, outcome = translator(language), OUTCOMES[name]
    axes.set(xlim=(-0.13, 1.13), ylim=(-0.17, 1.22), aspect="equal")
    axes.axis("off")
    title = capital(outcome.label(language))
    axes.text(
        -0.13,
        1.13,
        title,
        fontsize=10.0 * min(1.0, 34 / len(title)),
        fontweight="bold",
        va="baseline",
    )
    values = found.level(name) * outcome.factor
    flat = is_flat(found, name)
    note = _("the same everywhere") if flat else _(BRIGHTER[outcome.better])
    axes.text(-0.13, 1.06, f"{outcome.reading(language)}; {note}", fontsize=7.2, color=GREY)
    x, y = place(found.mixes)
    colours = "cividis_r" if outcome.better < 0 else "cividis"
    if flat:
        axes.fill(*CORNERS.T, color="#e6e9ee", zorder=0)
    else:
        levels = MaxNLocator(LEVELS).tick_values(
            float(missing.lowest(values)), float(missing.highest(values))
        )
        there = np.isfinite(values)
        mesh = Triangulation(x[there], y[there])
        drawn = axes.tricontourf(mesh, values[there], levels=levels, cmap=colours)
        axes.tricontour(
            mesh, values[there], levels=levels, colors="white", linewidths=0.4, alpha=0.6
        )
        inset = axes.inset_axes((0.80, 0.54, 0.035, 0.38))
        bar = figure.colorbar(drawn, cax=inset, format=Readable(language))
        bar.ax.tick_params(labelsize=6.8, length=0)
        bar.outline.set_visible(False)
        _best(axes, found, name, x, y)
    axes.fill(*CORNERS.T, facecolor="none", edgecolor=INK, linewidth=1.2)
    write_shares(axes, language)
    for place_name, (mix, _point) in found.marked.items():
        mark_mix(axes, place_name, mix)


def _best(axes: Axes, found: Triangle, name: str, x: Values, y: Values) -> None:
    best = found.best(name)
    if best.alike:
        return
    inside = best.region & (np.arange(len(x)) != best.point)
    full = best.often >= LIKELY
    if best.grade is not None:
        for marks, colour in ((inside & full, INK), (inside & ~full, "white")):
            axes.scatter(
                x[marks],
                y[marks],
                10 + 50 * best.often[marks],
                color=colour,
                edgecolors=INK,
                linewidths=0.8,
                zorder=3,
                clip_on=False,
            )
        axes.plot(
            x[best.point],
            y[best.point],
            "*",
            color=INK if best.likely else "white",
            markeredgecolor="white" if best.likely else INK,
            markeredgewidth=1.1,
            markersize=15,
            zorder=5,
            clip_on=False,
        )
    axes.plot(
        x[best.default],
        y[best.default],
        "D",
        markerfacecolor="none",
        markeredgecolor=INK,
        markersize=9,
        zorder=4,
        clip_on=False,
    )


def write_shares(axes: Axes, language: str) -> None:
    """Names at the corners, and each principle's share along the side on which it grows."""
    _ = translator(language)
    corners: tuple[tuple[Principle, float, float, str], ...] = (
        ("competition", 1.1, -0.145, "right"),
        ("regulation", -0.1, -0.145, "left"),
        ("trust", 0.5, 0.95, "center"),
    )
    for principle, a, b, side in corners:
        axes.text(
            a,
            b,
            capital(_(principle)),
            ha=side,
            va="center",
            fontsize=8.8,
            fontweight="bold",
            color=TEXT_COLOURS[principle],
        )
    sides: tuple[tuple[Principle, int, int, tuple[float, float]], ...] = (
        ("competition", 0, 1, (0.0, -0.055)),
        ("regulation", 1, 2, (-0.075, 0.012)),
        ("trust", 2, 0, (0.075, 0.012)),
    )
    for principle, grows, shrinks, offset in sides:
        for share in (0.25, 0.5, 0.75):
            a, b = share * CORNERS[grows] + (1 - share) * CORNERS[shrinks] + np.array(offset)
            axes.text(
                a,
                b,
                percent(share, language),
                ha="center",
                va="center",
                fontsize=6.3,
                color=TEXT_COLOURS[principle],
            )


def mark_mix(axes: Axes, name: str, mix: Sequence[float] | Values) -> None:
    """A named mix as a small dot with its name."""
    (a,), (b,) = place(np.asarray(mix)[None, :])
    axes.plot(a, b, "o", color=INK, markersize=4.5, markeredgecolor="white", zorder=4)
    right = a > 0.6
    axes.annotate(
        name,
        (a, b),
        xytext=(6 if right else 4, 4),
        textcoords="offset points",
        fontsize=6.4,
        zorder=6,
        ha="right" if right else "left",
        bbox={"boxstyle": "round,pad=0.12", "facecolor": "white", "alpha": 0.75, "linewidth": 0},
    )


def triangle_alternative(found: Triangle, outcomes: Sequence[str], language: str) -> str:
    """What the figure shows, in sentences."""
    _ = translator(language)
    panels = []
    for name in outcomes:
        outcome, (low, high) = OUTCOMES[name], found.span(name)
        panels.append(
            _("{outcome}: {best}; from {low} to {high} {reading} over all mixes.").format(
                outcome=capital(outcome.label(language)),
                best=best_text(found, name, language),
                low=shown(low, outcome, language),
                high=shown(high, outcome, language),
                reading=outcome.reading(language),
            )
        )
    return f"{triangle_title(found, outcomes, language)} {' '.join(panels)}"


def triangle_title(found: Triangle, outcomes: Sequence[str], language: str) -> str:
    """What was found for the first outcome, as a sentence."""
    _ = translator(language)
    return _("{scenario}, {outcome}: {best}.").format(
        scenario=title_of(found.scenario, language),
        outcome=OUTCOMES[outcomes[0]].label(language),
        best=best_text(found, outcomes[0], language),
    )
