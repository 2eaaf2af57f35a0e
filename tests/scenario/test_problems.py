"""Every problem is one sentence with file, line and what would be right; all come at once."""

import os
import tomllib
from pathlib import Path

import pytest

from tillitsim.errors import BAD_INPUT, InputError
from tillitsim.scenario.load import load


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def problems(text: str, **options) -> tuple[str, ...]:
    """The problems of a scenario file with that text."""
    Path("bad.toml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load("bad.toml", **options)
    assert caught.value.exit_code == BAD_INPUT
    return caught.value.problems


CASES = tomllib.loads(Path(__file__).with_name("problems.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=[case["file"] for case in CASES])
def test_the_sentence_says_where_what_and_what_would_be_right(case):
    assert problems(case["file"]) == (case["sentence"],)


def test_a_number_of_hundreds_of_digits_is_a_sentence():
    (sentence,) = problems(f"[task]\nstakes = 1{'0' * 400}\nvariety = 0x{'f' * 9000}\n")[:1]
    assert sentence.startswith("bad.toml, line 2: task.stakes: inf is not a finite number")


def test_an_unknown_mechanism_gets_a_suggestion():
    (sentence,) = problems('without = ["politcs"]\n')
    assert sentence.startswith(
        "bad.toml, line 1: without: there is no mechanism 'politcs'; did you"
    )
    assert "did you mean 'politics'?" in sentence


def test_all_problems_come_at_once_in_the_order_of_the_file():
    found = problems(
        "months = 0\n[task]\nvariety = 9\nstaks = 1\n[mix]\ntrust = 2\n",
        set=["mix.trust=x", "nonsense"],
        without=["nobody"],
        neutral="sof",
    )
    starts = ["bad.toml, line 1", "bad.toml, line 3", "bad.toml, line 4", "bad.toml, line 5"]
    starts += ["bad.toml, line 6", "--set mix.trust=x", "--set nonsense", "without: ", "neutral: "]
    assert [s.startswith(start) for s, start in zip(found, starts, strict=True)] == [True] * 9


def test_the_problems_of_a_base_come_with_those_of_the_file():
    Path("base.toml").write_text("[task]\nvariety = 9\n", encoding="utf-8")
    found = problems("extends = 'base'\n[task]\nstakes = 9\n")
    assert [s.split(":")[0] for s in found] == ["base.toml, line 2", "bad.toml, line 3"] or [
        s.split(":")[0] for s in found
    ] == ["bad.toml, line 3", "base.toml, line 2"]


def test_a_loop_of_bases_is_named():
    Path("a.toml").write_text("extends = 'b'\n", encoding="utf-8")
    Path("b.toml").write_text("extends = 'c'\n", encoding="utf-8")
    Path("c.toml").write_text("extends = 'a'\n", encoding="utf-8")
    with pytest.raises(
        InputError, match=r"c\.toml, line 1: extends: a loop: a\.toml -> b\.toml -> c"
    ):
        load("a.toml")


def test_a_tower_of_bases_is_refused_long_before_it_is_read():
    for i in range(60):
        Path(f"s{i}.toml").write_text(f"extends = 's{i + 1}'\n", encoding="utf-8")
    with pytest.raises(InputError, match="more than 20 bases upon each other"):
        load("s0.toml")


def test_a_thousand_wrong_keys_are_told_shortly_and_quickly():
    text = "".join(f"wrong{i} = {i}\n" for i in range(20_000))
    found = problems(text)
    assert len(found) == 51
    assert found[-1] == "... and 19950 more problems."


def test_deep_nesting_is_a_sentence():
    (sentence,) = problems(f"a = {'[' * 100_000}{']' * 100_000}\n")
    assert sentence.startswith("bad.toml")
    assert "nested too deeply" in sentence


def test_long_dotted_keys_are_a_sentence():
    (sentence,) = problems(f"{'.'.join('a' * 5000)} = 1\n")
    assert sentence.startswith("bad.toml, line 1: a.a.a.a.a: unknown table")


def test_what_a_user_wrote_cannot_steer_the_terminal():
    (sentence,) = problems('"a\\u001b[31m\\nb" = 1\n')
    assert sentence.isprintable()


def test_missing_files_folders_and_devices_are_refused():
    Path("folder.toml").mkdir()
    os.mkfifo("pipe.toml")
    for path, words in [
        ("nothing.toml", "there is no such file"),
        ("folder.toml", "this is a folder"),
        ("pipe.toml", "this is not a plain file"),
        ("x" * 5000 + ".toml", "cannot be read"),
        ("a\0b.toml", "cannot be read"),
    ]:
        with pytest.raises(InputError, match=words):
            load(path)


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_without_permission_is_a_sentence():
    path = Path("locked.toml")
    path.write_text("months = 60\n", encoding="utf-8")
    path.chmod(0)
    with pytest.raises(InputError, match="may not be read by you"):
        load(path)


def test_a_file_that_is_not_utf8_names_the_line():
    Path("latin.toml").write_bytes("months = 60\n# å\n".encode("latin-1"))
    with pytest.raises(InputError, match=r"latin\.toml, line 2: the file is not UTF-8 text"):
        load("latin.toml")


def test_a_huge_file_is_refused_without_being_read():
    with Path("huge.toml").open("wb") as file:
        file.truncate(1 << 40)
    with pytest.raises(InputError, match="larger than 1 MB"):
        load("huge.toml")


@pytest.mark.parametrize("name", ["", "no such name", "..", "demonstraton", "a/b"])
def test_unknown_names_are_a_sentence(name):
    with pytest.raises(InputError):
        load(name)


@pytest.mark.parametrize("thing", [None, 3, ["home-care"], b"home-care"])
def test_what_is_no_scenario_at_all_is_a_sentence(thing):
    with pytest.raises(InputError, match="a scenario is a name, a path or a Scenario"):
        load(thing)


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ("mix.trust", "not path=value; write for example --set mix.trust=0.6"),
        ("=1", "not path=value"),
        ("mix.trst=1", "unknown setting; did you mean 'mix.trust'?"),
        ("mix.trust=0,6", "decimals take a point, not a comma"),
        ("mix.trust=60%", "is text, not a number"),
        ("mix.trust=nan", "is text, not a number"),
        ("mix.trust=-0.1", "is out of bounds"),
        ("mix.trust=true", "is text, not a number"),
        ("months=12.5", "give a whole number from 1 to 2400"),
        ("month=12", "did you mean 'months'?"),
    ],
)
def test_settings_from_the_command_line_are_checked_alike(setting, words):
    with pytest.raises(InputError) as caught:
        load("demonstration", set=[setting])
    (sentence,) = caught.value.problems
    assert sentence.startswith(f"--set {setting}: ")
    assert words in sentence


def test_shares_that_exceed_one_are_told_beside_wrong_values():
    with pytest.raises(InputError) as caught:
        load("demonstration", set=["task.variety=99", "mix.trust=0.5", "mix.competition=0.9"])
    beside, shares = caught.value.problems
    assert "task.variety: 99 is out of bounds" in beside
    assert "mix.competition + mix.trust = 1.4; shares must not exceed 1 together" in shares
