"""Effort: how staff divide their month, and their effort between the measured and the unmeasured.

Time
    load  = cases / (staff cap fund budget / budget_0)
    b_s   = k_t_gamma gamma
    b_c   = tau + k_tG G + k_tK K + k_ta alpha_i
    b_i   = k_ti visited
    b_m   = ell + pi + k_tI I                       all four scaled down where they exceed 0.8
    h     = present (1 - (b_s + b_c + b_i + b_m)),  present = 1 - (1 - sub) mean(ill > 0)
    out   = e^(k_out M)
    j     = (1 + zeta_d delta)(1 - zeta_r c H (1 - delta))
    room  = h out / (max(load, 0.25) j)             what there is
    cut   = 1 - k_cut (1 - fixed) phi               a price that presses frees time
    e_0   = min(room, cut min(1.5, e_min + fill (room - e_min)+))   what is not filled is slack
    slack = h - min(h, load e_0 j / out)
    capacity = staff cap fund budget / budget_0 mean(h out / j) / (e_min cut)        of next month
Discretion and audit
    delta = delta_g (c_0 + (1 - c_0) safety)
    act   = 1 - enf (1 - F)
    alpha_i = (F + enf (1 - F)) min(1, alpha (1 - sel + sel (1 - belief) / mean(1 - belief)))
    det   = 1 - e^(-k_det min(1, alpha_i + k_in indep visited (1 - focus)) (1 - v/2))
Drive and split
    beta~ = beta (1 + P)(1 - noise)
    chi~  = k_m phi (chi / 0.1) mob (rivals / 3) choice
    chi_v = chi~ (1 - k_vis (1 - vis))
    ext   = (beta~ + chi_v)^subst
    little = min(1, (prior_g + prior_b) / (good_i + bad_i))
    hope  = 1 + k_x (belief - belief_1) little^2
    D     = hope (theta^subst + ext)^(1/subst)
    goals = G + 2 gamma
    G*    = 1 + k_G (goals / 4) e^(1 - goals/4)
    E     = 1 - e^(-k_E D G*)
    aim   = (beta~ + chi_v [vis mu + 1 - vis]) / (beta~ + chi_v)
    s_M   = (theta^subst mu + ext aim) / (theta^subst + ext)
    E_0   = 1 - e^(-k_E hope theta G*)              what one would give unpaid
    bind  = E^k_full
    rest  = E (1 - s_M) + (1 - bind)(E_0 (1 - mu) - E (1 - s_M))+
    lift  = (m_x mu det act - E s_M)+
    e_M   = E s_M + lift
    e_U   = min(1 - e_M, (rest - bind disp lift)+)
Value
    e_i   = e_0 (1 - k_b delta |b| / (1 + |b|) (1 - det))
    pers  = e^(k_skill (kappa - kappa_1) + k_tal talent - k_tal^2/2)
    hid   = 1 - k_wat alpha_i (1 - v) disc          what being watched leaves
    done  = (e_i pers hid)^k_v
    g_M   = 1 - e^(-k_g done e_M / mu)
    g_U   = 1 - e^(-k_g done e_U / (1 - mu))
    co    = 1 - cross (1 - [c k_std + (1 - c) k_mut (1 - team (1 - mean(z_m)))])
    value = co [mu (aleph g_M + (1 - aleph) g_U) + (1 - mu) g_U]

where
    load      unit.load                   cases over what the norm allows [of the norm]
    cases     unit.cases                  cases of a unit in the month [cases]
    budget    unit.budget                 budget of a unit [money]
    budget_0  unit.budget_norm            its cost at the norm [money]
    b_s       staff.burden_state          burden from the state [share of the month]
    b_c       staff.burden_council        burden from the council [share of the month]
    K         council.rule_stock          rule stock [rule stock]
    alpha_i   staff.coverage              audit coverage of a person [per staff-month]
    b_i       staff.burden_inspectorate   burden from the inspectorate [share of the month]
    visited   unit.inspected              how fresh an inspection is [share]
    b_m       staff.burden_manager        time set aside by the manager [share of the month]
    I         unit.incoherence            incoherence: mixed signals [of the scale]
    h         effort.divide_month()       what burdens leave of the month [share of the month]
    out       effort.look_round()         output per time [factor]
    pers      effort.personal_output()    output of a person [factor]
    hid       effort.hidden_loss()        share of output that is left [share]
    done      effort.divide_month()       what the time of a case gives [of the norm]
    belief_1  effort.ORDINARY_BELIEF      belief that is ordinarily held [probability]
    M         manager.quality             manager quality [sd]
    kappa     staff.competence            competence: can [0-1]
    kappa_1   effort.ORDINARY_COMPETENCE  competence of ordinary output [0-1]
    talent    staff.talent                what a person gets done beside competence [sd]
    act       effort.enforced()           how far who sees enforces [share]
    j         effort.judgement_factor()   clock time per unit of time for a case [factor]
    delta     staff.discretion            discretion used [share]
    H         unit.knowledge              what the handbook knows [share]
    room      effort.room_per_case()      time that there is per case [of the norm]
    cut       effort.look_round()         what a price that presses leaves of the time [share]
    e_0       effort.time_per_case()      time per case, undiverted [of the norm]
    present   effort.look_round()         staff and their substitutes who are there [share]
    ill       staff.ill                   months of illness so far [months]
    slack     staff.slack                 slack [share of the month]
    capacity  unit.capacity               cases that can be met this month [cases]
    delta_g   staff.granted               discretion granted [share]
    safety    staff.safety                psychological safety: dare [0-1]
    F         manager.fidelity            fidelity: control that is enforced [share]
    belief    staff.belief_*              a manager's belief in a person [probability]
    det       staff.detection             detection from audits [share]
    beta~     effort.incentive_drive()    incentive through pressure and noise [drive]
    P         council.pressure            pressure [index]
    chi~      effort.market_drive()       market pull [drive]
    chi_v     effort.seen_drive()         market pull, as far as quality is seen [drive]
    ext       effort.look_round()         what pulls from outside, to the power subst [drive]
    aim       effort.outside_aim()        share of that to what is measured [share]
    little    effort.expected()           how little a person is known [share]
    good_i    staff.belief_good           good months on which a belief rests [months]
    bad_i     staff.belief_bad            bad months on which a belief rests [months]
    prior_g   manager.prior_good          good months of the prior [months]
    prior_b   manager.prior_bad           bad months of the prior [months]
    hope      effort.expected()           what is expected of somebody little known [factor]
    D         effort.joined_drive()       drive [drive]
    theta     staff.motivation            motivation: will [0-1]
    goals     effort.direction()          goals, with what earmarks say [goals]
    G*        effort.direction()          direction that goals give [factor]
    E         effort.total_effort()       voluntary effort [share]
    s_M       effort.effort_share()       share to what is measured [share]
    E_0       effort.total_effort()       effort without reward or market [share]
    bind      effort.divide_month()       how far capacity binds [share]
    rest      effort.unmeasured_effort()  effort on the rest before monitoring [share]
    lift      effort.floored()            lift that monitoring forces [share]
    e_M       staff.effort_measured       effort on what is measured [share]
    e_U       staff.effort_unmeasured     effort on the rest [share]
    e_i       staff.time_per_case         time per case [of the norm]
    b         staff.bias                  private bias [sd of need]
    g_M       staff.measured              result on what is measured [share]
    g_U       effort.gain()               result on the rest [share]
    co        unit.co_operation           co-ordination that is kept across boundaries [share]
    z_m       staff.trust_in_manager      staff's trust in their manager [0-1]
    value     staff.value                 what effort gives a meeting that fits [0-1]
given
    staff chain.staff; cap task.caseload; fund economy.funding; k_t_gamma burden.per_earmark;
    gamma instruments.earmarked; tau instruments.documentation; k_tG burden.per_goal;
    G instruments.goals; k_tK burden.per_rule; k_ta burden.per_audit; k_ti burden.per_inspection;
    ell instruments.collegial_time; pi instruments.participation; k_tI burden.per_incoherence;
    k_out effort.manager_output; k_skill effort.skill; k_tal effort.talent; k_wat effort.watched;
    disc task.discovery; enf effort.enforcement; k_vis effort.market_seen;
    subst effort.substitution; k_x effort.expectation; k_full effort.capacity;
    k_v effort.time_value; zeta_d effort.judgement_time; zeta_r effort.routine_saving;
    c task.codifiability; c_0 meeting.courage_floor; alpha instruments.audit_coverage;
    sel instruments.audit_selectivity; k_det effort.detection; k_in inspectorate.weight;
    indep inspectorate.independence; focus inspectorate.user_focus; v instruments.audit_dialogue;
    beta instruments.incentive; noise metric.noise; k_m effort.market_pull;
    phi instruments.money_follows; chi instruments.choosers; mob task.mobility; rivals task.rivals;
    choice task.choice; k_G effort.direction; k_E effort.strength; mu task.measurability;
    vis instruments.visibility; m_x instruments.minimum; disp effort.displacement;
    sub workforce.cover; e_min demand.least_time; fill demand.filling; k_cut effort.price_cut;
    fixed task.fixed_price; k_b effort.diversion; k_g meeting.returns; cross task.cross_boundary;
    k_std instruments.standards; k_mut instruments.adjustment; team meeting.team;
    aleph task.alignment

The split maximises B_M ln e_M + B_U ln e_U subject to e_M + e_U = E, where B_M = theta^subst mu +
ext aim is what pulls towards the measured and B_U = theta^subst + ext - B_M: the first-order
condition is B_M / e_M = B_U / e_U. What is paid displaces the rest only as capacity binds, and so
does a forced lift. Monitoring is a floor, not a drive; who sees does not yet enforce.

Reads    unit.instrument, cases, budget, knowledge, incoherence, inspected; council.pressure,
         rule_stock; staff.motivation, competence, talent, safety, granted, belief_*, bias,
         trust_in_manager, ill
Writes   staff.discretion, burden_*, case_time, slack, coverage, detection, effort_*, value,
         measured, time_per_case; unit.load, capacity, co_operation
Source   split: Holmstrom & Milgrom (1991) in spirit; floor: Falk & Kosfeld (2006); motives that are
         substitutes: Bowles & Polania-Reyes (2012); who sees and who enforces: Banerjee, Duflo &
         Glennerster (2008); being watched: Bernstein (2012); expectations: Eden (1990), McNatt
         (2000); output that differs: Hunter, Schmidt & Judiesch (1990); co-ordination:
         Thompson (1967); goals: Locke & Latham (2002); time that adapts to the load: KC & Terwiesch
         (2009). Sizes assumed.
Limits   fill = 1 and room >= e_min -> no slack; beta~ = chi~ = 0 -> s_M = mu; D = 0 -> s_M = mu and
         E = 0; subst = 1 -> motives add up;
         k_full = 0 -> what is paid displaces from the first; enf = 0 -> seeing is enforcing
"""

