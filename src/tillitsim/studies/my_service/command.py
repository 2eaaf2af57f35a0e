"""``tillitsim my-service``: a scenario of your own service, with parameter sets that give it."""

from __future__ import annotations

import os
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tillitsim.cli.options import (
    Command,
    Group,
    Whole,
    complete_scenario,
    language_option,
    out_option,
    seed_option,
    spoken_option,
)
from tillitsim.cli.running import runner_for, workers_options
from tillitsim.cli.steering import change_argument
from tillitsim.errors import InputError
from tillitsim.locale import _
from tillitsim.view.columns import aligned, terminal_width
from tillitsim.view.numbers import decimal, significant

if TYPE_CHECKING:
    from tillitsim.runs.ensemble.parameter_sets import ParameterSets
    from tillitsim.studies.my_service.analysis import Weighed
    from tillitsim.studies.my_service.given import Given

SETS = 200
EPILOG = """\b
Examples:
  tillitsim my-service new home-care
  tillitsim my-service new home-care --from figures.csv --name our-home-care
  tillitsim my-service new home-care "more trust: mix.trust=+0.2" --from figures.csv
  tillitsim compare our-home-care.toml "more trust: mix.trust=+0.2"
"""


@click.group("my-service", cls=Group, epilog=EPILOG)
@spoken_option
def my_service() -> None:
    """Make a scenario of your own service, and weigh what is assumed by what you know of it."""


@my_service.command(
    "new",
    cls=Command,
    short_help="Write a scenario from your own figures.",
    epilog="Example: tillitsim my-service new home-care --from figures.csv --name ours",
)
@click.argument("service", shell_complete=complete_scenario)
@change_argument
@click.option(
    "--from",
    "file",
    type=click.Path(path_type=Path),
    metavar="FILE.csv",
    help="Figures as name, value, year; without it they are asked for.",
)
@click.option("--name", help="What the service is called; my-SERVICE by default.")
@out_option(
    "The scenario to write; NAME.toml by default, never over an old file.", metavar="FILE.toml"
)
@click.option(
    "--sets",
    type=Whole(8, 10_000),
    default=SETS,
    show_default=True,
    help="Parameter sets of the ensemble to weigh.",
)
@seed_option()
@language_option
@workers_options
def new(
    *,
    service: str,
    changes: tuple[str, ...],
    file: Path | None,
    name: str | None,
    out: Path | None,
    sets: int,
    seed: int,
    language: str,
    workers: int | None,
    scheduler: str | None,
) -> None:
    """Write a scenario of your own SERVICE, from what you know of it.

    Sizes (inhabitants, users, staff, units) become the scenario's. Levels (share satisfied,
    engagement, turnover, sick leave, continuity, waiting) weigh the parameter sets of the ensemble
    by how well each gives them, and every command that is given the scenario asks in those. Every
    figure may be left out; nothing is fetched. With a change in your own words it goes on to
    compare the service with and without it.
    """
    from tillitsim.cli.study import sets_of
    from tillitsim.runs.experiment.reforms import in_own_words
    from tillitsim.scenario.load import load
    from tillitsim.studies.my_service.analysis import weigh
    from tillitsim.studies.my_service.figures import SIZES, UNUSED
    from tillitsim.studies.my_service.given import read_csv
    from tillitsim.studies.my_service.sizes import sizes_of
    from tillitsim.studies.my_service.text import scenario_text

    base = load(service)
    if base.mixture:
        raise InputError(
            _("'{name}' is several services; name the one that is yours.").format(name=base.name)
        )
    for text in changes:
        in_own_words(base, text)
    path, called = _place(out, name, base.name)
    beside = path.with_name(f"{path.stem}.ensemble.parquet")
    given = _asked(language) if file is None else read_csv(file)
    if not given:
        raise InputError(_("no figure was given; give one at least, such as turnover."))
    sizes = sizes_of(base, {each.figure.name: each for each in given})
    levels = [each for each in given if each.figure.name not in (*SIZES, *UNUSED)]
    known = [each for each in levels if each.figure.reader is not None]
    extends = service
    if service.endswith(".toml") or "/" in service:
        extends = os.path.relpath(service, path.parent)
    local = load(base, changes=sizes.values)
    if known:
        asked = sets_of(sets, seed, [base])
        with runner_for(
            _("Weighing {} parameter sets").format(len(asked.each)),
            language,
            workers=workers,
            scheduler=scheduler,
        ) as runner:
            found = weigh(local, asked.each, known, seed=seed, runner=runner)
        _write_ensemble(beside, found, asked, seed)
    text = scenario_text(called, extends, given, sizes, beside.name if known else None)
    _write_new(path, text, beside if known else None)
    _remark(sizes.remarks, given, levels, known)
    if known:
        click.echo(_told(found, language))
    else:
        click.echo(_("No level was given that the model has: the ensemble stays as it is shipped."))
    click.echo(_("Scenario: {}").format(path))
    if changes:
        return _compare(path, changes, seed, language, workers, scheduler)
    then = f'tillitsim compare {shlex.quote(str(path))} "{_("more trust")}: mix.trust=+0.2"'
    click.echo(_("Then try: {then}").format(then=then), err=True)
    return None


