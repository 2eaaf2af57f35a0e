"""Citizens and staff as ordinary Mesa agents, each an object that acts by itself.

They call the same rules as the compiled run; see ``mesa_chain`` for the month.
"""

from __future__ import annotations

from types import SimpleNamespace

import mesa
from tillitsim.model.core import random
from tillitsim.model.core.numerics import ONE_SHARE, SHARES
from tillitsim.model.mechanisms.demand import MOST_MONTHS, MOST_VISITS
from tillitsim.model.mechanisms.effort import MOST_BURDEN
from tillitsim.model.mechanisms.meeting import (
    MOST_SURPRISE,
    SURPRISES,
    Decider,
    Draws,
    Guidance,
    Visitor,
)

from plain import diagnosis

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
        self.complexity, self.trust = model.real(self.complexity), model.real(self.trust)
        self.new = False

    def live(self):
        """Have a need, perhaps; consider another unit first, perhaps."""
        model, unit = self.model, self.unit
        month, below = model.month, model.draws.below
        if (
            unit.considers > 0.0
            and self.mobility < unit.p.task_mobility
            and below(random.CONSIDER, random.CONSIDER_TIE, month, self.uid, unit.considers)
        ):
            self.choose()
            unit = self.unit
        self.new = not self.waiting and below(
            random.NEED, random.NEED_TIE, month, self.uid, unit.needs
        )
        if self.waiting:
            unit.waiting += 1
        elif self.new:
            unit.arisen += 1

    def choose(self):
        """Compare the own unit with its rivals, and move to the one preferred if it accepts."""
        model, here, p, r = self.model, self.unit, self.unit.p, self.model.rules
        which, refusal, _, _ = model.draws.uniforms(random.CHOICE, model.month, self.uid)
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
            float(self.complexity), p.task_variety,
        ):  # fmt: skip
            return
        self.unit, self.regular = there, model.draws.one_of(there.staff, self.uid)
        self.relation, self.generation = 0, self.regular.generation

    def utility_of(self, unit, habit):
        """What a unit is worth to this citizen."""
        p, r = self.unit.p, self.model.rules
        known = r.known_quality(unit.quality, unit.x.visibility, p.metric_published, unit.reported)
        distance = p.demand_distance * unit.extent * r.circular_distance(self.place, unit.place)
        return r.utility(known, p.demand_quality, unit.word, p.demand_word, distance, habit)

    def seek_help(self):
        """Be served if there is room, else wait."""
        if not (self.new or self.waiting):
            return
        unit, regular = self.unit, self.regular
        share = unit.share_new if self.new else unit.share_waiting
        if (
            share < 1.0
            and self.model.draws.uniforms(random.QUEUE, self.model.month, self.uid)[0] >= share
        ):
            self.waiting = min(self.waiting + 1, MOST_MONTHS)
            unit.waiting += 1
            unit.late += self.waiting > unit.p.task_wait_limit
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
        model, unit, desk = self.model, self.unit, self.regular
        p, r, real = unit.single, model.single, model.real
        drawn = model.draws.normals32(random.CASE, model.month, self.uid)
        codifiable, tacit, noise, perceived = drawn
        gap, surprise, _, _ = r.decide(
            Visitor(
                complexity=self.complexity,
                trust=self.trust,
                relation=r.relation_strength(
                    real(self.known), p.meeting_relation_half, real(unit.on_file)
                ),
            ),
            Draws(codifiable, tacit, noise),
            Decider(
                clear=desk.clear,
                reading=desk.reading,
                bias=desk.leaning,
                overrated=desk.overrated,
                discretion=desk.discretion,
            ),
            Guidance(real(unit.handbook), real(unit.knowledge), real(unit.need)),
            diagnosis(p, unit.codifiable, unit.tacit, unit.spread),
        )
        miss = gap * gap
        fit = r.fit(miss)
        quality = fit * desk.value
        self.perceived = r.clip(quality + p.meeting_perception * perceived, 0.0, 1.0)
        seen = int(self.perceived * SHARES)
        unit.sum_quality += int(quality * SHARES) << 9
        unit.sum_surprise += int(r.clip(surprise, -MOST_SURPRISE, MOST_SURPRISE) * SURPRISES) << 15
        unit.sum_perceived += seen << 9
        desk.sum_fit += int(fit * SHARES)
        desk.sum_perceived += seen
        given = unit.p
        neglected = model.rules.neglect_probability(
            float(desk.value), given.task_stakes, given.meeting_neglect
        )
        if miss > unit.severe or neglected > 0.0:
            chance, _, _, _ = model.draws.uniforms(random.HARM, model.month, self.uid)
            missed = model.rules.harm_probability(float(miss), unit.severe, given.task_stakes)
            if chance < model.rules.any_harm(
                missed, neglected, float(desk.harmful), given.task_decisions
            ):
                desk.harms += 1
                self.perceived = -1.0 - self.perceived

    def judge(self):
        """Trust the service more or less, by the meeting."""
        p = self.unit.single
        self.trust = self.model.single.citizen_trust(
            self.trust, self.perceived, p.trust_gain, p.trust_loss, p.trust_harm,
            self.regular.control, p.trust_control,
        )  # fmt: skip

    def lose_patience(self):
        """Trust the service less, by waiting."""
        self.trust -= self.unit.single.trust_waiting * self.trust


