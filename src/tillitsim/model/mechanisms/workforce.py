"""Workforce: who leaves, who is dismissed, who comes instead.

    Pr[leaves] = logistic(logit(turnover) + k_lv (theta_0 - theta) + k_ll (load - 1)+)
    Pr[is dismissed after a proven harm] = dismiss                  under every style
    pull  = k_so [pay + (delta_g - 1/2) + (sup - 1/2)]
    kappa ~ N(kappa_0 + pull - novice, s_kappa)                     of a recruit
    psm   ~ N(psm_0 + pull/2, s_psm)
    b     ~ N(0, s_b),  eta ~ N(0, 1),  theta = 0.6 psm norm,  safety = 0.5
    norm += left / staff (norm_s - norm) / 2                        a recruit's is half society's

where
    theta    staff.motivation        motivation: will [0-1]
    load     unit.load               cases over what the norm allows [of the norm]
    pull     workforce.attraction()  what draws good applicants [sd]
    delta_g  staff.granted           discretion granted [share]
    kappa    staff.competence        competence: can [0-1]
    psm      staff.psm               public service motivation [0-1]
    b        staff.bias              private bias [sd of need]
    eta      staff.habit             reading habit of the person [N(0,1)]
    norm     unit.norm               service norm of a unit [0-1]
    safety   staff.safety            psychological safety: dare [0-1]
    left     staff.left              those who left in the month [count]
given
    turnover workforce.turnover; k_lv workforce.motivation; theta_0 workforce.ordinary;
    k_ll workforce.load; dismiss workforce.dismissal; k_so workforce.sorting; pay workforce.pay;
    sup instruments.support; kappa_0 people.competence_mean; novice workforce.novice;
    s_kappa people.competence_spread; psm_0 people.psm_mean; s_psm people.psm_spread;
    s_b people.bias_spread; staff chain.staff; norm_s people.norm_society

A post is never empty; the person who holds it changes, and with it ``uid`` and everything personal.

Reads    staff.motivation, proven, granted; unit.load; unit.instrument; manager.prior_*
Writes   every personal column of staff, and staff.left; unit.norm
Source   exit and selection: Dal Bo, Finan & Rossi (2013); Ashraf, Bandiera, Davenport & Lee (2020).
         Sizes assumed.
Limits   turnover = 0 and dismiss = 0 -> nobody leaves (odds of 1e-12 a month)
"""

from __future__ import annotations

from tillitsim.model.core.jit import kernel, rule
from tillitsim.model.core.numerics import clip, log, logistic, normals, uniform
from tillitsim.model.core.random import RECRUIT, TURNOVER, draw
from tillitsim.scenario.instruments import SUPPORT

# Purposes have four lanes; a recruit needs more, drawn at these offsets of the month counter.
MORE_TRAITS = 1 << 20


@rule
def ordinary_odds(turnover, load, by_load):
    """Log odds that a person of ordinary motivation leaves in a month, at this load."""
    return log((turnover + 1e-12) / (1.0 - turnover + 1e-12)) + by_load * max(0.0, load - 1.0)


@rule
def leaving_probability(odds, motivation, ordinary, by_motivation):
    """Probability that a member of staff leaves in a month."""
    return logistic(odds + by_motivation * (ordinary - motivation))


@rule
def attraction(pay, granted, support):
    """What draws good applicants: pay above the market, discretion and support."""
    return pay + (granted - 0.5) + (support - 0.5)


@rule
def aversion_of(chance, averse, lifted, when_averse, when_lifted, when_neutral):
    """Control aversion of a person drawn at ``chance`` in (0, 1) from the mix of types."""
    if chance < averse:
        return when_averse
    if chance < averse + lifted:
        return when_lifted
    return when_neutral


@kernel
def take_post(key, purpose, month, staff, manager, norm, p, competence_shift, psm_shift):
    """Give the person who holds a post (``staff.uid``) traits and a starting state."""
    a, b, c, d = draw(key, purpose, month, staff.uid)
    z0, z1 = normals(a, b)
    z2, z3 = normals(c, d)
    e, _, _, _ = draw(key, purpose, month + MORE_TRAITS, staff.uid)
    staff.psm = clip(p.people_psm_mean + psm_shift + p.people_psm_spread * z0, 0.02, 0.98)
    staff.competence = clip(
        p.people_competence_mean + competence_shift + p.people_competence_spread * z1, 0.02, 0.98
    )
    staff.bias = p.people_bias_spread * z2
    staff.habit = z3
    staff.aversion = aversion_of(
        uniform(e), p.people_averse, p.people_lifted,
        p.people_aversion_averse, p.people_aversion_lifted, p.people_aversion_neutral,
    )  # fmt: skip
    staff.motivation = 0.6 * staff.psm * norm
    staff.safety = 0.5
    staff.belief_good = manager.prior_good
    staff.belief_bad = manager.prior_bad
    staff.trust_in_manager = p.people_trust_manager
    staff.helped = 0.5


@kernel
def leave(key, month, unit, staff, p):
    """Say who leaves one unit (1) or is dismissed (2); ``staff`` are the unit's."""
    odds = ordinary_odds(p.workforce_turnover, unit.load, p.workforce_load)
    for i in range(staff.shape[0]):
        a, b, _, _ = draw(key, TURNOVER, month, staff[i].uid)
        leaving = uniform(a) < leaving_probability(
            odds, staff[i].motivation, p.workforce_ordinary, p.workforce_motivation
        )
        dismissed = (staff[i].proven > 0) & (uniform(b) < p.workforce_dismissal)
        staff[i].left = 2 if dismissed else leaving


@kernel
def replace(key, month, unit, manager, staff, support, p, stride):
    """Let others take the posts of those who leave one unit; returns how many left."""
    left = 0
    for i in range(staff.shape[0]):
        person = staff[i]
        person.tenure += 1
        if person.left > 0:
            left += 1
            person.uid += stride
            person.generation += 1
            person.tenure = 0
            drawn = p.workforce_sorting * attraction(p.workforce_pay, person.granted, support)
            take_post(
                key, RECRUIT, month, person, manager, unit.norm, p,
                drawn - p.workforce_novice, 0.5 * drawn,
            )  # fmt: skip
    return left


@kernel
def workforce(w, k, month):
    """One month of comings and goings in council ``k``."""
    stride = w.staff.shape[0]
    for u in range(w.council[k].unit_first, w.council[k].unit_last):
        unit = w.unit[u]
        p = w.given[w.timeline[month], unit.group]
        staff = w.staff[unit.staff_first : unit.staff_last]
        leave(w.key, month, unit, staff, p)
        left = replace(w.key, month, unit, w.manager[u], staff, w.instrument[u, SUPPORT], p, stride)
        unit.norm += left / staff.shape[0] * 0.5 * (p.people_norm_society - unit.norm)
