"""Who wins where: a map of the best principle over two properties, with its words and records."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch, Rectangle
from numpy.typing import NDArray

from tillitsim import __version__
from tillitsim.locale import translator
from tillitsim.model.outcomes import OUTCOMES
from tillitsim.scenario.declarations import PARAMETERS
from tillitsim.scenario.instruments import PRINCIPLES
from tillitsim.studies.map.analysis import NOBODY, Winners
from tillitsim.view.layout import foot_height, write_foot, write_title
from tillitsim.view.numbers import decimal, number_or_none, percent, significant
from tillitsim.view.run_text import counted
from tillitsim.view.style import (
    COLOURS,
    FAINT,
    GREY,
    HATCHES,
    INK,
    house_style,
)
from tillitsim.view.text import capital, title_of

WIDTH, BODY = 8.6, 6.2
PALEST = 0.25
"""How much of its colour the weakest clear winner has."""

LETTER, LINE = 0.0095, 0.018
"""About how wide a letter and high a line of a name is, in widths and heights of the map."""

Places = Mapping[str, tuple[float, float]]


def winners_figure(found: Winners, places: Places, language: str) -> Figure:
    """The figure in ``"sv"`` or ``"en"``: colour and hatching say who, depth by how much.

    Cells without a clear winner are white; every cell has its lead as a number. ``places`` are
    services by name, with their own values on the two axes.
    """
    _ = translator(language)
    notes = winners_notes(found, places, language)
    foot = foot_height(WIDTH, notes)
    height = 1.55 + BODY + foot
    with house_style():
        figure = Figure(figsize=(WIDTH, height))
        axes = figure.add_axes(
            (1.0 / WIDTH, (foot + 0.6) / height, 1 - 1.3 / WIDTH, (BODY - 0.6) / height)
        )
        _cells(axes, found, language)
        _places(axes, places)
        axes.set_xlabel(axis_label(found.x, language))
        axes.set_ylabel(axis_label(found.y, language))
        for ticks, values in ((axes.set_xticks, found.xs), (axes.set_yticks, found.ys)):
            ticks(list(values), [significant(float(value), 2, language) for value in values])
        axes.tick_params(length=0)
        axes.grid(visible=False)
        write_title(figure, _("Who wins where: {}").format(title_of(found.scenario, language)))
        figure.text(0.25 / WIDTH, 1 - 0.62 / height, winners_headline(found, language), size=9.0)
        if len(found.in_worlds):
            figure.text(
                1 - 0.25 / WIDTH,
                1 - 1.22 / height,
                _("only hatched: best with default values, not in most worlds"),
                size=7.8,
                color=GREY,
                ha="right",
            )
        figure.legend(
            handles=_key(language), loc="lower left", ncols=4, frameon=False, fontsize=9.0,
            bbox_to_anchor=(0.15 / WIDTH, 1 - 1.12 / height), columnspacing=1.4,
        )  # fmt: skip
        write_foot(figure, notes, origin(found, language))
    return figure


def _edges(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Edges of cells around their middles."""
    middle = 0.5 * (values[1:] + values[:-1])
    return np.concatenate(
        [[1.5 * values[0] - 0.5 * values[1]], middle, [1.5 * values[-1] - 0.5 * values[-2]]]
    )


