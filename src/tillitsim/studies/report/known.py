"""What a difference is put against, so that its size can be felt: a normal year, units, a survey.

A *normal year* is how much an outcome moves from one year to the next in the baseline's own runs,
where nothing is changed. Units lie as far apart as the baseline's do. What is known of Swedish
surveys is among the level facts (``experiments/levels/levels.csv``) with its source.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from tillitsim.locale import N_
from tillitsim.model.outcomes import OUTCOMES
from tillitsim.studies.report.analysis import Study

YEAR = 12

SURVEYS: Mapping[str, str] = {
    "will": N_(
        "On the Swedish index of sustainable employee engagement the large cities lie between 76"
        " and 81 (SKR/RKA 2015)."
    ),
    "turnover": N_(
        "From county to county 23 to 31 percent of municipal graduates left their post in a year"
        " (Akademikerförbundet SSR 2016-2017)."
    ),
    "quality_perceived": N_(
        "Of users of social services 82 to 91 percent are satisfied, from one group to another"
        " (SKR 2018)."
    ),
}
"""What is known of an outcome from surveys: facts L054, L056 and L044."""

SPREAD: Mapping[str, str] = dict.fromkeys(
    ("meeting_quality", "quality_simple", "quality_complex"), "inequality"
)
"""The outcome that says how far apart units lie in another."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a difference is put against, raw; None where it is not known.

    ``year`` is what a normal year moves the outcome by, ``times`` how many of those the difference
    is; ``units`` the standard deviation between units; ``survey`` a sentence.
    """

    year: float | None
    times: float | None
    units: float | None
    survey: str


def known_of(study: Study, i: int) -> Known:
    """What the main difference of a scenario is put against."""
    main = study.differences[i][study.main]
    year = normal_year(study)
    size = abs(main.told[1])
    spread = SPREAD.get(study.main)
    units = None if spread is None else study.differences[i][spread].levels[0]
    return Known(
        year=year,
        times=None if year is None or not year or not np.isfinite(size) else size / year,
        units=units if units is not None and np.isfinite(units) else None,
        survey=SURVEYS.get(study.main, ""),
    )


def normal_year(study: Study) -> float | None:
    """The median change of the main outcome from year to year in the baseline, either way (raw).

    None for what is counted up to the end, and for runs of less than two years.
    """
    outcome = OUTCOMES[study.main]
    comparison = study.comparison
    runs = comparison.known(comparison.baseline)
    series = runs.series[:, runs.scenario.burn_in :, runs.names.index(study.main)]
    years = series.shape[1] // YEAR
    if outcome.over == "end" or years < 2:
        return None
    whole = series[:, : years * YEAR].reshape(len(series), years, YEAR)
    there = np.isfinite(whole)
    with np.errstate(invalid="ignore", divide="ignore"):
        means = np.where(there, whole, 0.0).sum(axis=2) / there.sum(axis=2)
    moves = np.abs(np.diff(means, axis=1))
    moves = moves[np.isfinite(moves)]
    return float(np.median(moves)) if len(moves) else None
