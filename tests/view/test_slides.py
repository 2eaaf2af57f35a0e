"""Slides: a figure a slide, its sentence as title, its source below, nothing over the edge."""

import io

import matplotlib.pyplot as plt
from pptx import Presentation

from tillitsim.view.slides import Slide, slides


def png(size):
    file = io.BytesIO()
    figure = plt.figure(figsize=size)
    figure.savefig(file, format="png")
    plt.close(figure)
    return file.getvalue()


def test_each_figure_has_a_slide_with_its_sentence_and_source():
    given = [Slide(f"Trust {i}.", png(size), f"shown {i}", "source") for i, size in
             enumerate([(2, 9), (12, 2)])]  # fmt: skip
    deck = Presentation(io.BytesIO(slides(given)))
    assert len(deck.slides) == 2
    for one, page in zip(given, deck.slides, strict=True):
        assert page.shapes.title.text == one.title
        assert page.shapes[-1].text_frame.text == "source"
        (picture,) = (shape for shape in page.shapes if shape.shape_type == 13)
        assert picture._element.nvPicPr.cNvPr.get("descr") == one.alternative
        assert picture.left >= 0
        assert picture.left + picture.width <= deck.slide_width
        assert picture.top + picture.height <= page.shapes[-1].top
