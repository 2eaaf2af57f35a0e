"""Who wins where: a map of the best principle over two properties, with its words and records."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch, Rectangle
from numpy.typing import NDArray

from tillitsim import __version__
from tillitsim.locale import translator
from tillitsim.model.outcomes import OUTCOMES
from tillitsim.runs.statistics.likelihood import FEWEST, SCALE, Grade, grade_of
from tillitsim.scenario.declared.declarations import PARAMETERS
from tillitsim.scenario.declared.instruments import PRINCIPLES
from tillitsim.studies.map.analysis import ALIKE, NOBODY, Winners
from tillitsim.view.layout import Words, sheet
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
from tillitsim.view.sureness import calibration_note
from tillitsim.view.table import Cell
from tillitsim.view.text import capital, title_of

WIDTH, BODY = 8.6, 6.2
DEPTH = {Grade.VERY_LIKELY: 0.8, Grade.LIKELY: 0.4}
"""How much of its colour a winner has."""

LETTER, LINE = 0.0095, 0.018
"""About how wide a letter and high a line of a name is, in widths and heights of the map."""

Places = Mapping[str, tuple[float, float]]


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
    """Dots with names; a name goes below its dot, or further, where something is in the way."""
    (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
    taken = _numbers(found)
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
    names = {_("{} is likely best").format(_(p)): i for i, p in enumerate(PRINCIPLES)}
    names |= {_("no difference that matters"): ALIKE, _("not known"): NOBODY}
    return [
        _("{name}: {count} of {total} cells").format(
            name=name, count=int((winner == i).sum()), total=winner.size
        )
        for name, i in names.items()
        if i == NOBODY or (winner == i).any()
    ]


def winners_title(found: Winners, language: str) -> str:
    """What was found, as a sentence."""
    _ = translator(language)
    return _("{scenario}: {counts}").format(
        scenario=title_of(found.scenario, language), counts="; ".join(counts(found, language))
    )


def winners_notes(found: Winners, places: Places, language: str) -> list[str]:
    """How to read the map, a sentence each."""
    _ = translator(language)
    lines = [
        _(
            "In each cell every principle leads in turn with {lead} of the mix; the number is how"
            " far the best lies above the others, a median."
        ).format(lead=percent(found.lead, language))
    ]
    if len(found.in_sets) >= FEWEST:
        lines += [
            _(
                "Filled: one is likely to be the best by what matters, in at least {likely} of {n}"
                " sets of other plausible assumptions; deep: very likely, {very} or more. It is"
                " chosen on half of them and read on the other half."
            ).format(
                likely=percent(SCALE[1][0], language),
                very=percent(SCALE[0][0], language),
                n=len(found.in_sets),
            ),
            calibration_note(
                language, calibrated=found.calibrated, own=bool(found.scenario.ensemble)
            ),
        ]
    else:
        lines.append(
            _("Too few other plausible assumptions were asked, so nobody is called the best.")
        )
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
    """The map in letters: large where very likely, small where likely, a dash where not known."""
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
    lines += [
        f"{axis}: {axis_label(name, language)}" for axis, name in (("x", found.x), ("y", found.y))
    ]
    lines.append(
        _(
            "Large letter: very likely the best; small: likely; dash: not known; =: no difference"
            " that matters."
        )
    )
    lines += ["; ".join(counts(found, language)) + ".", ""]
    lines += [*winners_notes(found, places, language), origin(found, language)]
    return "\n".join(lines) + "\n"


def _letter(found: Winners, row: int, column: int, language: str) -> str:
    who = int(found.winner[row, column])
    if who < 0:
        return "=" if who == ALIKE else "\N{EN DASH}"
    initial = translator(language)(PRINCIPLES[who])[0]
    sure = grade_of(float(found.share[row, column])) is Grade.VERY_LIKELY
    return initial.upper() if sure else initial.lower()


def winners_records(found: Winners) -> list[dict[str, Cell]]:
    """One record a cell: both properties, each principle, the best and how sure that is.

    ``best`` is most often the best; ``share`` says in how many of the draws, ``grade`` in which
    word. Of each principle the median over the ensemble is told, and the mean with default values
    (raw values).
    """
    best, winner, share, alike = found.best, found.winner, found.share, found.alike
    defaults = found.values.mean(axis=3)
    known = np.median(found.in_sets, axis=0) if len(found.in_sets) else defaults * np.nan
    asked = len(found.in_sets) >= FEWEST
    return [
        {found.x: float(x), found.y: float(y)}
        | {p: number_or_none(known[i, row, column]) for i, p in enumerate(PRINCIPLES)}
        | {
            f"default_{p}": number_or_none(defaults[i, row, column])
            for i, p in enumerate(PRINCIPLES)
        }
        | {
            "best": PRINCIPLES[best[row, column]],
            "won": bool(winner[row, column] >= 0),
            "share": number_or_none(float(share[row, column])) if asked else None,
            "share_alike": number_or_none(float(alike[row, column])) if asked else None,
            "grade": grade_of(float(share[row, column])).value if asked else None,
        }
        for row, y in enumerate(found.ys)
        for column, x in enumerate(found.xs)
    ]
