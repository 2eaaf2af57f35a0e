#!/usr/bin/env python3
"""Sets tillitsim up beside this file, the first time, and runs it.

    python3 start.py run home-care     what follows is handed to the command tillitsim
    python3 start.py test              sets up for development too; runs every check and test

Everything is installed into the folder .venv beside this file, and compiled code is kept in your
cache folder. Once set up, they are used as they are, without a network, until pyproject.toml
changes. Needs Python 3.11 or newer.

What takes longer than two seconds says so, and how long it has been at it.
"""
# An older Python must be able to read this file to be told that it is too old: no newer syntax, and
# annotations in quotes.

import hashlib
import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

OLDEST = (3, 11)
NEWER = ("python3.14", "python3.13", "python3.12", "python3.11")
ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
INTERRUPTED = 130
PATIENCE = 2
"""Seconds after which a step says how long it has been at it."""


class SetupError(Exception):
    """Something that a person has to put right; the text says what."""


def main(arguments: "list[str]") -> int:
    """Set up if need be, run what ``arguments`` ask for, return its exit code."""
    if not arguments or arguments[0] in {"-h", "--help"}:
        print(__doc__)
        return 0
    try:
        if sys.version_info[:2] < OLDEST:
            return call(newer_python(), __file__, *arguments)
        if arguments[0] == "test":
            set_up("test")
            return test(arguments[1:])
        set_up("run")
        return call(BIN / "tillitsim", *arguments)
    except SetupError as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED


def newer_python() -> str:
    """The newest Python on this machine, if it is new enough."""
    for name in NEWER:
        found = shutil.which(name)
        if found:
            return found
    major, minor = sys.version_info[:2]
    raise SetupError(
        f"tillitsim needs Python 3.11 or newer, and this is Python {major}.{minor}. "
        "Install a newer one (https://www.python.org/downloads) and run this again with it."
    )


def set_up(purpose: str) -> None:
    """Make the environment hold what is needed to ``run``, or to ``test`` as well."""
    recipe = hashlib.sha256((ROOT / "pyproject.toml").read_bytes() + bytes(ROOT)).hexdigest()
    stamp = VENV / f"ready-to-{purpose}"
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == recipe:
        return
    print("Setting up in .venv (this once; a minute or two) ...", file=sys.stderr, flush=True)
    with Waiting("Making an environment"):
        make_environment()
    package = f"{ROOT}[test]" if purpose == "test" else str(ROOT)
    # Of thousands of modules that would be compiled few are used, and those are when they are.
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-compile"]
    with Waiting("Installing tillitsim and what it needs"):
        installed = call(*pip, "--editable", package)
    if installed != 0:
        raise SetupError(
            "Setting up failed, for the reason that pip gives above. The first time needs a "
            "network (or a package index that pip knows of); after that, none."
        )
    build = [PYTHON, "-m", "tillitsim.model.native.build"]
    call(*build, *(["--tried"] if purpose == "test" else []))
    for reached in {purpose, "run"}:
        (VENV / f"ready-to-{reached}").write_text(recipe)


class Waiting:
    """Says on stderr what is being done and for how long, once it has taken a while."""

    def __init__(self, what: str) -> None:
        self.what = what
        self.over = threading.Event()
        self.start = time.monotonic()
        self.thread = threading.Thread(target=self.tell, daemon=True)

    def __enter__(self) -> "Waiting":  # noqa: PYI034 - an older Python reads this file too
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self.thread.join()

    def tell(self) -> None:
        """Count the seconds: on one line at a terminal, elsewhere every half minute."""
        terminal = sys.stderr.isatty()
        end = "" if terminal else "\n"
        shown = False
        while not self.over.wait(1 if shown and terminal else 30 if shown else PATIENCE):
            seconds = int(time.monotonic() - self.start)
            mark = "\r" if terminal else ""
            print(f"{mark}{self.what}: {seconds} s", end=end, file=sys.stderr, flush=True)
            shown = True
        if shown and terminal:
            print(file=sys.stderr)


def make_environment() -> None:
    """A fresh virtual environment, unless a sound one is there."""
    if PYTHON.exists() and call(PYTHON, "-m", "pip", "--version", quiet=True) == 0:
        return
    if call(sys.executable, "-m", "venv", "--clear", VENV, quiet=True) != 0:
        raise SetupError(
            "This Python cannot make a virtual environment: its modules venv and ensurepip are "
            "needed. On Debian and Ubuntu: sudo apt install python3-venv"
        )


def test(arguments: "list[str]") -> int:
    """Run the tests with ``arguments`` and, beside them, every check; 1 if any found something.

    What the checks say comes first, as they go; what the tests have said by then, after it.
    """
    checks = {
        "ruff check": (BIN / "ruff", "check"),
        "ruff format": (BIN / "ruff", "format", "--check"),
        "mypy": (BIN / "mypy",),
        "lint-imports": (BIN / "lint-imports",),
    }
    failed = []
    colour = ["--color=yes"] if sys.stdout.isatty() else []
    pytest = (PYTHON, "-m", "pytest", "--numprocesses=auto", "--dist=worksteal", *colour)
    with begun(*pytest, *arguments) as tests:
        for name, command in checks.items():
            print(f"--- {name}", flush=True)
            if call(*command, folder=ROOT) != 0:
                failed.append(name)
        print("--- pytest", flush=True)
        if ended(tests) != 0:
            failed.append("pytest")
    if failed:
        print("found something: " + ", ".join(failed), file=sys.stderr)
    return 1 if failed else 0


def begun(*command: object) -> "subprocess.Popen[bytes]":
    """A program that is running; what it prints waits."""
    return subprocess.Popen([str(word) for word in command], cwd=ROOT, stdout=subprocess.PIPE)


def ended(program: "subprocess.Popen[bytes]") -> int:
    """Pass on what a program has printed and prints until its end; its exit code."""
    assert program.stdout is not None  # noqa: S101 - it was begun with a pipe
    output = program.stdout.fileno()
    for part in iter(lambda: os.read(output, 65536), b""):
        sys.stdout.buffer.write(part)
        sys.stdout.flush()
    return program.wait()


def call(*command: object, folder: "Path | None" = None, quiet: bool = False) -> int:
    """Run a program to its end and return its exit code; the program handles Ctrl-C, then we do."""
    output = subprocess.DEVNULL if quiet else None
    interrupted = False
    with subprocess.Popen([str(word) for word in command], cwd=folder, stdout=output) as program:
        while program.poll() is None:
            try:
                program.wait()
            except KeyboardInterrupt:
                interrupted = True
    if interrupted:
        raise KeyboardInterrupt
    return 128 - program.returncode if program.returncode < 0 else program.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
