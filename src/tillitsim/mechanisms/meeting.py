"""The good meeting: diagnosis, discretion, action, quality, harm.

    y    = n_t + y_c + y_u        y_c ~ N(0, c sigma_c^2) codifiable, y_u ~ N(0, (1-c) sigma_c^2)
    a_b  = r + H_u y_c                                          what the handbook says
    s    = y + sigma_d eps + sigma_h (1-kappa) eta              what the person sees
    sigma_d = sigma_0 (1-k_kappa kappa)(1-k_z z_c)(1-k_rel rel)
    w    = V / (V + (sigma_d(1 - oc(1-kappa)))^2)               trust in one's own eyes
    a_o  = p + w (s-p) + b(1-det),   p = r + u_b (a_b - r)      own judgement
    a    = a_b + delta (a_o - a_b),  L = (y-a)^2,  fit = exp(-L/2)
    q    = fit * value                                          value: see effort
    Pr[harm] = stakes (1 - exp(-(L - L_sev)+))

Reads    staff.competence, habit, bias, discretion, detection, value; unit.handbook, knowledge,
         need; citizen.complexity, trust; the list of cases from demand
Writes   scratch.perceived, scratch.done; staff.harms
Source   street-level judgement: Lipsky (1980); signal extraction: DeGroot (1970); noise and bias in
         judgement: Kahneman, Sibony & Sunstein (2021). Sizes assumed.
Limits   delta = 0 -> the handbook decides; kappa = 1 -> no reading habit, calibrated confidence
"""

from __future__ import annotations

import math

from tillitsim._jit import kernel, rule
from tillitsim._math import clip, exp, normals, to_fixed, uniform
from tillitsim.luck import CASE as DIAGNOSIS
from tillitsim.luck import HARM, draw
from tillitsim.scenario.schema import MECHANISMS
from tillitsim.state.world import (
    BIAS,
    CASE,
    CLEAR,
    CODIFIABLE,
    DISCRETION_USED,
    DONE_COMPLEX,
    DONE_COMPLEX_QUALITY,
    DONE_FIT,
    DONE_GOOD,
    DONE_PERCEIVED,
    DONE_QUALITY,
    DONE_SCANDALS,
    DONE_SIGNAL,
    GOOD,
    HANDBOOK,
    KNOWLEDGE,
    MEDIA,
    NEED,
    OVERRATED,
    PERCEIVED,
    PERCEPTION,
    PERCEPTION_DRAW,
    PRIOR_WEIGHT,
    READING,
    RELATION,
    RELATION_CLEARS,
    RELATION_HALF,
    SEVERE,
    SPREAD,
    STAKES,
    TACIT,
    TRUST_CLEARS,
    VALUE,
)

MEETING = MECHANISMS.index("meeting")


@rule
def clarity(noise, competence, clears):
    """Noise of a diagnosis by a person of this competence, before trust and relation."""
    return noise * (1.0 - clears * competence)


@rule
def diagnosis_noise(own, trust, trust_clears, relation, relation_clears):
    """Noise of one diagnosis (sd of need): trust and the relation make the need easier to see."""
    return own * (1.0 - trust_clears * trust) * (1.0 - relation_clears * relation)


@rule
def relation_strength(visits, half):
    """Strength of a relation in [0, 1): diminishing returns to visits."""
    return visits / (visits + half)


@rule
def judgement(signal, prior, spread, noise):
    """Own judgement: the signal weighed against the prior by trust in one's own eyes."""
    weight = spread / (spread + noise * noise)
    return prior + weight * (signal - prior)


@rule
def action(by_handbook, own, discretion):
    """What is done: the handbook, moved towards own judgement as far as discretion is used."""
    return by_handbook + discretion * (own - by_handbook)


@rule
def fit(miss):
    """How well an action fits the need, from the squared miss."""
    return exp(-0.5 * miss)


@rule
def harm_probability(miss, severe, stakes):
    """Probability that a miss does harm."""
    return stakes * (1.0 - exp(-max(0.0, miss - severe)))


@rule
def meet(
    complexity, trust, relation, codifiable, tacit, noise,
    clear, reading, bias, overrated, discretion, handbook, knowledge, need,
    codifiable_share, tacit_share, spread, handbook_trust, trust_clears, relation_clears,
):  # fmt: skip
    """One meeting; returns (squared miss, what the person saw less the handbook).

    ``codifiable``, ``tacit`` and ``noise`` are standard normal.
    """
    y_codifiable = codifiable_share * complexity * codifiable
    y = need + y_codifiable + tacit_share * complexity * tacit
    by_handbook = handbook + knowledge * y_codifiable
    sigma = diagnosis_noise(clear, trust, trust_clears, relation, relation_clears)
    seen = y + sigma * noise + reading
    prior = handbook + handbook_trust * (by_handbook - handbook)
    own = judgement(seen, prior, spread, sigma * overrated) + bias
    gap = y - action(by_handbook, own, discretion)
    return gap * gap, seen - handbook


