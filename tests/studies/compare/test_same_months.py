"""Scenarios of other months or burn-in are read over the same months, which is said, or refused."""

from dataclasses import replace

import pytest
from click.testing import CliRunner

from tillitsim.errors import InputError
from tillitsim.scenario.horizon import over_the_same_months
from tillitsim.scenario.load import load
from tillitsim.studies.compare.analysis import compare
from tillitsim.studies.compare.command import compare as command


@pytest.fixture
def small():
    return load("demonstration", set=["chain.units=2", "months=24", "burn_in=6"])


def test_all_are_run_as_long_as_the_shortest_and_read_from_the_latest_burn_in(small):
    others = [small, replace(small, months=20), replace(small, burn_in=10)]
    assert {(each.months, each.burn_in) for each in over_the_same_months(others)} == {(20, 10)}


def test_scenarios_without_months_in_common_are_refused(small):
    with pytest.raises(InputError, match="no months in common"):
        over_the_same_months([replace(small, months=8), replace(small, burn_in=10)])


def test_means_over_other_months_are_never_set_side_by_side(small):
    with pytest.raises(InputError, match="not over the same months"):
        compare([small, replace(small, burn_in=0)], replicates=2)


def test_the_command_says_that_months_differ_and_calls_the_same_the_same(tmp_path):
    other = tmp_path / "burn-in-0.toml"
    other.write_text('extends = "demonstration"\nburn_in = 0\n', "utf-8")
    asked = ["demonstration", str(other), "--set=chain.units=2", "--months=30", "--replicates=2",
             "--parameter-sets=0", "--pictures=none", "--outcomes=trust_in_service",
             f"--out={tmp_path / 'out'}"]  # fmt: skip
    done = CliRunner().invoke(command, asked)
    assert done.exit_code == 0, done.output
    assert "Their months differ, so all are run for 30 months and read from month 25" in done.output
    assert "exactly the same" in done.output
    assert "better" not in done.output.split("exactly the same")[0].splitlines()[-1]
