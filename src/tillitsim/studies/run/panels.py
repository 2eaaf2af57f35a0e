"""Which outcomes stand together in the picture of a run: three panels a level of the chain."""

from __future__ import annotations

from dataclasses import dataclass

from tillitsim.locale import N_
from tillitsim.model.outcomes import Level


@dataclass(frozen=True, slots=True)
class Panel:
    """One small picture: an outcome, or up to three that share a reading.

    A single outcome needs neither ``title`` nor names of ``lines``.
    """

    outcomes: tuple[str, ...]
    title: str = ""
    lines: tuple[str, ...] = ()


PANELS: dict[Level, tuple[Panel, Panel, Panel]] = {
    "politics": (
        Panel(("trust_in_operations",)),
        Panel(("pressure",)),
        Panel(("rule_stock",)),
    ),
    "management": (
        Panel(
            ("discretion_granted", "discretion_used"),
            title=N_("Discretion granted and used"),
            lines=(N_("granted"), N_("used")),
        ),
        Panel(("belief_in_staff",)),
        Panel(("co_operation",)),
    ),
    "staff": (
        Panel(
            ("can", "will", "dare"),
            title=N_("Can, will, dare"),
            lines=(N_("can"), N_("will"), N_("dare")),
        ),
        Panel(("collegial_flow",)),
        Panel(("administrative_burden",)),
    ),
    "meeting": (
        Panel(("good_meetings",)),
        Panel(
            ("quality_simple", "quality_complex"),
            title=N_("Quality by complexity of need"),
            lines=(N_("simple"), N_("complex")),
        ),
        Panel(
            ("meeting_quality", "quality_reported"),
            title=N_("True and reported quality"),
            lines=(N_("true"), N_("reported")),
        ),
    ),
    "citizens": (
        Panel(("trust_in_service",)),
        Panel(("quality_perceived",)),
        Panel(("waiting",)),
    ),
    "society": (
        Panel(("trust_in_democracy",)),
        Panel(("scandals",)),
        Panel(("cost_per_good_meeting",)),
    ),
}
