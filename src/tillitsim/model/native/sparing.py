"""The front end with what it needs of Numba, and no more.

    python -m tillitsim.model.native.sparing FOLDER PART PARTS

Numba compiles for whoever asks next: it looks for new declarations before every function, times
every pass and says where it was, checks its own code, and works out again what it found a moment
ago. Here functions are known to be sound, and the process ends with them. The code is the same,
but that an operation which rules and kernels have in common is compiled once.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import llvmlite.binding as llvm
from numba.core import (
    base,
    cgutils,
    codegen,
    compiler,
    compiler_machinery,
    cpu,
    lowering,
    typeinfer,
    types,
)

from tillitsim.model.native import front_end

LEFT_OUT = {
    "AnnotateTypes",
    "DumpParforDiagnostics",
    "FindLiterallyCalls",
    "InlineClosureLikes",
    "InlineInlinables",
    "InlineOverloads",
    "LiteralPropagationSubPipelinePass",
    "LiteralUnroll",
    "MakeFunctionToJitFunction",
    "NopythonRewrites",
    "NoPythonSupportedFeatureValidation",
    "RewriteDynamicRaises",
    "WithLifting",
}
"""Passes for what no kernel has: closures, expressions of whole arrays, contexts, annotations."""


def spare() -> None:
    """Make Numba take the shortest way, in this process."""
    leave_out_passes()
    refresh_once()
    write_once()
    remember_types()


def leave_out_passes() -> None:
    """Run the passes that our functions need, and nothing around them."""
    builder: Any = compiler.DefaultPassBuilder
    define = builder.define_nopython_pipeline

    def defined(state: Any, name: str = "nopython") -> Any:
        pipeline = define(state, name)
        pipeline.passes = [each for each in pipeline.passes if each[0].__name__ not in LEFT_OUT]
        pipeline.finalize()
        return pipeline

    def run(self: Any, index: int, each: Any, state: Any) -> None:  # noqa: ARG001 - Numba's signature
        each.analysis = self._analysis
        each.run_initialization(state)
        each.run_pass(state)
        each.run_finalizer(state)

    @contextmanager
    def untold(*_: object, **__: object) -> Iterator[None]:
        yield

    builder.define_nopython_pipeline = staticmethod(defined)
    machinery: Any = compiler_machinery.PassManager
    machinery._runPass = run  # noqa: SLF001 - as the whole of this file
    for module in (typeinfer, lowering):
        vars(module)["new_error_context"] = untold


def refresh_once() -> None:
    """Look for declarations before the first function only: all are imported by then."""
    refreshed: list[Any] = []
    context: Any = cpu.CPUContext
    refresh: Any = base.BaseContext.refresh

    def once(self: Any) -> None:
        if self not in refreshed:
            refreshed.append(self)
            refresh(self)
            self.typing_context.refresh = lambda: None

    context.refresh = once


def write_once() -> None:
    """A function's code is put down where it is to be, neither checked nor copied."""

    def written(self: Any, module: Any) -> None:
        code = llvm.parse_assembly(cgutils.normalize_ir_text(str(module)))
        code.name = module.name
        self._optimize_functions(code)
        if hasattr(self, "holds_code"):
            self._final_module.link_in(code)
        else:
            self._final_module, self.holds_code = code, True

    library: Any = codegen.CPUCodeLibrary
    library.add_ir_module = written


def remember_types() -> None:
    """Work out a type's hash once, and what an operation makes of some types."""

    def hashed(self: Any) -> int:
        try:
            return int(self.hash_of_key)
        except AttributeError:
            self.hash_of_key = hash(self.key)
            return int(self.hash_of_key)

    def called(self: Any, context: Any, args: Any, kws: Any) -> Any:
        if kws:
            return look_up(self, context, args, kws)
        known = vars(self).setdefault("known_calls", {})
        kinds = tuple(args)
        if kinds not in known:
            known[kinds] = look_up(self, context, args, kws)
        return known[kinds]

    kind: Any = types.Type
    operation: Any = types.BaseFunction
    look_up = operation.get_call_type
    kind.__hash__ = hashed
    operation.get_call_type = called


if __name__ == "__main__":
    spare()
    front_end.main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
