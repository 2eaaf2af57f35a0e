"""How runs end for people: by their need and unit by unit."""

import numpy as np
import pytest

from tillitsim.model.simulation import Simulation
from tillitsim.runs.ensemble.parameter_set import with_set
from tillitsim.scenario.load import load
from tillitsim.studies.compare.final_states import Ending, endings, histogram, mean_trust, shift


def one(scenario, **options):
    (found,) = endings([scenario], **options)
    return found


SMALL = ("chain.units=3", "chain.staff=3", "chain.citizens=40", "months=8", "burn_in=2")


@pytest.fixture(scope="module")
def rules():
    return one(load("rule-book", set=SMALL), seed=2, replicates=3)


@pytest.fixture(scope="module")
def trust():
    return one(load("trust-reform", set=SMALL), seed=2, replicates=3)


def test_every_citizen_of_every_run_is_there_as_the_run_left_them(rules):
    simulation = Simulation(rules.scenario, 2, 1)
    simulation.run()
    citizen = simulation.state.citizen
    assert rules.trust.shape == rules.is_complex.shape == (3, len(citizen.trust))
    assert rules.trust[1] == pytest.approx(citizen.trust)
    for unit in range(3):
        own = citizen.trust[citizen.unit == unit]
        assert rules.unit_trust[1, unit] == pytest.approx(own.mean(), rel=1e-6)


def test_the_same_people_have_the_same_needs_under_another_steering(rules, trust):
    assert np.array_equal(rules.is_complex, trust.is_complex)
    assert 0.0 < rules.is_complex.mean() < 0.5


def test_nobody_gains_or_loses_from_no_change(rules):
    found = shift(rules, rules)
    assert (found.gaining, found.losing) == (0, 0)
    assert found.simple.difference.median == found.complex.difference.median == 0.0
    assert found.simple.verdict.way == "same"


def test_a_shift_is_the_paired_difference_of_means_by_need(rules, trust):
    found = shift(rules, trust)
    means = [
        [each.trust[r][each.is_complex[r]].mean() for r in range(3)] for each in (rules, trust)
    ]
    gaps = np.array(means[1]) - np.array(means[0])
    assert found.complex.difference.median == pytest.approx(np.median(gaps))
    assert found.complex.difference.low <= found.complex.difference.high
    assert found.complex.verdict.sign == 0, "default values alone are not graded"
    assert 0 <= found.gaining + found.losing <= found.units == 3


def test_with_other_assumptions_each_run_is_under_its_own(rules):
    sets = [{"safety.blame": 0.1}, {"safety.blame": 0.9}]
    made = one(rules.scenario, seed=2, parameter_sets=sets)
    assert (made.sets, len(made.trust)) == (2, 2)
    simulation = Simulation(with_set(rules.scenario, sets[1]), 2, 0)
    simulation.run()
    assert made.trust[1] == pytest.approx(simulation.state.citizen.trust)


def test_other_units_cannot_be_compared(rules):
    other = one(load("rule-book", set=(*SMALL, "chain.units=2")), seed=2, replicates=3)
    assert shift(rules, other) is None


def toy(trust, is_complex):
    return Ending(None, np.array(trust), np.array(is_complex), np.zeros((len(trust), 1)))


def test_means_by_need_on_a_toy():
    made = toy([[0.2, 0.4, 0.9], [0.1, 0.3, 0.5]], [[False, False, True], [False, False, False]])
    assert mean_trust(made, complex_needs=False) == pytest.approx([0.3, 0.3])
    assert mean_trust(made, complex_needs=True) == pytest.approx([0.9, np.nan], nan_ok=True)


def test_shares_of_a_histogram_add_up_to_one_where_there_is_somebody():
    made = toy([[0.05, 0.15, 0.95]], [[False, False, False]])
    edges, ((simple, harder),) = histogram([made], bins=10)
    assert len(edges) == 11
    assert simple == pytest.approx([1 / 3, 1 / 3, 0, 0, 0, 0, 0, 0, 0, 1 / 3])
    assert harder.sum() == 0.0
