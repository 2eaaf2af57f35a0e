"""What stands around every picture that compares: title, how to read it, and its origin."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from tillitsim.view.axes import Readable
from tillitsim.view.style import GREY, INK

LETTERS = 17.5
"""Letters of size 8 that an inch holds."""


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


def set_panels(
    figure: Figure, top: float, bottom: float, *, between: tuple[float, float] = (0.0, 0.0)
) -> None:
    """Give panels, with their labels, what lies ``top`` and ``bottom`` inches from the edges.

    Constrained layout finds their places; ``between`` is more room between columns and rows, as a
    share of a panel.
    """
    width, height = figure.get_size_inches()
    side = 0.2
    rect = (side / width, bottom / height, 1 - 2 * side / width, 1 - (top + bottom) / height)
    figure.set_layout_engine("constrained", rect=rect, wspace=between[0], hspace=between[1])


def write_title(figure: Figure, title: str, *, size: float = 14.0) -> None:
    """The title at the top left, on as many lines as it needs."""
    width, height = figure.get_size_inches()
    figure.text(
        0.25 / width,
        1 - 0.18 / height,
        textwrap.fill(title, int(width * 96 / size)),
        va="top",
        fontsize=size,
        fontweight="bold",
        linespacing=1.25,
    )


def title_height(width: float, title: str, *, size: float = 14.0) -> float:
    """Inches from the top that the title takes."""
    lines = textwrap.fill(title, int(width * 96 / size)).count("\n") + 1
    return 0.24 + 1.25 / 72 * size * lines


def write_key(figure: Figure, handles: Sequence[Artist], labels: Sequence[str], top: float) -> None:
    """Who is who, ``top`` inches below the upper edge, on as many lines as the names need."""
    width, height = figure.get_size_inches()
    figure.legend(
        handles,
        labels,
        ncols=_key_columns(width, labels),
        frameon=False,
        fontsize=9.5,
        loc="upper left",
        bbox_to_anchor=(0.25 / width, 1 - top / height),
        borderpad=0.0,
        borderaxespad=0.0,
        handlelength=2.4,
        handletextpad=0.5,
        columnspacing=1.6,
    )


def key_height(width: float, labels: Sequence[str]) -> float:
    """Inches that the key takes."""
    return 0.1 + 0.22 * -(-len(labels) // _key_columns(width, labels))


def _key_columns(width: float, labels: Sequence[str]) -> int:
    return max(1, min(len(labels), int(width / (0.75 + 0.085 * max(map(len, labels))))))


def write_foot(figure: Figure, notes: Sequence[str], origin: str) -> None:
    """How to read the picture, at the bottom left; seed, hash and version below it."""
    width, height = figure.get_size_inches()
    figure.text(
        0.25 / width,
        0.32 / height,
        foot_text(width, notes),
        va="bottom",
        fontsize=8.0,
        color=GREY,
        linespacing=1.35,
    )
    figure.text(
        1 - 0.25 / width, 0.1 / height, origin, ha="right", va="bottom", fontsize=7.5, color=GREY
    )


def foot_text(width: float, notes: Sequence[str]) -> str:
    """The notes in lines that fit ``width`` inches."""
    return "\n".join(textwrap.fill(note, int((width - 0.5) * LETTERS)) for note in notes if note)


def foot_height(width: float, notes: Sequence[str]) -> float:
    """Inches that the foot takes."""
    return 0.5 + 0.155 * (foot_text(width, notes).count("\n") + 1)


def readable(axes: Axes, language: str) -> None:
    """Numbers on both axes as the language writes them."""
    axes.xaxis.set_major_formatter(Readable(language))
    axes.yaxis.set_major_formatter(Readable(language))
