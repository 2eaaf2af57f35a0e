"""The good meeting: diagnosis, discretion, action, quality, harm.

    y     = n + y_c + y_u,  y_c = sqrt(c) sigma_c eps_c,  y_u = sqrt(1 - c) sigma_c eps_u
    a_b   = r + H_r y_c                             what the handbook says
    H_r   = H + k_a rel (1 - H)                     who knows the citizen finds the routine
    s     = y + sigma_d eps_d + sigma_h (1 - kappa) eta
    sigma_d = sigma_0 (1 - k_kappa kappa)(1 - k_z z)(1 - k_rel rel)
    rel_v = visits / (visits + visits_0)
    rel   = rel_v + file (1 - rel_v),  file = k_file tau / (tau + tau_0)     the file stands in
    w     = V / (V + (sigma_d (1 - oc (1 - kappa)))^2),  V = sigma^2 e^(s_c^2)
    p     = r + u_b (a_b - r)
    a_o   = p + w (s - p) + b (1 - det)             own judgement
    a     = a_b + delta (a_o - a_b)
    L     = (y - a)^2,  fit = e^(-L/2),  q = fit value
    seen  = q + s_q eps_q                           in [0, 1]
    unlike = delta (w (sigma_d eps_d + sigma_h (1 - kappa) eta) + b (1 - det))
    within = |a - a_b| <= k_wi                       by the rules
    L_K = L_sev (1 + k_pro K c)
    p_miss = stakes (1 - e^(-(L - L_K)+)),  p_left = stakes k_left (1 - value)^3
    carry = (1 - k_catch o safety [1 + slack / (slack + slack_0)] / 2)(1 + k_again min(1, unsaid))
    haste = 1 + k_has (load - load_1)+,  lost = 1 + k_han (1 - reg)(1 - file)(1 - 1/n_d)
    Pr[harm] = min(1, n_d carry haste lost (1 - (1 - p_miss)(1 - p_left)))     n_d decisions
    Pr[a harm becomes a scandal] = media

where
    y        meeting.decide()               need [sd of need]
    n        unit.need                      centre of a unit's needs [sd of need]
    y_c      meeting.decide()               what a checklist can see of it [sd of need]
    y_u      meeting.decide()               the rest of it [sd of need]
    sigma_c  citizen.complexity             complexity of a citizen's needs [sd of need]
    eps_c    random.CASE                    codifiable part of a need [N(0,1)]
    eps_u    random.CASE                    tacit part of a need [N(0,1)]
    a_b      meeting.decide()               what the handbook says [sd of need]
    r        unit.handbook                  centre of the handbook [sd of need]
    H        unit.knowledge                 what the handbook knows [share]
    H_r      meeting.routine()              what handbook and relation know [share]
    s        meeting.decide()               what the person sees [sd of need]
    sigma_d  meeting.diagnosis_noise()      noise of the diagnosis [sd of need]
    eps_d    random.CASE                    noise of a diagnosis [N(0,1)]
    kappa    staff.competence               competence: can [0-1]
    eta      staff.habit                    reading habit of the person [N(0,1)]
    z        citizen.trust                  a citizen's trust in the service [0-1]
    rel      meeting.relation_strength()    what is known of the citizen [share]
    rel_v    meeting.relation_strength()    what visits tell of the citizen [share]
    visits   citizen.relation               visits so far to the same person [visits]
    w        meeting.judgement()            trust in one's own eyes [share]
    V        meeting.need_variance()        variance expected of a need [sd of need, squared]
    p        meeting.decide()               where judgement starts [sd of need]
    a_o      meeting.judgement()            own judgement [sd of need]
    b        staff.bias                     private bias [sd of need]
    det      staff.detection                detection from audits [share]
    a        meeting.action()               action [sd of need]
    delta    staff.discretion               discretion used [share]
    L        meeting.decide()               miss [sd of need, squared]
    fit      meeting.fit()                  how well the action fits the need [0-1]
    q        outcome.meeting_quality        quality of the meeting [0-1]
    value    staff.value                    what effort gives a meeting that fits [0-1]
    seen     scratch.perceived              quality that the citizen perceives [0-1]
    eps_q    random.CASE                    noise of what a citizen perceives [N(0,1)]
    unlike   meeting.decide()               what who decides adds to a decision [sd of need]
    within   meeting.decide()               a decision within the rules: 1 or 0 [0 or 1]
    L_K      meeting.severity()             miss beyond which harm may follow [sd of need, squared]
    K        council.rule_stock             rule stock [rule stock]
    p_miss   meeting.harm_probability()     probability of harm by a miss [probability]
    p_left   meeting.neglect_probability()  probability of harm by neglect [probability]
    carry    meeting.carried()              errors not caught, and repeated [factor]
    haste    meeting.hurried()              errors in a hurry [factor]
    lost     meeting.handed_over()          errors from one who does not know to another [factor]
    load     unit.load                      cases over what the norm allows [of the norm]
    load_1   meeting.SAFE_LOAD              load beyond which work is hurried [of the norm]
    file     meeting.file_strength()        what is on file of the citizen [share]
    safety   staff.safety                   psychological safety: dare [0-1]
    slack    staff.slack                    slack [share of the month]
    slack_0  meeting.SLACK_HALF             slack for half of a second look [share of the month]
    unsaid   staff.unsaid                   errors that nobody spoke of [errors]
given
    c task.codifiability; sigma_h meeting.habit_spread; sigma_0 meeting.noise;
    k_kappa meeting.competence_clears; k_z meeting.trust_clears; k_rel meeting.relation_clears;
    k_a meeting.familiar; k_left meeting.neglect; k_catch meeting.catch; k_again meeting.repeat;
    o instruments.openness; k_has meeting.haste; k_han meeting.handover; reg task.regular;
    visits_0 meeting.relation_half; k_file meeting.record;
    tau instruments.documentation; tau_0 meeting.record_half; oc meeting.overconfidence;
    sigma task.variety; s_c task.complexity_spread; u_b meeting.handbook_trust;
    s_q meeting.perception; k_wi meeting.within; L_sev meeting.severe; k_pro meeting.rules_protect;
    stakes task.stakes; n_d task.decisions; media inspectorate.media

A meeting is good when q >= ``meeting.good``, and a need complex when sigma_c^2 > V.

Reads    staff.competence, habit, bias, discretion, detection, value, safety, slack, unsaid;
         unit.handbook, knowledge, need; citizen.complexity, trust; the list of cases from demand
Writes   staff.harms; scratch: what was perceived, what staff did, the units' sums
Source   street-level judgement: Lipsky (1980); signal extraction: DeGroot (1970); noise and bias in
         judgement: Kahneman, Sibony & Sunstein (2021); what is left undone: Ball et al. (2018),
         Needleman et al. (2011), Aiken et al. (2014); errors caught and repeated: Edmondson (1999,
         2004), Frese & Keith (2015); relations: Haggerty et al. (2003); haste: Kuntz, Mennicken &
         Scholtes (2015); handovers: Starmer et al. (2014). Sizes assumed.
Limits   k_has = 0, or load below load_1 -> no haste; k_han = 0, reg = 1 or n_d = 1 -> nothing is
         lost; k_left = k_catch = k_again = 0 -> only a bad miss does harm, whoever dares to speak;
         delta = 0 -> the handbook decides; kappa = 1 -> no reading habit, calibrated confidence
"""

