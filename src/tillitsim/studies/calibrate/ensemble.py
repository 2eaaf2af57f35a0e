"""The ensemble: distinct parameter sets that meet the fitted findings about equally well.

It is what uncertainty statements use: a comparison is robust as far as it holds in these worlds. It
ships as data with the package, one row a world, with what was found out on the way.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from tillitsim.runs.files import write_atomically
from tillitsim.runs.prior import Prior
from tillitsim.studies.calibrate.analysis import (
    CUTOFF,
    RANK,
    Evaluated,
    Plan,
    distances,
    sample,
)
from tillitsim.studies.calibrate.emulator import fit
from tillitsim.studies.calibrate.target import Target, implausibility, log_likelihood
from tillitsim.studies.evidence.score import NORMAL

Values = NDArray[np.float64]
IDENTIFIED = 0.8
"""A parameter is called identified when its spread is at most this share of the prior's."""
UNIFORM = float(1.0 / np.sqrt(12.0))


@dataclass(frozen=True, slots=True)
class Ensemble:
    """Worlds (points of the unit cube, one row each) and how they were found."""

    prior: Prior
    points: Values
    report: Mapping[str, Any]

    def worlds(self) -> list[dict[str, float]]:
        """The worlds as parameter values by name."""
        return [self.prior.world(point) for point in self.points]


def ensemble_of(plan: Plan, done: Evaluated, of: Sequence[Target]) -> Ensemble:
    """Choose the worlds and say what calibration found: size, coverage, what is identified.

    All worlds that are not implausible are equally good; of more than wanted, a random part.
    """
    prior = Prior.declared()
    gaps = distances(done, of)
    rank = min(RANK, len(of))
    good = np.flatnonzero(implausibility(gaps, rank) < CUTOFF)
    luck = np.random.default_rng((plan.seed, 12))
    chosen = np.sort(luck.permutation(good)[: plan.wanted])
    spread = done.points[chosen].std(axis=0) / UNIFORM if len(chosen) > 1 else np.ones(0)
    parameters = {
        name: {"spread": float(spread[i]), "mean": float(done.points[chosen, i].mean())}
        for i, name in enumerate(prior.names)
        if len(chosen) > 1
    }
    weights = np.exp(
        log_likelihood(gaps[good], of) - log_likelihood(gaps[good], of).max(initial=-np.inf)
    )
    report = {
        "plan": plan.model_dump(mode="json"),
        "simulated": len(done.points),
        "by_wave": _by_wave(plan, done, gaps, rank),
        "not_implausible": len(good),
        "kept": len(chosen),
        "effective_if_weighted_by_fit": _effective(weights),
        "cutoff": {"rank": rank, "standard_deviations": CUTOFF},
        "coverage": {
            f"{t.finding}/{t.check + 1}": _share(np.abs(gaps[chosen, i]) <= NORMAL)
            for i, t in enumerate(of)
        },
        "coverage_of_prior": {
            f"{t.finding}/{t.check + 1}": _share(np.abs(gaps[: plan.first, i]) <= NORMAL)
            for i, t in enumerate(of)
        },
        "parameters": parameters,
        "identified": sorted(
            (name for name, each in parameters.items() if each["spread"] <= IDENTIFIED),
            key=lambda name: parameters[name]["spread"],
        ),
    }
    return Ensemble(prior, done.points[chosen], report)


def recovery(plan: Plan, done: Evaluated, of: Sequence[Target], truths: int = 20) -> dict[str, Any]:
    """Whether known parameters would be found again, from simulated data.

    Each of ``truths`` points of wave 1 plays reality: its simulated values become the centres of
    the targets, and the same emulators and sampler say which worlds fit. Honest intervals hold the
    truth in 90% of cases, narrow ones are short. Returned: the share of truths inside the central
    90%, over all parameters and over those whose posterior is narrower than the prior's, with n.
    """
    emulators = [fit(done.points, done.values[:, i]) for i in range(len(of))]
    inside, width = [], []
    truths = min(truths, plan.first // 4, len(done.points))
    begin = done.points[truths : truths + 200]
    for truth in range(truths):
        if not np.isfinite(done.values[truth]).all():
            continue
        moved = [
            Target(t.finding, t.family, t.check, float(done.values[truth, i]), t.below,
                   t.above if np.isfinite(t.above) else t.below)
            for i, t in enumerate(of)
        ]  # fmt: skip
        found = sample(emulators, moved, begin, plan.seed + 100 + truth)
        low, high = np.quantile(found, [0.05, 0.95], axis=0)
        inside.append((done.points[truth] >= low) & (done.points[truth] <= high))
        width.append((high - low) / 0.9)
    if not inside:
        return {"truths": 0}
    held, narrow = np.array(inside), np.array(width) < IDENTIFIED
    return {
        "truths": len(held),
        "inside_90": float(held.mean()),
        "narrow": int(narrow.sum()),
        "inside_90_where_narrow": float(held[narrow].mean()) if narrow.any() else None,
        "median_width_of_prior": float(np.median(width)),
    }


def _by_wave(plan: Plan, done: Evaluated, gaps: Values, rank: int) -> list[dict[str, int]]:
    good = implausibility(gaps, rank) < CUTOFF
    edges = [0, *(plan.first + plan.each * wave for wave in range(plan.waves))]
    return [
        {"points": len(done.points[a:b]), "not_implausible": int(good[a:b].sum())}
        for a, b in pairwise(edges)
    ]


def _effective(weights: Values) -> float:
    total = float(weights.sum())
    return total * total / float((weights * weights).sum()) if total > 0.0 else 0.0


def _share(holds: NDArray[np.bool_]) -> float | None:
    return float(holds.mean()) if len(holds) else None


def write(ensemble: Ensemble, folder: Path) -> None:
    """Write ``ensemble.parquet``, a column a parameter, and ``calibration.json``, its report."""
    worlds = ensemble.worlds()
    columns = {name: [world[name] for world in worlds] for name in ensemble.prior.names}
    file = io.BytesIO()
    pq.write_table(pa.table(columns), file)
    write_atomically(folder / "ensemble.parquet", file.getvalue())
    text = json.dumps(ensemble.report, indent=2, ensure_ascii=False)
    write_atomically(folder / "calibration.json", text.encode())
