"""Rates and references, recounted by hand."""

import math

from tillitsim.studies.evidence.replication import Trial
from tillitsim.studies.evidence.schema import Finding
from tillitsim.studies.evidence.score import Score
from tillitsim.studies.evidence.summary import summarise


def trial(favours, verdict, how="sign"):
    finding = Finding(
        id="X", name="x", favours=favours, family="audit", label="untouched", status="seen",
        effect="", source={"authors": "", "year": 2000},
        experiment={
            "base": "demonstration", "months": 1,
            "measures": {"y": {"outcome": "will", "first": 0, "last": 0}},
        },
        checks=[{"kind": "mean", "of": "y", "how": how, "smallest": 0.1}],
    )  # fmt: skip
    return Trial(finding, (Score(verdict, 0, 0, 0, 0, 4, 0, 1, math.nan, True),), 4)


def test_the_headline_is_the_mean_over_groups_not_over_findings():
    trials = [trial("trust", "hit")] * 8 + [trial("control", "miss")] * 2
    summary = summarise(trials)
    assert summary.headline == 0.5
    assert summary.always_trust == 0.5
    assert summary.no_effect == 0.0


def test_inconclusive_is_not_a_hit_and_is_counted_apart():
    rate = summarise([trial("mixed", "inconclusive"), trial("mixed", "hit")]).favours[3]
    assert (rate.hits, rate.inconclusive, rate.n, rate.share) == (1, 1, 2, 0.5)


def test_the_model_without_effects_is_right_about_nulls():
    assert summarise([trial("mixed", "miss", how="null")]).no_effect == 1.0


def test_what_does_not_decide_does_not_count():
    decided = trial("trust", "hit")
    checks = (
        *decided.finding.checks,
        decided.finding.checks[0].model_copy(update={"decides": False}),
    )
    finding = decided.finding.model_copy(update={"checks": checks})
    miss = Score("miss", 0, 0, 0, 0, 4, 0, 1, math.nan, True)
    assert Trial(finding, (*decided.scores, miss), 4).verdict == "hit"


def test_signs_and_single_checks_are_counted_beside_the_verdicts():
    right = Score("miss", 0.3, 0, 0, 0, 4, 0, 1, math.nan, True)
    finding = trial("trust", "miss").finding
    rate = summarise([Trial(finding, (right,), 4), trial("mixed", "hit")]).all
    assert (rate.hits, rate.right_way, rate.checks_hit, rate.checks, rate.n) == (1, 1, 1, 2, 2)
