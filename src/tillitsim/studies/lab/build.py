"""Build what the lab ships: its words' keys, its script, and the model for the page.

    python -m tillitsim.studies.lab.build

The script needs Node and npm, which only those who change the page need: what is built lies in
``built/`` and comes with the package. Its first line names the sources that it was built from.

Last, every lesson's claims are run in the parameter sets of today and listed. Nothing has to be
done where one no longer holds: the page finds that out itself, and says so.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

from tillitsim.errors import TillitsimError
from tillitsim.studies.lab.claims import table
from tillitsim.studies.lab.kernels import kernels
from tillitsim.studies.lab.page import SCRIPT
from tillitsim.studies.lab.words import WORDS

SOURCES = Path(__file__).parent / "page"
KEYS = SOURCES / "state" / "keys.ts"
KINDS = (".ts", ".tsx", ".json")
MARK = "// built from "


def digest() -> str:
    """The sources of the script as 16 hex digits."""
    made = hashlib.blake2b(digest_size=8)
    for file in sources():
        made.update(file.relative_to(SOURCES).as_posix().encode() + b"\0" + file.read_bytes())
    return made.hexdigest()


def sources() -> list[Path]:
    """Files that decide what is built, in order."""
    return sorted(
        file
        for file in SOURCES.rglob("*")
        if file.suffix in KINDS
        and not {"node_modules", "test"} & set(file.relative_to(SOURCES).parts)
    )


def built_from() -> str:
    """The sources that the script at hand was built from."""
    first = SCRIPT.read_text("utf-8").partition("\n")[0] if SCRIPT.exists() else ""
    return first.removeprefix(MARK)


def keys() -> str:
    """The keys of all words, as a type of the page's sources."""
    return (
        "\n".join(
            [
                "// Made by build.py from words.py.",
                "export type Key =",
                *(f"  | {json_text(key)}" for key in WORDS),
            ]
        ).rstrip()
        + ";\n"
    )


def json_text(text: str) -> str:
    """A text in double quotes."""
    return f'"{text}"'


def main() -> int:
    """Build all; 0 if that was possible."""
    if SOURCES.exists():
        build_script()
    try:
        kernels()
    except TillitsimError as problem:
        sys.stderr.write(f"{problem}\n")
        return problem.exit_code
    sys.stdout.write("Lesson, part, answer as written, answer found, how often:\n")
    for line in table():
        sys.stdout.write(f"{line}\n")
    return 0


def build_script() -> None:
    """Build the page's script, where npm is there."""
    KEYS.write_text(keys(), "utf-8")
    npm = shutil.which("npm")
    if npm is None:
        sys.stderr.write("npm is not here, so the page's script stays as it is.\n")
        return
    if not (SOURCES / "node_modules").exists():
        subprocess.run([npm, "ci", "--silent"], cwd=SOURCES, check=True)  # noqa: S603 - our own
    subprocess.run([npm, "run", "--silent", "build"], cwd=SOURCES, check=True)  # noqa: S603 - as above
    SCRIPT.write_text(f"{MARK}{digest()}\n{SCRIPT.read_text('utf-8')}", "utf-8")


if __name__ == "__main__":
    sys.exit(main())
