"""A state as compiled code finds it: a table of addresses and lengths.

The header of a state is one int64 array. In the order in which the fields of the named tuples
stand, nested ones unfolded, an array takes 1 + dimensions places (its address, then its extents)
and a scalar one place (its bits). Nothing is listed by hand: dtypes and dimensions are the state's.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

FAILED = -(1 << 31)
"""What a compiled entry returns when arrays did not fit each other; nothing else returns it."""

SCALARS = {"u": np.uint64, "i": np.int64, "b": np.int64, "f": np.float64}


def leaves(state: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Arrays and scalars of a tree of named tuples, each with its dotted path, in order."""
    for name, value in zip(state._fields, state, strict=True):
        where = f"{path}{name}"
        if hasattr(value, "_fields"):
            yield from leaves(value, f"{where}.")
        else:
            yield where, value


def describe(state: Any) -> list[dict[str, Any]]:
    """What compiled code expects of a state, leaf by leaf; plain data, so that it can be kept.

    Each has ``path`` and ``dimensions`` (-1: a scalar), and either ``dtype`` (as ``"<f8"``) or, for
    a table of records, ``itemsize`` and ``fields``: name to [dtype, offset].
    """
    return [_leaf(path, value) for path, value in leaves(state)]


def _leaf(path: str, value: Any) -> dict[str, Any]:
    dimensions = value.ndim if isinstance(value, np.ndarray) else -1
    dtype = np.asarray(value).dtype
    if dtype.fields is None:
        return {"path": path, "dimensions": dimensions, "dtype": dtype.str}
    fields = {name: [kind[0].str, kind[1]] for name, kind in dtype.fields.items()}
    return {
        "path": path, "dimensions": dimensions, "itemsize": dtype.itemsize, "fields": fields,
    }  # fmt: skip


def header(state: Any) -> NDArray[np.int64]:
    """Addresses, extents and scalars of a state; the state must outlive it."""
    places: list[int] = []
    for _, value in leaves(state):
        if isinstance(value, np.ndarray):
            places.append(value.ctypes.data)
            places += value.shape
        else:
            bits = np.asarray(value)
            wide = bits.astype(SCALARS[bits.dtype.kind])
            places.append(int(wide.view(np.int64)))
    return np.array(places, np.int64)


def shape_of_header(layout: list[dict[str, Any]]) -> int:
    """How many int64 the header of such a state has."""
    return sum(1 + max(0, leaf["dimensions"]) for leaf in layout)
