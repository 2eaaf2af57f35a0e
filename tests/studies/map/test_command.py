"""``tillitsim map`` as a user meets it."""

import csv
import io
import json

import pytest
from click.testing import CliRunner

from tillitsim.cli.main import cli, run_command
from tillitsim.locale import translator

SMALL = [
    *(f"--set={text}" for text in ("chain.units=2", "chain.staff=3", "chain.citizens=20")),
    "--months=5", "--set=burn_in=1", "--replicates=2", "--steps=2", "--parameter-sets=1",
]  # fmt: skip


def run(*words):
    return CliRunner().invoke(cli, ["map", *words])


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_it_counts_the_cells_and_draws(tmp_path, language):
    _ = translator(language)
    done = run(*SMALL, f"--language={language}", f"--out={tmp_path}")
    assert done.exit_code == 0, done.output
    assert _("not known") in done.output
    assert "task.measurability" in done.output
    assert (tmp_path / "map.png").read_bytes().startswith(b"\x89PNG")


def test_a_principle_cannot_win_where_they_are_made_the_same():
    done = run(*SMALL, "--lead=0.34", "--outcome=rule_stock", "--format=json")
    cells = json.loads(done.output)["cells"]
    assert len(cells) == 4
    assert not any(cell["clear"] for cell in cells if cell["trust"] == cell["regulation"])


def test_what_is_printed_and_the_files_agree(tmp_path):
    words = ["home-care", *SMALL, "--x=chain.units", "--y=task.stakes", f"--out={tmp_path}"]
    whole = json.loads(run(*words, "--format=json").output)
    rows = list(csv.DictReader(io.StringIO((tmp_path / "map.csv").read_text("utf-8"))))
    assert len(rows) == len(whole["cells"]) == 4
    for row, record in zip(rows, whole["cells"], strict=True):
        assert float(row["trust"]) == record["trust"]
        assert row["best"] == record["best"]
        assert float(row["chain.units"]).is_integer()
    assert json.loads((tmp_path / "map.json").read_text("utf-8"))["cells"] == whole["cells"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["home-car"], "did you mean 'home-care'"),
        (["--outcome=dear"], "did you mean 'dare'"),
        (["--outcome=dare,will"], "one outcome"),
        (["--outcome=all"], "one outcome"),
        (["--x=task.varieti"], "did you mean 'task.variety'"),
        (["--x=mix.trust"], "what the principles share out"),
        (["--x=task.variety", "--y=task.variety"], "two properties"),
        (["--steps=1"], "a whole number from 2 to 40"),
        (["--lead=0.2"], "0.34"),
    ],
)
def test_nonsense_gets_one_sentence(words, sentence, capsys):
    assert run_command(["map", *words]) == 2
    told = capsys.readouterr().err
    assert sentence in told
    assert "Traceback" not in told
