"""Calibration: closed forms of its parts, resumption, and that it finds what is known."""

import math
import pickle

import numpy as np
import pyarrow.parquet as pq
import pytest

from tillitsim.errors import InputError
from tillitsim.runs.ensemble.parameter_sets import shipped_ensemble
from tillitsim.runs.ensemble.prior import Prior, moved
from tillitsim.runs.ensemble.shipped import evidence_folder
from tillitsim.runs.runner import Runner
from tillitsim.scenario.declared.declarations import PARAMETERS
from tillitsim.studies.calibrate.analysis import (
    Evaluated,
    Fit,
    TargetValues,
    calibrate,
    defaults_in,
    facts_of,
    findings_of,
    former,
    sample,
    targets_of,
)
from tillitsim.studies.calibrate.emulator import Emulators, fit
from tillitsim.studies.calibrate.ensemble import (
    ensemble_of,
    left_out,
    medoid_of,
    recovery,
    weights_of,
    write,
)
from tillitsim.studies.calibrate.plan import Plan, read_plan
from tillitsim.studies.calibrate.target import (
    Target,
    discrepancy_of,
    implausibility,
    log_likelihood,
    simulated,
    targets,
)
from tillitsim.studies.evidence.schema import Check
from tillitsim.studies.levels.facts import load_facts
from tillitsim.studies.levels.readings import Judged, readings
from tillitsim.studies.levels.statistic import Statistic

TINY = Plan(findings=("E01",), first=8, each=8, waves=2, replicates=4, wanted=5, block=3, seed=1)
FACT = load_facts()[0]
STATISTIC = Statistic("percent")


def test_the_edge_of_a_hit_is_at_1_96():
    edge = Check(kind="difference", of="a", than="b", how="interval", low=1.0, high=3.0)
    factor = Check(kind="difference", of="a", than="b", how="factor", value=-4.0)
    for check, inner, outer in ((edge, 1.0, 3.0), (factor, -8.0, -2.0)):
        finding = findings_of(TINY)[0].model_copy(update={"checks": (check,)})
        target = targets([finding])[0]
        assert abs(float(target.distance(inner))) == pytest.approx(1.96, abs=1e-3)
        assert abs(float(target.distance(outer))) == pytest.approx(1.96, abs=1e-3)


def test_an_error_widens_a_target():
    target = Target("x", "f", 0, 0.0, 1.0, 1.0)
    assert float(target.distance(2.0, np.sqrt(3.0))) == pytest.approx(1.0)


def test_more_than_clearly_right_is_no_worse():
    target = Target("x", "f", 0, 1.28, 0.65, np.inf)
    assert float(target.distance(5.0)) == 0.0
    assert float(target.distance(0.0)) < -1.9


def test_families_weigh_alike_however_many_findings_they_have():
    of = [Target(str(i), f, 0, 0, 1, 1) for i, f in enumerate(("one", "many", "many", "many"))]
    lone, crowd = np.array([[2.0, 0, 0, 0]]), np.array([[0.0, 2, 2, 2]])
    assert (
        log_likelihood(lone, of)[0]
        == log_likelihood(crowd, of)[0]
        == pytest.approx(-2.5 * np.log(2.0))
    )


def test_what_is_studied_most_does_not_outvote_the_other_sides():
    of = [Target("a", "one", 0, 0, 1, 1, 0.0, "control")] + [
        Target("b", family, 0, 0, 1, 1, 0.0, "trust") for family in ("two", "three", "four")
    ]
    alone, others = np.array([[2.0, 0, 0, 0]]), np.array([[0.0, 2, 2, 2]])
    assert log_likelihood(alone, of)[0] == pytest.approx(log_likelihood(others, of)[0])


def test_one_target_that_cannot_be_met_costs_less_than_two_met_by_half():
    of = [Target(i, i, 0, 0, 1, 1) for i in "ab"]
    assert (
        log_likelihood(np.array([[8.0, 0.0]]), of) > log_likelihood(np.array([[4.0, 4.0]]), of)
    ).all()


