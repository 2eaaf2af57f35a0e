"""``tillitsim completion``: the script that teaches a shell to complete tillitsim's commands."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from tillitsim.cli.options import Command
from tillitsim.locale import _

EPILOG = """\b
Examples:
  eval "$(tillitsim completion bash)"                            in ~/.bashrc
  eval "$(tillitsim completion zsh)"                             in ~/.zshrc
  tillitsim completion fish > ~/.config/fish/completions/tillitsim.fish
"""


@click.command(cls=Command, epilog=EPILOG)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the completion script of SHELL."""
    from tillitsim.cli.main import cli

    complete = get_completion_class(shell)
    if complete is None:  # pragma: no cover - the choices above are click's own
        raise click.UsageError(_("click knows no completion for {shell}.").format(shell=shell))
    click.echo(complete(cli, {}, "tillitsim", "_TILLITSIM_COMPLETE").source())
