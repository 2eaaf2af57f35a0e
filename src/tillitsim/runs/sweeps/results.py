"""A sweep as it stands in its folder, read without the experiment file that it came from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from tillitsim.errors import InputError, did_you_mean
from tillitsim.locale import _
from tillitsim.model.outcomes import OUTCOMES, Outcome
from tillitsim.runs.cases.read import TOTALS, counts_from
from tillitsim.runs.store.columns import array_of
from tillitsim.runs.store.folder import BROKEN, DONE, RESULTS, Folder, Ledger, Scan
from tillitsim.runs.store.part import SERIES
from tillitsim.runs.sweeps import manifest as manifests
from tillitsim.runs.sweeps.collect import file_checksum, gather, rows_of, runs_digest, tables
from tillitsim.runs.sweeps.estimates import Measured
from tillitsim.runs.sweeps.points import Points, first_of
from tillitsim.scenario.reading.text_files import JsonObject


@dataclass(slots=True)
class Survey:
    """What the parts of a folder hold: runs by what is known of them, and which parts are not good.

    ``last`` is the number of replicates that some run has reached; ``runs`` is a digest of which
    runs are there.
    """

    parts: dict[str, range]
    scan: Scan
    done: int
    failed: int
    last: int
    runs: str


class Stored:
    """The results of a sweep.

    Raises
    ------
    InputError
        When the folder holds no sweep.
    DamagedError
        When the manifest or the table of points is not as it was written.
    """

    def __init__(self, path: str | Path) -> None:
        self.place = Folder(Path(path))
        known = manifests.read(self.place) if self.place.path.is_dir() else None
        if known is None:
            raise InputError(_not_a_sweep(self.place.path))
        self.manifest: JsonObject = known
        self.points: Points = manifests.read_points(self.place, known)

    @property
    def outcomes(self) -> tuple[str, ...]:
        """Every outcome that is stored."""
        return tuple(self.manifest["rules"]["outcomes"])

    @property
    def totals(self) -> tuple[str, ...]:
        """Totals that are stored beside the outcomes; none in a sweep of another version."""
        return TOTALS if self.manifest["rules"].get("totals") == [*TOTALS] else ()

    @cached_property
    def declared(self) -> Mapping[str, Outcome]:
        """What the outcomes are, those of one's own among them."""
        return manifests.declared_in(self.manifest)

    @property
    def baseline(self) -> int:
        """Position of the baseline among the arms."""
        return self.points.arms.index(self.manifest["baseline"])

    @property
    def replicates(self) -> int:
        """Replicates of each point: as many as a finished sweep has, else as were asked for."""
        finished = self.manifest["finished"]
        if finished is not None:
            return int(finished["replicates"])
        asked = int(self.manifest["replicates"])
        return asked if self.manifest["stop"] is None else max(asked, self.survey.last)

    @property
    def runs(self) -> int:
        """How many runs there are to do; points that are given the same share theirs."""
        return len(set(first_of(self.points.ids).tolist())) * self.replicates

    @cached_property
    def whole(self) -> bool:
        """Whether the table of all runs is there, as it was written, with a row a run."""
        finished = self.manifest["finished"]
        if finished is None or file_checksum(self.place) != finished["results"]:
            return False
        rows = self.points.points * int(finished["replicates"])
        return bool(rows == finished.get("rows") == rows_of(self.place))

    @property
    def _table(self) -> Path:
        return self.place.path / RESULTS

    @property
    def counts(self) -> tuple[int, int]:
        """Runs that are done and runs that failed: as the parts hold, or the manifest says."""
        if self.whole:
            finished = self.manifest["finished"]
            return int(finished["done"]), int(finished["failed"])
        return self.survey.done, self.survey.failed

    @cached_property
    def survey(self) -> Survey:
        """What the parts hold; every one is read and checked."""
        scan, parts, last = Scan(), {}, 0
        most = int(self.manifest["replicates"])
        if self.manifest["stop"] is not None:
            most = int(self.manifest["stop"]["max_replicates"])
        ledger = Ledger(self.points.ids, most)
        for content in self.place.contents(scan, self.manifest["sweep"]):
            ledger.note(content)
            parts[content.name] = content.held
            last = max(last, content.held.stop)
        counted = ledger.state
        if self.manifest["finished"] is not None:
            counted = counted[:, : int(self.manifest["finished"]["replicates"])]
        done, failed = int((counted == DONE).sum()), int((counted == BROKEN).sum())
        digest = runs_digest(self.points, counted)
        return Survey(parts, scan, done, failed, min(last, most), digest)

    def values(self, outcomes: Sequence[str]) -> NDArray[np.float64]:
        """Raw outcomes, or totals, as (cells, arms, replicates, outcomes); NaN where none is.

        Cells are in the order of the design, ``points.cells`` has their parameters.
        """
        cells, arms = len(self.points.cells), len(self.points.arms)
        if not self.whole:
            every = range(self.replicates)
            band = gather(self.place, self.survey.parts, self.points, outcomes, every)
            return band.by_cell(arms)
        table = pq.ParquetFile(self._table).read(columns=["id", "replicate", *outcomes])
        self._check_places(table)
        columns = [array_of(table[name]).reshape(-1, cells, arms) for name in outcomes]
        return np.moveaxis(np.stack(columns, axis=-1), 0, 2)

    def measured(self, outcomes: Sequence[str]) -> Measured:
        """Outcomes with what they are made of; without that from a sweep that has not kept it."""
        declared = [self.declared[name] for name in outcomes]
        values = self.values((*outcomes, *self.totals))
        count = len(outcomes)
        if not self.totals:
            return Measured(values, declared)
        known = counts_from(values[..., count:])
        counts = np.full((*known.shape[:-1], count), np.nan)
        shipped = list(OUTCOMES)
        for i, name in enumerate(outcomes):
            if name in OUTCOMES:
                counts[..., i] = known[..., shipped.index(name)]
        return Measured(values[..., :count], declared, counts)

    @property
    def series_kept(self) -> tuple[str, ...]:
        """Outcomes that are kept month by month too."""
        return tuple(self.manifest["rules"].get("series", ()))

    def series(self, outcome: str) -> NDArray[np.float64]:
        """An outcome month by month, (cells, arms, replicates, months), in its unit.

        NaN where there is no value, no run, or no month because another arm is longer.

        Raises
        ------
        InputError
            When the sweep has not kept it.
        """
        known = self.series_kept
        if outcome not in known:
            kept = (
                _("it kept {names}").format(names=", ".join(known)) if known else _("it kept none")
            )
            raise InputError(
                _(
                    "the sweep has not kept '{outcome}' month by month: {kept}. Write [record]"
                    ' series = ["{outcome}"] in the experiment and sweep it anew.'
                ).format(outcome=outcome, kept=kept)
            )
        column, ledger = SERIES + outcome, Ledger(self.points.ids, 0)
        found: dict[tuple[int, int], NDArray[np.float64]] = {}
        for name in self.survey.parts:
            content = self.place.read(name, [column])
            if content is None:
                continue
            at = ledger.points(content.ids)
            for point, replicate, months in zip(
                at.tolist(), content.replicates.tolist(), content.table[column], strict=True
            ):
                if months.is_valid:
                    found[point, replicate] = array_of(months.values)
        longest = max((len(months) for months in found.values()), default=0)
        series = np.full((self.points.points, self.replicates, longest), np.nan)
        for point, twin in enumerate(self.points.first.tolist()):
            for replicate in range(self.replicates):
                months = found.get((twin, replicate))
                if months is not None:
                    series[point, replicate, : len(months)] = months
        return series.reshape(len(self.points.cells), len(self.points.arms), *series.shape[1:])

    def _check_places(self, table: pa.Table) -> None:
        """See that every row is of the run that its place stands for."""
        replicate = np.repeat(np.arange(self.replicates), self.points.points)
        names = pa.chunked_array([self.points.names()] * self.replicates, pa.string())
        if not (
            np.array_equal(array_of(table["replicate"]), replicate)
            and table["id"].cast(pa.string()).equals(names)
        ):
            raise manifests.DamagedError(
                _(
                    "{table} holds other runs than its manifest says. The same 'tillitsim sweep'"
                    " command again writes it anew; no run is lost."
                ).format(table=self._table)
            )

    def tables(self) -> Iterator[pa.Table]:
        """All runs that are there, in order, a row each, some at a time."""
        if self.whole:
            file = pq.ParquetFile(self._table)
            for group in range(file.num_row_groups):
                yield file.read_row_group(group)
            return
        yield from tables(
            self.place,
            self.survey.parts,
            self.points,
            (*self.outcomes, *self.totals),
            self.replicates,
        )

    def reasons(self) -> Counter[str]:
        """Why runs failed, with how many did for that reason."""
        counted: Counter[str] = Counter()
        for table in self.tables():
            counted.update(reason for reason in table["reason"].to_pylist() if reason)
        return counted


def _not_a_sweep(path: Path) -> str:
    """What is wrong with a path that holds no sweep."""
    if not path.is_dir():
        near = [str(each) for each in path.parent.glob("*") if each.is_dir()]
        return _("there is no folder {path}{advice}").format(
            path=path, advice=did_you_mean(str(path), near) or "."
        )
    inside = [each.parent.name for each in path.glob(f"*/{manifests.MANIFEST}")]
    some = _(" Perhaps {path}?").format(path=path / inside[0]) if inside else ""
    return _("{path} holds no sweep: there is no {manifest} in it.{some}").format(
        path=path, manifest=manifests.MANIFEST, some=some
    )
