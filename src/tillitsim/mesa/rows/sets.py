"""Sets of rows that answer Mesa's AgentSet methods from the columns."""

from __future__ import annotations

import bisect
import itertools
import operator
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from random import Random
from typing import Any, cast

import numpy as np
from mesa.agent import AgentSet
from numpy.typing import NDArray

from tillitsim.locale import _
from tillitsim.mesa.rows.agent import Kind, Register, RowAgent
from tillitsim.mesa.rows.column import Cells, Column, Rows

try:  # the group-by class moved between Mesa versions
    from mesa.agentset import GroupBy
except ImportError:
    from mesa.agent import GroupBy

Positions = range | NDArray[np.int64]
Act = str | Callable[..., object]
Where = slice | NDArray[np.intp]
"""Which positions of a set."""


class RowSet(AgentSet):  # type: ignore[misc]  # Mesa is untyped
    """An ordered set of a model's agents: Mesa's AgentSet, answered from the columns.

    Beyond Mesa, ``select`` takes a boolean mask and ``set`` an array with one value per agent.
    Adding to a set or discarding from it changes this set only, never the model.
    """

    def __init__(self, register: Register, positions: Positions) -> None:
        self.register = register
        self._place(positions)

    @classmethod
    def rows(cls, register: Register, table: str, first: int, last: int) -> RowSet:
        """The agents in rows ``first`` to ``last`` (excluded) of ``table``."""
        start = register.start(table)
        return cls(register, range(start + first, start + last))

    @classmethod
    def where(cls, register: Register, table: str, mask: NDArray[np.bool_]) -> RowSet:
        """The agents in the rows of ``table`` where ``mask`` holds."""
        return cls(register, register.start(table) + np.flatnonzero(mask))

    def _place(self, positions: Positions) -> RowSet:
        self.positions = positions
        self._member: NDArray[np.bool_] | None = None
        return self

    def _new(self, positions: Positions, *, inplace: bool = False) -> RowSet:
        return self._place(positions) if inplace else RowSet(self.register, positions)

    def _from_iterable(self, agents: Iterable[object]) -> RowSet:
        """What the set operators of Python (&, |, -, ^) make their results with."""
        return self._new(_array(list(dict.fromkeys(map(self._known, agents)))))

    def _known(self, agent: object) -> int:
        position = self.register.position(agent)
        if position < 0:
            raise TypeError(_("{agent!r} is not an agent of this model.").format(agent=agent))
        return position

    @property
    def random(self) -> Random:
        """The model's generator for Mesa's users; the engine never draws from it."""
        return self.register.model.random

    # Looking at the set

    def __len__(self) -> int:
        return len(self.positions)

    def __iter__(self) -> Iterator[RowAgent]:
        return map(self.register.view, _numbers(self.positions))

    def __contains__(self, agent: object) -> bool:
        position = self.register.position(agent)
        if isinstance(self.positions, range):
            return position in self.positions
        if self._member is None:
            self._member = np.zeros(len(self.register) + 1, np.bool_)
            self._member[self.positions] = True
        return bool(self._member[position])

    def __getitem__(self, item: int | slice) -> RowAgent | list[RowAgent]:
        if isinstance(item, slice):
            return list(self._new(self.positions[item]))
        return self.register.view(int(self.positions[item]))

    def __repr__(self) -> str:
        counts = ", ".join(f"{_length(rows)} {kind.__name__}" for kind, rows, _ in self._parts())
        return f"<{len(self)} agents: {counts}>" if counts else "<0 agents>"

    def to_list(self) -> list[RowAgent]:
        """The agents in a list."""
        return list(self)

    def copy(self) -> RowSet:
        """A set of the same agents."""
        return self._new(self.positions)

    __copy__ = copy

    def __getstate__(self) -> dict[str, object]:
        return {"register": self.register, "positions": self.positions}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.register = state["register"]
        self._place(state["positions"])

    # Changing the set

    def add(self, agent: RowAgent) -> None:
        """Add an agent of the same model to this set."""
        if agent not in self:
            self._place(np.append(_array(self.positions), self._known(agent)))

    def discard(self, agent: RowAgent) -> None:
        """Take an agent out of this set, if it is in."""
        if agent in self:
            positions = _array(self.positions)
            self._place(positions[positions != self.register.position(agent)])

    def remove(self, agent: RowAgent) -> None:
        """Take an agent out of this set; KeyError when it is not in."""
        if agent not in self:
            raise KeyError(agent)
        self.discard(agent)

    def select(
        self,
        filter_func: Callable[[RowAgent], bool] | NDArray[np.bool_] | Sequence[bool] | None = None,
        at_most: int | float = float("inf"),  # noqa: PYI041 - they mean different things
        inplace: bool = False,  # noqa: FBT001, FBT002 - as in Mesa
        agent_type: Kind | tuple[Kind, ...] | None = None,
    ) -> RowSet:
        """The agents that pass a filter (a callable, or a boolean for each agent) and a type.

        ``at_most`` keeps the first so many (an integer), or at most a share of this set (a float up
        to 1, rounded down).
        """
        most = len(self) * at_most if isinstance(at_most, float) and at_most <= 1.0 else at_most
        last = int(min(most, len(self)))
        if filter_func is None and agent_type is None:
            return self._new(self.positions[:last], inplace=inplace)
        kept = np.ones(len(self), np.bool_)
        if agent_type is not None:
            kept[:] = False
            for kind, _, where in self._parts():
                kept[where] = issubclass(kind, agent_type)
        if filter_func is None:
            chosen = np.flatnonzero(kept)[:last]
        elif callable(filter_func):
            view, positions = self.register.view, self.positions
            asked = np.flatnonzero(kept).tolist()
            passing = (i for i in asked if filter_func(view(int(positions[i]))))
            chosen = _array(list(itertools.islice(passing, last)))
        else:
            chosen = np.flatnonzero(kept & self._mask(filter_func))[:last]
        return self._new(_array(self.positions)[chosen], inplace=inplace)

    def _mask(self, mask: object) -> NDArray[np.bool_]:
        given = np.asarray(mask)
        if given.dtype != np.bool_ or given.shape != (len(self),):
            raise TypeError(
                _(
                    "select takes a callable or one boolean for each of the {agents} agents, not"
                    " {dtype} of shape {shape}."
                ).format(agents=len(self), dtype=given.dtype, shape=given.shape)
            )
        return given

    def shuffle(self, inplace: bool = False) -> RowSet:  # noqa: FBT001, FBT002 - as in Mesa
        """The same agents in random order (drawn from ``model.random``)."""
        return self._new(self._shuffled(), inplace=inplace)

    def _shuffled(self) -> NDArray[np.int64]:
        order = list(_numbers(self.positions))
        self.random.shuffle(order)
        return _array(order)

    def sort(
        self,
        key: Callable[[RowAgent], Any] | str,
        ascending: bool = False,  # noqa: FBT001, FBT002 - as in Mesa
        inplace: bool = False,  # noqa: FBT001, FBT002 - as in Mesa
    ) -> RowSet:
        """The same agents by an attribute or a callable's answer; equals keep their order."""
        values = self.get(key) if isinstance(key, str) else [key(agent) for agent in self]
        order = sorted(range(len(self)), key=values.__getitem__, reverse=not ascending)
        return self._new(_array(self.positions)[order], inplace=inplace)

    # Asking and telling the agents

    def get(
        self,
        attr_names: str | Iterable[str],
        handle_missing: str = "error",
        default_value: object = None,
    ) -> list[Any]:
        """An attribute of each agent; or, for several names, a list of values for each agent."""
        if handle_missing not in ("error", "default"):
            raise ValueError(
                _("handle_missing is 'error' or 'default', not {handle_missing!r}.").format(
                    handle_missing=handle_missing
                )
            )
        missing = (default_value,) if handle_missing == "default" else ()
        if isinstance(attr_names, str):
            return self._values(attr_names, missing)
        several = [self._values(name, missing) for name in attr_names]
        return [list(row) for row in zip(*several, strict=True)]

    def _values(self, name: str, missing: tuple[object, ...] = ()) -> list[Any]:
        parts = self._columns(name)
        if parts is None:
            return [getattr(agent, name, *missing) for agent in self]
        if len(parts) == 1:
            return cast(list[Any], parts[0][0].tolist())
        values = np.empty(len(self), object)
        for cells, where in parts:
            values[where] = cells.tolist()
        return values.tolist()

    def _columns(self, name: str) -> list[tuple[Cells, Where]] | None:
        """The cells of a column and whose they are, kind by kind; None if it is no column."""
        parts = []
        for kind, rows, where in self._parts():
            column = getattr(kind, name, None)
            if not isinstance(column, Column):
                return None
            parts.append((column.values(self.register, kind.table, rows), where))
        return parts or None

    def agg(
        self, attribute: str, func: Callable[..., object] | Iterable[Callable[..., object]]
    ) -> Any:
        """What one function, or each of several, makes of the agents' values.

        A function gets a list, as in Mesa, except NumPy's own, which get an array.
        """
        if callable(func):
            return func(self._for(func, attribute))
        return [f(self._for(f, attribute)) for f in func]

    def _for(self, func: Callable[..., object], attribute: str) -> Any:
        if _takes_arrays(func):
            parts = self._columns(attribute)
            if parts is not None and len(parts) == 1:
                return parts[0][0]
        return self._values(attribute)

    def set(self, attr_name: str, value: Any) -> RowSet:
        """Give every agent the same value; a column also takes an array or list, one for each."""
        own = isinstance(value, np.ndarray | list | tuple)
        for kind, rows, where in self._parts():
            column = getattr(kind, attr_name, None)
            if not isinstance(column, Column):
                self._pin(attr_name, value, where)
            elif own and len(value) != len(self):
                raise ValueError(
                    _("{attr_name}: {value} values for {agents} agents.").format(
                        attr_name=attr_name, value=len(value), agents=len(self)
                    )
                )
            else:
                each = np.asarray(value)[where] if own else value
                column.write(self.register, kind.table, rows, each)
        return self

    def _pin(self, name: str, value: object, where: Any) -> None:
        """Set an ordinary attribute on views; as in Mesa, all get the same object."""
        for position in _numbers(self.positions[where]):
            setattr(self.register.view(position), name, value)

    def do(self, method: Act, *args: object, **kwargs: object) -> RowSet:
        """Call a method by name, or a function, on each agent."""
        self.map(method, *args, **kwargs)
        return self

    def shuffle_do(self, method: Act, *args: object, **kwargs: object) -> RowSet:
        """Call a method by name, or a function, on each agent in random order."""
        self._new(self._shuffled()).map(method, *args, **kwargs)
        return self

    def map(self, method: Act, *args: object, **kwargs: object) -> list[object]:
        """What a method by name, or a function, returns for each agent."""
        if isinstance(method, str):
            call = operator.methodcaller(method, *args, **kwargs)
            return [call(agent) for agent in self]
        return [method(agent, *args, **kwargs) for agent in self]

    def groupby(
        self, by: Callable[[RowAgent], Hashable] | str, result_type: str = "agentset"
    ) -> RowGroupBy:
        """Groups of agents by an attribute or a callable's answer, in order of appearance."""
        keys = self._values(by) if isinstance(by, str) else [by(agent) for agent in self]
        members: dict[Hashable, list[int]] = {}
        for i, key in enumerate(keys):
            members.setdefault(key, []).append(i)
        positions = _array(self.positions)
        groups = {key: self._new(positions[each]) for key, each in members.items()}
        if result_type == "agentset":
            return RowGroupBy(groups)
        return RowGroupBy({key: list(group) for key, group in groups.items()})

    def _parts(self) -> Iterator[tuple[Kind, Rows, Where]]:
        """Kind by kind: its rows in this set, and where in the set they are."""
        starts, kinds = self.register.starts, self.register.kinds
        if isinstance(self.positions, range):
            low, high = self.positions.start, self.positions.stop
            for kind, start, stop in zip(kinds, starts, starts[1:], strict=False):
                first, last = max(low, start), min(high, stop)
                if first < last:
                    yield kind, slice(first - start, last - start), slice(first - low, last - low)
            return
        if (only := self._only()) is not None:
            yield kinds[only], self.positions - starts[only], slice(None)
            return
        of = np.searchsorted(starts, self.positions, side="right") - 1
        for i in np.unique(of):
            where = np.flatnonzero(of == i)
            yield kinds[i], self.positions[where] - starts[i], where

    def _only(self) -> int | None:
        """Number of the kind, if all are of one."""
        if not len(self):
            return None
        ends = np.min(self.positions), np.max(self.positions)
        first, last = (bisect.bisect(self.register.starts, end) - 1 for end in ends)
        return first if first == last else None


