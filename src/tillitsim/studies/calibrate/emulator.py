"""A stand-in for the virtual experiments: what they would show at points that were not run.

A sparse polynomial (linear and squared terms, and products of the terms that matter most), fitted
by cross-validated Lasso; its error is the spread of its cross-validated residuals. It only proposes
where to simulate next: nothing is accepted that was not simulated.
Source: history matching by emulation, Craig, Goldstein, Seheult & Smith (1997); Vernon, Goldstein &
Bower (2010). Lasso: Tibshirani (1996), by scikit-learn.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import Lasso, LassoCV
from sklearn.model_selection import KFold, cross_val_predict

Values = NDArray[np.float64]
STRONGEST = 10
"""Parameters whose products are among the terms."""


@dataclass(frozen=True, slots=True)
class Emulator:
    """A polynomial in points of the unit cube; ``error`` is its standard error."""

    strong: NDArray[np.int64]
    coefficients: Values
    constant: float
    error: float

    def __call__(self, points: Values) -> Values:
        """Predicted values at points, (points, parameters)."""
        return np.asarray(self.constant + terms(points, self.strong) @ self.coefficients)


def terms(points: Values, strong: NDArray[np.int64]) -> Values:
    """Linear and squared terms of all parameters, products of the strong ones; centred at 1/2."""
    centred = 2.0 * points - 1.0
    products = [
        centred[:, i] * centred[:, j] for k, i in enumerate(strong) for j in strong[k + 1 :]
    ]
    return np.column_stack([centred, centred * centred - 1.0 / 3.0, *products])


def fit(points: Values, values: Values) -> Emulator:
    """Fit to simulated values; those that are not numbers are left out."""
    there = np.isfinite(values)
    x, y = points[there], values[there]
    if len(y) < 20 or y.std() == 0.0:
        none = np.array([], np.int64)
        width = terms(points[:1], none).shape[1]
        return Emulator(none, np.zeros(width), float(y.mean()) if len(y) else 0.0, float(y.std()))
    first = _lasso(terms(x, np.array([], np.int64)), y)
    size = np.abs(first.coef_[: points.shape[1]]) + np.abs(first.coef_[points.shape[1] :])
    strong = np.sort(np.argsort(-size, kind="stable")[:STRONGEST])
    design = terms(x, strong)
    final = _lasso(design, y)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        folds = KFold(5, shuffle=True, random_state=0)
        predicted = cross_val_predict(Lasso(alpha=final.alpha_, max_iter=2000), design, y, cv=folds)
    error = float(np.sqrt(np.mean((predicted - y) ** 2)))
    return Emulator(strong, final.coef_, float(final.intercept_), error)


def _lasso(design: Values, y: Values) -> LassoCV:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        folds = KFold(5, shuffle=True, random_state=0)
        return LassoCV(alphas=30, cv=folds, max_iter=2000).fit(design, y)
