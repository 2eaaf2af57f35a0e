"""Puts how often intervals of chance hold the truth into docs/explanation/coverage.md.

    python tools/intervals.py            writes the page (about ten seconds of processor time)

What the truth is, and which pairs of runs are asked, stands on the page; the test of coverage asks
the same with a stated error rate.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from tillitsim.model.outcomes import LEVELS, OUTCOMES
from tillitsim.model.simulation import Results, simulate
from tillitsim.runs.cases.read import counts_of
from tillitsim.runs.statistics import missing
from tillitsim.runs.statistics.estimates import of_pairs, of_runs, together
from tillitsim.runs.statistics.intervals import Estimate
from tillitsim.scenario.load import load
from tillitsim.scenario.schema import Scenario

PAGE = Path(__file__).resolve().parents[1] / "docs" / "explanation" / "coverage.md"
DECLARED = list(OUTCOMES.values())
CLOSE = 1e-12
FEW = (4, 8, 20)
RUNS, DRAWS = 400, 600
LEAST, OFTEN = 0.9, 0.1


HEAD = f"""\
# How often intervals of chance hold the truth

*Made by `python tools/intervals.py`; do not edit.*

`run`, `compare` and `sweep` give default values with a 95% interval of chance (`default_low`, \
`default_high`). What it should hold is what very many runs come to. Here that is {RUNS} pairs of \
runs of the demonstration, as it is and with `mix.trust=+0.2`; {DRAWS:,} times 4, 8 or 20 of them \
are drawn, and their interval holds it or not. The *ensemble* that \
every command tells first is no such interval: it is where nine tenths of the runs under other \
plausible assumptions lie.

Right is 90 to 99%. How an interval is made follows from what kind of number an outcome is:

- A mean over runs has Student's *t*, at 98% of its own reckoning: few runs of a skewed outcome \
hold less than it says, so the others hold somewhat more than 95.
- A share of what is counted (meetings, harms, elections) is never narrower than counting alone \
makes it (Wilson 1927, Newcombe 1998), which is too wide where events are rare or runs are paired, \
on the safe side.
- A ratio (cost per good meeting) is all that was spent over all good meetings, in all runs \
together, so a run with few or none counts with what it spent (Cochran 1977).
- Where most runs are alike (to a tenth of the last digit), because it takes a rare event in the \
one council to move them, those at hand cannot say how far it moves the others: **no interval is \
told**, which counts as right. A difference that is alike in most pairs has the interval of runs \
that are not paired, where they can say. Runs that are all alike are told as they are from \
eight on.
- None is narrower than the last digit that is told (what chance moves by less comes to 100%), \
or leaves what is possible.

`tests/runs/test_coverage.py` finds what is below 90%, with an error rate of one in ten \
thousand for each outcome and number of runs. A share in brackets is how often no interval was \
told, where that is more than one time in ten.

**Below 90%**: LOW.

| outcome | a run: 4 | 8 | 20 | a difference: 4 | 8 | 20 |
| --- | --: | --: | --: | --: | --: | --: |"""


class Held(NamedTuple):
    """How often intervals held the truth or were not told, and how often not told, (outcomes,)."""

    held: NDArray[np.float64]
    silent: NDArray[np.float64]


class Shares(NamedTuple):
    """The same of a run, and of a comparison."""

    run: Held
    comparison: Held


class Runs(NamedTuple):
    """Many runs: outcomes (runs, outcomes), and what was counted for them."""

    values: NDArray[np.float64]
    counts: NDArray[np.float64]

    @classmethod
    def of(cls, results: Results) -> Self:
        """Those of some results."""
        assert results.tallies is not None  # noqa: S101 - simulate keeps them
        return cls(results.mean_after_burn_in(), counts_of(results.scenario, results.tallies))

    @property
    def truth(self) -> NDArray[np.float64]:
        """What all of them come to, (outcomes,)."""
        return missing.mean(together(self.values, DECLARED, self.counts))


def small(months: int = 120) -> tuple[Scenario, Scenario]:
    """The demonstration, and the same with more trust."""
    steered = load("demonstration", changes={"months": months})
    return steered, load(steered, set=("mix.trust=+0.2",))


def shares(pair: Sequence[Runs], replicates: int, draws: int) -> Shares:
    """How often 95% intervals of so many runs hold what all runs come to."""
    before, after = pair
    random = np.random.default_rng(replicates)
    which = np.stack(
        [random.choice(len(before.values), replicates, replace=False) for _ in range(draws)], axis=1
    )
    drawn = [Runs(each.values[which], each.counts[which]) for each in (after, before)]
    told = of_runs(drawn[1].values, DECLARED, drawn[1].counts)
    gaps = of_pairs(*(each.values for each in drawn), DECLARED, (drawn[0].counts, drawn[1].counts))
    return Shares(_held(told, before.truth), _held(gaps, after.truth - before.truth))


def _held(told: Estimate, truth: NDArray[np.float64]) -> Held:
    silent = np.isnan(told.low)
    within = (told.low - CLOSE <= truth) & (truth <= told.high + CLOSE)
    return Held((within | silent).mean(axis=0), silent.mean(axis=0))


def page() -> str:
    """The page."""
    pair = [Runs.of(simulate(each, seed=0, replicates=RUNS)) for each in small()]
    found = [shares(pair, replicates, DRAWS) for replicates in FEW]
    lines = [HEAD.replace("LOW", "; ".join(_low(found)) or "none")]
    for level in LEVELS:
        for i, (name, outcome) in enumerate(OUTCOMES.items()):
            if outcome.level != level:
                continue
            cells = [_cell(getattr(each, kind), i) for kind in Shares._fields for each in found]
            lines.append(f"| {outcome.label('en')} (`{name}`) | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _cell(each: Held, i: int) -> str:
    silent = f" ({each.silent[i]:.0%})" if each.silent[i] > OFTEN else ""
    return f"{each.held[i]:.0%}{silent}"


def _low(found: Sequence[Shares]) -> list[str]:
    """Outcomes whose intervals hold the truth in fewer than nine of ten, and with how many runs."""
    told = []
    for kind, words in zip(Shares._fields, ("a run", "a difference"), strict=True):
        for i, name in enumerate(OUTCOMES):
            low = [
                f"{getattr(each, kind).held[i]:.0%} with {n}"
                for n, each in zip(FEW, found, strict=True)
                if round(getattr(each, kind).held[i], 2) < LEAST
            ]
            told += [f"`{name}` of {words}, {', '.join(low)}"] if low else []
    return told


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
