"""Commands without their pictures, which take longer than all else that small ones do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def nothing_drawn() -> Iterator[None]:
    """Within it, a picture is a file with something in it, and no layout is worked out."""
    with pytest.MonkeyPatch.context() as patch:
        layout = "matplotlib.layout_engine.ConstrainedLayoutEngine.execute"
        patch.setattr(layout, lambda *_: None)
        patch.setattr("matplotlib.figure.Figure.savefig", lambda _, file, **__: _write(file))
        yield


def _write(file: object) -> None:
    content = b"<svg />"
    if isinstance(file, str):
        Path(file).write_bytes(content)
    else:
        file.write(content)
