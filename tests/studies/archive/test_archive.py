"""Repeating, comparing, bundling, verifying: what is the same is said to be, and nothing else."""

import json
import shutil
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from drawing import nothing_drawn
from small_experiments import two_arms

from tillitsim.cli.main import cli, run_command
from tillitsim.errors import CLAIM_NOT_MET, InputError
from tillitsim.runs.record import scenario_record
from tillitsim.scenario.load import load
from tillitsim.studies.archive import crate
from tillitsim.studies.archive.again import check
from tillitsim.studies.archive.difference import Difference, beyond, differences
from tillitsim.studies.archive.made import Made, made
from tillitsim.studies.archive.recomputed import scenario_from

SMALL = ["demonstration", "--months=24", "--set=chain.units=5", "--parameter-sets=2"]
pytestmark = pytest.mark.usefixtures("undrawn")  # pictures are not among what is compared
FEWER = '[[arms.interventions]]\nset = { "economy.funding" = 0.9 }\nstart = 4'
EXPERIMENT = two_arms(months=12, burn_in=2, units=5, arm=FEWER)


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    """A run and a sweep, done once."""
    place = tmp_path_factory.mktemp("results")
    experiment = place / "tiny.toml"
    experiment.write_text(EXPERIMENT, "utf-8")
    sweep = ["sweep", str(experiment), "--parameter-sets=0", f"--out={place / 'sweep'}"]
    with nothing_drawn():
        assert run_command(["run", *SMALL, "--replicates=2", f"--out={place / 'run'}"]) == 0
        assert run_command(sweep) == 0
    return place


@pytest.fixture
def repeated(results, monkeypatch):
    """What doing the run once more would write is what it wrote: that is tried by itself."""

    def same(_made, out):
        shutil.copytree(results / "run", out, dirs_exist_ok=True)

    monkeypatch.setattr("tillitsim.studies.archive.again.repeat", same)


def copied(results: Path, name: str, place: Path) -> Path:
    return Path(shutil.copytree(results / name, place / name))


@pytest.mark.parametrize("name", ["run", "sweep"])
def test_what_was_done_comes_out_again_to_the_last_bit(results, name):
    done = CliRunner().invoke(cli, ["rerun", str(results / name)], standalone_mode=False)
    assert not done.return_value
    assert "the same again, to the last bit" in done.output


@pytest.mark.usefixtures("repeated")
def test_a_number_that_was_changed_is_found_and_named(results, tmp_path):
    folder = copied(results, "run", tmp_path)
    summary = folder / "summary.csv"
    lines = summary.read_text("utf-8").splitlines(keepends=True)
    cells = lines[3].split(",")
    cells[3] = "0.123456"
    summary.write_text("".join([*lines[:3], ",".join(cells), *lines[4:]]), "utf-8")
    done = CliRunner().invoke(cli, ["rerun", str(folder)], standalone_mode=False)
    assert done.return_value == CLAIM_NOT_MET
    assert "1 numbers are not the same" in done.output
    assert "summary.csv row 3" in done.output
    assert "0.123456" in done.output


@pytest.mark.usefixtures("repeated")
def test_where_another_version_made_it_a_tolerance_holds(results, tmp_path):
    folder = copied(results, "run", tmp_path)
    record = json.loads((folder / "manifest.json").read_text("utf-8"))
    (folder / "manifest.json").write_text(json.dumps(record | {"engine": "other"}), "utf-8")
    summary = folder / "summary.csv"
    lines = summary.read_text("utf-8").splitlines(keepends=True)
    cells = lines[3].split(",")
    cells[3] = repr(float(cells[3]) * 1.01)
    summary.write_text("".join([*lines[:3], ",".join(cells), *lines[4:]]), "utf-8")
    near = check(made(folder), tmp_path / "a", tolerance=0.05)
    far = check(made(folder), tmp_path / "b", tolerance=0.001)
    assert (near.same_model, near.holds, len(near.unequal)) == (False, True, 1)
    assert not far.holds


