"""Conditions as the leaves of a small tree (scikit-learn's CART; Breiman et al. 1984).

The tree is cut back to the smallest one that cross-validation cannot tell from the best (their
one-standard-error rule), so that a split which adds nothing is not told as a condition.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from tillitsim.errors import TillitsimError
from tillitsim.studies.discover.conditions import Box, Mask

DEPTH, FOLDS = 3, 5
SMALLEST = 0.05
"""Part of the cases that a leaf holds at least."""

NO_TREE = (
    "A tree needs scikit-learn, which is not installed here. Install it with: pip install"
    " 'tillitsim[sensitivity]'; or ask for --method prim, which needs nothing more."
)


def tree(inputs: NDArray[np.float64], happens: Mask) -> list[Box]:
    """Leaves in which it happens more often than overall; the largest surplus first."""
    grown = _grown(inputs, happens)
    if grown is None:
        return []
    nodes = grown.tree_
    overall = happens.mean()
    leaf_of = grown.apply(inputs)
    surplus = {
        int(leaf): float((happens[leaf_of == leaf] - overall).sum()) for leaf in set(leaf_of)
    }
    boxes: dict[int, dict[int, tuple[float, float]]] = {0: {}}
    for node in range(nodes.node_count):
        i, cut = int(nodes.feature[node]), float(nodes.threshold[node])
        if i < 0:
            continue
        low, high = boxes[node].get(i, (-np.inf, np.inf))
        boxes[int(nodes.children_left[node])] = {**boxes[node], i: (low, min(high, cut))}
        boxes[int(nodes.children_right[node])] = {**boxes[node], i: (max(low, cut), high)}
    winning = sorted((leaf for leaf in surplus if surplus[leaf] > 0), key=lambda n: -surplus[n])
    return [boxes[leaf] for leaf in winning if boxes[leaf]]


def _grown(inputs: NDArray[np.float64], happens: Mask) -> Any:
    """The tree, cut back; None where there are too few cases of either kind to judge it."""
    try:
        from sklearn.model_selection import (  # noqa: PLC0415 - an extra, slow to import
            StratifiedKFold,
            cross_val_score,
        )
        from sklearn.tree import DecisionTreeClassifier  # noqa: PLC0415 - as above
    except ImportError:
        raise TillitsimError(NO_TREE) from None
    if min(happens.sum(), (~happens).sum()) < FOLDS:
        return None
    least = max(2, round(SMALLEST * len(happens)))

    def grow(alpha: float) -> Any:
        return DecisionTreeClassifier(
            max_depth=DEPTH, min_samples_leaf=least, ccp_alpha=alpha, random_state=0
        )

    alphas = grow(0.0).cost_complexity_pruning_path(inputs, happens).ccp_alphas.clip(0.0)
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=0)
    scores = np.array(
        [cross_val_score(grow(a), inputs, happens, cv=folds, scoring="neg_brier_score")
         for a in alphas]
    )  # fmt: skip
    means = scores.mean(axis=1)
    best = int(means.argmax())
    error = scores[best].std(ddof=1) / np.sqrt(FOLDS)
    smallest = alphas[means >= means[best] - error].max()
    return grow(float(smallest)).fit(inputs, happens)
