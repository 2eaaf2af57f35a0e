"""Counts where the defaults lie among the members of the ensemble, outcome by outcome.

    python tools/defaults.py           writes experiments/calibration/defaults.json, and what it
                                       says in docs/explanation/calibration.md
    python tools/defaults.py --check   fails if the page says something else than the file

A place is the share of the other members that lie below the defaults, ties half: from a quarter to
three quarters is the middle half.
"""

from __future__ import annotations

import json
import math
import re
import sys
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from made import CHECK, ROOT, write_or_check
from numpy.typing import NDArray

from tillitsim.model.outcomes import OUTCOMES
from tillitsim.runs.cases.case import cases_of
from tillitsim.runs.cases.read import Means
from tillitsim.runs.ensemble.parameter_sets import draw_sets, shipped_ensemble
from tillitsim.runs.runner import Runner
from tillitsim.scenario.declared.declarations import PARAMETERS
from tillitsim.scenario.load import load
from tillitsim.scenario.schema import Scenario
from tillitsim.studies.compare.analysis import HEADLINE

PAGE = ROOT / "docs" / "explanation" / "calibration.md"
FILE = shipped_ensemble().with_name("defaults.json")
START, END = "<!-- where the defaults lie -->\n", "<!-- end of where the defaults lie -->"
REPLICATES, SEED = 2, 0
SERVICES = (
    "home-care", "school", "individual-and-family-care", "primary-care", "emergency-hospital-care",
)  # fmt: skip
HOME_CARE = "docs/gallery/home-care-{}.toml"
COMPARISONS = (
    (HOME_CARE.format("rule-book"), HOME_CARE.format("trust-reform")),
    (HOME_CARE.format("rule-book"), HOME_CARE.format("new-public-management")),
    (HOME_CARE.format("rule-book"), HOME_CARE.format("balance")),
    ("rule-book", "trust-reform"),
    ("today-mixed", "trust-reform"),
)
Values = NDArray[np.float64]
Set = Mapping[str, float]


def members() -> list[dict[str, float]]:
    """The members of the shipped ensemble that are not the defaults."""
    each = draw_sets(sys.maxsize).each
    return [one for one in each if not all(map(_default, one.items()))]


def _default(value: tuple[str, float]) -> bool:
    return math.isclose(value[1], PARAMETERS[value[0]].default, abs_tol=1e-12)


def headlines(scenario: Scenario, sets: Sequence[Set], runner: Runner) -> Values:
    """Headline outcomes in natural readings, one row a set: means over the replicates."""
    read = Means()
    runs = runner.run(cases_of(read, scenario, range(REPLICATES), seed=SEED, parameters=sets), read)
    found: Values = np.array(runs).reshape(len(sets), REPLICATES, -1).mean(axis=1)
    places = [list(OUTCOMES).index(name) for name in HEADLINE]
    factors: Values = np.array([OUTCOMES[name].factor for name in HEADLINE])
    return found[:, places] * factors


def place(values: Values) -> float | None:
    """Where the last of some values lies among the others that have one, from 0 to 1."""
    others, own = values[:-1][np.isfinite(values[:-1])], values[-1]
    if not len(others) or not np.isfinite(own):
        return None
    return float(np.round((others < own).mean() + 0.5 * (others == own).mean(), 4))


def service(name: str, runner: Runner) -> dict[str, float | None]:
    """The place of each headline outcome of the defaults in a service."""
    found = headlines(load(name), [*members(), {}], runner)
    return {outcome: place(found[:, i]) for i, outcome in enumerate(HEADLINE)}


def comparison(pair: tuple[str, str], runner: Runner) -> dict[str, dict[str, float | None]]:
    """Of each headline outcome: what the defaults say of a difference, and what members do."""
    scenarios = [load(ROOT / each if each.endswith(".toml") else each) for each in pair]
    before, after = (headlines(each, [*members(), {}], runner) for each in scenarios)
    gaps = after - before
    return {
        outcome: {
            "defaults": _plain(gaps[-1, i]),
            "members": _plain(np.nanmedian(gaps[:-1, i])),
            "place": place(gaps[:, i]),
        }
        for i, outcome in enumerate(HEADLINE)
    }


