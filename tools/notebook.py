"""Makes a notebook of a tutorial: docs/tutorials/first-sweep.ipynb from the page of that name.

    python tools/notebook.py             writes it
    python tools/notebook.py --check     fails if it is out of date

Text stays text, Python becomes cells, a command becomes a cell that begins with ``!``, and a file
of the page a cell that writes it.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

PAGE = Path(__file__).resolve().parents[1] / "docs" / "tutorials" / "first-sweep.md"
BLOCK = re.compile(r"(?:<!-- file: (\S+) -->\n)?^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def cells(text: str) -> list[dict[str, Any]]:
    """The cells of a page, in its order."""
    found, at = [], 0
    for block in BLOCK.finditer(text):
        found.append(_cell("markdown", text[at : block.start()]))
        found.append(_cell("code", _code(block[1], block[2], block[3])))
        at = block.end()
    found.append(_cell("markdown", text[at:]))
    return [each | {"id": f"cell-{i}"} for i, each in enumerate(found) if each["source"]]


def _code(file: str | None, kind: str, content: str) -> str:
    if file:
        return f"%%writefile {file}\n{content}"
    return content.replace("$ ", "!") if kind == "console" else content


def _cell(kind: str, source: str) -> dict[str, Any]:
    cell: dict[str, Any] = {"cell_type": kind, "metadata": {}}
    if kind == "code":
        cell |= {"execution_count": None, "outputs": []}
    return cell | {"source": source.strip().splitlines(keepends=True)}


def notebook() -> str:
    """The notebook as it is stored: nbformat 4.5, without outputs."""
    whole = {
        "cells": cells(PAGE.read_text(encoding="utf-8")),
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"


def main(arguments: list[str]) -> int:
    """Write the notebook, or with ``--check`` say whether it is fresh."""
    path = PAGE.with_suffix(".ipynb")
    if arguments != ["--check"]:
        path.write_text(notebook(), encoding="utf-8")
        return 0
    fresh = path.exists() and path.read_text(encoding="utf-8") == notebook()
    if not fresh:
        sys.stderr.write("docs/tutorials/first-sweep.ipynb: run python tools/notebook.py\n")
    return int(not fresh)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
