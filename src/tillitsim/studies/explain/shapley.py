"""Who contributed what: Shapley values over a handful of groups, replicate by replicate.

A value function says what an outcome is when only some groups act; the Shapley value of a group is
its mean marginal contribution over all orders in which the groups could be added. Contributions add
up to value(all) - value(none) exactly, in every replicate; with common random numbers their spread
over replicates is their sampling error.

With many groups, orders are sampled: each is walked with the random numbers of one replicate, so
that contributions still add up exactly, order by order, and their spread over replicates is their
sampling error (orders and chance together). Every second order is the reverse of the one before, so
that the mean is nearer than that spread says.

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


def sampled_orders(groups: Sequence[str], count: int, seed: int) -> list[list[str]]:
    """Random orders of the groups, every second one the reverse of the one before."""
    generator = np.random.default_rng(seed)
    found: list[list[str]] = []
    while len(found) < count:
        order = [groups[i] for i in generator.permutation(len(groups))]
        found += [order, order[::-1]]
    return found[:count]


def sampled_shapley_values(
    groups: Sequence[str], value: ValueOfOne, orders: Sequence[Sequence[str]]
) -> dict[str, Replicates]:
    """Shapley values from orders, one number an order.

    Order *r* uses the random numbers of replicate *r*: ``value`` gives what a subset is worth with
    it. Contributions add up to value(all, r) - value(none, r).
    """
    shares = {group: np.empty(len(orders)) for group in groups}
    for replicate, order in enumerate(orders):
        worth = [value(chosen, replicate) for chosen in walk(order)]
        for i, group in enumerate(order):
            shares[group][replicate] = worth[i + 1] - worth[i]
    return shares
