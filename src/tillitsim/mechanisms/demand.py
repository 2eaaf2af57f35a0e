"""Demand: needs arise, citizens keep or choose a unit, cases meet staff or wait.

    n_t  += -reversion n_t + shock * turbulence * sigma * N(0,1)     half shared by the sector
    Pr[need in a month] = 1 - e^(-rate)                              nobody has two cases at once
    Pr[considers other units] = phi * chi * choice                   among the mobile
    utility_v = k_q [vis q_v + (1-vis) published reported_v] + k_w word_v - k_d distance + habit
    served: those who wait first, then the new, as far as capacity at half the norm time reaches

A citizen compares the own unit with its ``rivals`` nearest of the same sector, by a logit. A unit
that gains from easy cases may turn a complex citizen away (cream-skimming); who is turned away
stays. A case goes to the citizen's regular member of staff for as long as that person stays.

Reads    unit.instrument, quality, reported, word, capacity; staff.generation; citizen.mobility
Writes   unit.need, arisen, waiting, cases, enrolled; staff.cases; citizen.unit, staff, relation,
         generation, waiting
Source   queue and norm: MODEL; choice: Le Grand (2007), McFadden (1974); skimming: Bevan & Hood
         (2006). Sizes assumed.
Limits   phi = 0 -> nobody moves; served + waiting = arisen + waiting before, exactly
"""

from __future__ import annotations

import numpy as np

from tillitsim._jit import kernel, rule
from tillitsim._math import exp, normals, uniform
from tillitsim.luck import ASSIGN, CHOICE, DRIFT, NEED, draw, score
from tillitsim.scenario.instruments import CHOOSERS, INCENTIVE, MONEY_FOLLOWS, VISIBILITY
from tillitsim.scenario.schema import MECHANISMS
from tillitsim.state.world import CASE, RELATION, WAITER

DEMAND = MECHANISMS.index("demand")
SHARED_DRIFT = 1 << 40
MOST_VISITS = 30000
MOST_MONTHS = 30000
HALF_VARIANCE = 0.7071067811865476


@rule
def need_probability(rate):
    """Probability that at least one need arises in a month."""
    return 1.0 - exp(-rate)


@rule
def drift(need, reversion, shock, shared, own):
    """The centre of a unit's needs one month later; shared and own are standard normal."""
    return need - reversion * need + shock * HALF_VARIANCE * (shared + own)


@rule
def utility(quality, seen, published, reported, quality_weight, word, word_weight, distance, habit):
    """What a unit is worth to a citizen who compares (logit units)."""
    known = seen * quality + (1.0 - seen) * published * reported
    return quality_weight * known + word_weight * word - distance + habit


@rule
def circular_distance(a, b):
    """Distance between two places on a circle of length 1."""
    gap = abs(a - b)
    return min(gap, 1.0 - gap)


@rule
def turned_away(skimming, risk_adjusted, incentive, money, complexity, variety):
    """Probability that a unit turns away a citizen more complex than the ordinary."""
    excess = max(0.0, complexity / variety - 1.0)
    return skimming * (1.0 - risk_adjusted) * min(1.0, incentive + money) * min(1.0, excess)


@rule
def served_shares(waiting, new, capacity):
    """Shares of the waiting and of the new cases that can be served this month."""
    first = min(1.0, capacity / waiting) if waiting > 0 else 1.0
    left = capacity - waiting
    second = min(1.0, max(0.0, left / new)) if new > 0 else 1.0
    return first, second


@kernel
def regular_staff(w, citizen_uid, u):
    """The member of staff in unit ``u`` who takes on a citizen: the same whatever the row order."""
    best, chosen = -1.0, w.unit[u].staff_first
    for i in range(w.unit[u].staff_first, w.unit[u].staff_last):
        value = float(score(w.key, ASSIGN, citizen_uid, w.staff[i].uid))
        if value > best or (value == best and w.staff[i].uid < w.staff[chosen].uid):
            best, chosen = value, i
    return chosen


@kernel
def unit_utility(w, p, v, place, stays):
    """Utility of unit ``v`` for a citizen at ``place``."""
    unit = w.unit
    return utility(
        unit[v].quality, w.instrument[v, VISIBILITY], p.metric_published, unit[v].reported,
        p.demand_quality, unit[v].word, p.demand_word,
        p.demand_distance * circular_distance(place, unit[v].place),
        p.demand_habit if stays else 0.0,
    )  # fmt: skip


@kernel
def choose(w, c, p, month):
    """Let citizen ``c`` compare units; move the citizen if another one is chosen and accepts."""
    unit, citizen = w.unit, w.citizen
    here = citizen.unit[c]
    place = float(citizen.place[c])
    rivals = min(int(p.task_rivals), w.neighbours.shape[1])
    a, b, _, _ = draw(w.key, CHOICE, month, citizen.uid[c])
    highest = unit_utility(w, p, here, place, True)
    for j in range(rivals):
        v = w.neighbours[here, j]
        if v >= 0:
            highest = max(highest, unit_utility(w, p, v, place, False))
    total = exp(unit_utility(w, p, here, place, True) - highest)
    for j in range(rivals):
        v = w.neighbours[here, j]
        if v >= 0:
            total += exp(unit_utility(w, p, v, place, False) - highest)
    left = uniform(a) * total - exp(unit_utility(w, p, here, place, True) - highest)
    if left < 0.0:
        return
    there = here
    for j in range(rivals):
        v = w.neighbours[here, j]
        if v >= 0 and left >= 0.0:
            there = v
            left -= exp(unit_utility(w, p, v, place, False) - highest)
    refusal = turned_away(
        p.market_skimming, p.market_risk_adjusted,
        w.instrument[there, INCENTIVE], w.instrument[there, MONEY_FOLLOWS],
        float(citizen.complexity[c]), p.task_variety,
    )  # fmt: skip
    if uniform(b) < refusal:
        return
    unit[here].enrolled -= 1
    unit[there].enrolled += 1
    citizen.unit[c] = there
    chosen = regular_staff(w, citizen.uid[c], there)
    citizen.staff[c] = chosen
    citizen.relation[c] = 0
    citizen.generation[c] = w.staff[chosen].generation & 0x7FFF


