"""Who does the work: threads, processes or a Dask cluster, all asked in the same way.

Compiled runs hold no lock, so threads are best on one machine: no copies, one warm kernel. A model
of the user's own is Python and gets processes. A cluster is reached through Dask's executor; what
each returns is the same future, and the same bits.
"""

from __future__ import annotations

import logging
import math
import multiprocessing
import os
import signal
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import (
    BrokenExecutor,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
)
from contextlib import contextmanager, suppress
from typing import Any, Protocol

from tillitsim.errors import TillitsimError
from tillitsim.locale import N_, _, current_language
from tillitsim.model.simulation import default_threads
from tillitsim.runs.cases.batch import AnyBatch, Done, never, perform

NO_DASK = N_(
    "A cluster needs Dask, which is not installed here. Install it with: pip install"
    " 'tillitsim[cluster]'. Without it, --shard i/n spreads a sweep over jobs too."
)
GONE = N_(
    "The Dask scheduler does not answer any more. What is finished is safe; the same command again"
    " goes on from there."
)
DASK_PORT = 8786
"""Where a scheduler listens unless told otherwise."""

PATIENCE = 10.0
"""Seconds to wait for a scheduler to answer; Dask tries twice."""


class Pool(Protocol):
    """A pool of workers: what is needed of those who do the work."""

    @property
    def slots(self) -> int:
        """How many batches can be worked on at the same time."""

    def submit(self, batch: AnyBatch, patience: float = math.inf) -> Future[Done]:
        """Have a batch done, or as much of it as takes so many seconds."""

    def hurry(self) -> None:
        """Ask for what is under way to be handed back soon, if need be undone."""

    def restart(self) -> None:
        """Begin anew after a worker was lost."""

    def close(self) -> None:
        """Stop at once, leaving what is under way."""


class Threads:
    """Threads of this process."""

    def __init__(self, slots: int) -> None:
        self.slots = slots
        self._pool: Executor = ThreadPoolExecutor(slots, "run")
        self._hurried = threading.Event()

    def submit(self, batch: AnyBatch, patience: float = math.inf) -> Future[Done]:
        """Have a batch done by a thread."""
        return self._pool.submit(perform, batch, patience, self._hurried.is_set, current_language())

    def hurry(self) -> None:
        """Let each thread stop after the run that it is in."""
        self._hurried.set()

    def restart(self) -> None:
        """Nothing to do: a thread is lost with the whole process only."""

    def close(self) -> None:
        """Drop what has not begun; what has begun ends with the process."""
        self._pool.shutdown(wait=False, cancel_futures=True)


class Processes:
    """Fresh processes, that end when this one does."""

    def __init__(self, slots: int) -> None:
        self.slots = slots
        self._pool = self._fresh()

    def _fresh(self) -> ProcessPoolExecutor:
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(self.slots, context, initializer=live_with_parent)

    def submit(self, batch: AnyBatch, patience: float = math.inf) -> Future[Done]:
        """Have a batch done by a process."""
        return self._pool.submit(perform, batch, patience, never, current_language())

    def hurry(self) -> None:
        """Nothing to do: what is under way ends within seconds."""

    def restart(self) -> None:
        """Replace a broken pool."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._pool = self._fresh()

    def close(self) -> None:
        """End the processes at once."""
        for process in list((self._pool._processes or {}).values()):  # noqa: SLF001 - has no door
            with suppress(OSError):
                process.kill()
        self._pool.shutdown(wait=False, cancel_futures=True)


class Cluster:
    """The workers of a Dask scheduler."""

    def __init__(self, address: str) -> None:
        try:
            from distributed import Client  # noqa: PLC0415 - an extra, and slow to import
        except ImportError:
            raise TillitsimError(_(NO_DASK)) from None
        for name in ("distributed", "distributed.client"):  # sentences say what it would log
            logging.getLogger(name).setLevel(logging.CRITICAL)
        somewhere = address or "tcp://"  # without an address Dask starts a cluster of its own
        try:
            _knock(address)
            self._client: Any = Client(somewhere, timeout=PATIENCE, set_as_default=False)
        except (OSError, ValueError) as problem:
            raise TillitsimError(
                _(
                    "No Dask scheduler answers at '{address}' ({name}). Start one with 'dask"
                    " scheduler', and workers with 'dask worker ADDRESS'."
                ).format(address=address, name=type(problem).__name__)
            ) from None
        self._executor: Executor = self._client.get_executor(pure=False)

    @property
    def slots(self) -> int:
        """Threads of all workers that are there now; one while none is."""
        with _answering():
            threads: list[int] = list(self._client.nthreads().values())
        return max(1, sum(threads))

    def submit(self, batch: AnyBatch, patience: float = math.inf) -> Future[Done]:
        """Have a batch done by some worker."""
        with _answering():
            return self._executor.submit(perform, batch, patience, never, current_language())

    def hurry(self) -> None:
        """Nothing to do: what is under way ends within seconds."""

    def restart(self) -> None:
        """Nothing to do: the scheduler replaces its workers itself."""

    def close(self) -> None:
        """Leave the cluster; it drops what nobody waits for."""
        with suppress(OSError):
            self._executor.shutdown(wait=False)
        self._client.close(timeout=PATIENCE)


def _knock(address: str) -> None:
    """See whether anybody listens there: a client of Dask that finds nobody cannot be put away.

    Raises ``OSError`` where nobody does, ``ValueError`` where the port is no number.
    """
    scheme, _, place = address.rpartition("://")
    if scheme in {"", "tcp", "tls"} and place:
        host, colon, port = place.rpartition(":")
        where = (host.strip("[]"), int(port)) if colon else (place, DASK_PORT)
        socket.create_connection(where, PATIENCE).close()


@contextmanager
def _answering() -> Iterator[None]:
    """Whatever Dask raises when its scheduler is gone, as a sentence."""
    try:
        yield
    except Exception as problem:
        raise TillitsimError(_(GONE)) from problem


def make_pool(
    workers: int | None = None, *, scheduler: str | None = None, processes: bool = False
) -> Pool:
    """A pool: a cluster if there is a scheduler, else processes or threads of this machine.

    ``workers`` is one a core by default.
    """
    if scheduler is not None:
        return Cluster(scheduler)
    count = workers or default_threads()
    return Processes(count) if processes else Threads(count)


def worker_lost(problem: BaseException) -> bool:
    """Whether a batch failed because the process that did it is gone."""
    return isinstance(problem, BrokenExecutor) or type(problem).__name__ == "KilledWorker"


def live_with_parent() -> None:
    """Leave interrupts to the parent, and end when it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:

        def watch() -> None:
            parent.join()
            os._exit(1)

        threading.Thread(target=watch, daemon=True).start()
