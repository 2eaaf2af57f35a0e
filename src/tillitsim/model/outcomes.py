"""Outcomes: what is read from a run, declared once, level by level down the chain.

Each outcome (``outcomes.toml``) is read from the counters of a month: a mean over people, cases,
units or councils, or one of the expressions below. A month without what an outcome is a mean of (no
meetings, say) reads NaN.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from tillitsim.locale import N_, translator
from tillitsim.model.counters import COUNTERS
from tillitsim.scenario.declared.table_file import read_entries

Level = Literal["politics", "management", "staff", "meeting", "citizens", "society"]
LEVELS: tuple[Level, ...] = ("politics", "management", "staff", "meeting", "citizens", "society")
LEVEL_LABELS: Mapping[Level, str] = MappingProxyType(
    {
        "politics": N_("Politics"),
        "management": N_("Management"),
        "staff": N_("Staff"),
        "meeting": N_("The good meeting"),
        "citizens": N_("Citizens"),
        "society": N_("Society"),
    }
)

Tally = Mapping[str, NDArray[np.float64]]
"""Counters of months by name, each in its unit: float64 (months,)."""

Read = Callable[[Tally], NDArray[np.float64]]
Over = Literal["mean", "total", "end"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One declared outcome.

    ``better`` is +1 when higher is better, -1 when lower is, 0 when neither. ``factor`` times the
    raw value gives the natural reading, whose words are ``english_reading``.
    ``bounds`` hold for the raw value. ``of`` reads it from the counters of months; ``over`` says
    what it is over several months: the mean of those that have a value, a total over a total, or
    the value at their end. ``counts`` are the counter of events and that of cases, where it is a
    share of cases that are counted, and ``ratio`` the counters above and below the line, where it
    is a total over a total. ``matters`` is the smallest raw difference of interest: what is smaller
    is no difference that matters.
    """

    name: str
    level: Level
    unit: str
    better: int
    english: str
    factor: float
    english_reading: str
    digits: int
    bounds: tuple[float, float]
    of: Read
    over: Over = "mean"
    counts: tuple[str, str] | None = None
    ratio: tuple[str, str] | None = None
    matters: float = 0.0

    def label(self, language: str) -> str:
        """What it is called, in a language."""
        return translator(language)(self.english)

    def reading(self, language: str) -> str:
        """The words of the natural reading, in a language."""
        return translator(language)(self.english_reading)


def level_label(level: Level, language: str) -> str:
    """What a level of the chain is called, in a language."""
    return translator(language)(LEVEL_LABELS[level])


