"""What a question costs: every command of the table in docs/explanation/speed.md, start to end."""

from __future__ import annotations

from typing import Any

from protocol import in_a_process_of_its_own

QUESTIONS = (
    ("run", "demonstration"),
    ("run", "home-care"),
    ("compare", "rule-book", "trust-reform"),
    ("report", "rule-book", "trust-reform"),
    ("explain", "home-care"),
    ("triangle", "home-care"),
    ("map",),
    ("evidence",),
    ("claims",),
    ("explain", "sweden-small"),
    ("sweep", "every-mix", "--out", "sweep"),
)
QUICK = ("--replicates", "2", "--months", "12")


def questions(*, quick: bool) -> dict[str, Any]:
    """Wall and processor seconds of each, the part in kernels, and when the answer was there.

    Each is asked once before it counts, so that compiled code is in the cache.
    """
    in_a_process_of_its_own("one_question.py", "run", "demonstration", *QUICK)
    asked = [("run", "demonstration", *QUICK)] if quick else QUESTIONS
    return {"questions": [in_a_process_of_its_own("one_question.py", *words) for words in asked]}
