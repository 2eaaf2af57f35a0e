"""From a WebAssembly object to a module that a page can load, without a linker.

LLVM fills every relocated place of an object as if the object stood alone. Here it does: it calls
nothing foreign and has no table of functions. So the object is a valid module but for its exports,
which its symbol table names. Memory and stack pointer are imported, as ``env.__linear_memory`` and
``env.__stack_pointer``; constants lie from address 0.

Format: WebAssembly core specification, binary format; tool conventions, "linking" section.
"""

from __future__ import annotations

from collections.abc import Iterator

MAGIC = 8
CUSTOM, EXPORT, ELEMENT = 0, 7, 9
SYMBOL_TABLE = 8
FUNCTION, DATA, SECTION = 0, 1, 3
UNDEFINED, EXPLICIT_NAME = 0x10, 0x40
CONTINUES = 0x80


class ModuleError(Exception):
    """The object needs a linker."""


class Reader:
    """Bytes, read one thing after another."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def __bool__(self) -> bool:
        return self.at < len(self.data)

    def byte(self) -> int:
        """One byte."""
        self.at += 1
        return self.data[self.at - 1]

    def number(self) -> int:
        """A whole number in LEB128."""
        value = shift = 0
        while True:
            byte = self.byte()
            value |= (byte & ~CONTINUES) << shift
            shift += 7
            if byte < CONTINUES:
                return value

    def bytes(self) -> bytes:
        """Bytes, after their number."""
        length = self.number()
        self.at += length
        return self.data[self.at - length : self.at]


def number(value: int) -> bytes:
    """A whole number in LEB128."""
    out = bytearray()
    while value >= CONTINUES:
        out.append(value & ~CONTINUES & 0xFF | CONTINUES)
        value >>= 7
    return bytes([*out, value])


def module(obj: bytes, names: list[str]) -> bytes:
    """A module that exports the functions ``names`` of an object."""
    sections = list(_sections(obj))
    if any(kind == ELEMENT for kind, _ in sections):
        raise ModuleError("the object has a table of functions")
    found = next(
        functions
        for kind, body in sections
        if kind == CUSTOM and (functions := _functions(body)) is not None
    )
    exports = number(len(names)) + b"".join(
        number(len(name)) + name.encode() + bytes([FUNCTION]) + number(found[name])
        for name in names
    )
    kept = [(kind, body) for kind, body in sections if kind != CUSTOM]
    place = sum(1 for kind, _ in kept if kind < EXPORT or kind > 12)
    kept.insert(place, (EXPORT, exports))
    return obj[:MAGIC] + b"".join(bytes([kind]) + number(len(body)) + body for kind, body in kept)


def _sections(obj: bytes) -> Iterator[tuple[int, bytes]]:
    reader = Reader(obj[MAGIC:])
    while reader:
        yield reader.byte(), reader.bytes()


def _functions(custom: bytes) -> dict[str, int] | None:
    """Numbers of an object's functions by name, from its section "linking"; None for another."""
    reader = Reader(custom)
    if reader.bytes() != b"linking":
        return None
    reader.number()
    found: dict[str, int] = {}
    while reader:
        kind, body = reader.byte(), Reader(reader.bytes())
        for _ in range(body.number() if kind == SYMBOL_TABLE else 0):
            what, flags = body.byte(), body.number()
            if what == DATA:
                body.bytes()
                for _ in range(0 if flags & UNDEFINED else 3):
                    body.number()
                continue
            index = body.number()
            if what != SECTION and (not flags & UNDEFINED or flags & EXPLICIT_NAME):
                name = body.bytes().decode()
                if what == FUNCTION and not flags & UNDEFINED:
                    found[name] = index
    return found
