"""Freezes new findings: writes down what they have run and how they score it, before they are run.

    python tools/freeze.py      adds every shipped untouched finding that has no line yet

to experiments/frozen.toml. A line that is there is never changed: a prediction whose experiment or
checks were changed after it was frozen is none any more (label it *inspired*).
"""

from __future__ import annotations

import sys

from tillitsim.runs.ensemble.shipped import evidence_folder
from tillitsim.studies.evidence.frozen import as_text, frozen_file, marks, must_be_frozen, with_new
from tillitsim.studies.evidence.load import load


def main() -> None:
    """Add the new ones and say which they are."""
    known = marks()
    paths = [p for p in sorted(evidence_folder().glob("*.toml")) if must_be_frozen(load(p))]
    kept = with_new(known, paths)
    frozen_file().write_text(as_text(kept), encoding="utf-8")
    for name in sorted(set(kept) - set(known)):
        sys.stdout.write(f"{name} {kept[name]}\n")


if __name__ == "__main__":
    main()
