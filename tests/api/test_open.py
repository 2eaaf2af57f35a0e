"""A replicate of any result is opened as agents, with the bits that its folder holds."""

import json

import numpy as np
import pyarrow.parquet as pq
import pytest
from drawing import nothing_drawn
from small_experiments import two_arms

import tillitsim as ts
from tillitsim.cli.main import run_command
from tillitsim.errors import OK, InputError

EXPERIMENT = two_arms(months=4, units=2)
SMALL = ["--months=4", "--set=burn_in=1", "--set=chain.units=2", "--set=spin_up=0"]


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    place = tmp_path_factory.mktemp("results")
    words = ["run", "demonstration", *SMALL, "--replicates=2", "--parameter-sets=0", "--seed=5"]
    (place / "tiny.toml").write_text(EXPERIMENT, "utf-8")
    sweep = ["sweep", str(place / "tiny.toml"), "--parameter-sets=0", f"--out={place / 'sweep'}"]
    with nothing_drawn():
        assert run_command([*words, f"--out={place / 'run'}"]) == OK
        assert run_command(sweep) == OK
    return place


def stepped(chain):
    found = []
    while chain.running:
        chain.step()
        found.append(chain.will)
    return found


def test_a_replicate_of_a_run_gives_the_bits_of_its_folder(results):
    table = pq.read_table(results / "run" / "series.parquet").to_pandas()
    chain = ts.open(results / "run", 1)
    assert chain.replicate == 1
    assert stepped(chain) == table.loc[table.replicate == 1, "will"].tolist()


def test_a_replicate_of_a_point_of_a_sweep_does_too(results):
    chain = ts.open(results / "sweep", 1, arm="b", point=1)
    assert chain.case.values["mix.trust"] == 0.8
    assert chain.case.values["task.stakes"] == 0.2
    values = stepped(chain)
    rows = pq.read_table(results / "sweep" / "results.parquet").to_pandas()
    row = rows[(rows.arm == "b") & (rows.replicate == 1) & (rows["task.stakes"] == 0.2)]
    assert row["will"].item() == np.mean(values[1:])


@pytest.mark.parametrize(
    ("folder", "asked", "said"),
    [
        ("run", {"replicate": 2}, "below 2"),
        ("sweep", {"arm": "c"}, "there is no arm 'c'"),
        ("sweep", {"point": -1}, "point is a whole number from 0, below 2"),
        ("nothing", {}, "there is no such folder"),
    ],
)
def test_what_is_not_there_is_told(results, folder, asked, said):
    with pytest.raises(InputError, match=said):
        ts.open(results / folder, **asked)


def test_another_version_is_warned_of_and_code_of_others_is_not_run(results, tmp_path):
    record = json.loads((results / "run" / "manifest.json").read_text("utf-8"))
    path = tmp_path / "manifest.json"
    path.write_text(json.dumps(record | {"engine": "other"}), "utf-8")
    with pytest.warns(UserWarning, match="another version"):
        ts.open(tmp_path)
    path.write_text(json.dumps(record | {"engine": "abc+mine.1"}), "utf-8")
    with pytest.raises(InputError, match="somebody's own"):
        ts.open(tmp_path)
