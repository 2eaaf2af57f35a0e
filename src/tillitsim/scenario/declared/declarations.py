"""All declared parameters in one place.

A mechanism's parameters stand beside its equations (``model/mechanisms/safety.toml``), what is
given stands in ``context.toml``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

from tillitsim.scenario.declared.instruments import profile_parameters
from tillitsim.scenario.declared.parameter import Parameter, declared
from tillitsim.scenario.declared.table_file import Entries, read_entries

HERE = Path(__file__).parent
OWN_TABLES = HERE.parents[1] / "model" / "mechanisms"
"""Folder of the mechanisms, where each has a file of parameters beside its equations."""


def _parameters(entries: Entries) -> tuple[Parameter, ...]:
    return tuple(declared(name, entry) for name, entry in entries.items() if name)


_OWNED = sorted(
    ((path.stem, read_entries(path)) for path in OWN_TABLES.glob("*.toml")),
    key=lambda owned: int(owned[1][""]["order"]),
)

MECHANISMS: tuple[str, ...] = tuple(name for name, _ in _OWNED)
"""The mechanisms, in the order in which a month goes through them."""

CONTEXT: tuple[Parameter, ...] = _parameters(read_entries(HERE / "context.toml"))
"""Parameters of what is given: the mix, the chain, the task, the people, the economy."""

BEHAVIOUR: tuple[Parameter, ...] = (
    *(parameter for _, entries in _OWNED for parameter in _parameters(entries)),
    *_parameters(read_entries(HERE / "interaction.toml")),
)
"""Parameters of how people and organisations react, mechanism by mechanism."""

_known = {each.name: each for each in (*CONTEXT, *BEHAVIOUR, *profile_parameters())}
PARAMETERS: Mapping[str, Parameter] = MappingProxyType(_known)
"""Every parameter by name; those of mechanisms of one's own too, while they are in use."""

_own: dict[str, None] = {}


def mechanisms() -> tuple[str, ...]:
    """The model's mechanisms, and those of one's own that are in use: all that can be left out."""
    return (*MECHANISMS, *_own)


@contextmanager
def declared_besides(names: Sequence[str], parameters: Sequence[Parameter]) -> Iterator[None]:
    """Have mechanisms and parameters of one's own declared for as long as this lasts."""
    added = {each.name: each for each in parameters}
    _known.update(added)
    _own.update(dict.fromkeys(names))
    try:
        yield
    finally:
        for name in added:
            del _known[name]
        for name in names:
            del _own[name]
