"""Will: motivation follows the person, the norm and the work; prices and control crowd it out.

    X     = (c_beta contr 2 interest beta~ / (beta~ + beta_half)
            + c_o (1 + k_Xz (1 - 2 z_m)) origin felt ctl / (ctl + ctl_half)
            + k_XK K + k_XI I + k_Xb (b_c + far b_s))+
    span  = min(1, span_0 / staff)
    recv  = min(1, (belief + delta_g) / 2 + k_pr pi / 0.05)
    cond  = (w_0 + w_d delta + w_r recv + w_k kappa + w_s [(1 - w_cl) sup span + w_cl H])
            / (w_0 + w_d + w_r + w_k + w_s)
    up    = k_ben (seen_i - helped) + k_fb v span (1 - beta~ / (beta~ + beta_half))
              alpha_i / (alpha_i + ctl_half) + k_rp psm lambda (1 - ctl / (ctl + ctl_half))
    theta* = psm norm cond e^(-k_cr av X) + up                      in [0, 1]
    theta += k_th (theta* + k_cf (mean(theta) - theta*) - theta)
    helped += k_hab (seen_i - helped)
    gives = e_M + e_U
    wrong = min(1, (1 - gives / mean(gives))+ + k_b delta |b| / (1 + |b|))      shirking and misuse
    norm  += -k_e mean(X) norm + k_n norm (1 - norm)(norm - norm_0)
           - k_free mean(wrong (1 - det act)) norm + k_ans mean(wrong det act)(1 - norm)

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
    seen_i   scratch.seen                    what those whom a person met perceived [0-1]
    helped   staff.helped                    what one is used to seeing of that [0-1]
    alpha_i  staff.coverage                  audit coverage of a person [per staff-month]
    psm      staff.psm                       public service motivation [0-1]
    theta*   motivation.motivation_target()  where motivation settles [0-1]
    norm     unit.norm                       service norm of a unit [0-1]
    av       staff.aversion                  control aversion [weight]
    z_m      staff.trust_in_manager          staff's trust in their manager [0-1]
    b_c      staff.burden_council            burden from the council [share of the month]
    b_s      staff.burden_state              burden from the state [share of the month]
    far      motivation.FAR                  weight of what comes from far away [share]
    gives    motivation.motivation()         effort of a person [share]
    e_M      staff.effort_measured           effort on what is measured [share]
    e_U      staff.effort_unmeasured         effort on the rest [share]
    wrong    motivation.wrongdoing()         shirking and misuse [share]
    b        staff.bias                      private bias [sd of need]
    det      staff.detection                 detection from audits [share]
    act      effort.enforced()               how far who sees enforces [share]
    theta    staff.motivation                motivation: will [0-1]
given
    c_beta motivation.price_crowds; contr motivation.controlling; k_Xz motivation.distrusted;
    k_Xb motivation.red_tape; k_cf motivation.conformity; k_free motivation.free_riding;
    k_ans motivation.answered; k_b effort.diversion; interest task.interest;
    beta_half motivation.price_half; c_o motivation.control_crowds; origin audit.origin;
    felt audit.controlling; ctl_half motivation.control_half; k_XK motivation.rules_crowd;
    k_XI motivation.incoherence; span_0 managers.span; staff chain.staff;
    k_pr motivation.participation; pi instruments.participation; w_0 motivation.base;
    w_d motivation.discretion; w_r motivation.received; w_k motivation.competence;
    w_s motivation.support; w_cl motivation.clarity; sup instruments.support;
    k_ben motivation.beneficiary; k_fb motivation.feedback; v instruments.audit_dialogue;
    k_rp motivation.reciprocity; lambda instruments.latitude; k_cr motivation.crowding;
    k_th motivation.rate; k_hab motivation.habituation; k_e motivation.norm_erosion;
    k_n motivation.norm_growth; norm_0 motivation.norm_threshold

The norm is a stock with a cliff: from a full norm it unravels when X k_e / k_n exceeds the greatest
(1 - norm)(norm - norm_0), (1 - norm_0)^2 / 4 = 0.09 for norm_0 = 0.4; see :func:`tipping_crowding`.

Shirking is what a person gives less than colleagues do, misuse the time that the biased divert.
What is seen by colleagues and stays unanswered wears the norm down; what is answered builds it up.

Reads    staff.psm, aversion, belief_*, granted, discretion, competence, coverage, detection,
         effort_*, bias, burden_*, trust_in_manager; scratch.seen; unit.instrument,
         knowledge, incoherence; council.pressure, rule_stock
Writes   staff.motivation, crowding, helped; unit.norm
Source   needs: Deci & Ryan (2000); crowding: Frey & Oberholzer-Gee (1997), Gneezy & Rustichini
         (2000); control and its origin: Falk & Kosfeld (2006), Burdin, Halliday & Landini (2018);
         beneficiaries: Grant (2008); red tape: George et al. (2021), DeHart-Davis & Pandey (2005);
         who rules: Gangl et al. (2020), Tyler (2006); peers: Mas & Moretti (2009), Fischbacher,
         Gachter & Fehr (2001); sanctions: Fehr & Gachter (2000), Ostrom (1990). Sizes assumed.
Limits   k_free = k_ans = 0 -> the norm answers crowding alone; then X = 0 and
         norm > norm_0 -> norm -> 1; a price of zero crowds nothing
"""