def _cells(axes: Axes, found: Winners, language: str) -> None:
    outcome, winner, ahead, margin = (
        OUTCOMES[found.outcome], found.winner, found.ahead, found.margin,
    )  # fmt: skip
    a, b = _edges(found.xs), _edges(found.ys)
    clear = margin[winner != NOBODY]
    deepest = float(clear.max()) if len(clear) else 1.0
    for row in range(len(found.ys)):
        for column in range(len(found.xs)):
            who = int(winner[row, column])
            box = (a[column], b[row])
            size = (a[column + 1] - a[column], b[row + 1] - b[row])
            tried = int(ahead[row, column])
            edge = "white" if tried == NOBODY else COLOURS[PRINCIPLES[tried]]
            hatch = "" if tried == NOBODY else HATCHES[PRINCIPLES[tried]]
            axes.add_patch(
                Rectangle(box, *size, facecolor="white", edgecolor=edge, hatch=hatch, linewidth=0)
            )
            axes.add_patch(Rectangle(box, *size, facecolor="none", edgecolor=FAINT, linewidth=1.0))
            if who != NOBODY:
                depth = PALEST + (1 - PALEST) * float(margin[row, column]) / deepest
                colour = COLOURS[PRINCIPLES[who]]
                axes.add_patch(
                    Rectangle(
                        box, *size, facecolor=colour, alpha=0.8 * depth, edgecolor="white",
                        hatch=HATCHES[PRINCIPLES[who]], linewidth=1.2,
                    )
                )  # fmt: skip
            axes.text(
                box[0] + 0.06 * size[0], box[1] + 0.93 * size[1],
                decimal(float(margin[row, column]) * outcome.factor, outcome.digits, language),
                ha="left", va="top", fontsize=7.4, color=GREY if who == NOBODY else INK,
                bbox={"facecolor": "white", "alpha": 0.72, "linewidth": 0, "pad": 1.0},
            )  # fmt: skip
    axes.set(xlim=(a[0], a[-1]), ylim=(b[0], b[-1]))


