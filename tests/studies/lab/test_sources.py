"""The page's sources: linted, typed and tested where Node is there."""

import shutil
import subprocess

import pytest

from tillitsim.studies.lab.build import SOURCES

NPM = shutil.which("npm")
pytestmark = pytest.mark.skipif(
    NPM is None or not (SOURCES / "node_modules").exists(),
    reason="Node is not here, or npm ci was not run in the page's sources",
)


@pytest.mark.parametrize("script", ["check", "test"])
def test_the_page_s_sources_pass(script):
    run = subprocess.run(
        [NPM, "run", "--silent", script], cwd=SOURCES, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr
