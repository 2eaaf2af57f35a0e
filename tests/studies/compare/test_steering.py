"""One service under other steering, reformed or changed; two services are no comparison."""

import json

import pytest
from click.testing import CliRunner

from tillitsim.errors import InputError
from tillitsim.scenario.load import load
from tillitsim.studies.compare.command import compare

QUICK = ["--set=chain.units=2", "--replicates=2", "--parameter-sets=0", "--pictures=none",
         "--outcomes=will"]  # fmt: skip


def asked(tmp_path, *words):
    done = CliRunner().invoke(compare, [*words, *QUICK, f"--out={tmp_path}"])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done, json.loads((tmp_path / "compare.json").read_text("utf-8"))


def test_a_service_is_compared_with_itself_under_other_steering(tmp_path):
    words = ["home-care", "--steering=trust-reform", "--steering=rule-book", "--months=36"]
    done, told = asked(tmp_path, *words)
    assert list(told["scenarios"]) == ["home-care", "home-care+trust-reform", "home-care+rule-book"]
    assert "Home care: trust reform against Home care" in done.output


def test_a_reform_is_read_when_it_is_whole(tmp_path):
    done, _ = asked(tmp_path, "home-care", "--reform=fewer-goals", "--at=24", "--months=60")
    assert "means over months 37 to 60" in done.output


def test_a_change_is_said_in_ones_own_words(tmp_path):
    done, _ = asked(tmp_path, "home-care", "more trust: mix.trust=+0.2", "--months=36")
    assert "Home care: more trust against Home care" in done.output


def test_a_change_needs_no_words(tmp_path):
    done, told = asked(tmp_path, "home-care", "mix.trust=0.9", "mix.trust=+0.1", "--months=36")
    assert "Home care: mix.trust = 0.9 against Home care" in done.output
    assert len(told["scenarios"]) == 3


def test_one_scenario_alone_is_told_what_a_second_may_be(tmp_path):
    with pytest.raises(InputError) as refused:
        asked(tmp_path, "home-care")
    sentence = str(refused.value)
    assert "--steering, --reform, or a change" in sentence
    example = sentence.splitlines()[-1].removeprefix("  tillitsim compare ")
    done, _ = asked(tmp_path, *example.split(), "--months=36")
    assert done.exit_code == 0


def test_a_change_before_its_service_is_told(tmp_path):
    with pytest.raises(InputError, match="a change stands after the service"):
        asked(tmp_path, "mix.trust=0.9", "home-care", "--months=36")


@pytest.mark.parametrize("other", ["trust-reform", "school"])
def test_two_services_are_refused_with_what_was_meant_unless_asked_for(tmp_path, other):
    with pytest.raises(InputError, match=f"home-care --steering {other}"):
        asked(tmp_path, "home-care", other, "--months=36")
    done, _ = asked(tmp_path, "home-care", other, "--months=36", "--different-services")
    assert done.exit_code == 0


def test_regimes_of_the_same_service_need_no_word_more(tmp_path):
    done, _ = asked(tmp_path, "rule-book", "trust-reform", "--months=36")
    assert done.exit_code == 0


def test_steering_is_of_one_service(tmp_path):
    with pytest.raises(InputError, match="name one scenario"):
        asked(tmp_path, "home-care", "school", "--steering=trust-reform")


def test_it_is_the_same_as_the_scenario_put_together_by_hand(tmp_path):
    """The steered service differs from the regime in its service alone."""
    _, told = asked(tmp_path, "trust-reform", "--steering=trust-reform", "--months=36")
    regime = load("trust-reform", set=["chain.units=2", "months=36"])
    assert set(told["scenarios"].values()) == {regime.digest}
