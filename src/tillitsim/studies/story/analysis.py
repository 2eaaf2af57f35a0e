"""One citizen's case, followed through the chain: facts from a run, for words to be made of.

The run is stopped in the month of the case, between the signals that came down and the meeting, and
every fact is read from its columns or worked out by the same rules that the meeting follows.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tillitsim.errors import InputError
from tillitsim.locale import _
from tillitsim.model.core.numerics import clip, normals32
from tillitsim.model.core.random import CASE, draw
from tillitsim.model.mechanisms.meeting import (
    action,
    clarity,
    diagnosis_noise,
    file_strength,
    fit,
    judgement,
    meeting,
    need_variance,
    relation_strength,
    routine,
)
from tillitsim.model.month import information_up, run, signals_down
from tillitsim.model.simulation import Simulation
from tillitsim.model.state import columns as scratch_rows
from tillitsim.model.state.columns import State
from tillitsim.runs.cases.own_mechanism import simulation_class
from tillitsim.runs.ensemble.parameter_set import ParameterSet, with_set
from tillitsim.scenario.declared.instruments import DOCUMENTATION
from tillitsim.scenario.schema import Scenario


class Decision(NamedTuple):
    """A meeting's decision, step by step, and what came of it.

    Needs and actions are in standard deviations of an ordinary need, seen from the centre of the
    handbook; fit and quality lie in [0, 1].
    """

    need: float
    handbook_says: float
    seen: float
    own_judgement: float
    done: float
    fit: float
    quality: float
    perceived: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What happened to one citizen's case.

    ``council`` and ``service`` name the kind of council and the sector in a mixture, and are empty
    elsewhere. Months count from the start of the run, the first is 1. Levels and trusts lie in
    [0, 1]; time in shares of the norm.
    """

    scenario: Scenario
    seed: int
    replicate: int
    month: int
    citizen: int
    complexity: float
    months_waited: int
    visits_before: int
    trust_before: float
    trust_after: float
    council: str
    service: str
    unit: int
    load: float
    waiting_in_unit: int
    staff: int
    months_in_post: int
    can: float
    will: float
    dare: float
    belief: float
    granted: float
    used: float
    administration: float
    time_for_case: float
    decision: Decision
    good: bool
    harm: bool
    audited: int
    gaming: float
    unit_reported: float
    unit_quality: float
    heard: float
    pressure_before: float
    pressure_after: float
    rules: float


def council_of(state: State, citizen: int) -> int:
    """The council that a citizen belongs to."""
    return int(np.searchsorted(state.council["citizen_last"], citizen, side="right"))


def place_of(scenario: Scenario, sector: int) -> tuple[str, str]:
    """Names of the kind of council and of the sector with this number, in a mixture."""
    names = [(kind.name, each.name) for kind in scenario.mixture for each in kind.sectors]
    return names[sector] if names else ("", "")


def tell(
    scenario: Scenario, *, citizen: int | None = None, seed: int = 0, replicate: int = 0
) -> Story:
    """Follow the first case of a citizen after the burn-in.

    Without ``citizen``, whoever comes first to a meeting after the burn-in. Raises ``InputError``
    when there is no such citizen, or when no case arises before the horizon.
    """
    simulation = simulation_class()(scenario, seed, replicate)
    state = simulation.state
    people = len(state.citizen.uid)
    if citizen is not None and not 0 <= citizen < people:
        raise InputError(
            _("there is no citizen {citizen}; {name} has citizens 0 to {people}.").format(
                citizen=citizen, name=scenario.name, people=people - 1
            )
        )
    k = 0 if citizen is None else council_of(state, citizen)
    start = simulation.spin_up
    run(state, k, k + 1, start, start + scenario.burn_in)
    for month in range(start + scenario.burn_in, start + scenario.months):
        waiting = state.citizen.waiting.copy()
        pressure = float(state.council[k]["pressure"])
        waiters = signals_down(state, k, month)
        place = _place(state, k, citizen)
        if place is not None:
            return _follow(simulation, k, month, waiters, place, waiting, pressure)
        meeting(state, k, month)
        information_up(state, k, month, waiters)
    who = (
        _("nobody met")
        if citizen is None
        else _("citizen {citizen} did not meet").format(citizen=citizen)
    )
    raise InputError(
        _(
            "{who} the service between month {burn_in} and {months}; choose another"
            " citizen, or a longer run (--set months=...)."
        ).format(who=who, burn_in=scenario.burn_in + 1, months=scenario.months)
    )


def tell_again(story: Story, parameter_sets: Sequence[ParameterSet]) -> list[Story]:
    """The same citizen's first case under other plausible assumptions, where there is one."""
    found = []
    for parameter_set in parameter_sets:
        try:
            found.append(
                tell(
                    with_set(story.scenario, parameter_set),
                    citizen=story.citizen,
                    seed=story.seed,
                    replicate=story.replicate,
                )
            )
        except InputError:  # nothing brought the citizen to the service
            continue
    return found


def _place(state: State, k: int, citizen: int | None) -> int | None:
    """Where in this month's list of cases the citizen stands (the first, if nobody is named)."""
    council, scratch = state.council[k], state.scratch
    for u in range(council["unit_first"], council["unit_last"]):
        start = int(scratch.start[u - council["unit_first"]])
        cases = scratch.listed[scratch_rows.CASE, start : start + int(state.unit[u]["cases"])]
        if citizen is None and len(cases):
            return start
        found = np.flatnonzero(cases == citizen)
        if citizen is not None and len(found):
            return start + int(found[0])
    return None


