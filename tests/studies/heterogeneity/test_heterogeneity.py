"""Everybody alike: what is taken away is differences and no mean, and what is owed is told so."""

import json

import numpy as np
import pytest
from click.testing import CliRunner

from tillitsim.cli.main import cli
from tillitsim.model.outcomes import OUTCOMES
from tillitsim.model.simulation import Simulation
from tillitsim.scenario.declared.declarations import PARAMETERS
from tillitsim.scenario.load import load
from tillitsim.scenario.steering import steered
from tillitsim.studies.heterogeneity.alike import EVERYBODY, SOURCES, alike
from tillitsim.studies.heterogeneity.analysis import Heterogeneity, heterogeneity
from tillitsim.studies.heterogeneity.table import heading_of, heterogeneity_table, records

SERVICE = load("demonstration", set=("months=36", "burn_in=12"))
WILL = list(OUTCOMES).index("will")


def found(effects):
    """Effects on will alone, (changes, sets)."""
    whole = np.zeros((len(SOURCES) + 2, 1, len(effects[0]), len(OUTCOMES)))
    whole[:, 0, :, WILL] = effects
    other = steered(SERVICE, load("rule-book"))
    return Heterogeneity(SERVICE, 0, (other,), whole, calibrated=True)


def effects(now, gone, **owed):
    """The same in every set: an effect as people are, if all were alike, without each source."""
    return [[now] * 12, *([now - owed.get(name, 0.0)] * 12 for name in SOURCES), [gone] * 12]


@pytest.mark.parametrize("source", [*SOURCES, EVERYBODY])
def test_what_is_taken_away_is_a_spread_a_weight_or_a_reaction_and_lies_within_bounds(source):
    changes = alike(source, SERVICE.values)
    assert changes
    for name, value in changes.items():
        low, high = PARAMETERS[name].bounds
        assert low <= value <= high
        assert not name.endswith(("_mean", "citizen", "manager"))


def test_everybody_reacts_to_control_as_the_mean_of_all_does():
    changes = alike("motives", SERVICE.values)
    weights = [changes[f"people.aversion_{name}"] for name in ("averse", "neutral", "lifted")]
    values = SERVICE.values
    neutral = 1 - values["people.averse"] - values["people.lifted"]
    mean = (
        values["people.averse"] * values["people.aversion_averse"]
        + values["people.lifted"] * values["people.aversion_lifted"]
        + neutral * values["people.aversion_neutral"]
    )
    assert weights == pytest.approx([mean] * 3)


def test_with_everybody_alike_staff_start_alike():
    states = {}
    for name, scenario in (
        ("now", SERVICE), ("alike", load(SERVICE, changes=alike(EVERYBODY, SERVICE.values))),
    ):  # fmt: skip
        states[name] = Simulation(scenario, 1, 0).state.staff
    for column in ("psm", "competence", "aversion"):
        assert np.std(states["alike"][column]) < 0.05 * np.std(states["now"][column]) + 1e-6
        assert np.mean(states["alike"][column]) == pytest.approx(
            np.mean(states["now"][column]), abs=float(4 * np.std(states["now"][column]) / 10)
        )


def test_an_effect_that_owes_nothing_is_told_so():
    one = found(effects(0.1, 0.1)).effect(0, "will")
    assert (one.verdict.sign, one.source) == (0, None)
    assert one.owed.median == 0.0


def test_what_an_effect_owes_is_named_after_its_largest_source():
    one = found(effects(0.1, -0.1, selection=0.05, audits=0.12)).effect(0, "will")
    assert one.verdict.sign == 1
    assert one.source == "audits"
    assert one.owed.median == pytest.approx(0.2)


def test_the_heading_counts_sizes_and_signs():
    text = heading_of(found(effects(0.1, -0.1)), ["will", "can"], "en")
    assert "1 of 2 effects would be another size, 1 another sign" in text


def test_the_correlation_with_the_mean_field():
    random = np.random.default_rng(1)
    now = random.standard_normal(12)
    same = found([now, *([now] * len(SOURCES)), 2 * now])
    other = found([now, *([now] * len(SOURCES)), -now])
    assert same.correlation("will") == pytest.approx(1.0)
    assert other.correlation("will") == pytest.approx(-1.0)
    assert np.isnan(same.correlation("can"))


@pytest.mark.parametrize("language", ["en", "sv"])
def test_text_and_records_tell_the_same(language):
    one = found(effects(0.1, -0.1, audits=0.12))
    text = heterogeneity_table(one, ["will"], language)
    assert heading_of(one, ["will"], language) in text
    (row,) = records(one, ["will"])
    assert (row["as_they_are"], row["alike"]) == (pytest.approx(10), pytest.approx(-10))
    assert (row["verdict"], row["source"]) == ("higher", "audits")


def test_runs_are_paired_and_come_out_again():
    one, two = (heterogeneity(SERVICE, ["rule-book"], [], seed=3) for _ in range(2))
    assert np.array_equal(one.effects, two.effects, equal_nan=True)


def test_the_command_answers(tmp_path):
    line = ["heterogeneity", "demonstration", "--months", "24", "--parameter-sets", "2"]
    line += ["--steering", "rule-book", "--outcomes", "will,harm", "--out", str(tmp_path)]
    done = CliRunner().invoke(cli, [*line, "--format", "json"])
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout, parse_constant=pytest.fail)
    assert [each["outcome"] for each in told["effects"]] == ["will", "harm"]
    assert (tmp_path / "heterogeneity.csv").is_file()
