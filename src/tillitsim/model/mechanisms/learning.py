"""Learning: competence, the handbook, and what flows between colleagues and units.

Competence
    vol   = min(1, cases_i / cap),  ctl = alpha_i (1 - v),  dia = v audited + v_i visited
    kappa += lambda_e delta o vol (1 - k_see min(1, ctl) disc)(1 - kappa)            own practice
           + min(1, lambda_p ell)(kappa_p - kappa)+                 colleagues
           + min(1, lambda_x k_mut)(kappa_x - kappa)+               other units
           + min(1, lambda_R H)(kappa_book - kappa)+                   the handbook lifts novices
           + lambda_a dia (1 - kappa)                               dialogue
           + min(1, lambda_f o f mean(safety) mean(harms))(1 - kappa)   errors that are shared
           - (lambda_d + k_old turb) kappa
    b    += -min(1, k_bc dia) b
Handbook
    r    += min(1, nu o (1 + k_pi pi)) mean(s - r)                  from signals, not actions
          + min(1, nu k_copy) [copy_b (r_b - r) + copy_c (r_c - r) + copy_a (r_a - r)]
            / max(1, copy_b + copy_c + copy_a)                      never beyond its models
          + k_dr e^(-goals/4) N(0,1)                                without goals it drifts
    prac += (1 - prac) [k_inv o + k_spr (copy_b prac_b + (copy_c + copy_a) mean(prac))
            / max(1, copy_b + copy_c + copy_a)]     a better practice spreads
    r_c  += k_ce (mean(s) - r_c)                                    over the sector's cases

where
    vol      learning.learn()          volume of own practice [of the norm]
    cases_i  staff.cases               cases of a person in the month [cases]
    ctl      learning.learn()          controlling audit of a person [per staff-month]
    alpha_i  staff.coverage            audit coverage of a person [per staff-month]
    dia      learning.learn()          dialogue in the month [audits]
    audited  staff.audited             an audit reached the month: 1 or 0 [0 or 1]
    visited  unit.inspected            how fresh an inspection is [share]
    kappa    staff.competence          competence: can [0-1]
    delta    staff.discretion          discretion used [share]
    kappa_p  learning.learn()          competence of the best colleague [0-1]
    kappa_x  learning.BEST_COMPETENCE  mean competence of the best unit [0-1]
    H        unit.knowledge            what the handbook knows [share]
    safety   staff.safety              psychological safety: dare [0-1]
    harms    staff.harms               harms of a person in the month [count]
    b        staff.bias                private bias [sd of need]
    r        unit.handbook             centre of the handbook [sd of need]
    s        meeting.decide()          what the person sees [sd of need]
    r_b      learning.BEST_HANDBOOK    handbook of the best reported unit [sd of need]
    r_c      unit.mandate              what the centre mandates [sd of need]
    r_a      learning.SUM_HANDBOOK     mean handbook of the sector's units [sd of need]
    prac     unit.practice             better practice: taken up by a unit [share]
    prac_b   learning.BEST_PRACTICE    the same of the best reported unit [share]
    goals    effort.direction()        goals, with what earmarks say [goals]
given
    cap task.caseload; v instruments.audit_dialogue; v_i inspectorate.dialogue;
    lambda_e learning.experience; o instruments.openness; k_see learning.watched;
    disc task.discovery; lambda_p learning.peers; ell instruments.collegial_time;
    lambda_x learning.units; k_mut instruments.adjustment; lambda_R learning.book;
    kappa_book learning.book_level; lambda_a learning.dialogue; lambda_f learning.errors;
    f instruments.forgiveness; lambda_d learning.decay; turb task.turbulence;
    k_old learning.turbulence; k_bc learning.bias_correction; nu instruments.rule_revision;
    k_pi learning.participation; pi instruments.participation; k_copy learning.copy;
    copy_b instruments.learn_best; copy_c instruments.learn_centre; copy_a instruments.learn_all;
    k_dr learning.drift; k_ce learning.centre; k_inv learning.invention; k_spr learning.spread

Reads    staff.discretion, safety, cases, audited, harms; unit.instrument, reported,
         knowledge, inspected
Writes   staff.competence, bias; unit.handbook, mandate, practice
Source   exploration: March (1991); colleagues: Tannenbaum & Cerasoli (2013); being watched:
         Bernstein (2012); errors: Edmondson (1999); feedback: Ivers et al. (2012); a practice
         that spreads: Bass (1969). Sizes assumed, but for that.
Limits   colleagues alone -> all converge to the best, monotonically; o = 0 -> no own practice
"""

