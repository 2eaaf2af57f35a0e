"""The runner: cases in, arrays out in their order, each case run once, and kept where asked."""

from dataclasses import dataclass

import numpy as np
import pytest

from tillitsim.errors import INTERRUPTED, OK
from tillitsim.model.outcomes import OUTCOMES
from tillitsim.runs.cases.case import Read, cases_of
from tillitsim.runs.cases.read import Means, Series
from tillitsim.runs.runner import FailedRunsError, Runner, StoppedError
from tillitsim.runs.store.case_store import CaseStore
from tillitsim.runs.store.folder import BusyError
from tillitsim.scenario.load import load

SMALL = ("chain.units=2", "chain.staff=3", "chain.citizens=30", "months=6", "burn_in=2")
SETS = [{"safety.blame": 0.2}, {"safety.blame": 0.9}]


@dataclass(frozen=True)
class Toy(Read[str]):
    """A read that runs nothing: the letter's number, seed and replicate, and what it is told."""

    digest: str = "toy"

    def address(self, scenario):
        return scenario

    def prepare(self, scenario, parameters):
        if scenario == "wrong":
            raise ZeroDivisionError("division by zero")
        value = sum(parameters.values())
        return lambda seed, replicate: np.array(
            [[float(ord(scenario[0])), seed, replicate], [value, np.nan, 0.1]]
        )


def toys(*scenarios, replicates=3, **options):
    return [
        c for each in scenarios for c in cases_of(Toy(), each, range(replicates), seed=7, **options)
    ]


def test_arrays_stand_in_the_order_of_the_cases_whoever_runs_them():
    cases = toys("a", "b", parameters=[{"x": 1.0}, {"x": 2.0}])
    expected = [Toy().prepare(c.scenario, c.parameters)(c.seed, c.replicate) for c in cases]
    for runner in (Runner(workers=1), Runner(workers=3, batch_size=1), Runner(batch_size=100)):
        for found, wanted in zip(runner.run(cases, Toy()), expected, strict=True):
            assert np.array_equal(found, wanted, equal_nan=True)


def test_threads_and_processes_give_the_same_bits():
    scenario, read = load("demonstration", set=SMALL), Means()
    cases = cases_of(read, scenario, range(3), seed=2, parameters=SETS)
    one = np.array(Runner(workers=2).run(cases, read))
    with Runner(workers=1, processes=True) as runner:
        other = np.array(runner.run(cases, read))
    assert np.array_equal(one, other, equal_nan=True)
    assert not np.array_equal(one[0], one[3], equal_nan=True)


def test_means_are_those_of_the_series():
    scenario = load("demonstration", set=SMALL)
    series, means = (
        np.array(Runner().run(cases_of(read, scenario, range(2), seed=2), read))
        for read in (Series(), Means())
    )
    assert series.shape[1] == 6
    by_month = [i for i, each in enumerate(OUTCOMES.values()) if each.over == "mean"]
    expected = series[:, 2:].mean(axis=1)
    assert means[:, by_month] == pytest.approx(expected[:, by_month], nan_ok=True)


def test_the_same_case_twice_is_run_once_and_counted_twice():
    told = []
    runner = Runner(on_progress=told.append)
    found = runner.run(toys("a", "b", "a"), Toy())
    assert len(found) == 9
    assert len(runner.computed) == 6
    assert told[-1] == (9, 9, 0)
    assert np.array_equal(found[0], found[6], equal_nan=True)


def test_ids_name_what_a_result_depends_on_and_nothing_else():
    def name(read=Toy(), scenario="a", seed=7, **parameters):
        (case,) = cases_of(read, scenario, [0], seed=seed, parameters=[parameters])
        return case.id

    assert name(x=1.0, y=0.0) == name(y=-0.0, x=1.0)
    others = {name(), name(Toy("other")), name(scenario="b"), name(seed=8), name(x=1.0)}
    assert len(others) == 5


