"""Holds the shipped level facts against the model and writes the page of what came of them.

    python tools/levels.py        writes docs/levels.md

What misses come from is told by hand in experiments/levels/misses.toml.
"""

from __future__ import annotations

from pathlib import Path

from tillitsim.studies.levels.analysis import REPLICATES, levels
from tillitsim.studies.levels.facts import load_facts
from tillitsim.studies.levels.table import levels_page

PAGE = Path(__file__).resolve().parents[1] / "docs" / "levels.md"
HEAD = """# Levels: published and simulated

*Made by `python tools/levels.py` ({replicates} replicates, seed 0, default values); do not edit.* \
A level fact is a published number about a service as it is; its tolerance was fixed before any \
run. [How facts are read, and how to hold your own](how-to/levels.md). What a scenario is given \
(staff per manager, pupils per school, choice within reach) is among the facts too: that it lies \
inside says that the scenario is of the right size, and no more.

The facts were known when mechanisms were chosen and readings mended, so what lies inside shows a \
fit and tests nothing. Before that work 52 of 93 did; readings mended for stated reasons, with \
three more inputs of scenarios, gave 62, and seven mechanisms the rest; in twelve random parameter \
sets of the prior these mechanisms moved the median by two facts. The test is facts that nobody \
here has seen: hold yours.

"""


def main() -> None:
    """Run, write."""
    answers = levels(load_facts(), {})
    head = HEAD.format(replicates=REPLICATES)
    PAGE.write_text(f"{head}{levels_page(answers)}", encoding="utf-8")


if __name__ == "__main__":
    main()
