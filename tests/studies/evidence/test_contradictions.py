"""What cannot be meant is refused before anything runs, with its line and what would be right."""

import re

import pytest

from tillitsim.errors import InputError
from tillitsim.runs.ensemble.shipped import evidence_folder
from tillitsim.studies.evidence.load import check_runs, load

PLAIN = """\
id = "X01"
name = "a finding"
favours = "mixed"
family = "trust"
label = "untouched"
status = "seen"
effect = "it rises"
[source]
authors = "Nobody"
year = 2000
[experiment]
base = "demonstration"
months = 12
set = { "chain.units" = 2 }
[[experiment.arms]]
name = "a"
[[experiment.arms]]
name = "b"
interventions = [{ set = { "instruments.goals" = 3 }, start = 2, stop = 9 }]
[experiment.measures.will]
columns = ["staff.motivation"]
per = "staff"
first = 6
last = 11
[[checks]]
kind = "difference"
of = "will@b"
than = "will@a"
how = "sign"
"""
SECTION = """\
[experiment.cross_section]
organisations = 5
[experiment.cross_section.vary]
"""


@pytest.fixture
def file(tmp_path):
    return tmp_path / "mine.toml"


def problems(file, text: str) -> tuple[str, ...]:
    file.write_text(text, "utf-8")
    with pytest.raises(InputError) as wrong:
        load(file)
    assert all(s.isprintable() and s.endswith((".", "?")) for s in wrong.value.problems)
    return wrong.value.problems


def test_the_plain_finding_is_right(file):
    file.write_text(PLAIN, "utf-8")
    check_runs([load(file)], {})


CANNOT_BE_MEANT = [
    ("year = 2000", 'year = "2000"', "source.year: 2000 is not right; give a whole number"),
    ("months = 12", 'months = "12"', "months: 12 is not right; give a whole number from 1 to 600"),
    ("months = 12", "months = true", "months: True is not right"),
    ("units\" = 2", 'units" = "2"', 'set: chain.units: "2" is text, not a number'),
    ("units\" = 2", 'units" = true', "true is not a number"),
    ("units\" = 2", 'units" = 0', "0 is out of bounds"),
    ("chain.units", "chain.unit", "did you mean 'chain.units'?"),
    ('family = "trust"', 'family = "trst"', "family: 'trst' is not a choice; did you mean 'trust'"),
    ('base = "demonstration"', "base = 3", "base: must be a text in quotes"),
    ("first = 6", "first = -8", "first: -8 is not right; give a whole number from 0"),
    ("first = 6", "first = nan", "first: nan is not right"),
    ("last = 11", "last = 3", "last comes before first"),
    ("last = 11", "last = 12", "month 12 is beyond the 12 months (0 to 11)"),
    ('["staff.motivation"]', '["staff.motivation", "citizen.trust"]', "cannot be added up"),
    ('["staff.motivation"]', '["staff.motivaton"]', "did you mean 'staff.motivation'?"),
    ("last = 11", 'last = 11\nwhere = [{ column = "citizen.trust", above = 0.1 }]',
     "says nothing of a single staff"),
    ("last = 11", 'last = 11\nwhere = [{ column = "staff.motivation" }]', "give above or below"),
    ("last = 11", 'last = 11\nwhere = [{ column = "staff.motivation", above = 1, below = 0.5 }]',
     "nobody is from 1 to below 0.5"),
    ("last = 11", "last = 11\nsurvey = { noise = -1 }", "noise: -1 is not right"),
    ("last = 11", "last = 11\nsurvey = { noise = inf }", "noise: inf is not a finite number"),
    ('name = "b"', 'name = "a"', "'a' is the name of an earlier one too"),
    ('name = "b"', 'name = "b/c"', "a name has neither @ nor /"),
    ("goals\" = 3", 'goals" = nan', "nan is not a finite number"),
    ("goals\" = 3", 'goals" = -1e9', "is out of bounds"),
    ("instruments.goals", "instruments.goal", "unknown setting; did you mean"),
    ('"instruments.goals"', '"chain.units"', "the size of the chain is fixed from the start"),
    ('"instruments.goals" = 3', '"trust.gain" = 0.1', "says how people react"),
    ("stop = 9", "stop = 1", "1 is not after start (2)"),
    ("stop = 9", "share = 7", "the share of units that it reaches, from 0 to 1"),
    ("stop = 9", "ramp = -3", "ramp: -3 is not right"),
    ("start = 2", "start = -5", "start: -5 is not right"),
    ('than = "will@a"', 'than = "will@b"', "than: the same as of; nothing differs from itself"),
    ('than = "will@a"', "", "a difference needs than"),
    ('how = "sign"', 'how = "sign"\nvalue = -3', "sign: 1 contradicts value (-3)"),
    ('how = "sign"', 'how = "sign"\nsign = 2', "sign: 2 is not right; write 1 (up) or -1"),
    ('how = "sign"', 'how = "sign"\nsign = true', "sign: True is not right"),
    ('how = "sign"', 'how = "interval"\nlow = 1\nhigh = 2\nsign = -1', "-1 contradicts the interval"),
    ('how = "sign"', 'how = "interval"\nlow = 1\nhigh = 2\nvalue = 3', "3 is not between low (1)"),
    ('how = "sign"', 'how = "interval"\nlow = -inf\nhigh = inf', "low: -inf is not a finite number"),
    ('how = "sign"', 'how = "interval"\nlow = 2\nhigh = 1', "low below high"),
    ('how = "sign"', 'how = "factor"\nvalue = nan', "value: nan is not a finite number"),
    ('how = "sign"', 'how = "null"\nsmallest = inf', "smallest: inf is not a finite number"),
    ('how = "sign"', 'how = "null"', "smallest: not given; how = \"null\" needs the smallest effect"),
    ("[[checks]]", f'{SECTION}"task.varity" = {{ low = 0, high = 1 }}\n[[checks]]', "did you mean"),
    ("[[checks]]", f'{SECTION}"task.stakes" = {{ low = 0, high = 9 }}\n[[checks]]', "out of bounds"),
    ("[[checks]]", f'{SECTION}"task.stakes" = {{ low = 1, high = 0 }}\n[[checks]]',
     "low (1) must be below high (0)"),
    ("[[checks]]", f'{SECTION}"task.rivals" = {{ low = 1, high = 3 }}\n[[checks]]', "whole numbers"),
    ("[[checks]]", f'{SECTION}"trust.gain" = {{ low = 0, high = 0.1 }}\n[[checks]]',
     "says how people react"),
    ("[[checks]]", f"{SECTION}\n[[checks]]", "nothing varies"),
    ("[[checks]]", f"{SECTION}mix.trust = {{ low = 0, high = 1 }}\n"
     "mix.regulation = { low = 0, high = 0.5 }\n[[checks]]", "may reach 1.5; they must not exceed 1"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "said"), CANNOT_BE_MEANT)
