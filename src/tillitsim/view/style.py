"""One look for every picture: colours that favour nobody, a second cue, the same bytes each time.

The three principles have colours that no party in Sweden uses, that stay apart for the colour-blind
and differ in lightness; none of them appears without its name, hatching or line style beside it.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any, Literal
from xml.sax.saxutils import quoteattr

import matplotlib as mpl
from matplotlib.figure import Figure, SubFigure
from matplotlib.layout_engine import ConstrainedLayoutEngine

from tillitsim.runs.statistics.likelihood import Verdict
from tillitsim.scenario.declared.instruments import Principle

COLOURS: Mapping[Principle, str] = MappingProxyType(
    {"competition": "#c77c02", "regulation": "#5b5ea6", "trust": "#0b8577"}
)
TEXT_COLOURS: Mapping[Principle, str] = MappingProxyType(
    {"competition": "#8a5500", "regulation": "#4b4e93", "trust": "#076b60"}
)
HATCHES: Mapping[Principle, str] = MappingProxyType(
    {"competition": "////", "regulation": "----", "trust": "...."}
)

INK = "#1b2433"
GREY = "#5c6675"
FAINT = "#e6e9ee"
SHADE = "#eef0f4"
CHAIN = "#aab2bf"
LINES = ("-", "--", ":")
"""Line styles of the first, second and third line of a panel."""

RC: dict[Any, Any] = {
    "font.family": "DejaVu Sans",
    "font.size": 9.0,
    "text.hinting": "none",
    "text.parse_math": False,  # a title may hold dollar signs
    "text.color": INK,
    "axes.edgecolor": CHAIN,
    "axes.labelcolor": GREY,
    "axes.linewidth": 0.8,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.grid": True,
    "axes.grid.axis": "y",
    "axes.axisbelow": True,
    "grid.color": FAINT,
    "grid.linewidth": 0.8,
    "xtick.color": GREY,
    "ytick.color": GREY,
    "xtick.labelsize": 8.0,
    "ytick.labelsize": 8.0,
    "lines.linewidth": 1.8,
    "hatch.linewidth": 0.6,
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    "svg.fonttype": "path",
    "svg.hashsalt": "tillitsim",
}


def ink_of(verdict: Verdict) -> str:
    """Ink for what is at least likely to be higher or lower, grey for all else."""
    return INK if verdict.sign else GREY


@contextmanager
def house_style() -> Iterator[None]:
    """Within it, figures are drawn and saved in this look, whatever the user's own settings."""
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(RC)
        yield


def settle(figure: Figure) -> None:
    """Fix the places that constrained layout finds, to the ten-thousandth of the figure.

    Its solver gives other last digits from run to run, and names in an SVG hang on them. No engine
    is left: with a placeholder, every saving would draw the figure twice.
    """
    engine = figure.get_layout_engine()
    if isinstance(engine, ConstrainedLayoutEngine):
        engine.execute(figure)
        figure.set_layout_engine(None)
        for each in figure.findobj(SubFigure):
            each.bbox_relative.set_points(each.bbox_relative.get_points().round(4))
        for axes in figure.axes:
            axes.set_position(tuple(round(edge, 4) for edge in axes.get_position().bounds))


def image(
    figure: Figure, kind: Literal["png", "svg", "pdf"], *, title: str, alternative: str
) -> bytes:
    """The figure as a file's bytes, with its title and its text alternative inside.

    The same figure gives the same bytes: no date, no random names.
    """
    stable = {"svg": "Date", "png": "Software", "pdf": "CreationDate"}[kind]
    told = "Subject" if kind == "pdf" else "Description"
    metadata = {"Title": title, told: alternative, stable: None}
    file = io.BytesIO()
    with house_style(), warnings.catch_warnings():
        # a title may hold signs that the font lacks; they are drawn as boxes
        warnings.filterwarnings("ignore", message=r"(?s)Glyph .* missing from")
        settle(figure)
        figure.savefig(file, format=kind, dpi=150, metadata=metadata)
    if kind == "svg":
        spoken = f' role="img" aria-label={quoteattr(alternative)}'.encode()
        return file.getvalue().replace(b"<svg ", b"<svg" + spoken + b" ", 1)
    return file.getvalue()
