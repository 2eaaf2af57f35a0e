"""What outcomes come from, as bars with intervals: an input a row, an outcome a panel."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from tillitsim.locale import N_, translator
from tillitsim.model.outcomes import OUTCOMES
from tillitsim.runs.experiment.schema import SIMPLEX
from tillitsim.scenario.declared.instruments import PRINCIPLES, Principle
from tillitsim.studies.sensitivity.analysis import Sensitivity
from tillitsim.studies.sensitivity.distribution import Distances
from tillitsim.studies.sensitivity.indices import Estimate, Indices
from tillitsim.studies.sensitivity.labels import input_label, origin
from tillitsim.studies.sensitivity.screening import CHANCE, Effects
from tillitsim.studies.sensitivity.table import finding, notes, order_of, signed_percent
from tillitsim.view.axes import Readable
from tillitsim.view.layout import Words, sheet
from tillitsim.view.numbers import decimal
from tillitsim.view.style import (
    CHAIN,
    COLOURS,
    GREY,
    HATCHES,
    INK,
    house_style,
)
from tillitsim.view.text import capital

LABELS, PANEL = 3.2, 2.55
ROW, CLOSE, MANY = 0.36, 0.27, 18
"""Inches of the labels, of a panel's width and of a row's height, which is less for many rows."""

ABOVE_AND_BELOW = 0.9
"""Inches of a panel's title and of its scale."""

MOST = 4
"""Outcomes that stand beside each other."""

PARTS = tuple(f"{SIMPLEX}.{principle}" for principle in PRINCIPLES)


def sensitivity_figure(found: Sensitivity, seed: int, language: str) -> Figure:
    """The figure in ``"sv"`` or ``"en"``: the most important input on top, chance at the foot."""
    _ = translator(language)
    shown = [name for name, each in found.found.items() if each is not None][:MOST]
    rows = _rows_of(found)
    told = notes(found, language)
    if len(found.found) > MOST:
        told.append(_("The picture shows the first {count} outcomes.").format(count=MOST))
    width = max(9.0, LABELS + 0.3 + PANEL * max(1, len(shown)))
    words = Words(
        title=finding(found, language),
        key=[(handle, _key_label(handle, language)) for handle in _key(found)],
        notes=told,
        origin=origin(found.experiment, seed, found.arm, language),
    )
    body = max(1, len(rows)) * (ROW if len(rows) < MANY else CLOSE) + ABOVE_AND_BELOW
    with house_style():
        figure, panels = sheet(width, body, words)
        drawn = panels.subplots(1, len(shown), squeeze=False)[0] if shown else []
        names = [_label(row, language, indented=SIMPLEX in rows) for row in rows]
        for axes, name in zip(drawn, shown, strict=True):
            _panel(axes, found, name, rows, language)
            axes.set_yticks(range(len(rows)), names if axes is drawn[0] else [""] * len(rows))
    return figure


def _rows_of(found: Sensitivity) -> list[str]:
    """Inputs from top to bottom; the principles follow the mix where it is split."""
    split = any(isinstance(each, Indices) and each.shapley for each in found.found.values())
    rows = []
    for name in order_of(found):
        rows.append(name)
        if name == SIMPLEX and split:
            rows += PARTS
    return rows


def _label(row: str, language: str, *, indented: bool) -> str:
    if row in PARTS and indented:
        return f"{translator(language)(row.partition('.')[2])}  –"
    _ = translator(language)
    special = {SIMPLEX: _("the mix"), CHANCE: _("chance")}
    text = capital(special.get(row) or input_label(row, language).partition(":")[0])
    return textwrap.fill(text, 42)


def _panel(axes: Axes, found: Sensitivity, name: str, rows: Sequence[str], language: str) -> None:
    outcome, each = OUTCOMES[name], found.found[name]
    axes.set_title(
        textwrap.fill(capital(outcome.label(language)), 28),
        fontsize=9.0,
        fontweight="bold",
        loc="left",
    )
    for y, row in enumerate(rows):
        if isinstance(each, Indices):
            _index_row(axes, each, row, y)
        elif isinstance(each, Effects):
            _effect_row(axes, each, row, y, outcome.factor)
        elif isinstance(each, Distances):
            _distance_row(axes, each, row, y)
    if isinstance(each, Distances):
        axes.axvline(100.0 * each.nothing, color=GREY, linewidth=1.0, linestyle="--")
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_xlim(left=min(0.0, axes.get_xlim()[0]))
    axes.axvline(0.0, color=INK, linewidth=0.9)
    axes.grid(visible=False, axis="y")
    axes.grid(visible=True, axis="x")
    axes.spines["left"].set_visible(False)
    axes.xaxis.set_major_formatter(Readable(language))
    axes.locator_params(axis="x", nbins=5)
    axes.tick_params(axis="y", length=0, labelcolor=INK, labelsize=8.0)
    _ = translator(language)
    measure = outcome.reading(language)
    if isinstance(each, Indices):
        measure = _("percent of the variance")
    elif isinstance(each, Distances):
        measure = _("distance, percent")
    axes.set_xlabel(measure)


