"""The same bits and whole sentences wherever it is started: locales, zones, folders, streams."""

import os
import subprocess
import sys

import pytest

from tillitsim.errors import BAD_INPUT, DISK, ERROR, OK

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the shell is that of Unix")

BITS = """
import hashlib
import tillitsim as ts
small = {"chain.units": 2, "chain.staff": 4, "chain.citizens": 20, "months": 4, "burn_in": 1}
case = ts.load("demonstration", changes=small | {"spin_up": 0})
print(case.digest, hashlib.sha256(ts.simulate(case, replicates=2).series.tobytes()).hexdigest())
"""
PLACES = {
    "of no locale": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "in Swedish": {"LC_ALL": "sv_SE.ISO-8859-1", "TILLITSIM_LANGUAGE": "sv"},
    "in Turkish": {"LC_ALL": "tr_TR.UTF-8"},
    "of an old code page": {"PYTHONIOENCODING": "cp850"},
    "east of the date line": {"TZ": "Pacific/Kiritimati"},
    "in no time zone": {"TZ": "nonsense/nowhere"},
    "of another hash": {"PYTHONHASHSEED": "4711"},
    "with Numba held back": {
        "NUMBA_NUM_THREADS": "1", "NUMBA_OPT": "0", "NUMBA_CPU_NAME": "generic",
        "NUMBA_DISABLE_JIT": "1", "NUMBA_ENABLE_AVX": "0",
    },
    "with other libraries held back": {
        "OMP_NUM_THREADS": "1", "OPENBLAS_CORETYPE": "Prescott", "NPY_DISABLE_CPU_FEATURES": "AVX2",
    },
    "with Python optimised": {"PYTHONOPTIMIZE": "2"},
}  # fmt: skip


def shell(command, **environment):
    """A command in a shell, with the program as ``$T``."""
    held = os.environ | {"T": f"{sys.executable} -m tillitsim"} | environment
    return subprocess.run(["/bin/sh", "-c", command], capture_output=True, env=held, check=False)


@pytest.fixture(scope="module")
def here():
    return bits({})


def bits(environment):
    done = subprocess.run(
        [sys.executable, "-c", BITS], capture_output=True, env=os.environ | environment, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


@pytest.mark.parametrize("place", PLACES)
def test_the_bits_are_the_same(place, here):
    assert bits(PLACES[place]) == here


@pytest.mark.parametrize(
    "place", ["of no locale", "in Swedish", "in Turkish", "of an old code page"]
)
def test_all_that_is_said_can_be_written(place):
    done = shell("$T parameters mix.trust && $T scenarios check home-care", **PLACES[place])
    assert done.returncode == OK, done.stderr
    assert b"mix.trust" in done.stdout
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_closed_stream_changes_no_exit_code(closed):
    assert shell(f"$T scenarios check home-care {closed}").returncode == OK
    assert shell(f"$T scenarios check no-such {closed}").returncode == BAD_INPUT


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no full device")  # noqa: PTH110
def test_a_full_device_is_told():
    done = shell("$T parameters > /dev/full")
    assert done.returncode == DISK
    assert done.stderr.decode().count("\n") == 1


@pytest.mark.parametrize("words", ["scenarios list", "run demonstration --months 3", "doctor"])
def test_a_folder_that_is_gone_is_no_fault_of_the_program(words, tmp_path):
    gone = tmp_path / "gone"
    gone.mkdir()
    done = shell(f"cd {gone} && rmdir {gone} && $T {words} --language en")
    assert done.returncode in {OK, ERROR, BAD_INPUT, DISK}
    assert b"Traceback" not in done.stderr
    assert b"went wrong" not in done.stderr


def test_without_a_home_that_can_be_written_to_it_answers():
    nowhere = dict.fromkeys(("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"), "/proc/nowhere")
    done = shell("$T scenarios check home-care", **nowhere)
    assert done.returncode == OK
    assert b"Traceback" not in done.stderr
