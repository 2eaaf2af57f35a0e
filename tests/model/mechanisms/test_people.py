"""Will, dare, trust, learning, reporting, workforce: closed forms and limits of their rules."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tillitsim.model.mechanisms.learning import (
    copied,
    decay,
    own_practice,
    revised,
    shared_errors,
    towards,
)
from tillitsim.model.mechanisms.motivation import (
    alienation,
    conformed,
    control_crowding,
    crowding,
    distrusted,
    motivation_target,
    price_crowding,
    saturating,
    tipping_crowding,
    trust_received,
    update_norm,
    wrongdoing,
)
from tillitsim.model.mechanisms.reporting import (
    gamed,
    measured_result,
    near_threshold,
    probability_good,
    shown_result,
    visit_probability,
)
from tillitsim.model.mechanisms.safety import (
    blame_for,
    forgiven,
    safe_among,
    still_unsaid,
    update_safety,
)
from tillitsim.model.mechanisms.trust import citizen_trust, move_by_control, relaxed, update_trust
from tillitsim.model.mechanisms.workforce import (
    attraction,
    aversion_of,
    leaving_probability,
    ordinary_odds,
)

SHARE = st.floats(0, 1)
MANY = settings(max_examples=200, deadline=None)


def settled_norm(crowd, erosion=0.01, growth=0.05, threshold=0.4, start=1.0):
    norm = start
    for _ in range(40_000):
        norm = update_norm(norm, crowd, erosion, growth, threshold, 0.0, 0.0)
    return norm


def test_the_norm_tips_where_the_closed_form_says():
    """From N = 1 it unravels when X > (k_n/k_e) (1-N_0)^2/4 = 0.09 k_n/k_e for N_0 = 0.4."""
    tip = tipping_crowding(0.01, 0.05, 0.4)
    assert tip == pytest.approx(0.09 * 0.05 / 0.01)
    assert settled_norm(0.98 * tip) > 0.65
    assert settled_norm(1.02 * tip) < 0.01


@given(st.floats(0.02, 0.1), st.floats(0.005, 0.02), st.floats(0.2, 0.6))
@settings(max_examples=15, deadline=None)
def test_it_does_so_for_other_rates_too(growth, erosion, threshold):
    tip = tipping_crowding(erosion, growth, threshold)
    assert settled_norm(0.95 * tip, erosion, growth, threshold) > threshold
    assert settled_norm(1.05 * tip, erosion, growth, threshold) < 0.05


@given(st.floats(0.45, 1))
@settings(max_examples=10, deadline=None)
def test_without_crowding_a_norm_above_its_threshold_heals(start):
    assert settled_norm(0.0, start=start) == pytest.approx(1.0, abs=1e-6)


def test_what_a_price_took_does_not_come_back_when_it_is_removed():
    norm = 1.0
    for _ in range(400):
        norm = update_norm(norm, 1.0, 0.01, 0.05, 0.4, 0.0, 0.0)
    assert norm < 0.4
    for _ in range(400):
        norm = update_norm(norm, 0.0, 0.01, 0.05, 0.4, 0.0, 0.0)
    assert norm < 0.1


@given(st.floats(0, 5), SHARE, SHARE, SHARE, SHARE)
@MANY
def test_no_price_no_control_no_rules_no_crowding(price, frame, interest, control, origin):
    assert price_crowding(0.0, 0.05, 0.4, frame, interest) == 0.0
    assert control_crowding(0.0, 0.1, 0.8, origin, 1.0) == 0.0
    assert crowding(0.0, 0.0, 0.0, 0.0, 0.0) == 0.0
    priced = price_crowding(price, 0.05, 0.4, frame, interest)
    x = crowding(priced, control_crowding(control, 0.1, 0.8, origin, 1.0), 0.0, 0.0, 0.0)
    assert 0.0 <= x <= 0.8 + 0.8


def test_supportive_control_crowds_nothing():
    assert crowding(0.0, control_crowding(0.9, 0.1, 0.8, 1.0, -1.0), 0.1, 0.0, 0.0) == 0.0


@given(SHARE, SHARE, st.floats(0, 2))
@MANY
def test_red_tape_alienates_and_what_comes_from_far_less(near, far, strength):
    assert alienation(0.0, 0.0, strength) == alienation(near, far, 0.0) == 0.0
    assert alienation(near, 0.0, strength) >= alienation(0.0, near, strength)
    more = crowding(0.0, 0.0, 0.0, 0.0, alienation(near, far, strength))
    assert more == pytest.approx(strength * (near + 0.3 * far))


@given(SHARE, SHARE)
@MANY
def test_control_weighs_more_where_who_rules_is_distrusted(trust, slope):
    assert distrusted(0.5, slope) == distrusted(trust, 0.0) == 1.0
    assert distrusted(trust, slope) + distrusted(1.0 - trust, slope) == pytest.approx(2.0)
    assert distrusted(0.0, slope) >= distrusted(trust, slope) >= distrusted(1.0, slope) >= 0.0


@given(SHARE, st.lists(SHARE, min_size=1, max_size=12), SHARE)
@MANY
def test_conformity_draws_together_and_moves_no_mean(goal, others, conformity):
    goals = [goal, *others]
    mean = sum(goals) / len(goals)
    drawn = [conformed(each, mean, conformity) for each in goals]
    assert sum(drawn) / len(drawn) == pytest.approx(mean)
    assert max(drawn) - min(drawn) == pytest.approx((1 - conformity) * (max(goals) - min(goals)))


@given(st.floats(0.05, 1), SHARE, st.floats(-3, 3))
@MANY
def test_nobody_shirks_who_gives_what_colleagues_give(effort, discretion, bias):
    assert wrongdoing(effort, effort, 0.3, discretion, 0.0) == 0.0
    assert wrongdoing(effort, effort, 0.3, 0.0, bias) == 0.0
    assert wrongdoing(0.5 * effort, effort, 0.3, 0.0, bias) == pytest.approx(0.5)
    assert 0.0 <= wrongdoing(effort, 1.0, 1.0, discretion, bias) <= 1.0


@given(st.floats(0.05, 0.95), st.floats(0.01, 1), st.floats(0.001, 0.1), st.floats(0.001, 0.1))
@MANY
def test_answered_wrongs_build_the_norm_and_unanswered_ones_wear_it_down(norm, wrong, free, ans):
    """The sign turns where a share N k_free / (N k_free + (1-N) k_ans) of wrongs is answered."""

    def moved(answered):
        return update_norm(
            norm, 0.0, 0.01, 0.0, 0.4, free * wrong * (1 - answered), ans * wrong * answered
        ) - norm  # fmt: skip

    even = norm * free / (norm * free + (1 - norm) * ans)
    assert moved(even) == pytest.approx(0.0, abs=1e-12)
    assert moved(0.5 * even) < 0.0 < moved(even + 0.5 * (1 - even))


def test_free_riding_that_nobody_answers_unravels_a_norm_beyond_its_tipping_point():
    """The same closed form as for crowding: k_free W takes the place of k_e X."""
    tip = 0.05 * (1 - 0.4) ** 2 / 4
    for loss, unravelled in ((0.95 * tip, False), (1.05 * tip, True)):
        norm = 1.0
        for _ in range(40_000):
            norm = update_norm(norm, 0.0, 0.01, 0.05, 0.4, loss, 0.0)
        assert (norm < 0.05) is unravelled


def test_what_nobody_speaks_of_is_kept_and_fades():
    assert still_unsaid(0.0, 2, 0.0, 1.0) == 2.0
    assert still_unsaid(0.0, 2, 1.0, 1.0) == 0.0, "what is said is not kept"
    assert still_unsaid(1.0, 0, 0.5, 0.5) == 0.9


def test_a_small_dose_changes_the_frame_already():
    assert saturating(0.05, 0.05) == 0.5
    assert saturating(0.05, 0.05) / saturating(0.5, 0.05) > 0.5


@given(SHARE, SHARE, SHARE, st.floats(0, 3), st.floats(0, 3))
@MANY
def test_crowding_is_multiplicative(psm, norm, conditions, crowd, aversion):
    plain = motivation_target(psm, norm, conditions, 0.0, aversion, 0.6, 0.0)
    crowded = motivation_target(psm, norm, conditions, crowd, aversion, 0.6, 0.0)
    assert crowded == pytest.approx(plain * math.exp(-0.6 * aversion * crowd), abs=1e-12)


@given(SHARE, SHARE)
@MANY
def test_trust_received_is_the_mean_of_belief_and_room(belief, granted):
    assert trust_received(belief, granted, 0.0, 0.15) == pytest.approx((belief + granted) / 2)
    assert trust_received(1.0, 1.0, 0.05, 0.15) == 1.0


@given(SHARE, SHARE, SHARE, SHARE)
@MANY
def test_full_forgiveness_takes_the_sting_out_of_blame(safety, received, blame, colleagues):
    hurt = update_safety(safety, received, 1.0, 0.05, 0.25, blame, colleagues)
    assert hurt == update_safety(safety, received, 1.0, 0.05, 0.25, 0.0, 0.0)
    felt = update_safety(safety, received, 0.0, 0.05, 0.25, blame, colleagues)
    assert felt <= update_safety(safety, received, 0.0, 0.05, 0.25, 0.0, 0.0) + 1e-12


@given(SHARE, SHARE, SHARE, SHARE, SHARE)
@MANY
def test_a_climate_of_safety_draws_people_together_and_leaves_their_mean(
    one, other, forgiveness, mean, climate
):
    alone = [safe_among(each, forgiveness, 0.5, 0.3, 0.0) for each in (one, other)]
    assert alone == [each * (0.5 + 0.5 * forgiveness) for each in (one, other)]
    among = [safe_among(each, forgiveness, 0.5, mean, climate) for each in (one, other)]
    assert among[0] - among[1] == pytest.approx((1 - climate) * (alone[0] - alone[1]), abs=1e-12)
    mean = sum(alone) / 2
    settled = [safe_among(each, forgiveness, 0.5, mean, climate) for each in (one, other)]
    assert sum(settled) / 2 == pytest.approx(mean)


@given(SHARE, SHARE, st.floats(0, 2))
@MANY
def test_errors_are_taken_as_decided_and_by_the_disposition_of_the_manager(decided, other, own):
    assert forgiven(decided, other, 0.0) == forgiven(decided, 0.5, own) == decided
    assert forgiven(0.5, other, 1.0) == pytest.approx(other)
    assert 0.0 <= forgiven(decided, other, own) <= 1.0
    assert forgiven(decided, 0.3, own) <= decided <= forgiven(decided, 0.7, own)


def test_blame_follows_the_style_but_proven_harm_is_always_acted_on():
    assert blame_for(-1, 0, 0.9) == pytest.approx(0.1)
    assert blame_for(1, 0, 0.0) == blame_for(0, 0, 0.0) == 0.0
    assert blame_for(1, 1, 1.0) == 1.0


@given(st.integers(0, 30), st.integers(0, 30))
@MANY
def test_a_belief_without_relaxation_is_the_conjugate_update(good, bad):
    a, b = 4.0, 1.0
    for _ in range(good):
        a, b = relaxed(a, 4.0, 1.0) + probability_good(True, 1.0, 0.95), relaxed(b, 1.0, 1.0)
    for _ in range(bad):
        p = probability_good(False, 1.0, 0.95)
        a, b = relaxed(a, 4.0, 1.0) + p, relaxed(b, 1.0, 1.0) + 1 - p
    assert (a, b) == (4.0 + good, 1.0 + bad)


@given(st.floats(0.5, 1), st.floats(0.01, 0.99))
@MANY
def test_a_reading_is_weighed_by_bayes(accuracy, prior):
    p = probability_good(True, accuracy, prior)
    expected = prior * accuracy / (prior * accuracy + (1 - prior) * (1 - accuracy))
    assert p == pytest.approx(expected)
    assert probability_good(True, 0.5, prior) == pytest.approx(prior)


@given(SHARE, SHARE)
@MANY
def test_trust_falls_faster_than_it_grows(trust, gap):
    gap = min(gap, trust, 1.0 - trust)
    up, down = trust + gap, trust - gap
    grown = update_trust(trust, up, 0.06, 0.15) - trust
    lost = trust - update_trust(trust, down, 0.06, 0.15)
    assert lost >= grown - 1e-15
    assert grown >= 0.0


@given(SHARE, SHARE)
@MANY
def test_control_moves_trust_towards_the_middle_from_both_sides(trust, control):
    moved = move_by_control(trust, control, 0.1)
    assert abs(moved - 0.5) <= abs(trust - 0.5) + 1e-12
    assert move_by_control(trust, 0.0, 0.1) == trust


def test_harm_costs_trust_beyond_what_is_seen():
    assert citizen_trust(0.6, -1.0 - 0.7, 0.06, 0.15, 0.3, 0.0, 0.05) < 0.6


@given(SHARE, SHARE, SHARE, SHARE, SHARE, SHARE, SHARE)
@MANY
def test_own_practice_needs_room_and_openness(
    discretion, openness, volume, control, watched, discovery, competence
):
    def learned(d, o):
        return own_practice(0.06, d, o, volume, control, watched, discovery, competence)

    assert learned(0.0, openness) == learned(discretion, 0.0) == 0.0
    assert 0.0 <= learned(discretion, openness) <= 0.06 * (1 - competence) + 1e-12


@given(st.lists(SHARE, min_size=2, max_size=20), st.floats(0.01, 1))
@MANY
def test_collegial_learning_alone_converges_to_the_best_monotonically(team, rate):
    values = np.array(team)
    best = values.max()
    for _ in range(2000):
        after = np.array([v + towards(rate, best, v) for v in values])
        assert (after >= values - 1e-15).all()
        values = after
    assert values == pytest.approx(best, abs=1e-6)


@given(SHARE, SHARE, SHARE, SHARE)
@MANY
def test_a_hidden_or_punished_error_teaches_nothing(openness, forgiveness, safety, competence):
    assert shared_errors(0.3, 0.0, forgiveness, safety, 2.0, competence) == 0.0
    assert shared_errors(0.3, openness, 0.0, safety, 2.0, competence) == 0.0
    assert shared_errors(0.3, openness, forgiveness, 0.0, 2.0, competence) == 0.0


def test_unused_knowledge_decays():
    assert decay(0.004, 0.006, 0.5) == pytest.approx(0.005)


@given(st.floats(-3, 3), SHARE, SHARE, st.floats(-2, 2))
@MANY
def test_a_handbook_never_overshoots_what_was_seen(handbook, rate, openness, surprise):
    new = revised(handbook, rate, openness, 0.05, 4.0, surprise)
    assert min(0.0, surprise) - 1e-12 <= new - handbook <= max(0.0, surprise) + 1e-12
    assert revised(handbook, rate, 0.0, 0.05, 4.0, surprise) == handbook


@given(SHARE, SHARE, SHARE)
@MANY
def test_without_reward_nothing_is_gamed(motivation, coverage, marked):
    assert gamed(0.0, motivation, coverage, 1.0, 0.6, marked) == 0.0
    assert 0.0 <= gamed(2.0, motivation, coverage, 1.0, 0.6, marked) <= 1.0


def test_a_threshold_tempts_those_just_below_it():
    assert near_threshold(0.3, 0.0, 1.0) == near_threshold(0.8, 0.7, 1.0) == 1.0
    assert near_threshold(0.69, 0.7, 1.0) > near_threshold(0.6, 0.7, 1.0) > 1.0
    assert near_threshold(0.2, 0.7, 1.0) == 1.0


@given(SHARE, SHARE)
@MANY
def test_gaming_makes_up_part_of_what_is_missing(result, gaming):
    assert result <= shown_result(result, gaming) <= 1.0 + 1e-12
    assert measured_result(result, 1.0, 0.3) == pytest.approx(result)


@given(SHARE, SHARE, SHARE)
@MANY
def test_a_quota_visits_alike_and_judgement_visits_the_worse(coverage, quality, noise):
    assert visit_probability(coverage, 0.0, 0.7, quality, noise) == coverage
    worse = visit_probability(coverage, 1.0, 1.0, 0.0, noise)
    assert worse >= visit_probability(coverage, 1.0, 1.0, quality, noise)


@given(st.floats(0.001, 0.2), st.floats(0, 1))
@MANY
def test_ordinary_people_leave_at_the_ordinary_rate(turnover, load):
    odds = ordinary_odds(turnover, load, 1.0)
    assert leaving_probability(odds, 0.4, 0.4, 2.5) == pytest.approx(turnover, rel=1e-6)
    assert leaving_probability(odds, 0.2, 0.4, 2.5) > leaving_probability(odds, 0.6, 0.4, 2.5)


def test_nobody_leaves_where_turnover_is_zero():
    assert leaving_probability(ordinary_odds(0.0, 1.0, 1.0), 0.4, 0.4, 2.5) < 2e-12


@given(SHARE, SHARE, SHARE)
@MANY
def test_types_of_staff_come_in_their_shares(chance, averse, lifted):
    drawn = aversion_of(chance, averse, lifted, 1.6, 0.0, 0.4)
    expected = 1.6 if chance < averse else 0.0 if chance < averse + lifted else 0.4
    assert drawn == expected


def test_discretion_and_support_attract_as_pay_does():
    assert attraction(0.0, 0.5, 0.5) == 0.0
    assert attraction(0.2, 0.5, 0.5) == pytest.approx(attraction(0.0, 0.7, 0.5))


@given(
    handbook=st.floats(-9, 9), rate=st.floats(0, 10), best=st.floats(-9, 9),
    mandate=st.floats(-9, 9), mean=st.floats(-9, 9), shares=st.tuples(SHARE, SHARE, SHARE),
)  # fmt: skip
def test_a_handbook_that_copies_stays_between_itself_and_its_models(
    handbook, rate, best, mandate, mean, shares
):
    step = copied(handbook, rate, best, shares[0], mandate, shares[1], mean, shares[2])
    models = (handbook, best, mandate, mean)
    assert min(models) - 1e-12 <= handbook + step <= max(models) + 1e-12


@given(harms=st.floats(0, 1e6), competence=SHARE)
def test_errors_teach_no_more_than_there_is_to_learn(harms, competence):
    assert 0.0 <= shared_errors(10.0, 1.0, 1.0, 1.0, harms, competence) <= 1.0 - competence
