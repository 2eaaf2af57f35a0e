"""Every text from outside comes through one door, whatever kind of file it is."""

import os
from pathlib import Path

import pytest

from tillitsim.errors import BAD_INPUT, InputError
from tillitsim.scenario.reading.text_files import LARGEST, control_in, read_json, shown


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def problems(read, path="mine.toml") -> tuple[str, ...]:
    """What is said of a file that is refused."""
    with pytest.raises(InputError) as wrong:
        read(Path(path))
    assert wrong.value.exit_code == BAD_INPUT
    assert all(sentence.isprintable() for sentence in wrong.value.problems)
    return wrong.value.problems


def test_a_pipe_a_device_and_a_folder_are_no_files(read, kind):
    os.mkfifo("pipe.toml")
    Path("folder").mkdir()
    for path in ("pipe.toml", "/dev/zero", "folder"):
        if kind == "experiment":  # which says that there is no such file
            problems(read, path)
        else:
            assert "this is" in problems(read, path)[0]


def test_more_than_a_megabyte_is_refused(read):
    Path("mine.toml").write_bytes(b"# " + b"x" * LARGEST)
    assert "larger than 1 MB" in problems(read)[0]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("a = " + "9" * 5000, "this is not TOML"),
        ("a = " + "[" * 5000 + "]" * 5000, "nested too deeply"),
        (".".join(["a"] * 30_000) + " = 1", "more than 32 levels"),
        (" . ".join(['"a b"'] * 3000) + " = 1", "more than 32 levels"),
        ("x = { " + ".".join(["a"] * 3000) + " = 1 }", "more than 32 levels"),
        ("a\x01 = 1", "this is not TOML"),
        ("", "says nothing"),
    ],
)
def test_what_the_parser_gives_up_on_is_the_file_s_fault(read, content, said):
    Path("mine.toml").write_text(content, "utf-8")
    (sentence,) = problems(read)
    assert sentence.startswith("mine.toml")
    assert said in sentence


def test_links_in_a_circle_lead_nowhere(read):
    Path("mine.toml").symlink_to("mine.toml")
    problems(read)


def test_a_name_that_is_no_text_is_refused(read):
    Path(os.fsdecode(b"s\xff.toml")).write_text("months = 3\n", "utf-8")
    assert "rename the file" in problems(read, os.fsdecode(b"s\xff.toml"))[0]


def test_a_byte_order_mark_is_no_fault(read, kind, shipped, tmp_path):
    original = shipped[kind][0]
    marked = tmp_path / original.name
    marked.write_bytes(b"\xef\xbb\xbf" + original.read_bytes())
    read(marked)


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x1b", "\x85", "\u202e", "\u2066"])
def test_a_text_with_control_characters_is_refused_with_its_line(read, kind, shipped, character):
    escaped = f"\\u{ord(character):04x}"
    original = shipped[kind][0].read_text("utf-8")
    Path("mine.toml").write_text(f'zzz = "a{escaped}b"\n{original}', "utf-8")
    found = problems(read)
    assert any(
        sentence.startswith("mine.toml, line 1: zzz: holds the control character")
        for sentence in found
    )
    assert not control_in("".join(found))


def test_a_decimal_comma_is_told_for_what_it_is_and_hides_nothing(read, kind, shipped):
    original = shipped[kind][0].read_text("utf-8")
    Path("mine.toml").write_text(f"comma = 0,1\nother = 0,25 # x\n{original}", "utf-8")
    told = "\n".join(problems(read))
    assert "line 1: comma: 0,1 has a decimal comma; decimals take a point: 0.1." in told
    assert "line 2: other: 0,25 has a decimal comma" in told
    assert "line 1: comma: unknown" in told
    assert "line 2: other: unknown" in told


def test_json_is_read_as_carefully():
    for content in ("[" * 200_000, '{"a": ', '{"a": "\\u001b[31m"}', "[" * 40 + "]" * 40):
        Path("mine.json").write_text(content, "utf-8")
        problems(read_json, "mine.json")
    os.mkfifo("pipe.json")
    problems(read_json, "pipe.json")


def test_what_is_shown_cannot_steer_the_terminal():
    assert shown("a\x1b[31m\u202eb\n") == "a\\x1b[31m\\u202eb\\n"
