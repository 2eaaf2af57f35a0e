"""Observe: what a month leaves in the tally. Looking never changes anything, and draws no luck.

Every counter (``counters.toml``) is an integer sum over people, cases, units or councils, so
neither the order nor the number of threads, nor who else is recorded, changes a bit.
"""

from __future__ import annotations

import numpy as np

from tillitsim.model.core.jit import kernel, row_of
from tillitsim.model.core.numerics import exp, from_fixed, to_fixed
from tillitsim.model.counters import COUNTERS
from tillitsim.model.state.columns import (
    DONE_ERRORS,
    DONE_GROWTH,
    DONE_PEERS,
    SUM_COMPLEX,
    SUM_COMPLEX_QUALITY,
    SUM_FIT,
    SUM_GOOD,
    SUM_PERCEIVED,
    SUM_QUALITY,
    SUM_SCANDALS,
)

# The counters' places in a row of the tally, in the order in which they are declared.
(
    COUNCILS, PRESSURE, RULE_STOCK, TRUST_IN_OPERATIONS, TRUST_IN_DEMOCRACY,
    ELECTIONS_LOST,
    UNITS, FIDELITY, INCOHERENCE, HANDBOOK_GAP, KNOWLEDGE, CO_OPERATION, NORM,
    UNIT_QUALITY, UNIT_QUALITY_SQUARED, TIPPED, CLIPPED, LOAD, RESOURCES,
    STAFF, GRANTED, DISCRETION, COMPETENCE, MOTIVATION, SAFETY, TRUST_IN_MANAGER,
    BELIEF, BURDEN_STATE, BURDEN_COUNCIL, BURDEN_INSPECTORATE, BURDEN_MANAGER, SLACK,
    LEFT, DISMISSED, CROWDING, AUDITED, GROWTH, PEERS, ERRORS,
    CASES, QUALITY, FIT, PERCEIVED, GOOD, COMPLEX, COMPLEX_QUALITY, HARMS,
    SCANDALS, REPORTED, GAMING,
    CITIZENS, CITIZEN_TRUST, ARISEN, WAITING,
) = range(len(COUNTERS))  # fmt: skip


@kernel
def observe_staff(row, staff, done):
    """Add the staff of one unit to the counters."""
    granted = discretion = competence = motivation = safety = trust = belief = np.int64(0)
    state = council = inspectorate = manager = slack = crowding = gaming = np.int64(0)
    left = dismissed = audited = harms = growth = peers = errors = np.int64(0)
    for i in range(staff.shape[0]):
        granted += to_fixed(staff[i].granted)
        discretion += to_fixed(staff[i].discretion)
        competence += to_fixed(staff[i].competence)
        motivation += to_fixed(staff[i].motivation)
        safety += to_fixed(staff[i].safety)
        trust += to_fixed(staff[i].trust_in_manager)
        belief += to_fixed(staff[i].belief_good / (staff[i].belief_good + staff[i].belief_bad))
        state += to_fixed(staff[i].burden_state)
        council += to_fixed(staff[i].burden_council)
        inspectorate += to_fixed(staff[i].burden_inspectorate)
        manager += to_fixed(staff[i].burden_manager)
        slack += to_fixed(staff[i].slack)
        crowding += to_fixed(staff[i].crowding)
        gaming += to_fixed(staff[i].gaming)
        left += staff[i].left == 1
        dismissed += staff[i].left == 2
        audited += staff[i].audited != 0
        harms += staff[i].harms
        growth += done[i, DONE_GROWTH]
        peers += done[i, DONE_PEERS]
        errors += done[i, DONE_ERRORS]
    row[STAFF] += staff.shape[0]
    row[GRANTED] += granted
    row[DISCRETION] += discretion
    row[COMPETENCE] += competence
    row[MOTIVATION] += motivation
    row[SAFETY] += safety
    row[TRUST_IN_MANAGER] += trust
    row[BELIEF] += belief
    row[BURDEN_STATE] += state
    row[BURDEN_COUNCIL] += council
    row[BURDEN_INSPECTORATE] += inspectorate
    row[BURDEN_MANAGER] += manager
    row[SLACK] += slack
    row[CROWDING] += crowding
    row[GAMING] += gaming
    row[LEFT] += left
    row[DISMISSED] += dismissed
    row[AUDITED] += audited
    row[HARMS] += harms
    row[GROWTH] += growth
    row[PEERS] += peers
    row[ERRORS] += errors


