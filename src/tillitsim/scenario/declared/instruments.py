"""The instruments of steering and their profile table: how each principle uses each instrument.

The table is ``instruments.toml``, the only place where competition, regulation and trust differ.
Every cell has a value, a range and a source or the word *assumed*, and may be overridden in a
scenario file as
``profile.<instrument>.<principle>``. ``instruments.<instrument>`` fixes an instrument without
touching the mix, and ``managers.instruments.<instrument>`` fixes what managers themselves would do.

Parts and holders follow the source's five parts of steering (SOU 2018:47). A *burden* or a
*pressure* is multiplied by the steering intensity; the rest enables and is not. A *soft* instrument
is one whose cells are nearly all assumed: its neutral range is used for all three principles when
the neutral table is asked for. Without it a cell lies somewhere about the value that the sources
give the principle, in a range half as wide as the neutral one: to know which principle it is leaves
half of what is unknown (assumed).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from tillitsim.locale import N_, translator
from tillitsim.scenario.declared.parameter import Parameter
from tillitsim.scenario.declared.table_file import read_entries

Principle = Literal["competition", "regulation", "trust"]
PRINCIPLES: tuple[Principle, ...] = get_args(Principle)

Part = Literal["rules", "goals", "economy", "performance", "norms"]
Holder = Literal["law", "council", "manager"]
Kind = Literal["burden", "pressure", "enabling"]


@dataclass(frozen=True, slots=True)
class Instrument:
    """One row of the profile table: cells are (competition, regulation, trust)."""

    name: str
    part: Part
    kind: Kind
    holder: Holder
    cells: tuple[float, float, float]
    ceiling: float
    neutral: tuple[float, float]
    soft: bool
    unit: str
    english: str
    source: str

    def label(self, language: str) -> str:
        """What it is called, in a language."""
        return translator(language)(self.english)

    @property
    def scale(self) -> float:
        """Width of the neutral range: the yard-stick for incoherence (same unit)."""
        return self.neutral[1] - self.neutral[0]

    def range_of(self, cell: float) -> tuple[float, float]:
        """Where a cell may plausibly lie: within a quarter of the scale, or a half of itself."""
        reach = self.scale / 4 if self.soft else cell / 2
        return max(cell - reach, 0.0), min(max(cell + reach, 0.02), self.ceiling)


def _instrument(name: str, entry: dict[str, Any]) -> Instrument:
    low, high = entry["neutral"]
    return Instrument(
        name,
        entry["part"],
        entry["kind"],
        entry["holder"],
        (entry["competition"], entry["regulation"], entry["trust"]),
        entry["ceiling"],
        (low, high),
        entry["soft"],
        entry["unit"],
        entry["label"],
        entry["source"],
    )


INSTRUMENTS: tuple[Instrument, ...] = tuple(
    _instrument(name, entry)
    for name, entry in read_entries(Path(__file__).with_suffix(".toml")).items()
    if name
)
"""The rows of the profile table, which is ``instruments.toml``."""

NAMES: tuple[str, ...] = tuple(i.name for i in INSTRUMENTS)
BY_NAME: dict[str, Instrument] = {i.name: i for i in INSTRUMENTS}

(
    DISCRETION,
    EARNED,
    LATITUDE,
    RULE_DENSITY,
    HANDBOOK_COVERAGE,
    RULE_REVISION,
    MINIMUM,
    GOALS,
    DOCUMENTATION,
    MONEY_FOLLOWS,
    CHOOSERS,
    EARMARKED,
    INCENTIVE,
    AUDIT_COVERAGE,
    AUDIT_SELECTIVITY,
    AUDIT_DIALOGUE,
    VISIBILITY,
    COLLEGIAL_TIME,
    PARTICIPATION,
    SUPPORT,
    OPENNESS,
    FORGIVENESS,
    LEARN_BEST,
    LEARN_CENTRE,
    LEARN_ALL,
    STANDARDS,
    ADJUSTMENT,
) = range(len(INSTRUMENTS))


def profile_parameters() -> list[Parameter]:
    """The cells, the overrides and the managers' own overrides as declared parameters."""
    declared: list[Parameter] = []
    for row in INSTRUMENTS:
        bounds = (0.0, row.ceiling)
        for principle, cell in zip(PRINCIPLES, row.cells, strict=True):
            declared.append(
                Parameter(
                    f"profile.{row.name}.{principle}",
                    cell,
                    bounds,
                    row.range_of(cell),
                    row.unit,
                    N_("{} under {}"),
                    row.source,
                    soft=row.soft,
                    parts=(row.english, principle),
                )
            )
    declared.extend(
        Parameter(
            f"instruments.{row.name}",
            math.nan,
            (0.0, row.ceiling),
            row.neutral,
            row.unit,
            N_("{} (unset: from the mix)"),
            "set by a scenario",
            parts=(row.english,),
        )
        for row in INSTRUMENTS
    )
    declared.extend(
        Parameter(
            f"managers.instruments.{row.name}",
            math.nan,
            (0.0, row.ceiling),
            row.neutral,
            row.unit,
            N_("{} that managers prefer (unset: from their own ideal mix)"),
            "set by a scenario",
            parts=(row.english,),
        )
        for row in INSTRUMENTS
        if row.holder == "manager"
    )
    return declared
