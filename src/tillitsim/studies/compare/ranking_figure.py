"""Many scenarios in one outcome, the best first: a strip of draws each, median and nine tenths."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from tillitsim.locale import translator
from tillitsim.model.outcomes import Outcome
from tillitsim.runs.statistics.likelihood import LIKELY
from tillitsim.studies.compare.analysis import Comparison
from tillitsim.studies.compare.ranking import Ranked, ranked
from tillitsim.studies.compare.strip_figure import (
    LABEL,
    TRACK,
    median_mark,
    other_marks,
    place_on,
    reach_of,
    rows_in_inches,
    strip,
    write_numbers,
)
from tillitsim.studies.compare.table import (
    notes,
    origin,
    reading,
    verdict_of,
)
from tillitsim.view.layout import ARMS, Words
from tillitsim.view.numbers import percent
from tillitsim.view.style import CHAIN, SHADE, house_style
from tillitsim.view.sureness import grade_word
from tillitsim.view.text import capital, title_of

ROW = 0.46
LETTERS = 40
"""Of a title on a line."""


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
    remarks = [
        _("Differences to {baseline}, {reading}, all on one scale.").format(
            baseline=order.baseline, reading=order.outcome.reading(language)
        ),
        *order.notes,
    ]
    words = Words(
        title=ranking_title(order, language),
        key=_key(order, language),
        notes=remarks,
        origin=order.origin,
    )
    with house_style():
        figure, axes = rows_in_inches(body, words, [row.difference for row in rows], language)
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
    return figure


def _how_sure(row: Ranked, language: str) -> str:
    _ = translator(language)
    told = verdict_of(row.difference, language)
    if row.grade is None:
        return told
    return f"{told}\n" + _("best in {share} of the runs").format(share=percent(row.best, language))


def _key(order: Order, language: str) -> list[tuple[Artist, str]]:
    _ = translator(language)
    told = _("median and nine of ten runs; full where it is at least likely")
    sets = order.rows[0].difference.spread is not None
    return [(median_mark(ARMS[1]), told), *other_marks(language, sets=sets)]


def ranking_alternative(order: Order, language: str) -> str:
    """What the figure shows, in sentences."""
    said = [
        f"{order.title(row)}: "
        f"{reading(row.difference, row.difference.told[1], language, sign=True)}, "
        f"{_how_sure(row, language)}.".replace("\n", ", ")
        for row in order.rows
    ]
    return " ".join([ranking_title(order, language), *said])
