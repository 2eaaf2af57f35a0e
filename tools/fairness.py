"""Which corner of the triangle wins how often, in random tasks and with random people.

    python tools/fairness.py           writes the table in docs/explanation/fairness.md (4 minutes)

Four tables: as sourced; soft cells at the middle of their neutral range; soft cells drawn alike for
all three principles; all cells drawn alike. The same contexts and random numbers in all.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tillitsim.model.outcomes import OUTCOMES
from tillitsim.model.simulation import Simulation
from tillitsim.scenario.declared.declarations import PARAMETERS
from tillitsim.scenario.declared.instruments import INSTRUMENTS, PRINCIPLES
from tillitsim.scenario.load import load
from tillitsim.scenario.schema import Origin

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "explanation" / "fairness.md"
CONTEXTS = 300
SMALL = {"chain.units": 6.0}
LEFT = {
    "task.caseload", "task.need_rate", "task.choice", "task.rivals", "task.visits",
    "metric.threshold",
}  # fmt: skip
READ = ("meeting_quality", "fit", "quality_reported", "trust_in_service", "will", "can")
TABLES = {
    "as sourced": "none",
    "soft cells neutral": "soft",
    "soft cells drawn alike": "draw soft",
    "all cells drawn alike": "draw all",
}


def contexts() -> list[dict[str, float]]:
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
    for _ in range(CONTEXTS):
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


def corners(kind: str) -> NDArray[np.float64]:
    """Outcomes in every context under each principle alone: (contexts, corners, outcomes)."""
    generator = np.random.default_rng(7)
    base = load("demonstration", set=("months=72", "burn_in=24"))
    base = load(base, neutral="soft") if kind == "soft" else base
    given = [context | cells(kind, generator) | SMALL for context in contexts()]
    columns = [list(OUTCOMES).index(name) for name in READ]

    def one(values: dict[str, float]) -> NDArray[np.float64]:
        rows = []
        for corner in PRINCIPLES:
            mix = {f"mix.{p}": float(p == corner) for p in PRINCIPLES}
            simulation = Simulation(base.with_values(values | mix, Origin("python")), 1)
            simulation.run()
            rows.append(np.nanmean(simulation.outcomes()[24:], axis=0)[columns])
        return np.array(rows)

    with ThreadPoolExecutor() as pool:
        return np.array(list(pool.map(one, given)))


def table() -> str:
    """The win rates as Markdown, one row a table and outcome."""
    lines = [
        "| table | outcome | competition | regulation | trust | mean C | mean R | mean T |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for name, kind in TABLES.items():
        found = corners(kind)
        for i, outcome in enumerate(READ):
            wins = np.bincount(found[:, :, i].argmax(axis=1), minlength=3) / len(found)
            means = np.nanmean(found[:, :, i], axis=0)
            shares = " | ".join(f"{100 * share:.0f}%" for share in wins)
            levels = " | ".join(f"{100 * mean:.1f}" for mean in means)
            lines.append(f"| {name} | {OUTCOMES[outcome].english} | {shares} | {levels} |")
    return "\n".join(lines)


def main() -> None:
    """Put the table into the page, between its marks."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition("<!-- wins -->\n")
    _, _, after = rest.partition("<!-- end of wins -->")
    text = f"{before}<!-- wins -->\n{table()}\n<!-- end of wins -->{after}"
    PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
