"""Ways to run the compiled kernels: Numba's, a library's, a page's, an emulated ARM processor's."""

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import unicorn
import wasmtime as wasm
from unicorn import arm64_const as arm

from tillitsim.model.native import library, memory

ALIGN = 64


def just_in_time(entry: Any) -> Callable[..., Any]:
    """What Numba compiles when it is called."""
    return entry.dispatcher


def ahead_of_time(held: library.Library) -> Callable[[Any], Callable[..., Any]]:
    """What a library holds."""

    def chosen(entry: Any) -> Callable[..., Any]:
        function = held.functions[library.name_of(entry)]

        def call(state: Any, *numbers: Any) -> Any:
            return function(held.header(state), *numbers)

        return call

    return chosen


ENGINE = wasm.Engine()


@cache
def compiled(content: bytes) -> wasm.Module:
    """A module, compiled for this processor once for all pages that have it."""
    return wasm.Module(ENGINE, content)


class Page:
    """A WebAssembly module with a memory of its own, as a page has it."""

    def __init__(self, files: dict[str, bytes], name: str, about: dict[str, Any]) -> None:
        module = compiled(files[name])
        self.store = wasm.Store(ENGINE)
        limits = wasm.Limits(4096, None)
        self.memory = wasm.Memory(self.store, wasm.MemoryType(limits))
        pointer = wasm.Global(
            self.store,
            wasm.GlobalType(wasm.ValType.i32(), mutable=True),
            wasm.Val.i32(about["stack"]),
        )
        given = {"__linear_memory": self.memory, "__stack_pointer": pointer}
        self.imports = {(each.module, each.name) for each in module.imports}
        instance = wasm.Instance(self.store, module, [given[each.name] for each in module.imports])
        self.exports = instance.exports(self.store)
        self.about = about

    def __call__(self, entry: Any) -> Callable[..., Any]:
        def call(state: Any, *numbers: Any) -> Any:
            return self.call(entry.__name__, state, *numbers)

        return call

    def call(self, name: str, state: Any, *numbers: Any) -> Any:
        """Copy the state into the page's memory, call, and copy it back."""
        start = self.about["stack"] + 8 * self.about["header"]
        words, places, end = laid_out(state, start)
        assert end < self.memory.data_len(self.store)
        self._write(self.about["stack"], np.array(words, np.int64))
        for address, array in places:
            self._write(address, array)
        returned = self.exports[name](self.store, self.about["stack"], *map(_number, numbers))
        assert returned != self.about["failed"]
        for address, array in places:
            raw = self.memory.read(self.store, address, address + array.nbytes)
            array.view(np.uint8).reshape(-1)[:] = np.frombuffer(raw, np.uint8)
        return returned

    def _write(self, address: int, array: Any) -> None:
        if array.nbytes:
            self.memory.write(self.store, np.ascontiguousarray(array).tobytes(), address)


def _number(value: Any) -> Any:
    return float(value) if isinstance(value, float) else int(value)


class Arm:
    """A library for ARM on an emulated processor."""

    CODE, STACK, STATE, SIZE = 0x1000000, 0x8000000, 0x10000000, 0x4000000
    BACK = 0x800000

    def __init__(self, content: bytes) -> None:
        self.about, code = library.unpacked(content)
        self.processor = unicorn.Uc(unicorn.UC_ARCH_ARM64, unicorn.UC_MODE_ARM)
        for start in (self.CODE, self.STACK, self.STATE):
            self.processor.mem_map(start, self.SIZE)
        self.processor.mem_map(self.BACK, 4096)
        self.processor.mem_write(self.CODE, code)

    def __call__(self, entry: Any) -> Callable[..., Any]:
        """The entry, run by the emulated processor."""

        def call(state: Any, *numbers: Any) -> Any:
            return self.call(self.about["entries"][library.name_of(entry)], state, *numbers)

        return call

    def call(self, function: dict[str, Any], state: Any, *numbers: Any) -> Any:
        """Copy the state into its memory, call, and copy it back."""
        words, places, _ = laid_out(
            state, self.STATE + 8 * memory.shape_of_header(self.about["layout"])
        )
        self.processor.mem_write(self.STATE, np.array(words, np.int64).tobytes())
        for address, array in places:
            self.processor.mem_write(address, np.ascontiguousarray(array).tobytes())
        whole = iter(
            (arm.UC_ARM64_REG_X1, arm.UC_ARM64_REG_X2, arm.UC_ARM64_REG_X3, arm.UC_ARM64_REG_X4)
        )
        self.processor.reg_write(arm.UC_ARM64_REG_X0, self.STATE)
        for letter, number in zip(function["arguments"], numbers, strict=True):
            if letter == "i":
                self.processor.reg_write(next(whole), int(number))
            else:
                bits = int(np.float64(number).view(np.uint64))
                self.processor.reg_write(arm.UC_ARM64_REG_D0, bits)
        self.processor.reg_write(arm.UC_ARM64_REG_SP, self.STACK + self.SIZE - 4096)
        self.processor.reg_write(arm.UC_ARM64_REG_LR, self.BACK)
        self.processor.emu_start(self.CODE + function["offset"], self.BACK)
        for address, array in places:
            raw = self.processor.mem_read(address, array.nbytes)
            array.view(np.uint8).reshape(-1)[:] = np.frombuffer(bytes(raw), np.uint8)
        return self.processor.reg_read(arm.UC_ARM64_REG_X0)


def laid_out(state: Any, at: int) -> tuple[list[int], list[tuple[int, Any]], int]:
    """The words of a header for arrays from ``at`` on, their addresses, and where they end."""
    words: list[int] = []
    places: list[tuple[int, Any]] = []
    for _, value in memory.leaves(state):
        if isinstance(value, np.ndarray):
            at += -at % ALIGN
            places.append((at, value))
            words += [at, *value.shape]
            at += value.nbytes
        else:
            words.append(int(np.asarray(value).view(np.int64)))
    return words, places, at
