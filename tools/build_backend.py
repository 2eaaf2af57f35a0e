"""The build backend: hatchling, and the compiler of the kernels where a wheel is built.

A wheel brings the kernels compiled (``build_hook.py``), so Numba is needed to build one, and what
the model imports. An editable installation and a source distribution bring none and need no more
than hatchling; there the kernels are compiled once, when they are needed first.
"""

from __future__ import annotations

from typing import Any

from hatchling.build import (
    build_editable,
    build_sdist,
    build_wheel,
    get_requires_for_build_editable,
    get_requires_for_build_sdist,
)

__all__ = [
    "build_editable",
    "build_sdist",
    "build_wheel",
    "get_requires_for_build_editable",
    "get_requires_for_build_sdist",
    "get_requires_for_build_wheel",
]

COMPILING = ["numba>=0.62", "numpy>=2", "pydantic>=2.7"]


def get_requires_for_build_wheel(config_settings: dict[str, Any] | None = None) -> list[str]:  # noqa: ARG001 - PEP 517
    """What building a wheel needs beyond hatchling."""
    return COMPILING
