"""Which steering is best how often, in random tasks and with random people, by whose values.

    python tools/fairness.py                 writes the marked parts of docs/explanation/fairness.md
    python tools/fairness.py --contexts 4    the same in few contexts, to see that it works

Four tables: as sourced; soft cells at the middle of their neutral range; soft cells drawn alike for
all three principles; all cells drawn alike. The same contexts and random numbers in all. In each
context every mix of a lattice is tried, and naive trust.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tillitsim.model.outcomes import OUTCOMES
from tillitsim.model.simulation import Simulation
from tillitsim.runs.experiment.design import lattice
from tillitsim.scenario.declared.declarations import PARAMETERS
from tillitsim.scenario.declared.instruments import INSTRUMENTS, PRINCIPLES
from tillitsim.scenario.load import load
from tillitsim.scenario.schema import Origin, Scenario
from tillitsim.scenario.steering import steered
from tillitsim.studies.values.analysis import MATTERS, Valued
from tillitsim.studies.values.profiles import Profile, profiles

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "explanation" / "fairness.md"
SMALL = {"chain.units": 6.0}
MONTHS, BURN_IN = 84, 36
DEGREE = 5
LEFT = {
    "task.caseload",
    "task.need_rate",
    "task.choice",
    "task.rivals",
    "task.visits",
    "metric.threshold",
}
READ = ("meeting_quality", "fit", "quality_reported", "trust_in_service", "will", "can")
TABLES = {
    "as sourced": "none",
    "soft cells neutral": "soft",
    "soft cells drawn alike": "draw soft",
    "all cells drawn alike": "draw all",
}
NAIVE = "naive-trust"
QUALITY = Profile(
    "quality", {"en": "the quality of the meeting alone"}, {}, "", {"meeting_quality": 1.0}
)
CLASSES = (
    "naive trust",
    "rule book",
    "market",
    "trust with follow-up",
    "two principles",
    "all three",
)
CORNERS = dict(zip(PRINCIPLES, ("market", "rule book", "trust with follow-up"), strict=True))
REASONS = ("norm", "misuse", "unequal_treatment", "harm", "meeting_quality")
WITH = Origin("python")
Values = NDArray[np.float64]
MIXES = [tuple(point[f"mix.{p}"] for p in PRINCIPLES) for point in lattice(DEGREE)]


def kind_of(mix: tuple[float, ...]) -> str:
    """What a mix is called: a corner by its name, else by how many principles it is of."""
    present = [p for p, share in zip(PRINCIPLES, mix, strict=True) if share > 0.0]
    return CORNERS[present[0]] if len(present) == 1 else CLASSES[len(present) + 2]


KINDS = np.array([*(CLASSES.index(kind_of(mix)) for mix in MIXES), CLASSES.index("naive trust")])
"""The class of each steering that is tried: the mixes, then naive trust."""


def contexts(count: int) -> list[dict[str, float]]:
    """Random tasks, people and metrics, uniform over their declared ranges."""
    generator = np.random.default_rng(20261124)
    names = [
        name
        for name, parameter in PARAMETERS.items()
        if name.startswith(("task.", "people.", "metric."))
        and name not in LEFT
        and not parameter.optional
    ]
    drawn = []
    for _ in range(count):
        one = {name: float(generator.uniform(*PARAMETERS[name].range)) for name in names}
        one["people.lifted"] = min(one["people.lifted"], 1.0 - one["people.averse"])
        drawn.append(one)
    return drawn


def cells(kind: str, generator: np.random.Generator) -> dict[str, float]:
    """Cells of the profile table, drawn from the same neutral range for all three principles."""
    if not kind.startswith("draw"):
        return {}
    return {
        f"profile.{row.name}.{principle}": float(generator.uniform(*row.neutral))
        for row in INSTRUMENTS
        if row.soft or kind == "draw all"
        for principle in PRINCIPLES
    }


@dataclass(frozen=True)
class Tried:
    """Means of all outcomes in every context, (contexts, steerings, outcomes); see ``KINDS``."""

    outcomes: Values

    def of(self, outcome: str) -> Values:
        """One outcome, (contexts, steerings)."""
        return np.asarray(self.outcomes[..., list(OUTCOMES).index(outcome)])

    def scores(self, profile: Profile) -> Values:
        """By a profile's values, 0 for the equal mix, 100 the way from worst to best: as there."""
        base, shape = load("demonstration"), np.array(MIXES)
        rows = []
        for context in self.outcomes:
            reference = context[nearest_equal()][None]
            found = Valued(
                base,
                0,
                shape,
                np.concatenate([context, reference])[None],
                (profile,),
                calibrated=False,
            )
            rows.append(found.scores(profile)[0])
        return np.array(rows)