@kernel
def roll_cases(key, month, uid, case, cases, draws):
    """Four standard normals for each case: codifiable, tacit, noise, perception."""
    for j in range(cases):
        a, b, c, d = draw(key, DIAGNOSIS, month, uid[case[j]])
        z0, z1 = normals(a, b)
        z2, z3 = normals(c, d)
        draws[0, j] = z0
        draws[1, j] = z1
        draws[2, j] = z2
        draws[3, j] = z3


@kernel
def prepare(w, k, month):
    """Put down what each member of staff brings to a meeting this month (``scratch.desk``)."""
    council, unit, staff = w.council, w.unit, w.staff
    base = council[k].staff_first
    for u in range(council[k].unit_first, council[k].unit_last):
        p = w.given[w.timeline[month], unit[u].group]
        for i in range(unit[u].staff_first, unit[u].staff_last):
            desk = w.scratch.desk[i - base]
            ignorance = 1.0 - staff[i].competence
            desk[CLEAR] = clarity(
                p.meeting_noise, staff[i].competence, p.meeting_competence_clears
            )
            desk[READING] = p.meeting_habit_spread * ignorance * staff[i].habit
            desk[BIAS] = staff[i].bias * (1.0 - staff[i].detection)
            desk[OVERRATED] = 1.0 - p.meeting_overconfidence * ignorance
            desk[DISCRETION_USED] = staff[i].discretion if w.switch[MEETING] else 0.0
            desk[VALUE] = staff[i].value
            desk[HANDBOOK] = unit[u].handbook
            desk[KNOWLEDGE] = unit[u].knowledge
            desk[NEED] = unit[u].need
            desk[CODIFIABLE] = math.sqrt(p.task_codifiability)
            desk[TACIT] = math.sqrt(1.0 - p.task_codifiability)
            spread = p.task_complexity_spread
            desk[SPREAD] = p.task_variety * p.task_variety * exp(spread * spread)
            desk[PRIOR_WEIGHT] = p.meeting_handbook_trust
            desk[SEVERE] = p.meeting_severe * (
                1.0 + p.meeting_rules_protect * council[k].rule_stock * p.task_codifiability
            )
            desk[STAKES] = p.task_stakes
            desk[GOOD] = p.meeting_good
            desk[TRUST_CLEARS] = p.meeting_trust_clears
            desk[RELATION_CLEARS] = p.meeting_relation_clears
            desk[RELATION_HALF] = p.meeting_relation_half
            desk[PERCEPTION] = p.meeting_perception
            desk[MEDIA] = p.inspectorate_media
            for column in range(w.scratch.done.shape[1]):
                w.scratch.done[i - base, column] = 0
            staff[i].harms = 0


@kernel
def hold(w, k, month, cases):
    """Hold the meetings of the month: action, quality, what is perceived, harm."""
    council, citizen, staff, scratch = w.council, w.citizen, w.staff, w.scratch
    base = council[k].staff_first
    for j in range(cases):
        c = scratch.listed[CASE, j]
        i = citizen.staff[c]
        desk = scratch.desk[i - base]
        complexity = float(citizen.complexity[c])
        miss, surprise = meet(
            complexity, float(citizen.trust[c]),
            relation_strength(scratch.draws[RELATION, j], desk[RELATION_HALF]),
            scratch.draws[0, j], scratch.draws[1, j], scratch.draws[2, j],
            desk[CLEAR], desk[READING], desk[BIAS], desk[OVERRATED], desk[DISCRETION_USED],
            desk[HANDBOOK], desk[KNOWLEDGE], desk[NEED], desk[CODIFIABLE], desk[TACIT],
            desk[SPREAD], desk[PRIOR_WEIGHT], desk[TRUST_CLEARS], desk[RELATION_CLEARS],
        )  # fmt: skip
        fitting = fit(miss)
        quality = fitting * desk[VALUE]
        perceived = clip(quality + desk[PERCEPTION] * scratch.draws[PERCEPTION_DRAW, j], 0.0, 1.0)
        scratch.draws[PERCEIVED, j] = perceived
        complex_need = complexity * complexity > desk[SPREAD]

        done = scratch.done[i - base]
        fixed_quality = to_fixed(quality)
        done[DONE_QUALITY] += fixed_quality
        done[DONE_FIT] += to_fixed(fitting)
        done[DONE_SIGNAL] += to_fixed(surprise)
        done[DONE_PERCEIVED] += to_fixed(perceived)
        done[DONE_GOOD] += quality >= desk[GOOD]
        done[DONE_COMPLEX] += complex_need
        done[DONE_COMPLEX_QUALITY] += fixed_quality if complex_need else 0

        if miss > desk[SEVERE]:
            a, b, _, _ = draw(w.key, HARM, month, citizen.uid[c])
            if uniform(a) < harm_probability(miss, desk[SEVERE], desk[STAKES]):
                staff[i].harms += 1
                scratch.draws[PERCEIVED, j] = -1.0 - perceived
                done[DONE_SCANDALS] += uniform(b) < desk[MEDIA]


@kernel
def meeting(w, k, month, cases):
    """One month of meetings in council ``k``."""
    prepare(w, k, month)
    roll_cases(w.key, month, w.citizen.uid, w.scratch.listed[CASE], cases, w.scratch.draws)
    hold(w, k, month, cases)
