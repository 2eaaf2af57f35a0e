"""Shares that sum to one: the mix of the three principles, and the managers' own ideal.

A scenario file gives all three shares or none. A change may give one or two; the others then keep
their ratio, or split the rest evenly if both were zero.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from tillitsim.locale import _
from tillitsim.scenario.declared.instruments import PRINCIPLES

Shares = tuple[str, str, str]

MIX: Shares = ("mix.competition", "mix.regulation", "mix.trust")
IDEAL: Shares = ("managers.competition", "managers.regulation", "managers.trust")
ALL: tuple[Shares, ...] = (MIX, IDEAL)
TOLERANCE = 1e-6 + 1e-12  # so that three thirds with six decimals are enough


def complaint(
    given: Mapping[str, float], shares: Shares, wrong: AbstractSet[str] = frozenset()
) -> str:
    """What is wrong with the shares that one file gives, or an empty string.

    ``wrong`` names shares that the file gives too, but not as numbers within bounds.
    """
    group = shares[0].partition(".")[0]
    unset = {name for name in shares if name in given and math.isnan(given[name])}
    missing = [name for name in shares if name not in {*given, *wrong}] + sorted(unset)
    if len(missing) == len(shares):
        return ""
    if missing:
        return _(
            "{group}: {missing} not given; a file gives all three of {principles}, or none"
        ).format(group=group, missing=", ".join(missing), principles=", ".join(PRINCIPLES))
    if not wrong.isdisjoint(shares):
        return ""
    total = math.fsum(given[name] for name in shares)
    if abs(total - 1.0) > TOLERANCE:
        return _("{group}: {principles} = {total:.7g}; the three shares must sum to 1").format(
            group=group, principles=" + ".join(PRINCIPLES), total=total
        )
    return ""


def completed(values: Mapping[str, float], changes: Mapping[str, float]) -> dict[str, float]:
    """``changes`` with the shares that they imply: what is not given keeps its ratio.

    ``values`` holds what is in force before the change. Managers without an ideal of their own
    start from the mix; unsetting one of their shares unsets all three.

    Raises
    ------
    ValueError
        If given shares exceed 1, or all three do not sum to 1; the text is a sentence.
    """
    result = dict(changes)
    for shares in ALL:
        result |= _completed(values, result, shares)
    return result


def _completed(
    values: Mapping[str, float], changes: Mapping[str, float], shares: Shares
) -> dict[str, float]:
    given = {name: changes[name] for name in shares if name in changes}
    if not given:
        return {}
    unset = [name for name in given if math.isnan(given[name])]
    if unset:
        if len(unset) < len(given):
            raise ValueError(
                _("{unset}: unset while other shares are given; unset all three or none").format(
                    unset=unset[0]
                )
            )
        return dict.fromkeys(shares, math.nan)
    total = math.fsum(given.values())
    if len(given) == len(shares):
        wrong = complaint(given, shares)
        if wrong:
            raise ValueError(wrong)
        return {}
    if total > 1.0 + TOLERANCE:
        raise ValueError(
            _("{given} = {total:.7g}; shares must not exceed 1 together").format(
                given=" + ".join(given), total=total
            )
        )
    rest = max(0.0, 1.0 - total)
    others = [i for i, name in enumerate(shares) if name not in given]
    before = [values[shares[i]] for i in others]
    if any(math.isnan(share) for share in before):
        before = [values[MIX[i]] for i in others]
    whole = math.fsum(before)
    return {
        shares[i]: rest * (share / whole) if whole > 0.0 else rest / len(others)
        for i, share in zip(others, before, strict=True)
    }
