"""Trust of every dyad of the chain: it grows slowly, falls fast, and control moves it.

    z    += alpha_up (seen - z)+ - alpha_down (z - seen)+,  z += k_tc ctl (1 - 2 z)    a meeting
    z    += -k_h z                                  a meeting that did harm, instead of control
    z    += -k_wait z                               a month of waiting
    ev    = (recv + sup span) / 2 (1 - min(1, I))
    z_m  += alpha_up (ev - z_m)+ - alpha_down (z_m - ev)+,  z_m += k_tc ctl origin (1 - 2 z_m)
    z_o  += alpha_up (ev_o - z_o)+ - alpha_down (z_o - ev_o)+         in politics
    z_d*  = z_own + users k_srv (z_c - z_exp)
    z_d  += k_dem (z_d* - z_d)+ - 2 k_dem (z_d - z_d*)+ - k_sc scandal/scandal_0 z_d + s_pol xi_p
    good_i = prior_g + k_rx (good_i - prior_g) + w_g + p_good       w_g: no harm; p_good: audited
    bad_i = prior_b + k_rx (bad_i - prior_b) + w_h harms + (1 - p_good)              if audited
    belief = good_i / (good_i + bad_i)

where
    z        citizen.trust                   a citizen's trust in the service [0-1]
    seen     scratch.perceived               quality that the citizen perceives [0-1]
    ctl      learning.learn()                controlling audit of a person [per staff-month]
    ev       trust.update_trust()            evidence on which trust moves [0-1]
    recv     motivation.trust_received()     trust received from above [share]
    span     motivation.motivation()         how far support reaches [share]
    I        unit.incoherence                incoherence: mixed signals [of the scale]
    z_m      staff.trust_in_manager          staff's trust in their manager [0-1]
    z_o      politician.trust_in_operations  politicians' trust in operations [0-1]
    ev_o     politics.politics()             what a politician hears of operations [0-1]
    z_d      council.trust_in_democracy      trust in democracy [0-1]
    z_d*     trust.democratic_level()        where trust in democracy settles [0-1]
    xi_p     random.ELSEWHERE                other politics, the same for all councils [N(0,1)]
    z_c      council.citizen_trust           citizens' trust, mean of the council [0-1]
    scandal  council.scandal_rate            scandals over the window [per case]
    good_i   staff.belief_good               good months on which a belief rests [months]
    prior_g  manager.prior_good              good months of the prior [months]
    p_good   reporting.probability_good()    probability that a month was good [probability]
    bad_i    staff.belief_bad                bad months on which a belief rests [months]
    prior_b  manager.prior_bad               bad months of the prior [months]
    harms    staff.harms                     harms of a person in the month [count]
    belief   staff.belief_*                  a manager's belief in a person [probability]
given
    alpha_up trust.gain; alpha_down trust.loss; k_tc trust.control; k_h trust.harm;
    k_wait trust.waiting; sup instruments.support; origin audit.origin; k_dem trust.democracy;
    z_own people.trust_democracy; users people.users; k_srv trust.service;
    z_exp people.trust_citizen; s_pol trust.elsewhere; k_sc trust.scandal;
    scandal_0 politics.scandal_half; k_rx trust.relaxation; w_g trust.good_month;
    w_h trust.harm_month

Trust in the service and trust in democracy are two: the second is each person's own level, moved by
services as far as people use them, by scandals and by politics elsewhere. Control protects where
trust is low and insults where it is high. A manager's belief is neither
naive nor cynical: it relaxes to its prior.

Reads    scratch.perceived, case, waiter; staff.granted, audited, harms, coverage; unit.instrument,
         incoherence; manager.prior_*; council.scandal_rate
Writes   citizen.trust; staff.trust_in_manager, belief_good, belief_bad; council.trust_in_democracy
Source   asymmetry: Slovic (1993); climate: Gangl, van Dijk, van Dijk & Hofmann (2020); conjugate
         updating: DeGroot (1970); democracy and services: Kumlin (2004), Christensen & Laegreid
         (2005). Sizes assumed.
Limits   k_srv = 0 and s_pol = 0, no scandal -> z_d settles at z_own; perfect accuracy, no
         relaxation, w_g = w_h = 0 -> the conjugate Beta update
"""

