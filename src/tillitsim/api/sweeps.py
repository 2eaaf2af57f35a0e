"""Sweep an experiment from Python, and read what a sweep has come to."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from tillitsim.api.frames import frame_of, html_of
from tillitsim.errors import InputError, did_you_mean
from tillitsim.locale import _
from tillitsim.runs.cases.recording import recorded
from tillitsim.runs.experiment.load import load
from tillitsim.runs.sweeps.estimates import estimates
from tillitsim.runs.sweeps.plan import Plan
from tillitsim.runs.sweeps.results import Stored
from tillitsim.runs.sweeps.sweep import sweep as run_sweep

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from tillitsim.api.results import Language
    from tillitsim.model.own_outcome import OwnOutcome

OWN = ("mean", "low", "high")
PAIRED = ("difference", "difference_low", "difference_high")
"""Columns of an arm's mean and of its difference to the baseline, each with its interval."""


class SweepResults:
    """The results of a sweep in a folder; one that is not finished has what is there.

    Parameters
    ----------
    folder
        Where ``tillitsim sweep`` or :func:`sweep` keeps them.

    Raises
    ------
    InputError
        When the folder holds no sweep.
    """

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        self.stored = Stored(Path(folder))

    @property
    def folder(self) -> Path:
        """Where the results are."""
        return self.stored.place.path

    @property
    def outcomes(self) -> tuple[str, ...]:
        """Names of the outcomes that every run has."""
        return self.stored.outcomes

    @property
    def complete(self) -> bool:
        """Whether every run is there, with outcomes or with a reason."""
        done, failed = self.stored.counts
        return done + failed == self.stored.runs

    def table(self) -> pd.DataFrame:
        """Every run, a row each: point, arm, replicate, parameters, outcomes in their units.

        ``status`` is ``ok`` or ``failed``, and then ``reason`` says why.
        """
        import pandas as pd

        parts = [each.to_pandas() for each in self.stored.tables()]
        return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()

    def months(self, *outcomes: str) -> pd.DataFrame:
        """Outcomes month by month: a row a point, arm, replicate and month (from 1).

        All that the experiment's ``[record] series`` keeps, unless some are named.

        Raises
        ------
        InputError
            When the sweep has kept none, or not those.
        """
        kept = self.stored.series_kept
        series = {name: self.stored.series(name) for name in outcomes or kept or ("",)}
        shape = next(iter(series.values())).shape
        cell, arm, replicate, month = (axis.ravel() for axis in np.indices(shape))
        points = self.stored.points
        columns: dict[str, Any] = {"point": cell, "arm": np.array(points.arms)[arm]}
        columns |= {"replicate": replicate, "month": month + 1}
        for name, values in zip(points.parameters, points.cells.T, strict=True):
            columns[name] = values[cell]
        return frame_of(columns | {name: values.ravel() for name, values in series.items()})

    def estimates(self, *, outcomes: Sequence[str] | None = None) -> pd.DataFrame:
        """A row a point, arm and outcome: mean and difference to the baseline, with intervals.

        Intervals are 95% over replicates and speak of chance only; values are in the outcome's
        unit. The headline outcomes of the experiment unless others are named.
        """
        names = self._outcomes(outcomes)
        known = estimates(self.stored.measured(names), self.stored.baseline)
        points = self.stored.points
        rows = []
        for cell, arm, i in np.ndindex(known.means.mean.shape):
            row = {"point": cell, "arm": points.arms[arm], "outcome": names[i]}
            row |= dict(zip(points.parameters, points.cells[cell].tolist(), strict=True))
            for names_of, of in ((OWN, known.means), (PAIRED, known.differences)):
                each = (of.mean, of.low, of.high)
                row |= {
                    key: float(field[cell, arm, i])
                    for key, field in zip(names_of, each, strict=True)
                }
            rows.append(row | {"replicates": int(known.means.n[cell, arm, i])})
        return frame_of(rows)

    def plot(
        self, *, outcome: str | None = None, over: str | None = None, language: Language = "en"
    ) -> Figure:
        """An outcome along a parameter, arm by arm; where none is varied, arms side by side.

        The first headline outcome of the experiment and the first parameter that is varied, unless
        others are named.
        """
        from tillitsim.studies.results.figure import (
            sweep_figure,
        )

        (name,) = self._outcomes(None if outcome is None else (outcome,))[:1]
        measured = self.stored.measured((name,))
        known = self.stored.points.parameters
        if over is not None and over not in known:
            raise InputError(
                _("the sweep does not vary '{over}'{advice}").format(
                    over=over, advice=did_you_mean(over, known) or "."
                )
            )
        return sweep_figure(self.stored.points, measured, self.stored.manifest, language, over)

    def _outcomes(self, asked: Sequence[str] | None) -> tuple[str, ...]:
        known = self.outcomes
        for name in asked or ():
            if name not in known:
                raise InputError(
                    _("there is no outcome '{name}'{advice}.").format(
                        name=name, advice=did_you_mean(name, known)
                    )
                )
        return tuple(self.stored.manifest["headline"] if asked is None else asked)

    def __repr__(self) -> str:
        stored = self.stored
        done, failed = stored.counts
        return (
            f"<{type(self).__name__} of {stored.manifest['experiment']!r} in {self.folder}:"
            f" {done} of {stored.runs} runs done, {failed} failed>"
        )

    def _repr_html_(self) -> str:
        frame = self.estimates()
        shown = {name: name for name in frame.columns if name not in {"point", "replicates"}}
        return html_of(repr(self), frame, shown)


