"""The four kinds of agents of the steering chain, from politics to the meeting with the citizen.

Each attribute is a column of the engine's tables: reading it reads the table, writing it writes the
table and changes what happens next. Shares, levels and trusts lie in [0, 1]. Columns that only
record what a month brought, or who is linked to whom, are read only or are overwritten next month.
Up and down the chain: ``politician.managers``, ``manager.staff``, ``staff.citizens``, and back.
"""

from __future__ import annotations

from typing import cast

from tillitsim.locale import N_
from tillitsim.mesa.rows import Column, Instrument, Regular, RowAgent, RowSet
from tillitsim.model.core.numerics import from_fixed
from tillitsim.model.state.staff import AT, COLUMNS

LINK = N_("it links rows of tables that are laid out along the chain")
PERSON = N_("it belongs to the person, to whom all random numbers are keyed")
COUNT = N_("it counts what a month brought")


def _level(meaning: str, of: str = "") -> Column[float]:
    return Column(f"{meaning} (0-1)", of=of, low=0.0, high=1.0)


def _link(meaning: str, name: str = "") -> Column[int]:
    return Column(f"{meaning} (row number)", name=name, fixed=LINK)


def _person() -> Column[int]:
    return Column("number of the person who holds the post", name="uid", fixed=PERSON)


def _declared(name: str, fixed: str = "") -> Column[float]:
    """A column of staff as it is declared."""
    column = COLUMNS[AT._fields.index(name)]
    return Column(
        f"{column.meaning} ({column.unit})",
        low=column.low,
        high=column.high,
        fixed=fixed,
        whole=column.whole,
    )


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
        name="trust_in_operations",
        of="council",
        low=0,
        high=1,
    )
    pressure = Column[float]("the council's pressure on its services", of="council", low=0, high=5)
    rule_stock = Column[float]("the council's rule stock", of="council", low=0, high=3)
    aspiration_reported = _level("the council's aspiration for reported results", of="council")
    aspiration_trust = _level("the council's aspiration for citizens' trust", of="council")
    reported = _level("results that the council was last told", of="council")
    citizen_trust = _level("citizens' trust as the council last saw it", of="council")
    scandal_rate = Column[float](
        "scandals per case over the months that the council remembers", of="council", low=0
    )
    scandals_heard = Column[float]("scandals a month as remembered", of="council", low=0)
    cases_heard = Column[float]("cases a month as remembered", of="council", low=0)
    heard_reported = _level("reported results as the council remembers them", of="council")
    heard_trust = _level("citizens' trust as the council remembers it", of="council")
    trust_at_election = _level("citizens' trust at the last election", of="council")
    deficit = Column[float]("the council's deficit, share of budgets", of="council", low=0)
    tilt = _level("how far the scenario's mix is tilted towards the council's", of="council")
    trust_in_democracy = _level("citizens' trust in democracy here", of="council")
    elections_lost = Column[int]("elections lost so far", of="council", fixed=COUNT)
    election = Column[int]("an election this month: 1 held, 2 lost", of="council", fixed=COUNT)

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
    extent = Column[float](
        "length of that circle, where ten units around it are one", of="unit", low=0.1
    )
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
    late = Column[int]("citizens who have waited too long", of="unit", fixed=COUNT)
    practice = _level("how far a better practice has been taken up", of="unit")
    behind = Column[int]("months without the better practice", of="unit", fixed=COUNT)
    different_staff = Column[float](
        "different staff that a citizen meets in 14 days", of="unit", low=0
    )
    manager_left = Column[int]("the manager left last month", of="unit", fixed=COUNT)

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
    generation = Column[int]("people who have held the post before", fixed=PERSON)
    psm = _declared("psm")
    aversion = _declared("aversion")
    bias = _declared("bias")
    habit = _declared("habit")
    talent = _declared("talent")
    competence = _declared("competence")
    motivation = _declared("motivation")
    safety = _declared("safety")
    belief_good = _declared("belief_good")
    belief_bad = _declared("belief_bad")
    trust_in_manager = _declared("trust_in_manager")
    granted = _declared("granted")
    discretion = _declared("discretion")
    burden_state = _declared("burden_state")
    burden_council = _declared("burden_council")
    burden_inspectorate = _declared("burden_inspectorate")
    burden_manager = _declared("burden_manager")
    case_time = _declared("case_time")
    slack = _declared("slack")
    coverage = _declared("coverage")
    detection = _declared("detection")
    effort_measured = _declared("effort_measured")
    effort_unmeasured = _declared("effort_unmeasured")
    time_per_case = _declared("time_per_case")
    value = _declared("value")
    measured = _declared("measured")
    gaming = _declared("gaming")
    helped = _declared("helped")
    crowding = _declared("crowding")
    blame = _declared("blame")
    growth = _declared("growth")
    peers = _declared("peers")
    errors = _declared("errors")
    unsaid = _declared("unsaid")
    tenure = _declared("tenure")
    audited = _declared("audited", fixed=COUNT)
    proven = _declared("proven", fixed=COUNT)
    left = _declared("left", fixed=COUNT)
    ill = _declared("ill", fixed=COUNT)
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
        place = register.state.staff.place[self.row]
        return RowSet.where(register, "citizen", register.state.citizen.staff == place)


class Citizen(RowAgent):
    """Somebody the service is for."""

    table = "citizen"
    shown = ("unit", "complexity", "trust", "relation", "waiting")

    person = _person()
    unit = _link("the unit")
    staff = Regular(LINK)
    place = _level("where the citizen lives on the circle of places")
    complexity = Column[float]("complexity of needs (sd)", low=0, high=50)
    mobility = _level("ability to change units")
    trust = _level("trust in the service")
    relation = Column[int]("visits to the regular member of staff", low=0)
    generation = Column[int]("whom the relation is with", fixed=PERSON)
    waiting = Column[int]("months that a case has waited", fixed=COUNT)
    threshold = Column[int]("16-bit draw below which a need arises", fixed=COUNT)
    chose = Column[int]("1 in a unit of the citizen's own choosing, else 0", fixed=COUNT)

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
