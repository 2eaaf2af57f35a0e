"""Whatever an experiment file says: an experiment, or every problem in a sentence with its line."""

import json
import math
import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tillitsim.errors import InputError
from tillitsim.runs.experiment.design import count_of, points_of
from tillitsim.runs.experiment.load import ARM_KEYS, KEYS, load
from tillitsim.runs.experiment.schema import HEADLINE, KINDS, Experiment
from tillitsim.scenario.declared.declarations import PARAMETERS

HUGE = "0x" + "f" * 5000
"""A whole number that Python refuses to write out."""

COMPARISON = """\
base = "demonstration"
replicates = 12
months = 30
baseline = "trusting"
outcomes = ["good_meetings", "dare"]
seed = 5

[title]
en = "Two mixes"
sv = "Två blandningar"

[sources]
"trusting.mix.trust" = "assumed: a clear shift"

[[arms]]
name = "as-today"

[[arms]]
name = "trusting"
set = { "mix.trust" = 0.6 }
without = ["politics"]
[[arms.interventions]]
name = "fewer goals"
set = { "instruments.goals" = 3 }
start = 12

[design]
kind = "grid"
[design.vary]
"task.variety" = { from = 0.4, to = 1.4, steps = 3 }
[design.cross]
chain.staff = { values = [2, 3] }

[stop]
outcomes = ["good_meetings"]
half_width = 0.5
max_replicates = 50
"""


@pytest.fixture
def file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path / "mine.toml"


def problems(file, text: str, **options) -> tuple[str, ...]:
    file.write_text(text, "utf-8")
    with pytest.raises(InputError) as wrong:
        load(file, **options)
    return wrong.value.problems


def test_everything_that_a_file_may_say_is_understood(file):
    file.write_text(COMPARISON, "utf-8")
    found = load(file)
    assert found.name == "mine"
    assert found.title == {"en": "Two mixes", "sv": "Två blandningar"}
    today, trusting = found.arms
    assert found.baseline_index == 1
    assert (found.replicates, found.most_replicates, found.seed) == (12, 50, 5)
    assert found.outcomes == ("good_meetings", "dare")
    assert trusting.scenario.values["mix.trust"] == pytest.approx(0.6)
    assert trusting.scenario.without == {"politics"}
    assert [each.name for each in trusting.scenario.interventions] == ["fewer goals"]
    assert today.scenario.without == frozenset()
    assert {arm.scenario.months for arm in found.arms} == {30}
    assert count_of(found.design) == 6
    assert list(points_of(found.design)[0]) == ["task.variety", "chain.staff"]
    assert found.stop.contrasts == "baseline"
    assert found.sources == {"trusting.mix.trust": "assumed: a clear shift"}


def test_what_is_left_out_has_a_default(file):
    file.write_text('base = "demonstration"\n')
    found = load(file)
    assert [arm.name for arm in found.arms] == ["base"]
    assert (found.baseline, found.replicates, found.seed) == ("base", 20, 0)
    assert found.outcomes == HEADLINE
    assert found.design is None
    assert found.stop is None
    assert points_of(found.design) == [{}]


def test_settings_change_every_arm_but_what_an_arm_sets_comes_last(file):
    file.write_text(COMPARISON, "utf-8")
    today, trusting = load(file, set=["mix.trust=0.1", "task.stakes=0.3"]).arms
    assert today.scenario.values["mix.trust"] == pytest.approx(0.1)
    assert trusting.scenario.values["mix.trust"] == pytest.approx(0.6)
    assert today.scenario.values["task.stakes"] == trusting.scenario.values["task.stakes"] == 0.3


def test_a_base_may_lie_beside_the_experiment(file, tmp_path):
    mix = "mix = { competition = 0.2, regulation = 0.2, trust = 0.6 }"
    (tmp_path / "town.toml").write_text(f'extends = "demonstration"\n{mix}\n')
    file.write_text('base = "town.toml"\n')
    assert load(file).arms[0].scenario.values["mix.trust"] == 0.6


