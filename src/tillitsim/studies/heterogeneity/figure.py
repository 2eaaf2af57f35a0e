"""Norms of units after a period of control, set of assumptions by set, beside their mean field."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from tillitsim import __version__
from tillitsim.locale import translator
from tillitsim.scenario.schema import Scenario
from tillitsim.studies.heterogeneity.phenomena import MARGIN, Phenomena
from tillitsim.studies.heterogeneity.phenomena_table import split_lines, verdict_text
from tillitsim.view.layout import Words, readable, sheet
from tillitsim.view.numbers import percent
from tillitsim.view.style import GREY, INK, SHADE, house_style
from tillitsim.view.text import title_of

SIZE = (8.5, 4.2)
"""Width, and height of the panel, in inches."""
MEAN_FIELD = "#a2447f"


def split_figure(found: Phenomena, service: Scenario, language: str, seed: int) -> Figure:
    """A column a set of assumptions: a dot a unit, a bar the mean unit of the mean field."""
    _ = translator(language)
    tips = found.split.thresholds[:, None]
    units, mean = (found.split.norms[arm, :, -1] - tips for arm in range(2))
    order = np.argsort(mean.mean(axis=1), kind="stable")
    here, there = (percent(float(found.split.splits(arm).mean()), language) for arm in range(2))
    title = _(
        "{service}: units part into good and unravelled norms in {here} of sets of assumptions,"
        " in the mean field in {there}; {verdict}"
    ).format(
        service=title_of(service, language),
        here=here,
        there=there,
        verdict=verdict_text(found.split.error, language),
    )
    notes = [f"{line}." for line in split_lines(found, language)]
    made = _("seed {} · scenario {} · tillitsim {}").format(seed, service.digest, __version__)
    with house_style():
        dots = Line2D([], [], color=INK, marker=".", linestyle="")
        bars = Line2D([], [], color=MEAN_FIELD, marker="_", linestyle="", markeredgewidth=2)
        key = [(dots, _("a unit")), (bars, _("the mean field"))]
        words = Words(title=title, key=key, notes=notes, origin=made)
        figure, panels = sheet(*SIZE, words)
        axes = panels.subplots()
        columns = np.arange(len(order))
        axes.axhspan(-MARGIN, MARGIN, color=SHADE, linewidth=0)
        axes.axhline(0.0, color=GREY, linewidth=0.8)
        axes.plot(
            np.repeat(columns, units.shape[1]),
            units[order].ravel(),
            ".",
            color=INK,
            markersize=3.5,
            alpha=0.6,
            markeredgewidth=0,
        )
        axes.plot(
            columns,
            mean[order].mean(axis=1),
            "_",
            color=MEAN_FIELD,
            markersize=7,
            markeredgewidth=2,
        )
        axes.set_xlim(-1, len(order))
        axes.set_xticks([])
        axes.set_xlabel(_("sets of assumptions, by the norm of the mean field"))
        axes.set_ylabel(_("norm above the threshold (0-1)"))
        readable(axes, language)
    return figure
