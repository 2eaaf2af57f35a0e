"""Demand: needs arise, citizens keep or choose a unit, cases meet staff or wait.

    n    += -k_rev n + k_y turb sigma (xi_s + xi_u) / sqrt(2)           half shared by the sector
    busy  = e^(s_d (d_s + d_u) / sqrt(2) - s_d^2/2)                   mean 1; half is the sector's
    Pr[a need in a month] = 1 - e^(-rate busy)                        nobody has two cases at once
    Pr[considers other units] = phi chi choice                        of those mobile enough
    worth = k_q [vis q_u + (1 - vis) pub m] + k_w word - k_d dist + habit
    Pr[chooses a unit] = e^(worth) / sum(e^(worth))                   its own, and its rivals
    Pr[is turned away] = k_skim (1 - adj) min(1, beta + phi) min(1, (sigma_c/sigma - 1)+)
    served_w = min(1, capacity / waiting)                             those who wait come first
    served_n = min(1, (capacity - waiting)+ / arisen)
    late  = waited > limit

where
    n         unit.need                   centre of a unit's needs [sd of need]
    xi_s      random.DRIFT                shock of a sector [N(0,1)]
    xi_u      random.DRIFT                shock of a unit [N(0,1)]
    busy      demand.busy()               demand of the month, of the ordinary [factor]
    d_s       random.DRIFT                demand of a sector in a month [N(0,1)]
    d_u       random.DRIFT                demand of a unit in a month [N(0,1)]
    worth     demand.utility()            what a unit is worth to a citizen who compares [logit]
    q_u       unit.quality                true quality of a unit, as it is followed [0-1]
    m         unit.reported               reported results of a unit [0-1]
    word      unit.word                   word of mouth [0-1]
    dist      demand.circular_distance()  distance on the circle of places [of that of ten units]
    sigma_c   citizen.complexity          complexity of a citizen's needs [sd of need]
    served_w  demand.served_shares()      share served of those who wait [share]
    capacity  unit.capacity               cases that can be met this month [cases]
    waiting   unit.waiting                cases that wait [cases]
    served_n  demand.served_shares()      share served of the new [share]
    arisen    unit.arisen                 new cases of the month [cases]
    late      unit.late                   cases that have waited beyond the limit [cases]
    waited    citizen.waiting             months that a case has waited [months]
given
    k_rev task.reversion; k_y demand.shock; turb task.turbulence; sigma task.variety;
    rate task.need_rate; s_d demand.variation; limit task.wait_limit; phi instruments.money_follows;
    chi instruments.choosers; choice task.choice; k_q demand.quality; vis instruments.visibility;
    pub metric.published; k_w demand.word; k_d demand.distance; habit demand.habit;
    k_skim market.skimming; adj market.risk_adjusted; beta instruments.incentive

Demand varies more than chance alone would have it, with the month and the unit. How many can be
met is the staff's least time per case (see effort).

The circle is as long as there are units around it. A citizen compares the own unit with the
``task.rivals`` nearest of the same sector. Who is turned away stays. A case goes to the citizen's
regular member of staff for as long as that person stays.

Reads    unit.instrument, quality, reported, word, capacity; staff.generation; citizen.mobility
Writes   citizen.chose; unit.need, arisen, waiting, late, cases, enrolled; staff.cases;
         citizen.unit, staff, relation, generation, waiting
Source   choice: Le Grand (2007), McFadden (1974); skimming: Bevan & Hood (2006); demand that varies
         and queues: Green (2006), Harris, Liu & McCarthy (2020). Sizes assumed.
Limits   phi = 0 -> nobody moves; served + waiting = arisen + waiting before, exactly;
         s_d = 0 -> demand varies by chance alone
"""

from __future__ import annotations

import numpy as np

from tillitsim.model.core.jit import entry, kernel, row_of, rule
from tillitsim.model.core.numerics import exp, normals, uniform
from tillitsim.model.core.random import (
    ASSIGN,
    CHOICE,
    CONSIDER,
    CONSIDER_TIE,
    DRIFT,
    LANE_STEPS,
    NEED,
    NEED_TIE,
    below,
    draw,
    lane,
    lot,
    score,
)
from tillitsim.model.state.columns import BLOCK, CASE, CONSIDERING, LANES_APART, STALE, WAITER
from tillitsim.model.state.staff import LANES
from tillitsim.scenario.declared.declarations import MECHANISMS
from tillitsim.scenario.declared.instruments import CHOOSERS, INCENTIVE, MONEY_FOLLOWS, VISIBILITY

DEMAND, SHARED_DRIFT = MECHANISMS.index("demand"), 1 << 40
# Columns of ``scratch.unit`` while demand is worked out.
NEEDS, CONSIDERS, MOBILE, VISITS, SERVED_NEW, SERVED_WAITING, LIMIT = range(7)
MOST_NEEDS, HALF_VARIANCE = 30.0, 0.7071067811865476
MOST_VISITS = MOST_MONTHS = 30000


