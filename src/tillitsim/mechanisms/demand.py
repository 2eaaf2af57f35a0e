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
from tillitsim.state.world import CASE, WAITER

DEMAND = MECHANISMS.index("demand")
SHARED_DRIFT = 1 << 40
# Columns of ``scratch.unit`` while demand is worked out.
NEEDS, CONSIDERS, MOBILE, VISITS, SERVED_NEW, SERVED_WAITING = range(6)
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
    """Let needs drift and put down, unit by unit, what the citizens' pass will look up.

    Returns the highest probability with which anybody considers other units this month.
    """
    most = 0.0
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
        row[NEEDS] = need_probability(p.task_need_rate)
        row[CONSIDERS] = (
            w.instrument[u, MONEY_FOLLOWS] * w.instrument[u, CHOOSERS] * p.task_choice
            if w.switch[DEMAND]
            else 0.0
        )
        row[MOBILE] = p.task_mobility
        most = max(most, row[CONSIDERS])
        row[VISITS] = p.task_visits + 0.5
        unit[u].arisen = 0
        unit[u].waiting = 0
        unit[u].cases = 0
    for i in range(council[k].staff_first, council[k].staff_last):
        w.staff[i].cases = 0
    return most


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
def consider(w, k, month, most):
    """Let those choose who consider other units this month; ``most`` is the highest probability."""
    council, citizen = w.council[k], w.citizen
    first, base = council.citizen_first, council.unit_first
    limits, lane = w.scratch.unit, w.scratch.lanes[1]
    for c in range(first, council.citizen_last):
        chance = uniform(lane[c - first])
        if chance < most:
            here = citizen.unit[c] - base
            if chance < limits[here, CONSIDERS] and citizen.mobility[c] < limits[here, MOBILE]:
                choose(w, c, w.given[w.timeline[month], w.unit[here + base].group], month)


@kernel
def arise(unit_of, waiting, first, base, lane, limits, status, candidates):
    """Let needs arise; list those with a case, new or waiting, and return how many they are.

    ``status`` of a listed citizen is 1 for a new case and 2 for one that waits.
    """
    listed = 0
    for j in range(lane.shape[0]):
        new = uniform(lane[j]) < limits[unit_of[first + j] - base, NEEDS]
        waits = waiting[first + j] > 0
        status[j] = np.int8(2) if waits else np.int8(new)
        candidates[listed] = first + j
        listed += new | waits
    return listed


@kernel
def count_cases(unit, unit_of, first, status, candidates):
    """Count new and waiting cases by unit."""
    for n in range(candidates.shape[0]):
        c = candidates[n]
        if status[c - first] == 1:
            unit[unit_of[c]].arisen += 1
        else:
            unit[unit_of[c]].waiting += 1


@kernel
def open_queue(w, k):
    """Decide unit by unit what share is served, and where the unit's cases will be listed."""
    council, limits = w.council[k], w.scratch.unit
    start = 0
    for u in range(council.unit_first, council.unit_last):
        unit = w.unit[u]
        share_waiting, share_new = served_shares(
            unit.waiting, unit.arisen, unit.capacity if w.switch[DEMAND] else 1e18
        )
        row = limits[u - council.unit_first]
        row[SERVED_NEW] = share_new
        row[SERVED_WAITING] = share_waiting
        w.scratch.start[u - council.unit_first] = start
        start += unit.waiting + unit.arisen
        unit.waiting = 0


@kernel
def assign(w, k, listed):
    """Serve as many as there is room for: list cases unit by unit, and those who go on waiting.

    Returns how many wait.
    """
    council, citizen, scratch = w.council[k], w.citizen, w.scratch
    first, base = council.citizen_first, council.unit_first
    limits, start = scratch.unit, scratch.start
    waiters = 0
    for n in range(listed):
        c = scratch.listed[WAITER, n]
        u = citizen.unit[c]
        j = c - first
        share = limits[u - base, SERVED_NEW if scratch.status[j] == 1 else SERVED_WAITING]
        if uniform(scratch.lanes[2, j]) >= share:
            scratch.listed[WAITER, waiters] = c
            waiters += 1
            citizen.waiting[c] = min(citizen.waiting[c] + 1, MOST_MONTHS)
            w.unit[u].waiting += 1
            continue
        citizen.waiting[c] = 0
        post = w.staff[citizen.staff[c]]
        generation = post.generation & 0x7FFF
        known = citizen.relation[c] if citizen.generation[c] == generation else 0
        citizen.generation[c] = generation
        citizen.relation[c] = min(known + int(limits[u - base, VISITS]), MOST_VISITS)
        place = start[u - base] + w.unit[u].cases
        scratch.listed[CASE, place] = c
        scratch.relation[place] = known
        w.unit[u].cases += 1
        post.cases += 1
    return waiters


@kernel
def demand(w, k, month):
    """One month of demand in council ``k``; returns how many wait."""
    most = open_month(w, k, month)
    first, last = w.council[k].citizen_first, w.council[k].citizen_last
    scratch = w.scratch
    roll(
        w.key, NEED, month, w.citizen.uid, first, last,
        scratch.lanes,
    )  # fmt: skip
    council = w.council[k]
    if most > 0.0:
        consider(w, k, month, most)
    people = last - first
    listed = arise(
        w.citizen.unit, w.citizen.waiting, first, council.unit_first, scratch.lanes[0, :people],
        scratch.unit, scratch.status, scratch.listed[WAITER],
    )  # fmt: skip
    count_cases(w.unit, w.citizen.unit, first, scratch.status, scratch.listed[WAITER, :listed])
    open_queue(w, k)
    return assign(w, k, listed)
