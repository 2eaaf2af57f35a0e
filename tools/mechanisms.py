"""Makes the table of what switching off each mechanism does, by service and outcome.

    python tools/mechanisms.py                   writes docs/explanation/mechanisms-matter.md
    python tools/mechanisms.py --replicates 2    the same with few runs, to see that it works

A mechanism of the chain is left out whole (``--without``); a part of one is set to the value at
which it does nothing. Runs are paired: the same random numbers with and without.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tillitsim.model.outcomes import OUTCOMES
from tillitsim.runs.cases.case import cases_of
from tillitsim.runs.cases.read import Means
from tillitsim.runs.runner import Runner
from tillitsim.scenario.declared.declarations import MECHANISMS
from tillitsim.scenario.load import load
from tillitsim.scenario.schema import Scenario
from tillitsim.scenario.steering import steered

PAGE = Path(__file__).resolve().parents[1] / "docs" / "explanation" / "mechanisms-matter.md"
SERVICES = (
    "home-care",
    "preschool",
    "school",
    "primary-care",
    "emergency-hospital-care",
    "individual-and-family-care",
    "social-services",
    "pupil-health",
)
HEADLINES = (
    "good_meetings",
    "meeting_quality",
    "quality_perceived",
    "trust_in_service",
    "unequal_treatment",
    "legal_certainty",
    "accountability",
    "misuse",
    "waiting",
    "harm",
    "reporting_gap",
)
"""What users, politics and each principle care for; no state of staff or managers alone, since a
mechanism always moves its own."""
LEAST, SECTORS = 1.0, 3
PERCENT = ("harm", "waiting")
"""Outcomes shown in percent of what they are; no share, so they do not count for a point."""
CLEAR = 3.0
"""Standard errors that a movement must be clear of."""
UNDER = "new-public-management"
"""The other steering, since what works on a market has little to do where there is none."""
PARTS: Mapping[str, Mapping[str, float]] = {
    "effort: what is forced displaces only as capacity binds": {"effort.capacity": 0.0},
    "effort: motives are partly substitutes": {"effort.substitution": 1.0},
    "effort: being watched costs at once": {"effort.watched": 0.0},
    "effort: time is worth less the more there is": {"effort.time_value": 1.0},
    "effort: new people answer expectations": {"effort.expectation": 0.0},
    "effort: skill produces": {"effort.skill": 0.0},
    "effort: people differ in what they get done": {"effort.talent": 0.0},
    "effort: a market pulls as far as quality is seen": {"effort.market_seen": 0.0},
    "effort: who sees does not yet enforce": {"effort.enforcement": 0.0},
    "meeting: errors are caught where people dare": {"meeting.catch": 0.0},
    "meeting: unsaid errors come back": {"meeting.repeat": 0.0},
    "meeting: neglect harms": {"meeting.neglect": 0.0},
    "meeting: a relation finds the routine": {"meeting.familiar": 0.0},
    "meeting: haste harms": {"meeting.haste": 0.0},
    "meeting: handovers harm": {"meeting.handover": 0.0},
    "safety: a unit shares its climate": {"safety.climate": 0.0},
    "safety: managers take errors in their own way": {"safety.manager": 0.0},
    "motivation: prices crowd out": {"motivation.price_crowds": 0.0},
    "motivation: control crowds out": {"motivation.control_crowds": 0.0},
    "motivation: red tape alienates": {"motivation.red_tape": 0.0},
    "motivation: control by the distrusted weighs more": {"motivation.distrusted": 0.0},
    "motivation: conformity": {"motivation.conformity": 0.0},
    "motivation: unanswered wrongs wear the norm down": {"motivation.free_riding": 0.0},
    "motivation: answered wrongs build it up": {"motivation.answered": 0.0},
    "motivation: reciprocity": {"motivation.reciprocity": 0.0},
    "demand: varies by month and unit": {"demand.variation": 0.0},
    "learning: colleagues": {"learning.peers": 0.0},
    "workforce: sorting": {"workforce.sorting": 0.0},
    "workforce: illness": {"workforce.illness": 0.0},
    "workforce: strain on the body makes ill": {"workforce.body": 0.0},
    "workforce: contracts end": {"workforce.ending": 0.0},
}
SEED = 0
KEPT = (
    "A part that moves nothing in services as they are today may decide a finding or a level: [what"
    " each change of the equations is worth](equations.md) says which."
)
HEAD = """\
# Does every mechanism matter?

*Made by `python tools/mechanisms.py`; do not edit. For a service of your own: `tillitsim run \
SERVICE --without trust`, `--set motivation.red_tape=0`.*

