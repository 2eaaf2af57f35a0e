"""Blueprints: what runs of a scenario share is made once, and sharing changes no bit."""

from dataclasses import replace

import numpy as np
import pytest

from tillitsim.model.blueprint import blueprint_of, make_blueprint
from tillitsim.model.core.numerics import REAL
from tillitsim.model.layout import layout_of
from tillitsim.model.simulation import Simulation, simulate_batch
from tillitsim.scenario import schedule
from tillitsim.scenario.declared.declarations import PARAMETERS
from tillitsim.scenario.load import load
from tillitsim.scenario.schema import Intervention, Origin


def tally_of(scenario, seed, replicate):
    simulation = Simulation(scenario, seed, replicate)
    simulation.run()
    return simulation.state.tally.sum(axis=1)


def reformed(scenario, **of):
    """The scenario with an intervention that reaches some of the units."""
    given = {"name": "reform", "values": {"instruments.goals": 1.0, "mix.intensity": 0.5}, **of}
    return replace(scenario, interventions=(Intervention(**given),))


def test_a_batch_gives_the_bits_of_its_runs_one_by_one(small):
    keys = [(0, 0), (0, 1), (7, 3), (0, 0)]
    batch = simulate_batch(blueprint_of(small), keys)
    for tally, key in zip(batch, keys, strict=True):
        assert np.array_equal(tally, tally_of(small, *key))


def test_memory_that_is_used_again_leaves_no_trace(small):
    other = reformed(small.with_values({"task.stakes": 0.9}, Origin("python")), share=0.5)
    before = simulate_batch(blueprint_of(small), [(1, 1)])
    simulate_batch(blueprint_of(other), [(2, 2)])
    assert np.array_equal(simulate_batch(blueprint_of(small), [(1, 1)]), before)
    assert np.array_equal(simulate_batch(blueprint_of(other), [(5, 0)])[0], tally_of(other, 5, 0))


def test_a_simulation_keeps_its_state_while_batches_run(small):
    simulation = Simulation(small, 3, 3)
    simulation.advance()
    kept = simulation.state.tally.copy()
    simulate_batch(blueprint_of(small), [(4, 4)])
    assert np.array_equal(simulation.state.tally, kept)


def test_a_scenario_asked_for_again_has_its_blueprint_already(small):
    again = load(small)
    assert blueprint_of(again) is blueprint_of(small)
    assert blueprint_of(small, 3) is not blueprint_of(small)


def test_parameters_in_single_precision_are_rounded_one_by_one(small):
    varied = reformed(
        small.with_values({"task.variety": 1.1}, Origin("python")), start=3, share=0.5
    )
    blueprint = make_blueprint(varied, 12)
    assert blueprint.single.shape == blueprint.given.record.shape == (2, 2)
    for name in schedule.RECORD.names:
        rounded = blueprint.given.record[name].astype(REAL)
        assert np.array_equal(blueprint.single[name], rounded, equal_nan=True)


def test_scenarios_of_the_same_size_share_their_layout(small):
    stressed = small.with_values({"task.variety": 2.0}, Origin("python"))
    larger = small.with_values({"chain.units": 5.0}, Origin("python"))
    assert layout_of(stressed) is layout_of(small)
    assert layout_of(larger) is not layout_of(small)


def test_an_intervention_is_laid_over_by_arm_and_by_its_strength(small):
    scenario = reformed(small, start=4, ramp=3, share=0.5)
    blueprint = make_blueprint(scenario, 12)
    goals = schedule.NAMES.index("instruments.goals") - len(schedule.PLAIN + schedule.CELLS)
    under_mix = schedule.instrument_under_mix(small.values, "goals")
    fixed = blueprint.given.fixed[blueprint.timeline]
    assert np.isnan(fixed[:, 0, goals]).all(), "units that are not reached stay as they were"
    assert np.isnan(fixed[3, 1, goals])
    assert fixed[4, 1, goals] == pytest.approx(under_mix + 0.25 * (1.0 - under_mix))
    assert fixed[11, 1, goals] == 1.0
    intensity = blueprint.given.record[blueprint.timeline]["mix_intensity"]
    assert intensity[:, 0] == pytest.approx(small.values["mix.intensity"])
    assert intensity[7:, 1] == pytest.approx(0.5)


def test_every_parameter_reaches_the_kernels():
    assert set(schedule.NAMES) == set(PARAMETERS)
    assert len(schedule.NAMES) == len(PARAMETERS)
