"""What must hold exactly in every run: bits, conservation, symmetry, ablation."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy import stats

from tillitsim.model import layout
from tillitsim.model.core.numerics import from_fixed
from tillitsim.model.counters import COUNTERS
from tillitsim.model.mechanisms.demand import chosen_unit, demand, unit_utility
from tillitsim.model.mechanisms.effort import effort
from tillitsim.model.mechanisms.learning import learning
from tillitsim.model.mechanisms.management import management
from tillitsim.model.mechanisms.market import market
from tillitsim.model.mechanisms.meeting import meeting
from tillitsim.model.mechanisms.motivation import motivation
from tillitsim.model.mechanisms.politics import politics
from tillitsim.model.mechanisms.reporting import reporting
from tillitsim.model.mechanisms.safety import safety
from tillitsim.model.mechanisms.trust import trust
from tillitsim.model.mechanisms.workforce import workforce
from tillitsim.model.month import information_up, signals_down
from tillitsim.model.observe import observe
from tillitsim.model.outcomes import OUTCOMES
from tillitsim.model.simulation import Simulation, simulate
from tillitsim.runs.ensemble.prior import Prior
from tillitsim.scenario.declared.declarations import MECHANISMS
from tillitsim.scenario.declared.instruments import VISIBILITY
from tillitsim.scenario.load import load
from tillitsim.scenario.schema import Intervention

FEW = settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def outcomes(scenario, seed=0, threads=1):
    simulation = Simulation(scenario, seed)
    simulation.run(threads)
    return simulation.outcomes()


def same(a, b):
    return np.array_equal(a, b, equal_nan=True)


@given(seed=st.integers(0, 2**63 - 1))
@FEW
def test_same_seed_same_bits_month_by_month_or_at_once_whatever_the_threads(small, seed):
    plain = outcomes(small, seed)
    stepped = Simulation(small, seed)
    while stepped.month < stepped.months:
        stepped.advance()
    assert same(plain, stepped.outcomes())
    assert same(plain, outcomes(small, seed, threads=2))


def test_the_readable_list_of_the_month_is_what_runs(small):
    """The compiled run equals the mechanisms called by hand, one by one, in their order."""
    simulation, by_hand = Simulation(small, 9), Simulation(small, 9)
    simulation.run()
    state = by_hand.state
    for month in range(small.months):
        for k in range(len(state.council)):
            politics(state, k, month)
            management(state, k, month)
            waiters = demand(state, k, month)
            effort(state, k, month)
            meeting(state, k, month)
            reporting(state, k, month)
            learning(state, k, month)
            motivation(state, k, month)
            safety(state, k, month)
            trust(state, k, month, waiters)
            workforce(state, k, month)
            market(state, k, month)
            observe(state, k, month)
    by_hand.month = small.months
    assert same(simulation.outcomes(), by_hand.outcomes())
    assert np.array_equal(simulation.state.staff.records(), by_hand.state.staff.records())


def test_replicates_do_not_know_each_other(small):
    many = simulate(small, seed=4, replicates=3, threads=2)
    for replicate in range(3):
        alone = Simulation(small, 4, replicate)
        alone.run()
        assert same(many.series[replicate], alone.outcomes())
    assert not same(many.series[0], many.series[1])


def test_looking_changes_nothing(small):
    plain, watched = outcomes(small, 3), Simulation(small, 3)
    while watched.month < watched.months:
        watched.advance()
        watched.outcomes()
        watched.outcomes_by_group()
        watched.state.staff["motivation"].mean()
    assert same(plain, watched.outcomes())


def test_a_null_intervention_is_the_baseline_to_the_bit(small):
    nothing = Intervention("nothing", {"mix.trust": small.values["mix.trust"]}, start=5)
    none_of_the_units = Intervention("nobody", {"instruments.goals": 60.0}, start=5, share=0.0)
    for each in (nothing, none_of_the_units):
        assert same(outcomes(small), outcomes(replace(small, interventions=(each,))))


def test_an_intervention_changes_nothing_before_it_starts(small):
    change = Intervention("more goals", {"instruments.goals": 30.0}, start=9, ramp=2)
    plain, changed = outcomes(small), outcomes(replace(small, interventions=(change,)))
    assert same(plain[:9], changed[:9])
    assert not same(plain[9:], changed[9:])


@given(seed=st.integers(0, 10_000), documentation=st.floats(0, 0.7), load_=st.floats(0.2, 3))
@FEW
def test_the_months_time_adds_up_to_one(small, seed, documentation, load_):
    scenario = load(
        small,
        changes={
            "instruments.documentation": documentation,
            "task.need_rate": 0.5 * load_,
            "workforce.illness": 0.0,
        },
    )
    simulation = Simulation(scenario, seed)
    for _ in range(8):
        simulation.advance()
        staff = simulation.state.staff
        burdens = sum(
            staff[f"burden_{origin}"] for origin in ("state", "council", "inspectorate", "manager")
        )
        assert np.allclose(burdens + staff["case_time"] + staff["slack"], 1.0, atol=2e-7)
        assert (burdens <= 0.8 + 2e-7).all()
        assert (staff["slack"] >= -2e-7).all()
        total = staff["effort_measured"] + staff["effort_unmeasured"]
        assert (total <= 1.0 + 2e-7).all()


def test_citizens_and_cases_are_conserved(small):
    scenario = load(small, changes={"task.need_rate": 2.0, "task.caseload": 2.0})
    simulation = Simulation(scenario, 2)
    waiting_before = 0
    waited = False
    for month in range(small.months):
        simulation.advance()
        tally = dict(zip(COUNTERS, simulation.state.tally[month].sum(axis=0), strict=True))
        assert tally["cases"] + tally["waiting"] == tally["arisen"] + waiting_before
        waiting_before = tally["waiting"]
        waited |= waiting_before > 0
        unit, citizen = simulation.state.unit, simulation.state.citizen
        assert unit["enrolled"].sum() == len(citizen.uid) == tally["citizens"]
        assert np.array_equal(np.bincount(citizen.unit, minlength=len(unit)), unit["enrolled"])
        assert (simulation.state.staff.unit[citizen.staff] == citizen.unit).all()
    assert waited, "nobody ever waited: the test has lost its point"


def test_money_is_conserved_within_a_council_to_the_last_digit(small):
    simulation = Simulation(small, 2)

    def money():
        state = simulation.state
        budgets = np.add.reduceat(state.unit["budget"], state.council["unit_first"])
        return budgets + state.council["reserve"]

    before = money()
    moved = simulation.state.unit["budget"].copy()
    for _ in range(small.months):
        simulation.advance()
        assert np.array_equal(money(), before)
    assert not np.array_equal(simulation.state.unit["budget"], moved)


def test_without_a_market_nobody_moves_and_budgets_stay(small):
    scenario = load(small, changes={"instruments.money_follows": 0.0})
    simulation = Simulation(scenario, 2)
    homes, budgets = simulation.state.citizen.unit.copy(), simulation.state.unit["budget"].copy()
    simulation.run()
    assert np.array_equal(simulation.state.citizen.unit, homes)
    assert np.array_equal(simulation.state.unit["budget"], budgets)


def test_where_one_chooses_follows_the_logit():
    """20,000 choosers against the logit's shares; chi-squared, fails by chance once in 10^4."""
    scenario = load("demonstration", changes={"chain.units": 6, "task.rivals": 3})
    state = Simulation(scenario, 1).state
    state.unit["quality"] = np.linspace(0.3, 0.7, 6)
    p = state.given[0, 0]
    place = float(state.unit["place"][0])
    drawn = np.random.default_rng(5).integers(0, 2**32, 20_000, dtype=np.uint64)
    records = state.unit.view(np.recarray)
    chosen = [
        chosen_unit(
            a, 0, place, state.neighbours[0], records, state.instrument, np.rec.array(p)[()],
            state.scratch.worth,
        )
        for a in drawn
    ]  # fmt: skip
    options = [0, *state.neighbours[0][:3]]
    worth = np.array(
        [
            unit_utility(records[v], state.instrument[v, VISIBILITY], np.rec.array(p)[()], place,
                         p["demand_habit"] if v == 0 else 0.0)
            for v in options
        ]
    )  # fmt: skip
    shares = np.exp(worth) / np.exp(worth).sum()
    counts = np.array([chosen.count(v) for v in options])
    assert counts.sum() == len(drawn)
    assert stats.chisquare(counts, shares * len(drawn)).pvalue > 1e-4


