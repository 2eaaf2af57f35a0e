"""What a report is made of: the comparison, how its runs end, the evidence, and its command."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from tillitsim.locale import translator
from tillitsim.model.outcomes import OUTCOMES, Outcome
from tillitsim.model.simulation import Progress
from tillitsim.runs.ensemble import World
from tillitsim.scenario.schema import Scenario
from tillitsim.studies.compare.analysis import IN_EACH_WORLD, Comparison, Difference, compare
from tillitsim.studies.compare.final_states import Ending, ending
from tillitsim.studies.evidence.shipped import Record
from tillitsim.view.axes import ARROWS
from tillitsim.view.text import capital, title_of

TO_THE_END = 8
"""Replicates whose citizens and units are looked at when they end, at most."""


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

    def shown(self, scenario: int) -> list[Difference]:
        """The differences that are shown, in order."""
        return [self.differences[scenario][name] for name in self.outcomes]

    def world_gaps(self, scenario: int) -> NDArray[np.float64] | None:
        """Differences in the main outcome, world by world (raw); None without worlds."""
        found = self.comparison.world_differences(scenario)
        return None if found is None else found[:, list(OUTCOMES).index(self.main)]

    def title(self, scenario: int) -> str:
        """A scenario's title."""
        return title_of(self.comparison.scenarios[scenario], self.language)

    def quoted(self, scenario: int) -> str:
        """A scenario's title as it stands in a sentence."""
        _ = translator(self.language)
        return _("“{}”").format(self.title(scenario))

    def pair(self, scenario: int) -> dict[str, str]:
        """The names that sentences about a scenario are filled with."""
        return {
            "other": self.quoted(scenario),
            "baseline": self.quoted(self.comparison.baseline),
        }

    def named(self) -> dict[str, str]:
        """The baseline and all the others, as they stand in a question."""
        _ = translator(self.language)
        *first, last = [self.quoted(i) for i in self.comparison.others]
        others = _("{} or {}").format(", ".join(first), last) if first else last
        return {"baseline": self.quoted(self.comparison.baseline), "others": others}

    def question(self) -> str:
        """What the report answers."""
        _ = translator(self.language)
        return _("What would change if {baseline} became {others}?").format(**self.named())


def study(
    scenarios: Sequence[Scenario],
    outcomes: Sequence[str],
    *,
    main: str,
    baseline: int,
    seed: int,
    replicates: int,
    worlds: Sequence[World],
    calibrated: bool,
    evidence: Record | None,
    command: Sequence[str],
    language: str,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Study:
    """Run what a report needs. ``progress(done, total)`` counts runs."""
    different = {each.canonical(): each for each in scenarios}
    ends = min(replicates, TO_THE_END)
    compared = len(different) * (replicates + len(worlds) * IN_EACH_WORLD)
    total = compared + len(different) * ends

    def count(done: int, _: int = 0) -> None:
        if progress is not None:
            progress(done, total)

    found = compare(
        scenarios, baseline=baseline, seed=seed, replicates=replicates, worlds=worlds,
        calibrated=calibrated, threads=threads, progress=count,
    )  # fmt: skip
    ended = {}
    for done, (key, each) in enumerate(different.items(), 1):
        ended[key] = ending(each, seed=seed, replicates=ends, threads=threads)
        count(compared + done * ends)
    return Study(
        found, tuple(outcomes), main, tuple(ended[each.canonical()] for each in scenarios),
        evidence, tuple(command), language,
    )  # fmt: skip


def name_of(outcome: Outcome, language: str, *, arrow: bool = False) -> str:
    """An outcome's label with a large first letter, and perhaps the better direction."""
    mark = ARROWS[outcome.better].replace(" ", "\N{NO-BREAK SPACE}") if arrow else ""
    return capital(outcome.label(language)) + mark
