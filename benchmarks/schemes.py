"""Do two versions of the engine say the same? Outcomes under independent chance, Welch tests.

    python benchmarks/schemes.py OTHER_CHECKOUT [replicates]

Runs the same scenarios with this checkout and with another, with other seeds, and compares every
outcome's mean after the burn-in. A change of the scheme of chance, or of precision, changes every
bit and must change no mean; the family of all tests is held at one percent (Holm 1979).
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from scipy import stats

HERE = Path(__file__).parents[1]
FAMILY = 0.01
ROUNDING = 1e-6
"""A difference that single precision makes where there is no other, as in slack that is none."""
SIZE = ("months=60", "burn_in=24", "chain.councils=1", "chain.units=12")
SCENARIOS = (
    "demonstration", "preschool", "school", "home-care", "pupil-health", "primary-care",
    "emergency-hospital-care", "new-public-management", "rule-book", "trust-reform",
)  # fmt: skip
RUN = """
import sys
import numpy as np
from tillitsim.model.simulation import simulate
from tillitsim.scenario.load import load
path, seed, replicates, size, *names = sys.argv[1:]
runs = [
    simulate(
        load(name, set=size.split()), seed=int(seed) + 10 * i, replicates=int(replicates), threads=1
    )
    for i, name in enumerate(names)
]
np.savez(path, names=list(runs[0].names), means=[run.mean_after_burn_in() for run in runs])
"""


def means_of(checkout: Path, seed: int, replicates: int):
    """Names of outcomes, and means (scenarios, replicates, outcomes), by a checkout's code."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "means.npz"
        subprocess.run(
            [sys.executable, "-c", RUN, path, str(seed), str(replicates), " ".join(SIZE),
             *SCENARIOS],
            check=True,
            env=os.environ | {"PYTHONPATH": str(checkout / "src")},
        )  # fmt: skip
        with np.load(path) as kept:
            return kept["names"].tolist(), kept["means"]


def main(other: Path, replicates: int) -> int:
    """Print what differs; 1 if anything does beyond the family's error."""
    names, here = means_of(HERE, 1, replicates)
    same, there = means_of(other, 2, replicates)
    if names != same:
        print("the two versions have other outcomes")
        return 2
    tests = []
    for i, scenario in enumerate(SCENARIOS):
        for j, outcome in enumerate(names):
            a, b = here[i, :, j], there[i, :, j]
            a, b = a[np.isfinite(a)], b[np.isfinite(b)]
            spread = np.sqrt((a.var(ddof=1) + b.var(ddof=1)) / 2)
            if spread > 0.0 and abs(a.mean() - b.mean()) > ROUNDING:
                p = float(stats.ttest_ind(a, b, equal_var=False).pvalue)
                tests.append((p, (a.mean() - b.mean()) / spread, scenario, outcome))
    tests.sort()
    values = np.array([p for p, *_ in tests])
    beyond = [t for k, t in enumerate(tests) if t[0] < FAMILY / (len(tests) - k)]
    print(f"{len(tests)} tests, {len(SCENARIOS)} scenarios, {replicates} + {replicates} runs")
    print(f"p < 0.05: {(values < 0.05).mean():.1%}; p < 0.01: {(values < 0.01).mean():.1%}")
    print(f"differ at a family error of {FAMILY:.0%}: {len(beyond)}")
    for p, size, scenario, outcome in tests[:8]:
        print(f"  {p:.1e}  {size:+.2f} sd  {scenario}: {outcome}")
    return int(bool(beyond))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 60))
