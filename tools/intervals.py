"""Puts how often intervals of chance hold the truth into docs/explanation/coverage.md.

    python tools/intervals.py            writes the page (about a minute of processor time)

What the truth is, and which pairs of runs are asked, stands on the page; the test of coverage asks
the same with a stated error rate.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tillitsim.model.outcomes import LEVELS, OUTCOMES
from tillitsim.model.simulation import Results, simulate
from tillitsim.runs.cases.read import counts_of
from tillitsim.runs.statistics import missing
from tillitsim.runs.summary import over_replicates, summarise
from tillitsim.scenario.load import load
from tillitsim.scenario.schema import Scenario
from tillitsim.studies.compare.analysis import Comparison

PAGE = Path(__file__).resolve().parents[1] / "docs" / "explanation" / "coverage.md"
FEW = (4, 8, 20)
RUNS, DRAWS = 400, 600
LEAST, MOST_ALIKE = 0.9, 0.5


HEAD = f"""\
# How often intervals of chance hold the truth

*Made by `python tools/intervals.py`; do not edit.*

`run` and `compare` give default values with a 95% interval of chance (`default_low`, \
`default_high`). What it should hold is what very many runs come to. Here that is {RUNS} pairs of \
runs of the demonstration, as it is and with `mix.trust=+0.2`; {DRAWS:,} times 4, 8 or 20 of them \
are drawn, and their interval holds it or not. The *ensemble* that \
every command tells first is no such interval: it is where nine tenths of the runs under other \
plausible assumptions lie.

Right is 90 to 99%. Shares that are counted (meetings, harms, elections) come to 100% where events \
are rare: their interval is never narrower than counting alone makes it (Wilson 1927, Newcombe \
1998), which is too wide where runs are paired, on the safe side. Marked (r) is what chance leaves \
alone in most runs, or moves far in few, since it takes a rare event in the one council: some runs \
without it cannot say how far. These are held to the last digit that is told. Where a share is \
below 90% the interval is too narrow with so few runs: ask for more (`--replicates 50`), or read \
the ensemble. `tests/runs/test_coverage.py` finds what is clearly below 90% and not marked, with \
an error rate of one in ten thousand for each outcome and number of runs.

**Below 90%**: LOW.

Ratios (cost per good meeting) are all that was spent over all good meetings, in all runs \
together, so a run with few or none counts with what it spent; their interval is that of the ratio \
(Cochran 1977).

| outcome | a run: 4 | 8 | 20 | a difference: 4 | 8 | 20 |
| --- | --: | --: | --: | --: | --: | --: |"""


class Shares(NamedTuple):
    """How often intervals held the truth, (outcomes,): of a run, and of a comparison."""

    run: NDArray[np.float64]
    comparison: NDArray[np.float64]


def small(months: int = 120) -> tuple[Scenario, Scenario]:
    """The demonstration, and the same with more trust."""
    steered = load("demonstration", changes={"months": months})
    return steered, load(steered, set=("mix.trust=+0.2",))


def truth_of(results: Results) -> NDArray[np.float64]:
    """What all runs come to, (outcomes,)."""
    counts = counts_of(results.scenario, results.tallies)
    return missing.mean(over_replicates(results.mean_after_burn_in(), counts))


def some_of(results: Results, which: Sequence[int] | NDArray[np.int64]) -> Results:
    """Some of the runs."""
    return Results(
        results.scenario, 0, results.names, results.series[which], tallies=results.tallies[which]
    )


def last_digits() -> NDArray[np.float64]:
    """What the last digit that is told is worth, raw, (outcomes,)."""
    return np.array([10.0**-each.digits / each.factor for each in OUTCOMES.values()])


def alike(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The largest share of runs that read the same to the last digit, (outcomes,)."""
    rounded = np.round(values / last_digits())
    return np.array(
        [np.unique(each, return_counts=True)[1].max() / len(each) for each in rounded.T]
    )


def carried(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """How much of the variance the most distant twentieth of the runs carries, (outcomes,)."""
    squares = np.sort((values - missing.mean(values)) ** 2, axis=0)
    few = max(1, len(values) // 20)
    return squares[-few:].sum(axis=0) / np.maximum(squares.sum(axis=0), 1e-300)


def rarely_moved(pair: Sequence[Results]) -> Shares:
    """Which outcomes chance leaves alone in most runs, or moves far in few, as 0 and 1.

    Some runs in which the rare event did not happen then say nothing of how far it moves them. What
    is counted is not among them: its interval knows how rare an event may be.
    """
    before, after = (each.mean_after_burn_in() for each in pair)
    counted = np.array([each.counts is not None for each in OUTCOMES.values()])
    return Shares(
        *(
            ((alike(each) > MOST_ALIKE) | (carried(each) > MOST_ALIKE)) & ~counted
            for each in (before, after - before)
        )
    )


def shares(pair: Sequence[Results], replicates: int, draws: int) -> Shares:
    """How often 95% intervals of so many runs hold what all runs come to."""
    before, after = (truth_of(each) for each in pair)
    told = 0.5 * last_digits()
    rare = rarely_moved(pair)
    random = np.random.default_rng(replicates)
    held = np.zeros((2, len(OUTCOMES)))
    for _ in range(draws):
        which = random.choice(len(pair[0].series), replicates, replace=False)
        drawn = tuple(some_of(each, which) for each in pair)
        rows = summarise(drawn[0]), Comparison(drawn, 0).differences(1)
        for kind, truth in enumerate((before, after - before)):
            ends = np.array([(row.low, row.high) for row in rows[kind]]).T
            slack = np.where(rare[kind], told, 1e-12)
            held[kind] += (ends[0] - slack <= truth) & (truth <= ends[1] + slack)
    return Shares(*(held / draws))


def page() -> str:
    """The page."""
    pair = [simulate(each, seed=0, replicates=RUNS) for each in small()]
    rare = rarely_moved(pair)
    found = [shares(pair, replicates, DRAWS) for replicates in FEW]
    lines = [HEAD.replace("LOW", "; ".join(_low(found)))]
    for level in LEVELS:
        for i, (name, outcome) in enumerate(OUTCOMES.items()):
            if outcome.level != level:
                continue
            cells = [f"{each.run[i]:.0%}" for each in found]
            cells += [f"{each.comparison[i]:.0%}" for each in found]
            marks = [" (r)" * bool(each[i]) for each in rare]
            mark = "".join(dict.fromkeys(marks))
            lines.append(f"| {outcome.label('en')} (`{name}`){mark} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _low(found: Sequence[Shares]) -> list[str]:
    """Outcomes whose intervals hold the truth in fewer than nine of ten, and with how many runs."""
    told = []
    for kind, words in (("run", "a run"), ("comparison", "a difference")):
        for i, name in enumerate(OUTCOMES):
            low = [
                f"{getattr(each, kind)[i]:.0%} with {n}"
                for n, each in zip(FEW, found, strict=True)
                if round(getattr(each, kind)[i], 2) < LEAST
            ]
            told += [f"`{name}` of {words}, {', '.join(low)}"] if low else []
    return told


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
