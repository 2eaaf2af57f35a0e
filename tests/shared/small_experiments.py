"""Experiments that run in no time, as texts, for tests of whatever reads or runs them."""

from __future__ import annotations

_TRUSTING = """\
base = "demonstration"
months = 8
replicates = {replicates}
seed = {seed}
{head}
[[arms]]
name = "as-today"
set.chain = {{ units = 2, staff = 3, citizens = 30, politicians = 3 }}

[[arms]]
name = "trusting"
set.chain = {{ units = 2, staff = 3, citizens = 30, politicians = 3 }}
set.mix.trust = 0.8

[design]
kind = "grid"
[design.vary]
"task.variety" = {{ values = [0.4, 0.9, 1.4] }}
"""
STAKES = '"task.stakes" = { values = [0.1, 0.3] }\n'
"""A second parameter, for six cells instead of three."""

_TWO_ARMS = """
base = "demonstration"
months = {months}
burn_in = {burn_in}
replicates = 2
baseline = "a"
[set]
"chain.units" = {units}
{head}
[[arms]]
name = "a"
[[arms]]
name = "b"
set = {{ "mix.trust" = 0.8 }}
{arm}
[design]
kind = "grid"
[design.vary]
"task.stakes" = {{ values = [0.05, 0.2] }}
"""


def as_today_and_trusting(*, replicates: int, seed: int = 7, head: str = "") -> str:
    """Two arms of two units in three cells; ``head`` stands before the arms."""
    return _TRUSTING.format(replicates=replicates, seed=seed, head=head)


def two_arms(*, months: int, units: int, burn_in: int = 1, head: str = "", arm: str = "") -> str:
    """Arms ``a`` and ``b`` in two cells; ``head`` stands before the arms, ``arm`` in the second."""
    return _TWO_ARMS.format(months=months, units=units, burn_in=burn_in, head=head, arm=arm)
