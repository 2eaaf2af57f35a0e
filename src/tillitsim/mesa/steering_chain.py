"""The steering chain as a Mesa model: it owns a simulation and lets Mesa see it.

All that happens, happens in the engine; the same scenario and seed give the same bits here and
there. Mesa's ``model.random`` and ``model.rng`` exist for Mesa's users: the engine's random numbers
are keyed, so drawing from them, or looking at anything, changes no result.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any, ClassVar, NoReturn

import mesa

from tillitsim.errors import InputError, did_you_mean
from tillitsim.locale import _
from tillitsim.mesa.agents import Citizen, Manager, Politician, Staff
from tillitsim.mesa.batch_iteration import batch_iteration
from tillitsim.mesa.rows import Kind, NoSuchAttributeError, Register, RowSet, strict
from tillitsim.model import outcomes
from tillitsim.model.core import random
from tillitsim.model.cost import memory_needed
from tillitsim.model.outcomes import OUTCOMES
from tillitsim.model.simulation import Simulation
from tillitsim.scenario.load import load
from tillitsim.scenario.schema import Scenario

LARGE = 16 * 2**20


class SteeringChain(mesa.Model):  # type: ignore[misc]  # Mesa is untyped
    """A steering chain, from politics to the meeting with the citizen; one step is one month.

    ``case`` is a scenario: the name of a shipped one, a file, or a ``Scenario``. ``competition``,
    ``regulation`` and ``trust`` change the mix; the shares that are not given keep their ratio.
    ``intensity`` is how much steering there is. ``changes`` sets any parameters by name, as in
    ``{"task.variety": 1.2}``. ``months`` is the horizon, the scenario's own by default.

    ``rng`` is the seed, a whole number, and ``replicate`` the number of the run under that seed,
    from 0: together they key everything that is random, as in ``simulate`` and in a sweep, so
    ``SteeringChain(case, rng=seed, replicate=7)`` opens the eighth replicate as agents. None means
    0, not chance; but in ``mesa.batch_run`` without ``rng`` the replicate is Mesa's iteration.

    Every outcome is an attribute: ``model.good_meetings`` is that of the last month, in the unit
    that the outcome declares (NaN before the first month). ``model.datacollector`` holds all
    outcomes of all months unless you put your own collector there.

    Raises :class:`~tillitsim.errors.InputError` when something given is wrong.

    >>> model = SteeringChain("home-care", trust=0.6, months=2, rng=1)
    >>> model.step()
    >>> 0 < model.agents_by_type[Staff].agg("motivation", max) < 1
    True
    """

    kinds: ClassVar[tuple[Kind, ...]] = (Politician, Manager, Staff, Citizen)
    """The kinds of agents, each for one table; a subclass may put its own in their place."""

    def __init__(
        self,
        case: str | Path | Scenario = "home-care",
        *,
        competition: float | None = None,
        regulation: float | None = None,
        trust: float | None = None,
        intensity: float | None = None,
        changes: Mapping[str, float] | None = None,
        months: int | None = None,
        rng: int | str | None = None,
        replicate: int | str | None = None,
    ) -> None:
        seed = 0 if rng is None else _whole(rng, "rng")
        if replicate is None and rng is None:
            replicate = batch_iteration()
        number = 0 if replicate is None else _whole(replicate, "replicate")
        own = {
            "mix.competition": competition,
            "mix.regulation": regulation,
            "mix.trust": trust,
            "mix.intensity": intensity,
            "months": months,
        }
        scenario = load(case, changes=_merged(changes or {}, own))
        super().__init__(rng=seed if number == 0 else int(random.key(seed, number)) >> 1)
        if memory_needed(scenario) > LARGE:
            gc.collect()  # Mesa ties a model into a cycle, and the collector cannot weigh arrays
        self.simulation = Simulation(scenario, seed, number)
        self.register = Register(self, self.kinds)
        self._collector: mesa.DataCollector = OutcomeCollector()
        self._read: tuple[int, dict[str, float]] = (0, dict.fromkeys(OUTCOMES, float("nan")))

    def step(self) -> None:
        """One month: signals go down the chain, the meeting happens, information goes up.

        After the last month of the horizon ``running`` is False, and a further step is refused with
        a ValueError: what is given is known no further. Ask for a longer horizon with ``months``.
        """
        self.simulation.advance()
        self.running = self.tick < self.simulation.months

    @property
    def tick(self) -> int:
        """Months done."""
        return self.simulation.month

    @property
    def replicate(self) -> int:
        """Number of the run under its seed, from 0."""
        return self.simulation.replicate

    @property
    def case(self) -> Scenario:
        """The scenario, with all changes."""
        return self.simulation.scenario

    def outcome(self, name: str) -> float:
        """An outcome of the last month, in the unit that it declares; NaN before the first."""
        if name not in OUTCOMES:
            raise InputError(
                _("there is no outcome '{name}'{advice}.").format(
                    name=name, advice=did_you_mean(name, OUTCOMES)
                )
            )
        month, values = self._read
        if month != self.tick:
            last = self.simulation.tally[self.tick - 1 : self.tick].sum(axis=1)
            values = dict(zip(OUTCOMES, outcomes.read(last)[0].tolist(), strict=True))
            self._read = (self.tick, values)
        return values[name]

    def __getattr__(self, name: str) -> float:
        if name in OUTCOMES:
            return self.outcome(name)
        raise NoSuchAttributeError(type(self), name, OUTCOMES)

    def __dir__(self) -> Iterable[str]:
        return [*super().__dir__(), *OUTCOMES]

    def __repr__(self) -> str:
        return (
            f"<{type(self).__name__} {self.case.name!r}: month {self.tick} of"
            f" {self.simulation.months}, {len(self.register)} agents>"
        )

    @property
    def agents(self) -> RowSet:
        """Everybody: politicians, managers, staff and citizens."""
        return RowSet(self.register, range(len(self.register)))

    @property
    def agents_by_type(self) -> dict[Kind, RowSet]:
        """Everybody, by kind."""
        return {kind: RowSet(self.register, self.register.span(kind)) for kind in self.kinds}

    @property
    def agent_types(self) -> list[Kind]:
        """The kinds of agents."""
        return list(self.kinds)

    def register_agent(self, agent: mesa.Agent) -> NoReturn:
        """Refused: everybody is there from the start."""
        raise TypeError(_fixed(_("{name} cannot join").format(name=type(agent).__name__)))

    def deregister_agent(self, agent: mesa.Agent) -> NoReturn:
        """Refused: posts are never removed."""
        raise TypeError(_fixed(_("{name} cannot leave").format(name=type(agent).__name__)))

    def remove_all_agents(self) -> NoReturn:
        """Refused: posts are never removed."""
        raise TypeError(_fixed(_("nobody can be removed from")))

    @property
    def datacollector(self) -> mesa.DataCollector:
        """What has been collected: by default all outcomes of all months done.

        A collector of your own put here is yours to call; attribute names in its agent reporters
        that an agent does not have become errors, whatever the version of Mesa.
        """
        if isinstance(self._collector, OutcomeCollector):
            self._collector.collect(self)
        return self._collector

    @datacollector.setter
    def datacollector(self, collector: mesa.DataCollector) -> None:
        self._collector = strict(collector)


class OutcomeCollector(mesa.DataCollector):  # type: ignore[misc]  # Mesa is untyped
    """All outcomes of all months. The engine remembers them, so that collecting is catching up."""

    def __init__(self) -> None:
        super().__init__(model_reporters={name: name for name in OUTCOMES})
        self.months = 0

    def collect(self, model: SteeringChain) -> None:
        """Collect the months that have not been collected yet."""
        if self.months == model.tick:
            return
        for month, row in enumerate(model.simulation.outcomes()[self.months :], self.months + 1):
            values = dict(zip(OUTCOMES, row.tolist(), strict=True))
            super().collect(SimpleNamespace(steps=month, time=float(month), **values))
        self.months = model.tick


def _whole(given: Any, name: str) -> int:
    """``given`` as a plain Python integer: Mesa takes no other, and text boxes give strings."""
    try:
        number = int(given)
    except (TypeError, ValueError, OverflowError):
        number = -1
    if number < 0 or (not isinstance(given, str) and number != given):
        raise InputError(
            _("{name} is a whole number from 0; {given!r} was given.").format(
                name=name, given=given
            )
        )
    return number


def _merged(changes: Mapping[str, float], own: Mapping[str, float | None]) -> dict[str, float]:
    """All changes by name, those given as arguments of their own among them."""
    if not isinstance(changes, Mapping):
        raise InputError(
            _(
                'changes is a dictionary such as {{"task.variety": 1.2}}; {changes!r} was given.'
            ).format(changes=changes)
        )
    given = {name: value for name, value in own.items() if value is not None}
    twice = sorted(given.keys() & changes.keys())
    if twice:
        raise InputError(
            _("{name} is given twice: in changes and by itself.").format(name=name)
            for name in twice
        )
    return {**changes, **given}


def _fixed(what: str) -> str:
    return _(
        "{what} a steering chain: everybody is there from the start, and a post is"
        " never empty. Change chain.councils, chain.politicians, chain.units,"
        " chain.staff or chain.citizens."
    ).format(what=what)
