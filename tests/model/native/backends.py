"""Ways to run the compiled kernels on one state: Numba's, a library's, a page's."""

from collections.abc import Callable
from typing import Any

import numpy as np
import wasmtime as wasm

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


class Page:
    """A WebAssembly module with a memory of its own, as a page has it."""

    def __init__(self, files: dict[str, bytes], name: str, about: dict[str, Any]) -> None:
        self.store = wasm.Store()
        module = wasm.Module(self.store.engine, files[name])
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
        found = [value for _, value in memory.leaves(state)]
        words, places = [], []
        at = self.about["stack"] + 8 * self.about["header"]
        for value in found:
            if isinstance(value, np.ndarray):
                at += -at % ALIGN
                places.append((at, value))
                words += [at, *value.shape]
                at += value.nbytes
            else:
                words.append(int(np.asarray(value).view(np.int64)))
        assert at < self.memory.data_len(self.store)
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