from __future__ import annotations

from tillitsim.model.audits import detection, doubt_and_climate, selective
from tillitsim.model.core.jit import entry, kernel, rule
from tillitsim.model.core.numerics import exp, from_fixed, power, to_fixed
from tillitsim.model.core.precision import single
from tillitsim.model.state.staff import AT, LANES, SPAN
from tillitsim.model.state.units import HERE, bundle_at
from tillitsim.scenario.declared.declarations import MECHANISMS
from tillitsim.scenario.declared.instruments import (
    ADJUSTMENT,
    AUDIT_COVERAGE,
    AUDIT_DIALOGUE,
    AUDIT_SELECTIVITY,
    CHOOSERS,
    COLLEGIAL_TIME,
    DOCUMENTATION,
    EARMARKED,
    FORGIVENESS,
    GOALS,
    INCENTIVE,
    LATITUDE,
    MINIMUM,
    MONEY_FOLLOWS,
    OPENNESS,
    PARTICIPATION,
    STANDARDS,
    SUPPORT,
    VISIBILITY,
)

EFFORT = MECHANISMS.index("effort")
MOST_BURDEN = 0.8
LEAST_LOAD = 0.25
LEAST_NORM = 0.001
LEAST_DRIVE = 1e-9
MOST_TIME = 1.5
GOALS_PER_EARMARK = 2.0
ORDINARY_COMPETENCE = 0.45
ORDINARY_BELIEF = 0.8


