"""What somebody called a thing is text, whatever reads it: pages, pictures, tables, terminals.

Names of a scenario, arms, outcomes, parameters, findings, claims and level facts that act where
they are not escaped (HTML, mathtext, formulas of a spreadsheet, TeX, Markdown, templates) go
through every command; whatever it prints or writes is read by what would act on it.
"""

import csv
import io
import json
import re
import zipfile
from xml.etree import ElementTree as ET

import pytest

from tillitsim.cli.main import run_command
from tillitsim.errors import CLAIM_NOT_MET, OK
from tillitsim.scenario.reading.text_files import control_in

ACTS = "=1+1<script>alert(1)</script>$\\frac{$ \\input{x} | & {{7*7}} %s {0} \"'`"
SAID = json.dumps(ACTS)
ARM = "more trust <b>$\\frac{$ %s {0}"
FILES = {
    "own.py": f"""
import tillitsim as ts

rate = ts.parameter("rate", default=0.1, bounds=(0, 1), range=(0, 0.5), unit={SAID},
    label={SAID}, source={SAID})

@ts.mechanism(label={SAID}, source={SAID}, parameters=[rate])
def own(columns, month, rng, rate):
    return {{"staff.motivation": (1 - rate) * columns.staff["motivation"]}}

@ts.outcome(unit={SAID}, label={SAID}, level="staff", better=1)
def least(columns):
    return float(columns.staff["motivation"].min())
""",
    "here.toml": f"""
extends = "demonstration"
months = 6
burn_in = 1
spin_up = 0
title = {{ en = {SAID}, sv = {SAID} }}
description = {{ en = {SAID}, sv = {SAID} }}
sector = {{ en = {SAID}, sv = {SAID} }}
chain = {{ units = 2, staff = 4, citizens = 20 }}
task = {{ variety = {{ value = 0.6, source = {SAID} }} }}
[[interventions]]
name = {SAID}
set = {{ "mix.trust" = 0.7 }}
start = 2
""",
    "there.toml": f"""
extends = "here.toml"
title = {{ en = {json.dumps(ACTS + "2")}, sv = {json.dumps(ACTS + "2")} }}
mix = {{ competition = 0.1, regulation = 0.1, trust = 0.8 }}
""",
    "tried.toml": f"""
base = "here.toml"
replicates = 2
baseline = "=today"
title = {{ en = {SAID}, sv = {SAID} }}
description = {{ en = {SAID}, sv = {SAID} }}
[[arms]]
name = "=today"
[[arms]]
name = {json.dumps(ARM)}
title = {{ en = {SAID}, sv = {SAID} }}
set = {{ "mix.trust" = 0.8 }}
[design]
kind = "grid"
[design.vary]
"own.rate" = {{ values = [0.0, 0.4] }}
""",
    "reform.toml": f"""
base = "here.toml"
baseline = "=today"
title = {{ en = {SAID}, sv = {SAID} }}
[[arms]]
name = "=today"
[[arms]]
name = {json.dumps(ARM)}
interventions = [{{ name = {SAID}, set = {{ "mix.trust" = 0.8 }}, start = 2 }}]
""",
    "spread.toml": f"""
base = "here.toml"
replicates = 1
title = {{ en = {SAID}, sv = {SAID} }}
[design]
kind = "sobol"
size = 16
[design.vary]
"own.rate" = {{ from = 0.0, to = 0.4 }}
"mix.trust" = {{ from = 0.1, to = 0.8 }}
""",
    "kinds.toml": f"""
base = "here.toml"
replicates = 1
title = {{ en = {SAID}, sv = {SAID} }}
outcomes = ["good_meetings"]
baseline = "=today"
[[arms]]
name = "=today"
[[arms]]
name = {json.dumps(ARM)}
set = {{ "mix.trust" = 0.8 }}
[design]
kind = "latin-hypercube"
size = 40
[design.vary]
"own.rate" = {{ from = 0.0, to = 0.4 }}
"task.variety" = {{}}
""",
    "figures.csv": "name,value,year\nusers,610,2024\nstaff,140,2024\nsatisfied,90,2024\n",
    "found.toml": f"""
id = "X01"
name = {SAID}
favours = "trust"
family = "red-tape"
label = "untouched"
status = "seen"
effect = {SAID}
translation = {SAID}
doubt = {SAID}
[source]
authors = {SAID}
outlet = {SAID}
year = 2020
[experiment]
base = "here.toml"
months = 6
[[experiment.arms]]
name = "=as it is"
[[experiment.arms]]
name = {json.dumps(ARM)}
set = {{ "mix.trust" = 0.8 }}
[experiment.measures.quality]
outcome = "meeting_quality"
first = 2
last = 5
[[checks]]
name = {SAID}
kind = "percent"
of = {json.dumps(f"quality@{ARM}")}
than = "quality@=as it is"
how = "interval"
low = 1.0
high = 12.0
""",
    "said.toml": f"""
[[claims]]
id = "x"
en = {SAID}
sv = {SAID}
[claims.experiment]
base = "here.toml"
months = 6
arms = [{{ name = "=as it is" }}, {{ name = {json.dumps(ARM)}, set = {{ "mix.trust" = 0.8 }} }}]
[claims.experiment.measures.quality]
outcome = "meeting_quality"
first = 2
last = 5
[[claims.checks]]
name = {SAID}
kind = "difference"
of = {json.dumps(f"quality@{ARM}")}
than = "quality@=as it is"
how = "sign"
""",
    "levels.csv": "id,kind,sector,quantity,value,value_text,unit,source,maps_to,model_statistic,"
    "comparability,tolerance_low,tolerance_high\n"
    'OURS,level,home-care,"{0}",12.0,"{0}","{0}","{0}",turnover,mean,same,5,20\n'.format(
        ACTS.replace('"', '""')
    ),
}

