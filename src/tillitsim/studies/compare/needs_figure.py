"""Citizens with simple and with complex needs: how their trust in the service is spread."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from numpy.typing import NDArray

from tillitsim.locale import translator
from tillitsim.runs.statistics.likelihood import Ensemble
from tillitsim.studies.compare.final_states import Ending, histogram, mean_trust
from tillitsim.studies.compare.table import origin
from tillitsim.view.axes import Readable
from tillitsim.view.layout import Words, sheet
from tillitsim.view.numbers import decimal, few_numbers, percent
from tillitsim.view.style import GREY, INK, house_style
from tillitsim.view.text import title_of

Values = NDArray[np.float64]

WIDTH, PANEL, SCALE = 9.5, 1.6, 0.6
"""Inches of the figure, of a panel, and of the scale below the last."""

SIMPLE, COMPLEX = "#9aa3b2", INK


def needs_figure(endings: Sequence[Ending], seed: int, language: str) -> Figure:
    """The figure in ``"sv"`` or ``"en"``: one panel a scenario, simple filled, complex a line."""
    _ = translator(language)
    notes = [
        _(
            "Every citizen of {n} runs. A need is complex when it lies further from the"
            " ordinary than the standard deviation of needs. Uprights: medians (simple"
            " unbroken, complex broken), with nine tenths of the runs at the right."
        ).format(n=len(endings[0].trust)),
        _("Each run is under other plausible assumptions.")
        if endings[0].sets
        else _("Default values alone."),
    ]
    key = [
        (Patch(color=SIMPLE), _("simple needs")),
        (Line2D([], [], color=COMPLEX, linewidth=1.8), _("complex needs")),
    ]
    words = Words(
        title=_title(endings, language),
        key=key,
        notes=notes,
        origin=origin([each.scenario for each in endings], seed, language),
        size=13.0,
    )
    edges, shares = histogram(endings)
    with house_style():
        figure, body = sheet(WIDTH, PANEL * len(endings) + SCALE, words, between=(0.0, 0.1))
        panels = body.subplots(len(endings), 1, sharex=True, sharey=True, squeeze=False)[:, 0]
        for axes, each, (simple, harder) in zip(panels, endings, shares, strict=True):
            axes.stairs(simple, 100 * edges, fill=True, color=SIMPLE)
            axes.stairs(harder, 100 * edges, color=COMPLEX, linewidth=1.8)
            axes.set_title(
                title_of(each.scenario, language), loc="left", fontsize=9.5, fontweight="bold"
            )
            for i, (word, means, style) in enumerate(_groups(each, language)):
                known = Ensemble.of(100.0 * means, each.sets)
                axes.axvline(known.median, color=GREY, linewidth=1.0, linestyle=style)
                mean, low, high = (
                    decimal(part, 1, language) for part in (known.median, known.low, known.high)
                )
                interval = _("{} to {}").format(low, high)
                for text, y, size in ((f"{word}: {mean}", 0.85, 8.8), (interval, 0.68, 7.4)):
                    axes.text(
                        1.03,
                        y - 0.45 * i,
                        text,
                        transform=axes.transAxes,
                        fontsize=size,
                        va="center",
                    )
            axes.yaxis.set_major_formatter(lambda value, _: percent(value, language))
            axes.tick_params(length=0)
        panels[-1].xaxis.set_major_formatter(Readable(language))
        panels[-1].set(
            xlim=(0.0, 100.0), xlabel=_("citizen's trust in the service at the end (index 0-100)")
        )
        panels[len(panels) // 2].set_ylabel(_("share of citizens"))
    return figure


def _groups(each: Ending, language: str) -> tuple[tuple[str, Values, str], ...]:
    """Word, mean trust run by run (NaN where nobody has such needs) and line of each group."""
    _ = translator(language)
    return (
        (_("simple needs"), mean_trust(each, complex_needs=False), "-"),
        (_("complex needs"), mean_trust(each, complex_needs=True), "--"),
    )


def needs_alternative(endings: Sequence[Ending], language: str) -> str:
    """What the figure shows, a sentence a scenario."""
    _ = translator(language)
    rows = []
    for each in endings:
        simple, harder = (
            decimal(Ensemble.of(100.0 * means, each.sets).median, 1, language)
            for _kind, means, *_rest in _groups(each, language)
        )
        rows.append(
            _("{scenario}: {simple} for simple and {complex} for complex needs").format(
                scenario=title_of(each.scenario, language), simple=simple, complex=harder
            )
        )
    return f"{_title(endings, language)}: {'; '.join(rows)}."


def _title(endings: Sequence[Ending], language: str) -> str:
    """How much less those with complex needs trust the service, scenario by scenario."""
    _ = translator(language)
    gaps = []
    for each in endings:
        simple, harder = (
            Ensemble.of(100.0 * means, each.sets).median
            for _word, means, *_rest in _groups(each, language)
        )
        gaps.append(simple - harder)
    return _("Citizens with complex needs trust the service {gaps} index points less").format(
        gaps=few_numbers(gaps, 1, language)
    )