@rule
def workload(cases, norm):
    """Cases over what the norm allows; a unit without means counts as having a thousandth."""
    return cases / max(norm, LEAST_NORM)


@rule
def direction(goals, strength):
    """Direction that goals give, a factor on effort: 1 without goals, most at four."""
    return 1.0 + strength * (goals / 4.0) * exp(1.0 - goals / 4.0)


@rule
def discretion_used(granted, safety, floor):
    """Discretion used: what is granted, as far as one dares."""
    return granted * (floor + (1.0 - floor) * safety)


@rule
def judgement_factor(discretion, knowledge, codifiability, judgement_time, routine_saving):
    """Clock time per unit of time spent on a case: judgement takes time, routine saves it."""
    return (1.0 + judgement_time * discretion) * (
        1.0 - routine_saving * codifiability * knowledge * (1.0 - discretion)
    )


@rule
def room_per_case(available, output, load, factor):
    """Time that there is per case, relative to the norm."""
    return available * output / (max(load, LEAST_LOAD) * factor)


@rule
def time_per_case(room, least, filling, cut):
    """Time that a case is given: the least, and a share of what there is beyond.

    A price that presses leaves a share ``cut`` of it.
    """
    return min(room, cut * min(MOST_TIME, least + filling * max(0.0, room - least)))


