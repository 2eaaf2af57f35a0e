"""Kernels call nothing but themselves, and allocate nothing: equal bits everywhere need that."""

import ast
from pathlib import Path

import numpy as np
import pytest
from numba.core.errors import NumbaError

from tillitsim.model.core.jit import kernel

SOURCE = Path(__file__).parents[3] / "src" / "tillitsim"
MODEL = SOURCE / "model"
KERNELS = [
    MODEL / "core" / "numerics.py",
    MODEL / "core" / "random.py",
    *sorted((MODEL / "mechanisms").glob("*.py")),
]
KERNELS += [MODEL / name for name in ("initialise.py", "month.py", "observe.py")]
EXACT = {"sqrt"}
"""Rounded correctly everywhere by the rules of floating point (IEEE 754)."""
INEXACT = {
    "exp", "log", "log1p", "expm1", "sin", "cos", "tan", "tanh", "pow", "power", "exp2", "log2",
    "log10", "hypot", "cbrt", "gamma", "lgamma", "erf", "random", "normal", "uniform", "choice",
}  # fmt: skip


def compiled(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            names = {
                getattr(d, "id", getattr(getattr(d, "func", None), "id", ""))
                for d in node.decorator_list
            }
            if names & {"rule", "kernel", "entry"}:
                yield node


@pytest.mark.parametrize("path", KERNELS, ids=lambda path: path.name)
def test_no_kernel_calls_a_mathematical_library(path):
    for function in compiled(ast.parse(path.read_text("utf-8"))):
        for node in ast.walk(function):
            owner = getattr(getattr(node, "value", None), "id", "")
            if isinstance(node, ast.Attribute) and owner in {"math", "np", "numpy", "random"}:
                assert node.attr not in INEXACT - EXACT, f"{function.name}: {node.attr}"
            if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow):
                whole = isinstance(getattr(node.right, "value", None), int)
                assert whole, f"{function.name}: a power by the library"


def test_nothing_is_compiled_with_fast_mathematics():
    for path in SOURCE.rglob("*.py"):
        assert "fastmath=True" not in path.read_text("utf-8"), path.name


def test_a_kernel_that_allocates_does_not_compile():
    @kernel
    def allocating(count):
        return np.zeros(count).sum()

    with pytest.raises(NumbaError, match=r"No implementation of function.*zeros"):
        allocating(3)
