"""Calibration: one parameter set for all findings, or rather many that are equally good.

Wave 1 spreads points over the prior. Each later wave fits emulators to all that was simulated so
far, samples where they say that the findings are met, and simulates there. A world joins the
ensemble if, *simulated*, it is not implausible: its third-largest distance is below three standard
deviations (Pukelsheim 1994; Vernon, Goldstein & Bower 2010), so that one or two findings that no
world can meet do not empty the ensemble. Everything is resumable: each block of points is one file,
a function of the plan alone.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path
from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from tillitsim.errors import InputError
from tillitsim.model.core.jit import fingerprint
from tillitsim.runs.executors import live_with_parent
from tillitsim.runs.files import make_folder, write_atomically
from tillitsim.runs.prior import Prior
from tillitsim.runs.shipped import evidence_folder
from tillitsim.scenario import document
from tillitsim.scenario.fields import Names, Table, Whole
from tillitsim.scenario.problems import Problems, content_of
from tillitsim.scenario.text_files import read_json
from tillitsim.studies.calibrate.batches import Evaluated, path_of, read_wave, write_block
from tillitsim.studies.calibrate.emulator import Emulator, fit
from tillitsim.studies.calibrate.target import (
    Target,
    implausibility,
    log_likelihood,
    simulated,
    targets,
)
from tillitsim.studies.evidence.load import load_all, shipped_finding
from tillitsim.studies.evidence.replication import prepare
from tillitsim.studies.evidence.schema import Finding

Values = NDArray[np.float64]
Progress = Callable[[int, int], None]

RANK = 3
"""The third-largest implausibility decides."""
MOST_POINTS = 1_000_000
CUTOFF = 3.0
"""Standard deviations beyond which a world is implausible."""


class Plan(Table):
    """What a calibration does: the findings, the sizes, the luck.

    ``first`` points in wave 1 and ``each`` in every later one; ``replicates`` of every finding at
    each point; ``block`` points are simulated together and kept in one file.
    """

    findings: Annotated[tuple[str, ...], Names("finding")]
    first: Annotated[int, Whole(8, MOST_POINTS)] = 512
    each: Annotated[int, Whole(8, MOST_POINTS)] = 256
    waves: Annotated[int, Whole(1, 1000)] = 4
    replicates: Annotated[int, Whole(4, 100_000)] = 8
    wanted: Annotated[int, Whole(1, MOST_POINTS)] = 200
    block: Annotated[int, Whole(1, MOST_POINTS)] = 16
    seed: Annotated[int, Whole(0, 2**63 - 1)] = 0

    @property
    def total(self) -> int:
        """Points in all waves."""
        return self.first + (self.waves - 1) * self.each


def read_plan(path: Path) -> Plan:
    """A plan from a TOML file; ``InputError`` with every problem in it."""
    read = document.read(path)
    problems = Problems()
    problems.extend(read.faults)
    content = content_of(Plan, read, problems)
    if content is not None and not content.model.findings and not content.lost("findings"):
        problems.add(f"{read.at('findings')}findings: empty; name one at least.")
    ordered = Problems()
    ordered.extend_by_line(problems)
    ordered.raise_if_any()
    assert content is not None  # noqa: S101 - without a problem there is a plan
    return content.model


def findings_of(plan: Plan) -> list[Finding]:
    """The findings that a plan fits, in its order; ``InputError`` for those that do not run."""
    known = {finding.id: finding for finding in load_all([evidence_folder()])}
    missing = [each for each in plan.findings if each not in known]
    idle = [each for each in plan.findings if each in known and known[each].not_run]
    if missing or idle:
        raise InputError(
            [f"calibration: there is no finding {each}." for each in missing]
            + [f"calibration: finding {each} is not run ({known[each].not_run})." for each in idle]
        )
    return [known[each] for each in plan.findings]


def simulate_world(
    findings: Sequence[Finding], world: dict[str, float], replicates: int, seed: int
) -> Values:
    """Every target's value and Monte Carlo error in a world: (targets, 2)."""
    found = []
    for finding in findings:
        bench = prepare(finding, world, seed)
        rows = [bench.once(replicate) for replicate in range(replicates)]
        for position, check in enumerate(finding.checks):
            if check.decides:
                found.append(simulated(check, np.array([row[position] for row in rows])))
    return np.array(found)


def _simulate_block(plan: Plan, block: Values) -> Values:
    """Every target in every world of a block of points: (points, targets, 2)."""
    prior, findings = Prior.declared(), findings_of(plan)
    return np.stack(
        [simulate_world(findings, prior.world(p), plan.replicates, plan.seed) for p in block]
    )


def distances(done: Evaluated, of: Sequence[Target]) -> Values:
    """Distance of every simulated point from every target, (points, targets)."""
    return np.column_stack(
        [t.distance(done.values[:, i], done.errors[:, i]) for i, t in enumerate(of)]
    )


