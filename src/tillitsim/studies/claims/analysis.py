"""The project's own claims, audited: whether each holds however the model is turned.

A claim is a virtual experiment whose checks are signs. It is run again with another seed, with half
and with twice the agents, with another order of activation, with the neutral table, and in sets of
the ensemble. Relabelling people changes no bit (``tests/model``), so it is not run.

=============  =======================================================================
robust         every sign holds in every variant, and in nine of ten sets of assumptions
shifted        so it does, but some variant has less than half or more than twice the size
fragile        some sign turns, clearly, in a variant, or in more than one set of ten
inconclusive   some variant's interval holds zero
not judged     some variant gave no value at all
=============  =======================================================================
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from pydantic import model_validator

from tillitsim.locale import N_, _
from tillitsim.runs.cases.batch import sources_digest
from tillitsim.runs.cases.case import Once, Read, cases_of
from tillitsim.runs.runner import Runner
from tillitsim.runs.statistics.intervals import t_interval
from tillitsim.scenario.load import load
from tillitsim.scenario.reading import document
from tillitsim.scenario.reading.fields import Missing, Table, Text
from tillitsim.scenario.reading.kinds import refuse_other
from tillitsim.scenario.reading.problems import Problems, content_of, tell
from tillitsim.scenario.reading.values import Fault, refuse
from tillitsim.scenario.schema import Scenario
from tillitsim.studies.claims.activation_order import Reordered
from tillitsim.studies.evidence.quantity import problems_of
from tillitsim.studies.evidence.replication import (
    Bench,
    ParameterSet,
    address_of,
    prepare,
    worked_out,
)
from tillitsim.studies.evidence.schema import Check, Experiment

Audit = Literal["robust", "shifted", "fragile", "inconclusive", "not judged"]
Values = NDArray[np.float64]
Turn = Callable[[Bench], Bench]
IN_EACH_VARIANT, IN_EACH_SET = 20, 4
"""Replicates of each variant, and of the plain one in each parameter set."""
HOLDS = 0.9
"""Share of parameter sets in which a sign must hold."""
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
            raise ValueError(_('a claim is checked by its signs: how = "sign".'))
        wrong = problems_of(self)
        if wrong:
            refuse(wrong)
        return self


class ClaimsFile(Table):
    """A file of claims."""

    claims: Annotated[tuple[Claim, ...], Missing(N_("no [[claims]] in this file."))]


@dataclass(frozen=True, slots=True)
class Estimates:
    """A variant's estimates, one a check, signed so that the claim says above zero."""

    variant: str
    mean: Values
    low: Values
    high: Values


@dataclass(frozen=True, slots=True)
class Audited:
    """What came of a claim: the verdict, the variants, the share of sets by check."""

    claim: Claim
    variants: tuple[Estimates, ...]
    parameter_sets: int
    holds_in: Values

    @property
    def verdict(self) -> Audit:
        """The verdict by the rules above."""
        if any((each.high < 0.0).any() for each in self.variants):
            return "fragile"
        if any(np.isnan((each.mean, each.low, each.high)).any() for each in self.variants):
            return "not judged"
        if self.parameter_sets and (self.holds_in < HOLDS).any():
            return "fragile"
        if any((each.low <= 0.0).any() for each in self.variants):
            return "inconclusive"
        plain = self.variants[0].mean
        sizes = np.stack([each.mean / plain for each in self.variants])
        return "shifted" if ((sizes < 0.5) | (sizes > 2.0)).any() else "robust"


def load_claims(path: Path) -> list[Claim]:
    """The claims in a file; ``InputError`` with every problem in it."""
    read = document.read(path)
    refuse_other(read, "claims")
    problems = Problems()
    problems.extend(read.faults)
    content = content_of(ClaimsFile, read, problems)
    if content is not None:
        claims = content.model.claims
        if not claims and not content.spoilt("claims"):
            problems.add(_("{label}: no [[claims]] in this file.").format(label=read.label))
        for place, each in enumerate(claims):
            if each.id in {earlier.id for earlier in claims[:place]}:
                tell([Fault(("claims", place, "id"), _("ids are unique."))], read, problems)
    ordered = Problems()
    ordered.extend_by_line(problems)
    ordered.raise_if_any()
    assert content is not None  # noqa: S101 - without a problem there are claims
    return list(content.model.claims)