def _decide(state: State, month: int, place: int, used: float) -> Decision:
    """The decision at a place in the list of cases, worked out by the meeting's own rules."""
    citizen = int(state.scratch.listed[scratch_rows.CASE, place])
    u, i = int(state.citizen.unit[citizen]), int(state.staff.row[state.citizen.staff[citizen]])
    unit, before = state.unit[u], state.staff.records()[i]
    p = state.given[state.timeline[month], unit["group"]]
    trust_before = float(state.citizen.trust[citizen])
    visits = float(state.scratch.relation[place])
    need, handbook = float(unit["need"]), float(unit["handbook"])
    knowledge = float(unit["knowledge"])

    complexity = float(state.citizen.complexity[citizen])
    a, b, c, d = map(np.uint64, draw(state.key, CASE, month, int(state.citizen.uid[citizen])))
    z_codifiable, z_tacit = normals32(a, b)
    z_noise, z_perception = normals32(c, d)
    codifiable = math.sqrt(p["task_codifiability"]) * complexity * z_codifiable
    y = need + codifiable + math.sqrt(1.0 - p["task_codifiability"]) * complexity * z_tacit
    on_file = file_strength(
        state.instrument[u, DOCUMENTATION], p["meeting_record"], p["meeting_record_half"]
    )
    relation = relation_strength(visits, p["meeting_relation_half"], on_file)
    by_handbook = handbook + routine(knowledge, relation, p["meeting_familiar"]) * codifiable
    ignorance = 1.0 - float(before["competence"])
    sigma = diagnosis_noise(
        clarity(p["meeting_noise"], before["competence"], p["meeting_competence_clears"]),
        trust_before,
        p["meeting_trust_clears"],
        relation,
        p["meeting_relation_clears"],
    )
    seen = y + sigma * z_noise + p["meeting_habit_spread"] * ignorance * before["habit"]
    prior = handbook + p["meeting_handbook_trust"] * (by_handbook - handbook)
    own = judgement(
        seen,
        prior,
        need_variance(p["task_variety"], p["task_complexity_spread"]),
        sigma * (1.0 - p["meeting_overconfidence"] * ignorance),
    ) + before["bias"] * (1.0 - before["detection"])
    done = action(by_handbook, own, used)
    fitted = fit((y - done) * (y - done))
    quality = fitted * float(before["value"])
    return Decision(
        need=float(y - handbook),
        handbook_says=float(by_handbook - handbook),
        seen=float(seen - handbook),
        own_judgement=float(own - handbook),
        done=float(done - handbook),
        fit=float(fitted),
        quality=float(quality),
        perceived=float(clip(quality + p["meeting_perception"] * z_perception, 0.0, 1.0)),
    )


def _follow(
    simulation: Simulation,
    k: int,
    month: int,
    waiters: int,
    place: int,
    waiting: NDArray[np.int16],
    pressure: float,
) -> Story:
    state = simulation.state
    citizen = int(state.scratch.listed[scratch_rows.CASE, place])
    u, i = int(state.citizen.unit[citizen]), int(state.staff.row[state.citizen.staff[citizen]])
    unit, council = state.unit[u], state.council[k]
    p = state.given[state.timeline[month], unit["group"]]
    before = state.staff.records()[i]
    trust_before = float(state.citizen.trust[citizen])
    complexity = float(state.citizen.complexity[citizen])
    used = float(before["discretion"]) if "meeting" not in simulation.scenario.without else 0.0
    visits = int(state.scratch.relation[place])
    decision = _decide(state, month, place, used)

    meeting(state, k, month)
    marked = float(state.scratch.perceived[place])
    information_up(state, k, month, waiters)
    heard, rules = float(council["reported"]), float(council["rule_stock"])
    unit, person = unit.copy(), state.staff.records()[i]
    trust_after = float(state.citizen.trust[citizen])
    if month + 1 < simulation.spin_up + simulation.months:
        signals_down(state, k, month + 1)
    administration = math.fsum(
        float(before[f"burden_{origin}"])
        for origin in ("state", "council", "inspectorate", "manager")
    )
    where, service = place_of(simulation.scenario, int(unit["sector"]))
    belief = float(before["belief_good"]) / float(before["belief_good"] + before["belief_bad"])
    return Story(
        scenario=simulation.scenario,
        seed=simulation.seed,
        replicate=simulation.replicate,
        month=month - simulation.spin_up + 1,
        citizen=citizen,
        complexity=complexity / float(p["task_variety"]),
        months_waited=int(waiting[citizen]),
        visits_before=visits,
        trust_before=trust_before,
        trust_after=trust_after,
        council=where,
        service=service,
        unit=u,
        load=float(unit["load"]),
        waiting_in_unit=int(unit["waiting"]),
        staff=i,
        months_in_post=int(before["tenure"]),
        can=float(before["competence"]),
        will=float(before["motivation"]),
        dare=float(before["safety"]),
        belief=belief,
        granted=float(before["granted"]),
        used=used,
        administration=administration,
        time_for_case=float(before["time_per_case"]),
        decision=decision,
        good=bool(decision.quality >= p["meeting_good"]),
        harm=marked < 0.0,
        audited=int(person["audited"]) if person["uid"] == before["uid"] else 0,
        gaming=float(person["gaming"]),
        unit_reported=float(unit["reported"]),
        unit_quality=float(unit["quality"]),
        heard=heard,
        pressure_before=pressure,
        pressure_after=float(council["pressure"]),
        rules=rules,
    )
