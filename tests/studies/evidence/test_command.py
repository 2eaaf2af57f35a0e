"""``tillitsim evidence`` as a user meets it."""

import json

import pytest
from click.testing import CliRunner

from tillitsim.cli.main import cli
from tillitsim.runs.shipped import evidence_folder

E01 = str(evidence_folder() / "falk-kosfeld-2006-hidden-cost.toml")


def run(*words):
    return CliRunner().invoke(cli, ["evidence", *words])


@pytest.mark.parametrize(("language", "word"), [("en", "Hit rate"), ("sv", "Träffandel")])
def test_it_prints_published_beside_simulated(language, word):
    done = run(E01, "--most=4", f"--language={language}")
    assert done.exit_code == 0, done.output
    assert word in done.output
    assert "-23.7%" in done.output


def test_it_writes_results_page_and_picture(tmp_path):
    done = run(E01, "--most=4", f"--out={tmp_path}", "--format=json")
    assert done.exit_code == 0, done.output
    assert json.loads(done.output) == json.loads((tmp_path / "evidence.json").read_text("utf-8"))
    assert "Falk & Kosfeld" in (tmp_path / "evidence.md").read_text("utf-8")
    assert (tmp_path / "evidence.png").read_bytes().startswith(b"\x89PNG")
    assert b"role=" in (tmp_path / "evidence.svg").read_bytes()


def test_without_crowding_out_control_has_no_hidden_cost():
    closed = ("motivation.crowding=0", "motivation.reciprocity=0", "trust.control=0")
    done = run(E01, "--format=json", *(f"--set={each}" for each in closed))
    first = json.loads(done.output)["findings"][0]["checks"][0]
    assert first["verdict"] == "miss"


def test_a_missing_file_is_bad_input():
    done = run("nothing.toml")
    assert done.exit_code != 0
