"""Whatever is typed after ``tillitsim``: an answer or a sentence, never a fault of the program."""

import io
from contextlib import redirect_stderr, redirect_stdout

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tillitsim.cli.main import run_command
from tillitsim.errors import BAD_INPUT, DISK, ERROR, INTERRUPTED, OK
from tillitsim.runs.runner import Progress, StoppedError
from tillitsim.scenario.declared.declarations import PARAMETERS

COMMANDS = [
    ["run"], ["explain"], ["story"], ["parameters"], ["completion"], ["scenarios"],
    ["compare"], ["compare", "home-care"], ["triangle"], ["map"],
    ["scenarios", "list"], ["scenarios", "show"], ["scenarios", "check"], ["scenarios", "schema"],
]  # fmt: skip
OPTIONS = [
    "--set", "--without", "--months", "--replicates", "--seed", "--format", "--language", "--out",
    "--neutral-table", "--threads", "--against", "--scenario", "--by", "--outcome", "--all", "--",
    "--parameter-sets", "--pictures", "--guess", "--baseline", "--degree", "--steps", "--x",
]  # fmt: skip
VALUES = [
    "0", "-1", "1e9", "nan", "sv", "json", "csv", "mix.trust=2", "mix.trust", "=", "politics",
    "home-care", "sweden-small", "no-such.toml", ".", "/", "", "\0", "\udcff", "å" * 300,
]  # fmt: skip
words = st.sampled_from([*OPTIONS, *VALUES, *list(PARAMETERS)[:5]]) | st.text(max_size=8)


@pytest.fixture(scope="module", autouse=True)
def _nothing_is_run(tmp_path_factory):
    """Words that ask for a run get as far as they can before it."""

    def refuse(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    def stop(*_: object) -> None:
        raise StoppedError("interrupted", Progress(0, 1, 0), [], kept=False)

    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("any"))
        patch.setattr("tillitsim.model.simulation.simulate", refuse)
        patch.setattr("tillitsim.studies.story.analysis.tell", refuse)
        patch.setattr("tillitsim.runs.runner.Runner.run", stop)
        yield


@settings(max_examples=120)
@given(command=st.sampled_from(COMMANDS), rest=st.lists(words, max_size=4))
def test_any_words_give_an_answer_or_a_sentence(command, rest):
    said = io.StringIO()
    with redirect_stderr(said), redirect_stdout(io.StringIO()):
        code = run_command([*command, *rest])
    assert code in {OK, ERROR, BAD_INPUT, DISK, INTERRUPTED}
    assert "Something unexpected" not in said.getvalue()
    assert "Traceback" not in said.getvalue()
    assert code == OK or said.getvalue().strip()
