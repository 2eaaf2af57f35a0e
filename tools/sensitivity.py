"""Makes the examples of docs/how-to/sensitivity.md and their pictures anew.

    python tools/sensitivity.py            writes them
    python tools/sensitivity.py --quick    prints them, from far fewer runs

A block after ``<!-- output of: COMMAND -->`` holds the first answer of what the command prints, and
after a line of three dots the beginning of the last one.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from gallery import shrink
from refresh import BLOCK, output_of

DOCS = Path(__file__).resolve().parents[1] / "docs"
PAGE = DOCS / "how-to" / "sensitivity.md"
PICTURES = {
    "sensitivity": "sensitivity-home-care.png",
    "discover": "discover-trust-or-rules.png",
}
FIRST, LAST = 2, 4
"""Paragraphs of the first answer, and lines of the last."""


def shown(output: str) -> str:
    """What the page shows: what was asked, the first answer, how the last outcome's begins."""
    parts = output.strip("\n").split("\n\n")
    heads = [i for i, part in enumerate(parts) if "standard deviation" in part.partition("\n")[0]]
    if len(heads) < 2:
        return "\n\n".join(parts[:-1]) + "\n"
    rest = parts[heads[-1]].splitlines()[:LAST]
    return "\n".join(["\n\n".join(parts[:FIRST]), "...", *rest, "..."]) + "\n"


def main(arguments: list[str]) -> int:
    """Run the commands and write the page, or with ``--quick`` print it."""
    quick = arguments == ["--quick"]
    text = PAGE.read_text("utf-8")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for found in BLOCK.finditer(text):
            command = found["command"]
            kind = command.split()[1]
            few = f" --size {16 if kind == 'sensitivity' else 40} --set months=24" if quick else ""
            output = shown(output_of(command + few, folder))
            text = text.replace(found[0], found[1] + output)
            if not quick:
                (picture,) = folder.glob(f"results/*/{kind}.png")
                shrink(picture, DOCS / "pictures" / PICTURES[kind])
    if quick:
        sys.stdout.write(text)
    else:
        PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
