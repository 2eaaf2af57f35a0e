"""The model as ordinary Mesa agents: what the compiled run is measured against, and checked by.

Units, staff and citizens are objects that call the same rules, from demand to trust; politics,
management, the workforce and the market stand still. Everybody is born from a state of the engine,
so that both go on from the same month; with ``exact`` they agree to the bit ever after
(tests/model/test_agent_by_agent.py). One council.
"""

from __future__ import annotations

import math
from itertools import islice
from types import SimpleNamespace

import mesa
import numpy as np
from tillitsim.model.core import random
from tillitsim.model.mechanisms.demand import MOST_NEEDS, SHARED_DRIFT
from tillitsim.model.mechanisms.effort import GOALS_PER_EARMARK
from tillitsim.model.mechanisms.learning import HANDBOOK_DRIFT
from tillitsim.model.simulation import Simulation
from tillitsim.scenario.declared.declarations import MECHANISMS
from tillitsim.scenario.declared.instruments import INSTRUMENTS

from mesa_people import FIXED, Citizen, Staff, fixed, record
from plain import EXACT, FAST, SINGLE, KeyedLuck, OrdinaryLuck, rules

STANDING_STILL = ("politics", "management", "workforce", "market")


def settled(scenario, seed=0, replicate=0, months=3):
    """A simulation after some whole months, from which on politics and the rest stand still."""
    simulation = Simulation(scenario, seed, replicate)
    for _ in range(months):
        simulation.advance()
    switch = simulation.state.switch.copy()  # other runs of the scenario share the original
    switch[[MECHANISMS.index(name) for name in STANDING_STILL]] = 0
    simulation.state = simulation.state._replace(switch=switch)
    return simulation


