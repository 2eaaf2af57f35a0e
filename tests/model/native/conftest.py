"""Libraries for every processor that this machine can be, and a page's modules; built once."""

import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from tillitsim.model.native import build, library, targets


@pytest.fixture(scope="session")
def contents():
    """What was compiled for each target, by its name."""
    return build.contents(build.tried())


@pytest.fixture(scope="session")
def libraries(contents):
    """The libraries that this processor can run, by target."""
    return {each.name: library.Library(contents[each.name]) for each in targets.runnable()}


@pytest.fixture(scope="session")
def page(contents):
    """A page's files, and what ``kernels.json`` says."""
    files = build.for_a_page({name: contents[name] for name in targets.WASM})
    return files, json.loads(files["kernels.json"])
