"""An inspection game (Dresher 1962; Avenhaus, von Stengel & Zamir 2002), in the rule for gaming.

In the game inspector and inspected mix: each plays with the probability that makes the *other*
indifferent. So a harder penalty lowers inspection and leaves wrongdoing where it was, and a cheaper
inspection lowers wrongdoing. Nobody in the model chooses audits by what they gain, so the inspector
stands here, outside it; how the inspected answer is the model's (``reporting.gamed``).
"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tillitsim.model.mechanisms import reporting

gamed = reporting.gamed.py_func
NO_MARKING = 0.0

rewards, motivations = st.floats(0.2, 2.0), st.floats(0.0, 0.6)
penalties, steepness = st.floats(0.1, 5.0), st.floats(0.3, 3.0)
costs = st.floats(0.01, 0.05)
"""Cost of an audit as a share of what finding all gaming is worth: what gaming it pays to audit."""


def coverage_in_equilibrium(cost, reward, motivation, penalty, steep):
    """The coverage at which one audit more is worth what it costs: gaming there equals ``cost``."""
    low, high = 0.0, 1e3
    for _ in range(80):
        middle = 0.5 * (low + high)
        pays = gamed(reward, motivation, middle, penalty, steep, NO_MARKING) > cost
        low, high = (middle, high) if pays else (low, middle)
    return 0.5 * (low + high)


def gaming_at(coverage, reward, motivation, penalty, steep):
    return gamed(reward, motivation, coverage, penalty, steep, NO_MARKING)


@given(costs, rewards, motivations, penalties, steepness, st.floats(1.1, 3.0))
def test_a_harder_penalty_lowers_inspection_and_not_wrongdoing(
    cost, reward, motivation, penalty, steep, harder
):
    soft = coverage_in_equilibrium(cost, reward, motivation, penalty, steep)
    hard = coverage_in_equilibrium(cost, reward, motivation, harder * penalty, steep)
    assert hard == pytest.approx(soft / harder, rel=1e-6)
    for coverage, deterrence in ((soft, penalty), (hard, harder * penalty)):
        found = gaming_at(coverage, reward, motivation, deterrence, steep)
        assert found == pytest.approx(cost, rel=1e-6)


@given(costs, rewards, motivations, penalties, steepness, st.floats(0.2, 0.9))
def test_a_cheaper_inspection_lowers_wrongdoing_in_proportion(
    cost, reward, motivation, penalty, steep, cheaper
):
    coverage = coverage_in_equilibrium(cheaper * cost, reward, motivation, penalty, steep)
    found = gaming_at(coverage, reward, motivation, penalty, steep)
    assert found == pytest.approx(cheaper * cost, rel=1e-6)


@given(costs, rewards, motivations, penalties, steepness, st.floats(1.1, 2.0))
def test_a_larger_temptation_raises_inspection_and_not_wrongdoing(
    cost, reward, motivation, penalty, steep, larger
):
    small = coverage_in_equilibrium(cost, reward, motivation, penalty, steep)
    large = coverage_in_equilibrium(cost, larger * reward, motivation, penalty, steep)
    assert large > small
    found = gaming_at(large, larger * reward, motivation, penalty, steep)
    assert found == pytest.approx(cost, rel=1e-6)


@given(costs, rewards, motivations, penalties)
def test_where_the_answer_is_steep_inspection_hangs_on_the_inspected_alone(
    cost, reward, motivation, penalty
):
    # The game's own case: all wrong below the coverage that makes them indifferent, none above.
    indifferent = reward * (1.0 - motivation) / penalty
    found = coverage_in_equilibrium(cost, reward, motivation, penalty, 1e6)
    assert found == pytest.approx(indifferent, rel=1e-4)


def test_without_the_inspector_more_audits_mean_less_gaming_until_there_is_none():
    coverage = np.linspace(0.0, 1.0, 21)
    found = np.array([gaming_at(each, 1.0, 0.3, 1.0, 0.5) for each in coverage])
    assert (np.diff(found) <= 0.0).all()
    assert found[0] > 0.0
    assert found[-1] == 0.0
