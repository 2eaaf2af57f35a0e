"""Management: signals become instruments in a unit, and discretion for its staff.

    mix   = (1 - tilt) share + tilt ideal
    x_g*  = iota sum(mix profile)                   summed in sorted order, on a grid of 2**-20
    x_g*  = x_g* (1 + k_int dev dev_2)              three pairs of instruments; none by default
    x_g*  = x_g* (1 + P (1 - screen))               audit coverage; then all are cut to their bounds
    x_g  += (x_g* - x_g) / lag                      a burden that grows: times 1 - screen
    x*    = (1 - lambda) x_g* + lambda x_m          for what the manager holds; else x_g*
    x    += (x* - x) / lag                          a burden that grows: times 1 - screen
    I     = mean(|x - x_g| / scale)                 over what the manager holds
    new   = max((x_g* - x_g)+ / (x_g* + 0.05))      over audit coverage and minimum
    F    += (1 - F) new,  F += k_F (A_F - F)        new control is enforced first
    delta_g = min(1, d [(1 - earn) + earn belief / belief_0]) e^(-k_K K)
    H    += k_H (cov - H)

where
    mix      management.tilted()        mix in force, one share a principle [share]
    tilt     council.tilt               tilt of the mix since a lost election [share]
    ideal    council.ideal_*            its politicians' mean ideal mix [share]
    x_g*     management.aim()           what a council wants of an instrument [its unit]
    dev      management.deviation()     distance from the value at equal shares [of the scale]
    dev_2    management.deviation()     the same of the second of a pair [of the scale]
    P        council.pressure           pressure [index]
    x_g      state.signal               what a council signals to a unit [its unit]
    x*       management.translate()     where an instrument is going [its unit]
    x_m      management.signal_value()  what a manager would have [its unit]
    x        state.instrument           an instrument as it holds in a unit [its unit]
    I        unit.incoherence           incoherence: mixed signals [of the scale]
    scale    management.SCALE           width of an instrument's neutral range [its unit]
    new      management.translate()     how new the control is [share]
    F        manager.fidelity           fidelity: control that is enforced [share]
    A_F      manager.alignment          alignment of the manager [share]
    delta_g  staff.granted              discretion granted [share]
    belief   staff.belief_*             a manager's belief in a person [probability]
    K        council.rule_stock         rule stock [rule stock]
    H        unit.knowledge             what the handbook knows [share]
given
    share mix.*; iota mix.intensity; profile profile.*; k_int interaction.*;
    screen politics.system_analysis; lag chain.lag; lambda instruments.latitude;
    k_F management.fidelity_rate; d instruments.discretion; earn instruments.earned;
    belief_0 managers.belief_mean; k_K management.rules_bind; k_H management.coverage_rate;
    cov instruments.handbook_coverage

``iota`` multiplies burdens and pressures, not what enables. ``x_m`` is what the manager's own ideal
mix, or a scenario, would have. The only place, with the start and politics, that reads shares of
competition, regulation and trust: everything else sees instrument values.

Reads    council.tilt, ideal_*, pressure, rule_stock; manager.competition, regulation, trust,
         alignment, prior_*; staff.belief_*
Writes   unit.signal, instrument, incoherence, knowledge, clipped; manager.fidelity; staff.granted
Source   latitude and chain: SOU 2018:47; fidelity: Banerjee, Duflo & Glennerster (2008);
         earned discretion: Bandiera, Best, Khan & Prat (2021). Sizes assumed.
Limits   lambda = 0 or equal ideals -> I = 0; earn = 0 -> everybody is granted the same
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from tillitsim.model.core.jit import entry, kernel, rule
from tillitsim.model.core.numerics import REAL, clip, exp, normals
from tillitsim.model.core.precision import single
from tillitsim.model.core.random import BIRTH_MANAGER, draw
from tillitsim.model.mechanisms.politics import ordered_sum
from tillitsim.model.state.staff import AT, LANES, SPAN
from tillitsim.model.state.units import HERE, bundle_at
from tillitsim.scenario.declared.instruments import (
    AUDIT_COVERAGE,
    DISCRETION,
    EARNED,
    HANDBOOK_COVERAGE,
    INCENTIVE,
    INSTRUMENTS,
    LATITUDE,
    MINIMUM,
    OPENNESS,
    SUPPORT,
    VISIBILITY,
)

GRID = 1048576.0
COUNT = len(INSTRUMENTS)
SCALED = np.array([row.kind != "enabling" for row in INSTRUMENTS])
BURDEN = np.array([row.kind == "burden" for row in INSTRUMENTS])
MANAGED = np.array([row.holder == "manager" for row in INSTRUMENTS])
CEILING = np.array([float(row.ceiling) for row in INSTRUMENTS])
SCALE = np.array([float(row.scale) for row in INSTRUMENTS])
HELD_BY_MANAGER = float(MANAGED.sum())
THIRD = 1.0 / 3.0


class Delay(NamedTuple):
    """What holds signals back: months on the way, and the share of burdens that is screened."""

    months: float
    screen: float


@rule
def instrument_value(
    competition, regulation, trust, in_competition, in_regulation, in_trust, scale
):
    """The value of an instrument under a mix: a share-weighted sum on a grid of 2**-20.

    The order of the principles changes no bit, and equal cells give the same bits under any mix.
    """
    value = scale * ordered_sum(
        competition * in_competition, regulation * in_regulation, trust * in_trust
    )
    return np.int64(value * GRID + 0.5) / GRID


@rule
def tilted(share, ideal, tilt):
    """A share of the mix after a new council has tilted it towards its own ideal."""
    return (1.0 - tilt) * share + tilt * ideal


@rule
def passed_on(value, target, lag, held_back):
    """A signal one month later: it closes 1/lag of the gap; growth may be held back."""
    step = (target - value) / lag
    return value + (step * (1.0 - held_back) if step > 0.0 else step)


@rule
def update_fidelity(fidelity, novelty, alignment, rate):
    """How faithfully the manager enforces: new control is enforced, then habit takes over."""
    renewed = fidelity + (1.0 - fidelity) * novelty
    return renewed + rate * (alignment - renewed)


@rule
def discretion_granted(delegated, earned, belief, prior_mean, rule_stock, binding):
    """Discretion granted to a member of staff, a share."""
    return min(1.0, delegated * ((1.0 - earned) + earned * belief / prior_mean)) * exp(
        -binding * rule_stock
    )


@kernel
def appoint(key, manager, uid, p):
    """Make ``uid`` the manager of a unit, with traits of their own."""
    manager.uid = uid
    a, b, c, d = draw(key, BIRTH_MANAGER, 0, uid)
    z0, z1 = normals(a, b)
    z2, z3 = normals(c, d)
    a, b, c, d = draw(key, BIRTH_MANAGER, 1, uid)
    z4, z5 = normals(a, b)
    competition, regulation, trust = p.managers_competition, p.managers_regulation, p.managers_trust
    if competition != competition:
        competition, regulation, trust = p.mix_competition, p.mix_regulation, p.mix_trust
    spread = p.managers_ideal_spread
    x, y, z = (
        competition * exp(spread * z0),
        regulation * exp(spread * z1),
        trust * exp(spread * z2),
    )
    total = ordered_sum(x, y, z)
    manager.competition = x / total
    manager.regulation = y / total
    manager.trust = z / total
    manager.disposition = clip(
        p.managers_disposition + p.managers_disposition_spread * z3, 0.0, 1.0
    )
    manager.quality = p.managers_quality_spread * z4
    manager.alignment = clip(p.managers_alignment + p.managers_alignment_spread * z5, 0.0, 1.0)
    manager.fidelity = 1.0
    mean = clip(
        p.managers_belief_mean + p.managers_disposition_weight * (manager.disposition - 0.5),
        0.05,
        0.98,
    )
    manager.prior_good = p.managers_belief_strength * mean
    manager.prior_bad = p.managers_belief_strength * (1.0 - mean)


@kernel
def signal_value(fixed, cells, i, competition, regulation, trust, intensity):
    """What instrument ``i`` should be, before pressure (NaN in ``fixed``: as the mix says)."""
    if fixed[i] == fixed[i]:
        return fixed[i]
    return instrument_value(
        competition, regulation, trust,
        cells[i, 0], cells[i, 1], cells[i, 2],
        intensity if SCALED[i] else 1.0,
    )  # fmt: skip


@kernel
def deviation(cells, i, value, intensity):
    """How far an instrument is from its value at equal shares, in units of its scale."""
    even = instrument_value(
        THIRD, THIRD, THIRD,
        cells[i, 0], cells[i, 1], cells[i, 2],
        intensity if SCALED[i] else 1.0,
    )  # fmt: skip
    return (value - even) / SCALE[i]


@kernel
def interact(cells, target, p):
    """Apply the declared interactions between pairs of instrument values (default none)."""
    iota = p.mix_intensity
    if p.interaction_audit_support != 0.0:
        target[SUPPORT] *= 1.0 + p.interaction_audit_support * deviation(
            cells, AUDIT_COVERAGE, target[AUDIT_COVERAGE], iota
        ) * deviation(cells, SUPPORT, target[SUPPORT], iota)
    if p.interaction_incentive_visibility != 0.0:
        target[INCENTIVE] *= 1.0 + p.interaction_incentive_visibility * deviation(
            cells, INCENTIVE, target[INCENTIVE], iota
        ) * deviation(cells, VISIBILITY, target[VISIBILITY], iota)
    if p.interaction_discretion_openness != 0.0:
        target[DISCRETION] *= 1.0 + p.interaction_discretion_openness * deviation(
            cells, DISCRETION, target[DISCRETION], iota
        ) * deviation(cells, OPENNESS, target[OPENNESS], iota)


@kernel
def aim(council, p, fixed, cells, target, screen):
    """Put down in ``target`` what a council wants of a group of units; returns how many clipped.

    ``council`` is a record, the arrays have one row per instrument (or instrument x principle).
    """
    tilt, clipped = council.tilt, 0
    c = tilted(p.mix_competition, council.ideal_competition, tilt)
    r = tilted(p.mix_regulation, council.ideal_regulation, tilt)
    t = tilted(p.mix_trust, council.ideal_trust, tilt)

    for i in range(COUNT):
        target[i] = signal_value(fixed, cells, i, c, r, t, p.mix_intensity)
    interact(cells, target, p)
    target[AUDIT_COVERAGE] *= 1.0 + council.pressure * (1.0 - screen)
    for i in range(COUNT):
        clipped += target[i] > CEILING[i]
        target[i] = clip(target[i], 0.0, CEILING[i])
    return clipped


@kernel
def translate(unit, manager, signal, instrument, p, wanted, target, delay):
    """Let what a council wants (``target``) reach a unit, through its manager.

    ``unit`` and ``manager`` are records, the arrays have one value per instrument; ``delay`` is a
    :class:`Delay`.
    """
    novelty = 0.0
    for i in (AUDIT_COVERAGE, MINIMUM):
        rise = target[i] - signal[i]
        if rise > 0.0:
            novelty = max(novelty, rise / (target[i] + 0.05))

    latitude = target[LATITUDE]
    for i in range(COUNT):
        held_back = delay.screen * BURDEN[i]
        signal[i] = passed_on(signal[i], target[i], delay.months, held_back)
        own = latitude * MANAGED[i]
        instrument[i] = passed_on(
            instrument[i], (1.0 - own) * target[i] + own * wanted[i], delay.months, held_back
        )
    gap = 0.0
    for i in range(COUNT):
        if MANAGED[i]:
            gap += abs(instrument[i] - signal[i]) / SCALE[i]
    unit.incoherence = gap / HELD_BY_MANAGER
    manager.fidelity = update_fidelity(
        manager.fidelity, novelty, manager.alignment, p.management_fidelity_rate
    )


@kernel
@single
def grant(people, slots, here, p, rule_stock):
    """Let the managers of a bundle grant discretion to each member of their staff."""
    for s in range(slots):
        person = people[s * SPAN : (s + 1) * SPAN]
        for i in range(LANES):
            belief = person[i + AT.belief_good] / (
                person[i + AT.belief_good] + person[i + AT.belief_bad]
            )
            person[i + AT.granted] = discretion_granted(
                here[i + HERE.delegated], here[i + HERE.earned], belief,
                p.managers_belief_mean, rule_stock, p.management_rules_bind,
            )  # fmt: skip


@kernel
def want(fixed, preferred, cells, intensity, manager, wanted, of):
    """Put down what a manager would want of each instrument that managers hold (else 0).

    Kept in ``wanted`` until the manager's ideals or the table (row ``of[3]``) are others.
    """
    for i in range(COUNT):
        own = 0.0
        if MANAGED[i]:
            own = preferred[i]
            if own != own:
                own = signal_value(
                    fixed, cells, i, manager.competition, manager.regulation, manager.trust,
                    intensity,
                )  # fmt: skip
            own = clip(own, 0.0, CEILING[i])
        wanted[i] = own
    of[0], of[1], of[2] = manager.competition, manager.regulation, manager.trust


@entry
def management(w, k: int, month: int) -> None:
    """One month of management in council ``k``."""
    steer(w, k, month, 0.0)


@kernel
def steer(w, k, month, lag):
    """Signals reach the units of council ``k`` and discretion is granted.

    ``lag`` is in months; 0 takes it from the scenario, 1 puts everything in force at once.
    """
    council, row, target = w.council[k], w.timeline[month], w.scratch.target
    aimed_at, clipped = -1, 0
    for b in range(council.bundle_first, council.bundle_last):
        bundle = w.bundle[b]
        lane, people, here = bundle_at(w, council, bundle, b)
        group = bundle.group
        p = w.given[row, group]
        months = lag if lag > 0.0 else p.chain_lag
        screen = p.politics_system_analysis if months > 1.0 else 0.0
        rate = p.management_coverage_rate if lag <= 0.0 else 1.0
        if group != aimed_at:
            aimed_at = group
            clipped = aim(council, p, w.fixed[row, group], w.cells[row, group], target, screen)
        for i in range(bundle.units):
            u = lane[i]
            unit, manager, of = w.unit[u], w.manager[u], w.wanted_by[u]
            if (
                lag > 0.0
                or of[3] != row
                or of[0] != manager.competition
                or of[1] != manager.regulation
                or of[2] != manager.trust
            ):
                want(
                    w.fixed[row, group], w.preferred[row, group], w.cells[row, group],
                    p.mix_intensity, manager, w.wanted[u], of,
                )  # fmt: skip
                of[3] = row
            unit.clipped += clipped
            delay = Delay(months=months, screen=screen)
            translate(unit, manager, w.signal[u], w.instrument[u], p, w.wanted[u], target, delay)
            unit.knowledge += rate * (w.instrument[u, HANDBOOK_COVERAGE] - unit.knowledge)
            here[i + HERE.delegated] = w.instrument[u, DISCRETION]
            here[i + HERE.earned] = w.instrument[u, EARNED]
        grant(people, bundle.slots, here, w.single[row, group], REAL(council.rule_stock))
