"""Who wins where: a map of the best principle over two properties, with its words and records."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch, Rectangle
from numpy.typing import NDArray

from tillitsim.locale import translator
from tillitsim.model.outcomes import OUTCOMES
from tillitsim.runs.statistics.likelihood import Grade, grade_of
from tillitsim.scenario.declared.instruments import PRINCIPLES
from tillitsim.studies.map.analysis import Winners
from tillitsim.studies.map.table import (
    Places,
    axis_label,
    origin,
    winners_headline,
    winners_notes,
    winners_title,
)
from tillitsim.view.layout import Words, sheet
from tillitsim.view.numbers import decimal, significant
from tillitsim.view.style import (
    COLOURS,
    FAINT,
    GREY,
    HATCHES,
    INK,
    house_style,
)
from tillitsim.view.text import capital

WIDTH, BODY = 8.6, 6.2
DEPTH = {Grade.VERY_LIKELY: 0.8, Grade.LIKELY: 0.4}
"""How much of its colour a winner has."""

LETTER, LINE = 0.0095, 0.018
"""About how wide a letter and high a line of a name is, in widths and heights of the map."""


def winners_figure(found: Winners, places: Places, language: str) -> Figure:
    """The figure in ``"sv"`` or ``"en"``: colour and hatching say who, depth how sure.

    Only cells that are won are filled; every cell has its lead as a number. ``places`` are
    services by name, with their own values on the two axes.
    """
    words = Words(
        title=winners_title(found, language),
        lead=winners_headline(found, language),
        key=[(patch, str(patch.get_label())) for patch in _key(language)],
        notes=winners_notes(found, places, language),
        origin=origin(found, language),
        size=12.0,
    )
    with house_style():
        figure, panels = sheet(WIDTH, BODY, words)
        axes = panels.subplots()
        _cells(axes, found, language)
        _places(axes, places, found)
        axes.set_xlabel(axis_label(found.x, language))
        axes.set_ylabel(axis_label(found.y, language))
        for ticks, values in ((axes.set_xticks, found.xs), (axes.set_yticks, found.ys)):
            ticks(list(values), [significant(float(value), 2, language) for value in values])
        axes.tick_params(length=0)
        axes.grid(visible=False)
    return figure


def _edges(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Edges of cells around their middles."""
    middle = 0.5 * (values[1:] + values[:-1])
    return np.concatenate(
        [[1.5 * values[0] - 0.5 * values[1]], middle, [1.5 * values[-1] - 0.5 * values[-2]]]
    )


def _cells(axes: Axes, found: Winners, language: str) -> None:
    outcome, winner, margin, share = (
        OUTCOMES[found.outcome],
        found.winner,
        found.margin,
        found.share,
    )
    a, b = _edges(found.xs), _edges(found.ys)
    for row in range(len(found.ys)):
        for column in range(len(found.xs)):
            who = int(winner[row, column])
            box = (a[column], b[row])
            size = (a[column + 1] - a[column], b[row + 1] - b[row])
            axes.add_patch(Rectangle(box, *size, facecolor="white", edgecolor=FAINT, linewidth=1.0))
            if who >= 0:
                axes.add_patch(
                    Rectangle(
                        box,
                        *size,
                        facecolor=COLOURS[PRINCIPLES[who]],
                        alpha=DEPTH[grade_of(float(share[row, column]))],
                        edgecolor="white",
                        hatch=HATCHES[PRINCIPLES[who]],
                        linewidth=1.2,
                    )
                )
            axes.text(
                box[0] + 0.06 * size[0],
                box[1] + 0.93 * size[1],
                decimal(float(margin[row, column]) * outcome.factor, outcome.digits, language),
                ha="left",
                va="top",
                fontsize=7.4,
                color=INK if who >= 0 else GREY,
                bbox={"facecolor": "white", "alpha": 0.72, "linewidth": 0, "pad": 1.0},
            )
    axes.set(xlim=(a[0], a[-1]), ylim=(b[0], b[-1]))


def _places(axes: Axes, places: Places, found: Winners) -> None:
    """Dots with names; a name goes below its dot, or further, where something is in the way.

    In the way are numbers of cells, other names, and other dots.
    """
    (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
    taken = _numbers(found)
    dots = [((x - left) / (right - left), (y - low) / (high - low)) for x, y in places.values()]
    for name, (x, y) in sorted(places.items(), key=lambda item: (-item[1][1], item[1][0])):
        if not (left <= x <= right and low <= y <= high):
            continue
        a = (x - left) / (right - left)
        width = LETTER * len(name)
        to_right = a + width < 1.0
        start = a if to_right else a - width
        here = (a, (y - low) / (high - low))
        at = here[1] + LINE
        blocks = [*taken, *((b, c - LETTER, c + LETTER) for c, b in dots if (c, b) != here)]
        while any(
            abs(at - b) < 1.5 * LINE and start < end and first < start + width
            for b, first, end in blocks
        ):
            at -= LINE
        taken.append((at, start, start + width))
        axes.plot(x, y, "o", color=INK, markersize=5, markeredgecolor="white", zorder=5)
        axes.text(
            a + (0.008 if to_right else -0.008),
            at,
            name,
            transform=axes.transAxes,
            fontsize=7.2,
            zorder=6,
            weight="bold",
            va="center",
            ha="left" if to_right else "right",
            bbox={"boxstyle": "round,pad=0.12", "facecolor": "white", "alpha": 0.8, "linewidth": 0},
        )


def _numbers(found: Winners) -> list[tuple[float, float, float]]:
    """Where the numbers of the cells stand: height, beginning and end, as shares of the map."""
    rows, columns = len(found.ys), len(found.xs)
    return [
        (
            (row + 0.93) / rows - 0.5 * LINE,
            (column + 0.06) / columns,
            (column + 0.06) / columns + 5 * LETTER,
        )
        for row in range(rows)
        for column in range(columns)
    ]


def _key(language: str) -> list[Patch]:
    _ = translator(language)
    keys = [
        Patch(
            facecolor=COLOURS[p],
            edgecolor="white",
            hatch=HATCHES[p],
            label=_("{} is best").format(capital(_(p))),
        )
        for p in PRINCIPLES
    ]
    return [*keys, Patch(facecolor="white", edgecolor=GREY, label=_("not known, or alike"))]
