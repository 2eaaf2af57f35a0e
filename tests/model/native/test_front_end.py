"""Entries are shared out over processes, and what is left out of Numba's work changes no code."""

import os
import subprocess
import sys

import pytest

from tillitsim.model.native import build, library

SCRIPT = """
from tillitsim.model.native import front_end

found = front_end.entries()
alone = front_end.shared_out(found, 1)[0]
assert sorted(alone) == sorted(found)
total = {}
for each in found.values():
    front_end.kernels_of(each.py_func, total)
for parts in (2, 3):
    shares = front_end.shared_out(found, parts)
    assert len(shares) == parts and all(shares)
    assert sorted(sum(shares, [])) == sorted(found)
    assert shares == front_end.shared_out(dict(reversed(found.items())), parts)
    work = []
    for share in shares:
        kernels = {}
        for name in share:
            front_end.kernels_of(found[name].py_func, kernels)
        work.append(sum(kernels.values()))
    assert max(work) < 1.3 * sum(total.values()) / parts, work
"""


def test_entries_are_shared_out_evenly_and_in_a_fixed_way():
    """In a process of its own, because the front end is not to be imported where tests compile."""
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


ONE = """
import sys
from tillitsim.model.native import front_end, lower, sparing

folder, way = sys.argv[1:]
front_end.shared_out = lambda found, parts: [["tillitsim.model.mechanisms.learning.learning"]]
if way == "sparing":
    sparing.spare()
front_end.main(folder, 0, 1)
lower.main(folder, "x86-64-v2")
"""


@pytest.mark.slow
def test_what_is_left_out_of_numbas_work_changes_no_byte_of_the_code(tmp_path):
    code = []
    for way in ("plain", "sparing"):
        folder = tmp_path / way
        folder.mkdir()
        subprocess.run(
            [sys.executable, "-c", ONE, str(folder), way], check=True, stdout=subprocess.DEVNULL,
            env=os.environ | build.PLAIN | {library.CHOICE: library.JIT},
        )  # fmt: skip
        code.append((folder / "x86-64-v2.code").read_bytes())
    assert code[0] == code[1]
