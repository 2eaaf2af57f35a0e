"""Pinned runs: the same bits as when they were last blessed.

A change that alters results on purpose says so in the CHANGELOG and blesses the new ones:
``python tests/model/test_pinned.py``. ``tillitsim doctor`` holds a user's machine to the first.
"""

import json

import pytest

from tillitsim.studies.doctor.pinned import PINNED, RUNS, digest, pinned


@pytest.mark.parametrize("name", RUNS)
def test_the_bits_are_those_that_were_blessed(name):
    assert digest(name) == pinned()[name]


if __name__ == "__main__":
    PINNED.write_text(json.dumps({name: digest(name) for name in RUNS}, indent=2) + "\n", "utf-8")