def nearest_equal() -> int:
    """The mix of the lattice nearest to equal shares."""
    return int(np.argmin([sum((share - 1 / 3) ** 2 for share in mix) for mix in MIXES]))


def tried(kind: str, given: list[dict[str, float]]) -> Tried:
    """Run every steering in every context, under one table."""
    generator = np.random.default_rng(7)
    service = load("demonstration", set=(f"months={MONTHS}", f"burn_in={BURN_IN}", "spin_up=0"))
    naive = steered(service, load(NAIVE))
    if kind == "soft":
        service, naive = (load(each, neutral="soft") for each in (service, naive))
    laid = [context | cells(kind, generator) | SMALL for context in given]

    def one(values: Mapping[str, float]) -> Values:
        mixes = [
            service.with_values(
                {**values, **{f"mix.{p}": s for p, s in zip(PRINCIPLES, mix, strict=True)}},
                WITH,
            )
            for mix in MIXES
        ]
        return np.array([means(each) for each in (*mixes, naive.with_values(values, WITH))])

    with ThreadPoolExecutor() as pool:
        return Tried(np.array(list(pool.map(one, laid))))


def means(scenario: Scenario) -> Values:
    """Outcomes of one run, means of the months after the burn-in; NaN where there is no value."""
    simulation = Simulation(scenario, 1)
    simulation.run()
    series = simulation.outcomes()[BURN_IN:]
    known = np.isfinite(series)
    whole = np.where(known, series, 0.0).sum(axis=0)
    return np.where(known.any(axis=0), whole / np.maximum(known.sum(axis=0), 1), np.nan)


def corner_rows(found: Mapping[str, Tried]) -> list[str]:
    """How often each corner is the best of the three, by outcome, and its mean."""
    lines = [
        "| table | outcome | competition | regulation | trust | mean C | mean R | mean T |",
        "| --- " * 8 + "|",
    ]
    at = [MIXES.index(tuple(float(p == q) for q in PRINCIPLES)) for p in PRINCIPLES]
    for name, each in found.items():
        for outcome in READ:
            values = each.of(outcome)[:, at]
            wins = np.bincount(values.argmax(axis=1), minlength=3) / len(values)
            shares = " | ".join(f"{100 * share:.0f}%" for share in wins)
            levels = " | ".join(f"{100 * mean:.1f}" for mean in np.nanmean(values, axis=0))
            lines.append(f"| {name} | {OUTCOMES[outcome].english} | {shares} | {levels} |")
    return lines


def class_shares(scores: Values) -> tuple[Values, float]:
    """How often each class holds the best steering, and how often by more than what matters."""
    best = KINDS[scores.argmax(axis=1)]
    tops = np.array(
        [scores[:, np.flatnonzero(i == KINDS)].max(axis=1) for i in range(len(CLASSES))]
    )
    first, second = np.sort(tops, axis=0)[[-1, -2]]
    return np.bincount(best, minlength=len(CLASSES)) / len(best), float(
        (first - second >= MATTERS).mean()
    )


