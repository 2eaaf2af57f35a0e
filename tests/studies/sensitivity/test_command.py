"""`tillitsim sensitivity` and `tillitsim discover`: real command lines on tiny chains."""

import csv
import json

import pytest

from tillitsim.cli.main import run_command
from tillitsim.errors import BAD_INPUT
from tillitsim.runs.experiment.load import load
from tillitsim.runs.sweeps.seeded_plan import KeyedPlan

TINY = """
base = "demonstration"
replicates = 1
months = 14
burn_in = 2
outcomes = ["meeting_quality", "administrative_burden"]
{arms}
[design]
kind = "{kind}"
size = {size}
[design.vary]
{vary}
"""
SMALL = ("chain.units=2", "chain.staff=3", "chain.citizens=20")
ARMS = """
[[arms]]
name = "rules"
set = { "mix.competition" = 0.1, "mix.regulation" = 0.8, "mix.trust" = 0.1 }
[[arms]]
name = "trust"
set = { "mix.competition" = 0.1, "mix.regulation" = 0.1, "mix.trust" = 0.8 }
"""
MIXED = 'mix = {}\n"mix.intensity" = {}\n"task.variety" = { values = [0.4, 1.4] }'


@pytest.fixture
def tiny(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def make(kind="sobol", size=16, arms="", vary=MIXED):
        text = TINY.format(kind=kind, size=size, arms=arms, vary=vary)
        (tmp_path / "tiny.toml").write_text(text, "utf-8")
        return [f"--set={each}" for each in SMALL]

    return make


def told(command, *options):
    return run_command([command, "tiny.toml", "--out", "out", *options])


def table(path):
    return list(csv.DictReader(path.read_text("utf-8").splitlines()))


def test_indices_go_to_the_terminal_to_files_and_to_a_picture(tiny, tmp_path, capsys):
    small = tiny()
    assert told("sensitivity", *small) == 0
    shown = capsys.readouterr().out
    for words in ("Sobol' indices from 16 rows, 144 runs", "The mix of the three principles",
                  "Within the mix", "Trust against the two others", "Chance"):  # fmt: skip
        assert words in shown
    rows = table(tmp_path / "out" / "sensitivity.csv")
    assert {row["index"] for row in rows} == {"first", "total", "closed", "shapley", "log_ratio"}
    of = {(row["outcome"], row["input"], row["index"]): float(row["value"]) for row in rows}
    split = [of["meeting_quality", f"mix.{p}", "shapley"]
             for p in ("competition", "regulation", "trust")]  # fmt: skip
    assert sum(split) == pytest.approx(of["meeting_quality", "mix", "first"])
    whole = json.loads((tmp_path / "out" / "sensitivity.json").read_text("utf-8"))
    assert (whole["method"], whole["size"], whole["arm"]) == ("sobol", 16, None)
    assert (tmp_path / "out" / "sensitivity.png").stat().st_size > 20_000
    assert b"aria-label" in (tmp_path / "out" / "sensitivity.svg").read_bytes()[:2000]


def test_the_same_command_again_runs_nothing_and_a_larger_size_only_what_is_new(
    tiny, tmp_path, capsys
):
    small = tiny()
    assert told("sensitivity", *small, "--format", "csv") == 0
    first, picture = capsys.readouterr().out, (tmp_path / "out" / "sensitivity.png").read_bytes()
    parts = sorted(path.name for path in (tmp_path / "out" / "runs" / "parts").iterdir())
    assert told("sensitivity", *small, "--format", "csv") == 0
    assert capsys.readouterr().out == first
    assert (tmp_path / "out" / "sensitivity.png").read_bytes() == picture
    assert sorted(p.name for p in (tmp_path / "out" / "runs" / "parts").iterdir()) == parts
    assert told("sensitivity", *small, "--size", "32") == 0
    capsys.readouterr()
    after = {path.name for path in (tmp_path / "out" / "runs" / "parts").iterdir()}
    assert set(parts) < after


@pytest.mark.usefixtures("undrawn")
def test_screening_in_swedish_tells_effects_and_what_chance_does(tiny, capsys):
    small = tiny("morris", 4)
    assert told("sensitivity", *small, "--language", "sv") == 0
    shown = capsys.readouterr().out
    for words in ("Morris-sållning med 4 banor, 20 körningar", "Blandningen av de tre principerna",
                  "Annan slump, inget annat", "Bild och data: out"):  # fmt: skip
        assert words in shown


@pytest.mark.usefixtures("undrawn")
def test_pairs_of_inputs_are_asked_for_and_come_from_more_runs(tiny, tmp_path, capsys):
    small = tiny()
    assert told("sensitivity", *small, "--second-order") == 0
    shown = capsys.readouterr().out
    # Three inputs and chance once more: B with each of them from A.
    assert "Sobol' indices from 16 rows, 208 runs" in shown
    assert "together" in shown
    rows = table(tmp_path / "out" / "sensitivity.csv")
    second = {row["input"] for row in rows if row["index"] == "second"}
    assert second == {"mix x mix.intensity", "mix x task.variety", "mix x chance",
                      "mix.intensity x task.variety", "mix.intensity x chance",
                      "task.variety x chance"}  # fmt: skip


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ("PAWN distances from 64 points, 64 runs", "Median distance", "Nothing")),
     ("sv", ("PAWN-avstånd från 64 punkter, 64 körningar", "Mittersta avståndet", "Ingenting"))],
)  # fmt: skip
@pytest.mark.usefixtures("undrawn")
def test_distances_between_distributions_are_told_beside_what_nothing_comes_to(
    language, words, tiny, tmp_path, capsys
):
    pawn = ("--method", "pawn", "--size", "64", "--language", language)
    assert told("sensitivity", *tiny(), *pawn) == 0
    shown = capsys.readouterr().out
    assert all(each in shown for each in words)
    rows = table(tmp_path / "out" / "sensitivity.csv")
    assert {row["index"] for row in rows} == {"pawn_median", "pawn_maximum", "pawn_nothing"}
    assert {"mix.trust", "task.variety", ""} <= {row["input"] for row in rows}


