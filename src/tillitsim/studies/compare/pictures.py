"""Which pictures of a comparison there are, by name; to know that takes nothing that draws."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tillitsim.studies.compare.rank_influence import FEWEST

PICTURES: Mapping[str, str] = MappingProxyType(
    {
        "compare": "every outcome: its difference over other plausible assumptions",
        "over-time": "month by month, with bands",
        "chain": "the chain: signals down, information up",
        "reported": "quality as it is, as it is seen, as it is reported",
        "needs": "citizens' trust at the end, by simple and complex needs",
        "tornado": "which assumptions the difference hangs on",
    }
)
"""Pictures by name, and what they show."""


def says_something(name: str, parameter_sets: int) -> bool:
    """Whether a picture has anything to show: a tornado needs parameter sets to count over."""
    return name != "tornado" or parameter_sets >= FEWEST