OWN = ("--code=own.py", "--trust-code")
FEW = ("--replicates=2", "--parameter-sets=2")
LEAST = ("--record=own.py:least",)
TOLD = {
    "run as CSV": ("run", "here.toml", *FEW, *OWN, *LEAST, "--format=csv", "--out=out"),
    "run in Markdown": ("run", "here.toml", *FEW, "--format=markdown", "--out=out"),
    "compare": (
        "compare", "here.toml", "there.toml", *FEW, *OWN, *LEAST,
        "--also=xlsx", "--pictures=none", "--out=out",
    ),
    "sweep": ("sweep", "tried.toml", *OWN, *LEAST, "--parameter-sets=2", "--out=out"),
    "evidence": ("evidence", "found.toml", "--parameter-sets=2", "--most=4", "--out=out"),
    "scenarios check": ("scenarios", "check", "here.toml"),
    "scenarios show": ("scenarios", "show", "here.toml", "--all"),
    "experiments check": ("experiments", "check", "tried.toml", *OWN),
    "parameters": ("parameters", "own", *OWN),
    "parameters in Markdown": ("parameters", "own", *OWN, "--format=markdown"),
    "levels": ("levels", "levels.csv", "--replicates=2", "--out=out"),
}  # fmt: skip
DRAWN = {
    "compare": (
        "compare", "here.toml", "there.toml", *FEW, *OWN, *LEAST, "--also=slides", "--out=out",
    ),
    "run": ("run", "here.toml", *FEW, *OWN, *LEAST, "--out=out"),
    "report": ("report", "here.toml", "there.toml", *FEW, *OWN, "--also=xlsx", "--out=out"),
    "story": ("story", "here.toml", "--parameter-sets=2"),
    "explain": ("explain", "here.toml", *FEW, "--out=out"),
    "triangle": ("triangle", "here.toml", *FEW, "--degree=3", "--out=out"),
    "map": ("map", "here.toml", *FEW, "--steps=2", *OWN, "--x=own.rate", "--out=out"),
    "values": ("values", "here.toml", "--parameter-sets=2", "--degree=3", "--out=out"),
    "robustness": (
        "robustness", "here.toml", "--reform=reform.toml", "--months=24", "--parameter-sets=2",
        "--out=out",
    ),
    "claims": ("claims", "said.toml", "--parameter-sets=2", "--out=out"),
    "heterogeneity": ("heterogeneity", "here.toml", "--parameter-sets=2", *OWN, "--out=out"),
    "sensitivity": ("sensitivity", "spread.toml", *OWN, "--out=out"),
    "discover": ("discover", "kinds.toml", *OWN, "--size=40", "--out=out"),
    "my service": (
        "my-service", "new", "demonstration", "--from=figures.csv", f"--name={ACTS}", "--sets=24",
        "--out=out/ours.toml",
    ),
    "lab": ("lab", "--service=here.toml", "--no-browser", "--out=out/lab.html"),
}  # fmt: skip


