"""What a finding file says: the study, the virtual experiment, the checks. Data, not code.

A finding has arms (what is done) and contexts (where it is done: a moderator's levels, or the
points of a sweep). Each arm is run in each context with the same luck. *Measures* say what is read
and when; *checks* say which statistic of them is compared with what was published, and how.

A quantity is written ``measure@arm/context``; what there is only one of may be left out.
"""

from __future__ import annotations

from typing import Annotated, Literal, Protocol

from pydantic import BaseModel, ConfigDict, Field, model_validator

Favours = Literal["trust", "control", "competition", "mixed"]
Label = Literal["fitted", "inspired", "untouched"]
Status = Literal["seen", "sign-only", "computed-from-open-data", "memory", "secondary"]
Kind = Literal[
    "mean", "difference", "percent", "ratio", "standardised", "odds-ratio", "share", "correlation",
    "slope", "spread-ratio", "interaction", "crossing", "remaining", "ordering",
]  # fmt: skip
How = Literal["interval", "factor", "null", "sign", "ordering"]
Per = Literal["run", "organisation", "unit", "staff", "citizen"]
Number = float


class Part(BaseModel):
    """A table of a finding file; unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(Part):
    """Where a finding was published, and how sure we are of the number."""

    authors: str
    year: int
    outlet: str = ""
    doi: str = ""
    design: str = ""
    n: str = ""
    note: str = ""


class Change(Part):
    """Parameters that change at a month, for all units or for some; as in scenario files."""

    set: dict[str, Number]
    start: int = 0
    stop: int | None = None
    ramp: int = 0
    share: float = 1.0
    lottery: Literal["unit", "council"] = "unit"


class Arm(Part):
    """What is done in one arm of the virtual experiment."""

    name: str
    scenario: str = ""
    set: dict[str, Number] = {}
    without: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()


class Context(Part):
    """Where it is done: a level of a moderator; ``value`` places it on a sweep's axis."""

    name: str
    set: dict[str, Number] = {}
    value: float | None = None


class Spread(Part):
    """How a parameter differs between the organisations of a cross-section: uniformly."""

    low: float
    high: float


class CrossSection(Part):
    """Many organisations at once, each with its own values, drawn anew in every replicate."""

    organisations: Annotated[int, Field(ge=5, le=1000)]
    vary: dict[str, Spread]


class Condition(Part):
    """Who is measured: those whose column lies in a range, at the start of the measuring."""

    column: str
    above: float | None = None
    below: float | None = None


class Survey(Part):
    """A measuring instrument: what a questionnaire would have shown.

    ``noise`` is the standard deviation of the answer around the truth in standard deviations of the
    truth; ``same_source`` that of a mood which all measures of the same respondent share;
    ``leniency`` a shift, in the same unit.
    """

    noise: float = 0.0
    same_source: float = 0.0
    leniency: float = 0.0


class Measure(Part):
    """What is read: a declared outcome of the whole run, or columns of people or units.

    Several columns are added up. Months count from 0; both ends are included.
    """

    outcome: str = ""
    columns: tuple[str, ...] = ()
    per: Per = "run"
    first: int
    last: int
    where: tuple[Condition, ...] = ()
    survey: Survey | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Measure:
        if bool(self.outcome) == bool(self.columns):
            raise ValueError("give either outcome or columns")
        if self.outcome and self.per not in {"run", "organisation"}:
            raise ValueError("an outcome is read per run or per organisation; give columns")
        if self.columns and self.per == "run":
            raise ValueError("columns are read per organisation, unit, staff or citizen")
        if self.last < self.first:
            raise ValueError("last comes before first")
        return self


class Check(Part):
    """One statistic and the published value that it is held against.

    ``of`` and ``than`` are quantities; they, and the ``predictors`` of a slope, may also be
    parameters that the cross-section varies; ``rest_of`` and ``rest_than`` are the second
    difference of an interaction, or the effect at its peak for what remains of it; ``order`` lists
    quantities from the highest to the lowest. ``margin`` is what counts as a difference for a
    share of people. What does not decide is reported beside the verdict.
    """

    name: str = ""
    kind: Kind
    of: str = ""
    than: str = ""
    rest_of: str = ""
    rest_than: str = ""
    scale: str = ""
    predictors: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    margin: float = 0.0
    how: How
    value: float | None = None
    low: float | None = None
    high: float | None = None
    sign: Literal[-1, 1] = 1
    smallest: float = 0.1
    unit: str = ""
    published: str = ""
    decides: bool = True

    @model_validator(mode="after")
    def _complete(self) -> Check:
        needed = {
            "interval": self.low is not None and self.high is not None and self.low < self.high,
            "factor": self.value is not None and self.value != 0.0,
            "null": self.smallest > 0.0,
            "sign": True,
            "ordering": len(self.order) >= 2,
        }
        if not needed[self.how]:
            wanted = {
                "interval": "low and high, low below high",
                "factor": "a value other than 0",
                "null": "a smallest effect of interest above 0",
                "ordering": "order, with two quantities or more",
            }[self.how]
            raise ValueError(f'how = "{self.how}" needs {wanted}')
        if (self.kind == "ordering") != (self.how == "ordering"):
            raise ValueError('an ordering is scored with how = "ordering", and nothing else is')
        return self


class Experiment(Part):
    """The virtual experiment: a base scenario, arms, contexts, measures."""

    base: str
    set: dict[str, Number] = {}
    without: tuple[str, ...] = ()
    months: Annotated[int, Field(ge=1, le=600)]
    arms: tuple[Arm, ...] = (Arm(name="all"),)
    contexts: tuple[Context, ...] = (Context(name="all"),)
    cross_section: CrossSection | None = None
    measures: dict[str, Measure]
    replicates: Annotated[int, Field(ge=4)] = 40
    most: Annotated[int, Field(ge=4)] = 640


class Finding(Part):
    """A published finding and how the model is asked about it."""

    id: str
    name: str
    favours: Favours
    tier: Literal["A", "B", "C"] = "B"
    family: str
    label: Label
    status: Status
    setting: str = ""
    treatment: str = ""
    outcome: str = ""
    effect: str
    source: Source
    translation: str = ""
    not_run: str = ""
    negative_controls: tuple[str, ...] = ()
    experiment: Experiment | None = None
    checks: tuple[Check, ...] = ()

    @model_validator(mode="after")
    def _runs_or_says_why_not(self) -> Finding:
        if bool(self.not_run) == (self.experiment is not None):
            raise ValueError("give either [experiment] with [[checks]], or not_run with the reason")
        if self.experiment is not None and not self.checks:
            raise ValueError("an experiment needs at least one [[checks]]")
        if self.status == "memory" and any(c.how in {"interval", "factor"} for c in self.checks):
            raise ValueError(
                'a number with status "memory" is never scored beyond its sign; use how = "sign"'
            )
        return self


class Asked(Protocol):
    """A question that a virtual experiment answers: a finding, or a claim of our own."""

    @property
    def id(self) -> str:
        """Its short name."""

    @property
    def experiment(self) -> Experiment | None:
        """What is done, where, and what is read."""

    @property
    def checks(self) -> tuple[Check, ...]:
        """The statistics that are asked for."""
