"""Plans: a point is named by what its runs are given, and chance is shared by all points."""

from dataclasses import replace

import numpy as np
import pytest

from tillitsim.model.core import jit
from tillitsim.runs.cases.batch import version
from tillitsim.runs.experiment.load import load
from tillitsim.runs.experiment.schema import Axis, Design
from tillitsim.runs.sweeps.plan import Plan
from tillitsim.scenario.load import load as load_scenario


def with_arms(plan: Plan, *arms) -> Plan:
    return Plan(replace(plan.experiment, arms=arms))


def with_listed(plan: Plan, *points, **options) -> Plan:
    return Plan(replace(plan.experiment, design=Design("list", listed=points)), **options)


def test_every_point_has_a_name_of_its_own(plan):
    assert plan.points == 2 * 3 * 2
    assert len(set(plan.ids.tolist())) == plan.points


def test_names_depend_on_nothing_but_what_the_runs_are_given(plan, experiment_file):
    again = Plan(load(experiment_file))
    assert np.array_equal(again.ids, plan.ids)
    today, trusting = plan.arms
    renamed = replace(today, name="now", title={"en": "Now", "sv": "Nu"})
    assert np.array_equal(with_arms(plan, renamed, trusting).ids, plan.ids)
    other_seed = Plan(plan.experiment, seed=8)
    assert np.array_equal(other_seed.ids, plan.ids)
    assert other_seed.sweep != plan.sweep


def test_the_order_of_arms_points_and_parameters_does_not_matter(plan):
    assert set(with_arms(plan, *reversed(plan.arms)).ids) == set(plan.ids)
    design = plan.experiment.design
    turned = replace(design, vary=tuple(reversed(design.vary)))
    assert set(Plan(replace(plan.experiment, design=turned)).ids) == set(plan.ids)


@pytest.mark.parametrize("setting", ["months=9", "burn_in=3", "mix.trust=0.7", "chain.staff=4"])
def test_whatever_changes_a_run_changes_the_name_of_its_point(plan, setting):
    today, trusting = plan.arms
    other = replace(today, scenario=load_scenario(today.scenario, set=[setting]))
    changed = with_arms(plan, other, trusting)
    assert not set(changed.ids[::2]) & set(plan.ids)
    assert set(changed.ids[1::2]) == set(plan.ids[1::2])


def test_a_larger_design_keeps_the_names_that_it_had(plan):
    fewer = with_listed(plan, {"task.variety": 0.4}, {"task.variety": 0.9})
    more = with_listed(plan, {"task.variety": 0.2}, {"task.variety": 0.9}, {"task.variety": 0.4})
    assert set(fewer.ids) < set(more.ids)
    assert fewer.sweep == more.sweep
    assert fewer.digest != more.digest


def test_minus_zero_is_zero(plan):
    zero, minus_zero = (with_listed(plan, {"politics.pendulum": z}) for z in (0.0, -0.0))
    assert np.array_equal(zero.ids, minus_zero.ids)


def test_a_replicate_has_the_same_random_numbers_in_every_point(plan):
    assert {(plan.case(i, 2).seed, plan.case(i, 2).replicate) for i in range(plan.points)} == {
        (7, 2)
    }


def test_independent_plans_give_each_point_random_numbers_of_its_own(plan, experiment_file):
    apart = Plan(load(experiment_file), independent=True)
    seeds = [apart.case(i, 0).seed for i in range(apart.points)]
    assert len(set(seeds)) == apart.points
    assert seeds == [apart.case(i, 1).seed for i in range(apart.points)]
    assert all(0 <= seed < 2**63 for seed in seeds)
    assert apart.sweep != plan.sweep
    turned = with_arms(apart, *reversed(apart.arms))
    again = Plan(turned.experiment, independent=True)
    assert {(r.id, r.seed) for r in (again.case(i, 0) for i in range(again.points))} == {
        (r.id, r.seed) for r in (apart.case(i, 0) for i in range(apart.points))
    }


def test_every_cell_is_visited_once_before_any_is_visited_again(plan):
    visits = list(plan.ordered(3))
    cells = len(plan.cells)
    assert len(visits) == 3 * cells
    for replicate in range(3):
        part = visits[replicate * cells : (replicate + 1) * cells]
        assert {r for r, _, _ in part} == {replicate}
        assert sorted(cell for _, cell, _ in part) == list(range(cells))
        assert [cell for _, cell, _ in part] == plan.visits.tolist()
        assert sorted(i for _, _, points in part for i in points) == list(range(plan.points))


def test_half_a_sweep_has_been_everywhere(plan):
    """The first quarter of the visits has about as much of each half of the range as it should."""
    design = Design("grid", vary=(Axis("task.variety", 0.1, 2.0, 400),))
    large = Plan(replace(plan.experiment, design=design))
    first = large.cells[large.visits[:100], 0]
    assert 30 < (first < 1.05).sum() < 70


def test_what_a_cell_changes_is_what_its_runs_are_given(plan):
    for point in range(plan.points):
        cell, arm = divmod(point, 2)
        case = plan.case(point, 0)
        assert case.scenario is plan.arms[arm].scenario
        assert case.parameters == plan.changes(cell)


def test_rules_tell_versions_of_the_engine_and_of_a_users_model_apart(plan, tmp_path, monkeypatch):
    file = tmp_path / "own.py"
    file.write_text("class Own: ...\n")
    own = replace(plan.experiment, model=f"{file}:Own")
    sweeps = {plan.sweep, Plan(own).sweep}
    file.write_text("class Own: pass\n")
    sweeps.add(Plan(own).sweep)
    monkeypatch.setattr(jit, "fingerprint", lambda: "another")
    sweeps.add(Plan(plan.experiment).sweep)
    assert len(sweeps) == 4


def test_without_a_design_a_point_is_an_arm(plan):
    alone = Plan(replace(plan.experiment, design=None))
    assert alone.points == 2
    assert alone.changes(0) == {}
    assert alone.case(1, 0).parameters == {}


def test_batches_fall_apart_into_single_cases_each_with_the_name_of_its_arm(plan):
    batch = plan.batch([plan.case(i, 0) for i in range(3)])
    singles = batch.split()
    assert [single.cases for single in singles] == [(case,) for case in batch.cases]
    assert [single.arms for single in singles] == [("as-today",), ("trusting",), ("as-today",)]
    assert {single.engine for single in singles} == {version()}
