"""Observe: what a month leaves in the tally. Looking changes and draws nothing.

Every counter (``counters.toml``) is an integer sum over people, cases, units or councils, so
neither the order nor the number of threads, nor who else is recorded, changes a bit.
"""

from __future__ import annotations

import numpy as np

from tillitsim.model.core.jit import entry, kernel, row_of
from tillitsim.model.core.numerics import exp, from_fixed, to_fixed
from tillitsim.model.core.precision import single
from tillitsim.model.counters import COUNTERS
from tillitsim.model.mechanisms.effort import undiverted
from tillitsim.model.mechanisms.politics import LOST
from tillitsim.model.mechanisms.trust import added
from tillitsim.model.state.columns import (
    SUM_COMPLEX,
    SUM_COMPLEX_QUALITY,
    SUM_FIT,
    SUM_GOOD,
    SUM_PERCEIVED,
    SUM_QUALITY,
    SUM_SCANDALS,
    SUM_UNLIKE,
    SUM_WITHIN,
)
from tillitsim.model.state.staff import AT, LANES, SPAN, SUMS
from tillitsim.model.state.units import bundle_at

# The counters' places in a row of the tally, in the order in which they are declared.
(
    COUNCILS, PRESSURE, RULE_STOCK, TRUST_IN_OPERATIONS, TRUST_IN_DEMOCRACY,
    ELECTIONS, ELECTIONS_LOST,
    UNITS, FIDELITY, INCOHERENCE, HANDBOOK_GAP, KNOWLEDGE, CO_OPERATION, NORM,
    UNIT_QUALITY, UNIT_QUALITY_SQUARED, TIPPED, CLIPPED, LOAD, RESOURCES,
    WITHIN_BUDGET, DIFFERENT_STAFF, MANAGERS_LEFT, BEHIND,
    STAFF, GRANTED, DISCRETION, COMPETENCE, MOTIVATION, SAFETY, TRUST_IN_MANAGER,
    BELIEF, BURDEN_STATE, BURDEN_COUNCIL, BURDEN_INSPECTORATE, BURDEN_MANAGER, SLACK,
    WITH_CITIZENS, LEFT, DISMISSED, LEFT_OCCUPATION, LEFT_EMPLOYER, ILL, FELL_ILL, CROWDING,
    AUDITED, GROWTH, PEERS, ERRORS, MISUSE, FAULTS, ANSWERED,
    CASES, QUALITY, FIT, PERCEIVED, GOOD, COMPLEX, COMPLEX_QUALITY, HARMS,
    SCANDALS, REPORTED, GAMING, UNLIKE, WITHIN_RULES,
    CITIZENS, CITIZEN_TRUST, ARISEN, WAITING, LATE, CHOSE,
) = range(len(COUNTERS))  # fmt: skip


# Columns of staff that are added up, and their counters.
LEVELS = np.array(
    [
        (AT.granted, GRANTED), (AT.discretion, DISCRETION), (AT.competence, COMPETENCE),
        (AT.motivation, MOTIVATION), (AT.safety, SAFETY), (AT.trust_in_manager, TRUST_IN_MANAGER),
        (AT.burden_state, BURDEN_STATE), (AT.burden_council, BURDEN_COUNCIL),
        (AT.burden_inspectorate, BURDEN_INSPECTORATE), (AT.burden_manager, BURDEN_MANAGER),
        (AT.slack, SLACK), (AT.crowding, CROWDING), (AT.gaming, GAMING), (AT.growth, GROWTH),
        (AT.peers, PEERS), (AT.errors, ERRORS),
    ]
)  # fmt: skip


@kernel
@single
def time_with_citizens(person, i, travel):
    """Share of a month that a member of staff is with citizens: no burden, slack or travel."""
    burdens = (
        person[i + AT.burden_state]
        + person[i + AT.burden_council]
        + person[i + AT.burden_inspectorate]
        + person[i + AT.burden_manager]
    )
    return max(0.0, 1.0 - burdens - person[i + AT.slack] - travel)


