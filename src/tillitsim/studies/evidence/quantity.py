"""Quantities of a finding, ``measure@arm/context``, and whether all that is named exists."""

from __future__ import annotations

from typing import NamedTuple

from tillitsim.errors import did_you_mean
from tillitsim.model.outcomes import OUTCOMES
from tillitsim.model.state import tables
from tillitsim.studies.evidence.schema import Asked, Check, Experiment


class Quantity(NamedTuple):
    """A measure in one arm and one context."""

    measure: str
    arm: str
    context: str


TABLES = {
    "staff": tuple(tables.STAFF.names or ()),
    "unit": tuple(tables.UNIT.names or ()),
    "manager": tuple(tables.MANAGER.names or ()),
    "council": tuple(tables.COUNCIL.names or ()),
    "citizen": tables.Citizen._fields,
}
COLUMNS = tuple(f"{table}.{column}" for table, columns in TABLES.items() for column in columns)
BELOW = {
    "organisation": ("council", "unit", "manager", "staff", "citizen"),
    "unit": ("unit", "manager", "staff", "citizen"),
    "staff": ("staff",),
    "citizen": ("citizen",),
}
"""Tables whose columns can be read per entity: its own, and those it has several rows of."""


def quantity(text: str, experiment: Experiment) -> Quantity:
    """Read ``measure@arm/context``; raises ValueError with a sentence when a name is unknown."""
    left, _, context = text.partition("/")
    measure, _, arm = left.partition("@")
    measure, arm, context = measure.strip(), arm.strip(), context.strip()
    arms = [each.name for each in experiment.arms]
    contexts = [each.name for each in experiment.contexts]
    if measure not in experiment.measures:
        known = list(experiment.measures)
        raise ValueError(f"'{text}': no measure '{measure}'{did_you_mean(measure, known) or '.'}")
    return Quantity(
        measure, _chosen(text, "arm", arm, arms), _chosen(text, "context", context, contexts)
    )


def _chosen(text: str, what: str, name: str, names: list[str]) -> str:
    if not name and len(names) == 1:
        return names[0]
    if name in names:
        return name
    if not name:
        raise ValueError(f"'{text}': say which {what}, as there are {', '.join(names)}.")
    raise ValueError(f"'{text}': no {what} '{name}'{did_you_mean(name, names) or '.'}")


def texts_of(check: Check) -> list[str]:
    """All quantities that a check names; predictors may be parameters and are not among them."""
    named = (check.of, check.than, check.rest_of, check.rest_than, check.scale, *check.order)
    return [each for each in named if each]


NEEDED: dict[str, tuple[str, ...]] = {
    "mean": ("of",),
    "difference": ("of", "than"),
    "percent": ("of", "than"),
    "ratio": ("of", "than"),
    "standardised": ("of", "than"),
    "odds-ratio": ("of", "than"),
    "share": ("of", "than"),
    "correlation": ("of", "than"),
    "slope": ("of", "predictors"),
    "spread-ratio": ("of", "than"),
    "interaction": ("of", "than", "rest_of", "rest_than"),
    "crossing": ("of", "than"),
    "remaining": ("of", "than", "rest_of", "rest_than"),
    "ordering": ("order",),
}


def problems_of(asked: Asked) -> list[str]:
    """What is named and does not exist, one sentence each."""
    experiment = asked.experiment
    if experiment is None:
        return []
    wrong = _measure_problems(experiment)
    for position, check in enumerate(asked.checks, 1):
        label = f"check {position} ({check.name or check.kind}): "
        wrong += [label + sentence for sentence in _check_problems(check, experiment)]
    return wrong


def _check_problems(check: Check, experiment: Experiment) -> list[str]:
    wrong = [
        f"a {check.kind} needs {key}." for key in NEEDED[check.kind] if not getattr(check, key)
    ]
    varied = experiment.cross_section.vary if experiment.cross_section else {}
    for text in (*texts_of(check), *check.predictors):
        if text in varied:
            continue
        every = f"/{experiment.contexts[0].name}" if check.kind == "crossing" else ""
        try:
            quantity(text + every, experiment)
        except ValueError as problem:
            wrong.append(str(problem))
    if check.kind == "crossing" and any(c.value is None for c in experiment.contexts):
        wrong.append("a crossing needs contexts that each have a value.")
    return wrong


def _measure_problems(experiment: Experiment) -> list[str]:
    wrong = []
    for name, measure in experiment.measures.items():
        if measure.outcome and measure.outcome not in OUTCOMES:
            wrong.append(
                f"measure {name}: no outcome '{measure.outcome}'"
                f"{did_you_mean(measure.outcome, OUTCOMES) or '.'}"
            )
        for column in (*measure.columns, *(each.column for each in measure.where)):
            table = column.partition(".")[0]
            if column not in COLUMNS:
                wrong.append(
                    f"measure {name}: no column '{column}'{did_you_mean(column, COLUMNS) or '.'}"
                )
            elif table not in BELOW.get(measure.per, ()):
                wrong.append(f"measure {name}: {column} cannot be read per {measure.per}.")
        if measure.last >= experiment.months:
            wrong.append(
                f"measure {name}: month {measure.last} is beyond the {experiment.months} months"
                f" (0 to {experiment.months - 1})."
            )
    return wrong
