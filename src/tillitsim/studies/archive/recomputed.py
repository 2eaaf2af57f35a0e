"""Some runs of a sweep done again from what its folder holds, without the experiment file."""

from __future__ import annotations

import hashlib
import math
from typing import Any

import numpy as np

from tillitsim.errors import InputError
from tillitsim.locale import _
from tillitsim.model.outcomes import OUTCOMES
from tillitsim.runs.cases.case import Case
from tillitsim.runs.cases.read import Means, changed
from tillitsim.runs.runner import Runner
from tillitsim.runs.sweeps.results import Stored
from tillitsim.scenario.declared.declarations import PARAMETERS
from tillitsim.scenario.reading.text_files import JsonObject
from tillitsim.scenario.reading.values import number
from tillitsim.scenario.schema import CouncilKind, Intervention, Origin, Scenario, Sector
from tillitsim.studies.archive.difference import Difference

RECORD = Origin("python")


def sampled(stored: Stored, runs: int) -> list[Difference]:
    """Runs spread evenly over a sweep, done again: each number that is not what is stored.

    Raises
    ------
    InputError
        For a sweep with a model or outcomes of somebody's own, whose code is not run here.
    """
    rules = stored.manifest["rules"]
    if rules.get("model") or rules.get("own"):
        raise InputError(
            _(
                "{folder}: this sweep ran code of somebody's own, which is not done again from its"
                " record; give the 'tillitsim sweep' command yourself if you trust it."
            ).format(folder=stored.place.path)
        )
    names = [name for name in stored.outcomes if name in OUTCOMES]
    kept = stored.values(names)
    cells, arms, replicates, _outcomes = kept.shape
    every = cells * arms * replicates
    chosen = np.unique(np.linspace(0, every - 1, min(runs, every)).astype(int))
    places = [np.unravel_index(i, (cells, arms, replicates)) for i in chosen.tolist()]
    scenarios = [scenario_from(arm["scenario"]) for arm in stored.manifest["arms"]]
    cases = [
        case_of(stored, scenarios[int(arm)], int(cell), int(arm), int(replicate))
        for cell, arm, replicate in places
    ]
    columns = [list(OUTCOMES).index(name) for name in names]
    found = []
    for (cell, arm, replicate), values in zip(
        places, Runner().run(cases, Means(changed)), strict=True
    ):
        place = f"point {cell}, arm {stored.points.arms[int(arm)]}, replicate {replicate}"
        for name, now, then in zip(names, values[columns], kept[cell, arm, replicate], strict=True):
            if now != then and not (math.isnan(now) and math.isnan(then)):
                found.append(
                    Difference("results.parquet", f"{place}, {name}", float(then), float(now))
                )
    return found


def case_of(
    stored: Stored, scenario: Scenario, cell: int, arm: int, replicate: int
) -> Case[Scenario]:
    """A run of a sweep: its scenario, what its point changes, its seed and replicate."""
    rules, points = stored.manifest["rules"], stored.points
    name = int(points.ids[cell * len(points.arms) + arm])
    seed = int(rules["seed"])
    if rules["independent"]:
        digest = hashlib.blake2b(f"{seed}/{name}".encode(), digest_size=8).digest()
        seed = int.from_bytes(digest, "big") >> 1
    changes = dict(zip(points.parameters, points.cells[cell].tolist(), strict=True))
    return Case(name, scenario, changes, seed, replicate)


def scenario_from(record: JsonObject) -> Scenario:
    """The scenario that a record in a manifest tells of.

    Raises
    ------
    InputError
        When the record is not one of this version: an unknown parameter, a value out of bounds.
    """
    try:
        given = record["given"]
        values = {name: _value(name, value) for name, value in record["values"].items()}
        missing = {name: each.default for name, each in PARAMETERS.items() if name not in values}
        kinds = given["kinds"]
        mixture = tuple(_kind(i, kind) for i, kind in enumerate(kinds)) if _several(kinds) else ()
        return Scenario(
            str(record["name"]),
            dict(record["title"]),
            {},
            int(given["months"]),
            int(given["burn_in"]),
            {**missing, **values},
            dict.fromkeys(values, RECORD),
            interventions=tuple(
                Intervention(
                    name=f"change {i}",
                    values={key: _value(key, value) for key, value in each[0].items()},
                    start=int(each[1]),
                    stop=None if each[2] is None else int(each[2]),
                    ramp=int(each[3]),
                    share=float(each[4]),
                    lottery=each[5],
                )
                for i, each in enumerate(given["interventions"], 1)
            ),
            mixture=mixture,
            without=frozenset(given["without"]),
            neutral=given["neutral"],
            spin_up=int(given.get("spin_up", 0)),
        )
    except (KeyError, TypeError, IndexError, AttributeError, ValueError) as problem:
        raise InputError(
            _("the record of a scenario cannot be read: {problem}.").format(
                problem=f"{type(problem).__name__}: {problem}"
            )
        ) from None


def _value(name: str, value: object) -> float:
    if name not in PARAMETERS:
        raise InputError(_("there is no parameter {name} in this version.").format(name=name))
    return math.nan if value is None else number(PARAMETERS[name], value)


def _several(kinds: list[Any]) -> bool:
    return len(kinds) > 1 or len(kinds[0][1]) > 1


def _kind(position: int, kind: list[Any]) -> CouncilKind:
    count, sectors = kind
    defaults = {name: each.default for name, each in PARAMETERS.items()}
    return CouncilKind(
        f"kind {position + 1}",
        int(count),
        tuple(
            Sector(f"sector {i}", {**defaults, **{k: _value(k, v) for k, v in each.items()}})
            for i, each in enumerate(sectors, 1)
        ),
    )
