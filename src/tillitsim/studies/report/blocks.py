"""What a page is made of: plain blocks, and the page as one file that asks for nothing else."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, ClassVar

from matplotlib.figure import Figure

from tillitsim import __version__
from tillitsim.locale import translator
from tillitsim.view.style import image

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup


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
class Item:
    """A point of a list, after the words that say what it is about."""

    text: str
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: Sequence[Item]
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
class Cell:
    """A cell of a table, with something smaller below it."""

    text: str
    small: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Rows of a table under a name."""

    name: str
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Table:
    """A table; ``numbers`` are columns written to the right, ``english`` those in English."""

    caption: str
    head: Sequence[Cell]
    groups: Sequence[Group]
    numbers: frozenset[int] = frozenset()
    english: frozenset[int] = frozenset()
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
    environment = _environment(language)
    draw = environment.get_template("blocks.html.j2").module.draw  # type: ignore[attr-defined]
    return environment.get_template("report.html.j2").render(
        title=title,
        sections=sections,
        language=language,
        version=__version__,
        style=_style(),
        draw=draw,
    )


@cache
def _style() -> Markup:
    from markupsafe import Markup  # noqa: PLC0415 - comes with jinja2, used only here

    sheet = files("tillitsim.studies.report") / "templates" / "report.css"
    return Markup(sheet.read_text(encoding="utf-8").strip())  # noqa: S704 - our own sheet


@cache
def _environment(language: str) -> Environment:
    """Templates that escape everything and fail on whatever is missing."""
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 - only here

    environment = Environment(
        loader=PackageLoader("tillitsim.studies.report"),
        autoescape=True,
        extensions=["jinja2.ext.i18n"],
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    _ = translator(language)
    environment.install_gettext_callables(_, _.ngettext, newstyle=True)  # type: ignore[attr-defined]
    return environment