def value_rows(found: Mapping[str, Tried], high: NDArray[np.bool_]) -> list[str]:
    """In how many contexts each class is best, by whose values, under which table."""
    lines = [
        f"| by whose values | table | {' | '.join(CLASSES)} | clearly |",
        "| --- " * (len(CLASSES) + 3) + "|",
    ]
    for profile in (QUALITY, *profiles().values()):
        for table, each in list(found.items())[:3]:
            scores = each.scores(profile)
            parts = [(table, scores)]
            if table == "as sourced":
                parts.append(("as sourced, high stakes", scores[high]))
            for told, some in parts:
                shares, clearly = class_shares(some)
                cells_of = " | ".join(f"{100 * share:.0f}%" for share in shares)
                lines.append(
                    f"| {profile.title('en')} | {told} | {cells_of} | {100 * clearly:.0f}% |"
                )
    return lines


def verdict(found: Mapping[str, Tried], high: NDArray[np.bool_]) -> list[str]:
    """What the shares say of naive trust, and of balance, in sentences with their numbers."""
    sourced = found["as sourced"]
    lines = []
    for profile in (QUALITY, *profiles().values()):
        shares = {
            table: class_shares(each.scores(profile)[high])[0]
            for table, each in list(found.items())[:3]
        }
        naive = {table: each[CLASSES.index("naive trust")] for table, each in shares.items()}
        told = ", ".join(
            f"{100 * share:.0f}% with the {of(table)}" for table, share in naive.items()
        )
        most = [table for table, share in naive.items() if share > 0.5]
        against = (
            f"**With the {' and the '.join(map(of, most))} that is most contexts, and there the"
            " model contradicts the source**, which warns of trust without follow-up."
            if most
            else "With no table is that most contexts."
        )
        best = sorted(zip(shares["as sourced"], CLASSES, strict=True), reverse=True)
        ranked = ", ".join(
            f"{name} in {100 * share:.0f}%"
            for share, name in best
            if share >= 0.005 or name == "all three"
        )
        lines.append(
            f"- By {profile.title('en')}, where stakes are high, naive trust is best in {told}."
            f" {against} With the table as sourced the best is {ranked}."
        )
    naive_at, trust_at = len(MIXES), MIXES.index((0.0, 0.0, 1.0))
    told = [
        f"{OUTCOMES[name].english} {_mean(sourced, name, naive_at)} against"
        f" {_mean(sourced, name, trust_at)}"
        for name in REASONS
    ]
    lines.append(
        f"- What naive trust saves and what it costs, against trust with follow-up, means over"
        f" contexts: {'; '.join(told)}."
    )
    return lines


def of(table: str) -> str:
    """A table of cells as a sentence names it."""
    return f"table {table}" if table.startswith("as ") else table


def _mean(found: Tried, outcome: str, at: int) -> str:
    one = OUTCOMES[outcome]
    return f"{float(np.nanmean(found.of(outcome)[:, at])) * one.factor:.{one.digits}f}"


def between(text: str, mark: str, lines: list[str]) -> str:
    """The text with what stands between ``<!-- mark -->`` and its end made anew."""
    before, _, rest = text.partition(f"<!-- {mark} -->\n")
    _, _, after = rest.partition(f"<!-- end of {mark} -->")
    return f"{before}<!-- {mark} -->\n{chr(10).join(lines)}\n<!-- end of {mark} -->{after}"


def main() -> None:
    """Put what was found into the page, between its marks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--contexts", type=int, default=200)
    given = contexts(parser.parse_args().contexts)
    found = {name: tried(kind, given) for name, kind in TABLES.items()}
    high = np.array([each["task.stakes"] for each in given]) >= np.mean(
        PARAMETERS["task.stakes"].range
    )
    text = PAGE.read_text(encoding="utf-8")
    made = f"{len(given)} random contexts, {int(high.sum())} of them with high stakes."
    text = between(text, "made", [made])
    text = between(text, "wins", corner_rows(found))
    text = between(text, "values", value_rows(found, high))
    text = between(text, "verdict", verdict(found, high))
    PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
