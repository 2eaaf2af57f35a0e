"""Another experiment, model or writer in the same folder: refused with a reason, or taken on."""

from dataclasses import replace

import pytest

from tillitsim.errors import BAD_INPUT, ERROR
from tillitsim.model.core import jit
from tillitsim.runs.experiment.load import load
from tillitsim.runs.store.folder import BusyError
from tillitsim.runs.sweeps.manifest import ChangedError
from tillitsim.runs.sweeps.plan import Plan
from tillitsim.runs.sweeps.sweep import sweep

FILES = ("results.parquet", "points.parquet", "sweep.json")


def content(folder):
    return [(folder / name).read_bytes() for name in FILES]


def test_a_changed_arm_is_refused_and_explained(experiment_file, plan, tmp_path):
    folder = tmp_path / "sweep"
    sweep(plan, folder, workers=1)
    before = content(folder)
    text = experiment_file.read_text("utf-8")
    experiment_file.write_text(text.replace("set.mix.trust = 0.8", "set.mix.trust = 0.7"), "utf-8")
    with pytest.raises(ChangedError) as told:
        sweep(Plan(load(experiment_file)), folder, workers=1)
    assert told.value.exit_code == BAD_INPUT
    assert "arm 'trusting' has changed: mix.competition was" in str(told.value)
    assert "6 of its 12 points are not in the experiment any more" in str(told.value)
    assert "--out" in str(told.value)
    assert content(folder) == before


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"seed": 8}, "the seed was 7 then and is 8 now"),
        ({"independent": True}, "--independent was False then and is True now"),
    ],
)
def test_another_seed_or_pairing_is_refused(plan, tmp_path, change, told):
    sweep(plan, tmp_path / "sweep", workers=1)
    with pytest.raises(ChangedError, match=told):
        sweep(Plan(plan.experiment, **change), tmp_path / "sweep", workers=1)


def test_another_version_of_the_model_is_refused(plan, tmp_path, monkeypatch):
    sweep(plan, tmp_path / "sweep", workers=1)
    monkeypatch.setattr(jit, "fingerprint", lambda: "0123456789abcdef")
    with pytest.raises(
        ChangedError, match=r"is 0123456789abcdef-\w+ now \(its source has changed\)"
    ):
        sweep(Plan(plan.experiment), tmp_path / "sweep", workers=1)


def test_more_replicates_and_more_points_keep_what_is_done(plan, tmp_path, performed):
    folder = tmp_path / "sweep"
    sweep(plan, folder, workers=1)
    performed.clear()
    more = replace(plan.experiment, replicates=4)
    assert sweep(Plan(more), folder, workers=1).computed == 12
    design = more.design
    axis = replace(design.vary[1], values=(*design.vary[1].values, 0.4))
    wider = replace(more, design=replace(design, vary=(design.vary[0], axis)))
    swept = sweep(Plan(wider), folder, workers=1)
    assert swept.computed == 3 * 2 * 4
    assert len(set(performed)) == len(performed)
    sweep(Plan(wider), tmp_path / "at once", workers=1)
    assert content(folder) == content(tmp_path / "at once")


def test_fewer_replicates_leave_the_others_out_of_the_table(plan, tmp_path):
    folder = tmp_path / "sweep"
    sweep(plan, folder, workers=1)
    fewer = Plan(replace(plan.experiment, replicates=2))
    assert sweep(fewer, folder, workers=1).computed == 0
    sweep(fewer, tmp_path / "at once", workers=1)
    assert content(folder) == content(tmp_path / "at once")


def test_a_second_writer_is_refused_while_the_first_works(plan, tmp_path):
    told = []

    def look(progress):
        if progress.done and not told:
            with pytest.raises(BusyError, match="already") as refused:
                sweep(plan, tmp_path / "sweep", workers=1)
            told.append(refused.value.exit_code)

    assert sweep(plan, tmp_path / "sweep", workers=1, on_progress=look).complete
    assert told == [ERROR]
