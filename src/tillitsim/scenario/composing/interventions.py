"""Changes over time as files give them: in scenarios, in the arms of experiments, in findings."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import model_validator

from tillitsim.locale import N_, _
from tillitsim.scenario.reading.fields import Choice, Missing, Number, Table, Text, Whole
from tillitsim.scenario.reading.values import NOTHING, Fault, Settings, Values, refuse
from tillitsim.scenario.schema import Intervention

LATEST = 2400
"""The last month that a file may name."""


class Change(Table):
    """Parameters that change at a month, for all units or for some; ``[[interventions]]``."""

    name: Annotated[str, Text(one_line=True, empty=True)] = ""
    set: Annotated[Values, Settings(later=True, needed=True), Missing(NOTHING)]
    start: Annotated[int, Whole(0, LATEST)] = 0
    stop: Annotated[int | None, Whole(0, LATEST)] = None
    ramp: Annotated[int, Whole(0, LATEST)] = 0
    share: Annotated[
        float, Number(0, 1, what=N_("the share of units that it reaches, from 0 to 1"))
    ] = 1.0
    lottery: Annotated[
        Literal["unit", "council"],
        Choice(("unit", "council"), N_('{} is not right; write "unit" or "council".')),
    ] = "unit"

    @model_validator(mode="after")
    def _stops_after_it_starts(self) -> Change:
        if self.stop is not None and self.stop <= self.start:
            sentence = _(
                "{stop} is not after start ({start}); stop is the first month without it."
            ).format(stop=self.stop, start=self.start)
            refuse([Fault(("stop",), sentence)])
        return self

    def intervention(self, name: str) -> Intervention:
        """The change as an intervention, called ``name`` where it has no name of its own."""
        return Intervention(
            name=self.name or name,
            values=self.set,
            start=self.start,
            stop=self.stop,
            ramp=self.ramp,
            share=self.share,
            lottery=self.lottery,
            given=self.set,
        )


def interventions(changes: tuple[Change, ...]) -> tuple[Intervention, ...]:
    """The changes of a list as interventions; those without a name are numbered."""
    return tuple(
        each.intervention(f"intervention {place}") for place, each in enumerate(changes, 1)
    )