class Staff(mesa.Agent):
    """A front-line post and the person who holds it."""

    def __init__(self, model, row, unit):
        super().__init__(model)
        for name, value in vars(record(model.staff_records[row])).items():
            setattr(self, name, model.real(value) if isinstance(value, float) else value)
        self.unit = unit

    @property
    def belief(self):
        """The manager's belief that a month will be good."""
        return self.belief_good / (self.belief_good + self.belief_bad)

    @property
    def received(self):
        """Trust received from above."""
        unit = self.unit
        return self.model.single.trust_received(
            self.belief, self.granted, unit.here.participation,
            unit.single.motivation_participation,
        )  # fmt: skip

    def divide_month(self):
        """Divide the month and the effort; know what one brings to a meeting."""
        unit, r = self.unit, self.model.single
        p, here = unit.single, unit.here
        self.discretion = r.discretion_used(self.granted, self.safety, p.meeting_courage_floor)
        known = self.belief_good + self.belief_bad
        self.coverage = here.fidelity * r.selective(
            here.audit_coverage, here.audit_selectivity, 1.0 - self.belief, here.doubt
        )
        political = here.political + p.burden_per_audit * self.coverage
        burdens = here.state + political + here.inspecting + here.managing
        scale = MOST_BURDEN / burdens if burdens > MOST_BURDEN else 1.0
        self.burden_council, self.burden_state = political * scale, here.state * scale
        available = here.present * (1.0 - burdens * scale)
        factor = r.judgement_factor(
            self.discretion, here.knowledge, p.task_codifiability,
            p.effort_judgement_time, p.effort_routine_saving,
        )  # fmt: skip
        e0 = r.time_per_case(
            r.room_per_case(available, here.output, here.load, factor), p.demand_least_time,
            p.demand_filling, here.cut,
        )  # fmt: skip
        self.case_time = min(available, here.load * e0 * factor / here.output)
        self.slack = available - self.case_time
        self.detection = r.detection(
            min(1.0, self.coverage + here.inspected_as_audit), here.dialogue, p.effort_detection,
        )  # fmt: skip
        expectation = r.expected(
            self.belief, here.prior_good + here.prior_bad, known, p.effort_expectation
        )
        own = r.power(self.motivation, p.effort_substitution)
        effort = r.total_effort(
            expectation * r.joined_drive(own, here.drawn, p.effort_substitution),
            p.effort_strength, here.towards,
        )  # fmt: skip
        share = r.effort_share(own, here.drawn, p.task_measurability, here.aimed)
        alone = r.total_effort(expectation * self.motivation, p.effort_strength, here.towards)
        binding = r.power(effort, p.effort_capacity)
        measured, unmeasured = r.floored(
            effort * share,
            r.unmeasured_effort(effort, share, alone, p.task_measurability, binding),
            here.minimum * p.task_measurability * self.detection * here.acts,
            p.effort_displacement * binding,
        )
        self.effort_measured, self.effort_unmeasured = measured, unmeasured
        self.time_per_case = (
            e0
            * r.undiverted(p.effort_diversion, self.discretion, self.bias, self.detection)
        )  # fmt: skip
        produced = r.personal_output(
            self.competence, self.talent, p.effort_skill, p.effort_talent
        ) * r.hidden_loss(self.coverage, here.dialogue, p.task_discovery, p.effort_watched)
        done = r.power(self.time_per_case * produced, p.effort_time_value)
        self.measured = r.gain(measured * done / p.task_measurability, p.meeting_returns)
        rest = r.gain(unmeasured * done / (1.0 - p.task_measurability), p.meeting_returns)
        self.value = here.co_operation * (
            p.task_measurability
            * (p.task_alignment * self.measured + (1.0 - p.task_alignment) * rest)
            + (1.0 - p.task_measurability) * rest
        )
        unit.reach += fixed(available * here.output / factor)

    def sit_down(self):
        """Put down what one brings to this month's meetings."""
        p, r = self.unit.single, self.model.single
        ignorance = 1.0 - self.competence
        self.clear = r.clarity(p.meeting_noise, self.competence, p.meeting_competence_clears)
        self.reading = p.meeting_habit_spread * ignorance * self.habit
        self.leaning = self.bias * (1.0 - self.detection)
        self.overrated = 1.0 - p.meeting_overconfidence * ignorance
        self.harmful = self.unit.here.risk * r.carried(
            self.unit.here.openness, self.safety, self.slack, p.meeting_catch, self.unsaid,
            p.meeting_repeat,
        )  # fmt: skip
        self.control = self.coverage * (1.0 - self.unit.here.dialogue)
        self.sum_fit = self.sum_perceived = self.harms = 0

    def report(self):
        """Report, with some gaming; be audited, perhaps. Returns what is shown (fixed point)."""
        unit, r, model, real = self.unit, self.model.single, self.model, self.model.real
        p, here = unit.single, unit.here
        mean = real(self.sum_fit) * ONE_SHARE / real(max(self.cases, 1))
        result = r.measured_result(self.measured, mean, p.metric_fit_weight)
        gaming = r.gamed(
            here.reward, self.motivation, self.coverage * here.acts, p.reporting_deterrence,
            p.reporting_gaming, p.metric_self_marked,
        ) + here.managers_gaming  # fmt: skip
        gaming = min(
            real(1.0),
            gaming * r.near_threshold(result, p.metric_threshold, p.reporting_threshold_pull),
        )
        self.gaming = gaming if self.cases else real(0.0)
        chance, reading, _, _ = model.draws.uniforms(random.AUDIT, model.month, self.uid)
        audited, good = chance < float(self.coverage), self.harms == 0
        right = reading < float(p.audit_accuracy)
        self.audited = audited * (1 if good == right else -1)
        self.proven = int(audited and right and not good)
        return self.cases * fixed(r.shown_result(result, gaming))

    def learn(self):
        """Learn from practice, colleagues, other units, the handbook, dialogue and errors."""
        unit, r, real = self.unit, self.model.single, self.model.real
        p, here, before = unit.single, unit.here, self.competence
        dialogue = here.dialogue * abs(self.audited) + here.dialogue_inspected
        self.competence = r.clip(
            before
            + r.own_practice(
                p.learning_experience, self.discretion, here.openness,
                min(real(1.0), real(self.cases) / p.task_caseload), self.control,
                p.learning_watched, p.task_discovery, before,
            )
            + r.towards(p.learning_peers * here.collegial_time, here.best, before)
            + r.towards(p.learning_units * here.adjustment, here.best_of_others, before)
            + r.towards(p.learning_book * here.knowledge, p.learning_book_level, before)
            + p.learning_dialogue * dialogue * (1.0 - before)
            + r.shared_errors(
                p.learning_errors, here.openness, here.forgiveness, here.climate, here.harms,
                before,
            )
            - r.decay(p.learning_decay, p.learning_turbulence * p.task_turbulence, before),
            0.0,
            1.0,
        )  # fmt: skip
        self.bias *= 1.0 - min(real(1.0), p.learning_bias_correction * dialogue)

    def feel(self):
        """Be more or less motivated.

        Returns the crowding out, and wrongs unanswered and answered (fixed point).
        """
        unit, r, real = self.unit, self.model.single, self.model.real
        p, here, control = unit.single, unit.here, self.control
        distrust = r.distrusted(self.trust_in_manager, p.motivation_distrusted)
        crowd = r.crowding(
            r.price_crowding(
                here.reward, p.motivation_price_half, p.motivation_price_crowds,
                p.motivation_controlling, p.task_interest,
            ),
            r.control_crowding(
                control, p.motivation_control_half, p.motivation_control_crowds * distrust,
                p.audit_origin, p.audit_controlling,
            ),
            here.rules_crowd,
            p.motivation_incoherence * here.incoherence,
            r.alienation(self.burden_council, self.burden_state, p.motivation_red_tape),
        )  # fmt: skip
        conditions = (
            p.motivation_base
            + p.motivation_discretion * self.discretion
            + p.motivation_received * self.received
            + p.motivation_competence * self.competence
            + p.motivation_support * here.structure
        ) / unit.weights
        mean = real(self.sum_perceived) * ONE_SHARE / real(max(self.cases, 1))
        seen = mean if self.cases else self.helped
        lift = p.motivation_beneficiary * (seen - self.helped)
        self.helped += p.motivation_habituation * (seen - self.helped)
        lift += (
            p.motivation_feedback * here.dialogue * here.span * here.unrewarded
            * r.saturating(self.coverage, p.motivation_control_half)
        )  # fmt: skip
        lift += r.reciprocity(
            self.psm, here.latitude, r.saturating(control, p.motivation_control_half),
            p.motivation_reciprocity,
        )  # fmt: skip
        goal = r.motivation_target(
            self.psm, here.norm, conditions, crowd, self.aversion, p.motivation_crowding, lift
        )
        goal = r.conformed(goal, here.mean_will, p.motivation_conformity)
        self.motivation += p.motivation_rate * (goal - self.motivation)
        wrong = r.wrongdoing(
            self.effort_measured + self.effort_unmeasured, here.mean_effort, p.effort_diversion,
            self.discretion, self.bias,
        )  # fmt: skip
        answered = wrong * self.detection * here.acts
        return fixed(crowd), fixed(wrong - answered), fixed(answered)

    def dare(self, blame_of_colleagues):
        """Feel more or less safe."""
        p = self.unit.single
        self.unsaid = self.model.single.still_unsaid(
            self.unsaid, self.model.real(self.harms), self.unit.here.openness, self.safety
        )
        goal = self.model.single.safe_among(
            self.received, self.unit.here.forgiven, p.safety_forgiveness,
            self.unit.here.mean_safety, p.safety_climate,
        )  # fmt: skip
        self.safety = self.model.single.update_safety(
            self.safety, goal, self.unit.here.forgiven, p.safety_rate, p.safety_blame,
            self.blame, blame_of_colleagues,
        )  # fmt: skip

    def trust(self):
        """Trust the manager more or less, and be believed in more or less."""
        unit, r, real = self.unit, self.model.single, self.model.real
        p, here = unit.single, unit.here
        evidence = (
            0.5 * (self.received + here.support * here.reach)
            * (1.0 - min(real(1.0), here.incoherence))
        )  # fmt: skip
        self.trust_in_manager = r.move_by_control(
            r.update_trust(self.trust_in_manager, evidence, p.trust_gain, p.trust_loss),
            self.control * p.audit_origin,
            p.trust_control,
        )
        good = r.relaxed(self.belief_good, here.prior_good, p.trust_relaxation)
        bad = r.relaxed(self.belief_bad, here.prior_bad, p.trust_relaxation)
        if self.harms == 0:
            good += p.trust_good_month
        bad += p.trust_harm_month * real(self.harms)
        if self.audited:
            share = r.probability_good(self.audited > 0, p.audit_accuracy, p.audit_prior_good)
            good += share
            bad += 1.0 - share
        self.belief_good, self.belief_bad = good, bad
