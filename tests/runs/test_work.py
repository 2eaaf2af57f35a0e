"""The work: a block gives the same bytes wherever it is done; a run that fails becomes a row."""

import io
from dataclasses import replace

import numpy as np
import pyarrow.parquet as pq
import pytest

from tillitsim import SteeringChain
from tillitsim.model.outcomes import OUTCOMES
from tillitsim.model.simulation import Simulation, simulate
from tillitsim.runs import batch as work
from tillitsim.runs import plan as plans
from tillitsim.runs.batch import LOST, VersionError, lost, perform
from tillitsim.runs.experiment.load import load
from tillitsim.runs.plan import Plan
from tillitsim.scenario.load import load as load_scenario

PLAIN = """\
from tillitsim import SteeringChain

class Own(SteeringChain):
    pass
"""
KIND = """\
from tillitsim import Staff, SteeringChain

class Own(SteeringChain):
    def step(self):
        super().step()
        for person in self.agents_by_type[Staff]:
            person.motivation = 1.0
"""


def table(part: bytes):
    return pq.read_table(io.BytesIO(part))


def block_of(plan: Plan, *runs: tuple[int, int]):
    return plan.block(tuple(plan.run(*run) for run in runs))


@pytest.fixture
def own(experiment_file):
    """Plans of the small experiment with a model of the user's own, given its source."""

    def make(source: str) -> Plan:
        experiment_file.with_name("own.py").write_text(source)
        text = experiment_file.read_text("utf-8")
        experiment_file.write_text(f'model = "own.py:Own"\n{text.removeprefix(MODEL)}', "utf-8")
        return Plan(load(experiment_file))

    return make


MODEL = 'model = "own.py:Own"\n'


def test_a_row_holds_what_the_engine_gives(plan):
    runs = [(0, 0), (7, 2), (11, 1)]
    found = table(perform(block_of(plan, *runs)).part)
    for row, (point, replicate) in enumerate(runs):
        cell, arm = divmod(point, 2)
        scenario = load_scenario(plan.arms[arm].scenario, changes=plan.changes(cell))
        expected = simulate(scenario, seed=7, replicates=replicate + 1).mean_after_burn_in()[-1]
        for i, name in enumerate(OUTCOMES):
            value = found[name][row].as_py()
            assert value == expected[i] or (value is None and np.isnan(expected[i]))
        assert found["arm"][row].as_py() == plan.arms[arm].name
        assert found["replicate"][row].as_py() == replicate
        assert int(found["id"][row].as_py(), 16) == plan.ids[point]
        assert {name: found[name][row].as_py() for name in plan.parameters} == plan.changes(cell)
    assert set(found["status"].to_pylist()) == {"ok"}
    assert found["reason"].null_count == 3


def test_the_same_block_gives_the_same_bytes(plan):
    block = block_of(plan, (0, 0), (1, 0))
    assert perform(block).part == perform(block).part


def test_how_runs_are_put_into_blocks_changes_no_row(plan):
    block = block_of(plan, (0, 0), (1, 0), (5, 2))
    whole = table(perform(block).part).to_pylist()
    apart = [row for each in block.split() for row in table(perform(each).part).to_pylist()]
    assert whole == apart


def test_an_exception_in_one_run_is_a_row_with_its_reason_and_the_others_go_on(plan, monkeypatch):
    once = work.one

    def one(block, run):
        if run.replicate == 1:
            raise ZeroDivisionError("nothing\nto share")
        return once(block, run)

    monkeypatch.setattr(work, "one", one)
    found = table(perform(block_of(plan, (0, 0), (0, 1), (0, 2))).part)
    assert found["status"].to_pylist() == ["ok", "failed", "ok"]
    assert found["reason"].to_pylist() == [None, "ZeroDivisionError: nothing to share", None]
    assert found["good_meetings"].to_pylist()[1] is None
    assert found["good_meetings"].null_count == 1


def test_a_point_that_the_scenario_refuses_is_a_row_with_the_sentence(plan):
    too_many = Plan(replace(plan.experiment, design=replace(
        plan.experiment.design, kind="list", vary=(), listed=({"mix.trust": 2.0},))))  # fmt: skip
    (row,) = table(perform(block_of(too_many, (0, 0))).part).to_pylist()
    assert row["status"] == "failed"
    assert "mix.trust" in row["reason"]
    assert "give a number from 0 to 1" in row["reason"]


