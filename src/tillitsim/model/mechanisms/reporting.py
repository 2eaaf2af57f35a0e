"""Reporting: units report, some gaming included; audits read staff months; inspectors visit.

    res   = g_M (1 - f_v + f_v mean(fit))           what an honest metric would show
    near  = 1 + k_thr (1 - 5 (thr - res))+          where res < thr; else 1
    tempt = (beta~ (1 - theta) - k_dt alpha_i act)+
    game  = min(1, near [min(1, g_max tempt (1 + self)) + k_man P])
    shown = res + game (1 - res)
    m     = mean(shown) + s_m N(0,1)                by cases; in [0, 1]
    m_c   = mean(m + visited focus indep (q_u - m))                   by cases
    q_u  += k_avg (mean(q) - q_u),  word += k_say (mean(seen) - word)
    Pr[a staff month is audited] = alpha_i,  Pr[the reading is right] = acc
    p_good = acc good_0 / (acc good_0 + (1 - acc)(1 - good_0))        read as bad: 1 - acc for acc
    risk  = know (1 - q_u) + (1 - know) U(0,1)
    Pr[visit] = min(1, cover [1 - free + free 2 risk])
    visited = min(1, mem visited + visit)
    heard_s += (scandals - heard_s) / window,  heard_n += (sum(cases) - heard_n) / window
    scandal = heard_s / heard_n

where
    res       reporting.measured_result()    what an honest metric shows [0-1]
    g_M       staff.measured                 result on what is measured [share]
    fit       meeting.fit()                  how well the action fits the need [0-1]
    near      reporting.near_threshold()     factor for those just below a threshold [factor]
    tempt     reporting.gamed()              what tempts to game [drive]
    game      staff.gaming                   gaming [share of what is missing]
    beta~     effort.incentive_drive()       incentive through pressure and noise [drive]
    theta     staff.motivation               motivation: will [0-1]
    alpha_i   staff.coverage                 audit coverage of a person [per staff-month]
    act       effort.enforced()              how far who sees enforces [share]
    P         council.pressure               pressure [index]
    shown     reporting.shown_result()       what a person reports [0-1]
    m         unit.reported                  reported results of a unit [0-1]
    m_c       council.reported               reported results that a council hears [0-1]
    visited   unit.inspected                 how fresh an inspection is [share]
    q_u       unit.quality                   true quality of a unit, as it is followed [0-1]
    q         outcome.meeting_quality        quality of the meeting [0-1]
    word      unit.word                      word of mouth [0-1]
    seen      scratch.perceived              quality that the citizen perceives [0-1]
    p_good    reporting.probability_good()   probability that a month was good [probability]
    risk      reporting.visit_probability()  what draws inspectors to a unit [0-1]
    visit     reporting.inspect()            a visit in the month [0 or 1]
    heard_s   council.scandals_heard         scandals a month, as they are remembered [count]
    heard_n   council.cases_heard            cases a month, as they are remembered [cases]
    scandal   council.scandal_rate           scandals over the window [per case]
    scandals  columns.SUM_SCANDALS           scandals of a council in the month [count]
    cases     unit.cases                     cases of a unit in the month [cases]
given
    f_v metric.fit_weight; k_thr reporting.threshold_pull; thr metric.threshold;
    g_max reporting.gaming; k_dt reporting.deterrence; self metric.self_marked;
    k_man reporting.manager_share; s_m reporting.noise; focus inspectorate.user_focus;
    indep inspectorate.independence; k_avg demand.average; k_say demand.word_rate;
    acc audit.accuracy; good_0 audit.prior_good; know inspectorate.information;
    cover inspectorate.coverage; free inspectorate.discretion; mem inspectorate.memory;
    window politics.window

A staff month is bad when it did harm. Harms become scandals with a media probability (see meeting).
What politics hears is the report, corrected by inspectors as far as they look at users, are
independent and have been there.

Reads    staff.measured, motivation, coverage, harms, cases; scratch.fitted; unit.instrument,
         quality
Writes   staff.gaming, audited, proven; unit.reported, quality, word, inspected;
         council.reported, scandals_heard, cases_heard, scandal_rate
Source   gaming: Bevan & Hood (2006), Jacob & Levitt (2003); audits that aim: Duflo, Greenstone,
         Pande & Ryan (2018); independence: the same (2013). Sizes assumed.
Limits   beta = 0 and P = 0 -> no gaming; acc = 1 -> an audit reads the truth
"""

