"""The picture of a sweep: an outcome along a parameter, arm by arm, or arms side by side."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from numpy.typing import NDArray

from tillitsim.runs.statistics.intervals import Estimate
from tillitsim.runs.sweeps.estimates import estimates
from tillitsim.runs.sweeps.manifest import Manifest, declared_in
from tillitsim.runs.sweeps.points import Points
from tillitsim.scenario.declared.declarations import PARAMETERS
from tillitsim.studies.results.table import sweep_origin
from tillitsim.view.axes import Readable
from tillitsim.view.layout import Words, look, sheet
from tillitsim.view.style import GREY, house_style
from tillitsim.view.text import capital

WIDTH, HEIGHT, ROW, SCALE = 7.2, 4.2, 0.42, 0.6
"""Inches of the figure, of a row of arms side by side, and of the scale below them."""

TITLE = 12.0
"""Size of the title, in points."""

BAND = 0.18
"""Opacity of the 95% interval."""


def varied(points: Points) -> tuple[str, ...]:
    """Parameters that take more than one value."""
    several = [len(np.unique(column)) > 1 for column in points.cells.T]
    return tuple(name for name, has in zip(points.parameters, several, strict=True) if has)


def sweep_figure(
    points: Points,
    values: NDArray[np.float64],
    manifest: Manifest,
    name: str,
    language: str,
    over: str | None = None,
) -> Figure:
    """The figure of one outcome, ``values`` (cells, arms, replicates), in ``"sv"`` or ``"en"``.

    ``over`` is the parameter along the axis, by default the first that varies. Where others vary
    too, every point is a dot; otherwise a line with its 95% interval (chance only).
    """
    outcome = declared_in(manifest)[name]
    base = points.arms.index(manifest["baseline"])
    means = estimates(values[..., np.newaxis], base).means
    titles = [arm["title"].get(language) or arm["name"] for arm in manifest["arms"]]
    along = over or next(iter(varied(points)), None)
    with house_style():
        height = HEIGHT if along else SCALE + ROW * len(titles)
        key = _key(titles, base) if along and len(titles) > 1 else []
        words = Words(
            title=capital(outcome.label(language)),
            key=key,
            notes=[],
            origin=sweep_origin(manifest, language),
            size=TITLE,
        )
        figure, panels = sheet(WIDTH, height, words)
        axes = panels.subplots()
        if along is None:
            _side_by_side(axes, means, titles, base, outcome.factor)
        else:
            x = points.cells[:, points.parameters.index(along)]
            _along(axes, x, means, base, outcome.factor, dots=len(varied(points)) > 1)
            axes.set_xlabel(
                f"{capital(PARAMETERS[along].label(language))}, {PARAMETERS[along].unit}"
            )
            axes.yaxis.set_major_formatter(Readable(language))
        read = outcome.reading(language)
        axes.set_xlabel(read) if along is None else axes.set_ylabel(read)
        axes.tick_params(length=0)
        axes.xaxis.set_major_formatter(Readable(language))
    return figure


def _key(titles: Sequence[str], base: int) -> list[tuple[Artist, str]]:
    marks = [look(arm, base) for arm in range(len(titles))]
    return [
        (Line2D([], [], color=mark.colour, marker=mark.marker, linestyle=mark.line), title)
        for mark, title in zip(marks, titles, strict=True)
    ]


def _along(
    axes: Axes, x: NDArray[np.float64], means: Estimate, base: int, factor: float, *, dots: bool
) -> None:
    order = np.argsort(x, kind="stable")
    for arm in range(means.mean.shape[1]):
        mark = look(arm, base)
        mean, low, high = (
            each[order, arm, 0] * factor for each in (means.mean, means.low, means.high)
        )
        axes.plot(
            x[order],
            mean,
            color=mark.colour,
            marker=mark.marker,
            markersize=4,
            linestyle="none" if dots else mark.line,
        )
        if not dots:
            axes.fill_between(x[order], low, high, color=mark.colour, alpha=BAND, linewidth=0)


def _side_by_side(
    axes: Axes, means: Estimate, titles: Sequence[str], base: int, factor: float
) -> None:
    for arm in range(len(titles)):
        mark = look(arm, base)
        mean, low, high = (
            float(each[0, arm, 0]) * factor for each in (means.mean, means.low, means.high)
        )
        axes.plot([low, high], [arm, arm], color=mark.colour)
        axes.plot([mean], [arm], color=mark.colour, marker=mark.marker, linestyle="none")
    axes.set_yticks(range(len(titles)), titles)
    axes.set_ylim(len(titles) - 0.5, -0.5)
    axes.grid(axis="x")
    axes.grid(visible=False, axis="y")
    axes.axvline(float(means.mean[0, base, 0]) * factor, color=GREY, linewidth=0.8)