def test_two_results_differ_in_what_was_asked_and_what_came_out(results, tmp_path):
    other = tmp_path / "other"
    assert run_command(["run", *SMALL, "--replicates=2", "--seed=1", f"--out={other}"]) == 0
    told = CliRunner().invoke(cli, ["diff", str(results / "run"), str(other)]).output
    assert "--seed=1" in told
    assert "model: the same" in told
    assert "numbers or texts of their data differ" in told
    same = CliRunner().invoke(cli, ["diff", str(other), str(other)]).output
    assert "the same, to the last bit" in same


def test_a_bundle_has_the_same_bytes_again_and_is_verified(results, tmp_path):
    for name in ("a.zip", "b.zip"):
        line = ["bundle", str(results / "run"), str(results / "sweep")]
        done = CliRunner().invoke(cli, [*line, "--out", str(tmp_path / name)])
        assert done.exit_code == 0, done.output
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    done = CliRunner().invoke(cli, ["verify", str(tmp_path / "a.zip")], standalone_mode=False)
    assert not done.return_value, done.output
    assert done.output.count("the same again, to the last bit") == 2


def test_a_bundle_is_described_as_a_research_object(results, tmp_path):
    entries = crate.entries_of([results / "run"], [])
    crate.write(entries, tmp_path / "x.zip")
    described = crate.unpack(tmp_path / "x.zip", tmp_path / "there")
    graph = {each["@id"]: each for each in described["@graph"]}
    assert graph[crate.METADATA]["conformsTo"]["@id"].endswith("ro/crate/1.1")
    assert {part["@id"] for part in graph["./"]["hasPart"]} == {each.name for each in entries}
    assert "results/run/manifest.json" in graph
    assert "documents/evidence-results.json" in graph


def test_files_of_ones_own_go_along_and_are_used_again(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("mine.toml").write_text(
        'extends = "demonstration"\nmonths = 12\nburn_in = 2\nchain.units = 5\n', "utf-8"
    )
    assert (
        run_command(["run", "mine.toml", "--replicates=2", "--parameter-sets=2", "--out=done"]) == 0
    )
    entries = crate.entries_of([Path("done")], [])
    assert "results/done/inputs/mine.toml" in [each.name for each in entries]
    crate.write(entries, Path("x.zip"))
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    done = CliRunner().invoke(cli, ["verify", str(tmp_path / "x.zip")], standalone_mode=False)
    assert not done.return_value, done.output


@pytest.mark.parametrize("name", ["../x", "/x", "a\\b", "a/../../x"])
def test_no_bundle_writes_outside(tmp_path, name):
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, b"x")
    with pytest.raises(InputError, match="is no name of a file"):
        crate.unpack(path, tmp_path / "there")


def test_a_bundle_that_was_changed_is_found(results, tmp_path):
    path = tmp_path / "x.zip"
    crate.write(crate.entries_of([results / "run"], []), path)
    changed = tmp_path / "y.zip"
    with zipfile.ZipFile(path) as one, zipfile.ZipFile(changed, "w") as other:
        for each in one.infolist():
            content = one.read(each)
            other.writestr(each, content + b" " if each.filename.endswith(".csv") else content)
    with pytest.raises(InputError, match=r"summary\.csv' is not as it was written"):
        crate.unpack(changed, tmp_path / "there")


def test_what_is_no_bundle_is_said(tmp_path):
    (tmp_path / "x.zip").write_bytes(b"PK nonsense")
    with pytest.raises(InputError, match="this is no bundle"):
        crate.unpack(tmp_path / "x.zip", tmp_path / "there")
    with pytest.raises(InputError, match="this is no bundle"):
        crate.unpack(tmp_path / "none.zip", tmp_path / "there")


@pytest.mark.parametrize("word", ["--trust-code", "--record=x.py:f", "--scheduler=tcp://x:1"])
def test_no_record_runs_code_or_reaches_another_machine(word):
    record = Made(Path("x"), Path("x/y.json"), "run", ("tillitsim", "run", "a", word), {})
    with pytest.raises(InputError, match="not repeated"):
        record.arguments()


