"""A mechanism of one's own acts in every run, is checked, and is not taken for the model's."""

import json
import sys
from dataclasses import replace

import numpy as np
import pytest

import tillitsim as ts
from tillitsim.cli.main import run_command
from tillitsim.errors import BAD_INPUT, OK, InputError
from tillitsim.runs.cases.batch import version
from tillitsim.runs.cases.own_mechanism import GROUP, mechanisms_from
from tillitsim.scenario.load import with_interventions
from tillitsim.scenario.schema import Intervention

SMALL = {"months": 4, "burn_in": 1, "chain.units": 2, "spin_up": 0}
SETTINGS = [f"--set={name}={value}" for name, value in SMALL.items()]
FILE = """
import tillitsim as ts

@ts.mechanism(label="nobody wants to", source="assumed")
def listless(columns, month, rng):
    return {"staff.motivation": 0 * columns.staff["motivation"]}
"""


def declared(rule, name="mine"):
    return ts.mechanism(label="x", source="assumed", name=name)(rule)


def will(results):
    return results.series[:, :, results.names.index("will")]


@pytest.fixture
def case():
    return ts.load("demonstration", changes=SMALL)


@pytest.fixture
def _file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "own.py").write_text(FILE, "utf-8")


def test_it_acts_and_then_it_does_not_any_more(case):
    before = version()
    listless = declared(lambda c, _m, _r: {"staff.motivation": 0 * c.staff["motivation"]})
    plain = ts.simulate(case, replicates=2)
    with ts.using(listless):
        own = ts.simulate(case, replicates=2)
        assert version().startswith(f"{before}+mine.")
    assert version() == before
    assert (will(own)[:, 1:] < will(plain)[:, 1:]).all()
    assert np.array_equal(ts.simulate(case, replicates=2).series, plain.series, equal_nan=True)


def test_one_that_changes_nothing_changes_no_bit(case):
    same = declared(lambda c, _m, _r: {"staff.motivation": c.staff["motivation"]})
    plain = ts.simulate(case, replicates=2).series
    with ts.using(same):
        assert np.array_equal(ts.simulate(case, replicates=2).series, plain, equal_nan=True)


LOST = ts.parameter(
    "lost", default=0.1, bounds=(0, 1), range=(0, 0.5), label="will lost", source="assumed"
)


def forgets(seen):
    """A rule with a parameter, which notes what it is each month."""

    @ts.mechanism(label="will is lost", source="assumed", parameters=[LOST])
    def forgetting(columns, _month, _rng, lost):
        seen.append(lost)
        return {"staff.motivation": (1.0 - lost) * columns.staff["motivation"]}

    return forgetting


def test_its_parameter_is_set_as_any_other_for_as_long_as_it_is_in_use(case):
    seen = []
    with ts.using(forgets(seen)):
        plain = ts.simulate(case, replicates=1, threads=1)
        more = ts.load(case, set=["forgetting.lost=0.3"])
        stronger = ts.simulate(more, replicates=1, threads=1)
        assert more.digest != ts.load(case).digest == case.digest
    assert seen == [0.1] * 4 + [0.3] * 4
    assert (will(stronger)[:, 1:] < will(plain)[:, 1:]).all()
    with pytest.raises(InputError, match="unknown setting"):
        ts.load(case, set=["forgetting.lost=0.3"])


def test_an_intervention_changes_it_over_time(case):
    change = Intervention("more", {"forgetting.lost": 0.5}, start=1, stop=3, ramp=1)
    seen = []
    with ts.using(forgets(seen)):
        ts.simulate(with_interventions(case, (change,)), replicates=1, threads=1)
        assert seen == pytest.approx([0.1, 0.3, 0.5, 0.1])
        some = replace(change, share=0.5)
        with pytest.raises(InputError, match="the same in all sectors and units"):
            ts.simulate(with_interventions(case, (some,)), replicates=1)


def test_without_it_no_bit_is_changed(case):
    plain = ts.simulate(case, replicates=2).series
    with ts.using(forgets([])):
        without = ts.load(case, without=["forgetting"])
        assert np.array_equal(ts.simulate(without, replicates=2).series, plain, equal_nan=True)
        assert without.digest != case.digest
    with pytest.raises(InputError, match="no mechanism 'forgetting'"):
        ts.load(case, without=["forgetting"])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"default": 2.0}, "2 is out of bounds"),
        ({"range": (-1, 0.5)}, "-1 is out of bounds"),
        ({"range": (0.5, 0.5)}, "from lower to higher"),
        ({"name": "a b"}, "letters and digits"),
        ({"source": " "}, "a label and a source"),
        ({"name": "other"}, r"mine\(columns, month, rng, other\)"),
    ],
)
def test_a_parameter_that_cannot_be_is_refused(words, said):
    with pytest.raises(InputError, match=said):
        ts.mechanism(
            label="x",
            source="assumed",
            name="mine",
            parameters=[replace(LOST, **words)],
        )(lambda _c, _m, _r, lost: {"staff.motivation": lost})


