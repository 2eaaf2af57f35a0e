"""``tillitsim run``: simulate one scenario, print its outcomes, write them down and draw them."""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from tillitsim.cli.progress import progress_bar

if TYPE_CHECKING:
    from tillitsim.engine.simulation import Results
    from tillitsim.scenario.schema import Neutral

Format = Literal["table", "json", "csv"]
LARGE = 1 << 30
"""Bytes of memory from which a run says beforehand what it needs."""

EPILOG = """\b
Examples:
  tillitsim run home-care
  tillitsim run home-care --set mix.trust=0.6 --replicates 50 --language sv
  tillitsim run my-scenario.toml --without politics --format json > run.json

\b
Without --out the files go to results/SCENARIO-HASH-sSEED; a run of the same
scenario and seed replaces them there, and nothing else is touched.
Exit codes: 0 done, 1 not possible here (too little memory), 2 wrong input,
74 files cannot be written, 130 interrupted.
"""


@click.command(epilog=EPILOG)
@click.argument("scenario")
@click.option("--replicates", type=click.IntRange(1), default=20, show_default=True,
              help="How many runs that differ in luck alone.")
@click.option("--months", type=click.IntRange(1), help="How long; the scenario says by default.")
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), default=0, show_default=True,
              help="Keys all luck: the same seed gives the same numbers, on any machine.")
@click.option("--set", "settings", metavar="PATH=VALUE", multiple=True,
              help="Change a parameter, as in mix.trust=0.6; may be given many times.")
@click.option("--without", metavar="MECHANISM", multiple=True,
              help="Switch a mechanism off by name; may be given many times.")
@click.option("--neutral-table", "neutral", type=click.Choice(["soft", "all"]), is_flag=False,
              flag_value="soft", help="Take the same values for all three principles: in the "
              "assumed cells of the profile table (soft, also when nothing follows), or in all.")
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR",
              help="Folder for the picture, the series, the summary and the manifest.")
@click.option("--format", "form", type=click.Choice(["table", "json", "csv"]), default="table",
              show_default=True, help="What is printed; with csv the series is a CSV file too.")
@click.option("--language", type=click.Choice(["sv", "en"]), default="en", show_default=True,
              help="Language of tables and pictures.")
@click.option("--threads", type=click.IntRange(1), help="Processor cores to use; all by default.")
@click.option("--quiet", is_flag=True, help="Say nothing on the way.")
def run(
    *,
    scenario: str,
    replicates: int,
    months: int | None,
    seed: int,
    settings: tuple[str, ...],
    without: tuple[str, ...],
    neutral: Neutral | None,
    out: Path | None,
    form: Format,
    language: str,
    threads: int | None,
    quiet: bool,
) -> None:  # fmt: skip
    """Simulate SCENARIO, a name or a TOML file.

    Prints each outcome down the steering chain, from politics to society, with its mean after the
    burn-in, its 95% interval over replicates (chance only) and what it means in plain units. Writes
    the monthly series, a summary, a manifest and a picture (PNG and SVG).
    """
    from tillitsim.engine.simulation import simulate
    from tillitsim.experiment.files import make_folder
    from tillitsim.experiment.summary import summarise
    from tillitsim.report.run_files import write_run
    from tillitsim.scenario.load import load

    horizon = () if months is None else (f"months={months}",)
    resolved = load(
        scenario, set=(*settings, *horizon), without=without, neutral=neutral or "none"
    )
    folder = out or Path("results") / f"{resolved.name}-{resolved.digest}-s{seed}"
    make_folder(folder)
    ...
