"""Comparing from Python: the command's numbers, as a table and as pictures."""

from __future__ import annotations

import pytest
from matplotlib.figure import Figure

import tillitsim as ts
from tillitsim.errors import InputError
from tillitsim.studies.compare import analysis


@pytest.fixture(scope="module")
def found(small: ts.Scenario) -> ts.Comparison:
    trusted = ts.load(small, changes={"mix.trust": 0.9})
    return ts.compare(small, trusted, replicates=3, parameter_sets=3)


def test_differences_are_those_of_the_command(small: ts.Scenario, found: ts.Comparison) -> None:
    plain = analysis.compare([small, found.scenarios[1]], replicates=3)
    (expected,) = plain.differences(1, ("dare",))
    row = found.table().loc["dare"]
    assert row["default_difference"] == expected.mean * expected.outcome.factor
    assert row["parameter_sets"] == 3


def test_several_scenarios_are_rows_of_their_own(small: ts.Scenario) -> None:
    others = [ts.load(small, changes={"mix.trust": trust}) for trust in (0.1, 0.9)]
    table = ts.compare(small, *others, replicates=2).table(outcomes=["will", "dare"])
    assert table.index.names == ["scenario", "outcome"]
    assert len(table) == 4


@pytest.mark.parametrize("picture", ["compare", "over-time", "chain", "reported"])
def test_it_is_drawn(found: ts.Comparison, picture: str) -> None:
    assert isinstance(found.plot(picture=picture), Figure)


def test_a_notebook_shows_it(found: ts.Comparison) -> None:
    assert "psychological safety" in found._repr_html_()
    assert repr(found).endswith("3 pairs of runs, 3 parameter sets>")


def test_mistakes_are_told(small: ts.Scenario, found: ts.Comparison) -> None:
    one, two = (ts.simulate(small, replicates=n) for n in (2, 3))
    for act, sentence in (
        (lambda: ts.compare(small), "one scenario alone"),
        (lambda: ts.compare(small, small, baseline=2), "baseline is a position from 0 to 1"),
        (lambda: ts.compare(one, two), "same seed and as many replicates"),
        (lambda: ts.compare(one, small), "not some of each"),
        (lambda: found.plot(picture="tornados"), "did you mean 'tornado'"),
        (lambda: found.plot(picture="tornado"), "compare with parameter_sets=40"),
        (lambda: found.table(outcomes=["dre"]), "did you mean 'dare'"),
    ):
        with pytest.raises(InputError, match=sentence):
            act()
