"""The instruments of steering and their profile table: how each principle uses each instrument.

This table is the only place where competition, regulation and trust differ. Every cell has a value,
a range and a source or the word *assumed*, and may be overridden in a scenario file as
``profile.<instrument>.<principle>``. ``instruments.<instrument>`` fixes an instrument without
touching the mix, and ``managers.instruments.<instrument>`` fixes what managers themselves would do.

Parts and holders follow the source's five parts of steering (SOU 2018:47). A *burden* or a
*pressure* is multiplied by the steering intensity; the rest enables and is not. A *soft* instrument
is one whose cells are nearly all assumed: its neutral range is used for all three principles when
the neutral table is asked for.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from tillitsim.scenario.parameter import ASSUMED, Parameter

PRINCIPLES = ("competition", "regulation", "trust")
PRINCIPLES_SV = {"competition": "konkurrens", "regulation": "reglering", "trust": "tillit"}

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
    en: str
    sv: str
    source: str = ASSUMED

    @property
    def scale(self) -> float:
        """Width of the neutral range: the yard-stick for incoherence (same unit)."""
        return self.neutral[1] - self.neutral[0]


def _row(
    name: str,
    part: Part,
    kind: Kind,
    holder: Holder,
    cells: tuple[float, float, float],
    ceiling: float,
    neutral: tuple[float, float],
    soft: bool,  # noqa: FBT001 - a cell of the table below
    unit: str,
    en: str,
    sv: str,
    source: str = ASSUMED,
) -> Instrument:
    return Instrument(name, part, kind, holder, cells, ceiling, neutral, soft, unit, en, sv, source)


# fmt: off
INSTRUMENTS: tuple[Instrument, ...] = (
    _row("discretion", "rules", "enabling", "manager", (0.65, 0.15, 0.60), 1, (0.1, 0.9), False, "share", "discretion delegated", "delegerat handlingsutrymme", "assumed; direction: SOU 2018:47, Lipsky (1980)"),
    _row("earned", "rules", "enabling", "manager", (0.2, 0.0, 0.9), 1, (0, 1), False, "share", "share of the discretion that is earned", "andel av handlingsutrymmet som förtjänas", "assumed; direction: SOU 2018:47"),
    _row("latitude", "rules", "enabling", "council", (0.4, 0.1, 0.5), 1, (0.1, 0.6), False, "share", "manager's latitude", "chefens spelrum", "assumed; direction: SOU 2018:47"),
    _row("rule_density", "rules", "burden", "council", (0.1, 0.5, 0.1), 3, (0.05, 0.6), False, "rule stock", "rule density", "regeltäthet", "assumed; direction: SOU 2018:47"),
    _row("handbook_coverage", "rules", "enabling", "council", (0.4, 0.9, 0.5), 1, (0.3, 0.95), True, "share", "handbook coverage of what can be codified", "handbokens täckning av det som kan kodifieras"),
    _row("rule_revision", "rules", "enabling", "council", (0.04, 0.02, 0.10), 1, (0.01, 0.12), True, "per month", "rate of rule revision", "takt i regelrevidering"),
    _row("minimum", "rules", "pressure", "council", (0.3, 0.7, 0.4), 1, (0.2, 0.8), False, "share", "required minimum of measured effort", "lägsta tillåtna insats i det som mäts", "assumed; direction: Falk & Kosfeld (2006)"),
    _row("goals", "goals", "burden", "council", (6, 12, 3), 60, (2, 14), True, "goals", "number of goals", "antal mål"),
    _row("documentation", "goals", "burden", "council", (0.04, 0.12, 0.02), 0.8, (0.01, 0.15), True, "share of the month", "documentation time", "dokumentationstid"),
    _row("money_follows", "economy", "pressure", "law", (1, 0, 0), 1, (0, 1), False, "share", "money follows the citizen", "pengarna följer medborgaren", "by definition of a quasi-market: Le Grand (2007)"),
    _row("choosers", "economy", "pressure", "law", (0.10, 0.0, 0.01), 1, (0, 0.12), False, "per month", "active choosers", "aktiva väljare", "assumed; direction: Le Grand (2007)"),
    _row("earmarked", "economy", "burden", "law", (0.3, 0.7, 0.1), 1, (0.05, 0.8), True, "share", "earmarked share of grants", "riktad andel av statsbidragen"),
    _row("incentive", "performance", "pressure", "council", (0.3, 0.0, 0.0), 5, (0, 0.4), False, "share of drive", "outcome incentive on measured results", "ersättning för mätta resultat", "assumed; direction: Holmström & Milgrom (1991)"),
    _row("audit_coverage", "performance", "pressure", "council", (0.05, 0.30, 0.08), 1, (0.02, 0.4), False, "per staff-month", "audit coverage", "granskningens täckning", "assumed; direction: SOU 2018:47"),
    _row("audit_selectivity", "performance", "enabling", "council", (0.2, 0.0, 0.9), 1, (0, 1), False, "share", "audit selectivity", "granskningens selektivitet", "assumed; direction: SOU 2018:47"),
    _row("audit_dialogue", "performance", "enabling", "manager", (0.1, 0.1, 0.9), 1, (0, 1), True, "0 control - 1 dialogue", "audit style, control to dialogue", "granskningens stil, kontroll till dialog"),
    _row("visibility", "performance", "enabling", "council", (0.6, 0.3, 0.3), 1, (0.1, 0.8), False, "share", "visibility of true quality to citizens", "hur synlig verklig kvalitet är för medborgarna", "assumed; direction: Le Grand (2007)"),
    _row("collegial_time", "norms", "burden", "manager", (0.01, 0.02, 0.06), 0.8, (0.005, 0.08), True, "share of the month", "collegial learning time", "tid för kollegialt lärande"),
    _row("participation", "norms", "burden", "manager", (0.0, 0.02, 0.05), 0.8, (0, 0.06), True, "share of the month", "participation time", "tid för delaktighet"),
    _row("support", "norms", "enabling", "manager", (0.2, 0.3, 0.9), 1, (0.1, 1), True, "share", "support: professional, administrative, psychosocial", "stöd: professionellt, administrativt, psykosocialt"),
    _row("openness", "norms", "enabling", "manager", (0.4, 0.2, 0.9), 1, (0.1, 1), True, "share", "openness: errors and ideas are shared", "öppenhet: fel och idéer delas"),
    _row("forgiveness", "norms", "enabling", "manager", (0.3, 0.1, 0.9), 1, (0.05, 1), True, "share", "forgiveness of minor errors", "överseende med mindre fel"),
    _row("learn_best", "norms", "enabling", "council", (0.8, 0.1, 0.1), 1, (0, 1), True, "share", "handbook learns from the best reported unit", "handboken lär av den bäst redovisade enheten"),
    _row("learn_centre", "norms", "enabling", "council", (0.1, 0.8, 0.1), 1, (0, 1), True, "share", "handbook learns from the centre", "handboken lär av centrum"),
    _row("learn_all", "norms", "enabling", "council", (0.1, 0.1, 0.8), 1, (0, 1), True, "share", "handbook learns from all units", "handboken lär av alla enheter"),
    _row("standards", "norms", "enabling", "council", (0.4, 0.9, 0.6), 1, (0.2, 1), True, "share", "co-ordination by standards", "samordning genom standarder", "assumed; direction: Thompson (1967)"),
    _row("adjustment", "norms", "enabling", "manager", (0.3, 0.3, 0.9), 1, (0.2, 1), True, "share", "co-ordination by mutual adjustment", "samordning genom ömsesidig anpassning", "assumed; direction: Thompson (1967)"),
)
# fmt: on

NAMES: tuple[str, ...] = tuple(i.name for i in INSTRUMENTS)
BY_NAME: dict[str, Instrument] = {i.name: i for i in INSTRUMENTS}

(
    DISCRETION, EARNED, LATITUDE, RULE_DENSITY, HANDBOOK_COVERAGE, RULE_REVISION, MINIMUM,
    GOALS, DOCUMENTATION,
    MONEY_FOLLOWS, CHOOSERS, EARMARKED,
    INCENTIVE, AUDIT_COVERAGE, AUDIT_SELECTIVITY, AUDIT_DIALOGUE, VISIBILITY,
    COLLEGIAL_TIME, PARTICIPATION, SUPPORT, OPENNESS, FORGIVENESS,
    LEARN_BEST, LEARN_CENTRE, LEARN_ALL, STANDARDS, ADJUSTMENT,
) = range(len(INSTRUMENTS))  # fmt: skip


def profile_parameters() -> list[Parameter]:
    """The cells, the overrides and the managers' own overrides as declared parameters."""
    declared: list[Parameter] = []
    for row in INSTRUMENTS:
        bounds = (0.0, row.ceiling)
        for principle, cell in zip(PRINCIPLES, row.cells, strict=True):
            low, high = sorted((cell * 0.5, cell * 1.5))
            declared.append(
                Parameter(
                    f"profile.{row.name}.{principle}",
                    cell,
                    bounds,
                    row.neutral if row.soft else (max(low, 0.0), min(max(high, 0.02), row.ceiling)),
                    row.unit,
                    f"{row.en} under {principle}",
                    f"{row.sv} under {PRINCIPLES_SV[principle]}",
                    row.source,
                    soft=row.soft,
                )
            )
    declared.extend(
        Parameter(
            f"instruments.{row.name}",
            math.nan,
            (0.0, row.ceiling),
            row.neutral,
            row.unit,
            f"{row.en} (unset: from the mix)",
            f"{row.sv} (ej satt: följer av blandningen)",
            "set by a scenario",
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
            f"{row.en} that managers prefer (unset: from their own ideal mix)",
            f"{row.sv} som cheferna själva vill ha (ej satt: av deras egen ideala blandning)",
            "set by a scenario",
        )
        for row in INSTRUMENTS
        if row.holder == "manager"
    )
    return declared
