"""How page makers end: write the pages, or say which are out of date."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[1]
CHECK = ["--check"]


def write_or_check(pages: Mapping[Path, str], arguments: list[str], tool: str) -> int:
    """Write ``pages``, or with ``--check`` name those that ``tool`` would change; the exit code."""
    stale = [
        path for path, text in pages.items() if not path.exists() or path.read_text("utf-8") != text
    ]
    for path in stale:
        if arguments == CHECK:
            name = path.relative_to(ROOT).as_posix()
            sys.stderr.write(f"{name} is out of date: run python tools/{tool}\n")
        else:
            path.write_text(pages[path], encoding="utf-8")
    return int(bool(stale) and arguments == CHECK)
