"""The same month with its upward half in another order, to see what hangs on the order."""

from __future__ import annotations

from collections.abc import Callable

from tillitsim.model.mechanisms.learning import learning
from tillitsim.model.mechanisms.market import market
from tillitsim.model.mechanisms.meeting import meeting
from tillitsim.model.mechanisms.motivation import motivation
from tillitsim.model.mechanisms.reporting import reporting
from tillitsim.model.mechanisms.safety import safety
from tillitsim.model.mechanisms.trust import trust
from tillitsim.model.mechanisms.workforce import workforce
from tillitsim.model.month import signals_down
from tillitsim.model.observe import observe
from tillitsim.model.simulation import Progress, Simulation

UPWARD: tuple[tuple[str, Callable[..., object]], ...] = (
    ("workforce", workforce),
    ("trust", trust),
    ("safety", safety),
    ("motivation", motivation),
    ("learning", learning),
    ("reporting", reporting),
    ("market", market),
)
"""From the meeting upwards, in nearly the reverse of the order that a month has."""


class Reordered(Simulation):
    """A simulation whose people react in another order each month; slower, month by month."""

    def advance(self, months: int = 1) -> None:
        """One month, or several, in every council."""
        for _ in range(months):
            self._month()
            self.month += 1

    def run(self, threads: int = 1, progress: Progress | None = None) -> None:  # noqa: ARG002
        """The remaining months, one by one."""
        self.advance(self.months - self.month)

    def _month(self) -> None:
        off, month = self.scenario.without, self.spin_up + self.month
        for k in range(len(self.state.council)):
            waiters = signals_down(self.state, k, month)
            meeting(self.state, k, month)
            for name, mechanism in UPWARD:
                if name not in off:
                    more = (waiters,) if name == "trust" else ()
                    mechanism(self.state, k, month, *more)
            observe(self.state, k, month)