@rule
def incentive_drive(incentive, pressure, noise):
    """Drive from a reward on measured results, through the noise of the metric (beta~)."""
    return incentive * (1.0 + pressure) * (1.0 - noise)


@rule
def market_drive(strength, money_follows, choosers, mobility, rivals, choice):
    """Drive from a market (chi~); a tenth choosing a month and three rivals are the reference."""
    return strength * money_follows * (choosers / 0.1) * mobility * (rivals / 3.0) * choice


@rule
def seen_drive(market, visibility, seen):
    """Market pull as far as quality is seen: a market that sees nothing rewards nothing."""
    return market * (1.0 - seen * (1.0 - visibility))


@rule
def outside_aim(reward, market, measurability, visibility):
    """Share of what pulls from outside that goes to the measured part."""
    outside = reward + market
    aimed = reward + market * (visibility * measurability + 1.0 - visibility)
    return aimed / outside if outside >= LEAST_DRIVE else measurability


@rule
def joined_drive(own, outside, substitution):
    """Drive from one's own motivation and from outside, both to the power ``substitution``."""
    return power(own + outside, 1.0 / substitution)


@rule
def expected(belief, prior, known, strength):
    """Factor on drive by what a manager expects of somebody as little known as this."""
    new = min(1.0, prior / known)
    return 1.0 + strength * (belief - ORDINARY_BELIEF) * new * new


@rule
def enforced(fidelity, enforcement):
    """How far a manager who sees enforces; 1 where seeing is taken for enforcing."""
    return 1.0 - enforcement * (1.0 - fidelity)


@rule
def looked_at(fidelity, enforcement):
    """Share of ordered audits that are made, whether or not anybody acts on them."""
    return fidelity + enforcement * (1.0 - fidelity)


@rule
def personal_output(competence, talent, skill, spread):
    """Output of a person over that of an ordinary one; talent alone leaves the mean at 1."""
    return exp(skill * (competence - ORDINARY_COMPETENCE) + spread * talent - 0.5 * spread * spread)


