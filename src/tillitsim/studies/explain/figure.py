"""The good meeting taken apart, as one picture: causes, levels and signals as bars."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, replace

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from tillitsim.locale import translator
from tillitsim.model.outcomes import OUTCOMES
from tillitsim.studies.explain.analysis import TakenApart
from tillitsim.studies.explain.table import (
    ALONE,
    Bar,
    bars_of,
    cause_bars,
    enough,
    headline,
    origin,
    residual_warning,
    sampling_note,
)
from tillitsim.view.axes import Readable
from tillitsim.view.layout import Words, sheet
from tillitsim.view.numbers import decimal, signed
from tillitsim.view.style import GREY, INK, house_style
from tillitsim.view.sureness import is_weighty

HELPS, HINDERS = "#4a5a78", INK
"""What helps and what hinders: no colour of a principle."""
PALE = 0.4
"""How much of its ink what is not at least likely has."""

WIDTH, ROW, LABELS = 9.0, 0.32, 0.8
"""Inches of the figure, of a bar's row, and of what stands above and below a panel's rows."""


@dataclass(frozen=True, slots=True)
class Panel:
    """A question and its bars; ``hinders`` where a positive bar is what is missing.

    ``scale`` is from where to where, for panels that share it.
    """

    title: str
    bars: list[Bar]
    scale: tuple[float, float] | None = None
    hinders: bool = False


def explain_figure(taken: TakenApart, language: str) -> Figure:
    """The figure in ``"sv"`` or ``"en"``: one panel a question, the largest bars on top.

    What helps is a full bar, what hinders a hatched one, so that it reads in grey; what is not at
    least likely is pale. Whiskers hold nine tenths of the runs.
    """
    panels = _panels(taken, language)
    rows = [len(each.bars) for each in panels]
    words = Words(
        title=headline(taken, language),
        lead=residual_warning(taken, language),
        notes=_notes(taken, language),
        origin=origin(taken, language),
        size=13.0,
    )
    with house_style():
        figure, body = sheet(WIDTH, sum(rows) * ROW + len(rows) * LABELS, words)
        if panels:
            drawn = body.subplots(len(rows), 1, height_ratios=rows, squeeze=False)[:, 0]
            for axes, each in zip(drawn, panels, strict=True):
                _draw(axes, each, taken, language)
    return figure


def _panels(taken: TakenApart, language: str) -> list[Panel]:
    """One panel a question; what causes create and what they lack on the same scale."""
    _ = translator(language)
    panels = []
    if taken.causes:
        created, lacking = cause_bars(taken, language)
        both = (*created, *lacking)
        scale = (
            min(0.0, *(1.05 * each.low for each in both)),
            max(1.05 * each.high for each in both),
        )
        panels += [
            Panel(_("What creates value: what would be lost of each at its worst"), created, scale),
            Panel(
                _("What hinders: what would be gained of each at its best"),
                [
                    replace(each, level=enough(each, OUTCOMES[taken.outcome], language))
                    for each in lacking
                ],
                scale,
                hinders=True,
            ),
        ]
    if taken.levels is not None:
        panels.append(
            Panel(
                _("Does the whole chain support it? What the signals of each level add up to"),
                bars_of(taken, taken.levels, language),
            )
        )
    if taken.signals is not None:
        panels.append(
            Panel(
                _("Which steering signals matter, and from which level they come"),
                bars_of(taken, taken.signals, language),
            )
        )
    return [each for each in panels if each.bars]


def _draw(axes: Axes, panel: Panel, taken: TakenApart, language: str) -> None:
    outcome = OUTCOMES[taken.outcome]
    digits, better = max(1, outcome.digits), outcome.better or 1
    rows = range(len(panel.bars))
    for row, one in zip(rows, panel.bars, strict=True):
        helps = (one.mean * better >= 0) != panel.hinders
        axes.barh(
            row,
            one.mean,
            0.68,
            color=HELPS if helps else "white",
            edgecolor=HELPS if helps else HINDERS,
            hatch="" if helps else "////",
            linewidth=1.0,
            alpha=1.0 if is_weighty(one.verdict) else PALE,
        )
        axes.plot([one.low, one.high], [row, row], color=INK, linewidth=1.0, marker="|")
        axes.annotate(
            signed(one.mean, digits, language),
            (1.02, row),
            xycoords=("axes fraction", "data"),
            va="center",
            fontsize=8.5,
        )
    labels = [f"{b.label} ({b.level})" if b.level else b.label for b in panel.bars]
    axes.set_yticks(list(rows), [textwrap.fill(text, 44) for text in labels])
    if panel.scale is not None:
        axes.set_xlim(panel.scale)
    axes.tick_params(axis="y", length=0, labelcolor=INK, labelsize=8.5)
    axes.invert_yaxis()
    axes.axvline(0.0, color=INK, linewidth=0.8)
    axes.grid(visible=False, axis="y")
    axes.grid(visible=True, axis="x")
    axes.spines["left"].set_visible(False)
    axes.xaxis.set_major_formatter(Readable(language))
    axes.set_xlabel(outcome.reading(language), fontsize=8.0, color=GREY, labelpad=2.0)
    axes.set_title(
        textwrap.fill(panel.title, 60), loc="left", fontsize=10.0, fontweight="bold", color=INK
    )


def _notes(taken: TakenApart, language: str) -> list[str]:
    """How to read the bars."""
    _, outcome = translator(language), OUTCOMES[taken.outcome]
    return [
        f"{outcome.reading(language)}. {sampling_note(taken, language)}"
        + (" " + _("Pale: not at least likely.") if taken.sets else ""),
        _(ALONE) if taken.causes else "",
        _(
            "Removed means: a burden or a pressure at zero, no inspections, anything"
            " else as equal shares of the three principles would have it."
        )
        if taken.against is None and taken.signals is not None
        else "",
    ]


def explain_alternative(taken: TakenApart, language: str) -> str:
    """What the figure shows, in one paragraph."""
    parts = [headline(taken, language) + ".", residual_warning(taken, language)]
    for panel in _panels(taken, language):
        listed = "; ".join(f"{b.label} {decimal(b.mean, 1, language)}" for b in panel.bars)
        parts.append(f"{panel.title}: {listed}.")
    return " ".join(part for part in parts if part)
