"""Files of declarations: parameters, instruments, outcomes and counters as data, one key a line.

They are TOML, of which they use only ``[table]``, ``key = value`` with a value that JSON knows too,
and comments on lines of their own. Reading no more than that takes a fifth of the time of
``tomllib``, for which every command would wait.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

Entries = dict[str, dict[str, Any]]


def read_entries(path: Path) -> Entries:
    """What a file declares: keys and values by table, in the order of the file.

    Keys above the first table stand under ``""``.

    Raises
    ------
    ValueError
        When a line is none that these files have; it names file and line.
    """
    entries: Entries = {"": {}}
    entry = entries[""]
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if line.startswith("["):
            entry = entries[line.strip("[]")] = {}
        elif line and not line.startswith("#"):
            key, _, value = line.partition(" = ")
            try:
                entry[key] = json.loads(value)
            except ValueError:
                raise ValueError(f"{path.name}, line {number}: not key = value: {line}") from None
    return entries