def test_all_problems_are_told_at_once_in_the_order_of_their_lines(file):
    text = COMPARISON
    for old, new in (
        ("replicates = 12", "replicates = 0"),
        ('"trusting"\noutcomes', '"trust"\noutcomes'),
        ('"dare"]', '"dear"]'),
        ("seed = 5", "sead = 5"),
        ('"mix.trust" = 0.6', '"mix.trsut" = 0.6'),
        ('["politics"]', '["politic"]'),
        ('"instruments.goals" = 3', '"instruments.goals" = -3'),
        ("task.variety", "task.vareity"),
        ("half_width = 0.5", "half_width = 0"),
    ):
        assert old in text, old
        text = text.replace(old, new, 1)
    found = problems(file, text)
    lines = [int(re.match(r"mine\.toml, line (\d+): ", sentence)[1]) for sentence in found]
    assert lines == sorted(lines)
    assert set(lines) == {2, 4, 5, 6, 20, 21, 24, 30, 36}
    told = "\n".join(found)
    for meant in ("trusting", "dare", "seed", "mix.trust", "politics", "task.variety"):
        assert f"did you mean '{meant}'?" in told


ONE_PROBLEM = {
    "": "says nothing",
    'base = "demonstration': "not TOML",
    "replicates = 3": "base: not given",
    'base = "demonstraton"': "did you mean 'demonstration'?",
    'base = "town.toml"': "there is no file town.toml",
    "base = 3": "base: must be a text in quotes, not 3",
    'base = ""': "base: must be a text in quotes, not ''",
    f"base = {HUGE}": "base: must be a text in quotes",
    "replicates = 2.5": "a whole number from 1",
    "replicates = 1e9": "a whole number from 1",
    f"replicates = {HUGE}": "a whole number from 1",
    "months = 0": "a whole number from 1 to 2400",
    "baseline = 'best'": "'best' is not a choice; write base.",
    f"baseline = {HUGE}": "is not a choice",
    "outcomes = 'dare'": "must be a list of names in quotes",
    "arms = 3": "write each under its own [[arms]]",
    "title = { fr = 'Deux' }": "title.fr: unknown language",
    "model = 'mine.py'": "name the file and the class",
    "model = 'mine.py:1'": "name the file and the class",
    "model = 'mine.py:Mine'": "there is no file mine.py",
    "[design]": "design.kind: not given",
    "design = 3": "design: must be a table",
    "[stop]\nhalf_width = -1": "give a number above 0",
    f"[stop]\nhalf_width = {HUGE}": "give a number above 0",
    "[stop]\nhalf_width = true": "give a number above 0",
    "[stop]\nhalf_width = 1\nmax_replicates = 12": "12 is below replicates (20)",
    "[stop]\nhalf_width = 1\ncontrasts = 'mean'": "did you mean 'means'?",
    "replicates = 5\n[stop]\nhalf_width = 1": "at least 10 replicates",
    "[[arms]]": "name = \"fewer-goals\"",
    "[[arms]]\nname = 'a'\n[[arms]]\nname = 'a'": "an earlier arm",
    "[[arms]]\nname = 'a'\nneutral = 'sof'": "did you mean 'soft'?",
    "[[arms]]\nname = 'a'\nset = { mix.trust = 2 }": "give a number from 0 to 1",
    "[[arms]]\nname = 'a'\nset = 3": "must be a table",
}  # fmt: skip
DESIGN_PROBLEM = {
    'kind = "gird"': "did you mean 'grid'?",
    'kind = "grid"': "nothing varies",
    'kind = "grid"\nvary.mix = 3': "must be a table",
    'kind = "grid"\nvary.tsk.variety = {}': "unknown setting",
    'kind = "grid"\nvary.variety = {}': "did you mean 'task.variety'?",
    'kind = "grid"\nvary.task.variety = { from = 2, to = 1 }': "from must be below to",
    'kind = "grid"\nvary.task.variety = { from = "0,4" }': "decimals take a point",
    'kind = "grid"\nvary.task.variety = { values = [] }': "must be a list of numbers",
    'kind = "grid"\nvary.task.variety = { values = 1 }': "must be a list of numbers",
    'kind = "grid"\nvary.task.variety = { values = [1, 1] }': "stands there twice",
    'kind = "grid"\nvary.task.variety = { values = [1], steps = 3 }': "give either",
    'kind = "grid"\nvary.task.variety = { steps = 1 }': "from 2 to 10000",
    f'kind = "grid"\nvary.task.variety = {{ values = [{HUGE}] }}': "not a finite number",
    'kind = "grid"\nvary.chain.staff = { values = [2.5] }': "not a whole number",
    'kind = "grid"\nvary.chain.staff = { from = 2, to = 4, steps = 9 }': "only 3 whole numbers",
    'kind = "grid"\nvary.mix = { step = 3 }': "did you mean 'steps'?",
    'kind = "grid"\nvary.mix = {}\ncross.mix.trust = {}': "are varied both",
    'kind = "grid"\nvary.task.variety = {}\ncross.task.variety = {}': "varied twice",
    'kind = "grid"\nvary.task.variety = {}\nfile = "a.csv"': 'only kind = "list" reads a file',
    'kind = "simplex-sobol"\nsize = 100': "write 64 or 128",
    'kind = "sobol"\nsize = 3\nvary.task.variety = {}': "write 2 or 4",
    'kind = "simplex-lattice"\nvary.task.variety = {}': "under [design.cross]",
    'kind = "simplex-lattice"\nsize = 5000': "points are too many",
    'kind = "list"': 'write for example file = "points.csv"',
    'kind = "list"\nfile = "points.csv"': "there is no file points.csv",
    'kind = "list"\nfile = "."': "there is no file",
    'kind = "list"\nfile = "/dev/zero"': "there is no file /dev/zero",
    'kind = "list"\nfile = "mine.toml"\nvary.task.variety = {}': "leave vary out",
    'kind = "grid"\nvary.mix.trust.from = 0.9\ncross.mix.regulation.from = 0.5': "'base'",
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said"),
    [*ONE_PROBLEM.items(), *((f"[design]\n{key}", said) for key, said in DESIGN_PROBLEM.items())],
)
def test_each_mistake_is_a_sentence_that_says_what_would_be_right(file, text, said):
    alone = not text or text.startswith(("base =", "replicates = 3"))
    found = problems(file, text if alone else f'base = "demonstration"\n{text}\n')
    assert any(said in sentence for sentence in found), found
    assert all("mine.toml" in sentence for sentence in found), found
    assert all(sentence.isprintable() and sentence.endswith((".", "?")) for sentence in found)


