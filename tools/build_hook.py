"""What hatchling puts into a wheel beside the sources: the kernels, compiled for its platform.

One wheel a platform, for any Python: the libraries call nothing of Python or of the C library.
``TILLITSIM_WHEEL`` says what to compile: ``all`` (the default) for every processor level and the
web, ``here`` for this processor alone, ``none`` for nothing, which gives a wheel for any platform.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

WHAT = "TILLITSIM_WHEEL"
PLATFORMS = {
    ("linux", "x86_64"): "manylinux_2_17_x86_64.manylinux2014_x86_64.musllinux_1_1_x86_64",
    ("linux", "aarch64"): "manylinux_2_17_aarch64.manylinux2014_aarch64.musllinux_1_1_aarch64",
    ("darwin", "x86_64"): "macosx_10_13_x86_64",
    ("darwin", "arm64"): "macosx_11_0_arm64",
    ("win32", "amd64"): "win_amd64",
}


class CompiledKernels(BuildHookInterface[Any]):
    """Compiles the kernels in a process of its own and adds them to the wheel."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the libraries and set the wheel's tag; nothing for an editable installation."""
        what = os.environ.get(WHAT, "all")
        tag = PLATFORMS.get((sys.platform, platform.machine().lower()))
        if version == "editable" or what == "none" or tag is None:
            return
        self.folder = Path(self.directory) / "kernels"
        source = Path(self.root) / "src"
        command = [sys.executable, "-m", "tillitsim.model.native.build", str(self.folder)]
        if what == "here":
            command.append("here")
        paths = [str(source), os.environ.get("PYTHONPATH", "")]
        subprocess.run(
            command,
            check=True,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, paths))},
        )
        build_data["force_include"][str(self.folder)] = "tillitsim/model/native/libraries"
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{tag}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002 - hatchling's
        """Leave nothing behind beside the wheel."""
        if getattr(self, "folder", None) is not None:
            shutil.rmtree(self.folder, ignore_errors=True)
