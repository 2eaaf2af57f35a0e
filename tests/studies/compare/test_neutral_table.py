"""Beside a comparison of mixes stands what is left where what is assumed of principles is alike."""

import json
from dataclasses import replace

import numpy as np
import pytest
from click.testing import CliRunner

from tillitsim.cli.main import cli
from tillitsim.locale import translator
from tillitsim.runs.ensemble.prior import Prior
from tillitsim.runs.statistics.likelihood import FEWEST
from tillitsim.scenario.load import load
from tillitsim.scenario.schema import Intervention
from tillitsim.scenario.steering import differ_in_mix
from tillitsim.studies.compare.alike import in_half
from tillitsim.studies.compare.analysis import compare
from tillitsim.studies.compare.neutral_table import findings, neutral_records, remaining

SIZE = {"chain.units": 2, "chain.staff": 3, "chain.citizens": 20, "months": 8, "burn_in": 2}
MANY = 2 * FEWEST
PRIOR = Prior.declared()
SETS = [PRIOR.parameter_set(point) for point in PRIOR.spread(MANY, 1)]
LEFT = "Of that, with what is assumed of each principle (support, openness, dialogue, ...) made"


def service(**changes):
    return load("home-care", changes=SIZE | changes)


@pytest.fixture(scope="module")
def found():
    arms = [service(), service(**{"mix.trust": 0.9}), service(**{"mix.intensity": 0.5})]
    return compare(arms, replicates=2, parameter_sets=SETS, seed=4, alike=True)


def test_half_of_the_sets_are_asked_or_as_many_as_a_word_needs():
    assert in_half(range(MANY)) == [*range(0, MANY, 2)]
    assert in_half(range(MANY - 1)) == [*range(MANY - 1)]
    assert in_half(range(FEWEST - 1)) == []


def test_what_is_left_is_of_the_same_pairs_of_runs_under_a_neutral_table(found):
    neutral = [load(each, neutral="soft") for each in found.scenarios[:2]]
    again = compare(neutral, replicates=2, parameter_sets=SETS, seed=4)
    for name in ("good_meetings", "will"):
        (left,), (whole,) = remaining(found, 1, [name]), again.differences(1, [name])
        assert left.spread.sets == len(in_half(range(MANY)))
        assert np.array_equal(left.spread.draws, whole.spread.draws[::2], equal_nan=True)
        assert left.verdict.grade is not None


def test_only_arms_of_another_mix_are_asked_again(found):
    assert set(found.alike) == {0, 1}
    assert remaining(found, 2, ["will"]) == ()
    assert {each["scenario"] for each in neutral_records(found, ["will"], "en")["differences"]} == {
        found.scenarios[1].name
    }
    assert remaining(found.only([1]), 1, ["will"])[0].told == remaining(found, 1, ["will"])[0].told
    assert found.only([2]).alike.keys() == {0}


@pytest.mark.parametrize("language", ["en", "sv"])
def test_it_is_said_after_the_finding(found, language):
    _ = translator(language)
    told, left = findings(found.only([1]), "will", language)
    (each,) = remaining(found, 1, ["will"])
    start = _(f"{LEFT} the same for all three: {{left}}.").partition("{")[0]
    assert left.startswith(start)
    assert left != told
    assert neutral_records(found, ["will"], language)["differences"][0]["how_sure"] in left
    assert (
        f"{abs(each.told[1] * each.outcome.factor):.1f}".replace(
            ".", "," if language == "sv" else "."
        )
        in left
    )


def test_a_mix_may_differ_from_the_first_month_later_or_in_what_managers_want():
    plain = service()
    shares = {"mix.competition": 0.0, "mix.regulation": 0.0, "mix.trust": 1.0}
    later = Intervention("more trust", shares, start=4, given=shares)
    assert not differ_in_mix(plain, service())
    assert not differ_in_mix(plain, service(**{"profile.support.trust": 0.2}))
    assert differ_in_mix(plain, service(**{"mix.trust": 0.9}))
    assert differ_in_mix(plain, service(**{"managers.trust": 0.9}))
    assert differ_in_mix(plain, replace(plain, interventions=(later,)))


@pytest.mark.parametrize(
    ("words", "there"),
    [
        (["mix.trust=+0.2"], True),
        (["mix.intensity=0.5"], False),
        (["mix.trust=+0.2", "--neutral-table"], False),
        (["mix.trust=+0.2", "--parameter-sets=0"], False),
    ],
)
def test_the_line_is_there_exactly_where_mixes_differ(words, there, tmp_path):
    small = [f"--set={name}={value}" for name, value in SIZE.items()]
    small += [f"--parameter-sets={FEWEST}", "--replicates=2", "--pictures=none", "--outcomes=will"]
    told = CliRunner().invoke(cli, ["compare", "home-care", *small, *words, f"--out={tmp_path}"])
    assert told.exit_code == 0, told.output
    second = told.output.splitlines()[1]
    assert second.startswith(LEFT) is there
    whole = json.loads((tmp_path / "compare.json").read_text("utf-8"))["neutral_table"]
    assert (whole is not None) is there
    if there:
        (each,) = whole["differences"]
        assert each["low"] <= each["median"] <= each["high"]
        assert (whole["cells"], whole["parameter_sets"]) == ("soft", FEWEST)
        faces = ["compare", "home-care", *small, *words, f"--out={tmp_path}"]
        for form in ("markdown", "html"):
            assert LEFT in CliRunner().invoke(cli, [*faces, f"--format={form}"]).output
