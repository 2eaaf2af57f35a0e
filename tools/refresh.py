"""Makes anew what commands say in the documentation: README's output and picture, cli.md.

    python tools/refresh.py            writes them
    python tools/refresh.py --check    says what would change, and fails if anything would

In README.md a block after ``<!-- output of: COMMAND -->`` holds what the command prints. A line of
three dots stands for lines left out; the line after it is found again by the words that it begins
with. docs/reference/cli.md is made from the commands themselves.
"""

from __future__ import annotations

import difflib
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import click

from tillitsim.cli.main import cli

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
REFERENCE = ROOT / "docs" / "reference" / "cli.md"
PICTURE = ROOT / "docs" / "pictures" / "home-care.png"
BLOCK = re.compile(
    r"(<!-- output of: (?P<command>.+?) -->\n```text\n)(?P<shown>.*?)(?=```)", re.DOTALL
)
HEAD = """\
# Commands

*Made by `python tools/refresh.py` from the commands; do not edit.*

In a clone, `python3 start.py` stands for `tillitsim`. `tillitsim COMMAND --help` says the same as \
this page. See also: [exit codes](exit-codes.md).
"""


def output_of(command: str, folder: Path) -> str:
    """What ``tillitsim ...`` prints when it is run in ``folder``."""
    words = [sys.executable, "-c", "from tillitsim.cli.main import main; main()"]
    done = subprocess.run(
        [*words, *command.split()[1:]], cwd=folder, capture_output=True, text=True, check=True
    )
    return done.stdout


def excerpt(shown: str, output: str) -> str:
    """The lines of ``output`` that correspond to those ``shown``, with the same parts left out."""
    lines = output.splitlines()
    starts = [_beginning(line) for line in lines]
    kept: list[str] = []
    for i, part in enumerate(re.split(r"^\.\.\.\n", shown, flags=re.MULTILINE)):
        wanted = part.splitlines() or lines
        at = starts.index(_beginning(wanted[0])) if i else 0
        kept += [*(["..."] if i else []), *lines[at : at + len(wanted)]]
    return "".join(line.rstrip() + "\n" for line in kept)


def _beginning(line: str) -> str:
    return line.strip().split("  ")[0]


def readme(text: str, picture: Path | None = None) -> str:
    """The README with every output made anew; the picture of the last run goes to ``picture``."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)

        def again(found: re.Match[str]) -> str:
            return found[1] + excerpt(found["shown"], output_of(found["command"], folder))

        text = BLOCK.sub(again, text)
        if picture is not None:
            shutil.copyfile(next(folder.glob("results/*/run.png")), picture)
    return text


def reference() -> str:
    """The page of all commands: what each does, its options, its examples."""
    sections = [_section(command, context) for command, context in _commands(cli, "tillitsim")]
    return "\n".join([HEAD, *sections])


def _commands(
    command: click.Command, name: str, above: click.Context | None = None
) -> Iterator[tuple[click.Command, click.Context]]:
    context = click.Context(command, parent=above, info_name=name)
    yield command, context
    if isinstance(command, click.Group):
        for inner in command.list_commands(context):
            found = command.get_command(context, inner)
            yield from _commands(found, inner, context) if found else ()


def _section(command: click.Command, context: click.Context) -> str:
    """One command as Markdown."""
    usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    what = [_joined(part) for part in (command.help or "").split("\n\n")]
    given = [each for each in command.params if isinstance(each, click.Option)]
    options = [record for each in given if (record := each.get_help_record(context))]
    rows = [f"| `{_cell(name)}` | {_cell(text)} |" for name, text in options]
    table = ["\n".join(["| option | |", "| --- | --- |", *rows])] if rows else []
    closing = [_closing(part) for part in (command.epilog or "").split("\b\n")]
    parts = [f"## {context.command_path}", f"`{usage}`", *what, *table, *closing]
    return "\n\n".join(part for part in parts if part) + "\n"


def _closing(part: str) -> str:
    """A paragraph after the options: its heading, and what it holds as it stands."""
    heading, _, content = part.strip().partition(":")
    if not content:
        return heading
    lines = [line.removeprefix("  ").strip(" ") for line in content.strip("\n").splitlines()]
    return "\n".join([f"{heading}:\n\n```text", *lines, "```"])


def _joined(part: str) -> str:
    return " ".join(part.split())


def _cell(text: str) -> str:
    return _joined(text).replace("|", "\\|")


def main(arguments: list[str]) -> int:
    """Write what is made, or with ``--check`` say what would change."""
    old = {path: path.read_text(encoding="utf-8") for path in (README, REFERENCE) if path.exists()}
    check = arguments == ["--check"]
    new = {README: readme(old[README], None if check else PICTURE), REFERENCE: reference()}
    if not check:
        for path, text in new.items():
            path.write_text(text, encoding="utf-8")
        return 0
    for path, text in new.items():
        before, after = (t.splitlines(keepends=True) for t in (old.get(path, ""), text))
        name = path.relative_to(ROOT).as_posix()
        sys.stdout.writelines(difflib.unified_diff(before, after, name, f"{name} refreshed"))
    return int(new != old)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
