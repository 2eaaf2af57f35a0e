"""The one JIT decorator."""

from __future__ import annotations

import numba

OPTIONS = {"error_model": "numpy", "fastmath": False, "nogil": True, "cache": True}


def rule(function):
    return numba.njit(forceinline=True, **OPTIONS)(function)


def kernel(function):
    return numba.njit(**OPTIONS)(function)