def calibrate(
    plan: Plan,
    folder: Path,
    *,
    workers: int,
    budget: float | None = None,
    progress: Progress | None = None,
) -> Evaluated:
    """Simulate all waves, or as many blocks as ``budget`` seconds allow; resume from ``folder``.

    The same plan gives the same points and the same values, whatever the workers, however often it
    was interrupted (a wave is only designed once the one before is complete).
    """
    make_folder(folder)
    _same_plan(plan, folder)
    prior, of = Prior.declared(), targets(findings_of(plan))
    deadline = None if budget is None else time.monotonic() + budget
    done = Evaluated.nothing(len(prior.names), len(of))
    with ProcessPoolExecutor(workers, get_context("spawn"), initializer=live_with_parent) as pool:
        for wave in range(plan.waves):
            points = _design(plan, wave, prior, done, of)
            for count in _blocks(plan, folder, wave, points, pool, deadline):
                if progress is not None:
                    progress(len(done.points) + count, plan.total)
            part = read_wave(folder, wave, len(prior.names), len(of))
            done = done.and_then(part)
            if len(part.points) < len(points):
                break
    return done


def _same_plan(plan: Plan, folder: Path) -> None:
    """Refuse to mix two plans, two sets of findings or two versions of the model in one folder."""
    files = [shipped_finding(each) for each in plan.findings]
    texts = b"".join(each.read_bytes() for each in files if each is not None)
    digest = hashlib.blake2b(texts, digest_size=8).hexdigest()
    mine = {"plan": plan.model_dump(mode="json"), "findings": digest, "model": fingerprint()}
    path = folder / "plan.json"
    if not path.exists():
        write_atomically(path, json.dumps(mine, indent=2).encode())
        return
    there = read_json(path)
    if not isinstance(there, dict):
        there = {}
    changed = [key for key in mine if there.get(key) != mine[key]]
    if changed:
        raise InputError(
            f"{folder}: was begun with another {' and '.join(changed)}; give another --out, or"
            " delete the folder to start anew."
        )


def _design(plan: Plan, wave: int, prior: Prior, done: Evaluated, of: Sequence[Target]) -> Values:
    if wave == 0:
        return prior.spread(plan.first, plan.seed)
    emulators = [fit(done.points, done.values[:, i]) for i in range(len(of))]
    start = done.points[np.argsort(-log_likelihood(distances(done, of), of), kind="stable")]
    return sample(emulators, of, start[: plan.each], plan.seed + wave)


def sample(
    emulators: Sequence[Emulator], of: Sequence[Target], start: Values, seed: int, steps: int = 400
) -> Values:
    """Points where the emulators meet the targets: one chain from each ``start``, its last state.

    Metropolis steps that draw a few parameters anew from the prior, all chains side by side; the
    emulator's error widens every target.
    """
    luck = np.random.default_rng((seed, 11))
    here = start.copy()
    count, width = here.shape

    def worth(points: Values) -> Values:
        distances = np.column_stack(
            [t.distance(e(points), e.error) for t, e in zip(of, emulators, strict=True)]
        )
        return log_likelihood(distances, of)

    at = worth(here)
    for _ in range(steps):
        fresh = luck.random((count, width)) < luck.choice([1, 3, 10], (count, 1)) / width
        there = np.where(fresh, luck.random((count, width)), here)
        new = worth(there)
        taken = np.log(luck.random(count)) < new - at
        here[taken], at[taken] = there[taken], new[taken]
    return here


def _blocks(
    plan: Plan,
    folder: Path,
    wave: int,
    points: Values,
    pool: ProcessPoolExecutor,
    deadline: float | None,
) -> Iterator[int]:
    """Simulate the blocks of a wave that are not on disk; yields points of the wave done so far."""
    starts = range(0, len(points), plan.block)
    waiting = [s for s in starts if not path_of(folder, wave, s // plan.block).exists()]
    count = len(points) - sum(len(points[s : s + plan.block]) for s in waiting)
    yield count
    futures: dict[Future[Values], int] = {}
    pending = list(reversed(waiting))
    while pending or futures:
        late = deadline is not None and time.monotonic() > deadline
        while pending and not late and len(futures) < 4:
            start = pending.pop()
            block = points[start : start + plan.block]
            futures[pool.submit(_simulate_block, plan, block)] = start
        if not futures:
            return
        future = next(as_completed(futures))
        start = futures.pop(future)
        block = points[start : start + plan.block]
        write_block(path_of(folder, wave, start // plan.block), block, future.result())
        count += len(block)
        yield count


def plausible(done: Evaluated, of: Sequence[Target]) -> NDArray[np.bool_]:
    """Which simulated points are not implausible."""
    rank = min(RANK, len(of))
    return np.asarray(implausibility(distances(done, of), rank) < CUTOFF)