def test_what_cannot_be_meant_is_refused_with_its_line(file, old, new, said):
    assert old in PLAIN
    found = problems(file, PLAIN.replace(old, new, 1))
    assert any(said in sentence for sentence in found), found
    assert all(re.match(r".*mine\.toml, line \d+: ", sentence) for sentence in found), found


def test_all_of_them_are_told_at_once(file):
    text = PLAIN
    for old, new in (
        ('family = "trust"', 'family = "trst"'),
        ("months = 12", 'months = "12"'),
        ('goals" = 3', 'goals" = nan'),
        ("first = 6", "first = -8"),
        ('how = "sign"', 'how = "sign"\nvalue = inf'),
    ):
        text = text.replace(old, new, 1)
    found = problems(file, text)
    lines = [int(re.search(r", line (\d+): ", sentence)[1]) for sentence in found]
    assert lines == sorted(lines)
    assert set(lines) >= {4, 13, 19, 23, 30}


def test_a_value_may_carry_its_reason(file):
    reason = '{ value = 2, source = "assumed: small" }'
    file.write_text(PLAIN.replace('units" = 2', f'units" = {reason}'), "utf-8")
    found = load(file).experiment.set
    assert found == {"chain.units": 2}
    assert found.sources == {"chain.units": "assumed: small"}


def test_what_only_fails_in_a_scenario_is_told_before_anything_runs(file):
    file.write_text(
        PLAIN.replace('"instruments.goals" = 3', '"mix.trust" = 0.9, "mix.regulation" = 0.9')
    )
    other = load(evidence_folder() / "falk-kosfeld-2006-hidden-cost.toml")
    with pytest.raises(InputError, match=r"X01, arm b.*must not exceed 1 together"):
        check_runs([other, load(file)], {})


def test_a_corner_of_a_cross_section_that_cannot_be_is_told_before_anything_runs(file):
    corner = f'{SECTION}"people.averse" = {{ low = 0.1, high = 0.9 }}\n[[checks]]'
    file.write_text(PLAIN.replace("[[checks]]", corner), "utf-8")
    with pytest.raises(InputError, match=r"X01.*must not exceed 1 together"):
        check_runs([load(file)], {})
