"""The work itself: a block of runs becomes one part, the bytes of a Parquet file.

What is in a part depends on the runs alone, not on when, where or by whom they were done: a block
done twice gives the same bytes. A run that fails becomes a row with its reason.
"""

from __future__ import annotations

import io
import sys
import threading
import time
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from tillitsim.errors import TillitsimError
from tillitsim.model.outcomes import OUTCOMES
from tillitsim.model.simulation import Results, Simulation
from tillitsim.runs.plan import Block, Run, model_digest, version
from tillitsim.scenario.load import load
from tillitsim.scenario.schema import Scenario

OK, FAILED = "ok", "failed"
LONGEST_REASON = 500
LOST = "the process that ran it ended abruptly (killed, or out of memory)"


class Done(NamedTuple):
    """A finished block: its part, and the seconds that it took."""

    part: bytes
    seconds: float


class VersionError(TillitsimError):
    """A worker has another version of the model than the sweep."""


def perform(block: Block) -> Done:
    """Do the runs of a block.

    Raises
    ------
    VersionError
        When the model here is not the one that the sweep was started with.
    """
    _check_version(block)
    start = time.perf_counter()
    rows = np.full((len(block.runs), len(OUTCOMES)), np.nan)
    reasons: list[str | None] = []
    for row, run in zip(rows, block.runs, strict=True):
        try:
            row[:] = one(block, run)
            reasons.append(None)
        except Exception as problem:  # noqa: BLE001 - whatever it is, the sweep goes on without it
            row[:] = np.nan
            reasons.append(_in_words(problem))
    part = part_of(block, rows, reasons)
    return Done(part, time.perf_counter() - start)


def _check_version(block: Block) -> None:
    if block.engine != version():
        raise VersionError(
            f"A worker has another version of the model ({version()}) than this sweep"
            f" ({block.engine}). Results of two versions are never mixed; give all workers the same"
            " Python, tillitsim, NumPy and Numba."
        )
    try:
        same = block.model_digest == model_digest(block.model)
    except OSError as problem:
        raise VersionError(f"A worker cannot read {block.model}: {problem.strerror}.") from None
    if not same:
        raise VersionError(
            f"A worker found another {block.model} than the one that this sweep was started with."
            " Results of two versions are never mixed; put it back, or start a sweep of its own."
        )


def lost(block: Block) -> Done:
    """The part of a block whose runs took their process with them."""
    rows = np.full((len(block.runs), len(OUTCOMES)), np.nan)
    return Done(part_of(block, rows, [LOST] * len(block.runs)), 0.0)


def one(block: Block, run: Run) -> NDArray[np.float64]:
    """Outcomes of one run, means after the burn-in, in the order of ``OUTCOMES``."""
    changes = dict(zip(block.parameters, run.values, strict=True))
    scenario = load(block.arms[run.arm].scenario, changes=changes)
    if block.model is None:
        simulation = Simulation(scenario, run.seed, run.replicate)
        simulation.run()
        series = simulation.outcomes()
    else:
        series = _own_model(block, scenario, run)
    results = Results(scenario, run.seed, tuple(OUTCOMES), series[np.newaxis])
    means: NDArray[np.float64] = results.mean_after_burn_in()[0]
    return means


def part_of(block: Block, rows: NDArray[np.float64], reasons: list[str | None]) -> bytes:
    """Rows as the bytes of a Parquet file."""
    runs = block.runs
    table = {
        "arm": pa.array([block.arms[run.arm].name for run in runs], pa.string()),
        "replicate": pa.array([run.replicate for run in runs], pa.int32()),
    }
    for i, name in enumerate(block.parameters):
        table[name] = numbers(np.array([run.values[i] for run in runs], np.float64))
    for i, name in enumerate(OUTCOMES):
        table[name] = numbers(rows[:, i])
    table["status"] = pa.array([OK if reason is None else FAILED for reason in reasons])
    table["reason"] = pa.array(reasons, pa.string())
    table["id"] = pa.array([f"{run.id:016x}" for run in runs])
    whole = pa.table(table).replace_schema_metadata({"sweep": block.sweep, "engine": block.engine})
    return parquet(whole)


def parquet(table: pa.Table) -> bytes:
    """A table as the bytes of a Parquet file, the same bytes for the same table."""
    file = io.BytesIO()
    pq.write_table(table, file, **SETTINGS)
    return file.getvalue()


SETTINGS: dict[str, Any] = {
    "compression": "zstd",
    "compression_level": 1,
    "use_dictionary": ["arm", "status", "id"],
    "write_statistics": False,
}
"""How Parquet is written; fixed, because equal results must be equal files."""


def numbers(values: NDArray[np.float64]) -> pa.Array:
    """A column with null for NaN; made of buffers, because ``pa.array`` imports pandas first."""
    present = np.packbits(~np.isnan(values), bitorder="little")
    buffers = [pa.py_buffer(present), pa.py_buffer(np.ascontiguousarray(values))]
    return pa.Array.from_buffers(pa.float64(), len(values), buffers)


def _in_words(problem: Exception) -> str:
    """A reason in one line."""
    text = " ".join(str(problem).split())
    if isinstance(problem, TillitsimError):
        return text[:LONGEST_REASON]
    return f"{type(problem).__name__}: {text}"[:LONGEST_REASON]


def _own_model(block: Block, scenario: Scenario, run: Run) -> NDArray[np.float64]:
    """Monthly outcomes of a class of the user's own, a subclass of ``SteeringChain``."""
    made = own_class(str(block.model), str(block.model_digest))
    model = made(scenario, rng=run.seed, replicate=run.replicate)
    while model.tick < scenario.months:
        model.step()
    series: NDArray[np.float64] = model.simulation.outcomes()
    return series


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
