"""A stand-in for the virtual experiments: what they would show at points that were not run.

A sparse polynomial (linear and squared terms, and products of the terms that matter most), fitted
by cross-validated Lasso; its error is the spread of its cross-validated residuals. It only proposes
where to simulate next: nothing is accepted that was not simulated.
Source: history matching by emulation, Craig, Goldstein, Seheult & Smith (1997); Vernon, Goldstein &
Bower (2010). Lasso: Tibshirani (1996), by scikit-learn.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import Lasso, LassoCV
from sklearn.model_selection import KFold, cross_val_predict

Values = NDArray[np.float64]
STRONGEST = 10
"""Parameters whose products are among the terms."""
FEWEST = 20
"""Points below which nothing but a mean is fitted."""


@dataclass(frozen=True, slots=True)
class Emulator:
    """A polynomial in points of the unit cube.

    ``pairs`` are the parameters of its products, (products, 2), and ``coefficients`` those of the
    linear terms, the squared ones and the products, in this order. ``error`` is its standard error,
    and ``explained`` the share of the variance of held-out points that it explains.
    """

    pairs: NDArray[np.int64]
    coefficients: Values
    constant: float
    error: float
    explained: float = 0.0

    def __call__(self, points: Values) -> Values:
        """Predicted values at points, (points, parameters)."""
        return np.asarray(self.constant + terms(points, self.pairs) @ self.coefficients)


class Emulators:
    """Several emulators, asked at once: the plain terms of all are one product of matrices."""

    def __init__(self, each: Sequence[Emulator]) -> None:
        self.each = tuple(each)
        self.error = np.array([one.error for one in each])
        self._constant = np.array([one.constant for one in each])
        width = [len(one.coefficients) - len(one.pairs) for one in each]
        self._plain = np.array([one.coefficients[:w] for one, w in zip(each, width, strict=True)])
        self._products = []
        for one, w in zip(each, width, strict=True):
            used = one.coefficients[w:] != 0.0
            self._products.append((one.pairs[used], one.coefficients[w:][used]))

    def __call__(self, points: Values) -> Values:
        """Predicted values, (points, emulators)."""
        centred = 2.0 * points - 1.0
        plain = np.column_stack([centred, centred * centred - 1.0 / 3.0])
        found = self._constant + plain @ self._plain.T
        for i, (pairs, coefficients) in enumerate(self._products):
            if len(pairs):
                found[:, i] += (centred[:, pairs[:, 0]] * centred[:, pairs[:, 1]]) @ coefficients
        return np.asarray(found)


def terms(points: Values, pairs: NDArray[np.int64]) -> Values:
    """Linear and squared terms of all parameters, and products of pairs; centred at 1/2."""
    centred = 2.0 * points - 1.0
    products = centred[:, pairs[:, 0]] * centred[:, pairs[:, 1]]
    return np.column_stack([centred, centred * centred - 1.0 / 3.0, products])


def fit(points: Values, values: Values) -> Emulator:
    """Fit to simulated values; those that are not numbers are left out."""
    there = np.isfinite(values)
    x, y = points[there], values[there]
    none = np.empty((0, 2), np.int64)
    if len(y) < FEWEST or y.std() == 0.0:
        mean, spread = (float(y.mean()), float(y.std())) if len(y) else (0.0, 0.0)
        return Emulator(none, np.zeros(2 * points.shape[1]), mean, spread)
    first = _lasso(terms(x, none), y)
    size = np.abs(first.coef_[: points.shape[1]]) + np.abs(first.coef_[points.shape[1] :])
    strong = np.sort(np.argsort(-size, kind="stable")[:STRONGEST])
    pairs = np.array([(i, j) for k, i in enumerate(strong) for j in strong[k + 1 :]], np.int64)
    design = terms(x, pairs.reshape(-1, 2))
    final = _lasso(design, y)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        folds = KFold(5, shuffle=True, random_state=0)
        predicted = cross_val_predict(Lasso(alpha=final.alpha_, max_iter=2000), design, y, cv=folds)
    error = float(np.sqrt(np.mean((predicted - y) ** 2)))
    explained = 1.0 - error * error / float(y.var())
    return Emulator(
        pairs.reshape(-1, 2), final.coef_, float(final.intercept_), error, max(0.0, explained)
    )


def _lasso(design: Values, y: Values) -> LassoCV:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        folds = KFold(5, shuffle=True, random_state=0)
        return LassoCV(alphas=30, cv=folds, max_iter=2000).fit(design, y)
