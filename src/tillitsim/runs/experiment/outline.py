"""What a list of experiments shows, without reading what their arms do.

Checking twenty files takes a second; a title is read in a thousandth. So only a shipped file, which
tests have read, is taken at its word; one of the user's own is loaded and checked.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from tillitsim.runs.experiment.files import shipped_folder
from tillitsim.scenario.description.outline import without_prose

REPLICATES = 20
"""Replicates where an experiment does not say."""


class Outline(NamedTuple):
    """The title of an experiment, by language, and how many runs it asks for."""

    title: dict[str, str]
    runs: int


def outline(path: Path) -> Outline:
    """The outline of an experiment that has a name.

    Raises
    ------
    InputError
        If a file of the user's own is wrong.
    """
    shipped = shipped_folder()
    if shipped is not None and path.resolve().parent == shipped.resolve():
        try:
            return _at_its_word(path)
        except (ValueError, KeyError, TypeError, AttributeError):
            pass  # loading it says what is wrong
    from tillitsim.runs.experiment.design import count_of  # noqa: PLC0415 - what this spares a list
    from tillitsim.runs.experiment.load import load  # noqa: PLC0415 - the same

    experiment = load(path)
    points = count_of(experiment.design)
    return Outline(dict(experiment.title), points * len(experiment.arms) * experiment.replicates)


def _at_its_word(path: Path) -> Outline:
    said = without_prose(path)
    points = _points(said["design"]) if "design" in said else 1
    arms = max(1, len(said.get("arms", ())))
    return Outline(said["title"], points * arms * said.get("replicates", REPLICATES))


def _points(design: Mapping[str, Any]) -> int:
    """How many points a design has."""
    varied = design.get("vary", {})
    match design["kind"]:
        case "latin-hypercube" | "sobol" | "simplex-sobol":
            own = int(design["size"])
        case "morris":
            own = int(design["size"]) * (len(varied) + 1)
        case "simplex-lattice":
            own = math.comb(int(design["size"]) + 2, 2)
        case kind:
            raise ValueError(kind)
    return own * math.prod(len(axis["values"]) for axis in design.get("cross", {}).values())