@rule
def hidden_loss(coverage, dialogue, discovery, watched):
    """Share of output that is left where somebody with something to discover is watched."""
    return 1.0 - watched * coverage * (1.0 - dialogue) * discovery


@rule
def total_effort(drive, strength, goal_direction):
    """Voluntary effort, a share of the most that can be given."""
    return 1.0 - exp(-strength * drive * goal_direction)


@rule
def effort_share(own, outside, measurability, aim):
    """Share of voluntary effort that goes to the measured part (s_M).

    ``own`` and ``outside`` are the pulls of :func:`joined_drive`; ``aim`` is that of the outside.
    """
    pull = own + outside
    if pull < LEAST_DRIVE:
        return measurability
    return (own * measurability + outside * aim) / pull


@rule
def unmeasured_effort(effort, share, alone, measurability, binding):
    """Effort on the rest: what is paid displaces it only as far as capacity binds."""
    left = effort * (1.0 - share)
    return left + (1.0 - binding) * max(0.0, alone * (1.0 - measurability) - left)


@rule
def floored(measured, unmeasured, floor, displacement):
    """Measured and unmeasured effort after the floor that monitoring sets."""
    lift = max(0.0, floor - measured)
    measured += lift
    unmeasured = max(0.0, unmeasured - displacement * lift)
    return measured, min(unmeasured, 1.0 - measured)


@rule
def gain(effort, returns):
    """What effort gives: diminishing returns (g)."""
    return 1.0 - exp(-returns * effort)


@rule
def co_ordination(cross, codifiability, standards, adjustment, team, climate):
    """Quality that is kept when several must meet a need.

    Standards do it for what can be codified; for the rest, mutual adjustment, which needs a
    climate of trust.
    """
    adjusted = adjustment * (1.0 - team * (1.0 - climate))
    return 1.0 - cross * (1.0 - (codifiability * standards + (1.0 - codifiability) * adjusted))


@rule
def undiverted(diversion, discretion, bias, detected):
    """Share of the time that the biased leave for the case."""
    size = abs(bias)
    return 1.0 - diversion * discretion * size / (1.0 + size) * (1.0 - detected)


@rule
def means(budget, budget_norm, people, caseload, funding):
    """Cases a month that the norm allows a unit with these means."""
    return people * caseload * (from_fixed(budget) / from_fixed(budget_norm) * funding)


