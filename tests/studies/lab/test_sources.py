"""The page's sources, where Node is there: linted, typed, tested, and what the package ships."""

import os
import shutil
import subprocess

import pytest

from tillitsim.studies.lab import build
from tillitsim.studies.lab.page import SCRIPT

NPM = shutil.which("npm")
PATIENCE = 180
"""Seconds for what the page's tools need a network for."""
HURRIED = {
    "npm_config_fetch_retries": "0",
    "npm_config_fetch_timeout": "20000",
    "npm_config_prefer_offline": "true",
    "npm_config_audit": "false",
    "npm_config_fund": "false",
    "npm_config_update_notifier": "false",
}
"""What makes npm give up soon where there is no network."""


def npm(folder, *words):
    return subprocess.run(
        [NPM, *words, "--silent"], cwd=folder, env=os.environ | HURRIED, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, check=False, timeout=PATIENCE,
    )  # fmt: skip


@pytest.fixture(scope="module")
def sources(tmp_path_factory):
    """A copy of the sources with the tools that their lock file names."""
    if NPM is None:
        pytest.skip("there is no Node on the path")
    page = tmp_path_factory.mktemp("lab") / "page"
    shutil.copytree(build.SOURCES, page, ignore=shutil.ignore_patterns("node_modules"))
    try:
        installed = npm(page, "ci")
    except subprocess.TimeoutExpired:
        pytest.skip(f"the page's tools could not be installed within {PATIENCE} s")
    if installed.returncode != 0:
        pytest.skip(f"the page's tools could not be installed: {installed.stderr[-200:]}")
    return page


@pytest.mark.slow
def test_the_page_s_sources_are_sound_and_build_what_is_shipped(sources):
    for script in ("check", "test", "build"):
        done = npm(sources, "run", script)
        assert done.returncode == 0, done.stdout + done.stderr
    first, _, shipped = SCRIPT.read_text("utf-8").partition("\n")
    assert first == f"{build.MARK}{build.digest()}"
    built = sources.parent / "built" / SCRIPT.name
    assert built.read_text("utf-8") == shipped, "run: python -m tillitsim.studies.lab.build"
