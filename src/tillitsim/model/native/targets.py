"""Kinds of processor that the kernels are compiled for, and which of them this machine has."""

from __future__ import annotations

import platform
import sys
from importlib import import_module
from typing import NamedTuple


class Target(NamedTuple):
    """A kind of processor.

    ``needs`` are the features, as NumPy calls them, without which the code does not run there; the
    code uses no others, so that what NumPy sees is enough to choose.
    """

    name: str
    triple: str
    features: str
    needs: tuple[str, ...] = ()


SSE = "+sse3,+ssse3,+sse4.1,+sse4.2,+popcnt"
AVX2 = f"{SSE},+avx,+avx2"
AVX512 = f"{AVX2},+avx512f,+avx512cd,+avx512bw,+avx512dq,+avx512vl"
SEES_SSE = ("SSE42", "POPCNT")
SEES_AVX2 = (*SEES_SSE, "AVX2")
SEES_AVX512 = (*SEES_AVX2, "AVX512F", "AVX512CD", "AVX512BW", "AVX512DQ", "AVX512VL")
LEVELS = (("v4", AVX512, SEES_AVX512), ("v3", AVX2, SEES_AVX2), ("v2", SSE, SEES_SSE))

# Code is laid out as ELF everywhere, also where the system's own programs are not: it is put into
# memory by us. What differs between systems is how functions are called.
UNIX = tuple(
    Target(f"x86-64-{level}", "x86_64-unknown-linux-gnu", features, needs)
    for level, features, needs in LEVELS
)
WINDOWS = tuple(
    Target(f"x86-64-{level}-windows", "x86_64-pc-windows-msvc-elf", features, needs)
    for level, features, needs in LEVELS
)
# Register 18 belongs to the system on macOS and Windows.
ARM = (Target("aarch64", "aarch64-unknown-linux-gnu", "+reserve-x18"),)
ALL = {each.name: each for each in (*UNIX, *WINDOWS, *ARM)}

WEB = "+mutable-globals,+sign-ext,+nontrapping-fptoint,+bulk-memory"
WASM = {
    "wasm32": Target("wasm32", "wasm32-unknown-unknown", WEB),
    "wasm32-simd": Target("wasm32-simd", "wasm32-unknown-unknown", f"{WEB},+simd128"),
}


def of_this_machine() -> tuple[Target, ...]:
    """Targets whose code this system could load, the most capable first."""
    machine = platform.machine().lower()
    if machine in {"x86_64", "amd64"}:
        return WINDOWS if sys.platform == "win32" else UNIX
    if machine in {"aarch64", "arm64"} and sys.platform != "win32":
        return ARM
    return ()


def runnable() -> tuple[Target, ...]:
    """Targets whose code this processor can run, the best first."""
    numpy_core = import_module("numpy._core._multiarray_umath")
    groups = dict(numpy_core.__cpu_features__)
    if groups.get("AVX512_SKX"):  # how NumPy names these together
        groups |= dict.fromkeys(SEES_AVX512, True)
    return tuple(t for t in of_this_machine() if all(groups.get(name) for name in t.needs))
