"""What a benchmark found, on which machine, as a JSON file; and the page of all of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from table import markdown

PAGE = "results.md"


def keep(folder: Path, name: str, where: Mapping[str, Any], found: Mapping[str, Any]) -> None:
    """Keep what a benchmark found in ``folder``, and make the page there anew."""
    folder.mkdir(exist_ok=True)
    record = {"benchmark": name, "machine": where, "found": found}
    text = json.dumps(record, indent=2, ensure_ascii=False)
    (folder / f"{name}.json").write_text(text + "\n", encoding="utf-8")
    (folder / PAGE).write_text(markdown(records_of(folder)), encoding="utf-8")


def records_of(folder: Path) -> dict[str, dict[str, Any]]:
    """What is kept in a folder, by benchmark."""
    return {
        path.stem: json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))
    }