def test_an_arm_that_sets_what_the_design_varies_is_told(file):
    (found,) = problems(file, COMPARISON.replace('"task.variety" = {', '"mix.trust" = {').replace(
        "to = 1.4", "to = 0.6"))  # fmt: skip
    assert "arm 'trusting' sets mix.trust, which the design varies too" in found


def test_an_unknown_experiment_is_told_with_the_nearest_name():
    with pytest.raises(InputError, match="did you mean 'fewer-goals'"):
        load("fewer-gaols")


def listed(file, content: str | bytes) -> Experiment:
    raw = content if isinstance(content, bytes) else content.encode()
    file.with_name("points.csv").write_bytes(raw)
    file.write_text('base = "demonstration"\n[design]\nkind = "list"\nfile = "points.csv"\n')
    return load(file)


@pytest.mark.parametrize(
    "content",
    [
        "task.variety,chain.staff\n0.4,2\n1.25,3\n",
        "task.variety;chain.staff\r\n0,4;2\r\n1,25;3\r\n",
        "\ufefftask.variety , chain.staff\n 0.4, 2\n\n1.25, 3.0",
    ],
    ids=["commas", "semicolons and decimal commas", "a byte order mark and an empty line"],
)
def test_points_come_from_a_csv_as_spreadsheets_write_it(file, content):
    expected = [{"task.variety": 0.4, "chain.staff": 2}, {"task.variety": 1.25, "chain.staff": 3}]
    assert points_of(listed(file, content).design) == expected


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "points.csv: no points"),
        ("task.variety\n", "points.csv: no points"),
        ("task.vareity\n1\n", "points.csv, line 1: 'task.vareity': unknown setting; did you mean"),
        ("task.variety,task.variety\n1,1\n", "points.csv, line 1: a parameter stands there twice"),
        ("task.variety\n1\n1,2\n", "points.csv, line 3: 2 cells, but the header has 1"),
        ("task.variety\n1\n\nmuch\n", 'points.csv, line 4: task.variety: "much" is text'),
        ("task.variety\nnan\n", "points.csv, line 2: task.variety: nan is not a finite number"),
        ("chain.staff\n2.5\n", "points.csv, line 2: chain.staff: 2.5 is not a whole number"),
        ("task.variety\n0,4\n", "points.csv, line 2: 2 cells"),
        ("task.variety\n" + "1" * 200_000, "points.csv cannot be read: it is not CSV in UTF-8"),
        (b"task.variety\n\xff\n", "points.csv cannot be read: it is not CSV in UTF-8"),
    ],
)
def test_mistakes_in_a_csv_are_told_with_their_line(file, content, said):
    with pytest.raises(InputError) as wrong:
        listed(file, content)
    assert any(said in sentence for sentence in wrong.value.problems), wrong.value.problems