from __future__ import annotations

import math

import numpy as np

from tillitsim.model.core.jit import entry, kernel, row_of, rule
from tillitsim.model.core.numerics import REAL, SHARES, clip, exp, uniform
from tillitsim.model.core.precision import single
from tillitsim.model.core.random import HARM, draw
from tillitsim.model.state.columns import (
    BIAS,
    CASE,
    CLEAR,
    CODIFIABLE_DRAW,
    COMPLEXITY,
    CONTROL,
    DESK,
    DISCRETION_USED,
    HARM_DRAW,
    HARMFUL,
    MISS,
    NOISE_DRAW,
    OVERRATED,
    PERCEPTION_DRAW,
    READING,
    SEEN,
    SUM_COMPLEX,
    SUM_COMPLEX_QUALITY,
    SUM_FIT,
    SUM_GOOD,
    SUM_PERCEIVED,
    SUM_QUALITY,
    SUM_SCANDALS,
    SUM_SIGNAL,
    SUM_UNLIKE,
    SUM_WITHIN,
    TACIT_DRAW,
    TILE,
    TRUST,
    VALUE,
    VISITS,
)
from tillitsim.model.state.staff import AT, LANES, SPAN
from tillitsim.model.state.tiles import (
    Decider,
    Diagnosis,
    Draws,
    Guidance,
    Hazard,
    Left,
    Tile,
    Visitor,
    lay_out,
    roll_cases,
    roll_harms,
)
from tillitsim.model.state.units import HERE, bundle_at
from tillitsim.scenario.declared.declarations import MECHANISMS
from tillitsim.scenario.declared.instruments import DOCUMENTATION

