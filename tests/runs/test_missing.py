"""Reductions over what is there: NumPy's where something is, NaN where nothing is, no warning."""

import ast
import warnings
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import tillitsim
from tillitsim.runs.statistics import missing

SOURCE = Path(tillitsim.__file__).parent
VALUES = arrays(float, (4, 3), elements=st.floats(-1e3, 1e3) | st.just(np.nan))
PAIRS = [
    (missing.mean, lambda values: np.nanmean(values, axis=0)),
    (missing.lowest, lambda values: np.nanmin(values, axis=0)),
    (missing.highest, lambda values: np.nanmax(values, axis=0)),
    (lambda values: missing.percentiles(values, (10, 90)),
     lambda values: np.nanpercentile(values, (10, 90), axis=0)),
]  # fmt: skip


@pytest.mark.parametrize(("ours", "numpys"), PAIRS)
@given(VALUES)
def test_they_are_those_of_numpy_and_never_warn(ours, numpys, values):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = ours(values)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        expected = numpys(values)
    assert np.allclose(found, expected, rtol=1e-12, atol=1e-9, equal_nan=True)


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=lambda path: path.stem)
def test_nothing_else_reduces_over_a_choice_that_may_be_empty(path):
    if path == SOURCE / "runs" / "statistics" / "missing.py":
        return
    names = {node.attr for node in ast.walk(ast.parse(path.read_text("utf-8")))
             if isinstance(node, ast.Attribute)}  # fmt: skip
    assert not names & {name for name in dir(np) if name.startswith("nan") and name[3:] in dir(np)}
