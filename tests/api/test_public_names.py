"""``import tillitsim`` is quick, and gives what it says it gives."""

import inspect
import subprocess
import sys

import pytest

import tillitsim as ts


def test_importing_waits_for_nothing_heavy():
    heavy = {"mesa", "numba", "numpy", "pandas", "matplotlib", "pyarrow", "scipy"}
    code = f"import sys, tillitsim; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize("name", ts.__all__)
def test_every_public_name_is_there_and_documented(name):
    there = getattr(ts, name)
    assert there.__doc__.strip()
    assert name in dir(ts)


def test_a_name_that_is_not_there_is_told():
    with pytest.raises(AttributeError, match="no attribute 'simulates'"):
        _ = ts.simulates


@pytest.mark.parametrize("name", ["simulate", "compare", "sweep", "outcome"])
def test_options_are_given_by_name_and_typed(name):
    signature = inspect.signature(getattr(ts, name))
    positional = [
        each.name for each in signature.parameters.values()
        if each.kind not in {inspect.Parameter.KEYWORD_ONLY, inspect.Parameter.VAR_POSITIONAL}
    ]  # fmt: skip
    assert len(positional) <= 1
    assert all(each.annotation is not each.empty for each in signature.parameters.values())
    assert signature.return_annotation is not signature.empty
