"""Many scenarios in one outcome, the best first: a strip of draws each, median and nine tenths."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from tillitsim.locale import translator
from tillitsim.model.outcomes import Outcome
from tillitsim.runs.statistics.likelihood import LIKELY
from tillitsim.studies.compare.analysis import Comparison
from tillitsim.studies.compare.ranking import Ranked, ranked
from tillitsim.studies.compare.strip_figure import (
    place_on,
    reach_of,
    strip,
    write_columns,
    write_numbers,
)
from tillitsim.studies.compare.table import (
    notes,
    origin,
    reading,
    verdict_of,
)
from tillitsim.view.layout import (
    ARMS,
    foot_height,
    key_height,
    title_height,
    write_foot,
    write_key,
    write_title,
)
from tillitsim.view.numbers import percent
from tillitsim.view.style import CHAIN, GREY, SHADE, house_style
from tillitsim.view.sureness import grade_word
from tillitsim.view.text import capital, title_of

WIDTH, ROW = 12.4, 0.46
LETTERS = 40
"""Of a title on a line."""
LABEL, TRACK = 3.5, (5.95, 9.35)
"""Inches from the left where names end, and where the scale lies."""


@dataclass(frozen=True, slots=True)
class Order:
    """Scenarios in order in one outcome, with what a picture of them says around it.

    ``titles`` are by the scenarios' numbers.
    """

    rows: Sequence[Ranked]
    titles: Mapping[int, str]
    baseline: str
    notes: Sequence[str]
    origin: str

    @property
    def outcome(self) -> Outcome:
        """The outcome."""
        return self.rows[0].difference.outcome

    def title(self, row: Ranked) -> str:
        """A scenario's title."""
        return self.titles[row.difference.scenario]


def order_of(comparison: Comparison, outcome: str, language: str) -> Order:
    """The scenarios of a comparison in order."""
    return Order(
        ranked([comparison.differences(i, (outcome,))[0] for i in comparison.others]),
        {i: title_of(comparison.scenarios[i], language) for i in comparison.others},
        title_of(comparison.scenarios[comparison.baseline], language),
        notes(comparison, language),
        origin(comparison.scenarios[:2], comparison.seed, language),
    )


def ranking_title(order: Order, language: str) -> str:
    """Which is the best, and how sure that is, in a sentence."""
    _ = translator(language)
    first, name, base = order.rows[0], order.title(order.rows[0]), order.baseline
    label, rows = order.outcome.label(language), order.rows
    if len(rows) == 1:
        return _("{label}: {verdict} with “{name}”").format(
            label=capital(label), verdict=verdict_of(first.difference, language), name=name
        )
    told = {
        "label": capital(label),
        "name": name,
        "n": len(rows),
        "base": base,
        "share": percent(first.chosen, language),
    }
    if first.grade is None:
        text = _(
            "{label}: with default values alone, “{name}” comes out best of {n} alternatives to"
            " “{base}”"
        )
    elif first.chosen >= LIKELY:
        told["grade"] = grade_word(first.grade, language)
        text = _("{label}: “{name}” is {grade} the best of {n} alternatives to “{base}”")
    elif (stays := 1.0 - sum(row.best for row in rows)) >= first.best:
        told["share"] = percent(stays, language)
        text = _("{label}: none of {n} alternatives beats “{base}” in {share} of the runs")
    else:
        text = _(
            "{label}: none of {n} alternatives to “{base}” is likely the best; “{name}” most often"
            " is, in {share} of the runs"
        )
    return text.format(**told)


def ranking_figure(order: Order, language: str) -> Figure:
    """The figure in a language: a row a scenario, all on one scale around the baseline."""
    _ = translator(language)
    rows = order.rows
    names = [textwrap.fill(order.title(row), LETTERS) for row in rows]
    heights = [ROW + 0.14 * name.count("\n") for name in names]
    body = sum(heights)
    title = ranking_title(order, language)
    remarks = [
        _("Differences to {baseline}, {reading}, all on one scale.").format(
            baseline=order.baseline, reading=order.outcome.reading(language)
        ),
        *order.notes,
    ]
    foot = foot_height(WIDTH, remarks)
    handles, told = _key(order, language)
    head = title_height(WIDTH, title) + 0.1
    height = head + key_height(WIDTH, told) + 0.3 + body + foot
    with house_style():
        figure = Figure(figsize=(WIDTH, height))
        axes = figure.add_axes((0.0, foot / height, 1.0, body / height))
        axes.set(xlim=(0.0, WIDTH), ylim=(body, 0.0))
        axes.axis("off")
        place = place_on(TRACK, reach_of([row.difference for row in rows]))
        matters = order.outcome.matters
        axes.add_patch(
            Rectangle(
                (place(-matters), 0.0),
                place(matters) - place(-matters),
                body,
                color=SHADE,
                zorder=0,
            )
        )
        axes.plot([place(0.0)] * 2, [0.0, body], color=CHAIN, linewidth=1.0, zorder=1)
        top = 0.0
        for row, name, tall in zip(rows, names, heights, strict=True):
            y = top + 0.5 * tall
            each = row.difference
            axes.text(LABEL, y, name, ha="right", va="center", size=8.8, linespacing=1.2)
            strip(axes, each, y, place, ARMS[1])
            write_numbers(axes, each, y, _how_sure(row, language), language)
            top += tall
        write_title(figure, title)
        write_key(figure, handles, told, head)
        write_columns(figure, body + foot + 0.06, language)
        write_foot(figure, remarks, order.origin)
    return figure


def _how_sure(row: Ranked, language: str) -> str:
    _ = translator(language)
    told = verdict_of(row.difference, language)
    if row.grade is None:
        return told
    return f"{told}\n" + _("best in {share} of the runs").format(share=percent(row.best, language))


def _key(order: Order, language: str) -> tuple[list[Line2D | Patch], list[str]]:
    _ = translator(language)
    mark = ARMS[1]
    handles: list[Line2D | Patch] = [
        Line2D([], [], color=mark.colour, marker=mark.marker, linewidth=1.6, markersize=7)
    ]
    names = [_("median and nine of ten runs; full where it is at least likely")]
    if order.rows[0].difference.spread is not None:
        handles.append(Line2D([], [], color=GREY, marker=".", linestyle="", markersize=5))
        names.append(_("a dot: one run under one set of assumptions"))
        handles.append(Line2D([], [], color=GREY, marker="d", linestyle="", markerfacecolor="none"))
        names.append(_("with default values"))
    handles.append(Patch(color=SHADE))
    names.append(_("too small to matter"))
    return handles, names


def ranking_alternative(order: Order, language: str) -> str:
    """What the figure shows, in sentences."""
    said = [
        f"{order.title(row)}: "
        f"{reading(row.difference, row.difference.told[1], language, sign=True)}, "
        f"{_how_sure(row, language)}.".replace("\n", ", ")
        for row in order.rows
    ]
    return " ".join([ranking_title(order, language), *said])
