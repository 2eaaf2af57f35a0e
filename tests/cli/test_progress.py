"""What is told while one waits never stands in the way of the end."""

import subprocess
import sys

SLOW_TO_WRITE = """\
import io, sys, threading, time
from tillitsim.cli import progress

class Slow(io.RawIOBase):
    def writable(self):
        return True
    def isatty(self):
        return True
    def fileno(self):
        return 2
    def write(self, given):
        time.sleep(30)
        return len(given)

sys.stderr = io.TextIOWrapper(io.BufferedWriter(Slow()), line_buffering=True)
progress.PATIENCE = 0.0
with progress.progress_bar("waiting", shown=True):
    time.sleep(0.3)
print(threading.active_count())
"""


def test_a_program_ends_well_while_the_reason_for_a_wait_is_being_told():
    """A thread that held the lock of stderr when Python ends would make it abort."""
    ended = subprocess.run(
        [sys.executable, "-c", SLOW_TO_WRITE], capture_output=True, text=True, timeout=60,
        check=False,
    )  # fmt: skip
    assert ended.returncode == 0
    assert ended.stdout == "1\n", "no thread is left"
    assert "compiles the engine" in ended.stderr