MEETING = MECHANISMS.index("meeting")
VECTOR = 16
SLACK_HALF = 0.05
# Kuntz, Mennicken & Scholtes (2015): hospitals tip when 92.5% of their beds are taken.
SAFE_LOAD = 0.925
# More than what single precision makes of a draw and of a probability.
MARGIN = 1e-6
# Within a tile, surprises of at most 127 sd of need are added up in 2**-17.
SURPRISES, MOST_SURPRISE = 2.0**17, 127.0
SHARES_TO_FIXED, SURPRISES_TO_FIXED = 9, 15


@rule
def clarity(noise, competence, clears):
    """Noise of a diagnosis by a person of this competence, before trust and relation."""
    return noise * (1.0 - clears * competence)


@rule
def diagnosis_noise(own, trust, trust_clears, relation, relation_clears):
    """Noise of one diagnosis (sd of need): trust and the relation make the need easier to see."""
    return own * (1.0 - trust_clears * trust) * (1.0 - relation_clears * relation)


@rule
def relation_strength(visits, half, on_file):
    """What is known of the citizen, in [0, 1]: from visits (diminishing returns), or on file."""
    known = visits / (visits + half)
    return known + on_file * (1.0 - known)


@rule
def file_strength(documentation, most, half):
    """How much of a relation the file can stand in for: diminishing returns to documentation."""
    return most * documentation / (documentation + half)


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
def routine(knowledge, relation, familiar):
    """Share of what can be codified that is met: the handbook's, and more by who knows."""
    return knowledge + familiar * relation * (1.0 - knowledge)


@rule
def fit(miss):
    """How well an action fits the need, from the squared miss."""
    return exp(-0.5 * miss)


@rule
def need_variance(variety, spread):
    """V = E[sigma_c^2] = sigma^2 e^(s^2): the variance that judgement expects of a need."""
    return variety * variety * exp(spread * spread)


@rule
def severity(severe, protection, rule_stock, codifiability):
    """Miss beyond which harm may follow: rules catch some of what can be codified."""
    return severe * (1.0 + protection * rule_stock * codifiability)


@rule
def harm_probability(miss, severe, stakes):
    """Probability that a miss does harm."""
    return stakes * (1.0 - exp(-max(0.0, miss - severe)))


@rule
def neglect_probability(value, stakes, neglect):
    """Probability of harm by what is left undone, whatever is decided."""
    left = 1.0 - value
    return stakes * neglect * (left * left * left)


@rule
def carried(openness, safety, slack, catch, unsaid, repeat):
    """Factor on harm: errors are caught where one dares and has time, unsaid ones come back."""
    looks_again = 0.5 * (1.0 + slack / (slack + SLACK_HALF))
    return (1.0 - catch * openness * safety * looks_again) * (1.0 + repeat * min(1.0, unsaid))


@rule
def hurried(load, haste):
    """Factor on harm beyond the load up to which work is safe."""
    return 1.0 + haste * max(0.0, load - SAFE_LOAD)


