"""Sweeping from Python: the store's runs as tables and pictures."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

import tillitsim as ts
from tillitsim.errors import InputError

ARMS = """\
base = "demonstration"
months = 6
replicates = 3
outcomes = ["good_meetings", "will"]

[[arms]]
name = "today"
[[arms]]
name = "trusted"
set = { "mix.trust" = 0.9 }
"""
DESIGN = """\
[design]
kind = "grid"
[design.vary]
"task.variety" = { values = [0.4, 0.8, 1.2] }
"""

Swept = Callable[[str], ts.SweepResults]


@pytest.fixture
def swept(tmp_path: Path) -> Swept:
    def do(text: str) -> ts.SweepResults:
        path = tmp_path / "mine.toml"
        path.write_text(text, "utf-8")
        return ts.sweep(
            path,
            set=["chain.units=2"],
            out=tmp_path / ("grid" if DESIGN in text else "plain"),
            workers=1,
        )

    return do


def test_every_run_is_a_row(swept: Swept) -> None:
    found = swept(ARMS + DESIGN)
    table = found.table()
    assert found.complete
    assert len(table) == 2 * 3 * 3
    assert set(found.outcomes) < set(table.columns)
    assert sorted(table["task.variety"].unique()) == [0.4, 0.8, 1.2]


def test_estimates_are_means_and_paired_differences(swept: Swept) -> None:
    found = swept(ARMS + DESIGN)
    table, estimates = found.table(), found.estimates(outcomes=["will"])
    assert len(estimates) == 2 * 3
    one = estimates[(estimates["arm"] == "trusted") & (estimates["task.variety"] == 0.8)]
    runs = table[table["task.variety"] == 0.8].set_index(["arm", "replicate"])["will"]
    assert one["mean"].item() == pytest.approx(runs["trusted"].mean())
    assert one["difference"].item() == pytest.approx((runs["trusted"] - runs["today"]).mean())
    assert set(found.estimates()["outcome"]) == {"good_meetings", "will"}


def test_the_same_call_goes_on_from_what_is_there(swept: Swept) -> None:
    before = swept(ARMS).table()
    after = swept(ARMS.replace("replicates = 3", "replicates = 5")).table()
    assert len(after) == 10
    old = after[after["replicate"] < 3].reset_index(drop=True)
    assert np.array_equal(old["will"], before["will"])


def test_it_is_drawn_along_a_parameter_or_arm_by_arm(swept: Swept) -> None:
    assert isinstance(swept(ARMS).plot(), Figure)
    along = swept(ARMS + DESIGN).plot(outcome="will")
    (axes,) = along.axes
    assert axes.get_xlabel() == "Variety of needs\ntask.variety, sd"
    titles = [text.get_text() for text in along.findobj(Text)]
    assert any(each.startswith("Will: motivation (") for each in titles)


def test_a_folder_is_read_again(swept: Swept) -> None:
    found = swept(ARMS)
    again = ts.SweepResults(found.folder)
    assert again.table().equals(found.table())
    assert repr(again).endswith("6 of 6 runs done, 0 failed>")
    assert "<td>trusted</td>" in again._repr_html_()


def test_mistakes_are_told(swept: Swept, tmp_path: Path) -> None:
    found = swept(ARMS + DESIGN)
    for act, sentence in (
        (lambda: found.plot(outcome="wil"), "did you mean 'will'"),
        (lambda: found.plot(over="task.varity"), "did you mean 'task.variety'"),
        (lambda: ts.SweepResults(tmp_path / "nowhere"), "there is no folder"),
        (lambda: ts.sweep("fewer-goal"), "did you mean 'fewer-goals'"),
    ):
        with pytest.raises(InputError, match=sentence):
            act()
