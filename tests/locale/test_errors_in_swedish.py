"""A catalogue of nonsense, told in Swedish: no sentence is left in English."""

import re
import tomllib
from pathlib import Path

import pytest

import tillitsim as ts
from tillitsim.cli.main import run_command
from tillitsim.errors import InputError, TillitsimError
from tillitsim.locale import speaking
from tillitsim.scenario.load import load

ENGLISH = re.compile(
    r"\b(the|is|are|was|must|give|gives|there|cannot|with|write|needs|not|known|unknown"
    r"|number|this|than|such|did|you|use|choose|leave|missing|should|invalid|got)\b",
    re.IGNORECASE,
)
AS_WRITTEN = re.compile(r"""'[^']*'|"[^"]*"|\[\[?[^\]]*\]|--\S+|\S+=\S*|\S*\.\S*\w|{[^}]*}""")
"""What is typed, and not said: in quotes, options, settings, files, tables."""

SCENARIOS = Path(__file__).parents[1] / "scenario" / "problems.toml"
FILES = [case["file"] for case in tomllib.loads(SCENARIOS.read_text("utf-8"))["case"]]

FINDING = """
id = "mine"
name = "mine"
favours = "trust"
family = "trust"
label = "untouched"
status = "verified"
[source]
text = "assumed"
[experiment]
base = "home-care"
months = 12
[[experiment.arms]]
name = "a"
[[experiment.arms]]
name = "b"
set = { "mix.trust" = 0.6 }
[experiment.measures.m]
outcome = "good_meetings"
first = 6
last = 11
[[checks]]
kind = "difference"
of = "m@b"
than = "m@a"
how = "sign"
sign = 1
"""
WRONG_FINDINGS = [
    ('family = "trust"', 'family = "trst"'),
    ("months = 12", 'months = "12"'),
    ("first = 6", "first = -8"),
    ("first = 6", "first = 20"),
    ("last = 11", "last = 5"),
    ("last = 11", "last = 40"),
    ('outcome = "good_meetings"', 'outcome = "god"'),
    ('outcome = "good_meetings"', 'columns = ["nobody"]\nper = "unit"'),
    ('outcome = "good_meetings"', ""),
    ('how = "sign"', 'how = "interval"'),
    ('how = "sign"', 'how = "null"'),
    ('how = "sign"', 'how = "factor"\nvalue = 0.0'),
    ('how = "sign"', 'how = "ordering"'),
    ("sign = 1", "sign = 7"),
    ("sign = 1", "sign = 1\nvalue = -3.0"),
    ('than = "m@a"', 'than = "m@b"'),
    ('than = "m@a"', 'than = "n@a"'),
    ('than = "m@a"', 'than = "m@c"'),
    ('kind = "difference"', 'kind = "nonsense"'),
    ('name = "b"', 'name = "a"'),
    ("months = 12", "months = 12\nextra = 1"),
    ('"mix.trust" = 0.6', '"effort.strength" = 0.6'),
    ('"mix.trust" = 0.6', '"mix.trust" = 7'),
    ('"mix.trust" = 0.6', '"mix.trst" = 0.6'),
    ("[[checks]]", "[checks]"),
    ("[source]", "[sauce]"),
]
EXPERIMENT = """
base = "home-care"
replicates = 4
[[arms]]
name = "a"
[[arms]]
name = "b"
set = { "mix.trust" = 0.6 }
[design]
kind = "grid"
vary = { "task.variety" = { values = [0.5, 1.0] } }
"""
WRONG_EXPERIMENTS = [
    ('kind = "grid"', 'kind = "lattice"'),
    ('kind = "grid"', 'kind = "sobol"\nsize = 5'),
    ('kind = "grid"', ""),
    ('kind = "grid"', 'kind = "mixes"'),
    ('kind = "grid"', 'kind = "list"\nfile = "points.csv"'),
    ("[0.5, 1.0]", "[0.5, 0.5]"),
    ("{ values = [0.5, 1.0] }", "{ from = 1.0, to = 0.5, steps = 3 }"),
    ("{ values = [0.5, 1.0] }", "{ from = 0.5, to = 1.0, stps = 3 }"),
    ("[0.5, 1.0]", '["many"]'),
    ("{ values = [0.5, 1.0] }", "[0.5, 1.0]"),
    ('"task.variety" =', '"task.varity" ='),
    ('base = "home-care"', 'base = "hom-care"'),
    ('base = "home-care"', ""),
    ("replicates = 4", "replicates = 0"),
    ("replicates = 4", "replicates = 4\nbaseline = 'c'"),
    ("replicates = 4", "replicates = 4\noutcomes = ['nothing']"),
    ("replicates = 4", "replicates = 4\nmodel = 'mine'"),
    ("replicates = 4", "replicates = 4\n[stop]\nhalf_width = 0.1"),
    ("replicates = 4", "replicates = 20\n[stop]\nmost = 12"),
    ('name = "b"', 'name = "a"'),
    ('"mix.trust" = 0.6', '"mix.trust" = 0,6'),
    ('"mix.trust" = 0.6', '"task.variety" = 0.6'),
    ("[design]", "[desgn]"),
]
COMMANDS = [
    "nonsense",
    "run",
    "run hom-care",
    "run nothing-of-the-kind",
    "run .",
    "run empty.toml",
    "run latin.toml",
    "run comma.toml",
    "run home-care --replicates none",
    "run home-care --replicates 0",
    "run home-care --months 1,5",
    "run home-care --seed -1",
    "run home-care --set mix.trust",
    "run home-care --set mix.trst=1",
    "run home-care --set mix.trust=x",
    "run home-care --set mix.trust=7",
    "run home-care --set chain.units=99999999",
    "run home-care --without politcs",
    "run home-care --neutral-table sof",
    "run home-care --out empty.toml --months 30",
    "run home-care --format yaml",
    "run home-care --threads 0",
    "run home-care --nonsense",
    "compare home-care",
    "compare home-care home-care --baseline other",
    "compare home-care home-car",
    "compare home-care home-care-reform --outcomes nothing",
    "compare home-care school",
    "compare home-care --steering nothing",
    "compare home-care --reform nothing",
    "compare home-care --reform fewer-goals:nothing",
    "compare home-care --reform fewer-goals --at 4000",
    "compare home-care nonsense:mix.trust",
    "compare home-care x:mix.trust=y",
    "compare home-care rule-book --pictures painting",
    "explain home-care --outcome nothing",
    "explain home-care --against school --by cause",
    "explain home-care --by nothing",
    "story home-care --citizen 99999999",
    "story home-care --months 3",
    "map home-care --x nothing",
    "map home-care --grid 1",
    "triangle home-care --degree 0",
    "triangle home-care --outcomes nothing",
    "report home-care",
    "report nowhere",
    "evidence nothing",
    "evidence finding.toml --parameter-sets -1",
    "evidence .",
    "claims nothing.toml",
    "claims empty.toml",
    "claims comma.toml",
    "calibrate --out here nothing.toml",
    "levels nothing.csv",
    "levels empty.toml",
    "sweep nothing",
    "sweep fewer-goals --shard 4",
    "sweep fewer-goals --shard 4/3",
    "sweep fewer-goals --budget soon",
    "sweep fewer-goals --scheduler nonsense://here --dry-run",
    "sweep fewer-goals --record own.py",
    "sweep fewer-goals --workers 0",
    "results nowhere",
    "results .",
    "sensitivity fewer-goals",
    "sensitivity sensitivity-home-care --size 5",
    "discover fewer-goals",
    "discover discover-trust-or-rules --arm nobody",
    "discover discover-trust-or-rules --size 2",
    "scenarios show nothing",
    "scenarios check nothing",
    "scenarios new a/b/c/d",
    "scenarios new home-care --from nothing",
    "experiments show nothing",
    "experiments check empty.toml",
    "parameters nothing",
    "parameters mix --scenario nothing",
    "schema nothing",
    "convert nothing.toml",
    "convert empty.toml",
    "completion tcsh",
]


