"""Whether everything in a picture can be read: nothing cut off, nothing covered."""

from itertools import combinations

import pytest
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text

from tillitsim.view.style import house_style

IN_BOTH = ["sv", pytest.param("en", marks=pytest.mark.long)]
"""Languages of a picture: the one with the longer words always, the other with ``-m long``."""


def texts_drawn(figure):
    """Texts that are drawn: labels of ticks outside their axis are not."""
    outside = {
        label
        for axes in figure.findobj(Axes)
        for axis in (axes.xaxis, axes.yaxis)
        for tick in (*axis.get_major_ticks(), *axis.get_minor_ticks())
        if not min(axis.get_view_interval()) <= tick.get_loc() <= max(axis.get_view_interval())
        for label in (tick.label1, tick.label2)
    }
    return [
        text
        for text in figure.findobj(Text)
        if text.get_visible() and text.get_text().strip() and text not in outside
    ]


def assert_all_can_be_read(figure):
    """No text is cut off by the page's edge, and none covers another."""
    renderer = FigureCanvasAgg(figure).get_renderer()
    with house_style():
        figure.draw(renderer)
        written = [
            (text.get_text(), text.get_window_extent(renderer)) for text in texts_drawn(figure)
        ]
    assert len(written) > 10
    for words, box in written:
        assert figure.bbox.x0 <= box.x0, words
        assert box.x1 <= figure.bbox.x1 + 1.0, words
        assert figure.bbox.y0 <= box.y0, words
        assert box.y1 <= figure.bbox.y1, words
    for (words, box), (others, other) in combinations(written, 2):
        apart = not box.shrunk(0.96, 0.7).overlaps(other.shrunk(0.96, 0.7))
        assert apart, f"{words!r} covers {others!r}"
