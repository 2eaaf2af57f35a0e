"""Compile the kernels ahead of time: for this machine, for a wheel, for the web.

    python -m tillitsim.model.native.build            for this machine, into the user's cache
    python -m tillitsim.model.native.build FOLDER     for all processors of this system, and the web
    python -m tillitsim.model.native.build --tried    all that tests try here, into the user's cache

Two halves, each in processes of its own: the front end shares the entries out over processors and
makes LLVM code of them (:mod:`tillitsim.model.native.front_end`, started by
:mod:`tillitsim.model.native.sparing`), then each target is optimised and emitted
(:mod:`tillitsim.model.native.lower`), the one that this machine needs first.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path
from threading import Lock
from typing import IO, Any

from tillitsim.locale import _, current
from tillitsim.model.core import cache as private
from tillitsim.model.core.fingerprint import PACKAGE, fingerprint
from tillitsim.model.native import library, memory, targets

PARTS = 2
"""Processes of the front end; always as many, whatever the machine."""

PLAIN = {
    "PYTHONHASHSEED": "0",
    "NUMBA_OPT": "0",
    "NUMBA_LOOP_VECTORIZE": "0",
    "NUMBA_SLP_VECTORIZE": "0",
    "NUMBA_CPU_NAME": "generic",
    "NUMBA_CPU_FEATURES": "",
    "NUMBA_DISABLE_JIT": "0",
    "NUMBA_DEBUGINFO": "0",
    "NUMBA_DISABLE_ERROR_MESSAGE_HIGHLIGHTING": "1",  # thousands of messages that nobody reads
}
"""The environment of the front end: nothing optimised, nothing of this machine's processor."""

STACK = 65536
"""Bytes of stack below a page's state, constants included."""


class BuildError(Exception):
    """Why the kernels could not be compiled."""


class Counter:
    """A line on stderr that says what is being done, and how far it has come."""

    def __init__(self) -> None:
        self.done = 0
        self._start = time.monotonic()
        self._lock = Lock()
        self._line = sys.stderr is not None and sys.stderr.isatty()
        self._shown = False
        self._said = current()  # what a pool of threads asks for is said in the caller's language

    def step(self) -> None:
        """One part more is done."""
        with self._lock:
            self.done += 1
            self.show()

    def show(self) -> None:
        """Say where it stands: at a terminal over and over, elsewhere once."""
        _ = self._said
        if not self._line:
            if not self._shown:
                private.tell(
                    _("Compiling the model for this machine (once; about half a minute) ...")
                )
            self._shown = True
            return
        seconds = time.monotonic() - self._start
        with contextlib.suppress(OSError, ValueError):
            sys.stderr.write(
                _(
                    "\rCompiling the model for this machine, once: {done} parts, {seconds:.0f} s "
                ).format(done=self.done, seconds=seconds)
            )
            sys.stderr.flush()

    def close(self) -> None:
        """Leave the line to whatever follows."""
        if self._line:
            private.tell("")


def contents(wanted: Sequence[targets.Target]) -> dict[str, bytes]:
    """The content of each target's library by its name: from the cache, or built now for it.

    Of several processes that want the same at once one builds, and the others wait for it.
    """
    folder = library.kept_in()
    if folder is None:
        return built(wanted)
    found = _kept(folder, wanted)
    if len(found) < len(wanted):
        with _alone(folder / "lock"):
            found = _kept(folder, wanted)
            made = built([target for target in wanted if target.name not in found])
            for name, content in made.items():
                private.write(folder / library.file_name(name), content)
            found |= made
    return {target.name: found[target.name] for target in wanted}


def _kept(folder: Path, wanted: Sequence[targets.Target]) -> dict[str, bytes]:
    read = {t.name: private.read(folder / library.file_name(t.name)) for t in wanted}
    return {name: content for name, content in read.items() if content is not None}


@contextlib.contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Hold a lock; a process that dies lets it go."""
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
    try:
        handle = os.open(path, flags, 0o600)
    except OSError:
        yield  # two may build at once then: each writes its file whole
        return
    try:
        with contextlib.suppress(OSError):
            _lock(handle)
        yield
    finally:
        os.close(handle)


def _lock(handle: int) -> None:
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415 - Windows only

        msvcrt.locking(handle, msvcrt.LK_LOCK, 1)
        return
    import fcntl  # noqa: PLC0415 - not on Windows

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        private.tell(_("Another process compiles the model for this machine; waiting for it ..."))
        fcntl.flock(handle, fcntl.LOCK_EX)


def built(wanted: Sequence[targets.Target]) -> dict[str, bytes]:
    """The content of each target's library by its name, compiled now; progress on stderr."""
    if not wanted:
        return {}
    counter = Counter()
    counter.show()
    with contextlib.closing(counter), tempfile.TemporaryDirectory(prefix="tillitsim-") as folder:
        _run(
            [["sparing", folder, str(part), str(PARTS)] for part in range(PARTS)],
            folder, counter, PARTS,
        )  # fmt: skip
        _run([["lower", folder, each.name] for each in wanted], folder, counter, processors())
        return {each.name: _library(Path(folder), each) for each in wanted}