def _places(axes: Axes, places: Places) -> None:
    """Dots with names; a name goes below its dot, or further, where another is in the way."""
    (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
    taken: list[tuple[float, float, float]] = []
    for name, (x, y) in sorted(places.items(), key=lambda item: (-item[1][1], item[1][0])):
        if not (left <= x <= right and low <= y <= high):
            continue
        a = (x - left) / (right - left)
        width = LETTER * len(name)
        to_right = a + width < 1.0
        start = a if to_right else a - width
        at = (y - low) / (high - low) + LINE
        while any(
            abs(at - b) < 1.5 * LINE and start < end and first < start + width
            for b, first, end in taken
        ):
            at -= LINE
        taken.append((at, start, start + width))
        axes.plot(x, y, "o", color=INK, markersize=5, markeredgecolor="white", zorder=5)
        axes.text(
            a + (0.008 if to_right else -0.008), at, name, transform=axes.transAxes, fontsize=7.2,
            zorder=6, weight="bold", va="center", ha="left" if to_right else "right",
            bbox={"boxstyle": "round,pad=0.12", "facecolor": "white", "alpha": 0.8, "linewidth": 0},
        )  # fmt: skip


def _key(language: str) -> list[Patch]:
    _ = translator(language)
    keys = [
        Patch(
            facecolor=COLOURS[p], edgecolor="white", hatch=HATCHES[p],
            label=_("{} is best").format(_(p)),
        )
        for p in PRINCIPLES
    ]  # fmt: skip
    return [*keys, Patch(facecolor="white", edgecolor=GREY, label=_("no clear winner"))]


def axis_label(parameter: str, language: str) -> str:
    """A parameter's label, with its name in a file."""
    return f"{PARAMETERS[parameter].label(language)} ({parameter})"


def winners_headline(found: Winners, language: str) -> str:
    """What is mapped."""
    _ = translator(language)
    outcome = OUTCOMES[found.outcome]
    return _("{outcome} ({reading}) in {scenario}, by {x} and {y}").format(
        outcome=capital(outcome.label(language)),
        reading=outcome.reading(language),
        scenario=title_of(found.scenario, language),
        x=found.x,
        y=found.y,
    )


def counts(found: Winners, language: str) -> list[str]:
    """How many cells each principle wins, and how many nobody does."""
    _, winner = translator(language), found.winner
    names = {_("{} is best").format(_(p)): i for i, p in enumerate(PRINCIPLES)}
    names[_("no clear winner")] = NOBODY
    return [
        _("{name}: {count} of {total} cells").format(
            name=name, count=int((winner == i).sum()), total=winner.size
        )
        for name, i in names.items()
    ]


def winners_notes(found: Winners, places: Places, language: str) -> list[str]:
    """How to read the map, a sentence each."""
    _ = translator(language)
    text = _(
        "In each cell every principle leads in turn with {lead} of the mix; the"
        " number is how far the best lies above the second. A winner is clear when"
        " its lead is more than chance ({n} paired runs)"
    ).format(lead=percent(found.lead, language), n=found.values.shape[-1])
    lines = []
    if len(found.in_worlds):
        lines = [
            text
            + _(
                " and it wins in at least two thirds of {n} worlds (sets of values of what"
                " is assumed)"
            ).format(n=len(found.in_worlds))
            + ".",
            _(
                "The worlds are not implausible beside the published findings that the"
                " model is fitted to."
            )
            if found.calibrated
            else _("The worlds are prior draws, not yet calibrated."),
        ]
    else:
        lines = [
            text + ".",
            _("No other worlds were asked: clear means clear of chance, nothing more."),
        ]
    if places:
        lines.append(
            _(
                "Services stand where their own task lies; all else here is as in {scenario}."
            ).format(scenario=title_of(found.scenario, language))
        )
    return lines


def origin(found: Winners, language: str) -> str:
    """Seed, hash and version."""
    _ = translator(language)
    made = _("seed {} · scenario {} · tillitsim {}").format(
        found.seed, found.scenario.digest, __version__
    )
    return f"{counted(found.scenario, language)} · {made}"


def winners_alternative(found: Winners, language: str) -> str:
    """What the figure shows, in sentences."""
    _ = translator(language)
    return _("{title}. {headline}. {counts}.").format(
        title=_("Who wins where: {}").format(title_of(found.scenario, language)),
        headline=winners_headline(found, language),
        counts="; ".join(counts(found, language)),
    )


def winners_table(
    found: Winners, places: Places, language: str, heading: Callable[[str], str] = lambda text: text
) -> str:
    """The map in letters: initials and leads, small where worlds disagree, a dash for nobody."""
    _ = translator(language)
    outcome, margin = OUTCOMES[found.outcome], found.margin
    lines = [heading(winners_headline(found, language)), ""]
    side = max(len(significant(float(y), 2, language)) for y in found.ys)
    for row in reversed(range(len(found.ys))):
        cells = []
        for column in range(len(found.xs)):
            letter = _letter(found, row, column, language)
            lead = decimal(float(margin[row, column]) * outcome.factor, outcome.digits, language)
            cells.append(f"{letter} {lead}".rjust(8))
        lines.append(significant(float(found.ys[row]), 2, language).rjust(side) + "".join(cells))
    below = "".join(significant(float(x), 2, language).rjust(8) for x in found.xs)
    lines += [" " * side + below, ""]
    lines += [f"{axis}: {axis_label(name, language)}"
              for axis, name in (("x", found.x), ("y", found.y))]  # fmt: skip
    if len(found.in_worlds):
        lines.append(_("Capital: a clear winner. Small letter: best with default values only."))
    lines += ["; ".join(counts(found, language)) + ".", ""]
    lines += [*winners_notes(found, places, language), origin(found, language)]
    return "\n".join(lines) + "\n"


def _letter(found: Winners, row: int, column: int, language: str) -> str:
    who = int(found.ahead[row, column])
    if who == NOBODY:
        return "\N{EN DASH}"
    initial = translator(language)(PRINCIPLES[who])[0]
    return initial.lower() if found.winner[row, column] == NOBODY else initial.upper()


def winners_records(found: Winners) -> list[dict[str, Any]]:
    """One record a cell: both properties, each principle's mean, the best and whether it is clear.

    Means are raw values; ``held`` is the share of worlds in which the best is the best too.
    """
    best, winner, held = found.best, found.winner, found.held
    means = found.values.mean(axis=3)
    return [
        {found.x: float(x), found.y: float(y)}
        | {p: number_or_none(means[i, row, column]) for i, p in enumerate(PRINCIPLES)}
        | {
            "best": PRINCIPLES[best[row, column]],
            "clear": bool(winner[row, column] != NOBODY),
            "held": number_or_none(held[row, column]),
        }
        for row, y in enumerate(found.ys)
        for column, x in enumerate(found.xs)
    ]
