"""Outcomes of one's own: recorded beside the others, and changing nothing."""

from __future__ import annotations

import math

import numpy as np
import pytest

import tillitsim as ts
from tillitsim.errors import InputError
from tillitsim.model.simulation import Simulation
from tillitsim.model.state.view import Columns


@ts.outcome(unit="0-1", label="motivation of the least motivated tenth", level="staff", better=1)
def least_willing(columns):
    return np.quantile(columns.staff["motivation"], 0.1)


@ts.outcome(unit="0-1", label="daring, agent by agent", level="staff", of="model")
def daring(model):
    return model.agents_by_type[ts.Staff].agg("safety", np.mean)


def test_it_is_read_each_month_from_the_columns(small):
    found = ts.simulate(small, replicates=2, seed=3, record=[least_willing])
    simulation = Simulation(small, 3, 1)
    for month in range(small.months):
        simulation.advance()
        expected = np.quantile(Columns(simulation.state).staff["motivation"], 0.1)
        assert found["least_willing"][1, month] == expected


def test_a_function_of_the_model_sees_its_agents(small):
    found = ts.simulate(small, replicates=1, record=[daring])
    assert found["daring"] == pytest.approx(found["dare"], rel=1e-8)


def test_recording_changes_no_bit_of_the_others(small):
    plain = ts.simulate(small, replicates=3)
    found = ts.simulate(small, replicates=3, record=[least_willing, daring])
    assert found.names == (*plain.names, "least_willing", "daring")
    assert found.series[..., :-2].tobytes() == plain.series.tobytes()
    means = found.mean_after_burn_in()[:, :-2]
    assert np.array_equal(means, plain.mean_after_burn_in(), equal_nan=True)


def test_threads_change_no_bit(small):
    one, two = (ts.simulate(small, replicates=3, record=[least_willing], threads=n) for n in (1, 2))
    assert one.series.tobytes() == two.series.tobytes()


def test_the_columns_cannot_be_written_to(small):
    @ts.outcome(unit="0-1", label="a hand in the machine")
    def meddling(columns):
        columns.staff["motivation"][:] = 1.0
        return 1.0

    with pytest.raises(ValueError, match="read-only"):
        ts.simulate(small, replicates=1, record=[meddling])


def test_it_stands_in_tables_with_its_label_and_unit(small):
    row = ts.simulate(small, replicates=3, record=[least_willing]).table().loc["least_willing"]
    assert (row["label"], row["unit"]) == ("motivation of the least motivated tenth", "0-1")
    assert row["low"] < row["mean"] < row["high"]


def test_it_is_compared_pair_by_pair(small):
    other = ts.load(small, changes={"mix.trust": 0.9})
    found = ts.compare(small, other, replicates=3, parameter_sets=2, record=[least_willing])
    row = found.table().loc["least_willing"]
    one, two = (
        ts.simulate(each, replicates=3, record=[least_willing]).mean_after_burn_in()[:, -1]
        for each in (small, other)
    )
    assert row["default_difference"] == pytest.approx((two - one).mean())
    assert found.plot(picture="over-time", outcomes=["least_willing", "will"])


def test_a_month_may_have_no_value(small):
    @ts.outcome(unit="0-1", label="nobody to ask")
    def never(_):
        return math.nan

    assert np.isnan(ts.simulate(small, replicates=1, record=[never])["never"]).all()


@pytest.mark.parametrize("value", ["much", None, np.ones(2), 1j])
def test_what_is_no_number_is_told(small, value):
    @ts.outcome(unit="0-1", label="wrong")
    def wrong(_):
        return value

    with pytest.raises(InputError, match=r"the outcome wrong is .* must give one number"):
        ts.simulate(small, replicates=1, record=[wrong])


@pytest.mark.parametrize(
    ("declared", "sentence"),
    [
        ({"unit": " "}, "outcome 'mine': unit: say it in a word"),
        ({"label": ""}, "outcome 'mine': label: say it"),
        ({"name": "good meetings"}, "not a name for a column"),
        ({"name": "reason"}, "not a name for a column"),
        ({"name": "dare"}, "there is one with this name already"),
        ({"level": "staf"}, "did you mean 'staff'"),
        ({"of": "agents"}, "there are columns and model"),
    ],
)
def test_a_declaration_that_cannot_be_is_told(declared, sentence):
    given = {"unit": "0-1", "label": "mine", "name": "mine"} | declared
    with pytest.raises(InputError, match=sentence):
        ts.outcome(**given)(lambda _: 0.0)


def test_two_of_one_name_are_refused(small):
    with pytest.raises(InputError, match="two outcomes named 'least_willing'"):
        ts.simulate(small, record=[least_willing, least_willing])


def test_columns_are_those_of_the_agents(small):
    model = ts.SteeringChain(small, rng=1)
    model.step()
    seen = Columns(model.simulation.state)
    for kind, table in (
        (ts.Politician, seen.politician),
        (ts.Manager, seen.manager),
        (ts.Staff, seen.staff),
        (ts.Citizen, seen.citizen),
    ):
        agents = model.agents_by_type[kind]
        for name in {"trust", "motivation", "audited", "waiting", "place", "quality"} & set(table):
            assert np.array_equal(table[name], agents.get(name)), (kind, name)
    assert len(seen.council["pressure"]) == 1
    assert len(seen.unit["load"]) == 4


def test_a_mistyped_column_gets_a_suggestion(small):
    with pytest.raises(InputError, match="did you mean 'motivation'"):
        Columns(Simulation(small).state).staff["motivaton"]