def test_a_discrepancy_widens_what_is_fitted_and_not_what_was_published():
    target = Target("x", "f", 0, 0.0, 1.0, 1.0, discrepancy=np.sqrt(3.0))
    assert float(target.distance(2.0)) == pytest.approx(1.0)
    assert float(target.published_distance(2.0)) == pytest.approx(2.0)


def test_the_edge_of_a_tolerance_of_a_level_is_at_1_96_and_beyond_an_open_end_all_is_as_good():
    closed, opened = (
        targets([], [Judged(FACT, STATISTIC, tolerance)])[0]
        for tolerance in ((40.0, 60.0), (50.0, np.inf))
    )
    assert float(closed.distance(60.0)) == pytest.approx(1.96, abs=1e-3)
    assert float(closed.distance(50.0)) == float(opened.distance(99.0)) == 0.0
    assert float(opened.distance(45.0)) == pytest.approx(-1.96, abs=1e-3)


def test_the_discrepancy_of_a_family_stands_before_that_of_all_others():
    declared = {"others": 1.0, "levels": 2.0, "audit": 0.5}
    assert [discrepancy_of(declared, name) for name in ("audit", "trust", "levels")] == [0.5, 1, 2]


def test_the_third_largest_distance_decides():
    distances = np.array([[9.0, -8.0, 2.5, 1.0], [9.0, -8.0, -3.5, 1.0]])
    assert implausibility(distances, 3).tolist() == [2.5, 3.5]


def test_a_sign_is_standardised_and_a_number_is_not():
    values = np.array([[1.0], [2.0], [3.0]])
    sign = Check(kind="mean", of="a", how="sign", sign=-1)
    number = Check(kind="mean", of="a", how="interval", low=0, high=1)
    assert simulated(sign, values)[0] == pytest.approx(-2.0)
    assert simulated(number, values) == pytest.approx((2.0, 1 / np.sqrt(3)))


def test_the_prior_moves_reactions_and_soft_cells_and_nothing_that_is_given():
    names = moved()
    assert "motivation.crowding" in names
    assert "profile.support.trust" in names
    assert "profile.discretion.trust" not in names
    assert not [n for n in names if n.startswith(("task.", "chain.", "mix.", "instruments."))]


def test_sets_lie_within_the_declared_ranges_and_come_back():
    prior = Prior.declared()
    point = prior.spread(4, 3)[2]
    parameter_set = prior.parameter_set(point)
    for name, value in parameter_set.items():
        low, high = PARAMETERS[name].range
        assert low <= value <= high
    whole = [PARAMETERS[name].whole for name in prior.names]
    assert np.allclose(prior.unit(parameter_set)[~np.array(whole)], point[~np.array(whole)])


def test_an_emulator_recovers_a_polynomial_and_knows_its_error():
    rng = np.random.default_rng(2)
    points = rng.random((300, 20))
    noise = 0.05 * rng.standard_normal(300)
    values = 3.0 + 2.0 * points[:, 4] - points[:, 7] + points[:, 4] * points[:, 7] + noise
    emulator = fit(points, values)
    fresh = rng.random((500, 20))
    truth = 3.0 + 2.0 * fresh[:, 4] - fresh[:, 7] + fresh[:, 4] * fresh[:, 7]
    miss = float(np.sqrt(np.mean((emulator(fresh) - truth) ** 2)))
    assert miss < 0.03
    assert 0.04 < emulator.error < 0.07


def test_asked_together_emulators_say_the_same():
    random = np.random.default_rng(5)
    points = random.random((120, 6))
    each = [
        fit(points, points[:, 0] * points[:, 1] + points[:, 2]),
        fit(points, points[:, 3] ** 2),
        fit(points, np.ones(120)),
    ]
    fresh = random.random((40, 6))
    together = Emulators(each)(fresh)
    assert np.allclose(together, np.column_stack([one(fresh) for one in each]), atol=1e-12)
    assert each[0].explained > 0.9


