"""Data collectors that know columns: strict about names, and fast for whole kinds of agents."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Mapping
from typing import Any

import mesa

from tillitsim.mesa.rows.agent import Kind, RowAgent
from tillitsim.mesa.rows.sets import RowSet

Reporters = Mapping[str, Any]


class Reading:
    """An agent reporter that reads one attribute, and complains when there is none."""

    def __init__(self, attribute: str) -> None:
        self.attribute = attribute

    def __call__(self, agent: RowAgent) -> Any:
        """The attribute of an agent; an error where it has none."""
        return getattr(agent, self.attribute)


class ColumnCollector(mesa.DataCollector):  # type: ignore[misc]  # Mesa is untyped
    """Mesa's DataCollector, with agent-type reporters that are columns read a column at a time.

    Takes and keeps what Mesa's does, and gives the same tables; only faster for reporters given as
    attribute names, and an unknown name is an error in every version of Mesa.
    """

    def __init__(
        self,
        model_reporters: Reporters | None = None,
        agent_reporters: Reporters | None = None,
        agenttype_reporters: Mapping[Kind, Reporters] | None = None,
        tables: Mapping[str, list[str]] | None = None,
    ) -> None:
        super().__init__(
            model_reporters,
            _read(agent_reporters or {}),
            {kind: _read(each) for kind, each in (agenttype_reporters or {}).items()},
            tables,
        )

    def _record_agenttype(self, model: Any, agent_type: Kind) -> Iterable[tuple[Any, ...]]:
        """The rows of one kind of agent, as Mesa makes them: time, number, then the reports."""
        agents = model.agents_by_type.get(agent_type)
        names = [
            reporter.attribute
            for reporter in self.agenttype_reporters[agent_type].values()
            if isinstance(reporter, Reading)
        ]
        if not isinstance(agents, RowSet) or len(names) < len(self.agenttype_reporters[agent_type]):
            rows: Iterable[tuple[Any, ...]] = super()._record_agenttype(model, agent_type)
            return rows
        now = getattr(model, "time", None)
        if now is None:  # before Mesa 3.5
            now = model.steps
        columns = (agents.get(name) for name in ("unique_id", *names))
        return [(now, *row) for row in zip(*columns, strict=True)]


def strict(collector: mesa.DataCollector) -> mesa.DataCollector:
    """``collector``, with reporters that complain about an attribute that an agent does not have.

    Mesa 3.3 turns an attribute name into a function that reports None for it, and a mistyped name
    goes unnoticed; besides, such functions cannot be pickled, and so neither could the model.
    """
    for reporters in (collector.agent_reporters, *collector.agenttype_reporters.values()):
        for name, reporter in reporters.items():
            attribute = _attribute(reporter)
            if attribute is not None:
                reporters[name] = Reading(attribute)
    return collector


def _attribute(reporter: object) -> str | None:
    """The attribute name that Mesa has closed in a reporter; None for anything else."""
    if not inspect.isfunction(reporter) or reporter.__module__ != mesa.DataCollector.__module__:
        return None
    closed = inspect.getclosurevars(reporter).nonlocals.get("attribute_name")
    return closed if isinstance(closed, str) else None


def _read(reporters: Reporters) -> dict[str, Any]:
    return {
        name: Reading(reporter) if isinstance(reporter, str) else reporter
        for name, reporter in reporters.items()
    }
