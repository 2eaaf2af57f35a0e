"""Will: motivation follows the person, the norm and the work; prices and control crowd it out.

    X     = (c_beta (contr - info) 2 interest beta~ / (beta~ + beta_half)
            + c_o origin felt ctl / (ctl + ctl_half) + k_XK K + k_XI I)+
    span  = min(1, span_0 / staff)
    recv  = min(1, (belief + delta_g) / 2 + k_pr pi / 0.05)
    cond  = (w_0 + w_d delta + w_r recv + w_k kappa + w_s [(1 - w_cl) sup span + w_cl H])
            / (w_0 + w_d + w_r + w_k + w_s)
    up    = k_ben (seen_i - helped) + k_fb v span (1 - beta~ / (beta~ + beta_half))
              alpha_i / (alpha_i + ctl_half) + k_rp psm lambda (1 - ctl / (ctl + ctl_half))
    theta* = psm norm cond e^(-k_cr av X) + up                      in [0, 1]
    theta += k_th (theta* - theta)
    helped += k_hab (seen_i - helped)
    norm  += -k_e mean(X) norm + k_n norm (1 - norm)(norm - norm_0)

where
    X        staff.crowding                  perceived control: crowding [index]
    beta~    effort.incentive_drive()        incentive through pressure and noise [drive]
    ctl      learning.learn()                controlling audit of a person [per staff-month]
    K        council.rule_stock              rule stock [rule stock]
    I        unit.incoherence                incoherence: mixed signals [of the scale]
    span     motivation.motivation()         how far support reaches [share]
    recv     motivation.trust_received()     trust received from above [share]
    belief   staff.belief_*                  a manager's belief in a person [probability]
    delta_g  staff.granted                   discretion granted [share]
    cond     motivation.motivation()         conditions of the work [0-1]
    delta    staff.discretion                discretion used [share]
    kappa    staff.competence                competence: can [0-1]
    H        unit.knowledge                  what the handbook knows [share]
    up       motivation.motivation()         what lifts motivation beside the conditions [0-1]
    seen_i   columns.DONE_PERCEIVED          what those whom a person met perceived [0-1]
    helped   staff.helped                    what one is used to seeing of that [0-1]
    alpha_i  staff.coverage                  audit coverage of a person [per staff-month]
    psm      staff.psm                       public service motivation [0-1]
    theta*   motivation.motivation_target()  where motivation settles [0-1]
    norm     unit.norm                       service norm of a unit [0-1]
    av       staff.aversion                  control aversion [weight]
    theta    staff.motivation                motivation: will [0-1]
given
    c_beta motivation.price_crowds; contr motivation.controlling; info motivation.informing;
    interest task.interest; beta_half motivation.price_half; c_o motivation.control_crowds;
    origin audit.origin; felt audit.controlling; ctl_half motivation.control_half;
    k_XK motivation.rules_crowd; k_XI motivation.incoherence; span_0 managers.span;
    staff chain.staff; k_pr motivation.participation; pi instruments.participation;
    w_0 motivation.base; w_d motivation.discretion; w_r motivation.received;
    w_k motivation.competence; w_s motivation.support; w_cl motivation.clarity;
    sup instruments.support; k_ben motivation.beneficiary; k_fb motivation.feedback;
    v instruments.audit_dialogue; k_rp motivation.reciprocity; lambda instruments.latitude;
    k_cr motivation.crowding; k_th motivation.rate; k_hab motivation.habituation;
    k_e motivation.norm_erosion; k_n motivation.norm_growth; norm_0 motivation.norm_threshold

The norm is a stock with a cliff: from a full norm it unravels when X k_e / k_n exceeds the greatest
(1 - norm)(norm - norm_0), (1 - norm_0)^2 / 4 = 0.09 for norm_0 = 0.4; see :func:`tipping_crowding`.

Reads    staff.psm, aversion, belief_*, granted, discretion, competence, coverage; scratch.done;
         unit.instrument, knowledge, incoherence; council.pressure, rule_stock
Writes   staff.motivation, crowding, helped; unit.norm
Source   needs: Deci & Ryan (2000); crowding: Frey & Oberholzer-Gee (1997), Gneezy & Rustichini
         (2000); control and its origin: Falk & Kosfeld (2006), Burdin, Halliday & Landini (2018);
         beneficiaries: Grant (2008). Sizes assumed.
Limits   X = 0 and norm > norm_0 -> norm -> 1; a price of zero crowds nothing
"""

from __future__ import annotations

from tillitsim.model.core.jit import kernel, rule
from tillitsim.model.core.numerics import clip, exp, from_fixed, to_fixed
from tillitsim.model.mechanisms.effort import incentive_drive
from tillitsim.model.state.columns import DONE_PERCEIVED
from tillitsim.scenario.instruments import (
    AUDIT_DIALOGUE,
    INCENTIVE,
    LATITUDE,
    PARTICIPATION,
    SUPPORT,
)

LEAST_WEIGHT = 1e-9


