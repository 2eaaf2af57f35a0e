"""Sets come from the ensemble where there is one, else from the prior; always the same ones."""

import subprocess
import sys

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tillitsim.cli.study import sets_of
from tillitsim.errors import InputError
from tillitsim.runs.ensemble import parameter_sets
from tillitsim.runs.ensemble.parameter_sets import draw_sets
from tillitsim.scenario.declared.declarations import PARAMETERS


def test_without_an_ensemble_sets_are_drawn_from_the_ranges(tmp_path):
    drawn = draw_sets(8, 3, path=tmp_path / "none.parquet")
    assert not drawn.calibrated
    assert len(drawn.each) == 8
    for name, value in drawn.each[5].items():
        assert PARAMETERS[name].range[0] <= value <= PARAMETERS[name].range[1]
    assert drawn == draw_sets(8, 3, path=tmp_path / "none.parquet")


def test_a_part_of_an_ensemble_is_drawn_without_repeats(tmp_path):
    path = tmp_path / "ensemble.parquet"
    pq.write_table(pa.table({"motivation.base": [float(i) for i in range(10)]}), path)
    some = draw_sets(4, 1, path=path)
    assert some.calibrated
    values = [each["motivation.base"] for each in some.each]
    assert len(set(values)) == 4
    assert len(draw_sets(99, 1, path=path).each) == 10


def test_an_ensemble_of_another_version_is_refused(tmp_path):
    path = tmp_path / "ensemble.parquet"
    pq.write_table(pa.table({"motivation.bas": [1.0]}), path)
    with pytest.raises(InputError, match=r"there is no parameter motivation\.bas"):
        draw_sets(1, path=path)


def test_a_command_says_that_the_shipped_ensemble_is_not_there(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(parameter_sets, "evidence_folder", lambda: tmp_path / "a" / "evidence")
    assert not sets_of(3, 0).calibrated
    said = capsys.readouterr().err
    assert str(tmp_path / "a" / "calibration" / "ensemble.parquet") in said
    assert "drawn from all that is plausible instead" in said
    assert sets_of(0, 0).each == []
    assert capsys.readouterr().err == ""


def test_to_read_them_no_pandas_is_imported():
    script = (
        "import sys; from tillitsim.runs.ensemble.parameter_sets import draw_sets;"
        "assert draw_sets(3).each;"
        "sys.exit(bool({'pandas', 'scipy.stats'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
