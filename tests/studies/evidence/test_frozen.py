"""Predictions are frozen before they are run, and whoever changes one afterwards is found out."""

import pytest

from tillitsim.runs.ensemble.shipped import evidence_folder
from tillitsim.studies.evidence.frozen import as_text, mark, marks, must_be_frozen, with_new
from tillitsim.studies.evidence.load import load

ORIGINAL = (evidence_folder() / "falk-kosfeld-2006-hidden-cost.toml").read_text("utf-8")
PREDICTIONS = [p for p in sorted(evidence_folder().glob("*.toml")) if must_be_frozen(load(p))]


@pytest.mark.parametrize("path", PREDICTIONS, ids=lambda path: path.stem)
def test_a_shipped_prediction_is_as_it_was_frozen(path):
    """Changed since? Then it is no prediction any more: label it inspired, and say why."""
    assert marks().get(path.stem) == mark(path), "python tools/freeze.py adds new ones"


def test_words_may_be_mended_and_experiments_and_checks_may_not(tmp_path):
    path = tmp_path / "one.toml"

    def marked(old="", new=""):
        path.write_text(ORIGINAL.replace(old, new, 1) if old else ORIGINAL, "utf-8")
        return mark(path)

    assert marked('label = "fitted"', 'label = "untouched"') == marked()
    assert marked("translation = ", "# a note\ntranslation = ") == marked()
    assert marked("months = 30", "months = 31") != marked()
    assert marked("low = -35.8", "low = -35.9") != marked()


def test_what_is_frozen_stays_and_what_is_new_is_added(tmp_path):
    for name in ("a", "b"):
        (tmp_path / f"{name}.toml").write_text(ORIGINAL, "utf-8")
    kept = with_new({"a": "0" * 32}, sorted(tmp_path.glob("*.toml")))
    assert kept == {"a": "0" * 32, "b": mark(tmp_path / "b.toml")}
    file = tmp_path / "frozen.toml"
    file.write_text(as_text(kept), "utf-8")
    assert marks(file) == kept
