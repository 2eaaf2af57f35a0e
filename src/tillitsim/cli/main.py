"""The command ``tillitsim``: finds the command asked for, and turns every problem into a sentence.

Only click is imported here. A command's module is imported when it is called, so that
``tillitsim --help`` answers at once.
"""

from __future__ import annotations

import contextlib
import errno
import itertools
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

import click

import tillitsim
from tillitsim.cli.options import Group, spoken_option
from tillitsim.cli.streams import secure
from tillitsim.errors import DISK, ERROR, INTERRUPTED, READER_GONE, TillitsimError, refusal
from tillitsim.locale import _, chosen_language, languages, speaking

COMMANDS: dict[str, tuple[str, str]] = {
    "run": (
        "tillitsim.studies.run.command:run",
        "Simulate a scenario; print, write and draw its outcomes.",
    ),
    "explain": (
        "tillitsim.studies.explain.command:explain",
        "Take the good meeting apart: causes, levels, steering signals.",
    ),
    "story": (
        "tillitsim.studies.story.command:story",
        "Follow one citizen's case through the chain, in plain words.",
    ),
    "compare": (
        "tillitsim.studies.compare.command:compare",
        "Scenarios side by side: differences, their intervals, their robustness.",
    ),
    "triangle": (
        "tillitsim.studies.triangle.command:triangle",
        "Outcomes over every mix of competition, regulation and trust.",
    ),
    "values": (
        "tillitsim.studies.values.command:values",
        "Which mix is best, for which values: three profiles', and your own.",
    ),
    "robustness": (
        "tillitsim.studies.robustness.command:robustness",
        "Which set of reforms loses least, and is enough, whatever is assumed.",
    ),
    "heterogeneity": (
        "tillitsim.studies.heterogeneity.command:heterogeneity",
        "Whether differences between people matter, or their means would do.",
    ),
    "map": (
        "tillitsim.studies.map.command:map_",
        "Which principle wins where, or that none clearly does.",
    ),
    "lab": (
        "tillitsim.studies.lab.command:lab",
        "A page with the model inside: move the mix and see the chain move.",
    ),
    "report": (
        "tillitsim.studies.report.command:report",
        "A page for the board: what differs, who gains, what it hangs on.",
    ),
    "sweep": (
        "tillitsim.studies.sweep.command:sweep",
        "Do every run of an experiment; resumable, paired, on one core or a cluster.",
    ),
    "results": (
        "tillitsim.studies.results.command:results",
        "Read a sweep: estimates, a check of every part, exports.",
    ),
    "sensitivity": (
        "tillitsim.studies.sensitivity.command:sensitivity",
        "What outcomes come from: the mix, other inputs, chance (Morris, Sobol').",
    ),
    "discover": (
        "tillitsim.studies.discover.command:discover",
        "Under which conditions one arm of an experiment beats another.",
    ),
    "evidence": (
        "tillitsim.studies.evidence.command:evidence",
        "Replicate published findings; report hits and misses.",
    ),
    "levels": (
        "tillitsim.studies.levels.command:levels",
        "Published levels of services beside simulated ones.",
    ),
    "claims": (
        "tillitsim.studies.claims.command:claims",
        "Audit our own claims: seeds, sizes, order, tables, assumptions.",
    ),
    "calibrate": (
        "tillitsim.studies.calibrate.command:calibrate",
        "Find the parameter sets that meet published findings.",
    ),
    "rerun": (
        "tillitsim.studies.archive.command:rerun",
        "Do again what made a folder of results; say whether the same comes out.",
    ),
    "diff": (
        "tillitsim.studies.archive.command:diff",
        "How two folders of results differ: asked, made by, found.",
    ),
    "bundle": (
        "tillitsim.studies.archive.command:bundle",
        "Pack results with all that it takes to check them into one file.",
    ),
    "verify": (
        "tillitsim.studies.archive.command:verify",
        "Check a bundle: its files, and that every study gives the same again.",
    ),
    "doctor": (
        "tillitsim.studies.doctor.command:doctor",
        "Say whether tillitsim works here, and what would mend what does not.",
    ),
    "schema": (
        "tillitsim.studies.files.command:schema",
        "Print the JSON Schema of scenario, experiment, finding, claims or plan files.",
    ),
    "convert": (
        "tillitsim.studies.files.command:convert",
        "Turn a file written for an earlier version into one for this version.",
    ),
    "scenarios": (
        "tillitsim.studies.scenarios.command:scenarios",
        "List, show, check or start scenarios (list, show, check, new, schema).",
    ),
    "my-service": (
        "tillitsim.studies.my_service.command:my_service",
        "A scenario of your own service, from the figures that you have of it.",
    ),
    "experiments": (
        "tillitsim.studies.experiments.command:experiments",
        "List, show or check experiments (list, show, check).",
    ),
    "parameters": (
        "tillitsim.studies.parameters.command:parameters",
        "Explain a parameter: value, bounds, unit, source, who reads it.",
    ),
    "completion": (
        "tillitsim.cli.completion:completion",
        "Print the completion script of a shell.",
    ),
}
"""Commands: where each lives, and its short help (so that the list needs no import)."""

