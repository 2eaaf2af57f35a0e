"""The one JIT decorator, and where compiled code is kept.

Compiled code is cached in a folder named after everything that decides it: the sources of all
kernels, and the versions of Python, Numba, llvmlite and NumPy. A helper that changes in another
file, which Numba's own cache does not notice (numba issue 1833), thus gets a new folder. A damaged
cache file is thrown away and compiled afresh; where nothing can be written, nothing is cached.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from collections.abc import Callable
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar

import numba
import numpy as np

Function = TypeVar("Function", bound=Callable[..., Any])

PACKAGE = Path(__file__).parents[2]
DECLARED = ("parameter", "table_file", "instruments", "declarations", "schema")
KERNELS = (
    *("model/core", "model/state", "model/mechanisms", "model"),
    *(f"scenario/{name}.py" for name in DECLARED),
    *(f"scenario/{name}.toml" for name in ("context", "interaction", "instruments")),
)


@cache
def fingerprint() -> str:
    """What decides compiled code, as 16 hex digits; the engine's version in manifests."""
    digest = hashlib.blake2b(digest_size=8)
    for name in ("numba", "llvmlite", "numpy"):
        digest.update(f"{name} {version(name)}\n".encode())
    digest.update(sys.version.encode())
    for part in KERNELS:
        path = PACKAGE / part
        inside = (*path.glob("*.py"), *path.glob("*.toml"))
        for file in sorted(inside) if path.is_dir() else [path]:
            digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def _homes() -> list[Path]:
    """Folders where a cache may live, the best first."""
    if os.environ.get("NUMBA_CACHE_DIR"):
        return [Path(os.environ["NUMBA_CACHE_DIR"])]
    candidates = []
    if os.environ.get("XDG_CACHE_HOME"):
        candidates.append(Path(os.environ["XDG_CACHE_HOME"]))
    elif os.environ.get("LOCALAPPDATA"):
        candidates.append(Path(os.environ["LOCALAPPDATA"]))
    else:
        candidates.append(Path("~").expanduser() / ".cache")
    user = getattr(os, "getuid", lambda: "user")()
    return [*candidates, Path(tempfile.gettempdir()) / f"tillitsim-{user}"]


@cache
def cache_folder() -> Path | None:
    """The folder for compiled code, made if need be; None where nothing can be written."""
    for home in _homes():
        folder = home / "tillitsim" / "jit" / fingerprint()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                return folder
        except OSError:
            continue
    return None


def _guard(dispatcher: Any) -> None:
    """Let a damaged or unwritable cache cost a compilation, never the run.

    Numba raises EOFError or UnpicklingError for ever once an index or data file has been cut short
    (numba issue 10434).
    """
    kept = getattr(dispatcher, "_cache", None)
    if kept is None or not hasattr(kept, "load_overload"):
        return
    load, save = kept.load_overload, kept.save_overload

    def load_or_discard(signature: Any, context: Any) -> Any:
        try:
            return load(signature, context)
        except Exception:  # noqa: BLE001 - a cut file can fail in any way that unpickling knows
            _quietly(kept.flush)
            return None

    def save_if_possible(signature: Any, data: Any) -> None:
        _quietly(lambda: save(signature, data))

    kept.load_overload, kept.save_overload = load_or_discard, save_if_possible


def _quietly(action: Callable[[], object]) -> None:
    try:
        action()
    except Exception:  # noqa: BLE001 - a cache that cannot be written is done without
        return


def _compile(function: Function, *, force_inline: bool) -> Function:
    folder = cache_folder()
    settings: Any = numba.config
    compiler: Any = numba.njit
    before = settings.CACHE_DIR
    settings.CACHE_DIR = "" if folder is None else str(folder)
    try:
        dispatcher: Any = compiler(
            error_model="numpy",
            fastmath=False,
            nogil=True,
            cache=folder is not None,
            forceinline=force_inline,
            _nrt=False,  # nothing can be allocated, and no reference is counted
        )(function)
    finally:
        settings.CACHE_DIR = before
    _guard(dispatcher)
    compiled: Function = dispatcher
    return compiled


def rule(function: Function) -> Function:
    """A small pure scalar function: compiled into whatever calls it, so that loops vectorise."""
    return _compile(function, force_inline=True)


@rule
def row_of(i: Any) -> Any:
    """A row number as an index that is known not to count from the end, which saves a test."""
    return np.uint64(i)


def kernel(function: Function) -> Function:
    """A loop over tables that applies rules and is the only thing that assigns."""
    return _compile(function, force_inline=False)
