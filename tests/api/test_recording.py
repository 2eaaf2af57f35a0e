"""What a sweep keeps besides: outcomes of one's own, and some outcomes month by month."""

from __future__ import annotations

import pickle
from pathlib import Path

import numpy as np
import pytest

import tillitsim as ts
from tillitsim.errors import InputError
from tillitsim.runs.cases.batch import VersionError
from tillitsim.runs.cases.recording import recorded
from tillitsim.runs.sweeps.results import Stored

ARMS = """\
base = "demonstration"
months = 6
burn_in = 2
replicates = 2
outcomes = ["will"]

[[arms]]
name = "today"
[[arms]]
name = "trusted"
set = { "mix.trust" = 0.9 }

[record]
series = ["will", "waiting"]
"""
OWN = """\
import numpy as np
import tillitsim as ts


@ts.outcome(unit="0-1", label="motivation of the least motivated tenth", level="staff")
def least_willing(columns):
    return np.quantile(columns.staff["motivation"], 0.1)


@ts.outcome(unit="people", label="people on the staff", of="model")
def people(model):
    return len(model.agents_by_type[ts.Staff])


class Same(ts.SteeringChain):
    pass
"""
SMALL = ["chain.units=2", "chain.staff=3", "chain.citizens=20"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "mine.toml").write_text(ARMS, "utf-8")
    (tmp_path / "own.py").write_text(OWN, "utf-8")
    return tmp_path


def swept(folder: Path, name: str = "swept", **options: object) -> ts.SweepResults:
    return ts.sweep(folder / "mine.toml", set=SMALL, out=folder / name, **options)


def expected(arm: int, *own: object) -> ts.Results:
    trust = {} if arm == 0 else {"mix.trust": 0.9}
    given = ts.load("demonstration", set=[*SMALL, "months=6", "burn_in=2"], changes=trust)
    return ts.simulate(given, replicates=2, record=own)


def test_months_are_kept_as_lists_and_read_back(folder: Path) -> None:
    found = swept(folder)
    series = found.stored.series("will")
    assert series.shape == (1, 2, 2, 6)
    for arm in (0, 1):
        assert np.array_equal(series[0, arm], expected(arm)["will"])
    months = found.months("will")
    assert [*months.columns] == ["point", "arm", "replicate", "month", "will"]
    assert len(months) == 2 * 2 * 6
    last = months[(months["arm"] == "trusted") & (months["replicate"] == 1)].iloc[-1]
    assert (last["month"], last["will"]) == (6, expected(1)["will"][1, 5])
    assert [*found.months().columns[-2:]] == ["will", "waiting"]


def test_keeping_months_changes_no_other_column(folder: Path) -> None:
    with_months = swept(folder).table()
    (folder / "mine.toml").write_text(ARMS.partition("[record]")[0], "utf-8")
    without = swept(folder, "without").table()
    assert with_months.equals(without)


def test_months_that_were_not_kept_are_told(folder: Path) -> None:
    with pytest.raises(InputError, match=r"has not kept 'dare' month by month: it kept will, wait"):
        swept(folder).months("dare")
    (folder / "mine.toml").write_text(ARMS.partition("[record]")[0], "utf-8")
    with pytest.raises(InputError, match="it kept none"):
        swept(folder, "without").months()


def test_an_outcome_of_ones_own_is_a_column_beside_the_others(folder: Path) -> None:
    found = swept(folder, record=[f"{folder / 'own.py'}:least_willing"])
    own = recorded(f"{folder / 'own.py'}:least_willing").found()
    runs = found.table()
    for arm, name in enumerate(("today", "trusted")):
        means = expected(arm, own).mean_after_burn_in()[:, -1]
        assert runs[runs["arm"] == name]["least_willing"].to_list() == means.tolist()
    told = Stored(found.folder).declared["least_willing"]
    assert told.label("en") == "motivation of the least motivated tenth"
    assert set(found.estimates()["outcome"]) == {"will", "least_willing"}
    assert found.plot(outcome="least_willing")


