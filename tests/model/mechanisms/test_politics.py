"""Politics answers rates, so that nobody's numbers depend on how many units a council has."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tillitsim.model.mechanisms.politics import losing, update_pressure, update_rules
from tillitsim.model.mechanisms.trust import democratic_level
from tillitsim.model.outcomes import OUTCOMES
from tillitsim.model.simulation import Simulation, simulate
from tillitsim.scenario.load import load

MANY = settings(max_examples=100, deadline=None)
RATE = st.floats(0, 0.002)


@given(RATE, RATE)
@MANY
def test_new_rules_are_linear_in_scandals_and_fewer_where_there_are_many(rate, other):
    def new(each, stock):
        return update_rules(stock, each, 0.0002, 0.03, 0.7, 0.0, 0.0) - stock

    assert new(rate, 0.0) + new(other, 0.0) == pytest.approx(new(rate + other, 0.0), abs=1e-12)
    assert new(rate, 2.0) == pytest.approx(new(rate, 0.0) / 3.0, abs=1e-12)
    assert new(rate, 3.0) == 0.0


@given(st.floats(0, 1), st.floats(0, 1))
@MANY
def test_scandals_press_less_where_there_is_pressure_already(scandals, pressure):
    after = update_pressure(pressure, 0.0, 1.0, scandals, 0.0, 0.8, 0.0)
    assert after - pressure == pytest.approx(min(scandals * (1 - pressure / 5), 5 - pressure))


@given(st.floats(0.05, 0.95), st.floats(0, 1), st.floats(0, 15))
@MANY
def test_incumbents_lose_their_share_when_trust_is_as_it_was(losses, trust, slope):
    assert losing(trust, trust, 0.45, 1.0, losses, slope) == pytest.approx(losses)
    assert losing(0.45, trust, 0.45, 0.0, 0.5, slope) == pytest.approx(0.5), "a fixed level"


def test_incumbents_lose_more_where_trust_has_fallen():
    held, fallen, risen = (losing(each, 0.5, 0.45, 1.0, 0.43, 8.0) for each in (0.5, 0.4, 0.6))
    assert risen < held < fallen


@given(st.floats(0, 1), st.floats(0, 1))
@MANY
def test_democracy_is_peoples_own_level_where_nobody_uses_the_service(own, trust):
    assert democratic_level(own, 0.0, 0.5, trust, 0.6) == own
    assert democratic_level(own, 0.4, 0.0, trust, 0.6) == own
    assert democratic_level(own, 0.4, 0.5, 0.6, 0.6) == own


def test_trust_in_democracy_no_longer_ends_at_trust_in_the_service():
    quiet = {"trust.elsewhere": 0.0, "inspectorate.media": 0.0, "people.psm_mean": 0.2,
             "people.users": 0.1, "chain.citizens": 60}  # fmt: skip
    scenario = load("demonstration", changes=quiet, set=("months=180",))
    simulation = Simulation(scenario, 1)
    simulation.run()
    council = simulation.state.council[0]
    own, users, weight, expected = (
        scenario.values[name]
        for name in (
            "people.trust_democracy", "people.users", "trust.service", "people.trust_citizen",
        )
    )  # fmt: skip
    level = democratic_level(own, users, weight, council["citizen_trust"], expected)
    assert council["trust_in_democracy"] == pytest.approx(level, abs=0.005)
    assert abs(council["trust_in_democracy"] - council["citizen_trust"]) > 0.05


HEADLINE = ("good_meetings", "rule_stock", "pressure", "trust_in_operations", "trust_in_service",
            "trust_in_democracy", "will", "can", "waiting", "choice", "turnover")  # fmt: skip


def means(units, councils, replicates):
    """Mean and standard error of each outcome over replicates."""
    size = {"chain.units": units, "chain.councils": councils, "chain.staff": 8,
            "chain.citizens": 40, "task.caseload": 4.7}  # fmt: skip
    scenario = load("home-care", changes=size, set=("months=96",))
    results = simulate(scenario, replicates=replicates)
    told = results.mean_after_burn_in()
    return {
        name: (column.mean(), column.std(ddof=1) / np.sqrt(replicates))
        for name in (*HEADLINE, "elections_lost")
        for column in [told[:, results.names.index(name)]]
    }


@pytest.mark.slow
def test_a_council_of_many_units_is_steered_as_one_of_few():
    """Eleven outcomes, five standard errors with as few replicates: wrong once in a hundred.

    A difference below what the outcome says matters is none: the best of 256 units teaches a
    little more than the best of four.
    """
    few, many = means(4, 64, 4), means(256, 1, 8)
    for name in HEADLINE:
        gap, error = few[name][0] - many[name][0], np.hypot(few[name][1], many[name][1])
        assert abs(gap) < max(5.0 * error, OUTCOMES[name].matters), name
    assert 0.37 < few["elections_lost"][0] < 0.52, "256 councils, two elections each"


def test_what_politics_remembers_is_a_rate_over_its_window(small):
    simulation = Simulation(load(small, changes={"inspectorate.media": 0.5}), 3)
    heard = cases = np.zeros(len(simulation.state.council))
    while simulation.month < simulation.months:
        simulation.advance()
        council = simulation.state.council
        met = np.bincount(simulation.state.unit["council"], simulation.state.unit["cases"])
        cases = cases + (met - cases) / 12
        assert council["cases_heard"] == pytest.approx(cases)
        assert council["scandal_rate"] == pytest.approx(
            council["scandals_heard"] / council["cases_heard"]
        )
        heard = np.maximum(heard, council["scandal_rate"])
    assert (heard > 0).any()
