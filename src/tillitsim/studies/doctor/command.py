"""``tillitsim doctor``: whether it works here, and what would mend what does not."""

from __future__ import annotations

from pathlib import Path

import click

from tillitsim.cli.options import Command, language_option
from tillitsim.errors import ERROR, OK
from tillitsim.locale import translator

EPILOG = """\b
Examples:
  tillitsim doctor
  tillitsim doctor --language sv
  tillitsim doctor --out /shared/results
"""


@click.command(cls=Command, epilog=EPILOG)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    default=Path("results"),
    show_default=True,
    help="Folder that results would go to.",
)
@language_option
def doctor(*, out: Path, language: str) -> int:
    """Say whether tillitsim works here, and what would mend what does not.

    Looks at versions, compiled kernels, a small run against its known numbers, folders and their
    permissions, letters and the terminal. Exit code 1 when something is wrong; a note is no fault.
    What it prints belongs in a report of a fault.
    """
    from tillitsim.studies.doctor.analysis import findings
    from tillitsim.studies.doctor.table import lines_of

    _ = translator(language)
    wrong = 0
    for each in findings(out):
        click.echo("\n".join(lines_of(each)))
        wrong += each.state == "wrong"
    if wrong:
        click.echo(_("Something is wrong; each → says what would mend it."))
        return ERROR
    click.echo(_("All that tillitsim needs is here."))
    return OK
