"""The meeting against its closed forms (Gaussian algebra), over random parameters."""

import math
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tillitsim.model.core.jit import kernel
from tillitsim.model.core.numerics import normals
from tillitsim.model.core.random import CASE, draw, key
from tillitsim.model.mechanisms.meeting import (
    Decider,
    Diagnosis,
    Draws,
    Guidance,
    Visitor,
    action,
    any_harm,
    carried,
    clarity,
    decide,
    diagnosis_noise,
    file_strength,
    fit,
    handed_over,
    harm_probability,
    hurried,
    judgement,
    need_variance,
    neglect_probability,
    relation_strength,
    routine,
    severity,
)

SHARE = st.floats(0, 1)
FEW = settings(max_examples=25, deadline=None)
MANY = settings(max_examples=200, deadline=None)


@kernel
def mean_fit(
    run,
    count,
    complexity,
    clear,
    overrated,
    delta,
    gap,
    knowledge,
    codifiability,
    spread,
    trusted,
    bias,
):
    """Mean of miss, of its square and of fit over ``count`` meetings with keyed chance."""
    miss_sum, gap_sum, fit_sum = 0.0, 0.0, 0.0
    for i in range(count):
        a, b, c, d = draw(run, CASE, 0, i)
        z0, z1 = normals(a, b)
        z2, _ = normals(c, d)
        codifiable, tacit = math.sqrt(codifiability), math.sqrt(1.0 - codifiability)
        off, _, _, _ = decide(
            Visitor(complexity, 0.0, 0.0),
            Draws(z0, z1, z2),
            Decider(clear, 0.0, bias, overrated, delta),
            Guidance(0.0, knowledge, gap),
            Diagnosis(codifiable, tacit, spread, trusted, 0.0, 0.0, 0.0),
        )
        miss = off * off
        miss_sum += miss
        fit_sum += fit(miss)
        gap_sum += miss * miss
    return miss_sum / count, gap_sum / count, fit_sum / count


def closed_form(sigma, noise, overrated, delta, gap, knowledge, codifiability, trusted, bias):
    """Mean m and variance v of y - a."""
    spread = sigma * sigma
    w = spread / (spread + (noise * overrated) ** 2)
    m = gap * (1 - delta * w) - delta * bias
    v = (
        codifiability * spread
        * (1 - knowledge * (1 - delta) - delta * (w + trusted * knowledge * (1 - w))) ** 2
        + (1 - codifiability) * spread * (1 - delta * w) ** 2
        + (delta * w * noise) ** 2
    )  # fmt: skip
    return m, v


def expected_miss(
    sigma, noise, overrated, delta, gap, knowledge, codifiability, trusted, bias,
    relation=0.0, familiar=0.0,
):  # fmt: skip
    """E[(y - a)^2] of the rule itself, exactly: a square of something linear in three normals.

    Its mean over normals is its mean over -1 and 1.
    """
    shares = math.sqrt(codifiability), math.sqrt(1.0 - codifiability)
    misses = [
        decide(
            Visitor(sigma, 0.0, relation),
            Draws(*normals),
            Decider(noise, 0.0, bias, overrated, delta),
            Guidance(0.0, knowledge, gap),
            Diagnosis(*shares, sigma * sigma, trusted, 0.0, 0.0, familiar),
        )[0]
        ** 2
        for normals in product((-1.0, 1.0), repeat=3)
    ]
    return sum(misses) / len(misses)


SITUATION = {
    "sigma": st.floats(0.2, 2), "noise": st.floats(0.05, 2), "overrated": st.floats(0.2, 1),
    "delta": SHARE, "gap": st.floats(-1, 1), "knowledge": SHARE, "codifiability": SHARE,
    "trusted": SHARE, "bias": st.floats(-1, 1),
}  # fmt: skip


@given(**SITUATION)
@MANY
def test_the_expected_miss_is_its_closed_form(**situation):
    m, v = closed_form(**situation)
    assert expected_miss(**situation) == pytest.approx(v + m * m, rel=1e-9, abs=1e-12)


