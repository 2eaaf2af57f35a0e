"""Scenarios with what is assumed of each principle made the same, beside those that are compared.

The profile table says what each principle consists of, and its soft cells (support, openness, the
dialogue of audits, ...) are assumed. A comparison of mixes is in part a statement about that table;
so the same runs are made again with the soft cells neutral. Half of the parameter sets are enough
to say what is left.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from tillitsim.runs.statistics.likelihood import FEWEST
from tillitsim.scenario.load import load
from tillitsim.scenario.schema import Scenario
from tillitsim.scenario.steering import differ_in_mix

T = TypeVar("T")


def made_alike(scenarios: Sequence[Scenario], baseline: int) -> dict[int, Scenario]:
    """The scenarios whose mix is not the baseline's, and the baseline, with a neutral table.

    By their positions; empty where no mix differs, or the table is neutral already.
    """
    first = scenarios[baseline]
    others = [
        i
        for i, each in enumerate(scenarios)
        if differ_in_mix(first, each) and "none" in {first.neutral, each.neutral}
    ]
    return {i: load(scenarios[i], neutral="soft") for i in ([baseline, *others] if others else [])}


def in_half(each: Sequence[T]) -> list[T]:
    """Every second of what there is one of in each parameter set.

    All where half are too few for a word; none where all are.
    """
    if len(each) < FEWEST:
        return []
    return [*each[:: 2 if len(each) >= 2 * FEWEST else 1]]