@pytest.mark.parametrize("name", MECHANISMS)
def test_each_mechanism_can_be_switched_off_and_the_rest_still_runs(small, name):
    without = outcomes(replace(small, without=frozenset({name})), 5)
    assert not same(without, outcomes(small, 5))
    for column, outcome in enumerate(OUTCOMES.values()):
        values = without[:, column][np.isfinite(without[:, column])]
        assert (values >= outcome.bounds[0] - 1e-9).all(), outcome.name
        assert (values <= outcome.bounds[1] + 1e-9).all(), outcome.name


def test_all_mechanisms_off_still_runs(small):
    series = outcomes(replace(small, without=frozenset(MECHANISMS)), 5)
    assert np.isfinite(series[:, list(OUTCOMES).index("meeting_quality")]).all()


@given(seed=st.integers(0, 1000))
@FEW
def test_outcomes_stay_within_their_declared_bounds(small, seed):
    rng = np.random.default_rng(seed)
    state = Prior.declared().parameter_set(rng.random(len(Prior.declared().names)))
    series = outcomes(load(small, changes=state), seed)
    for column, outcome in enumerate(OUTCOMES.values()):
        values = series[:, column][np.isfinite(series[:, column])]
        assert (values >= outcome.bounds[0] - 1e-9).all(), outcome.name
        assert (values <= outcome.bounds[1] + 1e-9).all(), outcome.name


def test_scale_alone_changes_no_outcome_beyond_noise():
    """Ten against forty units: fit and motivation differ by less than five standard errors."""
    small = simulate(load("demonstration", set=("months=36", "burn_in=12")), replicates=12)
    large = simulate(
        load("demonstration", set=("chain.units=40", "months=36", "burn_in=12")), replicates=6
    )
    for name in ("fit", "will", "can", "meeting_quality"):
        column = list(OUTCOMES).index(name)
        a = small.mean_after_burn_in()[:, column]
        b = large.mean_after_burn_in()[:, column]
        error = np.sqrt(a.var(ddof=1) / len(a) + b.var(ddof=1) / len(b))
        assert abs(a.mean() - b.mean()) < 5 * error, name


def test_the_two_halves_make_the_month(small):
    whole, halves = Simulation(small, 2), Simulation(small, 2)
    whole.advance()
    for k in range(len(halves.state.council)):
        waiters = signals_down(halves.state, k, 0)
        meeting(halves.state, k, 0)
        information_up(halves.state, k, 0, waiters)
    assert np.array_equal(whole.state.tally, halves.state.tally)


def test_budgets_start_at_the_norm(small):
    state = Simulation(small).state
    sizes = layout.sizes(small)
    assert len(state.unit) == sizes.units
    assert np.array_equal(state.unit["budget"], state.unit["budget_norm"])
    assert from_fixed(int(state.unit["budget"][0])) == 4 * small.values["task.caseload"]
