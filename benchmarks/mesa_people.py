"""Citizens and staff as ordinary Mesa agents, each an object that acts by itself.

They call the same rules as the compiled run; see ``mesa_chain`` for the month.
"""

from __future__ import annotations

from types import SimpleNamespace

import mesa
from tillitsim.model.core import random
from tillitsim.model.mechanisms.demand import MOST_MONTHS, MOST_VISITS
from tillitsim.model.mechanisms.effort import MOST_BURDEN

FIXED = 2.0**32


def fixed(x):
    """``x`` in integer fixed point: sums of these do not depend on their order."""
    return int(x * FIXED)


def record(row):
    """A row of a table as an object with plain Python numbers."""
    return SimpleNamespace(**dict(zip(row.dtype.names, row.item(), strict=True)))


class Citizen(mesa.Agent):
    """Somebody the service is for."""

    def __init__(self, model, row, unit, regular):
        super().__init__(model)
        self.unit, self.regular = unit, regular
        table = model.state.citizen
        for name in (
            "uid", "place", "complexity", "mobility", "trust", "relation", "generation", "waiting"
        ):  # fmt: skip
            setattr(self, name, getattr(table, name)[row].item())
        self.new = False

    def live(self):
        """Have a need, perhaps; consider another unit first, perhaps."""
        model, unit = self.model, self.unit
        need, chance, self.lot, _ = model.luck.uniforms(random.NEED, model.month, self.uid)
        if chance < unit.considers and self.mobility < unit.p.task_mobility:
            self.choose()
            unit = self.unit
        self.new = not self.waiting and need < unit.needs
        if self.waiting:
            unit.waiting += 1
        elif self.new:
            unit.arisen += 1

    def choose(self):
        """Compare the own unit with its rivals, and move to the one preferred if it accepts."""
        model, here, p, r = self.model, self.unit, self.unit.p, self.model.rules
        which, refusal, _, _ = model.luck.uniforms(random.CHOICE, model.month, self.uid)
        options = [here, *here.rivals]
        worth = [self.utility_of(unit, p.demand_habit if unit is here else 0.0) for unit in options]
        highest = max(worth)
        weights = [r.exp(value - highest) for value in worth]
        total = 0.0
        for weight in weights:
            total += weight
        left = which * total
        there = here
        for unit, weight in zip(options, weights, strict=True):
            there = unit
            left -= weight
            if left < 0.0:
                break
        if there is here or refusal < r.turned_away(
            p.market_skimming, p.market_risk_adjusted, there.x.incentive, there.x.money_follows,
            self.complexity, p.task_variety,
        ):  # fmt: skip
            return
        self.unit, self.regular = there, model.luck.one_of(there.staff, self.uid)
        self.relation, self.generation = 0, self.regular.generation

    def utility_of(self, unit, habit):
        """What a unit is worth to this citizen."""
        p, r = self.unit.p, self.model.rules
        return r.utility(
            unit.quality, unit.x.visibility, p.metric_published, unit.reported, p.demand_quality,
            unit.word, p.demand_word,
            p.demand_distance * r.circular_distance(self.place, unit.place), habit,
        )  # fmt: skip

    def seek_help(self):
        """Be served if there is room, else wait."""
        if not (self.new or self.waiting):
            return
        unit, regular = self.unit, self.regular
        if self.lot >= (unit.share_new if self.new else unit.share_waiting):
            self.waiting = min(self.waiting + 1, MOST_MONTHS)
            unit.waiting += 1
            unit.waiters.append(self)
            return
        self.waiting = 0
        self.known = self.relation if self.generation == regular.generation else 0
        self.generation = regular.generation
        self.relation = min(self.known + unit.visits, MOST_VISITS)
        unit.cases.append(self)
        regular.cases += 1

    def meet(self):
        """Meet the regular member of staff: diagnosis, action, fit, what is perceived, harm."""
        model, unit, desk, r = self.model, self.unit, self.regular, self.model.rules
        p = unit.p
        codifiable, tacit, noise, perceived = model.luck.normals(random.CASE, model.month, self.uid)
        miss, surprise = r.meet(
            self.complexity, self.trust,
            r.relation_strength(self.known, p.meeting_relation_half, unit.on_file),
            codifiable, tacit, noise, desk.clear, desk.reading, desk.leaning, desk.overrated,
            desk.discretion, unit.handbook, unit.knowledge, unit.need, unit.codifiable,
            unit.tacit, unit.spread, p.meeting_handbook_trust, p.meeting_trust_clears,
            p.meeting_relation_clears,
        )  # fmt: skip
        fit = r.fit(miss)
        quality = fit * desk.value
        self.perceived = r.clip(quality + p.meeting_perception * perceived, 0.0, 1.0)
        unit.sum_quality += fixed(quality)
        unit.sum_surprise += fixed(surprise)
        unit.sum_perceived += fixed(self.perceived)
        desk.sum_fit += fixed(fit)
        desk.sum_perceived += fixed(self.perceived)
        if miss > unit.severe:
            chance, _, _, _ = model.luck.uniforms(random.HARM, model.month, self.uid)
            if chance < r.harm_probability(miss, unit.severe, p.task_stakes):
                desk.harms += 1
                self.perceived = -1.0 - self.perceived

    def judge(self):
        """Trust the service more or less, by the meeting."""
        p, x = self.unit.p, self.unit.x
        self.trust = self.model.single(
            self.model.rules.citizen_trust(
                self.trust, self.perceived, p.trust_gain, p.trust_loss, p.trust_harm,
                self.regular.coverage * (1.0 - x.audit_dialogue), p.trust_control,
            )
        )  # fmt: skip

    def lose_patience(self):
        """Trust the service less, by waiting."""
        self.trust = self.model.single(self.trust - self.unit.p.trust_waiting * self.trust)


