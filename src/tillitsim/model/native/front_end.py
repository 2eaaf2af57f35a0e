"""The first half of compiling: from Python to unoptimised LLVM code, by Numba.

    python -m tillitsim.model.native.front_end FOLDER PART PARTS

In a process of its own, because Numba is told not to optimise, not to look at this processor and to
emit nothing (the environment is :data:`tillitsim.model.native.build.PLAIN`): what it does then,
type inference and lowering, is the same for every target. The entries are shared out over ``PARTS``
processes. Where one calls another, a stub of the same name stands in for it, weak, so that linking
the parts puts the real one in its place.

This touches Numba's internals; only it and :mod:`tillitsim.model.native.calling` do.
"""

from __future__ import annotations

import gc
import hashlib
import inspect
import json
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import FunctionType
from typing import Any

import llvmlite.binding as llvm
import numba
import numpy as np
from numba import types
from numba.core import cgutils, codegen, cpu, dispatcher, itanium_mangler

from tillitsim.model.core import jit
from tillitsim.model.native import memory
from tillitsim.model.native.calling import c_function, from_memory, reader

MODULES = (
    "tillitsim.model.initialise",
    "tillitsim.model.month",
    "tillitsim.model.observe",
    "tillitsim.model.part_month",
)
"""Entries are searched in these, and in whatever they import."""

NUMBERS = {"i": types.int64, "f": types.float64}
LETTERS = {"int": "i", "bool": "i", "float": "f"}


def main(folder: str, part: int, parts: int) -> None:
    """Write ``part``.bc, the code, and ``part``.json, what it exports, into ``folder``."""
    gc.disable()  # nothing is given back before the end
    tame()
    state, layout = example()
    found = entries()
    at = state_at(state)
    stubs = {name: stub(name, each) for name, each in found.items()}
    for name, each in found.items():
        each.called_by_kernels = stubs[name]
    exports: dict[str, dict[str, Any]] = {}
    modules: list[Any] = []
    for name in shared_out(found, parts)[part]:
        print(name, flush=True)  # noqa: T201 - read by the process that counts
        letters, result = signature(found[name])
        exports[name] = {"arguments": letters, "result": result}
        numbers = [NUMBERS[letter] for letter in letters]
        real = compiled(dispatch(found[name].py_func), (state, *numbers))
        modules.append(module(real, f"entry.{name}", stubs))
        outer = compiled(dispatch(from_memory(stubs[name], at, letters)), (types.int64, *numbers))
        modules.append(module(outer, f"exported.{name}", stubs))
        text = c_function(name, letters, f"exported.{name}", result=result)
        modules.append(llvm.parse_assembly(text))
    about = {"entries": exports, "layout": layout, "fingerprint": jit.fingerprint()}
    Path(folder, f"{part}.bc").write_bytes(linked(modules))
    Path(folder, f"{part}.json").write_text(json.dumps(about))


def tame() -> None:
    """Make Numba stop at unoptimised code: nothing linked, optimised, emitted, loaded or kept."""

    def finalized(self: Any) -> None:
        self._finalized = True

    def untouched(self: Any, module: Any) -> None:
        module.data_layout = self._codegen._data_layout  # noqa: SLF001 - all that is left of it

    def added(self: Any, result: Any) -> None:
        self.overloads[tuple(result.signature.args)] = result

    def unaddressed(self: Any, builder: Any, address: int, info: str) -> Any:  # noqa: ARG001 - Numba's signature
        """Where an object of Python's lies is of no use to a library, and differs every time."""
        return cgutils.get_null_value(cgutils.voidptr_t)

    def once(self: Any) -> None:
        if self not in prepared:
            prepared.append(self)
            prepare(self)

    prepared: list[Any] = []
    prepare = cpu.CPUContext.load_additional_registries

    def mangled(ident: str, kinds: Any, *, abi_tags: Any = (), uid: Any = None) -> str:
        """Short: a state's type takes ten thousand letters to spell out."""
        digest = hashlib.blake2b(repr((kinds, abi_tags)).encode(), digest_size=8).hexdigest()
        return f"{ident}.{digest}.{uid}"

    jit.cache_folder = lambda: None  # type: ignore[assignment]
    codegen.CPUCodeLibrary.finalize = finalized
    codegen.CPUCodeLibrary._optimize_functions = untouched  # noqa: SLF001 - as the whole of this file
    cpu.CPUContext.get_executable = lambda *_: object()  # a key of its own for each function
    cpu.CPUContext.load_additional_registries = once
    cpu.CPUContext.add_dynamic_addr = unaddressed
    numba_dispatcher: Any = dispatcher.Dispatcher
    numba_dispatcher.add_overload = added
    itanium_mangler.mangle = mangled


def name_of(entry: Any) -> str:
    """An entry's name in the library."""
    return f"{entry.__module__}.{entry.__qualname__}"


