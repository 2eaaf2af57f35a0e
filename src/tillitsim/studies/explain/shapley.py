"""Who contributed what: Shapley values over a handful of groups, replicate by replicate.

A value function says what an outcome is when only some groups act; the Shapley value of a group is
its mean marginal contribution over all orders in which the groups could be added. Contributions add
up to value(all) - value(none) exactly, in every replicate; with common random numbers their spread
over replicates is their sampling error.

With many groups, orders are sampled: each order is walked forwards and backwards with the random
numbers of one replicate, so that contributions still add up exactly, order by order, and their
spread over orders is their sampling error (orders and chance together).

Source: Shapley (1953); for simulation output Owen (2014), Song, Nelson & Staum (2016); orders in
antithetic pairs: Mitchell, Cooper, Frank & Holmes (2022).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations
from math import factorial

import numpy as np
from numpy.typing import NDArray

Replicates = NDArray[np.float64]
Value = Callable[[frozenset[str]], Replicates]
ValueOfOne = Callable[[frozenset[str], int], float]


def coalitions(groups: Sequence[str]) -> list[frozenset[str]]:
    """All subsets of the groups, the empty one first."""
    return [
        frozenset(chosen)
        for size in range(len(groups) + 1)
        for chosen in combinations(groups, size)
    ]


def shapley_values(groups: Sequence[str], value: Value) -> dict[str, Replicates]:
    """The Shapley value of each group, one number a replicate.

    ``value`` is called once for each of the 2**n subsets and returns shape (replicates,).
    """
    worth = {chosen: value(chosen) for chosen in coalitions(groups)}
    n = len(groups)
    shares: dict[str, Replicates] = {}
    for group in groups:
        total = np.zeros_like(worth[frozenset()])
        for chosen, without in worth.items():
            if group not in chosen:
                weight = factorial(len(chosen)) * factorial(n - len(chosen) - 1) / factorial(n)
                total = total + weight * (worth[chosen | {group}] - without)
        shares[group] = total
    return shares


def walk(order: Sequence[str]) -> list[frozenset[str]]:
    """The subsets that are met as the groups are added in one order, the empty one first."""
    return [frozenset(order[:count]) for count in range(len(order) + 1)]


def sampled_orders(groups: Sequence[str], pairs: int, seed: int) -> list[list[str]]:
    """``pairs`` random orders of the groups."""
    generator = np.random.default_rng(seed)
    return [[groups[i] for i in generator.permutation(len(groups))] for _ in range(pairs)]


def sampled_shapley_values(
    groups: Sequence[str], value: ValueOfOne, orders: Sequence[Sequence[str]]
) -> dict[str, Replicates]:
    """Shapley values from orders and their reverses, one number a pair.

    Pair *r* uses the random numbers of replicate *r*: ``value`` gives what a subset is worth with
    it. Contributions add up to value(all, r) - value(none, r).
    """

    def along(order: Sequence[str], pair: int) -> dict[str, float]:
        worth = [value(chosen, pair) for chosen in walk(order)]
        return {group: worth[i + 1] - worth[i] for i, group in enumerate(order)}

    results = [(along(order, pair), along(order[::-1], pair)) for pair, order in enumerate(orders)]
    return {
        group: np.array([0.5 * (one[group] + other[group]) for one, other in results])
        for group in groups
    }
