"""``tillitsim triangle`` as a user meets it."""

import csv
import io
import json

import pytest
from click.testing import CliRunner

from tillitsim.cli.main import cli, run_command
from tillitsim.locale import translator

SMALL = [
    *(f"--set={text}" for text in ("chain.units=2", "chain.staff=3", "chain.citizens=20")),
    "--months=5", "--set=burn_in=1", "--replicates=2", "--degree=3", "--parameter-sets=1",
]  # fmt: skip


def run(*words):
    return CliRunner().invoke(cli, ["triangle", *words])


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_it_tells_the_best_mix_and_draws(tmp_path, language):
    _ = translator(language)
    done = run(
        "home-care", *SMALL, "--outcomes=dare,harm", f"--language={language}", f"--out={tmp_path}"
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    assert _("Best mix (competition / regulation / trust)") in done.output
    assert _("this scenario") in done.output
    assert "nan" not in done.output
    assert (tmp_path / "triangle.png").read_bytes().startswith(b"\x89PNG")
    assert 'role="img"' in (tmp_path / "triangle.svg").read_text("utf-8")


def test_what_is_printed_and_the_files_agree(tmp_path):
    words = ["home-care", *SMALL, "--outcomes=dare,good_meetings", f"--out={tmp_path}"]
    whole = json.loads(run(*words, "--format=json").output)
    rows = list(csv.DictReader(io.StringIO((tmp_path / "triangle.csv").read_text("utf-8"))))
    assert len(rows) == len(whole["points"]) == 10
    for row, record in zip(rows, whole["points"], strict=True):
        assert {name: float(text) for name, text in row.items()} == pytest.approx(record)
    assert json.loads((tmp_path / "triangle.json").read_text("utf-8"))["points"] == whole["points"]
    assert set(whole["best"]) == {"dare", "good_meetings"}
    assert not any(each["likely"] for each in whole["best"].values()), "one set is too few"
    assert (whole["degree"], whole["parameter_sets"]) == (3, 1)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["home-car"], "did you mean 'home-care'"),
        (["home-care", "--outcome=dear"], "did you mean 'dare'"),
        (["home-care", "--degree=1"], "a whole number from 2 to 60"),
        (["home-care", "--parameter-sets=many"], "a whole number from 0"),
        (["home-care", "--steering=nobody"], "nobody"),
        (["home-care", "--at=30"], "--at says when"),
    ],
)
def test_nonsense_gets_one_sentence(words, sentence, capsys):
    assert run_command(["triangle", *words]) == 2
    told = capsys.readouterr().err
    assert sentence in told
    assert "Traceback" not in told


def test_csv_has_a_row_a_mix():
    done = run("home-care", *SMALL, "--outcome=dare", "--format=csv")
    assert done.output.splitlines()[0] == "mix.competition,mix.regulation,mix.trust,dare,dare.best"
    assert len(done.output.splitlines()) == 11
