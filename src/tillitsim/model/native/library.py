"""The library of compiled kernels: found, checked, put into memory, called.

A library is one file for one kind of processor: a digest, a description in JSON, then code and
constants that run wherever they lie (:mod:`tillitsim.model.native.image`). It is looked for beside
this file, where a wheel has it, then in the user's private cache; where there is none, it is built
there once. It is used only if it was compiled from the very sources that lie here, and called only
with a state laid out as the one that it was compiled for.

``TILLITSIM_KERNELS`` in the environment chooses another: ``jit``, or the name of a target that this
processor can run, such as ``x86-64-v2``.
"""

from __future__ import annotations

import ctypes
import json
import mmap
import os
import sys
from functools import cache
from pathlib import Path
from threading import Lock, local
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tillitsim.locale import _
from tillitsim.model.core import cache as private
from tillitsim.model.core.fingerprint import fingerprint
from tillitsim.model.native import memory, targets

SHIPPED = Path(__file__).parent / "libraries"
CHOICE = "TILLITSIM_KERNELS"
JIT = "jit"
PREFIX = 8
UNFIT = -2
REMEMBERED = 32 * 2**20
"""Bytes of a state that is held on to after a call, at most."""

_ONE_AT_A_TIME = Lock()


class LibraryError(Exception):
    """Why a library cannot be used; for the one who asked for it."""


def packed(about: dict[str, object], code: bytes) -> bytes:
    """The content of a library's file."""
    text = json.dumps(about, sort_keys=True, separators=(",", ":")).encode()
    return len(text).to_bytes(PREFIX, "little") + text + code


def unpacked(content: bytes) -> tuple[dict[str, Any], bytes]:
    """Description and code of a library."""
    length = int.from_bytes(content[:PREFIX], "little")
    return json.loads(content[PREFIX : PREFIX + length]), content[PREFIX + length :]


Places = NDArray[np.int64]
"""What the header of a state says of one leaf."""


class _Leaf(NamedTuple):
    value: Any


class _Last(NamedTuple):
    """The last state of a thread, its header, and each leaf with its places in it."""

    state: object
    header: NDArray[np.int64]
    leaves: tuple[tuple[Any, Places], ...]


class Library:
    """Compiled kernels in memory, to be called by name."""

    def __init__(self, content: bytes) -> None:
        self.about, code = unpacked(content)
        if self.about["fingerprint"] != fingerprint():
            raise LibraryError(_("it was compiled from other sources"))
        self._base, self._pages = executable(code)
        self._last = local()
        self._types: list[tuple[np.dtype[Any], int]] | None = None
        self.functions = {
            name: Function(self, self._base + each["offset"], each["arguments"], each["result"])
            for name, each in self.about["entries"].items()
        }

    @property
    def target(self) -> str:
        """The kind of processor that it is for."""
        return str(self.about["target"])

    def header(self, state: object) -> NDArray[np.int64] | None:
        """Where the state is, for compiled code; None if it is not laid out as that expects.

        A thread remembers the last one, unless it is large, so that a run month by month looks up
        its addresses once, and one in the memory of the run before only those that are new.
        """
        last: _Last | None = getattr(self._last, "found", None)
        if last is not None and last.state is state:
            return last.header
        if not hasattr(state, "_fields"):
            return None
        values = [value for _, value in memory.leaves(state)]
        found = _as_before(values, last)
        if not self._fits(state, values, found):
            return None
        places = [
            memory.header(_Leaf(value)) if at is None else at
            for value, at in zip(values, found, strict=True)
        ]
        made = np.concatenate(places)
        if sum(value.nbytes for value in values) <= REMEMBERED:
            self._last.found = _Last(state, made, tuple(zip(values, places, strict=True)))
        return made

    def _fits(self, state: object, values: list[Any], found: list[Places | None]) -> bool:
        """Whether leaves are laid out as compiled code expects; those found before are."""
        if self._types is None:
            types = [_type_of(value) for value in values]
            fit = all(dimensions != UNFIT for _, dimensions in types)
            if not fit or memory.describe(state) != self.about["layout"]:
                return False
            self._types = types
        return len(values) == len(self._types) and all(
            at is not None or _type_of(value) == expected
            for value, at, expected in zip(values, found, self._types, strict=True)
        )


def _as_before(values: list[Any], last: _Last | None) -> list[Places | None]:
    """What the header says of each leaf that is the very one of the last state; None of others."""
    if last is None or len(last.leaves) != len(values):
        return [None] * len(values)
    return [
        at if value is old else None for value, (old, at) in zip(values, last.leaves, strict=True)
    ]


def _type_of(value: Any) -> tuple[np.dtype[Any], int]:
    """Element type and dimensions of a leaf (-1: a scalar), where they lie as they should."""
    if isinstance(value, np.ndarray):
        return value.dtype, value.ndim if value.flags.carray else UNFIT
    return np.asarray(value).dtype, -1


