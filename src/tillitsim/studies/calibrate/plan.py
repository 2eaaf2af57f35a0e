"""A plan of a calibration: what it fits, how many points, how wrong the model may be."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import Field as Default

from tillitsim.locale import N_, _
from tillitsim.scenario.reading import document
from tillitsim.scenario.reading.fields import (
    Field,
    Names,
    Number,
    Schema,
    Table,
    Text,
    Whole,
    no_such,
)
from tillitsim.scenario.reading.kinds import refuse_other
from tillitsim.scenario.reading.problems import Problems, content_of
from tillitsim.scenario.reading.values import Fault, refuse
from tillitsim.studies.calibrate.target import LEVELS, OTHERS
from tillitsim.studies.evidence.families import FAMILIES

MOST_POINTS = 1_000_000
SIZE = Number(0.0, 10.0)
"""A discrepancy, in standard deviations of what was published."""


class Discrepancies(Field):
    """A table of discrepancies by family of findings; ``levels`` and ``others`` are names too."""

    def read(self, given: object) -> dict[str, float]:
        """Discrepancies by name, in standard deviations of what was published."""
        if not isinstance(given, Mapping):
            raise ValueError(_("must be a table such as { others = 1.0, levels = 1.0 }."))  # noqa: TRY004
        known = (*FAMILIES, LEVELS, OTHERS)
        faults, found = [], {}
        for name, value in given.items():
            try:
                if name not in known:
                    raise ValueError(no_such(N_("family"), name, known))  # noqa: TRY301
                found[name] = SIZE.read(value)
            except ValueError as wrong:
                faults.append(Fault((name,), str(wrong)))
        if faults:
            refuse(faults)
        return found

    def schema(self) -> Schema:
        """A table of numbers."""
        names = (*FAMILIES, LEVELS, OTHERS)
        return {
            "type": "object",
            "properties": dict.fromkeys(names, SIZE.schema()),
            "additionalProperties": False,
        }


class Plan(Table):
    """What a calibration does: the findings, the sizes, the seed.

    ``levels`` says whether the shipped level facts are targets too, and ``discrepancy`` how wrong
    the model may be, by family; ``coarsening`` how many groups of targets all of them may count for
    (none: as many as there are). ``start`` is a shipped table of former parameter sets that wave 1
    takes, over and over; what they lack or what has left its range since is spread over the prior.
    ``first`` points in wave 1 and ``each`` in every later one; with ``defaults`` those of the
    package are simulated last, as one more point. ``replicates`` of every finding and
    service at each point; ``spared`` percent of the targets may be missed; ``block`` points are
    simulated in one go, by default as many as take some seconds.
    """

    findings: Annotated[tuple[str, ...], Names(N_("finding"))]
    levels: bool = False
    start: Annotated[str, Text(one_line=True, empty=True)] = ""
    discrepancy: Annotated[dict[str, float], Discrepancies()] = Default(default_factory=dict)
    coarsening: Annotated[float | None, Number(0.1, 1e6)] = None
    spared: Annotated[float, Number(0.0, 100.0)] = 10.0
    first: Annotated[int, Whole(8, MOST_POINTS)] = 512
    each: Annotated[int, Whole(8, MOST_POINTS)] = 256
    waves: Annotated[int, Whole(1, 1000)] = 4
    defaults: bool = False
    replicates: Annotated[int, Whole(4, 100_000)] = 8
    wanted: Annotated[int, Whole(1, MOST_POINTS)] = 200
    block: Annotated[int, Whole(1, MOST_POINTS)] | None = None
    seed: Annotated[int, Whole(0, 2**63 - 1)] = 0

    @property
    def groups(self) -> float:
        """How many groups of targets all of them count for, at most."""
        return math.inf if self.coarsening is None else self.coarsening

    @property
    def total(self) -> int:
        """Points in all waves, and the defaults."""
        return self.drawn + self.defaults

    @property
    def drawn(self) -> int:
        """Points in all waves."""
        return self.first + (self.waves - 1) * self.each


def read_plan(path: Path) -> Plan:
    """A plan from a TOML file; ``InputError`` with every problem in it."""
    read = document.read(path)
    refuse_other(read, "plan")
    problems = Problems()
    problems.extend(read.faults)
    content = content_of(Plan, read, problems)
    if content is not None and not content.model.findings and not content.lost("findings"):
        problems.add(
            _("{place}findings: empty; name one at least.").format(place=read.at("findings"))
        )
    ordered = Problems()
    ordered.extend_by_line(problems)
    ordered.raise_if_any()
    assert content is not None  # noqa: S101 - without a problem there is a plan
    return content.model
