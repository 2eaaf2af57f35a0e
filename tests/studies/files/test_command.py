"""The schema of each kind of file says what its reader says; files of version 0.1 are read."""

import json
import tomllib
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from jsonschema import Draft4Validator

from tillitsim.errors import InputError
from tillitsim.scenario.description.json_schema import json_schema
from tillitsim.studies.files.command import KINDS, convert, model_of, schema

EARLIER = Path(__file__).with_name("version-0.1.zip")
"""Every file that came with version 0.1."""


def test_every_shipped_file_is_valid_under_its_schema(kind, shipped):
    validator = Draft4Validator(json_schema(model_of(kind)))
    for path in shipped[kind]:
        complaints = [
            e.message for e in validator.iter_errors(tomllib.loads(path.read_text("utf-8")))
        ]
        assert complaints == [], path.name


@pytest.mark.parametrize("language", ["en", "sv"])
def test_the_schema_is_printed_in_the_words_of_draft_4(kind, language):
    done = CliRunner().invoke(schema, [kind, f"--language={language}"])
    printed = json.loads(done.stdout)
    Draft4Validator.check_schema(printed)
    assert printed["title"] == f"tillitsim: {kind}"
    assert '"$defs"' not in done.stdout
    assert '"const"' not in done.stdout


def test_there_is_a_schema_for_every_kind(readers):
    assert set(KINDS) == set(readers)


def kind_of(name: str) -> str:
    """What kind of file a name in the archive is."""
    folder = Path(name).parent.name
    return {"scenarios": "scenario", "experiments": "experiment", "evidence": "finding",
            "claims": "claims", "calibration": "plan"}[folder]  # fmt: skip


@pytest.fixture(scope="module")
def earlier(tmp_path_factory):
    """The files of version 0.1, in the folders where they were."""
    folder = tmp_path_factory.mktemp("earlier")
    with zipfile.ZipFile(EARLIER) as archive:
        archive.extractall(folder)
    return folder


REFRAMED = "E10.toml"
"""The one file of version 0.1 that must be converted: it frames rewards by two numbers."""


def test_every_file_of_version_0_1_is_still_read_or_says_how_it_is_turned(earlier, readers):
    found = sorted(earlier.rglob("*.toml"))
    assert len(found) == 122
    for path in found:
        if path.name == REFRAMED:
            with pytest.raises(InputError, match="'tillitsim convert' turns the file"):
                readers[kind_of(str(path))](path)
        else:
            readers[kind_of(str(path))](path)


def test_how_a_reward_is_framed_becomes_one_number(earlier, readers, tmp_path):
    (path,) = earlier.rglob(REFRAMED)
    done = CliRunner().invoke(convert, [str(path)])
    assert "motivation.informing is gone" in done.stderr
    (tmp_path / REFRAMED).write_text(done.stdout, "utf-8")
    arms = readers["finding"](tmp_path / REFRAMED).experiment.arms
    framed = [each.set.get("motivation.controlling") for each in arms]
    before = tomllib.loads(path.read_text("utf-8"))["experiment"]["arms"]
    assert framed == pytest.approx(
        [e["set"]["motivation.controlling"] - e["set"]["motivation.informing"] for e in before]
    )


def test_every_file_of_version_0_1_means_the_same_when_it_is_converted(earlier, readers, tmp_path):
    for path in sorted((earlier / "experiments").rglob("*.toml")):
        kind = kind_of(str(path))
        if kind == "experiment":
            continue  # whose scenarios lie beside it; nothing in them was renamed
        done = CliRunner().invoke(convert, [str(path)])
        assert done.exit_code == 0
        again = tmp_path / path.name
        again.write_text(done.stdout, "utf-8")
        assert path.name == REFRAMED or readers[kind](again) == readers[kind](path)
        assert CliRunner().invoke(convert, [str(again)]).stdout == done.stdout


def test_what_version_0_1_took_for_a_number_becomes_one(tmp_path, earlier, readers):
    original = (earlier / "experiments/evidence/E64.toml").read_text("utf-8")
    months = next(row for row in original.splitlines() if row.startswith("months = "))
    lax = original.replace(months, f'months = "{months.removeprefix("months = ")}"')
    lax = "\n".join(row for row in lax.splitlines() if not row.startswith("smallest"))
    path, new = tmp_path / "old.toml", tmp_path / "new.toml"
    path.write_text(lax, "utf-8")
    with pytest.raises(InputError) as wrong:
        readers["finding"](path)
    assert "months" in str(wrong.value)
    done = CliRunner().invoke(convert, [str(path), "--out", str(new)])
    assert "is now written out" in done.stderr
    assert readers["finding"](new).experiment.months == int(months.removeprefix("months = "))
    assert "smallest = 0.1" in new.read_text("utf-8")


def test_a_conversion_never_writes_over_a_file(tmp_path, shipped):
    there = tmp_path / "there.toml"
    there.write_text("kept", "utf-8")
    done = CliRunner().invoke(convert, [str(shipped["plan"][0]), "--out", str(there)])
    assert isinstance(done.exception, InputError)
    assert there.read_text("utf-8") == "kept"
