"""Words for people about parameters: groups, units, sources, origins."""

from __future__ import annotations

import math

from tillitsim.locale import N_, translator
from tillitsim.scenario.declared.parameter import Parameter
from tillitsim.scenario.schema import Origin

GROUPS: dict[str, str] = {
    "mix": N_("The mix of principles"),
    "chain": N_("The steering chain"),
    "task": N_("The task"),
    "metric": N_("The metric"),
    "people": N_("Staff and citizens"),
    "managers": N_("Managers"),
    "politicians": N_("Politicians"),
    "economy": N_("The economy"),
    "politics": N_("Politics"),
    "management": N_("Management"),
    "demand": N_("Demand and choice"),
    "burden": N_("Administrative burden"),
    "effort": N_("Effort"),
    "meeting": N_("The meeting"),
    "reporting": N_("Reporting"),
    "audit": N_("Audit"),
    "inspectorate": N_("The inspectorate"),
    "learning": N_("Learning"),
    "motivation": N_("Motivation: will"),
    "safety": N_("Psychological safety: dare"),
    "trust": N_("Trust"),
    "workforce": N_("The workforce"),
    "market": N_("The market"),
    "interaction": N_("Interactions between instruments"),
    "profile": N_("Profile table: each instrument under each principle"),
    "instruments": N_("Instruments fixed by a scenario, whatever the mix"),
    "managers.instruments": N_("Instruments as managers prefer them"),
}
"""Groups of parameters in reading order."""


_PHRASES = (
    N_("assumed"),
    N_("assumed, centred in the ensemble"),
    N_("calibrated"),
    N_("set by a scenario"),
    N_("set by the scenario"),
    N_("none by default"),
    N_("demonstration size"),
    N_("market pay by default"),
    N_("by definition of a quasi-market"),
    N_("by definition"),
    N_("Swedish constitution"),
    N_("four years"),
    N_("direction"),
    N_("size assumed"),
    N_("concept"),
)
"""What stands before a colon or between semicolons in a declared source."""


def prefix_of(name: str) -> str:
    """The group that a parameter belongs to."""
    return name.rpartition(".")[0] if not name.startswith("profile.") else "profile"


def group_title(prefix: str, language: str) -> str:
    """What a group is about, in the language; of a mechanism of one's own, its name."""
    return translator(language)(GROUPS.get(prefix, prefix))


def unit_of(parameter: Parameter, language: str) -> str:
    """The unit of a parameter in the language."""
    return translator(language)(parameter.unit)


def source_of(source: str, language: str) -> str:
    """A declared source, with its set phrases in the language."""
    _ = translator(language)
    return "; ".join(": ".join(map(_, part.split(": "))) for part in source.split("; "))


def value_of(value: float, language: str) -> str:
    """A value as it may be typed in a scenario file; a word where it is unset."""
    _ = translator(language)
    if math.isnan(value):
        return _("unset")
    return f"{value:.0f}" if value == round(value) and abs(value) < 1e15 else f"{value:.6g}"


def origin_of(origin: Origin | None, language: str) -> str:
    """Where a value comes from, in a few words."""
    _ = translator(language)
    if origin is None or origin.kind == "default":
        return _("default")
    if origin.kind in {"file", "base"}:
        where = f"{origin.file}:{origin.line}"
        return where if origin.kind == "file" else f"{_('base')} {where}"
    return {"set": "--set", "python": "Python", "neutral": _("neutral table")}[origin.kind]