class Variant(NamedTuple):
    """A claim, turned in one of the ways of ``VARIANTS``."""

    claim: Claim
    turned: str


@dataclass(frozen=True, slots=True)
class VariantStatistics(Read[Variant]):
    """Every check's statistic of a variant, signed so that the claim says above zero."""

    @property
    def digest(self) -> str:
        """Names what is read, and how it is worked out."""
        return f"signed statistics {worked_out()} {sources_digest('studies/claims')}"

    def address(self, scenario: Variant) -> str:
        """All of a variant that its statistics depend on."""
        return f"{scenario.turned}|{address_of(scenario.claim)}"

    def prepare(self, scenario: Variant, parameters: ParameterSet) -> Once:
        """The function that runs a replicate of every cell and reads it."""
        claim = scenario.claim
        plain = VARIANTS[scenario.turned](prepare(claim, parameters))
        signs = np.array([check.sign for check in claim.checks])
        benches: dict[int, Bench] = {}

        def once(seed: int, replicate: int) -> Values:
            bench = benches.setdefault(seed, replace(plain, seed=seed))
            return np.asarray(signs * [value[0] for value in bench.once(replicate)])

        return once


def audit(
    claims: Sequence[Claim],
    parameter_sets: Sequence[ParameterSet] = (),
    *,
    seed: int = 0,
    runner: Runner | None = None,
) -> list[Audited]:
    """Run claims in every variant (20 replicates each) and in every parameter set (4 each)."""
    read = VariantStatistics()
    varied = [
        cases_of(
            read, Variant(claim, turned), range(IN_EACH_VARIANT), seed=seed + (turned == OTHER_SEED)
        )
        for claim in claims
        for turned in VARIANTS
    ]
    in_sets = [
        cases_of(
            read, Variant(claim, PLAIN), range(IN_EACH_SET), seed=seed, parameters=parameter_sets
        )
        for claim in claims
    ]
    cases = [case for each in (*varied, *in_sets) for case in each]
    found = iter((runner or Runner()).run(cases, read))
    estimates = [t_interval(np.array([next(found) for _ in each])) for each in varied]
    holds = [np.array([next(found) for _ in each]) for each in in_sets]
    return [
        Audited(
            claim,
            tuple(
                Estimates(turned, each.mean, each.low, each.high)
                for turned, each in zip(VARIANTS, estimates[i * len(VARIANTS) :], strict=False)
            ),
            len(parameter_sets),
            _share_that_holds(rows, len(parameter_sets), len(claim.checks)),
        )
        for i, (claim, rows) in enumerate(zip(claims, holds, strict=True))
    ]


def _share_that_holds(rows: Values, parameter_sets: int, checks: int) -> Values:
    """Of each check the share of sets in which its mean over the replicates is above zero."""
    if not parameter_sets:
        return np.full(checks, np.nan)
    by_set = rows.reshape(parameter_sets, IN_EACH_SET, checks)
    return np.asarray(np.mean(by_set.mean(axis=1) > 0.0, axis=0))


def _scaled(
    cells: Mapping[tuple[str, str], Scenario], factor: float
) -> dict[tuple[str, str], Scenario]:
    return {
        cell: load(
            each, changes={name: max(1.0, round(factor * each.values[name])) for name in SIZES}
        )
        for cell, each in cells.items()
    }


def _sized(factor: float) -> Turn:
    return lambda bench: replace(bench, cells=_scaled(bench.cells, factor))


def _neutral(bench: Bench) -> Bench:
    cells = {cell: load(each, neutral="soft") for cell, each in bench.cells.items()}
    return replace(bench, cells=cells)


PLAIN, OTHER_SEED = "plain", "another seed"
VARIANTS: Mapping[str, Turn] = MappingProxyType(
    {
        PLAIN: lambda bench: bench,
        OTHER_SEED: lambda bench: bench,
        "half the agents": _sized(0.5),
        "twice the agents": _sized(2.0),
        "another order": lambda bench: replace(bench, simulation=Reordered),
        "neutral table": _neutral,
    }
)
"""The ways in which a claim is run, the plain one first."""
