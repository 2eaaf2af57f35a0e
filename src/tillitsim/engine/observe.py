"""Observe: what a month leaves in the tally. Looking never changes anything, and draws no luck.

Every counter is an integer sum over people, cases, units or councils, so neither the order nor the
number of threads, nor who else is recorded, changes a bit. Levels are fixed point (2**-32).
"""

from __future__ import annotations

from tillitsim._jit import kernel
from tillitsim._math import exp, from_fixed, to_fixed
from tillitsim.state.world import (
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

# Levels are written as fixed point, counts as they are. Order is free, names are used by outcomes.
COUNTERS: tuple[str, ...] = (
    "councils", "pressure", "rule_stock", "trust_in_operations", "trust_in_democracy",
    "elections_lost",
    "units", "fidelity", "incoherence", "handbook_gap", "knowledge", "co_operation", "norm",
    "unit_quality", "unit_quality_squared", "tipped", "clipped", "load", "resources",
    "staff", "granted", "discretion", "competence", "motivation", "safety", "trust_in_manager",
    "belief", "burden_state", "burden_council", "burden_inspectorate", "burden_manager", "slack",
    "left", "dismissed", "crowding", "audited", "growth", "peers", "errors",
    "cases", "quality", "fit", "perceived", "good", "complex", "complex_quality", "harms",
    "scandals", "reported", "gaming",
    "citizens", "citizen_trust", "arisen", "waiting",
)  # fmt: skip
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
    """Add one member of staff to the counters."""
    row[STAFF] += 1
    row[GRANTED] += to_fixed(staff.granted)
    row[DISCRETION] += to_fixed(staff.discretion)
    row[COMPETENCE] += to_fixed(staff.competence)
    row[MOTIVATION] += to_fixed(staff.motivation)
    row[SAFETY] += to_fixed(staff.safety)
    row[TRUST_IN_MANAGER] += to_fixed(staff.trust_in_manager)
    row[BELIEF] += to_fixed(staff.belief_good / (staff.belief_good + staff.belief_bad))
    row[BURDEN_STATE] += to_fixed(staff.burden_state)
    row[BURDEN_COUNCIL] += to_fixed(staff.burden_council)
    row[BURDEN_INSPECTORATE] += to_fixed(staff.burden_inspectorate)
    row[BURDEN_MANAGER] += to_fixed(staff.burden_manager)
    row[SLACK] += to_fixed(staff.slack)
    row[LEFT] += staff.left == 1
    row[DISMISSED] += staff.left == 2
    row[CROWDING] += to_fixed(staff.crowding)
    row[AUDITED] += staff.audited != 0
    row[GROWTH] += done[DONE_GROWTH]
    row[PEERS] += done[DONE_PEERS]
    row[ERRORS] += done[DONE_ERRORS]
    row[HARMS] += staff.harms
    row[GAMING] += to_fixed(staff.gaming)


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
        for i in range(unit.staff_first, unit.staff_last):
            observe_staff(row, w.staff[i], w.scratch.done[i - base])
    for c in range(council.citizen_first, council.citizen_last):
        group = w.unit[w.citizen.unit[c]].group
        tally[group, CITIZEN_TRUST] += to_fixed(float(w.citizen.trust[c]))
