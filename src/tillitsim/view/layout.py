"""The sheet that every picture stands on: its words have room of their own, panels take the rest.

Constrained layout finds all places: title, a line below it, who is who, panels, how to read them,
and where they come from, each below the other, so that nothing is cut off and nothing is covered.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure, SubFigure
from matplotlib.legend import Legend

from tillitsim.view.axes import Readable
from tillitsim.view.style import GREY, INK

NOTE, LEAD, KEY = 8.0, 9.0, 9.2
"""Size of notes, of the line below a title and of the key, in points."""

LETTERS, TITLE_LETTERS = 17.5, 104.0
"""Letters of a note that an inch holds; letters of a title of one point."""

SIDE, TOP, PAD = 0.25, 0.1, 0.06
"""Inches free at both sides and at the top, and around every word and panel."""

EMPTY = 0.3
"""Inches of a body without panels, where there is nothing to show: the solver needs some."""


@dataclass(frozen=True, slots=True)
class Look:
    """Marker, colour and line style of one scenario."""

    marker: str
    colour: str
    line: Literal["-", "--", ":", "-."] | tuple[int, tuple[float, ...]]


ARMS = (
    Look("s", "#6b7280", "-"),
    Look("o", INK, "-"),
    Look("D", "#a2447f", "--"),
    Look("^", "#7a7416", ":"),
    Look("v", "#2f7f9e", "-."),
    Look("P", "#c05a1c", (0, (5, 1, 1, 1, 1, 1))),
)
"""How the baseline and the scenarios after it look: marker, colour and line all differ."""


def look(position: int, baseline: int) -> Look:
    """The look of the scenario at ``position``: the baseline is always the grey square."""
    if position == baseline:
        return ARMS[0]
    rank = position + 1 if position < baseline else position
    return ARMS[1 + (rank - 1) % (len(ARMS) - 1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What is written around the panels of a picture.

    ``lead`` stands below the title, ``key`` are marks and their names, ``notes`` say how to read
    the picture, ``origin`` what it takes to make it again. ``size`` is the title's, in points.
    """

    notes: Sequence[str]
    origin: str
    title: str = ""
    lead: str = ""
    key: Sequence[tuple[Artist, str]] = ()
    size: float = 14.0


def sheet(
    width: float, body: float, words: Words, *, between: tuple[float, float] = (0.0, 0.0)
) -> tuple[Figure, SubFigure]:
    """A figure with its words, and the part of it that panels go into.

    Parameters
    ----------
    width, body
        Inches: of the figure, and of the height that panels need with their own labels. What the
        words take is added to it.
    words
        What is written around the panels.
    between
        More room between columns and rows of panels, as a share of the sheet.
    """
    figure = Figure(figsize=(width, max(body, EMPTY)))
    FigureCanvasAgg(figure)  # measures texts as they will be drawn
    outer = _within(figure)
    inner = _within(outer)
    panels = _within(inner)
    written: list[Artist] = [
        figure.supxlabel(words.origin, x=1 - SIDE / width, ha="right", fontsize=7.5, color=GREY)
    ]
    if words.title:
        title = textwrap.fill(words.title, int((width - 2 * SIDE) * TITLE_LETTERS / words.size))
        bold = {"fontsize": words.size, "fontweight": "bold", "linespacing": 1.25}
        written.append(outer.suptitle(title, x=0.0, ha="left", **bold))
    if notes := wrapped_notes(width, words.notes):
        grey = {"fontsize": NOTE, "color": GREY, "linespacing": 1.35}
        written.append(outer.supxlabel(notes, x=0.0, ha="left", **grey))
    if words.lead:
        lead = textwrap.fill(words.lead, int((width - 2 * SIDE) * LETTERS * NOTE / LEAD))
        written.append(inner.suptitle(lead, x=0.0, ha="left", fontsize=LEAD))
    if words.key:
        written.append(_key_that_fits(panels, words.key))
    taken = sum(each.get_window_extent().height / figure.dpi + 2 * PAD for each in written)
    height = TOP + max(body, EMPTY) + taken
    figure.set_size_inches(width, height)
    figure.set_layout_engine(
        "constrained",
        rect=(SIDE / width, 0.0, 1 - 2 * SIDE / width, 1.0 - TOP / height),
        w_pad=PAD,
        h_pad=PAD,
        wspace=between[0],
        hspace=between[1],
    )
    return figure, panels


def _within(figure: Figure | SubFigure) -> SubFigure:
    """What is left of a figure by its own words."""
    return figure.add_subfigure(figure.add_gridspec()[0, 0])


def _key_that_fits(panels: SubFigure, key: Sequence[tuple[Artist, str]]) -> Legend:
    """Who is who, above the panels, on as few lines as the width of the sheet allows."""
    handles, labels = zip(*key, strict=True)
    for columns in range(len(labels), 0, -1):
        legend = panels.legend(
            handles,
            labels,
            loc="outside upper left",
            ncols=columns,
            frameon=False,
            fontsize=KEY,
            borderpad=0.0,
            borderaxespad=0.0,
            handlelength=2.4,
            handletextpad=0.5,
            columnspacing=1.6,
        )
        if columns == 1 or legend.get_window_extent().width < panels.bbox.width:
            break
        legend.remove()
    return legend


def wrapped_notes(width: float, notes: Sequence[str]) -> str:
    """The notes in lines that fit a sheet ``width`` inches wide."""
    letters = int((width - 2 * SIDE) * LETTERS)
    return "\n".join(textwrap.fill(note, letters) for note in notes if note)


def readable(axes: Axes, language: str) -> None:
    """Numbers on both axes as the language writes them."""
    axes.xaxis.set_major_formatter(Readable(language))
    axes.yaxis.set_major_formatter(Readable(language))