@pytest.fixture(autouse=True)
def _among_wrong_files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TILLITSIM_LANGUAGE", "sv")
    Path("empty.toml").touch()
    Path("latin.toml").write_bytes("name = 'å'\n".encode("latin-1"))
    Path("comma.toml").write_text("[mix]\ntrust = 0,6\nregulaton = 1\n")


def english(said: str) -> list[str]:
    """Lines with English words in them, but for what is only quoted."""
    return [line for line in said.splitlines() if ENGLISH.search(AS_WRITTEN.sub("", line))]


def refused(words: list[str], capsys) -> str:
    """What a command says on stderr when it refuses what it is given."""
    code = run_command(words)
    said = capsys.readouterr().err
    assert code != 0
    assert said.strip()
    return said


def test_english_would_be_found():
    assert english("home-care: mix.trust: 7 is out of bounds; give a number from 0 to 1.")
    assert not english("home-care: mix.trust: 7 ligger utanför gränserna; ange 'not a number'.")


@pytest.mark.parametrize("file", FILES)
def test_what_is_wrong_with_a_scenario(file):
    Path("bad.toml").write_text(file, encoding="utf-8")
    with speaking("sv"), pytest.raises(InputError) as caught:
        load("bad.toml")
    assert english(str(caught.value)) == []