def test_what_was_run_once_is_read_the_next_time_bit_for_bit(tmp_path):
    with CaseStore(tmp_path) as store:
        first = Runner(store=store).run(toys("a", "b"), Toy())
    with CaseStore(tmp_path) as store:
        runner = Runner(store=store)
        again = runner.run(toys("b", "c", "a"), Toy())
    assert runner.computed == {(c.id, c.replicate) for c in toys("c")}
    for one, other in zip(first[:3] + first[3:], again[6:] + again[:3], strict=True):
        assert np.array_equal(one, other, equal_nan=True)
        assert one.shape == other.shape == (2, 3)


def test_another_read_or_version_of_the_model_finds_nothing(tmp_path, monkeypatch):
    with CaseStore(tmp_path) as store:
        Runner(store=store).run(toys("a"), Toy())
        assert len(store.find(toys("a"), Toy())) == 3
        assert store.find(toys("a"), Toy("other")) == {}
        monkeypatch.setattr("tillitsim.runs.store.case_store.version", lambda: "another")
        assert store.find(toys("a"), Toy()) == {}


@pytest.mark.parametrize("how", ["spoilt", "a folder", "gone", "a link", "cut short"])
def test_a_part_that_is_damaged_is_set_aside_and_its_cases_are_run_again(tmp_path, how):
    with CaseStore(tmp_path / "runs") as store:
        runner = Runner(store=store, workers=1, batch_size=2)
        expected = runner.run(toys("a", replicates=6), Toy())
    victim = sorted((tmp_path / "runs" / "parts").iterdir())[1]
    content = victim.read_bytes()
    victim.unlink()
    if how == "a folder":
        victim.mkdir()
    elif how == "a link":
        (tmp_path / "elsewhere").write_bytes(content)
        victim.symlink_to(tmp_path / "elsewhere")
    elif how != "gone":
        half = len(content) // 2
        victim.write_bytes(content[:half] + (content[half + 1 :] if how == "spoilt" else b""))
    with CaseStore(tmp_path / "runs") as store:
        runner = Runner(store=store)
        found = runner.run(toys("a", replicates=6), Toy())
    assert store.damaged == ([] if how == "gone" else [victim.stem])
    assert len(runner.computed) == 2
    assert all(np.array_equal(a, b, equal_nan=True) for a, b in zip(found, expected, strict=True))


def test_a_second_writer_is_refused_while_the_first_works(tmp_path):
    with CaseStore(tmp_path), pytest.raises(BusyError, match="already"), CaseStore(tmp_path):
        pass
    with CaseStore(tmp_path):
        pass


def test_on_a_wish_to_stop_what_is_done_is_kept_and_the_next_call_goes_on(tmp_path):
    told = []
    with CaseStore(tmp_path) as store:
        runner = Runner(
            store=store, workers=1, batch_size=1, on_progress=told.append,
            stop_requested=lambda: any(each.done for each in told),
        )  # fmt: skip
        with pytest.raises(
            StoppedError, match=r"of 12 runs are done\. What is finished"
        ) as stopped:
            runner.run(toys("a", replicates=12), Toy())
    assert stopped.value.exit_code == INTERRUPTED
    done = [each for each in stopped.value.found if each is not None]
    assert 1 <= len(done) <= 3
    with CaseStore(tmp_path) as store:
        again = Runner(store=store)
        assert len(again.run(toys("a", replicates=12), Toy())) == 12
    assert len(again.computed) == 12 - len(done)


def test_without_a_folder_it_does_not_promise_that_anything_is_kept():
    with pytest.raises(StoppedError, match="With --out, the same command would") as stopped:
        Runner(budget=0.0).run(toys("a"), Toy())
    assert stopped.value.exit_code == OK


def test_a_run_that_fails_is_told_and_the_others_are_kept(tmp_path):
    with CaseStore(tmp_path) as store:
        with pytest.raises(FailedRunsError, match="3 of 6 runs failed: ZeroDivision"):
            Runner(store=store).run(toys("a", "wrong"), Toy())
        runner = Runner(store=store)
        runner.run(toys("a"), Toy())
    assert runner.computed == set()


def test_progress_counts_several_calls_as_one_where_they_are_announced():
    told = []
    runner = Runner(on_progress=told.append)
    runner.expect(6)
    runner.run(toys("a"), Toy())
    runner.run(toys("b"), Toy())
    assert {each.total for each in told} == {6}
    assert told[-1].done == 6
