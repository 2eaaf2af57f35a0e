"""``--record``: outcomes of one's own in runs and comparisons, with the ensemble, from a file."""

import json

import numpy as np
import pytest

import tillitsim as ts
from tillitsim.cli.main import run_command
from tillitsim.errors import BAD_INPUT

OWN = """
import numpy as np
import tillitsim as ts


@ts.outcome(unit="0-1", label="motivation of the least motivated tenth", level="staff")
def least_willing(columns):
    return np.quantile(columns.staff["motivation"], 0.1)
"""
VALUES = {"chain.units": 2, "chain.staff": 3, "chain.citizens": 30, "burn_in": 2, "months": 6}
pytestmark = pytest.mark.usefixtures("undrawn")
SMALL = [word for name, value in VALUES.items() for word in ("--set", f"{name}={value}")]


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    path = tmp_path_factory.mktemp("own") / "own.py"
    path.write_text(OWN, encoding="utf-8")
    return path


@pytest.fixture
def told(capfd, tmp_path):
    """Rows of an answer by outcome, of two runs with default values and under two sets each."""

    def ask(rows, *command):
        words = [*command, *SMALL, "--replicates", "2", "--parameter-sets", "2", "--format", "json"]
        assert run_command([*words, "--out", str(tmp_path / str(len(command)))]) == 0
        return {row["outcome"]: row for row in json.loads(capfd.readouterr().out)[rows]}

    return ask


def test_a_run_tells_it_under_parameter_sets_and_changes_no_other_number(told, file):
    plain = told("outcomes", "run", "demonstration")
    found = told("outcomes", "run", "demonstration", "--record", f"{file}:least_willing")
    own = found.pop("least_willing")
    assert found == plain
    assert 0.0 < own["ensemble_low"] <= own["ensemble_median"] <= own["ensemble_high"] < 1.0

    @ts.outcome(unit="0-1", label="the same")
    def same(columns):
        return np.quantile(columns.staff["motivation"], 0.1)

    simulated = ts.simulate("demonstration", changes=VALUES, replicates=2, record=[same])
    assert own["mean"] == pytest.approx(simulated.mean_after_burn_in()[:, -1].mean())


def test_a_comparison_tells_its_difference_over_the_ensemble(told, file):
    command = ("compare", "demonstration", "more trust: mix.trust=+0.2", "--pictures", "none")
    plain = told("differences", *command)
    found = told("differences", *command, "--record", f"{file}:least_willing")
    own = found.pop("least_willing")
    assert found == plain
    assert own["low"] <= own["median"] <= own["high"]
    assert own["verdict"]


@pytest.mark.parametrize("command", [["run", "demonstration"], ["compare", "balance", "rule-book"]])
def test_what_is_no_outcome_is_told(command, file, capfd):
    assert run_command([*command, "--record", f"{file}:least_wiling"]) == BAD_INPUT
    assert "least_wiling" in capfd.readouterr().err