from __future__ import annotations

import numpy as np

from tillitsim.model.core.jit import entry, kernel, rule
from tillitsim.model.core.numerics import REAL, clip, exp, from_fixed, normals, to_fixed
from tillitsim.model.core.precision import single
from tillitsim.model.core.random import DRIFT, draw
from tillitsim.model.mechanisms.effort import GOALS_PER_EARMARK
from tillitsim.model.state.columns import SUM_SIGNAL, Scratch
from tillitsim.model.state.staff import AT, LANES, SPAN
from tillitsim.model.state.units import HERE, bundle_at
from tillitsim.scenario.declared.instruments import (
    EARMARKED,
    GOALS,
    LEARN_ALL,
    LEARN_BEST,
    LEARN_CENTRE,
    OPENNESS,
    PARTICIPATION,
    RULE_REVISION,
)

HANDBOOK_DRIFT = 1 << 41
# Columns of ``scratch.sector`` (one row a sector) and of ``scratch.counts``.
BEST_COMPETENCE, BEST_REPORTED, BEST_HANDBOOK, BEST_PRACTICE = range(4)
SUM_HANDBOOK, SUM_SURPRISE, UNITS, CASES, SUM_PRACTICE = range(5)


@rule
def own_practice(rate, discretion, openness, volume, control, watched, discovery, competence):
    """Competence gained by own practice in a month."""
    return (
        rate * discretion * openness * volume
        * (1.0 - watched * min(1.0, control) * discovery) * (1.0 - competence)
    )  # fmt: skip


@rule
def towards(rate, model, competence):
    """Competence gained from a better model; nothing from a worse one."""
    return min(rate, 1.0) * max(0.0, model - competence)


@rule
def shared_errors(rate, openness, forgiveness, safety, harms, competence):
    """Competence gained from serious errors that are shared; hidden ones teach nothing."""
    return min(1.0, rate * openness * forgiveness * safety * harms) * (1.0 - competence)


@rule
def decay(rate, turbulence, competence):
    """Competence lost in a month: forgotten, or outdated where needs change."""
    return (rate + turbulence) * competence


@rule
def revised(handbook, rate, openness, participation, participation_gain, surprise):
    """The handbook after a month's revision by the unit's own signals."""
    return handbook + min(1.0, rate * openness * (1.0 + participation_gain * participation)) * (
        surprise
    )


@rule
def copied(handbook, rate, best, from_best, mandate, from_centre, mean, from_all):
    """What a revision copies: a step towards three models, never beyond them together."""
    step = min(1.0, rate) / max(1.0, from_best + from_centre + from_all)
    return step * (
        from_best * (best - handbook)
        + from_centre * (mandate - handbook)
        + from_all * (mean - handbook)
    )


@rule
def taken_up(practice, invented, spread, best, from_best, from_centre, mean, from_all):
    """How far a unit has taken up a better practice, by its own invention and by imitation."""
    links = max(1.0, from_best + from_centre + from_all)
    imitated = spread * (from_best * best + (from_centre + from_all) * mean) / links
    return practice + (1.0 - practice) * min(1.0, invented + imitated)


@kernel
@single
def look_at(people, slots, harms, here, total):
    """Put down the best competence, mean competence, mean safety and harms of sixteen units."""
    total[: 3 * LANES] = 0
    for i in range(LANES):
        here[i + HERE.best] = 0.0
    for s in range(slots):
        person = people[s * SPAN : (s + 1) * SPAN]
        for i in range(LANES):
            competence = person[i + AT.competence]
            here[i + HERE.best] = max(here[i + HERE.best], competence)
            total[i] += to_fixed(competence)
            total[i + LANES] += to_fixed(person[i + AT.safety])
            total[i + 2 * LANES] += harms[s * LANES + i]
    for i in range(LANES):
        here[i + HERE.competence] = from_fixed(total[i]) / slots
        here[i + HERE.climate] = from_fixed(total[i + LANES]) / slots
        here[i + HERE.harms] = total[i + 2 * LANES] / slots