@rule
def need_probability(rate):
    """Probability that at least one need arises in a month."""
    return 1.0 - exp(-rate)


@rule
def busy(variation, shared, own):
    """Demand of a month as a factor, 1 in the mean; shared and own are standard normal."""
    return exp(variation * HALF_VARIANCE * (shared + own) - 0.5 * variation * variation)


@rule
def drift(need, reversion, shock, shared, own):
    """The centre of a unit's needs one month later; shared and own are standard normal."""
    return need - reversion * need + shock * HALF_VARIANCE * (shared + own)


@rule
def known_quality(quality, seen, published, reported):
    """What a citizen knows of a unit's quality: what is seen, else what is published."""
    return seen * quality + (1.0 - seen) * published * reported


@rule
def utility(known, quality_weight, word, word_weight, distance, habit):
    """What a unit is worth to a citizen who compares (logit units)."""
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
    second = min(1.0, max(0.0, (capacity - waiting) / new)) if new > 0 else 1.0
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
    known = known_quality(unit.quality, visibility, p.metric_published, unit.reported)
    distance = p.demand_distance * unit.extent * circular_distance(place, unit.place)
    return utility(known, p.demand_quality, unit.word, p.demand_word, distance, habit)


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
            citizen.chose[c] = 1
            continue
        refusal = turned_away(
            p.market_skimming, p.market_risk_adjusted,
            w.instrument[there, INCENTIVE], w.instrument[there, MONEY_FOLLOWS],
            float(citizen.complexity[c]), p.task_variety,
        )  # fmt: skip
        if uniform(b) < refusal:
            citizen.chose[c] = 0
            continue
        citizen.chose[c] = 1
        unit[here].enrolled -= 1
        unit[there].enrolled += 1
        citizen.unit[c] = there
        place = unit[there].place_first
        people = unit[there].staff_last - unit[there].staff_first
        place = regular_staff(w.key, citizen.uid[c], w.staff.uid, place, place + people * LANES)
        citizen.staff[c] = place
        citizen.threshold[c] = unit[there].threshold
        citizen.relation[c] = 0
        citizen.generation[c] = w.staff.generation[place] & 0x7FFF


@kernel
def open_month(w, k, month):
    """Let needs drift and put down, unit by unit, what the citizens' pass will look up.

    Puts down whether citizens' thresholds are of before, and the highest lane at which anybody
    considers other units this month.
    """
    most, stale = 0.0, False
    council, unit = w.council, w.unit
    first = council[k].unit_first
    for u in range(first, council[k].unit_last):
        p = w.given[w.timeline[month], unit[u].group]
        rate = p.task_need_rate
        if w.switch[DEMAND]:
            a, b, c, d = draw(w.key, DRIFT, month, SHARED_DRIFT + unit[u].sector)
            shared, _ = normals(a, b)
            everywhere, _ = normals(c, d)
            a, b, c, d = draw(w.key, DRIFT, month, unit[u].uid)
            own, _ = normals(a, b)
            here, _ = normals(c, d)
            rate *= busy(p.demand_variation, everywhere, here)
            shock = p.demand_shock * p.task_turbulence * p.task_variety
            unit[u].need = drift(unit[u].need, p.task_reversion, shock, shared, own)
        row = w.scratch.unit[u - first]
        row[NEEDS] = need_probability(min(rate, MOST_NEEDS))
        threshold = int(row[NEEDS] * LANE_STEPS)
        stale |= threshold != unit[u].threshold
        unit[u].threshold = threshold
        row[CONSIDERS] = (
            w.instrument[u, MONEY_FOLLOWS] * w.instrument[u, CHOOSERS] * p.task_choice
            if w.switch[DEMAND]
            else 0.0
        )
        row[MOBILE] = p.task_mobility
        most = max(most, row[CONSIDERS])
        row[VISITS] = p.task_visits + 0.5
        row[LIMIT] = p.task_wait_limit
        unit[u].arisen = 0
        unit[u].waiting = 0
        unit[u].late = 0
        unit[u].cases = 0
    w.staff.cases[council[k].place_first : council[k].place_last] = 0
    w.scratch.whole[STALE] = stale
    w.scratch.whole[CONSIDERING] = int(most * LANE_STEPS) if most > 0.0 else -1


