"""What is true now: one table per kind of entity, one row per entity, named columns.

Tables are NumPy record arrays, so that a kernel finds everything about one entity in one place;
``state.staff.motivation`` is the column, ``state.staff[3].motivation`` the cell. Citizens, who are
many and read column by column, are a tuple of plain arrays with the same two ways of reading.

Links are row numbers. Shares, levels and trusts lie in [0, 1]; needs and the handbook are in
standard deviations of an ordinary need; time is a share of a full-time month. Money (``budget``,
``reserve``) is integer fixed point (2**-32) so that it is conserved to the last digit.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tillitsim.model.state.staff import RECORD


def _table(whole: str, links: str, levels: str) -> np.dtype[np.void]:
    return np.dtype(
        [(name, np.int64) for name in whole.split()]
        + [(name, np.int32) for name in links.split()]
        + [(name, np.float64) for name in levels.split()],
        align=True,
    )


COUNCIL = _table(
    "uid politician_first politician_last unit_first unit_last staff_first staff_last"
    " citizen_first citizen_last bundle_first bundle_last place_first place_last reserve"
    " elections_lost election",
    "group",
    "tilt ideal_competition ideal_regulation ideal_trust pressure rule_stock aspiration_reported"
    " aspiration_trust reported citizen_trust heard_reported heard_trust scandals_heard cases_heard"
    " scandal_rate deficit trust_in_operations trust_in_democracy trust_at_election",
)
"""Political assemblies; ``*_first`` and ``*_last`` bound their rows in the tables below, their
bundles of units, and the places of their staff. ``election``: 1 one was held this month, 2 the
incumbents lost it."""

POLITICIAN = _table(
    "uid",
    "council",
    "competition regulation trust voice trust_in_operations",
)
"""Members of councils: their ideal mix and whom they listen to."""

UNIT = _table(
    "uid staff_first staff_last place_first budget budget_norm enrolled enrolled_start arisen"
    " waiting late cases clipped threshold behind manager_left",
    "council group sector",
    "place handbook mandate knowledge need reported quality word norm co_operation incoherence"
    " inspected capacity load practice extent different_staff",
)
"""Schools, home-care areas, clinics: where staff and citizens meet.

The unit's staff are at every sixteenth place from ``place_first`` (see ``staff``). ``threshold``,
here and with citizens, is the 16-bit lane below which a need arises.
"""

MANAGER = _table(
    "uid",
    "unit",
    "disposition competition regulation trust quality alignment fidelity prior_good prior_bad",
)
"""One per unit; row *i* manages unit *i*."""

STAFF = RECORD
"""Front-line posts, as records; ``uid`` is the person who holds the post."""


class Citizen(NamedTuple):
    """Those the service is for; ``chose`` is 1 for who is in a unit of their own choosing."""

    uid: NDArray[np.int32]
    unit: NDArray[np.int32]
    staff: NDArray[np.int32]
    place: NDArray[np.float32]
    complexity: NDArray[np.float32]
    mobility: NDArray[np.float32]
    trust: NDArray[np.float32]
    relation: NDArray[np.int16]
    generation: NDArray[np.int16]
    waiting: NDArray[np.int16]
    threshold: NDArray[np.uint16]
    chose: NDArray[np.int8]

    @classmethod
    def allocate(cls, rows: int) -> Citizen:
        """A table of ``rows`` zeroed rows."""
        return cls(
            uid=np.zeros(rows, np.int32),
            unit=np.zeros(rows, np.int32),
            staff=np.zeros(rows, np.int32),
            place=np.zeros(rows, np.float32),
            complexity=np.zeros(rows, np.float32),
            mobility=np.zeros(rows, np.float32),
            trust=np.zeros(rows, np.float32),
            relation=np.zeros(rows, np.int16),
            generation=np.zeros(rows, np.int16),
            waiting=np.zeros(rows, np.int16),
            threshold=np.zeros(rows, np.uint16),
            chose=np.zeros(rows, np.int8),
        )


RIVALS = 8
"""Most neighbouring units that are kept as rivals (``task.rivals`` says how many count)."""
