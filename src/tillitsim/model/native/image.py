"""From an object file to an image: code and constants that run wherever they lie.

LLVM writes the kernels as an ELF object: sections, and places in them that depend on where others
come to lie. Here the sections are laid one after the other and those places are filled in, once and
for all, since every distance is known: no linker is needed to build, and nothing has to be resolved
to load. What a kernel could need beyond that (a foreign symbol, writable data) is refused.
"""

from __future__ import annotations

import struct
from typing import NamedTuple

from tillitsim.locale import _

PAGE = 4096
ALLOCATED, WRITABLE = 2, 1
RELOCATIONS, SYMBOLS = 4, 2
GLOBAL = 1


class ImageError(Exception):
    """The object holds what an image cannot."""


class Section(NamedTuple):
    """A section of an object, from its header."""

    kind: int
    flags: int
    offset: int
    size: int
    link: int
    info: int
    align: int


class Symbol(NamedTuple):
    """A named place; ``section`` 0 is foreign."""

    name: str
    binding: int
    section: int
    value: int


def image(obj: bytes) -> tuple[bytes, dict[str, int]]:
    """Code and constants of an ELF object, and where its public functions start in them."""
    sections = _sections(obj)
    places, whole = _laid_out(obj, sections)
    (table,) = [each for each in sections if each.kind == SYMBOLS]
    symbols = _symbols(obj, table, sections[table.link])
    for each in sections:
        if each.kind == RELOCATIONS and each.info in places:
            _fill(obj, each, whole, places, symbols)
    return bytes(whole), {
        each.name: places[each.section] + each.value
        for each in symbols
        if each.binding == GLOBAL and each.section in places
    }


def _sections(obj: bytes) -> list[Section]:
    if obj[:6] != b"\x7fELF\x02\x01":
        raise ImageError(_("it is not a 64-bit little-endian ELF object"))
    (start,) = struct.unpack_from("<Q", obj, 0x28)
    size, count = struct.unpack_from("<HH", obj, 0x3A)
    sections = []
    for i in range(count):
        _name, kind, flags, _at, offset, length, link, info, align, _entry = struct.unpack_from(
            "<IIQQQQIIQQ", obj, start + i * size
        )
        sections.append(Section(kind, flags, offset, length, link, info, align))
    return sections


def _laid_out(obj: bytes, sections: list[Section]) -> tuple[dict[int, int], bytearray]:
    """Where each section lies in the image, and the image with nothing filled in."""
    places, whole = {}, bytearray()
    for i, each in enumerate(sections):
        if not each.flags & ALLOCATED or not each.size:
            continue
        if each.flags & WRITABLE:
            raise ImageError(_("it holds data that are written"))
        whole += bytes(-len(whole) % max(1, each.align))
        places[i] = len(whole)
        whole += obj[each.offset : each.offset + each.size]
    return places, whole


def _symbols(obj: bytes, table: Section, names: Section) -> list[Symbol]:
    found = []
    for at in range(table.offset, table.offset + table.size, 24):
        name, info, _, section, value, _ = struct.unpack_from("<IBBHQQ", obj, at)
        start = names.offset + name
        found.append(
            Symbol(obj[start : obj.index(b"\0", start)].decode(), info >> 4, section, value)
        )
    return found


def _fill(
    obj: bytes, table: Section, whole: bytearray, places: dict[int, int], symbols: list[Symbol]
) -> None:
    (machine,) = struct.unpack_from("<H", obj, 0x12)
    fill = {62: _fill_x86, 183: _fill_arm}.get(machine)
    if fill is None:
        raise ImageError(_("nothing is known of machine {machine}").format(machine=machine))
    for at in range(table.offset, table.offset + table.size, 24):
        offset, info, addend = struct.unpack_from("<QQq", obj, at)
        symbol = symbols[info >> 32]
        if symbol.section not in places:
            raise ImageError(_("it calls what it does not hold: {name}").format(name=symbol.name))
        target = places[symbol.section] + symbol.value + addend
        fill(whole, info & 0xFFFFFFFF, places[table.info] + offset, target)


def _fill_x86(whole: bytearray, kind: int, place: int, target: int) -> None:
    pc32, plt32 = 2, 4
    if kind not in {pc32, plt32}:
        raise ImageError(_("its relocation {kind} depends on where it lies").format(kind=kind))
    struct.pack_into("<i", whole, place, target - place)


def _fill_arm(whole: bytearray, kind: int, place: int, target: int) -> None:
    """Addresses are a distance in pages and a place in the page, so an image starts on a page."""
    page, low = {275}, {277: 0, 278: 0, 284: 1, 285: 2, 286: 3, 299: 4}
    call = {282, 283}
    (word,) = struct.unpack_from("<I", whole, place)
    if kind in page:
        distance = (target // PAGE) - (place // PAGE)
        word |= (distance & 3) << 29 | (distance >> 2 & 0x7FFFF) << 5
    elif kind in low:
        word |= (target % PAGE >> low[kind]) << 10
    elif kind in call:
        word |= (target - place) // 4 & 0x3FFFFFF
    else:
        raise ImageError(_("its relocation {kind} depends on where it lies").format(kind=kind))
    struct.pack_into("<I", whole, place, word)
