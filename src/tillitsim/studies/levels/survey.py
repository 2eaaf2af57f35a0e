"""A survey layer: how people answer, one response style for all sectors and all questions.

    answer  = leniency + stretch (x - 1/2) + halo (t - 1/2) + noise eps,   eps ~ N(0, 1)
    index   = 100 Phi(answer)                                              0 to 100
    step    = 1 + floor(5 Phi(answer))                                     1 to 5

    where x is a person's true state in [0, 1] (motivation, what was perceived, ...), t the trust
    of the same person in whom the question is about (1/2 where none is known), Phi the standard
    normal distribution function.

A style is the same whoever is asked about whatever: orderings between services, and differences
between people, come out of the model and not out of the style.

Source   response styles: Van Vaerenbergh & Thomas (2013); halo: Thorndike (1920). Sizes assumed.
Limits   stretch = halo = 0 -> everybody answers alike, whatever is true; monotone in x and t
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Answers = NDArray[np.float64]

STEPS = 5
"""Steps of the items whose shares are published: 4 and 5 are the answers of the satisfied."""


@dataclass(frozen=True, slots=True)
class Style:
    """How people answer questions, in standard normal units; all four sizes are assumed.

    Parameters
    ----------
    leniency
        Where somebody in the middle answers; range 0 to 1.5.
    stretch
        How far an answer moves from a state of 0 to one of 1; range 0.5 to 5.
    halo
        How far it moves with trust in whom the question is about; range 0 to 2.
    noise
        What else moves an answer (sd); range 0.2 to 1.5.
    """

    leniency: float = 0.6
    stretch: float = 2.0
    halo: float = 0.5
    noise: float = 0.6


RANGES = {
    "leniency": (0.0, 1.5),
    "stretch": (0.5, 5.0),
    "halo": (0.0, 2.0),
    "noise": (0.2, 1.5),
}
"""What each size of a style may be."""


def answers(
    states: Answers, trust: Answers | float, style: Style, random: np.random.Generator
) -> Answers:
    """Answers as probabilities in (0, 1), one a person asked; ``100 *`` them is the 0-100 index."""
    from scipy.special import ndtr  # noqa: PLC0415 - half a second that only surveys need

    shift = style.stretch * (states - 0.5) + style.halo * (np.asarray(trust) - 0.5)
    found: Answers = ndtr(
        style.leniency + shift + style.noise * random.standard_normal(len(states))
    )
    return found


def steps(answered: Answers) -> NDArray[np.int64]:
    """Answers as steps of a five-point item."""
    return 1 + np.minimum(STEPS - 1, np.floor(STEPS * answered).astype(np.int64))


def share_at_least(answered: Answers, step: int) -> float:
    """Percent of those asked who choose ``step`` or higher; NaN where nobody was asked."""
    return float(100.0 * (steps(answered) >= step).mean()) if len(answered) else np.nan


def share_below_middle(answered: Answers) -> float:
    """Percent of those asked who choose a step below the middle one; NaN for nobody."""
    return float(100.0 * (steps(answered) < 3).mean()) if len(answered) else np.nan


def index(answered: Answers) -> float:
    """Mean on 0-100; NaN where nobody was asked."""
    return float(100.0 * answered.mean()) if len(answered) else np.nan