@pytest.fixture
def here(tmp_path, monkeypatch):
    (tmp_path / "out").mkdir()
    for name, content in FILES.items():
        (tmp_path / name).write_text(content, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("words", TOLD.values(), ids=TOLD)
@pytest.mark.usefixtures("undrawn")
def test_no_output_of_a_command_acts(words, here, capfd):
    """But for pictures, which are drawn below."""
    check(words, here, capfd)


@pytest.mark.long
@pytest.mark.parametrize("words", DRAWN.values(), ids=DRAWN)
def test_no_picture_or_page_of_a_command_acts(words, here, capfd):
    check(words, here, capfd)


def check(words, folder, capfd):
    """Do a command; nothing that it prints or writes acts."""
    assert run_command(list(words)) in {OK, CLAIM_NOT_MET}, capfd.readouterr().err
    told = capfd.readouterr()
    assert not control_in(told.out + told.err)
    inert(f"stdout.{kind_of(words)}", told.out.encode())
    for path in (folder / "out").rglob("*"):
        if path.is_file():
            inert(path.name, path.read_bytes())


@pytest.mark.parametrize(
    "words",
    [
        ("results", "swept"),
        ("results", "swept", "--export", "csv"),
        ("diff", "swept", "swept"),
        ("bundle", "swept", "--out", "swept-bundle"),
    ],
)
@pytest.mark.usefixtures("undrawn")
def test_nothing_read_from_a_sweep_acts(words, here, capfd):
    assert run_command(["sweep", "tried.toml", *OWN, "--parameter-sets=0", "--out=swept"]) == OK
    assert run_command(list(words)) == OK
    inert("stdout.txt", capfd.readouterr().out.encode())
    for path in (here / "swept").rglob("*.csv"):
        inert(path.name, path.read_bytes())
    for path in here.glob("*-bundle"):
        with zipfile.ZipFile(path) as packed:
            for name in packed.namelist():
                if not name.endswith((".py", "/")):
                    inert(name, packed.read(name))


def test_what_acts_is_seen():
    for name, content in (
        ("a.html", f"<p>{ACTS}</p>"),
        ("a.svg", f"<svg>{ACTS}</svg>"),
        ("a.csv", f"a\n{ACTS}\n"),
        ("a.md", f"| {ACTS} |"),
        ("a.txt", "\x1b[2J"),
    ):
        with pytest.raises((AssertionError, ET.ParseError)):
            inert(name, content.encode())


def kind_of(words):
    """What kind of text a command prints."""
    form = next((word.partition("=")[2] for word in words if word.startswith("--format=")), "")
    return {"csv": "csv", "markdown": "md"}.get(form, "txt")


def inert(name, content):
    """Read a file as what it is for does; nothing in it may act."""
    kind = name.rpartition(".")[2]
    if kind in {"xlsx", "pptx"}:
        for part in zipfile.ZipFile(io.BytesIO(content)).namelist():
            text = zipfile.ZipFile(io.BytesIO(content)).read(part)
            if part.endswith(".xml"):
                ET.fromstring(text)
                assert b"<f>" not in text, part
    elif kind == "svg":
        assert not [each for each in ET.fromstring(content).iter() if each.tag.endswith("script")]
    elif kind in {"html", "md"}:
        text = content.decode()
        assert "<script>alert" not in text
        assert "<b>$" not in text
    elif kind == "csv":
        for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))):
            assert not [cell for cell in row if re.match(r"[=@]|[+-](?![\d.])", cell)], row
    elif kind == "json":
        json.loads(content, parse_constant=pytest.fail)
    elif kind == "txt":
        assert not control_in(content.decode()), content
