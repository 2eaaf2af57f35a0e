"""Results of a scenario's replicates: a table, a picture and the months, for a notebook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from tillitsim.api.frames import frame_of, html_of
from tillitsim.errors import InputError, did_you_mean
from tillitsim.locale import _
from tillitsim.model import simulation
from tillitsim.runs.record import summary_records
from tillitsim.runs.summary import summarise

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

Language = Literal["en", "sv"]


@dataclass(frozen=True, slots=True, repr=False)
class Results(simulation.Results):
    """Outcomes of some replicates of a scenario.

    ``series`` is float64 (replicates, months, outcomes) in the units that outcomes declare, NaN in
    months without a value; ``names`` says which outcome is where, and ``declared`` what it is.

    Examples
    --------
    >>> import tillitsim as ts
    >>> results = ts.simulate("demonstration", replicates=4, changes={"months": 24})
    >>> results
    <Results of 'demonstration': 4 replicates of 24 months, seed 0>
    >>> results["good_meetings"].shape
    (4, 24)
    >>> float(results.table().loc["good_meetings", "mean"]) > 0.5
    True
    """

    def __getitem__(self, outcome: str) -> NDArray[np.float64]:
        """One outcome, (replicates, months)."""
        return self.series[:, :, self._place(outcome)]

    def _place(self, outcome: str) -> int:
        if outcome not in self.names:
            raise InputError(
                _("there is no outcome '{outcome}'{advice}.").format(
                    outcome=outcome, advice=did_you_mean(outcome, self.names)
                )
            )
        return self.names.index(outcome)

    def table(self, *, language: Language = "en") -> pd.DataFrame:
        """Each outcome's mean after the burn-in with its 95% interval over replicates.

        The interval speaks of chance only. ``mean``, ``low`` and ``high`` are in ``unit``;
        ``reading`` and its interval are the same in the words of ``reading_unit``.
        """
        return frame_of(summary_records(summarise(self), language), index="outcome")

    def months(self, *outcomes: str) -> pd.DataFrame:
        """A row a replicate and month (from 1), a column an outcome; all unless some are named."""
        replicates, months, _ = self.series.shape
        columns: dict[str, NDArray[np.float64] | NDArray[np.int64]] = {
            "replicate": np.repeat(np.arange(replicates), months),
            "month": np.tile(np.arange(1, months + 1), replicates),
        }
        for name in outcomes or self.names:
            columns[name] = self[name].ravel()
        return frame_of(columns)

    def plot(self, *, language: Language = "en") -> Figure:
        """The picture of ``tillitsim run``: the chain from politics to society, over time."""
        from tillitsim.studies.run.figure import run_figure

        return run_figure(self, language)

    def __repr__(self) -> str:
        replicates, months, _ = self.series.shape
        return (
            f"<{type(self).__name__} of {self.scenario.name!r}: {replicates} replicates of"
            f" {months} months, seed {self.seed}>"
        )

    def _repr_html_(self) -> str:
        shown = {"label": "", "reading": "mean", "reading_low": "from", "reading_high": "to"}
        return html_of(repr(self), self.table(), shown | {"reading_unit": "reads"})