from __future__ import annotations

from tillitsim.model.core.jit import entry, kernel, rule
from tillitsim.model.core.numerics import ONE_SHARE, clip, exp, from_fixed, to_fixed
from tillitsim.model.core.precision import single
from tillitsim.model.mechanisms.effort import LEAST_DRIVE
from tillitsim.model.state.staff import AT, LANES, SPAN
from tillitsim.model.state.units import HERE, bundle_at
from tillitsim.scenario.declared.instruments import SUPPORT

LEAST_WEIGHT = 1e-9
FAR = 0.3


@rule
def saturating(value, half):
    """A small dose already changes the frame: value / (value + half)."""
    return value / (value + half)


@rule
def price_crowding(price, half, weight, frame, interest):
    """What a price adds to perceived control: more where the task interests for its own sake."""
    return weight * frame * 2.0 * interest * saturating(price, half)


@rule
def control_crowding(control, half, weight, origin, seen):
    """What being checked adds to perceived control, by who checks and how it is seen."""
    return weight * origin * seen * saturating(control, half)


@rule
def crowding(price, control, rules, incoherence, red_tape):
    """Perceived control X, before the person's aversion to it; never negative."""
    return max(0.0, price + control + rules + incoherence + red_tape)


@rule
def distrusted(trust, slope):
    """Weight of control by the trust in who rules: 1 at one half, more where it is distrusted."""
    return max(0.0, 1.0 + slope * (1.0 - 2.0 * trust))


@rule
def alienation(council, state, red_tape):
    """Crowding by red tape; what comes from far away alienates less."""
    return red_tape * (council + FAR * state)


@rule
def wrongdoing(effort, mean, diversion, discretion, bias):
    """What a person gives less than colleagues do, and the time that bias could divert."""
    shirked = max(0.0, 1.0 - effort / max(mean, LEAST_DRIVE))
    size = abs(bias)
    return min(1.0, shirked + diversion * discretion * size / (1.0 + size))


@rule
def conformed(goal, colleagues, conformity):
    """Where motivation settles among colleagues."""
    return goal + conformity * (colleagues - goal)


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
def update_norm(norm, crowd, erosion, growth, threshold, unanswered, answered):
    """The unit's service norm one month later.

    ``unanswered`` and ``answered`` are what colleagues' wrongs take and give, per month.
    """
    grown = norm - erosion * crowd * norm + growth * norm * (1.0 - norm) * (norm - threshold)
    return clip(grown - unanswered * norm + answered * (1.0 - norm), 0.0, 1.0)


@rule
def tipping_crowding(erosion, growth, threshold):
    """Mean crowding X beyond which a full norm unravels: (k_n/k_e)(1-N_0)^2/4."""
    return growth / erosion * (1.0 - threshold) * (1.0 - threshold) / 4.0


@kernel
@single
def look_around(people, slots, here, total):
    """Put down the mean motivation and the mean effort of sixteen units."""
    total[: 2 * LANES] = 0
    for s in range(slots):
        person = people[s * SPAN : (s + 1) * SPAN]
        for i in range(LANES):
            total[i] += to_fixed(person[i + AT.motivation])
            total[i + LANES] += to_fixed(
                person[i + AT.effort_measured] + person[i + AT.effort_unmeasured]
            )
    for i in range(LANES):
        here[i + HERE.mean_will] = from_fixed(total[i]) / slots
        here[i + HERE.mean_effort] = from_fixed(total[i + LANES]) / slots


