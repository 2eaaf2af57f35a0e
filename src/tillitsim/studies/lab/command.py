"""``tillitsim lab``: one page with the model inside, to try it in."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import click

from tillitsim.cli.options import Command, complete_scenario, language_option
from tillitsim.locale import _

SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")
"""Variables of which one is set where a page can be shown."""

EPILOG = """\b
Examples:
  tillitsim lab
  tillitsim lab --language sv --out lab.html --no-browser
  tillitsim lab --service home-care --service school

\b
The page works from a disk without a network, and may be mailed or put on a school's platform.
"""


@click.command(cls=Command, epilog=EPILOG)
@click.option(
    "--service",
    "wanted",
    metavar="SCENARIO",
    multiple=True,
    shell_complete=complete_scenario,
    help="A service that the page has, beside its small town; all services and trials by default.",
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("lab.html"),
    show_default=True,
    help="The file to write.",
)
@click.option("--browser/--no-browser", default=True, help="Open it.")
@language_option
def lab(*, wanted: tuple[str, ...], out: Path, browser: bool, language: str) -> None:
    """Write a page with the model inside, and open it.

    Drag the mix of competition, regulation and trust, and see what happens down the chain, in this
    browser and without a server.
    """
    from tillitsim.runs.store.files import write_atomically
    from tillitsim.studies.lab.contents import TOWN, service_names
    from tillitsim.studies.lab.kernels import kernels
    from tillitsim.studies.lab.page import page

    names = wanted or service_names()
    text = page(kernels(), names, first=wanted[0] if wanted else TOWN, language=language)
    write_atomically(out, text.encode())
    click.echo(
        _("{file}: {size} kB, which works without a network").format(
            file=out, size=len(text.encode()) // 1000
        )
    )
    if browser and not opened(out):
        click.echo(_("No browser was found here; open the file in one."), err=True)


def opened(page: Path) -> bool:
    """Open a page in the reader's browser, whatever that says on a terminal; False without one."""
    if sys.platform in {"darwin", "win32"}:
        return click.launch(str(page)) == 0
    if shutil.which("xdg-open") is None or not any(os.environ.get(each) for each in SCREENS):
        return False
    quietly = 'xdg-open "$1" </dev/null >/dev/null 2>&1 &'  # a browser may stay for hours
    subprocess.run(["/bin/sh", "-c", quietly, "sh", str(page)], check=True)  # noqa: S603 - a constant
    return True