@kernel
def open_month(w, k, month):
    """Let needs drift and put down, unit by unit, what the citizens' pass will look up."""
    council, unit = w.council, w.unit
    first = council[k].unit_first
    for u in range(first, council[k].unit_last):
        p = w.given[w.timeline[month], unit[u].group]
        if w.switch[DEMAND]:
            a, b, _, _ = draw(w.key, DRIFT, month, SHARED_DRIFT + unit[u].sector)
            shared, _ = normals(a, b)
            a, b, _, _ = draw(w.key, DRIFT, month, unit[u].uid)
            own, _ = normals(a, b)
            shock = p.demand_shock * p.task_turbulence * p.task_variety
            unit[u].need = drift(unit[u].need, p.task_reversion, shock, shared, own)
        row = w.scratch.unit[u - first]
        row[0] = need_probability(p.task_need_rate)
        row[1] = (
            w.instrument[u, MONEY_FOLLOWS] * w.instrument[u, CHOOSERS] * p.task_choice
            if w.switch[DEMAND]
            else 0.0
        )
        row[2] = p.task_mobility
        unit[u].arisen = 0
        unit[u].waiting = 0
        unit[u].cases = 0
    for i in range(council[k].staff_first, council[k].staff_last):
        w.staff[i].cases = 0


@kernel
def roll(key, purpose, month, uid, first, last, lanes):
    """Draw four lanes for each of the citizens ``first`` to ``last``."""
    for c in range(first, last):
        a, b, d, e = draw(key, purpose, month, uid[c])
        lanes[0, c - first] = a
        lanes[1, c - first] = b
        lanes[2, c - first] = d
        lanes[3, c - first] = e


@kernel
def arise(w, k, month):
    """Let choosers choose and needs arise; count them by unit. Status: 0 none, 1 new, 2 waiting."""
    council, unit, citizen, scratch = w.council, w.unit, w.citizen, w.scratch
    first, last = council[k].citizen_first, council[k].citizen_last
    base = council[k].unit_first
    row = w.timeline[month]
    for c in range(first, last):
        j = c - first
        u = citizen.unit[c]
        here = scratch.unit[u - base]
        if uniform(scratch.lanes[1, j]) < here[1] and citizen.mobility[c] < here[2]:
            choose(w, c, w.given[row, unit[u].group], month)
            u = citizen.unit[c]
            here = scratch.unit[u - base]
        waits = citizen.waiting[c] > 0
        new = (uniform(scratch.lanes[0, j]) < here[0]) & (not waits)
        scratch.status[j] = np.int8(2 * waits + new)
        unit[u].arisen += new
        unit[u].waiting += waits


@kernel
def assign(w, k, month):
    """Serve as many as there is room for: list the cases with their staff, and those who wait.

    Returns (number of cases, number who wait).
    """
    council, unit, citizen, staff, scratch = w.council, w.unit, w.citizen, w.staff, w.scratch
    first, last = council[k].citizen_first, council[k].citizen_last
    base = council[k].unit_first
    for u in range(base, council[k].unit_last):
        share_waiting, share_new = served_shares(
            unit[u].waiting, unit[u].arisen, unit[u].capacity if w.switch[DEMAND] else 1e18
        )
        scratch.unit[u - base, 3] = share_waiting
        scratch.unit[u - base, 4] = share_new
        scratch.unit[u - base, 5] = w.given[w.timeline[month], unit[u].group].task_visits
        unit[u].waiting = 0
    cases, waiters = 0, 0
    for c in range(first, last):
        j = c - first
        status = scratch.status[j]
        if status == 0:
            continue
        u = citizen.unit[c]
        share = scratch.unit[u - base, 4 if status == 1 else 3]
        if uniform(scratch.lanes[2, j]) >= share:
            scratch.listed[WAITER, waiters] = c
            waiters += 1
            citizen.waiting[c] = min(citizen.waiting[c] + 1, MOST_MONTHS)
            unit[u].waiting += 1
            continue
        citizen.waiting[c] = 0
        i = citizen.staff[c]
        generation = staff[i].generation & 0x7FFF
        if citizen.generation[c] != generation:
            citizen.generation[c] = generation
            citizen.relation[c] = 0
        scratch.listed[CASE, cases] = c
        scratch.draws[RELATION, cases] = citizen.relation[c]
        citizen.relation[c] = min(
            citizen.relation[c] + int(scratch.unit[u - base, 5] + 0.5), MOST_VISITS
        )
        cases += 1
        staff[i].cases += 1
        unit[u].cases += 1
    return cases, waiters


@kernel
def demand(w, k, month):
    """One month of demand in council ``k``; returns (number of cases, number who wait)."""
    open_month(w, k, month)
    first, last = w.council[k].citizen_first, w.council[k].citizen_last
    scratch = w.scratch
    roll(
        w.key, NEED, month, w.citizen.uid, first, last,
        scratch.lanes,
    )  # fmt: skip
    arise(w, k, month)
    return assign(w, k, month)
