"""`import tillitsim` is quick: Mesa and Numba come when they are asked for."""

from __future__ import annotations

import subprocess
import sys

import pytest

import tillitsim

HEAVY = ("mesa", "numba", "numpy", "pandas", "matplotlib", "pyarrow")


def in_a_new_python(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout


def test_importing_the_package_imports_nothing_heavy() -> None:
    code = f"import sys, tillitsim; print([m for m in {HEAVY!r} if m in sys.modules])"
    assert in_a_new_python(code).strip() == "[]"


@pytest.mark.parametrize("name", ["SteeringChain", "Politician", "Manager", "Staff", "Citizen"])
def test_the_public_names_can_be_imported_from_the_package(name: str) -> None:
    assert getattr(tillitsim, name).__name__ == name
    assert name in dir(tillitsim)
    assert name in tillitsim.__all__


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Steering'"):
        _ = tillitsim.Steering
