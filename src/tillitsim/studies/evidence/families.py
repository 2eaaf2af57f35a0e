"""Families of findings: what each is called, and which mechanisms of the model it tests."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Family:
    """A family's name in English and Swedish, and the mechanisms that it is a test of."""

    en: str
    sv: str
    mechanisms: tuple[str, ...]

    def label(self, language: str) -> str:
        """The name in ``"sv"`` or ``"en"``."""
        return self.sv if language == "sv" else self.en


FAMILIES: Mapping[str, Family] = MappingProxyType(
    {
        "audit": Family("Audit", "Granskning", ("reporting", "motivation", "effort")),
        "audit-feedback": Family(
            "Audit with feedback", "Granskning med återkoppling", ("learning",)
        ),
        "autonomy": Family("Autonomy", "Självbestämmande", ("meeting", "motivation")),
        "citizen-voice": Family("Citizens' voice", "Medborgarnas röst", ("politics", "trust")),
        "command": Family("Command and control", "Order och kontroll", ("motivation", "effort")),
        "competition": Family("Competition and choice", "Konkurrens och val", ("market", "demand")),
        "control-aversion": Family(
            "Aversion to control", "Motvilja mot kontroll", ("motivation", "effort")
        ),
        "crowding-out": Family(
            "Crowding out of motivation", "Undanträngning av motivation", ("motivation",)
        ),
        "culture": Family("Culture", "Kultur", ("safety", "trust")),
        "equity": Family("Equal treatment", "Likvärdighet", ("demand", "meeting")),
        "expectation": Family("Expectations", "Förväntningar", ("trust", "motivation")),
        "gaming": Family("Gaming of measures", "Skönmålning av mått", ("reporting", "effort")),
        "good-meeting": Family("The good meeting", "Det goda mötet", ("meeting",)),
        "incentive-removal": Family(
            "Incentives that are taken away", "Ersättning som tas bort", ("motivation",)
        ),
        "incentives": Family("Incentives", "Ersättning", ("effort", "motivation")),
        "inspection": Family("Inspection", "Tillsyn", ("reporting", "effort")),
        "learning": Family("Learning", "Lärande", ("learning",)),
        "management": Family("Management", "Ledning", ("management", "effort")),
        "monitoring": Family("Monitoring", "Övervakning", ("effort", "motivation")),
        "motivation": Family("Motivation", "Motivation", ("motivation",)),
        "observation": Family("Being observed", "Att bli iakttagen", ("learning", "safety")),
        "red-tape": Family("Red tape", "Administrativ börda", ("management", "effort")),
        "safety": Family("Psychological safety", "Psykologisk trygghet", ("safety", "learning")),
        "selection": Family(
            "Who stays and who leaves", "Vem som stannar och vem som går", ("workforce",)
        ),
        "support": Family("Support", "Stöd", ("motivation", "workforce")),
        "targets": Family("Targets", "Mätbara mål", ("reporting", "effort")),
        "trust": Family("Trust", "Tillit", ("trust", "effort")),
        "trust-dynamics": Family(
            "How trust grows and falls", "Hur tillit växer och faller", ("trust",)
        ),
        "trust-power": Family("Trust and power", "Tillit och makt", ("trust",)),
        "trust-reform": Family(
            "Trust reforms", "Tillitsreformer", ("meeting", "motivation", "trust")
        ),
    }
)


def family_label(name: str, language: str) -> str:
    """What a family is called; the name itself for one that is not listed here."""
    return FAMILIES[name].label(language) if name in FAMILIES else name


def families_that_test(mechanisms: Collection[str]) -> frozenset[str]:
    """Names of the families that test any of some mechanisms."""
    return frozenset(
        name
        for name, family in FAMILIES.items()
        if not set(family.mechanisms).isdisjoint(mechanisms)
    )
