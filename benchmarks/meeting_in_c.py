"""The month's meetings in C (meeting.c), compiled here and called on the engine's own tables."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import tempfile
from pathlib import Path

import numpy as np
from tillitsim.model.core import random
from tillitsim.model.mechanisms.meeting import SAFE_LOAD
from tillitsim.model.month import signals_down
from tillitsim.model.state import columns
from tillitsim.model.state.columns import CASE
from tillitsim.model.state.staff import AT, LANES, SPAN
from tillitsim.scenario.declared.instruments import AUDIT_DIALOGUE, DOCUMENTATION, OPENNESS

SOURCE = Path(__file__).with_name("meeting.c")
LIMIT = (
    "-O3", "-march=native", "-fno-math-errno", "-fno-trapping-math", "-ffinite-math-only",
    "-fno-signed-zeros",
)  # fmt: skip
SAME_BITS = (*LIMIT, "-ffp-contract=off")
DESK = (
    "CLEAR", "READING", "BIAS", "OVERRATED", "DISCRETION_USED", "VALUE", "CONTROL", "HARMFUL",
    "DESK",
)  # fmt: skip
SUMS = tuple(name for name in dir(columns) if name.startswith("SUM_"))
TYPES = {"int64": "int64_t", "int32": "int32_t", "float64": "double", "float32": "float"}
IN_DOUBLE = (*LIMIT, "-DDOUBLE")


def compiler() -> str | None:
    """The C compiler, or None where there is none."""
    return shutil.which("gcc") or shutil.which("cc")


def struct(name: str, dtype: np.dtype[np.void]) -> str:
    """A table's record as a C structure; C and NumPy lay out aligned records alike."""
    members = "".join(f"    {TYPES[dtype[field].name]} {field};\n" for field in dtype.names)
    size = f'_Static_assert(sizeof(struct {name}) == {dtype.itemsize}, "as in NumPy");'
    return f"struct {name} {{\n{members}}};\n{size}\n"


class MeetingInC:
    """The compiled C kernel."""

    def __init__(self, state, flags: tuple[str, ...] = LIMIT) -> None:
        self.double, self._desk = "-DDOUBLE" in flags, None
        with tempfile.TemporaryDirectory() as folder:
            tables = {
                "unit": state.unit, "given": state.single, "parameters": state.given,
                "bundle": state.bundle,
            }  # fmt: skip
            header = "".join(struct(name, table.dtype) for name, table in tables.items())
            header += f"enum {{ LANES = {LANES}, SPAN = {SPAN} }};\n"
            numbers = {f"AT_{name}": at for name, at in AT._asdict().items()}
            numbers |= {name: getattr(columns, name) for name in (*DESK, *SUMS)}
            numbers |= {"PURPOSE_CASE": random.CASE, "PURPOSE_HARM": random.HARM}
            numbers["UNIT_SUMS"] = state.scratch.sums.shape[1]
            header += "".join(
                f"enum {{ {name} = {number} }};\n" for name, number in numbers.items()
            )
            header += f"#define SAFE_LOAD {SAFE_LOAD}\n"
            (Path(folder) / "tables.h").write_text(header, encoding="ascii")
            library = Path(folder) / "meeting.so"
            subprocess.run(
                [
                    compiler(),
                    *flags,
                    "-shared",
                    "-fPIC",
                    "-I",
                    folder,
                    SOURCE,
                    "-o",
                    library,
                    "-lm",
                ],
                check=True,
            )
            self._call = ctypes.CDLL(str(library)).meeting

    def __call__(self, state, month: int) -> None:
        """One month of meetings in the first and only council."""
        scratch, citizen = state.scratch, state.citizen

        def at(array):
            return ctypes.c_void_p(array.ctypes.data)

        documentation = np.ascontiguousarray(state.instrument[:, DOCUMENTATION])
        dialogue = np.ascontiguousarray(state.instrument[:, AUDIT_DIALOGUE])
        openness = np.ascontiguousarray(state.instrument[:, OPENNESS])
        row, staff = state.timeline[month], state.staff
        self._call(
            at(state.single[row]), at(state.given[row]), ctypes.c_uint64(int(state.key)),
            ctypes.c_int64(month), ctypes.c_double(state.council["rule_stock"][0]),
            ctypes.c_int64(len(state.unit)), at(state.unit), at(documentation), at(dialogue),
            at(openness),
            ctypes.c_int64(len(state.bundle)), at(state.bundle), at(state.lane), at(staff.tile),
            at(staff.harms), ctypes.c_int64(len(staff.harms)),
            at(citizen.uid), at(citizen.staff), at(citizen.complexity), at(citizen.trust),
            at(scratch.listed[CASE]), at(scratch.relation), at(scratch.start),
            at(scratch.perceived), at(self.desk(scratch)), at(scratch.fitted), at(scratch.seen),
            at(scratch.sums),
        )  # fmt: skip

    def desk(self, scratch) -> np.ndarray:
        """Where what staff bring is put down, in the precision of the kernel."""
        if self._desk is None:
            self._desk = scratch.desk.astype(np.float64 if self.double else np.float32)
        return self._desk


def before_the_meeting(simulation):
    """The state of a simulation a month on, when cases have met staff: what both kernels read."""
    simulation.advance()
    signals_down(simulation.state, 0, simulation.month)
    return simulation.state
