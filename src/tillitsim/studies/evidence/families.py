"""Families of findings: what each is called, and which mechanisms of the model it tests."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from tillitsim.locale import N_, translator


@dataclass(frozen=True, slots=True)
class Family:
    """A family's name in English, and the mechanisms that it is a test of."""

    name: str
    mechanisms: tuple[str, ...]


FAMILIES: Mapping[str, Family] = MappingProxyType(
    {
        "audit": Family(N_("Audit"), ("reporting", "motivation", "effort")),
        "audit-feedback": Family(N_("Audit with feedback"), ("learning",)),
        "autonomy": Family(N_("Autonomy"), ("meeting", "motivation")),
        "citizen-voice": Family(N_("Citizens' voice"), ("politics", "trust")),
        "command": Family(N_("Command and control"), ("motivation", "effort")),
        "competition": Family(N_("Competition and choice"), ("market", "demand")),
        "control-aversion": Family(N_("Aversion to control"), ("motivation", "effort")),
        "crowding-out": Family(N_("Crowding out of motivation"), ("motivation",)),
        "culture": Family(N_("Culture"), ("safety", "trust")),
        "equity": Family(N_("Equal treatment"), ("demand", "meeting")),
        "expectation": Family(N_("Expectations"), ("trust", "motivation")),
        "gaming": Family(N_("Gaming of measures"), ("reporting", "effort")),
        "good-meeting": Family(N_("The good meeting"), ("meeting",)),
        "incentive-removal": Family(N_("Incentives that are taken away"), ("motivation",)),
        "incentives": Family(N_("Incentives"), ("effort", "motivation")),
        "inspection": Family(N_("Inspection"), ("reporting", "effort")),
        "learning": Family(N_("Learning"), ("learning",)),
        "management": Family(N_("Management"), ("management", "effort")),
        "monitoring": Family(N_("Monitoring"), ("effort", "motivation")),
        "motivation": Family(N_("Motivation"), ("motivation",)),
        "observation": Family(N_("Being observed"), ("learning", "safety")),
        "red-tape": Family(N_("Red tape"), ("management", "effort")),
        "safety": Family(N_("Psychological safety"), ("safety", "learning")),
        "sanctions": Family(N_("Sanctions and co-operation"), ("motivation", "effort")),
        "selection": Family(N_("Who stays and who leaves"), ("workforce",)),
        "standards": Family(N_("Rules and checklists"), ("meeting", "learning")),
        "support": Family(N_("Support"), ("motivation", "workforce")),
        "targets": Family(N_("Targets"), ("reporting", "effort")),
        "trust": Family(N_("Trust"), ("trust", "effort")),
        "trust-dynamics": Family(N_("How trust grows and falls"), ("trust",)),
        "trust-power": Family(N_("Trust and power"), ("trust",)),
        "trust-reform": Family(N_("Trust reforms"), ("meeting", "motivation", "trust")),
    }
)


def family_label(name: str, language: str) -> str:
    """What a family is called; the name itself for one that is not listed here."""
    return translator(language)(FAMILIES[name].name) if name in FAMILIES else name


def families_that_test(mechanisms: Collection[str]) -> frozenset[str]:
    """Names of the families that test any of some mechanisms."""
    return frozenset(
        name
        for name, family in FAMILIES.items()
        if not set(family.mechanisms).isdisjoint(mechanisms)
    )
