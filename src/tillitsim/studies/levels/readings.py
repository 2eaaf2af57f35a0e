"""What the model says of level facts: every fact's number, run by run."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from tillitsim.runs.cases.batch import sources_digest
from tillitsim.runs.cases.case import Once, Read
from tillitsim.runs.cases.read import address_of
from tillitsim.runs.ensemble.parameter_set import with_set
from tillitsim.scenario.load import load
from tillitsim.studies.levels.facts import Fact
from tillitsim.studies.levels.sample import Sample, sample
from tillitsim.studies.levels.statistic import Statistic
from tillitsim.studies.levels.statistics import statistic_of
from tillitsim.studies.levels.survey import Style

shipped = cache(load)


@dataclass(frozen=True)
class Judged:
    """A fact that the model can be held against: its statistic, and where it should lie."""

    fact: Fact
    statistic: Statistic
    tolerance: tuple[float, float]

    @property
    def services(self) -> tuple[str, ...]:
        """The scenarios that are run for it."""
        return tuple(self.statistic.named or self.fact.services)


def judged(facts: Sequence[Fact]) -> list[Judged]:
    """Those of some facts that map to the model and have a tolerance, in their order."""
    found = []
    for fact in facts:
        statistic = statistic_of(fact)
        if isinstance(statistic, Statistic):
            tolerance = fact.tolerance or statistic.tolerance
            if tolerance is not None:
                found.append(Judged(fact, statistic, tolerance))
    return found


@dataclass(frozen=True, slots=True)
class Asked:
    """Facts that are asked of the services as they are, and how people answer questions."""

    facts: tuple[Fact, ...]
    style: Style

    def statistics(self) -> list[tuple[Fact, Statistic]]:
        """Those that the model has a statistic for, in their order."""
        found = ((fact, statistic_of(fact)) for fact in self.facts)
        return [(fact, each) for fact, each in found if isinstance(each, Statistic)]

    def services(self) -> list[str]:
        """The scenarios that are run, each once."""
        return list(
            dict.fromkeys(
                name for fact, each in self.statistics() for name in each.named or fact.services
            )
        )


class Readings(Read[Asked]):
    """Every fact's number, (facts that have a statistic,); a run is one of each service."""

    @property
    def digest(self) -> str:
        """Names how facts are read: by the sources of this study."""
        return f"levels {sources_digest('studies/levels')}"

    def address(self, scenario: Asked) -> str:
        """The facts, how people answer, and the scenarios that are asked, as text."""
        asked = [(each.id, each.statistic, each.services) for each in scenario.facts]
        services = [address_of(shipped(name)) for name in scenario.services()]
        return f"{asked}|{scenario.style}|{services}"

    def prepare(self, scenario: Asked, parameters: Mapping[str, float]) -> Once:
        """The function that runs a replicate of every service; ``parameters`` hold in all."""
        loaded = {name: with_set(shipped(name), parameters) for name in scenario.services()}
        statistics = scenario.statistics()

        def once(seed: int, replicate: int) -> NDArray[np.float64]:
            of = {
                name: sample(service, seed + seed_offset(name), replicate, scenario.style)
                for name, service in loaded.items()
            }
            return np.array([value_of(fact, each, of) for fact, each in statistics])

        return once


def seed_offset(service: str) -> int:
    """What is added to the seed of a service: what is averaged over services is not one draw."""
    return zlib.crc32(service.encode())


def value_of(fact: Fact, statistic: Statistic, of: Mapping[str, Sample]) -> float:
    """What a fact asks, of one replicate of its services; a mean where it asks of several."""
    if statistic.several is not None:
        return statistic.several(of)
    one = statistic.one
    if one is None:
        return np.nan
    each = np.array([one(of[name]) for name in statistic.named or fact.services])
    there = each[np.isfinite(each)]
    return float(there.mean()) if len(there) else np.nan


def readings(
    facts: Sequence[Judged],
    parameters: Mapping[str, float],
    seed: int,
    replicates: int,
    style: Style | None = None,
) -> NDArray[np.float64]:
    """Every fact's number in every replicate, (replicates, facts); each service is run once."""
    asked = Asked(tuple(each.fact for each in facts), style or Style())
    once = Readings().prepare(asked, parameters)
    return np.array([once(seed, replicate) for replicate in range(replicates)])
