"""Makes notebooks of tutorials: docs/tutorials/NAME.ipynb from the page of that name.

    python tools/notebook.py             writes them
    python tools/notebook.py --check     fails if one is out of date

Text stays text, Python becomes cells, a command becomes a cell that begins with ``!``, and a file
of the page a cell that writes it. What is not run on the page stays text.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

from made import write_or_check

TUTORIALS = Path(__file__).resolve().parents[1] / "docs" / "tutorials"
PAGES = tuple(TUTORIALS / f"{name}.md" for name in ("first-sweep", "mesa"))
BLOCK = re.compile(
    r"(?:<!-- (file|not run): (.+?) -->\n)?^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL
)


def cells(text: str) -> list[dict[str, Any]]:
    """The cells of a page, in its order."""
    found, at = [], 0
    for block in BLOCK.finditer(text):
        mark, told, kind, content = block.groups()
        if mark == "not run":
            continue
        found.append(_cell("markdown", text[at : block.start()]))
        found.append(_cell("code", _code(told, kind, content)))
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


def notebook(page: Path) -> str:
    """The notebook of a page as it is stored: nbformat 4.5, without outputs."""
    whole = {
        "cells": cells(page.read_text(encoding="utf-8")),
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"


def main(arguments: list[str]) -> int:
    """Write the notebooks, or with ``--check`` say which are out of date."""
    return write_or_check(
        {page.with_suffix(".ipynb"): notebook(page) for page in PAGES}, arguments, "notebook.py"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
