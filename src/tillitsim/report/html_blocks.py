"""What a page is made of: plain blocks, and the page as one file that asks for nothing else."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, ClassVar

from matplotlib.figure import Figure

from tillitsim import __version__
from tillitsim.report.html_words import WORDS
from tillitsim.report.style import image

if TYPE_CHECKING:
    from jinja2 import Environment


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph."""

    text: str
    style: str = ""
    kind: ClassVar[str] = "text"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within a section."""

    text: str
    kind: ClassVar[str] = "heading"


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: Sequence[str]
    style: str = ""
    kind: ClassVar[str] = "items"


@dataclass(frozen=True, slots=True)
class Code:
    """Something to type."""

    text: str
    kind: ClassVar[str] = "code"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture inside the page; ``alternative`` says what it shows to those who cannot see it."""

    svg: str
    alternative: str
    caption: str
    width: int
    height: int
    kind: ClassVar[str] = "picture"


@dataclass(frozen=True, slots=True)
class Group:
    """Rows of a table under a name."""

    name: str
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Table:
    """A table; ``numbers`` are the columns that are written to the right."""

    caption: str
    head: Sequence[str]
    groups: Sequence[Group]
    numbers: frozenset[int] = frozenset()
    kind: ClassVar[str] = "table"


@dataclass(frozen=True, slots=True)
class Details:
    """Blocks that are folded until asked for."""

    summary: str
    blocks: Sequence[Block]
    kind: ClassVar[str] = "details"


Block = Text | Heading | Items | Code | Picture | Table | Details


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page; ``name`` is its address within it."""

    name: str
    heading: str
    blocks: Sequence[Block]


def picture(figure: Figure, *, title: str, alternative: str, caption: str) -> Picture:
    """A figure as a picture inside the page."""
    width, height = figure.get_size_inches()
    svg = image(figure, "svg", title=title, alternative=alternative)
    return Picture(
        base64.b64encode(svg).decode("ascii"),
        alternative,
        caption,
        round(96 * width),
        round(96 * height),
    )


def page(title: str, sections: Sequence[Section], language: str) -> str:
    """The page: one HTML file without scripts that makes no request."""
    environment = _environment()
    draw = environment.get_template("blocks.html.j2").module.draw  # type: ignore[attr-defined]
    return environment.get_template("report.html.j2").render(
        title=title,
        sections=sections,
        language=language,
        words=WORDS[language],
        version=__version__,
        draw=draw,
    )


@cache
def _environment() -> Environment:
    """Templates that escape everything and fail on whatever is missing."""
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 - only here

    return Environment(
        loader=PackageLoader("tillitsim.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