def test_no_two_parameters_of_the_first_wave_are_correlated_beyond_chance():
    points = Prior.declared().spread(512, 1)
    correlations = np.corrcoef(points, rowvar=False)
    np.fill_diagonal(correlations, 0.0)
    pairs = points.shape[1] ** 2 / 2.0
    assert np.abs(correlations).max() < np.sqrt(2.0 * np.log(pairs / 0.001) / 512)
    assert np.abs(np.sort(points, axis=0)[:, 0] * 512 - np.arange(512) - 0.5).max() <= 0.5


def test_the_medoid_is_nearest_to_all_others():
    gaps = np.array([[0.0, 0.0], [1.0, 1.0], [0.4, 0.5], [0.6, np.nan]])
    assert medoid_of(gaps) == 2
    assert medoid_of(gaps[:0]) is None


def test_right_emulators_weigh_all_draws_alike_and_wrong_ones_are_found_out():
    random = np.random.default_rng(9)
    plan = TINY.model_copy(update={"first": 400, "each": 400})
    of = [Target("x", "f", 0, 8.0, 0.5, 0.5)]
    before = random.random((400, 3))
    later = sample(Emulators([fit(before, 10.0 * before[:, 2])]), of, before, seed=1)
    points, none = np.concatenate([before, later]), np.zeros((800, 1))
    right = Evaluated(points, 10.0 * points[:, [2]], none)
    weights = weights_of(plan, right, of)
    assert (weights[:400] == 0.0).all()
    assert weights[400:].std() < 0.05 * weights[400:].mean()
    wrong = Evaluated(points, right.values + 4.0 * (np.arange(800) >= 600)[:, None], none)
    weights = weights_of(plan, wrong, of)
    assert weights[600:].sum() < 0.2 * weights.sum()


def test_the_points_of_a_lone_wave_are_weighed_by_the_likelihood_and_the_defaults_are_not():
    plan = TINY.model_copy(update={"first": 3, "waves": 1, "defaults": True})
    of = [Target("x", "f", 0, 8.0, 0.5, 0.5)]
    values = np.array([[8.0], [8.5], [80.0], [8.0]])
    done = Evaluated(np.zeros((4, 3)), values, np.zeros_like(values))
    weights = weights_of(plan, done, of)
    expected = np.exp(log_likelihood(values / 0.5 - 16.0, of, plan.groups))
    assert weights[:3] == pytest.approx(expected[:3] / expected[0])
    assert weights[3] == 0.0


def test_what_other_families_say_about_one_is_scored_against_the_prior():
    random = np.random.default_rng(4)
    points = random.random((400, len(Prior.declared().names)))
    values = np.column_stack([10.0 * points[:, 0], 10.0 * points[:, 0], 10.0 * points[:, 1]])
    done = Evaluated(points, values, np.zeros_like(values))
    of = [Target(name, name, 0, 8.0, 0.5, 0.5) for name in ("same", "again", "apart")]
    scores = left_out(TINY, done, of)
    assert scores["same"]["predicted"] > scores["same"]["prior"] + 0.5
    assert scores["apart"]["predicted"] == pytest.approx(scores["apart"]["prior"], abs=0.3)


def test_the_sampler_finds_the_region_and_leaves_the_rest_at_the_prior():
    rng = np.random.default_rng(3)
    points = rng.random((400, 15))
    emulator = fit(points, 10.0 * points[:, 2])
    target = Target("x", "f", 0, 8.0, 0.5, 0.5)
    found = sample(Emulators([emulator]), [target], points[:300], seed=1)
    assert found[:, 2].mean() == pytest.approx(0.8, abs=0.02)
    assert found[:, 2].std() == pytest.approx(0.05, abs=0.015)
    others = np.delete(found, 2, axis=1)
    assert others.mean() == pytest.approx(0.5, abs=0.02)
    assert others.std() == pytest.approx(12**-0.5, abs=0.02)


def test_whoever_simulates_the_points_are_the_same_and_an_ensemble_comes_of_them(tmp_path):
    done = calibrate(TINY, Runner(workers=2))
    with Runner(workers=1, processes=True, batch_size=3) as runner:
        again = calibrate(TINY, runner)
    assert len(done.points) == TINY.total
    for a, b in zip(
        (done.points, done.values, done.errors),
        (again.points, again.values, again.errors),
        strict=True,
    ):
        assert np.array_equal(a, b)
    of = targets(findings_of(TINY))
    found = ensemble_of(TINY, done, of)
    assert len(found.points) <= TINY.wanted
    assert found.report["kept"] == len(found.parameter_sets())
    assert recovery(TINY, done, of)["truths"] == 2
    write(found, tmp_path)
    assert (tmp_path / "ensemble.parquet").exists()