STOP_KEYS = ["outcomes", "half_width", "max_replicates", "contrasts"]
DESIGN_KEYS = ["kind", "size", "seed", "file", "vary", "cross", "from", "to", "steps", "values"]
keys = st.one_of(
    st.sampled_from([*KEYS, *ARM_KEYS, *STOP_KEYS, *DESIGN_KEYS, "en", "sv", "mix"]),
    st.sampled_from(sorted(PARAMETERS)),
    st.text(max_size=5),
)
leaves = st.one_of(
    st.floats(), st.integers(), st.floats(0, 1), st.integers(0, 9), st.booleans(), st.text(),
    st.dates(), st.sampled_from([*KINDS, *HEADLINE, "demonstration", "base", "means", "soft"]),
    st.sampled_from(["unset", "/dev/zero", "a.py:B", "points.csv", "home-care", "politics"]),
)  # fmt: skip
contents = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=12,
)


def as_toml(content: object) -> str:
    """A value as TOML writes it, tables inline."""
    if isinstance(content, dict):
        inner = ", ".join(f"{quoted(key)} = {as_toml(value)}" for key, value in content.items())
        return f"{{{inner}}}"
    if isinstance(content, list):
        return f"[{', '.join(map(as_toml, content))}]"
    if isinstance(content, float) and math.isfinite(content):
        text = repr(content)
        return text if any(c in text for c in ".en") else f"{text}.0"
    return quoted(content) if isinstance(content, str) else str(content).lower()


def quoted(text: str) -> str:
    plain = text.encode("utf-8", "replace").decode("utf-8")
    return json.dumps(plain, ensure_ascii=False).replace("\x7f", "\\u007f")


@pytest.fixture(scope="module")
def any_file(tmp_path_factory):
    return tmp_path_factory.mktemp("any") / "any.toml"


def ends_well(file) -> None:
    """Loading gives an experiment or sentences; anything else is a failure."""
    try:
        found = load(file)
    except InputError as wrong:
        assert wrong.problems  # noqa: PT017 - either ending is fine, and both are checked
        for sentence in wrong.problems:
            assert sentence.isprintable()
            assert sentence[-1] in ".?"
    else:
        assert found.arms
        assert found.baseline in {arm.name for arm in found.arms}


@given(data=st.binary(max_size=200))
@example(data=b"\x00")
@example(data=b"arms = " + b"[" * 5000)
def test_any_bytes(any_file, data):
    any_file.write_bytes(data)
    ends_well(any_file)


@settings(max_examples=60)
@given(table=st.dictionaries(keys, contents, max_size=6))
def test_any_table(any_file, table):
    lines = [f"{quoted(key)} = {as_toml(value)}\n" for key, value in table.items()]
    any_file.write_text(
        'base = "demonstration"\n' * ("base" not in table) + "".join(lines), "utf-8"
    )
    ends_well(any_file)


@settings(max_examples=60)
@given(
    header=st.sampled_from(["[design]", "[stop]", "[[arms]]", "[design.vary]", "[design.cross]"]),
    table=st.dictionaries(keys, contents, max_size=5),
    kind=st.sampled_from(KINDS),
)
def test_any_design_arms_and_stopping_rule(any_file, header, table, kind):
    lines = [f"{quoted(key)} = {as_toml(value)}\n" for key, value in table.items()]
    start = f'base = "demonstration"\n[design]\nkind = "{kind}"\n'
    start = 'base = "demonstration"\n' if header == "[design]" else start
    any_file.write_text(f"{start}{header}\n{''.join(lines)}", "utf-8")
    ends_well(any_file)


@settings(max_examples=60)
@given(content=st.text(st.sampled_from("task.variety,;0123e-\n\r\"' \0å"), max_size=60))
def test_any_csv(any_file, content):
    try:
        listed(any_file, "task.variety" + content)
    except InputError as wrong:
        assert all(sentence.isprintable() for sentence in wrong.problems)  # noqa: PT017 - as above
