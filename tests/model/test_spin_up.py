"""Rest: a baseline is spun up under its own steering, the same months for all that is compared."""

from dataclasses import replace

import numpy as np
import pytest

from tillitsim.errors import InputError
from tillitsim.model import rest
from tillitsim.model.blueprint import blueprint_of
from tillitsim.model.outcomes import OUTCOMES
from tillitsim.model.simulation import Simulation, simulate, simulate_batch
from tillitsim.scenario.load import load, names
from tillitsim.scenario.schema import Intervention

TRUSTS = [name for name in OUTCOMES if name.startswith("trust_in_") or name == "belief_in_staff"]
MOST = 1.0
"""Points a year."""


@pytest.fixture
def kept(nothing_kept, monkeypatch):  # noqa: ARG001 - what it undoes
    """States at rest are kept, as they are outside tests."""
    monkeypatch.setattr(rest, "states", rest.States())
    return rest.states


def test_the_months_before_month_0_are_the_first_of_a_longer_run(small):
    """Months of a run are numbered on, so luck goes on; only what is counted from 0 starts anew."""
    spun, longer = Simulation(load(small, set=("spin_up=6",)), 4), Simulation(
        load(small, set=("months=24",)), 4
    )  # fmt: skip
    spun.run()
    longer.run()
    apart = list(OUTCOMES).index("practice_spread")
    first, second = spun.outcomes(), longer.outcomes()[6:]
    others = [i for i in range(len(OUTCOMES)) if i != apart]
    assert np.array_equal(first[:, others], second[:, others], equal_nan=True)
    assert first[-1, apart] == 18.0


def test_no_intervention_is_in_force_while_it_is_spun_up(small):
    change = Intervention("from the first month", {"instruments.goals": 60.0}, start=0)
    spun = load(small, set=("spin_up=5",))
    plain, changed = Simulation(spun, 1), Simulation(replace(spun, interventions=(change,)), 1)
    assert np.array_equal(plain.state.staff["motivation"], changed.state.staff["motivation"])
    plain.run()
    changed.run()
    assert not np.array_equal(plain.outcomes(), changed.outcomes(), equal_nan=True)


def test_a_batch_month_by_month_and_threads_give_the_same_bits(small):
    scenario = load(small, set=("spin_up=7",))
    batch = simulate_batch(blueprint_of(scenario), [(2, 0), (2, 1)])
    assert batch.shape[1] == scenario.months
    for replicate in (0, 1):
        stepped, threaded = Simulation(scenario, 2, replicate), Simulation(scenario, 2, replicate)
        for _ in range(scenario.months):
            stepped.advance()
        threaded.run(threads=2)
        for each in (stepped, threaded):
            assert np.array_equal(each.tally.sum(axis=1), batch[replicate])


def test_a_run_without_spin_up_keeps_its_hash_and_one_with_has_another(small):
    assert "spin_up" not in small.canonical()
    assert load(small, set=("spin_up=1",)).digest != small.digest


def test_spin_up_is_a_whole_number_of_months(small):
    with pytest.raises(InputError, match="spin_up"):
        load(small, set=("spin_up=-1",))


def trends(name):
    """Size of the linear trend of every trust after the burn-in, points a year."""
    scenario = load(name)
    if name == "sweden":
        scenario = load("sweden-small")
    scenario = replace(scenario, interventions=())
    results = simulate(scenario, replicates=8)
    series = results.series[:, scenario.burn_in :].mean(axis=0)
    months = np.arange(len(series))
    return {
        trust: 1200.0 * abs(np.polyfit(months, series[:, results.names.index(trust)], 1)[0])
        for trust in TRUSTS
    }


@pytest.mark.parametrize("name", ["home-care", "naive-trust", "trial-malmo-preschool"])
def test_trust_rests_in_what_is_shipped(name):
    told = trends(name)
    assert max(told.values()) < MOST, told


@pytest.mark.long
@pytest.mark.parametrize("name", names())
def test_trust_rests_in_everything_that_is_shipped(name):
    told = trends(name)
    assert max(told.values()) < MOST, told


def reformed(scenario, **other):
    change = Intervention("more trust", {"mix.trust": 0.9}, start=3, **other)
    return replace(scenario, interventions=(change,))


@pytest.mark.parametrize("apart", ["batch", "month by month", "threads"])
def test_a_run_that_takes_the_state_at_rest_of_another_has_the_bits_of_its_own(small, kept, apart):
    plain = load(small, set=("spin_up=9",))
    after = [reformed(plain), load(plain, set=("months=8", "burn_in=0"))]
    own = []
    for each in after:
        kept.clear()
        own.append(Simulation(each, 3, 1))
        own[-1].run()
    kept.clear()
    simulate_batch(blueprint_of(plain), [(3, 0), (3, 1)])
    filled = kept.used
    assert filled > 0
    for each, before in zip(after, own, strict=True):
        if apart == "batch":
            found = simulate_batch(blueprint_of(each), [(3, 1)])[0]
            assert np.array_equal(found, before.tally.sum(axis=1))
        else:
            taken = Simulation(each, 3, 1)
            while apart == "month by month" and taken.month < taken.months:
                taken.advance()
            taken.run(threads=2)
            for one, other in zip(
                rest.tables(taken.state, len(taken.state.tally)),
                rest.tables(before.state, len(before.state.tally)),
                strict=True,
            ):
                assert one.tobytes() == other.tobytes()
    assert kept.used == filled, "neither spun up by itself"


def test_runs_that_spin_up_otherwise_take_nothing_of_each_other(small, kept):
    plain = load(small, set=("spin_up=9",))
    others = (
        load(plain, set=("spin_up=8",)), load(plain, changes={"effort.strength": 1.7}),
        load(plain, without=("market",)), reformed(plain, share=0.5),
        reformed(plain, share=0.25), load(plain, changes={"chain.units": 3}),
    )  # fmt: skip
    for i, each in enumerate((plain, *others), 1):
        before = kept.used
        for _ in range(2):
            Simulation(each, 5).run()
        assert kept.used > before, "it was kept"
        assert len(kept) == i, "once"
    Simulation(plain, 6).run()
    assert len(kept) == len(others) + 2, "and other random numbers are another run"


def test_what_is_kept_stays_within_its_room_and_the_last_stay(small, monkeypatch):
    plain = load(small, set=("spin_up=2",))
    Simulation(plain, 0).run()
    one = rest.States()
    blueprint = blueprint_of(plain)
    of_seed = {seed: Simulation(plain, seed) for seed in range(5)}
    one.keep(blueprint, of_seed[0].state)
    monkeypatch.setattr(rest, "LARGEST", 10 * one.used)
    some = rest.States(room=3 * one.used)
    for seed in (0, 1, 2, 0, 3):
        if not some.recall(blueprint, of_seed[seed].state):
            some.keep(blueprint, of_seed[seed].state)
    assert len(some) == 3
    assert some.used == 3 * one.used
    assert some.recall(blueprint, of_seed[0].state), "it was asked for again"
    assert not some.recall(blueprint, of_seed[1].state), "the one that nobody asked for longest"
    none = rest.States(room=one.used - 1)
    none.keep(blueprint, of_seed[0].state)
    assert none.used == len(none) == 0
