"""What speaks against an answer: the assumptions that it hangs on, and the evidence for them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from tillitsim.model.outcomes import Outcome
from tillitsim.runs.statistics import missing
from tillitsim.scenario.declared.declarations import MECHANISMS, PARAMETERS
from tillitsim.scenario.declared.parameter import Parameter
from tillitsim.scenario.description.describe import readers
from tillitsim.scenario.description.wording import group_title
from tillitsim.studies.compare.analysis import Difference
from tillitsim.studies.compare.rank_influence import FEWEST, Influence, influences
from tillitsim.studies.compare.sign_flips import Flip, rank_correlations
from tillitsim.studies.compare.table import origin
from tillitsim.studies.compare.tornado_figure import tornado_alternative, tornado_figure
from tillitsim.studies.evidence.families import families_that_test
from tillitsim.studies.evidence.shipped import Record, Scored, count
from tillitsim.studies.report.analysis import Study
from tillitsim.studies.report.pictures import Picture
from tillitsim.studies.report.settings import ASIDE, label_of, name_and_unit

EVERYWHERE = frozenset({"management"})
"""Readers of a parameter that say little of what it is about, where there are others."""


@dataclass(frozen=True, slots=True)
class Assumption:
    """A parameter that moves the main difference; ``below`` its label stand name and unit."""

    label: str
    below: str
    parameter: Parameter
    influence: Influence


@dataclass(frozen=True, slots=True)
class Turned:
    """What turns the direction of an outcome."""

    outcome: Outcome
    label: str
    flip: Flip


@dataclass(frozen=True, slots=True)
class Hanging:
    """What a scenario's answer hangs on: assumptions that move it clear of chance."""

    title: str
    coincide: bool
    main: Difference
    assumptions: Sequence[Assumption]
    tornado: Picture | None
    turned: Sequence[Turned]


@dataclass(frozen=True, slots=True)
class Tested:
    """A mechanism, and how the findings that test it come out."""

    title: str
    hits: int
    misses: int
    undecided: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """How all findings come out, and those that test some mechanisms.

    ``older_version`` is the model's that they were scored with, if not this one; ``selected`` if
    the mechanisms are those behind some assumptions, and not all.
    """

    findings: int
    hits: int
    misses: int
    undecided: int
    older_version: str
    selected: bool
    mechanisms: Sequence[Tested]
    missed: Sequence[Scored]


def hangs_facts(study: Study) -> dict[str, object]:
    """What each answer hangs on, and the evidence for the mechanisms behind it."""
    found = {i: _influences(study, i) for i in study.comparison.others}
    matter = [row.parameter for rows in found.values() for row in rows]
    return {
        "arms": [_hanging(study, i, rows) for i, rows in found.items()],
        "fewest": FEWEST,
        "evidence": evidence_of(study.evidence, mechanisms_of(matter), study.language),
    }


def _influences(study: Study, i: int) -> Sequence[Influence]:
    gaps = study.set_gaps(i)
    return () if gaps is None else influences(study.comparison.parameter_sets, gaps)


def most_decisive(study: Study, i: int) -> Assumption | None:
    """The assumption that moves the main difference most, if it does so clear of chance."""
    rows = _influences(study, i)
    return _assumption(rows[0], study.language) if rows and rows[0].clear else None


def _hanging(study: Study, i: int, rows: Sequence[Influence]) -> Hanging:
    language = study.language
    return Hanging(
        title=study.title(i),
        coincide=study.comparison.coincide(i),
        main=study.differences[i][study.main],
        assumptions=[_assumption(row, language) for row in rows if row.clear],
        tornado=_tornado(study, i, rows),
        turned=[
            _turned(each.outcome, each.spread.flip, language)
            for each in study.shown(i)
            if each.spread and each.spread.flip and each.verdict.way not in {"none", "same"}
        ],
    )


def _assumption(row: Influence, language: str) -> Assumption:
    parameter = PARAMETERS[row.parameter]
    below = name_and_unit(parameter, language)
    return Assumption(label_of(parameter, language), below, parameter, row)


def _turned(outcome: Outcome, flip: Flip, language: str) -> Turned:
    return Turned(outcome, ASIDE.sub("", PARAMETERS[flip.parameter].label(language)), flip)


def _tornado(study: Study, i: int, rows: Sequence[Influence]) -> Picture | None:
    """The assumptions as a picture; None where none does so clearly."""
    comparison, language = study.comparison, study.language
    gaps = study.set_gaps(i)
    if gaps is None or not any(row.clear for row in rows) or comparison.coincide(i):
        return None
    outcome = study.differences[i][study.main].outcome
    pair = [comparison.scenarios[at] for at in (comparison.baseline, i)]
    figure = tornado_figure(
        rows,
        outcome,
        float(missing.mean(gaps)),
        len(comparison.parameter_sets),
        len(rank_correlations(comparison.parameter_sets, gaps)),
        origin(pair, comparison.seed, language),
        language,
    )
    return Picture(figure, tornado_alternative(rows, outcome, language))


def mechanisms_of(parameters: Collection[str]) -> frozenset[str]:
    """The mechanisms whose code reads some parameters, without those that read everything."""
    found: set[str] = set()
    for name in parameters:
        own = set(readers(name)) & set(MECHANISMS)
        found |= (own - EVERYWHERE) or own
    return frozenset(found)


def evidence_of(
    record: Record | None, mechanisms: Collection[str], language: str
) -> Evidence | None:
    """Hits and misses: of all findings, and of those that test some mechanisms (or all)."""
    if record is None or not record.findings:
        return None
    every = count(record.findings)
    involved = sorted(mechanisms or MECHANISMS, key=MECHANISMS.index)
    tested = record.of_families(families_that_test(involved))
    return Evidence(
        findings=len(record.findings),
        hits=every["hit"],
        misses=every["miss"],
        undecided=every["inconclusive"],
        older_version="" if record.current else record.version,
        selected=bool(mechanisms),
        mechanisms=[_tested(record, name, language) for name in involved],
        missed=[each for each in tested if each.verdict == "miss"],
    )


def _tested(record: Record, mechanism: str, language: str) -> Tested:
    found = count(record.of_families(families_that_test([mechanism])))
    title = group_title(mechanism, language)
    return Tested(title, found["hit"], found["miss"], found["inconclusive"])
