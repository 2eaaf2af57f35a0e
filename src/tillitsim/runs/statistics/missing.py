"""Reductions over what is there: NaN where nothing is, without a warning.

An outcome has no value where there was nobody to ask. NumPy's own reductions warn of a choice that
is empty, or fail on it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]


def mean(values: FloatArray, axis: int = 0) -> FloatArray:
    """Means along an axis of the values that there are."""
    there = np.isfinite(values)
    count = there.sum(axis=axis)
    total = np.where(there, values, 0.0).sum(axis=axis)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def lowest(values: FloatArray, axis: int = 0) -> FloatArray:
    """The lowest along an axis of the values that there are."""
    there = np.isfinite(values)
    found = np.where(there, values, np.inf).min(axis=axis)
    return np.where(there.any(axis=axis), found, np.nan)


def highest(values: FloatArray, axis: int = 0) -> FloatArray:
    """The highest along an axis of the values that there are."""
    return -lowest(-values, axis)


def spread(values: FloatArray) -> float:
    """The standard deviation (n) of the values that there are."""
    there = values[np.isfinite(values)]
    return float(there.std()) if len(there) else np.nan


def percentiles(values: FloatArray, shares: Sequence[float]) -> FloatArray:
    """Percentiles over the first axis, (shares, ...), of the values that there are."""
    there = np.isfinite(values)
    if there.all() and len(values):
        return np.percentile(values, shares, axis=0)
    found = np.full((len(shares), *values.shape[1:]), np.nan)
    some = there.any(axis=0)
    if some.any():
        found[:, some] = np.nanpercentile(values[:, some], shares, axis=0)
    return found
