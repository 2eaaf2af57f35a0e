"""A run on disk: its summary, and a manifest that says what made it. See ``series`` for months."""

from __future__ import annotations

import json
import math
import platform
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Any

from tillitsim import __version__
from tillitsim.model.core import random
from tillitsim.model.simulation import Results
from tillitsim.runs.cases.batch import engine
from tillitsim.runs.statistics.likelihood import Ensemble
from tillitsim.runs.summary import Row
from tillitsim.scenario.schema import Scenario

LIBRARIES = ("mesa", "numba", "numpy", "pyarrow", "scipy")


def summary_records(rows: Sequence[Row], language: str) -> list[dict[str, Any]]:
    """The summary as flat records; None where there is no number.

    First the ensemble, as natural readings; then what default values give: raw values, and natural
    readings.
    """
    records = []
    for row in rows:
        outcome = row.outcome
        numbers = (row.mean, row.low, row.high, *row.reading)
        mean, low, high, reading, reading_low, reading_high = (
            number if math.isfinite(number) else None for number in numbers
        )
        known = row.ensemble or Ensemble(math.nan, math.nan, math.nan, 0)
        first = {"ensemble_median": known.median, "ensemble_low": known.low}
        first |= {"ensemble_high": known.high}
        if row.before is not None:
            first["before_median"] = row.before.median
        records.append(
            {
                "level": outcome.level,
                "outcome": outcome.name,
                "label": outcome.label(language),
                **{name: _or_none(value * outcome.factor) for name, value in first.items()},
                "ensemble_sets": known.sets,
                "mean": mean,
                "low": low,
                "high": high,
                "replicates": row.n,
                "unit": outcome.unit,
                "reading": reading,
                "reading_low": reading_low,
                "reading_high": reading_high,
                "reading_unit": outcome.reading(language),
            }
        )
    return records


def _or_none(number: float) -> float | None:
    return number if math.isfinite(number) else None


def manifest(results: Results, command: Sequence[str], seconds: float) -> dict[str, object]:
    """What made a run and what it takes to repeat it; no paths and no names of this machine."""
    scenario = results.scenario
    replicates, months, _ = results.series.shape
    return {
        "tillitsim": __version__,
        "engine": engine(),
        "random": random.SCHEME,
        "command": list(command),
        "scenario": scenario_record(scenario),
        "digest": scenario.digest,
        "seed": results.seed,
        "replicates": replicates,
        "months": months,
        "seconds": round(seconds, 3),
        "python": platform.python_version(),
        "libraries": {name: version(name) for name in LIBRARIES},
        "platform": f"{platform.system()} {platform.machine()}",
    }


def manifest_json(made_of: Mapping[str, object]) -> str:
    """The manifest as JSON, sorted, with a closing newline."""
    return json.dumps(made_of, indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def scenario_record(scenario: Scenario) -> dict[str, object]:
    """The scenario as resolved: every value, and what else :meth:`Scenario.canonical` holds."""
    return {
        "name": scenario.name,
        "title": dict(scenario.title),
        "values": {
            name: None if math.isnan(value) else value for name, value in scenario.values.items()
        },
        "given": json.loads(scenario.canonical()),
    }
