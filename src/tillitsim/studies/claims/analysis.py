"""The project's own claims, audited: whether each holds however the model is turned.

A claim is a virtual experiment whose checks are signs. It is run again with another seed, with half
and with twice the agents, with another order of activation, with the neutral table, and in worlds
of the parameter ensemble. Relabelling people changes no bit (``tests/model``), so it is not run.

=============  =======================================================================
robust         every sign holds in every variant, and in nine of ten worlds
shifted        so it does, but some variant has less than half or more than twice the size
fragile        some sign turns, clearly, in a variant, or in more than one of ten worlds
inconclusive   some variant's interval holds zero
not judged     some variant gave no value at all
=============  =======================================================================
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import model_validator

from tillitsim.model.simulation import default_threads
from tillitsim.runs.statistics import t_interval
from tillitsim.scenario import document
from tillitsim.scenario.fields import Missing, Table, Text
from tillitsim.scenario.load import load
from tillitsim.scenario.problems import Problems, content_of, tell
from tillitsim.scenario.schema import Scenario
from tillitsim.scenario.values import Fault, refuse
from tillitsim.studies.claims.activation_order import Reordered
from tillitsim.studies.evidence.quantity import problems_of
from tillitsim.studies.evidence.replication import Bench, Progress, World, prepare
from tillitsim.studies.evidence.schema import Check, Experiment

Audit = Literal["robust", "shifted", "fragile", "inconclusive", "not judged"]
Values = NDArray[np.float64]
HOLDS = 0.9
"""Share of worlds in which a sign must hold."""
SIZES = ("chain.units",)
"""What is halved and doubled; citizens and staff come with their unit."""


class Claim(Table):
    """A claim in words, and the experiment whose signs it asserts."""

    id: Annotated[str, Text(one_line=True)]
    en: Annotated[str, Text()]
    sv: Annotated[str, Text()]
    experiment: Experiment
    checks: tuple[Check, ...]

    @model_validator(mode="after")
    def _signs(self) -> Claim:
        if not self.checks or any(check.how != "sign" for check in self.checks):
            raise ValueError('a claim is checked by its signs: how = "sign".')
        wrong = problems_of(self)
        if wrong:
            refuse(wrong)
        return self


class ClaimsFile(Table):
    """A file of claims."""

    claims: Annotated[tuple[Claim, ...], Missing("no [[claims]] in this file.")]


@dataclass(frozen=True, slots=True)
class Estimates:
    """A variant's estimates, one a check, signed so that the claim says above zero."""

    variant: str
    mean: Values
    low: Values
    high: Values


@dataclass(frozen=True, slots=True)
class Audited:
    """What came of a claim: the verdict, the variants, the share of worlds by check."""

    claim: Claim
    variants: tuple[Estimates, ...]
    worlds: int
    holds_in: Values

    @property
    def verdict(self) -> Audit:
        """The verdict by the rules above."""
        if any((each.high < 0.0).any() for each in self.variants):
            return "fragile"
        if any(np.isnan((each.mean, each.low, each.high)).any() for each in self.variants):
            return "not judged"
        if self.worlds and (self.holds_in < HOLDS).any():
            return "fragile"
        if any((each.low <= 0.0).any() for each in self.variants):
            return "inconclusive"
        plain = self.variants[0].mean
        sizes = np.stack([each.mean / plain for each in self.variants])
        return "shifted" if ((sizes < 0.5) | (sizes > 2.0)).any() else "robust"


def load_claims(path: Path) -> list[Claim]:
    """The claims in a file; ``InputError`` with every problem in it."""
    read = document.read(path)
    problems = Problems()
    problems.extend(read.faults)
    content = content_of(ClaimsFile, read, problems)
    if content is not None:
        claims = content.model.claims
        if not claims and not content.spoilt("claims"):
            problems.add(f"{read.label}: no [[claims]] in this file.")
        for place, each in enumerate(claims):
            if each.id in {earlier.id for earlier in claims[:place]}:
                tell([Fault(("claims", place, "id"), "ids are unique.")], read, problems)
    ordered = Problems()
    ordered.extend_by_line(problems)
    ordered.raise_if_any()
    assert content is not None  # noqa: S101 - without a problem there are claims
    return list(content.model.claims)


def audit(
    claim: Claim,
    worlds: Sequence[World] = (),
    *,
    seed: int = 0,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Audited:
    """Run a claim in every variant (20 replicates each) and in every world (4 each)."""
    benches = variants_of(claim, seed)
    total = len(benches) + len(worlds)
    found: list[Estimates] = []
    with ThreadPoolExecutor(threads or default_threads()) as pool:
        for done, (name, bench) in enumerate(benches.items(), 1):
            rows = np.array([_signed(claim, r) for r in pool.map(bench.once, range(20))])
            estimate = t_interval(rows)
            found.append(Estimates(name, estimate.mean, estimate.low, estimate.high))
            if progress is not None:
                progress(done, total)

        def holds(world: World) -> Values:
            bench = prepare(claim, world, seed)
            rows = np.array([_signed(claim, bench.once(r)) for r in range(4)])
            return np.asarray(rows.mean(axis=0) > 0.0)

        in_worlds = []
        for done, each in enumerate(pool.map(holds, worlds), len(benches) + 1):
            in_worlds.append(each)
            if progress is not None:
                progress(done, total)
    shares = np.mean(in_worlds, axis=0) if in_worlds else np.full(len(claim.checks), np.nan)
    return Audited(claim, tuple(found), len(worlds), shares)


def _signed(claim: Claim, row: Sequence[tuple[float, ...]]) -> list[float]:
    return [check.sign * value[0] for check, value in zip(claim.checks, row, strict=True)]


def variants_of(claim: Claim, seed: int) -> Mapping[str, Bench]:
    """The ways in which a claim is run, the plain one first."""
    plain = prepare(claim, {}, seed)
    return {
        "plain": plain,
        "another seed": prepare(claim, {}, seed + 1),
        "half the agents": replace(plain, cells=_scaled(plain.cells, 0.5)),
        "twice the agents": replace(plain, cells=_scaled(plain.cells, 2.0)),
        "another order": replace(plain, simulation=Reordered),
        "neutral table": replace(
            plain,
            cells={cell: load(each, neutral="soft") for cell, each in plain.cells.items()},
        ),
    }


def _scaled(
    cells: Mapping[tuple[str, str], Scenario], factor: float
) -> dict[tuple[str, str], Scenario]:
    return {
        cell: load(
            each, changes={name: max(1.0, round(factor * each.values[name])) for name in SIZES}
        )
        for cell, each in cells.items()
    }
