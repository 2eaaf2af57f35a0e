"""``tillitsim evidence`` as a user meets it."""

import json

import pytest
from click.testing import CliRunner

from tillitsim.cli.main import cli
from tillitsim.errors import InputError
from tillitsim.runs.ensemble.shipped import evidence_folder
from tillitsim.runs.runner import Runner

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
    assert json.loads(done.stdout) == json.loads((tmp_path / "evidence.json").read_text("utf-8"))
    assert "Falk &amp; Kosfeld" in (tmp_path / "evidence.md").read_text("utf-8")
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


def test_a_dry_run_says_what_would_be_run_and_runs_nothing(tmp_path):
    done = run(E01, "E26", "--dry-run", f"--out={tmp_path / 'out'}")
    assert done.exit_code == 0, done.output
    assert "20 to 2560" in done.output
    assert "mechanism missing: a service has one route only" in " ".join(done.output.split())
    assert not (tmp_path / "out").exists()


def test_a_dry_run_for_programs_counts_cells_and_gives_reasons():
    planned = json.loads(run(E01, "E26", "--dry-run", "--format=json", "--most=30").output)
    (one,) = planned["findings"]
    assert (one["id"], one["cells"], one["most"]) == ("E01", 2, 30)
    assert planned["not_run"]["E26"].startswith("mechanism missing")


def test_a_dry_run_refuses_what_a_run_would_refuse(tmp_path):
    wrong = tmp_path / "wrong.toml"
    text = (evidence_folder() / "falk-kosfeld-2006-hidden-cost.toml").read_text("utf-8")
    wrong.write_text(text.replace("last = 29", "last = 99"), "utf-8")
    done = run(str(wrong), "--dry-run")
    assert isinstance(done.exception, InputError)
    assert "beyond the 30 months" in str(done.exception)


def test_findings_that_are_not_run_are_listed_with_their_reason():
    done = run("E26")
    assert done.exit_code == 0, done.output
    assert "mechanism missing: a service has one route only" in " ".join(done.output.split())


def test_json_is_strict_where_nothing_was_run():
    def refuse(name):
        raise AssertionError(name)

    content = json.loads(run("E26", "--format=json").output, parse_constant=refuse)
    assert content["headline"] is None
    assert content["findings"][0]["not_run"].startswith("mechanism missing")


def test_a_finding_that_hangs_on_what_nobody_measured_says_so():
    shown = " ".join(run("E21", "--most=4").output.split())
    assert "with doubt" in shown
    assert "1 findings are scored with doubt" in shown


def test_a_wrong_name_in_the_second_finding_is_told_before_the_first_is_run(tmp_path, monkeypatch):
    text = (evidence_folder() / "falk-kosfeld-2006-hidden-cost.toml").read_text("utf-8")
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(text.replace("last = 29", "last = 99").replace('"E01"', '"U01"'), "utf-8")

    def ran(*_words, **_more):
        raise AssertionError

    monkeypatch.setattr(Runner, "run", ran)
    monkeypatch.setattr(Runner, "stream", ran)
    done = run(E01, str(wrong), "--most=4")
    assert isinstance(done.exception, InputError)
    assert "beyond the 30 months" in str(done.exception)