from __future__ import annotations

from tillitsim.model.core.jit import entry, kernel, row_of, rule
from tillitsim.model.core.numerics import REAL, clip, from_fixed, normals, to_fixed
from tillitsim.model.core.precision import single
from tillitsim.model.core.random import ELSEWHERE, draw
from tillitsim.model.mechanisms.motivation import trust_received
from tillitsim.model.mechanisms.reporting import probability_good
from tillitsim.model.state.columns import CASE, CONTROL, DESK, TRUSTING, WAITER
from tillitsim.model.state.staff import AT, LANES, SPAN
from tillitsim.model.state.units import HERE, bundle_at


@rule
def update_trust(trust, evidence, gain, loss):
    """Trust after a piece of evidence: growing by ``gain``, falling by ``loss`` of the gap."""
    gap = evidence - trust
    return trust + (gain if gap > 0.0 else loss) * gap


@rule
def move_by_control(trust, control, strength):
    """Trust after a month of control: towards one half, from both sides."""
    return clip(trust + strength * control * (1.0 - 2.0 * trust), 0.0, 1.0)


@rule
def citizen_trust(trust, perceived, gain, loss, harm, control, strength):
    """A citizen's trust after a meeting; a perceived quality below zero marks a harm."""
    if perceived < 0.0:
        return max(0.0, update_trust(trust, -1.0 - perceived, gain, loss) - harm * trust)
    return move_by_control(update_trust(trust, perceived, gain, loss), control, strength)


@rule
def democratic_level(own, users, service_weight, trust, expected):
    """Where trust in democracy settles: people's own level, moved by services that they use."""
    return own + users * service_weight * (trust - expected)


@rule
def relaxed(value, prior, relaxation):
    """A belief parameter as it relaxes to its prior."""
    return prior + relaxation * (value - prior)


@kernel
@single
def judge_meetings(case, perceived, post, base, desks, trust, p):
    """Citizens who had a meeting judge the service by it."""
    gain, loss, harm, strength = p.trust_gain, p.trust_loss, p.trust_harm, p.trust_control
    for n in range(case.shape[0]):
        c = row_of(case[n])
        control = desks[row_of((post[c] - base) * DESK + CONTROL)]
        trust[c] = citizen_trust(trust[c], perceived[n], gain, loss, harm, control, strength)


@kernel
@single
def judge_waiting(waiter, unit_of, base, weight, trust):
    """Citizens who wait judge the service by that; ``weight`` has one value a unit."""
    for n in range(waiter.shape[0]):
        c = row_of(waiter[n])
        trust[c] -= float(weight[unit_of[c] - base, 0]) * trust[c]


@kernel
def judge_service(w, k, month, waiters):
    """Citizens judge the service by the meeting they had, or by waiting."""
    citizen, unit, scratch, council = w.citizen, w.unit, w.scratch, w.council[k]
    base = council.unit_first
    for u in range(base, council.unit_last):
        row = w.timeline[month]
        scratch.unit[u - base, 0] = w.given[row, unit[u].group].trust_waiting
        first = scratch.start[u - base]
        last = first + unit[u].cases
        judge_meetings(
            scratch.listed[CASE, first:last], scratch.perceived[first:last], citizen.staff,
            council.place_first, scratch.desk, citizen.trust, w.single[row, unit[u].group],
        )  # fmt: skip
    judge_waiting(scratch.listed[WAITER, :waiters], citizen.unit, base, scratch.unit, citizen.trust)


