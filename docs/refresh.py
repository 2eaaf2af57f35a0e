"""Makes the output and the picture in README.md anew, by the commands that the README gives.

    python docs/refresh.py            writes them
    python docs/refresh.py --check    says what would change, and fails if anything would

A block after ``<!-- output of: COMMAND -->`` holds what the command prints. A line of three dots
stands for lines left out; the line after it is found again by the words that it begins with.
"""

from __future__ import annotations

import difflib
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
PICTURE = ROOT / "docs" / "pictures" / "home-care.png"
BLOCK = re.compile(
    r"(<!-- output of: (?P<command>.+?) -->\n```text\n)(?P<shown>.*?)(?=```)", re.DOTALL
)


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


def refreshed(text: str, picture: Path | None = None) -> str:
    """The README with every output made anew; the picture of the last run goes to ``picture``."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)

        def again(found: re.Match[str]) -> str:
            return found[1] + excerpt(found["shown"], output_of(found["command"], folder))

        text = BLOCK.sub(again, text)
        if picture is not None:
            shutil.copyfile(next(folder.glob("results/*/run.png")), picture)
    return text


def main(arguments: list[str]) -> int:
    """Write the README's output and picture, or with ``--check`` say what would change."""
    old = README.read_text(encoding="utf-8")
    if arguments == ["--check"]:
        new = refreshed(old)
        names = ("README.md", "README.md refreshed")
        sys.stdout.writelines(
            difflib.unified_diff(old.splitlines(True), new.splitlines(True), *names)
        )
        return int(new != old)
    README.write_text(refreshed(old, PICTURE), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