@kernel
@single
def motivate(person, cases, perceived, here, p, total):
    """Let the motivation of sixteen members of staff move.

    Adds to ``total`` their crowding, wrongs that nobody answers, and those that are answered.
    ``cases`` and ``perceived`` are what each met this month, and the sum of what was perceived
    (fixed point).
    """
    weights = max(
        LEAST_WEIGHT,
        p.motivation_base + p.motivation_discretion + p.motivation_received
        + p.motivation_competence + p.motivation_support,
    )  # fmt: skip
    for i in range(LANES):
        coverage, dialogue = person[i + AT.coverage], here[i + HERE.dialogue]
        control = coverage * (1.0 - dialogue)
        price = price_crowding(
            here[i + HERE.reward], p.motivation_price_half, p.motivation_price_crowds,
            p.motivation_controlling, p.task_interest,
        )  # fmt: skip
        distrust = distrusted(person[i + AT.trust_in_manager], p.motivation_distrusted)
        checked = control_crowding(
            control, p.motivation_control_half, p.motivation_control_crowds * distrust,
            p.audit_origin, p.audit_controlling,
        )  # fmt: skip
        red_tape = alienation(
            person[i + AT.burden_council], person[i + AT.burden_state], p.motivation_red_tape
        )
        incoherence = p.motivation_incoherence * here[i + HERE.incoherence]
        crowd = crowding(price, checked, here[i + HERE.rules_crowd], incoherence, red_tape)
        person[i + AT.crowding] = crowd
        total[i] += to_fixed(crowd)
        belief = person[i + AT.belief_good] / (
            person[i + AT.belief_good] + person[i + AT.belief_bad]
        )
        received = trust_received(
            belief, person[i + AT.granted], here[i + HERE.participation],
            p.motivation_participation,
        )  # fmt: skip
        conditions = (
            p.motivation_base
            + p.motivation_discretion * person[i + AT.discretion]
            + p.motivation_received * received
            + p.motivation_competence * person[i + AT.competence]
            + p.motivation_support * here[i + HERE.structure]
        ) / weights
        helped, n = person[i + AT.helped], cases[i]
        mean = float(perceived[i]) * ONE_SHARE / float(max(n, 1))
        seen = mean if n > 0 else helped
        lift = p.motivation_beneficiary * (seen - helped)
        person[i + AT.helped] = helped + p.motivation_habituation * (seen - helped)
        lift += (
            p.motivation_feedback
            * dialogue
            * here[i + HERE.span]
            * here[i + HERE.unrewarded]
            * saturating(coverage, p.motivation_control_half)
        )
        lift += reciprocity(
            person[i + AT.psm], here[i + HERE.latitude],
            saturating(control, p.motivation_control_half), p.motivation_reciprocity,
        )  # fmt: skip
        goal = motivation_target(
            person[i + AT.psm], here[i + HERE.norm], conditions, crowd, person[i + AT.aversion],
            p.motivation_crowding, lift,
        )  # fmt: skip
        goal = conformed(goal, here[i + HERE.mean_will], p.motivation_conformity)
        wrong = wrongdoing(
            person[i + AT.effort_measured] + person[i + AT.effort_unmeasured],
            here[i + HERE.mean_effort], p.effort_diversion, person[i + AT.discretion],
            person[i + AT.bias],
        )  # fmt: skip
        answered = wrong * person[i + AT.detection] * here[i + HERE.acts]
        total[i + LANES] += to_fixed(wrong - answered)
        total[i + 2 * LANES] += to_fixed(answered)
        before = person[i + AT.motivation]
        person[i + AT.motivation] = before + p.motivation_rate * (goal - before)


@entry
def motivation(w, k: int, month: int) -> None:
    """One month of motivation in council ``k``."""
    council, staff, scratch = w.council[k], w.staff, w.scratch
    for b in range(council.bundle_first, council.bundle_last):
        bundle = w.bundle[b]
        lane, people, here = bundle_at(w, council, bundle, b)
        p, narrow = (
            w.given[w.timeline[month], bundle.group],
            w.single[w.timeline[month], bundle.group],
        )
        span = min(1.0, p.managers_span / bundle.slots)
        for i in range(bundle.units):
            unit = w.unit[lane[i]]
            here[i + HERE.span] = span
            here[i + HERE.norm] = unit.norm
            here[i + HERE.unrewarded] = 1.0 - saturating(
                here[i + HERE.reward], narrow.motivation_price_half
            )
            here[i + HERE.rules_crowd] = p.motivation_rules_crowd * council.rule_stock
            here[i + HERE.structure] = (
                (1.0 - p.motivation_clarity) * w.instrument[lane[i], SUPPORT] * span
                + p.motivation_clarity * unit.knowledge
            )  # fmt: skip
        look_around(people, bundle.slots, here, scratch.total)
        total = scratch.total
        total[: 3 * LANES] = 0
        for s in range(bundle.slots):
            first = (bundle.first + s) * LANES
            local = first - council.place_first
            motivate(
                people[s * SPAN : (s + 1) * SPAN], staff.cases[first : first + LANES],
                scratch.seen[local : local + LANES], here, narrow, total,
            )  # fmt: skip
        for i in range(bundle.units):
            unit = w.unit[lane[i]]
            unit.norm = update_norm(
                unit.norm, from_fixed(total[i]) / bundle.slots,
                p.motivation_norm_erosion, p.motivation_norm_growth, p.motivation_norm_threshold,
                p.motivation_free_riding * (from_fixed(total[i + LANES]) / bundle.slots),
                p.motivation_answered * (from_fixed(total[i + 2 * LANES]) / bundle.slots),
            )  # fmt: skip
