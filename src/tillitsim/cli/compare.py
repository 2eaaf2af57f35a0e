"""``tillitsim compare``: scenarios side by side, with chance and with what is assumed."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from tillitsim.cli.options import format_option, language_option
from tillitsim.cli.study import (
    folder_for,
    made_of,
    outcomes_of,
    progress_of,
    scenario_of,
    study_options,
    worlds_of,
    write_json,
    write_picture,
)
from tillitsim.errors import InputError, did_you_mean

if TYPE_CHECKING:
    from tillitsim.scenario.schema import Scenario

EPILOG = """\b
Examples:
  tillitsim compare rule-book trust-reform
  tillitsim compare home-care home-care-reform.toml --worlds 100 --language sv
  tillitsim compare balance trust-reform --outcomes good_meetings --guess up

\b
Files, in --out or else in results/compare-A-B-sSEED:
  compare.png, compare.svg       every outcome: baseline, scenario, difference
  over-time.png, over-time.svg   month by month, with bands
  compare.csv, compare.json      the same as data, with what made it
"""

PANELS = 12
"""Outcomes that are drawn over time at most."""


@click.command(epilog=EPILOG)
@click.argument("scenarios", nargs=-1, required=True)
@click.option("--baseline", metavar="NAME", help="What others are compared with; the first else.")
@click.option(
    "--outcomes", "named", metavar="NAME,...", multiple=True,
    help="Outcomes to show, by name, or all.",
)  # fmt: skip
@click.option(
    "--guess",
    type=click.Choice(["up", "same", "down"]),
    help="With one outcome: say what you think, before you are told.",
)
@study_options(replicates=20, worlds=40)
@format_option
@language_option
def compare(
    *,
    scenarios: tuple[str, ...],
    baseline: str | None,
    named: tuple[str, ...],
    guess: str | None,
    replicates: int,
    worlds: int,
    months: int | None,
    seed: int,
    settings: tuple[str, ...],
    out: Path | None,
    form: Literal["table", "json", "csv"],
    language: str,
    threads: int | None,
) -> None:
    """Compare SCENARIOS (names or TOML files) with the first, or with --baseline.

    Runs share their luck, so a difference is the reform and not luck. Each outcome's difference
    comes with its interval, in plain units down the steering chain, and with the share of worlds
    (other values of what the model assumes) in which its sign holds, and what turns it.
    """
    from tillitsim.cli.columns import as_csv
    from tillitsim.experiment.compare import HEADLINE
    from tillitsim.experiment.compare import compare as compare_scenarios
    from tillitsim.experiment.files import write_atomically
    from tillitsim.report.compare_text import (
        compare_records,
        compare_table,
        guess_lines,
        headline,
    )
    from tillitsim.report.compare_words import WORDS
    from tillitsim.report.dumbbell_figure import dumbbell_alternative, dumbbell_figure
    from tillitsim.report.over_time_figure import over_time_alternative, over_time_figure

    start = time.perf_counter()
    shown = outcomes_of(named, HEADLINE)
    if guess and len(shown) != 1:
        raise InputError("--guess needs one outcome to guess: add for example --outcomes dare.")
    if len(scenarios) < 2:
        raise InputError(f"'{scenarios[0]}' alone cannot be compared; name another scenario too.")
    loaded = [scenario_of(name, settings, months) for name in scenarios]
    first = _position(baseline, scenarios, loaded)
    own = WORDS[language]
    asked = worlds_of(worlds, seed)
    folder = folder_for(out, "compare", *(each.name for each in loaded), f"s{seed}")
    with progress_of(own.working.format(len(loaded)), language) as progress:
        found = compare_scenarios(
            loaded, baseline=first, seed=seed, replicates=replicates, worlds=asked.each,
            calibrated=asked.calibrated, threads=threads, progress=progress,
        )  # fmt: skip
    title = headline(found, language)
    write_picture(
        folder, "compare", dumbbell_figure(found, shown, language),
        title=title, alternative=dumbbell_alternative(found, shown, language),
    )  # fmt: skip
    panels = shown if len(shown) <= PANELS else _panels(shown)
    write_picture(
        folder, "over-time", over_time_figure(found, panels, language),
        title=title, alternative=over_time_alternative(found, panels, language),
    )  # fmt: skip
    records = compare_records(found, shown, language)
    table = as_csv(list(records[0]), [list(record.values()) for record in records]) + "\n"
    write_atomically(folder / "compare.csv", table.encode())
    whole = made_of(loaded, seed, start) | {
        "replicates": replicates,
        "worlds": len(found.worlds),
        "worlds_calibrated": found.calibrated,
        "differences": records,
    }
    write_json(folder, "compare", whole)
    if form == "json":
        click.echo(json.dumps(whole, indent=2, ensure_ascii=False))
    elif form == "csv":
        click.echo(table, nl=False)
    else:
        if guess:
            for other in found.others:
                click.echo(
                    "\n".join(guess_lines(found.differences(other, shown)[0], guess, language))
                )
            click.echo()
        text = compare_table(found, shown, language, lambda text: click.style(text, bold=True))
        click.echo(text + own.files.format(folder))


def _position(baseline: str | None, given: tuple[str, ...], loaded: list[Scenario]) -> int:
    """Where the baseline stands among the scenarios."""
    if baseline is None:
        return 0
    names = [each.name for each in loaded]
    for known in (list(given), names):
        if baseline in known:
            return known.index(baseline)
    advice = did_you_mean(baseline, names) or f"; write one of {', '.join(names)}."
    raise InputError(f"--baseline: '{baseline}' is not among the scenarios{advice}")


def _panels(outcomes: tuple[str, ...]) -> tuple[str, ...]:
    """As many outcomes as fit, spread down the chain."""
    wanted = (
        "trust_in_operations", "discretion_used", "co_operation", "will", "dare",
        "administrative_burden", "good_meetings", "quality_complex", "reporting_gap",
        "trust_in_service", "trust_in_democracy", "cost_per_good_meeting",
    )  # fmt: skip
    kept = [name for name in wanted if name in outcomes]
    return tuple((kept + [name for name in outcomes if name not in kept])[:PANELS])
