"""Citizens with simple and with complex needs: how their trust in the service is spread."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure

from tillitsim.experiment.endings import Ending, histogram
from tillitsim.report.compare_text import origin, title_of
from tillitsim.report.frame import foot_height, write_foot, write_title
from tillitsim.report.numbers import decimal, percent
from tillitsim.report.picture_words import WORDS
from tillitsim.report.run_figure import Readable
from tillitsim.report.style import GREY, INK, house_style

WIDTH, PANEL = 9.5, 1.6
SIMPLE, COMPLEX = "#9aa3b2", INK


def needs_figure(endings: Sequence[Ending], seed: int, language: str) -> Figure:
    """The figure in ``"sv"`` or ``"en"``: one panel a scenario, simple filled, complex a line."""
    own = WORDS[language]
    notes = [own.note_needs.format(n=len(endings[0].trust))]
    foot = foot_height(WIDTH, notes)
    height = 0.75 + PANEL * len(endings) + 0.45 + foot
    edges, shares = histogram(endings)
    with house_style():
        figure = Figure(figsize=(WIDTH, height))
        panels = figure.subplots(len(endings), 1, sharex=True, sharey=True, squeeze=False)[:, 0]
        figure.subplots_adjust(
            left=0.085, right=0.74, top=1 - 0.85 / height, bottom=(foot + 0.5) / height, hspace=0.45
        )
        for axes, each, (simple, harder) in zip(panels, endings, shares, strict=True):
            axes.stairs(simple, 100 * edges, fill=True, color=SIMPLE, label=own.simple)
            axes.stairs(harder, 100 * edges, color=COMPLEX, linewidth=1.8, label=own.complex)
            axes.set_title(title_of(each.scenario, language), loc="left", fontsize=9.5,
                           fontweight="bold")  # fmt: skip
            for i, (word, values, style) in enumerate(_groups(each, language)):
                if len(values):
                    axes.axvline(100 * values.mean(), color=GREY, linewidth=1.0, linestyle=style)
                mean = decimal(100 * float(values.mean()), 1, language) if len(values) else "–"
                axes.text(1.03, 0.8 - 0.25 * i, f"{word}: {mean}", transform=axes.transAxes,
                          fontsize=8.8)  # fmt: skip
            axes.yaxis.set_major_formatter(lambda value, _: percent(value, language))
            axes.tick_params(length=0)
        panels[-1].xaxis.set_major_formatter(Readable(language))
        panels[-1].set(xlim=(0.0, 100.0), xlabel=own.trust_axis)
        figure.supylabel(own.share_axis, fontsize=8.5, color=GREY, x=0.012)
        handles, labels = panels[0].get_legend_handles_labels()
        figure.legend(handles, labels, loc="upper right", frameon=False, fontsize=9.0,
                      bbox_to_anchor=(0.99, 1 - 0.5 / height))  # fmt: skip
        write_title(figure, own.needs, size=13.0)
        write_foot(figure, notes, origin([each.scenario for each in endings], seed, language))
    return figure


def _groups(each: Ending, language: str) -> tuple[tuple[str, np.ndarray, str], ...]:
    own = WORDS[language]
    return (
        (own.simple, each.trust[~each.is_complex], "-"),
        (own.complex, each.trust[each.is_complex], "--"),
    )


def needs_alternative(endings: Sequence[Ending], language: str) -> str:
    """What the figure shows, a sentence a scenario."""
    own = WORDS[language]
    rows = []
    for each in endings:
        simple, harder = (
            decimal(100 * float(values.mean()), 1, language) if len(values) else "–"
            for _, values, _ in _groups(each, language)
        )
        rows.append(
            own.mean_is.format(
                scenario=title_of(each.scenario, language), simple=simple, complex=harder
            )
        )
    return own.alternative_needs.format(title=own.needs, rows="; ".join(rows) + ".")
