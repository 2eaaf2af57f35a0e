"""What this machine has to give."""

from __future__ import annotations

import os
import sys
from pathlib import Path

if sys.platform != "win32":
    import resource

MEMINFO = Path("/proc/meminfo")
OWN_PAGES = Path("/proc/self/statm")
GROUP_LIMIT = Path("/sys/fs/cgroup/memory.max")
GROUP_USE = Path("/sys/fs/cgroup/memory.current")


def available_memory() -> int | None:
    """Bytes of memory that a new run may take; None where the system does not say.

    On Linux what the kernel calls available, within the limits of a container and of the process
    (``ulimit -v``); elsewhere all memory.
    """
    free = (_free_of_system(), _free_of_group(), _free_of_process())
    return min((bytes_ for bytes_ in free if bytes_ is not None), default=None)


def memory_used() -> int | None:
    """Bytes of memory that this process takes now; None where the system does not say."""
    try:
        pages = int(OWN_PAGES.read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, AttributeError, IndexError):
        return None


def _free_of_system() -> int | None:
    if MEMINFO.exists():
        for line in MEMINFO.read_text(encoding="ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):
        return None


def _free_of_group() -> int | None:
    try:
        limit = GROUP_LIMIT.read_text(encoding="ascii").strip()
        return None if limit == "max" else int(limit) - int(GROUP_USE.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None


def _free_of_process() -> int | None:
    if sys.platform == "win32":
        return None
    limit, _ = resource.getrlimit(resource.RLIMIT_AS)
    try:
        taken = int(OWN_PAGES.read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    except (OSError, ValueError, IndexError):
        return None
    return None if limit == resource.RLIM_INFINITY else max(0, limit - taken)