@rule
def handed_over(regular, on_file, decisions, handover):
    """Factor on harm where others make the next decision of a case, as far as it is not on file."""
    return 1.0 + handover * (1.0 - regular) * (1.0 - on_file) * (1.0 - 1.0 / max(1.0, decisions))


@rule
def any_harm(missed, neglected, factor, decisions):
    """Probability that a case of so many decisions does harm, by a miss or by neglect."""
    return min(1.0, decisions * factor * (missed + neglected * (1.0 - missed)))


@rule
def decide(met, drawn, decider, unit, given):
    """One decision: (gap to the need, signal less handbook, departure from the rules, unlike).

    Of a :class:`Visitor`, by a :class:`Decider`; ``unlike`` is the part of the action that another
    person, or the same on another day, would not have added.
    """
    y_codifiable = given.codifiable_share * met.complexity * drawn.codifiable
    y = unit.need + y_codifiable + given.tacit_share * met.complexity * drawn.tacit
    known = routine(unit.knowledge, met.relation, given.familiar)
    by_handbook = unit.handbook + known * y_codifiable
    sigma = diagnosis_noise(
        decider.clear, met.trust, given.trust_clears, met.relation, given.relation_clears
    )
    seen = y + sigma * drawn.noise + decider.reading
    prior = unit.handbook + given.handbook_trust * (by_handbook - unit.handbook)
    doubt = sigma * decider.overrated
    own = judgement(seen, prior, given.spread, doubt) + decider.bias
    done = action(by_handbook, own, decider.discretion)
    trusted = given.spread / (given.spread + doubt * doubt)
    unlike = decider.discretion * (trusted * (seen - y) + decider.bias)
    return y - done, seen - unit.handbook, done - by_handbook, unlike


@kernel
@single
def prepare(people, slots, here, p, by_handbook_only, desks):
    """Put down what each member of staff of a bundle brings to a meeting this month."""
    for s in range(slots):
        person = people[s * SPAN : (s + 1) * SPAN]
        desk = desks[s * LANES * DESK : (s + 1) * LANES * DESK]
        for i in range(LANES):
            competence, detected = person[i + AT.competence], person[i + AT.detection]
            ignorance = 1.0 - competence
            at = i * DESK
            desk[at + CLEAR] = clarity(p.meeting_noise, competence, p.meeting_competence_clears)
            desk[at + READING] = p.meeting_habit_spread * ignorance * person[i + AT.habit]
            desk[at + BIAS] = person[i + AT.bias] * (1.0 - detected)
            desk[at + OVERRATED] = 1.0 - p.meeting_overconfidence * ignorance
            desk[at + DISCRETION_USED] = 0.0 if by_handbook_only else person[i + AT.discretion]
            desk[at + VALUE] = person[i + AT.value]
            desk[at + HARMFUL] = here[i + HERE.risk] * carried(
                here[i + HERE.openness], person[i + AT.safety], person[i + AT.slack],
                p.meeting_catch, person[i + AT.unsaid], p.meeting_repeat,
            )  # fmt: skip
            desk[at + CONTROL] = person[i + AT.coverage] * (1.0 - here[i + HERE.dialogue])


