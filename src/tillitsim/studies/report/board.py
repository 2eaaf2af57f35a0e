"""The first two pages: the finding with its grade, for whom, how sure, what to do, its price."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from tillitsim.runs.statistics.likelihood import Grade
from tillitsim.studies.compare.analysis import Difference
from tillitsim.studies.compare.ranking import Ranked, ranked
from tillitsim.studies.compare.ranking_figure import (
    order_of,
    ranking_alternative,
    ranking_figure,
    ranking_title,
)
from tillitsim.studies.compare.strip_figure import strip_alternative, strip_figure
from tillitsim.studies.report.analysis import Study
from tillitsim.studies.report.doubts import Assumption, most_decisive
from tillitsim.studies.report.known import Known, known_of
from tillitsim.studies.report.pictures import Picture
from tillitsim.studies.report.reform import Arm, arm_of

FOR_WHOM = (
    "quality_simple",
    "quality_complex",
    "trust_in_service",
    "will",
    "dare",
    "administrative_burden",
)
"""Outcomes of those whom it reaches: with simple and complex needs, all of them, and staff."""

COSTS = ("cost_per_good_meeting", "administrative_burden", "inequality", "harm", "waiting")
"""What something good may cost, which is told whether or not it is likely to get worse."""

DRAWN = (
    "good_meetings",
    "quality_simple",
    "quality_complex",
    "will",
    "dare",
    "administrative_burden",
    "trust_in_service",
    "harm",
    "cost_per_good_meeting",
)
"""Outcomes in the one picture, after the main one."""

CHANGES, AGAINST, MEASURED = 5, 5, 4
"""Settings, losses and things to measure that are named, at most."""

Advice = Literal["nothing", "unasked", "begin", "try", "trial", "refrain", "idle", "other"]

PLAINLY: Mapping[str, Advice] = {"same": "nothing", "unknown": "trial", "none": "idle"}
"""What follows where the main outcome is not known to move."""


@dataclass(frozen=True, slots=True)
class Losses:
    """What is at least likely to become worse, the most certain first, and how many more."""

    named: Sequence[Difference]
    more: int


@dataclass(frozen=True, slots=True)
class Finding:
    """What a board is told of one scenario.

    ``remaining`` says what is left of the main difference where the principles are alike.
    ``measure`` is what a trial should follow: the main outcome, then what may be lost or is open.
    ``decisive`` is the assumption to find out about first; None where no single one stands out.
    """

    title: str
    main: Difference
    remaining: str
    known: Known
    for_whom: Sequence[Difference]
    advice: Advice
    measure: Sequence[Difference]
    decisive: Assumption | None
    losses: Losses
    costs: Sequence[Difference]


@dataclass(frozen=True, slots=True)
class Place:
    """A scenario in the order of many."""

    title: str
    ranked: Ranked


@dataclass(frozen=True, slots=True)
class Change:
    """What a scenario changes, in words: its arm, and how many settings are left to the tables."""

    arm: Arm
    named: int


def board_facts(study: Study) -> dict[str, object]:
    """The finding of the scenario, or of the best of many with the order of all."""
    order = [
        Place(study.title(each.difference.scenario), each)
        for each in ranked([study.differences[i][study.main] for i in study.comparison.others])
    ]
    first = order[0].ranked.difference.scenario
    return {
        "finding": finding(study, first),
        "order": order if len(order) > 1 else [],
        "ranking": ranking_title(
            order_of(study.comparison, study.main, study.language), study.language
        ),
        "likely_better": sum(each.ranked.difference.gain > 0 for each in order),
        "likely_worse": sum(each.ranked.difference.gain < 0 for each in order),
        "figure": _figure(study, many=len(order) > 1),
    }


def changed_facts(study: Study) -> dict[str, object]:
    """What is changed, before any effect is told."""
    return {
        "changes": [Change(arm_of(study, i), CHANGES) for i in study.comparison.others],
        "most": CHANGES,
    }


def finding(study: Study, i: int) -> Finding:
    """What a board is told of a scenario."""
    table = study.differences[i]
    main = table[study.main]
    worse = sorted(
        (each for each in table.values() if each.gain < 0), key=lambda each: -each.verdict.share
    )
    return Finding(
        title=study.title(i),
        main=main,
        remaining=study.remaining(i),
        known=known_of(study, i),
        for_whom=[table[name] for name in FOR_WHOM if name != study.main],
        advice=advice_of(main, worse),
        measure=_measured(study, i, worse),
        decisive=most_decisive(study, i),
        losses=Losses(worse[:AGAINST], max(0, len(worse) - AGAINST)),
        costs=[table[name] for name in COSTS if name != study.main and table[name] not in worse],
    )


def advice_of(main: Difference, worse: Sequence[Difference]) -> Advice:
    """What follows for who decides: never more than is known, nor than the losses allow."""
    verdict = main.verdict
    if verdict.grade is None:
        return "unasked"
    if verdict.way in PLAINLY:
        return PLAINLY[verdict.way]
    if main.gain <= 0:
        return "refrain" if main.gain else "other"
    certain = verdict.grade is Grade.VERY_LIKELY
    return "begin" if certain and not any(_certain(each) for each in worse) else "try"


def _certain(each: Difference) -> bool:
    return each.verdict.grade is Grade.VERY_LIKELY


def _measured(study: Study, i: int, worse: Sequence[Difference]) -> list[Difference]:
    table = study.differences[i]
    open_ = [table[name] for name in (*FOR_WHOM, *COSTS) if not table[name].verdict.known]
    asked = [table[study.main], *worse, *open_]
    return [*{each.outcome.name: each for each in asked}.values()][:MEASURED]


def _figure(study: Study, *, many: bool) -> Picture | None:
    comparison, language = study.comparison, study.language
    if all(comparison.coincide(i) for i in comparison.others):
        return None
    if many:
        return Picture(
            ranking_figure(order_of(comparison, study.main, language), language),
            ranking_alternative(order_of(comparison, study.main, language), language),
        )
    names = list(dict.fromkeys((study.main, *DRAWN)))
    return Picture(
        strip_figure(comparison, names, language, main=study.main),
        strip_alternative(comparison, names, language, main=study.main),
    )
