"""The stopping rule: narrow enough is enough, and it is decided on whole replicates only."""

from dataclasses import replace

import numpy as np
import pyarrow.parquet as pq
import pytest

from tillitsim.errors import BAD_INPUT, InputError
from tillitsim.model.outcomes import OUTCOMES
from tillitsim.runs.experiment.schema import Stop
from tillitsim.runs.statistics.intervals import paired_difference
from tillitsim.runs.sweeps.plan import Plan
from tillitsim.runs.sweeps.stopping import known_well, next_look
from tillitsim.runs.sweeps.sweep import sweep

STOP = Stop(("meeting_quality",), half_width=0.3, max_replicates=60)


@pytest.fixture
def experiment(plan):
    """Two arms and one point, from ten replicates on."""
    return replace(plan.experiment, design=None, replicates=10, stop=STOP)


def half_widths(table):
    """Half the interval of the difference, in reading units, as the table has it."""
    values = {
        arm: np.array(
            [[row["meeting_quality"]] for row in table.to_pylist() if row["arm"] == arm], float
        )
        for arm in ("as-today", "trusting")
    }
    found = paired_difference(values["trusting"], values["as-today"])
    return ((found.high - found.low) / 2.0 * OUTCOMES["meeting_quality"].factor).item()


def test_replicates_are_added_until_the_contrast_is_known_well_enough(experiment, tmp_path):
    first = sweep(Plan(replace(experiment, stop=None)), tmp_path / "first", workers=1)
    wanted = 0.6 * half_widths(pq.read_table(first.results))
    stop = replace(STOP, half_width=wanted)
    swept = sweep(Plan(replace(experiment, stop=stop)), tmp_path / "sweep", workers=1)
    assert 10 < swept.replicates < 60
    table = pq.read_table(swept.results)
    assert table.num_rows == 2 * swept.replicates
    assert half_widths(table) <= wanted
    looks = [10]
    while looks[-1] < swept.replicates:
        looks.append(next_look(looks[-1], 60))
    assert looks[-1] == swept.replicates
    earlier = table.filter(np.array(table["replicate"]) < looks[-2])
    assert half_widths(earlier) > wanted, "it stopped at the first look that was good enough"
    for workers, block in ((2, 1), (4, 7)):
        other = tmp_path / f"{workers}"
        sweep(Plan(replace(experiment, stop=stop)), other, workers=workers, block=block)
        assert (other / "results.parquet").read_bytes() == swept.results.read_bytes()
    again = sweep(Plan(replace(experiment, stop=stop)), tmp_path / "sweep", workers=1)
    assert (again.computed, again.replicates) == (0, swept.replicates)


def test_it_ends_at_the_most_replicates_that_are_allowed(experiment, tmp_path):
    stop = replace(STOP, half_width=1e-9, max_replicates=13)
    swept = sweep(Plan(replace(experiment, stop=stop)), tmp_path / "sweep", workers=1)
    assert swept.replicates == 13
    assert swept.complete


def test_a_shard_cannot_decide_when_to_stop(experiment, tmp_path):
    with pytest.raises(InputError, match="leave out --shard") as told:
        sweep(Plan(experiment), tmp_path / "sweep", shard=(1, 2))
    assert told.value.exit_code == BAD_INPUT


def test_what_has_not_varied_yet_says_nothing_of_chance(experiment):
    values = np.zeros((1, 2, 10, 1))
    assert not known_well(experiment, values)


def test_arms_that_are_exactly_equal_are_known_to_be(experiment):
    values = np.random.default_rng(1).normal(size=(1, 1, 10, 1)).repeat(2, axis=1)
    assert known_well(experiment, values)


def test_the_widest_point_decides(experiment):
    noise = np.random.default_rng(2).normal(size=(3, 2, 10, 1))
    narrow, wide = 1e-5 * noise, noise
    assert known_well(experiment, narrow)
    assert not known_well(experiment, np.concatenate([narrow, wide[:1]]))


def test_only_the_named_contrasts_count(experiment):
    noise = np.random.default_rng(3).normal(size=(1, 2, 10, 1))
    assert not known_well(experiment, noise)
    means = replace(STOP, contrasts="means")
    assert not known_well(replace(experiment, stop=means), noise)
    third = replace(experiment.arms[1], name="third")
    three = replace(experiment, arms=(*experiment.arms, third),
                    stop=replace(STOP, contrasts=("third",)))  # fmt: skip
    values = np.concatenate([noise, noise[:, :1]], axis=1)
    assert known_well(three, values), "the second arm is not asked about"


def test_a_contrast_whose_runs_all_failed_does_not_hold_up_the_others(experiment):
    values = np.random.default_rng(4).normal(size=(2, 2, 10, 1)) * 1e-5
    values[1] = np.nan
    assert known_well(experiment, values)


@pytest.mark.parametrize(("now", "then"), [(10, 13), (13, 17), (40, 50), (95, 100), (1, 2)])
def test_replicates_grow_by_a_quarter_between_looks(now, then):
    assert next_look(now, 100) == then