def _compare(
    path: Path,
    changes: Sequence[str],
    seed: int,
    language: str,
    workers: int | None,
    scheduler: str | None,
) -> None:
    """The scenario with and without each change, as ``compare`` tells it."""
    from tillitsim.studies.compare.command import compare

    asked = [str(path), *changes, "--seed", str(seed), "--language", language]
    asked += [] if workers is None else ["--workers", str(workers)]
    asked += [] if scheduler is None else ["--scheduler", scheduler]
    click.echo()
    root = click.get_current_context().find_root()
    with compare.make_context("compare", asked, parent=root) as context:
        compare.invoke(context)


def _place(out: Path | None, name: str | None, service: str) -> tuple[Path, str]:
    """Where the scenario goes, and what it is called."""
    called = name or (out.stem if out else f"my-{service}")
    if not called.isprintable() or not called.strip(". "):
        raise InputError(_("--name: write visible characters on one line, such as our-home-care."))
    path = out or Path(f"{called}.toml")
    if path.suffix != ".toml":
        raise InputError(_("--out: {path} must end in .toml.").format(path=path))
    if out is None and Path(path.name) != path:
        raise InputError(_("--name: a name has no '/'; say with --out where the file goes."))
    if not path.parent.is_dir():
        raise InputError(_("--out: there is no folder {path}.").format(path=path.parent))
    if path.exists():
        raise InputError(
            _("{path}: there is such a file already; choose another name.").format(path=path)
        )
    return path, called


def _asked(language: str) -> list[Given]:
    """Figures, asked for one after the other."""
    from tillitsim.studies.my_service.figures import FIGURES
    from tillitsim.studies.my_service.given import Given, checked

    click.echo(_("What is known of your service? Enter passes over a question."), err=True)
    found = []
    for figure in FIGURES.values():

        def value(text: str, figure: object = figure) -> float | None:
            if not text.strip():
                return None
            try:
                return checked(figure, text)  # type: ignore[arg-type]
            except ValueError as wrong:
                raise click.UsageError(str(wrong)) from None

        question = f"{figure.label(language)}, {_(figure.unit)}"
        answer = click.prompt(question, default="", show_default=False, value_proc=value, err=True)
        if isinstance(answer, float):
            found.append(Given(figure, answer))
    return found


def _write_ensemble(path: Path, found: Weighed, asked: ParameterSets, seed: int) -> None:
    import pyarrow as pa

    from tillitsim.runs.ensemble.parameter_sets import CALIBRATED, EFFECTIVE
    from tillitsim.runs.store.files import write_atomically
    from tillitsim.runs.store.parquet import parquet
    from tillitsim.studies.my_service.analysis import systematic

    drawn = [asked.each[i] for i in systematic(found.weights, len(asked.each), seed)]
    table = pa.table({name: [parameter_set[name] for parameter_set in drawn] for name in drawn[0]})
    told = {
        EFFECTIVE: f"{found.effective:.6g}".encode(),
        CALIBRATED: b"1" if asked.calibrated else b"0",
    }
    write_atomically(path, parquet(table.replace_schema_metadata(told)))


def _write_new(path: Path, text: str, beside: Path | None) -> None:
    """Write a scenario that was not there; where it cannot be, its ensemble goes too."""
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except BaseException as wrong:
        if beside is not None:
            beside.unlink(missing_ok=True)
        if not isinstance(wrong, FileExistsError):
            path.unlink(missing_ok=True)
        raise


def _remark(
    remarks: Sequence[str], given: Sequence[Given], levels: Sequence[Given], known: Sequence[Given]
) -> None:
    """What of the figures was not used."""
    from tillitsim.studies.my_service.figures import UNUSED

    told = list(remarks)
    told += [
        _("{name}: not used; the model's costs are no money.").format(name=each.figure.name)
        for each in given
        if each.figure.name in UNUSED
    ]
    told += [
        _("{name}: not used; this version of the model does not have it.").format(
            name=each.figure.name
        )
        for each in levels
        if each not in known
    ]
    for each in told:
        click.echo(each, err=True)


def _told(found: Weighed, language: str) -> str:
    """Yours beside the model's, before and after, and how many sets that leaves."""
    from tillitsim.runs.statistics.likelihood import FEWEST

    rows: list[tuple[str, ...]] = [
        (_("Figure"), _("Yours"), _("Nine of ten sets"), _("By weight"), "")
    ]
    for i, each in enumerate(found.levels):
        low, _median, high = (significant(value, 3, language) for value in found.before(i))
        rows.append(
            (
                f"{each.figure.label(language)} ({_(each.figure.unit)})",
                decimal(each.value, 1, language),
                f"{low} \N{EN DASH} {high}",
                significant(found.after(i), 3, language),
                _("out of the model's reach") if found.is_out_of_reach(i) else "",
            )
        )
    lines = aligned(rows, width=terminal_width(), indent="")
    lines += [
        "",
        _("Effective size {size} of {sets} parameter sets (at least {fewest} are needed).").format(
            size=decimal(found.effective, 0, language), sets=len(found.weights), fewest=FEWEST
        ),
    ]
    return "\n".join(lines)
