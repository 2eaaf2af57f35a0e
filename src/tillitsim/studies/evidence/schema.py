"""What a finding file says: the study, the virtual experiment, the checks. Data, not code.

A finding has arms (what is done) and contexts (where it is done: a moderator's levels, or the
points of a sweep). Each arm is run in each context with the same random numbers. *Measures* say
what is read and when; *checks* say which statistic of them is compared with what was published, and
how.

A quantity is written ``measure@arm/context``; what there is only one of may be left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal, Protocol, get_args

from pydantic import Field as Default
from pydantic import model_validator

from tillitsim.locale import N_, _
from tillitsim.model.outcomes import OUTCOMES
from tillitsim.runs.experiment.tables import ArmTable, ExperimentTable
from tillitsim.scenario.composing.interventions import LATEST
from tillitsim.scenario.reading.fields import (
    Choice,
    Field,
    Missing,
    Names,
    Number,
    Schema,
    Table,
    Text,
    Whole,
)
from tillitsim.scenario.reading.text_files import shown
from tillitsim.scenario.reading.values import (
    Fault,
    Values,
    plain,
    refuse,
)
from tillitsim.studies.evidence.columns import COLUMNS
from tillitsim.studies.evidence.cross_section import CrossSection
from tillitsim.studies.evidence.families import FAMILIES

Favours = Literal["trust", "control", "competition", "mixed"]
Label = Literal["fitted", "inspired", "untouched"]
Status = Literal["seen", "sign-only", "computed-from-open-data", "memory", "secondary"]
Kind = Literal[
    "mean",
    "difference",
    "percent",
    "ratio",
    "standardised",
    "odds-ratio",
    "share",
    "correlation",
    "slope",
    "spread-ratio",
    "interaction",
    "crossing",
    "remaining",
    "ordering",
    "shortfall",
    "share-difference",
    "main-effect",
    "contrast",
]
How = Literal["interval", "factor", "null", "sign", "ordering"]
Size = Annotated[float | None, Number(-1e6, 1e6)]
"""A published size; a larger one is a slip of the pen, in any unit of the model."""
Side = Literal["both", "above", "below"]
Per = Literal["run", "organisation", "unit", "staff", "citizen"]

MOST = 2560
"""Replicates at the most where a file does not say: twenty, doubled seven times."""

Name = Annotated[str, Text(one_line=True)]
Said = Annotated[str, Text(empty=True)]


class Source(Table):
    """Where a finding was published, and how sure we are of the number."""

    authors: Annotated[str, Text(one_line=True, empty=True)]
    year: Annotated[int, Whole(1500, 2200)]
    outlet: Said = ""
    doi: Said = ""
    design: Said = ""
    n: Said = ""
    note: Said = ""


class Context(Table):
    """Where it is done: a level of a moderator; ``value`` places it on a sweep's axis."""

    name: Name
    set: Values = Default(default_factory=Values)
    value: Annotated[float | None, Number()] = None


class Condition(Table):
    """Who is measured: those whose column lies in a range, at the start of the measuring."""

    column: Annotated[str, Choice(COLUMNS)]
    above: Annotated[float | None, Number()] = None
    below: Annotated[float | None, Number()] = None

    @model_validator(mode="after")
    def _is_a_range(self) -> Condition:
        if self.above is None and self.below is None:
            raise ValueError(_("give above or below, or both; else everybody is measured."))
        if self.above is not None and self.below is not None and not self.above < self.below:
            raise ValueError(
                _("nobody is from {above} to below {below}; above must be below below.").format(
                    above=plain(self.above), below=plain(self.below)
                )
            )
        return self


class Survey(Table):
    """A measuring instrument: what a questionnaire would have shown.

    ``noise`` is the standard deviation of the answer around the truth in standard deviations of the
    truth; ``same_source`` that of a mood which all measures of the same respondent share;
    ``leniency`` a shift, in the same unit.
    """

    noise: Annotated[float, Number(0)] = 0.0
    same_source: Annotated[float, Number(0)] = 0.0
    leniency: Annotated[float, Number()] = 0.0