class Unit(mesa.Agent):
    """Where staff and citizens meet, with its manager and its instruments."""

    def __init__(self, model, row):
        super().__init__(model)
        state = model.state
        for name, value in vars(record(state.unit[row])).items():
            setattr(self, name, value)
        manager, council = record(state.manager[row]), record(state.council[0])
        self.enforces, self.manager_quality = manager.fidelity, manager.quality
        self.prior_good, self.prior_bad = manager.prior_good, manager.prior_bad
        self.disposition = manager.disposition
        self.pressure, self.rule_stock = council.pressure, council.rule_stock
        self.p, self.single = model.given(self.group), model.given(self.group, single=True)
        values = zip((i.name for i in INSTRUMENTS), state.instrument[row].tolist(), strict=True)
        self.x = SimpleNamespace(**dict(values))
        self.staff = [Staff(model, i, self) for i in range(self.staff_first, self.staff_last)]
        self.rivals: list[Unit] = []

    def mean(self, values):
        """Mean over the staff, summed in fixed point."""
        return self.model.real(sum(map(fixed, values))) / FIXED / len(self.staff)

    def open_month(self):
        """Let needs drift; nobody has come yet."""
        model, p, x, r = self.model, self.p, self.x, self.model.rules
        own, _, alone, _ = model.draws.normals(random.DRIFT, model.month, self.uid)
        shared, _, everywhere, _ = model.shared[self.sector]
        shock = p.demand_shock * p.task_turbulence * p.task_variety
        self.need = r.drift(self.need, p.task_reversion, shock, shared, own)
        rate = p.task_need_rate * r.busy(p.demand_variation, everywhere, alone)
        self.needs = r.need_probability(min(rate, MOST_NEEDS))
        self.considers = x.money_follows * x.choosers * p.task_choice
        self.visits = int(p.task_visits + 0.5)
        self.arisen, self.waiting, self.late = 0, 0, 0
        self.cases, self.waiters = [], []
        for person in self.staff:
            person.cases = 0

    def open_queue(self):
        """Decide what share is served."""
        self.share_waiting, self.share_new = self.model.rules.served_shares(
            self.waiting, self.arisen, self.capacity
        )
        self.waiting = 0

    def plan(self):
        """Let the staff divide their month, and get ready for the meetings."""
        p, x, r, staff = self.p, self.x, self.model.rules, self.staff
        resources = self.budget / FIXED / (self.budget_norm / FIXED) * p.economy_funding
        norm = len(staff) * p.task_caseload * resources
        self.load = r.workload(len(self.cases), norm)
        self.output = r.exp(p.effort_manager_output * self.manager_quality)
        self.doubt = self.mean(s.belief_bad / (s.belief_good + s.belief_bad) for s in staff)
        self.co_operation = r.co_ordination(
            p.task_cross_boundary, p.task_codifiability, x.standards, x.adjustment,
            p.meeting_team, float(self.mean(person.trust_in_manager for person in staff)),
        )  # fmt: skip
        aims = x.goals + GOALS_PER_EARMARK * x.earmarked
        self.towards = r.direction(aims, p.effort_direction)
        self.state = p.burden_per_earmark * x.earmarked
        self.inspecting = p.burden_per_inspection * self.inspected
        self.managing = (
            x.collegial_time + x.participation + p.burden_per_incoherence * self.incoherence
        )
        absent = self.model.real(sum(person.ill > 0 for person in staff) / len(staff))
        self.present = 1.0 - (1.0 - p.workforce_cover) * float(absent)
        self.cut = 1.0 - p.effort_price_cut * (1.0 - p.task_fixed_price) * x.money_follows
        self.reward = r.incentive_drive(x.incentive, self.pressure, p.metric_noise)
        q, real, narrow = self.single, self.model.real, self.model.single
        market = r.seen_drive(
            r.market_drive(
                p.effort_market_pull, x.money_follows, x.choosers,
                p.task_mobility, p.task_rivals, p.task_choice,
            ),
            x.visibility, p.effort_market_seen,
        )  # fmt: skip
        reward = float(real(self.reward))
        self.drawn = r.power(reward + market, p.effort_substitution)
        self.aimed = r.outside_aim(reward, market, p.task_measurability, x.visibility)
        self.fidelity = r.looked_at(self.enforces, p.effort_enforcement)
        self.acts = r.enforced(self.enforces, p.effort_enforcement)
        self.codifiable = real(math.sqrt(q.task_codifiability))
        self.tacit = real(math.sqrt(1.0 - q.task_codifiability))
        self.spread = narrow.need_variance(q.task_variety, q.task_complexity_spread)
        self.severe = r.severity(
            p.meeting_severe, p.meeting_rules_protect, self.rule_stock, p.task_codifiability
        )
        self.on_file = r.file_strength(x.documentation, p.meeting_record, p.meeting_record_half)
        self.risk = r.hurried(self.load, p.meeting_haste) * r.handed_over(
            p.task_regular, self.on_file, p.task_decisions, p.meeting_handover
        )
        self.reach = self.sum_quality = self.sum_surprise = self.sum_perceived = 0
        self.here = SimpleNamespace(
            **{name: real(getattr(self, name)) for name in (
                "load", "co_operation", "output", "fidelity", "acts", "prior_good", "prior_bad",
                "knowledge", "incoherence", "doubt", "state", "inspecting", "managing", "cut",
                "reward", "drawn", "aimed", "towards", "present", "risk",
            )},
            **{name: real(getattr(x, name)) for name in (
                "audit_coverage", "audit_selectivity", "minimum", "participation",
                "support", "openness", "forgiveness", "latitude", "collegial_time", "adjustment",
            )},
            dialogue=real(x.audit_dialogue),
            political=real(
                x.documentation + p.burden_per_goal * x.goals + p.burden_per_rule * self.rule_stock
            ),
            inspected_as_audit=real(
                p.inspectorate_weight * p.inspectorate_independence * self.inspected
                * (1.0 - p.inspectorate_user_focus)
            ),
            managers_gaming=real(p.reporting_manager_share * self.pressure),
            reach=real(min(1.0, q.managers_span / real(len(staff)))),
        )  # fmt: skip
        for person in staff:
            person.divide_month()
            person.sit_down()
        least = p.demand_least_time * float(self.here.cut)
        self.capacity = norm * (self.reach / FIXED) / len(staff) / least

    def report(self):
        """Report, be audited, be inspected."""
        p, r, model, cases = self.p, self.model.rules, self.model, len(self.cases)
        shown = sum(person.report() for person in self.staff)
        if cases:
            noise, _, _, _ = model.draws.normals(random.REPORT, model.month, self.uid)
            self.reported = r.clip(shown / FIXED / cases + p.reporting_noise * noise, 0.0, 1.0)
            self.quality += p.demand_average * (self.sum_quality / FIXED / cases - self.quality)
            self.word += p.demand_word_rate * (self.sum_perceived / FIXED / cases - self.word)
        visit, risk, _, _ = model.draws.uniforms(random.INSPECTION, model.month, self.uid)
        chance = r.visit_probability(
            p.inspectorate_coverage, p.inspectorate_discretion, p.inspectorate_information,
            self.quality, risk,
        )  # fmt: skip
        came = 1.0 if visit < chance else 0.0
        self.inspected = min(1.0, p.inspectorate_memory * self.inspected + came)

    def learn(self, sector):
        """Let the staff learn, and revise the handbook; ``sector`` is how the others do."""
        staff, here, real = self.staff, self.here, self.model.real
        here.best = max(person.competence for person in staff)
        here.best_of_others = real(sector.competence)
        here.climate = self.mean(person.safety for person in staff)
        here.harms = real(sum(person.harms for person in staff) / len(staff))
        here.dialogue_inspected = real(self.p.inspectorate_dialogue * self.inspected)
        for person in staff:
            person.learn()
        self.revise(sector)

    def revise(self, sector):
        """Revise the handbook by the unit's own signals and by the other units'."""
        model, p, x, r, cases = self.model, self.p, self.x, self.model.rules, len(self.cases)
        before = after = self.handbook
        if cases:
            after = r.revised(
                before, x.rule_revision, x.openness, x.participation, p.learning_participation,
                self.sum_surprise / FIXED / cases,
            )  # fmt: skip
        after += r.copied(
            before,
            x.rule_revision * p.learning_copy,
            sector.best_handbook,
            x.learn_best,
            self.mandate,
            x.learn_centre,
            sector.handbook,
            x.learn_all,
        )
        self.practice = r.taken_up(
            self.practice, p.learning_invention * x.openness, p.learning_spread,
            sector.best_practice, x.learn_best, x.learn_centre, sector.practice, x.learn_all,
        )  # fmt: skip
        aimless, _, _, _ = model.draws.normals(random.DRIFT, model.month, HANDBOOK_DRIFT + self.uid)
        guided = r.exp(-(x.goals + GOALS_PER_EARMARK * x.earmarked) / 4.0)
        self.handbook = after + p.learning_drift * guided * aimless
        if sector.cases:
            self.mandate += p.learning_centre * (sector.seen - self.mandate)

    def feel(self):
        """Let the staff be motivated, and the unit's norm follow."""
        p, x, r = self.p, self.x, self.model.rules
        q, here, real = self.single, self.here, self.model.real
        span = min(1.0, p.managers_span / len(self.staff))
        here.unrewarded = real(1.0 - r.saturating(here.reward, q.motivation_price_half))
        here.span, here.norm = real(span), real(self.norm)
        here.rules_crowd = real(p.motivation_rules_crowd * self.rule_stock)
        here.structure = real(
            (1.0 - p.motivation_clarity) * x.support * span + p.motivation_clarity * self.knowledge
        )
        self.weights = (
            q.motivation_base + q.motivation_discretion + q.motivation_received
            + q.motivation_competence + q.motivation_support
        )  # fmt: skip
        here.mean_will = self.mean(person.motivation for person in self.staff)
        here.mean_effort = self.mean(
            person.effort_measured + person.effort_unmeasured for person in self.staff
        )
        crowd, unanswered, answered = (
            sum(felt) / FIXED / len(self.staff)
            for felt in zip(*(person.feel() for person in self.staff), strict=True)
        )
        self.norm = r.update_norm(
            self.norm, crowd,
            p.motivation_norm_erosion, p.motivation_norm_growth, p.motivation_norm_threshold,
            p.motivation_free_riding * unanswered, p.motivation_answered * answered,
        )  # fmt: skip

    def dare(self):
        """Let blame fall."""
        r, here, real = self.model.single, self.here, self.model.real
        for person in self.staff:
            person.blame = real(r.blame_for(person.audited, person.proven, here.dialogue))
        mean = sum(fixed(person.blame) for person in self.staff) / FIXED / len(self.staff)
        blame = real(float(self.single.safety_colleagues) * mean)
        here.forgiven = real(
            self.model.rules.forgiven(self.x.forgiveness, self.disposition, self.p.safety_manager)
        )
        safe = sum(fixed(person.safety) for person in self.staff)
        here.mean_safety = real(safe / FIXED / len(self.staff))
        for person in self.staff:
            person.dare(blame)

    def trust(self):
        """Let staff and manager trust each other more or less."""
        for person in self.staff:
            person.trust()