def test_a_run_that_took_its_process_with_it_is_told_as_that(plan):
    (row,) = table(lost(block_of(plan, (3, 1))).part).to_pylist()
    assert (row["status"], row["reason"], row["replicate"]) == ("failed", LOST, 1)


def test_another_version_of_the_engine_is_refused(plan):
    block = replace(block_of(plan, (0, 0)), engine="older")
    with pytest.raises(VersionError, match=r"another version of the model .* than this sweep"):
        perform(block)


def test_a_users_own_model_that_changes_nothing_gives_the_bits_of_the_engine(own):
    plan = own(PLAIN)
    found = table(perform(block_of(plan, (4, 0), (4, 1))).part)
    assert found["status"].to_pylist() == ["ok", "ok"]
    scenario = load_scenario(plan.arms[0].scenario, changes=plan.changes(2))
    expected = simulate(scenario, seed=7, replicates=2).mean_after_burn_in()
    row = [[found[name][replicate].as_py() for name in OUTCOMES] for replicate in (0, 1)]
    assert np.array_equal(np.array(row, float), expected, equal_nan=True)


def test_a_users_own_model_shares_its_luck_between_points_too(own, monkeypatch):
    seeds = []
    create = SteeringChain.__init__

    def watch(self, *args, rng, replicate, **options):
        seeds.append((rng, replicate))
        create(self, *args, rng=rng, replicate=replicate, **options)

    monkeypatch.setattr(SteeringChain, "__init__", watch)
    perform(block_of(own(PLAIN), (0, 0), (5, 0), (5, 1)))
    assert seeds == [(7, 0), (7, 0), (7, 1)]


def test_what_a_users_own_model_does_is_in_the_results(own):
    plain, kind = (table(perform(block_of(own(source), (0, 0))).part) for source in (PLAIN, KIND))
    assert kind["status"].to_pylist() == ["ok"]
    assert kind["will"][0].as_py() > plain["will"][0].as_py()


def test_a_users_file_that_changed_since_the_sweep_began_is_refused(own):
    block = block_of(own(PLAIN), (0, 0))
    own(KIND)
    with pytest.raises(VersionError, match=r"found another .*own\.py:Own than the one"):
        perform(block)


def test_a_users_file_that_a_worker_does_not_have_is_told(own, tmp_path):
    block = block_of(own(PLAIN), (0, 0))
    (tmp_path / "own.py").unlink()
    with pytest.raises(VersionError, match=r"cannot read .*own\.py:Own: No such file"):
        perform(block)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("class Own(", "SyntaxError: "),
        ("import nothing_like_this", "ModuleNotFoundError: No module named 'nothing_like_this'"),
        ("class Other: ...", "has no attribute 'Own'"),
        ("class Own: ...", "TypeError: Own() takes no arguments"),
    ],
)
def test_what_is_wrong_with_a_users_file_is_told_in_every_row(own, source, reason):
    block = block_of(own(source), (0, 0), (1, 0))
    for row in table(perform(block).part).to_pylist():
        assert row["status"] == "failed"
        assert reason in row["reason"]


def test_a_model_may_be_in_a_module_too(plan):
    module = replace(plan.experiment, model="tillitsim.mesa.steering_chain:SteeringChain")
    found = table(perform(block_of(Plan(module), (0, 0))).part)
    assert found["status"].to_pylist() == ["ok"]


def test_only_the_months_after_the_burn_in_count(plan, monkeypatch):
    monkeypatch.setattr(Simulation, "outcomes", lambda self: np.arange(
        float(self.months * len(OUTCOMES))).reshape(self.months, len(OUTCOMES)))  # fmt: skip
    scenario = plan.arms[0].scenario
    (row,) = table(perform(block_of(plan, (0, 0))).part).to_pylist()
    middle = (scenario.burn_in + scenario.months - 1) / 2
    assert row[next(iter(OUTCOMES))] == middle * len(OUTCOMES)


def test_a_users_file_has_one_name_wherever_it_lies(tmp_path):
    for folder in ("here", "there"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "own.py").write_text(PLAIN)
    here, there = (plans.model_digest(f"{tmp_path / f}/own.py:Own") for f in ("here", "there"))
    assert here == there
