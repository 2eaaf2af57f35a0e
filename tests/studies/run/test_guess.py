"""Guesses before a run: about what a change does, told before and graded after."""

import pytest
from click.testing import CliRunner

from tillitsim.cli.main import cli
from tillitsim.errors import InputError

pytestmark = pytest.mark.usefixtures("undrawn")
FAST = ("demonstration", "--months=24", "--parameter-sets=8", "--replicates=2")


def run(*words, **more):
    return CliRunner().invoke(cli, ["run", *FAST, *words], **more)


def test_guesses_are_told_before_the_answer_and_graded_after(tmp_path):
    done = run("more trust: mix.trust=+0.2", "--guess=higher", "--guess=same", f"--out={tmp_path}")
    assert done.exit_code == 0, done.output
    told = done.output
    assert told.startswith("Guesses about good meetings (2): higher 1")
    assert told.index("Guesses about") < told.index("Good meetings: ") < told.index("Higher (1): ")


def test_what_changes_nothing_is_the_same_for_certain(tmp_path):
    done = run("nothing: mix.trust=+0", "--guess=same", f"--out={tmp_path}")
    assert "Good meetings: exactly the same." in done.output
    assert "No difference that matters (1): very likely." in done.output


def test_a_guess_about_no_change_is_told(tmp_path):
    done = run("--guess=higher", f"--out={tmp_path}")
    assert isinstance(done.exception, InputError)
    assert "--guess is about a change" in str(done.exception)


def test_nobody_guesses_and_the_run_goes_on(tmp_path):
    done = run("more: mix.trust=+0.2", "--guess", f"--out={tmp_path}", input="\n")
    assert done.exit_code == 0, done.output
    assert "Good meetings: " not in done.output
