"""What an experiment is once it has been read and checked: plain, frozen data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from tillitsim.scenario.schema import Scenario

Kind = Literal[
    "grid",
    "latin-hypercube",
    "sobol",
    "morris",
    "simplex-lattice",
    "simplex-centroid",
    "simplex-sobol",
    "list",
]
KINDS: tuple[str, ...] = get_args(Kind)
SIMPLEX = "mix"
"""The axis that stands for the three shares of the mix together."""

HEADLINE = ("good_meetings", "trust_in_service", "administrative_burden", "cost_per_good_meeting")
"""Outcomes that are printed when an experiment names none."""


@dataclass(frozen=True, slots=True)
class Axis:
    """One thing that a design varies: a parameter by name, or ``"mix"``, the whole simplex.

    ``values`` are its levels, where they are given one by one; otherwise it runs from ``low`` to
    ``high`` and a grid takes ``steps`` levels.
    """

    name: str
    low: float = 0.0
    high: float = 1.0
    steps: int = 5
    values: tuple[float, ...] = ()
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Design:
    """Which points of the parameter space are visited; ``cross`` is a grid crossed with the rest.

    ``size`` is the number of points, the degree of a lattice or the number of trajectories;
    ``listed`` holds the points of a list.
    """

    kind: Kind
    size: int = 64
    seed: int = 0
    vary: tuple[Axis, ...] = ()
    cross: tuple[Axis, ...] = ()
    listed: tuple[Mapping[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Arm:
    """One of the things that are compared: a complete scenario, and what the arm changed in it."""

    name: str
    title: Mapping[str, str]
    scenario: Scenario
    changes: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Stop:
    """Go on with replicates until the contrasts are known well enough.

    ``half_width`` of the 95% interval is in reading units. ``contrasts`` is ``"baseline"`` (each
    arm against the baseline), ``"means"`` (each arm by itself) or the names of the arms whose
    difference to the baseline counts.
    """

    outcomes: tuple[str, ...]
    half_width: float
    max_replicates: int
    contrasts: Literal["baseline", "means"] | tuple[str, ...] = "baseline"


@dataclass(frozen=True, slots=True)
class Experiment:
    """Arms, perhaps crossed with a design, in paired replicates.

    ``outcomes`` are the headline ones; all are stored. ``model`` names a class of the user's own,
    ``FILE.py:Class``, that runs instead of the plain engine; ``recorded`` are outcomes of the
    user's own, ``FILE.py:name``, and ``series`` those that are kept month by month too.
    """

    name: str
    title: Mapping[str, str]
    description: Mapping[str, str]
    arms: tuple[Arm, ...]
    baseline: str
    replicates: int = 20
    outcomes: tuple[str, ...] = HEADLINE
    design: Design | None = None
    stop: Stop | None = None
    seed: int = 0
    sources: Mapping[str, str] = field(default_factory=dict)
    model: str | None = None
    series: tuple[str, ...] = ()
    recorded: tuple[str, ...] = ()

    @property
    def code(self) -> tuple[str, ...]:
        """Code of the user's own that the experiment runs."""
        return (*(() if self.model is None else (self.model,)), *self.recorded)

    @property
    def most_replicates(self) -> int:
        """Replicates of a point at the most."""
        return self.replicates if self.stop is None else self.stop.max_replicates

    @property
    def baseline_index(self) -> int:
        """Position of the baseline among the arms."""
        return next(i for i, arm in enumerate(self.arms) if arm.name == self.baseline)
