"""A sweep: the runs of a plan, done by whoever works, kept as they finish, gone on with any time.

What is done is in the parts of the folder and nowhere else; the driver holds a byte a run. How runs
are cut into blocks, who does them and when changes no row of the results.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tillitsim.errors import DiskError, InputError
from tillitsim.locale import _
from tillitsim.runs.cases.batch import Batch
from tillitsim.runs.cases.case import Case
from tillitsim.runs.runner import Progress, Runner
from tillitsim.runs.store.folder import BROKEN, DONE, MISSING, RESULTS, Folder, Ledger, Scan
from tillitsim.runs.sweeps import manifest as manifests
from tillitsim.runs.sweeps.collect import (
    LostError,
    assemble,
    check,
    file_checksum,
    gather,
    rows_of,
    runs_digest,
)
from tillitsim.runs.sweeps.plan import Plan
from tillitsim.runs.sweeps.points import points_of_plan
from tillitsim.runs.sweeps.stopping import known_well, next_look
from tillitsim.runs.workers.interrupt import interruptible
from tillitsim.runs.workers.scheduler import AIM, SAFE, Reason
from tillitsim.scenario.schema import Scenario

OnProgress = Callable[[Progress], None]


@dataclass(slots=True)
class SweepResult:
    """What a sweep came to.

    ``done`` counts runs with outcomes, ``failed`` those that have a reason instead, ``computed``
    those of this session. ``stopped`` says why it ended before its runs were there; ``results`` is
    the table of all runs, once all are. ``damaged`` and ``foreign`` name files that were set aside
    and parts that belong to something else.
    """

    plan: Plan
    folder: Path
    replicates: int
    done: int = 0
    failed: int = 0
    missing: int = 0
    computed: int = 0
    stopped: Reason | None = None
    results: Path | None = None
    damaged: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        """Whether every run is there, with outcomes or with a reason."""
        return self.results is not None


def sweep(
    plan: Plan,
    folder: str | Path,
    *,
    workers: int | None = None,
    scheduler: str | None = None,
    budget: float | None = None,
    shard: tuple[int, int] | None = None,
    retry_failed: bool = False,
    block: int | None = None,
    on_progress: OnProgress | None = None,
    on_wish: Callable[[], None] | None = None,
) -> SweepResult:
    """Do the runs of a plan that ``folder`` does not hold yet.

    Parameters
    ----------
    plan
        An experiment with its seed.
    folder
        Where results are kept; made if need be. The same call again goes on from there.
    workers
        Threads (processes for a model of the user's own) on this machine; all cores by default.
    scheduler
        Address of a Dask scheduler, whose workers do the runs instead.
    budget
        Seconds after which no block is begun that would not end in time.
    shard
        ``(i, n)``, i from 1: do only every n-th run, beside other shards of the same folder.
    retry_failed
        Do those runs again that failed.
    block
        Runs a block; by default as many as take about three seconds.
    on_progress
        Called with the :class:`Progress` at the start and after each block.
    on_wish
        Called when a first Ctrl-C was heard.

    Raises
    ------
    ChangedError
        When the folder holds results of another experiment or of another version of the model.
    BusyError
        When somebody else works in the folder.
    DiskError
        When it cannot be written; what was kept is safe.
    KeyboardInterrupt
        On a second Ctrl-C; the first only ends the sweep early.
    """
    if shard is not None and plan.experiment.stop is not None:
        raise InputError(
            _(
                "A stopping rule looks at all runs together, which a shard does not have;"
                " leave out --shard or the [stop] table."
            )
        )
    with ExitStack() as stack:
        place = Folder(Path(folder))
        place.prepare()
        place.lock(stack, shard)
        if shard is None:
            place.sweep_up()

        store = _Store(plan, place, shard or (1, 1), on_progress, retry=retry_failed)
        stop_requested = stack.enter_context(interruptible(on_wish))
        runner = stack.enter_context(
            Runner(
                workers=workers,
                scheduler=scheduler,
                processes=plan.experiment.model is not None,
                budget=budget,
                batch_size=block,
                aim=AIM,
                stop_requested=stop_requested,
            )
        )
        return store.fill(runner)


class _Store:
    """The results of a plan in its folder, in one session: what is there, what is missing."""

    def __init__(
        self,
        plan: Plan,
        place: Folder,
        shard: tuple[int, int],
        on_progress: OnProgress | None,
        *,
        retry: bool,
    ) -> None:
        self.plan = plan
        self.place = place
        self.shard = shard
        self.on_progress = on_progress
        self.points = points_of_plan(plan)
        self.own = self.points.first == np.arange(plan.points)
        self.manifest, damaged = manifests.settle(place, plan)
        self.swept = SweepResult(plan, place.path, plan.experiment.replicates, damaged=damaged)
        self.look()
        self.again = self.ledger.state == BROKEN if retry else None

    def look(self) -> None:
        """See what is in the folder, whatever was known before."""
        scan = Scan()
        self.ledger = Ledger(self.points.ids, self.plan.experiment.most_replicates)
        self.parts: dict[str, range] = {}
        for content in self.place.contents(scan, self.plan.sweep):
            self.ledger.note(content)
            self.parts[content.name] = content.held
        self.place.set_aside(scan.damaged)
        self.swept.damaged += scan.damaged
        self.swept.foreign = scan.foreign

    def fill(self, runner: Runner) -> SweepResult:
        """Have done what is missing, and say what came of it."""
        experiment, swept = self.plan.experiment, self.swept
        while True:
            self.tell()
            wanted = self.wanted(swept.replicates)
            swept.stopped = runner.stream(
                self.pending(wanted), int(wanted.sum()), self.plan.batch, self.keep
            )
            try:
                if swept.stopped or self.enough():
                    break
            except LostError:
                self.look()
                continue
            swept.replicates = next_look(swept.replicates, experiment.most_replicates)
        if self.shard != (1, 1):
            self.look()
        self.count()
        if swept.missing == 0:
            try:
                self.finish()
            except LostError:  # a part has gone since: see what is there, and do the rest again
                self.look()
                return self.fill(runner)
        return swept

    def count(self) -> None:
        """Count the runs that are there."""
        state, swept = self.state, self.swept
        swept.done, swept.failed = int((state == DONE).sum()), int((state == BROKEN).sum())
        swept.missing = state.size - swept.done - swept.failed

    def enough(self) -> bool:
        """Whether there are replicates enough."""
        experiment, stop, replicates = (
            self.plan.experiment,
            self.plan.experiment.stop,
            self.swept.replicates,
        )
        if stop is None or replicates >= stop.max_replicates:
            return True
        return known_well(experiment, self.values(stop.outcomes, replicates))

    @property
    def state(self) -> NDArray[np.uint8]:
        """What is known of each run that counts."""
        known: NDArray[np.uint8] = self.ledger.state[self.own, : self.swept.replicates]
        return known

    def wanted(self, replicates: int) -> NDArray[np.bool_]:
        """Which runs are to be done now, (points, replicates)."""
        wanted: NDArray[np.bool_] = self.ledger.state[:, :replicates] == MISSING
        if self.again is not None:
            wanted |= self.again[:, :replicates]
            self.again = None
        wanted[~self.own] = False
        shard, shards = self.shard
        if shards > 1:
            cells = len(self.points.cells)
            place = np.argsort(self.plan.visits)
            turn = place[:, np.newaxis] + cells * np.arange(replicates)
            wanted &= np.repeat(turn % shards == shard - 1, len(self.points.arms), axis=0)
        return wanted

    def pending(self, wanted: NDArray[np.bool_]) -> Iterator[Case[Scenario]]:
        """The cases that are wanted, replicate by replicate, everywhere in each."""
        for replicate, _cell, points in self.plan.ordered(wanted.shape[1]):
            for point in points:
                if wanted[point, replicate]:
                    yield self.plan.case(point, replicate)

    def keep(self, batch: Batch[Scenario], part: bytes) -> None:
        """Put a part in the folder."""
        with _nothing_is_lost():
            name = self.place.add(part)
        content = self.place.read(name)
        if content is None:
            raise DiskError(
                _("{path} does not give back what is written there. {safe}").format(
                    path=self.place.path, safe=_(SAFE)
                )
            )
        self.ledger.note(content)
        self.parts[name] = content.held
        self.swept.computed += len(batch.cases)
        self.tell()

    def values(self, outcomes: Sequence[str], replicates: int) -> NDArray[np.float64]:
        """Outcomes as (cells, arms, replicates, outcomes)."""
        band = gather(self.place, self.parts, self.points, outcomes, range(replicates))
        check(band)
        return band.by_cell(len(self.points.arms))

    def finish(self) -> None:
        """Write the table of all runs, unless it is there, and say in the manifest what it is."""
        swept = self.swept
        finished = {
            "replicates": swept.replicates,
            "done": swept.done,
            "failed": swept.failed,
            "rows": self.points.points * swept.replicates,
            "runs": runs_digest(self.points, self.ledger.state[:, : swept.replicates]),
            "results": file_checksum(self.place),
        }
        swept.results = self.place.path / RESULTS
        if self.manifest["finished"] == finished and rows_of(self.place) == finished["rows"]:
            return
        with _nothing_is_lost():
            assemble(
                self.place,
                self.parts,
                self.points,
                self.plan.columns,
                swept.replicates,
                {"sweep": self.plan.sweep, "experiment": self.plan.experiment.name},
            )
            finished["results"] = file_checksum(self.place)
            manifests.write(self.place, self.manifest | {"finished": finished})

    def tell(self) -> None:
        """Report how far it is."""
        if self.on_progress is not None:
            state = self.state
            failed = int((state == BROKEN).sum())
            self.on_progress(Progress(int((state != MISSING).sum()), state.size, failed))


@contextmanager
def _nothing_is_lost() -> Iterator[None]:
    """A disk that cannot be written loses nothing that is there; its error says so."""
    try:
        yield
    except DiskError as problem:
        raise DiskError(f"{problem} {_(SAFE)}") from problem
