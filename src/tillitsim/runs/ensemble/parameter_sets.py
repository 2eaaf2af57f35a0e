"""Parameter sets to ask in: a scenario's own, those of the ensemble, or draws from the prior."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tillitsim.errors import InputError
from tillitsim.locale import _
from tillitsim.model.layout import sizes
from tillitsim.runs.ensemble.prior import Prior
from tillitsim.runs.ensemble.shipped import evidence_folder
from tillitsim.runs.statistics.likelihood import FEWEST
from tillitsim.scenario.declared.declarations import PARAMETERS
from tillitsim.scenario.reading.text_files import shown
from tillitsim.scenario.schema import Scenario

if TYPE_CHECKING:
    import pyarrow as pa

ENSEMBLE = "ensemble.parquet"
EFFECTIVE, CALIBRATED = b"effective_size", b"calibrated"
"""What the file of a weighed ensemble says besides its sets."""
MOST, ENOUGH = 40, 800_000
"""Parameter sets that are asked by default, and citizens over all of them."""


@dataclass(frozen=True, slots=True)
class ParameterSets:
    """Parameter values by name, a mapping a set; ``calibrated`` if they met the evidence.

    ``effective`` is how many sets they count for, of draws that were weighed by the levels of a
    service; None where nothing was weighed.
    """

    each: list[dict[str, float]]
    calibrated: bool
    effective: float | None = None


def default_count(scenario: Scenario) -> int:
    """How many sets are asked of a scenario unless somebody says: fewer, the more people there are.

    None where even a few would take longer than the runs themselves.
    """
    count = min(MOST, ENOUGH // sizes(scenario).citizens)
    return count if count >= FEWEST else 0


def shipped_ensemble() -> Path:
    """Where the ensemble is that comes with the program."""
    return evidence_folder().parent / "calibration" / ENSEMBLE


def own_ensemble(scenarios: Sequence[Scenario]) -> Path | None:
    """The ensemble that scenarios bring; None where none does.

    Raises
    ------
    InputError
        If they bring different ones, or one that is not there.
    """
    named = sorted({each.ensemble for each in scenarios if each.ensemble})
    if len(named) > 1:
        raise InputError(
            _(
                "{first} and {second}: scenarios with different ensembles cannot be asked together."
            ).format(first=named[0], second=named[1])
        )
    if not named:
        return None
    file = Path(named[0])
    if not file.is_file():
        raise InputError(
            _(
                "{file}: the scenario's ensemble is not there; make it anew with tillitsim"
                " my-service, or take the line 'ensemble' out of the scenario."
            ).format(file=file)
        )
    return file


def draw_sets(count: int, seed: int = 0, *, path: Path | None = None) -> ParameterSets:
    """``count`` sets: a random part of the ensemble in ``path`` (by default the shipped one).

    Where none is shipped, points spread evenly over the declared ranges: the prior. An ensemble
    with fewer sets gives all it has. Raises ``InputError`` when a file names parameters that this
    version does not have.
    """
    file = path or shipped_ensemble()
    if not file.exists():
        prior = Prior.declared()
        return ParameterSets(
            [prior.parameter_set(point) for point in prior.spread(count, seed)], calibrated=False
        )
    import pyarrow.parquet as pq  # noqa: PLC0415 - slow, and only commands that ask need it

    try:
        table = pq.ParquetFile(file).read()  # read_table imports Pandas
    except (OSError, ValueError) as wrong:
        raise InputError(
            _("{file}: not an ensemble that can be read.").format(file=file)
        ) from wrong
    unknown = [name for name in table.column_names if name not in PARAMETERS]
    if unknown:
        raise InputError(
            _("{file}: made by another version: there is no parameter {unknown}.").format(
                file=file, unknown=shown(unknown[0])
            )
        )
    told = table.schema.metadata or {}
    effective = _effective(told.get(EFFECTIVE))
    columns = {  # to_numpy, and taking some of the table's rows, import Pandas
        name: np.array(table[i].to_pylist(), np.float64)
        for i, name in enumerate(table.column_names)
        if _numbers(table[i])
    }
    impossible = [
        name
        for name in table.column_names
        if name not in columns or not _possible(name, columns[name])
    ]
    if impossible or not table.num_rows or not table.num_columns or effective == 0.0:
        raise InputError(
            _("{file}: no parameter sets that can be: {what}.").format(
                file=file,
                what=impossible[0] if impossible else _("it holds none, or not their weight"),
            )
        )
    order = np.random.default_rng((seed, 13)).permutation(table.num_rows)[:count]
    rows = np.array([*columns.values()])[:, np.sort(order)].T.tolist()
    each = [dict(zip(columns, row, strict=True)) for row in rows]
    return ParameterSets(each, calibrated=told.get(CALIBRATED, b"1") == b"1", effective=effective)


def _numbers(column: pa.ChunkedArray) -> bool:
    """Whether every set has a number there."""
    return not column.null_count and str(column.type) in {"double", "float", "int64", "int32"}


def _possible(name: str, values: NDArray[np.float64]) -> bool:
    """Whether every set has a value of a parameter within its bounds."""
    low, high = PARAMETERS[name].bounds
    return bool(((values >= low) & (values <= high)).all())


def _effective(told: bytes | None) -> float | None:
    """How many sets the file says it counts for; 0 where that is no number."""
    if told is None:
        return None
    try:
        size = float(told)
    except ValueError:
        return 0.0
    return size if 0.0 < size < math.inf else 0.0
