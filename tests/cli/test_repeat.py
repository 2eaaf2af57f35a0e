"""The command that is kept says what differs from the defaults, without paths of a machine."""

from pathlib import Path

import click
import pytest

from tillitsim.cli.repeat import command_line


@click.command()
@click.argument("thing")
@click.option("--many", multiple=True)
@click.option("--number", type=int, default=3)
@click.option("--flag", is_flag=True)
@click.option("-o", "--out", type=click.Path(path_type=Path))
@click.pass_context
def make(context, **_):
    click.echo(" ".join(command_line(context)))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (["a"], "tillitsim make a"),
        (["a", "--number", "3"], "tillitsim make a"),
        (["a", "--number", "0", "--flag"], "tillitsim make a --number=0 --flag"),
        (["a", "--many", "x=1", "--many", "y"], "tillitsim make a --many=x=1 --many=y"),
        (["/home/someone/a.toml", "-o", "/tmp/x"], "tillitsim make a.toml --out=x"),
        (["sub/a.toml"], "tillitsim make sub/a.toml"),
    ],
)
def test_what_is_kept(given, kept, capsys):
    make.main(given, standalone_mode=False, prog_name="make")
    assert capsys.readouterr().out.strip() == kept
