"""Calibration: closed forms of its parts, resumption, and that it finds what is known."""

import numpy as np
import pytest

from tillitsim.errors import InputError
from tillitsim.runs.prior import Prior, moved
from tillitsim.runs.runner import Runner
from tillitsim.runs.shipped import evidence_folder
from tillitsim.scenario.declarations import PARAMETERS
from tillitsim.studies.calibrate.analysis import Plan, calibrate, findings_of, read_plan, sample
from tillitsim.studies.calibrate.emulator import fit
from tillitsim.studies.calibrate.ensemble import ensemble_of, recovery, write
from tillitsim.studies.calibrate.target import (
    Target,
    implausibility,
    log_likelihood,
    simulated,
    targets,
)
from tillitsim.studies.evidence.schema import Check

TINY = Plan(findings=("E01",), first=8, each=8, waves=2, replicates=4, wanted=5, block=3, seed=1)


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
    assert log_likelihood(lone, of)[0] == log_likelihood(crowd, of)[0] == pytest.approx(-2.0)


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


def test_worlds_lie_within_the_declared_ranges_and_come_back():
    prior = Prior.declared()
    point = prior.spread(4, 3)[2]
    world = prior.world(point)
    for name, value in world.items():
        low, high = PARAMETERS[name].range
        assert low <= value <= high
    whole = [PARAMETERS[name].whole for name in prior.names]
    assert np.allclose(prior.unit(world)[~np.array(whole)], point[~np.array(whole)])


def test_an_emulator_recovers_a_polynomial_and_knows_its_error():
    luck = np.random.default_rng(2)
    points = luck.random((300, 20))
    noise = 0.05 * luck.standard_normal(300)
    values = 3.0 + 2.0 * points[:, 4] - points[:, 7] + points[:, 4] * points[:, 7] + noise
    emulator = fit(points, values)
    fresh = luck.random((500, 20))
    truth = 3.0 + 2.0 * fresh[:, 4] - fresh[:, 7] + fresh[:, 4] * fresh[:, 7]
    miss = float(np.sqrt(np.mean((emulator(fresh) - truth) ** 2)))
    assert miss < 0.03
    assert 0.04 < emulator.error < 0.07


def test_the_sampler_finds_the_region_and_leaves_the_rest_at_the_prior():
    luck = np.random.default_rng(3)
    points = luck.random((400, 15))
    emulator = fit(points, 10.0 * points[:, 2])
    target = Target("x", "f", 0, 8.0, 0.5, 0.5)
    found = sample([emulator], [target], points[:300], seed=1)
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
    assert found.report["kept"] == len(found.worlds())
    assert recovery(TINY, done, of)["truths"] == 2
    write(found, tmp_path)
    assert (tmp_path / "ensemble.parquet").exists()


def test_when_the_time_is_over_there_are_the_points_so_far_and_no_later_wave():
    done = calibrate(TINY, Runner(workers=1, budget=0.0))
    assert len(done.points) == len(done.values) == 0


def test_the_shipped_plan_is_valid():
    plan = read_plan(evidence_folder().parent / "calibration" / "plan.toml")
    assert plan.wanted == 200


def test_a_plan_that_is_none_is_one_sentence(tmp_path):
    path = tmp_path / "plan.toml"
    path.write_text("findings = 3", "utf-8")
    with pytest.raises(InputError, match="line 1: findings: must be a list of names in quotes"):
        read_plan(path)
