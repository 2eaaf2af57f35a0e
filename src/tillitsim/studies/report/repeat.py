"""What it takes to make the same report again: the command, the seed, hashes and versions."""

from __future__ import annotations

import shlex
from dataclasses import dataclass

from tillitsim import __version__
from tillitsim.runs.cases.batch import engine
from tillitsim.studies.report.analysis import Study


@dataclass(frozen=True, slots=True)
class Compared:
    """A scenario by its content: ``digest`` is the hash of all that a run is given."""

    title: str
    name: str
    digest: str


def repeat_facts(study: Study) -> dict[str, object]:
    """The command, what it is run with, and every scenario, the baseline first."""
    comparison = study.comparison
    order = (comparison.baseline, *comparison.others)
    return {
        "command": shlex.join(study.command),
        "seed": comparison.seed,
        "version": __version__,
        "engine": engine(),
        "scenarios": [
            Compared(study.title(i), comparison.scenarios[i].name, comparison.scenarios[i].digest)
            for i in order
        ],
    }
