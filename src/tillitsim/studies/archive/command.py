"""``tillitsim rerun``, ``diff``, ``bundle``, ``verify``: a study repeated, checked, handed on."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click

from tillitsim.cli.options import Command, Whole, language_option
from tillitsim.errors import CLAIM_NOT_MET
from tillitsim.locale import translator

FOLDER = click.Path(path_type=Path)
RERUN = """\b
Examples:
  tillitsim rerun results/compare-home-care-1a2b3c-s0
  tillitsim rerun results/sweep-every-mix --runs 200
"""
DIFF = """\b
Examples:
  tillitsim diff results/run-a results/run-b
"""
BUNDLE = """\b
Examples:
  tillitsim bundle results/compare-home-care-1a2b3c-s0 --out study.zip
  tillitsim bundle results/sweep-every-mix results/report-1 --with notes.csv --out study.zip
"""
VERIFY = """\b
Examples:
  tillitsim verify study.zip
  tillitsim verify study.zip --tolerance 0.1
"""
runs_option = click.option(
    "--runs",
    type=Whole(1, 1_000_000),
    default=50,
    show_default=True,
    help="Runs of a sweep that are done again, spread over it.",
)
tolerance_option = click.option(
    "--tolerance",
    type=click.FloatRange(0.0, 1.0),
    default=0.05,
    show_default=True,
    help="Relative difference allowed when another version made the original.",
)


@click.command(cls=Command, epilog=RERUN)
@click.argument("folder", type=FOLDER)
@runs_option
@tolerance_option
@language_option
def rerun(*, folder: Path, runs: int, tolerance: float, language: str) -> int:
    """Do again what made FOLDER, and say whether the same comes out.

    Exit code 4 when it does not. Nothing in FOLDER is changed.
    """
    return _checked([folder], runs, tolerance, language)


@click.command(cls=Command, epilog=DIFF)
@click.argument("one", type=FOLDER)
@click.argument("other", type=FOLDER)
@language_option
def diff(*, one: Path, other: Path, language: str) -> None:
    """Say how two folders of results differ: what was asked, what made them, what came out."""
    from tillitsim.studies.archive.difference import differences
    from tillitsim.studies.archive.made import made
    from tillitsim.studies.archive.table import difference_lines

    _ = translator(language)
    a, b = made(one), made(other)
    for label, then, now in (
        (_("command"), " ".join(a.command) or a.kind, " ".join(b.command) or b.kind),
        (_("version"), a.version, b.version),
        (_("model"), a.engine, b.engine),
    ):
        same = _("the same ({what})").format(what=then)
        click.echo(f"{label}: {same if then == now else f'{then} | {now}'}")
    found = list(differences(one, other))
    if not found:
        click.echo(_("Their data are the same, to the last bit."))
        return
    click.echo(_("{count} numbers or texts of their data differ:").format(count=len(found)))
    click.echo("\n".join(difference_lines(found, language)))


@click.command(cls=Command, epilog=BUNDLE)
@click.argument("folders", nargs=-1, required=True, type=FOLDER)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("study.zip"),
    show_default=True,
    help="The file to write.",
)
@click.option(
    "--with",
    "inputs",
    type=FOLDER,
    multiple=True,
    help="A further file that the commands need, such as a scenario that another builds on.",
)
@language_option
def bundle(
    *, folders: tuple[Path, ...], out: Path, inputs: tuple[Path, ...], language: str
) -> None:
    """Pack FOLDERS of results with all that it takes to check them into one file.

    Results, the files they were made from, versions, seeds, the specification of the model and its
    scores, described as an RO-Crate. The same study gives the same bytes.
    """
    from tillitsim.studies.archive import crate

    _ = translator(language)
    entries = crate.entries_of(folders, inputs)
    crate.write(entries, out)
    size = sum(len(each.content) for each in entries) / 1e6
    click.echo(
        _("{count} files, {size} MB, in {file}; 'tillitsim verify {file}' checks them.").format(
            count=len(entries) + 1, size=f"{size:.1f}", file=out
        )
    )


@click.command(cls=Command, epilog=VERIFY)
@click.argument("bundle", type=FOLDER)
@runs_option
@tolerance_option
@language_option
def verify(*, bundle: Path, runs: int, tolerance: float, language: str) -> int:
    """Check a BUNDLE: every file is as it was written, and every study gives the same again.

    Exit code 4 when it does not.
    """
    from tillitsim.studies.archive import crate

    _ = translator(language)
    with tempfile.TemporaryDirectory() as place:
        described = crate.unpack(bundle, Path(place))
        files = sum("sha256" in each for each in described["@graph"])
        click.echo(_("{count} files are as they were written.").format(count=files))
        results = Path(place) / "results"
        return _checked(sorted(results.iterdir()), runs, tolerance, language)


def _checked(folders: list[Path], runs: int, tolerance: float, language: str) -> int:
    from tillitsim.studies.archive.again import check
    from tillitsim.studies.archive.made import made
    from tillitsim.studies.archive.table import checked_lines

    good = True
    for folder in folders:
        with tempfile.TemporaryDirectory() as scratch:
            found = check(made(folder), Path(scratch), tolerance=tolerance, runs=runs)
        click.echo("\n".join(checked_lines(found, language)))
        good = good and found.holds
    return 0 if good else CLAIM_NOT_MET
