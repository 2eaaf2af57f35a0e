"""``tillitsim results``: what a sweep has come to; checks, estimates and tables for other tools."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tillitsim.cli.options import Command, language_option
from tillitsim.errors import DISK, OK, SOME_RUNS_FAILED, InputError, TillitsimError
from tillitsim.locale import translator
from tillitsim.view.columns import terminal_width

if TYPE_CHECKING:
    from tillitsim.runs.sweeps.results import Stored

EPILOG = """\b
Examples:
  tillitsim results results/fewer-goals-2fa9e1c45a10
  tillitsim results results/mixes --check
  tillitsim results results/mixes --export csv
  tillitsim results results/mixes --monthly --outcomes good_meetings
  tillitsim results results/mixes --summary --outcomes all --language sv
"""


@click.command(cls=Command, epilog=EPILOG)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="Read every part again; name those that are damaged.")
@click.option("--summary", is_flag=True, help="Print estimates; this is what is done by default.")
@click.option(
    "--outcomes",
    "named",
    metavar="NAME,...",
    multiple=True,
    help="Outcomes to print, by name, or all; the experiment's headline ones else.",
)
@click.option(
    "--monthly",
    is_flag=True,
    help="Print what was kept month by month, and write it as monthly.csv with intervals.",
)
@click.option(
    "--export",
    "kind",
    type=click.Choice(["csv", "parquet", "netcdf"]),
    help="Write all runs as one tidy file: parameters, arm, replicate, outcomes.",
)
@language_option
def results(
    *,
    folder: Path,
    check: bool,
    summary: bool,
    named: tuple[str, ...],
    monthly: bool,
    kind: str | None,
    language: str,
) -> int:
    """Read the results of a sweep in DIR: estimates, a check, or an export.

    Nothing in DIR is changed, but for the file that --export or --monthly writes. A sweep that is
    not finished can be read too, even while it is running.
    """
    from tillitsim.cli.study import outcomes_of
    from tillitsim.runs.sweeps.results import Stored

    stored = Stored(folder)
    default = stored.series_kept if monthly else stored.manifest["headline"]
    shown = outcomes_of(named, default, stored.declared)
    if monthly:
        _monthly(stored, shown, language)
    if summary or not (check or kind or monthly):
        click.echo(estimates_text(stored, shown, language))
    if check or not (kind or monthly):
        counts = (stored.survey.done, stored.survey.failed) if check else stored.counts
        click.echo(state_text(stored, counts, language))
    code = _check(stored, language) if check else OK
    if kind:
        _export(stored, kind, language)
    return code


def estimates_text(stored: Stored, outcomes: Sequence[str], language: str) -> str:
    """The title of a sweep and its estimates."""
    from tillitsim.runs.sweeps.ensemble import FILE, damaged, kept
    from tillitsim.studies.results.table import sweep_table

    _ = translator(language)
    if damaged(stored.place.path):
        click.echo(
            _(
                "{file}: damaged, so default values alone are told. The same sweep again makes it"
                " anew."
            ).format(file=stored.place.path / FILE),
            err=True,
        )
    title = stored.manifest["title"].get(language) or stored.manifest["experiment"]
    table = sweep_table(
        stored.points,
        stored.measured(outcomes),
        stored.manifest,
        language,
        _bold,
        terminal_width(),
        kept(stored.place.path, stored.manifest["sweep"]),
    )
    return f"{_bold(title)}\n\n{table}"


def state_text(stored: Stored, counts: tuple[int, int], language: str) -> str:
    """How many runs there are, done and failed ``counts`` of them, and what made them."""
    from tillitsim.runs.store.folder import PARTS, RESULTS
    from tillitsim.studies.results.table import sweep_origin
    from tillitsim.view.numbers import decimal

    _, (done, failed) = translator(language), counts

    def number(value: int) -> str:
        return decimal(value, 0, language)

    missing = stored.runs - done - failed
    size = _("{points} points, {replicates} replicates, {runs} runs").format(
        points=number(stored.points.points),
        replicates=number(stored.replicates),
        runs=number(stored.runs),
    )
    counted = _("{done} done, {failed} failed, {missing} missing").format(
        done=number(done), failed=number(failed), missing=number(missing)
    )
    manifest = stored.manifest
    lines = [f"{size}: {counted}"]
    if stored.replicates > manifest["replicates"]:
        lines.append(
            _("The stopping rule went on to {} replicates.").format(number(stored.replicates))
        )
    if stored.whole:
        lines.append(_("All runs: {}").format(stored.place.path / RESULTS))
    else:
        lines.append(_("Runs so far: {}").format(stored.place.path / PARTS))
    lines.append(sweep_origin(manifest, language))
    return "\n".join(lines)


def _check(stored: Stored, language: str) -> int:
    """Say what is damaged or foreign; the exit code."""
    from tillitsim.runs.store.folder import PARTS, RESULTS, SUFFIX

    _, survey = translator(language), stored.survey
    damaged = [f"{PARTS}/{name}{SUFFIX}" for name in survey.scan.damaged]
    if survey.scan.foreign:
        click.echo(
            _(
                "{count} parts belong to another experiment or version; left alone and not used."
            ).format(count=len(survey.scan.foreign))
        )
    table_bad = stored.manifest["finished"] is not None and not stored.whole
    if damaged:
        click.echo(_("Damaged: {}").format(", ".join(damaged)))
    if table_bad:
        click.echo(
            _(
                "Damaged or missing: {}; 'tillitsim sweep' with the same words writes it anew."
            ).format(stored.place.path / RESULTS)
        )
    if damaged or table_bad:
        return DISK
    click.echo(_("Every part is as it was written."))
    return SOME_RUNS_FAILED if survey.failed else OK


def _monthly(stored: Stored, outcomes: Sequence[str], language: str) -> None:
    from tillitsim.runs.store.files import write_atomically
    from tillitsim.studies.results.monthly import monthly_table, yearly_text

    _ = translator(language)
    if not outcomes:
        raise InputError(
            _(
                "this sweep has kept nothing month by month; write [record] series = [...] in the"
                " experiment and sweep it anew."
            )
        )
    path = stored.place.path / "monthly.csv"
    write_atomically(path, monthly_table(stored, outcomes).csv().encode())
    click.echo(yearly_text(stored, outcomes, language))
    click.echo(_("Written: {}").format(path))


def _export(stored: Stored, kind: str, language: str) -> None:
    _ = translator(language)
    from tillitsim.runs.sweeps import export

    if kind == "netcdf" and (find_spec("xarray") is None or find_spec("netCDF4") is None):
        raise TillitsimError(
            _(
                "NetCDF needs xarray and netCDF4; install them with: pip install"
                " 'tillitsim[netcdf]'."
            )
        )
    path = {"csv": export.to_csv, "parquet": export.to_parquet, "netcdf": export.to_netcdf}[kind](
        stored
    )
    click.echo(_("Written: {}").format(path))


def _bold(text: str) -> str:
    return click.style(text, bold=True)
