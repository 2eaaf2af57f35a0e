"""How people and levels fare: who gains and loses, and what happens down the chain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tillitsim.model.outcomes import LEVELS, Level
from tillitsim.studies.compare.analysis import Difference
from tillitsim.studies.compare.chain_figure import chain_alternative, chain_figure
from tillitsim.studies.compare.final_states import Shift, shift
from tillitsim.studies.compare.needs_figure import needs_alternative, needs_figure
from tillitsim.studies.compare.reported_figure import reported_alternative, reported_figure
from tillitsim.studies.report.analysis import Study
from tillitsim.studies.report.pictures import Picture

PEOPLE = ("quality_simple", "quality_complex", "complexity_gap", "inequality", "waiting")
"""Outcomes that say how people fare, beside the mean."""


@dataclass(frozen=True, slots=True)
class Fare:
    """How people fare in a scenario; ``shift`` is None where the units are not the same ones."""

    title: str
    coincide: bool
    differences: Sequence[Difference]
    shift: Shift | None


@dataclass(frozen=True, slots=True)
class Moves:
    """What becomes of a level's outcomes, where something is at least likely."""

    level: Level
    better: Sequence[Difference]
    worse: Sequence[Difference]
    changed: Sequence[Difference]
    unmoved: Sequence[Difference]
    unknown: Sequence[Difference]


@dataclass(frozen=True, slots=True)
class Chain:
    """What a scenario does to every level of the chain."""

    title: str
    levels: Sequence[Moves]


def people_facts(study: Study) -> dict[str, object]:
    """Citizens by need, and units, in every scenario and in a picture."""
    comparison = study.comparison
    return {
        "arms": [
            Fare(
                study.title(i),
                comparison.coincide(i),
                [study.differences[i][name] for name in PEOPLE],
                shift(study.endings[comparison.baseline], study.endings[i]),
            )
            for i in comparison.others
        ],
        "needs": Picture(
            needs_figure(study.pictured.endings, comparison.seed, study.language),
            needs_alternative(study.pictured.endings, study.language),
        ),
    }


def chain_facts(study: Study) -> dict[str, object]:
    """Every level in every scenario; signals down and reports up as pictures."""
    comparison, language = study.comparison, study.language
    drawn = study.pictured.comparison
    runs = [drawn.known(i) for i in (drawn.baseline, *drawn.others)]
    sets = len(comparison.parameter_sets)
    return {
        "arms": [Chain(study.title(i), levels(study, i)) for i in comparison.others],
        "signals": Picture(chain_figure(runs, sets, language), chain_alternative(runs, language)),
        "reported": Picture(
            reported_figure(runs, sets, language), reported_alternative(runs, language)
        ),
    }


def levels(study: Study, i: int) -> list[Moves]:
    """What becomes of every level, from the top."""
    table = study.differences[i].values()
    return [
        moves(level, [each for each in table if each.outcome.level == level]) for level in LEVELS
    ]


def moves(level: Level, differences: Sequence[Difference]) -> Moves:
    """A level's outcomes by what becomes of them."""
    return Moves(
        level=level,
        better=[each for each in differences if each.gain > 0],
        worse=[each for each in differences if each.gain < 0],
        changed=[each for each in differences if each.verdict.sign and not each.gain],
        unmoved=[each for each in differences if each.verdict.known and not each.verdict.sign],
        unknown=[each for each in differences if not each.verdict.known],
    )