class Function:
    """One function of a library: ``(header, numbers ...)``."""

    def __init__(self, library: Library, address: int, arguments: str, result: bool) -> None:  # noqa: FBT001 - from a table
        kinds = {"i": ctypes.c_int64, "f": ctypes.c_double}
        given: list[Any] = [kinds[letter] for letter in arguments]
        prototype = ctypes.CFUNCTYPE(ctypes.c_int64, ctypes.c_void_p, *given)
        self.library = library
        self._call = prototype(address)
        self._cast = [int if letter == "i" else float for letter in arguments]
        self._result = result

    def __call__(self, header: NDArray[np.int64], *numbers: Any) -> int | None:
        """Call it; other threads go on meanwhile."""
        given = [cast(number) for cast, number in zip(self._cast, numbers, strict=True)]
        returned = self._call(header.ctypes.data, *given)
        if returned == memory.FAILED:
            raise ValueError(_("the arrays of this state do not fit each other"))
        return returned if self._result else None


def executable(code: bytes) -> tuple[int, Any]:
    """Put code where it can be run and no longer written; its address, and what keeps it there."""
    if sys.platform == "win32":
        return _executable_on_windows(code)
    pages = mmap.mmap(-1, max(1, len(code)), prot=mmap.PROT_READ | mmap.PROT_WRITE)
    pages.write(code)
    address = np.frombuffer(pages, np.uint8).ctypes.data
    system = ctypes.CDLL(None, use_errno=True)
    if hasattr(system, "sys_icache_invalidate"):  # macOS on ARM
        system.sys_icache_invalidate(ctypes.c_void_p(address), ctypes.c_size_t(len(code)))
    if system.mprotect(
        ctypes.c_void_p(address), ctypes.c_size_t(len(code)), mmap.PROT_READ | mmap.PROT_EXEC
    ):
        raise LibraryError(
            _("this system does not let it run ({os})").format(os=os.strerror(ctypes.get_errno()))
        )
    return address, pages


def _executable_on_windows(code: bytes) -> tuple[int, Any]:
    reserve_and_commit, writable, runnable = 0x3000, 0x04, 0x20
    system = ctypes.windll.kernel32  # type: ignore[attr-defined,unused-ignore]
    system.VirtualAlloc.restype = ctypes.c_void_p
    size = ctypes.c_size_t(len(code))
    address = system.VirtualAlloc(None, size, reserve_and_commit, writable)
    if not address:
        raise LibraryError(_("there is no memory for it"))
    ctypes.memmove(address, code, len(code))
    before = ctypes.c_ulong()
    if not system.VirtualProtect(ctypes.c_void_p(address), size, runnable, ctypes.byref(before)):
        raise LibraryError(_("this system does not let it run"))
    return address, None


def file_name(target: str) -> str:
    """The name of a target's library."""
    return f"kernels-{target}.bin"


def kept_in() -> Path | None:
    """The folder of what was built here from these sources; None if there can be none."""
    return private.folder("kernels", fingerprint())


def shipped(target: targets.Target) -> Library | None:
    """The library that came with the package; None if there is none of these sources."""
    path = SHIPPED / file_name(target.name)
    try:
        content = private.unsealed(path.read_bytes())
    except OSError:
        return None
    try:
        if content is not None:
            return Library(content)
        reason = _("it is damaged")
    except LibraryError as problem:
        reason = str(problem)
    private.tell(
        _("The compiled kernels that came with tillitsim are not used: {reason}.").format(
            reason=reason
        )
    )
    return None


def chosen() -> tuple[targets.Target, ...]:
    """Targets to look for, the best first; none if just-in-time compilation is asked for."""
    choice = os.environ.get(CHOICE, "")
    possible = targets.runnable()
    if not choice:
        return possible
    wanted = tuple(target for target in possible if target.name == choice)
    if not wanted and choice != JIT:
        known = ", ".join([JIT, *(target.name for target in possible)])
        private.tell(
            _("{choice} is {choice2!r}, which this machine has not; it has {known}.").format(
                choice=CHOICE, choice2=choice, known=known
            )
        )
    return wanted


@cache
def _library(choice: str) -> Library | None:  # noqa: ARG001 - what is remembered depends on it
    wanted = chosen()
    for target in wanted:
        found = shipped(target)
        if found is not None:
            return found
    if not wanted:
        return None
    from tillitsim.model.native import build  # noqa: PLC0415 - seldom needed

    try:
        return Library(build.contents(wanted[:1])[wanted[0].name])
    except (LibraryError, build.BuildError) as problem:
        private.tell(
            _(
                "The kernels could not be compiled ahead of time ({problem}): each is compiled"
                " when it is needed, which takes half a minute once."
            ).format(problem=problem)
        )
        return None


def library() -> Library | None:
    """The library for this processor, built now if there is none; None: compile just in time."""
    choice = os.environ.get(CHOICE, "")
    with _ONE_AT_A_TIME:
        return _library(choice)


def function(kernel: object) -> Function | None:
    """The library's function for a kernel; None where it has none."""
    held = library()
    return None if held is None else held.functions.get(name_of(kernel))


def name_of(kernel: Any) -> str:
    """A kernel's name in a library."""
    return f"{kernel.__module__}.{kernel.__qualname__}"
