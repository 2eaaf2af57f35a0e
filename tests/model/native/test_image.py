"""From objects to what can be loaded: places filled in rightly, and what cannot be refused."""

import ctypes

import llvmlite.binding as llvm
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tillitsim.model.native import image, library, targets, wasm

llvm.initialize_all_targets()
llvm.initialize_all_asmprinters()
LOOKED_UP = """
@table = internal constant [4 x double] [double 1.5, double 2.5, double 3.5, double 4.5]
define double @inner(i64 %i) noinline {
  %place = getelementptr [4 x double], ptr @table, i64 0, i64 %i
  %value = load double, ptr %place
  ret double %value
}
define i64 @fifth(i64 %i) {
  %value = call double @inner(i64 %i)
  %more = fadd double %value, 0.25
  %scaled = fmul double %more, 100.0
  %whole = fptosi double %scaled to i64
  ret i64 %whole
}
"""
FOREIGN = """
declare double @cosine(double)
define double @asks(double %x) {
  %y = call double @cosine(double %x)
  ret double %y
}
"""
WRITTEN = """
@seen = global i64 7
define i64 @counts() {
  %old = load i64, ptr @seen
  %new = add i64 %old, 1
  store i64 %new, ptr @seen
  ret i64 %new
}
"""


def emitted(text, target):
    machine = llvm.Target.from_triple(target.triple).create_target_machine(
        cpu="x86-64" if target.triple.startswith("x86") else "generic",
        features=target.features, opt=0, reloc="pic", codemodel="default",
    )  # fmt: skip
    module = llvm.parse_assembly(text)
    module.triple, module.data_layout = target.triple, str(machine.target_data)
    return machine.emit_object(module)


@pytest.mark.parametrize("target", targets.runnable()[-1:], ids=lambda target: target.name)
def test_an_image_runs_wherever_it_lies(target):
    code, places = image.image(emitted(LOOKED_UP, target))
    assert set(places) == {"inner", "fifth"}
    for _ in range(2):
        base, pages = library.executable(code)
        fifth = ctypes.CFUNCTYPE(ctypes.c_int64, ctypes.c_int64)(base + places["fifth"])
        assert [fifth(i) for i in range(4)] == [175, 275, 375, 475]
        assert pages


@pytest.mark.parametrize("target", [targets.UNIX[0], targets.ARM[0]], ids=lambda t: t.name)
def test_what_an_image_cannot_hold_is_refused(target):
    with pytest.raises(image.ImageError, match="cosine"):
        image.image(emitted(FOREIGN, target))
    with pytest.raises(image.ImageError, match="written"):
        image.image(emitted(WRITTEN, target))


def test_what_is_no_object_is_refused():
    with pytest.raises(image.ImageError, match="ELF"):
        image.image(b"MZ" + bytes(100))


@given(st.integers(0, 2**35))
def test_numbers_of_webassembly_are_read_as_written(value):
    reader = wasm.Reader(wasm.number(value))
    assert reader.number() == value
    assert not reader
