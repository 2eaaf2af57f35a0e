"""The order of the layers, and what the engine must not know, hold."""

import subprocess
import sys

from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports


def test_imports_keep_to_the_layers():
    assert lint_imports(no_cache=True) == EXIT_STATUS_SUCCESS


def test_help_imports_none_of_the_heavy_libraries():
    heavy = "{'mesa', 'numba', 'numpy', 'matplotlib', 'pyarrow', 'pandas', 'scipy'}"
    script = (
        "import sys; from tillitsim.cli.main import run_command; run_command(['--help']);"
        f"sys.exit(bool({heavy} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert done.returncode == 0


def test_sweeps_need_neither_mesa_nor_matplotlib():
    script = (
        "import sys, tillitsim.model.simulation, tillitsim.runs.summary;"
        "sys.exit(bool({'mesa', 'matplotlib'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
