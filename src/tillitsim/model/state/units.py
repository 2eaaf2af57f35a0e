"""Units side by side: what holds in each of sixteen units this month, lane by lane.

A *bundle* is up to sixteen units of one sector and arm of one council (see ``staff``). What its
staff need to know of their unit is put down once a month by those who know it, sixteen values for
each quantity; ``lane[bundle * LANES + i]`` is the row of the unit in lane ``i``::

    here[i + HERE.load]                    in a bundle, lane by lane
"""

from __future__ import annotations

from collections import namedtuple
from typing import Any

import numpy as np

from tillitsim.model.core.jit import rule
from tillitsim.model.state.staff import LANES, SPAN

BUNDLE = np.dtype(
    [(name, np.int64) for name in ("first", "slots", "units")]
    + [(name, np.int32) for name in ("group", "sector")],
    align=True,
)
"""The ``first`` vector, ``slots`` (vectors: staff per unit), and how many ``units`` there are."""

_QUANTITIES = (
    "absent acts adjustment aimed audit_coverage audit_selectivity best climate co_operation"
    " colleagues collegial_time competence cut delegated dialogue dialogue_inspected doubt drawn"
    " earned fidelity forgiven forgiveness harms ill incoherence inspected_as_audit inspecting"
    " knowledge latitude load managers_gaming managing mean_effort mean_safety mean_will minimum"
    " norm odds openness output participation political present prior_bad prior_good reward risk"
    " rules_crowd span state structure support towards unrewarded"
)
HERE: Any = namedtuple("HERE", _QUANTITIES)(  # noqa: PYI024 - made from the names
    *range(0, LANES * len(_QUANTITIES.split()), LANES)
)
"""Where the sixteen values of each quantity begin."""
HERE_SPAN = LANES * len(HERE)


@rule
def bundle_at(w: Any, council: Any, bundle: Any, b: Any) -> Any:
    """Of bundle ``b`` of a council: its units' rows, its staff, and what holds in its units."""
    first, slots = bundle.first * SPAN, bundle.slots * SPAN
    here = (b - council.bundle_first) * HERE_SPAN
    return (
        w.lane[b * LANES : (b + 1) * LANES],
        w.staff.tile[first : first + slots],
        w.scratch.here[here : here + HERE_SPAN],
    )
