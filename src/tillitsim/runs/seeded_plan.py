"""A plan whose cells say which luck they have, so that luck can be an input like any other.

Usually every cell meets the same lucks, one a replicate. That is right for differences between
cells; where the cells are a sample of a space, what one luck does to all of them would be taken for
something that they have in common. Here cells with the same number share their luck, and arms of a
cell always do.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from tillitsim.runs.case import Case
from tillitsim.runs.experiment.schema import Design, Experiment
from tillitsim.runs.plan import Plan
from tillitsim.scenario.schema import Scenario


class KeyedPlan(Plan):
    """An experiment over the points of a list, with a number for the luck of each."""

    def __init__(
        self,
        experiment: Experiment,
        points: Sequence[Mapping[str, float]],
        luck: Sequence[int],
        *,
        seed: int | None = None,
    ) -> None:
        listed = Design("list", len(points), listed=tuple(points))
        super().__init__(replace(experiment, design=listed, stop=None), seed=seed)
        self.luck = np.array(luck, np.int64)

    @cached_property
    def ids(self) -> NDArray[np.uint64]:
        """The name of each point: what its runs are given, and the number of its luck."""
        plain = super().ids.reshape(len(self.cells), len(self.arms))
        named = [
            [_hash(f"{int(name)}/{luck}") for name in row]
            for row, luck in zip(plain, self.luck.tolist(), strict=True)
        ]
        return np.array(named, np.uint64).ravel()

    @cached_property
    def rules(self) -> dict[str, object]:
        """As for every plan; results that were keyed otherwise are not these."""
        return super().rules | {"luck": "by cell"}

    def case(self, point: int, replicate: int) -> Case[Scenario]:
        """One run of a point, with the luck of its cell."""
        luck = int(self.luck[point // len(self.arms)])
        return super().case(point, replicate)._replace(seed=_hash(f"{self.seed}/luck/{luck}") >> 1)


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big")