class Chain(mesa.Model):
    """The steering chain below its management, agent by agent."""

    def __init__(self, simulation, *, exact=False, rng=0):
        super().__init__(rng=rng)
        self.state, self.month = simulation.state, simulation.month
        self.staff_records = self.state.staff.records()
        self.rules = rules(EXACT if exact else FAST)
        self.single = rules(SINGLE) if exact else self.rules
        self.real = np.float32 if exact else float
        self.draws = KeyedLuck(self.state.key) if exact else OrdinaryLuck(self.random)
        self._given: dict[tuple[int, bool], SimpleNamespace] = {}
        self.units = [Unit(self, row) for row in range(len(self.state.unit))]
        for unit, rivals in zip(self.units, self.state.neighbours, strict=True):
            there = (self.units[row] for row in rivals if row >= 0)
            unit.rivals = list(islice(there, int(unit.p.task_rivals)))
        regular = self.state.staff.row[self.state.citizen.staff]
        for row, (place, post) in enumerate(zip(self.state.citizen.unit, regular, strict=True)):
            unit = self.units[place]
            Citizen(self, row, unit, unit.staff[post - unit.staff_first])
        self.datacollector = mesa.DataCollector({"means": Chain.means})

    def means(self):
        """What is followed, from month to month."""
        staff, citizens = self.agents_by_type[Staff], self.agents_by_type[Citizen]
        return {
            "quality": np.mean([unit.quality for unit in self.units]),
            "motivation": staff.agg("motivation", np.mean),
            "competence": staff.agg("competence", np.mean),
            "citizen_trust": citizens.agg("trust", np.mean),
        }

    def given(self, group, *, single=False):
        """The parameters of a group of units, in double or in single precision."""
        if (group, single) not in self._given:
            records, real = (self.state.single, self.real) if single else (self.state.given, float)
            values = record(records[self.state.timeline[self.month], group])
            self._given[group, single] = SimpleNamespace(
                **{name: real(value) for name, value in vars(values).items()}
            )
        return self._given[group, single]

    def step(self):
        """One month, in order."""
        units, citizens = self.units, self.agents_by_type[Citizen]
        self.shared = {
            sector: self.draws.normals(random.DRIFT, self.month, SHARED_DRIFT + sector)
            for sector in {unit.sector for unit in units}
        }
        for unit in units:
            unit.open_month()
        citizens.do("live")
        for unit in units:
            unit.open_queue()
        citizens.do("seek_help")
        for unit in units:
            unit.plan()
            for citizen in unit.cases:
                citizen.meet()
            unit.report()
        sectors = self.compare_units()
        for unit in units:
            unit.learn(sectors[unit.sector])
            unit.feel()
            unit.dare()
            for citizen in unit.cases:
                citizen.judge()
            for citizen in unit.waiters:
                citizen.lose_patience()
            unit.trust()
        self.month += 1
        self.datacollector.collect(self)

    def compare_units(self):
        """How the units of each sector do."""
        sectors = {}
        for sector in {unit.sector for unit in self.units}:
            units = [unit for unit in self.units if unit.sector == sector]
            best = min(units, key=lambda unit: (-unit.reported, unit.handbook))
            cases = sum(len(unit.cases) for unit in units)
            seen = sum(unit.sum_surprise + len(unit.cases) * fixed(unit.handbook) for unit in units)
            sectors[sector] = SimpleNamespace(
                competence=max(
                    sum(fixed(s.competence) for s in unit.staff) / FIXED / len(unit.staff)
                    for unit in units
                ),
                best_handbook=best.handbook,
                best_practice=best.practice,
                practice=sum(fixed(unit.practice) for unit in units) / FIXED / len(units),
                handbook=sum(fixed(unit.handbook) for unit in units) / FIXED / len(units),
                cases=cases,
                seen=seen / FIXED / max(cases, 1),
            )
        return sectors
