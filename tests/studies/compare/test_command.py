"""``tillitsim compare`` as a policymaker, a teacher and a researcher meet it."""

import csv
import io
import json

import pytest
from click.testing import CliRunner
from pptx import Presentation

from tillitsim.cli.main import cli, run_command
from tillitsim.locale import translator

SMALL = [
    *(f"--set={text}" for text in ("chain.units=2", "chain.staff=3", "chain.citizens=20")),
    "--months=8", "--set=burn_in=2", "--replicates=2", "--seed=3",
]  # fmt: skip
FAST = [*SMALL, "--parameter-sets=0", "--pictures=none"]


def run(*words, **more):
    return CliRunner().invoke(cli, ["compare", *words], **more)


def said(capsys, *words):
    """Exit code and what is said on stderr."""
    return run_command(["compare", *words]), capsys.readouterr().err


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def test_a_comparison_with_itself_is_exactly_zero(tmp_path):
    done = run(
        "home-care", "home-care", *SMALL, "--parameter-sets=3", "--pictures=none", "--format=json"
    )
    asked = [e for e in json.loads(done.output)["differences"] if e["replicates"] == 2]
    assert len(asked) > 15
    for each in asked:
        assert each["default_difference"] == each["default_low"] == each["default_high"] == 0.0
        if each["parameter_sets"]:
            assert each["median"] == each["low"] == each["high"] == 0.0
            assert each["verdict"] == "same"
    table = run("home-care", "home-care", *FAST, f"--out={tmp_path}").output
    assert "coincide" in table
    assert "\N{MINUS SIGN}" not in table


def test_table_json_csv_and_files_agree(tmp_path):
    words = ["rule-book", "trust-reform", *FAST, "--parameter-sets=2", f"--out={tmp_path}"]
    table = run(*words).output
    whole = json.loads(run(*words, "--format=json").output)
    rows = list(csv.DictReader(io.StringIO(run(*words, "--format=csv").output)))
    assert len(rows) == len(whole["differences"]) > 15
    for row, record in zip(rows, whole["differences"], strict=True):
        assert row["outcome"] == record["outcome"]
        assert float(row["default_difference"]) == record["default_difference"]
        assert row["verdict"] == record["verdict"]
        assert record["label"] in table
    written = json.loads((tmp_path / "compare.json").read_text("utf-8"))
    assert written["differences"] == whole["differences"]
    assert (tmp_path / "compare.csv").read_text("utf-8").splitlines()[1].startswith("trust-reform")
    assert written["command"][:4] == ["tillitsim", "compare", "rule-book", "trust-reform"]
    assert set(written["scenarios"]) == {"rule-book", "trust-reform"}


def test_the_same_command_gives_the_same_numbers_whatever_the_threads():
    words = [
        "rule-book",
        "trust-reform",
        *SMALL,
        "--parameter-sets=2",
        "--pictures=none",
        "--format=csv",
    ]
    assert run(*words, "--threads=1").output == run(*words, "--threads=2").output


def test_the_baseline_can_be_any_of_them():
    words = ["rule-book", "trust-reform", *FAST, "--outcomes=dare", "--format=json"]
    (there,) = json.loads(run(*words).output)["differences"]
    (back,) = json.loads(run(*words, "--baseline=trust-reform").output)["differences"]
    assert back["baseline"] == "trust-reform"
    assert back["default_difference"] == -there["default_difference"]


@pytest.mark.parametrize(("language", "guess"), [("en", "Guesses about"), ("sv", "Gissningar om")])
def test_the_guesses_come_first(language, guess):
    _ = translator(language)
    done = run("rule-book", "trust-reform", *FAST, "--guess=lower", "--guess=same",
               f"--language={language}")  # fmt: skip
    assert done.output.startswith(guess)
    result = _("The model, {scenario}: {result}, from {before} to {after} {reading}.").split(",")[0]
    assert done.output.index(guess) < done.output.index(result)
    assert _("How sure this is cannot be said without other plausible assumptions.") in done.output


def test_guesses_are_asked_for_and_not_shown():
    done = run("rule-book", "trust-reform", *FAST, "--guess", input="higher\nperhaps\nlower\n\n")
    assert "Guesses about good meetings (2): higher 1, no difference that matters 0, lower 1." in (
        done.output
    )
    assert "write higher, same or lower" in done.output
    assert "perhaps" not in done.output