@kernel
def compare_units(w, k):
    """Put down, by sector, the best and the mean of the units of council ``k``."""
    council, scratch = w.council[k], w.scratch
    for s in range(scratch.sector.shape[0]):
        scratch.sector[s, BEST_COMPETENCE] = 0.0
        scratch.sector[s, BEST_REPORTED] = -1.0
        for column in range(scratch.counts.shape[1]):
            scratch.counts[s, column] = 0
    for b in range(council.bundle_first, council.bundle_last):
        bundle = w.bundle[b]
        lane, people, here = bundle_at(w, council, bundle, b)
        first, last = bundle.first * LANES, (bundle.first + bundle.slots) * LANES
        look_at(people, bundle.slots, w.staff.harms[first:last], here, scratch.total)
        row, count = scratch.sector[bundle.sector], scratch.counts[bundle.sector]
        for i in range(bundle.units):
            unit = w.unit[lane[i]]
            surprise = scratch.sums[lane[i] - council.unit_first, SUM_SIGNAL]
            row[BEST_COMPETENCE] = max(
                row[BEST_COMPETENCE], from_fixed(scratch.total[i]) / bundle.slots
            )
            better = unit.reported > row[BEST_REPORTED]
            tie = unit.reported == row[BEST_REPORTED] and unit.handbook < row[BEST_HANDBOOK]
            if better or tie:
                row[BEST_REPORTED] = unit.reported
                row[BEST_HANDBOOK] = unit.handbook
                row[BEST_PRACTICE] = unit.practice
            count[SUM_HANDBOOK] += to_fixed(unit.handbook)
            count[SUM_PRACTICE] += to_fixed(unit.practice)
            count[SUM_SURPRISE] += surprise + unit.cases * to_fixed(unit.handbook)
            count[UNITS] += 1
            count[CASES] += unit.cases


def together(whole: Scratch, parts: list[Scratch]) -> None:
    """Compare all units of a council, of whose parts each has compared its own; tell all parts."""
    rows = np.stack([part.sector for part in parts])
    best = rows[..., BEST_REPORTED].max(axis=0)
    books = np.where(rows[..., BEST_REPORTED] == best, rows[..., BEST_HANDBOOK], np.inf)
    whole.sector[:, BEST_COMPETENCE] = rows[..., BEST_COMPETENCE].max(axis=0)
    whole.sector[:, BEST_REPORTED], whole.sector[:, BEST_HANDBOOK] = best, books.min(axis=0)
    theirs = books.argmin(axis=0)[None]
    whole.sector[:, BEST_PRACTICE] = np.take_along_axis(rows[..., BEST_PRACTICE], theirs, 0)[0]
    whole.counts[:] = sum(part.counts for part in parts)
    for part in parts:
        part.sector[:], part.counts[:] = whole.sector, whole.counts


