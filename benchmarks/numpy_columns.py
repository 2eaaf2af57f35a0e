"""The model as plain NumPy columns: each rule once for everybody, chance drawn in columns.

The same rules and the same part of the month as in ``mesa_chain``, for one council of one sector.
"""

from __future__ import annotations

import math
from types import SimpleNamespace

import numpy as np
from tillitsim.model.mechanisms.effort import GOALS_PER_EARMARK, MOST_BURDEN, MOST_TIME
from tillitsim.model.mechanisms.meeting import Decider, Draws, Guidance, Visitor
from tillitsim.scenario.declared.instruments import INSTRUMENTS

from mesa_people import record
from plain import ELEMENTWISE, diagnosis, rules


def columns(table):
    """The columns of a table of records, each contiguous, by name."""
    return SimpleNamespace(
        **{name: np.ascontiguousarray(table[name]) for name in table.dtype.names}
    )


class Columns:
    """The steering chain below its management, column by column."""

    def __init__(self, simulation, rng=0):
        state = simulation.state
        self.rng = np.random.default_rng(rng)
        self.rules = rules(ELEMENTWISE)
        self.unit, self.staff = columns(state.unit), columns(state.staff.records())
        self.manager, self.council = columns(state.manager), record(state.council[0])
        self.citizen = SimpleNamespace(
            **{name: column.copy() for name, column in state.citizen._asdict().items()}
        )
        self.citizen.staff = state.staff.row[self.citizen.staff]
        self.p = record(state.given[state.timeline[simulation.month], 0])
        self.x = SimpleNamespace(
            **{row.name: state.instrument[:, i].copy() for i, row in enumerate(INSTRUMENTS)}
        )
        self.people = self.unit.staff_last - self.unit.staff_first
        self.neighbours = state.neighbours[:, : int(self.p.task_rivals)]

    def of_staff(self, values):
        """Sum over the staff of each unit."""
        return np.bincount(self.staff.unit, values, len(self.people))

    def means(self):
        """What is followed, from month to month."""
        return {
            "quality": self.unit.quality.mean(),
            "motivation": self.staff.motivation.mean(),
            "competence": self.staff.competence.mean(),
            "citizen_trust": self.citizen.trust.mean(),
        }

    def step(self):
        """One month, in order."""
        self.demand()
        self.effort()
        self.meeting()
        self.reporting()
        self.learning()
        self.motivation()
        self.safety()
        self.trust()

    def demand(self):
        """Needs arise, some choose, cases meet staff or wait."""
        p, r, unit, citizen, rng = self.p, self.rules, self.unit, self.citizen, self.rng
        shock = p.demand_shock * p.task_turbulence * p.task_variety
        own = rng.standard_normal(len(self.people))
        unit.need = r.drift(unit.need, p.task_reversion, shock, rng.standard_normal(), own)
        need, chance, lot = rng.random((3, len(citizen.unit)))
        everywhere, alone = rng.standard_normal(), rng.standard_normal(len(self.people))
        rate = p.task_need_rate * r.busy(p.demand_variation, everywhere, alone)
        considers = self.x.money_follows * self.x.choosers * p.task_choice
        self.choose(
            np.flatnonzero(
                (chance < considers[citizen.unit]) & (citizen.mobility < p.task_mobility)
            )
        )
        waits = citizen.waiting > 0
        new = ~waits & (need < r.need_probability(rate)[citizen.unit])
        units = len(self.people)
        waiting = np.bincount(citizen.unit[waits], minlength=units)
        arisen = np.bincount(citizen.unit[new], minlength=units)
        first = np.minimum(1.0, unit.capacity / np.maximum(waiting, 1))
        left = np.maximum(0.0, unit.capacity - waiting)
        second = np.minimum(1.0, left / np.maximum(arisen, 1))
        share = np.where(waits, first[citizen.unit], second[citizen.unit])
        served = (waits | new) & (lot < share)
        self.waiters = np.flatnonzero((waits | new) & ~served)
        self.cases = c = np.flatnonzero(served)
        citizen.waiting[self.waiters] += 1
        citizen.waiting[c] = 0
        post = citizen.staff[c]
        same = citizen.generation[c] == self.staff.generation[post]
        self.known = np.where(same, citizen.relation[c], 0)
        citizen.generation[c] = self.staff.generation[post]
        citizen.relation[c] = self.known + int(p.task_visits + 0.5)
        self.count = np.bincount(citizen.unit[c], minlength=units)
        self.staff.cases = np.bincount(post, minlength=len(self.staff.unit))

    def choose(self, choosers):
        """Let some citizens compare units, and move."""
        p, r, x, unit, citizen = self.p, self.rules, self.x, self.unit, self.citizen
        here = citizen.unit[choosers]
        options = np.column_stack([here, self.neighbours[here]])
        place = citizen.place[choosers, None].astype(float)
        habit = np.where(np.arange(options.shape[1]) == 0, p.demand_habit, 0.0)
        known = r.known_quality(
            unit.quality[options], x.visibility[options], p.metric_published, unit.reported[options]
        )
        apart = r.circular_distance(place, unit.place[options])
        distance = p.demand_distance * unit.extent[options] * apart
        worth = r.utility(
            known, p.demand_quality, unit.word[options], p.demand_word, distance, habit
        )
        weights = np.where(options >= 0, np.exp(worth - worth.max(axis=1, keepdims=True)), 0.0)
        total = weights.cumsum(axis=1)
        chance, refused, which = self.rng.random((3, len(choosers)))
        at = (chance[:, None] * total[:, -1:] >= total).sum(axis=1)
        there = options[np.arange(len(choosers)), np.minimum(at, options.shape[1] - 1)]
        refusal = r.turned_away(
            p.market_skimming, p.market_risk_adjusted, x.incentive[there], x.money_follows[there],
            citizen.complexity[choosers], p.task_variety,
        )  # fmt: skip
        moves = (there != here) & (refused >= refusal)
        who, to = choosers[moves], there[moves]
        citizen.unit[who] = to
        citizen.staff[who] = unit.staff_first[to] + (which[moves] * self.people[to]).astype(int)
        citizen.relation[who] = 0

    def effort(self):
        """Staff divide their month and their effort."""
        p, r, x, unit, staff, u = self.p, self.rules, self.x, self.unit, self.staff, self.staff.unit
        norm = self.people * p.task_caseload * unit.budget / unit.budget_norm * p.economy_funding
        unit.load = r.workload(self.count, norm)
        output = np.exp(p.effort_manager_output * self.manager.quality)
        doubt = staff.belief_bad / (staff.belief_good + staff.belief_bad)
        mean_doubt = self.of_staff(doubt) / self.people
        climate = self.of_staff(staff.trust_in_manager) / self.people
        co_operation = r.co_ordination(
            p.task_cross_boundary, p.task_codifiability, x.standards, x.adjustment,
            p.meeting_team, climate,
        )  # fmt: skip
        towards = r.direction(x.goals + GOALS_PER_EARMARK * x.earmarked, p.effort_direction)
        cut = 1.0 - p.effort_price_cut * (1.0 - p.task_fixed_price) * x.money_follows
        self.reward = r.incentive_drive(x.incentive, self.council.pressure, p.metric_noise)
        market = r.seen_drive(
            r.market_drive(
                p.effort_market_pull, x.money_follows, x.choosers,
                p.task_mobility, p.task_rivals, p.task_choice,
            ),
            x.visibility, p.effort_market_seen,
        )  # fmt: skip
        staff.discretion = r.discretion_used(staff.granted, staff.safety, p.meeting_courage_floor)
        aimed = np.clip(
            x.audit_coverage[u]
            * (1.0 - x.audit_selectivity[u] + x.audit_selectivity[u] * doubt / mean_doubt[u]),
            0.0,
            1.0,
        )
        looked_at = r.looked_at(self.manager.fidelity, p.effort_enforcement)
        self.acts = r.enforced(self.manager.fidelity, p.effort_enforcement)
        staff.coverage = looked_at[u] * aimed
        burdens = (
            p.burden_per_earmark * x.earmarked
            + x.documentation
            + p.burden_per_goal * x.goals
            + p.burden_per_rule * self.council.rule_stock
            + p.burden_per_inspection * unit.inspected
            + x.collegial_time
            + x.participation
            + p.burden_per_incoherence * unit.incoherence
        )[u] + p.burden_per_audit * staff.coverage
        present = 1.0 - (1.0 - p.workforce_cover) * self.of_staff(staff.ill > 0) / self.people
        available = present[u] * (1.0 - np.minimum(burdens, MOST_BURDEN))
        factor = r.judgement_factor(
            staff.discretion, unit.knowledge[u], p.task_codifiability,
            p.effort_judgement_time, p.effort_routine_saving,
        )  # fmt: skip
        room = r.room_per_case(available, output[u], unit.load[u], factor)
        most = p.demand_least_time + p.demand_filling * np.maximum(0.0, room - p.demand_least_time)
        e0 = np.minimum(room, cut[u] * np.minimum(MOST_TIME, most))
        staff.slack = available - np.minimum(available, unit.load[u] * e0 * factor / output[u])
        self.taken = np.minimum(1.0, MOST_BURDEN / np.maximum(burdens, 1e-9))
        self.political = (
            x.documentation + p.burden_per_goal * x.goals
            + p.burden_per_rule * self.council.rule_stock
        )[u] + p.burden_per_audit * staff.coverage  # fmt: skip
        inspecting = (
            p.inspectorate_weight
            * p.inspectorate_independence
            * unit.inspected
            * (1.0 - p.inspectorate_user_focus)
        )
        staff.detection = r.detection(
            np.minimum(1.0, staff.coverage + inspecting[u]), x.audit_dialogue[u], p.effort_detection
        )
        mu, outside = p.task_measurability, self.reward + market
        aimed = self.reward + market * (x.visibility * mu + 1.0 - x.visibility)
        aim = np.divide(aimed, outside, out=np.full_like(outside, mu), where=outside > 0.0)[u]
        known = staff.belief_good + staff.belief_bad
        expectation = r.expected(
            1.0 - doubt, (self.manager.prior_good + self.manager.prior_bad)[u], known,
            p.effort_expectation,
        )  # fmt: skip
        own = r.power(staff.motivation, p.effort_substitution)
        drawn = r.power(outside, p.effort_substitution)[u]
        effort = r.total_effort(
            expectation * r.joined_drive(own, drawn, p.effort_substitution),
            p.effort_strength, towards[u],
        )  # fmt: skip
        share = (own * mu + drawn * aim) / (own + drawn)
        alone = r.total_effort(expectation * staff.motivation, p.effort_strength, towards[u])
        binding = r.power(effort, p.effort_capacity)
        measured, unmeasured = r.floored(
            effort * share, r.unmeasured_effort(effort, share, alone, mu, binding),
            x.minimum[u] * mu * staff.detection * self.acts[u], p.effort_displacement * binding,
        )  # fmt: skip
        staff.effort_measured, staff.effort_unmeasured = measured, unmeasured
        time_per_case = (
            e0
            * r.undiverted(p.effort_diversion, staff.discretion, staff.bias, staff.detection)
        )  # fmt: skip
        produced = r.personal_output(
            staff.competence, staff.talent, p.effort_skill, p.effort_talent
        ) * r.hidden_loss(staff.coverage, x.audit_dialogue[u], p.task_discovery, p.effort_watched)
        done = r.power(time_per_case * produced, p.effort_time_value)
        staff.measured = r.gain(measured * done / mu, p.meeting_returns)
        rest = r.gain(unmeasured * done / (1.0 - mu), p.meeting_returns)
        staff.value = co_operation[u] * (
            mu * (p.task_alignment * staff.measured + (1.0 - p.task_alignment) * rest)
            + (1.0 - mu) * rest
        )
        unit.capacity = (
            norm
            * self.of_staff(available * output[u] / factor)
            / self.people
            / (p.demand_least_time * cut)
        )

    def meeting(self):
        """Diagnosis, action, fit, what is perceived, harm."""
        p, r, x, unit, staff, citizen = (
            self.p,
            self.rules,
            self.x,
            self.unit,
            self.staff,
            self.citizen,
        )
        c = self.cases
        u, i = citizen.unit[c], citizen.staff[c]
        z0, z1, z2, z3 = self.rng.standard_normal((4, len(c)))
        ignorance = 1.0 - staff.competence
        on_file = r.file_strength(x.documentation, p.meeting_record, p.meeting_record_half)
        spread = math.exp(p.task_complexity_spread**2) * p.task_variety**2
        gap, surprise, _, _ = r.decide(
            Visitor(
                complexity=citizen.complexity[c],
                trust=citizen.trust[c],
                relation=r.relation_strength(self.known, p.meeting_relation_half, on_file[u]),
            ),
            Draws(codifiable=z0, tacit=z1, noise=z2),
            Decider(
                clear=r.clarity(p.meeting_noise, staff.competence, p.meeting_competence_clears)[i],
                reading=(p.meeting_habit_spread * ignorance * staff.habit)[i],
                bias=(staff.bias * (1.0 - staff.detection))[i],
                overrated=(1.0 - p.meeting_overconfidence * ignorance)[i],
                discretion=staff.discretion[i],
            ),
            Guidance(unit.handbook[u], unit.knowledge[u], unit.need[u]),
            diagnosis(
                p, math.sqrt(p.task_codifiability), math.sqrt(1.0 - p.task_codifiability), spread
            ),
        )
        miss = gap * gap
        fit = r.fit(miss)
        quality = fit * staff.value[i]
        self.perceived = np.clip(quality + p.meeting_perception * z3, 0.0, 1.0)
        units, posts = len(self.people), len(staff.unit)
        self.sum_quality = np.bincount(u, quality, units)
        self.sum_surprise = np.bincount(u, surprise, units)
        self.sum_perceived = np.bincount(u, self.perceived, units)
        self.fit_of = np.bincount(i, fit, posts)
        self.perceived_of = np.bincount(i, self.perceived, posts)
        severe = r.severity(
            p.meeting_severe, p.meeting_rules_protect, self.council.rule_stock, p.task_codifiability
        )
        chance = self.rng.random(len(c))
        carried = r.carried(
            x.openness[staff.unit], staff.safety, staff.slack, p.meeting_catch, staff.unsaid,
            p.meeting_repeat,
        )  # fmt: skip
        neglected = r.neglect_probability(staff.value, p.task_stakes, p.meeting_neglect)
        risk = r.hurried(unit.load, p.meeting_haste) * r.handed_over(
            p.task_regular, on_file, p.task_decisions, p.meeting_handover
        )
        self.harmed = chance < r.any_harm(
            r.harm_probability(miss, severe, p.task_stakes),
            neglected[i],
            carried[i] * risk[u],
            p.task_decisions,
        )
        staff.harms = np.bincount(i[self.harmed], minlength=posts)

    def reporting(self):
        """Reports, audits, inspections."""
        p, r, unit, staff, u, rng = (
            self.p, self.rules, self.unit, self.staff, self.staff.unit, self.rng
        )  # fmt: skip
        result = r.measured_result(
            staff.measured, self.fit_of / np.maximum(staff.cases, 1), p.metric_fit_weight
        )
        gaming = r.gamed(
            self.reward[u], staff.motivation, staff.coverage * self.acts[u], p.reporting_deterrence,
            p.reporting_gaming, p.metric_self_marked,
        ) + p.reporting_manager_share * self.council.pressure  # fmt: skip
        if p.metric_threshold > 0.0:
            near = 1.0 + p.reporting_threshold_pull * np.maximum(
                0.0, 1.0 - 5.0 * (p.metric_threshold - result)
            )
            gaming = gaming * np.where(result < p.metric_threshold, near, 1.0)
        shown = self.of_staff(staff.cases * r.shown_result(result, np.minimum(1.0, gaming)))
        some, count = self.count > 0, np.maximum(self.count, 1)
        noise = p.reporting_noise * rng.standard_normal(len(count))
        unit.reported = np.where(some, np.clip(shown / count + noise, 0.0, 1.0), unit.reported)
        unit.quality += some * p.demand_average * (self.sum_quality / count - unit.quality)
        unit.word += some * p.demand_word_rate * (self.sum_perceived / count - unit.word)
        chance, reading = rng.random((2, len(u)))
        good, right = staff.harms == 0, reading < p.audit_accuracy
        staff.audited = (chance < staff.coverage) * np.where(good == right, 1, -1)
        staff.proven = (staff.audited != 0) & right & ~good
        visit, risk = rng.random((2, len(count)))
        coming = r.visit_probability(
            p.inspectorate_coverage, p.inspectorate_discretion, p.inspectorate_information,
            unit.quality, risk,
        )  # fmt: skip
        unit.inspected = np.minimum(1.0, p.inspectorate_memory * unit.inspected + (visit < coming))

    def learning(self):
        """Competence and handbooks."""
        p, r, x, unit, staff, u = self.p, self.rules, self.x, self.unit, self.staff, self.staff.unit
        before, first = staff.competence, unit.staff_first
        best = np.maximum.reduceat(before, first)[u]
        others = (self.of_staff(before) / self.people).max()
        climate = (self.of_staff(staff.safety) / self.people)[u]
        harms = (self.of_staff(staff.harms) / self.people)[u]
        control = staff.coverage * (1.0 - x.audit_dialogue[u])
        dialogue = x.audit_dialogue[u] * np.abs(staff.audited) + (
            p.inspectorate_dialogue * unit.inspected[u]
        )
        staff.competence = np.clip(
            before
            + r.own_practice(
                p.learning_experience, staff.discretion, x.openness[u],
                np.minimum(1.0, staff.cases / p.task_caseload), control, p.learning_watched,
                p.task_discovery, before,
            )
            + r.towards(p.learning_peers * x.collegial_time[u], best, before)
            + r.towards(p.learning_units * x.adjustment[u], others, before)
            + r.towards(p.learning_book * unit.knowledge[u], p.learning_book_level, before)
            + p.learning_dialogue * dialogue * (1.0 - before)
            + r.shared_errors(
                p.learning_errors, x.openness[u], x.forgiveness[u], climate, harms, before
            )
            - r.decay(p.learning_decay, p.learning_turbulence * p.task_turbulence, before),
            0.0,
            1.0,
        )  # fmt: skip
        staff.bias *= 1.0 - np.minimum(1.0, p.learning_bias_correction * dialogue)
        self.revise()

    def revise(self):
        """Revise the handbooks."""
        p, r, x, unit = self.p, self.rules, self.x, self.unit
        before, count = unit.handbook, np.maximum(self.count, 1)
        surprise = np.where(self.count > 0, self.sum_surprise / count, 0.0)
        after = r.revised(
            before, x.rule_revision, x.openness, x.participation, p.learning_participation, surprise
        ) + r.copied(
            before,
            x.rule_revision * p.learning_copy,
            before[unit.reported.argmax()],
            x.learn_best,
            unit.mandate,
            x.learn_centre,
            before.mean(),
            x.learn_all,
        )
        guided = np.exp(-(x.goals + GOALS_PER_EARMARK * x.earmarked) / 4.0)
        aimless = self.rng.standard_normal(len(before))
        seen = (self.sum_surprise + self.count * before).sum() / self.count.sum()
        unit.handbook = after + p.learning_drift * guided * aimless
        unit.mandate += p.learning_centre * (seen - unit.mandate)

    def received(self):
        """Trust that staff receive from above."""
        belief = self.staff.belief_good / (self.staff.belief_good + self.staff.belief_bad)
        return self.rules.trust_received(
            belief, self.staff.granted, self.x.participation[self.staff.unit],
            self.p.motivation_participation,
        )  # fmt: skip

    def motivation(self):
        """Motivation of staff, norms of units."""
        p, r, x, unit, staff, u = self.p, self.rules, self.x, self.unit, self.staff, self.staff.unit
        unrewarded = 1.0 - r.saturating(self.reward, p.motivation_price_half)
        span = np.minimum(1.0, p.managers_span / self.people)
        support = (1.0 - p.motivation_clarity) * x.support * span
        support += p.motivation_clarity * unit.knowledge
        weights = (
            p.motivation_base + p.motivation_discretion + p.motivation_received
            + p.motivation_competence + p.motivation_support
        )  # fmt: skip
        control = staff.coverage * (1.0 - x.audit_dialogue[u])
        distrust = r.distrusted(staff.trust_in_manager, p.motivation_distrusted)
        crowd = r.crowding(
            r.price_crowding(
                self.reward[u], p.motivation_price_half, p.motivation_price_crowds,
                p.motivation_controlling, p.task_interest,
            ),
            r.control_crowding(
                control, p.motivation_control_half, p.motivation_control_crowds * distrust,
                p.audit_origin, p.audit_controlling,
            ),
            p.motivation_rules_crowd * self.council.rule_stock,
            p.motivation_incoherence * unit.incoherence[u],
            r.alienation(
                self.political * self.taken,
                (p.burden_per_earmark * x.earmarked)[u] * self.taken, p.motivation_red_tape,
            ),
        )  # fmt: skip
        conditions = (
            p.motivation_base
            + p.motivation_discretion * staff.discretion
            + p.motivation_received * self.received()
            + p.motivation_competence * staff.competence
            + p.motivation_support * support[u]
        ) / weights
        met = staff.cases > 0
        seen = np.where(met, self.perceived_of / np.maximum(staff.cases, 1), staff.helped)
        lift = p.motivation_beneficiary * (seen - staff.helped)
        staff.helped += p.motivation_habituation * (seen - staff.helped)
        lift += (p.motivation_feedback * x.audit_dialogue * span * unrewarded)[u] * r.saturating(
            staff.coverage, p.motivation_control_half
        )
        lift += r.reciprocity(
            staff.psm, x.latitude[u], r.saturating(control, p.motivation_control_half),
            p.motivation_reciprocity,
        )  # fmt: skip
        goal = r.motivation_target(
            staff.psm, unit.norm[u], conditions, crowd, staff.aversion, p.motivation_crowding, lift
        )
        goal = r.conformed(
            goal, (self.of_staff(staff.motivation) / self.people)[u], p.motivation_conformity
        )
        staff.motivation += p.motivation_rate * (goal - staff.motivation)
        given = staff.effort_measured + staff.effort_unmeasured
        wrong = r.wrongdoing(
            given, (self.of_staff(given) / self.people)[u], p.effort_diversion, staff.discretion,
            staff.bias,
        )  # fmt: skip
        answered = wrong * staff.detection * self.acts[u]
        unit.norm = r.update_norm(
            unit.norm, self.of_staff(crowd) / self.people,
            p.motivation_norm_erosion, p.motivation_norm_growth, p.motivation_norm_threshold,
            p.motivation_free_riding * self.of_staff(wrong - answered) / self.people,
            p.motivation_answered * self.of_staff(answered) / self.people,
        )  # fmt: skip

    def safety(self):
        """Psychological safety."""
        p, r, x, staff, u = self.p, self.rules, self.x, self.staff, self.staff.unit
        mild = np.where(staff.audited < 0, 1.0 - x.audit_dialogue[u], 0.0)
        blame = np.where(staff.proven, 1.0, mild)
        staff.unsaid = r.still_unsaid(staff.unsaid, staff.harms, x.openness[u], staff.safety)
        forgiven = r.forgiven(x.forgiveness, self.manager.disposition, p.safety_manager)[u]
        goal = r.safe_among(
            self.received(), forgiven, p.safety_forgiveness,
            (self.of_staff(staff.safety) / self.people)[u], p.safety_climate,
        )  # fmt: skip
        staff.safety = r.update_safety(
            staff.safety, goal, forgiven, p.safety_rate, p.safety_blame, blame,
            p.safety_colleagues * (self.of_staff(blame) / self.people)[u],
        )  # fmt: skip

    def trust(self):
        """Trust of citizens, of staff, in staff."""
        p, r, x, unit, staff, citizen = (
            self.p,
            self.rules,
            self.x,
            self.unit,
            self.staff,
            self.citizen,
        )
        u, c = staff.unit, self.cases
        before = citizen.trust[c].astype(float)
        gap = self.perceived - before
        after = before + np.where(gap > 0.0, p.trust_gain, p.trust_loss) * gap
        control = (staff.coverage * (1.0 - x.audit_dialogue[u]))[citizen.staff[c]]
        citizen.trust[c] = np.where(
            self.harmed,
            np.maximum(0.0, after - p.trust_harm * before),
            r.move_by_control(after, control, p.trust_control),
        )
        citizen.trust[self.waiters] -= p.trust_waiting * citizen.trust[self.waiters]
        span = np.minimum(1.0, p.managers_span / self.people)
        coherent = 1.0 - np.minimum(1.0, unit.incoherence)
        evidence = 0.5 * (self.received() + (x.support * span)[u]) * coherent[u]
        gap = evidence - staff.trust_in_manager
        moved = staff.trust_in_manager + np.where(gap > 0.0, p.trust_gain, p.trust_loss) * gap
        control = staff.coverage * (1.0 - x.audit_dialogue[u]) * p.audit_origin
        staff.trust_in_manager = r.move_by_control(moved, control, p.trust_control)
        good = r.relaxed(staff.belief_good, self.manager.prior_good[u], p.trust_relaxation)
        bad = r.relaxed(staff.belief_bad, self.manager.prior_bad[u], p.trust_relaxation)
        reading = {
            good_: r.probability_good(good_, p.audit_accuracy, p.audit_prior_good)
            for good_ in (True, False)
        }
        share = np.where(staff.audited > 0, reading[True], reading[False])
        audited = staff.audited != 0
        staff.belief_good = good + (staff.harms == 0) * p.trust_good_month + audited * share
        staff.belief_bad = bad + p.trust_harm_month * staff.harms + audited * (1.0 - share)
