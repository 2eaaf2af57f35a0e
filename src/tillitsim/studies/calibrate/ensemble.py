"""The ensemble: distinct parameter sets that meet what calibration aims at about equally well.

It is what uncertainty statements use: a comparison is robust as far as it holds in these sets. It
ships as data with the package, one row a set, with what was found out on the way.

    weight    = L(simulated) / L(emulated),  at most mean(weight) sqrt(n)
    effective = sum(weight)^2 / sum(weight^2)

The points of the later waves are draws from what the emulators believe; their weights say how far
that was right. Truncation: Ionides (2008). The medoid is the member whose simulated targets are
nearest to those of all others.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from tillitsim.runs.ensemble.prior import Prior
from tillitsim.runs.store.files import write_atomically
from tillitsim.studies.calibrate.analysis import (
    CUTOFF,
    Evaluated,
    distances,
    emulators_of,
    plausible,
    rank_of,
    sample,
    worth,
)
from tillitsim.studies.calibrate.emulator import Emulators
from tillitsim.studies.calibrate.plan import Plan
from tillitsim.studies.calibrate.target import FREEDOM, Target, log_likelihood
from tillitsim.studies.evidence.score import NORMAL

Values = NDArray[np.float64]
CHAINS = 100
"""Chains that a posterior is sampled by where calibration is tried out."""
UNIFORM = float(1.0 / np.sqrt(12.0))
"""Standard deviation of a parameter over its prior, in the unit cube."""
IDENTIFIED = 0.8
"""A parameter is called identified when its spread is at most this share of the prior's."""


@dataclass(frozen=True, slots=True)
class Ensemble:
    """Parameter sets (points of the unit cube, one row each) and how they were found."""

    prior: Prior
    points: Values
    report: Mapping[str, object]

    def parameter_sets(self) -> list[dict[str, float]]:
        """The parameter sets as parameter values by name."""
        return [self.prior.parameter_set(point) for point in self.points]


def ensemble_of(plan: Plan, done: Evaluated, of: Sequence[Target]) -> Ensemble:
    """Choose the parameter sets and say what calibration found: size, coverage, what is known.

    Of more than wanted, those kept are drawn without replacement in proportion to their weights.
    """
    prior = Prior.declared()
    gaps = distances(done, of)
    good = plausible(plan, done, of)
    weights = weights_of(plan, done, of)
    pool = np.flatnonzero(good & (weights > 0.0))
    chosen = _draw(pool, weights[pool], plan.wanted, plan.seed)
    if len(done.points) > plan.drawn and good[plan.drawn]:
        chosen = np.append(chosen[: plan.wanted - 1], plan.drawn)
    medoid = medoid_of(gaps[chosen])
    spread = done.points[chosen].std(axis=0) / UNIFORM if len(chosen) > 1 else np.ones(0)
    parameters = {
        name: {"spread": float(spread[i]), "mean": float(done.points[chosen, i].mean())}
        for i, name in enumerate(prior.names)
        if len(chosen) > 1
    }
    published = np.column_stack([t.published_distance(done.values[:, i]) for i, t in enumerate(of)])
    report = {
        "plan": plan.model_dump(mode="json"),
        "simulated": len(done.points),
        "by_wave": _by_wave(plan, good),
        "not_implausible": int(good.sum()),
        "kept": len(chosen),
        "effective_size": _effective(weights[pool]),
        "weights": [float(each) for each in _shares(weights[chosen])],
        "cutoff": {"rank": rank_of(plan, of), "standard_deviations": CUTOFF},
        "coverage": {t.name: _inside(published[chosen, i]) for i, t in enumerate(of)},
        "coverage_of_prior": {
            t.name: _inside(published[: plan.first, i]) for i, t in enumerate(of)
        },
        "parameters": parameters,
        "identified": sorted(
            (name for name, each in parameters.items() if each["spread"] <= IDENTIFIED),
            key=lambda name: parameters[name]["spread"],
        ),
        "defaults": _of_the_defaults(plan, chosen, gaps[chosen], published),
        "medoid": None if medoid is None else prior.parameter_set(done.points[chosen[medoid]]),
    }
    return Ensemble(prior, done.points[chosen], report)