EPILOG = """\b
Examples:
  tillitsim run home-care                  simulate, print the outcomes, draw them
  tillitsim run home-care --set mix.trust=0.6
  tillitsim scenarios list                 what there is to run
  tillitsim parameters mix.trust           what a setting means and where it acts
  tillitsim doctor                         whether it works here, and what would mend it
  tillitsim --cite --format bibtex         how to cite it

\b
Exit codes:
  0  done                      4    a claim is not met
  1  error                     74   a file cannot be written or read
  2  wrong input               130  interrupted
  3  some runs failed          141  the reader of the output left

\b
Environment:
  NO_COLOR=1                   no colours
  TILLITSIM_DEBUG=1            show where in the program an error arose
"""


class LazyGroup(Group):
    """A group whose commands are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names of the commands, in the order of the table."""
        return [*COMMANDS, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, imported now."""
        if cmd_name not in COMMANDS:
            return super().get_command(ctx, cmd_name)
        module, _colon, attribute = COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """The list of commands from the table, without importing any."""
        with formatter.section(_("Commands")):
            formatter.write_dl([(name, _(text)) for name, (_where, text) in COMMANDS.items()])


@click.group(
    cls=LazyGroup,
    epilog=EPILOG,
    context_settings={"help_option_names": ["-h", "--help"]},
    invoke_without_command=True,
    no_args_is_help=True,
)
@click.version_option(tillitsim.__version__, prog_name="tillitsim")
@spoken_option
@click.option("--cite", is_flag=True, help="Say how to cite tillitsim.")
@click.option("--format", "form", type=click.Choice(["text", "bibtex"]), help="What --cite writes.")
@click.pass_context
def cli(context: click.Context, *, cite: bool, form: str | None) -> None:
    """How steering by competition, regulation and trust shapes public services.

    An agent-based model of the whole steering chain, from politics to the meeting with the citizen.
    """
    if os.environ.get("NO_COLOR"):
        context.color = False
    if cite:
        from tillitsim.cli.cite import as_bibtex, as_text, citation

        click.echo((as_bibtex if form == "bibtex" else as_text)(citation()))
        context.exit()
    if form is not None:
        context.fail(_("--format belongs to --cite here; a command's own stands after its name."))
    if context.invoked_subcommand is None:
        context.fail(_("a command is missing; 'tillitsim --help' lists them."))


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the command line and exit with its code; no problem ever shows a traceback."""
    secure()
    try:
        code = run_command(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        code = _reader_gone()
    except Exception as problem:  # noqa: BLE001 - the last place where a sentence can be made of it
        code = _say(problem)
    sys.exit(code)


def run_command(arguments: list[str] | None = None) -> int:
    """Run the command line; its exit code, with problems told on stderr in sentences."""
    os.environ["MPLBACKEND"] = "agg"  # pictures go to files; a notebook's cell says otherwise
    given = sys.argv[1:] if arguments is None else arguments
    with speaking(_asked_language(given) or chosen_language()):
        return _run(given)


def _asked_language(arguments: Sequence[str]) -> str | None:
    """The language that ``--language`` asks for, before anything is said, were it help or error."""
    for word, following in itertools.pairwise([*arguments, ""]):
        name, _equals, value = word.partition("=")
        language = value or following
        if name == "--language" and language in languages():
            return language
    return None


def _run(arguments: Sequence[str]) -> int:
    try:
        result = cli.main(list(arguments), prog_name="tillitsim", standalone_mode=False)
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo(_("Interrupted."), err=True)
        return INTERRUPTED
    except click.ClickException as problem:
        problem.show()
        return problem.exit_code
    except SystemExit:  # how click ends when the reader of the output has gone
        return READER_GONE
    except BrokenPipeError:
        raise
    except Exception as problem:  # noqa: BLE001 - whatever it is, a person gets a sentence
        return _say(problem)
    return result if isinstance(result, int) else 0


def _say(problem: Exception) -> int:
    """Tell a problem on stderr in sentences; the exit code that goes with it."""
    if os.environ.get("TILLITSIM_DEBUG"):
        import traceback

        traceback.print_exception(problem)
    if isinstance(problem, TillitsimError):
        click.echo(str(problem), err=True)
        return problem.exit_code
    if isinstance(problem, OSError):
        click.echo(_about_files(problem), err=True)
        return DISK
    if isinstance(problem, MemoryError):
        text = _(
            "There is not enough memory for this; a smaller chain (chain.units, chain.citizens) or"
            " fewer threads need less."
        )
        click.echo(text, err=True)
        return ERROR
    what = _("Something unexpected went wrong in tillitsim {version}: {problem}").format(
        version=tillitsim.__version__, problem=f"{type(problem).__name__}: {problem}"
    )
    then = _(
        "This is a fault in the program, not in what you asked. Please report it where you got"
        " tillitsim, with the command that you gave; TILLITSIM_DEBUG=1 before the command shows"
        " more to send along."
    )
    click.echo(f"{what}\n{then}", err=True)
    return ERROR


def _about_files(problem: OSError) -> str:
    what = {
        errno.ENOSPC: _("the disk is full; make room or choose another folder"),
        errno.EDQUOT: _("your disk quota is used up; make room or choose another folder"),
        errno.EACCES: _("you have no permission there; choose another place"),
        errno.EPERM: _("you have no permission there; choose another place"),
        errno.EROFS: _("that place is read-only; choose another folder"),
        errno.EISDIR: _("that is a folder; give the name of a file"),
        errno.ENOTDIR: _("a file stands where a folder is needed; choose another place"),
    }.get(problem.errno or 0, refusal(problem))
    return f"{problem.filename or _('The output cannot be written')}: {what}."


def _reader_gone() -> int:
    """Send what is left nowhere, so that closing does not complain that ``head`` has gone."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return READER_GONE