def test_no_record_chooses_where_to_write_or_another_program():
    given = ("tillitsim", "run", "a", "--out=/etc", "--workers=4096", "--seed=3")
    assert Made(Path("x"), Path("y"), "run", given, {}).arguments() == ["run", "a", "--seed=3"]
    with pytest.raises(InputError, match="cannot be repeated"):
        Made(Path("x"), Path("y"), "calibrate", ("tillitsim", "calibrate"), {}).arguments()


@pytest.mark.parametrize("text", ["[]", "{", '{"command": ["rm", "-rf"]}', '{"command": 3}'])
def test_what_is_no_record_is_said(tmp_path, text):
    (tmp_path / "manifest.json").write_text(text, "utf-8")
    with pytest.raises(InputError):
        made(tmp_path)


@pytest.mark.parametrize("name", ["home-care", "sweden-small", "trial-sundsvall-home-care"])
def test_a_scenario_comes_back_from_its_record(name):
    scenario = load(name)
    assert scenario_from(scenario_record(scenario)).digest == scenario.digest


def test_a_record_out_of_bounds_is_refused():
    record = scenario_record(load("demonstration"))
    for name, value in (("mix.trust", 1e9), ("mix.trst", 0.5)):
        wrong = {**record, "values": {**record["values"], name: value}}
        with pytest.raises(InputError):
            scenario_from(wrong)


def test_a_difference_is_relative_to_the_larger_and_text_is_beyond_every_tolerance():
    near, far = Difference("f", "p", 100.0, 99.0), Difference("f", "p", "a", "b")
    assert near.relative == pytest.approx(0.01)
    assert beyond([near, far], 0.02) == [far]
    assert beyond([near], 0.0) == [near]


def test_a_file_that_only_one_has_is_a_difference(tmp_path):
    for name in "ab":
        (tmp_path / name).mkdir()
    (tmp_path / "a" / "x.csv").write_text("y\n1\n")
    assert [each.file for each in differences(tmp_path / "a", tmp_path / "b")] == ["x.csv"]


def test_entries_and_columns_under_their_earlier_names_are_the_same(tmp_path):
    written = {
        "then": ('{"luck": "dice", "found": [{"worlds": 40}]}', "outcome,worlds\ncan,40\n"),
        "now": (
            '{"random": "dice", "found": [{"parameter_sets": 40}]}',
            "outcome,parameter_sets\ncan,40\n",
        ),
    }
    for folder, (record, table) in written.items():
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.json").write_text(record)
        (tmp_path / folder / "x.csv").write_text(table)
    assert not list(differences(tmp_path / "then", tmp_path / "now"))


@pytest.mark.usefixtures("repeated")
def test_how_another_version_writes_down_what_was_asked_is_no_difference(results, tmp_path):
    folder = copied(results, "run", tmp_path)
    record = json.loads((folder / "manifest.json").read_text("utf-8"))
    record["scenario"]["values"].pop("task.variety")
    record |= {"engine": "other", "digest": "0", "random": "dice"}
    (folder / "manifest.json").write_text(json.dumps(record), "utf-8")

    assert check(made(folder), tmp_path / "again").holds
    (folder / "manifest.json").write_text(
        json.dumps(record | {"months": 999, "engine": "other"}), "utf-8"
    )
    found = check(made(folder), tmp_path / "once more")
    assert [each.place for each in found.differing] == ["months"]


def test_a_bundle_holds_the_specification_the_scores_and_the_parameter_sets(results):
    names = {each.name for each in crate.entries_of([results / "run"], [])}
    assert {
        f"documents/{name}"
        for name in (
            "model.md",
            "odd.md",
            "evidence.md",
            "evidence-results.json",
            "ensemble.parquet",
            "calibration.json",
        )
    } <= names