@kernel
def look_round(w, council, bundle, lane, here, p):
    """Put down what holds in each unit of a bundle this month; every mechanism below reads it."""
    people = bundle.slots
    for i in range(bundle.units):
        u = lane[i]
        unit, manager, x = w.unit[u], w.manager[u], w.instrument[u]
        unit.load = workload(
            unit.cases,
            means(unit.budget, unit.budget_norm, people, p.task_caseload, p.economy_funding),
        )
        unit.co_operation = co_ordination(
            p.task_cross_boundary, p.task_codifiability, x[STANDARDS], x[ADJUSTMENT],
            p.meeting_team, float(here[i + HERE.climate]),
        )  # fmt: skip
        here[i + HERE.load] = unit.load
        here[i + HERE.co_operation] = unit.co_operation
        here[i + HERE.present] = 1.0 - (1.0 - p.workforce_cover) * float(here[i + HERE.absent])
        here[i + HERE.output] = exp(p.effort_manager_output * manager.quality)
        here[i + HERE.fidelity] = looked_at(manager.fidelity, p.effort_enforcement)
        here[i + HERE.acts] = enforced(manager.fidelity, p.effort_enforcement)
        here[i + HERE.prior_good] = manager.prior_good
        here[i + HERE.prior_bad] = manager.prior_bad
        here[i + HERE.knowledge] = unit.knowledge
        here[i + HERE.incoherence] = unit.incoherence
        here[i + HERE.audit_coverage] = x[AUDIT_COVERAGE]
        here[i + HERE.audit_selectivity] = x[AUDIT_SELECTIVITY]
        here[i + HERE.dialogue] = x[AUDIT_DIALOGUE]
        here[i + HERE.minimum] = x[MINIMUM]
        here[i + HERE.participation] = x[PARTICIPATION]
        here[i + HERE.support] = x[SUPPORT]
        here[i + HERE.openness] = x[OPENNESS]
        here[i + HERE.forgiveness] = x[FORGIVENESS]
        here[i + HERE.latitude] = x[LATITUDE]
        here[i + HERE.collegial_time] = x[COLLEGIAL_TIME]
        here[i + HERE.adjustment] = x[ADJUSTMENT]
        here[i + HERE.state] = p.burden_per_earmark * x[EARMARKED]
        here[i + HERE.political] = (
            x[DOCUMENTATION] + p.burden_per_goal * x[GOALS] + p.burden_per_rule * council.rule_stock
        )
        here[i + HERE.inspecting] = p.burden_per_inspection * unit.inspected
        here[i + HERE.managing] = (
            x[COLLEGIAL_TIME] + x[PARTICIPATION] + p.burden_per_incoherence * unit.incoherence
        )
        here[i + HERE.inspected_as_audit] = (
            p.inspectorate_weight * p.inspectorate_independence * unit.inspected
            * (1.0 - p.inspectorate_user_focus)
        )  # fmt: skip
        here[i + HERE.cut] = (
            1.0 - p.effort_price_cut * (1.0 - p.task_fixed_price) * (x[MONEY_FOLLOWS])
        )
        here[i + HERE.reward] = incentive_drive(x[INCENTIVE], council.pressure, p.metric_noise)
        market = seen_drive(
            market_drive(
                p.effort_market_pull, x[MONEY_FOLLOWS], x[CHOOSERS],
                p.task_mobility, p.task_rivals, p.task_choice,
            ),
            x[VISIBILITY], p.effort_market_seen,
        )  # fmt: skip
        reward = float(here[i + HERE.reward])
        here[i + HERE.drawn] = power(reward + market, p.effort_substitution)
        here[i + HERE.aimed] = outside_aim(reward, market, p.task_measurability, x[VISIBILITY])
        here[i + HERE.towards] = direction(
            x[GOALS] + GOALS_PER_EARMARK * x[EARMARKED], p.effort_direction
        )


