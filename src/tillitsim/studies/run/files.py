"""The files of a run: picture, series, summary and manifest, each whole or not there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

from tillitsim.locale import in_language
from tillitsim.model.simulation import Results
from tillitsim.runs.record import manifest_json, summary_records
from tillitsim.runs.series import series_bytes
from tillitsim.runs.store.files import remove, write_atomically
from tillitsim.runs.summary import Known, Row
from tillitsim.studies.run.figure import run_figure, text_alternative
from tillitsim.view.style import image
from tillitsim.view.table import Table

Series = Literal["parquet", "csv"]


def write_run(
    folder: Path,
    results: Results,
    rows: Sequence[Row],
    made_of: Mapping[str, object],
    language: str,
    *,
    known: Known | None = None,
    series: Series = "parquet",
) -> None:
    """Write ``run.png``, ``run.svg``, ``series.*``, ``summary.csv`` and, last, ``manifest.json``.

    Files of an earlier run in ``folder`` are replaced; its manifest goes first, so that a folder
    with a manifest is always whole.

    Raises
    ------
    DiskError
        When a file cannot be written.
    """
    other: Series = "csv" if series == "parquet" else "parquet"
    remove(folder / "manifest.json")
    remove(folder / f"series.{other}")
    write_atomically(folder / f"series.{series}", series_bytes(results, series))
    write_atomically(
        folder / "summary.csv", Table.of(summary_records(rows, language)).csv().encode()
    )
    figure = run_figure(results, language, rows, known)
    title = in_language(results.scenario.title, language)
    alternative = text_alternative(results, language, rows)
    write_atomically(folder / "run.png", image(figure, "png", title=title, alternative=alternative))
    write_atomically(folder / "run.svg", image(figure, "svg", title=title, alternative=alternative))
    write_atomically(folder / "manifest.json", manifest_json(made_of).encode())