def _of_the_defaults(
    plan: Plan, chosen: NDArray[np.int64], gaps: Values, published: Values
) -> dict[str, float] | None:
    """Where the defaults lie among the members, and how many targets both meet; None if no member.

    ``nearer`` is the share of members that are nearer to all others than the defaults are.
    """
    if plan.drawn not in chosen:
        return None
    place = int(np.flatnonzero(chosen == plan.drawn)[0])
    distance = apart(gaps)
    met = (np.abs(published) <= NORMAL).sum(axis=1)
    return {
        "distance": float(distance[place]),
        "distance_of_medoid": float(distance.min()),
        "nearer": float((distance < distance[place]).mean()),
        "targets_met": float(met[plan.drawn]),
        "targets_met_by_members": float(np.median(met[chosen])),
    }


def weights_of(plan: Plan, done: Evaluated, of: Sequence[Target]) -> Values:
    """Weights of simulated points; with a later wave, those of the first have none.

    Where there is one wave only, its points are weighed by the likelihood itself, as draws of the
    prior are. Where they come from former parameter sets, what those were held against counts
    twice: the weights are the more unequal for it, and the effective size the smaller.
    """
    score = log_likelihood(distances(done, of), of, plan.groups)
    weights = np.zeros(len(done.points))
    edges = _edges(plan)
    first = min(plan.first, len(done.points))
    if first == len(done.points) or plan.waves == 1:
        weights[:first] = np.exp(score[:first] - score[:first].max(initial=-np.inf))
        return weights
    for begin, end in pairwise(edges[1:]):
        part = slice(begin, min(end, len(done.points)))
        if begin < len(done.points):
            believed = worth(emulators_of(done.until(begin)), of, done.points[part], plan.groups)
            ratio = score[part] - believed
            weights[part] = np.exp(ratio - ratio.max(initial=-np.inf))
            weights[part] /= weights[part].mean()
    there = weights > 0.0
    if not there.any():
        return weights
    limit = weights[there].mean() * np.sqrt(there.sum())
    return np.asarray(np.minimum(weights, limit))


def medoid_of(gaps: Values) -> int | None:
    """The row that is nearest to all others: the least of ``apart``."""
    return int(np.argmin(apart(gaps))) if len(gaps) else None


def apart(gaps: Values) -> Values:
    """How far each row is from all others: mean absolute difference of distances capped at 3."""
    held = np.clip(np.where(np.isfinite(gaps), gaps, CUTOFF), -CUTOFF, CUTOFF)
    return np.array([float(np.abs(held - row).mean()) for row in held])


def _draw(pool: NDArray[np.int64], weights: Values, wanted: int, seed: int) -> NDArray[np.int64]:
    """``wanted`` of a pool without replacement, by weight (Efraimidis & Spirakis 2006)."""
    random = np.random.default_rng((seed, 12))
    keys = np.log(random.random(len(pool))) / weights
    return np.sort(pool[np.argsort(-keys, kind="stable")[:wanted]])