@kernel
@single
def divide_month(person, here, p, on, total):
    """Divide the month and the effort of sixteen members of staff.

    Adds to ``total`` how many cases each could meet in the month if each case took the norm time,
    over the norm (fixed point).
    """
    for i in range(LANES):
        discretion = discretion_used(
            person[i + AT.granted], person[i + AT.safety], p.meeting_courage_floor
        )
        person[i + AT.discretion] = discretion
        known = person[i + AT.belief_good] + person[i + AT.belief_bad]
        belief = person[i + AT.belief_good] / known
        coverage = here[i + HERE.fidelity] * selective(
            here[i + HERE.audit_coverage], here[i + HERE.audit_selectivity], 1.0 - belief,
            here[i + HERE.doubt],
        )  # fmt: skip
        person[i + AT.coverage] = coverage

        political = here[i + HERE.political] + p.burden_per_audit * coverage
        burdens = (
            here[i + HERE.state] + political + here[i + HERE.inspecting] + here[i + HERE.managing]
        )
        scale = MOST_BURDEN / burdens if burdens > MOST_BURDEN else 1.0
        person[i + AT.burden_state] = here[i + HERE.state] * scale
        person[i + AT.burden_council] = political * scale
        person[i + AT.burden_inspectorate] = here[i + HERE.inspecting] * scale
        person[i + AT.burden_manager] = here[i + HERE.managing] * scale
        available = here[i + HERE.present] * (1.0 - burdens * scale)

        factor = judgement_factor(
            discretion, here[i + HERE.knowledge], p.task_codifiability,
            p.effort_judgement_time, p.effort_routine_saving,
        )  # fmt: skip
        output, load = here[i + HERE.output], here[i + HERE.load]
        e0 = time_per_case(
            room_per_case(available, output, load, factor), p.demand_least_time,
            p.demand_filling, here[i + HERE.cut],
        )  # fmt: skip
        case_time = min(available, load * e0 * factor / output)
        person[i + AT.case_time] = case_time
        person[i + AT.slack] = available - case_time
        total[i] += to_fixed(available * output / factor)

        detected = detection(
            min(1.0, coverage + here[i + HERE.inspected_as_audit]),
            here[i + HERE.dialogue],
            p.effort_detection,
        )
        person[i + AT.detection] = detected
        motivation, towards = person[i + AT.motivation], here[i + HERE.towards]
        expectation = expected(
            belief, here[i + HERE.prior_good] + here[i + HERE.prior_bad], known,
            p.effort_expectation,
        )  # fmt: skip
        own, outside = power(motivation, p.effort_substitution), here[i + HERE.drawn]
        effort = total_effort(
            expectation * joined_drive(own, outside, p.effort_substitution),
            p.effort_strength, towards,
        )  # fmt: skip
        share = effort_share(own, outside, p.task_measurability, here[i + HERE.aimed])
        alone = total_effort(expectation * motivation, p.effort_strength, towards)
        binding = power(effort, p.effort_capacity)
        measured, unmeasured = floored(
            effort * share,
            unmeasured_effort(effort, share, alone, p.task_measurability, binding),
            here[i + HERE.minimum] * p.task_measurability * detected * here[i + HERE.acts],
            p.effort_displacement * binding,
        )
        measured = measured if on else 0.5 * p.task_measurability
        unmeasured = unmeasured if on else 0.5 * (1.0 - p.task_measurability)
        person[i + AT.effort_measured] = measured
        person[i + AT.effort_unmeasured] = unmeasured
        taken = (
            e0
            * undiverted(p.effort_diversion, discretion, person[i + AT.bias], detected)
        )  # fmt: skip
        person[i + AT.time_per_case] = taken
        produced = personal_output(
            person[i + AT.competence], person[i + AT.talent], p.effort_skill, p.effort_talent
        ) * hidden_loss(coverage, here[i + HERE.dialogue], p.task_discovery, p.effort_watched)
        done = power(taken * produced, p.effort_time_value)
        on_measured = gain(measured * done / p.task_measurability, p.meeting_returns)
        on_rest = gain(unmeasured * done / (1.0 - p.task_measurability), p.meeting_returns)
        person[i + AT.measured] = on_measured
        person[i + AT.value] = here[i + HERE.co_operation] * (
            p.task_measurability
            * (p.task_alignment * on_measured + (1.0 - p.task_alignment) * on_rest)
            + (1.0 - p.task_measurability) * on_rest
        )


@entry
def effort(w, k: int, month: int) -> None:
    """One month of time and effort in council ``k``."""
    council, total = w.council[k], w.scratch.total
    for b in range(council.bundle_first, council.bundle_last):
        bundle = w.bundle[b]
        lane, people, here = bundle_at(w, council, bundle, b)
        p = w.given[w.timeline[month], bundle.group]
        doubt_and_climate(people, bundle.slots, here, total)
        look_round(w, council, bundle, lane, here, p)
        total[:LANES] = 0
        for s in range(bundle.slots):
            divide_month(
                people[s * SPAN : (s + 1) * SPAN], here, w.single[w.timeline[month], bundle.group],
                w.switch[EFFORT] != 0, total,
            )  # fmt: skip
        for i in range(bundle.units):
            unit = w.unit[lane[i]]
            norm = means(
                unit.budget, unit.budget_norm, bundle.slots, p.task_caseload, p.economy_funding
            )
            least = p.demand_least_time * float(here[i + HERE.cut])
            unit.capacity = norm * from_fixed(total[i]) / bundle.slots / least
