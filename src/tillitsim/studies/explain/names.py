"""Causes, levels and signals as people call them."""

from __future__ import annotations

from tillitsim.locale import N_, translator
from tillitsim.scenario.declared.instruments import BY_NAME
from tillitsim.studies.explain.analysis import REST
from tillitsim.studies.explain.signals import SIGNALS, SUPERVISION, level_of

NAMES = {
    "can": N_("can: competence"),
    "will": N_("will: motivation"),
    "dare": N_("dare: psychological safety"),
    "discretion": N_("discretion"),
    "impartiality": N_("impartiality"),
    "time": N_("time free of administration"),
    "handbook": N_("the handbook"),
    "co_operation": N_("co-operation across boundaries"),
    SUPERVISION: N_("supervision: visits and their style"),
    REST: N_("all else: task, people, managers"),
}
LEVELS = {
    "state": N_("the state"),
    "inspectorate": N_("the inspectorate"),
    "politics": N_("politics"),
    "management": N_("management"),
}


def name_of(group: str, language: str) -> str:
    """A cause, a level or a signal as people call it; signals with their part of steering."""
    _ = translator(language)
    known = NAMES.get(group) or LEVELS.get(group)
    return _(known) if known else BY_NAME[group].label(language)


def holder_of(signal: str, language: str) -> str:
    """The level that a signal comes from, as people call it (empty for what is no signal)."""
    return translator(language)(LEVELS[level_of(signal)]) if signal in SIGNALS else ""
