"""What an answer hangs on, as a tornado: the difference where a parameter is low, and high."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from tillitsim.locale import translator
from tillitsim.model.outcomes import Outcome
from tillitsim.scenario.declared.declarations import PARAMETERS
from tillitsim.studies.compare.rank_influence import Influence
from tillitsim.view.layout import Words, readable, sheet
from tillitsim.view.numbers import signed
from tillitsim.view.style import CHAIN, GREY, INK, house_style

WIDTH, ROW, SCALE = 10.0, 0.4, 0.6
"""Inches of the figure, of a parameter, and of the scale below them."""


def tornado_figure(
    rows: Sequence[Influence],
    outcome: Outcome,
    mean: float,
    parameter_sets: int,
    tried: int,
    origin: str,
    language: str,
    *,
    pair: str = "",
) -> Figure:
    """The figure in ``"sv"`` or ``"en"``: a row a parameter, the strongest on top.

    ``mean`` is the mean difference over all sets (raw), ``tried`` how many parameters vary,
    ``pair`` who is compared with whom.
    """
    _ = translator(language)
    notes = [
        _(
            "Mean difference in the third of {n} sets of assumptions where a parameter is lowest"
            " (circle) and highest (square), everything else varying. Hollow: the"
            " correlation may be chance, since {tried} parameters were tried."
        ).format(n=parameter_sets, tried=tried)
        if rows
        else _("Too few other assumptions were asked to say.")
    ]
    words = Words(
        title=_title(rows, outcome, language) + (f". {pair}" if pair else ""),
        key=_key(outcome, mean, language) if rows else [],
        notes=notes,
        origin=origin,
    )
    with house_style():
        figure, panels = sheet(WIDTH, max(1, len(rows)) * ROW + SCALE, words)
        axes = panels.subplots()
        for y, row in enumerate(rows):
            _bar(axes, y, row, outcome.factor)
        labels = [
            textwrap.fill(PARAMETERS[row.parameter].label(language).partition(" (")[0], 58)
            + f"\n{row.parameter}"
            for row in rows
        ]
        axes.set_yticks(range(len(rows)), labels)
        axes.tick_params(axis="y", length=0, labelcolor=INK, labelsize=7.6)
        axes.set_ylim(len(rows) - 0.4, -0.6)
        axes.axvline(0.0, color=INK, linewidth=1.0)
        axes.axvline(mean * outcome.factor, color=GREY, linewidth=1.0, linestyle="--")
        axes.grid(visible=False, axis="y")
        axes.grid(visible=True, axis="x")
        readable(axes, language)
        axes.set_yticks(range(len(rows)), labels)
        axes.spines["left"].set_visible(False)
        axes.set_xlabel(outcome.reading(language))
    return figure


def _bar(axes: Axes, y: int, row: Influence, factor: float) -> None:
    """The difference where a parameter is low, and where it is high; hollow where by chance."""
    low, high = row.low * factor, row.high * factor
    axes.plot(
        [low, high],
        [y, y],
        color=CHAIN if row.clear else "#dfe3e9",
        linewidth=7,
        solid_capstyle="butt",
        zorder=1,
    )
    for value, marker in ((low, "o"), (high, "s")):
        axes.plot(
            value,
            y,
            marker,
            color=INK,
            markersize=6.5,
            zorder=3,
            markerfacecolor=INK if row.clear else "white",
        )


def _title(rows: Sequence[Influence], outcome: Outcome, language: str) -> str:
    """What the difference hangs on most, or that no single assumption decides it."""
    _ = translator(language)
    label = outcome.label(language)
    if not rows:
        return _("What the difference in {outcome} hangs on").format(outcome=label)
    if not rows[0].clear:
        return _("No single assumption clearly moves the difference in {outcome}").format(
            outcome=label
        )
    return _("The difference in {outcome} hangs most on this: {parameter}").format(
        outcome=label, parameter=PARAMETERS[rows[0].parameter].label(language)
    )


def _key(outcome: Outcome, mean: float, language: str) -> list[tuple[Line2D, str]]:
    _ = translator(language)
    value = signed(mean * outcome.factor, outcome.digits, language)
    return [
        (Line2D([], [], color=INK, marker="o", linestyle=""), _("where it is low")),
        (Line2D([], [], color=INK, marker="s", linestyle=""), _("where it is high")),
        (Line2D([], [], color=GREY, linestyle="--"), _("all of them: {}").format(value)),
    ]


def tornado_alternative(rows: Sequence[Influence], outcome: Outcome, language: str) -> str:
    """What the figure shows, in sentences."""
    _ = translator(language)
    listed = [
        f"{PARAMETERS[row.parameter].label(language)}: "
        f"{signed(row.low * outcome.factor, outcome.digits, language)} {_('where it is low')}, "
        f"{signed(row.high * outcome.factor, outcome.digits, language)} {_('where it is high')} "
        f"({_('clear of chance') if row.clear else _('may be chance')})."
        for row in rows
    ]
    return _("{title}. {rows}").format(
        title=_title(rows, outcome, language),
        rows=" ".join(listed) or _("Too few other assumptions were asked to say."),
    )