@kernel
@single
def hold(unit, p, on_file, count, padded, laid_out, sums):
    """Hold the meetings of a tile: action, fit, quality, what is perceived.

    ``padded`` is ``count`` rounded up to whole vectors; what is beyond ``count`` does not count.
    ``laid_out.fixed`` gets what was fitting and what was perceived in fixed point of 2**-23, of
    which 128 fit in 32 bits; surprises are summed in 2**-17.
    """
    tile, fixed = laid_out.values, laid_out.fixed
    spread = need_variance(p.task_variety, p.task_complexity_spread)
    given = Diagnosis(
        codifiable_share=math.sqrt(p.task_codifiability),
        tacit_share=math.sqrt(1.0 - p.task_codifiability),
        spread=spread,
        handbook_trust=p.meeting_handbook_trust,
        trust_clears=p.meeting_trust_clears,
        relation_clears=p.meeting_relation_clears,
        familiar=p.meeting_familiar,
    )
    half, perception, good = p.meeting_relation_half, p.meeting_perception, p.meeting_good
    within = p.meeting_within
    unlike_sum = withins = np.int32(0)
    quality_sum = signal_sum = goods = complexes = complex_sum = np.int32(0)
    for j in range(padded):
        complexity = tile[COMPLEXITY * TILE + j]
        gap, surprise, departure, unlike = decide(
            Visitor(
                complexity=complexity,
                trust=tile[TRUST * TILE + j],
                relation=relation_strength(tile[VISITS * TILE + j], half, on_file),
            ),
            Draws(
                codifiable=tile[CODIFIABLE_DRAW * TILE + j],
                tacit=tile[TACIT_DRAW * TILE + j],
                noise=tile[NOISE_DRAW * TILE + j],
            ),
            Decider(
                clear=tile[CLEAR * TILE + j],
                reading=tile[READING * TILE + j],
                bias=tile[BIAS * TILE + j],
                overrated=tile[OVERRATED * TILE + j],
                discretion=tile[DISCRETION_USED * TILE + j],
            ),
            unit,
            given,
        )
        miss = gap * gap
        fitting = fit(miss)
        quality = fitting * tile[VALUE * TILE + j]
        seen = clip(quality + perception * tile[PERCEPTION_DRAW * TILE + j], 0.0, 1.0)
        tile[MISS * TILE + j] = miss
        tile[SEEN * TILE + j] = seen
        fixed[j] = np.int32(fitting * SHARES)
        fixed[TILE + j] = np.int32(seen * SHARES)
        counts = np.int32(j < count)
        is_complex = np.int32(counts & np.int32(complexity * complexity > spread))
        worth = np.int32(np.int32(quality * SHARES) * counts)
        quality_sum = np.int32(quality_sum + worth)
        held = clip(surprise, -MOST_SURPRISE, MOST_SURPRISE)
        signal_sum = np.int32(signal_sum + np.int32(np.int32(held * SURPRISES) * counts))
        other = min(unlike * unlike, MOST_SURPRISE)
        unlike_sum = np.int32(unlike_sum + np.int32(np.int32(other * SURPRISES) * counts))
        withins = np.int32(withins + (counts & np.int32(abs(departure) <= within)))
        goods = np.int32(goods + (counts & np.int32(quality >= good)))
        complexes = np.int32(complexes + is_complex)
        complex_sum = np.int32(complex_sum + np.int32(worth * is_complex))
    sums[SUM_QUALITY] += np.int64(quality_sum) << SHARES_TO_FIXED
    sums[SUM_SIGNAL] += np.int64(signal_sum) << SURPRISES_TO_FIXED
    sums[SUM_GOOD] += goods
    sums[SUM_UNLIKE] += np.int64(unlike_sum) << SURPRISES_TO_FIXED
    sums[SUM_WITHIN] += withins
    sums[SUM_COMPLEX] += complexes
    sums[SUM_COMPLEX_QUALITY] += np.int64(complex_sum) << SHARES_TO_FIXED


@kernel
def conclude(key, month, laid_out, desks, hazard, p, perceived, left):
    """Add up what the meetings of a tile leave with the staff; let bad misses and neglect do harm.

    What is ``left`` has one value a post of the council, ``desks`` ``DESK``. A harm is marked in
    ``perceived`` as -1 - perceived.
    """
    tile, fixed = laid_out.values, laid_out.fixed
    stakes, neglect = p.task_stakes, p.meeting_neglect
    most = p.task_decisions * neglect * (1.0 + p.meeting_repeat) * hazard.risk
    fits = seems = np.int64(0)
    for j in range(perceived.shape[0]):
        i = row_of(laid_out.desk[j])
        perceived[j] = tile[SEEN * TILE + j]
        left.fitted[i] += fixed[j]
        left.seen[i] += fixed[TILE + j]
        fits += fixed[j]
        seems += fixed[TILE + j]
        miss, value = float(tile[MISS * TILE + j]), float(tile[VALUE * TILE + j])
        screened = neglect_probability(value, stakes, most) + MARGIN
        if miss > hazard.severe or (most > 0.0 and tile[HARM_DRAW * TILE + j] < screened):
            a, b, _, _ = draw(key, HARM, month, laid_out.who[j])
            chance = any_harm(
                harm_probability(miss, hazard.severe, stakes),
                neglect_probability(value, stakes, neglect),
                float(desks[i * DESK + HARMFUL]),
                p.task_decisions,
            )
            if uniform(a) < chance:
                left.harms[i] += 1
                perceived[j] = np.float32(-1.0) - perceived[j]
                left.sums[SUM_SCANDALS] += uniform(b) < p.inspectorate_media
    left.sums[SUM_FIT] += fits << SHARES_TO_FIXED
    left.sums[SUM_PERCEIVED] += seems << SHARES_TO_FIXED


