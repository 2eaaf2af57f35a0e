"""The four kinds of agents of the steering chain, from politics to the meeting with the citizen.

Each attribute is a column of the engine's tables: reading it reads the table, writing it writes the
table and changes what happens next. Shares, levels and trusts lie in [0, 1]. Columns that only
record what a month brought, or who is linked to whom, are read only or are overwritten next month.
Up and down the chain: ``politician.managers``, ``manager.staff``, ``staff.citizens``, and back.
"""

from __future__ import annotations

from typing import cast

from tillitsim.mesa.rows import Column, Instrument, RowAgent, RowSet
from tillitsim.model.core.numerics import from_fixed

LINK = "it links rows of tables that are laid out along the chain"
PERSON = "it belongs to the person, to whom all luck is keyed"
COUNT = "it counts what a month brought"


def _level(meaning: str, of: str = "") -> Column[float]:
    return Column(f"{meaning} (0-1)", of=of, low=0.0, high=1.0)


def _link(meaning: str, name: str = "") -> Column[int]:
    return Column(f"{meaning} (row number)", name=name, fixed=LINK)


def _person() -> Column[int]:
    return Column("number of the person who holds the post", name="uid", fixed=PERSON)


class Politician(RowAgent):
    """A member of a council: an ideal mix, whom to listen to, and the council's view of things."""

    table = "politician"
    shown = ("council", "competition", "regulation", "trust", "voice")

    person = _person()
    council = _link("the council")
    competition = _level("share of competition in the ideal mix")
    regulation = _level("share of regulation in the ideal mix")
    trust = _level("share of trust in the ideal mix")
    voice = _level("weight of citizens' voice against reported figures")
    trust_in_operations = _level("own trust in operations")

    ideal_competition = _level("share of competition in the council's mix", of="council")
    ideal_regulation = _level("share of regulation in the council's mix", of="council")
    ideal_trust = _level("share of trust in the council's mix", of="council")
    council_trust_in_operations = Column[float](
        "the council's trust in operations (0-1)",
        name="trust_in_operations", of="council", low=0, high=1,
    )  # fmt: skip
    pressure = Column[float]("the council's pressure on its services", of="council", low=0, high=5)
    rule_stock = Column[float]("the council's rule stock", of="council", low=0, high=3)
    aspiration_reported = _level("the council's aspiration for reported results", of="council")
    aspiration_trust = _level("the council's aspiration for citizens' trust", of="council")
    reported = _level("results that the council was last told", of="council")
    citizen_trust = _level("citizens' trust as the council last saw it", of="council")
    scandal_rate = Column[float]("scandals per case last month", of="council", low=0)
    deficit = Column[float]("the council's deficit, share of budgets", of="council", low=0)
    tilt = _level("how far the scenario's mix is tilted towards the council's", of="council")
    trust_in_democracy = _level("citizens' trust in democracy here", of="council")
    elections_lost = Column[int]("elections lost so far", of="council", fixed=COUNT)

    @property
    def managers(self) -> RowSet:
        """Managers of the council's units."""
        register = self.model.register
        council = register.state.council[self.council]
        return RowSet.rows(register, "manager", council["unit_first"], council["unit_last"])


class Manager(RowAgent):
    """The manager of a unit: disposition and ideals, and everything that holds in the unit."""

    table = "manager"
    shown = ("unit", "disposition", "fidelity", "meeting_quality", "load")

    person = _person()
    unit = _link("the unit")
    disposition = _level("Theory X 0 - Theory Y 1")
    competition = _level("share of competition in the ideal mix")
    regulation = _level("share of regulation in the ideal mix")
    trust = _level("share of trust in the ideal mix")
    quality = Column[float]("quality of management (sd)", low=-10, high=10)
    alignment = _level("agreement with the instruments, towards which fidelity moves")
    fidelity = _level("how far control is enforced")
    prior_good = Column[float]("prior belief in staff: good months", low=1e-6, high=1e6)
    prior_bad = Column[float]("prior belief in staff: bad months", low=1e-6, high=1e6)

    council = Column[int]("the council (row number)", of="unit", fixed=LINK)
    sector = Column[int]("the sector (number)", of="unit", fixed=LINK)
    group = Column[int]("sector and arm of interventions (number)", of="unit", fixed=LINK)
    place = _level("where the unit lies on the circle of places", of="unit")
    handbook = Column[float]("centre of the handbook (sd of need)", of="unit")
    mandate = Column[float]("centre that is mandated (sd of need)", of="unit")
    knowledge = _level("what the handbook knows of what can be codified", of="unit")
    need = Column[float]("centre of citizens' needs (sd of need)", of="unit")
    reported = _level("reported results", of="unit")
    meeting_quality = Column[float](
        "true quality of last month's meetings (0-1)", name="quality", of="unit", low=0, high=1
    )
    word = _level("word of mouth", of="unit")
    norm = _level("service norm among staff", of="unit")
    co_operation = _level("co-operation across boundaries", of="unit")
    incoherence = Column[float]("mixed signals (scaled gap)", of="unit", low=0)
    inspected = Column[float]("what the last inspection left behind", of="unit")
    capacity = Column[float]("cases that can be met in a month", of="unit", low=0)
    load = Column[float]("cases per staff over the norm", of="unit", low=0)
    enrolled = Column[int]("citizens of the unit", of="unit", fixed=COUNT)
    arisen = Column[int]("cases that arose last month", of="unit", fixed=COUNT)
    waiting = Column[int]("citizens who wait", of="unit", fixed=COUNT)
    cases = Column[int]("cases met last month", of="unit", fixed=COUNT)

    discretion = Instrument()
    earned = Instrument()
    latitude = Instrument()
    rule_density = Instrument()
    handbook_coverage = Instrument()
    rule_revision = Instrument()
    minimum = Instrument()
    goals = Instrument()
    documentation = Instrument()
    money_follows = Instrument()
    choosers = Instrument()
    earmarked = Instrument()
    incentive = Instrument()
    audit_coverage = Instrument()
    audit_selectivity = Instrument()
    audit_dialogue = Instrument()
    visibility = Instrument()
    collegial_time = Instrument()
    participation = Instrument()
    support = Instrument()
    openness = Instrument()
    forgiveness = Instrument()
    learn_best = Instrument()
    learn_centre = Instrument()
    learn_all = Instrument()
    standards = Instrument()
    adjustment = Instrument()

    @property
    def budget(self) -> float:
        """Budget (cases at the norm); money is conserved, so give more by economy.funding."""
        return float(from_fixed(int(self.model.register.state.unit["budget"][self.unit])))

    @property
    def politicians(self) -> RowSet:
        """Members of the unit's council."""
        register = self.model.register
        council = register.state.council[self.council]
        first, last = council["politician_first"], council["politician_last"]
        return RowSet.rows(register, "politician", first, last)

    @property
    def staff(self) -> RowSet:
        """Staff of the unit."""
        register = self.model.register
        unit = register.state.unit[self.unit]
        return RowSet.rows(register, "staff", unit["staff_first"], unit["staff_last"])

    @property
    def citizens(self) -> RowSet:
        """Citizens of the unit."""
        register = self.model.register
        return RowSet.where(register, "citizen", register.state.citizen.unit == self.unit)


