"""The start: a blueprint and a key become the state at month 0.

    voice_j = N(voice_0, s_v)                       in [0, 1]
    ideal_j ~ (share + 0.01) e^(s_p N(0,1))         scaled to one, like the managers'
    ideal_m ~ share_m e^(s_i N(0,1))
    Y     = N(Y_0, s_Y),  A_F = N(A_F0, s_A)        in [0, 1]
    M     = N(0, s_Q),  F = 1
    prior_g = n_0 [belief_0 + k_Y (Y - 0.5)]        the mean in [0.05, 0.98]
    prior_b = n_0 [1 - belief_0 - k_Y (Y - 0.5)]
    norm  = U(0,1)^(1/4)                            Beta(4, 1)
    capacity = 1.5 staff cap fund
    sigma_c = sigma e^(s_c N(0,1) - s_c^2/2)
    z     = N(z_0, s_z)                             in [0, 1]
    K     = mean(rho)

where
    voice_j   politician.voice        weight of citizens' voice, one politician [share]
    ideal_j   politician.competition  a politician's ideal mix, one share a principle [share]
    ideal_m   manager.competition     ideal mix of a manager, one share a principle [share]
    Y         manager.disposition     disposition of a manager, Theory X to Theory Y [0-1]
    A_F       manager.alignment       alignment of the manager [share]
    M         manager.quality         manager quality [sd]
    F         manager.fidelity        fidelity: control that is enforced [share]
    prior_g   manager.prior_good      good months of the prior [months]
    prior_b   manager.prior_bad       bad months of the prior [months]
    norm      unit.norm               service norm of a unit [0-1]
    capacity  unit.capacity           cases that can be met this month [cases]
    sigma_c   citizen.complexity      complexity of a citizen's needs [sd of need]
    z         citizen.trust           a citizen's trust in the service [0-1]
    K         council.rule_stock      rule stock [rule stock]
given
    voice_0 politicians.voice; s_v politicians.voice_spread; share mix.*;
    s_p politicians.ideal_spread; share_m managers.competition; s_i managers.ideal_spread;
    Y_0 managers.disposition; s_Y managers.disposition_spread; A_F0 managers.alignment;
    s_A managers.alignment_spread; s_Q managers.quality_spread; n_0 managers.belief_strength;
    belief_0 managers.belief_mean; k_Y managers.disposition_weight; staff chain.staff;
    cap task.caseload; fund economy.funding; sigma task.variety; s_c task.complexity_spread;
    z_0 people.trust_citizen; s_z people.trust_spread; rho instruments.rule_density

People and organisations differ from the start: politicians in ideals and in whom they listen to,
managers in disposition, ideals, quality and alignment, staff in motives, control aversion, private
bias, reading habit and competence (as recruits do, see workforce), citizens in complexity, place,
mobility and trust. All of it is drawn by permanent uid. Instruments start where the mix puts them,
handbooks at the middle of the needs, budgets at the norm, levels that nobody has seen yet at 0.5.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from tillitsim.model.blueprint import Blueprint
from tillitsim.model.core.jit import entry, kernel
from tillitsim.model.core.numerics import clip, exp, normals, to_fixed, uniform
from tillitsim.model.core.random import (
    BIRTH_CITIZEN,
    BIRTH_STAFF,
    BIRTH_UNIT,
    LOTTERY,
    draw,
)
from tillitsim.model.counters import COUNTERS
from tillitsim.model.layout import neighbours_of
from tillitsim.model.mechanisms.management import appoint, steer
from tillitsim.model.mechanisms.politics import draw_ideal, ordered_sum
from tillitsim.model.mechanisms.workforce import Shift, draw_traits, take_post
from tillitsim.model.state.columns import Scratch, State
from tillitsim.model.state.staff import AT, LANES, SPAN, Staff
from tillitsim.model.state.tables import COUNCIL, MANAGER, POLITICIAN, RIVALS, UNIT, Citizen
from tillitsim.model.state.units import BUNDLE, bundle_at
from tillitsim.scenario.declared.instruments import INSTRUMENTS, RULE_DENSITY

START_OF_COUNCILS = 1 << 43
FIRST_CAPACITY = 1.5
FIRST_TENURE = 24
FIRST_VISITS = 6
NEAR_HOME, MOST_NEAR = 0.05, 0.2


@kernel
def drawn_next(draw_, wanted, left):
    """Whether the next of ``left`` in line is among the ``wanted`` that are still to be drawn.

    Source: selection sampling, Fan, Muller and Rezucha (1962): every choice is as likely, and
    exactly as many as wanted are drawn.
    """
    return wanted > 0 and (wanted >= left or left * draw_ < wanted)


@entry
def draw_arms(w, position: int, intervention: int, share: float, by_council: bool) -> None:  # noqa: FBT001 - a kernel takes no keywords
    """Draw by lottery which units (or whole councils) an intervention reaches: the nearest number.

    Of 16 units a share of 20% is 3, and 2% is none.
    """
    key, council, unit = w.key, w.council, w.unit
    left = council.shape[0] if by_council else unit.shape[0]
    wanted = int(share * left + 0.5)
    if by_council:
        for k in range(council.shape[0]):
            a, _, _, _ = draw(key, LOTTERY, intervention, START_OF_COUNCILS + council[k].uid)
            if drawn_next(uniform(a), wanted, left):
                wanted -= 1
                council[k].group += 1 << position
                for u in range(council[k].unit_first, council[k].unit_last):
                    unit[u].group += 1 << position
            left -= 1
    else:
        for u in range(unit.shape[0]):
            a, _, _, _ = draw(key, LOTTERY, intervention, unit[u].uid)
            if drawn_next(uniform(a), wanted, left):
                wanted -= 1
                unit[u].group += 1 << position
            left -= 1


@entry
def place_units(w) -> None:
    """Give each unit a place on the circle."""
    key, unit = w.key, w.unit
    for u in range(unit.shape[0]):
        a, _, _, _ = draw(key, BIRTH_UNIT, 0, unit[u].uid)
        unit[u].place = uniform(a)


@kernel
def initialise_politics(w, k):
    """Council ``k`` and its politicians."""
    council = w.council[k]
    p = w.given[w.timeline[0], council.group]
    total = ordered_sum(p.mix_competition, p.mix_regulation, p.mix_trust)
    council.ideal_competition = p.mix_competition / total
    council.ideal_regulation = p.mix_regulation / total
    council.ideal_trust = p.mix_trust / total
    council.reported = 0.5
    council.aspiration_reported = 0.5
    council.citizen_trust = p.people_trust_citizen
    council.heard_reported = 0.5
    council.heard_trust = p.people_trust_citizen
    council.trust_at_election = p.people_trust_citizen
    council.aspiration_trust = p.people_trust_citizen
    council.trust_in_operations = 0.5
    council.trust_in_democracy = p.people_trust_democracy
    for j in range(council.politician_first, council.politician_last):
        w.politician[j].uid = j
        w.politician[j].council = k
        w.politician[j].trust_in_operations = 0.5
        draw_ideal(w.key, w.politician, j, 0, p)


@kernel
def place_staff(w, k):
    """Put units of one sector and arm side by side, up to sixteen, and give their staff places."""
    council, staff = w.council[k], w.staff
    staff.row[council.place_first : council.place_last] = -1
    for b in range(council.bundle_first, council.bundle_last):
        w.bundle[b].slots, w.bundle[b].units = 0, 0
    vector, after = council.place_first // LANES, council.bundle_first
    for u in range(council.unit_first, council.unit_last):
        unit = w.unit[u]
        people = unit.staff_last - unit.staff_first
        b = after - 1
        while b >= council.bundle_first and (
            w.bundle[b].group != unit.group or w.bundle[b].units == LANES
        ):
            b -= 1
        if b < council.bundle_first:
            b = after
            after += 1
            bundle = w.bundle[b]
            bundle.first, bundle.slots = vector, people
            bundle.group, bundle.sector = unit.group, unit.sector
            vector += people
        bundle = w.bundle[b]
        w.lane[b * LANES + bundle.units] = u
        unit.place_first = bundle.first * LANES + bundle.units
        bundle.units += 1
        for s in range(people):
            place = unit.place_first + s * LANES
            staff.place[unit.staff_first + s] = place
            staff.row[place] = unit.staff_first + s


@kernel
def initialise_units(w, k):
    """The units of council ``k`` and their managers."""
    council = w.council[k]
    for u in range(council.unit_first, council.unit_last):
        unit = w.unit[u]
        p = w.given[w.timeline[0], unit.group]
        a, _, _, _ = draw(w.key, BIRTH_UNIT, 1, unit.uid)
        people = unit.staff_last - unit.staff_first
        unit.norm = math.sqrt(math.sqrt(uniform(a)))
        unit.reported, unit.quality, unit.word = 0.5, 0.5, 0.5
        unit.budget_norm = to_fixed(people * p.task_caseload)
        unit.budget = unit.budget_norm
        unit.capacity = FIRST_CAPACITY * people * p.task_caseload * p.economy_funding
        w.manager[u].unit = u
        appoint(w.key, w.manager[u], u, p)


@kernel
def initialise_staff(w, k):
    """The staff of council ``k``, who know their managers and units."""
    council, staff = w.council[k], w.staff
    for b in range(council.bundle_first, council.bundle_last):
        bundle = w.bundle[b]
        lane, people, _ = bundle_at(w, council, bundle, b)
        p = w.given[w.timeline[0], bundle.group]
        for s in range(bundle.slots):
            person = people[s * SPAN : (s + 1) * SPAN]
            for i in range(bundle.units):
                u, place = lane[i], (bundle.first + s) * LANES + i
                staff.uid[place] = w.unit[u].staff_first + s
                staff.unit[place] = u
                person[i + AT.tenure] = FIRST_TENURE
                traits = draw_traits(w.key, BIRTH_STAFF, 0, staff.uid[place])
                as_drawn = Shift(competence=0.0, psm=0.0)
                take_post(traits, person, i, w.manager[u], w.unit[u].norm, p, as_drawn)


@kernel
def initialise_citizens(w, k):
    """The citizens of council ``k``: in the rows of their home unit, shared among its staff."""
    council, citizen = w.council[k], w.citizen
    c = council.citizen_first
    for u in range(council.unit_first, council.unit_last):
        unit = w.unit[u]
        p = w.given[w.timeline[0], unit.group]
        people = unit.staff_last - unit.staff_first
        spread = p.task_complexity_spread
        centre = p.task_variety * exp(-0.5 * spread * spread)
        for j in range(unit.enrolled):
            a, b, d, e = draw(w.key, BIRTH_CITIZEN, 0, c)
            z0, z1 = normals(a, b)
            z2, _ = normals(d, e)
            f, _, _, _ = draw(w.key, BIRTH_CITIZEN, 1, c)
            citizen.uid[c] = c
            citizen.unit[c] = u
            citizen.staff[c] = unit.place_first + j % people * LANES
            around = unit.place + min(MOST_NEAR, NEAR_HOME / unit.extent) * z2
            citizen.place[c] = around - (1.0 if around >= 1.0 else (-1.0 if around < 0.0 else 0.0))
            citizen.complexity[c] = centre * exp(spread * z0)
            citizen.trust[c] = clip(p.people_trust_citizen + p.people_trust_spread * z1, 0.0, 1.0)
            citizen.mobility[c] = uniform(f)
            citizen.relation[c] = FIRST_VISITS
            c += 1


@entry
def initialise_councils(w, first: int, last: int) -> None:
    """Everybody in councils ``first`` to ``last``, with the signals of the start in force."""
    for k in range(first, last):
        initialise_politics(w, k)
        place_staff(w, k)
        initialise_units(w, k)
        initialise_staff(w, k)
        initialise_citizens(w, k)
        steer(w, k, 0, 1.0)
        total = 0
        council = w.council[k]
        for u in range(council.unit_first, council.unit_last):
            total += to_fixed(w.signal[u, RULE_DENSITY])
        units = council.unit_last - council.unit_first
        council.rule_stock = float(total) / 4294967296.0 / units
        steer(w, k, 0, 1.0)


def scratch_for(council: NDArray[np.void], sectors: int) -> Scratch:
    """Scratch space large enough for the largest of the councils."""

    def most(kind: str) -> int:
        return int((council[f"{kind}_last"] - council[f"{kind}_first"]).max())

    return Scratch.allocate(most("citizen"), most("place"), most("bundle"), most("unit"), sectors)


def create(blueprint: Blueprint, key: np.uint64, reuse: State | None = None) -> State:
    """The state at month 0: complexities, traits and links drawn, first signals in force.

    ``reuse`` is the state of a run that is over, whose memory is taken; it has to come from a
    blueprint with the same layout, months and groups.
    """
    layout = blueprint.layout
    state = _allocated(blueprint) if reuse is None else _emptied(blueprint, reuse)
    state = state._replace(
        key=key,
        timeline=blueprint.timeline,
        given=blueprint.given.record,
        single=blueprint.single,
        cells=blueprint.given.cells,
        fixed=blueprint.given.fixed,
        preferred=blueprint.given.preferred,
        switch=blueprint.switch,
    )
    place_units(state)
    for each in blueprint.lotteries:
        draw_arms(state, each.position, each.intervention, each.share, each.by_council)
    state.neighbours[:] = neighbours_of(layout, state.unit["place"])
    initialise_councils(state, 0, layout.size.councils)
    return state


def _allocated(blueprint: Blueprint) -> State:
    """A state with room for everybody, in which nothing has happened."""
    layout, given = blueprint.layout, blueprint.given
    size, bundles = layout.size, int(layout.council["bundle_last"][-1])
    council, unit = np.zeros(size.councils, COUNCIL), np.zeros(size.units, UNIT)
    council[:], unit[:] = layout.council, layout.unit  # a copy would leave gaps between fields open
    return State(
        council=council,
        politician=np.zeros(size.politicians, POLITICIAN),
        unit=unit,
        manager=np.zeros(size.units, MANAGER),
        staff=Staff.allocate(int(layout.council["place_last"][-1]), size.staff),
        citizen=Citizen.allocate(size.citizens),
        signal=np.zeros((size.units, len(INSTRUMENTS))),
        instrument=np.zeros((size.units, len(INSTRUMENTS))),
        wanted=np.zeros((size.units, len(INSTRUMENTS))),
        wanted_by=np.zeros((size.units, 4)),
        neighbours=np.empty((size.units, RIVALS), np.int32),
        bundle=np.zeros(bundles, BUNDLE),
        lane=np.zeros(bundles * LANES, np.int32),
        given=given.record,
        single=blueprint.single,
        cells=given.cells,
        fixed=given.fixed,
        preferred=given.preferred,
        timeline=blueprint.timeline,
        switch=blueprint.switch,
        key=np.uint64(0),
        scratch=scratch_for(layout.council, layout.sectors),
        tally=np.zeros(
            (blueprint.spin_up + blueprint.months, blueprint.groups, len(COUNTERS)), np.int64
        ),
    )


def _emptied(blueprint: Blueprint, state: State) -> State:
    """The same state as if nothing had happened in it."""
    state.council[:], state.unit[:] = blueprint.layout.council, blueprint.layout.unit
    for table in (
        state.politician, state.manager, *state.staff, *state.citizen, state.signal,
        state.instrument, state.wanted, state.wanted_by, state.bundle, state.lane, state.tally,
    ):  # fmt: skip
        table.view(np.uint8).fill(0)
    return state