def test_one_that_sees_agents_and_a_model_of_ones_own_go_together(folder: Path) -> None:
    text = f'model = "own.py:Same"\n{ARMS}'
    (folder / "mine.toml").write_text(text, "utf-8")
    people = f"{folder / 'own.py'}:people"
    found = swept(folder, record=[people], trust_code=True, workers=1)
    assert set(found.table()["people"]) == {6.0}
    assert np.array_equal(found.stored.series("will")[0, 1], expected(1)["will"])


def test_code_that_a_file_names_is_not_run_unless_it_is_trusted(folder: Path) -> None:
    (folder / "mine.toml").write_text(f'model = "own.py:Same"\n{ARMS}', "utf-8")
    with pytest.raises(InputError, match=r"mine runs the code of .*own\.py:Same, which can do"):
        swept(folder)


@pytest.fixture
def recording(folder: Path) -> Path:
    text = ARMS.replace("[record]", '[record]\noutcomes = ["own.py:least_willing"]')
    (folder / "mine.toml").write_text(text, "utf-8")
    return folder


def test_an_experiment_names_outcomes_of_ones_own_itself(recording: Path) -> None:
    named = swept(recording, trust_code=True)
    (recording / "mine.toml").write_text(ARMS, "utf-8")
    given = swept(recording, "given", record=[f"{recording / 'own.py'}:least_willing"])
    assert named.table().equals(given.table())
    assert set(named.estimates()["outcome"]) == {"will", "least_willing"}


def test_outcomes_that_a_file_names_are_not_read_unless_they_are_trusted(recording: Path) -> None:
    (recording / "own.py").write_text("open('was-run', 'w').close()\n", "utf-8")
    with pytest.raises(InputError, match=r"mine runs the code of .*own\.py:least_willing, which"):
        swept(recording)
    assert not Path("was-run").exists()


@pytest.mark.parametrize(
    ("named", "sentence"),
    [
        ('["own.py"]', r"mine\.toml, line \d+: .*'own\.py' is not FILE\.py:name"),
        ('["nowhere.py:people"]', r"line \d+: .*there is no file .*nowhere\.py"),
        ('"own.py:people"', r"line \d+: .*must be a list of names"),
    ],
)
def test_what_cannot_be_recorded_is_told_with_its_line(
    folder: Path, named: str, sentence: str
) -> None:
    text = ARMS.replace("[record]", f"[record]\noutcomes = {named}")
    (folder / "mine.toml").write_text(text, "utf-8")
    with pytest.raises(InputError, match=sentence):
        swept(folder, trust_code=True)


def test_results_that_record_something_else_are_not_mixed(folder: Path) -> None:
    swept(folder, record=[f"{folder / 'own.py'}:least_willing"])
    with pytest.raises(InputError, match="the outcomes differ: least_willing"):
        swept(folder)


def test_other_processes_find_it_again_and_refuse_another_version(folder: Path) -> None:
    name = f"{folder / 'own.py'}:least_willing"
    sent = pickle.dumps(recorded(name))
    assert pickle.loads(sent).found().name == "least_willing"
    (folder / "own.py").write_text(OWN.replace("0.1)", "0.2)"), "utf-8")
    with pytest.raises(VersionError, match=r"found another .*own\.py:least_willing"):
        pickle.loads(sent).found()
    (folder / "own.py").unlink()
    with pytest.raises(VersionError, match=r"does not find .*least_willing: .*No such file"):
        pickle.loads(sent).found()


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("own.py", r"'own\.py' is not FILE\.py:name"),
        ("nowhere.py:mine", r"nowhere\.py cannot be read"),
        ("math:pi", r"math:pi is not declared as an outcome"),
        ("math:tau_2", r"math:tau_2 cannot be imported: AttributeError"),
    ],
)
def test_what_is_no_outcome_is_told(name: str, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        recorded(name)
