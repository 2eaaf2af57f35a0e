"""Compiled code is kept where it can be, never trusted when stale, and never needed.

A copy of the package with one small kernel more stands for an installation, so that a helper in
another file can change.
"""

import ast
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from tillitsim.model.core import cache, jit
from tillitsim.model.core.fingerprint import sources

SOURCE = Path(__file__).parents[3] / "src" / "tillitsim"
PROBE = """
from tillitsim.model.core.jit import kernel
from tillitsim.model.core.numerics import clip

@kernel
def probe(values):
    for i in range(values.shape[0]):
        values[i] = clip(values[i], 0.0, 1.0)
"""
CALL = """
import numpy as np
from tillitsim.model.core.jit import cache_folder
from tillitsim.model.mechanisms.probe import probe
values = np.array([-1.0, 0.25, 3.0])
probe(values)
hits = sum(probe.dispatcher.stats.cache_hits.values()) if cache_folder() else 0
print(values.tolist(), hits)
"""
RIGHT = "[0.0, 0.25, 1.0]"


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """A copy of the package in a folder of its own, with the probe among the mechanisms."""
    package = tmp_path_factory.mktemp("installed") / "tillitsim"
    shutil.copytree(SOURCE, package, ignore=shutil.ignore_patterns("__pycache__", "cli", "report"))
    (package / "model" / "mechanisms" / "probe.py").write_text(PROBE, "utf-8")
    return package


@pytest.fixture(scope="module")
def filled(installed, tmp_path_factory):
    """A cache into which the probe has been compiled."""
    home = tmp_path_factory.mktemp("filled")
    assert called(installed, home) == (RIGHT, 0)
    return home


@pytest.fixture
def home(filled, tmp_path):
    """A copy of the filled cache."""
    return shutil.copytree(filled, tmp_path / "home")


def started(package, home):
    """The program that calls the probe, started."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("NUMBA")}
    environment |= {"PYTHONPATH": str(package.parent), "XDG_CACHE_HOME": str(home)}
    return subprocess.Popen(
        [sys.executable, "-B", "-c", CALL],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def called(package, home):
    """What the program prints: the values, and how often compiled code was found."""
    program = started(package, home)
    printed, said = program.communicate()
    assert program.returncode == 0, said
    assert said == ""
    values, hits = printed.strip().rsplit(" ", 1)
    return values, int(hits)


def test_it_is_compiled_once_and_found_again(installed, home):
    assert called(installed, home) == (RIGHT, 1)
    assert not list(installed.rglob("*.code")), "nothing is written where the program lies"


HARMS = {
    "cut in half": lambda whole: whole[: len(whole) // 2],
    "written over": lambda whole: b"\x93" * len(whole),
    "a flipped bit": lambda whole: whole[:-1] + bytes([whole[-1] ^ 1]),
    "emptied": lambda _: b"",
}


def next_more(number):
    return number + 1


@pytest.mark.parametrize("harm", HARMS.values(), ids=HARMS)
def test_a_damaged_file_costs_a_compilation_and_is_mended(harm, tmp_path, monkeypatch):
    monkeypatch.setattr(jit, "cache_folder", lambda: tmp_path)

    def hits():
        """How often compiled code is found by a kernel that was not called before."""
        anew = jit.kernel(next_more)
        assert anew(41) == 42
        return sum(anew.dispatcher.stats.cache_hits.values())

    assert (hits(), hits()) == (0, 1)
    (kept,) = tmp_path.glob("*.code")
    kept.write_bytes(harm(kept.read_bytes()))
    assert (hits(), hits()) == (0, 1)


def test_a_helper_that_changes_in_another_file_is_never_stale(installed, home):
    """Numba's own cache looks at the kernel's file only (numba issue 1833)."""
    helper = installed / "model" / "core" / "numerics.py"
    text = helper.read_text("utf-8")
    changed = text.replace("return min(high, max(low, x))", "return min(high, max(low, x)) + 1.0")
    assert changed != text
    helper.write_text(changed, "utf-8")
    try:
        assert called(installed, home) == ("[1.0, 1.25, 2.0]", 0)
    finally:
        helper.write_text(text, "utf-8")


def test_where_nothing_can_be_written_nothing_is_cached(tmp_path, monkeypatch):
    nowhere = tmp_path / "a file, not a folder"
    nowhere.write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(nowhere))
    cache.folder.cache_clear()
    jit.cache_folder.cache_clear()
    try:
        assert jit.cache_folder() is None
        twice = jit.kernel(lambda x: x + x)
        assert twice(21) == 42
    finally:
        monkeypatch.undo()
        cache.folder.cache_clear()
        jit.cache_folder.cache_clear()


def test_a_cache_that_vanishes_on_the_way_is_done_without(tmp_path, monkeypatch):
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setattr(jit, "cache_folder", lambda: folder)
    twice = jit.kernel(lambda x: x + x)
    shutil.rmtree(folder)
    folder.write_text("in the way")
    assert twice(21) == 42


def test_many_processes_may_start_at_once(installed, tmp_path):
    home = tmp_path / "empty"
    programs = [started(installed, home) for _ in range(3)]
    for program in programs:
        printed, said = program.communicate()
        assert program.returncode == 0, said
        assert printed.startswith(RIGHT)
    assert called(installed, home) == (RIGHT, 1)


def imported(path):
    """Modules of the package that a module imports."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("tillitsim"):
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_the_fingerprint_covers_all_that_kernels_read():
    """Every module with a rule or a kernel, and every module that such a module imports."""
    covered = set(sources())
    compiling = {
        path
        for path in SOURCE.rglob("*.py")
        if {"@rule", "@kernel", "@entry"} & set(path.read_text("utf-8").split())
    }
    assert len(compiling) > 10
    assert compiling <= covered
    missing = set()
    for path in compiling:
        for name in imported(path):
            try:
                found = find_spec(name)
            except ModuleNotFoundError:
                continue  # a name in a module, not a module
            if found and found.origin and Path(found.origin) not in covered:
                missing.add(Path(found.origin).relative_to(SOURCE).as_posix())
    assert missing <= GIVEN_AT_RUN_TIME


GIVEN_AT_RUN_TIME = {
    "scenario/schedule.py", "scenario/__init__.py",
    "model/native/library.py", "model/native/__init__.py",
}  # fmt: skip
"""What kernels' modules import from these is not compiled in; a library holds what was."""