@given(**SITUATION)
@FEW
def test_fit_has_its_closed_form(
    sigma, noise, overrated, delta, gap, knowledge, codifiability, trusted, bias
):
    """Five standard errors over 40,000 meetings: fails by chance once in 10^5 tests."""
    n = 40_000
    m, v = closed_form(sigma, noise, overrated, delta, gap, knowledge, codifiability, trusted, bias)
    miss, square, mean = mean_fit(
        key(1, 0), n, sigma, noise, overrated, delta, gap, knowledge, codifiability,
        sigma * sigma, trusted, bias,
    )  # fmt: skip
    error = math.sqrt(max(square - miss * miss, 0.0) / n)
    assert miss == pytest.approx(v + m * m, abs=5 * error + 1e-12)
    expected = (1 + v) ** -0.5 * math.exp(-m * m / (2 * (1 + v)))
    assert mean == pytest.approx(expected, abs=5 * 0.5 / math.sqrt(n))


@given(st.floats(0.2, 2), st.floats(0.05, 2))
@MANY
def test_full_discretion_is_best_where_nothing_is_codified_and_nobody_is_biased(sigma, noise):
    def miss(delta):
        return expected_miss(sigma, noise, 1.0, delta, 0.0, 0.0, 0.0, 0.0, 0.0)

    assert miss(1.0) <= min(miss(delta) for delta in np.linspace(0, 1, 21)) + 1e-12


@given(st.floats(0.2, 2), st.floats(0.05, 2), st.floats(-2, 2))
@MANY
def test_with_blind_trust_in_ones_eyes_the_best_discretion_is_interior(sigma, noise, gap):
    """w = 1 (fully overconfident): (V + g^2) / (V + g^2 + sigma_d^2) minimises the miss."""

    def miss(delta):
        return expected_miss(sigma, noise, 0.0, delta, gap, 0.0, 0.0, 0.0, 0.0)

    best = (sigma**2 + gap**2) / (sigma**2 + gap**2 + noise**2)
    assert all(miss(best) <= miss(best + step) + 1e-12 for step in (-0.01, 0.01))


@given(st.floats(0.2, 2), st.floats(0.05, 2), SHARE)
@MANY
def test_no_discretion_is_best_where_the_handbook_knows_everything(sigma, noise, trusted):
    def miss(delta):
        return expected_miss(sigma, noise, 1.0, delta, 0.0, 1.0, 1.0, trusted, 0.0)

    assert miss(0.0) <= 1e-12
    assert miss(0.5) >= miss(0.0)


@given(st.floats(-3, 3), st.floats(-3, 3), SHARE)
@MANY
def test_the_action_lies_between_the_handbook_and_own_judgement(handbook, own, delta):
    low, high = sorted((handbook, own))
    assert low - 1e-12 <= action(handbook, own, delta) <= high + 1e-12
    assert action(handbook, own, 0.0) == handbook


@given(st.floats(-5, 5), st.floats(-5, 5), st.floats(0.01, 5), st.floats(0, 5))
@MANY
def test_judgement_is_the_normal_posterior_mean(signal, prior, spread, noise):
    expected = (signal * spread + prior * noise * noise) / (spread + noise * noise)
    assert judgement(signal, prior, spread, noise) == pytest.approx(expected, abs=1e-9)


@given(SHARE, SHARE, SHARE)
@MANY
def test_competence_trust_and_relation_only_ever_clear_a_diagnosis(competence, trust, relation):
    plain = clarity(1.5, 0.0, 0.6)
    assert clarity(1.5, competence, 0.6) <= plain
    assert diagnosis_noise(plain, trust, 0.3, relation, 0.2) <= plain


@given(st.integers(0, 1000), SHARE)
@MANY
def test_relation_grows_with_falling_returns_and_the_file_stands_in(visits, on_file):
    steps = [relation_strength(visits + i, 6.0, on_file) for i in range(3)]
    assert 0.0 <= steps[0] <= steps[1] + 1e-15 <= steps[2] + 2e-15 <= 1.0 + 3e-15
    assert steps[2] - steps[1] <= steps[1] - steps[0] + 1e-12
    assert steps[0] >= on_file - 1e-12
    assert file_strength(0.0, 0.5, 0.05) == 0.0


@given(st.floats(0, 50), st.floats(0, 20), SHARE)
@MANY
def test_harm_needs_a_bad_miss(miss, severe, stakes):
    p = harm_probability(miss, severe, stakes)
    assert 0.0 <= p <= stakes
    assert p == 0.0 if miss <= severe else p <= stakes * (miss - severe) + 1e-12