@kernel
@single
def learn(person, cases, here, model, p):
    """Let sixteen members of staff learn.

    ``cases`` is what each met this month, ``model`` the mean competence of the best unit.
    """
    for i in range(LANES):
        before = person[i + AT.competence]
        asked = here[i + HERE.dialogue]
        control = person[i + AT.coverage] * (1.0 - asked)
        dialogue = asked * abs(person[i + AT.audited]) + here[i + HERE.dialogue_inspected]
        peers = towards(
            p.learning_peers * here[i + HERE.collegial_time], here[i + HERE.best], before
        )
        errors = shared_errors(
            p.learning_errors, here[i + HERE.openness], here[i + HERE.forgiveness],
            here[i + HERE.climate], here[i + HERE.harms], before,
        )  # fmt: skip
        after = clip(
            before
            + own_practice(
                p.learning_experience, person[i + AT.discretion], here[i + HERE.openness],
                min(1.0, REAL(cases[i]) / p.task_caseload),
                control, p.learning_watched, p.task_discovery, before,
            )
            + peers
            + towards(p.learning_units * here[i + HERE.adjustment], model, before)
            + towards(p.learning_book * here[i + HERE.knowledge], p.learning_book_level, before)
            + p.learning_dialogue * dialogue * (1.0 - before)
            + errors
            - decay(p.learning_decay, p.learning_turbulence * p.task_turbulence, before),
            0.0,
            1.0,
        )  # fmt: skip
        person[i + AT.competence] = after
        person[i + AT.growth] = after - before
        person[i + AT.peers] = peers
        person[i + AT.errors] = errors
        person[i + AT.bias] *= 1.0 - min(1.0, p.learning_bias_correction * dialogue)


@kernel
def revise(key, month, unit, surprise, x, sector, count, p):
    """Revise the handbook of one unit, and what the centre mandates.

    ``surprise`` is the sum of signals less the handbook over the month's cases (fixed point);
    ``sector`` and ``count`` are what :func:`compare_units` put down for the unit's sector.
    """
    before = unit.handbook
    after = before
    if unit.cases > 0:
        after = revised(
            before, x[RULE_REVISION], x[OPENNESS], x[PARTICIPATION], p.learning_participation,
            from_fixed(surprise) / unit.cases,
        )  # fmt: skip
    mean = from_fixed(count[SUM_HANDBOOK]) / count[UNITS]
    after += copied(
        before, x[RULE_REVISION] * p.learning_copy, sector[BEST_HANDBOOK], x[LEARN_BEST],
        unit.mandate, x[LEARN_CENTRE], mean, x[LEARN_ALL],
    )  # fmt: skip
    a, b, _, _ = draw(key, DRIFT, month, HANDBOOK_DRIFT + unit.uid)
    aimless, _ = normals(a, b)
    guided = exp(-(x[GOALS] + GOALS_PER_EARMARK * x[EARMARKED]) / 4.0)
    unit.handbook = after + p.learning_drift * guided * aimless
    unit.practice = taken_up(
        unit.practice, p.learning_invention * x[OPENNESS], p.learning_spread,
        sector[BEST_PRACTICE], x[LEARN_BEST], x[LEARN_CENTRE],
        from_fixed(count[SUM_PRACTICE]) / count[UNITS], x[LEARN_ALL],
    )  # fmt: skip
    if count[CASES] > 0:
        seen = from_fixed(count[SUM_SURPRISE]) / count[CASES]
        unit.mandate += p.learning_centre * (seen - unit.mandate)


@kernel
def learn_from_units(w, k, month):
    """Let the staff and the handbooks of council ``k`` learn, the units having been compared."""
    council, scratch, staff = w.council[k], w.scratch, w.staff
    for b in range(council.bundle_first, council.bundle_last):
        bundle = w.bundle[b]
        lane, people, here = bundle_at(w, council, bundle, b)
        p, narrow = (
            w.given[w.timeline[month], bundle.group],
            w.single[w.timeline[month], bundle.group],
        )
        sector, count = scratch.sector[bundle.sector], scratch.counts[bundle.sector]
        for i in range(bundle.units):
            here[i + HERE.dialogue_inspected] = p.inspectorate_dialogue * w.unit[lane[i]].inspected
        for s in range(bundle.slots):
            first = (bundle.first + s) * LANES
            learn(
                people[s * SPAN : (s + 1) * SPAN], staff.cases[first : first + LANES], here,
                REAL(sector[BEST_COMPETENCE]), narrow,
            )  # fmt: skip
        for i in range(bundle.units):
            u = lane[i]
            surprise = scratch.sums[u - council.unit_first, SUM_SIGNAL]
            revise(w.key, month, w.unit[u], surprise, w.instrument[u], sector, count, p)


@entry
def learning(w, k: int, month: int) -> None:
    """One month of learning in council ``k``."""
    compare_units(w, k)
    learn_from_units(w, k, month)
