"""Politics, management, market and demand: closed forms and limits of their rules."""

import math
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tillitsim.model.mechanisms.demand import (
    circular_distance,
    drift,
    known_quality,
    need_probability,
    served_shares,
    turned_away,
    utility,
)
from tillitsim.model.mechanisms.management import (
    discretion_granted,
    instrument_value,
    passed_on,
    tilted,
    update_fidelity,
)
from tillitsim.model.mechanisms.market import improve_manager, paid_in
from tillitsim.model.mechanisms.politics import (
    ordered_sum,
    shortfall,
    update_pressure,
    update_rules,
)

SHARE = st.floats(0, 1)
MANY = settings(max_examples=200, deadline=None)


@given(SHARE, SHARE, SHARE, SHARE)
@MANY
def test_signals_that_stay_end_every_shortfall(aspiration, signal, trust, voice):
    for _ in range(400):
        aspiration += 0.1 * (signal - aspiration)
    assert shortfall(aspiration, signal, trust, trust, voice) == pytest.approx(0.0, abs=1e-12)


@given(st.floats(0, 2), st.floats(0.05, 0.5))
@MANY
def test_pressure_settles_where_deficits_hold_it(deficit, decay):
    pressure = 0.3
    for _ in range(600):
        pressure = update_pressure(pressure, 0.0, 1.0, 0.0, 0.1 * deficit, 0.8, decay)
    assert pressure == pytest.approx(min(5.0, 0.1 * deficit / decay), abs=1e-9)


@given(st.floats(0, 3), st.floats(0, 1), st.floats(0, 3))
@MANY
def test_rules_stay_within_bounds_and_drift_to_the_density(stock, rate, density):
    for _ in range(20):
        stock = update_rules(stock, rate, 0.0002, 0.15, 0.7, 0.02, density)
        assert 0.0 <= stock <= 3.0
    assert update_rules(density, 0.0, 0.0002, 0.15, 0.7, 0.02, density) == density


@given(st.lists(st.floats(0, 1e6), min_size=3, max_size=3))
@MANY
def test_a_sum_of_three_knows_no_order(values):
    assert len({ordered_sum(*each) for each in permutations(values)}) == 1


@given(st.lists(st.tuples(SHARE, SHARE), min_size=3, max_size=3), st.floats(0, 3))
@MANY
def test_an_instrument_does_not_know_which_principle_is_which(pairs, scale):
    total = sum(share for share, _ in pairs) or 1.0
    shares, cells = [s / total for s, _ in pairs], [c for _, c in pairs]
    values = {
        instrument_value(*(shares[i] for i in order), *(cells[i] for i in order), scale)
        for order in permutations(range(3))
    }
    assert len(values) == 1


@given(SHARE, SHARE, SHARE)
@MANY
def test_equal_cells_make_the_mix_irrelevant_to_the_bit(cell, a, b):
    a = min(a, 1 - b)
    mixes = ((1.0, 0.0, 0.0), (1 / 3, 1 / 3, 1 / 3), (a, b, 1 - a - b))
    assert len({instrument_value(*mix, cell, cell, cell, 1.0) for mix in mixes}) == 1


@given(SHARE, SHARE, st.floats(1, 24))
@MANY
def test_a_signal_reaches_the_floor_with_its_lag(value, target, lag):
    expected = target + (value - target) * (1 - 1 / lag) ** 12
    for _ in range(12):
        value = passed_on(value, target, lag, 0.0)
    assert value == pytest.approx(expected, abs=1e-12)


def test_system_analysis_holds_back_what_grows_and_lets_go_what_shrinks():
    assert passed_on(0.2, 0.8, 3.0, 1.0) == 0.2
    assert passed_on(0.8, 0.2, 3.0, 1.0) == pytest.approx(0.6)


@given(SHARE, SHARE)
@MANY
def test_fidelity_ends_at_the_managers_own_stance(fidelity, alignment):
    for _ in range(400):
        fidelity = update_fidelity(fidelity, 0.0, alignment, 0.1)
    assert fidelity == pytest.approx(alignment, abs=1e-9)
    assert update_fidelity(0.2, 1.0, alignment, 0.0) == pytest.approx(1.0)