@pytest.mark.parametrize(("old", "new"), WRONG_FINDINGS)
def test_what_is_wrong_with_a_finding(old, new, capsys):
    assert old in FINDING
    Path("finding.toml").write_text(FINDING.replace(old, new, 1), encoding="utf-8")
    assert english(refused(["evidence", "finding.toml"], capsys)) == []


@pytest.mark.parametrize(("old", "new"), WRONG_EXPERIMENTS)
def test_what_is_wrong_with_an_experiment(old, new, capsys):
    assert old in EXPERIMENT
    Path("mine.toml").write_text(EXPERIMENT.replace(old, new, 1), encoding="utf-8")
    assert english(refused(["experiments", "check", "mine.toml"], capsys)) == []


@pytest.mark.parametrize("line", COMMANDS)
def test_what_is_wrong_with_a_command(line, capsys):
    assert english(refused(line.split(), capsys)) == []


@pytest.mark.parametrize(
    ("command", "text"),
    [
        ("scenarios", 'extends = "home-care"\n[task]\nvariety = 2.9\n[sources]\n"mix" = "x"\n'),
        ("experiments", EXPERIMENT.replace("0.6", "0.99")),
    ],
)
def test_notes_on_what_is_allowed(command, text, capsys):
    Path("mine.toml").write_text(text, encoding="utf-8")
    assert run_command([command, "check", "mine.toml"]) == 0
    said = capsys.readouterr()
    assert "mine" in said.out + said.err
    assert english(said.out + said.err) == []


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: ts.load("nothing"),
        lambda: ts.load(7),
        lambda: ts.simulate("home-care", replicates=0),
        lambda: ts.simulate("home-care", model=int),
        lambda: ts.simulate("home-care", changes={"mix.trust": 7}),
        lambda: ts.compare("home-care"),
        lambda: ts.compare("home-care", "home-care", baseline=4),
        lambda: ts.sweep("nothing"),
        lambda: ts.SteeringChain("demonstration", rng=-1),
        lambda: ts.SteeringChain("demonstration", changes=7),
        lambda: ts.SteeringChain("demonstration").agents.select("few"),
        lambda: ts.outcome(unit="", label="", level="all", of="it")(lambda _: 0.0),
    ],
)
def test_what_is_wrong_in_python(wrong):
    with speaking("sv"), pytest.raises((TillitsimError, TypeError, ValueError)) as caught:
        wrong()
    assert english(str(caught.value)) == []
