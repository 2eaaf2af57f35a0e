"""The work: a block gives the same bytes wherever it is done; a run that fails becomes a row."""

import io
from dataclasses import replace

import numpy as np
import pyarrow.parquet as pq
import pytest

from tillitsim import SteeringChain
from tillitsim.model.outcomes import OUTCOMES
from tillitsim.model.simulation import simulate
from tillitsim.runs.cases import batch as batches
from tillitsim.runs.cases import read
from tillitsim.runs.cases.batch import LOST, VersionError, lost, perform
from tillitsim.runs.cases.own_code import code_digest
from tillitsim.runs.experiment.load import load
from tillitsim.runs.sweeps.plan import Plan
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


def batch_of(plan: Plan, *runs: tuple[int, int]):
    return plan.batch([plan.case(*run) for run in runs])


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
    found = table(perform(batch_of(plan, *runs)).result)
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
    batch = batch_of(plan, (0, 0), (1, 0))
    assert perform(batch).result == perform(batch).result


def test_how_runs_are_put_into_blocks_changes_no_row(plan):
    batch = batch_of(plan, (0, 0), (1, 0), (5, 2))
    whole = table(perform(batch).result).to_pylist()
    apart = [row for each in batch.split() for row in table(perform(each).result).to_pylist()]
    assert whole == apart


def test_an_exception_in_one_run_is_a_row_with_its_reason_and_the_others_go_on(plan, monkeypatch):
    def one(case, once, *, real=batches.one):
        if case.replicate == 1:
            raise ZeroDivisionError("nothing\nto share")
        return real(case, once)

    monkeypatch.setattr(batches, "one", one)
    found = table(perform(batch_of(plan, (0, 0), (0, 1), (0, 2))).result)
    assert found["status"].to_pylist() == ["ok", "failed", "ok"]
    assert found["reason"].to_pylist() == [None, "ZeroDivisionError: nothing to share", None]
    assert found["good_meetings"].to_pylist()[1] is None
    assert found["good_meetings"].null_count == 1


def test_a_point_that_the_scenario_refuses_is_a_row_with_the_sentence(plan):
    too_many = Plan(replace(plan.experiment, design=replace(
        plan.experiment.design, kind="list", vary=(), listed=({"mix.trust": 2.0},))))  # fmt: skip
    (row,) = table(perform(batch_of(too_many, (0, 0))).result).to_pylist()
    assert row["status"] == "failed"
    assert "mix.trust" in row["reason"]
    assert "give a number from 0 to 1" in row["reason"]


def test_a_run_that_took_its_process_with_it_is_told_as_that(plan):
    (row,) = table(lost(batch_of(plan, (3, 1))).result).to_pylist()
    assert (row["status"], row["reason"], row["replicate"]) == ("failed", LOST, 1)


def test_another_version_of_the_engine_is_refused(plan):
    batch = replace(batch_of(plan, (0, 0)), engine="older")
    with pytest.raises(VersionError, match=r"another version of the model .* than this sweep"):
        perform(batch)


def test_a_users_own_model_that_changes_nothing_gives_the_bits_of_the_engine(own):
    plan = own(PLAIN)
    found = table(perform(batch_of(plan, (4, 0), (4, 1))).result)
    assert found["status"].to_pylist() == ["ok", "ok"]
    scenario = load_scenario(plan.arms[0].scenario, changes=plan.changes(2))
    expected = simulate(scenario, seed=7, replicates=2).mean_after_burn_in()
    row = [[found[name][replicate].as_py() for name in OUTCOMES] for replicate in (0, 1)]
    assert np.array_equal(np.array(row, float), expected, equal_nan=True)


def test_a_users_own_model_shares_its_chance_between_points_too(own, monkeypatch):
    seeds = []
    create = SteeringChain.__init__

    def watch(self, *args, rng, replicate, **options):
        seeds.append((rng, replicate))
        create(self, *args, rng=rng, replicate=replicate, **options)

    monkeypatch.setattr(SteeringChain, "__init__", watch)
    perform(batch_of(own(PLAIN), (0, 0), (5, 0), (5, 1)))
    assert seeds == [(7, 0), (7, 0), (7, 1)]


def test_what_a_users_own_model_does_is_in_the_results(own):
    plain, kind = (table(perform(batch_of(own(source), (0, 0))).result) for source in (PLAIN, KIND))
    assert kind["status"].to_pylist() == ["ok"]
    assert kind["will"][0].as_py() > plain["will"][0].as_py()


def test_a_users_file_that_changed_since_the_sweep_began_is_refused(own):
    batch = batch_of(own(PLAIN), (0, 0))
    own(KIND)
    with pytest.raises(VersionError, match=r"found another .*own\.py:Own than the one"):
        perform(batch)


def test_a_users_file_that_a_worker_does_not_have_is_told(own, tmp_path):
    batch = batch_of(own(PLAIN), (0, 0))
    (tmp_path / "own.py").unlink()
    with pytest.raises(VersionError, match=r"cannot read .*own\.py:Own: No such file"):
        perform(batch)


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
    batch = batch_of(own(source), (0, 0), (1, 0))
    for row in table(perform(batch).result).to_pylist():
        assert row["status"] == "failed"
        assert reason in row["reason"]


def test_a_model_may_be_in_a_module_too(plan):
    module = replace(plan.experiment, model="tillitsim.mesa.steering_chain:SteeringChain")
    found = table(perform(batch_of(Plan(module), (0, 0))).result)
    assert found["status"].to_pylist() == ["ok"]


def test_only_the_months_after_the_burn_in_count(plan, monkeypatch):
    def rising(tallies):
        shape = (*tallies.shape[:-1], len(OUTCOMES))
        return np.arange(float(np.prod(shape))).reshape(shape)

    monkeypatch.setattr(read, "read", rising)
    scenario = plan.arms[0].scenario
    (row,) = table(perform(batch_of(plan, (0, 0))).result).to_pylist()
    middle = (scenario.burn_in + scenario.months - 1) / 2
    assert row[next(iter(OUTCOMES))] == middle * len(OUTCOMES)


def test_a_users_file_has_one_name_wherever_it_lies(tmp_path):
    for folder in ("here", "there"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "own.py").write_text(PLAIN)
    here, there = (code_digest(f"{tmp_path / f}/own.py:Own") for f in ("here", "there"))
    assert here == there


def test_the_version_covers_sources_in_folders_within(tmp_path, monkeypatch):
    deep = tmp_path / "scenario" / "reading" / "deep.py"
    deep.parent.mkdir(parents=True)
    monkeypatch.setattr(batches.jit, "PACKAGE", tmp_path)
    digests = []
    for text in ("one", "two"):
        deep.write_text(text, encoding="utf-8")
        batches.sources_digest.cache_clear()
        digests.append(batches.sources_digest("scenario"))
    batches.sources_digest.cache_clear()
    assert digests[0] != digests[1]
