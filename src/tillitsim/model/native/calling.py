"""How an entry is called from outside: a state from its header, and a C function around it.

For the front end only, which has Numba at hand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from types import FunctionType
from typing import Any

from numba import types
from numba.core import cgutils
from numba.extending import intrinsic
from numba.np.arrayobj import populate_array

from tillitsim.model.native.memory import FAILED


def reader(state: Any) -> Callable[[int], Any]:
    """The function from the address of a header (:mod:`memory`) to the state of this type."""

    @intrinsic  # type: ignore[untyped-decorator]
    def state_at(typing: Any, address: Any) -> Any:  # noqa: ARG001 - Numba's signature
        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:  # noqa: ARG001 - as above
            return built(context, builder, state, _words(context, builder, arguments[0]))

        return state(types.int64), generate

    def read(header: int) -> Any:
        return state_at(header)

    return read


def from_memory(inner: Any, state_at: Any, letters: str) -> Callable[..., Any]:
    """``inner`` as a function of the address of a header, then the numbers."""
    names = ", ".join(f"a{i}" for i in range(len(letters)))
    scope = {"inner": inner, "state_at": state_at}
    code = compile(f"lambda header, {names}: inner(state_at(header), {names})", "calling", "eval")
    return FunctionType(code.co_consts[0], scope, f"from_memory_{inner.__name__}")


def _words(context: Any, builder: Any, address: Any) -> Iterator[Any]:
    """The int64 from an address on, one after the other."""
    places = builder.inttoptr(address, context.get_value_type(types.int64).as_pointer())
    for i in count():
        yield builder.load(builder.gep(places, [context.get_constant(types.intp, i)]))


def built(context: Any, builder: Any, kind: Any, words: Iterator[Any]) -> Any:
    """A value of a type: a named tuple, an array or a scalar, from the words of a header."""
    if isinstance(kind, types.BaseNamedTuple):
        fields = [built(context, builder, each, words) for each in kind.types]
        return context.make_tuple(builder, kind, fields)
    if isinstance(kind, types.Array):
        return _array(context, builder, kind, words)
    wide = next(words)
    if isinstance(kind, types.Float):
        double = builder.bitcast(wide, context.get_value_type(types.float64))
        return context.cast(builder, double, types.float64, kind)
    return context.cast(builder, wide, types.int64, kind)


def _array(context: Any, builder: Any, kind: Any, words: Iterator[Any]) -> Any:
    """A C-contiguous array over memory."""
    array = context.make_array(kind)(context, builder)
    data = builder.inttoptr(next(words), array.data.type)
    shape = [next(words) for _ in range(kind.ndim)]
    size = context.get_abi_sizeof(context.get_data_type(kind.dtype))
    item = context.get_constant(types.intp, size)
    strides: list[Any] = []
    step = item
    for extent in reversed(shape):
        strides.insert(0, step)
        step = builder.mul(step, extent)
    populate_array(
        array, data, cgutils.pack_array(builder, shape), cgutils.pack_array(builder, strides),
        item, None,
    )  # fmt: skip
    return array._getvalue()  # noqa: SLF001 - how Numba itself takes it


def c_function(name: str, letters: str, inner: str, *, result: bool) -> str:
    """LLVM code of ``int64 name(int64 header, ...)``; ``FAILED`` returns where Numba's raises."""
    kinds = [{"i": "i64", "f": "double"}[letter] for letter in letters]
    given = "".join(f", {kind} %a{i}" for i, kind in enumerate(kinds))
    taken = "".join(f", {kind}" for kind in kinds)
    kind, value = ("i64", "%value") if result else ("ptr", "0")
    load = "%value = load i64, ptr %result" if result else ""
    return f"""
declare i32 @"{inner}"(ptr, ptr, i64{taken})
define i64 @"{name}"(i64 %header{given}) {{
  %result = alloca {kind}
  %trouble = alloca ptr
  %status = call i32 @"{inner}"(ptr %result, ptr %trouble, i64 %header{given})
  %sound = icmp eq i32 %status, 0
  {load}
  %returned = select i1 %sound, i64 {value}, i64 {FAILED}
  ret i64 %returned
}}
"""