@kernel
@single
def observe_staff(row, people, slots, units, harms, p, total):
    """Add the staff of a bundle of so many units to the counters."""
    for n in range(LEVELS.shape[0]):
        total[:LANES] = 0
        for s in range(slots):
            column = people[s * SPAN + LEVELS[n, 0] : s * SPAN + LEVELS[n, 0] + LANES]
            for i in range(LANES):
                total[i] += to_fixed(column[i])
        for i in range(units):
            row[LEVELS[n, 1]] += total[i]
    total[: SUMS * LANES] = 0
    for s in range(slots):
        person = people[s * SPAN : (s + 1) * SPAN]
        for i in range(LANES):
            good, bad = person[i + AT.belief_good], person[i + AT.belief_bad]
            total[i] += to_fixed(good / (good + bad))
            total[i + LANES] += np.int64((person[i + AT.left] > 0.0) & (person[i + AT.left] != 2.0))
            total[i + 2 * LANES] += np.int64(person[i + AT.left] == 2.0)
            total[i + 3 * LANES] += np.int64(person[i + AT.audited] != 0.0)
            total[i + 4 * LANES] += harms[s * LANES + i]
            faulty = harms[s * LANES + i] > 0
            total[i + 5 * LANES] += np.int64(person[i + AT.left] == 3.0)
            total[i + 6 * LANES] += np.int64(person[i + AT.ill] > 0.0)
            total[i + 7 * LANES] += np.int64(person[i + AT.ill] == 1.0)
            total[i + 8 * LANES] += np.int64(faulty)
            total[i + 9 * LANES] += np.int64(faulty & (person[i + AT.proven] > 0.0))
            total[i + 10 * LANES] += to_fixed(
                1.0 - undiverted(
                    p.effort_diversion, person[i + AT.discretion], person[i + AT.bias],
                    person[i + AT.detection],
                )
            )  # fmt: skip
            total[i + 11 * LANES] += np.int64(
                (person[i + AT.left] > 0.0) & (person[i + AT.left] < 4.0)
            )
            total[i + 12 * LANES] += to_fixed(time_with_citizens(person, i, p.task_travel))
    for i in range(units):
        row[BELIEF] += total[i]
        row[LEFT] += total[i + LANES]
        row[DISMISSED] += total[i + 2 * LANES]
        row[AUDITED] += total[i + 3 * LANES]
        row[HARMS] += total[i + 4 * LANES]
        row[LEFT_OCCUPATION] += total[i + 5 * LANES]
        row[ILL] += total[i + 6 * LANES]
        row[FELL_ILL] += total[i + 7 * LANES]
        row[FAULTS] += total[i + 8 * LANES]
        row[ANSWERED] += total[i + 9 * LANES]
        row[MISUSE] += total[i + 10 * LANES]
        row[LEFT_EMPLOYER] += total[i + 11 * LANES]
        row[WITH_CITIZENS] += total[i + 12 * LANES]
    row[STAFF] += slots * units


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
    row[UNLIKE] += sums[SUM_UNLIKE]
    row[WITHIN_RULES] += sums[SUM_WITHIN]
    row[WITHIN_BUDGET] += unit.load <= 1.0
    row[DIFFERENT_STAFF] += to_fixed(unit.different_staff)
    row[MANAGERS_LEFT] += unit.manager_left
    unit.behind += unit.practice < 0.5
    row[BEHIND] += unit.behind
    row[LATE] += unit.late
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
def observe_citizens(w, k, month):
    """Add citizens' trust and choices to the counters; neighbours mostly share a group, or all."""
    first, last = w.council[k].citizen_first, w.council[k].citizen_last
    tally, unit = w.tally[month], w.unit
    unit_of, trust = w.citizen.unit[first:last], w.citizen.trust[first:last]
    chose = w.citizen.chose[first:last]
    if tally.shape[0] == 1:
        tally[0, CITIZEN_TRUST] += added(trust)
        for c in range(chose.shape[0]):
            tally[0, CHOSE] += chose[c]
        return
    group, total, chosen = 0, np.int64(0), np.int64(0)
    for c in range(trust.shape[0]):
        other = unit[row_of(unit_of[c])].group
        if other != group:
            tally[group, CITIZEN_TRUST] += total
            tally[group, CHOSE] += chosen
            group, total, chosen = other, np.int64(0), np.int64(0)
        total += to_fixed(float(trust[c]))
        chosen += chose[c]
    tally[group, CITIZEN_TRUST] += total
    tally[group, CHOSE] += chosen


@kernel
def observe_council(row, council):
    """Add one council to the counters of its group."""
    row[COUNCILS] += 1
    row[PRESSURE] += to_fixed(council.pressure)
    row[RULE_STOCK] += to_fixed(council.rule_stock)
    row[TRUST_IN_OPERATIONS] += to_fixed(council.trust_in_operations)
    row[TRUST_IN_DEMOCRACY] += to_fixed(council.trust_in_democracy)
    row[ELECTIONS] += council.election > 0
    row[ELECTIONS_LOST] += council.election == LOST


@kernel
def observe_units(w, k, month):
    """Tally the month of the units of council ``k`` and their staff."""
    council, tally = w.council[k], w.tally[month]
    for b in range(council.bundle_first, council.bundle_last):
        bundle = w.bundle[b]
        lane, people, _ = bundle_at(w, council, bundle, b)
        row = tally[bundle.group]
        for i in range(bundle.units):
            u = lane[i]
            observe_unit(
                row, w.unit[u], w.manager[u], w.scratch.sums[u - council.unit_first],
                w.given[w.timeline[month], bundle.group],
            )  # fmt: skip
        first, last = bundle.first * LANES, (bundle.first + bundle.slots) * LANES
        observe_staff(
            row, people, bundle.slots, bundle.units, w.staff.harms[first:last],
            w.single[w.timeline[month], bundle.group], w.scratch.total,
        )  # fmt: skip


@entry
def observe(w, k: int, month: int) -> None:
    """Tally the month of council ``k``, by group of units (sector and arm)."""
    council = w.council[k]
    observe_council(w.tally[month, council.group], council)
    observe_units(w, k, month)
    observe_citizens(w, k, month)