class RowGroupBy(GroupBy):  # type: ignore[misc]  # Mesa is untyped
    """Mesa's groups, aggregated from the columns."""

    groups: Mapping[Hashable, RowSet | list[RowAgent]]

    def agg(self, attr_name: str, func: Callable[..., object]) -> dict[Hashable, Any]:
        """By group, what a function makes of the agents' values."""
        return {
            key: group.agg(attr_name, func)
            if isinstance(group, RowSet)
            else func([getattr(agent, attr_name) for agent in group])
            for key, group in self.groups.items()
        }


def _takes_arrays(func: Callable[..., object]) -> bool:
    """Whether it is one of NumPy's own functions, maybe with some arguments given."""
    if isinstance(func, partial):
        return _takes_arrays(func.func)
    home = getattr(func, "__module__", None) or ""
    return isinstance(func, np.ufunc) or home == "numpy" or home.startswith("numpy.")


def _array(positions: Positions | list[int]) -> NDArray[np.int64]:
    if isinstance(positions, range):
        return np.arange(positions.start, positions.stop, positions.step)
    return np.asarray(positions, np.int64)


def _numbers(positions: Positions) -> Iterable[int]:
    return positions if isinstance(positions, range) else positions.tolist()


def _length(rows: Rows) -> int:
    return int(rows.stop - rows.start) if isinstance(rows, slice) else len(rows)
