"""Records and columns as pandas tables; pandas comes with Mesa and is imported when asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


def frame_of(
    content: Sequence[Mapping[str, object]] | Mapping[str, object], *, index: str | None = None
) -> pd.DataFrame:
    """Records (a mapping a row) or columns as a table; ``index`` names the column of row names."""
    import pandas as pd

    frame = pd.DataFrame(content)
    return frame if index is None else frame.set_index(index)


def html_of(title: str, frame: pd.DataFrame, columns: Mapping[str, str]) -> str:
    """Some columns of a table under headings of their own, for a notebook."""
    shown = frame[list(columns)].rename(columns=dict(columns))
    table = shown.to_html(float_format="{:.3g}".format, na_rep="", border=0, max_rows=60)
    return f"<p>{escape(title)}</p>\n{table}"