def _index_row(axes: Axes, each: Indices, row: str, y: int) -> None:
    if row in PARTS and each.shapley:
        principle = PRINCIPLES[PARTS.index(row)]
        part = each.shapley[principle]
        _bar(axes, y, part, 100.0, colour=COLOURS[principle], hatch=HATCHES[principle], thin=True)
        return
    index = each.inputs[row]
    _bar(axes, y, index.total, 100.0, hatch="xxx" if row == CHANCE else "")
    first = index.first
    axes.plot([100 * first.low, 100 * first.high], [y + 0.12] * 2, color=INK, linewidth=1.0)
    axes.plot(100 * first.value, y + 0.12, "o", color=INK, markersize=5.0, zorder=4)


def _effect_row(axes: Axes, each: Effects, row: str, y: int, factor: float) -> None:
    effect = each.inputs[row]
    _bar(axes, y, effect.mu_star, factor, hatch="xxx" if row == CHANCE else "")
    if np.isfinite(effect.sigma):
        axes.plot(
            factor * effect.sigma,
            y,
            "D",
            color=INK,
            markerfacecolor="white",
            markersize=4.6,
            zorder=4,
        )


def _distance_row(axes: Axes, each: Distances, row: str, y: int) -> None:
    distance = each.inputs[row]
    principle = PRINCIPLES[PARTS.index(row)] if row in PARTS else None
    colour, hatch = (COLOURS[principle], HATCHES[principle]) if principle else (CHAIN, "")
    axes.barh(
        y,
        100.0 * distance.median,
        height=0.66,
        color=colour,
        hatch=hatch,
        edgecolor="white" if hatch else colour,
        linewidth=0.0,
        zorder=2,
    )
    axes.plot(
        100.0 * distance.maximum,
        y,
        "D",
        color=INK,
        markerfacecolor="white",
        markersize=4.6,
        zorder=4,
    )


def _bar(
    axes: Axes,
    y: int,
    value: Estimate,
    factor: float,
    *,
    colour: str = CHAIN,
    hatch: str = "",
    thin: bool = False,
) -> None:
    """A bar, and its interval as a line with ends."""
    axes.barh(
        y,
        factor * value.value,
        height=0.42 if thin else 0.66,
        color=colour,
        hatch=hatch,
        edgecolor="white" if hatch else colour,
        linewidth=0.0,
        zorder=2,
    )
    place = y if thin else y - 0.12
    axes.errorbar(
        factor * value.value,
        place,
        xerr=factor * (value.high - value.value),
        color=GREY,
        linewidth=1.2,
        capsize=2.5,
        zorder=3,
    )


def _key(found: Sensitivity) -> list[Line2D | Patch]:
    if found.method == "morris":
        return [
            Patch(color=CHAIN, label=N_("mean size of the change (mu*)")),
            Line2D(
                [],
                [],
                color=INK,
                marker="D",
                markerfacecolor="white",
                linestyle="",
                label=N_("how much it depends on the rest (sigma)"),
            ),
        ]
    if found.method == "pawn":
        return [
            Patch(color=CHAIN, label=N_("median distance")),
            Line2D(
                [],
                [],
                color=INK,
                marker="D",
                markerfacecolor="white",
                linestyle="",
                label=N_("largest distance"),
            ),
            Line2D([], [], color=GREY, linestyle="--", label=N_("what nothing comes to")),
        ]
    handles: list[Line2D | Patch] = [
        Patch(color=CHAIN, label=N_("with all it acts with")),
        Line2D([], [], color=INK, marker="o", linestyle="-", linewidth=1.0, label=N_("alone")),
    ]
    if any(isinstance(each, Indices) and each.shapley for each in found.found.values()):
        principle: Principle = "trust"
        handles.append(
            Patch(
                facecolor=COLOURS[principle],
                hatch=HATCHES[principle],
                edgecolor="white",
                label=N_("a principle's part of the mix"),
            )
        )
    return handles


def _key_label(handle: Line2D | Patch, language: str) -> str:
    return translator(language)(str(handle.get_label()))


def sensitivity_alternative(found: Sensitivity, language: str) -> str:
    """What the figure shows, in sentences."""
    _ = translator(language)
    panels = []
    for name, each in found.found.items():
        outcome = OUTCOMES[name]
        if each is None:
            panels.append(
                _(
                    "{outcome}: the same everywhere, so that nothing makes a difference to it."
                ).format(outcome=capital(outcome.label(language)))
            )
            continue
        listed = []
        for row in order_of(found):
            if isinstance(each, Indices):
                value = signed_percent(each.inputs[row].total.value, language)
            elif isinstance(each, Distances):
                value = signed_percent(each.inputs[row].median, language)
            else:
                size = each.inputs[row].mu_star.value * outcome.factor
                value = f"{decimal(size, outcome.digits, language)} {outcome.reading(language)}"
            listed.append(
                _("{input} {value}").format(input=input_label(row, language), value=value)
            )
        panels.append(
            _("{outcome}: {inputs}.").format(
                outcome=capital(outcome.label(language)), inputs=", ".join(listed)
            )
        )
    title = finding(found, language)
    return _("{title}. {panels}").format(title=title, panels=" ".join(panels))