@given(SHARE, SHARE, SHARE)
@MANY
def test_neglect_harms_whatever_was_decided_and_adds_to_a_miss_as_chances_do(value, stakes, rate):
    left = neglect_probability(value, stakes, rate)
    assert neglect_probability(1.0, stakes, rate) == neglect_probability(value, stakes, 0.0) == 0.0
    assert neglect_probability(0.0, stakes, rate) == stakes * rate
    missed = harm_probability(7.0, 6.0, stakes)
    assert any_harm(missed, left, 1.0, 1.0) == pytest.approx(1 - (1 - missed) * (1 - left))
    assert any_harm(missed, 0.0, 1.0, 1.0) == missed
    assert any_harm(missed, left, 1.0, 5.5) == pytest.approx(
        min(1.0, 5.5 * any_harm(missed, left, 1.0, 1.0))
    )


@given(st.floats(0, 3), SHARE, SHARE, st.floats(0, 5))
@MANY
def test_haste_and_handovers_do_harm_where_there_are_any(load, regular, on_file, weight):
    assert hurried(load, 0.0) == handed_over(regular, on_file, 5.0, 0.0) == 1.0
    assert hurried(min(load, 0.9), weight) == 1.0, "who has time is in no hurry"
    beyond = max(0.0, load - 0.925)
    assert hurried(load, weight) == pytest.approx(1.0 + weight * beyond)
    assert handed_over(1.0, on_file, 5.0, weight) == 1.0, (
        "who is met by one alone is handed to nobody"
    )
    assert handed_over(regular, 1.0, 5.0, weight) == 1.0, "what is on file is not lost"
    assert handed_over(regular, on_file, 1.0, weight) == 1.0, "one decision has no next"
    assert handed_over(0.0, 0.0, 5.0, weight) == pytest.approx(1.0 + 0.8 * weight)


@given(SHARE, SHARE, SHARE, SHARE, st.floats(0, 5), SHARE)
@MANY
def test_errors_are_caught_where_one_dares_and_come_back_unsaid(
    openness, safety, slack, catch, unsaid, repeat
):
    assert carried(openness, safety, slack, 0.0, unsaid, 0.0) == 1.0
    assert carried(openness, 0.0, slack, catch, 0.0, repeat) == 1.0, "who dares nothing, catches"
    caught = carried(openness, safety, slack, catch, 0.0, repeat)
    assert 1.0 - catch * openness * safety - 1e-12 <= caught <= 1.0
    assert caught >= carried(openness, safety, slack + 0.1, catch, 0.0, repeat) - 1e-12
    assert caught >= carried(openness, min(1.0, safety + 0.1), slack, catch, 0.0, repeat) - 1e-12
    assert carried(0.0, safety, slack, catch, 1.0, repeat) == 1.0 + repeat


@given(SHARE, SHARE, SHARE)
@MANY
def test_who_knows_the_citizen_finds_part_of_what_the_handbook_misses(knowledge, relation, share):
    known = routine(knowledge, relation, share)
    assert knowledge <= known <= 1.0 + 1e-12
    assert routine(knowledge, 0.0, share) == routine(knowledge, relation, 0.0) == knowledge
    assert routine(1.0, relation, share) == 1.0


@given(**SITUATION, relation=SHARE, familiar=SHARE)
@MANY
def test_the_closed_form_holds_with_what_the_relation_adds(relation, familiar, **situation):
    miss = expected_miss(**situation, relation=relation, familiar=familiar)
    known = situation | {"knowledge": routine(situation["knowledge"], relation, familiar)}
    m, v = closed_form(**known)
    assert miss == pytest.approx(v + m * m, rel=1e-9, abs=1e-12)


def test_rules_protect_only_what_can_be_codified():
    assert severity(6.0, 0.5, 1.0, 0.0) == 6.0
    assert severity(6.0, 0.5, 1.0, 1.0) == 9.0


@given(st.floats(0.1, 3), st.floats(0, 1))
@MANY
def test_the_expected_variance_is_that_of_lognormal_complexity(variety, spread):
    """ln sigma_c ~ N(ln sigma - s^2/2, s^2): E[sigma_c^2] = sigma^2 e^(s^2)."""
    moment = math.exp(2 * (math.log(variety) - spread**2 / 2) + 2 * spread**2)
    assert need_variance(variety, spread) == pytest.approx(moment, rel=1e-12)