@pytest.mark.usefixtures("undrawn")
def test_with_two_arms_their_difference_is_analysed(tiny, capsys):
    small = tiny(arms=ARMS, vary='"task.variety" = {}\n"mix.intensity" = {}')
    assert told("sensitivity", *small, "--format", "json") == 0
    whole = json.loads(capsys.readouterr().out)
    assert (whole["arm"], whole["baseline"]) == ("trust", "rules")
    assert {each["index"] for each in whole["indices"]} == {"first", "total"}
    assert whole["runs"] == 16 * 5 * 2


@pytest.mark.parametrize("method", ["sobol", "pawn", "morris"])
@pytest.mark.usefixtures("undrawn")
def test_one_share_of_the_mix_may_vary_alone(method, tiny, tmp_path):
    small = tiny(vary='"mix.trust" = { from = 0.1, to = 0.8 }\n"task.variety" = {}')
    size = {"sobol": "16", "pawn": "64", "morris": "4"}[method]
    assert told("sensitivity", *small, "--method", method, "--size", size) == 0
    rows = table(tmp_path / "out" / "sensitivity.csv")
    assert {"mix.trust", "task.variety"} <= {row["input"] for row in rows}
    assert not {"shapley", "closed"} & {row["index"] for row in rows}


def test_an_outcome_that_nothing_moves_is_said_to_be_the_same_everywhere(tiny, capsys):
    small = tiny(vary='"task.variety" = {}')
    assert told("sensitivity", *small, "--outcome", "elections_lost") == 0
    assert "the same everywhere" in capsys.readouterr().out


def test_conditions_are_told_with_density_and_coverage_in_both_languages(tiny, tmp_path, capsys):
    vary = '"mix.intensity" = { from = 0, to = 2 }\n"task.variety" = {}'
    small = tiny("latin-hypercube", 60, ARMS, vary)
    assert told("discover", *small, "--outcome", "administrative_burden", "--by", "2") == 0
    shown = capsys.readouterr().out
    assert (
        "Administrative burden: when does trust beat rules by more than 2 (hours a week)?" in shown
    )
    assert "It does above all where mix.intensity > " in shown
    assert "density" in shown
    cases = table(tmp_path / "out" / "discover.csv")
    assert len(cases) == 60
    assert {float(row["beats"]) for row in cases} == {0.0, 1.0}
    assert (tmp_path / "out" / "discover.png").stat().st_size > 20_000
    assert told("discover", *small, "--outcome", "administrative_burden", "--by", "2",
                "--language", "sv") == 0  # fmt: skip
    assert "Det händer framför allt där mix.intensity > " in capsys.readouterr().out


