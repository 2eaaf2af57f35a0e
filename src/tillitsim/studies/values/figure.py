"""Where the best mix may lie for each set of values: a triangle a profile, side by side."""

from __future__ import annotations

import textwrap

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from tillitsim.locale import translator
from tillitsim.studies.triangle.figure import CORNERS, mark_mix, place, write_shares
from tillitsim.studies.values.analysis import Valued
from tillitsim.studies.values.profiles import Profile
from tillitsim.studies.values.table import (
    gain_words,
    origin,
    region_text,
    values_notes,
    values_title,
)
from tillitsim.view.layout import Words, sheet
from tillitsim.view.run_text import mean_mix
from tillitsim.view.style import GREY, INK, house_style
from tillitsim.view.text import capital

PANEL = (4.1, 4.05)
"""Width and height of a panel, in inches."""
PALE = "#e6e9ee"


def values_figure(found: Valued, language: str) -> Figure:
    """The figure in ``"sv"`` or ``"en"``: dots where the best mix lies, larger where more often."""
    title, notes = values_title(found, language), figure_notes(found, language)
    width = max(7.0, len(found.profiles) * PANEL[0])
    with house_style():
        words = Words(title=title, notes=notes, origin=origin(found, language))
        figure, panels = sheet(width, PANEL[1], words)
        drawn = panels.subplots(1, len(found.profiles), squeeze=False)[0]
        for axes, profile in zip(drawn, found.profiles, strict=True):
            _panel(axes, found, profile, language)
    return figure


def figure_notes(found: Valued, language: str) -> list[str]:
    """What the marks mean, and how to read the points."""
    _ = translator(language)
    marks = _(
        "Dots: where the best mix lies under nine of ten sets of assumptions, larger where more"
        " often; many dots mean that it is not known."
    )
    if len(found.profiles) > 1:
        marks += _(" Diamond: where they meet, the mix at which nobody loses much.")
    return [marks, *values_notes(found, language)]


def _panel(axes: Axes, found: Valued, profile: Profile, language: str) -> None:
    _ = translator(language)
    best = found.best(profile)
    axes.set(xlim=(-0.13, 1.13), ylim=(-0.17, 1.27), aspect="equal")
    axes.axis("off")
    axes.text(
        -0.13,
        1.19,
        capital(profile.title(language)),
        fontsize=10.5,
        fontweight="bold",
        va="baseline",
    )
    says = textwrap.fill(gain_words(best.verdict, language), 46)
    axes.text(-0.13, 1.155, says, fontsize=8.0, color=GREY, va="top")
    axes.fill(*CORNERS.T, facecolor=PALE, edgecolor=INK, linewidth=1.2, zorder=0)
    x, y = place(found.mixes)
    axes.scatter(x, y, 3, color=GREY, linewidths=0, zorder=1)
    inside = best.region
    size = 14 + 240 * best.often[inside] / best.often.max()
    axes.scatter(
        x[inside],
        y[inside],
        size,
        color=INK,
        alpha=0.75,
        edgecolors="white",
        linewidths=0.8,
        zorder=3,
        clip_on=False,
    )
    if len(found.profiles) > 1:
        (a,), (b,) = place(found.mixes[[found.compromise()[0]]])
        axes.plot(
            a,
            b,
            "D",
            markerfacecolor="none",
            markeredgecolor=INK,
            markeredgewidth=1.4,
            markersize=11,
            zorder=5,
        )
    write_shares(axes, language)
    own, differ = mean_mix(found.scenario)
    if not differ:
        mark_mix(axes, _("today"), [own[p] for p in own])


def values_alternative(found: Valued, language: str) -> str:
    """What the figure shows, in sentences."""
    _ = translator(language)
    told = [
        _("{profile}: the best mix may lie at {region}; {gain}.").format(
            profile=capital(profile.title(language)),
            region=region_text(found, best, language),
            gain=gain_words(best.verdict, language),
        )
        for profile in found.profiles
        for best in [found.best(profile)]
    ]
    return " ".join([f"{values_title(found, language)}.", *told])