@kernel
def observe_unit(row, unit, manager, sums, p):
    """Add one unit and its manager to the counters."""
    row[UNITS] += 1
    row[CASES] += unit.cases
    row[QUALITY] += sums[SUM_QUALITY]
    row[FIT] += sums[SUM_FIT]
    row[PERCEIVED] += sums[SUM_PERCEIVED]
    row[GOOD] += sums[SUM_GOOD]
    row[COMPLEX] += sums[SUM_COMPLEX]
    row[COMPLEX_QUALITY] += sums[SUM_COMPLEX_QUALITY]
    row[SCANDALS] += sums[SUM_SCANDALS]
    row[FIDELITY] += to_fixed(manager.fidelity)
    row[INCOHERENCE] += to_fixed(unit.incoherence)
    row[HANDBOOK_GAP] += to_fixed(abs(unit.need - unit.handbook))
    row[KNOWLEDGE] += to_fixed(unit.knowledge)
    row[CO_OPERATION] += to_fixed(unit.co_operation)
    row[NORM] += to_fixed(unit.norm)
    row[UNIT_QUALITY] += to_fixed(unit.quality)
    row[UNIT_QUALITY_SQUARED] += to_fixed(unit.quality * unit.quality)
    row[TIPPED] += unit.norm < p.motivation_norm_threshold
    row[CLIPPED] += unit.clipped
    row[LOAD] += to_fixed(unit.load)
    row[RESOURCES] += to_fixed(from_fixed(unit.budget) * p.economy_funding * exp(p.workforce_pay))
    row[REPORTED] += unit.cases * to_fixed(unit.reported)
    row[ARISEN] += unit.arisen
    row[WAITING] += unit.waiting
    row[CITIZENS] += unit.enrolled
    unit.clipped = 0


@kernel
def observe_trust(tally, unit, unit_of, trust):
    """Add citizens' trust to the counters; neighbours mostly belong to the same group."""
    group, total = 0, np.int64(0)
    for c in range(trust.shape[0]):
        other = unit[row_of(unit_of[c])].group
        if other != group:
            tally[group, CITIZEN_TRUST] += total
            group, total = other, np.int64(0)
        total += to_fixed(float(trust[c]))
    tally[group, CITIZEN_TRUST] += total


@kernel
def observe_council(row, council):
    """Add one council to the counters of its group."""
    row[COUNCILS] += 1
    row[PRESSURE] += to_fixed(council.pressure)
    row[RULE_STOCK] += to_fixed(council.rule_stock)
    row[TRUST_IN_OPERATIONS] += to_fixed(council.trust_in_operations)
    row[TRUST_IN_DEMOCRACY] += to_fixed(council.trust_in_democracy)
    row[ELECTIONS_LOST] += council.elections_lost


@kernel
def observe(w, k, month):
    """Tally the month of council ``k``, by group of units (sector and arm)."""
    council, tally = w.council[k], w.tally[month]
    observe_council(tally[council.group], council)
    base = council.staff_first
    for u in range(council.unit_first, council.unit_last):
        unit = w.unit[u]
        row = tally[unit.group]
        observe_unit(
            row, unit, w.manager[u], w.scratch.sums[u - council.unit_first],
            w.given[w.timeline[month], unit.group],
        )  # fmt: skip
        first, last = unit.staff_first, unit.staff_last
        observe_staff(row, w.staff[first:last], w.scratch.done[first - base : last - base])
    first, last = council.citizen_first, council.citizen_last
    observe_trust(tally, w.unit, w.citizen.unit[first:last], w.citizen.trust[first:last])
