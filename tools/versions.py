"""What tillitsim was tried with: Python, Mesa, oldest and newest libraries, from wheel and archive.

    python tools/versions.py                    tries them all and writes docs/reference/versions.md
    python tools/versions.py --only 3.13        those whose name holds the words
    python tools/versions.py --folder DIR       keeps the environments there for the next time

Every combination is an environment of its own, outside the repository, in which the wheel (or the
source archive) is installed and used. A combination that must work and does not gives exit code 1;
one that may fail (a Mesa that is not finished) is told. A Python that is not on this machine is
told as not tried.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import lowest

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "reference" / "versions.md"
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
SHOWN = ("mesa", "numpy", "numba", "scipy", "pyarrow", "pydantic", "click", "matplotlib")
LONGEST = 1800
"""Seconds that a command may take."""


@dataclass(frozen=True, slots=True)
class Combination:
    """A Python and what else is asked of the installation: ``extra`` words for pip.

    ``oldest`` asks for the oldest versions that pyproject.toml allows; ``archive`` installs from
    the source archive; ``may_fail`` says that a failure is told and no fault.
    """

    name: str
    python: str
    extra: tuple[str, ...] = ()
    oldest: bool = False
    archive: bool = False
    may_fail: bool = False


COMBINATIONS = (
    *(Combination(f"Python {each}, newest", each) for each in PYTHONS),
    *(Combination(f"Python {each}, Mesa 3.3", each, ("mesa==3.3.*",)) for each in ("3.12", "3.13")),
    Combination("Python 3.12, Mesa 3.5", "3.12", ("mesa==3.5.*",)),
    Combination("Python 3.11, oldest", "3.11", oldest=True),
    Combination("Python 3.12, source archive", "3.12", archive=True),
    Combination("Python 3.12, Mesa 4 alpha", "3.12", ("mesa>=4.0.0a0",), may_fail=True),
    Combination("Python 3.13, Mesa 4 alpha", "3.13", ("mesa>=4.0.0a0",), may_fail=True),
)
SMOKE = (
    ("--help",),
    ("scenarios", "check", "home-care"),
    ("parameters", "mix.trust"),
    (
        "compare",
        "demonstration",
        "more trust: mix.trust=+0.2",
        "--replicates=2",
        "--parameter-sets=0",
        "--months=12",
        "--out=compared",
    ),
    ("story", "demonstration"),
    ("doctor",),
)
AGENTS = """
import tillitsim as ts
chain = ts.SteeringChain("demonstration", months=3, rng=1)
while chain.running:
    chain.step()