class Measure(Table):
    """What is read: a declared outcome of the whole run, or columns of people or units.

    Several columns are added up. Months count from 0; both ends are included. ``reached`` chooses
    the units (and their people) that the arm's lottery of some units reaches, or those beside them.
    """

    outcome: Annotated[str, Choice(("", *OUTCOMES), N_("no outcome '{}'."))] = ""
    columns: Annotated[tuple[str, ...], Names(N_("column"), lambda: COLUMNS)] = ()
    per: Annotated[Per, Choice(get_args(Per))] = "run"
    first: Annotated[int, Whole(0, LATEST)]
    last: Annotated[int, Whole(0, LATEST)]
    where: tuple[Condition, ...] = ()
    reached: bool | None = None
    survey: Survey | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Measure:
        if bool(self.outcome) == bool(self.columns):
            raise ValueError(_("give either outcome or columns."))
        if self.outcome and self.per not in {"run", "organisation"}:
            raise ValueError(_("an outcome is read per run or per organisation; give columns."))
        if self.columns and self.per == "run":
            raise ValueError(_("columns are read per organisation, unit, staff or citizen."))
        if self.last < self.first:
            raise ValueError(_("last comes before first."))
        tables = list(dict.fromkeys(each.partition(".")[0] for each in self.columns))
        if len(tables) > 1:
            raise ValueError(
                _("columns of {tables} cannot be added up; take them from one table.").format(
                    tables=_(" and ").join(tables)
                )
            )
        if self.where and not self.columns:
            raise ValueError(_("where chooses among people or units; give columns."))
        if self.reached is not None and not {"staff", "citizen", "unit", "manager"}.issuperset(
            tables or {""}
        ):
            raise ValueError(
                _("reached chooses among units and their people; give columns of them.")
            )
        allowed = {"staff", "citizen", "manager"}.intersection(tables) and {"unit"}
        for place, each in enumerate(self.where):
            table = each.column.partition(".")[0]
            if table not in {*tables, *allowed}:
                sentence = _(
                    "{column} says nothing of a single {tables}; choose by its own."
                ).format(column=each.column, tables=tables[0])
                refuse([Fault(("where", place, "column"), sentence)])
        return self


@dataclass(frozen=True, slots=True)
class Sign(Field):
    """The direction of a published effect."""

    def read(self, given: object) -> int:
        """1 or -1."""
        if isinstance(given, int | float) and not isinstance(given, bool) and given in {-1, 1}:
            return int(given)
        raise ValueError(
            _("{given} is not right; write 1 (up) or -1 (down).").format(given=shown(given))
        )

    def schema(self) -> Schema:
        """The two numbers."""
        return {"enum": [-1, 1]}


class Check(Table):
    """One statistic and the published value that it is held against.

    ``of`` and ``than`` are quantities; they, and the ``predictors`` of a slope, may also be
    parameters that the cross-section varies; ``rest_of`` and ``rest_than`` are the second
    difference of an interaction or of shares, or the effect at its peak for what remains of it;
    ``order`` lists quantities from the highest to the lowest; ``cells`` gives each cell of a
    contrast its weight; ``over`` the contexts, by weight, that a statistic is averaged over.
    ``margin`` is what counts as a difference for a share of people (the threshold, where there is
    nothing that they are compared with); ``full`` is what a shortfall is counted from. ``smallest``
    is the smallest effect of interest, ``side`` where a null says that no effect lies. What does
    not decide is reported beside the verdict.
    """

    name: Annotated[str, Text(one_line=True, empty=True)] = ""
    kind: Annotated[Kind, Choice(get_args(Kind))]
    of: Said = ""
    than: Said = ""
    rest_of: Said = ""
    rest_than: Said = ""
    scale: Said = ""
    predictors: Annotated[tuple[str, ...], Names("quantity")] = ()
    order: Annotated[tuple[str, ...], Names("quantity")] = ()
    cells: dict[str, Annotated[float, Number()]] = Default(default_factory=dict)
    over: dict[str, Annotated[float, Number(0, above=True)]] = Default(default_factory=dict)
    margin: Annotated[float, Number()] = 0.0
    full: Annotated[float, Number()] = 1.0
    how: Annotated[How, Choice(get_args(How))]
    value: Size = None
    low: Size = None
    high: Size = None
    sign: Annotated[Literal[-1, 1], Sign()] = 1
    smallest: Annotated[float, Number(0, above=True)] = 0.1
    side: Annotated[Side, Choice(get_args(Side))] = "both"
    unit: Said = ""
    published: Said = ""
    decides: bool = True

    @model_validator(mode="after")
    def _complete(self) -> Check:
        needed = {
            "interval": self.low is not None and self.high is not None and self.low < self.high,
            "factor": self.value is not None and self.value != 0.0,
            "null": True,
            "sign": True,
            "ordering": len(self.order) >= 2,
        }
        if not needed[self.how]:
            wanted = {
                "interval": _("low and high, low below high"),
                "factor": _("a value other than 0"),
                "ordering": _("order, with two quantities or more"),
            }[self.how]
            raise ValueError(_('how = "{how}" needs {wanted}.').format(how=self.how, wanted=wanted))
        if (self.kind == "ordering") != (self.how == "ordering"):
            raise ValueError(_('an ordering is scored with how = "ordering", and nothing else is.'))
        faults = [*self._contradictions(), *self._idle()]
        if faults:
            refuse(faults)
        return self

    @property
    def beyond_smallest(self) -> bool:
        """Whether a sign is to be clear of a smallest effect of interest, which the file states."""
        return self.how == "sign" and "smallest" in self.model_fields_set

    def _idle(self) -> list[Fault]:
        """What is said and would do nothing."""
        faults = []
        if self.side != "both" and self.how != "null":
            faults.append(Fault(("side",), _('says where a null has no effect; use how = "null".')))
        if self.cells and self.kind != "contrast":
            faults.append(Fault(("cells",), _('are those of a contrast; use kind = "contrast".')))
        if self.over and self.kind in {"main-effect", "contrast", "crossing", "ordering", "slope"}:
            sentence = _("a {kind} names its cells itself; leave over out.").format(kind=self.kind)
            faults.append(Fault(("over",), sentence))
        if self.full != 1.0 and self.kind != "shortfall":
            faults.append(
                Fault(("full",), _('is what a shortfall counts from; kind = "shortfall".'))
            )
        if self.margin < 0.0 and self.than:
            faults.append(
                Fault(
                    ("margin",),
                    _("{margin} is below 0; give a distance.").format(margin=plain(self.margin)),
                )
            )
        return faults

    def _contradictions(self) -> list[Fault]:
        """Numbers that cannot all be meant."""
        faults = []
        signed = "sign" in self.model_fields_set or self.how == "sign"
        if self.value is not None and signed and self.value * self.sign < 0.0:
            faults.append(
                Fault(
                    ("sign",),
                    _(
                        "{sign} contradicts value ({value}); a published effect has one direction."
                    ).format(sign=self.sign, value=plain(self.value)),
                )
            )
        if self.low is None or self.high is None:
            return faults
        if signed and (self.high if self.sign > 0 else -self.low) < 0.0:
            interval = _("{low} to {high}").format(low=plain(self.low), high=plain(self.high))
            faults.append(
                Fault(
                    ("sign",),
                    _("{sign} contradicts the interval {interval}.").format(
                        sign=self.sign, interval=interval
                    ),
                )
            )
        if self.value is not None and not self.low <= self.value <= self.high:
            faults.append(
                Fault(
                    ("value",),
                    _("{value} is not between low ({low}) and high ({high}).").format(
                        value=plain(self.value), low=plain(self.low), high=plain(self.high)
                    ),
                )
            )
        return faults


