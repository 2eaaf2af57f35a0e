"""What the results come to: the answer in short with its other side, and the main comparison."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from tillitsim.model.outcomes import LEVELS, Level
from tillitsim.runs.statistics.likelihood import Grade
from tillitsim.studies.compare.analysis import Difference
from tillitsim.studies.compare.over_time_figure import over_time_alternative, over_time_figure
from tillitsim.studies.compare.strip_figure import strip_alternative, strip_figure
from tillitsim.studies.compare.table import notes, reading
from tillitsim.studies.report.analysis import Study
from tillitsim.studies.report.pictures import Picture
from tillitsim.view.numbers import MINUS, significant

IN_SHORT = (
    "quality_complex",
    "dare",
    "administrative_burden",
    "trust_in_service",
    "cost_per_good_meeting",
)
"""Outcomes that are told in short, after the main one."""

OVER_TIME = (
    "trust_in_operations",
    "discretion_used",
    "dare",
    "good_meetings",
    "quality_complex",
    "trust_in_service",
)

NAMED, LEAST_CERTAIN = 5, 3
"""Outcomes that are named on the other side of an answer, at most, and as the least certain."""


@dataclass(frozen=True, slots=True)
class Size:
    """The main difference; in ``smaller`` of the draws it is smaller than with default values."""

    difference: Difference
    smaller: float


@dataclass(frozen=True, slots=True)
class Tally:
    """How many outcomes are at least likely to become better, worse, neither, or not to move."""

    outcomes: int
    better: int
    worse: int
    changed: int
    unmoved: int
    unknown: int


@dataclass(frozen=True, slots=True)
class OtherSide:
    """The case against an answer, which is that the main outcome becomes better or worse.

    ``way`` is +1 or -1. ``against`` is likely to go the other way, and ``more`` than are named
    there; ``along`` says whether anything is likely to go the same way, and ``fragile`` is what of
    it is the least certain.
    """

    way: int
    against: Sequence[Difference]
    more: int
    along: bool
    fragile: Sequence[Difference]


@dataclass(frozen=True, slots=True)
class Answer:
    """What becomes of a scenario; ``set_the_same`` is about two that coincide."""

    title: str
    coincide: bool
    set_the_same: bool
    remaining: str
    told: Sequence[Difference]
    size: Size | None
    tally: Tally
    other_side: OtherSide


@dataclass(frozen=True, slots=True)
class Shown:
    """The differences of a scenario that the table shows, by level of the chain."""

    title: str
    levels: Sequence[tuple[Level, Sequence[Difference]]]


def short_facts(study: Study) -> dict[str, object]:
    """An answer a scenario, and a picture where anything differs."""
    comparison, drawn = study.comparison, study.pictured.comparison
    differs = not all(comparison.coincide(i) for i in comparison.others)
    language = study.language
    return {
        "answers": [answer(study, i) for i in comparison.others],
        "figure": Picture(
            strip_figure(drawn, in_short(study), language, main=study.main),
            strip_alternative(drawn, in_short(study), language, main=study.main),
        )
        if differs
        else None,
        "how_to_read": notes(comparison, language),
    }


def in_short(study: Study) -> list[str]:
    """Names of the outcomes that are told in short, the main one first."""
    return list(dict.fromkeys((study.main, *IN_SHORT)))


def answer(study: Study, i: int) -> Answer:
    """What becomes of a scenario, against the baseline."""
    comparison, table = study.comparison, study.differences[i]
    base = comparison.scenarios[comparison.baseline]
    return Answer(
        title=study.title(i),
        coincide=comparison.coincide(i),
        set_the_same=base.canonical() == comparison.scenarios[i].canonical(),
        remaining=study.remaining(i),
        told=[table[name] for name in in_short(study)],
        size=size_of(study, i),
        tally=tally([*table.values()]),
        other_side=other_side(study, i),
    )


def size_of(study: Study, i: int) -> Size | None:
    """How the default values' main difference lies among the draws; None without an ensemble."""
    main = study.differences[i][study.main]
    if main.spread is None or main.mean == 0.0:
        return None
    draws = main.spread.draws[np.isfinite(main.spread.draws)]
    return Size(main, float((draws * np.sign(main.mean) < abs(main.mean)).mean()))


def tally(differences: Sequence[Difference]) -> Tally:
    """Count outcomes by what becomes of them."""
    known = [each for each in differences if each.verdict.known]
    moved = [each for each in known if each.verdict.sign]
    return Tally(
        outcomes=len(differences),
        better=sum(each.gain > 0 for each in moved),
        worse=sum(each.gain < 0 for each in moved),
        changed=sum(each.gain == 0 for each in moved),
        unmoved=len(known) - len(moved),
        unknown=len(differences) - len(known),
    )


def other_side(study: Study, i: int) -> OtherSide:
    """What goes the other way than the answer, and what is the least certain.

    Where the main outcome becomes neither better nor worse, what becomes worse is named.
    """
    table = study.differences[i].values()
    way = study.differences[i][study.main].gain or 1
    against = [each for each in table if each.gain == -way]
    along = [each for each in table if each.gain == way]
    fragile = sorted(
        (each for each in along if each.verdict.grade is Grade.LIKELY),
        key=lambda each: each.verdict.share,
    )
    return OtherSide(
        way=way,
        against=against[:NAMED],
        more=max(len(against) - NAMED, 0),
        along=bool(along),
        fragile=fragile[:LEAST_CERTAIN],
    )


def never_zero(each: Difference, language: str) -> str:
    """A difference, with as many digits as it takes to tell it from none."""
    middle = each.told[1]
    text = reading(each, middle, language, sign=True)
    if any(digit in text for digit in "123456789"):
        return text
    size = significant(abs(middle) * each.outcome.factor, 1, language)
    return f"{'+' if middle > 0.0 else MINUS}{size}"


def comparison_facts(study: Study) -> dict[str, object]:
    """Every shown outcome by level, and a picture of the months."""
    comparison, language = study.comparison, study.language
    drawn = study.pictured.comparison
    panels = [name for name in OVER_TIME if name in study.outcomes] or list(study.outcomes[:6])
    return {
        "arms": [Shown(study.title(i), by_level(study.shown(i))) for i in comparison.others],
        "over_time": Picture(
            over_time_figure(drawn, panels, language),
            over_time_alternative(drawn, panels, language),
        ),
    }


def by_level(differences: Sequence[Difference]) -> list[tuple[Level, list[Difference]]]:
    """Differences by the level of the chain that they are on, from the top."""
    ordered = sorted(differences, key=lambda each: LEVELS.index(each.outcome.level))
    return [(level, [*rows]) for level, rows in groupby(ordered, lambda each: each.outcome.level)]
