"""The picture of a sweep: an outcome along a parameter, arm by arm, or arms side by side."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from numpy.typing import NDArray

from tillitsim.locale import translator
from tillitsim.runs.statistics import missing
from tillitsim.runs.statistics.intervals import Estimate
from tillitsim.runs.sweeps.estimates import Measured, estimates
from tillitsim.runs.sweeps.manifest import Manifest
from tillitsim.runs.sweeps.points import Points
from tillitsim.scenario.declared.declarations import PARAMETERS
from tillitsim.studies.results.table import plain, sweep_origin
from tillitsim.view.axes import Readable, limits
from tillitsim.view.layout import Words, look, sheet
from tillitsim.view.numbers import decimal
from tillitsim.view.style import GREY, house_style
from tillitsim.view.text import capital

WIDTH, HEIGHT, ROW, SCALE = 8.2, 4.2, 0.42, 0.6
"""Inches of the figure, of a row of arms side by side, and of the scale below them."""

TITLE = 12.0
"""Size of the title, in points."""

LETTERS = 70
"""Of a parameter's name on a line."""

BAND = 0.18
"""Opacity of the 95% interval."""


def varied(points: Points) -> tuple[str, ...]:
    """Parameters that take more than one value."""
    several = [len(np.unique(column)) > 1 for column in points.cells.T]
    return tuple(name for name, has in zip(points.parameters, several, strict=True) if has)


def sweep_figure(
    points: Points,
    measured: Measured,
    manifest: Manifest,
    language: str,
    over: str | None = None,
) -> Figure:
    """The figure of the one outcome that was ``measured``, in ``"sv"`` or ``"en"``.

    ``over`` is the parameter along the axis, by default the first that varies. Where others vary
    too, every point is a dot; otherwise a line with its 95% interval (chance only).
    """
    _ = translator(language)
    (outcome,) = measured.declared
    base = points.arms.index(manifest["baseline"])
    means = estimates(measured, base).means
    titles = [arm["title"].get(language) or arm["name"] for arm in manifest["arms"]]
    along = over or next(iter(varied(points)), None)
    with house_style():
        height = HEIGHT if along else SCALE + ROW * len(titles)
        words = Words(
            title=sweep_title(points, measured, manifest, language, over),
            key=_key(titles, base) if along and len(titles) > 1 else [],
            notes=[_chance(int(means.n.max()), len(varied(points)), language)],
            origin=sweep_origin(manifest, language),
            size=TITLE,
        )
        figure, panels = sheet(WIDTH, height, words)
        axes = panels.subplots()
        if along is None:
            _side_by_side(axes, means, titles, base, outcome.factor)
            axes.set_xlabel(outcome.reading(language))
        else:
            x = points.cells[:, points.parameters.index(along)]
            _along(axes, x, means, base, outcome.factor, dots=len(varied(points)) > 1)
            label = textwrap.fill(capital(PARAMETERS[along].label(language)), LETTERS)
            axes.set_xlabel(f"{label}\n{along}, {_(PARAMETERS[along].unit)}")
            axes.set_ylabel(outcome.reading(language))
            axes.yaxis.set_major_formatter(Readable(language))
            axes.set_ylim(limits(*axes.get_ylim(), outcome))
        axes.tick_params(length=0)
        axes.xaxis.set_major_formatter(Readable(language))
    return figure


def sweep_title(
    points: Points,
    measured: Measured,
    manifest: Manifest,
    language: str,
    over: str | None = None,
) -> str:
    """What the outcome comes to at both ends of what is varied, or in the best and worst arm."""
    _ = translator(language)
    (outcome,) = measured.declared
    base = points.arms.index(manifest["baseline"])
    means = estimates(measured, base).means.mean[:, :, 0] * outcome.factor
    titles = [arm["title"].get(language) or arm["name"] for arm in manifest["arms"]]
    label = capital(outcome.label(language))

    def told(value: float) -> str:
        return decimal(value, outcome.digits, language)

    along = over or next(iter(varied(points)), None)
    if along is None:
        order = np.argsort(np.where(np.isnan(means[0]), -np.inf, means[0]))
        if len(titles) < 2:
            return _("{outcome}: {value} {reading}").format(
                outcome=label, value=told(means[0, 0]), reading=outcome.reading(language)
            )
        return _(
            "{outcome}: most with “{most}” ({high}), least with “{least}” ({low}), with default"
            " values"
        ).format(
            outcome=label,
            most=titles[order[-1]],
            high=told(means[0, order[-1]]),
            least=titles[order[0]],
            low=told(means[0, order[0]]),
        )
    x = points.cells[:, points.parameters.index(along)]
    first, last = (float(end(x)) for end in (np.min, np.max))
    low, high = (told(float(missing.mean(means[x == end, base]))) for end in (first, last))
    of = f" ({titles[base]})" if len(titles) > 1 else ""
    return _(
        "{outcome}{of}: {low} {reading} where {parameter} is {first}, {high} where it is {last},"
        " with default values"
    ).format(
        outcome=label,
        of=of,
        reading=outcome.reading(language),
        parameter=_name(along, language),
        low=low,
        high=high,
        first=plain(first, language),
        last=plain(last, language),
    )


def _name(parameter: str, language: str) -> str:
    """A parameter's label without what explains it, as it stands within a sentence."""
    label = PARAMETERS[parameter].label(language).partition(":")[0].partition(" (")[0]
    return label[:1].lower() + label[1:]


def _chance(runs: int, parameters: int, language: str) -> str:
    _ = translator(language)
    if parameters > 1:
        return _(
            "Every dot is a point of the design: the mean of {n} runs with default values. What"
            " else was varied moves them up and down."
        ).format(n=runs)
    return _(
        "Mean of {n} runs with default values, and its 95% interval (chance only). Other plausible"
        " assumptions, which are in the table, may differ more."
    ).format(n=runs)


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