def test_its_chance_is_that_of_the_run_and_the_month(case):
    drawn = []

    def draws(_columns, month, rng):
        drawn.append((month, rng.random()))
        return {}

    for _ in range(2):
        with ts.using(declared(draws)):
            ts.simulate(case, replicates=2, threads=1)
    assert drawn[:8] == drawn[8:]
    assert len(set(drawn)) == 8


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (lambda _c: None, "must give columns by name"),
        (lambda _c: {"staff.motivaton": 1}, "did you mean 'motivation'?"),
        (lambda _c: {"people.x": 1}, "there are the tables council, politician"),
        (lambda _c: {"staff.motivation": np.zeros(3)}, "numbers, one a row"),
        (lambda c: {"staff.motivation": c.staff["motivation"] + 1.1}, "numbers from 0 to 1"),
        (lambda c: {"unit.load": np.nan * c.unit["load"]}, "it gave others in month 0"),
        (lambda _c: {"staff.motivation": "much"}, "numbers, one a row"),
        (lambda c: {"citizen.unit": c.citizen["unit"]}, "it holds no decimals"),
    ],
)
def test_what_cannot_be_stops_the_run_with_a_sentence(case, given, said):
    with ts.using(declared(lambda c, _m, _r: given(c))), pytest.raises(InputError) as wrong:
        ts.simulate(case, replicates=1)
    assert said in str(wrong.value)


def test_columns_are_not_written_to_directly(case):
    def writes(columns, _month, _rng):
        columns.staff["motivation"][:] = 0.0
        return {}

    with ts.using(declared(writes)), pytest.raises(ValueError, match="read-only"):
        ts.simulate(case, replicates=1)


def test_a_declaration_says_what_and_why_and_has_a_name_of_its_own():
    for words in ({"label": " "}, {"source": ""}, {"name": "safety"}, {"name": "a b"}):
        given = {"label": "x", "source": "assumed", "name": "mine"} | words
        with pytest.raises(InputError):
            ts.mechanism(**given)(lambda _c, _m, _r: {})
    mine = declared(lambda _c, _m, _r: {})
    with pytest.raises(InputError, match="two mechanisms named 'mine'"), ts.using(mine, mine):
        pass
    with pytest.raises(InputError, match="not declared"), ts.using(print):
        pass


def test_it_is_not_mixed_with_agents(case):
    class Chain(ts.SteeringChain):
        pass

    with ts.using(declared(lambda _c, _m, _r: {})), pytest.raises(InputError, match="without"):
        ts.simulate(case, replicates=1, model=Chain)


@pytest.mark.usefixtures("_file", "undrawn")
def test_a_command_says_whose_code_it_runs_and_records_it(tmp_path, capsys):
    words = ["run", "demonstration", *SETTINGS, "--replicates=2", "--parameter-sets=0"]
    assert run_command([*words, "--code=own.py", "--out=own", "--format=json"]) == OK
    said = capsys.readouterr()
    assert "The code of own.py is run, which can do whatever you can." in said.err
    record = json.loads((tmp_path / "own" / "manifest.json").read_text("utf-8"))
    assert "--code=own.py" in record["command"]
    assert "+listless." in record["engine"]
    outcomes = {each["outcome"]: each["mean"] for each in json.loads(said.out)["outcomes"]}
    assert outcomes["will"] < 0.2
    assert run_command([*words, "--code=own.py", "--without=listless", "--format=json"]) == OK
    without = {e["outcome"]: e["mean"] for e in json.loads(capsys.readouterr().out)["outcomes"]}
    assert without["will"] > outcomes["will"]
    assert run_command(["rerun", "own"]) == BAD_INPUT
    assert "would run somebody's code" in capsys.readouterr().err


@pytest.mark.usefixtures("_file")
@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("no.py", "no.py cannot be read"),
        ("own.py:nothing", "cannot be imported"),
        ("own.py:ts", "declares no mechanism"),
        ("fatige", "no installed package has an extension of that name"),
        ("wrong.py", "ZeroDivisionError"),
        ("empty.py", "declares no mechanism"),
    ],
)
def test_what_is_no_mechanism_is_refused_before_anything_is_run(tmp_path, code, said, capsys):
    (tmp_path / "wrong.py").write_text("1 / 0", "utf-8")
    (tmp_path / "empty.py").write_text("x = 1", "utf-8")
    assert run_command(["run", "demonstration", f"--code={code}", "--trust-code"]) == BAD_INPUT
    told = capsys.readouterr().err
    assert said in told
    assert "can do whatever you can" not in told
    assert not (tmp_path / "results").exists()


def test_an_installed_package_brings_one_by_its_name(tmp_path, monkeypatch):
    about = tmp_path / "brought-1.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: brought\nVersion: 1\n")
    (about / "entry_points.txt").write_text(f"[{GROUP}]\nlistless = brought_by_test\n")
    (tmp_path / "brought_by_test.py").write_text(FILE)
    monkeypatch.syspath_prepend(tmp_path)
    (found,) = mechanisms_from("listless")
    assert found.name == "listless"
    del sys.modules["brought_by_test"]
