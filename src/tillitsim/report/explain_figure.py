"""The good meeting taken apart, as one picture: causes, levels and signals as bars."""

from __future__ import annotations

import textwrap

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from tillitsim import __version__
from tillitsim.engine.outcomes import OUTCOMES
from tillitsim.experiment.explain import TakenApart
from tillitsim.report.explain_text import (
    Bar,
    bars_of,
    cause_bars,
    headline,
    residual_warning,
)
from tillitsim.report.explain_words import WORDS
from tillitsim.report.numbers import decimal
from tillitsim.report.style import COLOURS, GREY, INK, house_style

HELPS, HINDERS = COLOURS["trust"], COLOURS["competition"]
ROW = 0.27
"""Height of a bar's row, in inches."""


def explain_figure(taken: TakenApart, language: str) -> Figure:
    """The figure in ``"sv"`` or ``"en"``: one panel a question, the largest bars on top.

    What helps is a full bar, what hinders a hatched one, so that it reads in grey; whiskers are 95%
    intervals.
    """
    own = WORDS[language]
    panels: list[tuple[str, list[Bar]]] = []
    if taken.causes:
        created, lacking = cause_bars(taken, language)
        panels += [(own.creates, created), (own.hinders, lacking)]
    if taken.levels is not None:
        panels.append((own.levels, bars_of(taken.levels, language)))
    if taken.signals is not None:
        panels.append((own.signals, bars_of(taken.signals, language)))
    heights = [len(bars) * ROW + 0.75 for _, bars in panels]
    total = sum(heights) + 1.55
    with house_style():
        figure = Figure(figsize=(9.0, total))
        top = total - 0.95
        for (title, bars), height in zip(panels, heights, strict=True):
            box = (0.36, (top - height + 0.45) / total, 0.5, (height - 0.75) / total)
            _draw(figure.add_axes(box), title, bars, taken, language)
            top -= height
        _write(figure, taken, language, total)
    return figure


def _draw(axes: Axes, title: str, bars: list[Bar], taken: TakenApart, language: str) -> None:
    digits = max(1, OUTCOMES[taken.outcome].digits)
    rows = range(len(bars))
    for row, one in zip(rows, bars, strict=True):
        helps = one.mean >= 0
        axes.barh(
            row, one.mean, 0.68, color=HELPS if helps else "white",
            edgecolor=HELPS if helps else HINDERS, hatch="" if helps else "////", linewidth=1.0,
        )  # fmt: skip
        axes.errorbar(one.mean, row, xerr=one.half, color=INK, linewidth=1.0, capsize=2)
        sign = "+" if one.mean > 0 else ""
        axes.annotate(
            f"{sign}{decimal(one.mean, digits, language)}",
            (1.02, row), xycoords=("axes fraction", "data"), va="center", fontsize=8.5,
        )  # fmt: skip
    labels = [f"{b.label} ({b.level})" if b.level else b.label for b in bars]
    axes.set_yticks(list(rows), [textwrap.shorten(text, 62, placeholder="…") for text in labels])
    axes.tick_params(axis="y", length=0, labelcolor=INK)
    axes.invert_yaxis()
    axes.axvline(0.0, color=INK, linewidth=0.8)
    axes.grid(visible=False, axis="y")
    axes.grid(visible=True, axis="x")
    axes.spines["left"].set_visible(False)
    ticks = axes.get_xticks()
    fine = 0 if float(ticks[1] - ticks[0]) >= 1.0 else 1
    axes.xaxis.set_major_formatter(lambda value, _: decimal(value, fine, language))
    axes.set_title(title, loc="left", x=-0.7, fontsize=10.0, fontweight="bold", color=INK)


def _write(figure: Figure, taken: TakenApart, language: str, total: float) -> None:
    own, outcome = WORDS[language], OUTCOMES[taken.outcome]
    text = textwrap.fill(headline(taken, language), 88)
    figure.text(0.03, 1 - 0.2 / total, text, va="top", fontsize=13.0, fontweight="bold")
    notes = [
        residual_warning(taken, language),
        f"{outcome.reading(language)}. {own.sampling.format(n=taken.replicates)}",
        own.removed if taken.against is None and taken.signals is not None else "",
    ]
    figure.text(
        0.03, 0.32 / total,
        "\n".join(textwrap.fill(note, 130) for note in notes if note),
        va="bottom", fontsize=7.8, color=GREY,
    )  # fmt: skip
    figure.text(
        0.97, 0.1 / total, own.origin.format(taken.seed, taken.scenario.digest, __version__),
        ha="right", va="bottom", fontsize=7.8, color=GREY,
    )  # fmt: skip


def explain_alternative(taken: TakenApart, language: str) -> str:
    """What the figure shows, in one paragraph."""
    parts = [headline(taken, language) + "."]
    own = WORDS[language]
    sections: list[tuple[str, list[Bar]]] = []
    if taken.causes:
        created, lacking = cause_bars(taken, language)
        sections += [(own.creates, created), (own.hinders, lacking)]
    if taken.levels is not None:
        sections.append((own.levels, bars_of(taken.levels, language)))
    if taken.signals is not None:
        sections.append((own.signals, bars_of(taken.signals, language)))
    for title, bars in sections:
        listed = "; ".join(f"{b.label} {decimal(b.mean, 1, language)}" for b in bars)
        parts.append(f"{title}: {listed}.")
    return " ".join(parts)
