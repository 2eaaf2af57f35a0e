"""The oldest versions that pyproject.toml allows, as constraints for pip.

    python tools/lowest.py > lowest.txt
    pip install --constraint lowest.txt .

``tests/architecture/test_lowest.py`` installs them and runs the program with them.
"""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1] / "pyproject.toml"
LOWEST = re.compile(r"^([A-Za-z0-9._-]+)\s*>=\s*([0-9][0-9.]*)")


def constraints(project: dict[str, object]) -> list[str]:
    """``name==version`` for every dependency that has a lowest version."""
    about = project["project"]
    declared = about["dependencies"] if isinstance(about, dict) else []
    found = (LOWEST.match(each) for each in declared)
    return [f"{match[1]}=={match[2]}" for match in found if match]


if __name__ == "__main__":
    text = PROJECT.read_text(encoding="utf-8")
    sys.stdout.write("\n".join(constraints(tomllib.loads(text))) + "\n")
