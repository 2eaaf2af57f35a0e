"""Every level fact beside the model: services run once, statistics read, held to the tolerance."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Literal

import numpy as np

from tillitsim.locale import N_
from tillitsim.model.simulation import Progress, default_threads
from tillitsim.runs.ensemble import World, in_world
from tillitsim.runs.statistics import t_interval
from tillitsim.scenario.load import load
from tillitsim.studies.levels.facts import Fact
from tillitsim.studies.levels.sample import Sample, sample
from tillitsim.studies.levels.statistic import Statistic
from tillitsim.studies.levels.statistics import statistic_of
from tillitsim.studies.levels.survey import Style

Verdict = Literal["inside", "outside", "not judged"]
REPLICATES = 8


@dataclass(frozen=True, slots=True)
class Answer:
    """A fact and what the model says of it.

    ``simulated`` is the mean over replicates in ``unit``, with its 95% interval (chance only); it
    is NaN where nothing could be read. ``reason`` says why a fact is not judged.
    """

    fact: Fact
    verdict: Verdict
    simulated: float = math.nan
    low: float = math.nan
    high: float = math.nan
    unit: str = ""
    tolerance: tuple[float, float] | None = None
    reason: str = ""


def levels(
    facts: Sequence[Fact],
    world: World,
    *,
    seed: int = 0,
    replicates: int = REPLICATES,
    style: Style | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> list[Answer]:
    """Answers to all facts, in their order; each service that is asked about is run once.

    ``world`` maps parameters to values that hold in all services (but for what a scenario sets).
    """
    asked = {fact.id: statistic_of(fact) for fact in facts}
    wanted = _services(facts, asked)
    samples = _samples(wanted, world, seed, replicates, style or Style(), threads, progress)
    return [_answer(fact, asked[fact.id], samples) for fact in facts]


def _services(facts: Sequence[Fact], asked: Mapping[str, Statistic | str]) -> list[str]:
    services: dict[str, None] = {}
    for fact in facts:
        statistic = asked[fact.id]
        if isinstance(statistic, Statistic):
            services |= dict.fromkeys(statistic.named or fact.services)
    return list(services)


def _samples(
    services: Sequence[str],
    world: World,
    seed: int,
    replicates: int,
    style: Style,
    threads: int | None,
    progress: Progress | None,
) -> list[dict[str, Sample]]:
    """By replicate and service."""
    loaded = {name: in_world(load(name), world) for name in services}
    found: list[dict[str, Sample]] = [{} for _ in range(replicates)]
    jobs = [(replicate, name) for name in services for replicate in range(replicates)]

    def one(job: tuple[int, str]) -> Sample:
        replicate, name = job
        return sample(loaded[name], seed, replicate, style)

    with ThreadPoolExecutor(threads or default_threads()) as pool:
        for done, ((replicate, name), read) in enumerate(
            zip(jobs, pool.map(one, jobs), strict=True), 1
        ):
            found[replicate][name] = read
            if progress is not None:
                progress(done, len(jobs))
    return found


def _answer(
    fact: Fact, statistic: Statistic | str, samples: Sequence[Mapping[str, Sample]]
) -> Answer:
    if isinstance(statistic, str):
        return Answer(fact, "not judged", reason=statistic)
    values = np.array([value_of(fact, statistic, of) for of in samples])
    estimate = t_interval(values[:, None])
    mean, low, high = (float(each[0]) for each in estimate[:3])
    tolerance = fact.tolerance or statistic.tolerance
    simulated = (mean, low, high, statistic.unit, tolerance)
    if tolerance is None:
        return Answer(fact, "not judged", *simulated, reason=N_("no tolerance is stated"))
    if math.isnan(mean):
        return Answer(fact, "not judged", *simulated, reason=N_("nothing could be read in any run"))
    inside = tolerance[0] <= mean <= tolerance[1]
    return Answer(fact, "inside" if inside else "outside", *simulated)


def value_of(fact: Fact, statistic: Statistic, of: Mapping[str, Sample]) -> float:
    """What a fact asks, of one replicate of its services; a mean where it asks of several."""
    if statistic.several is not None:
        return statistic.several(of)
    one = statistic.one
    if one is None:
        return math.nan
    each = np.array([one(of[name]) for name in statistic.named or fact.services])
    there = each[np.isfinite(each)]
    return float(there.mean()) if len(there) else math.nan
