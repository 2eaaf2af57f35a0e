"""``tillitsim calibrate``: find the parameter sets that meet published findings."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tillitsim.cli.options import Command, Duration, language_option
from tillitsim.cli.running import runner_for, workers_options
from tillitsim.errors import TillitsimError
from tillitsim.locale import translator
from tillitsim.scenario.reading.text_files import JsonObject

if TYPE_CHECKING:
    pass

EPILOG = """\b
Examples:
  tillitsim calibrate --out results/calibration
  tillitsim calibrate --out results/calibration --budget 30m --workers 2
"""


@click.command(cls=Command, epilog=EPILOG)
@click.argument("plan", required=False, type=click.Path(path_type=Path))
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("results/calibration"),
    show_default=True,
    metavar="DIR",
    help="Folder to keep simulated sets of assumptions in; the same again goes on from there.",
)
@click.option("--budget", type=Duration(), help="Stop after this time, as in 30m; resumable.")
@language_option
@workers_options
def calibrate(
    *,
    plan: Path | None,
    out: Path,
    budget: float | None,
    language: str,
    workers: int | None,
    scheduler: str | None,
) -> None:
    """Find parameter sets that meet the findings of PLAN, a TOML file.

    Without PLAN, the calibration that tillitsim's own ensemble comes from. Spreads sets of values
    over the declared ranges, then waves of new ones where emulators say that the findings are met;
    keeps those that, simulated, are not implausible. The shipped plan has 461 sets and takes about
    half an hour on two cores.
    """
    _ = translator(language)
    if find_spec("sklearn") is None:
        raise TillitsimError(
            _(
                "Calibration needs scikit-learn; install it with: pip install"
                " 'tillitsim[calibrate]'."
            )
        )
    from tillitsim.runs.ensemble.shipped import evidence_folder
    from tillitsim.runs.store.files import make_folder
    from tillitsim.studies.calibrate import ensemble
    from tillitsim.studies.calibrate.analysis import calibrate as simulate
    from tillitsim.studies.calibrate.analysis import targets_of
    from tillitsim.studies.calibrate.plan import read_plan

    chosen = read_plan(plan or evidence_folder().parent / "calibration" / "plan.toml")
    of = targets_of(chosen)
    make_folder(out)
    with runner_for(
        _("Simulating sets of assumptions"),
        language,
        out=out,
        workers=workers,
        scheduler=scheduler,
        processes=True,
        budget=budget,
        batch_size=chosen.block,
    ) as runner:
        done = simulate(chosen, runner)
    if not len(done.points):
        raise TillitsimError(
            _("no set of assumptions was simulated in this time; give a longer --budget.")
        )
    found = ensemble.ensemble_of(chosen, done, of)
    report = dict(found.report)
    if chosen.waves > 1:
        report |= {
            "recovery": ensemble.recovery(chosen, done, of),
            "left_out": ensemble.left_out(chosen, done, of),
        }
    ensemble.write(ensemble.Ensemble(found.prior, found.points, report), out)
    click.echo("\n".join(_lines(report, chosen.total, chosen.wanted, language)))
    click.echo(_("Ensemble and report in {folder}").format(folder=out))


def _lines(report: JsonObject, total: int, wanted: int, language: str) -> list[str]:
    _ = translator(language)
    kept, good, done = report["kept"], report["not_implausible"], report["simulated"]
    lines = [
        _(
            "{kept} sets kept of {good} that are not implausible, {done} of {total} simulated"
        ).format(kept=kept, good=good, done=done, total=total)
    ]
    if done < total and kept < wanted:
        lines.append(
            _(
                "Stopped before the end; run the same command again to go on. Fewer sets than"
                " wanted ({wanted}) are kept."
            ).format(wanted=wanted)
        )
    names = ", ".join(report["identified"]) or _("none")
    lines += [
        _("Identified parameters (spread at most 80% of the prior's): {names}").format(names=names),
        _("Within the published interval, share of sets (prior in brackets):"),
    ]
    for name, share in report["coverage"].items():
        prior = report["coverage_of_prior"][name]
        shown = "-" if share is None else f"{100 * share:.0f}%"
        lines.append(f"  {name:<8} {shown:>5}  ({100 * prior:.0f}%)")
    return lines
