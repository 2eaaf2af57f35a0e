"""What a scenario is once it has been read and checked: plain, frozen data."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from html import escape
from typing import Literal, get_args

from tillitsim.scenario.declared.declarations import PARAMETERS
from tillitsim.scenario.declared.instruments import INSTRUMENTS, PRINCIPLES

Neutral = Literal["none", "soft", "all"]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a value comes from.

    This file, a base file, the command line, Python, the neutral table, or the default.
    """

    kind: Literal["file", "base", "set", "python", "neutral", "default"]
    file: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Intervention:
    """A change of parameters over time, for all units or for some.

    ``values`` maps parameter names to their new values. The change begins in month ``start``,
    reaches full strength ``ramp`` months later (linearly; 0 = at once) and is withdrawn from month
    ``stop`` (None = never). ``share`` is the part of the units that it reaches; below 1, the units
    are drawn by ``lottery``: per unit or per whole council. ``given`` keeps the values as they were
    written: of the mix perhaps one share, from which ``values`` follows when the mix is known.
    """

    name: str
    values: Mapping[str, float]
    start: int = 0
    stop: int | None = None
    ramp: int = 0
    share: float = 1.0
    lottery: Literal["unit", "council"] = "unit"
    given: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sector:
    """One kind of service within a council: complete parameter values by name."""

    name: str
    values: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class CouncilKind:
    """``count`` councils that each run the same ``sectors``."""

    name: str
    count: int
    sectors: tuple[Sector, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Scenario:
    """Everything a run is given, except seed and replicates.

    ``values`` holds every declared parameter (NaN where an optional one is unset), ``origins`` and
    ``sources`` say where values come from and why; ``title``, ``description`` and ``sector`` (the
    kind of service) are texts by language, ``person`` what it calls a citizen. ``kinds`` lists
    councils and their sectors; a plain scenario has one kind with one sector, both made from
    ``values``. ``spin_up`` is how many months are run before month 0, under what holds without
    interventions. ``ensemble`` is the file of the parameter sets to ask it in, where it has its
    own; a run with given values does not depend on it.
    """

    name: str
    title: Mapping[str, str]
    description: Mapping[str, str]
    months: int
    burn_in: int
    values: Mapping[str, float]
    origins: Mapping[str, Origin] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    sector: Mapping[str, str] = field(default_factory=dict)
    person: Mapping[str, str] = field(default_factory=dict)
    interventions: tuple[Intervention, ...] = ()
    mixture: tuple[CouncilKind, ...] = ()
    spin_up: int = 0
    without: frozenset[str] = frozenset()
    neutral: Neutral = "none"
    ensemble: str = ""

    def __repr__(self) -> str:
        if self.mixture:
            what = (
                f"{sum(kind.count for kind in self.mixture)} councils of {len(self.mixture)} kinds"
            )
        else:
            shares = ("competition", "regulation", "trust")
            mix = (f"{self.values[f'mix.{share}']:.2f} {share}" for share in shares)
            what = f"mix {', '.join(mix)}"
        return f"<{type(self).__name__} {self.name!r}: {self.months} months, {what}>"

    def _repr_html_(self) -> str:
        title, told = self.title.get("en", self.name), self.description.get("en", "")
        paragraphs = (f"<b>{escape(title)}</b>", escape(told), f"<code>{escape(repr(self))}</code>")
        return "\n".join(f"<p>{each}</p>" for each in paragraphs if each)

    @property
    def kinds(self) -> tuple[CouncilKind, ...]:
        """The councils to be initialised, as kinds."""
        if self.mixture:
            return self.mixture
        return (
            CouncilKind(
                self.name, int(self.values["chain.councils"]), (Sector(self.name, self.values),)
            ),
        )

    def canonical(self) -> str:
        """The scenario as canonical JSON: equal text exactly when a run is given the same."""
        plain = {
            "months": self.months,
            "burn_in": self.burn_in,
            "kinds": [
                [kind.count, [_plain(sector.values) for sector in kind.sectors]]
                for kind in self.kinds
            ],
            "interventions": [
                [_plain(i.values), i.start, i.stop, i.ramp, i.share, i.lottery]
                for i in self.interventions
            ],
            "without": sorted(self.without),
            "neutral": self.neutral,
        }
        if self.spin_up:  # one of before keeps its hash
            plain["spin_up"] = self.spin_up
        return json.dumps(plain, sort_keys=True, separators=(",", ":"))

    @property
    def digest(self) -> str:
        """Short hash of what a run is given; printed on every picture and in every manifest."""
        return hashlib.blake2b(self.canonical().encode(), digest_size=6).hexdigest()

    def with_values(self, changes: Mapping[str, float], origin: Origin) -> Scenario:
        """The scenario with some values changed, in every sector; no checking, no rescaling."""
        origins = dict(self.origins) | dict.fromkeys(changes, origin)
        mixture = tuple(
            replace(
                kind,
                sectors=tuple(replace(s, values={**s.values, **changes}) for s in kind.sectors),
            )
            for kind in self.mixture
        )
        return replace(self, values={**self.values, **changes}, origins=origins, mixture=mixture)

    def with_neutral_table(self, neutral: Neutral) -> Scenario:
        """The scenario with soft (or all) profile cells at the middle of their neutral range."""
        order = get_args(Neutral)
        if order.index(neutral) <= order.index(self.neutral):
            return self
        cells = {
            f"profile.{row.name}.{principle}": sum(row.neutral) / 2.0
            for row in INSTRUMENTS
            if row.soft or neutral == "all"
            for principle in PRINCIPLES
        }
        return replace(self.with_values(cells, Origin("neutral")), neutral=neutral)


def _plain(values: Mapping[str, float]) -> dict[str, float | None]:
    """Values that differ from the default, so that a new parameter keeps old hashes."""
    differing: dict[str, float | None] = {}
    for name, value in values.items():
        default = PARAMETERS[name].default if name in PARAMETERS else math.nan
        if value != default and not (math.isnan(value) and math.isnan(default)):
            differing[name] = None if math.isnan(value) else float(value)
    return differing
