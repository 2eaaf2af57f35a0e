"""What all findings together say: hit rates by group, beside two references that know nothing.

The headline is the mean over the four groups of *favours*, so that a model cannot look good by
being right about one principle only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import get_args

import numpy as np

from tillitsim.studies.evidence.replication import Trial
from tillitsim.studies.evidence.schema import Favours, Finding, Label

GROUPS: tuple[str, ...] = get_args(Favours)
LABELS: tuple[str, ...] = get_args(Label)


@dataclass(frozen=True, slots=True)
class Rate:
    """Hits among the findings of a group that were run.

    Those that are inconclusive or not judged are no hits, and are counted together.
    ``right_way`` have the right sign in every check that decides; of those ``checks``,
    ``checks_hit`` are hits.
    """

    name: str
    hits: int
    inconclusive: int
    n: int
    right_way: int
    checks_hit: int
    checks: int

    @property
    def share(self) -> float:
        """Hits over findings; NaN for an empty group."""
        return self.hits / self.n if self.n else float("nan")


@dataclass(frozen=True, slots=True)
class Summary:
    """Rates by principle flattered, by label, by mechanism family; headline and references.

    ``all`` counts every finding alike; the headline is the mean over the four groups.
    """

    all: Rate
    favours: tuple[Rate, ...]
    labels: tuple[Rate, ...]
    families: tuple[Rate, ...]
    not_run: int
    doubted: int
    headline: float
    always_trust: float
    no_effect: float


def summarise(trials: Sequence[Trial]) -> Summary:
    """Count the verdicts of trials; findings that are not run are left out of every rate."""
    ran = [each for each in trials if each.finding.experiment is not None]

    def rates(of: Callable[[Finding], str], names: Sequence[str]) -> tuple[Rate, ...]:
        return tuple(_rate(name, [t for t in ran if of(t.finding) == name]) for name in names)

    favours = rates(lambda finding: finding.favours, GROUPS)
    families = sorted({each.finding.family for each in ran})
    return Summary(
        all=_rate("all", ran),
        favours=favours,
        labels=rates(lambda finding: finding.label, LABELS),
        families=rates(lambda finding: finding.family, families),
        not_run=len(trials) - len(ran),
        doubted=sum(bool(each.finding.doubt) for each in ran),
        headline=_mean([rate.share for rate in favours]),
        always_trust=_reference(ran, lambda finding: finding.favours == "trust"),
        no_effect=_reference(ran, says_nothing_happened),
    )


def says_nothing_happened(finding: Finding) -> bool:
    """Whether a model in which nothing has any effect would be right about a finding."""
    return all(check.how == "null" for check in finding.checks if check.decides)


def _rate(name: str, trials: Sequence[Trial]) -> Rate:
    verdicts = [each.verdict for each in trials]
    hits = verdicts.count("hit")
    scores = [score for each in trials for _, score in each.deciding]
    return Rate(
        name,
        hits,
        len(verdicts) - hits - verdicts.count("miss"),
        len(verdicts),
        sum(each.right_way for each in trials),
        sum(each.verdict == "hit" for each in scores),
        len(scores),
    )


def _reference(ran: Sequence[Trial], right: Callable[[Finding], bool]) -> float:
    shares = []
    for group in GROUPS:
        of_group = [each.finding for each in ran if each.finding.favours == group]
        shares.append(
            sum(right(finding) for finding in of_group) / len(of_group) if of_group else np.nan
        )
    return _mean(shares)


def _mean(shares: Sequence[float]) -> float:
    there = [each for each in shares if not np.isnan(each)]
    return float(np.mean(there)) if there else float("nan")
