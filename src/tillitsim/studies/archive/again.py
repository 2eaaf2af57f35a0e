"""A study done again from its record, and held against what was recorded."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tillitsim.errors import TillitsimError
from tillitsim.locale import _
from tillitsim.runs.cases.batch import engine, version
from tillitsim.runs.sweeps.results import Stored
from tillitsim.scenario.reading.text_files import shown
from tillitsim.studies.archive.difference import Difference, beyond, differences, of_the_question
from tillitsim.studies.archive.made import Made
from tillitsim.studies.archive.recomputed import sampled

LONGEST_REASON = 2000
TOLERANCE = 0.05
"""Relative difference that is allowed when another version of the model made the original."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a repetition found: ``differing`` beyond the tolerance, of all that are not equal.

    ``same_model`` says whether the very same model made the original; then every bit must be equal.
    """

    made: Made
    same_model: bool
    tolerance: float
    unequal: tuple[Difference, ...]
    differing: tuple[Difference, ...]

    @property
    def holds(self) -> bool:
        """Whether the results came out again."""
        return not self.differing


def check(made: Made, scratch: Path, *, tolerance: float = TOLERANCE, runs: int = 50) -> Checked:
    """Do a study again in a folder of its own and compare.

    Of a sweep, ``runs`` runs spread over it are done again, since it may be large.

    Raises
    ------
    TillitsimError
        When the command fails now.
    """
    if made.kind == "sweep":
        found = sampled(Stored(made.folder), runs)
    else:
        repeat(made, scratch)
        found = list(differences(made.folder, scratch))
    same_model = made.engine in {engine(), version()}
    if not same_model:  # another version writes the same question down in other words
        found = [each for each in found if not of_the_question(each)]
    allowed = 0.0 if same_model else tolerance
    return Checked(made, same_model, allowed, tuple(found), tuple(beyond(found, allowed)))


def repeat(made: Made, out: Path) -> None:
    """Give the recorded command again, with its files written to ``out``.

    It runs where its inputs lie: in a bundle, results hold copies of them.

    Raises
    ------
    TillitsimError
        With what the command said, when it fails.
    """
    words = [*made.arguments(), f"--out={out.resolve()}"]
    inputs = made.folder / "inputs"
    done = subprocess.run(  # noqa: S603 - this program, with words that were checked
        [sys.executable, "-m", "tillitsim", *words],
        cwd=inputs if inputs.is_dir() else None,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        reason = shown(done.stderr.strip() or done.stdout.strip(), LONGEST_REASON)
        raise TillitsimError(
            _("'tillitsim {command}' ends with code {code} now: {reason}").format(
                command=" ".join(words[:-1]), code=done.returncode, reason=reason
            )
        )