def processors() -> int:
    """Processors that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1


def _run(jobs: list[list[str]], folder: str, counter: Counter, at_once: int) -> None:
    """Run modules of this package side by side; each line that one prints is a step."""
    paths = [str(PACKAGE.parent), os.environ.get("PYTHONPATH", "")]
    environment = os.environ | PLAIN | {
        "PYTHONPATH": os.pathsep.join(filter(None, paths)),
        "NUMBA_CACHE_DIR": folder,
        library.CHOICE: library.JIT,
    }  # fmt: skip

    def run(job: list[str]) -> None:
        command = [sys.executable, "-m", f"tillitsim.model.native.{job[0]}", *job[1:]]
        with tempfile.TemporaryFile("w+") as said:
            with subprocess.Popen(  # noqa: S603 - our own modules
                command, env=environment, stdout=subprocess.PIPE, stderr=said, text=True
            ) as process:
                try:
                    for _ in process.stdout or ():
                        counter.step()
                except BaseException:
                    process.kill()
                    raise
            if process.returncode != 0:
                raise BuildError(_reason(said))

    try:
        with ThreadPoolExecutor(min(at_once, len(jobs))) as pool:
            list(pool.map(run, jobs))
    except OSError as problem:
        raise BuildError(str(problem)) from problem
    counter.step()


def _reason(said: IO[str]) -> str:
    said.seek(0)
    lines = [line for line in said.read().splitlines() if line.strip()]
    return lines[-1].strip() if lines else _("a process of it died")


def exports(folder: Path) -> dict[str, dict[str, Any]]:
    """What the parts of the front end export, in the order of their names."""
    found: dict[str, dict[str, Any]] = {}
    for path in sorted(folder.glob("[0-9]*.json")):
        found |= json.loads(path.read_text())["entries"]
    return dict(sorted(found.items()))


def _library(folder: Path, target: targets.Target) -> bytes:
    entries = exports(folder)
    described = json.loads((folder / "0.json").read_text())
    if described["fingerprint"] != fingerprint():
        raise BuildError(_("the sources changed meanwhile"))
    code = (folder / f"{target.name}.code").read_bytes()
    about = {
        "entries": entries,
        "fingerprint": fingerprint(),
        "layout": described["layout"],
        "made_with": versions(),
        "target": target.name,
    }
    if target.name in targets.WASM:
        return library.packed(about, code)
    places = json.loads((folder / f"{target.name}.json").read_text())
    located = {name: each | {"offset": places[name]} for name, each in entries.items()}
    return library.packed(about | {"entries": located}, code)


def versions() -> dict[str, str]:
    """What compiles."""
    return {name: version(name) for name in ("llvmlite", "numba", "numpy")}


def for_a_page(contents: dict[str, bytes]) -> dict[str, bytes]:
    """Files for a page: a module for each web target, and ``kernels.json``, which describes them.

    ``layout`` says leaf by leaf what a state holds and ``header`` how many int64 its header has:
    one for a scalar (its bits), 1 + dimensions for an array (address, extents). Each export takes
    the header's address, then its ``arguments`` (i: int32, f: float64), and returns an int32:
    ``failed`` if arrays did not fit each other. A module imports ``env.__linear_memory`` and the
    mutable ``env.__stack_pointer``, which is to start at ``stack``: constants lie below, the state
    goes above.
    """
    files, described = {}, {}
    for name, content in contents.items():
        about, code = library.unpacked(content)
        files[f"kernels-{name}.wasm"] = code
        described[f"kernels-{name}.wasm"] = hashlib.sha256(code).hexdigest()
    exports = {name.rpartition(".")[2]: each for name, each in about["entries"].items()}
    page = {
        "exports": exports,
        "failed": memory.FAILED,
        "fingerprint": about["fingerprint"],
        "header": memory.shape_of_header(about["layout"]),
        "layout": about["layout"],
        "made_with": about["made_with"],
        "modules": described,
        "stack": STACK,
    }
    return files | {"kernels.json": f"{json.dumps(page, indent=1, sort_keys=True)}\n".encode()}


def for_a_wheel(folder: Path, *, only_here: bool = False) -> None:
    """Write what a wheel of this system ships into ``folder``: libraries, and the page's files.

    ``only_here`` leaves out all but the library that this very machine would choose.
    """
    folder.mkdir(parents=True, exist_ok=True)
    own = list(targets.runnable() if only_here else targets.of_this_machine())
    web = [] if only_here else list(targets.WASM.values())
    if only_here:
        del own[1:]
    made = contents([*own, *web])
    for target in own:
        (folder / library.file_name(target.name)).write_bytes(private.sealed(made[target.name]))
    page = for_a_page({target.name: made[target.name] for target in web}) if web else {}
    for name, content in page.items():
        (folder / name).write_bytes(content)


def tried() -> list[targets.Target]:
    """Targets whose code can be run here: by this processor, in WebAssembly, on an emulated ARM."""
    return [*targets.runnable(), *targets.WASM.values(), *targets.ARM]


def main(folder: str | None = None, where: str = "") -> int:
    """Build for this machine; with a folder, everything that a wheel of this system ships.

    ``here`` after the folder leaves out all but what this very machine would choose; ``--tried``
    in its place keeps what tests try, of one run of the front end instead of two.
    """
    if folder == "--tried":
        with contextlib.suppress(BuildError):  # which the library, asked for below, tells
            contents(tried())
    if folder is None or folder == "--tried":
        return 0 if library.library() else 1
    for_a_wheel(Path(folder), only_here=where == "here")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
