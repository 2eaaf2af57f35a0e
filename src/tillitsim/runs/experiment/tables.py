"""The tables that experiments and findings share: where it takes place, and what each arm does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field as Default
from pydantic import model_validator

from tillitsim.locale import N_
from tillitsim.scenario.composing.interventions import Change
from tillitsim.scenario.composing.sheet import NEUTRALS
from tillitsim.scenario.reading.fields import Choice, Mechanisms, Missing, Table, Text, Texts, Whole
from tillitsim.scenario.reading.values import Values
from tillitsim.scenario.schema import Neutral

MOST_REPLICATES = 1_000_000


class ArmTable(Table):
    """What is done in one arm: a scenario of its own, or the base with changes."""

    name: Annotated[
        str, Text(one_line=True), Missing(N_('not given; write for example name = "fewer-goals".'))
    ]
    title: Annotated[dict[str, str], Texts()] = Default(default_factory=dict)
    scenario: Annotated[str, Text()] = ""
    set: Values = Default(default_factory=Values)
    without: Annotated[frozenset[str], Mechanisms()] = frozenset()
    neutral: Annotated[Neutral, Choice(NEUTRALS)] = "none"
    interventions: tuple[Change, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _older_name(cls, given: Any) -> Any:
        """Findings called interventions ``changes`` once."""
        older = isinstance(given, Mapping) and "changes" in given and "interventions" not in given
        if not older:
            return given
        return {("interventions" if key == "changes" else key): v for key, v in given.items()}


class ExperimentTable(Table):
    """Arms that are compared, in a base scenario with what is set for all of them."""

    base: Annotated[str, Text(), Missing(N_('not given; write for example base = "home-care".'))]
    set: Values = Default(default_factory=Values)
    without: Annotated[frozenset[str], Mechanisms()] = frozenset()
    arms: tuple[ArmTable, ...] = ()
    replicates: Annotated[int, Whole(1, MOST_REPLICATES)] = 20