class Experiment(ExperimentTable):
    """The virtual experiment: a base scenario, arms, contexts, measures."""

    months: Annotated[int, Whole(1, 600)]
    arms: tuple[ArmTable, ...] = (ArmTable(name="all"),)
    contexts: tuple[Context, ...] = (Context(name="all"),)
    cross_section: CrossSection | None = None
    measures: dict[str, Measure]
    replicates: Annotated[int, Whole(4, 10_000)] = 40
    most: Annotated[int, Whole(4, 100_000)] = MOST


class Finding(Table):
    """A published finding and how the model is asked about it.

    ``doubt`` says what the verdict hangs on that nobody measured.
    """

    id: Name
    name: Name
    favours: Annotated[Favours, Choice(get_args(Favours))]
    tier: Annotated[Literal["A", "B", "C"], Choice(("A", "B", "C"))] = "B"
    family: Annotated[str, Choice(tuple(FAMILIES))]
    label: Annotated[Label, Choice(get_args(Label))]
    status: Annotated[Status, Choice(get_args(Status))]
    setting: Said = ""
    treatment: Said = ""
    outcome: Said = ""
    effect: Said
    source: Annotated[Source, Missing(N_("not given; write it under its own [source]."))]
    translation: Said = ""
    doubt: Said = ""
    not_run: Said = ""
    negative_controls: Annotated[tuple[str, ...], Names(N_("control"))] = ()
    experiment: Experiment | None = None
    checks: tuple[Check, ...] = ()

    @model_validator(mode="after")
    def _runs_or_says_why_not(self) -> Finding:
        if bool(self.not_run) == (self.experiment is not None):
            raise ValueError(
                _("give either [experiment] with [[checks]], or not_run with the reason.")
            )
        if self.experiment is not None and not self.checks:
            raise ValueError(_("an experiment needs at least one [[checks]]."))
        for place, check in enumerate(self.checks):
            if check.how == "null" and "smallest" not in check.model_fields_set:
                sentence = _(
                    'not given; how = "null" needs the smallest effect of interest, in the unit of'
                    " the check."
                )
                refuse([Fault(("checks", place, "smallest"), sentence)])
            if self.status == "memory" and check.how in {"interval", "factor"}:
                sentence = _(
                    'a number with status "memory" is never scored beyond its sign; use how ='
                    ' "sign".'
                )
                refuse([Fault(("checks", place, "how"), sentence)])
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