from __future__ import annotations

from tillitsim.model.core.jit import entry, kernel, rule
from tillitsim.model.core.numerics import (
    ONE_SHARE,
    clip,
    from_fixed,
    normals,
    to_fixed,
    uniform,
)
from tillitsim.model.core.precision import single
from tillitsim.model.core.random import AUDIT, INSPECTION, REPORT, draw
from tillitsim.model.state.columns import (
    HEARD,
    REPORTED_CASES,
    SCANDALS,
    SUM_PERCEIVED,
    SUM_QUALITY,
    SUM_SCANDALS,
)
from tillitsim.model.state.staff import AT, LANES, SPAN
from tillitsim.model.state.units import HERE, bundle_at


@rule
def measured_result(on_measured, mean_fit, fit_weight):
    """What an honest metric shows of the measured part."""
    return on_measured * (1.0 - fit_weight + fit_weight * mean_fit)


@rule
def gamed(reward, motivation, coverage, deterrence, most, self_marked):
    """Share of what is missing that staff make up (gaming)."""
    drive = reward * (1.0 - motivation) - deterrence * coverage
    return min(1.0, most * max(0.0, drive) * (1.0 + self_marked))


@rule
def near_threshold(result, threshold, pull):
    """Factor on gaming for those who would just miss a threshold (1 where there is none)."""
    missing = 1.0 + pull * max(0.0, 1.0 - 5.0 * (threshold - result))
    return 1.0 if (threshold <= 0.0) | (result >= threshold) else missing


@rule
def shown_result(result, gaming):
    """What is reported: the measured result with part of what is missing made up."""
    return result + gaming * (1.0 - result)


@rule
def probability_good(reading_good, accuracy, prior):
    """Probability that a staff month was good, given the reading of an audit (Bayes)."""
    right = prior * (accuracy if reading_good else 1.0 - accuracy)
    wrong = (1.0 - prior) * (1.0 - accuracy if reading_good else accuracy)
    total = right + wrong
    return right / total if total > 0.0 else prior


@rule
def visit_probability(coverage, own_choice, information, quality, noise):
    """Probability that an inspector visits a unit this month."""
    risk = information * (1.0 - quality) + (1.0 - information) * noise
    return min(1.0, coverage * (1.0 - own_choice + own_choice * 2.0 * risk))


@kernel
@single
def report(person, cases, fitted, here, p, total):
    """Let sixteen members of staff report; adds what they show to ``total`` (fixed point).

    ``cases`` and ``fitted`` are what each met this month, and the sum of how well the help fitted.
    """
    for i in range(LANES):
        n = cases[i]
        mean = float(fitted[i]) * ONE_SHARE / float(max(n, 1))
        result = measured_result(person[i + AT.measured], mean, p.metric_fit_weight)
        deterred = person[i + AT.coverage] * here[i + HERE.acts]
        gaming = gamed(
            here[i + HERE.reward], person[i + AT.motivation], deterred,
            p.reporting_deterrence, p.reporting_gaming, p.metric_self_marked,
        ) + here[i + HERE.managers_gaming]  # fmt: skip
        gaming = min(
            1.0, gaming * near_threshold(result, p.metric_threshold, p.reporting_threshold_pull)
        )
        person[i + AT.gaming] = gaming if n > 0 else 0.0
        total[i] += n * to_fixed(shown_result(result, gaming))


