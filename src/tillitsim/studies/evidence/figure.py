"""Published beside simulated, as one picture: how far each finding's effect is from the study's."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from tillitsim import __version__
from tillitsim.locale import translator
from tillitsim.studies.evidence.replication import Trial
from tillitsim.studies.evidence.score import Score, target_of
from tillitsim.view.layout import Words, sheet
from tillitsim.view.numbers import decimal
from tillitsim.view.style import GREY, INK, SHADE, house_style

FARTHEST = 4.0
ROW, WIDTH = 0.27, 14.0
"""Height of a row with a name of two lines, and width of the figure, in inches."""

LETTERS = 50
"""Of a line of a name."""


def evidence_figure(trials: Sequence[Trial], language: str, seed: int) -> Figure:
    """One row a finding that is run, its first check: a dot within the band is a hit.

    Numbers are placed by their distance from the published one in tolerances (cut at four), signs
    and orderings by the share that is right. Filled dots are hits, open ones misses.
    """
    _ = translator(language)
    shown = [trial for trial in trials if trial.scores]
    numbers = [t for t in shown if t.finding.checks[0].how not in {"sign", "ordering"}]
    signs = [t for t in shown if t.finding.checks[0].how in {"sign", "ordering"}]
    hit, miss = (
        Line2D([], [], color=INK, marker="o", linestyle="", markerfacecolor=inside)
        for inside in (INK, "white")
    )
    words = Words(
        title=_("The model against published findings: {hits} of {n} are hits").format(
            hits=sum(trial.verdict == "hit" for trial in shown), n=len(shown)
        ),
        key=[(hit, _("hit")), (miss, _("miss"))],
        notes=[],
        origin=f"seed {seed} \N{MIDDLE DOT} tillitsim {__version__}",
        size=13.0,
    )
    with house_style():
        figure, panels = sheet(WIDTH, ROW * max(len(numbers), len(signs), 3) + 0.6, words)
        left, right = panels.subplots(1, 2)
        left.axvspan(-1.0, 1.0, color=SHADE, zorder=0)
        left.axvline(0.0, color=GREY, linewidth=0.8)
        left.set_xlim(-FARTHEST - 0.3, FARTHEST + 0.3)
        left.set_xlabel(_("distance from the published value, in tolerances"))
        right.axvspan(0.9, 1.03, color=SHADE, zorder=0)
        right.set_xlim(-0.03, 1.03)
        right.set_xlabel(_("right sign, share of replications"))
        _dots(left, numbers, [distance(t) for t in numbers])
        _dots(right, signs, [t.scores[0].right_sign for t in signs])
        for axes in (left, right):
            axes.xaxis.set_major_formatter(
                lambda value, _: decimal(value, 0 if float(value).is_integer() else 1, language)
            )
    return figure


def distance(trial: Trial) -> float:
    """How far the first check's estimate lies from the published value, in tolerances.

    A factor is measured on the logarithmic scale on which 0.5 and 2 are one tolerance; on the side
    that a one-sided null leaves free, everything is within it.
    """
    check, score = trial.finding.checks[0], trial.scores[0]
    target, tolerance = target_of(check)
    if math.isnan(score.estimate):
        return FARTHEST
    if check.how == "factor":
        ratio = score.estimate / target
        return -FARTHEST if ratio <= 0 else math.log2(ratio)
    place = (score.estimate - target) / tolerance
    if check.side != "both":
        free = -1.0 if check.side == "above" else 1.0
        return max(place, free) if free < 0.0 else min(place, free)
    return place


def _dots(axes: Axes, trials: Sequence[Trial], places: Sequence[float]) -> None:
    for row, (trial, place) in enumerate(zip(trials, places, strict=True)):
        score: Score = trial.scores[0]
        cut = float(np.clip(place, -FARTHEST, FARTHEST))
        marker = "o" if cut == place else "<" if place < 0 else ">"
        axes.plot(
            cut,
            row,
            marker,
            color=INK,
            markersize=6.0,
            clip_on=False,
            markerfacecolor=INK if score.verdict == "hit" else "white",
        )
    names = [f"{trial.finding.id}  {trial.finding.name}" for trial in trials]
    axes.set_yticks(range(len(trials)), [textwrap.fill(name, LETTERS) for name in names])
    axes.tick_params(axis="y", length=0, labelcolor=INK, labelsize=7.6)
    axes.set_ylim(len(trials) - 0.4, -0.6)
    axes.grid(visible=True, axis="x")


def evidence_alternative(trials: Sequence[Trial], language: str) -> str:
    """What the figure shows, in two sentences."""
    _ = translator(language)
    shown = [trial for trial in trials if trial.scores]
    hits = sum(trial.verdict == "hit" for trial in shown)
    return _(
        "Each finding as a dot: how far the simulated effect lies from the"
        " published one, in units of its tolerance; dots within one tolerance are"
        " hits. {hits} of {n} are hits."
    ).format(hits=hits, n=len(shown))
