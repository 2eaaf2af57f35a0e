"""Agents as rows: Mesa's agents, agent sets and data collectors over the engine's columns.

Every agent of a model has a position: politicians first, then managers, staff and citizens, in the
order of their tables. A :class:`RowSet` is a set of positions that answers Mesa's AgentSet methods
from the columns; a :class:`RowAgent` is a view of one row, made when somebody looks and then kept,
so that it stays the same object. Nobody looks, nothing is paid.

Mesa's own sets cannot do this: they hold agents one by one, most of them weakly. Written against
what Mesa 3.3, 3.5 and 4.0 have in common; the only private name of Mesa used is the data
collector's ``_record_agenttype``.
"""

from tillitsim.mesa.rows.agent import Kind, NoSuchAttributeError, Register, RowAgent, RowModel
from tillitsim.mesa.rows.collect import ColumnCollector, strict
from tillitsim.mesa.rows.column import Column, Instrument, Regular
from tillitsim.mesa.rows.sets import RowGroupBy, RowSet

__all__ = [
    "Column",
    "ColumnCollector",
    "Instrument",
    "Kind",
    "NoSuchAttributeError",
    "Register",
    "Regular",
    "RowAgent",
    "RowGroupBy",
    "RowModel",
    "RowSet",
    "strict",
]