A mechanism that moves nothing that anybody cares for is decoration. Here each is switched off, in \
{n} services as they are steered today, and the outcomes are compared run by run ({replicates} \
paired runs, default values). It *matters* if an outcome that users, politics or one of the three \
principles cares for moves by at least one point in at least three services; points are of 100, \
for harm and waiting percent of what they are. Staff's own states (can, will, dare) do not count, \
since a mechanism always moves its own."""


@dataclass(frozen=True)
class Moved:
    """What switching one thing off moves, in points: (services, steerings, outcomes).

    ``sure`` says where the paired differences are clear of chance.
    """

    name: str
    points: NDArray[np.float64]
    sure: NDArray[np.bool_]

    @property
    def services(self) -> int:
        """In how many services some outcome moves by a point at least, under either steering."""
        counted = [name not in PERCENT for name in HEADLINES]
        moves = (np.nan_to_num(np.abs(self.points)) >= LEAST) & self.sure & counted
        return int(moves.any(axis=(1, 2)).sum())

    @property
    def matters(self) -> bool:
        """Whether it does in enough of them."""
        return self.services >= SECTORS


def points(
    with_it: NDArray[np.float64], without: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Mean paired differences in points, (headlines,), and whether they are clear of chance.

    Of (runs, headlines) raw values each; clear is beyond :data:`CLEAR` standard errors.
    """
    step, level = np.mean(without - with_it, axis=0), np.mean(with_it, axis=0)
    error = np.std(without - with_it, axis=0, ddof=1) / np.sqrt(len(with_it))
    scale = [
        100.0 / value if name in PERCENT and value > 0.0 else OUTCOMES[name].factor
        for name, value in zip(HEADLINES, level, strict=True)
    ]
    return step * np.array(scale), np.abs(step) > CLEAR * error


def switched(service: Scenario) -> dict[str, Scenario]:
    """The service without each mechanism, and without each part."""
    whole = {name: load(service, without=[name]) for name in MECHANISMS}
    return whole | {name: load(service, changes=off) for name, off in PARTS.items()}


def moved(replicates: int) -> list[Moved]:
    """What each moves, run by run."""
    read, runner = Means(), Runner()
    columns = [list(OUTCOMES).index(name) for name in HEADLINES]
    found: dict[str, list[tuple[NDArray[np.float64], NDArray[np.bool_]]]] = {}
    for name in SERVICES:
        for service in (load(name), steered(load(name), load(UNDER))):
            off = switched(service)
            cases = [
                case
                for each in (service, *off.values())
                for case in cases_of(read, each, range(replicates), seed=SEED)
            ]
            means = np.array(runner.run(cases, read))[:, columns]
            runs = means.reshape(len(off) + 1, replicates, len(columns))
            for what, values in zip(off, runs[1:], strict=True):
                found.setdefault(what, []).append(points(runs[0], values))
    shape = len(SERVICES), 2, len(columns)
    return [
        Moved(
            name,
            np.array([step for step, _ in each]).reshape(shape),
            np.array([sure for _, sure in each]).reshape(shape),
        )
        for name, each in found.items()
    ]


def page(found: list[Moved], replicates: int) -> str:
    """The page: the answer, then the largest movement of each outcome."""
    whole = [each for each in found if each.name in MECHANISMS]
    parts = [each for each in found if each.name not in MECHANISMS]
    idle = [each.name for each in found if not each.matters]
    answer = (
        f"**{sum(each.matters for each in whole)} of {len(whole)} mechanisms and"
        f" {sum(each.matters for each in parts)} of {len(parts)} parts matter.**"
    )
    if idle:
        answer += f" Those that do not, by this measure: {'; '.join(idle)}. {KEPT}"
    text = [HEAD.format(n=len(SERVICES), replicates=replicates), answer]
    for title, some in (("Mechanisms of the chain", whole), ("Parts of them", parts)):
        text += [f"## {title}", table(some)]
    return "\n\n".join(text) + "\n"


def table(found: list[Moved]) -> str:
    """A row each: in how many services it moves something, and the median movement by outcome."""
    names = " | ".join(OUTCOMES[name].english for name in HEADLINES)
    lines = [f"| without | services moved | {names} |", "| --- " * (len(HEADLINES) + 2) + "|"]
    for each in sorted(found, key=lambda one: -one.services):
        cells = []
        for column in each.points[:, 0].T:
            known = column[np.isfinite(column)]
            cells.append(f"{np.median(known):+.1f}" if len(known) else "")
        lines.append(f"| {each.name} | {each.services} of {len(SERVICES)} | {' | '.join(cells)} |")
    note = "Median over services as steered today of what an outcome gains without it, in points."
    return "\n".join([*lines, "", note])


def main() -> None:
    """Run and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--replicates", type=int, default=6)
    replicates = max(2, parser.parse_args().replicates)
    PAGE.write_text(page(moved(replicates), replicates), encoding="utf-8")


if __name__ == "__main__":
    main()
