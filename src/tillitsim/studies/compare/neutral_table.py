"""What is left of a comparison of mixes where the principles are assumed to be alike, in words."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from tillitsim.locale import translator
from tillitsim.studies.compare.alike import in_half
from tillitsim.studies.compare.analysis import Comparison, Difference, spread
from tillitsim.studies.compare.table import finding, reading, verdict_of
from tillitsim.view.numbers import number_or_none
from tillitsim.view.table import Cell
from tillitsim.view.text import title_of


def remaining(
    comparison: Comparison, scenario: int, outcomes: Sequence[str]
) -> tuple[Difference, ...]:
    """The differences to the baseline under the neutral table; none where that was not asked."""
    if scenario not in comparison.alike or scenario == comparison.baseline:
        return ()
    base = comparison.results[comparison.baseline]
    sets = in_half(comparison.parameter_sets)
    pair = [comparison.alike[i] for i in (comparison.baseline, scenario)]
    nothing = (math.nan,) * 5
    return tuple(
        Difference(
            base.declared[name],
            scenario,
            *nothing,
            n=0,
            same=False,
            spread=spread(sets, *(each[..., base.names.index(name)] for each in pair)),
        )
        for name in outcomes
    )


def findings(comparison: Comparison, outcome: str, language: str) -> list[str]:
    """What is known of an outcome, and then what is left of it, if that was asked."""
    left = remaining_sentence(comparison, comparison.others, outcome, language)
    return [finding(comparison, outcome, language), *([left] if left else [])]


def remaining_sentence(
    comparison: Comparison, scenarios: Sequence[int], outcome: str, language: str
) -> str:
    """What is left of an outcome's differences, in a sentence; empty where that was not asked."""
    _ = translator(language)
    told = []
    for i in scenarios:
        for each in remaining(comparison, i, (outcome,)):
            words = _told(each, language)
            title = title_of(comparison.scenarios[i], language)
            told.append(words if len(scenarios) == 1 else f"{title}: {words}")
    if not told:
        return ""
    return _(
        "Of that, with what is assumed of each principle (support, openness, dialogue, ...) made"
        " the same for all three: {left}."
    ).format(left="; ".join(told))


def _told(each: Difference, language: str) -> str:
    _ = translator(language)
    words = verdict_of(each, language)
    if each.spread is None or each.verdict.way == "same":
        return words
    low, middle, high = (reading(each, edge, language, sign=True) for edge in each.told)
    return _("{verdict} ({middle}; from {low} to {high})").format(
        verdict=words, middle=middle, low=low, high=high
    )


def neutral_records(
    comparison: Comparison, outcomes: Sequence[str], language: str
) -> dict[str, object] | None:
    """The differences that are left, as readings: one flat record a scenario and outcome."""
    found = [each for i in comparison.others for each in remaining(comparison, i, outcomes)]
    if not found:
        return None
    return {
        "cells": "soft",
        "parameter_sets": len(in_half(comparison.parameter_sets)),
        "differences": [_record(comparison, each, language) for each in found],
    }


def _record(comparison: Comparison, each: Difference, language: str) -> dict[str, Cell]:
    known, verdict = each.spread, each.verdict
    low, median, high = each.told
    numbers: Mapping[str, float] = {
        "baseline_median": known.baseline.median if known else math.nan,
        "median": median,
        "low": low,
        "high": high,
    }
    return {
        "scenario": comparison.scenarios[each.scenario].name,
        "baseline": comparison.scenarios[comparison.baseline].name,
        "outcome": each.outcome.name,
        "label": each.outcome.label(language),
        **{name: number_or_none(value * each.outcome.factor) for name, value in numbers.items()},
        "reading": each.outcome.reading(language),
        "verdict": verdict.way,
        "grade": None if verdict.grade is None else verdict.grade.value,
        "how_sure": verdict_of(each, language),
        "share_higher": verdict.higher if known else None,
        "share_lower": verdict.lower if known else None,
        "share_none": verdict.none if known else None,
        "parameter_sets": known.sets if known else 0,
    }
