"""What a study is written as besides its usual files: slides, figures as PDF, a workbook."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from tillitsim import __version__
from tillitsim.cli.repeat import command_line
from tillitsim.locale import _

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from tillitsim.view.slides import Slide
    from tillitsim.view.table import Table

Command = TypeVar("Command", bound=Callable[..., object])
KINDS = ("slides", "pdf", "xlsx")


def also_option(command: Command) -> Command:
    """``--also slides --also pdf --also xlsx``, handed over as ``also``."""
    return click.option(
        "--also",
        type=click.Choice(KINDS),
        multiple=True,
        help="Write slides (pptx, a figure on each), pdf or xlsx too; may be given many times.",
    )(command)


class Exports:
    """Files of one study in a folder: figures as usual, and all in the kinds asked for.

    Every slide names the command that made the study as its source.
    """

    def __init__(self, folder: Path, also: Sequence[str]) -> None:
        self.folder, self.also = folder, also
        self._source = _("tillitsim {version}, {made}").format(
            version=__version__, made=" ".join(command_line(click.get_current_context()))
        )
        self._deck: list[Slide] = []

    def picture(
        self, name: str, figure: Figure, *, title: str, alternative: str, said: str = ""
    ) -> None:
        """A figure as PNG and SVG; ``said`` is what its slide says, by default its title."""
        from tillitsim.cli.study import write_picture
        from tillitsim.runs.store.files import write_atomically
        from tillitsim.view.style import image

        write_picture(self.folder, name, figure, title=title, alternative=alternative)
        if "pdf" in self.also:
            content = image(figure, "pdf", title=title, alternative=alternative)
            write_atomically(self.folder / f"{name}.pdf", content)
        png = (self.folder / f"{name}.png").read_bytes() if "slides" in self.also else b""
        self.slide(said or title, png, alternative)

    def slide(self, title: str, png: bytes, alternative: str) -> None:
        """A slide, if slides are asked for."""
        if "slides" in self.also:
            from tillitsim.view.slides import Slide

            self._deck.append(Slide(title, png, alternative, self._source))

    def answer(
        self, name: str, table: Table, figure: Figure, *, title: str, alternative: str
    ) -> None:
        """All files of an answer that is one table and one figure."""
        self.workbook(name, table)
        self.picture(name, figure, title=title, alternative=alternative)
        self.write_slides(name)

    def workbook(self, name: str, table: Table) -> None:
        """A table as a workbook, if that is asked for."""
        from tillitsim.runs.store.files import write_atomically

        if "xlsx" in self.also:
            write_atomically(self.folder / f"{name}.xlsx", table.xlsx())

    def write_slides(self, name: str) -> None:
        """All slides so far as one file, if there are any."""
        from tillitsim.runs.store.files import write_atomically
        from tillitsim.view.slides import slides

        if self._deck:
            write_atomically(self.folder / f"{name}.pptx", slides(self._deck))
