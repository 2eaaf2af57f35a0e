"""Level facts are read from CSV files of anybody's; whatever is wrong is told with its line."""

import csv
import io

import pytest

from tillitsim.errors import InputError
from tillitsim.runs.ensemble.shipped import levels_folder
from tillitsim.studies.levels.facts import NEEDED, load_facts

RIGHT = {
    "id": "X01", "kind": "level", "sector": "school", "quantity": "who leave",
    "value": "16.7", "value_text": "", "unit": "percent a year", "source": "somebody (2020)",
    "maps_to": "turnover", "model_statistic": "turnover, percent a year", "comparability": "direct",
    "tolerance_low": "14", "tolerance_high": "20",
}  # fmt: skip


@pytest.fixture
def facts_file(tmp_path):
    def write(*rows, columns=NEEDED):
        text = io.StringIO()
        writer = csv.DictWriter(text, columns, extrasaction="ignore")
        writer.writeheader()
        writer.writerows([RIGHT | row for row in rows])
        path = tmp_path / "facts.csv"
        path.write_text(text.getvalue(), encoding="utf-8")
        return path

    return write


def test_the_shipped_facts_are_read_and_name_their_source():
    facts = load_facts()
    assert len(facts) == 135
    assert all(fact.source for fact in facts)


def test_a_file_of_ones_own_is_read(facts_file):
    (fact,) = load_facts([facts_file({})])
    assert (fact.value, fact.tolerance, fact.maps_to) == (16.7, (14.0, 20.0), ("turnover",))


def test_a_byte_order_mark_of_a_spreadsheet_is_no_fault(facts_file):
    path = facts_file({})
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert len(load_facts([path])) == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"kind": "levels"}, "did you mean 'level'"),
        ({"sector": "home-cares"}, "did you mean 'home-care'"),
        ({"value": "many"}, "value is 'many'"),
        ({"value": "inf"}, "value is 'inf'"),
        ({"value": "nan"}, "value is 'nan'"),
        ({"tolerance_low": "20", "tolerance_high": "14"}, "the lower one first"),
        ({"tolerance_low": ""}, "both ends"),
        ({"id": ""}, "no id"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(facts_file, change, said):
    with pytest.raises(InputError, match="line 2") as problem:
        load_facts([facts_file(change)])
    assert said in str(problem.value)


def test_all_problems_are_told_at_once(facts_file):
    with pytest.raises(InputError) as problem:
        load_facts([facts_file({"kind": "x"}, {"id": "X02", "sector": "y"})])
    assert len(problem.value.problems) == 2


def test_an_id_stands_for_one_fact(facts_file):
    with pytest.raises(InputError, match="given twice"):
        load_facts([facts_file({}, {})])


def test_a_missing_column_is_named(facts_file):
    columns = [name for name in NEEDED if name != "maps_to"]
    with pytest.raises(InputError, match="maps_to"):
        load_facts([facts_file({}, columns=columns)])


@pytest.mark.parametrize(
    "content", [b"\xff\xfe\x00", b"id\0kind", b"x" * 200_000, b"x" * 2_000_000]
)
def test_what_is_no_table_is_refused(tmp_path, content):
    path = tmp_path / "facts.csv"
    path.write_bytes(content)
    with pytest.raises(InputError):
        load_facts([path])


def test_what_is_not_there_is_told(tmp_path):
    with pytest.raises(InputError, match="no such file"):
        load_facts([tmp_path / "nowhere.csv"])
    with pytest.raises(InputError, match="no level facts"):
        load_facts([tmp_path])


def test_shipped_facts_lie_in_their_folder():
    assert (levels_folder() / "levels.csv").is_file()