@kernel
def roll(key, purpose, month, first, uid, words, lanes):
    """Draw the lane of each of a block of citizens, the first of whom is in row ``first``.

    Where rows are numbered as people are, 128 calls of the generator are enough for all.
    """
    in_order = True
    for j in range(uid.shape[0]):
        in_order &= uid[j] == first + j
    if in_order:
        for g in range(LANES_APART):
            words[0, g], words[1, g], words[2, g], words[3, g] = draw(
                key, purpose, month, first // BLOCK * LANES_APART + g
            )
        for n in range(BLOCK // LANES_APART):
            shift = np.uint32(16 * (n & 1))
            for g in range(LANES_APART):
                lanes[n * LANES_APART + g] = words[n >> 1, g] >> shift
    else:
        for j in range(uid.shape[0]):
            lanes[first % BLOCK + j] = lane(key, purpose, month, uid[j])


@kernel
def consider(w, month, first, lanes, base, at_most, choosers):
    """List those of a block who consider other units this month; returns how many they are.

    ``base`` is the council's first unit, ``at_most`` the highest lane at which anybody does.
    """
    citizen, limits = w.citizen, w.scratch.unit
    listed = 0
    for j in range(lanes.shape[0]):
        choosers[row_of(listed)] = first + j
        listed += lanes[j] <= at_most
    chosen = 0
    for n in range(listed):
        c = choosers[n]
        row = limits[citizen.unit[c] - base]
        if citizen.mobility[c] < row[MOBILE] and below(
            lanes[c - first], row[CONSIDERS], w.key, CONSIDER_TIE, month, citizen.uid[c]
        ):
            choosers[chosen] = c
            chosen += 1
    return chosen


@kernel
def list_cases(first, lanes, threshold, waiting, listed, candidates, drawn):
    """List those of a block who may have a case, with their lanes; returns how many are listed."""
    for j in range(lanes.shape[0]):
        n = row_of(listed)
        candidates[n] = first + j
        drawn[n] = lanes[j]
        listed += (lanes[j] <= threshold[j]) | (waiting[j] > 0)
    return listed


@kernel
def list_citizens(w, k, month):
    """List the citizens of council ``k`` who may have a case, some in another unit than before.

    Returns how many are listed.
    """
    council, citizen, scratch = w.council[k], w.citizen, w.scratch
    at_most = scratch.whole[CONSIDERING]
    if scratch.whole[STALE]:
        for c in range(council.citizen_first, council.citizen_last):
            citizen.threshold[c] = w.unit[citizen.unit[c]].threshold
    listed, first = 0, council.citizen_first
    while first < council.citizen_last:
        last = min((first // BLOCK + 1) * BLOCK, council.citizen_last)
        at = first % BLOCK
        lanes = scratch.lanes[at : at + last - first]
        if at_most >= 0:
            roll(w.key, CONSIDER, month, first, citizen.uid[first:last], scratch.words,
                 scratch.lanes)  # fmt: skip
            choosers = consider(
                w, month, first, lanes, council.unit_first, at_most, scratch.choosers
            )
            choose(w, scratch.choosers[:choosers], month)
        roll(w.key, NEED, month, first, citizen.uid[first:last], scratch.words, scratch.lanes)
        listed = list_cases(
            first, lanes, citizen.threshold[first:last], citizen.waiting[first:last], listed,
            scratch.offered, scratch.drawn,
        )  # fmt: skip
        first = last
    return listed


@kernel
def count_cases(w, k, month, first, last, cases):
    """Count, by unit, new and waiting cases among those offered from ``first`` to ``last``.

    ``cases`` have been counted before; returns how many there are now. ``status`` is 1 for a new
    case, 2 for one that waits; who ties and loses is dropped, and who belongs to a unit elsewhere.
    """
    citizen, scratch = w.citizen, w.scratch
    base, beyond = w.council[k].unit_first, w.council[k].unit_last
    for n in range(first, last):
        c = row_of(scratch.offered[n])
        if citizen.unit[c] < base or citizen.unit[c] >= beyond:
            continue
        u = row_of(citizen.unit[c])
        waits = citizen.waiting[c] > 0
        if waits or below(
            scratch.drawn[n], scratch.unit[u - base, NEEDS], w.key, NEED_TIE, month, citizen.uid[c]
        ):
            w.unit[u].waiting += waits
            w.unit[u].arisen += not waits
            scratch.listed[WAITER, cases] = c
            scratch.status[cases] = 2 if waits else 1
            cases += 1
    return cases


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
def assign(w, k, month, listed):
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
        if share < 1.0 and lot(w.key, month, citizen.uid[c]) >= share:
            scratch.listed[WAITER, waiters] = c
            waiters += 1
            citizen.waiting[c] = min(citizen.waiting[c] + 1, MOST_MONTHS)
            unit.waiting += 1
            unit.late += citizen.waiting[c] > limits[j, LIMIT]
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
    open_month(w, k, month)
    listed = list_citizens(w, k, month)
    cases = count_cases(w, k, month, 0, listed, 0)
    open_queue(w, k)
    waiters: int = assign(w, k, month, cases)
    return waiters
