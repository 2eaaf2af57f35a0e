"""Files of declarations are TOML, and are read as TOML is."""

import tomllib
from pathlib import Path

import pytest

import tillitsim
from tillitsim.model import month
from tillitsim.model.mechanisms import safety
from tillitsim.scenario.declared.declarations import BEHAVIOUR, CONTEXT, MECHANISMS, PARAMETERS
from tillitsim.scenario.declared.table_file import read_entries

PACKAGE = Path(tillitsim.__file__).parent
FILES = [*PACKAGE.rglob("scenario/*.toml"), *PACKAGE.rglob("model/**/*.toml")]


def flattened(table, path=()):
    """Tables by dotted name, each with its own keys only."""
    own = {key: value for key, value in table.items() if not isinstance(value, dict)}
    if own or not path:
        yield ".".join(path), own
    for key, value in table.items():
        if isinstance(value, dict):
            yield from flattened(value, (*path, key))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_what_is_read_is_what_toml_says(path):
    text = path.read_text("utf-8")
    assert read_entries(path) == dict(flattened(tomllib.loads(text)))


@pytest.mark.parametrize("line", ["rate: 0.05", "rate = 0,05", "rate = nan", "rate"])
def test_a_line_that_is_no_declaration_is_named(tmp_path, line):
    path = tmp_path / "safety.toml"
    path.write_text(f"# Dare\n\n[safety.rate]\n{line}\n", "utf-8")
    with pytest.raises(ValueError, match=r"^safety\.toml, line 4: not key = value: rate"):
        read_entries(path)


def test_each_mechanism_has_its_parameters_beside_it_and_no_others_are_there():
    folder = Path(safety.__file__).parent
    modules = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    assert modules == set(MECHANISMS) == {path.stem for path in folder.glob("*.toml")}


def test_the_month_goes_through_the_mechanisms_in_the_order_that_they_declare():
    assert [getattr(month, name.upper()) for name in MECHANISMS] == list(range(len(MECHANISMS)))


def test_every_parameter_is_declared_once():
    assert len(PARAMETERS) == len({each.name for each in (*CONTEXT, *BEHAVIOUR)}) + sum(
        name.startswith(("profile.", "instruments.", "managers.instruments."))
        for name in PARAMETERS
    )


def test_a_parameter_has_a_source_a_unit_and_a_default_within_bounds():
    for parameter in PARAMETERS.values():
        low, high = parameter.bounds
        least, most = parameter.range
        assert low <= least <= most <= high, parameter.name
        assert parameter.optional or low <= parameter.default <= high, parameter.name
        assert parameter.unit, parameter.name
        assert parameter.source, parameter.name
