"""Workforce: who leaves, who is dismissed, who comes instead.

    Pr[leaves] = 1 - (1 - logistic(logit(turnover) + k_lv (theta_0 - theta) + k_ll (load - 1)+))
                     (1 - temp end)                 a contract may run out
    Pr[is dismissed after a proven harm] = dismiss act              under every style
    Pr[who leaves leaves the occupation] = quit                     else for another unit
    Pr[that unit is of the same employer] = inside
    Pr[falls ill] = logistic(logit(ill_0) + k_bo body + k_il (load - 1)+ + k_iv (theta_0 - theta))
    Pr[is well again] = 1 / months_ill
    Pr[the manager leaves] = away                                   a new one is born as the first
    met   = 1 + n_c (1 - (1 - 1/n_c)^n_v)           different staff in 14 days
    n_v   = 14/30 visits_m (1 - reg (1 - absent)) / reg
    pull  = k_so [pay + (delta_g - 1/2) + (sup - 1/2)]
    kappa ~ N(kappa_0 + pull - novice novel, s_kappa)                 of a recruit
    psm   ~ N(psm_0 + pull/2, s_psm)
    b     ~ N(0, s_b),  eta ~ N(0, 1),  talent ~ N(0, 1),  theta = 0.6 psm norm,  safety = 0.5
    norm += k_rec left / staff (norm_s - norm)                      what recruits bring

where
    theta    staff.motivation        motivation: will [0-1]
    load     unit.load               cases over what the norm allows [of the norm]
    met      unit.different_staff    different staff that a citizen meets in 14 days [people]
    n_c      workforce.workforce()   colleagues of the regular member of staff [people]
    n_v      workforce.workforce()   visits by others in 14 days [visits]
    absent   effort.look_round()     staff who are ill [share]
    novel    workforce.replace()     comes from outside the occupation: 1 or 0 [0 or 1]
    pull     workforce.attraction()  what draws good applicants [sd]
    delta_g  staff.granted           discretion granted [share]
    kappa    staff.competence        competence: can [0-1]
    psm      staff.psm               public service motivation [0-1]
    b        staff.bias              private bias [sd of need]
    eta      staff.habit             reading habit of the person [N(0,1)]
    talent   staff.talent            what a person gets done beside competence [sd]
    act      effort.enforced()       how far who sees enforces [share]
    norm     unit.norm               service norm of a unit [0-1]
    safety   staff.safety            psychological safety: dare [0-1]
    left     staff.left              those who left in the month [count]
given
    turnover workforce.turnover; k_lv workforce.motivation; theta_0 workforce.ordinary;
    k_ll workforce.load; dismiss workforce.dismissal; quit workforce.occupation;
    inside workforce.inside; temp task.temporary; end workforce.ending; k_bo workforce.body;
    body task.strain;
    ill_0 workforce.illness; k_il workforce.strain; k_iv workforce.weariness;
    months_ill workforce.illness_months; away workforce.managers; visits_m task.visits;
    reg task.regular; k_so workforce.sorting; pay workforce.pay; sup instruments.support;
    kappa_0 people.competence_mean; novice workforce.novice; s_kappa people.competence_spread;
    psm_0 people.psm_mean; s_psm people.psm_spread; s_b people.bias_spread; staff chain.staff;
    norm_s people.norm_society; k_rec people.norm_brought

A post is never empty; the person who holds it changes, and with it ``uid`` and everything personal.
As many come from other units as leave for them, and those are no novices; who leaves the occupation
is replaced by one who is new to it. A move inside the same employer is one from a unit.
Of the posts a share is held on contracts that end, whatever the one who holds it wants. Who is ill
keeps the post, and takes time from it (see effort).
A new manager knows nobody: staff are believed in, and trust, as at the start.

Reads    staff.motivation, proven, granted; unit.load; unit.instrument; manager.prior_*
Writes   every personal column of staff, staff.left and ill; manager.*; unit.norm, different_staff
Source   exit and selection: Dal Bo, Finan & Rossi (2013); Ashraf, Bandiera, Davenport & Lee (2020);
         contracts that end: Booth, Francesconi & Frank (2002); illness: Duchaine et al. (2020);
         the body: Andersen, Fallentin, Thorsen & Holtermann (2016). Sizes assumed.
Limits   turnover = 0 and dismiss = 0 -> nobody leaves (odds of 1e-12 a month); quit = 1 -> every
         recruit is a novice; ill_0 = 0 -> nobody is ill, and with reg = 1 met = 1; body = 0 or k_bo
         = 0 -> occupations fall ill alike; temp = 0 -> no contract ends; inside = 0 -> who leaves a
         unit leaves the employer
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from tillitsim.model.core.jit import entry, kernel, rule
from tillitsim.model.core.numerics import clip, exp, log, logistic, normals, uniform
from tillitsim.model.core.precision import single
from tillitsim.model.core.random import RECRUIT, SUCCESSION, TURNOVER, draw
from tillitsim.model.mechanisms.management import appoint
from tillitsim.model.state.staff import AT, LANES, SPAN
from tillitsim.model.state.units import HERE, bundle_at
from tillitsim.scenario.declared.instruments import SUPPORT

FORTNIGHT = 14.0 / 30.0
# Purposes have four lanes; a recruit needs more, drawn at these offsets of the month counter.
MORE_TRAITS = 1 << 20


class Traits(NamedTuple):
    """What a person is like: standard normal, but for ``aversion``, uniform in (0, 1)."""

    psm: float
    competence: float
    bias: float
    habit: float
    talent: float
    aversion: float


class Shift(NamedTuple):
    """How far those who are hired differ from the labour market, in the units of the traits."""

    competence: float
    psm: float


@rule
def ordinary_odds(turnover, load, by_load):
    """Log odds that a person of ordinary motivation leaves in a month, at this load."""
    return log((turnover + 1e-12) / (1.0 - turnover + 1e-12)) + by_load * max(0.0, load - 1.0)


@rule
def leaving_probability(odds, motivation, ordinary, by_motivation):
    """Probability that a member of staff leaves in a month."""
    return logistic(odds + by_motivation * (ordinary - motivation))


@rule
def leaving_or_ended(leaving, temporary, ending):
    """Probability that somebody wants to leave, or has a contract that ends."""
    return leaving + (1.0 - leaving) * temporary * ending


@rule
def illness_odds(illness, load, by_load, strain):
    """Log odds that a person of ordinary motivation falls ill in a month, at this load.

    ``strain`` is what the work does to the body, in log odds.
    """
    odds = log((illness + 1e-12) / (1.0 - illness + 1e-12))
    return odds + strain + by_load * max(0.0, load - 1.0)


@rule
def different_staff(visits, regular, present, colleagues):
    """Different staff that a citizen meets in 14 days, one of them the regular one if present.

    ``visits`` a month are those by the regular one, a share ``regular`` of all; the others are by
    any of so many colleagues, drawn anew each time.
    """
    by_others = FORTNIGHT * visits * (1.0 - regular * present) / regular
    if colleagues < 2.0:
        return 1.0 + min(by_others, max(0.0, colleagues))
    return 1.0 + colleagues * (1.0 - exp(by_others * log(1.0 - 1.0 / colleagues)))


@rule
def onward(chance, occupation, inside):
    """Where one goes who leaves a unit: out of the occupation (3), inside (4) or elsewhere (1)."""
    elsewhere = 4.0 if chance < occupation + inside * (1.0 - occupation) else 1.0
    return 3.0 if chance < occupation else elsewhere


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
def draw_traits(key, purpose, month, uid):
    """Draw what person ``uid`` is like."""
    a, b, c, d = draw(key, purpose, month, uid)
    psm, competence = normals(a, b)
    bias, habit = normals(c, d)
    e, f, g, _ = draw(key, purpose, month + MORE_TRAITS, uid)
    talent, _ = normals(f, g)
    return Traits(psm, competence, bias, habit, talent, uniform(e))


@kernel
def take_post(traits, person, i, manager, norm, p, shift):
    """Give who holds post ``i`` of a vector the traits that were drawn, and a starting state."""
    psm = clip(p.people_psm_mean + shift.psm + p.people_psm_spread * traits.psm, 0.02, 0.98)
    person[i + AT.psm] = psm
    mean = p.people_competence_mean + shift.competence
    person[i + AT.competence] = clip(
        mean + p.people_competence_spread * traits.competence, 0.02, 0.98
    )
    person[i + AT.bias] = p.people_bias_spread * traits.bias
    person[i + AT.habit] = traits.habit
    person[i + AT.talent] = traits.talent
    person[i + AT.aversion] = aversion_of(
        traits.aversion, p.people_averse, p.people_lifted,
        p.people_aversion_averse, p.people_aversion_lifted, p.people_aversion_neutral,
    )  # fmt: skip
    person[i + AT.motivation] = 0.6 * psm * norm
    person[i + AT.safety] = 0.5
    person[i + AT.belief_good] = manager.prior_good
    person[i + AT.belief_bad] = manager.prior_bad
    person[i + AT.trust_in_manager] = p.people_trust_manager
    person[i + AT.helped] = 0.5
    person[i + AT.ill] = 0.0
    person[i + AT.unsaid] = 0.0


@kernel
@single
def leave(key, month, person, uid, here, p):
    """Say who of sixteen members of staff leaves, and who is ill; returns 0 if nobody leaves.

    Who leaves goes to another employer (1), is dismissed (2), leaves the occupation (3) or goes to
    another unit of the same employer (4).
    """
    gone: Any = 0
    for i in range(LANES):
        a, b, c, d = draw(key, TURNOVER, month, uid[i])
        wants = leaving_probability(
            here[i + HERE.odds], person[i + AT.motivation], p.workforce_ordinary,
            p.workforce_motivation,
        )  # fmt: skip
        leaving = uniform(a) < leaving_or_ended(wants, p.task_temporary, p.workforce_ending)
        dismissed = (person[i + AT.proven] > 0) & (
            uniform(b) < p.workforce_dismissal * here[i + HERE.acts]
        )
        onwards = onward(uniform(d), p.workforce_occupation, p.workforce_inside)
        left = onwards if leaving else 0.0
        left = 2.0 if dismissed else left
        falls = leaving_probability(
            here[i + HERE.ill], person[i + AT.motivation], p.workforce_ordinary,
            p.workforce_weariness,
        )  # fmt: skip
        ill, chance = person[i + AT.ill], uniform(c)
        longer = ill + 1.0 if chance * p.workforce_illness_months >= 1.0 else 0.0
        begun = 1.0 if chance < falls else 0.0
        person[i + AT.ill] = longer if ill > 0.0 else begun
        person[i + AT.left] = left
        person[i + AT.tenure] += 1.0
        gone |= np.int32(left > 0.0)
    return gone


@kernel
def replace(w, month, bundle, lane, person, first, p, left):
    """Let others take the posts of those who leave, in one vector; counts them by unit."""
    stride = w.staff.place.shape[0]
    for i in range(bundle.units):
        if person[i + AT.left] > 0:
            u, place = lane[i], first + i
            left[i] += 1
            w.staff.uid[place] += stride
            w.staff.generation[place] += 1
            person[i + AT.tenure] = 0.0
            new_to_it = (person[i + AT.left] > 1.0) & (person[i + AT.left] < 4.0)
            novice = p.workforce_novice if new_to_it else 0.0
            drawn = p.workforce_sorting * attraction(
                p.workforce_pay, float(person[i + AT.granted]), w.instrument[u, SUPPORT]
            )
            traits = draw_traits(w.key, RECRUIT, month, w.staff.uid[place])
            shift = Shift(competence=drawn - novice, psm=0.5 * drawn)
            take_post(traits, person, i, w.manager[u], w.unit[u].norm, p, shift)


@kernel
def succeed(w, month, u, i, people, slots, p):
    """Perhaps let a new manager take over the unit in lane ``i`` of a bundle; 1 if so, else 0."""
    unit, manager = w.unit[u], w.manager[u]
    a, _, _, _ = draw(w.key, SUCCESSION, month, unit.uid)
    if uniform(a) >= p.workforce_managers:
        return 0
    appoint(w.key, manager, manager.uid + w.manager.shape[0], p)
    for s in range(slots):
        person = people[s * SPAN : (s + 1) * SPAN]
        person[i + AT.belief_good] = manager.prior_good
        person[i + AT.belief_bad] = manager.prior_bad
        person[i + AT.trust_in_manager] = p.people_trust_manager
    return 1


@entry
def workforce(w, k: int, month: int) -> None:
    """One month of comings and goings in council ``k``."""
    council, left = w.council[k], w.scratch.total
    for b in range(council.bundle_first, council.bundle_last):
        bundle = w.bundle[b]
        lane, people, here = bundle_at(w, council, bundle, b)
        p, narrow = (
            w.given[w.timeline[month], bundle.group],
            w.single[w.timeline[month], bundle.group],
        )
        left[:LANES] = 0
        for i in range(bundle.units):
            load = w.unit[lane[i]].load
            here[i + HERE.odds] = ordinary_odds(p.workforce_turnover, load, p.workforce_load)
            here[i + HERE.ill] = illness_odds(
                p.workforce_illness, load, p.workforce_strain, p.workforce_body * p.task_strain
            )
        for s in range(bundle.slots):
            first = (bundle.first + s) * LANES
            person = people[s * SPAN : (s + 1) * SPAN]
            if leave(w.key, month, person, w.staff.uid[first : first + LANES], here, narrow) > 0:
                replace(w, month, bundle, lane, person, first, p, left)
        for i in range(bundle.units):
            unit = w.unit[lane[i]]
            brought = p.people_norm_brought * (left[i] / bundle.slots)
            unit.norm += brought * (p.people_norm_society - unit.norm)
            unit.different_staff = different_staff(
                p.task_visits,
                p.task_regular,
                1.0 - float(here[i + HERE.absent]),
                float(bundle.slots - 1),
            )
            unit.manager_left = succeed(w, month, lane[i], i, people, bundle.slots, p)