def sweep(
    experiment: str | os.PathLike[str],
    *,
    out: str | os.PathLike[str] | None = None,
    set: Sequence[str] = (),  # noqa: A002 - named as the option that people type
    seed: int | None = None,
    record: Sequence[OwnOutcome | str] = (),
    workers: int | str | None = None,
    on_progress: Callable[[int, int, int], None] | None = None,
    trust_code: bool = False,
) -> SweepResults:
    """Do every run of an experiment that ``out`` does not hold yet, and read them.

    Parameters
    ----------
    experiment
        Name of an experiment, or path of a TOML file.
    out
        Folder of the results, by default ``results/NAME-HASH``. The same call again goes on from
        there, whatever stopped it.
    set
        Texts ``path=value``, laid over every arm.
    seed
        Keys chance; the experiment's own by default.
    record
        Outcomes of your own: functions declared with :func:`outcome`, or ``FILE.py:name`` or
        ``package.module:name`` of such, besides those that the experiment records.
    workers
        Threads on this machine, all cores by default; or the address of a Dask scheduler, whose
        workers do the runs instead.
    on_progress
        Called with runs done, runs in all, and runs that failed.
    trust_code
        Run the code that the experiment names, its ``model`` or the outcomes that it records; it
        can do whatever you can.

    Raises
    ------
    InputError
        With each thing that is wrong in the experiment.
    DiskError
        When the folder cannot be written; what was kept is safe.

    Examples
    --------
    >>> import tillitsim as ts
    >>> swept = ts.sweep("fewer-goals", set=["months=60", "chain.units=2"], out=folder)
    >>> swept.complete
    True
    >>> swept.table()["arm"].unique().tolist()
    ['as-today', 'fewer-goals', 'fewer-audits', 'both', 'more-goals']
    """
    loaded = load(experiment, set=list(set))
    if loaded.code and not trust_code:
        raise InputError(
            _(
                "{name} runs the code of {model}, which can do whatever you can. Read it, then"
                " sweep with trust_code=True."
            ).format(name=loaded.name, model=", ".join(loaded.code))
        )
    plan = Plan(loaded, seed=seed, own=[recorded(each) for each in record])
    folder = Path(out or Path("results") / f"{loaded.name}-{plan.digest}")
    run_sweep(
        plan,
        folder,
        workers=None if isinstance(workers, str) else workers,
        scheduler=workers if isinstance(workers, str) else None,
        on_progress=None if on_progress is None else lambda progress: on_progress(*progress),
    )
    return SweepResults(folder)
