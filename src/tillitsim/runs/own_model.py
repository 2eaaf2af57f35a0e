"""A model of the user's own, a subclass of ``SteeringChain``, run and read like the engine's."""

from __future__ import annotations

import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import numpy as np

from tillitsim.errors import TillitsimError
from tillitsim.runs.batch import VersionError
from tillitsim.runs.case import FloatArray, Once, Read
from tillitsim.runs.read import address_of, changed, means_of
from tillitsim.scenario.schema import Scenario


@dataclass(frozen=True, slots=True)
class OwnModelMeans(Read[Scenario]):
    """Outcomes as means after the burn-in of a class ``FILE.py:Class`` or ``package:Class``.

    ``digest`` names the class and a hash of its file.
    """

    model: str
    digest: str

    def address(self, scenario: Scenario) -> str:
        """All of a scenario that the result depends on."""
        return address_of(scenario)

    def prepare(self, scenario: Scenario, parameters: Mapping[str, float]) -> Once:
        """The function that runs a replicate and reads it.

        Raises
        ------
        VersionError
            When the file here is not the one that the digest is of.
        """
        self._check()
        made = own_class(self.model, self.digest)
        given = changed(scenario, parameters)

        def once(seed: int, replicate: int) -> FloatArray:
            model = made(given, rng=seed, replicate=replicate)
            while model.tick < given.months:
                model.step()
            return means_of(given, model.simulation.outcomes()[np.newaxis]).ravel()

        return once

    def _check(self) -> None:
        try:
            same = self.digest == model_digest(self.model)
        except OSError as problem:
            raise VersionError(f"A worker cannot read {self.model}: {problem.strerror}.") from None
        if not same:
            raise VersionError(
                f"A worker found another {self.model} than the one that this sweep was started"
                " with. Results of two versions are never mixed; put it back, or start a sweep of"
                " its own."
            )


def model_digest(model: str) -> str:
    """The name of a user's own model, and a hash of the file that it is in."""
    file, _, name = model.rpartition(":")
    if not file.endswith(".py"):
        return model
    path = Path(file)
    text = path.read_text("utf-8")
    return f"{path.name}:{name} {blake2b(text.encode(), digest_size=6).hexdigest()}"


def own_class(name: str, digest: str) -> Any:
    """The class ``FILE.py:Class`` or ``package.module:Class``; a file is read once a process."""
    file, _, attribute = name.rpartition(":")
    if not file.endswith(".py"):
        return getattr(import_module(file), attribute)
    module_name = f"tillitsim_own_{digest.rpartition(' ')[2]}"
    with READING:
        if module_name not in sys.modules:
            _read_module(module_name, file)
        return getattr(sys.modules[module_name], attribute)


READING = threading.Lock()
"""Held by the thread that reads a user's file, so that no other meets it half read."""


def _read_module(module_name: str, file: str) -> None:
    spec = spec_from_file_location(module_name, file)
    if spec is None or spec.loader is None:
        raise TillitsimError(f"{file} is not a Python file.")
    sys.modules[module_name] = module = module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[module_name]
        raise
