"""Facts of anybody's, in the same columns: every kind of statistic is read, whatever the words say.

The files here are not those that are shipped; the statistics, sectors and tolerances are others.
"""

import csv
import json
import math
import os
import re
from dataclasses import replace

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from tillitsim.errors import InputError
from tillitsim.runs.ensemble.prior import Prior
from tillitsim.studies.levels.analysis import Answer, levels
from tillitsim.studies.levels.command import levels as command
from tillitsim.studies.levels.facts import NEEDED, SERVICES, load_facts
from tillitsim.studies.levels.misses import cause_of, causes
from tillitsim.studies.levels.readings import Asked, Readings, judged, seed_offset
from tillitsim.studies.levels.statistic import Statistic
from tillitsim.studies.levels.statistics import statistic_of
from tillitsim.studies.levels.survey import Style
from tillitsim.studies.levels.table import levels_page, levels_table

FACT = {
    "kind": "level", "sector": "preschool", "quantity": "something", "value": "1", "value_text": "",
    "unit": "percent", "source": "somebody (2020)", "maps_to": "", "comparability": "direct",
    "tolerance_low": "-1e9", "tolerance_high": "1e9",
}  # fmt: skip
KINDS = {
    "a survey's share": ("share of staff answering 4 or 5 on a simulated 5-point item", "dare"),
    "a survey's low share": ("share of staff low on a simulated safety item", "dare"),
    "a survey's mean": ("mean of a simulated 0-100 satisfaction index", "quality_perceived"),
    "an item about the council": ("mean of a simulated 0-10 item", "rule_stock"),
    "an outcome by name": ("absence, percent of the staff", "absence"),
    "an outcome in words": ("slack in hours a week", "slack"),
    "a parameter": ("parameter", "task.wait_limit"),
    "a size": ("citizens per unit", "chain.citizens"),
    "a workload": ("cases per staff-month", "task.caseload"),
    "continuity": ("share of cases that go to the regular staff member", "task.regular"),
    "a relation": ("share of citizens with a regular staff member", "meeting.relation_half"),
    "choice": ("share of citizens with at least one rival within reach", "task.rivals"),
    "waiting": ("share of cases served later than a limit", "waiting"),
    "harm": ("harm per 10,000 cases", "harm"),
    "years without harm": ("share of councils without any known harm in a year", "scandals"),
    "supervision": ("share of inspections that are aimed", "inspectorate.discretion"),
    "elections": ("elections lost over elections held", "elections_lost"),
    "a gap": ("gap between what the provider and what the user reports", "reporting_gap"),
    "strain": ("share of staff with load above and discretion below the middle", "load"),
    "tenure": ("mean time since recruitment", "turnover"),
    "engagement": ("mean of nine simulated 1-5 items", "will"),
    "what the user met": ("mean on 0-10", "quality_perceived"),
}
DISTRIBUTIONS = {
    "spread between units": ("sd between units of dare", "dare"),
    "spread of time": ("sd between units of (1 - burden - idle time)", "slack"),
    "a share of variance": ("variance of dare between units over total variance", "dare"),
    "the users' variance": ("variance between units over total variance", "quality_perceived"),
    "extremes": ("ratio of the highest to the lowest unit", "quality_reported"),
    "years": ("sd between years of turnover", "turnover"),
}
TIMES = {
    "from year to year": ("year-to-year change of a council's mean", "trust_in_service"),
    "over years": ("change of a national mean over three years", "trust_in_democracy"),
    "a drift": ("drift of the baseline over ten years", "will"),
    "a decade": ("trend of turnover", "turnover"),
}
ORDERINGS = {
    "two services": ("preschool above school", "turnover", ""),
    "a ratio": ("ratio of turnover in school to preschool", "turnover", ""),
    "answers": ("ordering of simulated index by scenario", "quality_perceived", "school>preschool"),
    "two outcomes": ("reported above perceived", "quality_reported; quality_perceived", ""),
}
SIZES = [
    *(("level", *each) for each in KINDS.values()),
    *(("distribution", *each) for each in DISTRIBUTIONS.values()),
    *(("time", *each) for each in TIMES.values()),
]


def write(path, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, NEEDED)
        writer.writeheader()
        writer.writerows({"id": f"Y{n:03}", **FACT, **row} for n, row in enumerate(rows))
    return path


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    """What the model says of a file with every kind of statistic, by the words of each."""
    rows = [
        {"kind": kind, "model_statistic": words, "maps_to": maps_to}
        for kind, words, maps_to in SIZES
    ]
    rows += [
        {"kind": "ordering", "model_statistic": words, "maps_to": maps_to, "value_text": text}
        for words, maps_to, text in ORDERINGS.values()
    ]
    path = write(tmp_path_factory.mktemp("facts") / "other.csv", rows)
    return {each.fact.statistic: each for each in levels(load_facts([path]), {}, replicates=2)}