def recovery(
    plan: Plan, done: Evaluated, of: Sequence[Target], truths: int = 20
) -> dict[str, object]:
    """Whether known parameters would be found again, from simulated data.

    Each of ``truths`` points of wave 1 plays reality: its simulated values become the centres of
    the targets, and the same emulators and sampler say which sets fit. Honest intervals hold the
    truth in 90% of cases, narrow ones are short. Returned: the share of truths inside the central
    90%, over all parameters and over those whose posterior is narrower than the prior's, with n;
    and the largest departure of their ranks from uniform (Cook, Gelman & Rubin 2006), beside what
    chance gives with independent ranks.
    """
    emulators = emulators_of(done)
    inside, width, ranks = [], [], []
    truths = min(truths, plan.first // 4, len(done.points))
    begin = done.points[truths : truths + CHAINS]
    for truth in range(truths):
        if not np.isfinite(done.values[truth]).all():
            continue
        moved = [_moved(t, float(done.values[truth, i])) for i, t in enumerate(of)]
        found = sample(emulators, moved, begin, plan.seed + 100 + truth, plan.groups, steps=200)
        low, high = np.quantile(found, [0.05, 0.95], axis=0)
        inside.append((done.points[truth] >= low) & (done.points[truth] <= high))
        width.append((high - low) / 0.9)
        ranks.append((found < done.points[truth]).mean(axis=0))
    if not inside:
        return {"truths": 0}
    held, narrow = np.array(inside), np.array(width) < IDENTIFIED
    return {
        "truths": len(held),
        "inside_90": float(held.mean()),
        "narrow": int(narrow.sum()),
        "inside_90_where_narrow": float(held[narrow].mean()) if narrow.any() else None,
        "median_width_of_prior": float(np.median(width)),
        "ranks_from_uniform": _from_uniform(np.array(ranks).ravel()),
        "ranks_from_uniform_by_chance": float(1.36 / np.sqrt(np.array(ranks).size)),
    }


def _moved(target: Target, centre: float) -> Target:
    """The same target around another centre; without an open end, since a value is known."""
    sizes = [each for each in (target.below, target.above) if np.isfinite(each)]
    return replace(
        target,
        centre=centre,
        below=target.below if np.isfinite(target.below) else sizes[0],
        above=target.above if np.isfinite(target.above) else sizes[0],
    )


def _from_uniform(ranks: Values) -> float:
    """Largest distance of the distribution function of ranks from uniform."""
    ordered = np.sort(ranks)
    return float(np.abs(ordered - (np.arange(len(ordered)) + 0.5) / len(ordered)).max())


def left_out(plan: Plan, done: Evaluated, of: Sequence[Target]) -> dict[str, dict[str, float]]:
    """How well each family is predicted from all others: log score a target, and the prior's.

    Both are means over the family's targets of the log of the mean density of a Student-t error,
    by the emulators; above the prior's, the other families say something about this one.
    """
    emulators = emulators_of(done)
    begin = done.points[-min(CHAINS, len(done.points)) :]
    fresh = Prior.declared().spread(1000, plan.seed + 1)
    scores = {}
    for place, family in enumerate(sorted({t.family for t in of})):
        kept = [i for i, t in enumerate(of) if t.family != family]
        own = [i for i, t in enumerate(of) if t.family == family]
        if not kept:
            continue
        others = Emulators([emulators.each[i] for i in kept])
        found = sample(
            others, [of[i] for i in kept], begin, plan.seed + 500 + place, plan.groups, steps=200
        )
        scores[family] = {
            "targets": float(len(own)),
            "predicted": _log_score(emulators, of, own, found),
            "prior": _log_score(emulators, of, own, fresh),
        }
    return scores


def _log_score(
    emulators: Emulators, of: Sequence[Target], own: Sequence[int], points: Values
) -> float:
    values = emulators(points)
    logs = []
    for i in own:
        gap = of[i].distance(values[:, i], emulators.error[i])
        density = (1.0 + gap * gap / FREEDOM) ** (-0.5 * (FREEDOM + 1.0))
        logs.append(float(np.log(density.mean())))
    return float(np.mean(logs))


def _edges(plan: Plan) -> list[int]:
    return [0, *(plan.first + plan.each * wave for wave in range(plan.waves))]


def _by_wave(plan: Plan, good: NDArray[np.bool_]) -> list[dict[str, int]]:
    return [
        {"points": len(good[a:b]), "not_implausible": int(good[a:b].sum())}
        for a, b in pairwise(_edges(plan))
    ]


def _effective(weights: Values) -> float:
    total = float(weights.sum())
    return total * total / float((weights * weights).sum()) if total > 0.0 else 0.0


def _shares(weights: Values) -> Values:
    """Weights that sum to one."""
    total = float(weights.sum())
    return weights / total if total > 0.0 else weights


def _inside(gaps: Values) -> float | None:
    return float((np.abs(gaps) <= NORMAL).mean()) if len(gaps) else None


def write(ensemble: Ensemble, folder: Path) -> None:
    """Write ``ensemble.parquet``, a column a parameter, and ``calibration.json``, its report."""
    parameter_sets = ensemble.parameter_sets()
    columns = {
        name: [parameter_set[name] for parameter_set in parameter_sets]
        for name in ensemble.prior.names
    }
    file = io.BytesIO()
    pq.write_table(pa.table(columns), file)
    write_atomically(folder / "ensemble.parquet", file.getvalue())
    text = json.dumps(ensemble.report, indent=2, ensure_ascii=False)
    write_atomically(folder / "calibration.json", text.encode())
