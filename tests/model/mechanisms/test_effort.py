"""Effort and time: optimum, floor, limits."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tillitsim.model.audits import detection, selective
from tillitsim.model.core.numerics import power
from tillitsim.model.mechanisms.effort import (
    co_ordination,
    direction,
    discretion_used,
    effort_share,
    enforced,
    expected,
    floored,
    gain,
    hidden_loss,
    incentive_drive,
    joined_drive,
    judgement_factor,
    looked_at,
    market_drive,
    outside_aim,
    personal_output,
    room_per_case,
    seen_drive,
    time_per_case,
    total_effort,
    undiverted,
    unmeasured_effort,
    workload,
)
from tillitsim.model.simulation import Simulation
from tillitsim.scenario.load import load

SHARE = st.floats(0, 1)
PART = st.floats(0.05, 0.95)
MANY = settings(max_examples=200, deadline=None)


EXPONENT = st.floats(1, 3)


def split(will, reward, market, mu, visible, substitution):
    """Share to the measured part, and the pulls of will and of the outside."""
    own, outside = power(will, substitution), power(reward + market, substitution)
    aim = outside_aim(reward, market, mu, visible)
    return effort_share(own, outside, mu, aim), own, outside, aim


@given(st.floats(0.01, 1), SHARE, SHARE, PART, SHARE, st.floats(0.05, 1), EXPONENT)
@MANY
def test_the_split_is_the_optimum_of_its_objective(
    will, reward, market, mu, visible, effort, substitution
):
    """B_M ln e_M + B_U ln e_U at e_M + e_U = E: no other split is better."""
    share, own, outside, aim = split(will, reward, market, mu, visible, substitution)
    on_measured = own * mu + outside * aim
    on_rest = own + outside - on_measured

    def worth(s):
        rest = on_rest * math.log(effort * (1 - s)) if on_rest > 1e-9 else 0.0
        return on_measured * math.log(effort * s) + rest

    assert on_measured * (1 - share) == pytest.approx(on_rest * share, abs=1e-12)
    for other in (0.9 * share, share + 0.1 * (1 - share)):
        if 0.0 < other < 1.0 and share < 1.0 - 1e-9:
            assert worth(share) >= worth(other) - 1e-12


@given(SHARE, PART, SHARE, EXPONENT)
@MANY
def test_without_reward_or_market_effort_follows_the_weight_of_the_task(
    will, mu, visible, substitution
):
    assert split(will, 0.0, 0.0, mu, visible, substitution)[0] == pytest.approx(mu)


def test_no_drive_no_effort():
    assert total_effort(0.0, 1.6, 1.0) == 0.0
    assert effort_share(0.0, 0.0, 0.3, 0.5) == 0.3


@given(st.floats(0.01, 1), st.floats(0, 1), EXPONENT)
@MANY
def test_motives_add_up_or_are_substitutes_and_none_is_below_the_strongest(
    will, outside, substitution
):
    added = joined_drive(will, outside, 1.0)
    assert added == will + outside
    joined = joined_drive(power(will, substitution), power(outside, substitution), substitution)
    assert max(will, outside) * (1 - 1e-9) <= joined <= added * (1 + 1e-9)
    alone = joined_drive(power(will, substitution), 0.0, substitution)
    assert alone == pytest.approx(will), "without a price nothing is substituted"


@given(SHARE, SHARE, PART, SHARE, SHARE)
@MANY
def test_what_is_paid_displaces_the_rest_only_as_capacity_binds(effort, share, mu, alone, exponent):
    binding = power(effort, 2.0 * exponent)
    left = effort * (1 - share)
    rest = unmeasured_effort(effort, share, alone, mu, binding)
    assert left <= rest <= max(left, alone * (1 - mu)) + 1e-12
    assert unmeasured_effort(effort, share, alone, mu, power(effort, 0.0)) == left
    assert unmeasured_effort(effort, share, alone, mu, 0.0) == pytest.approx(
        max(left, alone * (1 - mu))
    )
    assert unmeasured_effort(effort, mu, effort, mu, binding) == effort * (1 - mu), (
        "where nobody is paid, nothing is displaced"
    )


@given(SHARE, SHARE)
@MANY
def test_who_sees_enforces_only_as_far_as_the_manager_does(fidelity, enforcement):
    assert enforced(1.0, enforcement) == looked_at(1.0, enforcement) == 1.0
    assert enforced(fidelity, 0.0) == 1.0, "seeing was enforcing"
    assert looked_at(fidelity, 0.0) == fidelity
    assert enforced(fidelity, 1.0) == pytest.approx(fidelity)
    assert looked_at(fidelity, 1.0) == pytest.approx(1.0)


@given(SHARE, SHARE, SHARE, SHARE)
@MANY
def test_being_watched_costs_only_control_of_what_can_be_discovered(
    coverage, dialogue, discovery, watched
):
    left = hidden_loss(coverage, dialogue, discovery, watched)
    assert 1.0 - watched - 1e-12 <= left <= 1.0
    assert hidden_loss(coverage, 1.0, discovery, watched) == 1.0
    assert hidden_loss(coverage, dialogue, 0.0, watched) == 1.0
    assert hidden_loss(1.0, 0.0, 1.0, watched) == 1.0 - watched


@given(SHARE, st.floats(0.5, 20), st.floats(0, 60), SHARE)
@MANY
def test_what_is_expected_matters_until_one_is_known(belief, prior, experience, strength):
    factor = expected(belief, prior, prior + experience, strength)
    assert expected(0.8, prior, prior + experience, strength) == 1.0
    assert abs(factor - 1.0) <= strength * 0.8 + 1e-12
    later = expected(belief, prior, prior + experience + 1.0, strength)
    assert abs(later - 1.0) <= abs(factor - 1.0)
    assert expected(belief, prior, 2.0 * prior, strength) - 1.0 == pytest.approx(
        strength * (belief - 0.8) / 4
    ), "as much experience as prior leaves a quarter"


def test_talent_spreads_output_and_leaves_its_mean():
    """ln output ~ N(-k^2/2, k^2): mean 1, coefficient of variation sqrt(e^(k^2) - 1)."""
    talents = np.random.default_rng(7).standard_normal(40_000)
    outputs = [personal_output(0.45, z, 0.7, 0.2) for z in talents]
    mean = sum(outputs) / len(outputs)
    sd = math.sqrt(sum((each - mean) ** 2 for each in outputs) / len(outputs))
    assert mean == pytest.approx(1.0, abs=0.005)
    assert sd / mean == pytest.approx(math.sqrt(math.exp(0.04) - 1), rel=0.02)
    assert personal_output(0.65, 0.0, 0.7, 0.0) == pytest.approx(math.exp(0.14))
    assert personal_output(0.9, 2.0, 0.0, 0.0) == 1.0


@pytest.mark.parametrize("power_of_time", [1.0, 0.5])
def test_what_help_gives_grows_with_its_time_to_a_power(power_of_time):
    """-ln(1 - g_M) = k_g e_M t^k_v / mu where everybody gets the same done; 1 is in proportion."""
    alike = {"effort.skill": 0.0, "effort.talent": 0.0, "effort.watched": 0.0}
    scenario = load("demonstration", changes=alike | {"effort.time_value": power_of_time})
    simulation = Simulation(scenario, 1)
    simulation.advance()
    staff, values = simulation.state.staff, scenario.values
    strength = values["meeting.returns"] * staff["effort_measured"] / values["task.measurability"]
    result = -np.log(1.0 - staff["measured"].astype(float))
    assert result == pytest.approx(strength * staff["time_per_case"] ** power_of_time, rel=1e-3)
    assert np.ptp(staff["time_per_case"]) > 0.01, "nothing to tell powers apart"


@given(SHARE, SHARE, SHARE)
@MANY
def test_a_market_that_sees_nothing_pulls_nothing(market, visible, seen):
    assert seen_drive(market, 0.0, 1.0) == 0.0
    assert seen_drive(market, 1.0, seen) == market
    assert seen_drive(market, visible, 0.0) == market


@given(SHARE, SHARE, SHARE, PART, SHARE, SHARE)
@MANY
def test_monitoring_never_lowers_measured_effort_and_nobody_gives_more_than_all(
    effort, share, minimum, mu, detected, displaced
):
    floor = minimum * mu * detected
    measured, rest = floored(effort * share, effort * (1 - share), floor, displaced)
    assert measured >= effort * share - 1e-12
    assert measured >= minimum * mu * detected - 1e-12
    assert 0.0 <= rest <= effort * (1 - share) + 1e-12
    assert measured + rest <= 1.0 + 1e-12


@given(SHARE, SHARE, SHARE)
@MANY
def test_monitoring_leaves_the_willing_alone(effort, share, detected):
    floor = effort * share * detected
    measured, rest = floored(effort * share, effort * (1 - share), floor, 0.5)
    assert measured == pytest.approx(effort * share, abs=1e-12)
    assert rest == pytest.approx(effort * (1 - share), abs=1e-12)


@given(SHARE, SHARE, SHARE)
@MANY
def test_discretion_is_used_as_far_as_one_dares(granted, safety, floor):
    used = discretion_used(granted, safety, floor)
    assert granted * floor - 1e-12 <= used <= granted + 1e-12
    assert discretion_used(granted, 1.0, floor) == pytest.approx(granted)


@given(SHARE, SHARE, SHARE)
@MANY
def test_judgement_takes_time_and_routine_saves_it(discretion, knowledge, codifiability):
    assert judgement_factor(1.0, knowledge, codifiability, 0.25, 0.25) == 1.25
    assert judgement_factor(discretion, 0.0, codifiability, 0.0, 0.25) == 1.0
    assert judgement_factor(0.0, 1.0, 1.0, 0.25, 0.25) == 0.75


@given(st.floats(0.2, 1), st.floats(0, 10))
@MANY
def test_time_per_case_is_bounded_and_falls_with_load(available, load):
    room = room_per_case(available, 1.0, load, 1.0)
    time = time_per_case(room, 0.8, 0.7, 1.0)
    assert 0.0 < time <= 1.5
    assert time_per_case(room_per_case(available, 1.0, load + 1.0, 1.0), 0.8, 0.7, 1.0) <= time


@given(st.floats(0.01, 3), st.floats(0.3, 1), st.floats(0, 1), st.floats(0.5, 1))
@MANY
def test_a_case_takes_the_least_time_and_part_of_what_there_is_beyond(room, least, filling, cut):
    time = time_per_case(room, least, filling, cut)
    assert time <= room
    assert time >= min(room, cut * least)
    assert time_per_case(room, least, filling, 1.0) >= time, "a price that presses frees time"


@given(st.floats(0.5, 3))
@MANY
def test_where_all_room_is_filled_there_is_no_slack(room):
    assert time_per_case(room, 0.5, 1.0, 1.0) == pytest.approx(min(1.5, room))


@given(st.floats(0, 60))
@MANY
def test_goals_give_most_direction_at_four(goals):
    assert direction(0.0, 0.15) == 1.0
    assert 1.0 <= direction(goals, 0.15) <= direction(4.0, 0.15) == pytest.approx(1.15)


def test_drives_vanish_with_what_they_come_from():
    assert incentive_drive(0.0, 3.0, 0.2) == 0.0
    assert incentive_drive(0.3, 0.0, 1.0) == 0.0
    assert market_drive(0.15, 1.0, 0.1, 1.0, 3.0, 1.0) == pytest.approx(0.15)
    for zero in range(1, 6):
        factors = [0.15, 1.0, 0.1, 1.0, 3.0, 1.0]
        factors[zero] = 0.0
        assert market_drive(*factors) == 0.0


@given(SHARE, SHARE)
@MANY
def test_detection_grows_with_coverage_and_dialogue_detects_half(coverage, dialogue):
    assert detection(0.0, dialogue, 6.0) == 0.0
    assert detection(coverage, 1.0, 6.0) == pytest.approx(1 - math.exp(-3 * coverage))
    assert detection(coverage, 0.0, 6.0) >= detection(coverage, dialogue, 6.0)


@given(SHARE, SHARE, st.lists(st.floats(0.01, 1), min_size=1, max_size=20))
@MANY
def test_selective_audits_keep_their_mean_where_nobody_is_cut_off(coverage, selectivity, doubts):
    mean = sum(doubts) / len(doubts)
    rates = [selective(coverage, selectivity, doubt, mean) for doubt in doubts]
    assert all(0.0 <= rate <= 1.0 for rate in rates)
    if max(rates) < 1.0:
        assert sum(rates) / len(rates) == pytest.approx(coverage, abs=1e-9)


@given(SHARE, SHARE, SHARE, SHARE, SHARE)
@MANY
def test_co_ordination_is_whole_where_one_can_help_alone(c, standards, adjustment, team, climate):
    assert co_ordination(0.0, c, standards, adjustment, team, climate) == 1.0
    assert co_ordination(1.0, 1.0, 1.0, adjustment, team, climate) == 1.0
    assert 0.0 <= co_ordination(1.0, c, standards, adjustment, team, climate) <= 1.0


@given(SHARE, SHARE, st.floats(-3, 3), SHARE)
@MANY
def test_only_the_biased_divert_and_only_unseen(diversion, discretion, bias, detected):
    assert undiverted(diversion, discretion, 0.0, detected) == 1.0
    assert undiverted(diversion, discretion, bias, 1.0) == 1.0
    assert 0.0 <= undiverted(diversion, discretion, bias, detected) <= 1.0


@given(st.floats(0, 5))
@MANY
def test_returns_to_effort_fall(effort):
    assert gain(0.0, 3.0) == 0.0
    assert gain(effort + 0.2, 3.0) - gain(effort + 0.1, 3.0) <= (
        gain(effort + 0.1, 3.0) - gain(effort, 3.0) + 1e-12
    )


@pytest.mark.parametrize("norm", [0.0, 1e-300, 0.5, 1e6])
@pytest.mark.parametrize("cases", [0.0, 1e6])
def test_a_unit_without_means_has_a_load_that_is_a_number(cases, norm):
    load = workload(cases, norm)
    assert 0.0 <= load <= 1e9
    assert norm < 0.001 or load == cases / norm
