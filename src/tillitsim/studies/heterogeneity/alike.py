"""What makes people alike, one source of difference at a time, and all of them at once.

Each is a set of values under which a mechanism that needs differences between people has none to
work on; means stay where they are. *Everybody* is the mean field of the model: every member of
staff, manager and citizen is the mean one, so that nobody is left to select, copy or choose among.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tillitsim.locale import N_
from tillitsim.scenario.declared.declarations import PARAMETERS

Values = Mapping[str, float]
Change = Callable[[Values], dict[str, float]]
EVERYBODY = "everybody"
PEOPLE = ("motives", "skill", "managers", "citizens")
"""Sources whose taking away makes people alike; the others are what lives on differences."""


def _least(*names: str) -> Change:
    """Each parameter at the lower end of what it may be at all."""
    return lambda _values: {name: PARAMETERS[name].bounds[0] for name in names}


def _narrow(name: str) -> Change:
    """The lower end of what is plausible: at its bound nobody has complex needs."""
    return lambda _values: {name: PARAMETERS[name].range[0]}


def _nothing(*names: str) -> Change:
    return lambda _values: dict.fromkeys(names, 0.0)


def _one_reaction(values: Values) -> dict[str, float]:
    """Everybody minds control as the mean of all types of staff does."""
    averse, lifted = values["people.averse"], values["people.lifted"]
    shares = {"averse": averse, "lifted": lifted, "neutral": 1.0 - averse - lifted}
    mean = sum(share * values[f"people.aversion_{name}"] for name, share in shares.items())
    return {f"people.aversion_{name}": mean for name in shares}


def _together(*changes: Change) -> Change:
    return lambda values: {k: v for change in changes for k, v in change(values).items()}


SOURCES: Mapping[str, tuple[str, Change]] = {
    "motives": (
        N_("motives and reactions to control"),
        _together(_least("people.psm_spread"), _one_reaction),
    ),
    "skill": (
        N_("competence, talent and judgement"),
        _together(
            _least("people.competence_spread", "people.bias_spread", "meeting.habit_spread"),
            _nothing("effort.talent"),
        ),
    ),
    "managers": (
        N_("managers"),
        _least(
            "managers.ideal_spread",
            "managers.disposition_spread",
            "managers.alignment_spread",
            "managers.quality_spread",
        ),
    ),
    "citizens": (
        N_("citizens and their needs"),
        _together(_narrow("task.complexity_spread"), _least("people.trust_spread")),
    ),
    "selection": (
        N_("who leaves and who comes"),
        _nothing("workforce.motivation", "workforce.load", "workforce.sorting"),
    ),
    "imitation": (
        N_("learning from and conforming to colleagues"),
        _nothing("learning.peers", "learning.units", "motivation.conformity"),
    ),
    "tipping": (N_("norms that tip"), _nothing("motivation.norm_growth")),
    "queues": (
        N_("demand that varies by month and unit, and its queues"),
        _nothing("demand.variation"),
    ),
    "audits": (N_("audits that choose"), _nothing("instruments.audit_selectivity")),
}
"""Sources of difference by name: what people call them, and how each is taken away."""


def alike(source: str, values: Values) -> dict[str, float]:
    """Values under which a source of difference is gone; those of all for ``everybody``.

    Each is kept within what its parameter may be.
    """
    chosen = PEOPLE if source == EVERYBODY else (source,)
    changes: dict[str, float] = {}
    for name in chosen:
        changes |= SOURCES[name][1](values)
    return {name: max(PARAMETERS[name].bounds[0], value) for name, value in changes.items()}
