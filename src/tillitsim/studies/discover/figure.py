"""Conditions that were found, as dots: a case each, a panel a condition, a row a box."""

from __future__ import annotations

import textwrap

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from numpy.typing import NDArray

from tillitsim.locale import translator
from tillitsim.model.outcomes import OUTCOMES
from tillitsim.scenario.declared.declarations import PARAMETERS
from tillitsim.studies.compare.sign_flips import rank_correlations
from tillitsim.studies.discover.analysis import Answer
from tillitsim.studies.discover.conditions import Condition, inside
from tillitsim.studies.discover.table import (
    box_text,
    notes,
    origin,
    overall,
    question,
    verdict,
)
from tillitsim.view.axes import Apart
from tillitsim.view.layout import Words, readable, sheet
from tillitsim.view.style import GREY, INK, SHADE, house_style
from tillitsim.view.text import capital

WIDTH, PANEL = 10.0, 3.85
"""Inches of the figure's width, and of the height of a row of panels with its words."""

MOST = 3
"""Conditions of a box that are drawn."""

LETTERS = 128
"""Of the sentence above a row of panels on a line."""

EDGE = "#8a93a3"


def discovery_figure(answer: Answer, seed: int, language: str) -> Figure:
    """The figure in ``"sv"`` or ``"en"``; without conditions, the inputs that go most with it."""
    _ = translator(language)
    rows = [list(box.conditions[:MOST]) for box in answer.discovery.boxes] or [_strongest(answer)]
    texts = [box_text(box, i, language) for i, box in enumerate(answer.discovery.boxes)] or [
        verdict(answer, language)
    ]
    further = f" {_('A further row has the cases that are left.')}" if len(rows) > 1 else ""
    told = [
        *notes(answer, language),
        _("Every dot is a case: its difference, and where it lies on each condition.") + further,
    ]
    handles = [
        Line2D([], [], marker="o", color=INK, linestyle="", markersize=5),
        Line2D([], [], marker="o", color=GREY, markerfacecolor="white", linestyle="", markersize=5),
        Patch(facecolor=SHADE, edgecolor=EDGE),
    ]
    labels = [_("beats it"), _("does not"), _("the range that is told")][
        : 3 if answer.discovery.boxes else 2
    ]
    left = np.ones(len(answer.gains), bool)
    words = Words(
        title=f"{question(answer, language)} {overall(answer, language)}",
        key=[*zip(handles, labels, strict=False)],
        notes=told,
        origin=origin(answer, seed, language),
    )
    with house_style():
        figure, panels = sheet(WIDTH, len(rows) * PANEL, words)
        lines = panels.subfigures(len(rows), 1, squeeze=False)[:, 0]
        for i, (line, conditions, text) in enumerate(zip(lines, rows, texts, strict=True)):
            line.suptitle(textwrap.fill(text, LETTERS), x=0.0, ha="left", fontsize=9.0)
            drawn = line.subplots(1, len(conditions), squeeze=False)[0]
            for axes, each in zip(drawn, conditions, strict=True):
                _panel(axes, answer, left, each, language)
            reading = OUTCOMES[answer.outcome].reading(language)
            drawn[0].set_ylabel(_("better by ({reading})").format(reading=reading))
            left &= ~_within(answer, i)
    return figure


def _within(answer: Answer, position: int) -> NDArray[np.bool_]:
    """The cases that lie in a box; none where there is no such box."""
    boxes = answer.discovery.boxes
    if position >= len(boxes):
        return np.zeros(len(answer.gains), bool)
    ends = {answer.names.index(c.input): (c.low, c.high) for c in boxes[position].conditions}
    return inside(ends, answer.inputs)


def _strongest(answer: Answer) -> list[Condition]:
    """The inputs that go most with the difference, without any range."""
    cases = [dict(zip(answer.names, row, strict=True)) for row in answer.inputs.tolist()]
    found = rank_correlations(cases, answer.gains)
    names = sorted(found, key=lambda name: -abs(found[name]))[:MOST]
    return [Condition(name, -np.inf, np.inf, np.nan) for name in names or answer.names[:MOST]]


def _panel(
    axes: Axes, answer: Answer, shown: NDArray[np.bool_], condition: Condition, language: str
) -> None:
    outcome = OUTCOMES[answer.outcome]
    x = answer.inputs[:, answer.names.index(condition.input)]
    y = answer.gains * outcome.factor
    margin = 0.03 * (float(np.ptp(x)) or 1.0)
    axes.set_xlim(float(x.min()) - margin, float(x.max()) + margin)
    ends = np.clip((condition.low, condition.high), *axes.get_xlim())
    if np.isfinite(condition.low) or np.isfinite(condition.high):
        axes.axvspan(*ends, color=SHADE, zorder=0)
        for end in (condition.low, condition.high):
            if np.isfinite(end):
                axes.axvline(end, color=EDGE, linewidth=1.2, linestyle="--", zorder=1)
    beats, fails = answer.happens & shown, ~answer.happens & shown
    axes.plot(x[beats], y[beats], "o", color=INK, markersize=3.2, markeredgewidth=0.0, alpha=0.8)
    axes.plot(
        x[fails],
        y[fails],
        "o",
        color=GREY,
        markerfacecolor="white",
        markersize=3.4,
        markeredgewidth=0.8,
    )
    axes.axhline(answer.margin * outcome.factor, color=INK, linewidth=0.9)
    readable(axes, language)
    axes.xaxis.set_major_locator(Apart())
    label = capital(PARAMETERS[condition.input].label(language).partition(":")[0])
    axes.set_xlabel(f"{textwrap.fill(label, 44)}\n{condition.input}")


def discovery_alternative(answer: Answer, language: str) -> str:
    """What the figure shows, in sentences."""
    _ = translator(language)
    boxes = [box_text(box, i, language) for i, box in enumerate(answer.discovery.boxes)]
    return _("{title} {overall} {boxes}").format(
        title=question(answer, language),
        overall=overall(answer, language),
        boxes=" ".join(boxes) or verdict(answer, language),
    )