@rule
def saturating(value, half):
    """A small dose already changes the frame: value / (value + half)."""
    return value / (value + half)


@rule
def crowding(price, price_half, price_weight, frame, interest, control, control_half,
             control_weight, origin, seen, rules, incoherence):  # fmt: skip
    """Perceived control X, before the person's aversion to it; never negative."""
    return max(
        0.0,
        price_weight * frame * 2.0 * interest * saturating(price, price_half)
        + control_weight * origin * seen * saturating(control, control_half)
        + rules
        + incoherence,
    )


@rule
def trust_received(belief, granted, participation, weight):
    """Trust that a member of staff receives from above, a share."""
    return min(1.0, 0.5 * (belief + granted) + weight * participation / 0.05)


@rule
def reciprocity(psm, latitude, controlled, strength):
    """What a manager who could control and abstains earns, from those with motives to give."""
    return strength * psm * latitude * (1.0 - controlled)


@rule
def motivation_target(psm, norm, conditions, crowd, aversion, strength, lift):
    """Where motivation settles under present conditions."""
    return clip(psm * norm * conditions * exp(-strength * aversion * crowd) + lift, 0.0, 1.0)


@rule
def update_norm(norm, crowd, erosion, growth, threshold):
    """The unit's service norm one month later."""
    return clip(
        norm - erosion * crowd * norm + growth * norm * (1.0 - norm) * (norm - threshold), 0.0, 1.0
    )


@rule
def tipping_crowding(erosion, growth, threshold):
    """Mean crowding X beyond which a full norm unravels: (k_n/k_e)(1-N_0)^2/4."""
    return growth / erosion * (1.0 - threshold) * (1.0 - threshold) / 4.0


@kernel
def motivation(w, k, month):
    """One month of motivation in council ``k``."""
    unit, council = w.unit, w.council
    base = council[k].staff_first
    for u in range(council[k].unit_first, council[k].unit_last):
        p = w.given[w.timeline[month], unit[u].group]
        x = w.instrument[u]
        first, last = unit[u].staff_first, unit[u].staff_last
        staff, done = w.staff[first:last], w.scratch.done[first - base : last - base]
        people = staff.shape[0]
        reward = incentive_drive(x[INCENTIVE], council[k].pressure, p.metric_noise)
        unrewarded = 1.0 - saturating(reward, p.motivation_price_half)
        span = min(1.0, p.managers_span / people)
        support = (
            (1.0 - p.motivation_clarity) * x[SUPPORT] * span
            + p.motivation_clarity * unit[u].knowledge
        )  # fmt: skip
        weights = max(
            LEAST_WEIGHT,
            p.motivation_base + p.motivation_discretion + p.motivation_received
            + p.motivation_competence + p.motivation_support,
        )  # fmt: skip
        total = 0
        for i in range(people):
            control = staff[i].coverage * (1.0 - x[AUDIT_DIALOGUE])
            crowd = crowding(
                reward, p.motivation_price_half, p.motivation_price_crowds,
                p.motivation_controlling - p.motivation_informing, p.task_interest,
                control, p.motivation_control_half, p.motivation_control_crowds,
                p.audit_origin, p.audit_controlling,
                p.motivation_rules_crowd * council[k].rule_stock,
                p.motivation_incoherence * unit[u].incoherence,
            )  # fmt: skip
            staff[i].crowding = crowd
            total += to_fixed(crowd)
            belief = staff[i].belief_good / (staff[i].belief_good + staff[i].belief_bad)
            received = trust_received(
                belief, staff[i].granted, x[PARTICIPATION], p.motivation_participation
            )
            conditions = (
                p.motivation_base
                + p.motivation_discretion * staff[i].discretion
                + p.motivation_received * received
                + p.motivation_competence * staff[i].competence
                + p.motivation_support * support
            ) / weights
            helped, n = staff[i].helped, staff[i].cases
            seen = from_fixed(done[i, DONE_PERCEIVED]) / n if n > 0 else helped
            lift = p.motivation_beneficiary * (seen - helped)
            staff[i].helped = helped + p.motivation_habituation * (seen - helped)
            lift += (
                p.motivation_feedback
                * x[AUDIT_DIALOGUE]
                * span
                * unrewarded
                * saturating(staff[i].coverage, p.motivation_control_half)
            )
            lift += reciprocity(
                staff[i].psm, x[LATITUDE], saturating(control, p.motivation_control_half),
                p.motivation_reciprocity,
            )  # fmt: skip
            goal = motivation_target(
                staff[i].psm, unit[u].norm, conditions, crowd, staff[i].aversion,
                p.motivation_crowding, lift,
            )  # fmt: skip
            staff[i].motivation += p.motivation_rate * (goal - staff[i].motivation)
        unit[u].norm = update_norm(
            unit[u].norm, from_fixed(total) / people,
            p.motivation_norm_erosion, p.motivation_norm_growth, p.motivation_norm_threshold,
        )  # fmt: skip
