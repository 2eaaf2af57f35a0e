"""``tillitsim explain`` and ``tillitsim story`` as a user meets them."""

import json

import pytest
from click.testing import CliRunner

from tillitsim.cli.main import cli

SMALL = [
    f"--set={text}" for text in ("chain.units=2", "chain.staff=3", "chain.citizens=40", "burn_in=2")
]


def run(*words):
    return CliRunner().invoke(cli, list(words))


@pytest.mark.parametrize(
    ("language", "word"), [("en", "What creates value"), ("sv", "Vad som skapar")]
)
def test_explain_answers_the_four_questions_and_draws(tmp_path, language, word):
    done = run(
        "explain", "home-care", *SMALL, "--months=8", "--replicates=2", f"--language={language}",
        f"--out={tmp_path}",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    assert word in done.output
    assert (tmp_path / "explain.png").read_bytes().startswith(b"\x89PNG")
    written = json.loads((tmp_path / "explain.json").read_text("utf-8"))
    shares = written["signals"]["contributions"].values()
    total = sum(share["mean"] for share in shares)
    assert total == pytest.approx(written["signals"]["difference"]["mean"], abs=1e-9)


def test_explain_says_that_equal_scenarios_do_not_differ(tmp_path):
    done = run(
        "explain", "home-care", "--against=home-care", "--months=6", "--replicates=2",
        "--by=signal", f"--out={tmp_path}",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    assert "The two scenarios do not" in done.output


def test_an_unknown_outcome_is_one_sentence():
    done = run("explain", "home-care", "--outcome=meeting_qualty")
    assert done.exit_code != 0
    assert "meeting_quality" in str(done.exception) + done.output


@pytest.mark.parametrize(("language", "word"), [("en", "seed 0"), ("sv", "frö 0")])
def test_story_tells_a_case(language, word):
    done = run("story", "home-care", *SMALL, "--citizen=3", f"--language={language}")
    assert done.exit_code == 0, done.output
    assert word in done.output.lower()


def test_causes_of_a_difference_are_refused_with_what_to_ask_instead(tmp_path):
    done = run("explain", "home-care", "--by=cause", "--against=school", f"--out={tmp_path}")
    assert done.exit_code != 0
    assert "ask --by level or --by signal" in str(done.exception) + done.output


def test_a_citizen_without_a_case_is_said_not_to_have_met_anybody():
    done = run(
        "story", "home-care", *SMALL, "--set=task.need_rate=0.001", "--set=months=12", "--citizen=4"
    )
    assert "user 4 did not meet the service" in str(done.exception) + done.output