def test_every_picture_is_drawn_by_default(tmp_path):
    done = run("rule-book", "trust-reform", *SMALL, "--parameter-sets=12", "--language=sv",
               "--outcomes=good_meetings,dare", f"--out={tmp_path}")  # fmt: skip
    assert done.exit_code == 0, done.output
    names = ("compare", "over-time", "chain", "reported", "needs", "tornado")
    for name in names:
        assert (tmp_path / f"{name}.png").read_bytes().startswith(b"\x89PNG")
        assert "Tillitsreform" in (tmp_path / f"{name}.svg").read_text("utf-8")
    assert len(list(tmp_path.glob("*.png"))) == len(names)


def test_pictures_can_be_chosen(tmp_path):
    run("rule-book", "trust-reform", *SMALL, "--parameter-sets=0", "--pictures=reported",
        f"--out={tmp_path}")  # fmt: skip
    assert {path.name for path in tmp_path.iterdir()} == {
        "reported.png", "reported.svg", "compare.csv", "compare.json", "runs",
    }  # fmt: skip


def test_scenarios_of_the_same_title_are_told_apart(tmp_path):
    mine = tmp_path / "mine.toml"
    mine.write_text(
        'extends = "home-care"\n[mix]\ncompetition = 0\nregulation = 0.2\ntrust = 0.8\n'
    )
    one = json.loads(run("home-care", "mine.toml", *FAST, "--format=json").output)
    assert {each["scenario"] for each in one["differences"]} == {"mine"}
    table = run("home-care", "mine.toml", *FAST).output.splitlines()[0]
    hashes = [digest[:6] for digest in one["scenarios"].values()]
    titled_alike = table.count("Home care") == 2
    assert not titled_alike or all(f"({digest})" in table for digest in hashes)


def test_other_settings_do_not_overwrite_earlier_results(tmp_path):
    run("rule-book", "trust-reform", *FAST)
    run("rule-book", "trust-reform", *FAST, "--set=safety.blame=0.1")
    assert len(list((tmp_path / "results").iterdir())) == 2


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["rule-book"], "name another scenario"),
        (["rule-book", "trustreform"], "did you mean 'trust-reform'"),
        (["rule-book", "balance", "--outcomes=goodmeetings"], "did you mean 'good_meetings'"),
        (["rule-book", "balance", "--guess=sideways"], "write higher, same or lower"),
        (["rule-book", "balance", "--baseline=balanse"], "did you mean 'balance'"),
        (["rule-book", "balance", "--pictures=chian"], "did you mean 'chain'"),
        (
            ["rule-book", "balance", "--pictures=tornado", "--parameter-sets=3"],
            "too few for a tornado",
        ),
        (["rule-book"] * 7, "give 6 at most"),
        (["rule-book", "balance", "--parameter-sets=-1"], "a whole number from 0"),
        (["rule-book", "balance", "--replicates=1"], "a whole number from 2"),
        (["rule-book", "balance", "--months=0"], "a whole number from 1"),
    ],
)
def test_nonsense_gets_one_sentence(words, sentence, capsys):
    code, told = said(capsys, *words)
    assert code == 2
    assert sentence in told
    assert "Traceback" not in told


def test_more_scenarios_than_a_picture_holds_can_be_compared_without_pictures():
    done = run(*["rule-book"] * 6, "trust-reform", *FAST, "--outcomes=dare", "--format=csv")
    assert len(done.output.splitlines()) == 7


def test_one_month_and_no_sets_are_enough():
    done = run("rule-book", "trust-reform", *FAST, "--months=1", "--set=burn_in=0", "--language=sv")
    assert done.exit_code == 0
    assert "Enbart utgångsvärdena" in done.output
    assert "nan" not in done.output


def test_a_pipe_gets_no_colours():
    assert "\x1b[" not in run("rule-book", "trust-reform", *FAST).output


def test_everything_printed_can_be_shown_by_a_western_windows_terminal():
    done = run("rule-book", "trust-reform", *SMALL, "--parameter-sets=3", "--pictures=none",
               "--language=sv")  # fmt: skip
    done.output.replace("\N{MINUS SIGN}", "-").encode("cp1252")


def test_slides_begin_with_the_finding_and_figures_and_tables_come_as_asked(tmp_path):
    kinds = [f"--also={kind}" for kind in ("slides", "pdf", "xlsx")]
    words = [*SMALL, "--parameter-sets=0", "--pictures=reported", *kinds, f"--out={tmp_path}"]
    done = run("rule-book", "trust-reform", *words)
    assert done.exit_code == 0, done.output
    assert (tmp_path / "reported.pdf").read_bytes().startswith(b"%PDF-")
    assert (tmp_path / "compare.xlsx").read_bytes().startswith(b"PK")
    (only,) = Presentation(tmp_path / "compare.pptx").slides
    assert only.shapes.title.text in done.output
    assert "tillitsim compare rule-book trust-reform" in only.shapes[-1].text_frame.text