def entries() -> dict[str, Any]:
    """Every entry of the model by its name, in a fixed order."""
    for name in MODULES:
        import_module(name)
    found = {
        name_of(value): value
        for name, module in list(sys.modules.items())
        if name.startswith("tillitsim.")
        for value in vars(module).values()
        if isinstance(value, jit.Entry)
    }
    return dict(sorted(found.items()))


def shared_out(found: dict[str, Any], parts: int) -> list[list[str]]:
    """Names of entries, process by process, so that few kernels are compiled in more than one."""
    needed = {name: kernels_of(each.py_func, {}) for name, each in found.items()}
    weight = {name: sum(kernels.values()) for name, kernels in needed.items()}
    shares: list[list[str]] = [[] for _ in range(parts)]
    known: list[dict[Any, int]] = [{} for _ in range(parts)]
    for name in sorted(needed, key=lambda name: (-weight[name], name)):

        def load(i: int, kernels: dict[Any, int] = needed[name]) -> int:
            return sum((known[i] | kernels).values())

        least = min(range(parts), key=load)
        known[least] |= needed[name]
        shares[least].append(name)
    return shares


def kernels_of(function: Any, found: dict[Any, int]) -> dict[Any, int]:
    """A function and all kernels that it calls, entries apart, each with the length of its code."""
    found[function] = len(function.__code__.co_code)
    for name in function.__code__.co_names:
        called = function.__globals__.get(name)
        inner = isinstance(called, jit.Kernel) and not isinstance(called, jit.Entry)
        if inner and called.py_func not in found:
            kernels_of(called.py_func, found)
    return found


def state_at(state: Any) -> Any:
    """The function from a header's address to a state; compiled once, it serves all entries."""
    return dispatch(reader(state))


def example() -> tuple[Any, list[dict[str, Any]]]:
    """Numba's type of a state, and its description: those of one in which nothing has happened."""
    from tillitsim.model.blueprint import blueprint_of  # noqa: PLC0415 - their entries are not to run
    from tillitsim.model.initialise import create  # noqa: PLC0415
    from tillitsim.scenario.load import load  # noqa: PLC0415

    call = jit.Entry.__call__
    jit.Entry.__call__ = lambda *_: None  # type: ignore[method-assign]
    try:
        state = create(blueprint_of(load("demonstration"), 1), np.uint64(0))
    finally:
        jit.Entry.__call__ = call  # type: ignore[method-assign]
    return numba.typeof(state), memory.describe(state)


def signature(entry: Any) -> tuple[str, bool]:
    """A letter for each number that an entry takes after the state, and whether it returns one."""
    about = inspect.signature(entry.py_func)
    numbers = list(about.parameters.values())[1:]
    letters = "".join(LETTERS[each.annotation] for each in numbers)
    return letters, about.return_annotation == "int"


def dispatch(function: Any) -> Any:
    """A dispatcher as the kernels have it, without anything that Python would need."""
    return numba.njit(no_cpython_wrapper=True, no_cfunc_wrapper=True, **jit.EVERYWHERE)(function)


def compiled(made: Any, kinds: tuple[Any, ...]) -> Any:
    """What Numba makes of a dispatcher's function for these types."""
    made.compile(kinds)
    return made.overloads[kinds]


def stub(name: str, entry: Any) -> Any:
    """What stands for an entry in whatever calls it: takes and returns the same, does nothing."""
    about = inspect.signature(entry.py_func)
    value = "0" if about.return_annotation == "int" else "None"
    code = compile(f"lambda {', '.join(about.parameters)}: {value}", "stub", "eval")
    return dispatch(FunctionType(code.co_consts[0], {}, f"stub.{name}"))


def module(result: Any, name: str, stubs: dict[str, Any]) -> Any:
    """All code that a result needs in one module, where it is called ``name``."""
    public = {result.fndesc.llvm_func_name: (name, "external")}
    for entry, each in stubs.items():
        for overload in each.overloads.values():
            public[overload.fndesc.llvm_func_name] = (f"entry.{entry}", "weak_any")
    whole = llvm.parse_assembly("")
    for library in _needed(result.library, set()):
        whole.link_in(library._final_module, preserve=True)  # noqa: SLF001 - the code itself
    for value in whole.global_variables:
        value.linkage = "internal"
    for function in whole.functions:
        if function.name in public:
            function.name, function.linkage = public[function.name]
        elif not function.is_declaration:
            function.linkage = "linkonce_odr"
    return whole


def _needed(library: Any, seen: set[int]) -> Iterator[Any]:
    if id(library) in seen:
        return
    seen.add(id(library))
    for each in library._linking_libraries:  # noqa: SLF001 - the code that it calls
        yield from _needed(each, seen)
    yield library


def linked(modules: list[Any]) -> bytes:
    """Modules as one, in bitcode; nothing in it can be mistaken for a part of another process's."""
    whole = llvm.parse_assembly("")
    for each in modules:
        whole.link_in(each)
    for function in whole.functions:
        if function.linkage == llvm.Linkage.linkonce_odr:
            function.linkage = "internal"
    return bytes(whole.as_bitcode())


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
