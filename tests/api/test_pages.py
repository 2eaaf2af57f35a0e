"""What the page on Python says can be typed as it stands."""

import re
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "python.md"


def test_the_page_runs_from_top_to_bottom(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert len(blocks) > 4
    exec(compile("\n".join(blocks), PAGE.name, "exec"), {"__name__": "page"})
    drawn = {path.name for path in tmp_path.glob("*.png")}
    assert drawn == {"home-care.png", "over-time.png", "burden.png"}
