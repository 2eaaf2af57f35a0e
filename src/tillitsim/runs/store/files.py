"""Files that are whole or not there: written aside, made safe on the disk, then put in place."""

from __future__ import annotations

import errno
import os
import secrets
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from tillitsim.errors import DiskError, InputError, refusal
from tillitsim.locale import N_, _
from tillitsim.scenario.reading.text_files import shown

FRESH = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
"""How a file is opened that must not be there yet, not even as a link to somewhere else."""

NO_LINKS = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
"""So that a link is not followed, and a pipe not waited for."""


def read_plain(path: Path) -> bytes:
    """The content of a plain file; ``OSError`` for a link, a folder, a pipe or a device."""
    with os.fdopen(os.open(path, os.O_RDONLY | NO_LINKS), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(errno.EINVAL, N_("not a plain file"), str(path))
        return file.read()


def open_lock(path: Path) -> IO[str]:
    """A file to lock, made if need be; ``OSError`` for what is another's: a link or no plain file.

    Nothing is cut from it here.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT | NO_LINKS, 0o666)
    found = os.fstat(handle)
    if not stat.S_ISREG(found.st_mode) or found.st_nlink != 1:
        os.close(handle)
        raise OSError(errno.EINVAL, N_("it is a link or no plain file"), str(path))
    return os.fdopen(handle, "r+")


def write_atomically(path: Path, content: bytes) -> None:
    """Put ``content`` at ``path``; whoever reads finds the old file or the whole new one.

    Raises
    ------
    DiskError
        When the file cannot be written; nothing is left behind.
    """
    with whole_file(path) as file:
        file.write(content)


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """A file to write piece by piece that stands at ``path`` when all is written, or not at all.

    Raises
    ------
    DiskError
        When it cannot be written; nothing is left behind.
    """
    aside = path.with_name(f".{path.name}.{os.getpid()}-{secrets.token_hex(4)}.part")
    try:
        handle = os.open(aside, FRESH, 0o666)
        try:
            with os.fdopen(handle, "wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            aside.replace(path)
        except BaseException:
            aside.unlink(missing_ok=True)
            raise
        _sync_folder(path.parent)
    except OSError as problem:
        raise DiskError(
            _("{path} cannot be written: {why}.").format(path=path, why=refusal(problem))
        ) from problem


def remove(path: Path) -> None:
    """Remove a file if it is there.

    Raises
    ------
    DiskError
        When it cannot be removed.
    """
    try:
        path.unlink(missing_ok=True)
    except OSError as problem:
        raise DiskError(
            _("{path} cannot be removed: {why}.").format(path=path, why=refusal(problem))
        ) from problem


def make_folder(path: Path) -> None:
    """Make a folder that can be written to, so that a long run is not lost at its end.

    Raises
    ------
    DiskError
        When it cannot be made, is a file, or does not let itself be written to.
    """
    if not str(path).isprintable():
        raise InputError(
            _("{path}: the name of a folder is plain text on one line; choose another.").format(
                path=shown(str(path), 200)
            )
        )
    try:
        path.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=path):
            pass
    except FileExistsError as problem:
        raise DiskError(
            _("{path} is a file; results need a folder.").format(path=path)
        ) from problem
    except OSError as problem:
        raise DiskError(
            _("{path} cannot be written to: {why}.").format(path=path, why=refusal(problem))
        ) from problem


def _sync_folder(folder: Path) -> None:
    """Make the new name survive a power cut too, where folders can be synced (not on Windows)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
