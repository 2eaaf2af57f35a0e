"""Whatever becomes of a file: it is read, or refused in sentences, without filling memory.

Mutants of the shipped files, seeded: lines and words lost, doubled, exchanged and mixed between
files, numbers and names replaced by what nobody can mean, bytes changed. ``-m long`` tries ten
thousand.
"""

import random
import re
import tracemalloc

import pytest

from tillitsim.cli.main import run_command
from tillitsim.errors import BAD_INPUT, InputError

FEW, MANY = 16, 2000
"""Mutants of each kind of file, usually and with ``-m long``."""
MOST_MEMORY = 400_000_000

NUMBER = re.compile(r"(?<![\w.\"-])-?\d+(?:\.\d+)?(?![\w.])")
WORD = re.compile(r'"[^"\n]*"')
NONSENSE = (
    "nan", "inf", "-inf", "1e400", "-1e9", "-1", "0", "true", '"0.5"', '"unset"', "[]", "{}", "0,5",
    "9" * 400, "0x" + "f" * 900, "2026-11-24", "1e-320", "[" * 60 + "]" * 60, '"\\u0000"', '""',
    '"\\u202eabc"', "{ value = 1 }", '{ value = nan, source = "x" }', "{ low = 1, high = 0 }",
)  # fmt: skip


def lose(text, rng, _other):
    rows = text.splitlines(keepends=True)
    del rows[rng.randrange(len(rows))]
    return "".join(rows)


def double(text, rng, _other):
    rows = text.splitlines(keepends=True)
    at = rng.randrange(len(rows))
    return "".join([*rows[:at], rows[at], *rows[at:]])


def exchange(text, rng, _other):
    rows = text.splitlines(keepends=True)
    i, j = rng.randrange(len(rows)), rng.randrange(len(rows))
    rows[i], rows[j] = rows[j], rows[i]
    return "".join(rows)


def mix(text, rng, other):
    rows, others = text.splitlines(keepends=True), other.splitlines(keepends=True)
    at, first = rng.randrange(len(rows)), rng.randrange(len(others))
    return "".join([*rows[:at], *others[first : first + rng.randrange(1, 6)], *rows[at:]])


def replaced(pattern, text, rng, new):
    found = list(pattern.finditer(text))
    if not found:
        return text + new
    chosen = rng.choice(found)
    return text[: chosen.start()] + new + text[chosen.end() :]


def number(text, rng, _other):
    return replaced(NUMBER, text, rng, rng.choice(NONSENSE))


def word(text, rng, other):
    words = WORD.findall(other) or ['"x"']
    return replaced(WORD, text, rng, rng.choice([*NONSENSE, rng.choice(words)]))


def letters(text, rng, _other):
    at = rng.randrange(len(text))
    new = "".join(
        rng.choice('\0\x1b\u202e="[]{}.,#\n-09eé\\ax') for _ in range(rng.randrange(1, 4))
    )
    return text[:at] + new + text[at + rng.randrange(3) :]


def cut(text, rng, _other):
    return text[: rng.randrange(len(text))]


def swell(text, rng, _other):
    rows = text.splitlines(keepends=True)
    return "".join(rows) + rng.choice(rows) * rng.choice((10, 1000)) + "[a]\n" * rng.randrange(50)


MUTATIONS = (lose, double, exchange, mix, number, number, word, word, letters, cut, swell)


def mutants(paths, count, seed):
    """``count`` mutants of files, each of one to three mutations."""
    rng = random.Random(seed)
    texts = [path.read_text("utf-8") for path in paths]
    for _ in range(count):
        text, other = rng.choice(texts), rng.choice(texts)
        for _ in range(rng.randrange(1, 4)):
            if text:
                text = rng.choice(MUTATIONS)(text, rng, other)
        yield text


def ends_well(read, path, text):
    """Reading ends in a value or in sentences; the sentences, if any."""
    path.write_text(text, "utf-8", errors="replace", newline="")
    try:
        read(path)
        said = ()
    except InputError as wrong:
        said = wrong.problems
        assert said
        assert wrong.exit_code == BAD_INPUT  # noqa: PT017 - as above
    assert all(each.isprintable() and each[-1] in ".?" for each in said), said
    assert sum(map(len, said)) < 100_000
    return said


@pytest.mark.parametrize("count", [FEW, pytest.param(MANY, marks=pytest.mark.long)])
def test_any_mutant_is_read_or_refused(kind, read, shipped, beside_scenarios, count):
    path = beside_scenarios / "mutant.toml"
    refused = 0
    tracemalloc.start()
    try:
        for text in mutants(shipped[kind], count, seed=len(kind)):
            refused += bool(ends_well(read, path, text))
        assert tracemalloc.get_traced_memory()[1] < MOST_MEMORY
    finally:
        tracemalloc.stop()
    assert 0 < refused < count


NUMBERS_THAT_NOBODY_MEANS = ("nan", "inf", "-inf", "1e400", "true", '"0.5"', "[]", "{}", "-1e9")


@pytest.mark.parametrize("count", [FEW, pytest.param(MANY, marks=pytest.mark.long)])
def test_a_number_that_nobody_can_mean_is_never_taken(kind, read, shipped, beside_scenarios, count):
    rng = random.Random(3)
    path = beside_scenarios / "mutant.toml"
    texts = [each.read_text("utf-8") for each in shipped[kind]]
    value = re.compile(r'(?m)^(?!sv|en)("?[a-z_.]+"?) = (-?\d+(?:\.\d+)?)$')
    for _ in range(count):
        text = rng.choice([each for each in texts if value.search(each)])
        chosen = rng.choice(list(value.finditer(text)))
        new = rng.choice(NUMBERS_THAT_NOBODY_MEANS)
        mutant = text[: chosen.start(2)] + new + text[chosen.end(2) :]
        assert ends_well(read, path, mutant), (chosen[0], new)


COMMAND_OF = {
    "scenario": ("scenarios", "check"),
    "experiment": ("experiments", "check"),
    "finding": ("evidence", "--most=4"),
    "claims": ("claims",),
    "plan": ("calibrate",),
}


def test_commands_end_in_a_documented_code(kind, tmp_path, capsys):
    for place, content in enumerate(("x = 1\n", "a = " + "[" * 5000, 'id = "\\u001b]52;"\n', "\0")):
        path = tmp_path / f"{place}.toml"
        path.write_text(content, "utf-8")
        out = [f"--out={tmp_path / 'out'}"] if kind == "plan" else []
        assert run_command([*COMMAND_OF[kind], str(path), *out]) == BAD_INPUT
    told = capsys.readouterr()
    assert "went wrong" not in told.err
    assert "\x1b" not in told.err + told.out
