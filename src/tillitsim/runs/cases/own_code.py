"""Code of the user's own, named in an experiment or on the command line: a class or a function."""

from __future__ import annotations

import sys
import threading
from hashlib import blake2b
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

from tillitsim.errors import TillitsimError
from tillitsim.locale import _


def code_digest(name: str) -> str:
    """``FILE.py:Name`` or ``package.module:Name``, and for a file a hash of what is in it."""
    file, _, attribute = name.rpartition(":")
    if not file.endswith(".py"):
        return name
    path = Path(file)
    text = path.read_text("utf-8")
    return f"{path.name}:{attribute} {blake2b(text.encode(), digest_size=6).hexdigest()}"


def own_object(name: str, digest: str) -> Any:
    """What ``FILE.py:Name`` or ``package.module:Name`` is; a file is read once a process."""
    file, _, attribute = name.rpartition(":")
    if not file.endswith(".py"):
        return getattr(import_module(file), attribute)
    return getattr(_module(digest.rpartition(" ")[2], file), attribute)


def own_module(file: str) -> ModuleType:
    """The module in a Python file, read once a process as long as it stays as it is."""
    return _module(code_digest(f"{file}:").rpartition(" ")[2], file)


def _module(digest: str, file: str) -> ModuleType:
    name = f"tillitsim_own_{digest}"
    with READING:
        if name not in sys.modules:
            _read_module(name, file)
        return sys.modules[name]


READING = threading.Lock()
"""Held by the thread that reads a user's file, so that no other meets it half read."""


def _read_module(module_name: str, file: str) -> None:
    spec = spec_from_file_location(module_name, file)
    if spec is None or spec.loader is None:
        raise TillitsimError(_("{file} is not a Python file.").format(file=file))
    sys.modules[module_name] = module = module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[module_name]
        raise
