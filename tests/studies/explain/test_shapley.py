"""Contributions add up, and what is known to be true is recovered."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tillitsim.studies.explain.shapley import sampled_orders, sampled_shapley_values, shapley_values

NAMES = ("a", "b", "c", "d")
WEIGHTS = st.lists(st.floats(-5, 5), min_size=4, max_size=4)


@given(WEIGHTS, st.floats(-5, 5))
@settings(deadline=None, max_examples=30)
def test_an_additive_toy_is_recovered(weights, base):
    own = dict(zip(NAMES, weights, strict=True))

    def exact(chosen):
        return np.array([base + sum(own[name] for name in chosen)])

    def sampled(chosen, _):
        return float(exact(chosen)[0])

    for name, share in shapley_values(NAMES, exact).items():
        assert share == pytest.approx(own[name], abs=1e-9)
    for name, share in sampled_shapley_values(NAMES, sampled, sampled_orders(NAMES, 3, 1)).items():
        assert share == pytest.approx(own[name], abs=1e-9)


@given(st.lists(st.floats(-5, 5), min_size=16, max_size=16), st.integers(0, 1000))
@settings(deadline=None, max_examples=30)
def test_contributions_add_up_to_the_difference_whatever_the_game(worths, seed):
    worth = {}

    def value(chosen, replicate):
        key = sum(1 << NAMES.index(name) for name in chosen)
        worth[chosen] = worths[key] + replicate * len(chosen)
        return worth[chosen]

    shares = sampled_shapley_values(NAMES, value, sampled_orders(NAMES, 5, seed))
    for replicate in range(5):
        whole = value(frozenset(NAMES), replicate) - value(frozenset(), replicate)
        assert sum(share[replicate] for share in shares.values()) == pytest.approx(whole, abs=1e-9)


def test_a_joint_effect_is_shared_alike():
    def value(chosen):
        return np.array([8.0 if {"a", "b"} <= chosen else 0.0])

    shares = shapley_values(NAMES, value)
    assert [float(shares[name][0]) for name in NAMES] == pytest.approx([4.0, 4.0, 0.0, 0.0])


def test_reversed_orders_share_the_joint_effect_of_a_pair_exactly():
    def value(chosen, _):
        return 8.0 if {"a", "b"} <= chosen else 0.0

    shares = sampled_shapley_values(NAMES, value, sampled_orders(NAMES, 2, 7))
    assert [float(shares[name].mean()) for name in NAMES] == pytest.approx([4.0, 4.0, 0.0, 0.0])


@given(st.integers(1, 9), st.integers(0, 1000))
@settings(deadline=None, max_examples=30)
def test_every_second_order_is_the_reverse_of_the_one_before(count, seed):
    orders = sampled_orders(NAMES, count, seed)
    assert len(orders) == count
    assert all(sorted(order) == list(NAMES) for order in orders)
    assert all(two == one[::-1] for one, two in zip(orders[::2], orders[1::2], strict=False))
