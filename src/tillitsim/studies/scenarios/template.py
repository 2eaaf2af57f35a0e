"""The text of a new scenario file: everything from a base, with what to change next at hand."""

from __future__ import annotations

import json

from tillitsim.scenario.schema import Scenario

_TEXT = """\
# A scenario of your own. Everything that you do not write here is taken from the base below.
#
#   tillitsim scenarios check {file}        is it right?
#   tillitsim run {file}                    what comes of it?
#   tillitsim parameters task               what can be set, within which bounds, and why
#
extends = {extends}
months = {months}
burn_in = {burn_in}    # months at the start that outcomes leave out

[title]
en = {name}
sv = {name}

# The mix of the three principles: all three shares, which sum to 1, or none of them.
[mix]
competition = {competition}
regulation = {regulation}
trust = {trust}

# What the work is like.
[task]
variety = {variety}           # how much needs differ, in standard deviations
codifiability = {codifiability}     # how much of a need a checklist can see beforehand

# Why these values: author and year, or the word assumed.
[sources]
"mix" = "assumed"
"task" = "assumed"

# Instruments may be fixed whatever the mix is:
# [instruments]
# goals = 3

# And anything may change over time, for all units or for some:
# [[interventions]]
# name = "more trust"
# set = {{ "mix.trust" = 0.6 }}
# start = 36
# ramp = 12
"""


_MIXTURE_NOTE = """\
# The base is a mixture of sectors: what is written here is laid over every one of them.
"""


def template(name: str, extends: str, base: Scenario) -> str:
    """The text of a file for a scenario called ``name``, with the values of its base."""
    values = base.kinds[0].sectors[0].values
    shares = _shares(values["mix.competition"], values["mix.regulation"])
    text = _TEXT.format(
        file=f"{name}.toml",
        extends=_quoted(extends),
        months=base.months,
        burn_in=base.burn_in,
        name=_quoted(name),
        competition=shares[0],
        regulation=shares[1],
        trust=shares[2],
        variety=f"{values['task.variety']:.6g}",
        codifiability=f"{values['task.codifiability']:.6g}",
    )
    if not base.mixture:
        return text
    start, end = text.index("[mix]"), text.index("# Instruments may")
    ours = "".join(
        f"# {line}".rstrip() + "\n" if line[:1] not in {"", "#"} else f"{line}\n"
        for line in text[start:end].splitlines()
    )
    return text[:start] + _MIXTURE_NOTE + ours + text[end:]


def _quoted(text: str) -> str:
    """A TOML text in quotes: what JSON escapes, TOML reads alike, given that DEL is escaped too."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _shares(competition: float, regulation: float) -> tuple[str, str, str]:
    """Shares with four decimals that sum to exactly 1."""
    first, second = round(competition * 10_000), round(regulation * 10_000)
    rest = 10_000 - first - second
    first_text, second_text, third_text = (f"{n / 10_000:.6g}" for n in (first, second, rest))
    return first_text, second_text, third_text
