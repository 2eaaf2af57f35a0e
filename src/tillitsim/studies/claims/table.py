"""The audit of the project's own claims, as text and as records."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from tillitsim import __version__
from tillitsim.locale import N_, translator
from tillitsim.studies.claims.analysis import Audited
from tillitsim.view.numbers import percent, significant

VARIANTS = {
    "plain": N_("as it is"),
    "another seed": N_("another seed"),
    "half the agents": N_("half the agents"),
    "twice the agents": N_("twice the agents"),
    "another order": N_("another order of activation"),
    "neutral table": N_("neutral table"),
}
VERDICTS = {
    "robust": N_("robust"),
    "shifted": N_("shifted"),
    "fragile": N_("fragile"),
    "inconclusive": N_("inconclusive"),
    "not judged": N_("not judged"),
}


def claims_text(
    audits: Sequence[Audited], language: str, heading: Callable[[str], str] = lambda text: text
) -> str:
    """Every claim with its verdict, and its effects variant by variant."""
    _ = translator(language)
    lines = [heading(_("Our own claims, turned in every way"))]
    for audited in audits:
        claim = audited.claim
        words = claim.sv if language == "sv" else claim.en
        lines += ["", heading(f"{_(VERDICTS[audited.verdict]).upper()}: {words}")]
        for position, check in enumerate(claim.checks):
            lines.append(f"  {check.name or claim.id}: {_('effect as claimed (95%, chance only)')}")
            for each in audited.variants:
                values = (each.mean[position], each.low[position], each.high[position])
                mean, low, high = (significant(float(v), 3, language) for v in values)
                lines.append(f"    {_(VARIANTS[each.variant]):<28} {mean:>8} ({low}, {high})")
            if audited.parameter_sets:
                share = percent(float(audited.holds_in[position]), language)
                held = _("{share} of {n} sets of assumptions").format(
                    share=share, n=audited.parameter_sets
                )
                lines.append(f"    {_('the sign holds in')} {held}")
    note = _(
        "Above zero means as claimed. Robust: every sign holds in every variant and in nine of ten"
        " sets of assumptions; shifted: so it does, but its size changes by more than half;"
        " fragile: a sign turns; inconclusive: an interval holds zero."
    )
    return "\n".join([*lines, "", note, f"tillitsim {__version__}"]) + "\n"


def claims_records(audits: Sequence[Audited]) -> list[dict[str, object]]:
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
                    "parameter_sets": audited.parameter_sets,
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
