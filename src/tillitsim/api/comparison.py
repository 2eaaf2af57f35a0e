"""Compare scenarios from Python: paired differences, as a table and as pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Literal

from tillitsim.api.frames import frame_of, html_of
from tillitsim.api.results import Language
from tillitsim.api.simulate import Case, check_counts, faced
from tillitsim.errors import InputError, did_you_mean
from tillitsim.locale import _
from tillitsim.model import simulation
from tillitsim.model.outcomes import OUTCOMES
from tillitsim.model.own_outcome import OwnOutcome
from tillitsim.runs.cases.recording import recorded
from tillitsim.runs.ensemble.parameter_sets import draw_sets, own_ensemble
from tillitsim.runs.runner import Runner
from tillitsim.scenario.load import load
from tillitsim.studies.compare import analysis
from tillitsim.studies.compare.analysis import HEADLINE
from tillitsim.studies.compare.table import compare_records

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from tillitsim.runs.ensemble.parameter_set import ParameterSet
    from tillitsim.scenario.schema import Neutral

Picture = Literal["compare", "over-time", "chain", "reported", "tornado"]


@dataclass(frozen=True, slots=True, repr=False)
class Comparison(analysis.Comparison):
    """Scenarios side by side: each one's differences to the baseline, pair by pair.

    ``results`` holds the runs of each scenario; ``parameter_sets`` those in which the same
    comparison was made again, to see whether signs hold.

    Examples
    --------
    >>> import tillitsim as ts
    >>> low = ts.load("demonstration", changes={"months": 24})
    >>> high = ts.load(low, changes={"mix.trust": 0.8})
    >>> found = ts.compare(low, high, replicates=4)
    >>> found
    <Comparison of 'demonstration' with 'demonstration': 4 pairs of runs, 0 parameter sets>
    >>> float(found.table().loc["good_meetings", "default_difference"]) != 0.0
    True
    """

    @property
    def worlds(self) -> tuple[ParameterSet, ...]:
        """The earlier name of ``parameter_sets``, until 1.0."""
        return self.parameter_sets

    def table(
        self, *, outcomes: Sequence[str] | None = None, language: Language = "en"
    ) -> pd.DataFrame:
        """A row an outcome (and scenario, if there are several), in the words of readers.

        ``median``, ``low`` and ``high`` are the scenario's value less the baseline's over the
        parameter sets, chance included; ``verdict`` and ``grade`` say what of it is likely;
        ``default_difference`` is the difference with default values, with its 95% interval (chance
        only).
        """
        records = compare_records(self, self._outcomes(outcomes), language)
        frame = frame_of(records)
        names = ["outcome"] if len(self.others) == 1 else ["scenario", "outcome"]
        return frame.set_index(names)

    def plot(
        self,
        *,
        picture: Picture = "compare",
        outcomes: Sequence[str] | None = None,
        language: Language = "en",
    ) -> Figure:
        """A picture of ``tillitsim compare``.

        ``compare`` is every outcome's change, ``over-time`` month by month, ``chain`` signals down
        and information up, ``reported`` quality as it is and as it is reported, ``tornado`` which
        assumptions the first scenario's difference hangs on (it needs parameter sets).

        Raises
        ------
        InputError
            When there is no such picture, or nothing for it to show.
        """
        from tillitsim.studies.compare.figure import compare_pictures
        from tillitsim.studies.compare.pictures import PICTURES, says_something

        known = [name for name in PICTURES if name != "needs"]
        if picture not in known:
            raise InputError(
                _("there is no picture '{picture}'{advice} there are {known}.").format(
                    picture=picture,
                    advice=did_you_mean(picture, known) or ";",
                    known=", ".join(known),
                )
            )
        if not says_something(picture, len(self.parameter_sets)):
            raise InputError(
                _(
                    "'{picture}' shows what parameter sets say; compare with parameter_sets=40."
                ).format(picture=picture)
            )
        drawn = compare_pictures(self, self._outcomes(outcomes), (picture,), (), language)
        return next(iter(drawn)).figure

    def _outcomes(self, asked: Sequence[str] | None) -> tuple[str, ...]:
        known = self.results[0].names
        if asked is None:
            own = (name for name in known if name not in OUTCOMES)
            return (*HEADLINE, *own)
        for name in asked:
            if name not in known:
                raise InputError(
                    _("there is no outcome '{name}'{advice}.").format(
                        name=name, advice=did_you_mean(name, known)
                    )
                )
        return tuple(asked)

    def __repr__(self) -> str:
        others = ", ".join(repr(self.scenarios[i].name) for i in self.others)
        return (
            f"<{type(self).__name__} of {self.scenarios[self.baseline].name!r} with {others}:"
            f" {self.replicates} pairs of runs, {len(self.parameter_sets)} parameter sets>"
        )

    def _repr_html_(self) -> str:
        asked = bool(self.parameter_sets)
        names = ("baseline_median", "scenario_median", "median", "low", "high")
        alone = (
            "default_baseline",
            "default_scenario",
            "default_difference",
            "default_low",
            "default_high",
        )
        heads = ("baseline", "scenario", "difference", "from", "to")
        shown = {"label": "", **dict(zip(names if asked else alone, heads, strict=True))}
        return html_of(repr(self), self.table(), shown | {"reading": "reads", "verdict": ""})


def compare(
    *cases: Case | simulation.Results,
    baseline: int = 0,
    replicates: int = 20,
    seed: int = 0,
    changes: Mapping[str, float] | None = None,
    neutral: Neutral = "none",
    parameter_sets: int = 0,
    record: Sequence[OwnOutcome] = (),
    threads: int | None = None,
    worlds: int = 0,
) -> Comparison:
    """Compare scenarios with the first one, in pairs of runs that share their chance.

    Parameters
    ----------
    cases
        Two or more scenarios, each as :func:`simulate` takes it; or results of :func:`simulate`
        with the same seed and replicates, of own models say, which are paired as they are.
    baseline
        Position of the scenario that the others are compared with.
    replicates, seed
        How many pairs of runs, and what keys their chance.
    changes
        Values by name laid over every scenario.
    neutral
        "soft" or "all": the neutral table in every scenario, as in :func:`load`.
    parameter_sets
        In how many sets of the ensemble the same is asked again; 0 for none.
    record
        Outcomes of your own, functions declared with :func:`outcome`.
    threads
        All cores by default; the bits do not depend on it.
    worlds
        The earlier name of ``parameter_sets``, until 1.0.

    Raises
    ------
    InputError
        With each thing that is wrong in what is given.
    """
    check_counts(replicates, seed)
    if len(cases) < 2:
        raise InputError(_("one scenario alone cannot be compared; give another too."))
    if not -len(cases) <= baseline < len(cases):
        raise InputError(
            _("baseline is a position from 0 to {cases}, not {baseline}.").format(
                cases=len(cases) - 1, baseline=baseline
            )
        )
    first = baseline % len(cases)
    results = [each for each in cases if isinstance(each, simulation.Results)]
    if results:
        return _paired(cases, results, first)
    scenarios = [load(each, changes=changes, neutral=neutral) for each in cases]  # type: ignore[arg-type]
    count = parameter_sets or worlds
    asked = draw_sets(count, seed, path=own_ensemble(scenarios)) if count else None
    found = analysis.compare(
        scenarios,
        baseline=first,
        seed=seed,
        replicates=replicates,
        parameter_sets=() if asked is None else asked.each,
        calibrated=asked is not None and asked.calibrated,
        own=[recorded(each) for each in record],
        runner=Runner(workers=1 if any(each.of == "model" for each in record) else threads),
    )
    whole = {each.name: getattr(found, each.name) for each in fields(found) if each.init}
    return Comparison(**whole | {"results": tuple(faced(each) for each in found.results)})


def _paired(
    cases: Sequence[Case | simulation.Results], results: Sequence[simulation.Results], first: int
) -> Comparison:
    """Results as they are, if they can be paired."""
    if len(results) < len(cases):
        raise InputError(_("give scenarios, or results of simulate, not some of each."))
    one = results[0]
    for other in results[1:]:
        if (other.seed, len(other.series)) != (one.seed, len(one.series)):
            raise InputError(
                _(
                    "results are paired run by run, so they must have the same seed and as many"
                    " replicates: {seed} and {series}, not {seed2} and {series2}."
                ).format(
                    seed=one.seed,
                    series=len(one.series),
                    seed2=other.seed,
                    series2=len(other.series),
                )
            )
        if other.names != one.names:
            raise InputError(
                _("results are compared that have the same outcomes; record the same.")
            )
    return Comparison(tuple(faced(each) for each in results), first)
