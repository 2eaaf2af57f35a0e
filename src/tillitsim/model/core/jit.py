"""How rules and kernels are compiled: when they are needed, and not before.

``@rule`` and ``@kernel`` import no compiler. A kernel that Python calls is compiled by Numba then;
one that another kernel calls is compiled with it. An ``@entry``, which Python calls with a whole
``State``, is looked up in the library that was compiled ahead of time
(:mod:`tillitsim.model.native`), and needs Numba only where there is none.

What Numba compiles is kept in a private folder (:mod:`tillitsim.model.core.cache`) named after
everything that decides it: the sources of all kernels, and the versions of Python, Numba, llvmlite
and NumPy. A helper that changes in another file, which Numba's own cache does not notice (numba
issue 1833), thus gets a new folder.
"""

from __future__ import annotations

import hashlib
import pickle
import sys
from collections.abc import Callable
from functools import cache, cached_property, partial, update_wrapper
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar, cast

import numpy as np

from tillitsim.model.core import cache as private
from tillitsim.model.core.fingerprint import PACKAGE, fingerprint
from tillitsim.model.native import library

__all__ = [
    "PACKAGE",
    "Kernel",
    "cache_folder",
    "entry",
    "fingerprint",
    "kernel",
    "on",
    "row_of",
    "rule",
]

Function = TypeVar("Function", bound=Callable[..., object])
EVERYWHERE = {"error_model": "numpy", "fastmath": False, "nogil": True, "_nrt": False}
"""How everything is compiled; without ``_nrt`` nothing can be allocated, no reference counted."""


@cache
def cache_folder() -> Path | None:
    """The folder for what Numba compiles, made if need be; None where nothing can be kept."""
    digest = hashlib.blake2b(sys.version.encode(), digest_size=8)
    for name in ("numba", "llvmlite", "numpy"):
        digest.update(f"{name} {version(name)}\n".encode())
    return private.folder("jit", f"{fingerprint()}-{digest.hexdigest()}")


class Overloads:
    """Numba's compiled overloads of one function, each in a file with a digest.

    Stands for Numba's own index and data files, which it unpickles as they are.
    """

    def __init__(self, folder: Path, name: str) -> None:
        self.folder = folder
        self.name = name

    def _path(self, key: object) -> Path:
        digest = hashlib.blake2b(f"{self.name} {key!r}".encode(), digest_size=16).hexdigest()
        return self.folder / f"{self.name.rpartition('.')[2]}-{digest}.code"

    def load(self, key: object) -> object:
        """The overload that was kept under ``key``, or None."""
        content = private.read(self._path(key))
        return None if content is None else pickle.loads(content)  # noqa: S301 - ours alone to write, and whole

    def save(self, key: object, overload: object) -> None:
        """Keep an overload; where nothing can be written, it is done without."""
        from numba.core.serialize import dumps  # noqa: PLC0415 - only where something is compiled

        private.write(self._path(key), dumps(overload))

    def flush(self) -> None:
        """Nothing to forget: what does not match its key is never found."""


def _compile(function: Callable[..., object], **settings: object) -> Any:
    """A Numba dispatcher of ``function`` that keeps what it compiles."""
    import numba  # noqa: PLC0415 - takes half a second, and is seldom needed

    dispatcher: Any = numba.njit(no_cfunc_wrapper=True, **EVERYWHERE, **settings)(function)
    folder = cache_folder()
    if folder is not None and hasattr(dispatcher, "enable_caching"):
        numba_config: Any = numba.config
        before, numba_config.CACHE_DIR = numba_config.CACHE_DIR, str(folder)
        try:
            dispatcher.enable_caching()
        finally:
            numba_config.CACHE_DIR = before
        name = f"{sorted(settings.items())} {function.__module__}.{function.__qualname__}"
        dispatcher._cache._cache_file = Overloads(folder, name)  # noqa: SLF001 - Numba's own has no digest
    return dispatcher


class Kernel:
    """A function to be compiled: by whatever calls it, or when Python calls it.

    ``py_func`` is the function itself. To other compiled code, a user's own too, it looks like a
    dispatcher of Numba's.
    """

    def __init__(self, function: Callable[..., object], *, inlined: bool) -> None:
        update_wrapper(self, function)
        self.py_func = function
        self.inlined = inlined

    @cached_property
    def dispatcher(self) -> Any:
        """What Python calls."""
        return _compile(self.py_func)

    @cached_property
    def called_by_kernels(self) -> Any:
        """What other compiled code calls; it needs no wrapper for Python, which takes long."""
        return _compile(self.py_func, no_cpython_wrapper=True, forceinline=self.inlined)

    @property
    def _numba_type_(self) -> Any:
        return self.called_by_kernels._numba_type_

    def __call__(self, *arguments: object) -> Any:
        """Compile if need be, and call."""
        return self.dispatcher(*arguments)

    def __reduce__(self) -> str:
        """A kernel is pickled by its name, as a function is."""
        return self.py_func.__qualname__


class Entry(Kernel):
    """A kernel that Python calls with a whole state: compiled ahead of time."""

    def __call__(self, *arguments: object) -> Any:
        """Call compiled code: from the library if it has what fits the arguments, else Numba's."""
        function = library.function(self)
        if function is not None:
            header = function.library.header(arguments[0])
            if header is not None:
                return function(header, *arguments[1:])
        return self.dispatcher(*arguments)


def rule(function: Function) -> Function:
    """A small pure scalar function: compiled into whatever calls it, so that loops vectorise."""
    return cast("Function", Kernel(function, inlined=True))


def kernel(function: Function) -> Function:
    """A loop over tables that applies rules and is the only thing that assigns."""
    return cast("Function", Kernel(function, inlined=False))


def entry(function: Function) -> Function:
    """A kernel that Python calls with a state, then numbers.

    The numbers are annotated ``int``, ``float`` or ``bool``; what is returned as well, if anything,
    and that is an ``int``.
    """
    return cast("Function", Entry(function, inlined=False))


def on(kernel: Any, state: Any) -> Callable[..., Any]:
    """An entry for one state, which is looked up once; the state's arrays have to stay."""
    function = library.function(kernel)
    if function is None or (header := function.library.header(state)) is None:
        return partial(kernel, state)
    return partial(function, header)


@rule
def row_of(i: Any) -> Any:
    """A row number as an index that is known not to count from the end, which saves a test."""
    return np.uint64(i)
