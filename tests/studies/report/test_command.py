"""``tillitsim report``: from scenarios, an experiment or a folder; wrong input is a sentence."""

import json
import sys
from types import SimpleNamespace

import pytest
from drawing import nothing_drawn

from tillitsim.cli.main import run_command
from tillitsim.errors import BAD_INPUT, ERROR, OK, InputError
from tillitsim.runs.experiment.files import names
from tillitsim.runs.experiment.load import load
from tillitsim.studies.report import pdf
from tillitsim.studies.report.question import question_of

SMALL = ("--replicates=2", "--parameter-sets=0", "--months=26")
OPTIONS = {
    "baseline": None, "replicates": 20, "parameter_sets": 40, "months": None, "seed": 0,
    "settings": (), "neutral": "none",
}  # fmt: skip


@pytest.fixture(scope="module")
def studies(tmp_path_factory):
    """A report on two scenarios without a way to make a PDF, and one on a comparison of them."""
    folder = tmp_path_factory.mktemp("studies")
    pair = ("rule-book", "trust-reform")
    with nothing_drawn(), pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setitem(sys.modules, "weasyprint", None)
        patch.setattr(pdf, "browser", lambda: None)
        codes = [
            run_command(["report", *pair, *SMALL, "--out=direct", "--pdf"]),
            run_command(["compare", *pair, *SMALL, "--out=compared", "--pictures=none"]),
            run_command(["report", "compared"]),
        ]
    return SimpleNamespace(folder=folder, codes=codes)


def test_a_report_on_a_comparison_is_the_report_on_its_scenarios_byte_by_byte(studies):
    direct, compared = (
        (studies.folder / name / "report.html").read_bytes() for name in ("direct", "compared")
    )
    assert direct == compared
    assert (
        b"tillitsim report rule-book trust-reform --replicates=2 --parameter-sets=0 --months=26"
        in direct
    )


def test_the_finding_is_printed_before_anything_is_drawn(tmp_path, monkeypatch, capsys):
    printed = []

    def draw(_study):
        printed.append(capsys.readouterr().out)
        return ""

    monkeypatch.setattr("tillitsim.studies.report.page.html_report", draw)
    asked = ["report", "rule-book", "trust-reform", *SMALL, f"--out={tmp_path}"]
    assert run_command(asked) == OK
    assert "good meetings" in printed[0]
    assert "Report:" not in printed[0]


def test_without_a_way_to_print_the_page_is_there_and_the_way_to_a_pdf_is_told(studies):
    assert studies.codes == [ERROR, 0, 0]
    assert (studies.folder / "direct" / "report.html").exists()
    assert not (studies.folder / "direct" / "report.pdf").exists()


def test_a_folder_written_with_earlier_names_is_read_as_it_is(studies, tmp_path):
    written = (studies.folder / "compared" / "compare.json").read_text("utf-8")
    earlier = written.replace("--parameter-sets", "--worlds").replace("parameter_sets", "worlds")
    assert "parameter" not in earlier
    (tmp_path / "compare.json").write_text(earlier, "utf-8")
    assert question_of((str(tmp_path),), OPTIONS, ()).options["parameter_sets"] == 0


def test_a_scenario_that_has_changed_since_is_told(studies, tmp_path, capsys):
    content = json.loads((studies.folder / "compared" / "compare.json").read_text("utf-8"))
    content["scenarios"]["trust-reform"] = "000000000000"
    (tmp_path / "compare.json").write_text(json.dumps(content), "utf-8")
    assert run_command(["report", str(tmp_path)]) == BAD_INPUT
    assert "'trust-reform' has changed since (it was 000000000000, now " in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["rule-book"], "'rule-book' alone cannot be compared; name another scenario, or"),
        (["rule-book", "trust-refrm"], "did you mean 'trust-reform'?"),
        (["rule-book", "balance", "--baseline=balanc"], "did you mean 'balance'?"),
        (["rule-book", "balance", "--outcome=dar"], "did you mean 'dare'?"),
        (["rule-book", "balance", "--replicates=1"], "'1' is not right; give a whole number"),
        (["every-mix"], "'every-mix' visits 198 points"),
        (["every-mix"], "ask: tillitsim sweep every-mix"),
        (["discover-trust-or-rules"], "ask: tillitsim discover discover-trust-or-rules"),
        (["sensitivity-home-care"], "ask: tillitsim sensitivity sensitivity-home-care"),
    ],
)
def test_wrong_input_is_a_sentence(words, told, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run_command(["report", *words]) == BAD_INPUT
    assert told in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("file", "content", "told"),
    [
        ("", "", "neither compare.json nor sweep.json there"),
        ("compare.json", "{", "not what 'tillitsim compare' writes"),
        ("compare.json", '{"command": ["tillitsim", "compare", "--x"]}', "not what 'tillitsim"),
        ("compare.json", "[]", "not what 'tillitsim compare' writes"),
        ("sweep.json", "{}", "not what 'tillitsim sweep' writes"),
    ],
)
def test_a_folder_of_something_else_is_told(file, content, told, tmp_path, capsys):
    if file:
        (tmp_path / file).write_text(content, "utf-8")
    assert run_command(["report", str(tmp_path)]) == BAD_INPUT
    assert told in capsys.readouterr().err


def test_the_arms_of_an_experiment_are_compared_as_it_says():
    asked = question_of(("fewer-goals",), OPTIONS, ())
    names = [each.name for each in asked.scenarios]
    assert names[asked.baseline] == "as-today"
    assert "both" in names
    both = asked.scenarios[names.index("both")]
    assert both.title["sv"] == "Båda"
    assert both.interventions
    assert asked.options["replicates"] == load("fewer-goals").replicates


def test_the_folder_of_a_sweep_asks_about_its_experiment(tmp_path):
    asked = question_of(("fewer-goals",), OPTIONS, ())
    arms = [{"name": each.name, "digest": each.digest} for each in asked.scenarios]
    (tmp_path / "sweep.json").write_text(json.dumps({"experiment": "fewer-goals", "arms": arms}))
    again = question_of((str(tmp_path),), OPTIONS, ())
    assert again == asked


def test_the_command_line_beats_an_earlier_comparison(studies):
    folder = str(studies.folder / "compared")
    options = {**OPTIONS, "replicates": 5}
    asked = question_of((folder,), options, ("replicates",))
    assert asked.options["replicates"] == 5
    assert asked.options["months"] == 26
    assert asked.sources == ("rule-book", "trust-reform")


@pytest.mark.parametrize("name", names())
def test_every_shipped_experiment_is_a_report_or_names_the_command_that_answers_it(name):
    experiment = load(name)
    if experiment.design is None and len(experiment.arms) > 1:
        asked = question_of((name,), OPTIONS, ())
        assert len(asked.scenarios) == len(experiment.arms)
        assert asked.scenarios[asked.baseline].name == experiment.baseline
    else:
        with pytest.raises(InputError, match=r"ask: tillitsim (sweep|discover|sensitivity) "):
            question_of((name,), OPTIONS, ())
