"""Slides: one figure a slide under the sentence that it says, with where it comes from below."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import NamedTuple

from tillitsim.errors import TillitsimError
from tillitsim.locale import _

WIDTH, HEIGHT = 13.333, 7.5
"""Inches of a wide slide."""
MARGIN, TITLE, SOURCE = 0.5, 1.2, 0.4
"""Inches at the edges, for the title and for the source."""


class Slide(NamedTuple):
    """A figure as PNG, its title, what it shows in words, and where it comes from."""

    title: str
    png: bytes
    alternative: str
    source: str


def slides(each: Sequence[Slide]) -> bytes:
    """A PowerPoint file (pptx), a slide a figure; the figure fills the room that it has.

    Raises
    ------
    TillitsimError
        When python-pptx is not installed.
    """
    try:
        from pptx import Presentation  # noqa: PLC0415 - an extra
        from pptx.util import Inches, Pt  # noqa: PLC0415
    except ImportError:
        raise TillitsimError(
            _("slides need python-pptx; install it with: pip install 'tillitsim[slides]'.")
        ) from None
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(WIDTH), Inches(HEIGHT)
    wide = Inches(WIDTH - 2 * MARGIN)
    room = Inches(HEIGHT - TITLE - SOURCE - 2 * MARGIN)
    for one in each:
        page = deck.slides.add_slide(deck.slide_layouts[5])
        title = page.shapes.title
        title.left, title.top = Inches(MARGIN), Inches(MARGIN / 2)
        title.width, title.height = wide, Inches(TITLE)
        title.text_frame.text = one.title
        title.text_frame.paragraphs[0].font.size = Pt(26)
        picture = page.shapes.add_picture(io.BytesIO(one.png), 0, Inches(TITLE + MARGIN))
        scale = min(wide / picture.width, room / picture.height)
        picture.width, picture.height = int(picture.width * scale), int(picture.height * scale)
        picture.left = (deck.slide_width - picture.width) // 2
        picture._element.nvPicPr.cNvPr.set("descr", one.alternative)  # noqa: SLF001 - has no setter
        foot = page.shapes.add_textbox(
            Inches(MARGIN), Inches(HEIGHT - SOURCE - MARGIN / 2), wide, Inches(SOURCE)
        )
        foot.text_frame.text = one.source
        foot.text_frame.paragraphs[0].font.size = Pt(12)
    file = io.BytesIO()
    deck.save(file)
    return file.getvalue()