@kernel
def publish(key, month, unit, shown, sums, p):
    """Update what is reported and seen of a unit; ``sums`` is what it did, ``shown`` its staff."""
    if unit.cases == 0:
        return
    a, b, _, _ = draw(key, REPORT, month, unit.uid)
    noise, _ = normals(a, b)
    cases = unit.cases
    unit.reported = clip(from_fixed(shown) / cases + p.reporting_noise * noise, 0.0, 1.0)
    unit.quality += p.demand_average * (from_fixed(sums[SUM_QUALITY]) / cases - unit.quality)
    unit.word += p.demand_word_rate * (from_fixed(sums[SUM_PERCEIVED]) / cases - unit.word)


@kernel
@single
def audit(key, month, person, uid, harms, accuracy):
    """Audit staff months: +1 read as good, -1 read as bad, 0 not audited."""
    for i in range(LANES):
        a, b, _, _ = draw(key, AUDIT, month, uid[i])
        audited = uniform(a) < person[i + AT.coverage]
        good = harms[i] == 0
        right = uniform(b) < accuracy
        reading = 1.0 if good == right else -1.0
        person[i + AT.audited] = reading if audited else 0.0
        person[i + AT.proven] = 1.0 if audited & right & (not good) else 0.0


@kernel
def inspect(key, month, unit, p):
    """Let the inspectorate visit a unit, perhaps; a visit is remembered for a while."""
    a, b, _, _ = draw(key, INSPECTION, month, unit.uid)
    chance = visit_probability(
        p.inspectorate_coverage,
        p.inspectorate_discretion,
        p.inspectorate_information,
        unit.quality,
        uniform(b),
    )
    visit = 1.0 if uniform(a) < chance else 0.0
    unit.inspected = min(1.0, p.inspectorate_memory * unit.inspected + visit)


@kernel
def report_units(w, k, month):
    """One month of reports, audits and inspections in the units of council ``k``, added up."""
    council, staff, scratch = w.council[k], w.staff, w.scratch
    cases, heard, scandals = 0, 0, 0
    for b in range(council.bundle_first, council.bundle_last):
        bundle = w.bundle[b]
        lane, people, here = bundle_at(w, council, bundle, b)
        p, narrow = (
            w.given[w.timeline[month], bundle.group],
            w.single[w.timeline[month], bundle.group],
        )
        shown = scratch.total
        shown[:LANES] = 0
        for i in range(LANES):
            here[i + HERE.managers_gaming] = p.reporting_manager_share * council.pressure
        for s in range(bundle.slots):
            first = (bundle.first + s) * LANES
            last, local = first + LANES, first - council.place_first
            person = people[s * SPAN : (s + 1) * SPAN]
            report(
                person, staff.cases[first:last], scratch.fitted[local : local + LANES], here,
                narrow, shown,
            )  # fmt: skip
            audit(
                w.key, month, person, staff.uid[first:last], staff.harms[first:last],
                p.audit_accuracy,
            )  # fmt: skip
        for i in range(bundle.units):
            u = lane[i]
            unit, sums = w.unit[u], scratch.sums[u - council.unit_first]
            publish(w.key, month, unit, shown[i], sums, p)
            inspect(w.key, month, unit, p)
            known = unit.inspected * p.inspectorate_user_focus * p.inspectorate_independence
            cases += unit.cases
            heard += unit.cases * to_fixed(unit.reported + known * (unit.quality - unit.reported))
            scandals += sums[SUM_SCANDALS]
    scratch.whole[REPORTED_CASES] = cases
    scratch.whole[HEARD] = heard
    scratch.whole[SCANDALS] = scandals


@kernel
def hear(w, k, month):
    """Let the council hear what was reported of all its units."""
    council, whole = w.council[k], w.scratch.whole
    cases = whole[REPORTED_CASES]
    if cases > 0:
        council.reported = from_fixed(whole[HEARD]) / cases
    window = w.given[w.timeline[month], council.group].politics_window
    council.scandals_heard += (whole[SCANDALS] - council.scandals_heard) / window
    council.cases_heard += (cases - council.cases_heard) / window
    council.scandal_rate = (
        council.scandals_heard / council.cases_heard if council.cases_heard > 0.0 else 0.0
    )


@entry
def reporting(w, k: int, month: int) -> None:
    """One month of reports, audits and inspections in council ``k``."""
    report_units(w, k, month)
    hear(w, k, month)
