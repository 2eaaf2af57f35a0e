"""Demand: needs arise, citizens keep or choose a unit, cases meet staff or wait.

    n    += -k_rev n + k_y turb sigma (xi_s + xi_u) / sqrt(2)           half shared by the sector
    Pr[a need in a month] = 1 - e^(-rate)                             nobody has two cases at once
    Pr[considers other units] = phi chi choice                        of those mobile enough
    worth = k_q [vis q_u + (1 - vis) pub m] + k_w word - k_d dist + habit
    Pr[chooses a unit] = e^(worth) / sum(e^(worth))                   its own, and its rivals
    Pr[is turned away] = k_skim (1 - adj) min(1, beta + phi) min(1, (sigma_c/sigma - 1)+)
    served_w = min(1, capacity / waiting)                             those who wait come first
    served_n = min(1, (capacity - waiting)+ / arisen)

where
    n         unit.need                   centre of a unit's needs [sd of need]
    xi_s      random.DRIFT                shock of a sector [N(0,1)]
    xi_u      random.DRIFT                shock of a unit [N(0,1)]
    worth     demand.utility()            what a unit is worth to a citizen who compares [logit]
    q_u       unit.quality                true quality of a unit, as it is followed [0-1]
    m         unit.reported               reported results of a unit [0-1]
    word      unit.word                   word of mouth [0-1]
    dist      demand.circular_distance()  distance on the circle of places [of the circle]
    sigma_c   citizen.complexity          complexity of a citizen's needs [sd of need]
    served_w  demand.served_shares()      share served of those who wait [share]
    capacity  unit.capacity               cases that can be met this month [cases]
    waiting   unit.waiting                cases that wait [cases]
    served_n  demand.served_shares()      share served of the new [share]
    arisen    unit.arisen                 new cases of the month [cases]
given
    k_rev task.reversion; k_y demand.shock; turb task.turbulence; sigma task.variety;
    rate task.need_rate; phi instruments.money_follows; chi instruments.choosers;
    choice task.choice; k_q demand.quality; vis instruments.visibility; pub metric.published;
    k_w demand.word; k_d demand.distance; habit demand.habit; k_skim market.skimming;
    adj market.risk_adjusted; beta instruments.incentive

A citizen compares the own unit with the ``task.rivals`` nearest of the same sector. Who is turned
away stays. A case goes to the citizen's regular member of staff for as long as that person stays.

Reads    unit.instrument, quality, reported, word, capacity; staff.generation; citizen.mobility
Writes   unit.need, arisen, waiting, cases, enrolled; staff.cases; citizen.unit, staff, relation,
         generation, waiting
Source   choice: Le Grand (2007), McFadden (1974); skimming: Bevan & Hood (2006). The queue and all
         sizes assumed.
Limits   phi = 0 -> nobody moves; served + waiting = arisen + waiting before, exactly
"""

from __future__ import annotations

import numpy as np

from tillitsim.model.core.jit import entry, kernel, row_of, rule
from tillitsim.model.core.numerics import exp, normals, uniform
from tillitsim.model.core.random import ASSIGN, CHOICE, DRIFT, NEED, draw, score
from tillitsim.model.state.columns import BLOCK, CASE, WAITER
from tillitsim.model.state.staff import LANES
from tillitsim.scenario.declarations import MECHANISMS
from tillitsim.scenario.instruments import CHOOSERS, INCENTIVE, MONEY_FOLLOWS, VISIBILITY

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
def regular_staff(key, citizen_uid, uid, first, last):
    """Who of a unit's staff takes on a citizen: the place of the one who scores highest.

    The unit's places are every sixteenth from ``first`` to ``last``; ``uid`` is by place.
    """
    best, chosen = -1.0, first
    for place in range(first, last, LANES):
        value = float(score(key, ASSIGN, citizen_uid, uid[place]))
        if value > best or (value == best and uid[place] < uid[chosen]):
            best, chosen = value, place
    return chosen


@kernel
def unit_utility(unit, visibility, p, place, habit):
    """Utility of a unit for a citizen at ``place``."""
    return utility(
        unit.quality, visibility, p.metric_published, unit.reported, p.demand_quality,
        unit.word, p.demand_word, p.demand_distance * circular_distance(place, unit.place), habit,
    )  # fmt: skip


@kernel
def chosen_unit(chance, here, place, neighbours, unit, instrument, p, worth):
    """The unit that a citizen of unit ``here`` prefers, drawn at ``chance`` (``worth``: scratch).

    The own unit comes first, then the rivals that there are, nearest first.
    """
    rivals = min(int(p.task_rivals), neighbours.shape[0])
    worth[0] = highest = unit_utility(
        unit[here], instrument[here, VISIBILITY], p, place, p.demand_habit
    )
    for j in range(rivals):
        v = neighbours[j]
        if v >= 0:
            worth[j + 1] = unit_utility(unit[v], instrument[v, VISIBILITY], p, place, 0.0)
            highest = max(highest, worth[j + 1])
    total = worth[0] = exp(worth[0] - highest)
    for j in range(rivals):
        if neighbours[j] >= 0:
            worth[j + 1] = exp(worth[j + 1] - highest)
            total += worth[j + 1]
    there, left = here, uniform(chance) * total - worth[0]
    for j in range(rivals):
        if neighbours[j] >= 0 and left >= 0.0:
            there = neighbours[j]
            left -= worth[j + 1]
    return there


