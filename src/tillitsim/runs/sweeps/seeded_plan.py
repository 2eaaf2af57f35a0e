"""A plan whose cells say which random numbers they have, so that chance can be an input too.

Usually every cell meets the same random numbers, one a replicate. That is right for differences
between cells; where the cells are a sample of a space, what one draw of random numbers does to all
of them would be taken for something that they have in common. Here cells with the same number share
their random numbers, and arms of a cell always do.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from tillitsim.runs.cases.case import Case
from tillitsim.runs.experiment.schema import Design, Experiment
from tillitsim.runs.sweeps.plan import Plan
from tillitsim.scenario.schema import Scenario


class KeyedPlan(Plan):
    """An experiment over the points of a list, with a number for the random numbers of each."""

    def __init__(
        self,
        experiment: Experiment,
        points: Sequence[Mapping[str, float]],
        streams: Sequence[int],
        *,
        seed: int | None = None,
    ) -> None:
        listed = Design("list", len(points), listed=tuple(points))
        super().__init__(replace(experiment, design=listed, stop=None), seed=seed)
        self.streams = np.array(streams, np.int64)

    @cached_property
    def ids(self) -> NDArray[np.uint64]:
        """The name of each point: what its runs are given, and the number of its random numbers."""
        plain = super().ids.reshape(len(self.cells), len(self.arms))
        named = [
            [_hash(f"{int(name)}/{stream}") for name in row]
            for row, stream in zip(plain, self.streams.tolist(), strict=True)
        ]
        return np.array(named, np.uint64).ravel()

    @cached_property
    def rules(self) -> dict[str, object]:
        """As for every plan; results that were keyed otherwise are not these."""
        return super().rules | {"luck": "by cell"}

    def case(self, point: int, replicate: int) -> Case[Scenario]:
        """One run of a point, with the random numbers of its cell."""
        stream = int(self.streams[point // len(self.arms)])
        return (
            super().case(point, replicate)._replace(seed=_hash(f"{self.seed}/luck/{stream}") >> 1)
        )


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big")
