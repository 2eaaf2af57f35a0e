"""Whatever a file holds, loading it gives a scenario or an InputError made of sentences."""

import json
import math
import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tillitsim.errors import InputError
from tillitsim.scenario.composing.sheet import WORDS
from tillitsim.scenario.declared.declarations import PARAMETERS
from tillitsim.scenario.load import load
from tillitsim.scenario.schema import Scenario

NAMES = sorted(PARAMETERS)
GROUPS = sorted({name.split(".")[0] for name in NAMES})
LASTS = sorted({name.split(".")[-1] for name in NAMES})
BLOCK_KEYS = ["name", "set", "start", "stop", "ramp", "share", "lottery", "count", "sectors"]
BLOCK_KEYS += ["scenario", "units", "staff", "citizens", "politicians"]

keys = st.one_of(
    st.sampled_from([*WORDS, *GROUPS, *LASTS, *BLOCK_KEYS]), st.sampled_from(NAMES), st.text()
)
leaves = st.one_of(
    st.floats(),
    st.integers(),
    st.floats(0, 1),
    st.booleans(),
    st.text(),
    st.sampled_from(["unset", "home-care", "politics", "soft", "council", "scenario"]),
    st.dates(),
)
contents = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=12,
)
tables = st.dictionaries(keys, contents, max_size=6)
right = st.sampled_from(NAMES).flatmap(
    lambda name: st.tuples(st.just(name), st.floats(*map(float, PARAMETERS[name].bounds)))
)


def as_toml(content: object) -> str:
    """A value as TOML writes it, tables inline."""
    if isinstance(content, dict):
        inner = ", ".join(f"{quoted(key)} = {as_toml(value)}" for key, value in content.items())
        return f"{{{inner}}}"
    if isinstance(content, list):
        return f"[{', '.join(map(as_toml, content))}]"
    if isinstance(content, bool):
        return str(content).lower()
    if isinstance(content, str):
        return quoted(content)
    if isinstance(content, float) and math.isfinite(content):
        text = repr(content)
        return text if any(c in text for c in ".en") else f"{text}.0"
    return str(content)


def quoted(text: str) -> str:
    plain = text.encode("utf-8", "replace").decode("utf-8")
    return json.dumps(plain, ensure_ascii=False).replace("\x7f", "\\u007f")


def outcome(path, **options) -> Scenario | InputError:
    """What loading gives; anything but a scenario or an InputError of sentences is a failure."""
    try:
        scenario = load(path, **options)
    except InputError as wrong:
        assert wrong.problems  # noqa: PT017 - either ending is fine, and both are checked
        for sentence in wrong.problems:
            assert sentence.isprintable()
            assert sentence[-1] in ".?"
        return wrong
    assert scenario.digest
    assert math.fsum(
        scenario.values[f"mix.{p}"] for p in ("competition", "regulation", "trust")
    ) == (pytest.approx(1.0, abs=1.1e-6))
    return scenario


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return tmp_path_factory.mktemp("any") / "scenario.toml"


@given(data=st.binary(max_size=300))
@example(data=b"\xef\xbb\xbf")
@example(data=b"\x00")
@example(data=b'"')
@example(data=b"a = " + b"[" * 5000)
def test_any_bytes(path, data):
    path.write_bytes(data)
    outcome(path)


@given(
    text=st.text(st.sampled_from(string.ascii_lowercase[:6] + "=.[]{}\"'\\#\n 10-_"), max_size=80)
)
def test_anything_that_looks_a_little_like_toml(path, text):
    path.write_text(text, encoding="utf-8")
    outcome(path)


@given(table=tables)
def test_any_table(path, table):
    text = "".join(f"{quoted(key)} = {as_toml(content)}\n" for key, content in table.items())
    path.write_text(text, encoding="utf-8")
    outcome(path)


@given(
    blocks=st.lists(
        st.dictionaries(st.sampled_from(BLOCK_KEYS), contents, max_size=6), min_size=1, max_size=3
    ),
    header=st.sampled_from(["interventions", "councils"]),
)
def test_any_blocks(path, blocks, header):
    text = "".join(
        f"[[{header}]]\n" + "".join(f"{key} = {as_toml(v)}\n" for key, v in block.items())
        for block in blocks
    )
    path.write_text(text, encoding="utf-8")
    outcome(path)


@given(settings=st.lists(st.text() | st.builds("{}={}".format, keys, leaves), max_size=4))
def test_any_settings_from_the_command_line(settings):
    outcome("demonstration", set=settings)


@given(changes=st.dictionaries(keys, contents | st.none(), max_size=4))
def test_any_changes_from_python(changes):
    outcome("demonstration", changes=changes)


@given(pair=right)
def test_every_value_within_its_bounds_is_accepted_or_explained(pair):
    name, value = pair
    given_value = math.floor(value) if PARAMETERS[name].whole else value
    found = outcome("demonstration", changes={name: given_value})
    if isinstance(found, Scenario):
        assert found.values[name] == given_value
    else:
        assert name.startswith(("people.", "chain."))
