"""Every key of a TOML text is found on the line where it stands."""

from hypothesis import given
from hypothesis import strategies as st

from tillitsim.scenario.reading.document import line_of, lines

TEXT = '''\
# a comment with [brackets] and = signs
top = 1
"quoted key" = "a [bracket] # no comment"
[first]   # comment
a.b = 1
text = """
[not.a.header]
not_a_key = 1 \\"""
"""
list = [
  1, # x = 3
  "]",
  [2],
]
raw = \'\'\'
[nor.this]
\'\'\'
after = 2
[[many]]
x = 1
[many.inner]
y = 2
[[many]]
x = 3
[[many.deep]]
z = 1
[[many.deep]]
z = { inline = 1 }
'''


def test_what_only_looks_like_a_key_is_none():
    assert lines(TEXT) == {
        ("top",): 2,
        ("quoted key",): 3,
        ("first",): 4,
        ("first", "a"): 5,
        ("first", "a", "b"): 5,
        ("first", "text"): 6,
        ("first", "list"): 10,
        ("first", "raw"): 15,
        ("first", "after"): 18,
        ("many",): 19,
        ("many", 0): 19,
        ("many", 0, "x"): 20,
        ("many", 0, "inner"): 21,
        ("many", 0, "inner", "y"): 22,
        ("many", 1): 23,
        ("many", 1, "x"): 24,
        ("many", 1, "deep"): 25,
        ("many", 1, "deep", 0): 25,
        ("many", 1, "deep", 0, "z"): 26,
        ("many", 1, "deep", 1): 27,
        ("many", 1, "deep", 1, "z"): 28,
    }


def test_what_stands_inside_a_line_has_the_line_around_it():
    found = lines(TEXT)
    assert line_of(found, ("many", 1, "deep", 1, "z", "inline")) == 28
    assert line_of(found, ("nowhere", "at all")) == 0


@given(st.text(max_size=200))
def test_the_scanner_ends_whatever_the_text(text):
    assert all(line >= 1 for line in lines(text).values())