print(chain.agents_by_type[ts.Staff].agg("motivation", max))
print(chain.datacollector.get_model_vars_dataframe().to_csv())
"""


class Tried(NamedTuple):
    """What became of a combination: ``versions`` by library, ``bits`` of what was simulated."""

    combination: Combination
    outcome: str
    versions: dict[str, str]
    bits: str = ""


def main(arguments: Sequence[str] | None = None) -> int:
    """Try them and write the page."""
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("--only", default="", help="those whose name holds this")
    options.add_argument("--folder", type=Path, help="where environments are kept")
    given = options.parse_args(arguments)
    chosen = [each for each in COMBINATIONS if given.only in each.name]
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) if given.folder is None else given.folder.resolve()
        folder.mkdir(exist_ok=True, parents=True)
        wheel, archive = built("wheel", folder), built("sdist", folder)
        tried = []
        for each in chosen:
            start = time.monotonic()
            tried.append(attempt(each, archive if each.archive else wheel, folder))
            told = f"{each.name}: {tried[-1].outcome} ({time.monotonic() - start:.0f} s)"
            sys.stderr.write(f"{told}\n")
    if not given.only:
        PAGE.write_text(page(tried), encoding="utf-8")
    return int(any(each.outcome.startswith("fails") for each in tried if not may(each)))


def may(tried: Tried) -> bool:
    """Whether it may fail."""
    return tried.combination.may_fail


def built(kind: str, folder: Path) -> Path:
    """The wheel or the source archive of this tree."""
    place = folder / kind
    shutil.rmtree(place, ignore_errors=True)
    asked = os.environ | {"TILLITSIM_WHEEL": "here"}
    command = [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(place)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, env=asked)
    (found,) = place.iterdir()
    return found


def attempt(asked: Combination, package: Path, folder: Path) -> Tried:
    """Install a combination and use it."""
    python = interpreter(asked.python)
    if python is None:
        return Tried(asked, f"not tried: no Python {asked.python} here", {})
    place = folder / re.sub(r"\W+", "-", asked.name)
    if not place.exists():
        subprocess.run([python, "-m", "venv", place], check=True)
    own = place / ("Scripts" if os.name == "nt" else "bin")
    pip = [str(own / "python"), "-m", "pip", "--disable-pip-version-check", "-q", "install"]
    wanted = [*asked.extra]
    if asked.oldest:
        wanted += lowest.constraints(tomllib.loads(lowest.PROJECT.read_text("utf-8")))
    for words in (["--no-deps", "--force-reinstall", str(package)], [str(package), *wanted]):
        done = call([*pip, *words], place)
        if done.returncode:
            return Tried(asked, f"fails to install: {last_line(done.stderr)}", {})
    versions = versions_in(own / "python", place)
    outside = place / "outside"
    shutil.rmtree(outside, ignore_errors=True)
    outside.mkdir()
    for words in SMOKE:
        done = call([str(own / "tillitsim"), *words], outside)
        if done.returncode:
            told = last_line(done.stderr or done.stdout)
            return Tried(asked, f"fails: `tillitsim {' '.join(words)}`: {told}", versions)
    done = call([str(own / "python"), "-W", "error::FutureWarning", "-c", AGENTS], outside)
    if done.returncode:
        return Tried(asked, f"fails with Mesa agents: {last_line(done.stderr)}", versions)
    data = (outside / "compared" / "compare.json").read_text("utf-8")
    return Tried(asked, "works", versions, bits_of(data, done.stdout))


def bits_of(compared: str, agents: str) -> str:
    """A hash of what was simulated, but for who made it."""
    found = json.loads(compared)
    for name in ("seconds", "engine", "tillitsim"):
        found.pop(name, None)
    whole = json.dumps(found, sort_keys=True) + agents
    return hashlib.blake2b(whole.encode(), digest_size=4).hexdigest()


def interpreter(version: str) -> str | None:
    """That Python on this machine: the one that runs this, one on the path, or one of pyenv's."""
    if sys.version_info[:2] == tuple(map(int, version.split("."))):
        return sys.executable
    kept = Path.home() / ".pyenv" / "versions"
    places = [shutil.which(f"python{version}"), *map(str, kept.glob(f"{version}.*/bin/python"))]
    for each in filter(None, places):
        asked = "import sys; print('%d.%d' % sys.version_info[:2])"
        done = subprocess.run([each, "-c", asked], capture_output=True, text=True, check=False)
        if done.stdout.strip() == version:
            return each
    return None


def versions_in(python: Path, folder: Path) -> dict[str, str]:
    """Versions of what matters, and of Python."""
    asked = (
        "import json, platform; from importlib.metadata import version;"
        f"print(json.dumps({{'python': platform.python_version()}}"
        f" | {{n: version(n) for n in {SHOWN!r}}}))"
    )
    done = call([str(python), "-c", asked], folder)
    found: dict[str, str] = json.loads(done.stdout) if done.returncode == 0 else {}
    return found


def call(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command outside the repository, knowing nothing of it."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "TILLITSIM"))}
    return subprocess.run(
        command,
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=LONGEST,
    )


def last_line(text: str) -> str:
    """The last line that says something."""
    return next((line.strip() for line in reversed(text.splitlines()) if line.strip()), "?")[:200]


def page(tried: Sequence[Tried]) -> str:
    """The page of what was tried."""
    bits = {each.bits for each in tried if each.bits}
    same = (
        "Every one that works gave the same numbers, to the last bit"
        f" (`{', '.join(sorted(bits))}` is a hash of them)."
        if len(bits) == 1
        else "**They did not all give the same numbers**: see the last column."
    )
    head = ["combination", "outcome", "Python", *SHOWN, "numbers"]
    rows = [
        [
            each.combination.name,
            each.outcome + (" (may fail)" if may(each) else ""),
            *(each.versions.get(name, "") for name in ("python", *SHOWN)),
            each.bits,
        ]
        for each in tried
    ]
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(
        [
            "# Versions that it was tried with",
            "",
            "*Made by `python tools/versions.py`; do not edit.*",
            "",
            f"Tried on {datetime.now(UTC):%Y-%m-%d}, each in an environment of its own outside the"
            " repository: the wheel (once the source archive) was installed, a comparison, a story"
            f" and `tillitsim doctor` were run, and agents were stepped with Mesa. {same}",
            "",
            *(f"| {' | '.join(line)} |" for line in lines),
            "",
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