@pytest.mark.parametrize("name", [*KINDS, *DISTRIBUTIONS, *TIMES, *ORDERINGS])
def test_every_kind_of_statistic_is_read_of_a_file_that_is_not_shipped(answers, name):
    words = (KINDS | DISTRIBUTIONS | TIMES | ORDERINGS)[name][0]
    told = answers[words]
    assert told.verdict == "inside", told
    assert told.low <= told.simulated <= told.high
    assert told.unit


def test_what_is_a_share_is_one(answers):
    shares = [each for each in answers.values() if each.unit.startswith("percent")]
    assert len(shares) >= 8
    for each in shares:
        assert 0.0 <= each.simulated <= 100.0, each


def test_what_a_scenario_is_given_is_told_from_what_comes_out(answers):
    told = {each.fact.statistic for each in answers.values() if each.given}
    named = ("a parameter", "a size", "choice", "supervision")
    assert told == {KINDS[name][0] for name in named}


@pytest.mark.parametrize("sector", [*SERVICES, "politics", "all"])
def test_any_sector_may_be_asked_any_survey(tmp_path, sector):
    words, maps_to = KINDS["a survey's share"]
    row = {"sector": sector, "model_statistic": words, "maps_to": maps_to}
    (fact,) = load_facts([write(tmp_path / "facts.csv", [row])])
    assert isinstance(statistic_of(fact), Statistic)
    assert fact.services == (SERVICES if sector in ("politics", "all") else (sector,))


def test_the_order_of_the_facts_and_what_else_is_asked_change_no_number(tmp_path):
    rows = [
        {"id": f"Z{n}", "model_statistic": w, "maps_to": m} for n, (_, w, m) in enumerate(SIZES[:6])
    ]
    facts = load_facts([write(tmp_path / "facts.csv", rows)])
    one = {each.fact.id: each.simulated for each in levels(facts, {}, replicates=2)}
    turned = {each.fact.id: each.simulated for each in levels(facts[::-1], {}, replicates=2)}
    alone = levels(facts[2:3], {}, replicates=2)
    assert turned == one
    assert alone[0].simulated == one[alone[0].fact.id]


def test_services_have_random_numbers_of_their_own():
    assert len({seed_offset(name) for name in SERVICES}) == len(SERVICES)


def told(path):
    """The facts of a file, or what is wrong with it."""
    try:
        return load_facts([path]), []
    except InputError as refused:
        return [], refused.problems


# As users have them: quotes, separators of spreadsheets, long text, other scripts, empty lines.
HOSTILE = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(row=st.fixed_dictionaries({}, optional=dict.fromkeys(NEEDED, HOSTILE)))
def test_whatever_stands_in_a_cell_it_is_read_or_refused_with_its_line(tmp_path_factory, row):
    words, maps_to = KINDS["harm"]
    given = {"model_statistic": words, "maps_to": maps_to} | row
    path = write(tmp_path_factory.mktemp("facts") / "facts.csv", [given])
    facts, problems = told(path)
    assert all("facts.csv" in each for each in problems)
    assert bool(facts) != bool(problems)
    for fact in facts:
        assert isinstance(statistic_of(fact), Statistic | str)


@settings(max_examples=200, deadline=None)
@given(
    words=st.text("abcdefghijklmnopqrstuvwxyz0123456789 .,;()-_%\\[]+*?|^$", max_size=80),
    maps_to=st.sampled_from(["", "dare", "no.such.thing", "turnover; will", ";;", "task.stakes"]),
    kind=st.sampled_from(["level", "distribution", "time", "ordering"]),
)
def test_no_words_make_the_reader_fail(shipped, words, maps_to, kind):
    named = tuple(part.strip() for part in maps_to.split(";") if part.strip())
    fact = replace(shipped[0], kind=kind, statistic=words, maps_to=named)
    assert isinstance(statistic_of(fact), Statistic | str)


@pytest.fixture(scope="module")
def shipped():
    return load_facts()


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"tolerance_low": "1e400", "tolerance_high": "1e401"}, "give a finite number"),
        ({"value": "12,5"}, "give a finite number"),
        ({"value": "=1+1"}, "give a finite number"),
        ({"sector": "home care"}, "did you mean"),
        ({"tolerance_low": "9", "tolerance_high": "8"}, "lower one first"),
    ],
)
def test_the_command_refuses_what_is_no_fact_and_runs_nothing(tmp_path, row, said):
    words, maps_to = KINDS["harm"]
    path = write(tmp_path / "facts.csv", [{"model_statistic": words, "maps_to": maps_to} | row])
    done = CliRunner().invoke(command, [str(path)], standalone_mode=False)
    assert isinstance(done.exception, InputError)
    assert said in str(done.exception)
    assert "line 2" in str(done.exception)


@pytest.mark.skipif(os.name == "nt", reason="needs links")
def test_a_folder_gives_all_its_files_and_an_id_of_two_files_is_refused(tmp_path):
    words, maps_to = KINDS["harm"]
    row = {"model_statistic": words, "maps_to": maps_to}
    write(tmp_path / "a.csv", [row | {"id": "A"}])
    write(tmp_path / "b.csv", [row | {"id": "B"}])
    assert [fact.id for fact in load_facts([tmp_path])] == ["A", "B"]
    write(tmp_path / "b.csv", [row | {"id": "A"}])
    with pytest.raises(InputError, match="given twice"):
        load_facts([tmp_path])


