"""A library is used only where it fits: these sources, this state, no bit of it changed."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tillitsim.model import initialise
from tillitsim.model.blueprint import blueprint_of
from tillitsim.model.core import cache
from tillitsim.model.month import run
from tillitsim.model.native import build, library, memory, targets
from tillitsim.scenario.load import load

SOURCE = Path(library.__file__).parents[3]
SMALL = {"chain.units": 2, "chain.staff": 2, "chain.citizens": 10}
HOST = targets.runnable()[:1]
pytestmark = pytest.mark.skipif(not HOST, reason="nothing is compiled ahead for this processor")


@pytest.fixture
def content(contents):
    return contents[HOST[0].name]


@pytest.fixture
def state():
    return initialise.create(blueprint_of(load("demonstration", changes=SMALL), 2), np.uint64(1))


@pytest.fixture
def shipped(tmp_path, monkeypatch):
    """The file that a wheel would bring for this processor."""
    monkeypatch.setattr(library, "SHIPPED", tmp_path)
    return tmp_path / library.file_name(HOST[0].name)


def test_a_library_that_came_with_the_package_is_used(shipped, content):
    shipped.write_bytes(cache.sealed(content))
    assert library.shipped(HOST[0]).target == HOST[0].name


def test_a_library_of_other_sources_is_refused_with_a_sentence(shipped, content, capsys):
    about, code = library.unpacked(content)
    stale = library.packed(about | {"fingerprint": "0123456789abcdef"}, code)
    shipped.write_bytes(cache.sealed(stale))
    assert library.shipped(HOST[0]) is None
    assert "compiled from other sources" in capsys.readouterr().err


@pytest.mark.parametrize("place", [0, 40, 1000, -1])
def test_a_library_with_a_flipped_bit_is_refused_with_a_sentence(shipped, content, place, capsys):
    whole = bytearray(cache.sealed(content))
    whole[place] ^= 4
    shipped.write_bytes(whole)
    assert library.shipped(HOST[0]) is None
    assert "damaged" in capsys.readouterr().err


def test_where_none_came_with_the_package_nothing_is_said(shipped, capsys):
    assert not shipped.exists()
    assert library.shipped(HOST[0]) is None
    assert capsys.readouterr().err == ""


def test_a_state_laid_out_otherwise_is_left_to_numba(libraries, state):
    held = libraries[HOST[0].name]
    assert held.header(state) is not None
    assert held.header(state._replace(tally=state.tally.astype(np.int32))) is None
    assert held.header(state._replace(tally=state.tally[:, :, ::2])) is None
    assert held.header(state._replace(tally=state.tally[0])) is None
    assert held.header(state.staff) is None
    assert held.header(state) is not None


def test_a_header_that_takes_over_fields_of_the_last_state_is_as_one_made_anew(libraries, state):
    held = libraries[HOST[0].name]
    held.header(state)
    staff = state.staff._replace(cases=state.staff.cases.copy())
    for other in (
        state._replace(key=np.uint64(5)),
        state._replace(tally=state.tally.copy()),
        state._replace(staff=staff),
        state,
    ):
        assert np.array_equal(held.header(other), memory.header(other))


def test_a_header_unfolds_every_array_and_scalar(state):
    header = memory.header(state)
    described = memory.describe(state)
    assert len(header) == memory.shape_of_header(described)
    at = 0
    for (path, value), leaf in zip(memory.leaves(state), described, strict=True):
        assert leaf["path"] == path
        if isinstance(value, np.ndarray):
            assert header[at] == value.ctypes.data
            assert tuple(header[at + 1 : at + 1 + value.ndim]) == value.shape
        else:
            assert header[at : at + 1].view(np.uint64)[0] == np.uint64(value)
        at += 1 + max(0, leaf["dimensions"])


def test_what_a_library_describes_is_the_state_of_today(libraries, state):
    for held in libraries.values():
        assert held.about["layout"] == memory.describe(state)


def test_the_choice_is_the_best_that_the_processor_has(monkeypatch):
    assert library.chosen() == targets.runnable()
    monkeypatch.setenv(library.CHOICE, targets.runnable()[-1].name)
    assert library.chosen() == targets.runnable()[-1:]


def test_a_processor_that_this_is_not_is_told(monkeypatch, capsys):
    monkeypatch.setenv(library.CHOICE, "abacus")
    assert library.library() is None
    assert "'abacus', which this machine has not; it has jit, " in capsys.readouterr().err


def test_just_in_time_can_be_asked_for(monkeypatch, capsys):
    monkeypatch.setenv(library.CHOICE, library.JIT)
    assert library.library() is None
    assert library.function(run) is None
    assert capsys.readouterr().err == ""


FAKE = """
import sys, time
from tillitsim.model.native import build, targets
def built(wanted):
    if wanted:
        open(sys.argv[1], "a").write("built\\n")
        time.sleep(1)
    return {each.name: b"compiled" for each in wanted}
build.built = built
print(build.contents(targets.UNIX[:1])[targets.UNIX[0].name])
"""


def building(tmp_path, home):
    environment = os.environ | {"XDG_CACHE_HOME": str(home), "PYTHONPATH": str(SOURCE)}
    environment.pop("NUMBA_CACHE_DIR", None)
    return subprocess.Popen(
        [sys.executable, "-c", FAKE, str(tmp_path / "log")], env=environment,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def test_of_two_processes_that_build_at_once_one_waits_and_says_so(tmp_path):
    both = [building(tmp_path, tmp_path / "home") for _ in range(2)]
    said = [process.communicate() for process in both]
    assert [out.strip() for out, _ in said] == ["b'compiled'"] * 2
    assert (tmp_path / "log").read_text() == "built\n"
    quiet, waiting = sorted(err for _, err in said)
    assert quiet == ""
    assert waiting.startswith("Another process compiles the model")


def test_a_damaged_library_in_the_cache_is_built_again(tmp_path):
    def out():
        return building(tmp_path, tmp_path / "home").communicate()[0].strip()

    assert out() == out() == "b'compiled'"
    (kept,) = (tmp_path / "home").rglob("*.bin")
    kept.write_bytes(kept.read_bytes()[:-1] + b"?")
    assert out() == out() == "b'compiled'"
    assert (tmp_path / "log").read_text() == "built\n" * 2


def test_where_nothing_can_be_kept_it_is_built_for_this_process_alone(tmp_path):
    home = tmp_path / "a file"
    home.write_text("")
    out, err = building(tmp_path, home).communicate()
    assert (out.strip(), err) == ("b'compiled'", "")


def test_what_tests_try_is_built_with_one_front_end(monkeypatch):
    asked = []
    monkeypatch.setattr(build, "contents", asked.append)
    monkeypatch.setattr(library, "library", lambda: "found")
    assert build.main("--tried") == 0
    ((*own, _wasm32, _simd, arm),) = asked
    assert tuple(own) == targets.runnable()
    assert arm.name == "aarch64"


def test_a_build_that_fails_leaves_it_to_numba_and_says_why(monkeypatch, capsys):
    def built(_):
        raise build.BuildError("no compiler here")

    monkeypatch.setattr(build, "contents", built)
    monkeypatch.setattr(library, "shipped", lambda _: None)
    assert library._library.__wrapped__("") is None
    assert "could not be compiled ahead of time (no compiler here)" in capsys.readouterr().err


@pytest.mark.usefixtures("contents")
def test_a_run_needs_no_compiler():
    script = (
        "import sys; from tillitsim.model.simulation import Simulation;"
        "from tillitsim.scenario.load import load;"
        "Simulation(load('demonstration'), months=2).run();"
        "print({'numba', 'llvmlite'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "set()"
