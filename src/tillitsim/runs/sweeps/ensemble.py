"""The points of a sweep under other plausible assumptions: what is known of them comes first.

A sweep's own runs have the default values. The same points, as they are or a choice of them, are
asked once under each parameter set; the draws are kept beside the results, in one file.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from tillitsim.model.outcomes import OUTCOMES
from tillitsim.runs.cases.case import cases_in_sets
from tillitsim.runs.cases.read import Means, changed
from tillitsim.runs.ensemble.parameter_sets import ParameterSets
from tillitsim.runs.runner import Runner
from tillitsim.runs.statistics.likelihood import Ensemble, Verdict, verdict_of_draws
from tillitsim.runs.store.columns import array_of, numbers, plain
from tillitsim.runs.store.files import write_atomically
from tillitsim.runs.store.folder import checksum
from tillitsim.runs.store.parquet import parquet
from tillitsim.runs.sweeps.plan import Plan

Values = NDArray[np.float64]
FILE = "ensemble.parquet"
MADE = b"tillitsim"
"""Key of what made the file, in its metadata."""
DIGEST = b"digest"
"""Key of what names its content."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Draws of some points: ``values`` is (points, parameter sets, outcomes), as raw values.

    ``points`` are their numbers, cell times arms plus arm.
    """

    points: tuple[int, ...]
    values: Values
    calibrated: bool
    own: bool

    @property
    def sets(self) -> int:
        """How many parameter sets."""
        return int(self.values.shape[1])

    def draws(self, point: int, outcome: str) -> Values | None:
        """Draws of a point's outcome, (sets,); None where it was not asked."""
        if point not in self.points or outcome not in OUTCOMES:
            return None
        found: Values = self.values[self.points.index(point), :, list(OUTCOMES).index(outcome)]
        return found if np.isfinite(found).any() else None

    def level(self, point: int, outcome: str) -> Ensemble | None:
        """Median and nine tenths of a point's outcome."""
        draws = self.draws(point, outcome)
        return None if draws is None else Ensemble.of(draws, self.sets)

    def gaps(self, point: int, baseline: int, outcome: str) -> Values | None:
        """A point's differences to another, set by set, which share their chance."""
        one, other = self.draws(point, outcome), self.draws(baseline, outcome)
        return None if one is None or other is None else one - other

    def difference(
        self, point: int, baseline: int, outcome: str
    ) -> tuple[Ensemble, Verdict] | None:
        """Median and nine tenths of the difference, and what is known of it."""
        gaps = self.gaps(point, baseline, outcome)
        if gaps is None:
            return None
        verdict = verdict_of_draws(gaps, OUTCOMES[outcome].matters, self.sets)
        return Ensemble.of(gaps, self.sets), verdict


def ask(plan: Plan, points: Sequence[int], parameter_sets: ParameterSets, runner: Runner) -> Asked:
    """Run some points of a plan once under every parameter set."""
    read = Means()
    scenarios = []
    for point in points:
        cell, arm = divmod(point, len(plan.arms))
        changes, scenario = plan.changes(cell), plan.arms[arm].scenario
        scenarios.append(
            replace(changed(scenario, changes), burn_in=scenario.burn_in) if changes else scenario
        )
    cases = [
        case
        for each in scenarios
        for case in cases_in_sets(read, each, parameter_sets.each, seed=plan.seed)
    ]
    found = np.stack(runner.run(cases, read)).reshape(len(points), len(parameter_sets.each), -1)
    own = any(each.ensemble for each in scenarios)
    return Asked(tuple(points), found, parameter_sets.calibrated, own)


def made_by(sweep: str, points: Sequence[int], parameter_sets: ParameterSets) -> str:
    """What a file of draws must have been made by to be taken as it is."""
    return json.dumps(
        {"sweep": sweep, "points": list(points), "sets": parameter_sets.each}, sort_keys=True
    )


def keep(folder: Path, asked: Asked, made: str) -> None:
    """Write the draws."""
    count = len(asked.points)
    columns = {
        "point": plain(np.repeat(np.array(asked.points, np.int64), asked.sets)),
        "set": plain(np.tile(np.arange(asked.sets), count)),
        **{
            name: numbers(np.ascontiguousarray(asked.values[:, :, i]).ravel())
            for i, name in enumerate(OUTCOMES)
        },
    }
    told = {MADE: made, b"calibrated": str(int(asked.calibrated)), b"own": str(int(asked.own))}
    told[DIGEST] = _digest(asked, made.encode())
    table = pa.table(columns).replace_schema_metadata(told)
    write_atomically(folder / FILE, parquet(table))


def kept(folder: Path, sweep: str, made: str | None = None) -> Asked | None:
    """The draws that a folder has of a sweep (and, if given, just those).

    None if it has none, or what it has is damaged.
    """
    found = _read(folder)
    if found is None:
        return None
    asked, known = found
    if json.loads(known).get("sweep") != sweep or made not in {None, known}:
        return None
    return asked


def damaged(folder: Path) -> bool:
    """Whether there is a file of draws that is not as it was written."""
    return (folder / FILE).exists() and _read(folder) is None


def _read(folder: Path) -> tuple[Asked, str] | None:
    """The draws and what made them; None where they are not what was written."""
    try:
        table = pq.ParquetFile(folder / FILE).read()
        told = table.schema.metadata or {}
        points = tuple(dict.fromkeys(table["point"].to_pylist()))
        values = np.stack([array_of(table[name]) for name in OUTCOMES], axis=-1)
        asked = Asked(
            points,
            values.reshape(len(points), -1, len(OUTCOMES)).astype(np.float64),
            told[b"calibrated"] == b"1",
            told[b"own"] == b"1",
        )
        whole = told[DIGEST].decode() == _digest(asked, told[MADE])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return (asked, told[MADE].decode()) if whole else None


def _digest(asked: Asked, made: bytes) -> str:
    """Names draws and what made them, to the bit."""
    shape = repr((asked.points, asked.values.shape, asked.calibrated, asked.own)).encode()
    values = np.where(np.isnan(asked.values), np.nan, asked.values)
    return checksum(b"\0".join([made, shape, values.tobytes()]))