class Staff(mesa.Agent):
    """A front-line post and the person who holds it."""

    def __init__(self, model, row, unit):
        super().__init__(model)
        for name, value in vars(record(model.staff_records[row])).items():
            setattr(self, name, value)
        self.unit = unit

    @property
    def belief(self):
        """The manager's belief that a month will be good."""
        return self.belief_good / (self.belief_good + self.belief_bad)

    @property
    def received(self):
        """Trust received from above."""
        unit = self.unit
        return self.model.rules.trust_received(
            self.belief, self.granted, unit.x.participation, unit.p.motivation_participation
        )

    def divide_month(self):
        """Divide the month and the effort; know what one brings to a meeting."""
        unit, r = self.unit, self.model.rules
        p, x = unit.p, unit.x
        self.discretion = r.discretion_used(self.granted, self.safety, p.meeting_courage_floor)
        self.coverage = unit.fidelity * r.selective(
            x.audit_coverage, x.audit_selectivity, 1.0 - self.belief, unit.doubt
        )
        political = (
            x.documentation
            + p.burden_per_goal * x.goals
            + p.burden_per_rule * unit.rule_stock
            + p.burden_per_audit * self.coverage
        )
        burdens = unit.state + political + unit.inspecting + unit.managing
        scale = MOST_BURDEN / burdens if burdens > MOST_BURDEN else 1.0
        self.burden_council = political * scale
        available = 1.0 - burdens * scale
        factor = r.judgement_factor(
            self.discretion, unit.knowledge, p.task_codifiability,
            p.effort_judgement_time, p.effort_routine_saving,
        )  # fmt: skip
        e0 = r.time_per_case(available, unit.output, unit.load, factor)
        self.case_time = min(available, unit.load * e0 * factor / unit.output)
        self.slack = available - self.case_time
        self.detection = r.detection(
            min(1.0, self.coverage + p.inspectorate_weight * p.inspectorate_independence
                * unit.inspected * (1.0 - p.inspectorate_user_focus)),
            x.audit_dialogue, p.effort_detection,
        )  # fmt: skip
        effort = r.total_effort(
            self.motivation + unit.reward + unit.market, p.effort_strength, unit.towards
        )
        share = r.effort_share(
            self.motivation, unit.reward, unit.market, p.task_measurability, x.visibility
        )
        measured, unmeasured = r.floored(
            effort, share, x.minimum, p.task_measurability, self.detection, p.effort_displacement
        )
        self.time_per_case = (
            e0 * unit.cut
            * r.undiverted(p.effort_diversion, self.discretion, self.bias, self.detection)
        )  # fmt: skip
        self.measured = r.gain(
            measured * self.time_per_case / p.task_measurability, p.meeting_returns
        )
        rest = r.gain(
            unmeasured * self.time_per_case / (1.0 - p.task_measurability), p.meeting_returns
        )
        self.value = unit.co_operation * (
            p.task_measurability
            * (p.task_alignment * self.measured + (1.0 - p.task_alignment) * rest)
            + (1.0 - p.task_measurability) * rest
        )
        unit.reach += fixed(available * unit.output / factor)

    def sit_down(self):
        """Put down what one brings to this month's meetings."""
        p, r = self.unit.p, self.model.rules
        ignorance = 1.0 - self.competence
        self.clear = r.clarity(p.meeting_noise, self.competence, p.meeting_competence_clears)
        self.reading = p.meeting_habit_spread * ignorance * self.habit
        self.leaning = self.bias * (1.0 - self.detection)
        self.overrated = 1.0 - p.meeting_overconfidence * ignorance
        self.sum_fit = self.sum_perceived = self.harms = 0

    def report(self):
        """Report, with some gaming; be audited, perhaps. Returns what is shown (fixed point)."""
        unit, r, model = self.unit, self.model.rules, self.model
        p = unit.p
        result = r.measured_result(
            self.measured, self.sum_fit / FIXED / max(self.cases, 1), p.metric_fit_weight
        )
        gaming = r.gamed(
            unit.reward, self.motivation, self.coverage, p.reporting_deterrence,
            p.reporting_gaming, p.metric_self_marked,
        ) + p.reporting_manager_share * unit.pressure  # fmt: skip
        gaming = min(
            1.0, gaming * r.near_threshold(result, p.metric_threshold, p.reporting_threshold_pull)
        )
        self.gaming = gaming if self.cases else 0.0
        chance, reading, _, _ = model.luck.uniforms(random.AUDIT, model.month, self.uid)
        audited, good = chance < self.coverage, self.harms == 0
        right = reading < p.audit_accuracy
        self.audited = audited * (1 if good == right else -1)
        self.proven = int(audited and right and not good)
        return self.cases * fixed(r.shown_result(result, gaming))

    def learn(self):
        """Learn from practice, colleagues, other units, the handbook, dialogue and errors."""
        unit, r = self.unit, self.model.rules
        p, x, before = unit.p, unit.x, self.competence
        control = self.coverage * (1.0 - x.audit_dialogue)
        dialogue = x.audit_dialogue * abs(float(self.audited)) + unit.in_dialogue
        self.competence = r.clip(
            before
            + r.own_practice(
                p.learning_experience, self.discretion, x.openness,
                min(1.0, self.cases / p.task_caseload), control, p.learning_watched,
                p.task_discovery, before,
            )
            + r.towards(p.learning_peers * x.collegial_time, unit.best, before)
            + r.towards(p.learning_units * x.adjustment, unit.best_of_others, before)
            + r.towards(p.learning_book * unit.knowledge, p.learning_book_level, before)
            + p.learning_dialogue * dialogue * (1.0 - before)
            + r.shared_errors(
                p.learning_errors, x.openness, x.forgiveness, unit.climate, unit.harm, before
            )
            - r.decay(p.learning_decay, p.task_turbulence, before),
            0.0,
            1.0,
        )  # fmt: skip
        self.bias *= 1.0 - min(1.0, p.learning_bias_correction * dialogue)

    def feel(self):
        """Be more or less motivated. Returns the crowding out (fixed point)."""
        unit, r = self.unit, self.model.rules
        p, x = unit.p, unit.x
        control = self.coverage * (1.0 - x.audit_dialogue)
        crowd = r.crowding(
            unit.reward, p.motivation_price_half, p.motivation_price_crowds,
            p.motivation_controlling - p.motivation_informing, p.task_interest,
            control, p.motivation_control_half, p.motivation_control_crowds,
            p.audit_origin, p.audit_controlling, p.motivation_rules_crowd * unit.rule_stock,
            p.motivation_incoherence * unit.incoherence,
        )  # fmt: skip
        conditions = (
            p.motivation_base
            + p.motivation_discretion * self.discretion
            + p.motivation_received * self.received
            + p.motivation_competence * self.competence
            + p.motivation_support * unit.support
        ) / unit.weights
        seen = self.sum_perceived / FIXED / self.cases if self.cases else self.helped
        lift = p.motivation_beneficiary * (seen - self.helped)
        self.helped += p.motivation_habituation * (seen - self.helped)
        lift += (
            p.motivation_feedback * x.audit_dialogue * unit.span * unit.unrewarded
            * r.saturating(self.coverage, p.motivation_control_half)
        )  # fmt: skip
        lift += r.reciprocity(
            self.psm, x.latitude, r.saturating(control, p.motivation_control_half),
            p.motivation_reciprocity,
        )  # fmt: skip
        goal = r.motivation_target(
            self.psm, unit.norm, conditions, crowd, self.aversion, p.motivation_crowding, lift
        )
        self.motivation += p.motivation_rate * (goal - self.motivation)
        return fixed(crowd)

    def dare(self, blame_of_colleagues):
        """Feel more or less safe."""
        p = self.unit.p
        self.safety = self.model.rules.update_safety(
            self.safety, self.received, self.unit.x.forgiveness, p.safety_forgiveness,
            p.safety_rate, p.safety_blame, self.blame, blame_of_colleagues,
        )  # fmt: skip

    def trust(self):
        """Trust the manager more or less, and be believed in more or less."""
        unit, r = self.unit, self.model.rules
        p, x = unit.p, unit.x
        evidence = (
            0.5 * (self.received + x.support * unit.span) * (1.0 - min(1.0, unit.incoherence))
        )
        control = self.coverage * (1.0 - x.audit_dialogue)
        self.trust_in_manager = r.move_by_control(
            r.update_trust(self.trust_in_manager, evidence, p.trust_gain, p.trust_loss),
            control * p.audit_origin,
            p.trust_control,
        )
        good = r.relaxed(self.belief_good, unit.prior_good, p.trust_relaxation)
        bad = r.relaxed(self.belief_bad, unit.prior_bad, p.trust_relaxation)
        if self.harms == 0:
            good += p.trust_good_month
        bad += p.trust_harm_month * self.harms
        if self.audited:
            share = r.probability_good(self.audited > 0, p.audit_accuracy, p.audit_prior_good)
            good += share
            bad += 1.0 - share
        self.belief_good, self.belief_bad = good, bad
