"""The model as WebAssembly: what came with the package, if it is of these sources, or built now."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import NamedTuple

from tillitsim.errors import TillitsimError
from tillitsim.locale import _
from tillitsim.model.core.fingerprint import fingerprint
from tillitsim.model.native import build, library, targets
from tillitsim.studies.lab.export import Data

TARGET = "wasm32-simd"
MODULE = f"kernels-{TARGET}.wasm"
DESCRIPTION = "kernels.json"


class Kernels(NamedTuple):
    """A module, and what ``kernels.json`` says of it."""

    module: bytes
    about: Data


class StaleError(TillitsimError):
    """The page's model is not this package's, or there is none."""


def kernels() -> Kernels:
    """The model for a page: the shipped one, or else built from the sources that lie here.

    Raises
    ------
    StaleError
        If the shipped one is of other sources or damaged, and none can be built.
    """
    reason = _("none came with this installation")
    if (library.SHIPPED / DESCRIPTION).exists():
        try:
            return shipped(library.SHIPPED)
        except StaleError as problem:
            reason = str(problem)
    try:
        made = build.contents([targets.WASM[TARGET]])
    except build.BuildError as problem:
        raise StaleError(
            _(
                "The model for the page cannot be used ({reason}) nor built ({problem}). Install"
                " tillitsim anew, or with Numba at hand: python -m tillitsim.studies.lab.build"
            ).format(reason=reason, problem=problem)
        ) from None
    return _of(build.for_a_page(made))


def shipped(folder: Path) -> Kernels:
    """The model that lies in a folder.

    Raises
    ------
    StaleError
        If it was built from other sources than those that lie here, or is not what it says.
    """
    try:
        files = {name: (folder / name).read_bytes() for name in (DESCRIPTION, MODULE)}
        found = _of(files)
    except (OSError, ValueError, KeyError) as problem:
        raise StaleError(_("it cannot be read: {problem}").format(problem=problem)) from None
    if found.about.get("fingerprint") != fingerprint():
        raise StaleError(_("it was built from other sources of the model"))
    if hashlib.sha256(found.module).hexdigest() != found.about["modules"][MODULE]:
        raise StaleError(_("it is damaged"))
    return found


def _of(files: dict[str, bytes]) -> Kernels:
    return Kernels(files[MODULE], json.loads(files[DESCRIPTION]))
