"""Entries are shared out over processes: each is compiled once, and few kernels are twice."""

import subprocess
import sys

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
