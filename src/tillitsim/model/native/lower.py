"""The second half of compiling: from unoptimised LLVM code to an object for one kind of processor.

    python -m tillitsim.model.native.lower FOLDER TARGET

The parts of the front end become one module, in which everything but the entries is internal, and
which is optimised once, as a whole, for the target. No module that was optimised for one target is
ever given to another: widths and layouts are in it by then.
"""

from __future__ import annotations

import json
import sys
from functools import cache
from pathlib import Path
from typing import Any

import llvmlite.binding as llvm

from tillitsim.model.native import image, targets, wasm
from tillitsim.model.native.build import exports

SUPPORT = """
define double @sqrt(double %x) alwaysinline {
  %y = call double @llvm.sqrt.f64(double %x)
  ret double %y
}
declare double @llvm.sqrt.f64(double)

define float @sqrtf(float %x) alwaysinline {
  %y = call float @llvm.sqrt.f32(float %x)
  ret float %y
}
declare float @llvm.sqrt.f32(float)
"""
"""Square roots are the processor's own, which rounds them correctly everywhere."""

MEMORY = """
define ptr @memset(ptr %to, i32 %what, i64 %length) nounwind "no-builtins" {
entry:
  %byte = trunc i32 %what to i8
  %none = icmp eq i64 %length, 0
  br i1 %none, label %done, label %loop
loop:
  %i = phi i64 [ 0, %entry ], [ %next, %loop ]
  %at = getelementptr i8, ptr %to, i64 %i
  store i8 %byte, ptr %at
  %next = add i64 %i, 1
  %more = icmp ult i64 %next, %length
  br i1 %more, label %loop, label %done
done:
  ret ptr %to
}
define ptr @memcpy(ptr %to, ptr %from, i64 %length) nounwind "no-builtins" {
entry:
  %none = icmp eq i64 %length, 0
  br i1 %none, label %done, label %loop
loop:
  %i = phi i64 [ 0, %entry ], [ %next, %loop ]
  %there = getelementptr i8, ptr %from, i64 %i
  %byte = load i8, ptr %there
  %at = getelementptr i8, ptr %to, i64 %i
  store i8 %byte, ptr %at
  %next = add i64 %i, 1
  %more = icmp ult i64 %next, %length
  br i1 %more, label %loop, label %done
done:
  ret ptr %to
}
@llvm.compiler.used = appending global [2 x ptr] [ptr @memset, ptr @memcpy], section "llvm.metadata"
"""
"""What LLVM calls for long runs of bytes, where no C library is linked."""


class LoweringError(Exception):
    """The kernels do what a library cannot."""


def main(folder: str, name: str) -> None:
    """Write ``TARGET``.code (or .wasm) and ``TARGET``.json: where each entry starts."""
    places, code = lowered(
        [path.read_bytes() for path in sorted(Path(folder).glob("*.bc"))],
        exports(Path(folder)),
        {**targets.ALL, **targets.WASM}[name],
    )
    Path(folder, f"{name}.code").write_bytes(code)
    Path(folder, f"{name}.json").write_text(json.dumps(places))


@cache
def prepare() -> None:
    """What LLVM is told once a process.

    A loop is as wide as its narrowest numbers allow, if that is reckoned to be faster: else one sum
    in 64 bits halves how many members of staff are worked out at once in 32.
    """
    llvm.initialize_all_targets()
    llvm.initialize_all_asmprinters()
    llvm.set_option("tillitsim", "-vectorizer-maximize-bandwidth")


def lowered(
    parts: list[bytes], entries: dict[str, dict[str, Any]], target: targets.Target
) -> tuple[dict[str, int], bytes]:
    """Where entries start, and the code: an image, or for the web a module."""
    prepare()
    web = target.name in targets.WASM
    machine = llvm.Target.from_triple(target.triple).create_target_machine(
        cpu="generic" if not target.triple.startswith("x86") else "x86-64",
        features=target.features, opt=3, reloc="static" if web else "pic", codemodel="default",
    )  # fmt: skip
    whole = llvm.parse_assembly(f'target triple = "{target.triple}"')
    whole.data_layout = str(machine.target_data)
    texts = [SUPPORT] if web else [SUPPORT, MEMORY]
    for part in [*map(llvm.parse_bitcode, parts), *map(llvm.parse_assembly, texts)]:
        part.triple = target.triple
        part.data_layout = str(machine.target_data)
        whole.link_in(part)
    public = {name: name for name in entries}
    if web:
        public = {name: name.rpartition(".")[2] for name in entries}
        for name, short in public.items():
            text = for_the_web(name, short, entries[name]["arguments"])
            part = llvm.parse_assembly(text)
            part.triple, part.data_layout = target.triple, str(machine.target_data)
            whole.link_in(part)
    for function in whole.functions:
        if not function.is_declaration and function.name not in public.values():
            function.linkage = "internal"
    for value in whole.global_variables:
        if not value.name.startswith("llvm."):
            value.linkage = "internal"
    whole.verify()
    tuning = llvm.create_pipeline_tuning_options(speed_level=3)
    tuning.loop_vectorization = tuning.slp_vectorization = target.name != "wasm32"
    tuning.loop_unrolling = True
    llvm.create_pass_builder(machine, tuning).getModulePassManager().run(
        whole, llvm.create_pass_builder(machine, tuning)
    )
    foreign = [
        f.name for f in whole.functions if f.is_declaration and not f.name.startswith("llvm.")
    ]
    if foreign:
        raise LoweringError(f"the kernels need what a library has not: {', '.join(foreign)}")
    obj = machine.emit_object(whole)
    if web:
        return dict.fromkeys(entries, 0), wasm.module(obj, list(public.values()))
    code, places = image.image(obj)
    return {name: places[name] for name in entries}, code


def for_the_web(name: str, short: str, letters: str) -> str:
    """A function for a page, which has 32-bit addresses and whole numbers."""
    kinds = [{"i": "i32", "f": "double"}[letter] for letter in letters]
    taken = "".join(f", {kind} %a{i}" for i, kind in enumerate(kinds))
    wide = "".join(
        f"  %b{i} = sext i32 %a{i} to i64\n" for i, kind in enumerate(kinds) if kind == "i32"
    )
    given = "".join(
        f", i64 %b{i}" if kind == "i32" else f", double %a{i}" for i, kind in enumerate(kinds)
    )
    long = "".join(f", {'i64' if kind == 'i32' else kind}" for kind in kinds)
    return f"""
declare i64 @"{name}"(i64{long})
define i32 @{short}(i32 %header{taken}) {{
  %address = zext i32 %header to i64
{wide}  %value = call i64 @"{name}"(i64 %address{given})
  %short = trunc i64 %value to i32
  ret i32 %short
}}
"""


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
