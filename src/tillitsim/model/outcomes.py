"""Outcomes: what is read from a run, declared once, level by level down the chain.

Each outcome is one expression over the counters of a month (see ``observe``): a mean over people,
cases, units or councils. A month without what an outcome is a mean of (no meetings, say) reads NaN.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from tillitsim.model.observe import COUNTERS

Level = Literal["politics", "management", "staff", "meeting", "citizens", "society"]
LEVELS: tuple[Level, ...] = ("politics", "management", "staff", "meeting", "citizens", "society")
LEVEL_LABELS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "politics": {"en": "Politics", "sv": "Politik"},
        "management": {"en": "Management", "sv": "Ledning"},
        "staff": {"en": "Staff", "sv": "Medarbetare"},
        "meeting": {"en": "The good meeting", "sv": "Det goda mötet"},
        "citizens": {"en": "Citizens", "sv": "Medborgare"},
        "society": {"en": "Society", "sv": "Samhälle"},
    }
)

Tally = Mapping[str, NDArray[np.float64]]
ONE = 2.0**-32


@dataclass(frozen=True, slots=True)
class Outcome:
    """One declared outcome.

    ``better`` is +1 when higher is better, -1 when lower is, 0 when neither. ``factor`` times the
    raw value gives the natural reading, whose words are ``reading_en`` and ``reading_sv``.
    ``bounds`` hold for the raw value. ``of`` reads it from the counters of months (float64 arrays).
    """

    name: str
    level: Level
    unit: str
    better: int
    en: str
    sv: str
    factor: float
    reading_en: str
    reading_sv: str
    digits: int
    bounds: tuple[float, float]
    of: Callable[[Tally], NDArray[np.float64]]

    def label(self, language: str) -> str:
        """The label in ``"sv"`` or ``"en"``."""
        return self.sv if language == "sv" else self.en

    def reading(self, language: str) -> str:
        """The words of the natural reading in ``"sv"`` or ``"en"``."""
        return self.reading_sv if language == "sv" else self.reading_en


def _ratio(above: NDArray[np.float64] | float, below: NDArray[np.float64]) -> NDArray[np.float64]:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(below > 0, above / below, np.nan)


def _level(counter: str, per: str) -> Callable[[Tally], NDArray[np.float64]]:
    """Mean of a fixed-point counter."""
    return lambda tally: _ratio(tally[counter] * ONE, tally[per])


def _count(counter: str, per: str) -> Callable[[Tally], NDArray[np.float64]]:
    """Mean of a plain count."""
    return lambda tally: _ratio(tally[counter], tally[per])


def _administration(tally: Tally) -> NDArray[np.float64]:
    origins = ("burden_state", "burden_council", "burden_inspectorate", "burden_manager")
    return _ratio(sum(tally[origin] for origin in origins) * ONE, tally["staff"])


def _simple_quality(tally: Tally) -> NDArray[np.float64]:
    return _ratio(
        (tally["quality"] - tally["complex_quality"]) * ONE, tally["cases"] - tally["complex"]
    )


def _between_units(tally: Tally) -> NDArray[np.float64]:
    mean = _ratio(tally["unit_quality"] * ONE, tally["units"])
    square = _ratio(tally["unit_quality_squared"] * ONE, tally["units"])
    return np.sqrt(np.maximum(0.0, square - mean * mean))


_complex_quality = _level("complex_quality", "complex")
_quality = _level("quality", "cases")
_reported = _level("reported", "cases")

SHARE = (0.0, 1.0)
PER_100 = ("of 100", "av 100")
INDEX = ("index 0-100", "index 0-100")
HOURS = ("hours a week", "timmar i veckan")
WEEK = 40.0
MANY = (0.0, float("inf"))


def _outcomes() -> list[Outcome]:
    def of(
        name: str,
        level: Level,
        unit: str,
        better: int,
        labels: tuple[str, str],
        reading: tuple[str, str],
        expression: Callable[[Tally], NDArray[np.float64]],
        factor: float = 100.0,
        digits: int = 1,
        bounds: tuple[float, float] = SHARE,
    ) -> Outcome:
        en, sv = labels
        return Outcome(
            name, level, unit, better, en, sv, factor, reading[0], reading[1], digits, bounds,
            expression,
        )  # fmt: skip

    # fmt: off
    return [
        of("pressure", "politics", "index", -1, ("pressure on the services", "tryck på verksamheterna"), ("percent more control and incentive", "procent mer kontroll och ersättning"), _level("pressure", "councils"), bounds=(0.0, 5.0)),
        of("rule_stock", "politics", "rule stock", -1, ("rule stock", "regelmängd"), ("index, 100 = a full rule book", "index, 100 = en full regelbok"), _level("rule_stock", "councils"), bounds=(0.0, 3.0)),
        of("trust_in_operations", "politics", "0-1", 1, ("politicians' trust in operations", "politikernas tillit till verksamheten"), INDEX, _level("trust_in_operations", "councils")),
        of("elections_lost", "politics", "elections", 0, ("elections lost by incumbents so far", "val som sittande förlorat hittills"), ("per council", "per nämnd"), _count("elections_lost", "councils"), factor=1.0, digits=2, bounds=MANY),
        of("discretion_granted", "management", "share", 0, ("discretion granted", "handlingsutrymme som ges"), ("percent of decisions", "procent av besluten"), _level("granted", "staff")),
        of("belief_in_staff", "management", "0-1", 1, ("managers' trust in staff", "chefernas tillit till medarbetarna"), INDEX, _level("belief", "staff")),
        of("fidelity", "management", "share", 0, ("control that is enforced", "kontroll som genomförs"), ("percent", "procent"), _level("fidelity", "units")),
        of("incoherence", "management", "scaled gap", -1, ("mixed signals", "motstridiga signaler"), INDEX, _level("incoherence", "units"), bounds=MANY),
        of("co_operation", "management", "share", 1, ("co-operation across boundaries", "samarbete över gränser"), ("percent of what joint needs ask for", "procent av vad gemensamma behov kräver"), _level("co_operation", "units")),
        of("handbook_gap", "management", "sd of need", -1, ("handbook behind the needs", "handboken ligger efter behoven"), ("percent of an ordinary need", "procent av ett vanligt behov"), _level("handbook_gap", "units"), bounds=MANY),
        of("knowledge", "management", "share", 1, ("what the handbook knows", "vad handboken vet"), ("percent of what can be codified", "procent av det kodifierbara"), _level("knowledge", "units")),
        of("can", "staff", "0-1", 1, ("can: competence", "kan: kompetens"), INDEX, _level("competence", "staff")),
        of("will", "staff", "0-1", 1, ("will: motivation", "vill: motivation"), INDEX, _level("motivation", "staff")),
        of("dare", "staff", "0-1", 1, ("dare: psychological safety", "vågar: psykologisk trygghet"), INDEX, _level("safety", "staff")),
        of("discretion_used", "staff", "share", 0, ("discretion used", "handlingsutrymme som används"), ("percent of decisions", "procent av besluten"), _level("discretion", "staff")),
        of("trust_in_manager", "staff", "0-1", 1, ("staff's trust in their manager", "medarbetarnas tillit till chefen"), INDEX, _level("trust_in_manager", "staff")),
        of("norm", "staff", "0-1", 1, ("service norm", "tjänstenorm"), INDEX, _level("norm", "units")),
        of("tipped_units", "staff", "share", -1, ("units whose norm has unravelled", "enheter där normen lösts upp"), PER_100, _count("tipped", "units")),
        of("crowding", "staff", "index", -1, ("crowding out of motivation", "undanträngning av motivation"), INDEX, _level("crowding", "staff"), bounds=MANY),
        of("competence_growth", "staff", "per month", 1, ("competence growth", "kompetensens tillväxt"), ("points a year", "punkter om året"), _level("growth", "staff"), factor=1200.0, bounds=(-1.0, 1.0)),
        of("collegial_flow", "staff", "per month", 1, ("learning from colleagues", "lärande av kollegor"), ("points a year", "punkter om året"), _level("peers", "staff"), factor=1200.0),
        of("error_learning", "staff", "per month", 1, ("learning from errors", "lärande av fel"), ("points a year", "punkter om året"), _level("errors", "staff"), factor=1200.0, digits=2),
        of("administrative_burden", "staff", "share of the month", -1, ("administrative burden", "administrativ börda"), HOURS, _administration, factor=WEEK),
        of("burden_state", "staff", "share of the month", -1, ("burden from the state", "börda från staten"), HOURS, _level("burden_state", "staff"), factor=WEEK),
        of("burden_council", "staff", "share of the month", -1, ("burden from the council", "börda från nämnden"), HOURS, _level("burden_council", "staff"), factor=WEEK),
        of("burden_inspectorate", "staff", "share of the month", -1, ("burden from the inspectorate", "börda från tillsynen"), HOURS, _level("burden_inspectorate", "staff"), factor=WEEK, digits=2),
        of("burden_manager", "staff", "share of the month", 0, ("time set aside by the manager", "tid som chefen avsätter"), HOURS, _level("burden_manager", "staff"), factor=WEEK),
        of("slack", "staff", "share of the month", 0, ("slack", "marginal i tiden"), HOURS, _level("slack", "staff"), factor=WEEK),
        of("load", "staff", "of the norm", 0, ("workload", "arbetsbelastning"), ("percent of the norm", "procent av normen"), _level("load", "units"), bounds=MANY),
        of("turnover", "staff", "per month", -1, ("turnover", "personalomsättning"), ("percent a year", "procent om året"), lambda tally: _ratio(tally["left"] + tally["dismissed"], tally["staff"]), factor=1200.0),
        of("good_meetings", "meeting", "share", 1, ("good meetings", "goda möten"), ("of 100 meetings", "av 100 möten"), _count("good", "cases")),
        of("meeting_quality", "meeting", "0-1", 1, ("quality of the meeting", "mötets kvalitet"), INDEX, _quality),
        of("fit", "meeting", "0-1", 1, ("help that fits the need", "hjälp som passar behovet"), INDEX, _level("fit", "cases")),
        of("quality_simple", "meeting", "0-1", 1, ("quality for simple needs", "kvalitet för enkla behov"), INDEX, _simple_quality),
        of("quality_complex", "meeting", "0-1", 1, ("quality for complex needs", "kvalitet för komplexa behov"), INDEX, _complex_quality),
        of("complexity_gap", "meeting", "0-1", -1, ("gap between simple and complex needs", "gap mellan enkla och komplexa behov"), ("index points", "indexpunkter"), lambda tally: _simple_quality(tally) - _complex_quality(tally), bounds=(-1.0, 1.0)),
        of("quality_reported", "meeting", "0-1", 0, ("quality that is reported", "kvalitet som redovisas"), INDEX, _reported),
        of("reporting_gap", "meeting", "0-1", -1, ("reported above true quality", "redovisad över verklig kvalitet"), ("index points", "indexpunkter"), lambda tally: _reported(tally) - _quality(tally), bounds=(-1.0, 1.0)),
        of("gaming", "meeting", "share", -1, ("gaming of results", "skönmålning av resultat"), ("percent of what is missing", "procent av det som saknas"), _level("gaming", "staff")),
        of("harm", "meeting", "per case", -1, ("harm", "skador"), ("per 10,000 cases", "per 10 000 ärenden"), _count("harms", "cases"), factor=10000.0, digits=2),
        of("quality_perceived", "citizens", "0-1", 1, ("quality that citizens perceive", "kvalitet som medborgarna upplever"), INDEX, _level("perceived", "cases")),
        of("trust_in_service", "citizens", "0-1", 1, ("citizens' trust in the service", "medborgarnas tillit till tjänsten"), INDEX, _level("citizen_trust", "citizens")),
        of("waiting", "citizens", "share", -1, ("citizens who wait", "medborgare som väntar"), ("of 1,000", "av 1 000"), _count("waiting", "citizens"), factor=1000.0),
        of("inequality", "citizens", "sd", -1, ("inequality between units", "ojämlikhet mellan enheter"), ("index points (sd)", "indexpunkter (sd)"), _between_units),
        of("scandals", "society", "per case", -1, ("scandals", "skandaler"), ("per million cases", "per miljon ärenden"), _count("scandals", "cases"), factor=1e6),
        of("trust_in_democracy", "society", "0-1", 1, ("trust in democracy", "tillit till demokratin"), INDEX, _level("trust_in_democracy", "councils")),
        of("cost_per_good_meeting", "society", "cases at the norm", -1, ("cost per good meeting", "kostnad per gott möte"), ("ordinary case costs", "vanliga ärendekostnader"), _level("resources", "good"), factor=1.0, digits=2, bounds=MANY),
    ]
    # fmt: on


OUTCOMES: Mapping[str, Outcome] = MappingProxyType({each.name: each for each in _outcomes()})


def read(tally: NDArray[np.int64]) -> NDArray[np.float64]:
    """Outcomes of months: counters (months, counters) become (months, outcomes)."""
    columns = {name: tally[:, i].astype(np.float64) for i, name in enumerate(COUNTERS)}
    return np.stack([outcome.of(columns) for outcome in OUTCOMES.values()], axis=1)