def test_what_happens_everywhere_has_no_conditions_and_still_a_picture(tiny, tmp_path, capsys):
    small = tiny("latin-hypercube", 40, ARMS, '"mix.intensity" = {}\n"task.variety" = {}')
    assert told("discover", *small, "--outcome", "discretion_granted", "--format", "json") == 0
    whole = json.loads(capsys.readouterr().out)
    assert whole["conditions"] == []
    assert whole["base"]["value"] == 1.0
    assert (tmp_path / "out" / "discover.svg").exists()


@pytest.mark.parametrize(
    ("command", "design", "options", "words"),
    [
        ("sensitivity", {}, ("--size", "100"), "not a power of two, which a Sobol sequence needs"),
        ("sensitivity", {}, ("--size", "2"), "--size: 2 is too few; 16 is the least."),
        ("sensitivity", {"kind": "simplex-sobol", "vary": ""}, (), "nothing varies"),
        ("sensitivity", {}, ("--outcome", "good_meeting"), "did you mean 'good_meetings'?"),
        ("sensitivity", {}, ("--arm", "trust"), "has one arm only; leave --arm out."),
        ("sensitivity", {}, ("--method", "sobl"), "'sobl' is not one of"),
        ("sensitivity", {"vary": MIXED + "\n[design.cross]\n\"task.stakes\" = {}"}, (),
         "task.stakes is crossed with the rest"),
        ("sensitivity", {}, ("--method", "pawn", "--second-order"), "give --method sobol"),
        ("sensitivity", {}, ("--method", "pawn", "--size", "32"), "32 is too few; 64"),
        ("discover", {}, (), "one arm alone beats nobody"),
        ("discover", {"kind": "latin-hypercube", "arms": ARMS, "vary": '"task.variety" = {}'}, (),
         "16 points are too few"),
        ("discover", {"kind": "latin-hypercube", "arms": ARMS, "vary": '"task.variety" = {}'},
         ("--arm", "trusst"), "did you mean 'trust'?"),
        ("discover", {"arms": ARMS}, (), "which the design varies too"),
        ("discover", {}, ("--by", "-1"), "-1.0 is not in the range"),
    ],
)  # fmt: skip
def test_what_cannot_be_analysed_is_told_in_a_sentence(
    command, design, options, words, tiny, capsys
):
    tiny(**design)
    assert told(command, *options) == BAD_INPUT
    shown = capsys.readouterr()
    assert words in shown.err
    assert "Traceback" not in shown.err


def test_cells_with_the_same_number_share_their_random_numbers_and_arms_always_do(tiny):
    tiny(arms=ARMS, vary='"task.variety" = {}')
    points = [{"task.variety": 0.5}, {"task.variety": 0.9}, {"task.variety": 0.5}]
    plan = KeyedPlan(load("tiny.toml"), points, [7, 7, 8])
    seeds = [plan.case(point, 0).seed for point in range(6)]
    assert len(set(seeds[:4])) == 1
    assert seeds[4] == seeds[5] != seeds[0]
    assert len(set(plan.ids.tolist())) == 6
    assert plan.sweep != KeyedPlan(load("tiny.toml"), points, [7, 7, 8], seed=1).sweep
    assert all(0 <= seed < 2**63 for seed in seeds)


@pytest.mark.parametrize("command", ["sensitivity", "discover"])
@pytest.mark.usefixtures("undrawn")
def test_that_code_of_ones_own_is_run_is_said_unless_it_is_trusted(command, tiny, tmp_path, capsys):
    vary = '"task.variety" = { from = 0.4, to = 1.4 }\n"task.stakes" = { from = 0.1, to = 0.3 }'
    tiny(kind="latin-hypercube", size=64, arms=ARMS, vary=vary)
    (tmp_path / "own.py").write_text(
        "from tillitsim import SteeringChain\nclass Same(SteeringChain):\n    pass\n"
    )
    file = tmp_path / "tiny.toml"
    file.write_text(f'model = "own.py:Same"\n{file.read_text("utf-8")}', "utf-8")
    words = [command, "tiny.toml", "--out=here", "--budget=0.01s", "--workers=1"]
    words += ["--size=32"] if command == "sensitivity" else []
    run_command(words)
    assert "runs the code of" in capsys.readouterr().err
    run_command([*words, "--trust-code"])
    said = capsys.readouterr().err
    assert "runs the code of" not in said
    assert "Nothing finished is lost" in said