@kernel
@single
def judge_each_other(person, harms, here, span, p):
    """Sixteen members of staff judge their managers, and are judged by them."""
    good_month = p.trust_good_month  # what is looked up under a condition keeps a loop from vectors
    for i in range(LANES):
        belief = person[i + AT.belief_good] / (
            person[i + AT.belief_good] + person[i + AT.belief_bad]
        )
        received = trust_received(
            belief, person[i + AT.granted], here[i + HERE.participation],
            p.motivation_participation,
        )  # fmt: skip
        evidence = (
            0.5 * (received + here[i + HERE.support] * span)
            * (1.0 - min(1.0, here[i + HERE.incoherence]))
        )  # fmt: skip
        control = person[i + AT.coverage] * (1.0 - here[i + HERE.dialogue])
        person[i + AT.trust_in_manager] = move_by_control(
            update_trust(person[i + AT.trust_in_manager], evidence, p.trust_gain, p.trust_loss),
            control * p.audit_origin,
            p.trust_control,
        )
        good = relaxed(person[i + AT.belief_good], here[i + HERE.prior_good], p.trust_relaxation)
        bad = relaxed(person[i + AT.belief_bad], here[i + HERE.prior_bad], p.trust_relaxation)
        good += good_month if harms[i] == 0 else 0.0
        bad += p.trust_harm_month * REAL(harms[i])
        audited = person[i + AT.audited]
        share = probability_good(audited > 0, p.audit_accuracy, p.audit_prior_good)
        good += share if audited != 0 else 0.0
        bad += 1.0 - share if audited != 0 else 0.0
        person[i + AT.belief_good] = good
        person[i + AT.belief_bad] = bad


@kernel
def judge_in_units(w, k, month, waiters):
    """Citizens judge the service of council ``k``, staff and managers each other."""
    judge_service(w, k, month, waiters)
    council = w.council[k]
    for b in range(council.bundle_first, council.bundle_last):
        bundle = w.bundle[b]
        _, people, here = bundle_at(w, council, bundle, b)
        p = w.single[w.timeline[month], bundle.group]
        span = REAL(min(1.0, p.managers_span / REAL(bundle.slots)))
        for s in range(bundle.slots):
            first = (bundle.first + s) * LANES
            judge_each_other(
                people[s * SPAN : (s + 1) * SPAN], w.staff.harms[first : first + LANES], here,
                span, p,
            )  # fmt: skip


@kernel
@single
def added(trust):
    """Sum of the trust of some citizens, in fixed point."""
    total = 0
    for c in range(trust.shape[0]):
        total += to_fixed(trust[c])
    return total


@kernel
def add_trust(w, k):
    """Add up the trust of the citizens of council ``k``."""
    council = w.council[k]
    w.scratch.whole[TRUSTING] = added(w.citizen.trust[council.citizen_first : council.citizen_last])


@kernel
def trust_democracy(w, k, month):
    """Let citizens' mean trust, and scandals, move their trust in democracy in council ``k``."""
    council = w.council
    citizens = council[k].citizen_last - council[k].citizen_first
    council[k].citizen_trust = from_fixed(w.scratch.whole[TRUSTING]) / citizens
    given = w.given[w.timeline[month], council[k].group]
    a, b, _, _ = draw(w.key, ELSEWHERE, month, 0)
    elsewhere, _ = normals(a, b)
    level = democratic_level(
        given.people_trust_democracy, given.people_users, given.trust_service,
        council[k].citizen_trust, given.people_trust_citizen,
    )  # fmt: skip
    scandal = given.trust_scandal * council[k].scandal_rate / given.politics_scandal_half
    before = council[k].trust_in_democracy
    council[k].trust_in_democracy = clip(
        update_trust(before, level, given.trust_democracy, 2.0 * given.trust_democracy)
        - scandal * before
        + given.trust_elsewhere * elsewhere,
        0.0,
        1.0,
    )


@entry
def trust(w, k: int, month: int, waiters: int) -> None:
    """One month of trust in council ``k``, for every dyad of the chain."""
    judge_in_units(w, k, month, waiters)
    add_trust(w, k)
    trust_democracy(w, k, month)