def _plain(value: float) -> float | None:
    return float(np.round(value, 4)) if np.isfinite(value) else None


def counted(runner: Runner) -> dict[str, object]:
    """Everything that is counted."""
    return {
        "members": len(members()),
        "replicates": REPLICATES,
        "services": {name: service(name, runner) for name in SERVICES},
        "comparisons": [
            {"of": after, "than": before, "outcomes": comparison((before, after), runner)}
            for before, after in COMPARISONS
        ],
    }


def inside(at: float | None, share: float = 0.5) -> bool:
    """Whether a place is in the middle ``share``."""
    return at is not None and abs(at - 0.5) <= 0.5 * share


def told(found: Mapping[str, Any]) -> str:
    """What the page says of it."""
    services, comparisons = found["services"], found["comparisons"]
    places = [at for each in services.values() for at in each.values() if at is not None]
    half, most = (sum(inside(at, share) for at in places) for share in (0.5, 0.8))
    parts = [
        f"Of {len(places)} headline outcomes ({len(HEADLINE)} in each of {len(services)} services,"
        f" {found['replicates']} replicates) **{half} lie in the middle half** of the"
        f" {found['members']} other members, and {most} in their middle 80%. Outside the middle"
        " half, with the percent of members below:",
        _outside(services),
        *_of_comparisons(comparisons),
    ]
    return "\n\n".join(parts) + "\n"


def _outside(services: Mapping[str, Mapping[str, float | None]]) -> str:
    titles = [load(name).title["en"].lower() for name in services]
    rows = [f"| | {' | '.join(titles)} |", "| --- " * (1 + len(titles)) + "|"]
    for outcome in HEADLINE:
        cells = [
            "" if at is None or inside(at) else f"{100 * at:.0f}"
            for at in (each[outcome] for each in services.values())
        ]
        if any(cells):
            rows.append(f"| {OUTCOMES[outcome].english.lower()} | {' | '.join(cells)} |")
    return "\n".join(rows)


def _of_comparisons(comparisons: Sequence[Mapping[str, Any]]) -> list[str]:
    rows = ["| compared | inside | good meetings: defaults | members |", "| --- " * 4 + "|"]
    total = np.zeros(2, np.int64)
    for each in comparisons:
        outcomes = [one for one in each["outcomes"].values() if one["place"] is not None]
        count = sum(inside(one["place"]) for one in outcomes)
        total += (count, len(outcomes))
        good = each["outcomes"]["good_meetings"]
        names = " against ".join(_title(each[key]) for key in ("of", "than"))
        numbers = " | ".join(f"{good[key]:+.1f}" for key in ("defaults", "members"))
        rows.append(f"| {names} | {count} of {len(outcomes)} | {numbers} |")
    text = (
        f"Of {total[1]} headline differences in {len(comparisons)} comparisons **{total[0]} lie in"
        " the middle half** (good meetings: medians of members):"
    )
    return [text, "\n".join(rows)]


def _title(name: str) -> str:
    return load(ROOT / name if name.endswith(".toml") else name).title["en"].lower()


def main(arguments: list[str]) -> int:
    """Count and write, or check the page."""
    if arguments != CHECK:
        with Runner() as runner:
            found = counted(runner)
        FILE.write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    page = PAGE.read_text("utf-8")
    if START not in page or END not in page:
        raise SystemExit(f"{PAGE.name} has no place for it: {START.strip()} ... {END}")
    between = re.compile(f"{re.escape(START)}.*{re.escape(END)}", re.DOTALL)
    block = f"{START}\n{told(json.loads(FILE.read_text('utf-8')))}\n{END}"
    return write_or_check({PAGE: between.sub(lambda _: block, page)}, arguments, "defaults.py")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