@given(SHARE, SHARE, SHARE, st.floats(0.1, 0.95), st.floats(0, 3))
@MANY
def test_discretion_granted(delegated, earned, belief, prior, rules):
    granted = discretion_granted(delegated, earned, belief, prior, rules, 0.5)
    assert 0.0 <= granted <= 1.0
    assert discretion_granted(delegated, 0.0, belief, prior, 0.0, 0.5) == delegated
    assert discretion_granted(delegated, earned, prior, prior, 0.0, 0.5) == pytest.approx(delegated)
    assert granted <= discretion_granted(delegated, earned, belief, prior, 0.0, 0.5) + 1e-12


def test_a_tilt_moves_between_the_mix_and_the_ideal():
    assert tilted(0.2, 0.8, 0.0) == 0.2
    assert tilted(0.2, 0.8, 1.0) == 0.8


@given(st.integers(0, 2**52), SHARE, SHARE)
@MANY
def test_a_unit_pays_in_no_more_than_it_has_and_nothing_without_a_market(budget, rate, follows):
    assert 0 <= paid_in(budget, rate, follows) <= budget
    assert paid_in(budget, rate, 0.0) == 0


@given(st.floats(-3, 3), SHARE, SHARE)
@MANY
def test_managers_improve_under_a_market_only_where_quality_is_seen(quality, pull, visible):
    assert improve_manager(quality, 0.03, 0.0, visible) == quality
    assert improve_manager(quality, 0.03, pull, 0.0) == quality
    assert improve_manager(quality, 0.03, pull, visible) >= quality
    assert improve_manager(1.5, 0.03, pull, visible) == 1.5


@given(st.floats(0.001, 10))
@MANY
def test_needs_arise_as_a_poisson_process_does(rate):
    assert need_probability(rate) == pytest.approx(1 - math.exp(-rate), rel=1e-12)


@given(st.integers(0, 1000), st.integers(0, 1000), st.floats(0, 3000))
@MANY
def test_those_who_wait_come_first_and_room_is_used_up(waiting, new, capacity):
    first, second = served_shares(waiting, new, capacity)
    assert 0.0 <= second <= 1.0
    assert 0.0 <= first <= 1.0
    if second > 0.0 and new > 0:
        assert first == 1.0
    assert first * waiting + second * new == pytest.approx(min(capacity, waiting + new), abs=1e-6)


@given(SHARE, SHARE)
@MANY
def test_distance_on_a_circle(a, b):
    assert circular_distance(a, b) == circular_distance(b, a) <= 0.5
    assert circular_distance(a, a) == 0.0


def test_needs_drift_back_to_the_middle():
    need = 1.0
    for _ in range(200):
        need = drift(need, 0.05, 0.0, 3.0, -2.0)
    assert need == pytest.approx(0.95**200)


def test_what_is_seen_of_quality_replaces_what_is_published():
    assert utility(known_quality(0.3, 1.0, 0.6, 0.9), 5.0, 0.0, 2.0, 0.0, 0.0) == pytest.approx(1.5)
    assert utility(known_quality(0.3, 0.0, 1.0, 0.9), 5.0, 0.0, 2.0, 0.0, 0.0) == pytest.approx(4.5)


@given(SHARE, SHARE, SHARE, st.floats(0.1, 3))
@MANY
def test_nobody_ordinary_is_turned_away_nor_where_risk_is_paid(skim, reward, money, complexity):
    assert turned_away(skim, 1.0, reward, money, complexity, 0.8) == 0.0
    assert turned_away(skim, 0.0, 0.0, 0.0, complexity, 0.8) == 0.0
    assert turned_away(skim, 0.0, reward, money, 0.8, 0.8) == 0.0
    assert 0.0 <= turned_away(skim, 0.0, reward, money, complexity, 0.8) <= skim
