"""The command that was given, as somebody else can give it again."""

from __future__ import annotations

from pathlib import Path

import click

from tillitsim.cli.own_code import CODE
from tillitsim.locale import SOURCE


def command_line(context: click.Context) -> list[str]:
    """The words of the running command: what differs from the defaults, no path of this machine.

    Of an absolute path only the last part is kept.
    """
    words = ["tillitsim", str(context.info_name)]
    for parameter in context.command.params:
        value = context.params.get(str(parameter.name))
        if parameter.name == "code":  # in use as long as the command runs, not handed to it
            value = context.meta.get(CODE, ())
        default = SOURCE if parameter.name == "language" else parameter.get_default(context)
        several = value if isinstance(value, tuple) else (value,)
        if isinstance(parameter, click.Argument):
            words += [_portable(each) for each in several]
        elif not (value is None or value is False or value == ()) and value != default:
            flag = max(parameter.opts, key=len)
            if value is True:
                words.append(flag)
            else:
                words += [f"{flag}={_portable(each)}" for each in several]
    return words


def _portable(value: object) -> str:
    path = Path(str(value))
    return path.name if path.is_absolute() else str(value)