@kernel
def risk_in(w, u, p):
    """Factor on harm in unit ``u`` this month: haste, and what is lost between colleagues."""
    on_file = file_strength(w.instrument[u, DOCUMENTATION], p.meeting_record, p.meeting_record_half)
    return hurried(w.unit[u].load, p.meeting_haste) * handed_over(
        p.task_regular, on_file, p.task_decisions, p.meeting_handover
    )


@kernel
def sit_down(w, k, month):
    """Let the staff of council ``k`` get ready for the month's meetings."""
    council, scratch = w.council[k], w.scratch
    first, last = council.place_first, council.place_last
    scratch.fitted[: last - first] = 0
    scratch.seen[: last - first] = 0
    w.staff.harms[first:last] = 0
    for b in range(council.bundle_first, council.bundle_last):
        bundle = w.bundle[b]
        lane, people, here = bundle_at(w, council, bundle, b)
        p = w.given[w.timeline[month], bundle.group]
        for i in range(bundle.units):
            here[i + HERE.risk] = risk_in(w, lane[i], p)
        prepare(
            people, bundle.slots, here, w.single[w.timeline[month], bundle.group],
            w.switch[MEETING] == 0, scratch.desk[(bundle.first * LANES - first) * DESK :],
        )  # fmt: skip


@entry
def meeting(w, k: int, month: int) -> None:
    """One month of meetings in council ``k``, unit by unit and tile by tile."""
    council, scratch, citizen = w.council[k], w.scratch, w.citizen
    base = council.place_first
    tile = Tile(scratch.tile_who, scratch.tile_desk, scratch.tile, scratch.tile_fixed)
    sit_down(w, k, month)
    for u in range(council.unit_first, council.unit_last):
        unit = w.unit[u]
        p = w.given[w.timeline[month], unit.group]
        sums = scratch.sums[u - council.unit_first]
        sums[:] = 0
        left = Left(w.staff.harms[base : council.place_last], scratch.fitted, scratch.seen, sums)
        guidance = Guidance(REAL(unit.handbook), REAL(unit.knowledge), REAL(unit.need))
        severe = severity(
            p.meeting_severe, p.meeting_rules_protect, council.rule_stock, p.task_codifiability
        )
        on_file = file_strength(
            w.instrument[u, DOCUMENTATION], p.meeting_record, p.meeting_record_half
        )
        hazard = Hazard(severe, risk_in(w, u, p))
        start = scratch.start[u - council.unit_first]
        for offset in range(0, unit.cases, TILE):
            count = min(TILE, unit.cases - offset)
            padded = (count + VECTOR - 1) // VECTOR * VECTOR
            first, last = start + offset, start + offset + count
            case, relation = scratch.listed[CASE, first:last], scratch.relation[first:last]
            lay_out(citizen, base, case, relation, scratch.desk, tile)
            roll_cases(w.key, month, padded, tile)
            if p.meeting_neglect > 0.0:
                roll_harms(w.key, month, padded, tile)
            narrow = w.single[w.timeline[month], unit.group]
            hold(guidance, narrow, REAL(on_file), count, padded, tile, sums)
            perceived = scratch.perceived[first:last]
            conclude(w.key, month, tile, scratch.desk, hazard, p, perceived, left)
