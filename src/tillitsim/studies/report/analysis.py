"""What a report is made of: the comparison, how its runs end, the evidence, and its command."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from tillitsim.model.outcomes import OUTCOMES, Outcome
from tillitsim.runs.ensemble.parameter_set import ParameterSet
from tillitsim.runs.runner import Runner
from tillitsim.scenario.horizon import over_the_same_months
from tillitsim.scenario.schema import Scenario
from tillitsim.studies.compare.analysis import (
    Comparison,
    Difference,
    compare,
)
from tillitsim.studies.compare.final_states import Ending, endings
from tillitsim.studies.compare.neutral_table import remaining_sentence
from tillitsim.studies.compare.ranking import ranked
from tillitsim.studies.evidence.shipped import Record
from tillitsim.view.text import ARROWS, capital, title_of

TO_THE_END = 8
"""Replicates whose citizens and units are looked at when they end, at most."""

PICTURED = 5
"""Scenarios beside the baseline that a picture can tell apart."""


@dataclass(frozen=True)
class Study:
    """Results that a report tells; ``main`` is the outcome that its doubts are about.

    ``outcomes`` are those shown in tables and pictures; ``endings`` has one entry a scenario.
    """

    comparison: Comparison
    outcomes: tuple[str, ...]
    main: str
    endings: tuple[Ending, ...]
    evidence: Record | None
    command: tuple[str, ...]
    language: str

    @cached_property
    def differences(self) -> Mapping[int, Mapping[str, Difference]]:
        """Every difference to the baseline, by scenario and outcome."""
        return {
            i: dict(zip(OUTCOMES, self.comparison.differences(i), strict=True))
            for i in self.comparison.others
        }

    @cached_property
    def pictured(self) -> Study:
        """The study of the baseline and the scenarios that pictures show: all, or the best."""
        others = self.comparison.others
        if len(others) <= PICTURED:
            return self
        order = ranked([self.differences[i][self.main] for i in others])
        kept = [each.difference.scenario for each in order[:PICTURED]]
        return replace(
            self,
            comparison=self.comparison.only(kept),
            endings=tuple(
                each
                for i, each in enumerate(self.endings)
                if i in kept or i == self.comparison.baseline
            ),
        )

    def shown(self, scenario: int) -> list[Difference]:
        """The differences that are shown, in order."""
        return [self.differences[scenario][name] for name in self.outcomes]

    def set_gaps(self, scenario: int) -> NDArray[np.float64] | None:
        """Differences in the main outcome, set by set (raw); None without other assumptions."""
        found = self.comparison.set_differences(scenario)
        return None if found is None else found[:, list(OUTCOMES).index(self.main)]

    def remaining(self, scenario: int) -> str:
        """What is left of the main difference where the principles are alike, in a sentence."""
        return remaining_sentence(self.comparison, (scenario,), self.main, self.language)

    def title(self, scenario: int) -> str:
        """A scenario's title."""
        return title_of(self.comparison.scenarios[scenario], self.language)


def study(
    scenarios: Sequence[Scenario],
    outcomes: Sequence[str],
    *,
    main: str,
    baseline: int,
    seed: int,
    replicates: int,
    parameter_sets: Sequence[ParameterSet],
    calibrated: bool,
    evidence: Record | None,
    command: Sequence[str],
    language: str,
    runner: Runner | None = None,
) -> Study:
    """Run what a report needs."""
    runner = runner or Runner()
    scenarios = over_the_same_months(scenarios)
    found = compare(
        scenarios,
        baseline=baseline,
        seed=seed,
        replicates=replicates,
        parameter_sets=parameter_sets,
        calibrated=calibrated,
        alike=True,
        runner=runner,
    )
    ended = endings(
        scenarios,
        seed=seed,
        replicates=min(replicates, TO_THE_END),
        parameter_sets=parameter_sets,
        runner=runner,
    )
    return Study(found, tuple(outcomes), main, ended, evidence, tuple(command), language)


def name_of(outcome: Outcome, language: str, *, arrow: bool = False) -> str:
    """An outcome's label with a large first letter, and perhaps the better direction."""
    mark = ARROWS[outcome.better].replace(" ", "\N{NO-BREAK SPACE}") if arrow else ""
    return capital(outcome.label(language)) + mark