class Staff(RowAgent):
    """A front-line post and the person who holds it: can, will and dare."""

    table = "staff"
    shown = ("unit", "competence", "motivation", "safety", "discretion")

    person = _person()
    unit = _link("the unit")
    tenure = Column[int]("months in the post", low=0)
    generation = Column[int]("people who have held the post before", fixed=PERSON)
    psm = _level("public service motivation, a trait")
    aversion = Column[float]("aversion to control, a trait (1 = ordinary)", low=0, high=4)
    bias = Column[float]("private bias, a trait (sd of need, either sign)", low=-10, high=10)
    habit = Column[float]("fixed habit of reading needs, a trait (sd)", low=-10, high=10)
    competence = _level("can: competence")
    motivation = _level("will: motivation")
    safety = _level("dare: psychological safety")
    belief_good = Column[float]("the manager's belief: good months", low=1e-6, high=1e6)
    belief_bad = Column[float]("the manager's belief: bad months", low=1e-6, high=1e6)
    trust_in_manager = _level("trust in the manager")
    granted = _level("discretion granted")
    discretion = _level("discretion used")
    burden_state = _level("time for the state's demands, share of the month")
    burden_council = _level("time for the council's demands, share of the month")
    burden_inspectorate = _level("time for the inspectorate's demands, share of the month")
    burden_manager = _level("time that the manager sets aside, share of the month")
    case_time = _level("time for cases, share of the month")
    slack = _level("time left, share of the month")
    coverage = _level("probability of an audit this month")
    detection = _level("probability that shirking is detected")
    effort_measured = _level("effort on what is measured")
    effort_unmeasured = _level("effort on what is not")
    time_per_case = Column[float]("time per case over the norm", low=0, high=1.5)
    value = _level("what a meeting is worth when the help fits")
    measured = _level("what an honest metric would show")
    gaming = _level("share of what is missing that is made up")
    helped = _level("how much those who were helped noticed")
    crowding = Column[float]("crowding out of motivation", low=0)
    blame = _level("blame last month")
    audited = Column[int]("audit last month: 1 read as good, -1 as bad, 0 none", fixed=COUNT)
    proven = Column[int]("proven serious cases last month", fixed=COUNT)
    left = Column[int]("the last holder: 1 left, 2 was dismissed last month", fixed=COUNT)
    cases = Column[int]("cases met last month", fixed=COUNT)
    harms = Column[int]("harms last month", fixed=COUNT)

    @property
    def belief(self) -> float:
        """The manager's belief that the next month will be good (0-1)."""
        return self.belief_good / (self.belief_good + self.belief_bad)

    @property
    def manager(self) -> Manager:
        """The unit's manager."""
        register = self.model.register
        return cast(Manager, register.view(register.start("manager") + self.unit))

    @property
    def citizens(self) -> RowSet:
        """Citizens who have this person as their regular member of staff."""
        register = self.model.register
        return RowSet.where(register, "citizen", register.state.citizen.staff == self.row)


class Citizen(RowAgent):
    """Somebody the service is for."""

    table = "citizen"
    shown = ("unit", "complexity", "trust", "relation", "waiting")

    person = _person()
    unit = _link("the unit")
    staff = _link("the regular member of staff")
    place = _level("where the citizen lives on the circle of places")
    complexity = Column[float]("complexity of needs (sd)", low=0, high=50)
    mobility = _level("ability to change units")
    trust = _level("trust in the service")
    relation = Column[int]("visits to the regular member of staff", low=0)
    generation = Column[int]("whom the relation is with", fixed=PERSON)
    waiting = Column[int]("months that a case has waited", fixed=COUNT)

    @property
    def manager(self) -> Manager:
        """Manager of the citizen's unit."""
        register = self.model.register
        return cast(Manager, register.view(register.start("manager") + self.unit))

    @property
    def regular(self) -> Staff:
        """The regular member of staff."""
        register = self.model.register
        return cast(Staff, register.view(register.start("staff") + self.staff))
