"""Simulating from Python: the engine's numbers, tables, pictures, and one's own classes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from matplotlib.figure import Figure

import tillitsim as ts
from tillitsim.errors import InputError
from tillitsim.model import simulation


class Same(ts.SteeringChain):
    """Changes nothing."""


class Kind(ts.SteeringChain):
    """Managers forgive: nobody is ever afraid."""

    def step(self) -> None:
        super().step()
        for person in self.agents_by_type[ts.Staff]:
            person.safety = 1.0


def test_it_gives_the_engines_numbers(small: ts.Scenario) -> None:
    found = ts.simulate(small, replicates=3, seed=5)
    expected = simulation.simulate(small, replicates=3, seed=5)
    assert found.series.tobytes() == expected.series.tobytes()
    assert found.names == expected.names


def test_changes_and_months_are_laid_over_the_scenario() -> None:
    found = ts.simulate("demonstration", changes={"mix.trust": 0.9, "months": 6}, replicates=1)
    assert found.scenario.values["mix.trust"] == 0.9
    assert found.series.shape[1] == 6


def test_an_unchanged_class_gives_the_bits_of_the_engine(small: ts.Scenario) -> None:
    engine, same = (ts.simulate(small, replicates=3, model=model) for model in (None, Same))
    assert engine.series.tobytes() == same.series.tobytes()
    assert np.array_equal(engine.mean_after_burn_in(), same.mean_after_burn_in(), equal_nan=True)


def test_a_mistake_in_ones_own_class_is_shown_where_it_is(small: ts.Scenario) -> None:
    class Wrong(ts.SteeringChain):
        def step(self) -> None:
            super().step()
            _ = 1 / (self.tick - 2)

    with pytest.raises(ZeroDivisionError) as caught:
        ts.simulate(small, replicates=2, model=Wrong)
    assert any(each.name == "step" for each in caught.traceback)


def test_own_rules_are_paired_with_the_model(small: ts.Scenario) -> None:
    engine, kind = (ts.simulate(small, replicates=3, model=model) for model in (None, Kind))
    table = ts.compare(engine, kind).table()
    assert table.loc["dare", "verdict"] == "higher"
    assert table.loc["dare", "replicates"] == 3


def test_the_table_has_a_row_an_outcome_with_mean_interval_unit_and_reading(
    small: ts.Scenario,
) -> None:
    found = ts.simulate(small, replicates=4)
    table = found.table()
    assert tuple(table.index) == found.names
    row = table.loc["good_meetings"]
    assert row["low"] < row["mean"] < row["high"]
    assert row["mean"] == pytest.approx(found["good_meetings"][:, small.burn_in :].mean())
    assert row["reading_unit"] == "of 100 meetings"
    assert found.table(language="sv").loc["good_meetings", "label"] == "goda möten"


def test_months_are_tidy(small: ts.Scenario) -> None:
    found = ts.simulate(small, replicates=2)
    months = found.months("will", "dare")
    assert [*months.columns] == ["replicate", "month", "will", "dare"]
    last = months[(months["replicate"] == 1) & (months["month"] == 12)]
    assert last["will"].item() == found["will"][1, 11]
    assert len(found.months()) == 24


def test_it_is_drawn(small: ts.Scenario) -> None:
    assert isinstance(ts.simulate(small, replicates=2).plot(), Figure)


def test_a_notebook_shows_a_title_and_a_table(small: ts.Scenario) -> None:
    found = ts.simulate(small, replicates=2)
    html = found._repr_html_()
    assert html.startswith("<p>&lt;Results of &#x27;demonstration&#x27;")
    assert "<td>good meetings</td>" in html


def test_a_mistyped_outcome_gets_a_suggestion(small: ts.Scenario) -> None:
    found = ts.simulate(small, replicates=1)
    with pytest.raises(InputError, match="did you mean 'good_meetings'"):
        _ = found["good_meeting"]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"replicates": 0}, "replicates is a whole number from 1; 0 was given"),
        ({"replicates": 2.5}, "replicates is a whole number"),
        ({"seed": -1}, "seed is a whole number from 0"),
        ({"changes": {"mix.trsut": 1}}, "did you mean 'mix.trust'"),
        ({"model": int}, "model is a subclass of SteeringChain"),
        ({"record": [np.mean]}, "is not declared as an outcome"),
    ],
)
def test_a_mistake_is_one_sentence(
    small: ts.Scenario, options: dict[str, object], sentence: str
) -> None:
    with pytest.raises(InputError, match=sentence):
        ts.simulate(small, **options)


def test_a_scenario_says_what_it_is() -> None:
    scenario = ts.load("home-care")
    assert repr(scenario).startswith("<Scenario 'home-care': ")
    assert scenario._repr_html_().startswith(f"<p><b>{scenario.title['en']}</b></p>")
    strange = replace(scenario, title={"en": "<script>"})
    assert "<script>" not in strange._repr_html_()
