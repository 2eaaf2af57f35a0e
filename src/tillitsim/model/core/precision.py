"""Single precision from the same source: a kernel's numbers, and those of the rules it calls.

A rule is written once, beside its equation, and Python calls it in double precision. A kernel that
is marked ``@single`` is compiled with every literal and every constant as a 32-bit number, and
calls each rule's twin, which is the rule so treated; elementary functions have twins of their own
(:func:`twin_of`). Nothing else differs, so a test can hold one against the other.
"""

from __future__ import annotations

from collections.abc import Callable
from types import FunctionType
from typing import Any, TypeVar

import numpy as np

from tillitsim.model.core.jit import rule

Function = TypeVar("Function", bound=Callable[..., object])

_TWINS: dict[Any, Any] = {}


def single(function: Function) -> Function:
    """``function`` with every number in it in single precision, and the twins of its rules."""
    code, known = function.__code__, function.__globals__
    names = {name: _narrow(known[name]) for name in code.co_names if name in known}
    narrowed: Any = FunctionType(
        code.replace(co_consts=tuple(map(_narrow, code.co_consts))),
        {**known, **names, "float": np.float32},
        f"{function.__name__}_single",
        function.__defaults__,
        function.__closure__,
    )
    narrowed.__qualname__ = f"{function.__qualname__}_single"
    narrowed.__doc__ = function.__doc__
    return narrowed  # type: ignore[no-any-return]


def twin(of: Any) -> Any:
    """A rule in single precision."""
    if of not in _TWINS:
        _TWINS[of] = rule(single(of.py_func))
    return _TWINS[of]


def twin_of(of: Any) -> Callable[[Any], Any]:
    """Mark a rule as the twin of another, which has an own form in single precision."""

    def mark(own: Any) -> Any:
        _TWINS[of] = own
        return own

    return mark


def serves_both(of: Any) -> Any:
    """Mark a rule as its own twin: integers, or what is compared in full."""
    return twin_of(of)(of)


def _narrow(value: Any) -> Any:
    if type(value) is float:
        return np.float32(value)
    return twin(value) if hasattr(value, "py_func") else value
