"""The audit of the project's own claims, as text and as records."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from tillitsim import __version__
from tillitsim.studies.claims.analysis import Audited
from tillitsim.view.numbers import percent, significant

WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "en": {
            "title": "Our own claims, turned in every way",
            "variant": "Variant",
            "effect": "effect as claimed (95%, chance only)",
            "worlds": "the sign holds in",
            "of": "{share} of {n} worlds",
            "note": (
                "Above zero means as claimed. Robust: every sign holds in every variant and in nine"
                " of ten worlds; shifted: so it does, but its size changes by more than half;"
                " fragile: a sign turns; inconclusive: an interval holds zero."
            ),
            "plain": "as it is",
            "another seed": "another seed",
            "half the agents": "half the agents",
            "twice the agents": "twice the agents",
            "another order": "another order of activation",
            "neutral table": "neutral table",
            "robust": "robust",
            "shifted": "shifted",
            "fragile": "fragile",
            "inconclusive": "inconclusive",
            "not judged": "not judged",
        },
        "sv": {
            "title": "Våra egna påståenden, vända åt alla håll",
            "variant": "Variant",
            "effect": "verkan som påstås (95 %, bara slump)",
            "worlds": "tecknet håller i",
            "of": "{share} av {n} världar",
            "note": (
                "Över noll betyder som påstås. Robust: varje tecken håller i varje variant och i"
                " nio av tio världar; förskjutet: så är det, men storleken ändras mer än hälften;"
                " bräckligt: ett tecken vänder; ej avgjort: ett intervall rymmer noll."
            ),
            "plain": "som det är",
            "another seed": "annat frö",
            "half the agents": "hälften så många agenter",
            "twice the agents": "dubbelt så många agenter",
            "another order": "annan ordning i månaden",
            "neutral table": "neutral tabell",
            "robust": "robust",
            "shifted": "förskjutet",
            "fragile": "bräckligt",
            "inconclusive": "ej avgjort",
            "not judged": "ej bedömt",
        },
    }
)


def claims_text(
    audits: Sequence[Audited], language: str, heading: Callable[[str], str] = lambda text: text
) -> str:
    """Every claim with its verdict, and its effects variant by variant."""
    own = WORDS[language]
    lines = [heading(own["title"])]
    for audited in audits:
        claim = audited.claim
        words = claim.sv if language == "sv" else claim.en
        lines += ["", heading(f"{own[audited.verdict].upper()}: {words}")]
        for position, check in enumerate(claim.checks):
            lines.append(f"  {check.name or claim.id}: {own['effect']}")
            for each in audited.variants:
                values = (each.mean[position], each.low[position], each.high[position])
                mean, low, high = (significant(float(v), 3, language) for v in values)
                lines.append(f"    {own[each.variant]:<28} {mean:>8} ({low}, {high})")
            if audited.worlds:
                share = percent(float(audited.holds_in[position]), language)
                held = own["of"].format(share=share, n=audited.worlds)
                lines.append(f"    {own['worlds']} {held}")
    return "\n".join([*lines, "", own["note"], f"tillitsim {__version__}"]) + "\n"


def claims_records(audits: Sequence[Audited]) -> list[dict[str, Any]]:
    """The same as plain data."""
    return [
        {
            "id": audited.claim.id,
            "claim": {"en": audited.claim.en, "sv": audited.claim.sv},
            "verdict": audited.verdict,
            "checks": [
                {
                    "name": check.name or audited.claim.id,
                    "variants": {
                        each.variant: {
                            "mean": _number(each.mean[i]),
                            "low": _number(each.low[i]),
                            "high": _number(each.high[i]),
                        }
                        for each in audited.variants
                    },
                    "worlds": audited.worlds,
                    "holds_in": _number(audited.holds_in[i]),
                }
                for i, check in enumerate(audited.claim.checks)
            ],
        }
        for audited in audits
    ]


def _number(value: float) -> float | None:
    """A number for JSON; None where there is none."""
    return None if math.isnan(value) else float(value)