def test_when_the_time_is_over_there_are_the_points_so_far_and_no_later_wave():
    done = calibrate(TINY, Runner(workers=1, budget=0.0))
    assert len(done.points) == len(done.values) == 0


def test_levels_are_targets_beside_findings():
    plan = TINY.model_copy(update={"levels": True, "first": 8, "waves": 1})
    of = targets_of(plan)
    levels = [t for t in of if t.favours == "levels"]
    assert len(levels) == len(facts_of(plan)) > 50
    facts = facts_of(plan)[:1]
    values = readings(facts, {}, seed=0, replicates=2)
    asked = pickle.loads(pickle.dumps(Fit((), tuple(each.fact for each in facts), 2)))
    found = TargetValues().prepare(asked, {})(0, 0)
    assert found[0, 0] == pytest.approx(values[:, 0].mean())


def test_former_parameter_sets_are_taken_over_and_what_they_lack_is_spread():
    prior, members = Prior.declared(), pq.read_table(shipped_ensemble()).to_pylist()
    spread = prior.spread(len(members) + 2, 1)
    points = former("ensemble.parquet", prior, spread)
    assert points[:-2] == pytest.approx(np.array([prior.unit(each) for each in members]))
    assert points[-2:] == pytest.approx(points[:2])
    with pytest.raises(InputError, match="no such table"):
        former("nothing.parquet", prior, spread)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("discrepancy = { audt = 1.0 }", "audit"),
        ("discrepancy = { audit = -1.0 }", "from 0 to 10"),
        ("discrepancy = 1.0", "must be a table"),
        ("spared = 101", "from 0 to 100"),
    ],
)
def test_what_a_plan_cannot_mean_is_said(tmp_path, line, said):
    path = tmp_path / "plan.toml"
    path.write_text(f'findings = ["E01"]\n{line}\n', "utf-8")
    with pytest.raises(InputError, match=said):
        read_plan(path)


def test_the_shipped_plan_is_valid():
    plan = read_plan(evidence_folder().parent / "calibration" / "plan.toml")
    assert plan.wanted < plan.each, "more are simulated than kept"
    labels = {finding.label for finding in findings_of(plan)}
    assert labels <= {"fitted", "inspired"}


def test_a_plan_that_is_none_is_one_sentence(tmp_path):
    path = tmp_path / "plan.toml"
    path.write_text("findings = 3", "utf-8")
    with pytest.raises(InputError, match="line 1: findings: must be a list of names in quotes"):
        read_plan(path)


def test_a_coarsened_likelihood_says_no_more_than_so_many_groups():
    of = [Target(f"x{i}", f"f{i}", 0, 0.0, 1.0, 1.0) for i in range(30)]
    gaps = np.linspace(0.0, 3.0, 7)[:, None] * np.ones(30)
    full = log_likelihood(gaps, of)
    assert log_likelihood(gaps, of, 10.0) == pytest.approx(full / 4.0)
    assert log_likelihood(gaps, of, math.inf) == pytest.approx(full)


def test_the_defaults_are_simulated_last_and_are_a_member_where_they_are_plausible():
    plan = TINY.model_copy(update={"defaults": True, "waves": 1, "spared": 100.0})
    done = calibrate(plan, Runner(workers=2))
    prior = Prior.declared()
    assert len(done.points) == plan.total == plan.first + 1
    assert done.points[-1] == pytest.approx(defaults_in(prior)[0])
    found = ensemble_of(plan, done, targets_of(plan))
    assert found.parameter_sets()[-1] == pytest.approx(
        {name: PARAMETERS[name].default for name in prior.names}
    )
    assert found.report["defaults"]["distance"] >= found.report["defaults"]["distance_of_medoid"]