def _ratio(above: NDArray[np.float64] | float, below: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(below > 0, above / below, np.nan)


def _mean(words: str) -> Read:
    """``"granted per staff"``: a counter per another."""
    counter, per = _two(words)
    return lambda tally: _ratio(tally[counter], tally[per])


def _administrative_burden(tally: Tally) -> NDArray[np.float64]:
    origins = ("burden_state", "burden_council", "burden_inspectorate", "burden_manager")
    return _ratio(sum(tally[origin] for origin in origins), tally["staff"])


def _turnover(tally: Tally) -> NDArray[np.float64]:
    return _ratio(tally["left"] + tally["dismissed"], tally["staff"])


def _meeting_quality(tally: Tally) -> NDArray[np.float64]:
    return _ratio(tally["quality"], tally["cases"])


def _quality_simple(tally: Tally) -> NDArray[np.float64]:
    return _ratio(tally["quality"] - tally["complex_quality"], tally["cases"] - tally["complex"])


def _quality_complex(tally: Tally) -> NDArray[np.float64]:
    return _ratio(tally["complex_quality"], tally["complex"])


def _complexity_gap(tally: Tally) -> NDArray[np.float64]:
    return _quality_simple(tally) - _quality_complex(tally)


def _reporting_gap(tally: Tally) -> NDArray[np.float64]:
    return _ratio(tally["reported"], tally["cases"]) - _meeting_quality(tally)


def _inequality(tally: Tally) -> NDArray[np.float64]:
    mean = _ratio(tally["unit_quality"], tally["units"])
    square = _ratio(tally["unit_quality_squared"], tally["units"])
    return np.sqrt(np.maximum(0.0, square - mean * mean))


def _unequal_treatment(tally: Tally) -> NDArray[np.float64]:
    return np.sqrt(_ratio(tally["unlike"], tally["cases"]))


def _waiting_beyond_limit(tally: Tally) -> NDArray[np.float64]:
    return _ratio(tally["late"], tally["cases"] + tally["waiting"])


COMPOSED: Mapping[str, Read] = MappingProxyType(
    {
        "administrative_burden": _administrative_burden,
        "turnover": _turnover,
        "quality_simple": _quality_simple,
        "complexity_gap": _complexity_gap,
        "reporting_gap": _reporting_gap,
        "inequality": _inequality,
        "unequal_treatment": _unequal_treatment,
        "waiting_beyond_limit": _waiting_beyond_limit,
    }
)
"""Outcomes that are more than one counter per another."""


def _outcome(name: str, entry: dict[str, Any]) -> Outcome:
    return Outcome(
        name=name,
        level=entry["level"],
        unit=entry["unit"],
        better=entry["better"],
        english=entry["label"],
        factor=float(entry["factor"]),
        english_reading=entry["reading"],
        digits=entry["digits"],
        bounds=(float(entry["minimum"]), float(entry.get("maximum", math.inf))),
        of=_mean(entry["mean"]) if "mean" in entry else COMPOSED[name],
        over=entry.get("over", "mean"),
        counts=_counts(entry.get("mean", "")) if entry.get("over") != "end" else None,
        ratio=_two(entry["mean"]) if entry.get("over") == "total" else None,
        matters=float(entry.get("matters", 10.0 ** (1 - entry["digits"]))) / entry["factor"],
    )


def _counts(words: str) -> tuple[str, str] | None:
    """The two counters of a mean, if both are counts and it is a share."""
    events, cases = _two(words)
    counted = {name for name, each in COUNTERS.items() if each.unit == "count"}
    return (events, cases) if {events, cases} <= counted else None


def _two(words: str) -> tuple[str, str]:
    """``"granted per staff"``: the two counters."""
    above, _, below = words.partition(" per ")
    return above, below


OUTCOMES: Mapping[str, Outcome] = MappingProxyType(
    {
        name: _outcome(name, entry)
        for name, entry in read_entries(Path(__file__).with_suffix(".toml")).items()
        if name
    }
)


COLUMN: Mapping[str, int] = {name: i for i, name in enumerate(COUNTERS)}


class _Columns(dict[str, NDArray[np.float64]]):
    """Counters by name, each in its unit, made when they are asked for."""

    def __init__(self, tally: NDArray[np.int64]) -> None:
        super().__init__()
        self._tally = tally

    def __missing__(self, name: str) -> NDArray[np.float64]:
        column = self._tally[..., COLUMN[name]].astype(np.float64)
        self[name] = column = column * COUNTERS[name].factor
        return column


def read(tally: NDArray[np.int64], names: Sequence[str] | None = None) -> NDArray[np.float64]:
    """Outcomes of counters, whatever the leading shape: (..., counters) become (..., outcomes).

    ``names`` are the outcomes that are wanted; all by default, in the order of ``OUTCOMES``.
    """
    wanted = tuple(OUTCOMES) if names is None else names
    columns = _Columns(tally)
    found = np.empty((*tally.shape[:-1], len(wanted)))
    with np.errstate(divide="ignore", invalid="ignore"):
        for i, name in enumerate(wanted):
            found[..., i] = OUTCOMES[name].of(columns)
    return found


def over_months(
    series: NDArray[np.float64],
    declared: Sequence[Outcome],
    tallies: NDArray[np.int64] | None = None,
) -> NDArray[np.float64]:
    """Outcomes of months together: (runs, months, outcomes) become (runs, outcomes).

    Without the ``tallies`` (runs, months, counters) that they were read from, what is a total over
    a total is the mean of the months that have a value.
    """
    there = ~np.isnan(series)
    months = there.sum(axis=1)
    total = np.where(there, series, 0.0).sum(axis=1)
    found = np.where(months > 0, total / np.maximum(months, 1), np.nan)
    for i, outcome in enumerate(declared):
        if outcome.over == "end":
            found[:, i] = series[:, -1, i]
        elif outcome.over == "total" and tallies is not None:
            found[:, i] = read(tallies.sum(axis=1), [outcome.name])[:, 0]
    return found
