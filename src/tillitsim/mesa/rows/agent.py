"""One row of a table, seen as a Mesa agent; and the register of all who have been seen."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from random import Random
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

import mesa

from tillitsim.errors import did_you_mean
from tillitsim.locale import _
from tillitsim.mesa.rows.column import Number, field

if TYPE_CHECKING:
    from tillitsim.model.simulation import Simulation
    from tillitsim.model.state.columns import State


class RowModel(Protocol):
    """What rows ask of the model that they belong to."""

    simulation: Simulation
    register: Register
    random: Random


class RowAgent(mesa.Agent):  # type: ignore[misc]  # Mesa is untyped
    """One row of a table, seen as a Mesa agent.

    The agent is a post: it is never created or removed by hand. Columns are attributes; a name that
    is no column is an ordinary attribute, kept on this view. ``table`` is the table in the engine's
    state, ``shown`` the columns that ``repr`` shows.
    """

    table: ClassVar[str]
    shown: ClassVar[tuple[str, ...]] = ()
    pos = current_action = None  # what Mesa's own agents start with

    model: RowModel
    row: int
    unique_id = Number()

    def __init__(self, *_: object, **__: object) -> None:
        raise TypeError(there_from_the_start(type(self)))

    def __getattr__(self, name: str) -> Any:
        raise NoSuchAttributeError(type(self), name)

    def __repr__(self) -> str:
        shown = ", ".join(f"{name} {getattr(self, name):.4g}" for name in self.shown)
        return f"<{type(self).__name__} {self.unique_id}: {shown}>"

    def remove(self) -> None:
        """Refused: posts are never removed, turnover changes the person who holds them."""
        raise TypeError(
            _(
                "{name} {unique_id} cannot be removed: a post is never empty, turnover changes"
                " the person who holds it."
            ).format(name=type(self).__name__, unique_id=self.unique_id)
        )

    @classmethod
    def create_agents(cls, *_: object, **__: object) -> Any:
        """Refused: everybody is there from the start."""
        raise TypeError(there_from_the_start(cls))

    @classmethod
    def from_dataframe(cls, *_: object, **__: object) -> Any:
        """Refused: everybody is there from the start."""
        raise TypeError(there_from_the_start(cls))


Kind = type[RowAgent]


class NoSuchAttributeError(AttributeError):
    """A class does not have an attribute; the sentence is only made when somebody reads it."""

    def __init__(self, owner: type, wanted: str, known: Iterable[str] = ()) -> None:
        super().__init__(owner, wanted)
        self.owner, self.wanted, self.known = owner, wanted, known

    def __str__(self) -> str:
        names = [name for name in (*dir(self.owner), *self.known) if not name.startswith("_")]
        return _("{name} has no attribute '{wanted}'{advice}").format(
            name=self.owner.__name__, wanted=self.wanted, advice=did_you_mean(self.wanted, names)
        )


def there_from_the_start(kind: type) -> str:
    """Why agents cannot be added, and what to change instead."""
    return _(
        "{name} cannot be added to a steering chain: everybody is there from the"
        " start. Change chain.councils, chain.politicians, chain.units, chain.staff"
        " or chain.citizens instead."
    ).format(name=kind.__name__)


class Register:
    """Everybody in a model, by position, and the views that have been made so far.

    Positions run through the tables of ``kinds``, one after the other, from 0.
    """

    def __init__(self, model: RowModel, kinds: Sequence[Kind]) -> None:
        self.model = model
        self.kinds = tuple(kinds)
        sizes = (len(field(getattr(self.state, kind.table), "uid")) for kind in kinds)
        self.starts = tuple(itertools.accumulate(sizes, initial=0))
        self._start = {kind.table: self.starts[i] for i, kind in enumerate(kinds)}
        self._views: dict[int, RowAgent] = {}

    def __len__(self) -> int:
        return self.starts[-1]

    @property
    def state(self) -> State:
        """The tables as they are now."""
        return self.model.simulation.state

    def start(self, table: str) -> int:
        """Position of the first row of ``table``."""
        return self._start[table]

    def span(self, kind: Kind) -> range:
        """Positions of all agents of exactly this ``kind``."""
        i = self.kinds.index(kind)
        return range(self.starts[i], self.starts[i + 1])

    def view(self, position: int) -> RowAgent:
        """The agent at a position: always the same object."""
        view = self._views.get(position)
        if view is None:
            i = 0
            while position >= self.starts[i + 1]:
                i += 1
            kind = self.kinds[i]
            view = kind.__new__(kind)
            view.model = self.model
            view.row = position - self.starts[i]
            self._views[position] = view
        return view

    def position(self, agent: object) -> int:
        """Position of one of the model's agents; -1 for anything else."""
        if isinstance(agent, RowAgent) and agent.model is self.model:
            return self._start[agent.table] + agent.row
        return -1
