"""Quality as it is, as citizens see it, and as it is reported upwards, a row a scenario."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from tillitsim.locale import N_, translator
from tillitsim.model.outcomes import OUTCOMES
from tillitsim.model.simulation import Results
from tillitsim.runs.statistics.likelihood import Ensemble
from tillitsim.studies.compare.chain_figure import reader
from tillitsim.studies.compare.table import medians_note, origin
from tillitsim.view.layout import Words, readable, sheet
from tillitsim.view.numbers import decimal, few_numbers, signed
from tillitsim.view.style import CHAIN, GREY, INK, house_style
from tillitsim.view.text import title_of

WIDTH, ROW, SCALE = 9.4, 0.5, 0.75
"""Inches of the figure, of a scenario, and of the scale below them."""

WEIGHTY: Mapping[str, object] = MappingProxyType({"fontsize": 9.0, "fontweight": "bold"})
LIGHT: Mapping[str, Any] = MappingProxyType({"fontsize": 7.4, "color": GREY})
MARKS = (
    (N_("true"), "meeting_quality", "o", INK),
    (N_("as citizens see it"), "quality_perceived", "D", "#a2447f"),
    (N_("as reported"), "quality_reported", ">", "#7a7416"),
)
"""Word, outcome, marker and colour of each of the three."""


def reported_figure(runs: Sequence[Results], sets: int, language: str) -> Figure:
    """The figure in ``"sv"`` or ``"en"``: three marks a scenario and the gap between two.

    ``runs`` are under ``sets`` sets of other plausible assumptions, or with default values (0).
    """
    _ = translator(language)
    notes = [
        medians_note(len(runs[0].series), sets, language),
        _("The gap is reported above true quality, with nine tenths of the runs."),
    ]
    key = [
        (Line2D([], [], color=colour, marker=marker, linestyle=""), _(word))
        for word, _outcome, marker, colour in MARKS
    ]
    words = Words(
        title=_title(runs, language),
        key=key,
        notes=notes,
        origin=origin([each.scenario for each in runs], runs[0].seed, language),
        size=13.0,
    )
    with house_style():
        figure, panels = sheet(WIDTH, ROW * len(runs) + SCALE, words)
        axes = panels.subplots()
        for y, results in enumerate(runs):
            read = reader(results)
            true, told = read("meeting_quality"), read("quality_reported")
            axes.plot(
                [true, told], [y, y], color=CHAIN, linewidth=6, solid_capstyle="butt", zorder=1
            )
            for _word, outcome, marker, colour in MARKS:
                height_of = y - 0.3 if outcome == "quality_perceived" else y
                axes.plot(
                    read(outcome),
                    height_of,
                    marker,
                    color=colour,
                    markersize=7.5,
                    zorder=3,
                    markeredgecolor="white",
                    markeredgewidth=0.7,
                )
            for text, height_of, font in (
                (_("gap {}").format(signed(told - true, 1, language)), y - 0.13, WEIGHTY),
                (gap_interval(results, language), y + 0.2, LIGHT),
            ):
                axes.annotate(
                    text, (1.03, height_of), va="center", xycoords=("axes fraction", "data"), **font
                )
        axes.set(xlim=(0.0, 100.0), ylim=(len(runs) - 0.4, -0.6), xlabel=_("quality (index 0-100)"))
        axes.grid(visible=False, axis="y")
        axes.grid(visible=True, axis="x")
        readable(axes, language)
        names = [title_of(results.scenario, language) for results in runs]
        axes.set_yticks(range(len(runs)), names)
        axes.tick_params(axis="y", length=0, labelcolor=INK, labelsize=9.0)
        axes.spines["left"].set_visible(False)
    return figure


def gap_interval(results: Results, language: str) -> str:
    """Where reported above true quality lies in nine tenths of the runs."""
    _ = translator(language)
    gap = results.mean_after_burn_in()[:, results.names.index("reporting_gap")]
    known = Ensemble.of(gap, len(gap))
    low, high = (
        signed(edge * OUTCOMES["reporting_gap"].factor, 1, language)
        for edge in (known.low, known.high)
    )
    return _("{} to {}").format(low, high)


def reported_alternative(runs: Sequence[Results], language: str) -> str:
    """What the figure shows, a sentence a scenario."""
    _ = translator(language)
    rows = []
    for results in runs:
        read = reader(results)
        values = ", ".join(
            f"{_(word)} {decimal(read(outcome), 1, language)}" for word, outcome, *_rest in MARKS
        )
        rows.append(f"{title_of(results.scenario, language)}: {values}.")
    return _("{title}. {rows}").format(
        title=_title(runs, language).rstrip("."), rows=" ".join(rows)
    )


def _title(runs: Sequence[Results], language: str) -> str:
    """How far reports lie above the truth, in a sentence."""
    _ = translator(language)
    reads = [reader(each) for each in runs]
    gaps = [read("quality_reported") - read("meeting_quality") for read in reads]
    return _("Reports lie {gaps} index points above true quality").format(
        gaps=few_numbers(gaps, 1, language)
    )
