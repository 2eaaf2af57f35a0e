"""A table says the same in every face, and none of them is dangerous."""

import csv
import io
import json
import math
from html.parser import HTMLParser

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tillitsim.view.table import FACES, Table

TABLE = Table(
    ("name", "value", "note"),
    [("a|b", -1.5, "=HYPERLINK(1)"), ("<b>", math.nan, "-1 or so"), ("c", 1234, None)],
)
CELLS = st.one_of(st.none(), st.integers(), st.floats(), st.text())


def test_csv_is_for_programs_in_any_language():
    rows = list(csv.reader(io.StringIO(TABLE.csv())))
    assert rows[1] == ["a|b", "-1.5", "'=HYPERLINK(1)"]
    assert rows[2] == ["<b>", "", "'-1 or so"], "no NaN, and no formula"


def test_a_swedish_spreadsheet_opens_it_in_columns():
    raw = TABLE.spreadsheet("sv")
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig")), delimiter=";"))
    assert rows[1][1] == "-1,5"
    assert rows[0] == ["name", "value", "note"]
    english = TABLE.spreadsheet("en").decode("utf-8-sig")
    assert english.splitlines()[1].startswith("a|b,-1.5,")


def test_markdown_keeps_its_columns():
    lines = TABLE.markdown().splitlines()
    assert lines[1] == "| --- | --- | --- |"
    assert lines[2] == "| a\\|b | -1.5 | =HYPERLINK(1) |"


def test_html_escapes_everything():
    found = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag, attrs):
            assert not attrs
            found.append(tag)

    Reader().feed(TABLE.html())
    assert found.count("td") == 9
    assert "b" not in found


def test_json_has_no_nan():
    assert json.loads(json.dumps(TABLE.records(), allow_nan=False))[1]["value"] is None


def test_a_workbook_has_numbers_and_no_formulas():
    sheet = openpyxl.load_workbook(io.BytesIO(TABLE.xlsx())).active
    rows = list(sheet.iter_rows())
    assert [cell.value for cell in rows[1]] == ["a|b", -1.5, "=HYPERLINK(1)"]
    assert rows[1][2].data_type == "s"
    assert rows[2][1].value is None


@given(st.lists(st.tuples(CELLS, CELLS), max_size=5))
def test_no_text_cell_of_csv_is_taken_for_a_formula(rows):
    for row in csv.reader(io.StringIO(Table(("a", "b"), rows).csv(), newline="")):
        for cell in row:
            if cell.startswith(("=", "+", "-", "@", "\t", "\r")):
                float(cell)


@pytest.mark.parametrize("form", FACES)
def test_every_face_is_made(form):
    assert TABLE.face(form, "sv")