@kernel
def choose(w, choosers, month):
    """Let citizens compare units; who chooses another one moves there, if it accepts."""
    unit, citizen = w.unit, w.citizen
    for n in range(choosers.shape[0]):
        c = choosers[n]
        here = citizen.unit[c]
        p = w.given[w.timeline[month], unit[here].group]
        a, b, _, _ = draw(w.key, CHOICE, month, citizen.uid[c])
        there = chosen_unit(
            a, here, float(citizen.place[c]), w.neighbours[here], unit, w.instrument, p,
            w.scratch.worth,
        )  # fmt: skip
        if there == here:
            continue
        refusal = turned_away(
            p.market_skimming, p.market_risk_adjusted,
            w.instrument[there, INCENTIVE], w.instrument[there, MONEY_FOLLOWS],
            float(citizen.complexity[c]), p.task_variety,
        )  # fmt: skip
        if uniform(b) < refusal:
            continue
        unit[here].enrolled -= 1
        unit[there].enrolled += 1
        citizen.unit[c] = there
        place = unit[there].place_first
        people = unit[there].staff_last - unit[there].staff_first
        place = regular_staff(w.key, citizen.uid[c], w.staff.uid, place, place + people * LANES)
        citizen.staff[c] = place
        citizen.relation[c] = 0
        citizen.generation[c] = w.staff.generation[place] & 0x7FFF


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
    w.staff.cases[council[k].place_first : council[k].place_last] = 0
    return most


@kernel
def roll(key, purpose, month, uid, lanes):
    """Draw four lanes for each of a block of citizens."""
    for j in range(uid.shape[0]):
        lanes[0, j], lanes[1, j], lanes[2, j], lanes[3, j] = draw(key, purpose, month, uid[j])


@kernel
def consider(first, unit_of, mobility, base, lanes, most, limits, choosers):
    """List those of a block who consider other units this month; returns how many they are.

    ``base`` is the council's first unit, ``most`` the highest probability.
    """
    listed = 0
    for j in range(unit_of.shape[0]):
        chance = uniform(lanes[1, j])
        if chance < most:
            here = row_of(unit_of[j] - base)
            if chance < limits[here, CONSIDERS] and mobility[j] < limits[here, MOBILE]:
                choosers[listed] = first + j
                listed += 1
    return listed


@kernel
def arise(unit_of, waiting, base, lanes, limits, state):
    """Let needs arise in a block: ``state`` is 1 for a new case, 2 for one that waits, else 0."""
    for j in range(unit_of.shape[0]):
        new = uniform(lanes[0, j]) < limits[row_of(unit_of[j] - base), NEEDS]
        state[j] = np.int8(2) if waiting[j] > 0 else np.int8(new)


@kernel
def list_cases(first, state, lots, listed, candidates, status, lot):
    """List those of a block who have a case, with their draws; returns how many are listed."""
    for j in range(state.shape[0]):
        n = row_of(listed)
        candidates[n] = first + j
        status[n] = state[j]
        lot[n] = lots[j]
        listed += state[j] > 0
    return listed


@kernel
def count_cases(unit, unit_of, status, candidates):
    """Count new and waiting cases by unit."""
    for n in range(candidates.shape[0]):
        u = row_of(unit_of[row_of(candidates[n])])
        if status[n] == 1:
            unit[u].arisen += 1
        else:
            unit[u].waiting += 1


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
    base, limits, start = council.unit_first, scratch.unit, scratch.start
    waiters = 0
    for n in range(listed):
        c = row_of(scratch.listed[WAITER, n])
        unit, j = w.unit[row_of(citizen.unit[c])], row_of(citizen.unit[c] - base)
        share = limits[j, SERVED_NEW if scratch.status[n] == 1 else SERVED_WAITING]
        if uniform(scratch.lot[n]) >= share:
            scratch.listed[WAITER, waiters] = c
            waiters += 1
            citizen.waiting[c] = min(citizen.waiting[c] + 1, MOST_MONTHS)
            unit.waiting += 1
            continue
        citizen.waiting[c] = 0
        post = row_of(citizen.staff[c])
        generation = w.staff.generation[post] & 0x7FFF
        known = citizen.relation[c] if citizen.generation[c] == generation else 0
        citizen.generation[c] = generation
        citizen.relation[c] = min(known + int(limits[j, VISITS]), MOST_VISITS)
        place = row_of(start[j] + unit.cases)
        scratch.listed[CASE, place] = c
        scratch.relation[place] = known
        unit.cases += 1
        w.staff.cases[post] += 1
    return waiters


@entry
def demand(w, k: int, month: int) -> int:
    """One month of demand in council ``k``; returns how many wait."""
    most = open_month(w, k, month)
    council, citizen, scratch = w.council[k], w.citizen, w.scratch
    base, listed = council.unit_first, 0
    for first in range(council.citizen_first, council.citizen_last, BLOCK):
        last = min(first + BLOCK, council.citizen_last)
        state = scratch.state[: last - first]
        roll(w.key, NEED, month, citizen.uid[first:last], scratch.lanes)
        if most > 0.0:
            choosers = consider(
                first, citizen.unit[first:last], citizen.mobility[first:last], base, scratch.lanes,
                most, scratch.unit, scratch.choosers,
            )  # fmt: skip
            choose(w, scratch.choosers[:choosers], month)
        arise(
            citizen.unit[first:last], citizen.waiting[first:last], base, scratch.lanes,
            scratch.unit, state,
        )  # fmt: skip
        listed = list_cases(
            first, state, scratch.lanes[2], listed,
            scratch.listed[WAITER], scratch.status, scratch.lot,
        )  # fmt: skip
    count_cases(w.unit, citizen.unit, scratch.status, scratch.listed[WAITER, :listed])
    open_queue(w, k)
    waiters: int = assign(w, k, listed)
    return waiters