def test_json_of_any_file_is_strict_and_holds_every_fact(tmp_path):
    rows = [
        {"model_statistic": "harm per 10,000 cases", "maps_to": "harm"},
        {"model_statistic": "words that nobody knows", "maps_to": "x"},
        {"model_statistic": "parameter", "maps_to": "task.wait_limit", "tolerance_high": "-1"},
    ]
    path = write(tmp_path / "facts.csv", rows)
    done = CliRunner().invoke(command, [str(path), "--format", "json", "--replicates", "2"])
    told = json.loads(done.output, parse_constant=pytest.fail)
    assert [each["verdict"] for each in told["facts"]] == ["inside", "not judged", "outside"]
    assert told["facts"][2]["reason"] == "", "nobody knows why a fact of one's own is missed"


def test_every_shipped_fact_that_can_be_judged_has_a_cause_ready(shipped):
    able = {each.fact.id for each in judged(shipped)}
    named = [name for each in causes() for name in each.facts]
    assert sorted(named) == sorted(able)
    for each in judged(shipped):
        cause = cause_of(each.fact)
        assert cause is not None
        assert cause.in_language("sv") != cause.in_language("en") == cause.in_language("nb")


@pytest.mark.slow
def test_in_eighteen_random_parameter_sets_numbers_stay_numbers_and_inputs_stay_put(shipped):
    facts = judged(shipped)
    prior = Prior.declared()
    asked = Asked(tuple(each.fact for each in facts), Style())
    unmoved = [n for n, each in enumerate(facts) if each.statistic.given]
    shares = [
        n for n, each in enumerate(facts)
        if each.statistic.unit.startswith("percent") and "year" not in each.statistic.unit
    ]  # fmt: skip
    rows = np.array(
        [
            Readings().prepare(asked, prior.parameter_set(unit))(0, 0)
            for unit in prior.spread(18, 29)
        ]
    )  # fmt: skip
    ids = [each.fact.id for each in facts]
    fixed = [n for n in unmoved if ids[n] != "L105"]
    assert len(fixed) >= 6
    assert (rows[:, fixed] == rows[0, fixed]).all(), "the mix alone makes L105"
    assert not np.isinf(rows).any()
    assert np.isfinite(rows).mean() > 0.98
    there = rows[:, shares][np.isfinite(rows[:, shares])]
    assert (there >= 0.0).all()
    assert (there <= 100.0).all()
    assert all(math.isfinite(each) for each in rows.std(axis=0)[fixed])


def told_of(fact, verdict, **other):
    return Answer(fact, verdict, 50.0, 49.0, 51.0, "percent", (0.0, 40.0), **other)


def test_a_page_tells_every_fact_once_and_every_miss_with_its_cause(shipped):
    outside = [told_of(each.fact, "outside") for each in judged(shipped)]
    silent = [Answer(each, "not judged", reason="nothing is there") for each in shipped[:2]]
    page = levels_page([*outside, *silent])
    for each in outside:
        assert page.count(f"| {each.fact.id} ") == 1, "a row of a table"
        assert re.search(rf"[(, ]{each.fact.id}[,)]", page.partition("## Why")[2])
    assert "0 of" in page
    assert "Not explained" not in page
    assert "Nothing is there (L001, L002)." in page


def test_a_miss_of_ones_own_is_told_as_not_explained(shipped):
    own = replace(shipped[0], source="somebody else")
    page = levels_page([told_of(own, "outside")])
    assert "- Not explained: L001." in page
    assert "as far as we see" not in levels_table([told_of(own, "outside")], "en", as_lines)


def test_causes_are_told_in_the_language_that_is_asked(shipped):
    missed = [told_of(judged(shipped)[0].fact, "outside")]
    english, swedish = (levels_table(missed, language, as_lines) for language in ("en", "sv"))
    cause = cause_of(missed[0].fact)
    assert cause.in_language("en") in english
    assert cause.in_language("sv") in swedish


def test_what_is_given_is_counted_apart(shipped):
    facts = [each.fact for each in judged(shipped)][:3]
    answers = [told_of(facts[0], "inside", given=True), told_of(facts[1], "inside")]
    page = levels_page([*answers, told_of(facts[2], "outside")])
    assert "1 of the judged are what a scenario is given" in page
    assert "without those 1 of 2 lie inside." in page


def test_a_fact_that_a_scenario_was_set_from_is_given_too(shipped):
    set_from = [name for each in causes() if each.given for name in each.facts]
    assert {"L002", "L027"} <= set(set_from)
    answers = levels([each for each in shipped if each.id == "L027"], {}, replicates=2)
    assert answers[0].given


def as_lines(rows):
    return ["  ".join(row) for row in rows]
