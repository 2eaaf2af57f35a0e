"""Which model this is: the sources of everything that is compiled, as one short name."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).parents[2]
COMPILING = ("front_end", "calling", "lower", "targets", "memory", "image", "wasm")
KERNELS = (
    *("model/core", "model/state", "model/mechanisms", "model"),
    *(f"model/native/{name}.py" for name in COMPILING),
    *("scenario/declared", "scenario/schema.py"),
)


def sources() -> list[Path]:
    """Files that decide what is compiled, in order."""
    found: list[Path] = []
    for part in KERNELS:
        path = PACKAGE / part
        found += sorted([*path.glob("*.py"), *path.glob("*.toml")]) if path.is_dir() else [path]
    return found


@cache
def fingerprint() -> str:
    """The sources of all kernels as 16 hex digits; the engine's version in manifests.

    What compiles them is not part of it: the bits do not depend on the compiler, which is tested.
    """
    digest = hashlib.blake2b(digest_size=8)
    for file in sources():
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()
