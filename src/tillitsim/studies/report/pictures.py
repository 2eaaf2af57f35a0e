"""Figures inside a page: an SVG file in the page itself, which asks for nothing from outside."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from markupsafe import Markup
from matplotlib.figure import Figure

from tillitsim.view.style import image


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure; ``alternative`` says what it shows to those who cannot see it."""

    figure: Figure
    alternative: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """An SVG file in base64, and how large it is in pixels."""

    data: str
    width: int
    height: int


def drawn(figure: Figure, title: str, alternative: str) -> Drawn:
    """A figure as a page embeds it, with its title and its alternative inside.

    What a template says is text here, not HTML.
    """
    width, height = figure.get_size_inches()
    svg = image(figure, "svg", title=_plain(title), alternative=_plain(alternative))
    return Drawn(base64.b64encode(svg).decode("ascii"), round(96 * width), round(96 * height))


def _plain(text: str) -> str:
    return text.unescape() if isinstance(text, Markup) else text
